//! SQLCipher's crypto over RustCrypto, so that no OpenSSL is built or shipped.
//!
//! This crate owns the *crypto provider* of SQLCipher: the table of C functions through which
//! SQLCipher asks for AES-256-CBC, HMAC, PBKDF2 and random bytes. Nothing about the file format is
//! decided here (pages, salts, key derivation and the order of operations stay SQLCipher's), so a
//! file written through this provider opens with a stock SQLCipher, and the other way round.
//!
//! **How it is linked.** SQLCipher is compiled with
//! `-DSQLCIPHER_CRYPTO_CUSTOM=doorstep_cipher_setup` (see `.cargo/config.toml`) and calls
//! [`doorstep_cipher_setup`] when the first connection of the process opens. A Rust program must
//! *name* this crate for the linker to keep that symbol: the crate that opens databases calls
//! [`link`]. A program that does not, fails to link; it never runs without its crypto.
//!
//! **What it promises.** No panic crosses into C; every fault becomes `SQLITE_ERROR`, which SQLCipher
//! turns into a failed statement. Round keys, IVs and derived keys are wiped after use. The inner
//! state of a running HMAC is the one exception: RustCrypto 0.10/0.12 cannot wipe it, and it lives on
//! the stack for one page. The keys between two calls lie with SQLCipher, which masks and wipes them.
//!
//! **Speed by processor.** x86-64 finds AES-NI and SHA-NI at run time. On 64-bit ARM, `aes` 0.8 uses
//! the crypto extensions only under `--cfg aes_armv8` and `sha2` 0.10 only with its `asm` feature; the
//! workspace sets both and a build without the first is refused below. All tests pass on ARM under
//! emulation; its speed is unmeasured.
//!
//! This is the only crate under `core` where `unsafe` is allowed, and all of it is in `provider`.

// rustdoc is left out: it makes no code that runs, and cargo does not hand it the flags.
#[cfg(all(target_arch = "aarch64", not(aes_armv8), not(any(doc, doctest))))]
compile_error!(
    "AES would run in software on this ARM target, many times slower: build with \
     RUSTFLAGS=\"--cfg aes_armv8\" (a RUSTFLAGS variable replaces the flags of .cargo/config.toml)"
);

use std::sync::Once;

mod primitives;
mod provider;

pub use provider::{SqlcipherProvider, doorstep_cipher_setup};

/// Keeps the provider in the final binary and starts SQLite with it; call it before every opening of a database.
///
/// Naming the set-up function from code that is itself used is what makes every linker keep it, in whatever order
/// the libraries stand. SQLite calls itself started before it has started SQLCipher, and a second thread that opens
/// in between is refused its key: here the second waits. A start that fails shows at the first key.
pub fn link() {
    static STARTED: Once = Once::new();
    std::hint::black_box(
        doorstep_cipher_setup as unsafe extern "C" fn(*mut SqlcipherProvider) -> std::ffi::c_int,
    );
    STARTED.call_once(|| {
        provider::sqlite3_initialize();
    });
}
