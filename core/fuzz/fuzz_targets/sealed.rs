//! Any bytes as a sealed file: opening ends, in bounded memory, and gives nothing that was not sealed to the key.

#![no_main]

use std::sync::LazyLock;

use doorstep_core::{
    id::SeededIds,
    seal::{SealKey, open_bytes, seal_bytes},
};
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<SealKey> = LazyLock::new(|| SealKey::generate(&SeededIds::new(1)));

fuzz_target!(|bytes: &[u8]| {
    // As it came, and with a head that fits the key, so that the chunks behind it are reached.
    let _ = open_bytes(bytes, std::slice::from_ref(&KEY));
    let mut sealed = seal_bytes(b"", &[KEY.recipient()]).expect("a key seals");
    sealed.truncate(sealed.len().saturating_sub(16));
    sealed.extend_from_slice(bytes);
    if let Ok(opened) = open_bytes(&sealed, std::slice::from_ref(&KEY)) {
        assert!(opened.is_empty(), "only the empty file was sealed");
    }
});
