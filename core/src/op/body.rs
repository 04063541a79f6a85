//! What an operation does: one variant per kind, written as JSON and hashed as written.

use std::collections::BTreeMap;

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
    id::{ClaimId, HouseholdId, NeedId, OpId},
};

/// The version of the bodies below. A reader refuses what it does not know and defers it, never guesses.
pub const SCHEMA: u16 = 1;

/// Old and new value of one field; absent and null are the same here: no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// What the author saw.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub old: Value,
    /// What the author wrote.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub new: Value,
}

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A supervisor's word on a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDecided {
    /// The claim.
    pub claim: ClaimId,
    /// Its household.
    pub household: HouseholdId,
    /// Confirmed or rejected.
    pub status: ClaimStatus,
}

/// A supervisor has seen an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionAcknowledged {
    /// The row of the exception.
    pub exception: Uuid,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The body of an operation.
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
}

impl Body {
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
            Self::ExceptionAcknowledged(_) => None,
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
