//! What a careless host hands over or does: refused in words, and nothing is lost.

use super::*;

fn preview(scratch: &tempfile::TempDir) -> Arc<Doorstep> {
    Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None).unwrap()
}

#[test]
fn a_report_for_support_never_takes_the_place_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let core = enrolled(folder.path(), Vault::new(|| {}));
    let database = folder.path().join("doorstep.db");
    let before = std::fs::read(&database).unwrap();
    let refused = core.diagnostics(database.to_string_lossy().into_owned()).unwrap_err();
    assert!(matches!(&refused, DoorstepError::InvalidInput { field, .. } if field == "path"), "{refused:?}");
    assert_eq!(std::fs::read(&database).unwrap(), before);
}
