//! `doorstep inspect photo`, `doorstep shrink`, `doorstep compare`: photo files on this computer, without a hub.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::FixedOffset;
use doorstep_core::photo::{self, Derivative, Inspected, PhotoError, Seen, TakenAt};
use serde_json::{Value, json};

use super::{Desk, error::CliError};

#[derive(Debug, clap::Args)]
pub(super) struct Inspect {
    /// The photos [照片文件]
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Shrink {
    /// The camera's file [原始照片]
    #[arg(value_name = "IN")]
    source: PathBuf,
    /// Where the working copy goes: a JPEG of at most 1920 pixels [工作副本]
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Where a thumbnail of at most 320 pixels goes [缩略图]
    #[arg(long, value_name = "OUT2")]
    thumbnail: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// One photo [照片一]
    #[arg(value_name = "A")]
    one: PathBuf,
    /// The other [照片二]
    #[arg(value_name = "B")]
    other: PathBuf,
}

/// One JSON object a line and file; a file that is refused has an `error` in place of the rest.
pub(super) fn inspect(desk: &Desk, args: &Inspect) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    let mut refused = 0;
    for file in &args.files {
        let found = photo::inspect(file);
        refused += usize::from(found.is_err());
        if desk.json {
            let mut object = match &found {
                Ok(inspected) => object_of(inspected),
                Err(error) => json!({ "error": error.to_string(), "message": error.text() }),
            };
            if let Some(fields) = object.as_object_mut() {
                fields.insert("file".into(), json!(file.display().to_string()));
            }
            writeln!(out, "{object}")?;
        } else {
            writeln!(out, "{}", file.display())?;
            match &found {
                Ok(inspected) => out.write_all(lines_of(inspected).as_bytes())?,
                Err(error) => writeln!(out, "  {}", both(error))?,
            }
        }
    }
    match refused {
        0 => Ok(()),
        count => Err(CliError::Faults(format!("{count} of {} files are no whole photos", args.files.len()))),
    }
}

pub(super) fn shrink(desk: &Desk, args: &Shrink) -> Result<(), CliError> {
    let shrunk = photo::shrink(&args.source).map_err(|error| fault(&args.source, &error))?;
    std::fs::write(&args.out, &shrunk.working.jpeg)?;
    if let Some(path) = &args.thumbnail {
        std::fs::write(path, &shrunk.thumbnail.jpeg)?;
    }
    let mut out = io::stdout().lock();
    if desk.json {
        let object = json!({
            "original": object_of(&shrunk.inspected),
            "fingerprint": shrunk.fingerprint.bits,
            "quality": shrunk.fingerprint.quality,
            "working": copy_of(&shrunk.working),
            "thumbnail": args.thumbnail.as_ref().map(|_| copy_of(&shrunk.thumbnail)),
        });
        writeln!(out, "{object}")?;
    } else {
        let Inspected { width, height, bytes, .. } = shrunk.inspected;
        let working = &shrunk.working;
        writeln!(
            out,
            "{width}×{height}, {bytes} B → {}×{}, {} B",
            working.width,
            working.height,
            working.jpeg.len()
        )?;
    }
    Ok(())
}

pub(super) fn compare(desk: &Desk, args: &Compare) -> Result<(), CliError> {
    let seen = |path: &Path| {
        let shrunk = photo::shrink(path).map_err(|error| fault(path, &error))?;
        let Inspected { sha256, taken_at, .. } = shrunk.inspected;
        Ok::<_, CliError>(Seen {
            sha256,
            fingerprint: shrunk.fingerprint,
            taken_at: taken_at.map(|taken| taken.local),
        })
    };
    let (verdict, distance) = photo::compare(&seen(&args.one)?, &seen(&args.other)?);
    let mut out = io::stdout().lock();
    if desk.json {
        writeln!(out, "{}", json!({ "verdict": verdict, "distance": distance }))?;
    } else {
        let text = verdict.text();
        writeln!(out, "{} {}({distance}/256)", text.en, text.zh)?;
    }
    Ok(())
}

/// What programs get of an inspected photo.
fn object_of(inspected: &Inspected) -> Value {
    let Inspected { format, width, height, orientation, sha256, bytes, trailing_bytes, progressive, .. } =
        inspected;
    json!({
        "format": format,
        "width": width,
        "height": height,
        "orientation": orientation,
        "taken_at": inspected.taken_at.map(time_of),
        "gps": inspected.gps.map(|gps| json!({ "lat": gps.lat, "lon": gps.lon, "datum": "wgs84" })),
        "maker": inspected.maker,
        "sha256": sha256,
        "bytes": bytes,
        "trailing_bytes": trailing_bytes,
        "progressive": progressive,
        "problems": inspected.problems,
    })
}

fn time_of(taken: TakenAt) -> Value {
    let offset = taken.offset_minutes.and_then(|minutes| FixedOffset::east_opt(i32::from(minutes) * 60));
    json!({
        "local": taken.local.format("%Y-%m-%dT%H:%M:%S").to_string(),
        "offset": offset.map(|offset| offset.to_string()),
        "inferred": taken.inferred,
    })
}

fn copy_of(copy: &Derivative) -> Value {
    json!({ "width": copy.width, "height": copy.height, "bytes": copy.jpeg.len(), "sha256": copy.sha256 })
}

/// The same for people.
fn lines_of(inspected: &Inspected) -> String {
    let object = object_of(inspected);
    let mut text = String::new();
    for (name, value) in object.as_object().into_iter().flatten() {
        let value = match value {
            Value::String(word) => word.clone(),
            other => other.to_string(),
        };
        if name != "problems" {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    }
    for problem in &inspected.problems {
        let sentence = problem.text();
        text.push_str(&format!("  ! {} {}\n", sentence.en, sentence.zh));
    }
    text
}

fn both(error: &PhotoError) -> String {
    let text = error.text();
    format!("{} {} ({error})", text.en, text.zh)
}

fn fault(path: &Path, error: &PhotoError) -> CliError {
    CliError::Faults(format!("{}: {}", path.display(), both(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/assets/photos").join(name)
    }

    #[test]
    fn programs_get_every_field_of_a_photo() {
        let object = object_of(&photo::inspect(&asset("Landscape_6.jpg")).unwrap());
        assert_eq!(object["format"], "jpeg");
        assert_eq!((object["width"].as_u64(), object["height"].as_u64()), (Some(1200), Some(1800)));
        assert_eq!((object["orientation"].as_u64(), object["gps"].is_null()), (Some(6), true));
        assert_eq!(object["sha256"].as_str().map(str::len), Some(64));
        assert_eq!(
            (object["progressive"].as_bool(), object["trailing_bytes"].as_u64()),
            (Some(false), Some(0))
        );
        assert!(object["problems"].as_array().is_some_and(Vec::is_empty));
    }

    #[test]
    fn a_time_says_its_zone_and_whether_it_was_inferred() {
        let local = chrono::NaiveDate::from_ymd_opt(2026, 6, 3).unwrap().and_hms_opt(14, 5, 9).unwrap();
        let taken = TakenAt { local, offset_minutes: Some(480), inferred: true };
        let expected = json!({ "local": "2026-06-03T14:05:09", "offset": "+08:00", "inferred": true });
        assert_eq!(time_of(taken), expected);
        let unknown = TakenAt { offset_minutes: None, inferred: false, ..taken };
        assert!(time_of(unknown)["offset"].is_null());
    }

    #[test]
    fn two_encodings_of_one_picture_are_near_duplicates() {
        let desk = Desk { folder: PathBuf::new(), json: true };
        let args = Compare { one: asset("Landscape_1.jpg"), other: asset("Landscape_6.jpg") };
        assert!(compare(&desk, &args).is_ok());
        let missing = Compare { one: asset("none.jpg"), other: asset("Landscape_6.jpg") };
        assert!(compare(&desk, &missing).is_err());
    }
}
