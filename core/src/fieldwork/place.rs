//! Where a visit in progress stands as against its home, and what is wrong with its fix: told at the door, while a
//! better one can still be had.

use crate::{
    error::DoorstepError,
    geo::{
        CoordinateError, Fence, FenceVerdict, Fix, FixFlag, Place, Reading, UnknownAccuracy, WhyUnknown,
        verdict,
    },
    id::DraftId,
    op::apply::latest_fix,
    store::{Identity, Tx, journal},
    text::Text,
};

use super::{Doorstep, VisitDraft};

/// What a manager would see of the place, were the visit finished as its draft stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceView {
    /// The fence's verdict, with its probability or why there is none.
    pub fence: FenceVerdict,
    /// What speaks against the fix.
    pub flags: Vec<FixFlag>,
    /// Both in words for the worker.
    pub sentence: Text,
}

/// A location service's answer as a visit takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct FixView {
    /// The fix; none for (0, 0), a receiver's empty answer: the visit goes on without.
    pub fix: Option<Fix>,
    /// What makes it useless or vague, in words for the worker; none for a good one.
    pub fault: Option<Text>,
}

impl FixView {
    /// What becomes of `reading`.
    ///
    /// # Errors
    /// Where its numbers are no place on earth: the shell, not the receiver, is at fault.
    pub fn of(reading: Reading) -> Result<Self, CoordinateError> {
        let (fix, fault) = match reading.fix() {
            Ok(fix) => {
                let vague = fix.accuracy.why_unknown();
                (Some(fix), vague.map(UnknownAccuracy::reason))
            }
            Err(CoordinateError::NullIsland) => (None, Some(CoordinateError::NullIsland.reason())),
            Err(error) => return Err(error),
        };
        Ok(Self { fix, fault: fault.map(all_the_same) })
    }
}

impl Doorstep {
    /// Where the visit in progress stands: the verdict of the fence on the draft's fix as it was saved last, and the
    /// fix's flags. An answer, never a lock: the visit can be finished whatever it says.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the visit was finished or discarded meanwhile.
    pub fn place_of(&self, draft: DraftId) -> Result<PlaceView, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let draft = self.get_draft(tx, draft)?;
            let fence = self.fence_verdict(tx, &me, &draft)?;
            let flags = fix_flags(tx, &draft)?;
            let accuracy = draft.fix.as_ref().and_then(|fix| fix.accuracy.why_unknown());
            let sentence = sentence(&fence, &flags, accuracy);
            Ok(PlaceView { fence, flags, sentence })
        })
    }

    /// What the fence around the draft's home answers. A telephone call, a visit to an institution and one typed from
    /// paper say nothing of it, wherever they were recorded.
    pub(super) fn fence_verdict(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
    ) -> Result<FenceVerdict, DoorstepError> {
        let household = self.known_household(tx, draft.household)?;
        if !draft.is_at_home() {
            return Ok(FenceVerdict::unknown(WhyUnknown::NotAtHome));
        }
        let radius_m = f64::from(me.settings.fence_radius_m);
        Ok(match household.place.map(|place| Fence::new(place, radius_m)) {
            Some(Ok(fence)) => verdict(&fence, draft.fix.as_ref()),
            Some(Err(_)) => FenceVerdict::unknown(WhyUnknown::NoFence),
            None => FenceVerdict::unknown(WhyUnknown::NoPlace),
        })
    }
}

/// The flags that the hub will raise of the draft's fix, by the same rules.
fn fix_flags(tx: &Tx<'_>, draft: &VisitDraft) -> Result<Vec<FixFlag>, DoorstepError> {
    let Some(fix) = &draft.fix else { return Ok(Vec::new()) };
    // The fix of a paper visit says where it is typed.
    let earlier = if draft.late_entry.is_some() { None } else { latest_fix(&journal::latest_visits(tx)?) };
    Ok(fix.flags_of_visit(earlier.as_ref(), draft.started_at))
}

/// All of it for the worker; of an accuracy that says nothing, why.
fn sentence(fence: &FenceVerdict, flags: &[FixFlag], accuracy: Option<UnknownAccuracy>) -> Text {
    let vague = accuracy.map(UnknownAccuracy::reason);
    let mut said = fence.text();
    if let Some(vague) = &vague
        && fence.why == Some(WhyUnknown::NoAccuracy)
    {
        let place = fence.place.text();
        said = Text::new(format!("{}：{}", place.zh, vague.zh), format!("{}: {}", place.en, vague.en));
    }
    if let Some(probability) = fence.probability {
        let percent = percent(probability);
        said.zh.push_str(&format!("：在围栏内的可能性{}", percent.zh));
        said.en.push_str(&format!(": {} likely to be within the fence", percent.en));
    }
    // Why there is no verdict was said already.
    let said_already =
        |flag: &FixFlag| fence.why == Some(WhyUnknown::NoAccuracy) && *flag == FixFlag::NoAccuracy;
    let words = |flag: &FixFlag| {
        let why = vague.clone().filter(|_| *flag == FixFlag::NoAccuracy);
        why.unwrap_or_else(|| flag.text())
    };
    let flags: Vec<Text> = flags.iter().filter(|flag| !said_already(flag)).map(words).collect();
    if !flags.is_empty() {
        let all =
            |word: fn(&Text) -> &str, between: &str| flags.iter().map(word).collect::<Vec<_>>().join(between);
        said.zh.push_str(&format!("；请注意：{}", all(|flag| &flag.zh, "、")));
        said.en.push_str(&format!("; note: {}", all(|flag| &flag.en, ", ")));
    }
    let is_plain = fence.place == Place::Inside && flags.is_empty();
    if is_plain {
        said.zh.push('。');
        said.en.push('.');
        said
    } else {
        all_the_same(said)
    }
}

/// The sentence, and that it is no lock on the door.
fn all_the_same(mut said: Text) -> Text {
    said.zh.push_str("。走访照常可以完成。");
    said.en.push_str(". The visit can be finished all the same.");
    said
}

/// Never "0 %" or "100 %": no fix is so sure.
fn percent(probability: f64) -> Text {
    match (probability * 100.0).round() {
        rounded if rounded < 1.0 => Text::new("不到 1%", "under 1 %"),
        rounded if rounded > 99.0 => Text::new("超过 99%", "over 99 %"),
        rounded => Text::new(format!("约 {rounded}%"), format!("about {rounded} %")),
    }
}
