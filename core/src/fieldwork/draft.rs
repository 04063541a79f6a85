//! A visit in progress: saved at each change, so that a killed app resumes where it was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{
        evidence::{PhotoFile, PhotoRecord},
        need::NeedKind,
        visit::{
            Companion, LateEntry, NextStep, SubjectOutcome, VisitFact, VisitMode, VisitOutcome, VisitPlace,
        },
        wellbeing::WellbeingAnswer,
    },
    geo::Fix,
    id::{DraftId, HouseholdId, ResidentId, TicketId, VisitId},
    op::{body::FieldChange, row::RowKind},
    text::redacted_debug,
    time::{Day, Timestamp, Zone},
};

/// A need found during the visit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedDraft {
    /// What is needed.
    pub kind: NeedKind,
    /// Whose need, where it is one person's.
    pub resident: Option<ResidentId>,
    /// Free words.
    pub note: Option<String>,
}

redacted_debug!(NeedDraft { resident });

/// A photo or a voice note taken during the visit; its sealed files are on the disk already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftPhoto {
    /// What will be recorded.
    pub record: PhotoRecord,
}

impl DraftPhoto {
    /// The names of its sealed files in the photo folder.
    pub fn files(&self) -> impl Iterator<Item = String> {
        self.record.files().map(PhotoFile::file_name)
    }
}

/// Changed fields of one row, each with the value that was seen and the one written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftChange {
    /// Household or resident.
    pub row: RowKind,
    /// The row.
    pub id: Uuid,
    /// The fields.
    pub fields: BTreeMap<String, FieldChange>,
}

redacted_debug!(DraftChange { row, id, fields.len() });

/// A visit in progress. Shells edit it freely and save it with `save_draft`; `finish_visit` checks it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
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
    /// How it was, each check once; what is not well becomes a need at the finish.
    #[serde(default)]
    pub wellbeing: Vec<WellbeingAnswer>,
    /// The location fix, where one was had.
    pub fix: Option<Fix>,
    /// Who came along.
    pub companions: Vec<Companion>,
    /// What follows an attempt.
    pub next_step: Option<NextStep>,
    /// Present when it was first on paper.
    pub late_entry: Option<LateEntry>,
    /// The visit that this one corrects.
    pub corrects: Option<VisitId>,
    /// Needs found.
    pub needs: Vec<NeedDraft>,
    /// Changes to the register.
    pub changes: Vec<DraftChange>,
    /// Photos taken; edited by `take_photo` and `delete_photo` only.
    pub photos: Vec<DraftPhoto>,
    /// Whether a photo was refused.
    pub photo_refused: bool,
    /// Free words.
    pub note: Option<String>,
}

redacted_debug!(VisitDraft { id, household, facts.len(), tickets.len(), needs.len(), changes.len(), photos.len() });

impl VisitDraft {
    /// The id of the visit that this becomes.
    pub const fn visit_id(&self) -> VisitId {
        VisitId(self.id.0)
    }

    /// Whether it says where the home lies.
    pub fn has_new_place(&self) -> bool {
        let of_home =
            |change: &&DraftChange| change.row == RowKind::Household && change.id == self.household.0;
        self.changes.iter().find(of_home).is_some_and(|change| change.fields.contains_key("place"))
    }

    /// Whether it is made at the home's door now.
    pub(super) fn is_at_home(&self) -> bool {
        self.place == VisitPlace::Home && self.mode == VisitMode::InPerson && self.late_entry.is_none()
    }

    /// The day for which it counts: that on which it began, or of a paper visit the real one.
    pub fn day(&self, zone: Zone) -> Day {
        self.late_entry.map_or_else(|| zone.day_of(self.started_at), |late| late.visited_on)
    }
}
