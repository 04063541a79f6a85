//! Any bytes as a photo: inspecting ends, in bounded memory, without a panic.

#![no_main]

use doorstep_core::photo;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("a temporary file");
    let _ = photo::inspect(file.path());
});
