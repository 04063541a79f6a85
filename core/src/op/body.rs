//! What an operation does: one variant per kind, written as JSON and hashed as written.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::row::RowKind;
use crate::{
    domain::{
        evidence::PhotoRecord,
        need::{Need, ReferralStatus},
        register::{Household, Resident},
        visit::{ClaimStatus, Visit},
    },
    id::{ClaimId, ExceptionId, HouseholdId, NeedId, OpId, ResidentId, StaffId},
    text::redacted_debug,
};

/// The version of the bodies below. A reader refuses what it does not know and defers it, never guesses.
pub const SCHEMA: u16 = 1;

/// Old and new value of one field; absent and null are the same here: no value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// What the author saw.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub old: Value,
    /// What the author wrote.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub new: Value,
}

redacted_debug!(FieldChange {});

/// Changes to fields of one row of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldsChanged {
    /// The kind of row: household or resident.
    pub row: RowKind,
    /// The row.
    pub id: Uuid,
    /// The household it belongs to.
    pub household: HouseholdId,
    /// Each changed field with both values.
    pub fields: BTreeMap<String, FieldChange>,
}

/// A step of a need.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedMoved {
    /// The need.
    pub need: NeedId,
    /// Its household.
    pub household: HouseholdId,
    /// The round that the author saw.
    pub round: u16,
    /// Where it stands now.
    pub to: ReferralStatus,
    /// Why, where a reason is due (declined, returned, objected).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl fmt::Debug for NeedMoved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NeedMoved")
            .field("need", &self.need)
            .field("household", &self.household)
            .field("round", &self.round)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

/// A supervisor's word on a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDecided {
    /// The claim.
    pub claim: ClaimId,
    /// Its household.
    pub household: HouseholdId,
    /// Confirmed or rejected.
    pub status: ClaimStatus,
    /// Who died, where the claim does not say: a visit's author cannot always know who lives there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident: Option<ResidentId>,
}

/// A supervisor has seen an exception.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionAcknowledged {
    /// The row of the exception.
    pub exception: ExceptionId,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl fmt::Debug for ExceptionAcknowledged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExceptionAcknowledged").field("exception", &self.exception).finish_non_exhaustive()
    }
}

/// A worker's words to the office (投诉建议), about the app or the work. No row is made of them, so that no phone is ever
/// sent them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackGiven {
    /// Whose words.
    pub staff: StaffId,
    /// The words.
    pub words: String,
}

redacted_debug!(FeedbackGiven { staff });

/// The body of an operation.
#[allow(clippy::large_enum_variant, reason = "handled one at a time, never held in bulk")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Body {
    /// A visit was finished.
    VisitRecorded(Visit),
    /// A household was registered at the door.
    HouseholdAdded(Household),
    /// A resident was registered at the door.
    ResidentAdded(Resident),
    /// Fields of the register changed.
    FieldsChanged(FieldsChanged),
    /// A need was found.
    NeedRaised(Need),
    /// A need moved on.
    NeedMoved(NeedMoved),
    /// A photo was taken.
    PhotoTaken(PhotoRecord),
    /// A claim was settled.
    ClaimDecided(ClaimDecided),
    /// An exception was seen.
    ExceptionAcknowledged(ExceptionAcknowledged),
    /// A worker said something to the office.
    FeedbackGiven(FeedbackGiven),
}

impl Body {
    /// The kind of a worker's words to the office, by which the hub finds them.
    pub const FEEDBACK: &'static str = "FeedbackGiven";

    /// The kind, as the chain and the hub's index name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::VisitRecorded(_) => "VisitRecorded",
            Self::HouseholdAdded(_) => "HouseholdAdded",
            Self::ResidentAdded(_) => "ResidentAdded",
            Self::FieldsChanged(_) => "FieldsChanged",
            Self::NeedRaised(_) => "NeedRaised",
            Self::NeedMoved(_) => "NeedMoved",
            Self::PhotoTaken(_) => "PhotoTaken",
            Self::ClaimDecided(_) => "ClaimDecided",
            Self::ExceptionAcknowledged(_) => "ExceptionAcknowledged",
            Self::FeedbackGiven(_) => Self::FEEDBACK,
        }
    }

    /// The row that the operation is about, as the chain names it: `household:<id>`, `visit:<id>` and so on.
    pub fn subject(&self) -> String {
        match self {
            Self::VisitRecorded(visit) => format!("visit:{}", visit.id),
            Self::HouseholdAdded(household) => format!("household:{}", household.id),
            Self::ResidentAdded(resident) => format!("resident:{}", resident.id),
            Self::FieldsChanged(change) => format!("{}:{}", change.row.as_str(), change.id),
            Self::NeedRaised(need) => format!("need:{}", need.id),
            Self::NeedMoved(step) => format!("need:{}", step.need),
            Self::PhotoTaken(photo) => format!("photo:{}", photo.id),
            Self::ClaimDecided(decision) => format!("claim:{}", decision.claim),
            Self::ExceptionAcknowledged(seen) => format!("exception:{}", seen.exception),
            Self::FeedbackGiven(said) => format!("staff:{}", said.staff),
        }
    }

    /// The household concerned, where there is one.
    pub const fn household(&self) -> Option<HouseholdId> {
        match self {
            Self::VisitRecorded(visit) => Some(visit.household),
            Self::HouseholdAdded(household) => Some(household.id),
            Self::ResidentAdded(resident) => Some(resident.household),
            Self::FieldsChanged(change) => Some(change.household),
            Self::NeedRaised(need) => Some(need.household),
            Self::NeedMoved(step) => Some(step.household),
            Self::PhotoTaken(photo) => Some(photo.household),
            Self::ClaimDecided(decision) => Some(decision.household),
            Self::ExceptionAcknowledged(_) | Self::FeedbackGiven(_) => None,
        }
    }
}

/// The bytes of an operation: its body and, where it puts a rejected one right, which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// The rejected operation that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<OpId>,
    /// What it does.
    #[serde(flatten)]
    pub body: Body,
}

impl Payload {
    /// The bytes to hash, store and send.
    ///
    /// # Errors
    /// Only when a value cannot be JSON at all, such as a number that is not finite.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads the bytes back.
    ///
    /// # Errors
    /// When they are no body of this [`SCHEMA`].
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        domain::{register::Subject, wellbeing::WellbeingAnswer},
        id::ResidentId,
        op::apply::testing::*,
    };

    /// One body of every kind.
    fn bodies() -> Vec<Body> {
        let made = Visit { wellbeing: WellbeingAnswer::all_well(), ..visit(1, HOME) };
        vec![
            Body::HouseholdAdded(household(HOME, grid())),
            Body::ResidentAdded(resident(ResidentId(Uuid::from_u128(5)), HOME)),
            change(RowKind::Household, HOME.0, "building", json!(null), json!("3")),
            Body::NeedRaised(need(1)),
            Body::NeedMoved(NeedMoved {
                need: need(1).id,
                household: HOME,
                round: 1,
                to: ReferralStatus::Accepted,
                reason: None,
            }),
            Body::PhotoTaken(photo(1, made.id)),
            Body::VisitRecorded(made),
            Body::ClaimDecided(ClaimDecided {
                claim: claim(1, Subject::Household(HOME)).id,
                household: HOME,
                status: ClaimStatus::Confirmed,
                resident: Some(ELDER),
            }),
            Body::ExceptionAcknowledged(ExceptionAcknowledged {
                exception: ExceptionId(Uuid::from_u128(8)),
                note: None,
            }),
            Body::FeedbackGiven(FeedbackGiven {
                staff: StaffId(Uuid::from_u128(9)),
                words: "请把字再放大些".to_owned(),
            }),
        ]
    }

    #[test]
    fn every_body_comes_back_as_it_was_written() {
        for body in bodies() {
            for supersedes in [None, Some(OpId(Uuid::from_u128(3)))] {
                let payload = Payload { supersedes, body: body.clone() };
                let text = payload.to_json().unwrap();
                assert_eq!(Payload::from_json(&text).unwrap(), payload);
                assert_eq!(Payload::from_json(&text).unwrap().to_json().unwrap(), text);
            }
        }
    }

    #[test]
    fn a_visit_without_answers_is_written_as_before_there_were_any_and_read() {
        let text = Payload { supersedes: None, body: Body::VisitRecorded(visit(1, HOME)) }.to_json().unwrap();
        assert!(!text.contains("wellbeing"), "{text}");
        let Body::VisitRecorded(read) = Payload::from_json(&text).unwrap().body else { panic!("a visit") };
        assert!(read.wellbeing.is_empty());
    }

    #[test]
    fn the_bytes_of_a_body_are_these() {
        let change = change(RowKind::Household, HOME.0, "building", json!(null), json!("3"));
        let payload = Payload { supersedes: None, body: change };
        let bytes = concat!(
            r#"{"kind":"FieldsChanged","data":{"row":"household","id":"00000000-0000-0000-0000-000000000001","#,
            r#""household":"00000000-0000-0000-0000-000000000001","fields":{"building":{"new":"3"}}}}"#,
        );
        assert_eq!(payload.to_json().unwrap(), bytes);
    }

    #[test]
    fn kind_and_subject_name_what_a_body_is_about() {
        for body in bodies() {
            let json = serde_json::to_value(&body).unwrap();
            assert_eq!(json["kind"], body.kind());
            let (row, id) =
                body.subject().split_once(':').map(|(row, id)| (row.to_owned(), id.to_owned())).unwrap();
            assert!(row.parse::<RowKind>().is_ok(), "{row}");
            assert!(id.parse::<Uuid>().is_ok(), "{id}");
        }
    }
}
