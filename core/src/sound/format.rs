//! What kind of sound file bytes are: by how they begin, and where a container may hold films too, by what it holds.

use std::iter;

/// The kinds of sound file that phones record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoundFormat {
    /// MPEG-4 or 3GP whose tracks are sound (ISO/IEC 14496-12).
    M4a,
    /// AAC in ADTS frames (ISO/IEC 13818-7).
    Aac,
    /// Ogg with Opus, Vorbis, Speex or FLAC (RFC 3533).
    Ogg,
    /// AMR, narrow or wide (RFC 4867).
    Amr,
    /// RIFF WAVE.
    Wav,
}

/// How the first packet of an Ogg stream of sound begins.
const OGG_CODECS: [&[u8]; 4] = [b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7FFLAC"];

impl SoundFormat {
    /// The kind of the file that these bytes are; `None` where it is no sound that is taken.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
        let found = [
            (Self::Wav, at(0, 4) == b"RIFF" && at(8, 12) == b"WAVE"),
            (Self::Amr, bytes.starts_with(b"#!AMR\n") || bytes.starts_with(b"#!AMR-WB\n")),
            (Self::Ogg, at(0, 4) == b"OggS" && is_ogg_of_sound(bytes)),
            (Self::M4a, at(4, 8) == b"ftyp" && holds_sound_alone(bytes)),
            (Self::Aac, is_adts(bytes)),
        ];
        found.into_iter().find_map(|(format, is_it)| is_it.then_some(format))
    }
}

/// Whether the first packet, behind the page's header of 27 bytes and its table of segments, is of a codec for sound.
fn is_ogg_of_sound(bytes: &[u8]) -> bool {
    let Some(segments) = bytes.get(26) else { return false };
    let packet = bytes.get(27 + usize::from(*segments)..).unwrap_or_default();
    OGG_CODECS.iter().any(|codec| packet.starts_with(codec))
}

/// Two frames of ADTS, one behind the other: a lone sync word stands in many files.
fn is_adts(bytes: &[u8]) -> bool {
    let frame_at = |at: usize| {
        let [first, second, _, fourth, fifth, sixth] = *bytes.get(at..)?.first_chunk::<6>()?;
        let is_synced = first == 0xFF && second & 0xF6 == 0xF0;
        let length = (usize::from(fourth & 3) << 11) | (usize::from(fifth) << 3) | (usize::from(sixth) >> 5);
        (is_synced && length >= 7).then_some(length)
    };
    frame_at(0).is_some_and(|length| frame_at(length).is_some())
}

/// Whether an ISO file has a track of sound and none of pictures: a film comes in the same container.
fn holds_sound_alone(bytes: &[u8]) -> bool {
    let tracks = within(bytes, b"moov").flat_map(|movie| within(movie, b"trak"));
    let media = tracks.flat_map(|track| within(track, b"mdia"));
    let handlers = media.flat_map(|media| within(media, b"hdlr"));
    // A full box: version and flags, a field of zeros, then what handles the track.
    let kinds: Vec<&[u8]> = handlers.filter_map(|handler| handler.get(8..12)).collect();
    !kinds.is_empty()
        && kinds.iter().all(|kind| *kind != b"vide")
        && kinds.iter().any(|kind| *kind == b"soun")
}

/// The contents of the boxes of this kind among those that follow each other in `bytes`.
fn within<'b>(bytes: &'b [u8], kind: &'static [u8; 4]) -> impl Iterator<Item = &'b [u8]> {
    boxes(bytes).filter(move |(found, _)| *found == *kind).map(|(_, content)| content)
}

/// Boxes that follow each other, each by kind and content. Ends before the first that is not whole.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    iter::from_fn(move || {
        let (size, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let (length, content) = match u32::from_be_bytes(*size) {
            // To the end of the file.
            0 => (rest.len(), after),
            1 => {
                let (long, content) = after.split_first_chunk::<8>()?;
                (usize::try_from(u64::from_be_bytes(*long)).ok()?, content)
            }
            size => (usize::try_from(size).ok()?, after),
        };
        let head = rest.len().checked_sub(content.len())?;
        let content = content.get(..length.checked_sub(head)?)?;
        rest = rest.get(length..)?;
        Some((*kind, content))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::fixture::{aac, amr, film, m4a, ogg, wav},
        *,
    };

    #[test]
    fn every_kind_that_phones_record_is_known_by_its_bytes() {
        for (bytes, format) in [
            (m4a(), SoundFormat::M4a),
            (aac(), SoundFormat::Aac),
            (ogg(b"OpusHead"), SoundFormat::Ogg),
            (ogg(b"\x01vorbis"), SoundFormat::Ogg),
            (amr(), SoundFormat::Amr),
            (b"#!AMR-WB\n\x04".to_vec(), SoundFormat::Amr),
            (wav(), SoundFormat::Wav),
        ] {
            assert_eq!(SoundFormat::of(&bytes), Some(format));
        }
    }

    #[test]
    fn a_film_a_picture_and_a_text_are_no_sound_whatever_container_they_come_in() {
        let photo = include_bytes!("../../tests/assets/photos/drawn.heic");
        let mut avi = wav();
        avi[8..12].copy_from_slice(b"AVI ");
        for bytes in [
            film(),
            ogg(b"\x80theora"),
            avi,
            photo.to_vec(),
            b"\xFF\xD8\xFF\xE0".to_vec(),
            "你好".as_bytes().to_vec(),
            Vec::new(),
        ] {
            assert_eq!(SoundFormat::of(&bytes), None);
        }
    }

    #[test]
    fn a_recording_that_was_cut_before_it_says_what_it_holds_is_no_sound() {
        let whole = m4a();
        assert_eq!(SoundFormat::of(&whole[..whole.len() - 1]), None);
        let one_frame = &aac()[..8];
        assert_eq!(SoundFormat::of(one_frame), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_go_on_for_ever(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = SoundFormat::of(&bytes);
            let _ = SoundFormat::of(&[b"\0\0\0\x10ftypM4A \0\0\0\0".as_slice(), &bytes].concat());
        }
    }
}
