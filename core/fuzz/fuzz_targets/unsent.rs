//! Any bytes as a phone's unsent work, opened: reading ends, part by part, in bounded memory.

#![no_main]

use std::io::Cursor;

use doorstep_core::op::bundle::{UnsentPart, UnsentReader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = UnsentReader::open(Cursor::new(bytes)) else { return };
    while let Ok(Some(part)) = reader.next_part() {
        match part {
            UnsentPart::Push(_) | UnsentPart::Photo(_) => {}
        }
    }
});
