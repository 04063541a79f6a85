//! What comes out is the picture that went in: upright, small, without metadata; or an error that says why not.

use super::*;
use crate::photo::{
    decode::{Decoder, Own},
    inspect::inspect_stream,
    turbo::Turbo,
};
use image::{RgbImage, imageops};
use std::{io::Cursor, path::PathBuf};

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)
}

fn decoded(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory(jpeg).unwrap().into_rgb8()
}

/// Peak signal-to-noise ratio of the brightness, in decibels.
fn psnr(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let luma = |pixel: &image::Rgb<u8>| {
        let [r, g, b] = pixel.0.map(f64::from);
        0.299 * r + 0.587 * g + 0.114 * b
    };
    let squares: f64 = a.pixels().zip(b.pixels()).map(|(a, b)| (luma(a) - luma(b)).powi(2)).sum();
    10.0 * (255.0_f64.powi(2) / (squares / f64::from(a.width() * a.height()))).log10()
}

#[test]
fn four_orientations_come_out_as_one_picture() {
    let all = [1, 3, 6, 8].map(|n| shrink(&asset(&format!("Landscape_{n}.jpg"))).unwrap());
    for shrunk in &all {
        assert_eq!((shrunk.working.width, shrunk.working.height), (1800, 1200));
        assert_eq!((shrunk.thumbnail.width, shrunk.thumbnail.height), (320, 213));
    }
    // The four files are four encodings of it, with their number drawn in the middle.
    let corner =
        |shrunk: &Shrunk| imageops::crop_imm(&decoded(&shrunk.thumbnail.jpeg), 0, 0, 120, 80).to_image();
    for shrunk in &all {
        let likeness = psnr(&corner(&all[0]), &corner(shrunk));
        assert!(likeness > 35.0, "{} is {likeness:.1} dB off", shrunk.inspected.orientation);
    }
}

#[test]
fn a_derivative_says_nothing_but_its_pixels() {
    let shrunk = shrink(&asset("Landscape_6.jpg")).unwrap();
    for derivative in [&shrunk.working, &shrunk.thumbnail] {
        let inspected = inspect_stream(&derivative.jpeg[..], &mut crate::photo::jpeg::NoPixels).unwrap();
        assert_eq!((inspected.width, inspected.height), (derivative.width, derivative.height));
        assert_eq!((inspected.orientation, inspected.taken_at, inspected.gps), (1, None, None));
        assert_eq!((inspected.trailing_bytes, inspected.progressive), (0, false));
        assert_eq!(inspected.sha256, derivative.sha256);
        assert!(!derivative.jpeg.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"http"));
    }
    assert_eq!(shrunk.inspected, crate::photo::inspect(&asset("Landscape_6.jpg")).unwrap());
}

/// A JPEG of `picture` with these colours' sampling.
fn jpeg(picture: &RgbImage, sampling: jpeg_encoder::SamplingFactor, progressive: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 95);
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(progressive);
    let side = |side| u16::try_from(side).unwrap();
    encoder
        .encode(picture.as_raw(), side(picture.width()), side(picture.height()), jpeg_encoder::ColorType::Rgb)
        .unwrap();
    out
}

fn pixels(decoder: &impl Decoder, bytes: &[u8], side: u32) -> Result<Picture, PhotoError> {
    decoder.decode(&mut Cursor::new(bytes), side).map(|(_, picture)| picture.unwrap())
}

type Decode = fn(&[u8], u32) -> Result<Picture, PhotoError>;

/// Every decoder; libjpeg-turbo is there for tests, whatever a build asks for.
const DECODERS: &[(&str, Decode)] = &[
    ("own", |bytes, side| pixels(&Own, bytes, side)),
    ("libjpeg-turbo", |bytes, side| pixels(&Turbo, bytes, side)),
];

/// The picture without the losses of encoding it again.
fn rgb(picture: &Picture) -> RgbImage {
    decoded(&picture.encode(100).unwrap())
}

#[test]
fn every_scale_and_sampling_is_close_to_full_resolution_lanczos() {
    use jpeg_encoder::SamplingFactor as Factor;
    let whole = decoded(&std::fs::read(asset("Landscape_1.jpg")).unwrap());
    let part = imageops::crop_imm(&whole, 0, 300, 1003, 801).to_image();
    for (sampling, progressive) in [
        (Factor::F_1_1, false),
        (Factor::F_2_1, false),
        (Factor::F_1_2, false),
        (Factor::F_2_2, false),
        (Factor::F_4_1, false),
        (Factor::F_2_2, true),
        (Factor::F_1_1, true),
    ] {
        let bytes = jpeg(&part, sampling, progressive);
        // Blocks of 8, 8, 4, 2 and 1 samples.
        for side in [1920, 700, 480, 240, 120] {
            for (decoder, pixels) in DECODERS {
                let got = rgb(&pixels(&bytes, side).unwrap());
                let full = decoded(&bytes);
                let (width, height) = got.dimensions();
                let expected = imageops::resize(&full, width, height, imageops::FilterType::Lanczos3);
                let likeness = psnr(&got, &expected);
                assert!(likeness > 34.0, "{decoder}: {sampling:?} {progressive} at {side}: {likeness:.1} dB");
            }
        }
    }
}

#[test]
fn progressive_and_sequential_give_the_same_pixels() {
    use jpeg_encoder::SamplingFactor::F_2_2;
    let whole = decoded(&std::fs::read(asset("Landscape_1.jpg")).unwrap());
    let part = imageops::crop_imm(&whole, 100, 100, 203, 149).to_image();
    let (one, other) = (jpeg(&part, F_2_2, false), jpeg(&part, F_2_2, true));
    for side in [1920, 100, 50, 20] {
        let [one, other] = [&one, &other].map(|bytes| pixels(&Own, bytes, side).unwrap());
        assert!(one == other, "at {side}");
    }
}

#[test]
fn what_others_encoded_is_decoded_alike() {
    // Successive approximation, restarts and grey, by libjpeg; the drawing is also there as PNG.
    let png = image::open(asset("drawn.png")).unwrap().into_rgb8();
    for name in ["drawn_progressive.jpg", "drawn_restarts.jpg", "drawn_grey_progressive.jpg"] {
        let bytes = std::fs::read(asset(name)).unwrap();
        for (decoder, pixels) in DECODERS {
            let picture = pixels(&bytes, 1920).unwrap();
            assert_eq!(picture.chroma.is_none(), name.contains("grey"), "{decoder}: {name}");
            let (got, theirs) = (rgb(&picture), decoded(&bytes));
            assert!(psnr(&got, &theirs) > 42.0, "{decoder}: {name}: {:.1} dB", psnr(&got, &theirs));
            assert!(psnr(&got, &png) > 25.0, "{decoder}: {name}: {:.1} dB", psnr(&got, &png));
        }
    }
}

#[test]
fn png_and_webp_are_shrunk_and_heic_needs_the_system() {
    let png = image::open(asset("drawn.png")).unwrap().into_rgb8();
    for name in ["drawn.png", "drawn_lossless.webp", "drawn_lossy.webp"] {
        let shrunk = shrink(&asset(name)).unwrap();
        let likeness = psnr(&decoded(&shrunk.working.jpeg), &png);
        assert!(likeness > 24.0, "{name}: {likeness:.1} dB");
    }
    assert_eq!(shrink(&asset("drawn.heic")), Err(PhotoError::NeedsDecoding));
}

#[test]
fn pixels_of_the_system_take_the_same_way() {
    let png = image::open(asset("drawn.png")).unwrap();
    let size = (png.width(), png.height());
    let rgba = png.to_rgba8();
    let heic = shrink_pixels(&asset("drawn.heic"), size, &rgba, 1).unwrap();
    assert_eq!(heic.working, shrink(&asset("drawn.png")).unwrap().working);
    assert_eq!(heic.inspected.format, PhotoFormat::Heic);
    let turned = shrink_pixels(&asset("drawn.heic"), size, &rgba, 6).unwrap();
    assert_eq!((turned.working.width, turned.working.height), (size.1, size.0));
    let short = shrink_pixels(&asset("drawn.heic"), size, &rgba.as_raw()[4..], 1);
    assert_eq!(short, Err(PhotoError::Corrupt("other than width × height pixels")));
}

#[test]
fn transparent_pixels_show_white_paper() {
    assert_eq!(on_white([10, 20, 30, 0]), (255, 255, 255));
    assert_eq!(on_white([10, 20, 30, 255]), (10, 20, 30));
    assert_eq!(on_white([0, 0, 0, 128]), (127, 127, 127));
}

#[test]
fn kinds_that_are_not_decoded_are_named() {
    let cmyk = {
        let mut out = Vec::new();
        jpeg_encoder::Encoder::new(&mut out, 90)
            .encode(&[9; 16 * 16 * 4], 16, 16, jpeg_encoder::ColorType::Cmyk)
            .unwrap();
        out
    };
    let whole = std::fs::read(asset("drawn_restarts.jpg")).unwrap();
    let frame = whole.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    let mut twelve = whole.clone();
    twelve[frame + 4] = 12;
    let mut arithmetic = whole;
    arithmetic[frame + 1] = 0xC9;
    for (_, pixels) in DECODERS {
        assert_eq!(pixels(&cmyk, 1920), Err(PhotoError::Unsupported("CMYK JPEG")));
        assert_eq!(pixels(&twelve, 1920), Err(PhotoError::Unsupported("JPEG of other than 8 bits")));
        assert!(matches!(pixels(&arithmetic, 1920), Err(PhotoError::Unsupported(_))));
    }
}

#[test]
fn a_file_cut_anywhere_gives_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.jpg");
    let whole = std::fs::read(asset("Landscape_8.jpg")).unwrap();
    for part in 1..12 {
        std::fs::write(&path, &whole[..whole.len() * part / 12]).unwrap();
        assert!(matches!(shrink(&path), Err(PhotoError::Truncated)), "{part} of 12");
    }
    let mut missing_table = std::fs::read(asset("drawn_restarts.jpg")).unwrap();
    let table = missing_table.windows(2).position(|pair| pair == [0xFF, 0xDB]).unwrap();
    missing_table[table + 1] = 0xFE;
    std::fs::write(&path, &missing_table).unwrap();
    assert_eq!(shrink(&path), Err(PhotoError::Corrupt("missing quantisation table")));
}

/// A stand-in for fuzzing in every run of the tests; the targets themselves are in `core/fuzz`.
#[test]
fn no_mutation_makes_shrinking_panic_or_give_half_a_picture() {
    use crate::id::{IdGen, SeededIds};
    let random = SeededIds::new(81);
    let draw = |below: usize| {
        let mut bytes = [0; 8];
        random.random(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) >> 1).unwrap() % below
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mutated");
    for (name, rounds) in [
        ("drawn_progressive.jpg", 250),
        ("drawn_restarts.jpg", 250),
        ("drawn_grey_progressive.jpg", 150),
        ("drawn.png", 60),
        ("drawn_lossy.webp", 150),
        ("drawn_lossless.webp", 80),
        ("drawn.heic", 60),
    ] {
        let whole = std::fs::read(asset(name)).unwrap();
        for _ in 0..rounds {
            let mut bytes = whole.clone();
            for _ in 0..=draw(4) {
                let at = draw(bytes.len());
                match draw(4) {
                    0 => bytes[at] = u8::try_from(draw(256)).unwrap(),
                    1 => bytes[at] ^= 1 << draw(8),
                    2 => bytes.truncate(at.max(1)),
                    _ => bytes.insert(at, 0xFF),
                }
            }
            std::fs::write(&path, &bytes).unwrap();
            if let Ok(shrunk) = shrink(&path) {
                let again =
                    inspect_stream(&shrunk.working.jpeg[..], &mut crate::photo::jpeg::NoPixels).unwrap();
                assert!(again.width <= WORKING_SIDE && again.height <= WORKING_SIDE);
            }
        }
    }
}

#[test]
fn a_small_file_that_claims_much_costs_little() {
    // 64 million progressive pixels in 700 bytes: the walk ends where the data does.
    let whole = std::fs::read(asset("drawn_progressive.jpg")).unwrap();
    let frame = whole.windows(2).position(|pair| pair == [0xFF, 0xC2]).unwrap();
    let mut claim = whole;
    claim[frame + 5..frame + 9].copy_from_slice(&[0x1F, 0x40, 0x1F, 0x40]);
    for (_, pixels) in DECODERS {
        assert!(pixels(&claim, WORKING_SIDE).is_err());
    }
}

/// A PNG that claims so many pixels of 16 bits with transparency, and has none.
fn claiming_png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let checksum = crc32fast::hash(&[kind, body].concat()).to_be_bytes();
        [&u32::try_from(body.len()).unwrap().to_be_bytes(), &kind[..], body, &checksum].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[16, 6, 0, 0, 0]].concat();
    let parts = [chunk(b"IHDR", &header), chunk(b"IDAT", &[0x78, 0x9C, 1, 0]), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

/// A lossless WebP that claims so many pixels, and has none.
fn claiming_webp(width: u32, height: u32) -> Vec<u8> {
    let packed = (width - 1) | (height - 1) << 14;
    let body = [b"WEBPVP8L\x0A\0\0\0\x2F".as_slice(), &packed.to_le_bytes(), &[0; 5]].concat();
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

#[test]
fn a_picture_that_would_take_too_much_memory_is_refused_before_any_is_taken() {
    let look = |file: &[u8]| picture_in(Cursor::new(file), WORKING_SIDE).map(drop);
    let too_many = |width, height, limit| Err(PhotoError::TooManyPixels { width, height, limit });
    assert_eq!(look(&claiming_png(6_300, 6_300)), too_many(6_300, 6_300, 16_000_000));
    assert!(matches!(look(&claiming_png(63, 63)), Err(PhotoError::Corrupt(_))));
    assert_eq!(look(&claiming_webp(4_001, 4_001)), too_many(4_001, 4_001, MAX_WEBP_PIXELS));
    assert!(matches!(look(&claiming_webp(41, 41)), Err(PhotoError::Corrupt(_))));
}

#[test]
fn a_png_of_16_bits_gives_the_picture_of_its_8_bits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep.png");
    for deep in [
        DynamicImage::from(image::open(asset("drawn.png")).unwrap().into_rgb16()),
        image::open(asset("drawn.png")).unwrap().into_rgba16().into(),
    ] {
        deep.save(&path).unwrap();
        assert_eq!(shrink(&path).unwrap().working, shrink(&asset("drawn.png")).unwrap().working);
    }
}
