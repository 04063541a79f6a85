//! The account at the end: what the phones recorded against what the hub holds, and every figure three times.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    codes::GridCode,
    domain::{
        coverage::{Counts, Group},
        evidence::PhotoState,
        org::{Audience, StaffRole},
        rules::Rule,
        visit::VisitSummary,
    },
    id::OpId,
    op::{
        outcome::Outcome,
        row::{ExceptionRow, PhotoRow, RowKind},
    },
    time::{Day, Period, WorkingDays},
};

use super::{
    DemoError,
    phone::Phone,
    recount::{Deed, Question, recount},
    report::{EvidenceLine, GridLine, Report},
    stage::Stage,
};
use crate::service::{CoverageQuery, document_of};

/// One phone and what its worker is.
pub struct Hand<'a> {
    /// The phone.
    pub phone: &'a Phone,
    /// The worker's role.
    pub role: StaffRole,
    /// The grids that the worker answers for today.
    pub grids: Vec<GridCode>,
}

/// What the story knows from outside the product.
pub struct Truth<'a> {
    /// The visits.
    pub deeds: &'a [Deed],
    /// Every operation that a phone committed.
    pub ops: &'a BTreeSet<OpId>,
    /// How often each reached the hub.
    pub delivered: u64,
    /// Photos taken.
    pub photos: u64,
    /// The day.
    pub today: Day,
    /// The period to count.
    pub period: Period,
}

/// Counts operations, visits and photos at the hub.
///
/// # Errors
/// When the hub cannot be read.
pub fn account(stage: &Stage, truth: &Truth<'_>, report: &mut Report) -> Result<(), DemoError> {
    let store = stage.hub.store();
    let (applied, lost) = store.reading(|tx| {
        let (mut applied, mut lost) = (0, 0);
        for op in truth.ops {
            match tx.known_op(*op)? {
                Some((_, Some(settled))) => {
                    applied +=
                        u64::from(matches!(settled.outcome, Outcome::Applied | Outcome::Merged { .. }));
                }
                Some((_, None)) => {}
                None => lost += 1,
            }
        }
        Ok::<_, crate::store::StoreError>((applied, lost))
    })?;
    let visits = rows::<VisitSummary>(stage, RowKind::Visit)?;
    let photos = rows::<PhotoRow>(stage, RowKind::Photo)?;
    let recorded = truth.deeds.len() as u64;
    report.visits_recorded = recorded;
    report.ops_recorded = truth.ops.len() as u64;
    report.ops_applied = applied;
    report.duplicates_suppressed = truth.delivered.saturating_sub(truth.ops.len() as u64);
    report.lost = lost + recorded.saturating_sub(visits.len() as u64);
    report.doubled = (visits.len() as u64).saturating_sub(recorded);
    report.photos_recorded = truth.photos;
    report.photos_stored = photos.iter().filter(|photo| photo.state == PhotoState::Stored).count() as u64;
    let mut flags: BTreeMap<String, u64> = BTreeMap::new();
    let exceptions = rows::<ExceptionRow>(stage, RowKind::Exception)?;
    for exception in &exceptions {
        let label = exception.flag.label();
        *flags.entry(format!("{} {}", label.zh, label.en)).or_default() += 1;
    }
    report.exceptions = flags.into_iter().collect();
    report.evidence = photos.iter().filter_map(|photo| evidence_line(photo, &exceptions)).collect();
    Ok(())
}

fn evidence_line(photo: &PhotoRow, exceptions: &[ExceptionRow]) -> Option<EvidenceLine> {
    let verdict = photo.verdict?;
    let of_visit = exceptions.iter().filter(|exception| exception.visit == photo.record.visit);
    Some(EvidenceLine {
        photo: photo.record.id.to_string(),
        stored: photo.state,
        overall: verdict.overall(),
        time: verdict.time,
        place: verdict.place,
        image: verdict.image,
        chain: verdict.chain,
        repeats: photo.repeats.map(|repeat| repeat.photo.to_string()),
        flags: of_visit.map(|exception| exception.flag).collect(),
    })
}

fn rows<T: serde::de::DeserializeOwned>(stage: &Stage, kind: RowKind) -> Result<Vec<T>, DemoError> {
    let mut all = Vec::new();
    stage.hub.store().reading(|tx| {
        tx.for_each_row(kind, None, &mut |row| {
            all.extend(document_of(&row)?);
            Ok(())
        })
    })?;
    Ok(all)
}

/// Compares coverage on each phone with the hub and with the recount.
///
/// # Errors
/// When a side cannot be read.
pub fn compare(
    stage: &Stage,
    hands: &[Hand<'_>],
    truth: &Truth<'_>,
    report: &mut Report,
) -> Result<(), DemoError> {
    let grids: BTreeSet<GridCode> = hands.iter().flat_map(|hand| hand.grids.iter().copied()).collect();
    let everything = hub_counts(stage, truth, &grids, Audience::Supervisor)?;
    let plain = recount_for(stage, truth, &grids, Audience::Supervisor, None);
    agree("hub and recount", &all_of(&everything), &plain, &mut report.disagreements);
    for hand in hands {
        let own: BTreeSet<GridCode> = hand.grids.iter().copied().collect();
        let audience = hand.role.audience();
        let phone = hand.phone.doorstep.coverage(truth.period)?.counts;
        let label = audience.label().en;
        if audience.derives() {
            let hub = hub_counts(stage, truth, &own, audience)?;
            if phone != hub {
                let differing = phone.iter().filter(|(key, counts)| hub.get(key) != Some(counts)).count();
                report.disagreements.push(format!("{label}: phone and hub differ in {differing} figures"));
            }
            let plain = recount_for(stage, truth, &own, audience, None);
            agree(&format!("{label}: phone and recount"), &all_of(&phone), &plain, &mut report.disagreements);
        } else {
            // Tickets stand for the duties that the role may discharge, whatever it may see.
            let plain = recount_for(stage, truth, &own, Audience::Supervisor, Some(hand.role));
            agree(
                &format!("{label}: tickets and recount"),
                &all_of(&phone),
                &plain,
                &mut report.disagreements,
            );
        }
    }
    report.coverage_agrees = report.disagreements.is_empty();
    let worked: BTreeSet<GridCode> = truth
        .deeds
        .iter()
        .filter_map(|deed| stage.town.households.iter().find(|home| home.id == deed.household))
        .map(|home| home.grid)
        .collect();
    for (grid, counts) in all_of(&everything).into_iter().filter(|(grid, _)| worked.contains(grid)) {
        let name = stage.town.grids.iter().find(|one| one.code == grid).map(|one| one.name.clone());
        report.coverage.push(GridLine { grid, name: name.unwrap_or_default(), counts });
    }
    Ok(())
}

type Figures = BTreeMap<(GridCode, Group), Counts>;

fn all_of(figures: &Figures) -> BTreeMap<GridCode, Counts> {
    let all = figures.iter().filter(|((_, group), _)| *group == Group::All);
    all.map(|((grid, _), counts)| (*grid, *counts)).collect()
}

fn hub_counts(
    stage: &Stage,
    truth: &Truth<'_>,
    grids: &BTreeSet<GridCode>,
    audience: Audience,
) -> Result<Figures, DemoError> {
    let grids = grids.iter().copied().collect();
    let query = CoverageQuery { period: truth.period, grids, on: truth.today, audience };
    Ok(stage.hub.coverage(&query)?.counts)
}

fn recount_for(
    stage: &Stage,
    truth: &Truth<'_>,
    grids: &BTreeSet<GridCode>,
    audience: Audience,
    only_for: Option<StaffRole>,
) -> BTreeMap<GridCode, Counts> {
    let rules: Vec<Rule> = stage
        .town
        .packs
        .iter()
        .flat_map(|pack| pack.rules.iter().filter(|rule| !pack.areas_off.contains(&rule.area)))
        .filter(|rule| rule.visible_to(audience))
        .cloned()
        .collect();
    let calendar = WorkingDays::default();
    let question =
        Question { rules: &rules, only_for, calendar: &calendar, period: truth.period, on: truth.today };
    let homes: Vec<_> =
        stage.town.households.iter().filter(|home| grids.contains(&home.grid)).cloned().collect();
    recount(&question, &homes, &stage.town.residents, truth.deeds)
}

fn agree(
    what: &str,
    left: &BTreeMap<GridCode, Counts>,
    right: &BTreeMap<GridCode, Counts>,
    disagreements: &mut Vec<String>,
) {
    let grids: BTreeSet<_> = left.keys().chain(right.keys()).collect();
    for grid in grids {
        let (a, b) =
            (left.get(grid).copied().unwrap_or_default(), right.get(grid).copied().unwrap_or_default());
        if a != b {
            disagreements.push(format!("{what}: {grid}: {a:?} is not {b:?}"));
        }
    }
}
