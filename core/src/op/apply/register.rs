//! The register: what was added at the door, and fields that changed.

use serde_json::{Map, Value};

use super::{
    Rows,
    judge::{Judge, OpMark, Stop, Verdict},
};
use crate::{
    domain::{
        org::Staff,
        register::{HandedOver, Household, Resident, keep_recorded},
    },
    op::{
        body::{Body, FieldChange, FieldsChanged},
        merge::merge_fields,
        outcome::{Outcome, RejectReason},
        row::{RowKind, document},
    },
    time::Day,
};

pub(super) fn add_household<R: Rows>(
    judge: &mut Judge<'_, R>,
    household: &Household,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    judge.rows.must_be_new(RowKind::Household, household.id.0)?;
    judge.authorise(body, Some(household), None)?;
    let mut added = household.clone();
    let today = today(judge);
    added.recorded_on = Some(added.recorded_on.map_or(today, |day| day.min(today)));
    judge.write_new(RowKind::Household, added.id.0, &added, &added, op.hlc)?;
    judge.touch(added.id);
    Ok(Outcome::Applied)
}

pub(super) fn add_resident<R: Rows>(
    judge: &mut Judge<'_, R>,
    resident: &Resident,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    judge.rows.must_be_new(RowKind::Resident, resident.id.0)?;
    let household = judge.household(resident.household)?;
    judge.authorise(body, Some(&household), None)?;
    let mut added = resident.clone();
    record_no_later(&mut added, today(judge));
    judge.write_new(RowKind::Resident, added.id.0, &household, &added, op.hlc)?;
    judge.touch(household.id);
    Ok(Outcome::Applied)
}

pub(super) fn change_fields<R: Rows>(
    judge: &mut Judge<'_, R>,
    change: &FieldsChanged,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    if !matches!(change.row, RowKind::Household | RowKind::Resident) {
        return Err(RejectReason::NotAuthorised.into());
    }
    let before = judge.rows.standing(change.row, change.id)?;
    if before.household != Some(change.household) {
        return Err(RejectReason::UnknownSubject.into());
    }
    let household = judge.household(change.household)?;
    judge.authorise(body, Some(&household), Some(&before))?;
    if change.row == RowKind::Household
        && let Some(FieldChange { new, .. }) = change.fields.get(HandedOver::FIELD)
    {
        check_handed_over(judge, &household, new)?;
    }
    let mut merged = merge_fields(&before, change, op.hlc);
    let today = today(judge);
    let retyped = merged
        .row
        .document
        .as_ref()
        .and_then(|merged| retyped(change.row, before.document.as_ref(), merged, today));
    merged.row.document = Some(retyped.ok_or(RejectReason::Unreadable)?);
    for conflict in &merged.conflicts {
        let shown = conflict.row(&before, op.id);
        judge.write_new(RowKind::Conflict, shown.id, &household, &shown, op.hlc)?;
    }
    let lost = merged.lost();
    if merged.row != before {
        judge.rows.write(merged.row);
        judge.touch(household.id);
    }
    Ok(if lost.is_empty() { Outcome::Applied } else { Outcome::Merged { lost } })
}

/// A household is handed, in the author's own name, to somebody who answers for its grid and holds what is due there.
fn check_handed_over<R: Rows>(
    judge: &Judge<'_, R>,
    household: &Household,
    new: &Value,
) -> Result<(), Stop<R::Error>> {
    use serde::Deserialize as _;
    if new.is_null() {
        return Ok(());
    }
    let handed = HandedOver::deserialize(new).map_err(|_| RejectReason::Unreadable)?;
    if handed.by != judge.author.staff {
        return Err(RejectReason::NotAuthorised.into());
    }
    let grid = household.grid_on(judge.day);
    if !judge.rows.answers_for(handed.to, grid, judge.day)? {
        return Err(RejectReason::OutsideScope.into());
    }
    let receiver: Staff = judge.rows.read(RowKind::Staff, handed.to.0)?;
    if receiver.role.audience().derives() { Ok(()) } else { Err(RejectReason::OutsideScope.into()) }
}

/// The document through its type and back, so that no change leaves something that nobody can read, or hides
/// in it what the type does not name.
fn retyped(
    kind: RowKind,
    before: Option<&Map<String, Value>>,
    merged: &Map<String, Value>,
    today: Day,
) -> Option<Map<String, Value>> {
    use serde::Deserialize as _;
    if kind == RowKind::Household {
        return document(&Household::deserialize(merged).ok()?).ok();
    }
    let mut resident = Resident::deserialize(merged).ok()?;
    record_no_later(&mut resident, today);
    // An old client dates all categories of a list on the day of its change.
    if let Some(known) = before.and_then(|before| Resident::deserialize(before).ok()) {
        keep_recorded(&mut resident.categories, &known.categories);
    }
    document(&resident).ok()
}

/// A category cannot have been recorded after the hub received it.
fn record_no_later(resident: &mut Resident, today: Day) {
    for category in &mut resident.categories {
        category.recorded_on = category.recorded_on.min(today);
    }
}

fn today<R: Rows>(judge: &Judge<'_, R>) -> Day {
    judge.zone.day_of(judge.receipt.received_at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            org::{GridRole, Responsibility, StaffRole},
            register::{CategoryKind, CategoryRecord},
        },
        id::{HouseholdId, ResidentId, ResponsibilityId},
        op::{
            apply::{Author, testing::*},
            row::ConflictRow,
        },
    };

    #[test]
    fn a_household_its_resident_and_its_visit_arrive_in_one_group() {
        let mut world = World::two_grids();
        let (home, person) = (HouseholdId(Uuid::from_u128(50)), ResidentId(Uuid::from_u128(51)));
        let mut added = household(home, grid());
        added.recorded_on = Some(day("2030-01-01"));
        let outcomes = world.send(
            &author(StaffRole::GridWorker),
            vec![
                Body::HouseholdAdded(added),
                Body::ResidentAdded(resident(person, home)),
                Body::VisitRecorded(visit(1, home)),
            ],
        );
        assert_eq!(outcomes, [Outcome::Applied, Outcome::Applied, Outcome::Applied]);
        let stored: Household = world.read(RowKind::Household, home.0);
        assert_eq!(stored.recorded_on, Some(day("2026-06-10")));
    }

    #[test]
    fn words_that_no_list_could_bring_are_not_taken() {
        let mut world = World::two_grids();
        let added = household(HouseholdId(Uuid::from_u128(50)), grid());
        let bodies = [
            change(RowKind::Household, HOME.0, "address", json!("西一路 3 号"), json!("西\u{202E}路")),
            change(RowKind::Resident, ELDER.0, "name", json!("张三"), json!(" ")),
            Body::HouseholdAdded(Household { greeting: "长".repeat(41), ..added }),
        ];
        for body in bodies {
            let told = world.send(&author(StaffRole::SocialWorker), vec![body]);
            assert_eq!(told, [refused(RejectReason::Unreadable)]);
        }
    }

    #[test]
    fn a_household_cannot_be_added_to_somebody_elses_grid() {
        let mut world = World::two_grids();
        let added = household(HouseholdId(Uuid::from_u128(50)), other_grid());
        let outcomes = world.send(&author(StaffRole::GridWorker), vec![Body::HouseholdAdded(added)]);
        assert_eq!(outcomes, [refused(RejectReason::OutsideScope)]);
    }

    #[test]
    fn what_is_there_is_not_added_again_and_what_was_erased_never() {
        let mut world = World::two_grids();
        let again = || vec![Body::ResidentAdded(resident(ELDER, HOME))];
        let worker = author(StaffRole::SocialWorker);
        assert_eq!(world.send(&worker, again()), [refused(RejectReason::AlreadyExists)]);
        world.erase(RowKind::Resident, ELDER.0);
        assert_eq!(world.send(&worker, again()), [refused(RejectReason::Erased)]);
        let change = change(RowKind::Resident, ELDER.0, "relation", json!(null), json!("户主"));
        assert_eq!(world.send(&worker, vec![change]), [refused(RejectReason::Erased)]);
    }

    #[test]
    fn a_list_with_a_new_category_leaves_the_others_as_they_were_recorded() {
        let mut world = World::two_grids();
        let mut known = category(CategoryKind::LivesAlone);
        known.recorded_on = day("2026-01-02");
        known.authority = Some("民政局".to_owned());
        let resident: Resident = world.read(RowKind::Resident, ELDER.0);
        let listed = |records: &[CategoryRecord]| serde_json::to_value(records).unwrap();
        let seen = listed(&resident.categories);
        let first = listed(&[known.clone()]);
        world.send(
            &author(StaffRole::SocialWorker),
            vec![change(RowKind::Resident, ELDER.0, "categories", seen, first.clone())],
        );
        let again = CategoryRecord { recorded_on: day("2026-06-10"), authority: None, ..known.clone() };
        let new = CategoryRecord { recorded_on: day("2026-06-10"), ..category(CategoryKind::Dementia) };
        let both = listed(&[again, new.clone()]);
        world.send(
            &author(StaffRole::SocialWorker),
            vec![change(RowKind::Resident, ELDER.0, "categories", first, both)],
        );
        let stored: Resident = world.read(RowKind::Resident, ELDER.0);
        assert_eq!(stored.categories, [known, new]);
    }

    #[test]
    fn a_category_recorded_tomorrow_was_recorded_today() {
        let mut world = World::two_grids();
        let mut added = resident(ResidentId(Uuid::from_u128(51)), HOME);
        added.categories = vec![category(CategoryKind::Dibao)];
        added.categories[0].recorded_on = day("2027-01-01");
        world.send(&author(StaffRole::SocialWorker), vec![Body::ResidentAdded(added.clone())]);
        let stored: Resident = world.read(RowKind::Resident, added.id.0);
        assert_eq!(stored.categories[0].recorded_on, day("2026-06-10"));
    }

    #[test]
    fn a_changed_field_is_taken_and_a_lost_one_is_told_to_both() {
        let mut world = World::two_grids();
        let write = |new: &str| change(RowKind::Household, HOME.0, "building", json!(null), json!(new));
        let worker = author(StaffRole::GridWorker);
        let late = world.group(&worker, vec![write("早写的")]);
        assert_eq!(world.send(&worker, vec![write("晚写的")]), [Outcome::Applied]);
        let applied = world.judge(&late, &worker, &receipt());
        assert_eq!(applied.outcomes[0].1, Outcome::Merged { lost: vec!["building".to_owned()] });
        let stored: Household = world.read(RowKind::Household, HOME.0);
        assert_eq!(stored.building.as_deref(), Some("晚写的"));
        let conflict: ConflictRow = world.all(RowKind::Conflict)[0].read().unwrap();
        assert_eq!((conflict.kept, conflict.lost), (json!("晚写的"), json!("早写的")));
    }

    #[test]
    fn a_place_written_to_the_last_digit_is_not_a_conflict() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let place = |lat: f64| json!({ "lat": lat, "lon": 108.950_000_000_000_3, "datum": "wgs84" });
        let first = change(RowKind::Household, HOME.0, "place", json!(null), place(34.253_400_000_000_003));
        assert_eq!(world.send(&worker, vec![first]), [Outcome::Applied]);
        let sent: Household = world.read(RowKind::Household, HOME.0);
        let old = serde_json::to_value(sent.place).unwrap();
        let second = change(RowKind::Household, HOME.0, "place", old, place(34.3));
        assert_eq!(world.send(&worker, vec![second]), [Outcome::Applied]);
        assert!(world.all(RowKind::Conflict).is_empty());
    }

    #[test]
    fn a_change_that_nobody_could_read_is_not_taken() {
        let mut world = World::two_grids();
        for (field, new) in
            [("floor", json!("三")), ("greeting", json!(null)), ("place", json!({ "lat": 200 }))]
        {
            let old = if field == "greeting" { json!("张奶奶家") } else { json!(null) };
            let change = change(RowKind::Household, HOME.0, field, old, new);
            let outcomes = world.send(&author(StaffRole::GridWorker), vec![change]);
            assert_eq!(outcomes, [refused(RejectReason::Unreadable)], "{field}");
        }
    }

    #[test]
    fn what_no_type_names_does_not_enter_with_a_change() {
        let mut world = World::two_grids();
        let hidden = json!([{
            "kind": "Dibao", "grade": "A", "from": "2026-01-01", "recorded_on": "2026-01-01", "income": 1200
        }]);
        let change = change(RowKind::Resident, ELDER.0, "categories", json!(null), hidden);
        assert_eq!(world.send(&author(StaffRole::SocialWorker), vec![change]), [Outcome::Applied]);
        let stored = world.all(RowKind::Resident)[0].document.clone();
        assert!(!serde_json::to_string(&stored).unwrap().contains("income"));
    }

    #[test]
    fn only_the_register_has_fields_to_change() {
        let mut world = World::two_grids();
        let staff = author(StaffRole::Supervisor);
        let change = change(RowKind::Staff, staff.staff.0, "role", json!("Volunteer"), json!("Supervisor"));
        assert_eq!(world.send(&staff, vec![change]), [refused(RejectReason::NotAuthorised)]);
    }

    /// The world in which these workers answer for the author's grid.
    fn world_of(workers: &[(&Author, GridRole)]) -> World {
        let mut world = World::two_grids();
        for (number, (worker, role)) in (70..).zip(workers) {
            let line = Responsibility {
                id: ResponsibilityId(Uuid::from_u128(number)),
                grid: grid(),
                staff: worker.staff,
                role: *role,
                from: day("2026-01-01"),
                to: None,
            };
            world.put(RowKind::Responsibility, line.id.0, HOME, grid(), &line);
        }
        world
    }

    fn handed(from: &Author, to: &Author) -> HandedOver {
        HandedOver {
            to: to.staff,
            by: from.staff,
            on: day("2026-06-10"),
            until: day("2026-06-30"),
            note: Some("院里有狗".to_owned()),
        }
    }

    fn hand_over(old: Option<&HandedOver>, new: Option<&HandedOver>) -> Vec<Body> {
        vec![change(RowKind::Household, HOME.0, HandedOver::FIELD, json!(old), json!(new))]
    }

    #[test]
    fn a_grids_chief_hands_a_household_to_a_colleague_and_takes_it_back() {
        let chief = Author { leads: vec![grid()], ..author(StaffRole::GridWorker) };
        let colleague = author(StaffRole::SocialWorker);
        let mut world = world_of(&[(&chief, GridRole::Chief), (&colleague, GridRole::Assistant)]);
        let over = handed(&chief, &colleague);
        assert_eq!(world.send(&chief, hand_over(None, Some(&over))), [Outcome::Applied]);
        let home: Household = world.read(RowKind::Household, HOME.0);
        assert_eq!(home.handed_over.as_ref(), Some(&over));
        assert_eq!(home.grid, grid(), "who answers for it stays");
        assert_eq!(world.send(&chief, hand_over(Some(&over), None)), [Outcome::Applied]);
        assert_eq!(world.read::<Household>(RowKind::Household, HOME.0).handed_over, None);
    }

    #[test]
    fn a_household_goes_to_nobody_who_does_not_answer_for_its_grid_and_in_nobody_elses_name() {
        let chief = Author { leads: vec![grid()], ..author(StaffRole::GridWorker) };
        let (colleague, volunteer) = (author(StaffRole::SocialWorker), author(StaffRole::Volunteer));
        let mut world = world_of(&[(&chief, GridRole::Chief), (&volunteer, GridRole::Assistant)]);
        for to in [&colleague, &volunteer] {
            let told = world.send(&chief, hand_over(None, Some(&handed(&chief, to))));
            assert_eq!(told, [refused(RejectReason::OutsideScope)]);
        }
        let mut world = world_of(&[(&chief, GridRole::Chief), (&colleague, GridRole::Assistant)]);
        let forged = HandedOver { by: colleague.staff, ..handed(&chief, &colleague) };
        let told = world.send(&chief, hand_over(None, Some(&forged)));
        assert_eq!(told, [refused(RejectReason::NotAuthorised)]);
        let endless = HandedOver { until: day("2030-01-01"), ..handed(&chief, &colleague) };
        let told = world.send(&chief, hand_over(None, Some(&endless)));
        assert_eq!(told, [refused(RejectReason::Unreadable)]);
        let told = world.send(&colleague, hand_over(None, Some(&handed(&colleague, &chief))));
        assert_eq!(told, [refused(RejectReason::NotAuthorised)], "who does not lead the grid");
        assert_eq!(world.read::<Household>(RowKind::Household, HOME.0).handed_over, None);
    }
}
