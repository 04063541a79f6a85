use super::*;

/// The sentences about a file of core or hub, such as `core/src/op/wire.rs`.
fn sentences(file: &str, source: &str) -> Vec<String> {
    let (package, below) = file.split_once("/src/").unwrap();
    let judge: Judge = if package == "core" { judge_core } else { judge_hub };
    let found = judge_file(Path::new(file), &module_of(Path::new(below)), source, judge);
    found.into_iter().map(|violation| violation.sentence).collect()
}

#[track_caller]
fn passes(file: &str, source: &str) {
    assert_eq!(sentences(file, source), [""; 0]);
}

#[track_caller]
fn fails(file: &str, source: &str, expected: &str) {
    assert_eq!(sentences(file, source), [expected]);
}

#[test]
fn every_import_of_this_project_goes_down() {
    if let Err(list) = report(&crate::repository_root()) {
        panic!("imports that climb:\n{list}");
    }
}

#[test]
fn every_module_of_core_stands_on_a_floor() {
    let source_root = crate::repository_root().join("core/src");
    for file in rust_files(&source_root).unwrap() {
        let module = module_of(file.strip_prefix(&source_root).unwrap());
        if let Some(top) = module.first() {
            assert!(floor_of(top).is_some(), "{top} stands on no floor; give it one in xtask/src/floors.rs");
        }
    }
}

#[test]
fn going_down_and_staying_at_home_is_allowed() {
    passes("core/src/fieldwork/today.rs", "use crate::{store::Journal, sync::Engine, domain, time::Day};");
    passes("core/src/op/wire.rs", "use super::Op; use crate::op::merge; use crate::domain::visit::Visit;");
    passes("core/src/id.rs", "use crate::time::Timestamp; use crate::text::Text;");
    passes("core/src/photo/sealed.rs", "use crate::seal::AgeFile;");
    passes("core/src/geo/grid.rs", "use crate::codes::DivisionCode;");
}

#[test]
fn climbing_is_named_with_both_floors() {
    fails("core/src/domain/visit.rs", "use crate::op::Op;", "domain (floor 2) climbs to op (floor 3)");
}

#[test]
fn climbing_through_super_in_a_test_is_found() {
    fails(
        "core/src/op/wire.rs",
        "mod tests { fn f() { super::super::super::store::open(); } }",
        "op (floor 3) climbs to store (floor 4)",
    );
}

#[test]
fn store_and_sync_must_not_know_each_other() {
    let expected = "sync and store share floor 4 and must not know each other";
    fails("core/src/sync/engine.rs", "fn f(x: crate::store::Store) {}", expected);
    let expected = "store and sync share floor 4 and must not know each other";
    fails("core/src/store.rs", "use crate::{\n  time::Day,\n  sync::Engine,\n};", expected);
}

#[test]
fn floor_one_goes_sideways_one_way_only() {
    let expected = "seal and photo share floor 1 and must not know each other";
    fails("core/src/seal/age.rs", "use crate::photo::Photo;", expected);
    let expected = "photo and geo share floor 1 and must not know each other";
    fails("core/src/photo/mod.rs", "use crate::geo::Fix;", expected);
}

#[test]
fn the_whole_crate_or_its_root_cannot_be_taken() {
    let expected = "op takes the whole crate; name the module it needs";
    fails("core/src/op/mod.rs", "use crate::*;", expected);
    fails("core/src/op/mod.rs", "use super::{self as all};", expected);
    fails(
        "core/src/op/mod.rs",
        "use crate::DoorstepError;",
        "op takes DoorstepError from the crate's root; name the module that owns it",
    );
}

#[test]
fn only_the_store_names_rusqlite_in_core() {
    passes("core/src/store/journal.rs", "use rusqlite::Transaction;");
    fails("core/src/sync/mod.rs", "fn f(x: rusqlite::Error) {}", "only core's store names rusqlite");
    fails("core/src/error.rs", "use rusqlite as db;", "only core's store names rusqlite");
}

#[test]
fn axum_stays_in_the_hub_and_its_sql_in_its_store() {
    fails("core/src/op/mod.rs", "use axum::Router;", "core never names axum");
    passes("hub/src/http/routes.rs", "use axum::{Router, Json};");
    passes("hub/src/store/sqlite.rs", "use rusqlite::Connection;");
    passes("hub/src/geopackage.rs", "use rusqlite::Connection;");
    fails(
        "hub/src/http/routes.rs",
        "use rusqlite::Connection;",
        "only the hub's store and geopackage names rusqlite",
    );
    fails(
        "hub/src/demo/recount.rs",
        "use rusqlite::Connection;",
        "only the hub's store and geopackage names rusqlite",
    );
}

#[test]
fn the_hub_builds_on_the_lower_floors_and_only_its_demo_plays_a_phone() {
    passes("hub/src/apply.rs", "use doorstep_core::{op::Op, domain::duty, time::Timestamp};");
    passes("hub/src/demo/phone.rs", "use doorstep_core::fieldwork::Doorstep;");
    fails(
        "hub/src/apply.rs",
        "use doorstep_core::{\n    op::Op,\n    store::Journal,\n};",
        "the hub reaches store (floor 4); it builds on floors 0 to 3 only",
    );
    fails(
        "hub/src/main.rs",
        "use doorstep_core as core;",
        "the hub takes the whole core; name the module it needs",
    );
}

#[test]
fn a_module_without_a_floor_is_asked_for_one() {
    fails(
        "core/src/extras/mod.rs",
        "use crate::time::Day;",
        "extras stands on no floor; give it one in xtask/src/floors.rs",
    );
}

#[test]
fn a_violation_is_shown_with_file_and_line() {
    let source = "//! op\n\nuse crate::{\n    time::Day,\n    sync::Engine,\n};\n";
    let found = judge_file(Path::new("core/src/op/mod.rs"), &["op".to_owned()], source, judge_core);
    let shown: Vec<String> = found.iter().map(Violation::to_string).collect();
    assert_eq!(shown, ["  core/src/op/mod.rs:5: op (floor 3) climbs to sync (floor 4)"]);
}
