//! The four algorithms that SQLCipher asks for, as safe Rust over slices.
//!
//! Wrong input is refused with a [`Refused`], never with a panic: these functions are called with
//! whatever C hands over.

use aes::Aes256;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// Bytes in an AES-256 key (FIPS 197).
pub(crate) const KEY_LEN: usize = 32;
/// Bytes in an AES block, and so in a CBC initialisation vector (FIPS 197).
pub(crate) const BLOCK_LEN: usize = 16;
/// Bytes in the longest tag that [`hmac`] makes, that of SHA-512.
const LONGEST_TAG: usize = 64;

/// Why a request was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The number names no hash or direction that SQLCipher defines.
    UnknownCode,
    /// A key or initialisation vector of another length than AES-256-CBC takes.
    KeyLength,
    /// Data that is no whole number of AES blocks: SQLCipher pages are, and nothing is padded.
    PartialBlock,
    /// A key derivation of no rounds or no output, which would protect nothing.
    EmptyDerivation,
    /// A null pointer where data is needed, or a negative length.
    BadBuffer,
    /// The operating system gave no random bytes.
    NoRandomness,
}

/// A hash under HMAC or PBKDF2; SQLCipher numbers both families alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    /// SHA-1: only files of SQLCipher 1 to 3 use it.
    Sha1,
    /// SHA-256: what Doorstep writes.
    Sha256,
    /// SHA-512: the default of SQLCipher 4.
    Sha512,
}

impl Hash {
    /// The hash behind `SQLCIPHER_HMAC_*` and `SQLCIPHER_PBKDF2_HMAC_*`.
    pub(crate) fn from_code(code: i32) -> Result<Self, Refused> {
        match code {
            0 => Ok(Self::Sha1),
            1 => Ok(Self::Sha256),
            2 => Ok(Self::Sha512),
            _ => Err(Refused::UnknownCode),
        }
    }

    /// Bytes in one output of the hash (FIPS 180-4).
    pub(crate) fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => LONGEST_TAG,
        }
    }
}

/// Which way AES runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// A page on its way in from the file.
    Decrypt,
    /// A page on its way out to the file.
    Encrypt,
}

impl Direction {
    /// The direction behind `SQLCIPHER_DECRYPT` and `SQLCIPHER_ENCRYPT`.
    pub(crate) fn from_code(code: i32) -> Result<Self, Refused> {
        match code {
            0 => Ok(Self::Decrypt),
            1 => Ok(Self::Encrypt),
            _ => Err(Refused::UnknownCode),
        }
    }
}

/// An HMAC tag, kept on the stack because one is made for every page.
pub(crate) struct Tag {
    bytes: [u8; LONGEST_TAG],
    len: usize,
}

impl Tag {
    /// The tag's bytes, as many as its hash puts out.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// HMAC (RFC 2104) over the parts in order, as if they stood in one buffer.
pub(crate) fn hmac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Result<Tag, Refused> {
    match hash {
        Hash::Sha1 => tag_by::<Hmac<Sha1>>(key, parts),
        Hash::Sha256 => tag_by::<Hmac<Sha256>>(key, parts),
        Hash::Sha512 => tag_by::<Hmac<Sha512>>(key, parts),
    }
}

fn tag_by<M: Mac + hmac::digest::KeyInit>(key: &[u8], parts: &[&[u8]]) -> Result<Tag, Refused> {
    let mut mac = <M as Mac>::new_from_slice(key).map_err(|_| Refused::KeyLength)?;
    for part in parts {
        mac.update(part);
    }
    let output = mac.finalize().into_bytes();
    let mut tag = Tag { bytes: [0; LONGEST_TAG], len: output.len() };
    for (to, from) in tag.bytes.iter_mut().zip(output) {
        *to = from;
    }
    Ok(tag)
}

/// PBKDF2 (RFC 8018 §5.2): fills `derived` from a passphrase or key.
pub(crate) fn pbkdf2(
    hash: Hash,
    secret: &[u8],
    salt: &[u8],
    rounds: u32,
    derived: &mut [u8],
) -> Result<(), Refused> {
    if rounds == 0 || derived.is_empty() {
        return Err(Refused::EmptyDerivation);
    }
    match hash {
        Hash::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(secret, salt, rounds, derived),
        Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(secret, salt, rounds, derived),
        Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(secret, salt, rounds, derived),
    }
    Ok(())
}

/// AES-256-CBC (FIPS 197, NIST SP 800-38A §6.2) without padding, in place.
pub(crate) fn aes_256_cbc(
    direction: Direction,
    key: &[u8],
    iv: &[u8],
    data: &mut [u8],
) -> Result<(), Refused> {
    let len = data.len();
    match direction {
        Direction::Encrypt => cbc::Encryptor::<Aes256>::new_from_slices(key, iv)
            .map_err(|_| Refused::KeyLength)?
            .encrypt_padded_mut::<NoPadding>(data, len)
            .map_err(|_| Refused::PartialBlock)?,
        Direction::Decrypt => cbc::Decryptor::<Aes256>::new_from_slices(key, iv)
            .map_err(|_| Refused::KeyLength)?
            .decrypt_padded_mut::<NoPadding>(data)
            .map_err(|_| Refused::PartialBlock)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unhex(digits: &str) -> Vec<u8> {
        hex::decode(digits.replace(' ', "")).unwrap()
    }

    fn tag(hash: Hash, key: &[u8], message: &[u8]) -> String {
        hex::encode(hmac(hash, key, &[message]).unwrap().as_bytes())
    }

    fn derive(hash: Hash, secret: &[u8], salt: &[u8], rounds: u32, len: usize) -> String {
        let mut derived = vec![0; len];
        pbkdf2(hash, secret, salt, rounds, &mut derived).unwrap();
        hex::encode(derived)
    }

    #[track_caller]
    fn assert_cbc(key: &str, iv: &str, plain: &str, cipher: &str) {
        let (key, iv) = (unhex(key), unhex(iv));
        let mut data = unhex(plain);
        aes_256_cbc(Direction::Encrypt, &key, &iv, &mut data).unwrap();
        assert_eq!(data, unhex(cipher), "encrypted");
        aes_256_cbc(Direction::Decrypt, &key, &iv, &mut data).unwrap();
        assert_eq!(data, unhex(plain), "decrypted");
    }

    /// FIPS 197 appendix C.3; one block under a zero vector is the bare block cipher.
    #[test]
    fn aes_256_gives_the_block_of_fips_197() {
        assert_cbc(
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "00000000000000000000000000000000",
            "00112233445566778899aabbccddeeff",
            "8ea2b7ca516745bfeafc49904b496089",
        );
    }

    /// NIST SP 800-38A, F.2.5 and F.2.6 (CBC-AES256).
    #[test]
    fn aes_256_cbc_gives_the_blocks_of_sp_800_38a() {
        assert_cbc(
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "000102030405060708090a0b0c0d0e0f",
            "6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51 \
             30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710",
            "f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d \
             39f23369a9d9bacfa530e26304231461 b2eb05e2c39be9fcda6c19078c6a9d1b",
        );
    }

    /// RFC 2202 §3, cases 1, 2 and 6.
    #[test]
    fn hmac_sha1_gives_the_tags_of_rfc_2202() {
        let by = |key: &[u8], message: &[u8]| tag(Hash::Sha1, key, message);
        assert_eq!(by(&[0x0b; 20], b"Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
        assert_eq!(by(b"Jefe", b"what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assert_eq!(
            by(&[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        );
    }

    /// RFC 4231 §4.2, §4.3 and §4.7 (test cases 1, 2 and 6).
    #[test]
    fn hmac_sha256_gives_the_tags_of_rfc_4231() {
        let by = |key: &[u8], message: &[u8]| tag(Hash::Sha256, key, message);
        assert_eq!(
            by(&[0x0b; 20], b"Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            by(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            by(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    /// RFC 4231 §4.2, §4.3 and §4.7 (test cases 1, 2 and 6).
    #[test]
    fn hmac_sha512_gives_the_tags_of_rfc_4231() {
        let by = |key: &[u8], message: &[u8]| tag(Hash::Sha512, key, message);
        assert_eq!(
            by(&[0x0b; 20], b"Hi There"),
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde\
             daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
        );
        assert_eq!(
            by(b"Jefe", b"what do ya want for nothing?"),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
             9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        );
        assert_eq!(
            by(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352\
             6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
        );
    }

    #[test]
    fn a_message_in_parts_has_the_tag_of_the_whole_message() {
        let parts = hmac(Hash::Sha256, b"Jefe", &[b"what do ya ", b"", b"want for nothing?"]);
        assert_eq!(
            hex::encode(parts.unwrap().as_bytes()),
            tag(Hash::Sha256, b"Jefe", b"what do ya want for nothing?")
        );
    }

    /// RFC 6070 §2, without the case of 16,777,216 rounds, which takes minutes.
    #[test]
    fn pbkdf2_sha1_gives_the_keys_of_rfc_6070() {
        let by = |p: &[u8], s: &[u8], c, len| derive(Hash::Sha1, p, s, c, len);
        assert_eq!(by(b"password", b"salt", 1, 20), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
        assert_eq!(by(b"password", b"salt", 2, 20), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
        assert_eq!(by(b"password", b"salt", 4096, 20), "4b007901b765489abead49d926f721d065a429c1");
        assert_eq!(
            by(b"passwordPASSWORDpassword", b"saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 25),
            "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"
        );
        assert_eq!(by(b"pass\0word", b"sa\0lt", 4096, 16), "56fa6aa75548099dcc37d7f03425e0c3");
    }

    /// RFC 7914 §11.
    #[test]
    fn pbkdf2_sha256_gives_the_keys_of_rfc_7914() {
        assert_eq!(
            derive(Hash::Sha256, b"passwd", b"salt", 1, 64),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
             49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        );
        assert_eq!(
            derive(Hash::Sha256, b"Password", b"NaCl", 80_000, 64),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56\
             a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
        );
    }

    /// No RFC has vectors for SHA-512: these are RFC 6070's inputs, with the outputs on which OpenSSL
    /// and BouncyCastle agree.
    #[test]
    fn pbkdf2_sha512_gives_the_keys_of_other_implementations() {
        assert_eq!(
            derive(Hash::Sha512, b"password", b"salt", 1, 64),
            "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252\
             c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce"
        );
        assert_eq!(
            derive(Hash::Sha512, b"password", b"salt", 4096, 64),
            "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5\
             143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5"
        );
    }

    #[test]
    fn input_that_fits_no_algorithm_is_refused() {
        let cbc = |key: usize, iv: usize, len: usize| {
            let mut data = vec![0; len];
            aes_256_cbc(Direction::Encrypt, &vec![0; key], &vec![0; iv], &mut data)
        };
        assert_eq!(cbc(16, 16, 32), Err(Refused::KeyLength));
        assert_eq!(cbc(32, 12, 32), Err(Refused::KeyLength));
        assert_eq!(cbc(32, 16, 31), Err(Refused::PartialBlock));
        let mut torn = [0; 31];
        let read = aes_256_cbc(Direction::Decrypt, &[0; 32], &[0; 16], &mut torn);
        assert_eq!(read, Err(Refused::PartialBlock));
        assert_eq!(pbkdf2(Hash::Sha1, b"p", b"s", 0, &mut [0; 8]), Err(Refused::EmptyDerivation));
        assert_eq!(pbkdf2(Hash::Sha1, b"p", b"s", 1, &mut []), Err(Refused::EmptyDerivation));
        assert_eq!(Hash::from_code(3), Err(Refused::UnknownCode));
        assert_eq!(Direction::from_code(-1), Err(Refused::UnknownCode));
    }
}
