//! Any bytes as a photo: a shared copy is whole and claims nothing.

#![no_main]

use doorstep_core::photo;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let copy = file.path().with_extension("copy");
    if photo::share(bytes, &copy).is_ok() {
        let shared = photo::inspect(&copy).expect("a shared copy is whole");
        assert!(shared.gps.is_none() && shared.taken_at.is_none() && shared.maker.is_none());
        std::fs::remove_file(copy).expect("it was written");
    }
});
