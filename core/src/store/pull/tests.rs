use super::*;
use crate::{
    id::{OpId, VisitId},
    op::body::{Body, Payload},
    op::wire::ScopeCheck,
    store::{
        Store,
        register::fixture::{
            check, cursor, empty, feed_row, grid, household, household_row, nth, page, removal, resident,
            resident_row, summary, visit, worker, write,
        },
    },
    time::Zone,
};

const GRID: u16 = 1;

fn scope() -> Scope {
    Scope::Grid(grid(GRID))
}

fn apply(store: &Store, page: &ScopePage) -> PageEffect {
    write(store, |tx| apply_page(tx, page))
}

fn address_of(store: &Store, n: u128) -> Option<String> {
    write(store, |tx| register::household(tx, HouseholdId(nth(n)))).map(|household| household.address)
}

fn named(n: u128, address: &str) -> crate::domain::register::Household {
    let mut household = household(n, GRID);
    household.address = address.to_owned();
    household
}

#[test]
fn only_a_newer_revision_replaces_what_is_held() {
    let store = empty();
    apply(&store, &page(scope(), true, vec![household_row(5, &named(1, "新"))]));
    let effect = apply(&store, &page(scope(), false, vec![household_row(4, &named(1, "旧"))]));
    assert_eq!(address_of(&store, 1).as_deref(), Some("新"));
    assert!(effect.households.is_empty());
}

#[test]
fn a_page_that_comes_twice_changes_nothing() {
    let store = empty();
    let rows = vec![household_row(1, &household(1, GRID)), resident_row(1, &resident(11, 1, "张桂花"))];
    let sum = check(&rows);
    let mut once = page(scope(), true, rows);
    once.check = Some(sum);
    apply(&store, &once);
    once.from_start = false;
    let again = apply(&store, &once);
    assert!(!again.retake && again.households.is_empty());
}

#[test]
fn a_removal_acts_only_while_the_row_is_held_for_that_scope() {
    let store = empty();
    let other = Scope::Grid(grid(2));
    apply(&store, &page(scope(), true, vec![household_row(1, &household(1, GRID))]));
    // The household moved: the new grid's page comes first, the old grid's removal after it.
    apply(&store, &page(other, true, vec![household_row(3, &household(1, 2))]));
    apply(&store, &page(scope(), false, vec![removal(3, RowKind::Household, nth(1))]));
    assert!(address_of(&store, 1).is_some());
    apply(&store, &page(other, false, vec![removal(4, RowKind::Household, nth(1))]));
    assert_eq!(address_of(&store, 1), None);
}

#[test]
fn an_old_removal_does_not_take_a_newer_row() {
    let store = empty();
    apply(&store, &page(scope(), true, vec![household_row(5, &household(1, GRID))]));
    apply(&store, &page(scope(), false, vec![removal(4, RowKind::Household, nth(1))]));
    assert!(address_of(&store, 1).is_some());
}

#[test]
fn a_full_pull_drops_what_it_does_not_bring_and_only_at_its_end() {
    let store = empty();
    let both = vec![household_row(1, &household(1, GRID)), household_row(2, &household(2, GRID))];
    apply(&store, &page(scope(), true, both));
    let mut first = page(scope(), true, vec![household_row(1, &household(1, GRID))]);
    first.more = true;
    apply(&store, &first);
    assert!(address_of(&store, 2).is_some());
    let mut last = page(scope(), false, vec![household_row(3, &household(3, GRID))]);
    last.check = Some(check(&[household_row(1, &household(1, GRID)), household_row(3, &household(3, GRID))]));
    let effect = apply(&store, &last);
    assert!(!effect.retake);
    assert!(effect.households.contains(&HouseholdId(nth(2))));
    assert_eq!(address_of(&store, 2), None);
    assert!(address_of(&store, 1).is_some() && address_of(&store, 3).is_some());
}

#[test]
fn a_wrong_checksum_takes_the_scope_anew_and_a_right_one_heals_it() {
    let store = empty();
    let rows = vec![household_row(1, &household(1, GRID))];
    let right = check(&rows);
    let mut wrong = page(scope(), true, rows.clone());
    wrong.check = Some(ScopeCheck { count: right.count, checksum: right.checksum ^ 1 });
    assert!(apply(&store, &wrong).retake);
    assert!(!write(&store, cursors).contains_key(&scope()), "the scope is asked for from its beginning");
    assert!(address_of(&store, 1).is_some(), "what is held stays on the screen meanwhile");
    let mut healed = page(scope(), true, rows);
    healed.check = Some(right);
    assert!(!apply(&store, &healed).retake);
    assert_eq!(write(&store, cursors).get(&scope()), Some(&cursor(1, 1)));
}

#[test]
fn a_restored_hub_counts_from_an_older_revision_and_still_wins() {
    let store = empty();
    apply(&store, &page(scope(), true, vec![household_row(90, &named(1, "备份之后"))]));
    let mut restored = page(scope(), true, vec![household_row(40, &named(1, "备份之时"))]);
    restored.cursor = cursor(2, 41);
    apply(&store, &restored);
    assert_eq!(address_of(&store, 1).as_deref(), Some("备份之时"));
}

#[test]
fn a_new_projection_of_the_same_revision_replaces_the_old_one_in_a_full_pull() {
    let store = empty();
    let mut told = household(1, GRID);
    told.safety_note = Some("有狗".to_owned());
    apply(&store, &page(scope(), true, vec![household_row(1, &told)]));
    let rows = vec![household_row(1, &household(1, GRID))];
    let mut less = page(scope(), true, rows.clone());
    less.check = Some(check(&rows));
    assert!(!apply(&store, &less).retake);
    let held = write(&store, |tx| register::household(tx, HouseholdId(nth(1)))).unwrap();
    assert_eq!(held.safety_note, None);
}

#[test]
fn a_field_that_was_not_sent_is_absent_and_not_a_value() {
    let store = empty();
    let least = serde_json::json!({
        "id": nth(11), "household": nth(1), "name": "张*",
    });
    let row = feed_row(RowKind::Resident, nth(11), Some(HouseholdId(nth(1))), 1, &least);
    apply(&store, &page(scope(), true, vec![household_row(1, &household(1, GRID)), row]));
    let held = write(&store, |tx| register::residents(tx, HouseholdId(nth(1))));
    assert_eq!((held[0].born, held[0].identity.clone(), held[0].phone.clone()), (None, None, None));
}

#[test]
fn a_row_that_this_version_cannot_read_is_counted_and_stops_nothing() {
    let store = empty();
    let strange = serde_json::json!({ "id": nth(2), "grid": 5, "new": true });
    let rows = vec![
        feed_row(RowKind::Household, nth(2), Some(HouseholdId(nth(2))), 1, &strange),
        household_row(2, &household(1, GRID)),
    ];
    let mut pulled = page(scope(), true, rows.clone());
    pulled.check = Some(check(&rows));
    let effect = apply(&store, &pulled);
    assert_eq!((effect.unreadable, effect.retake), (1, false));
    assert!(address_of(&store, 1).is_some());
}

#[test]
fn a_resident_who_changes_households_leaves_the_old_one() {
    let store = empty();
    let rows = vec![
        household_row(1, &household(1, GRID)),
        household_row(1, &household(2, GRID)),
        resident_row(1, &resident(11, 1, "张桂花")),
    ];
    apply(&store, &page(scope(), true, rows));
    apply(&store, &page(scope(), false, vec![resident_row(2, &resident(11, 2, "张桂花"))]));
    let count = |n| write(&store, |tx| register::residents(tx, HouseholdId(nth(n)))).len();
    assert_eq!((count(1), count(2)), (0, 1));
}

#[test]
fn a_scope_that_was_taken_away_leaves_nothing_but_unsent_work() {
    let store = empty();
    let rows = vec![
        household_row(1, &household(1, GRID)),
        resident_row(1, &resident(11, 1, "张桂花")),
        household_row(2, &household(2, GRID)),
        resident_row(2, &resident(21, 2, "李四")),
        feed_row(RowKind::Visit, nth(31), Some(HouseholdId(nth(1))), 2, &summary(31, 1)),
    ];
    apply(&store, &page(scope(), true, rows));
    let op = OpId(nth(500));
    let recorded = Payload { supersedes: None, body: Body::VisitRecorded(visit(40, 1)) };
    write(&store, |tx| local::show(tx, op, &recorded, &worker(), Zone::CHINA));

    write(&store, |tx| drop_scope(tx, scope()));
    write(&store, |tx| {
        let first = HouseholdId(nth(1));
        assert!(!cursors(tx)?.contains_key(&scope()));
        assert!(register::household(tx, first)?.is_some(), "unsent work keeps its name");
        let visits: Vec<_> = register::visits(tx, first, 9)?.into_iter().map(|visit| visit.id).collect();
        assert_eq!(visits, [VisitId(nth(40))]);
        assert!(register::residents(tx, first)?.is_empty());
        assert!(register::household(tx, HouseholdId(nth(2)))?.is_none());
        assert!(register::facts(tx, first)?.is_none(), "no duties derive from it");
        assert!(crate::store::search::search(tx, "张", None, 9)?.is_empty(), "no search finds it");
        Ok(())
    });

    // The hub credits the visit; then the last of it goes.
    let taken = crate::store::register::fixture::outcome_row(
        9,
        op.0,
        serde_json::json!({ "verdict": "rejected", "reason": "OutsideScope" }),
        9,
    );
    let private = Scope::Private(crate::id::DeviceId(nth(1)));
    let effect = apply(&store, &page(private, true, vec![taken]));
    assert_eq!(effect.outcomes.len(), 1);
    assert_eq!(address_of(&store, 1), None);
    assert!(write(&store, |tx| register::visits(tx, HouseholdId(nth(1)), 9)).is_empty());
}
