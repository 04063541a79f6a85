//! The C side: SQLCipher's provider table and the functions that fill it.
//!
//! Each function turns pointers into slices, calls [`primitives`](crate::primitives) and turns the
//! result into SQLite's status. The table mirrors `struct sqlcipher_provider` of SQLCipher 4.20.0
//! field for field; a test pins that version, so that an upgrade cannot pass without a look at it.

use std::ffi::{c_char, c_int, c_uchar, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{ptr, slice};

use zeroize::Zeroizing;

use crate::primitives::{self, BLOCK_LEN, Direction, Hash, KEY_LEN, Refused};

const SQLITE_OK: c_int = 0;
const SQLITE_ERROR: c_int = 1;

unsafe extern "C" {
    /// Starts SQLite, and SQLCipher with it, where that was not done.
    pub(crate) safe fn sqlite3_initialize() -> c_int;
}

/// `struct sqlcipher_provider`: the functions by which SQLCipher reaches its crypto.
///
/// The `ctx` that most of them receive is ours to use and stays null: nothing is kept between calls.
#[repr(C)]
pub struct SqlcipherProvider {
    init: Option<unsafe extern "C" fn() -> c_int>,
    shutdown: Option<unsafe extern "C" fn()>,
    get_provider_name: unsafe extern "C" fn(ctx: *mut c_void) -> *const c_char,
    add_random: unsafe extern "C" fn(*mut c_void, buffer: *const c_void, length: c_int) -> c_int,
    random: unsafe extern "C" fn(*mut c_void, buffer: *mut c_void, length: c_int) -> c_int,
    hmac: unsafe extern "C" fn(
        ctx: *mut c_void,
        algorithm: c_int,
        key: *const c_uchar,
        key_sz: c_int,
        first: *const c_uchar,
        first_sz: c_int,
        second: *const c_uchar,
        second_sz: c_int,
        out: *mut c_uchar,
    ) -> c_int,
    kdf: unsafe extern "C" fn(
        ctx: *mut c_void,
        algorithm: c_int,
        pass: *const c_uchar,
        pass_sz: c_int,
        salt: *const c_uchar,
        salt_sz: c_int,
        workfactor: c_int,
        key_sz: c_int,
        key: *mut c_uchar,
    ) -> c_int,
    cipher: unsafe extern "C" fn(
        ctx: *mut c_void,
        mode: c_int,
        key: *const c_uchar,
        key_sz: c_int,
        iv: *const c_uchar,
        input: *const c_uchar,
        in_sz: c_int,
        out: *mut c_uchar,
    ) -> c_int,
    get_cipher: unsafe extern "C" fn(ctx: *mut c_void) -> *const c_char,
    get_key_sz: unsafe extern "C" fn(ctx: *mut c_void) -> c_int,
    get_iv_sz: unsafe extern "C" fn(ctx: *mut c_void) -> c_int,
    get_block_sz: unsafe extern "C" fn(ctx: *mut c_void) -> c_int,
    get_hmac_sz: unsafe extern "C" fn(ctx: *mut c_void, algorithm: c_int) -> c_int,
    ctx_init: unsafe extern "C" fn(ctx: *mut *mut c_void) -> c_int,
    ctx_free: unsafe extern "C" fn(ctx: *mut *mut c_void) -> c_int,
    fips_status: unsafe extern "C" fn(ctx: *mut c_void) -> c_int,
    get_provider_version: unsafe extern "C" fn(ctx: *mut c_void) -> *const c_char,
    next: *mut SqlcipherProvider,
}

/// Fills SQLCipher's provider table; SQLCipher calls it once, before the first connection.
///
/// # Safety
///
/// `provider` is null (then `SQLITE_ERROR` is returned) or points to memory of the size and
/// alignment of `struct sqlcipher_provider`, which need not be initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn doorstep_cipher_setup(provider: *mut SqlcipherProvider) -> c_int {
    if provider.is_null() {
        return SQLITE_ERROR;
    }
    let filled = SqlcipherProvider {
        init: None,
        shutdown: None,
        get_provider_name,
        add_random,
        random,
        hmac,
        kdf,
        cipher,
        get_cipher,
        get_key_sz,
        get_iv_sz,
        get_block_sz,
        get_hmac_sz,
        ctx_init,
        ctx_free,
        fips_status,
        get_provider_version,
        next: ptr::null_mut(),
    };
    // SAFETY: not null, and by contract large enough and aligned; `write` reads nothing old.
    unsafe { provider.write(filled) };
    SQLITE_OK
}

/// Runs one request to its SQLite status. The code below has no panic of its own; should a dependency
/// have one, it ends here, because unwinding into C would end the whole app.
fn status(request: impl FnOnce() -> Result<(), Refused>) -> c_int {
    match catch_unwind(AssertUnwindSafe(request)) {
        Ok(Ok(())) => SQLITE_OK,
        Ok(Err(_)) | Err(_) => SQLITE_ERROR,
    }
}

/// A length as C gives it.
fn length(given: c_int) -> Result<usize, Refused> {
    usize::try_from(given).map_err(|_| Refused::BadBuffer)
}

/// The bytes that C lends for the time of a call; a null pointer may only stand for no bytes.
///
/// # Safety
///
/// Unless null, `start` points to `len` initialised bytes that nobody changes while the slice lives.
unsafe fn lent<'call>(start: *const c_uchar, len: c_int) -> Result<&'call [u8], Refused> {
    match (start.is_null(), length(len)?) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(Refused::BadBuffer),
        // SAFETY: not null; the caller vouches for the bytes behind it.
        (false, len) => Ok(unsafe { slice::from_raw_parts(start, len) }),
    }
}

/// Copies a result to where C wants it. Going through a copy keeps the buffer, which may be
/// uninitialised or lie beside an input, from ever being a Rust reference.
///
/// # Safety
///
/// Unless null, `out` points to room for `result`, apart from `result` itself.
unsafe fn give(result: &[u8], out: *mut c_uchar) -> Result<(), Refused> {
    if out.is_null() {
        return Err(Refused::BadBuffer);
    }
    // SAFETY: not null; the caller vouches for the room, and `result` is our own memory.
    unsafe { ptr::copy_nonoverlapping(result.as_ptr(), out, result.len()) };
    Ok(())
}

/// SQLCipher may offer entropy of its own; the operating system's generator takes none and needs none.
unsafe extern "C" fn add_random(_: *mut c_void, _: *const c_void, _: c_int) -> c_int {
    SQLITE_OK
}

/// Salts and initialisation vectors.
unsafe extern "C" fn random(_: *mut c_void, buffer: *mut c_void, len: c_int) -> c_int {
    status(|| {
        let len = length(len)?;
        if buffer.is_null() {
            return if len == 0 { Ok(()) } else { Err(Refused::BadBuffer) };
        }
        // SAFETY: SQLCipher passes room for `len` bytes and keeps other hands off it during the call;
        // writing zeros first makes it initialised, as a slice must be.
        let room = unsafe {
            ptr::write_bytes(buffer.cast::<u8>(), 0, len);
            slice::from_raw_parts_mut(buffer.cast::<u8>(), len)
        };
        fill_from_system(room)
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "salts and initialisation vectors must be unpredictable: an injected source would weaken them"
)]
fn fill_from_system(room: &mut [u8]) -> Result<(), Refused> {
    getrandom::fill(room).map_err(|_| Refused::NoRandomness)
}

/// The tag of a page: its cipher text and vector, then its page number.
unsafe extern "C" fn hmac(
    _: *mut c_void,
    algorithm: c_int,
    key: *const c_uchar,
    key_sz: c_int,
    first: *const c_uchar,
    first_sz: c_int,
    second: *const c_uchar,
    second_sz: c_int,
    out: *mut c_uchar,
) -> c_int {
    status(|| {
        let hash = Hash::from_code(algorithm)?;
        // The second part is optional: null means absent, whatever its length says.
        let second_sz = if second.is_null() { 0 } else { second_sz };
        // SAFETY: SQLCipher passes each pointer with its length and changes none during the call.
        let (key, first, second) =
            unsafe { (lent(key, key_sz)?, lent(first, first_sz)?, lent(second, second_sz)?) };
        let tag = primitives::hmac(hash, key, &[first, second])?;
        // SAFETY: `out` has the room that `get_hmac_sz` asked for.
        unsafe { give(tag.as_bytes(), out) }
    })
}

/// The page key from a passphrase, and the HMAC key from the page key.
unsafe extern "C" fn kdf(
    _: *mut c_void,
    algorithm: c_int,
    pass: *const c_uchar,
    pass_sz: c_int,
    salt: *const c_uchar,
    salt_sz: c_int,
    workfactor: c_int,
    key_sz: c_int,
    key: *mut c_uchar,
) -> c_int {
    status(|| {
        let hash = Hash::from_code(algorithm)?;
        let rounds = u32::try_from(workfactor).map_err(|_| Refused::EmptyDerivation)?;
        let mut derived = Zeroizing::new(vec![0; length(key_sz)?]);
        // SAFETY: SQLCipher passes each pointer with its length and changes none during the call.
        let (pass, salt) = unsafe { (lent(pass, pass_sz)?, lent(salt, salt_sz)?) };
        primitives::pbkdf2(hash, pass, salt, rounds, &mut derived)?;
        // SAFETY: `key` has room for `key_sz` bytes.
        unsafe { give(&derived, key) }
    })
}

/// One page through AES. SQLCipher wipes `out` itself when this fails.
unsafe extern "C" fn cipher(
    _: *mut c_void,
    mode: c_int,
    key: *const c_uchar,
    key_sz: c_int,
    iv: *const c_uchar,
    input: *const c_uchar,
    in_sz: c_int,
    out: *mut c_uchar,
) -> c_int {
    status(|| {
        let direction = Direction::from_code(mode)?;
        let len = length(in_sz)?;
        if input.is_null() || out.is_null() {
            return Err(Refused::BadBuffer);
        }
        // SAFETY: both sides hold `in_sz` bytes; `copy` allows them to be one buffer.
        unsafe { ptr::copy(input, out, len) };
        // SAFETY: the key comes with its length and the vector has the length of `get_iv_sz`. SQLCipher
        // keeps the vector *behind* the output in one page buffer, and the key apart from both, so
        // nothing overlaps; the copy above has initialised `out`.
        let (key, iv, data) = unsafe {
            (lent(key, key_sz)?, lent(iv, BLOCK_LEN as c_int)?, slice::from_raw_parts_mut(out, len))
        };
        primitives::aes_256_cbc(direction, key, iv, data)
    })
}

unsafe extern "C" fn get_provider_name(_: *mut c_void) -> *const c_char {
    c"rustcrypto".as_ptr()
}

unsafe extern "C" fn get_provider_version(_: *mut c_void) -> *const c_char {
    concat!("doorstep-cipher ", env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

unsafe extern "C" fn get_cipher(_: *mut c_void) -> *const c_char {
    c"aes-256-cbc".as_ptr()
}

unsafe extern "C" fn get_key_sz(_: *mut c_void) -> c_int {
    KEY_LEN as c_int
}

unsafe extern "C" fn get_iv_sz(_: *mut c_void) -> c_int {
    BLOCK_LEN as c_int
}

unsafe extern "C" fn get_block_sz(_: *mut c_void) -> c_int {
    BLOCK_LEN as c_int
}

/// Zero for an algorithm that SQLCipher does not define, as its own providers answer.
unsafe extern "C" fn get_hmac_sz(_: *mut c_void, algorithm: c_int) -> c_int {
    Hash::from_code(algorithm).map_or(0, |hash| hash.output_len() as c_int)
}

unsafe extern "C" fn ctx_init(_: *mut *mut c_void) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn ctx_free(_: *mut *mut c_void) -> c_int {
    SQLITE_OK
}

/// Not a FIPS-certified module: certified crypto comes with a deployment, not from here.
unsafe extern "C" fn fips_status(_: *mut c_void) -> c_int {
    0
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;
    use std::mem::MaybeUninit;

    use super::*;

    fn filled() -> SqlcipherProvider {
        let mut table = MaybeUninit::uninit();
        // SAFETY: room for exactly one table, which the call initialises.
        unsafe {
            assert_eq!(doorstep_cipher_setup(table.as_mut_ptr()), SQLITE_OK);
            table.assume_init()
        }
    }

    #[test]
    fn the_table_is_as_large_as_the_one_of_sqlcipher() {
        // 17 functions and the link to the next provider.
        assert_eq!(size_of::<SqlcipherProvider>(), 18 * size_of::<*const ()>());
        // SAFETY: null is allowed.
        assert_eq!(unsafe { doorstep_cipher_setup(ptr::null_mut()) }, SQLITE_ERROR);
    }

    #[test]
    fn sqlcipher_learns_the_sizes_of_aes_256_cbc_and_of_each_hmac() {
        let table = filled();
        let none = ptr::null_mut();
        // SAFETY: these functions look at no pointer.
        unsafe {
            assert_eq!((table.get_key_sz)(none), 32);
            assert_eq!((table.get_iv_sz)(none), 16);
            assert_eq!((table.get_block_sz)(none), 16);
            let tags = [0, 1, 2, 3].map(|algorithm| (table.get_hmac_sz)(none, algorithm));
            assert_eq!(tags, [20, 32, 64, 0]);
            assert_eq!(CStr::from_ptr((table.get_cipher)(none)), c"aes-256-cbc");
            assert!(CStr::from_ptr((table.get_provider_version)(none)).to_str().is_ok());
        }
    }

    #[test]
    fn two_draws_of_random_bytes_differ() {
        let table = filled();
        let mut draws = [[0_u8; 16]; 2];
        for draw in &mut draws {
            // SAFETY: 16 bytes of room.
            let rc = unsafe { (table.random)(ptr::null_mut(), draw.as_mut_ptr().cast(), 16) };
            assert_eq!(rc, SQLITE_OK);
        }
        assert_ne!(draws[0], draws[1]);
    }

    #[test]
    fn a_page_may_be_encrypted_and_decrypted_within_one_buffer() {
        let table = filled();
        let (key, iv, plain) = ([7_u8; 32], [9_u8; 16], [1_u8; 64]);
        let mut page = plain;
        let run = |mode, page: &mut [u8; 64]| {
            let at = page.as_mut_ptr();
            // SAFETY: all buffers have the lengths named.
            unsafe { (table.cipher)(ptr::null_mut(), mode, key.as_ptr(), 32, iv.as_ptr(), at, 64, at) }
        };
        assert_eq!(run(1, &mut page), SQLITE_OK);
        assert_ne!(page, plain);
        assert_eq!(run(0, &mut page), SQLITE_OK);
        assert_eq!(page, plain);
        assert_eq!(run(2, &mut page), SQLITE_ERROR);
    }

    #[test]
    fn null_pointers_and_negative_lengths_are_errors_and_not_crashes() {
        let table = filled();
        let (none, bytes) = (ptr::null_mut(), [0_u8; 64]);
        let (from, null) = (bytes.as_ptr(), ptr::null());
        let mut room = [0_u8; 64];
        let out = room.as_mut_ptr();
        // SAFETY: each pointer is null or has at least the bytes that are named beside it.
        let results = unsafe {
            [
                (table.random)(none, none, 16),
                (table.random)(none, out.cast(), -1),
                (table.hmac)(none, 1, from, 32, null, 16, null, 0, out),
                (table.hmac)(none, 1, from, -32, from, 16, null, 0, out),
                (table.hmac)(none, 1, from, 32, from, 16, null, 0, ptr::null_mut()),
                (table.hmac)(none, 9, from, 32, from, 16, null, 0, out),
                (table.kdf)(none, 1, from, 8, from, 16, 0, 32, out),
                (table.kdf)(none, 1, from, 8, from, 16, 1, -32, out),
                (table.kdf)(none, 1, null, 8, from, 16, 1, 32, out),
                (table.cipher)(none, 1, from, 32, from, null, 16, out),
                (table.cipher)(none, 1, from, 31, from, from, 16, out),
                (table.cipher)(none, 1, from, 32, null, from, 16, out),
                (table.cipher)(none, 1, from, 32, from, from, 15, out),
            ]
        };
        assert_eq!(results, [SQLITE_ERROR; 13]);
    }

    #[test]
    fn an_absent_second_part_of_a_message_is_skipped() {
        let table = filled();
        let mut tag = [0_u8; 32];
        // SAFETY: buffers of the lengths named; the second part is null.
        let rc = unsafe {
            let (key, text) = (b"Jefe".as_ptr(), b"what do ya want for nothing?".as_ptr());
            (table.hmac)(ptr::null_mut(), 1, key, 4, text, 28, ptr::null(), 4, tag.as_mut_ptr())
        };
        assert_eq!(rc, SQLITE_OK);
        // RFC 4231 §4.3.
        assert_eq!(hex::encode(tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_panic_ends_at_the_border_as_an_error() {
        assert_eq!(status(|| panic!("a fault in a dependency")), SQLITE_ERROR);
    }
}
