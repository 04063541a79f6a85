use proptest::{prelude::*, sample::select};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    domain::{
        need::Need,
        org::ServiceArea,
        register::{CategoryKind, EventKind, Household, Resident, Subject},
        rules::{AppliesTo, Cadence, CategoryMatch, Discharge, RulePack, SAMPLE_PACK},
        visit::{NextStep, VisitSummary},
        wellbeing::WellbeingAnswer,
    },
    id::{ExemptionId, TicketId},
    op::{apply::testing::*, row::document},
    text::Text,
    time::{DayRange, PeriodKind},
};

fn household_row() -> Map<String, Value> {
    let mut home = household(HOME, grid());
    home.phone = "13800005678".parse().ok();
    home.safety_note = Some("院内有狗".to_owned());
    home.earlier_grids = vec![EarlierGrid { grid: other_grid(), until: day("2026-03-01") }];
    document::<Household>(&home).unwrap()
}

fn resident_row(kinds: &[CategoryKind]) -> Map<String, Value> {
    let mut elder = resident(ELDER, HOME);
    elder.identity = "61990019400101018X".parse().ok();
    elder.born = Some(day("1940-01-01"));
    elder.phone = "13800005678".parse().ok();
    elder.relation = Some("户主".to_owned());
    elder.categories = kinds.iter().copied().map(category).collect();
    elder.events = vec![LifeEvent { kind: EventKind::HospitalDischarge, on: day("2026-05-01") }];
    document::<Resident>(&elder).unwrap()
}

fn visit_row(kinds: &[VisitKind]) -> Map<String, Value> {
    let mut made = visit(1, HOME);
    made.facts =
        kinds.iter().map(|kind| VisitFact { kind: *kind, subject: Subject::Resident(ELDER) }).collect();
    made.tickets = vec![TicketId(Uuid::from_u128(1))];
    made.wellbeing = WellbeingAnswer::all_well();
    let by = author(crate::domain::org::StaffRole::SocialWorker);
    let summary: VisitSummary = made.summary(by.staff, by.role, NOON, day("2026-06-10"));
    document(&summary).unwrap()
}

fn rule(id: &str, category: Option<CategoryKind>) -> Rule {
    let applies_to = match category {
        None => AppliesTo::Households,
        Some(category) => AppliesTo::Residents(vec![CategoryMatch { category, grades: Vec::new() }]),
    };
    Rule {
        id: id.to_owned(),
        area: ServiceArea::ElderCare,
        title: Text::new("探访", "Visit"),
        task: Text::new("探访", "Visit"),
        applies_to,
        cadence: Cadence::Every(PeriodKind::Month),
        discharge: Discharge {
            kinds: [VisitKind::CareVisit].into(),
            modes: Default::default(),
            roles: Default::default(),
            visitors: 1,
        },
        photo_reason: None,
        photo_original: false,
        signature_reason: None,
        no_answer: Vec::new(),
        legal_basis: "样例".to_owned(),
        legal_basis_en: Some("Sample".to_owned()),
    }
}

fn pack_row() -> Map<String, Value> {
    let rules = [
        rule("sweep", None),
        rule("elder", Some(CategoryKind::LivesAlone)),
        rule("mental", Some(CategoryKind::SevereMental)),
        rule("child", Some(CategoryKind::Orphan)),
    ];
    json!({
        "id": "sample", "version": 1, "jurisdiction": "61", "effective_from": "2026-01-01", "sample": true,
        "areas_off": [], "rules": rules
    })
    .as_object()
    .cloned()
    .unwrap()
}

fn exemption_row(rule_of: Option<CategoryKind>) -> Map<String, Value> {
    let rule = rule_of.map(|category| rule("r", Some(category)));
    let exemption = Exemption {
        id: ExemptionId(Uuid::from_u128(1)),
        household: HOME,
        subject: Subject::Resident(ELDER),
        rule: rule.as_ref().map(|rule| rule.id.clone()),
        days: DayRange { start: day("2026-01-01"), end: day("2026-12-31") },
        reason: "住院".to_owned(),
    };
    exemption_document(&exemption, rule.as_ref()).unwrap()
}

fn need_row(kind: NeedKind, by: StaffRole) -> Map<String, Value> {
    let (resident, found_in) = (Some(ELDER), Some(visit(1, HOME).id));
    let need = Need { kind, resident, found_in, raised_by: Some(by), note: Some("x".to_owned()), ..need(1) };
    document(&need).unwrap()
}

/// One full row of every kind, with a field more than its type has.
fn full(kind: RowKind) -> Map<String, Value> {
    let mut row = match kind {
        RowKind::Household => household_row(),
        RowKind::Resident => resident_row(CategoryKind::ALL),
        RowKind::Visit => visit_row(VisitKind::ALL),
        RowKind::RulePack => pack_row(),
        RowKind::Exemption => exemption_row(None),
        RowKind::Need => need_row(NeedKind::LivingCare, StaffRole::GridWorker),
        _ => {
            let every = fields(Audience::Supervisor, kind).or(fields(Audience::Volunteer, kind)).unwrap();
            every.iter().map(|field| ((*field).to_owned(), json!("x"))).collect()
        }
    };
    if kind == RowKind::Photo {
        row.insert("kind".to_owned(), json!("Photo"));
    }
    row.insert("income".to_owned(), json!(1200));
    row
}

fn text(row: &Map<String, Value>) -> String {
    serde_json::to_string(row).unwrap()
}

#[test]
fn nobody_holds_the_row_of_evidence_for_a_mandatory_report_or_of_a_kind_that_is_not_known() {
    for kind in ["Injury", "Tomorrow"] {
        let mut row = full(RowKind::Photo);
        row.insert("kind".to_owned(), json!(kind));
        for audience in Audience::ALL {
            assert_eq!(project(*audience, RowKind::Photo, &row), None, "{audience}");
            assert_eq!(project_text(*audience, RowKind::Photo, &text(&row)).unwrap(), None, "{audience}");
        }
    }
}

#[test]
fn no_audience_holds_a_field_outside_its_list() {
    for audience in Audience::ALL {
        for kind in RowKind::ALL {
            let allowed = fields(*audience, *kind);
            let shown = project(*audience, *kind, &full(*kind));
            assert_eq!(shown.is_some(), allowed.is_some(), "{audience} {}", kind.as_str());
            for field in shown.unwrap_or_default().keys() {
                assert!(allowed.unwrap().contains(&field.as_str()), "{audience} {} {field}", kind.as_str());
                assert_ne!(field, "income");
            }
        }
    }
}

#[test]
fn each_audience_holds_these_kinds_and_no_others() {
    let held = |audience| {
        RowKind::ALL.iter().copied().filter(|kind| fields(audience, *kind).is_some()).collect::<Vec<_>>()
    };
    use RowKind::*;
    let everybody =
        [Settings, Staff, Grid, Responsibility, Household, Outcome, PhotoStored, Order, Erasure].to_vec();
    let derived = [RulePack, Resident, Visit, Need, Exemption, Claim, Photo];
    let sorted = |mut kinds: Vec<RowKind>| {
        kinds.sort();
        kinds
    };
    assert_eq!(held(Audience::Volunteer), sorted([everybody.clone(), vec![Ticket]].concat()));
    for audience in [Audience::GridWorker, Audience::SocialWorker, Audience::ChildWorker] {
        assert_eq!(held(audience), sorted([everybody.clone(), derived.to_vec()].concat()));
    }
    let all = [everybody, derived.to_vec(), vec![Exception, Conflict]].concat();
    assert_eq!(held(Audience::Supervisor), sorted(all));
}

#[test]
fn a_volunteer_holds_no_number_category_income_or_phone() {
    let words = [
        "identity",
        "619900",
        "categor",
        "Dibao",
        "grade",
        "\"phone\"",
        "13800005678",
        "born",
        "income",
        "rule",
        "earlier_grids",
        "recorded_on",
    ];
    for kind in RowKind::ALL {
        let shown =
            project(Audience::Volunteer, *kind, &full(*kind)).map(|row| text(&row)).unwrap_or_default();
        for word in words {
            assert!(!shown.contains(word), "{} {word}", kind.as_str());
        }
    }
    let home = project(Audience::Volunteer, RowKind::Household, &full(RowKind::Household)).unwrap();
    assert_eq!(home.get("safety_note"), Some(&json!("院内有狗")));
}

#[test]
fn grid_staff_learn_nothing_of_severe_mental_disorder() {
    let audience = Audience::GridWorker;
    for (kind, word) in [
        (RowKind::Resident, "SevereMental"),
        (RowKind::Resident, "61990019400101018X"),
        (RowKind::Visit, "RehabFollowUp"),
        (RowKind::RulePack, "mental"),
        (RowKind::RulePack, "SevereMental"),
    ] {
        assert!(!text(&project(audience, kind, &full(kind)).unwrap()).contains(word), "{word}");
    }
    let elder = project(audience, RowKind::Resident, &full(RowKind::Resident)).unwrap();
    assert!(text(&elder).contains("LivesAlone"));
    let hidden_only = resident_row(&[CategoryKind::SevereMental]);
    assert!(!project(audience, RowKind::Resident, &hidden_only).unwrap().contains_key("categories"));
}

#[test]
fn child_workers_see_children_and_only_the_names_of_the_others() {
    let audience = Audience::ChildWorker;
    let child = resident_row(&[CategoryKind::Orphan, CategoryKind::Disability]);
    let child = project(audience, RowKind::Resident, &child).unwrap();
    assert_eq!(child["categories"].as_array().unwrap().len(), 1);
    assert!(child.contains_key("born") && !child.contains_key("identity"));
    let elder = project(audience, RowKind::Resident, &resident_row(&[CategoryKind::Dibao])).unwrap();
    assert_eq!(elder.keys().collect::<Vec<_>>(), ["household", "id", "name", "relation"]);
    let rules = text(&project(audience, RowKind::RulePack, &pack_row()).unwrap());
    assert!(rules.contains("Orphan") && !rules.contains("LivesAlone") && !rules.contains("sweep"));
    let visit = text(&project(audience, RowKind::Visit, &visit_row(VisitKind::ALL)).unwrap());
    assert!(visit.contains("ChildVerification") && !visit.contains("Recheck"));
}

#[test]
fn child_workers_learn_of_others_visits_whether_somebody_was_reached_and_no_more() {
    use VisitOutcome::{Completed, Deceased, Hospitalised, InInstitution, MovedOut, NoChange, NotHome};
    let row = |role, outcome, own| {
        let mut made = visit(1, HOME);
        made.outcome = outcome;
        made.next_step = Some(NextStep::ReportAtOnce);
        made.subject_outcomes = vec![SubjectOutcome { resident: ELDER, outcome: own }];
        let summary = made.summary(author(role).staff, role, NOON, day("2026-06-10"));
        document(&summary).unwrap()
    };
    let told = |audience, row: &Map<String, Value>| {
        let shown = project(audience, RowKind::Visit, row).unwrap();
        let shown: VisitSummary = serde_json::from_value(Value::Object(shown)).unwrap();
        (shown.outcome, shown.outcome_for(Subject::Resident(ELDER)), shown.next_step.is_some())
    };
    let child = Audience::ChildWorker;
    for (outcome, own, outline) in [
        (NoChange, Hospitalised, (Completed, NotHome)),
        (InInstitution, NoChange, (NotHome, Completed)),
        (MovedOut, Deceased, (MovedOut, Deceased)),
    ] {
        let others = row(StaffRole::SocialWorker, outcome, own);
        assert_eq!(told(child, &others), (outline.0, outline.1, false));
        assert_eq!(told(Audience::GridWorker, &others), (outcome, own, true));
        assert_eq!(told(child, &row(StaffRole::ChildDirector, outcome, own)), (outcome, own, true), "theirs");
    }
    for outcome in VisitOutcome::ALL {
        let counted = |outcome: VisitOutcome| (outcome.reached(), outcome.claim());
        assert_eq!(counted(outcome.in_outline()), counted(*outcome), "{outcome}");
    }
}

#[test]
fn how_it_was_at_the_door_reaches_those_who_look_after_people_and_nobody_else() {
    let row = visit_row(VisitKind::ALL);
    let is_told = |audience: Audience, row: &Map<String, Value>| {
        project(audience, RowKind::Visit, row).is_some_and(|shown| shown.contains_key("wellbeing"))
    };
    let told: Vec<_> = Audience::ALL.iter().copied().filter(|one| is_told(*one, &row)).collect();
    assert_eq!(told, [Audience::SocialWorker, Audience::Supervisor]);
    let mut own = row;
    own.insert("role".to_owned(), json!(StaffRole::ChildDirector));
    assert!(!is_told(Audience::ChildWorker, &own), "theirs has left their phone too");
}

#[test]
fn child_workers_learn_of_needs_that_are_their_own_or_tell_nothing() {
    let sees = |audience, kind, by| project(audience, RowKind::Need, &need_row(kind, by)).is_some();
    let child = Audience::ChildWorker;
    assert!(sees(child, NeedKind::Education, StaffRole::GridWorker));
    assert!(!sees(child, NeedKind::Medical, StaffRole::GridWorker));
    assert!(sees(child, NeedKind::Medical, StaffRole::ChildDirector), "what becomes of it");
    for audience in [Audience::GridWorker, Audience::SocialWorker, Audience::Supervisor] {
        assert!(sees(audience, NeedKind::Medical, StaffRole::ChildDirector));
    }
}

#[test]
fn an_exemption_from_one_rule_reaches_only_who_sees_the_rule() {
    let reached = |row: &Map<String, Value>| {
        let all = Audience::ALL.iter().copied();
        all.filter(|one| project(*one, RowKind::Exemption, row).is_some()).collect::<Vec<_>>()
    };
    use Audience::*;
    assert_eq!(reached(&exemption_row(None)), [GridWorker, SocialWorker, ChildWorker, Supervisor]);
    assert_eq!(reached(&exemption_row(Some(CategoryKind::SevereMental))), [SocialWorker, Supervisor]);
    assert_eq!(reached(&exemption_row(Some(CategoryKind::OldAge))), [GridWorker, SocialWorker, Supervisor]);
    let mut unnamed = exemption_row(Some(CategoryKind::OldAge));
    unnamed.remove(SEEN_BY);
    assert_eq!(reached(&unnamed), [SocialWorker, Supervisor]);
}

#[test]
fn every_projection_can_still_be_read_as_its_type() {
    for audience in Audience::ALL {
        let shown = |kind| project(*audience, kind, &full(kind)).map(Value::Object);
        let household = shown(RowKind::Household).map(serde_json::from_value::<Household>);
        assert!(household.is_none_or(|read| read.is_ok()), "{audience}");
        let resident = shown(RowKind::Resident).map(serde_json::from_value::<Resident>);
        assert!(resident.is_none_or(|read| read.is_ok()), "{audience}");
        let visit = shown(RowKind::Visit).map(serde_json::from_value::<VisitSummary>);
        assert!(visit.is_none_or(|read| read.is_ok()), "{audience}");
        let exemption = shown(RowKind::Exemption).map(serde_json::from_value::<Exemption>);
        assert!(exemption.is_none_or(|read| read.is_ok()), "{audience}");
        let pack = shown(RowKind::RulePack).map(serde_json::from_value::<RulePack>);
        assert!(pack.is_none_or(|read| read.is_ok()), "{audience}");
    }
}

#[test]
fn who_sees_a_rule_of_the_sample_pack_sees_the_work_that_discharges_it() {
    let sample = RulePack::from_toml(SAMPLE_PACK, "sample").unwrap();
    for audience in Audience::ALL {
        for rule in sample.rules.iter().filter(|rule| rule.visible_to(*audience)) {
            let hidden: Vec<_> =
                rule.discharge.kinds.iter().filter(|kind| !sees_work(*audience, **kind)).collect();
            assert!(hidden.is_empty(), "{audience} {} {hidden:?}", rule.id);
        }
    }
}

#[test]
fn what_has_no_value_is_absent() {
    let row = json!({ "id": HOME, "phone": null, "building": null }).as_object().cloned().unwrap();
    let shown = project(Audience::Supervisor, RowKind::Household, &row).unwrap();
    assert_eq!(shown.keys().collect::<Vec<_>>(), ["id"]);
}

/// A row with more or less in it.
fn varied(
    kind: RowKind,
    (categories, work, lifted): (&[CategoryKind], &[VisitKind], Option<CategoryKind>),
    (dropped, emptied): (&[usize], &[usize]),
) -> Map<String, Value> {
    let mut row = match kind {
        RowKind::Resident => resident_row(categories),
        RowKind::Visit => visit_row(work),
        RowKind::Exemption => exemption_row(lifted),
        _ => full(kind),
    };
    for place in dropped {
        if let Some(field) = row.keys().nth(*place).cloned() {
            row.remove(&field);
        }
    }
    for place in emptied {
        if let Some(value) = row.values_mut().nth(*place) {
            *value = Value::Null;
        }
    }
    row
}

proptest! {
    #[test]
    fn projecting_twice_changes_nothing_and_text_is_projected_alike(
        audience in select(Audience::ALL),
        kind in select(RowKind::ALL),
        categories in prop::collection::vec(select(CategoryKind::ALL), 0..4),
        work in prop::collection::vec(select(VisitKind::ALL), 0..4),
        dropped in prop::collection::vec(0usize..20, 0..6),
        emptied in prop::collection::vec(0usize..20, 0..3),
        lifted in prop::option::of(select(CategoryKind::ALL)),
    ) {
        let row = varied(kind, (&categories, &work, lifted), (&dropped, &emptied));
        let once = project(audience, kind, &row);
        let stored = serde_json::to_string(&row).unwrap();
        let shown = project_text(audience, kind, &stored).unwrap();
        prop_assert_eq!(shown, once.as_ref().map(|once| serde_json::to_string(once).unwrap()));
        if let Some(once) = once {
            prop_assert_eq!(project(audience, kind, &once), Some(once));
        }
    }
}
