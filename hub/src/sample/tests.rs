use std::collections::BTreeSet;

use doorstep_core::{
    domain::org::StaffRole,
    geo::{Datum, ImportOptions, Locator, read_geojson},
};

use super::*;

fn township(seed: u64, scale: f64) -> Township {
    let divisions = crate::import::divisions::built_in().unwrap();
    Township::generate(seed, scale, "2026-06-15".parse().unwrap(), &divisions)
}

#[test]
fn a_full_township_has_the_sizes_of_the_table() {
    let township = township(1, 1.0);
    assert_eq!(township.grids.len(), 36);
    assert_eq!(township.households.len(), 10_800);
    assert_eq!(township.residents.len(), 30_000);
    let villages: BTreeSet<_> = township.grids.iter().map(Grid::village).collect();
    assert_eq!(villages.len(), 15);
    for grid in &township.grids {
        let homes = township.households.iter().filter(|home| home.grid == grid.code).count();
        assert_eq!(homes, 300);
    }
    let staff = |role| township.staff.iter().filter(|one| one.role == role).count();
    assert_eq!(staff(StaffRole::SocialWorker), 3);
    assert_eq!(staff(StaffRole::Supervisor), 1);
    assert_eq!(staff(StaffRole::ChildDirector), 15);
    assert_eq!(staff(StaffRole::GridWorker), 36 + 15);
    assert_eq!(staff(StaffRole::Volunteer), 80);
    assert_eq!(township.packs.len(), 1);
}

#[test]
fn categories_come_in_the_shares_of_the_table() {
    use doorstep_core::domain::register::CategoryKind as K;
    let township = township(2, 1.0);
    let people = |fits: &dyn Fn(&doorstep_core::domain::register::CategoryRecord) -> bool| {
        township.residents.iter().filter(|one| one.categories.iter().any(fits)).count() as f64
    };
    let graded = |kind: K, grade: &str| {
        let grade = grade.to_owned();
        people(&move |record| record.kind == kind && record.grade.as_deref() == Some(&grade))
    };
    let of = |kinds: &'static [K]| people(&move |record| kinds.contains(&record.kind));
    let near = |found: f64, wanted: f64, what: &str| {
        assert!((found - wanted).abs() <= wanted * 0.05 + 1.0, "{what}: {found}, not {wanted}");
    };
    near(graded(K::CareRisk, "High"), 120.0, "elders at high risk");
    near(
        of(&[
            K::LivesAlone,
            K::EmptyNest,
            K::LeftBehindElder,
            K::Disabling,
            K::Dementia,
            K::BereavedOnlyChild,
        ]),
        900.0,
        "other elders in difficulty",
    );
    near(graded(K::Tekun, "Scattered"), 69.0, "scattered hardship support");
    near(of(&[K::Dibao]), 930.0, "allowance");
    let class_c = graded(K::Dibao, "C") / of(&[K::Dibao]);
    assert!((0.28..=0.42).contains(&class_c), "class C: {class_c}");
    near(of(&[K::DibaoEdge, K::RigidExpenditure]), 180.0, "near the allowance");
    near(of(&[K::LeftBehindChild]), 180.0, "left-behind children");
    near(of(&[K::Orphan, K::DeFactoUnattended, K::ChildInDifficulty]), 45.0, "children in difficulty");
    near(of(&[K::Disability]), 810.0, "certified disability");
    near(of(&[K::SevereMental]), 135.0, "severe mental disorder");
    near(of(&[K::PovertyWatch]), 300.0, "watched against poverty");

    let homes = |kind: K| {
        let has = |one: &&Resident| one.categories.iter().any(|record| record.kind == kind);
        township.residents.iter().filter(has).map(|one| one.household).collect::<BTreeSet<_>>().len() as f64
    };
    let per_home = of(&[K::Dibao]) / homes(K::Dibao);
    assert!((1.7..=2.1).contains(&per_home), "people on allowance in a household: {per_home}");
    let over_60 = township.residents.iter().filter(|one| one.born.unwrap() <= "1966-06-15".parse().unwrap());
    let share = over_60.count() as f64 / 30_000.0;
    assert!((0.16..=0.23).contains(&share), "people over 60: {share}");
    let placed = township.households.iter().filter(|home| home.place.is_some()).count() as f64 / 10_800.0;
    assert!((0.78..=0.82).contains(&placed), "homes with a place: {placed}");
}

#[test]
fn every_number_is_valid_and_nobody_elses() {
    let township = township(3, 0.2);
    let mut identities = BTreeSet::new();
    for one in &township.residents {
        let Some(number) = &one.identity else { continue };
        assert!(number.reveal().starts_with("6199"));
        assert_eq!(Some(number.birth()), one.born);
        assert!(identities.insert(number.clone()), "a number stands twice");
    }
    assert!(identities.len() * 100 > township.residents.len() * 98);
    let mut phones = BTreeSet::new();
    let residents = township.residents.iter().filter_map(|one| one.phone.as_ref());
    let homes = township.households.iter().filter_map(|one| one.phone.as_ref());
    for phone in residents.chain(homes).chain(township.staff.iter().filter_map(|one| one.phone.as_ref())) {
        assert!(phone.reveal().starts_with("164"));
        assert!(phones.insert(phone.clone()), "a phone stands twice");
    }
    for one in &township.residents {
        let length = one.name.chars().count();
        assert!((2..=3).contains(&length));
        for record in &one.categories {
            assert!(record.from <= record.recorded_on && Some(record.from) >= one.born);
            let grades = record.kind.grades();
            assert!(record.grade.as_deref().map_or(grades.is_empty(), |grade| grades.contains(&grade)));
        }
    }
}

#[test]
fn a_home_with_a_place_lies_in_its_grid() {
    let township = township(4, 0.05);
    let folder = tempfile::tempdir().unwrap();
    township.write_files(folder.path()).unwrap();
    let text = std::fs::read_to_string(folder.path().join("grids.geojson")).unwrap();
    let shapes = read_geojson(&text, "grids.geojson", Datum::Wgs84).all_or_nothing().unwrap();
    let locator = Locator::new(shapes);
    for home in &township.households {
        if let Some(place) = &home.place {
            assert_eq!(locator.locate(place), Some(home.grid));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_township_and_another_does_not() {
    let (first, again, other) = (township(5, 0.02), township(5, 0.02), township(6, 0.02));
    assert_eq!(first.residents, again.residents);
    assert_eq!(first.households, again.households);
    assert_ne!(first.residents, other.residents);
}

#[test]
fn what_the_importers_read_is_what_was_generated() {
    use crate::{
        import::{self, Context},
        store::{
            Store, StoreError,
            sqlite::{DbKey, SqliteStore},
        },
    };
    use doorstep_core::time::Hlc;

    let township = township(7, 0.02);
    let folder = tempfile::tempdir().unwrap();
    township.write_files(folder.path()).unwrap();
    let store: Box<dyn Store> =
        Box::new(SqliteStore::open(&folder.path().join("hub.db"), DbKey::new([7; 32])).unwrap());
    let divisions = crate::import::divisions::built_in().unwrap();
    let today: Day = "2026-06-15".parse().unwrap();
    let file = |name: &str| folder.path().join(name);
    let take = |check: &dyn Fn(&Context<'_>) -> Result<import::Plan, import::ImportError>| {
        let plan = store.reading(|tx| check(&Context::of(tx, today)?)).unwrap();
        assert!(plan.faults.is_empty(), "{:#?}", plan.faults);
        plan.apply(&*store, today, Hlc::default(), &mut |_| {}).unwrap();
    };
    take(&|context| {
        import::grids(&file("grids.geojson"), &ImportOptions::new(Datum::Wgs84), &divisions, context)
    });
    take(&|context| import::rules(&file("rules.toml"), context));
    take(&|context| import::staff(&file("staff.csv"), context));
    take(&|context| import::responsibilities(&file("responsibilities.csv"), context));
    take(&|context| import::register(Some(&file("households.csv")), Some(&file("residents.csv")), context));

    store
        .reading(|tx| {
            for household in &township.households {
                let facts = tx.facts(household.id)?.unwrap();
                assert_eq!(&facts.household, household);
                let people = township.residents.iter().filter(|one| one.household == household.id);
                assert_eq!(facts.residents.len(), people.clone().count());
                for one in people {
                    assert!(facts.residents.contains(one));
                }
            }
            let lines: usize = township
                .grids
                .iter()
                .map(|grid| tx.responsibilities_for(grid.code).map(|lines| lines.len()))
                .sum::<Result<_, _>>()?;
            assert_eq!(lines, township.responsibilities.len());
            assert_eq!(tx.count(RowKind::Staff)?, 150);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}
