//! Photos against the `image` crate alone, on generated pictures of 12, 48 and 108 megapixels: from a camera file to
//! a working copy, a thumbnail and the file's SHA-256.
//!
//! Each measurement runs in a process of its own; time is what the processor spent on it (both sides use one thread),
//! the best of three, and memory is the peak over a process that does nothing. Our side also checks every coefficient
//! of the file, which `image` does not, and takes the fingerprint.
#![allow(clippy::disallowed_methods, reason = "a bench measures real time")]

use std::{error::Error, fs::File, io::BufWriter, path::Path, process::Command, time::Instant};

use doorstep_core::{
    id::{IdGen as _, SeededIds},
    photo::{self, FingerprintBits, FingerprintIndex, SAME_SCENE},
    seal::Digest,
};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--alone") {
        let way = args.get(at + 1).ok_or("no way")?;
        return alone(way, Path::new(args.get(at + 2).ok_or("no file")?));
    }
    let folder = tempfile::tempdir()?;
    println!("{:<10}{:>9}{:>12}{:>12}{:>8}   bar", "", "file MB", "own ms", "image ms", "ratio");
    let mut lines = Vec::new();
    for (name, width, height, bar) in
        [("12 MP", 4000, 3000, 5.0), ("48 MP", 8000, 6000, 6.5), ("108 MP", 12_000, 9_000, 8.0)]
    {
        eprintln!("drawing {name} …");
        let path = folder.path().join("photo.jpg");
        draw(width, height, &path)?;
        let floor = child("floor", &path)?.1;
        let (own, own_peak) = child("own", &path)?;
        let (theirs, their_peak) = child("image", &path)?;
        let megabytes = std::fs::metadata(&path)?.len() as f64 / 1e6;
        let ratio = theirs / own;
        println!("{name:<10}{megabytes:>9.1}{own:>12.0}{theirs:>12.0}{ratio:>8.1}   ≥ {bar}");
        let over = |peak: f64| (peak - floor) / 1024.0;
        lines.push(format!(
            "{name:<10} {:>6.1} MiB over floor, image {:>6.1} MiB   bar ≤ 20 MiB; brightness {:.1} dB from full-size Lanczos",
            over(own_peak),
            over(their_peak),
            likeness(&path)?
        ));
    }
    for line in lines {
        println!("{line}");
    }
    reuse();
    Ok(())
}

/// Clouds of four sizes and a camera's grain: about two bits a pixel, as phones write.
fn draw(width: u32, height: u32, path: &Path) -> Result<()> {
    let mut seed = 0x2545_F491_u32;
    let mut noise = || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        (seed >> 16) as f32 / 65_536.0 - 0.5
    };
    let small = RgbImage::from_fn(160, 120, |x, y| {
        let edge = if (x / 13 + y / 9) % 3 == 0 { 60.0 } else { 0.0 };
        let value =
            |phase: f32| 110.0 + edge + 70.0 * ((x as f32 * 0.11 + phase).sin() * (y as f32 * 0.07).cos());
        image::Rgb([0.0, 0.6, 1.3].map(|phase| (value(phase) + noise() * 40.0) as u8))
    });
    let mut large = image::imageops::resize(&small, width, height, FilterType::Triangle);
    for sample in large.iter_mut() {
        *sample = (f32::from(*sample) + noise() * 14.0) as u8;
    }
    let encoder = JpegEncoder::new_with_quality(BufWriter::new(File::create(path)?), 88);
    encoder.write_image(&large, width, height, ExtendedColorType::Rgb8)?;
    Ok(())
}

/// Milliseconds (the best of three) and peak memory in KiB of a process that goes one way.
fn child(way: &str, path: &Path) -> Result<(f64, f64)> {
    let (mut best, mut peak) = (f64::INFINITY, 0.0_f64);
    for _ in 0..3 {
        let done = Command::new(std::env::current_exe()?).args(["--alone", way]).arg(path).output()?;
        let text = String::from_utf8(done.stdout)?;
        let mut numbers = text.split_whitespace().map(str::parse::<f64>);
        best = best.min(numbers.next().ok_or("no time")??);
        peak = peak.max(numbers.next().ok_or("no memory")??);
    }
    Ok((best, peak))
}

fn alone(way: &str, path: &Path) -> Result<()> {
    let before = spent()?;
    match way {
        "own" => {
            std::hint::black_box(photo::shrink(path)?);
        }
        "image" => {
            let bytes = std::fs::read(path)?;
            std::hint::black_box(Digest::of(&bytes));
            let whole = image::load_from_memory(&bytes)?;
            let working = whole.resize(photo::WORKING_SIDE, photo::WORKING_SIDE, FilterType::Lanczos3);
            let thumbnail =
                working.resize(photo::THUMBNAIL_SIDE, photo::THUMBNAIL_SIDE, FilterType::Lanczos3);
            for picture in [working, thumbnail] {
                std::hint::black_box(encoded(&picture)?);
            }
        }
        _ => {}
    }
    println!("{} {}", spent()? - before, peak()?);
    Ok(())
}

fn encoded(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, photo::QUALITY))?;
    Ok(out)
}

/// Milliseconds that the processor has spent on this process.
fn spent() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    Ok(text.split_whitespace().next().ok_or("no figure")?.parse::<f64>()? / 1e6)
}

/// The most memory that this process has held, in KiB.
fn peak() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no figure")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// Peak signal-to-noise ratio of the working copy's brightness against full-size decoding, Lanczos and the same
/// quality by `image`.
fn likeness(path: &Path) -> Result<f64> {
    let own = image::load_from_memory(&photo::shrink(path)?.working.jpeg)?;
    let full = image::open(path)?.resize_exact(own.width(), own.height(), FilterType::Lanczos3);
    let (own, full) = (own.to_luma8(), full.to_luma8());
    let squares: f64 =
        own.iter().zip(full.iter()).map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2)).sum();
    Ok(10.0 * (255.0 * 255.0 / (squares / own.len() as f64)).log10())
}

/// One photo sought among 100,000.
fn reuse() {
    let ids = SeededIds::new(91);
    let mut index = FingerprintIndex::default();
    let mut bits = [0; 32];
    for _ in 0..100_000 {
        ids.random(&mut bits);
        index.push(&FingerprintBits(bits));
    }
    bits[3] ^= 0x11;
    let started = Instant::now();
    let found = index.near(&FingerprintBits(bits), SAME_SCENE);
    let took = started.elapsed().as_secs_f64() * 1e3;
    println!("a photo used again, among 100,000: {took:.2} ms, {} found   bar < 10 ms", found.len());
}
