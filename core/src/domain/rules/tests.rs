use super::*;
use crate::{
    codes::{At, Fault},
    id::{HouseholdId, ResidentId},
};

const GOOD: &str = r#"[pack]
id = "our-county"
version = 3
jurisdiction = "610802"
effective_from = 2026-01-01
areas_off = ["疫情防控"]

[[rule]]
id = "elders"
area = "养老服务"
title = { zh = "每周探访", en = "Weekly visit" }
task = { zh = "看望老人", en = "Look in" }
applies_to = [{ category = "探访风险等级", grades = ["High"] }]
every = "week"
legal_basis = "依据"
[rule.discharge]
kinds = ["CareVisit"]
modes = ["InPerson", "电话"]
roles = ["志愿者"]
"#;

fn faults(text: &str) -> Vec<Fault> {
    RulePack::from_toml(text, "rules.toml").unwrap_err()
}

/// Line, field and reason of each fault of the good pack after one change.
fn faults_after(from: &str, to: &str) -> Vec<(u64, String, String)> {
    assert!(GOOD.contains(from), "{from}");
    let line = |fault: &Fault| if let At::Line(line) = fault.at { line } else { 0 };
    faults(&GOOD.replace(from, to))
        .into_iter()
        .map(|fault| (line(&fault), fault.field.clone().unwrap_or_default(), fault.reason.en))
        .collect()
}

#[test]
fn a_pack_may_be_written_with_chinese_words() {
    let pack = RulePack::from_toml(GOOD, "rules.toml").unwrap();
    assert_eq!((pack.id.as_str(), pack.version, pack.sample), ("our-county", 3, false));
    assert_eq!(pack.effective_from.to_string(), "2026-01-01");
    assert_eq!(pack.areas_off, [ServiceArea::EpidemicControl].into());
    let rule = &pack.rules[0];
    assert_eq!(rule.area, ServiceArea::ElderCare);
    assert_eq!(rule.cadence, Cadence::Every(PeriodKind::Week));
    assert_eq!(rule.discharge.modes, [VisitMode::InPerson, VisitMode::Phone].into());
    assert_eq!(rule.discharge.visitors, 1);
    assert!(rule.may_be_discharged_by(StaffRole::Volunteer));
}

#[test]
fn each_fault_names_its_line_and_field() {
    let cases = [
        ("version = 3", "version = 0", 3, "pack.version"),
        ("version = 3\n", "", 1, "pack.version"),
        ("2026-01-01", "\"soon\"", 5, "pack.effective_from"),
        ("疫情防控", "登月", 6, "pack.areas_off"),
        ("id = \"elders\"\n", "", 8, "id"),
        ("area = \"养老服务\"", "area = \"Elders\"", 10, "area"),
        ("zh = \"每周探访\", ", "", 11, "title.zh"),
        ("en = \"Look in\"", "en = \"  \"", 12, "task.en"),
        ("探访风险等级", "Unknown", 13, "applies_to.category"),
        ("\"High\"", "\"Highest\"", 13, "applies_to.grades"),
        ("grades = [\"High\"]", "grades = []", 13, "applies_to.grades"),
        ("grades = [", "grade = [", 13, "applies_to.grade"),
        ("探访风险等级", "LivesAlone", 13, "applies_to.grades"),
        ("every = \"week\"", "every = \"fortnight\"", 14, "every"),
        ("every = \"week\"\n", "", 8, "every"),
        ("every = \"week\"", "after = { event = \"出院\", days = 0 }", 14, "after.days"),
        ("every = \"week\"", "after = { event = \"Birthday\", days = 1 }", 14, "after.event"),
        ("\"week\"", "\"week\"\nafter = { event = \"出院\", days = 1 }", 14, "every"),
        ("\"week\"", "\"week\"\nno_answer = []", 15, "no_answer"),
        ("\"week\"", "\"week\"\nno_answer = [\"打电话\", \"Shout\"]", 15, "no_answer"),
        ("\"week\"", "\"week\"\nno_answer = [\"打电话\", \"PhoneFollowUp\"]", 15, "no_answer"),
        ("\"week\"", "\"week\"\nno_answer = \"打电话\"", 15, "no_answer"),
        ("\"week\"", "\"week\"\nphoto_original = true", 15, "photo_original"),
        ("\"week\"", "\"week\"\nphoto_original = \"yes\"", 15, "photo_original"),
        ("legal_basis = \"依据\"\n", "", 8, "legal_basis"),
        ("legal_basis = \"依据\"", "legal_basis = \"\"", 15, "legal_basis"),
        ("legal_basis = \"依据\"", "legal_basis = { zh = \"依据\" }", 15, "legal_basis.en"),
        ("legal_basis = \"依据\"", "legal_basis = 73", 15, "legal_basis"),
        ("kinds = [\"CareVisit\"]", "kinds = [\"Teatime\"]", 17, "discharge.kinds"),
        ("roles = [\"志愿者\"]", "roles = []", 19, "discharge.roles"),
        ("roles = [\"志愿者\"]", "roles = [\"志愿者\"]\nvisitors = 0", 20, "discharge.visitors"),
        ("roles = [\"志愿者\"]", "roles = [\"志愿者\"]\ncolour = 1", 20, "discharge.colour"),
        ("看望老人", "按探访风险等级看望", 12, "task"),
    ];
    for (from, to, line, field) in cases {
        let found = faults_after(from, to);
        let places: Vec<_> = found.iter().map(|(line, field, _)| (*line, field.as_str())).collect();
        assert_eq!(places, [(line, field)], "{from} → {to}: {found:?}");
    }
}

#[test]
fn a_legal_basis_is_shown_in_both_languages_or_as_it_is_cited() {
    let cited = RulePack::from_toml(GOOD, "rules.toml").unwrap().rules.remove(0);
    assert_eq!(cited.basis(), Text::new("依据", "依据"));
    let told = GOOD.replace("legal_basis = \"依据\"", "legal_basis = { zh = \"依据\", en = \"Basis\" }");
    let told = RulePack::from_toml(&told, "rules.toml").unwrap().rules.remove(0);
    assert_eq!(told.basis(), Text::new("依据", "Basis"));
    // A pack that a hub sent before there was any English.
    let mut old = serde_json::to_value(&told).unwrap();
    assert_eq!(old.as_object_mut().unwrap().remove("legal_basis_en"), Some("Basis".into()));
    assert_eq!(serde_json::from_value::<Rule>(old).unwrap(), cited);
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_file() {
    let text = GOOD.replace("version = 3", "version = \"three\"").replace("\"week\"", "\"daily\"");
    let (_, same_rule) = GOOD.split_once("[[rule]]").unwrap();
    let text = text.replace("legal_basis", "legal_base") + "[[rule]]" + same_rule;
    let places: Vec<_> = faults(&text).into_iter().map(|fault| (fault.at, fault.field.unwrap())).collect();
    let line = |line, field: &str| (At::Line(line), field.to_owned());
    assert_eq!(
        places,
        [
            line(3, "pack.version"),
            line(8, "legal_basis"),
            line(14, "every"),
            line(15, "legal_base"),
            line(21, "id"),
        ]
    );
}

#[test]
fn an_empty_file_and_broken_toml_are_faults_in_both_languages() {
    let empty = faults("");
    assert!(empty.iter().all(|fault| fault.at == At::Whole));
    assert_eq!(empty.len(), 2);
    let broken = faults(&GOOD.replace("version = 3", "version = = 3"));
    assert_eq!(broken[0].at, At::Line(3));
    assert!(broken[0].text().zh.contains("第 3 行"), "{}", broken[0].text().zh);
}

#[test]
fn an_unknown_section_is_a_fault() {
    let found = faults(&format!("{GOOD}\n[rules]\n"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].field.as_deref(), Some("rules"));
}

#[test]
fn the_sample_pack_is_a_sample_with_the_cadence_of_every_group_in_the_field() {
    use CategoryKind as C;
    use PeriodKind::{HalfYear, Month, Quarter, Week, Year};
    let pack = sample();
    assert!(pack.sample);
    for Text { zh, en } in pack.rules.iter().map(Rule::basis) {
        assert!(zh.starts_with("样例，待确认") && en.starts_with("Sample, to be confirmed"), "{zh} {en}");
    }
    let expected = [
        (C::CareRisk, Some("High"), Week),
        (C::CareRisk, Some("Key"), Month),
        (C::LivesAlone, None, Month),
        (C::Tekun, Some("Scattered"), Month),
        (C::Dibao, Some("A"), Year),
        (C::Dibao, Some("B"), Year),
        (C::Dibao, Some("C"), HalfYear),
        (C::DibaoEdge, None, HalfYear),
        (C::RigidExpenditure, None, HalfYear),
        (C::LeftBehindChild, None, Month),
        (C::ChildInDifficulty, None, Month),
        (C::Disability, Some("4"), Year),
        (C::SevereMental, Some("0"), Quarter),
        (C::SevereMental, Some("2"), Month),
        (C::SevereMental, Some("5"), Week),
        (C::PovertyWatch, Some("Edge"), Month),
    ];
    for (category, grade, period) in expected {
        let names = |list: &[CategoryMatch]| {
            list.iter().any(|one| {
                let grade_counts =
                    one.grades.is_empty() || one.grades.iter().any(|g| Some(g.as_str()) == grade);
                one.category == category && grade_counts
            })
        };
        let periodic = pack.rules.iter().filter(|rule| match &rule.applies_to {
            AppliesTo::Residents(list) => names(list) && matches!(rule.cadence, Cadence::Every(_)),
            AppliesTo::Households => false,
        });
        let cadences: Vec<_> = periodic.map(|rule| rule.cadence).collect();
        assert_eq!(cadences, [Cadence::Every(period)], "{category} {grade:?}");
    }
    let of_households = pack.rules.iter().filter(|rule| rule.applies_to == AppliesTo::Households);
    assert_eq!(of_households.map(|rule| rule.cadence).collect::<Vec<_>>(), [Cadence::Every(HalfYear)]);
    let after = pack.rules.iter().filter(|rule| matches!(rule.cadence, Cadence::After { .. }));
    assert_eq!(after.count(), 2);
}

#[test]
fn in_the_sample_volunteers_only_look_after_elders() {
    for rule in sample().rules.iter().filter(|rule| rule.may_be_discharged_by(StaffRole::Volunteer)) {
        assert_eq!(rule.area, ServiceArea::ElderCare, "{}", rule.id);
        assert_eq!(rule.discharge.kinds, [VisitKind::CareVisit].into(), "{}", rule.id);
    }
}

#[test]
fn in_the_sample_follow_up_of_mental_disorders_is_for_social_workers_only() {
    let mental = |rule: &&Rule| match &rule.applies_to {
        AppliesTo::Residents(list) => list.iter().any(|one| one.category == CategoryKind::SevereMental),
        AppliesTo::Households => false,
    };
    let pack = sample();
    let grades: Vec<_> = pack.rules.iter().filter(mental).collect();
    assert_eq!(grades.len(), 3);
    assert!(grades.iter().all(|rule| rule.discharge.roles == [StaffRole::SocialWorker].into()));
}

#[test]
fn the_ladder_for_a_closed_door_is_the_packs() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    let elder = |to: Option<&str>| Resident {
        id: ResidentId(uuid::Uuid::from_u128(1)),
        household: HouseholdId(uuid::Uuid::from_u128(2)),
        name: String::new(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: vec![CategoryRecord {
            kind: CategoryKind::CareRisk,
            grade: Some("High".to_owned()),
            from: day("2026-01-01"),
            to: to.map(day),
            recorded_on: day("2026-01-01"),
            authority: None,
        }],
        events: Vec::new(),
        left_on: None,
    };
    let ladder = |text: &str, residents: &[Resident]| {
        let packs = RulePacks::new(vec![RulePack::from_toml(text, "rules.toml").unwrap()]);
        packs.no_answer(residents, day("2026-06-03")).to_vec()
    };
    assert_eq!(ladder(SAMPLE_PACK, &[elder(None)]), NextStep::CAREFUL, "at a high-risk elder's door");
    assert_eq!(ladder(SAMPLE_PACK, &[elder(Some("2026-05-31"))]), NextStep::USUAL, "not any more");
    assert_eq!(ladder(SAMPLE_PACK, &[]), NextStep::USUAL);
    let own = GOOD.replace("every = \"week\"", "every = \"week\"\nno_answer = [\"立即上报\", \"打电话\"]");
    assert_eq!(ladder(&own, &[elder(None)]), [NextStep::ReportAtOnce, NextStep::PhoneFollowUp]);
    assert_eq!(ladder(GOOD, &[elder(None)]), NextStep::USUAL, "a pack without a ladder");
}

#[test]
fn originals_are_asked_for_by_rules_that_say_so_of_visits_that_do_their_work() {
    let (home, elder) = (HouseholdId(uuid::Uuid::from_u128(2)), ResidentId(uuid::Uuid::from_u128(1)));
    let day = |text: &str| text.parse::<Day>().unwrap();
    let high = CategoryRecord {
        kind: CategoryKind::CareRisk,
        grade: Some("High".to_owned()),
        from: day("2026-01-01"),
        to: Some(day("2026-06-30")),
        recorded_on: day("2026-01-01"),
        authority: None,
    };
    let residents = [Resident {
        id: elder,
        household: home,
        name: String::new(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: vec![high],
        events: Vec::new(),
        left_on: None,
    }];
    let packs = |extra: &str| {
        let text = GOOD.replace("every = \"week\"", &format!("every = \"week\"\n{extra}"));
        RulePacks::new(vec![RulePack::from_toml(&text, "rules.toml").unwrap()])
    };
    let reason = "photo_reason = { zh = \"近况\", en = \"How they are\" }";
    let asking = packs(&format!("{reason}\nphoto_original = true"));
    let work = |kind, subject| [VisitFact { kind, subject }];
    let care = work(VisitKind::CareVisit, Subject::Resident(elder));
    assert!(asking.asks_for_originals(&care, &residents, day("2026-06-03")));
    assert!(!asking.asks_for_originals(&care, &residents, day("2026-07-01")), "at high risk no more");
    assert!(!asking.asks_for_originals(&care, &residents, day("2025-12-31")), "not in force yet");
    let other = work(VisitKind::Mediation, Subject::Resident(elder));
    assert!(!asking.asks_for_originals(&other, &residents, day("2026-06-03")), "work of another rule");
    let of_home = work(VisitKind::CareVisit, Subject::Household(home));
    assert!(!asking.asks_for_originals(&of_home, &residents, day("2026-06-03")), "not for the elder");
    assert!(!packs(reason).asks_for_originals(&care, &residents, day("2026-06-03")), "the copies suffice");
    let off = packs(&format!("{reason}\nphoto_original = false"));
    assert_eq!(off, packs(reason), "and that may be said");

    let rule = &packs(reason).in_force(day("2026-06-03")).next().unwrap().rules[0].clone();
    let old = serde_json::to_value(rule).unwrap();
    assert!(old.get("photo_original").is_none());
    assert_eq!(&serde_json::from_value::<Rule>(old).unwrap(), rule, "a pack from before reads");
}
