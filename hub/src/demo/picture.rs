//! Pictures for phones without a camera: drawn, plausible in size, each different.

use std::{io, path::Path};

use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 960;

/// Draws a house under a sky as a JPEG at `path`; `number` makes it unlike every other.
///
/// # Errors
/// When the file cannot be written.
pub fn draw(path: &Path, number: u64) -> io::Result<()> {
    let hue =
        |shift: u64| u8::try_from((number.wrapping_mul(37).wrapping_add(shift * 61)) % 120).unwrap_or(0);
    let horizon = HEIGHT / 2 + u32::from(hue(3)) / 2;
    let (left, top) = (250 + u32::from(hue(4)) * 2, horizon - 220);
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let grain =
            u8::try_from((x.wrapping_mul(31) ^ y.wrapping_mul(17) ^ u32::from(hue(5))) % 9).unwrap_or(0);
        let wall = (left..left + 460).contains(&x) && (top..horizon + 140).contains(&y);
        let door = (left + 190..left + 280).contains(&x) && (top + 160..horizon + 140).contains(&y);
        let roof = y < top && y + 150 > top && x.abs_diff(left + 230) < 80 + (y + 150 - top) * 2;
        if door {
            Rgb([90 + grain, 50, 30])
        } else if wall {
            Rgb([200 + grain, 180 + hue(0) / 4, 150])
        } else if roof {
            Rgb([120 + hue(1) / 2, 60 + grain, 50])
        } else if y < horizon {
            let fade = u8::try_from(y * 90 / HEIGHT).unwrap_or(0);
            Rgb([110 + fade + grain, 160 + fade / 2, 215])
        } else {
            Rgb([90 + grain, 120 + hue(2) / 2, 70])
        }
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85)
        .write_image(picture.as_raw(), WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .map_err(io::Error::other)?;
    std::fs::write(path, bytes)
}
