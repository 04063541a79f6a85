//! What a user can send to support when something is wrong: counts, versions, states and causes.
//!
//! Redacted by construction: only what is named here goes in, and nothing here holds what a person wrote.

use std::{collections::BTreeMap, fs, io::ErrorKind, path::Path};

use doorstep_core::{
    fieldwork::{Doorstep, PAGE},
    op::wire::PROTOCOL,
    seal::write_whole,
};
use serde_json::json;

use crate::{calls::Phone, error::DoorstepError};

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Diagnostics {
    /// The file.
    pub path: String,
    /// Its content, for the user to read before sending it.
    pub json: String,
}

impl Diagnostics {
    pub(crate) fn write(phone: &Phone, path: &Path) -> Result<Self, DoorstepError> {
        let core = &phone.core;
        core.check_target(path)?;
        // A store that is shut or broken is exactly when this is wanted: what fails is named, and the rest goes on.
        let report = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "protocol": PROTOCOL,
            "system": { "os": std::env::consts::OS, "arch": std::env::consts::ARCH },
            "at": phone.clock.now().to_rfc3339(),
            "device": told(device(core)),
            "records": told(records(core)),
            "photos": told(photos(core)),
            "visits_in_progress": told(core.drafts().map(|drafts| json!(drafts.len()))),
            "bytes": folder_bytes(&phone.folder),
            "log": phone.recent_lines().iter().map(|line| json!({
                "at": line.at.to_rfc3339(), "level": format!("{:?}", line.level), "what": line.what, "how": line.how,
            })).collect::<Vec<_>>(),
        });
        let json =
            serde_json::to_string_pretty(&report).map_err(|_| DoorstepError::internal("diagnostics/json"))?;
        write_whole(path, |part| fs::write(part, &json)).map_err(|error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => DoorstepError::StorageFull,
            kind => DoorstepError::Host { detail: format!("diagnostics: {kind}") },
        })?;
        Ok(Self { path: path.to_string_lossy().into_owned(), json })
    }
}

type Told = Result<serde_json::Value, doorstep_core::error::DoorstepError>;

fn told(part: Told) -> serde_json::Value {
    part.unwrap_or_else(|error| json!({ "failed": DoorstepError::from(error).code() }))
}

fn device(core: &Doorstep) -> Told {
    Ok(core.identity()?.map_or(json!(null), |me| {
        json!({
            "id": me.device, "state": me.state.as_str(), "role": me.staff.role.as_str(),
            "tenant": me.settings.tenant, "demo": me.settings.demo,
        })
    }))
}

/// The newest records by state and cause, and how many wait in all.
fn records(core: &Doorstep) -> Told {
    let lines = core.outbox(None, PAGE)?;
    let mut states: BTreeMap<String, u32> = BTreeMap::new();
    for line in &lines {
        let state = line.item.state.as_str();
        let name =
            line.item.cause.as_ref().map_or_else(|| state.to_owned(), |cause| format!("{state}/{cause}"));
        *states.entry(name).or_default() += 1;
    }
    let attempts = lines.iter().map(|line| line.item.attempts).max();
    Ok(
        json!({ "unsent": core.unsent()?, "newest": lines.len(), "states": states, "most_attempts": attempts }),
    )
}

fn photos(core: &Doorstep) -> Told {
    let mut states: BTreeMap<&str, u32> = BTreeMap::new();
    let mut waiting_bytes = 0u64;
    let mut after = None;
    loop {
        let page = core.photo_outbox(after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.item.photo);
        for line in &page {
            *states.entry(line.item.state.as_str()).or_default() += 1;
            waiting_bytes += line.item.bytes.saturating_sub(line.item.offset);
        }
    }
    Ok(json!({ "states": states, "waiting_bytes": waiting_bytes }))
}

/// Sizes by file extension: names of photo files are ids, names of set-aside folders tell nothing either.
fn folder_bytes(folder: &Path) -> BTreeMap<String, u64> {
    let mut bytes = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                Ok(meta) => {
                    let kind = entry.path().extension().map(|kind| kind.to_string_lossy().into_owned());
                    *bytes.entry(kind.unwrap_or_default()).or_default() += meta.len();
                }
                Err(_) => {}
            }
        }
    }
    bytes
}
