//! Tickets: derived for a grid when a phone that holds tickets asks, and only for households that changed.

use doorstep_core::{
    codes::GridCode,
    domain::{
        duty::{HouseholdFacts, derive},
        org::StaffRole,
        rules::RulePacks,
        ticket::{Ticket, ticket},
        visit::VisitFact,
    },
    id::{HouseholdId, TicketId},
    op::row::{Row, RowKind, Scope},
    time::{Day, DayRange, WorkingDays},
};
use serde::{Deserialize, Serialize};

use super::{Hub, HubError, coverage::rule_packs, document_of, row_of, settings};
use crate::store::{Durability, Reads, StoreError};

/// The role whose phones hold tickets instead of facts.
const TICKETED: StaffRole = StaffRole::Volunteer;
/// How far ahead tickets are given out: the next month's, in its first days at the latest.
const AHEAD_DAYS: u64 = 31;
/// How far back a late visit still changes a ticket: a quarter and a week.
const BACK_DAYS: u64 = 100;

/// A ticket as the hub keeps it: what answering it does to whom stays here, since it would tell the category.
#[derive(Serialize, Deserialize)]
struct KeptTicket {
    #[serde(flatten)]
    ticket: Ticket,
    facts: Vec<VisitFact>,
}

/// What deriving the tickets of a grid needs.
struct Issue<'a> {
    packs: RulePacks,
    calendar: WorkingDays,
    span: DayRange,
    secret: &'a [u8; 32],
}

impl Hub {
    /// Brings the tickets of `grid` up to the present day and facts; cheap when nothing changed.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn refresh_tickets(&self, grid: GridCode, today: Day) -> Result<(), HubError> {
        if self.store.reading(|tx| Ok::<_, StoreError>(stale(tx, grid, today)?.is_none()))? {
            return Ok(());
        }
        self.store.writing(Durability::Replayable, |tx| {
            let Some(stale) = stale(tx.reads(), grid, today)? else { return Ok(()) };
            let issue = Issue {
                packs: rule_packs(tx.reads())?.dischargeable_by(TICKETED),
                calendar: settings(tx.reads())?.working_days,
                span: DayRange {
                    start: today.checked_sub_days(chrono::Days::new(BACK_DAYS)).unwrap_or(today),
                    end: today.checked_add_days(chrono::Days::new(AHEAD_DAYS)).unwrap_or(today),
                },
                secret: &self.keys.ticket,
            };
            match stale {
                Stale::Households(households) => {
                    for household in households {
                        if let Some(facts) = tx.facts(household)? {
                            tx.write_unit(&issue.changes(tx.reads(), &facts)?)?;
                        }
                    }
                }
                Stale::All => {
                    let mut units = Vec::new();
                    tx.for_each_facts(grid, &mut |facts| {
                        if facts.household.grid == grid {
                            units.push(issue.changes(tx.reads(), &facts)?);
                        }
                        Ok(())
                    })?;
                    for unit in units {
                        tx.write_unit(&unit)?;
                    }
                }
            }
            let through = tx.next_revision()?.saturating_sub(1);
            Ok::<_, HubError>(tx.set_tickets_derived(grid, today, through)?)
        })
    }
}

/// What must be derived anew.
enum Stale {
    All,
    Households(Vec<HouseholdId>),
}

fn stale(tx: &dyn Reads, grid: GridCode, today: Day) -> Result<Option<Stale>, StoreError> {
    let Some((day, revision)) = tx.tickets_derived(grid)? else { return Ok(Some(Stale::All)) };
    if day != today || tx.rules_revision()? > revision {
        return Ok(Some(Stale::All));
    }
    let changed = tx.households_changed(grid, revision)?;
    Ok((!changed.is_empty()).then_some(Stale::Households(changed)))
}

impl Issue<'_> {
    /// The rows by which the household's tickets differ from what they should be.
    fn changes(&self, tx: &dyn Reads, facts: &HouseholdFacts) -> Result<Vec<Row>, StoreError> {
        let household = facts.household.id;
        let scope = Scope::Grid(facts.household.grid);
        let mut rows = Vec::new();
        for duty in derive(facts, &self.packs, &self.calendar, self.span) {
            let Some(rule) = self.packs.rule(&duty.key.rule, duty.key.start) else { continue };
            let kind = rule.discharge.kinds.first().copied();
            let kept = KeptTicket {
                ticket: ticket(&duty, rule, &facts.household, self.secret),
                facts: kind.map(|kind| VisitFact { kind, subject: duty.key.subject }).into_iter().collect(),
            };
            let id = kept.ticket.id.0;
            rows.push(row_of(RowKind::Ticket, id, Some(household), scope, &kept)?);
        }
        // An order by rule would tell the rule.
        rows.sort_by_key(|row| row.id);
        for old in tx.of_household(RowKind::Ticket, household)? {
            let Some(held) = document_of::<Ticket>(&old)? else { continue };
            let lapsed = held.window.overlaps(self.span) && !rows.iter().any(|row| row.id == old.id);
            if lapsed {
                rows.push(Row { document: None, scope, ..old });
            }
        }
        Ok(rows)
    }
}

/// What a visit that answers these tickets did to whom.
pub(super) fn ticket_facts(
    tx: &dyn Reads,
    household: HouseholdId,
    tickets: &[TicketId],
) -> Result<Vec<VisitFact>, StoreError> {
    let mut facts = Vec::new();
    for id in tickets {
        let Some(stored) = tx.row(RowKind::Ticket, id.0)? else { continue };
        if stored.row.household == Some(household) {
            facts.extend(document_of::<KeptTicket>(&stored.row)?.into_iter().flat_map(|kept| kept.facts));
        }
    }
    Ok(facts)
}
