//! `doorstep evidence list`, `doorstep evidence export`, `doorstep verify`.

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
};

use doorstep_core::{
    domain::evidence::{CheckResult, EvidenceVerdict, Finding, Overall},
    id::{DeviceId, PhotoId},
    op::{
        bundle::{BundleError, BundleReport, verify_bundle},
        row::{PhotoRow, RowKind},
    },
    seal::{Digest, PublicKey},
    text::Text,
};
use serde_json::{Value, json};

use super::{Desk, error::CliError, options, print};
use crate::{
    config::Folder,
    service::{BundleFor, Hub, document_of},
    store::why,
};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Every photo with its verdict [照片及结论]
    List,
    /// Write a bundle that proves photos to somebody without this hub [导出证据包]
    Export(Export),
}

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The photos, all of one phone, as `doorstep evidence list` shows them [照片编号]
    #[arg(required = true, value_name = "PHOTO")]
    photos: Vec<PhotoId>,
    /// The bundle [证据包文件]
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Who gets it [接收单位]
    #[arg(long = "for", value_name = "NAME", value_parser = options::name)]
    recipient: String,
    /// How many days they may keep it [保存天数]
    #[arg(long, default_value_t = 30, value_parser = options::whole::<u16, 1, { options::MOST_DAYS }>)]
    days: u16,
    /// Leave the photos sealed to this hub [照片保持加密]
    #[arg(long)]
    sealed: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The bundle [证据包文件]
    bundle: PathBuf,
    /// The fingerprint of the phone's key, told by somebody who knows it: SHA-256 in hexadecimal digits. A hub in
    /// `--folder` knows the keys of its phones [设备密钥指纹]
    #[arg(long, value_name = "SHA256")]
    key: Option<Digest>,
    /// The fingerprint of the key of the hub that made the bundle, told likewise: its word counts for what was erased
    /// by law. A hub in `--folder` takes its own [枢纽密钥指纹]
    #[arg(long, value_name = "SHA256")]
    hub_key: Option<Digest>,
}

pub(super) fn run(desk: &Desk, command: &Command) -> Result<(), CliError> {
    match command {
        Command::List => list(desk),
        Command::Export(args) => export(desk, args),
    }
}

fn list(desk: &Desk) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let zone = hub.settings()?.zone;
    let mut photos: Vec<PhotoRow> = Vec::new();
    hub.store().reading(|tx| {
        tx.for_each_row(RowKind::Photo, None, &mut |row| {
            let photo: Option<PhotoRow> = document_of(&row)?;
            photos.extend(photo.filter(|photo| !photo.record.kind.is_for_addressee()));
            Ok(())
        })
    })?;
    photos.sort_by_key(|photo| (photo.record.captured_at(), photo.record.id));
    if desk.json {
        let one = |photo: &PhotoRow| {
            json!({
                "photo": photo.record.id, "visit": photo.record.visit, "household": photo.record.household,
                "kind": photo.record.kind, "by": photo.record.by,
                "taken_in_at": photo.record.captured_at(), "stored": photo.state, "claims": photo.record.claims,
                "verdict": photo.verdict.map(|verdict| verdict_of(&verdict)), "repeats": photo.repeats,
            })
        };
        let photos: Vec<_> = photos.iter().map(one).collect();
        return Ok(print::json(&photos)?);
    }
    let headings = ["photo 照片", "taken in 拍摄", "verdict 结论", "time", "place", "image", "chain"];
    let mut table = print::Table::new(7, &headings);
    for photo in photos {
        let Some(verdict) = photo.verdict else { continue };
        let marks = verdict.checks().map(|(_, finding)| mark(finding).to_owned());
        let cells = [
            photo.record.id.to_string(),
            zone.format(photo.record.captured_at()),
            one_line(&verdict.overall().text()),
        ];
        table.row(cells.into_iter().chain(marks));
    }
    Ok(table.print()?)
}

fn export(desk: &Desk, args: &Export) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    if args.out.exists() {
        let path = args.out.display();
        return Err(CliError::Usage(format!(
            "{path}: exists already: name another / 文件已存在，请另取名称"
        )));
    }
    let whom = BundleFor { recipient: args.recipient.clone(), keep_days: args.days, opened: !args.sealed };
    let photos = distinct(&args.photos);
    let files = hub.export_bundle(&photos, &whom, &args.out)?;
    let report = read_bundle(&args.out, |_, _| true, |_| true)?;
    let key = report.key_fingerprint.unwrap_or_default();
    let hub_key = report.absent.map(|absent| absent.key_fingerprint);
    if desk.json {
        let told = json!({ "photos": photos.len(), "files": files, "key": key, "hub_key": hub_key });
        return Ok(print::json(&told)?);
    }
    print::line(&format!("{} photos, {files} files / 已导出", photos.len()))?;
    print::line(&format!(
        "Tell the recipient the key's fingerprint by another way / 请另行告知密钥指纹:\n{key}"
    ))?;
    if let Some(hub_key) = hub_key {
        print::line(&format!("and that of this hub's key / 以及本枢纽的密钥指纹(--hub-key):\n{hub_key}"))?;
    }
    Ok(())
}

/// The photos, each once however often it was named.
fn distinct(photos: &[PhotoId]) -> Vec<PhotoId> {
    photos.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Reports on the bundle. Whatever was found is an answer; a bundle that was altered is an exit code of 3.
pub(super) fn verify(desk: &Desk, args: &Verify) -> Result<(), CliError> {
    let hub = if Folder::new(&desk.folder).database().exists() { Some(desk.hub_to_read()?) } else { None };
    let is_known = |device: DeviceId, key: &PublicKey| {
        let sec1 = key.to_sec1();
        // What was said by another way is what the bundle is held against; what this hub knows fills its place.
        let in_hub = |hub: &Hub| hub.store().reading(|tx| tx.device(device)).ok().flatten();
        match args.key {
            Some(told) => told == Digest::of(&sec1),
            None => hub.as_ref().and_then(in_hub).is_some_and(|record| record.public_key == sec1),
        }
    };
    let is_hub = |key: &PublicKey| {
        let sec1 = key.to_sec1();
        match args.hub_key {
            Some(told) => told == Digest::of(&sec1),
            None => hub.as_ref().is_some_and(|hub| hub.keys().order_key() == sec1),
        }
    };
    let report = read_bundle(&args.bundle, is_known, is_hub)?;
    if desk.json {
        print::json(&report_of(&report))?;
    } else {
        print::line(&lines_of(&report))?;
    }
    if args.key.is_some() && report.key_fingerprint.is_some() && !report.key_is_known {
        let reason = "the key is not the one that --key names / 密钥与所给指纹不符";
        return Err(CliError::Faults(format!("{}: {reason}", args.bundle.display())));
    }
    let in_hub =
        |device| hub.as_ref().and_then(|hub| hub.store().reading(|tx| tx.device(device)).ok().flatten());
    let is_this_hubs = report.device.and_then(in_hub).is_some();
    if args.key.is_none() && is_this_hubs && report.key_fingerprint.is_some() && !report.key_is_known {
        let reason = "the key is not the one that this hub knows of the phone / 密钥与本枢纽登记的不符";
        return Err(CliError::Faults(format!("{}: {reason}", args.bundle.display())));
    }
    match report.overall() {
        Overall::Altered(_) => Err(CliError::Faults(one_line(&report.overall().text()))),
        Overall::Authentic | Overall::Unverifiable(_) | Overall::Erased | Overall::Unknown => Ok(()),
    }
}

/// The report on the bundle at `path`; a fault names the file.
fn read_bundle(
    path: &Path,
    is_known: impl Fn(DeviceId, &PublicKey) -> bool,
    is_hub: impl Fn(&PublicKey) -> bool,
) -> Result<BundleReport, CliError> {
    let unread = |error: BundleError| match error {
        BundleError::Io(kind) => CliError::file(path, &why(&kind.into())),
        BundleError::NotABundle => {
            CliError::Faults(format!("{}: {error} / 不是本版本能读的证据包", path.display()))
        }
    };
    // Before it is opened: opening a pipe would wait for ever.
    let kind = std::fs::metadata(path).map_err(|error| unread(error.into()))?.file_type();
    if !kind.is_file() && !kind.is_dir() {
        return Err(unread(BundleError::NotABundle));
    }
    let bundle = File::open(path).map_err(|error| unread(error.into()))?;
    verify_bundle(bundle, is_known, is_hub).map_err(unread)
}

fn one_line(text: &Text) -> String {
    format!("{} {}", text.zh, text.en)
}

const fn mark(finding: Finding) -> &'static str {
    match finding.result() {
        CheckResult::Pass => "✓",
        CheckResult::Fail => "✗",
        CheckResult::NotApplicable => "–",
    }
}

/// Four objects by name, each with result, code and a sentence in both languages, and what they come to.
fn verdict_of(verdict: &EvidenceVerdict) -> Value {
    let mut object = serde_json::Map::new();
    for (name, finding) in verdict.checks() {
        let text = finding.label();
        let check = json!({
            "result": finding.result(), "code": finding, "zh": text.zh, "en": text.en,
        });
        object.insert(name.to_owned(), check);
    }
    object.insert("overall".to_owned(), overall_of(verdict.overall()));
    Value::Object(object)
}

fn overall_of(overall: Overall) -> Value {
    let text = overall.text();
    let (verdict, reason) = match overall {
        Overall::Authentic => ("authentic", None),
        Overall::Altered(reason) => ("altered", Some(reason)),
        Overall::Unverifiable(reason) => ("unverifiable", Some(reason)),
        Overall::Erased => ("erased", None),
        Overall::Unknown => ("unknown", None),
    };
    json!({ "verdict": verdict, "reason": reason, "zh": text.zh, "en": text.en })
}

fn report_of(report: &BundleReport) -> Value {
    let photos: Vec<Value> = report
        .photos
        .iter()
        .map(|photo| {
            let absence = photo.absence.as_ref().map(|absence| {
                let text = absence.text();
                json!({ "why": absence, "zh": text.zh, "en": text.en })
            });
            json!({
                "photo": photo.photo, "seq": photo.seq, "files": photo.files,
                "verdict": verdict_of(&photo.verdict), "absence": absence,
            })
        })
        .collect();
    let broken = report.broken.map(|broken| {
        let text = broken.text();
        json!({ "seq": broken.seq, "code": broken.what, "zh": text.zh, "en": text.en })
    });
    let faults: Vec<Value> = report
        .faults
        .iter()
        .map(|fault| {
            let text = fault.text();
            json!({ "part": fault.part, "code": fault.what, "zh": text.zh, "en": text.en })
        })
        .collect();
    json!({
        "overall": overall_of(report.overall()),
        "device": report.device,
        "key": report.key_fingerprint,
        "key_is_known": report.key_is_known,
        "journal": {
            "entries": report.entries, "without_body": report.without_body, "absent": report.absent,
            "signed_through": report.signed_through, "broken": broken,
        },
        "faults": faults,
        "photos": photos,
    })
}

fn lines_of(report: &BundleReport) -> String {
    let mut lines = vec![one_line(&report.overall().text())];
    if let Some(key) = report.key_fingerprint.as_ref().filter(|_| !report.key_is_known) {
        lines.push(format!("key 密钥 {key}: hold it against what the hub says / 请与枢纽核对(--key)"));
    }
    lines.push(format!(
        "journal 日志 {} entries, {} without body, signed through {}",
        report.entries, report.without_body, report.signed_through
    ));
    if let Some(absent) = &report.absent {
        let by = absent.by.label();
        lines.push(format!(
            "  {} erased by law, {} trimmed, {} left out, as {} states / 依法删除、精简、未附上，由{}声明",
            absent.erased, absent.trimmed, absent.left_out, by.en, by.zh
        ));
    }
    lines.extend(report.broken.map(|broken| format!("  ✗ {}", one_line(&broken.text()))));
    lines.extend(report.faults.iter().map(|fault| format!("  ✗ {}", one_line(&fault.text()))));
    for photo in &report.photos {
        lines.push(format!("photo 照片 {}", photo.photo));
        lines.extend(photo.absence.as_ref().map(|absence| format!("  {}", one_line(&absence.text()))));
        for (name, finding) in photo.verdict.checks() {
            lines.push(format!("  {} {name:<6}{} ({finding})", mark(finding), one_line(&finding.label())));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_bundle_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (missing, text) = (folder.path().join("missing.bundle"), folder.path().join("text.bundle"));
        std::fs::write(&text, "hello").unwrap();
        let here = folder.path().to_owned();
        for (path, reason) in [(missing, "不存在"), (text, "证据包"), (here, "是文件夹")] {
            let error = read_bundle(&path, |_, _| true, |_| true).unwrap_err().to_string();
            assert!(error.starts_with(&path.display().to_string()) && error.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_photo_named_twice_goes_into_a_bundle_once() {
        let photo = |text: &str| text.parse::<PhotoId>().unwrap();
        let (one, other) =
            (photo("01970000-0000-7000-8000-000000000001"), photo("01970000-0000-7000-8000-000000000002"));
        assert_eq!(distinct(&[one, other, one]), [one, other]);
    }

    #[test]
    fn a_verdict_tells_each_question_with_result_code_and_both_languages() {
        let verdict = EvidenceVerdict {
            time: Finding::TimeAgrees,
            place: Finding::NoFix,
            image: Finding::ImageChanged,
            chain: Finding::ChainProved,
        };
        let object = verdict_of(&verdict);
        assert_eq!(object["time"]["result"], "Pass");
        assert_eq!(
            (&object["place"]["result"], &object["place"]["code"]),
            (&json!("NotApplicable"), &json!("NoFix"))
        );
        assert_eq!(object["overall"]["verdict"], "altered");
        assert_eq!(object["overall"]["reason"], "ImageChanged");
        assert!(object["image"]["zh"].as_str().is_some_and(|zh| zh.contains("改动")));
    }
}
