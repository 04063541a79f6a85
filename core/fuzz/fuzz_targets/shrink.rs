//! Any bytes as a photo: shrinking ends without a panic, and what comes out is a whole picture.

#![no_main]

use doorstep_core::photo;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("a temporary file");
    if let Ok(shrunk) = photo::shrink(file.path()) {
        std::fs::write(file.path(), &shrunk.working.jpeg).expect("a temporary file");
        let again = photo::inspect(file.path()).expect("a derivative is whole");
        assert!(again.width.max(again.height) <= photo::WORKING_SIDE);
    }
});
