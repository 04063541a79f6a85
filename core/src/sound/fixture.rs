//! The smallest files of each kind, for tests.

/// A box of an ISO file.
fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).unwrap();
    [&size.to_be_bytes()[..], kind, content].concat()
}

/// A track that this handles.
fn track(handler: &[u8; 4]) -> Vec<u8> {
    let handler = boxed(b"hdlr", &[&[0u8; 8][..], handler, &[0; 13]].concat());
    boxed(b"trak", &boxed(b"mdia", &handler))
}

fn iso(tracks: &[Vec<u8>]) -> Vec<u8> {
    let media = boxed(b"mdat", &[7; 40]);
    let start = boxed(b"ftyp", b"M4A \0\0\0\0mp42isom");
    [start, media, boxed(b"moov", &tracks.concat())].concat()
}

/// What a phone's recorder leaves: the index behind the sound.
pub(crate) fn m4a() -> Vec<u8> {
    iso(&[track(b"soun")])
}

/// A film with its sound.
pub(crate) fn film() -> Vec<u8> {
    iso(&[track(b"soun"), track(b"vide")])
}

/// Two ADTS frames of eight bytes.
pub(crate) fn aac() -> Vec<u8> {
    [0xFF, 0xF1, 0x50, 0x80, 0x01, 0x1F, 0xFC, 0x00].repeat(2)
}

/// A first page whose one packet begins so.
pub(crate) fn ogg(packet: &[u8]) -> Vec<u8> {
    let segments = [1, u8::try_from(packet.len()).unwrap()];
    [b"OggS\0\x02".as_slice(), &[0; 20], &segments, packet].concat()
}

/// AMR of narrow band.
pub(crate) fn amr() -> Vec<u8> {
    [b"#!AMR\n".as_slice(), &[0x3C; 64]].concat()
}

/// A WAVE header and nothing behind it.
pub(crate) fn wav() -> Vec<u8> {
    b"RIFF\x24\0\0\0WAVEfmt ".to_vec()
}
