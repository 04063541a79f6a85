//! SQLCipher crypto provider over RustCrypto.
