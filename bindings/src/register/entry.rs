//! What is entered at the door: a home or a resident that no list has, and texts that must be values of the core's types.

use std::str::FromStr;

use doorstep_core::{
    codes::{GridCode, GridCodeError, IdentityError, PhoneError},
    domain::register as core,
    time::Day,
};

use crate::{
    error::DoorstepError,
    places::Coordinate,
    words::{CategoryKind, Words},
};

/// A household met at the door that no list has.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct HouseholdDraft {
    /// The grid where it lies.
    pub grid: GridCode,
    /// The form of address at the door.
    pub greeting: String,
    /// The address.
    pub address: String,
    /// Village group.
    #[uniffi(default)]
    pub village_group: Option<String>,
    /// Where to call.
    #[uniffi(default)]
    pub phone: Option<String>,
    /// The home's place.
    #[uniffi(default)]
    pub place: Option<Coordinate>,
}

/// A resident met at the door whom no list has.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResidentDraft {
    /// Their name.
    pub name: String,
    /// Their identity number; checked digit by digit.
    #[uniffi(default)]
    pub identity: Option<String>,
    /// Birthday.
    #[uniffi(default)]
    pub born: Option<Day>,
    /// Where to call them.
    #[uniffi(default)]
    pub phone: Option<String>,
    /// What they are to the householder.
    #[uniffi(default)]
    pub relation: Option<String>,
    /// Their categories.
    #[uniffi(default)]
    pub categories: Vec<CategoryDraft>,
}

/// One category of a resident, as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CategoryDraft {
    /// Which.
    pub kind: CategoryKind,
    /// The grade within it, where it has grades.
    #[uniffi(default)]
    pub grade: Option<String>,
    /// First day that it holds.
    pub since: Day,
    /// Last day that it holds; open when absent.
    #[uniffi(default)]
    pub until: Option<Day>,
    /// Who decided it.
    #[uniffi(default)]
    pub authority: Option<String>,
}

impl CategoryDraft {
    pub(crate) fn recorded(self, on: Day) -> core::CategoryRecord {
        core::CategoryRecord {
            kind: self.kind.into(),
            grade: self.grade,
            from: self.since,
            to: self.until,
            recorded_on: on,
            authority: self.authority,
        }
    }
}

/// Why a text is no value of its type, in words.
pub(crate) trait Reason {
    fn words(&self) -> Words;
}

macro_rules! reasons {
    ($($error:ty),*) => {$(
        impl Reason for $error {
            fn words(&self) -> Words {
                self.reason().into()
            }
        }
    )*};
}

reasons!(PhoneError, IdentityError, GridCodeError);

/// Reads an optional text into the core's own type; blank counts as absent.
pub(crate) fn parsed<T: FromStr<Err: Reason>>(
    field: &str,
    text: Option<String>,
) -> Result<Option<T>, DoorstepError> {
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => {
            text.parse().map(Some).map_err(|error: T::Err| DoorstepError::invalid(field, error.words()))
        }
    }
}
