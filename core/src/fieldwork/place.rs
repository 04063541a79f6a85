//! Where a visit in progress stands as against its home: told at the door, while a better fix can still be had.

use crate::{
    error::DoorstepError,
    geo::{Fence, FenceVerdict, FixFlag, Place, WhyUnknown, verdict},
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
            let sentence = sentence(&fence, &flags);
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

fn sentence(fence: &FenceVerdict, flags: &[FixFlag]) -> Text {
    let mut said = fence.text();
    if let Some(probability) = fence.probability {
        let percent = percent(probability);
        said.zh.push_str(&format!("：在围栏内的可能性{}", percent.zh));
        said.en.push_str(&format!(": {} likely to be within the fence", percent.en));
    }
    // Why there is no verdict was said already.
    let said_already =
        |flag: &FixFlag| fence.why == Some(WhyUnknown::NoAccuracy) && *flag == FixFlag::NoAccuracy;
    let flags: Vec<Text> = flags.iter().filter(|flag| !said_already(flag)).map(|flag| flag.text()).collect();
    if !flags.is_empty() {
        let all =
            |word: fn(&Text) -> &str, between: &str| flags.iter().map(word).collect::<Vec<_>>().join(between);
        said.zh.push_str(&format!("；请注意：{}", all(|flag| &flag.zh, "、")));
        said.en.push_str(&format!("; note: {}", all(|flag| &flag.en, ", ")));
    }
    let is_plain = fence.place == Place::Inside && flags.is_empty();
    let (zh, en) = if is_plain {
        ("。", ".")
    } else {
        ("。走访照常可以完成。", ". The visit can be finished all the same.")
    };
    said.zh.push_str(zh);
    said.en.push_str(en);
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
