//! Any bytes as an evidence bundle: checking ends, in bounded memory, and nothing vouches for what nobody signed.

#![no_main]

use std::io::Cursor;

use doorstep_core::{domain::evidence::Overall, op::bundle::verify_bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = verify_bundle(Cursor::new(bytes), |_, _| false, |_| false) {
        assert_ne!(report.overall(), Overall::Authentic, "no key is known");
    }
});
