//! Rows: the current state of things as the hub keeps and sends it, one JSON document each.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    codes::GridCode,
    id::{DeviceId, HouseholdId},
    text::UnknownWord,
    time::Hlc,
};

macro_rules! row_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// The kind of a row; decides the type of its document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RowKind { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl RowKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name on the wire and in the hub's database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }

        impl FromStr for RowKind {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($name => Ok(Self::$variant),)*
                    _ => Err(UnknownWord { vocabulary: "RowKind" }),
                }
            }
        }
    };
}

row_kinds! {
    /// The tenant's settings ([`super::wire::TenantSettings`]). Scope: tenant.
    Settings = "settings",
    /// A rule pack (`domain::rules::RulePack`). Scope: tenant; only for audiences that derive.
    RulePack = "rule_pack",
    /// A worker (`domain::org::Staff`). Scope: tenant.
    Staff = "staff",
    /// A grid (`domain::org::Grid`).
    Grid = "grid",
    /// A line of a responsibility list (`domain::org::Responsibility`).
    Responsibility = "responsibility",
    /// A household (`domain::register::Household`).
    Household = "household",
    /// A resident (`domain::register::Resident`).
    Resident = "resident",
    /// What is known of a visit (`domain::visit::VisitSummary`).
    Visit = "visit",
    /// A need (`domain::need::Need`).
    Need = "need",
    /// Leave not to be visited (`domain::register::Exemption`).
    Exemption = "exemption",
    /// A claim that waits for a supervisor or was settled (`domain::visit::Claim`).
    Claim = "claim",
    /// A ticket (`domain::ticket::Ticket`); only for audiences that do not derive.
    Ticket = "ticket",
    /// A photo's manifest and state ([`PhotoRow`]; [`PhotoSummary`] for all but supervisors).
    Photo = "photo",
    /// A remark on a visit for a supervisor ([`ExceptionRow`]).
    Exception = "exception",
    /// A field that two sides changed ([`ConflictRow`]); only for supervisors.
    Conflict = "conflict",
    /// What became of an operation ([`super::outcome::OutcomeRow`]). Scope: private.
    Outcome = "outcome",
    /// A photo was stored and checked, and whether the phone may drop its copy ([`PhotoStored`]). Scope: private.
    PhotoStored = "photo_stored",
    /// An order to a device ([`super::order::Order`]). Scope: private.
    Order = "order",
    /// What a device is to erase of its history ([`super::erasure::ErasureRow`]). Scope: private.
    Erasure = "erasure",
}

/// Which rows go together to one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// What everybody holds: settings, rules, names of staff.
    Tenant,
    /// One grid and all that lies in it.
    Grid(GridCode),
    /// One device: outcomes, photos stored, orders. Survives reassignment.
    Private(DeviceId),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant => f.write_str("tenant"),
            Self::Grid(grid) => write!(f, "grid:{grid}"),
            Self::Private(device) => write!(f, "private:{device}"),
        }
    }
}

impl FromStr for Scope {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownWord { vocabulary: "Scope" };
        match text.split_once(':') {
            None if text == "tenant" => Ok(Self::Tenant),
            Some(("grid", code)) => code.parse().map(Self::Grid).map_err(|_| unknown),
            Some(("private", device)) => device.parse().map(Self::Private).map_err(|_| unknown),
            _ => Err(unknown),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A row as the hub keeps it.
#[derive(Clone, PartialEq)]
pub struct Row {
    /// Its kind.
    pub kind: RowKind,
    /// Its id; rows without a UUID of their own (grids) get one by [`name_id`].
    pub id: Uuid,
    /// The household it travels with.
    pub household: Option<HouseholdId>,
    /// Where it belongs; a grid's rows follow their household when it moves.
    pub scope: Scope,
    /// The document. `None` means removed; an erased or removed row stays removed.
    pub document: Option<Map<String, Value>>,
    /// When each field was last written, for merging.
    pub clocks: BTreeMap<String, Hlc>,
}

impl fmt::Debug for Row {
    // Documents hold names, addresses and what was found.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("household", &self.household)
            .field("scope", &self.scope)
            .field("fields", &self.document.as_ref().map(Map::len))
            .finish_non_exhaustive()
    }
}

impl Row {
    /// The document as its type; `None` when the row was removed or holds something else.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.document.as_ref()?).ok()
    }
}

/// A value as a row's document. What has no fields gives an empty one.
///
/// # Errors
/// When the value cannot be JSON, such as a map with keys that are no text.
pub fn document<T: Serialize>(value: &T) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(value)? {
        Value::Object(document) => Ok(document),
        _ => Ok(Map::new()),
    }
}

/// A UUID for a thing that has a name instead (a grid code, a pack version): always the same for that name.
pub fn name_id(kind: RowKind, name: &str) -> Uuid {
    let digest = crate::seal::Digest::of(format!("doorstep/{}/{name}", kind.as_str()).as_bytes());
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(digest.0) {
        *to = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A photo's manifest with the hub's state and findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoRow {
    /// What the author recorded.
    #[serde(flatten)]
    pub record: crate::domain::evidence::PhotoRecord,
    /// What the hub holds.
    pub state: crate::domain::evidence::PhotoState,
    /// What the hub found on time, place, image and chain, once it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<crate::domain::evidence::EvidenceVerdict>,
    /// The photo of another visit that this one repeats, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<PhotoRepeat>,
}

/// Which photo another one repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoRepeat {
    /// The earlier photo.
    pub photo: crate::id::PhotoId,
    /// Its visit.
    pub visit: crate::id::VisitId,
    /// The same file, or the same picture.
    pub likeness: crate::photo::Likeness,
    /// By how many of 256 bits the two pictures differ.
    pub distance: u32,
}

/// What phones need to know of a photo: that it was taken and whether the hub holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoSummary {
    /// Its id.
    pub id: crate::id::PhotoId,
    /// The visit.
    pub visit: crate::id::VisitId,
    /// The household.
    pub household: HouseholdId,
    /// What it is.
    pub kind: crate::domain::evidence::EvidenceKind,
    /// What the hub holds.
    pub state: crate::domain::evidence::PhotoState,
}

/// A remark on a visit, waiting for a supervisor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionRow {
    /// The row's id.
    pub id: crate::id::ExceptionId,
    /// The visit.
    pub visit: crate::id::VisitId,
    /// The household.
    pub household: HouseholdId,
    /// What was noticed.
    pub flag: crate::domain::evidence::Flag,
    /// Whether a supervisor has seen it.
    pub acknowledged: bool,
    /// What the supervisor found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl fmt::Debug for ExceptionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExceptionRow")
            .field("id", &self.id)
            .field("visit", &self.visit)
            .field("household", &self.household)
            .field("flag", &self.flag)
            .field("acknowledged", &self.acknowledged)
            .finish_non_exhaustive()
    }
}

/// A field that two sides changed: who won and what was lost.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictRow {
    /// The row's id.
    pub id: Uuid,
    /// The kind of row at issue.
    pub row: RowKind,
    /// The row at issue.
    pub row_id: Uuid,
    /// The field.
    pub field: String,
    /// The value that stands.
    pub kept: Value,
    /// The value that lost.
    pub lost: Value,
    /// The operation that lost or won.
    pub op: crate::id::OpId,
}

impl fmt::Debug for ConflictRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConflictRow")
            .field("id", &self.id)
            .field("row", &self.row)
            .field("row_id", &self.row_id)
            .field("field", &self.field)
            .field("op", &self.op)
            .finish_non_exhaustive()
    }
}

/// The hub holds this file of a photo, checked against its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoStored {
    /// The photo.
    pub photo: crate::id::PhotoId,
    /// SHA-256 of the sealed file that is stored.
    pub sealed_sha256: crate::seal::Digest,
    /// Whether a backup of the hub holds the file: only then may the phone's copy go.
    #[serde(default)]
    pub backed_up: bool,
}

impl PhotoStored {
    /// The id of the row by which the hub tells a device that it stored one of a photo's files.
    pub fn row_id(device: DeviceId, photo: crate::id::PhotoId, sealed_sha256: crate::seal::Digest) -> Uuid {
        name_id(RowKind::PhotoStored, &format!("{device}/{photo}/{sealed_sha256}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::apply::testing::{HOME, photo, visit};

    #[test]
    fn scopes_and_kinds_come_back_from_their_text() {
        let scopes = [
            Scope::Tenant,
            Scope::Grid("610102001001001".parse().unwrap()),
            Scope::Private(DeviceId(Uuid::from_u128(1))),
        ];
        for scope in scopes {
            assert_eq!(scope.to_string().parse(), Ok(scope));
            let keyed: BTreeMap<Scope, u8> = [(scope, 1)].into();
            let text = serde_json::to_string(&keyed).unwrap();
            assert_eq!(serde_json::from_str::<BTreeMap<Scope, u8>>(&text).unwrap(), keyed);
        }
        for kind in RowKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for nonsense in ["", "tenant:", "grid", "grid:1", "private:x", "Tenant"] {
            assert!(nonsense.parse::<Scope>().is_err(), "{nonsense}");
        }
    }

    #[test]
    fn what_a_row_holds_does_not_show_in_a_log() {
        let home = crate::op::apply::testing::household(HOME, "610102001001001".parse().unwrap());
        let row = Row {
            kind: RowKind::Household,
            id: HOME.0,
            household: Some(HOME),
            scope: Scope::Tenant,
            document: document(&home).ok(),
            clocks: BTreeMap::new(),
        };
        let shown = format!("{row:?}");
        assert!(shown.contains(&HOME.to_string()), "{shown}");
        assert!(!shown.contains("张奶奶家") && !shown.contains("西一路"), "{shown}");
    }

    #[test]
    fn a_name_has_one_id_in_each_kind() {
        assert_eq!(name_id(RowKind::Grid, "1"), name_id(RowKind::Grid, "1"));
        assert_ne!(name_id(RowKind::Grid, "1"), name_id(RowKind::Grid, "2"));
        assert_ne!(name_id(RowKind::Grid, "1"), name_id(RowKind::RulePack, "1"));
    }

    #[test]
    fn a_photo_row_holds_the_manifest_flat_and_gives_its_summary() {
        use crate::domain::evidence::{EvidenceVerdict, Finding, PhotoState};
        let record = photo(1, visit(1, HOME).id);
        let repeats = PhotoRepeat {
            photo: crate::id::PhotoId(Uuid::from_u128(77)),
            visit: crate::id::VisitId(Uuid::from_u128(78)),
            likeness: crate::photo::Likeness::NearDuplicate,
            distance: 4,
        };
        let verdict = EvidenceVerdict {
            time: Finding::NoCameraTime,
            place: Finding::NoFix,
            image: Finding::ReusedPhoto,
            chain: Finding::ChainProved,
        };
        let row =
            PhotoRow { record, state: PhotoState::Stored, verdict: Some(verdict), repeats: Some(repeats) };
        let document = document(&row).unwrap();
        assert_eq!(PhotoRow::deserialize(&document).unwrap(), row);
        let summary = PhotoSummary::deserialize(&document).unwrap();
        assert_eq!((summary.id, summary.state), (row.record.id, PhotoState::Stored));
    }
}
