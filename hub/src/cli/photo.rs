//! `doorstep inspect photo`, `doorstep shrink`, `doorstep compare`: photo files on this computer, without a hub.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::FixedOffset;
use doorstep_core::photo::{self, Derivative, Inspected, PhotoError, Seen, TakenAt};
use serde_json::{Value, json};

use super::{Desk, error::CliError};
use crate::store::why;

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
    /// Replace files that are there; never the original [覆盖已有文件]
    #[arg(long)]
    force: bool,
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
    may_write(args)?;
    let shrunk = photo::shrink(&args.source).map_err(|error| fault(&args.source, &error))?;
    keep(&args.out, &shrunk.working.jpeg, args.force)?;
    if let Some(path) = &args.thumbnail {
        keep(path, &shrunk.thumbnail.jpeg, args.force)?;
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

/// The original is evidence: no copy takes its place. What else is there stays unless asked for.
fn may_write(args: &Shrink) -> Result<(), CliError> {
    let source = std::fs::canonicalize(&args.source).ok();
    let usage = |path: &Path, reason: &str| Err(CliError::Usage(format!("{}: {reason}", path.display())));
    for path in [Some(&args.out), args.thumbnail.as_ref()].into_iter().flatten() {
        if source.is_some() && std::fs::canonicalize(path).ok() == source {
            return usage(path, "is the original, which is never replaced / 不会覆盖原始照片");
        }
        if !args.force && path.exists() {
            return usage(path, "exists already: name another, or replace it with --force / 文件已存在");
        }
    }
    match &args.thumbnail {
        Some(path) if *path == args.out => usage(path, "is named for both copies / 两份副本不能同名"),
        _ => Ok(()),
    }
}

/// Writes a copy: in place of another only with all of it, and never through a link into the file behind it. What is
/// written first is a new file too: the original may have its name.
fn keep(path: &Path, bytes: &[u8], force: bool) -> Result<(), CliError> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let new = if force { Path::new(&part) } else { path };
    let mut file = std::fs::File::create_new(new).map_err(|error| CliError::file(new, &why(&error)))?;
    let written =
        file.write_all(bytes).and_then(|()| if force { std::fs::rename(new, path) } else { Ok(()) });
    written.map_err(|error| {
        // Half a copy is none; the cause is what matters.
        let _ = std::fs::remove_file(new);
        CliError::file(path, &why(&error))
    })
}

pub(super) fn compare(desk: &Desk, args: &Compare) -> Result<(), CliError> {
    let seen = |path: &Path| {
        let shrunk = photo::shrink(path).map_err(|error| fault(path, &error))?;
        let picture_sha256 =
            photo::picture_sha256(|| std::fs::File::open(path)).map_err(|error| fault(path, &error))?;
        let Inspected { sha256, taken_at, .. } = shrunk.inspected;
        Ok::<_, CliError>(Seen { sha256, picture_sha256, fingerprint: shrunk.fingerprint, taken_at })
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
    fn a_copy_that_cannot_be_written_is_told_in_both_languages() {
        let desk = Desk { folder: PathBuf::new(), json: true };
        let out = PathBuf::from("/nowhere/at/all/copy.jpg");
        for force in [false, true] {
            let args = Shrink { source: asset("drawn.png"), out: out.clone(), thumbnail: None, force };
            let error = shrink(&desk, &args).unwrap_err().to_string();
            assert!(error.contains("copy.jpg") && error.contains("不存在"), "{error}");
        }
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

    #[test]
    fn a_copy_never_takes_the_place_of_its_original_and_of_another_file_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let (source, out) = (folder.path().join("a.jpg"), folder.path().join("b.jpg"));
        std::fs::copy(asset("Landscape_6.jpg"), &source).unwrap();
        let original = std::fs::read(&source).unwrap();
        let desk = Desk { folder: PathBuf::new(), json: true };
        let run = |out: &Path, thumbnail: Option<&Path>, force| {
            let (source, out) = (source.clone(), out.to_owned());
            shrink(&desk, &Shrink { source, out, thumbnail: thumbnail.map(Path::to_owned), force })
        };
        let dotted = folder.path().join(".").join("a.jpg");
        for force in [false, true] {
            assert!(run(&source, None, force).is_err());
            assert!(run(&dotted, None, force).is_err());
            assert!(run(&out, Some(&source), force).is_err());
            assert!(run(&out, Some(&out), force).is_err());
        }
        assert!(!out.exists());
        std::fs::write(&out, "theirs").unwrap();
        assert!(run(&out, None, false).is_err());
        assert_eq!(std::fs::read(&out).unwrap(), b"theirs");
        run(&out, None, true).unwrap();
        assert!(photo::inspect(&out).is_ok());
        // What is written on the way to a copy has a name too, and the original or anybody's file may have it.
        let (camera, copy) = (folder.path().join("c.jpg.part"), folder.path().join("c.jpg"));
        std::fs::copy(&source, &camera).unwrap();
        for source in [&camera, &source] {
            let args = Shrink { source: source.clone(), out: copy.clone(), thumbnail: None, force: true };
            let error = shrink(&desk, &args).unwrap_err().to_string();
            assert!(error.contains("c.jpg.part"), "{error}");
            assert_eq!(std::fs::read(&camera).unwrap(), original);
        }
        // Nothing is left of a copy that could not be put in its place.
        let taken = folder.path().join("folder");
        std::fs::create_dir(&taken).unwrap();
        assert!(run(&taken, None, true).is_err());
        assert!(!folder.path().join("folder.part").exists());
        // Another name of the same file: the name is taken, not the file.
        std::fs::remove_file(&out).unwrap();
        std::fs::hard_link(&source, &out).unwrap();
        run(&out, None, true).unwrap();
        assert_eq!(std::fs::read(&source).unwrap(), original);
    }
}
