//! The verdict on a photo: time, place, image, chain, each with one finding, and what they come to together.
//!
//! Pure: the hub gives it of every photo that it stores, `doorstep verify` of every photo in a bundle, by the same
//! rules. A manager reads it; nobody's visit ever waits for it.

use serde::{Deserialize, Serialize};

use super::PhotoRecord;
use crate::{
    geo::{FixFlag, Place},
    photo::TakenAt,
    text::{Text, vocabulary},
    time::{Timestamp, Zone},
};

/// The camera's clock and the phone's may differ by so much.
const CAMERA_TOLERANCE_MS: i64 = 5 * 60 * 1000;
/// The phone's clock and the hub's may differ by so much before times prove nothing.
const SKEW_TOLERANCE_MS: i64 = 5 * 60 * 1000;

vocabulary! {
    /// How one of the four questions was answered.
    CheckResult {
        Pass => ("通过", "pass"),
        Fail => ("不通过", "fail"),
        NotApplicable => ("不适用", "not applicable"),
    }
}

vocabulary! {
    /// What was found on one of the four questions. Its label is a sentence for people.
    Finding {
        TimeAgrees => ("相机时间与走访时间一致。", "The camera's time lies within the visit."),
        NoCameraTime => ("照片未注明拍摄时间，无法核对。", "The photo does not say when it was taken."),
        NoTimeZone => ("照片时间未注明时区，且与记录时间相差整数小时。", "The photo names no time zone, and its time is whole hours off the record."),
        CameraTimeDiffers => ("相机时间不在走访时间内。", "The camera's time lies outside the visit."),
        ClockOff => ("手机时钟不准，时间无法作为依据。", "The phone's clock was wrong, so that its times show nothing."),
        EnteredLater => ("走访为事后补录，时间不作核对。", "The visit was entered later; times are not compared."),
        AtHome => ("定位在住处附近。", "The fix lies at the home."),
        AwayFromHome => ("定位不在住处附近。", "The fix lies away from the home."),
        PlaceUncertain => ("定位精度不足，无法判断是否在住处。", "The fix is not accurate enough to tell whether it lies at the home."),
        HomeNotPlaced => ("住处未登记坐标，无法核对位置。", "Nobody recorded where the home lies."),
        NoFix => ("拍照时没有定位。", "There was no location fix."),
        FixTooOld => ("定位早于拍照，不能说明拍照地点。", "The fix was too old to tell where the photo was taken."),
        MockedFix => ("定位来自模拟位置。", "The location fix came from a mock provider."),
        FilePlaceDiffers => ("照片自带的位置与走访定位相距一公里以上。", "The place in the photo's file lies more than a kilometre from the visit's fix."),
        ImageWhole => ("照片与记录一致。", "The picture is the one that was recorded."),
        SoundWhole => ("录音与记录一致；没有图像可核对。", "The sound is the one that was recorded; there is no picture to check."),
        SealedWhole => ("加密照片与记录一致，未解密。", "The sealed file is the one that was recorded; it was not opened."),
        ImageAwaited => ("照片尚未上传。", "The picture has not arrived yet."),
        ImageMissing => ("照片不在证据包中。", "The picture is not in the bundle."),
        ImageChanged => ("照片与记录不符，已被改动。", "The picture is not the one that was recorded."),
        ReImported => ("画面未变，但照片的附加信息已丢失：照片经过重新导入。", "The picture is unchanged, but its metadata is not: the file was imported again."),
        ImageEdited => ("照片与记录一致，但有经软件修改的迹象。", "The picture is the one that was recorded, and its file shows signs of editing."),
        ReusedPhoto => ("另一次走访用过同一张照片。", "The same picture was used for another visit."),
        ChainProved => ("记录在设备签名的日志中，前后相接。", "The record stands in the device's signed, unbroken journal."),
        BundleChanged => ("证据包已被改动。", "The bundle itself was changed."),
        ChainUnsigned => ("记录前后相接，但尚无设备签名。", "The record stands in an unbroken journal that no signature covers yet."),
        ChainBroken => ("日志或记录已被改动。", "The journal or the record was changed."),
        RecordErased => ("记录已依法删除；日志仍可验证其位置。", "The record was erased by law; the journal still proves its place."),
        RecordWithoutBody => ("没有记录正文，也没有可采信的依法删除声明；日志仍可验证其位置。", "The record's body is not here, and nobody whose word counts says that it was erased by law; the journal still proves its place."),
        RecordUnreadable => ("记录正文无法读取，不能核对照片。", "The record cannot be read; nothing can be held against it."),
        RecordNewer => ("记录采用更新的格式，本版本无法核对。", "The record is of a newer format, which this version cannot check."),
        RecordNotHere => ("日志中没有这张照片的记录。", "The journal has no record of this photo."),
        KeyUnknown => ("日志前后相接，但无人确认签名密钥属于哪台设备。", "The journal is sound, but nobody vouches for the key that signed it."),
    }
}

impl Finding {
    /// Whether the question is answered well, badly, or not at all.
    pub const fn result(self) -> CheckResult {
        match self {
            Self::TimeAgrees | Self::AtHome | Self::ImageWhole | Self::SealedWhole | Self::ChainProved => {
                CheckResult::Pass
            }
            Self::CameraTimeDiffers
            | Self::ClockOff
            | Self::AwayFromHome
            | Self::MockedFix
            | Self::FilePlaceDiffers
            | Self::ImageChanged
            | Self::ImageEdited
            | Self::ReusedPhoto
            | Self::ChainBroken
            | Self::BundleChanged => CheckResult::Fail,
            Self::NoCameraTime
            | Self::NoTimeZone
            | Self::EnteredLater
            | Self::PlaceUncertain
            | Self::HomeNotPlaced
            | Self::NoFix
            | Self::FixTooOld
            | Self::SoundWhole
            | Self::ImageAwaited
            | Self::ImageMissing
            | Self::ReImported
            | Self::ChainUnsigned
            | Self::RecordErased
            | Self::RecordWithoutBody
            | Self::RecordUnreadable
            | Self::RecordNewer
            | Self::RecordNotHere
            | Self::KeyUnknown => CheckResult::NotApplicable,
        }
    }
}

/// What the four findings come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", content = "reason", rename_all = "snake_case")]
pub enum Overall {
    /// Nothing was changed, and nothing speaks against it.
    Authentic,
    /// Picture, record or journal was changed.
    Altered(Finding),
    /// Nothing shows a change, but for this reason it proves less than it should.
    Unverifiable(Finding),
    /// The record was erased by law, as somebody states whose word counts: there was one, and nothing to hold it against.
    Erased,
    /// All of it agrees with itself, and nobody vouches for the key.
    Unknown,
}

impl Overall {
    /// In a few words.
    pub fn text(self) -> Text {
        match self {
            Self::Authentic => Text::new("真实", "authentic"),
            Self::Altered(_) => Text::new("已被改动", "altered"),
            Self::Unverifiable(why) => {
                let why = why.label();
                Text::new(format!("无法验证：{}", why.zh), format!("unverifiable: {}", why.en))
            }
            Self::Erased => Text::new("已依法删除", "erased by law"),
            Self::Unknown => Text::new("来源未知", "unknown"),
        }
    }
}

/// The findings on one photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceVerdict {
    /// When it was taken.
    pub time: Finding,
    /// Where.
    pub place: Finding,
    /// Whether it is the picture that was recorded, and used once.
    pub image: Finding,
    /// Whether the record is the one that the device signed.
    pub chain: Finding,
}

/// What is known of a photo's record besides the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Whether the visit was first on paper.
    pub is_entered_later: bool,
    /// The device's wall clock less the hub's, where the hub measured it.
    pub skew_ms: Option<i64>,
}

impl EvidenceVerdict {
    /// The findings on time and place, beside what was found of the files and of the chain.
    pub fn new(record: &PhotoRecord, around: &Circumstances, image: Finding, chain: Finding) -> Self {
        let (time, place) = (time(record, around), place(record, around));
        Self { time, place, image: image_of(record, image), chain }
    }

    /// What the four come to. A change outweighs everything; then the first question that was not answered well,
    /// in the order chain, image, time, place. A picture that says nothing of its time, a sound that has none, or a visit
    /// without a fix, is ordinary and takes nothing away. Of a record that was erased by law nothing else is asked.
    pub fn overall(&self) -> Overall {
        for finding in [self.chain, self.image] {
            if matches!(finding, Finding::ChainBroken | Finding::ImageChanged) {
                return Overall::Altered(finding);
            }
        }
        if self.chain == Finding::RecordErased {
            return Overall::Erased;
        }
        let key_unknown = self.chain == Finding::KeyUnknown;
        let takes_nothing = |one: &Finding| matches!(one, Finding::KeyUnknown | Finding::SoundWhole);
        for finding in [self.chain, self.image].into_iter().filter(|one| !takes_nothing(one)) {
            if finding.result() != CheckResult::Pass {
                return Overall::Unverifiable(finding);
            }
        }
        for finding in [self.time, self.place] {
            if finding.result() == CheckResult::Fail {
                return Overall::Unverifiable(finding);
            }
        }
        if key_unknown { Overall::Unknown } else { Overall::Authentic }
    }

    /// The four questions by name, each with its finding.
    pub const fn checks(&self) -> [(&'static str, Finding); 4] {
        [("time", self.time), ("place", self.place), ("image", self.image), ("chain", self.chain)]
    }
}

fn time(record: &PhotoRecord, around: &Circumstances) -> Finding {
    if around.is_entered_later {
        return Finding::EnteredLater;
    }
    let far_from_gps = record
        .fix
        .as_ref()
        .is_some_and(|fix| fix.flags(&record.captured).contains(&FixFlag::ClockFarFromGps));
    if far_from_gps || around.skew_ms.is_some_and(|skew| skew.abs() > SKEW_TOLERANCE_MS) {
        return Finding::ClockOff;
    }
    let Some(taken) = record.taken_at else { return Finding::NoCameraTime };
    let from = record.visit_started_at.plus_millis(-CAMERA_TOLERANCE_MS);
    let to = record.captured_at().plus_millis(CAMERA_TOLERANCE_MS);
    let lies_within = |at: Timestamp| from <= at && at <= to;
    let at = instant(taken, record.zone);
    if lies_within(at) {
        return Finding::TimeAgrees;
    }
    let is_hours_off = |hours: i64| lies_within(at.plus_millis(hours * 3_600_000));
    if taken.offset_minutes.is_none() && (-14..=14).any(is_hours_off) {
        return Finding::NoTimeZone;
    }
    Finding::CameraTimeDiffers
}

/// The instant that a camera's time names, in its own zone or else the tenant's.
fn instant(taken: TakenAt, zone: Zone) -> Timestamp {
    let minutes = taken.offset_minutes.map_or(i64::from(zone.offset_minutes()), i64::from);
    Timestamp::from_millis(taken.local.and_utc().timestamp_millis() - minutes * 60_000)
}

/// The finding on the image, given what was found of its files: a picture may be the one that was recorded, and have
/// been edited before; a sound has none.
pub fn image_of(record: &PhotoRecord, files: Finding) -> Finding {
    let is_edited = record.claims.as_ref().is_some_and(|claims| !claims.edits.is_empty());
    match files.result() {
        CheckResult::Pass if record.kind.is_sound() => Finding::SoundWhole,
        CheckResult::Pass if is_edited => Finding::ImageEdited,
        CheckResult::Pass | CheckResult::Fail | CheckResult::NotApplicable => files,
    }
}

fn place(record: &PhotoRecord, around: &Circumstances) -> Finding {
    let Some(fix) = &record.fix else { return Finding::NoFix };
    let flags = fix.flags(&record.captured);
    if flags.contains(&FixFlag::Mock) || flags.contains(&FixFlag::Simulated) {
        return Finding::MockedFix;
    }
    let is_old = fix.age_ms(&record.captured) > OLD_FIX_MS;
    let differs = record.claims.as_ref().is_some_and(|claims| claims.place.differs());
    // Where a paper visit is typed nobody took the photo.
    if differs && !is_old && !around.is_entered_later {
        return Finding::FilePlaceDiffers;
    }
    match record.place {
        Place::Unknown if fix.accuracy.radius_m().is_none() => Finding::PlaceUncertain,
        Place::Unknown => Finding::HomeNotPlaced,
        _ if is_old => Finding::FixTooOld,
        Place::Inside => Finding::AtHome,
        Place::Outside => Finding::AwayFromHome,
        Place::Uncertain => Finding::PlaceUncertain,
    }
}

/// A fix serves a whole visit, not only its first two minutes.
const OLD_FIX_MS: u64 = 30 * 60 * 1000;

#[cfg(test)]
mod tests;
