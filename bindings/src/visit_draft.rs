//! A visit in progress as the languages edit it.

use doorstep_core::{
    domain::{visit as core, wellbeing},
    fieldwork,
    id::{DraftId, HouseholdId, PhotoId, ResidentId, StaffId, TicketId, VisitId},
    op::row::RowKind,
    time::{Day, Timestamp},
};

use crate::{
    error::DoorstepError,
    places::Fix,
    register::Subject,
    words::{
        ConsentState, EvidenceKind, NeedKind, NextStep, VisitKind, VisitMode, VisitOutcome, VisitPlace,
        WellbeingCheck,
    },
};

/// What was done to whom: the unit that discharges duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct VisitFact {
    /// The kind of work.
    pub kind: VisitKind,
    /// For whom.
    pub subject: Subject,
}

/// One resident's own outcome where it differs from the visit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SubjectOutcome {
    /// The resident.
    pub resident: ResidentId,
    /// How it went for them.
    pub outcome: VisitOutcome,
}

/// How one thing was at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WellbeingAnswer {
    /// What was looked at.
    pub check: WellbeingCheck,
    /// Whether it is well; of trouble, that there is none.
    pub is_well: bool,
}

/// Somebody who came along.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FellowVisitor {
    /// The worker, where they are staff of the tenant.
    #[uniffi(default)]
    pub staff: Option<StaffId>,
    /// Their name as entered, for visitors who are no staff.
    #[uniffi(default)]
    pub name: Option<String>,
}

/// A visit first written on paper (补录).
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LateEntry {
    /// The real day of the visit.
    pub visited_on: Day,
    /// Who made it.
    pub visited_by: StaffId,
}

/// A need found during the visit.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NeedDraft {
    /// What is needed.
    pub kind: NeedKind,
    /// Whose need, where it is one person's.
    #[uniffi(default)]
    pub resident: Option<ResidentId>,
    /// Free words.
    #[uniffi(default)]
    pub note: Option<String>,
}

/// A photo of the visit in progress; its sealed file is on the disk.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DraftPhotoView {
    /// The photo.
    pub id: PhotoId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Why it was taken.
    pub reason: String,
    /// Whether the person agreed.
    pub consent: ConsentState,
    /// When it was taken in.
    pub captured_at: Timestamp,
}

/// A field of the register that the visit changes.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChangedField {
    /// The resident; the household itself when absent.
    pub resident: Option<ResidentId>,
    /// The field.
    pub field: String,
}

/// A visit in progress. Edit it freely, save it with `Visits.save` at each change, end it with `Visits.finish`.
/// `photos` and `changes` are shown here and changed by calls of their own, and `corrects` stays as it began.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct VisitDraft {
    /// Its id; the finished visit has the same.
    pub id: DraftId,
    /// The household.
    pub household: HouseholdId,
    /// When it began.
    pub started_at: Timestamp,
    /// Where it takes place.
    pub place: VisitPlace,
    /// How it is made.
    pub mode: VisitMode,
    /// How it ended, once known.
    pub outcome: Option<VisitOutcome>,
    /// What was done to whom; begins as all that is due here.
    pub facts: Vec<VisitFact>,
    /// The tickets it answers; begins as all that are open here.
    pub tickets: Vec<TicketId>,
    /// Residents whose outcome differs.
    pub subject_outcomes: Vec<SubjectOutcome>,
    /// How it was, each check once; `Visits` answers all in one call. What is not well becomes a need at the finish, where
    /// `needs` does not say it.
    pub wellbeing: Vec<WellbeingAnswer>,
    /// The location fix, from `Visits.fix`.
    pub fix: Option<Fix>,
    /// Who came along.
    pub companions: Vec<FellowVisitor>,
    /// What follows an attempt.
    pub next_step: Option<NextStep>,
    /// Present when it was first on paper.
    pub late_entry: Option<LateEntry>,
    /// The visit that this one corrects, where it began with `Visits.correct` (read only).
    pub corrects: Option<VisitId>,
    /// Needs found.
    pub needs: Vec<NeedDraft>,
    /// Fields changed so far (read only).
    pub changes: Vec<ChangedField>,
    /// Whether it says where the home lies (read only).
    pub has_new_place: bool,
    /// Photos taken so far (read only).
    pub photos: Vec<DraftPhotoView>,
    /// Whether a photo was refused; never blocks.
    pub photo_refused: bool,
    /// Free words.
    pub note: Option<String>,
}

impl VisitDraft {
    /// The core's draft without what other calls keep in it: the core does not let a save touch that.
    pub(crate) fn into_core(self) -> Result<fieldwork::VisitDraft, DoorstepError> {
        Ok(fieldwork::VisitDraft {
            id: self.id,
            household: self.household,
            started_at: self.started_at,
            place: self.place.into(),
            mode: self.mode.into(),
            outcome: self.outcome.map(Into::into),
            facts: self.facts.into_iter().map(Into::into).collect(),
            tickets: self.tickets,
            subject_outcomes: self.subject_outcomes.into_iter().map(Into::into).collect(),
            wellbeing: self.wellbeing.into_iter().map(Into::into).collect(),
            fix: self.fix.map(Fix::into_core).transpose()?.flatten(),
            companions: self.companions.into_iter().map(Into::into).collect(),
            next_step: self.next_step.map(Into::into),
            late_entry: self.late_entry.map(Into::into),
            corrects: self.corrects,
            needs: self.needs.into_iter().map(Into::into).collect(),
            changes: Vec::new(),
            photos: Vec::new(),
            photo_refused: self.photo_refused,
            note: self.note,
        })
    }
}

impl From<fieldwork::VisitDraft> for VisitDraft {
    fn from(draft: fieldwork::VisitDraft) -> Self {
        let changes = draft.changes.iter().flat_map(|change| {
            let resident = (change.row == RowKind::Resident).then_some(ResidentId(change.id));
            change.fields.keys().map(move |field| ChangedField { resident, field: field.clone() })
        });
        Self {
            has_new_place: draft.has_new_place(),
            changes: changes.collect(),
            id: draft.id,
            household: draft.household,
            started_at: draft.started_at,
            place: draft.place.into(),
            mode: draft.mode.into(),
            outcome: draft.outcome.map(Into::into),
            facts: draft.facts.into_iter().map(Into::into).collect(),
            tickets: draft.tickets,
            subject_outcomes: draft.subject_outcomes.into_iter().map(Into::into).collect(),
            wellbeing: draft.wellbeing.into_iter().map(Into::into).collect(),
            fix: draft.fix.map(Into::into),
            companions: draft.companions.into_iter().map(Into::into).collect(),
            next_step: draft.next_step.map(Into::into),
            late_entry: draft.late_entry.map(Into::into),
            corrects: draft.corrects,
            needs: draft.needs.into_iter().map(Into::into).collect(),
            photos: draft.photos.into_iter().map(Into::into).collect(),
            photo_refused: draft.photo_refused,
            note: draft.note,
        }
    }
}

/// Conversions both ways of records whose fields have the same names.
macro_rules! same_fields {
    ($($name:ident = $core:ty { $($field:ident),* })*) => {$(
        impl From<$core> for $name {
            fn from(value: $core) -> Self {
                Self { $($field: same_fields!(@value value.$field)),* }
            }
        }

        impl From<$name> for $core {
            fn from(value: $name) -> Self {
                Self { $($field: same_fields!(@value value.$field)),* }
            }
        }
    )*};
    (@value $value:ident.$field:ident) => { $value.$field.into() };
}

same_fields! {
    VisitFact = core::VisitFact { kind, subject }
    SubjectOutcome = core::SubjectOutcome { resident, outcome }
    WellbeingAnswer = wellbeing::WellbeingAnswer { check, is_well }
    FellowVisitor = core::Companion { staff, name }
    LateEntry = core::LateEntry { visited_on, visited_by }
    NeedDraft = fieldwork::NeedDraft { kind, resident, note }
}

impl From<fieldwork::DraftPhoto> for DraftPhotoView {
    fn from(photo: fieldwork::DraftPhoto) -> Self {
        let record = photo.record;
        Self {
            id: record.id,
            captured_at: record.captured_at(),
            kind: record.kind.into(),
            reason: record.reason,
            consent: record.consent.into(),
        }
    }
}
