//! The outbox: every item, its state, bytes, next try and plain cause.

use std::sync::{Mutex, PoisonError};

use crate::{
    error::DoorstepError,
    id::{HouseholdId, PhotoId},
    op::body::Body,
    store::{Blob, BlobState, ItemState, OutboxItem, StoreError, Tx, blob, journal, register},
    sync::{Cause, HostStatus, PhotoRule},
    text::{Text, redacted_debug},
    time::Timestamp,
};

use super::{Doorstep, PAGE, PhoneWord, ScreenWord, quantities::figure, sync_session::told};

/// Network and battery as the host last told them.
#[derive(Debug, Default)]
pub(super) struct LastStatus(Mutex<HostStatus>);

impl LastStatus {
    pub(super) fn get(&self) -> HostStatus {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps `status` and answers the one before.
    pub(super) fn replace(&self, status: HostStatus) -> HostStatus {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), status)
    }
}

/// Where something was recorded, for whoever asks what waits.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeLine {
    /// The household's form of address.
    pub greeting: String,
    /// Its address.
    pub address: String,
}

redacted_debug!(HomeLine {});

/// One record in the outbox, with the words for its state.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxLine {
    /// The item.
    pub item: OutboxItem,
    /// The home, where it concerns one that is on this phone.
    pub home: Option<HomeLine>,
    /// What it is, in words.
    pub what: Text,
    /// Its state, and why it waits or was not taken, in words.
    pub words: Text,
}

/// One photo in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoLine {
    /// The item.
    pub item: Blob,
    /// The home, where that is on this phone.
    pub home: Option<HomeLine>,
    /// Its state, and why it waits, in words.
    pub words: Text,
}

impl Doorstep {
    /// A page of records, newest first, from before `after` (a seq).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox(&self, after: Option<u64>, limit: usize) -> Result<Vec<OutboxLine>, DoorstepError> {
        self.store.read(|tx| {
            let items = journal::outbox(tx, after, limit.min(PAGE))?;
            Ok(items.into_iter().map(|item| line(tx, item)).collect::<Result<_, _>>()?)
        })
    }

    /// A page of photos, each that waits with its cause under the network and battery of now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn photo_outbox(
        &self,
        after: Option<PhotoId>,
        limit: usize,
    ) -> Result<Vec<PhotoLine>, DoorstepError> {
        let now = self.host.clock.now();
        let rule = PhotoRule::under(self.status.get(), now);
        let words = |item: &Blob| with_cause(item.state.label(), photo_cause(item, rule, now));
        self.store.read(|tx| {
            let items = blob::blobs(tx, after, limit.min(PAGE))?;
            let line =
                |item: Blob| Ok(PhotoLine { words: words(&item), home: home(tx, item.household)?, item });
            Ok(items.into_iter().map(line).collect::<Result<_, StoreError>>()?)
        })
    }

    /// How far all of it has come. A photo that stays on the phone for a while after the hub has it waits for nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn waiting(&self) -> Result<Waiting, DoorstepError> {
        self.store.read(|tx| {
            let (all_photos, photos) = blob::counts(tx)?;
            let is_anything_here = all_photos > 0 || !journal::outbox(tx, None, 1)?.is_empty();
            Ok(Waiting::new(journal::unsent_count(tx)?, photos, is_anything_here))
        })
    }

    /// Records that the hub has not acknowledged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unsent(&self) -> Result<u64, DoorstepError> {
        Ok(self.store.read(journal::unsent_count)?)
    }
}

/// How far all that was recorded has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Records that the hub has not acknowledged.
    pub records: u64,
    /// Photos of finished visits that the hub has not confirmed.
    pub photos: u64,
    /// The same in a line; that all was sent, or that nothing was recorded yet, where neither waits.
    pub words: Text,
}

impl Waiting {
    fn new(records: u64, photos: u64, is_anything_here: bool) -> Self {
        let waits = [
            (records > 0).then(|| ScreenWord::Unsent.with(&[figure(records)])),
            (photos > 0).then(|| PhoneWord::PhotosUnsent.with(&[figure(photos)])),
        ];
        let waits: Vec<_> = waits.into_iter().flatten().collect();
        let words = match (waits.is_empty(), is_anything_here) {
            (false, _) => Text::joined(&waits, " · ", " · "),
            (true, true) => ScreenWord::AllSent.label(),
            (true, false) => ScreenWord::NothingRecorded.label(),
        };
        Self { records, photos, words }
    }
}

/// The item with its home and words.
pub(super) fn line(tx: &Tx<'_>, item: OutboxItem) -> Result<OutboxLine, StoreError> {
    let home = item.household.map(|id| home(tx, id)).transpose()?.flatten();
    Ok(OutboxLine { what: kind_words(&item.kind), words: record_words(&item), home, item })
}

/// The home as lists name it; nothing where it is not on this phone.
pub(super) fn home(tx: &Tx<'_>, id: HouseholdId) -> Result<Option<HomeLine>, StoreError> {
    let home = register::household(tx, id)?;
    Ok(home.map(|home| HomeLine { greeting: home.greeting, address: home.address }))
}

/// A record's kind in words; one that a newer version recorded is just a record.
fn kind_words(kind: &str) -> Text {
    let (zh, en) = match kind {
        "VisitRecorded" => ("走访", "Visit"),
        "HouseholdAdded" => ("新增住户", "New household"),
        "ResidentAdded" => ("新增居民", "New resident"),
        "FieldsChanged" => ("信息修改", "Changed details"),
        "NeedRaised" => ("发现需求", "Need found"),
        "NeedMoved" => ("需求办理", "Step of a need"),
        "PhotoTaken" => ("照片", "Photo"),
        "ClaimDecided" => ("情况确认", "Claim settled"),
        "ExceptionAcknowledged" => ("异常已阅", "Exception seen"),
        Body::FEEDBACK => ("投诉建议", "Feedback"),
        _ => ("记录", "Record"),
    };
    Text::new(zh, en)
}

/// The state of a record and, where one is known, the cause.
fn record_words(item: &OutboxItem) -> Text {
    let state = item.state.label();
    let cause = match item.state {
        ItemState::Rejected => item.reject_reason().map(|reason| reason.label()),
        _ => item.cause.as_deref().and_then(|code| code.parse::<Cause>().ok()).map(Cause::label),
    };
    with_cause(state, cause)
}

/// Why a photo waits or was not taken; `None` when its turn comes next.
fn photo_cause(item: &Blob, rule: PhotoRule, now: Timestamp) -> Option<Text> {
    match item.state {
        BlobState::Waiting | BlobState::Uploading => {}
        BlobState::Refused => return Some(told(item.cause.as_deref()).label()),
        BlobState::Complete | BlobState::Stored | BlobState::Kept => return None,
    }
    // What failed last is told until something gets through: the photo's other file may be the one that rests.
    let is_put_off = item.next_try.is_some_and(|at| at > now) || item.cause.is_some();
    let put_off = || is_put_off.then(|| told(item.cause.as_deref()));
    let cause = if item.record_is_sent {
        rule.holds(item.captured_at).or_else(put_off)
    } else {
        Some(Cause::WaitsForRecord)
    };
    cause.map(Cause::label)
}

fn with_cause(state: Text, cause: Option<Text>) -> Text {
    match cause {
        Some(cause) => Text::new(format!("{}:{}", state.zh, cause.zh), format!("{}: {}", state.en, cause.en)),
        None => state,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{id::VisitId, sync::Network};

    const NOW: Timestamp = Timestamp::from_millis(1_780_000_000_000);

    fn photo() -> Blob {
        Blob {
            photo: PhotoId(Uuid::from_u128(1)),
            visit: VisitId(Uuid::from_u128(2)),
            household: HouseholdId(Uuid::from_u128(3)),
            captured_at: NOW,
            file: Some("1.age".into()),
            bytes: 9,
            state: BlobState::Waiting,
            offset: 0,
            attempts: 0,
            next_try: None,
            cause: None,
            record_is_sent: true,
        }
    }

    fn cause(item: &Blob, status: HostStatus) -> Option<Text> {
        photo_cause(item, PhotoRule::under(status, NOW), NOW)
    }

    #[test]
    fn every_photo_that_waits_says_why_in_both_languages() {
        let good = HostStatus::default();
        let metered = HostStatus { network: Network::Metered, ..good };
        let later = Some(NOW.plus_millis(9_000));
        let failed = Blob { next_try: later, cause: Some("HubBusy".into()), ..photo() };
        let silent = Blob { next_try: later, ..photo() };
        for (item, status, expected) in [
            (Blob { record_is_sent: false, ..photo() }, good, Some(Cause::WaitsForRecord)),
            (photo(), metered, Some(Cause::WaitsForUnmetered)),
            (photo(), HostStatus { metered_photos: true, ..metered }, Some(Cause::WaitsForAge)),
            (
                photo(),
                HostStatus { battery_percent: 5, charging: false, ..good },
                Some(Cause::WaitsForBattery),
            ),
            (failed, good, Some(Cause::HubBusy)),
            (silent, good, Some(Cause::NoAnswer)),
            (photo(), good, None),
            (Blob { state: BlobState::Complete, ..photo() }, metered, None),
            (
                Blob { state: BlobState::Refused, cause: Some("PhotoAltered".into()), ..photo() },
                metered,
                Some(Cause::PhotoAltered),
            ),
        ] {
            assert_eq!(cause(&item, status), expected.map(Cause::label));
        }
        let words = with_cause(BlobState::Waiting.label(), Some(Cause::WaitsForUnmetered.label()));
        assert_eq!(words.zh, "待上传:照片等待无线网络");
        assert_eq!(words.en, "Waiting: Photos wait for an unmetered network");
    }
}
