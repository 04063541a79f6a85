//! Evidence that leaves the phone by itself, as the languages ask for it.

use doorstep_core::{
    fieldwork,
    id::{HouseholdId, PhotoId, VisitId},
};

/// What an evidence bundle is to prove.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum BundleOf {
    /// These photos, at most 2,000.
    Photos {
        /// Which.
        photos: Vec<PhotoId>,
    },
    /// All photos of a finished visit whose records are still on this phone.
    Visit {
        /// Which.
        id: VisitId,
    },
    /// All photos of a household whose records are still on this phone.
    Household {
        /// Which.
        id: HouseholdId,
    },
}

/// For whom an evidence bundle is made.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BundleFor {
    /// Who gets it: an office, a court.
    pub recipient: String,
    /// How many days they may keep it.
    pub keep_days: u16,
    /// Whether the photos go opened, for a recipient without the hub's key; sealed otherwise.
    pub is_opened: bool,
}

impl From<BundleOf> for fieldwork::BundleOf {
    fn from(what: BundleOf) -> Self {
        match what {
            BundleOf::Photos { photos } => Self::Photos(photos),
            BundleOf::Visit { id } => Self::Visit(id),
            BundleOf::Household { id } => Self::Household(id),
        }
    }
}

impl From<BundleFor> for fieldwork::BundleFor {
    fn from(whom: BundleFor) -> Self {
        let BundleFor { recipient, keep_days, is_opened } = whom;
        Self { recipient, keep_days, opened: is_opened }
    }
}
