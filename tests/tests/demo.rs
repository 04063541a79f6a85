//! The main job as a user runs it: `doorstep demo --json` ends well and accounts for everything.

use std::{path::Path, process::Command, sync::Arc};

use doorstep_core::{id::OsIds, time::SystemClock};
use doorstep_hub::{
    Hub,
    store::{DeviceRecord, Durability},
};
use doorstep_tests::command::doorstep;
use serde_json::Value;

#[test]
fn the_demo_loses_nothing_doubles_nothing_and_agrees_with_its_recount() {
    let program = doorstep();
    assert!(program.exists(), "build the command first: cargo build -p doorstep-hub");
    let folder = tempfile::tempdir().unwrap();
    let photos = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/tests/assets/photos");
    let output = Command::new(program)
        .args(["demo", "--json", "--seed", "7", "--photos", photos, "--into"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |field: &str| report[field].as_u64().unwrap_or_else(|| panic!("no {field} in the report"));
    assert_eq!((number("devices"), number("lost"), number("doubled")), (3, 0, 0));
    assert_eq!(number("ops_applied"), number("ops_recorded"));
    assert_eq!(number("photos_stored"), number("photos_recorded"));
    assert!(number("retries") > 0 && number("duplicates_suppressed") > 0, "the network was too kind");
    assert_eq!(report["coverage_agrees"], Value::Bool(true));
    assert!(report["coverage"].as_array().unwrap().iter().all(|grid| grid["visited"].as_u64() > Some(0)));
    a_photo_proves_itself_elsewhere(folder.path());
}

/// Exports a photo of the demo's hub and verifies it: with the key that the export told, and with another.
fn a_photo_proves_itself_elsewhere(folder: &Path) {
    let run = |words: &[&str]| {
        let mut command = Command::new(doorstep());
        let output = command.arg("--json").args(words).current_dir(folder).output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), answer, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (_, photos, _) = run(&["--folder", "hub", "evidence", "list"]);
    let photo = photos[0]["photo"].as_str().expect("a photo");
    let (code, told, _) =
        run(&["--folder", "hub", "evidence", "export", photo, "--out", "photo.bundle", "--for", "法院"]);
    assert_eq!(code, Some(0));
    let key = told["key"].as_str().expect("the key's fingerprint");
    let (code, report, _) = run(&["verify", "photo.bundle", "--key", key]);
    assert_eq!((code, &report["key_is_known"]), (Some(0), &Value::Bool(true)), "{report}");
    let (code, report, told) = run(&["verify", "photo.bundle", "--key", &"ab".repeat(32)]);
    assert_eq!((code, &report["key_is_known"]), (Some(3), &Value::Bool(false)), "{report}");
    assert!(told.contains("--key"), "{told}");
    let (code, report, _) = run(&["--folder", "hub", "verify", "photo.bundle"]);
    assert_eq!((code, &report["key_is_known"]), (Some(0), &Value::Bool(true)), "its own hub knows it");
    let (code, _, _) = run(&["--folder", "other", "init", "--name", "别处"]);
    assert_eq!(code, Some(0));
    let (code, report, _) = run(&["--folder", "other", "verify", "photo.bundle"]);
    assert_eq!((code, &report["key_is_known"]), (Some(0), &Value::Bool(false)), "a phone of no hub of ours");
    another_key_of_the_same_phone(&folder.join("hub"), &folder.join("other"), &report["device"]);
    let (code, _, told) = run(&["--folder", "other", "verify", "photo.bundle"]);
    assert!(code == Some(3) && told.contains("photo.bundle") && told.contains("不符"), "{told}");
    let is_made = Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success();
    assert!(is_made, "a pipe");
    let (code, _, told) = run(&["verify", "pipe"]);
    assert!(code == Some(3) && told.contains("pipe"), "nobody waits for a pipe: {told}");

    let (_, told, _) =
        run(&["--folder", "hub", "evidence", "export", photo, "--out", "again.bundle", "--for", "法院"]);
    let hub_key = told["hub_key"].as_str().expect("the fingerprint of the hub's key");
    let (_, report, _) = run(&["verify", "again.bundle", "--hub-key", hub_key]);
    assert_eq!(report["journal"]["absent"]["by"], "Hub", "{report}");
    assert_eq!(report["journal"]["absent"]["left_out"], report["journal"]["without_body"]);
    let (_, report, _) = run(&["verify", "again.bundle"]);
    assert_eq!(report["journal"]["absent"]["by"], "Unvouched", "{report}");
}

/// Has a hub know a phone of another hub by a key that is not its own.
fn another_key_of_the_same_phone(of: &Path, other: &Path, device: &Value) {
    let open = |folder| Hub::open(folder, Arc::new(SystemClock::new()), Arc::new(OsIds)).unwrap();
    let id = serde_json::from_value(device.clone()).unwrap();
    let record = open(of).store().reading(|tx| tx.device(id)).unwrap();
    let other = open(other);
    let record =
        DeviceRecord { public_key: other.keys().order_key(), ..record.expect("its own hub knows it") };
    other.store().writing(Durability::Durable, |tx| tx.add_device(&record)).unwrap();
}
