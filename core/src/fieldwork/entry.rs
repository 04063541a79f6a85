//! What a form of the register asks for and what was typed into it: fields with their words, each read from text by one
//! rule, so that no screen knows which role may write what or what a phone number looks like.

use serde_json::{Map, Value};

use crate::{
    codes::{GridCode, IdentityNumber, Phone},
    domain::org::StaffRole,
    error::DoorstepError,
    geo::Coordinate,
    id::{DraftId, HouseholdId, ResidentId},
    op::{
        authorise::may_write,
        row::{RowKind, document},
    },
    store::register,
    text::{Text, redacted_debug, vocabulary},
    time::Day,
};

use super::{Doorstep, HouseholdDraft, ResidentDraft, VisitDraft, error::invalid};

vocabulary! {
    /// A field of a home or a resident that is typed.
    EntryField {
        Greeting => ("称呼", "Form of address"),
        Address => ("地址", "Address"),
        VillageGroup => ("村组", "Village group"),
        Building => ("楼栋", "Building"),
        Floor => ("楼层", "Floor"),
        HomePhone => ("住户电话", "Phone of the home"),
        SafetyNote => ("安全提示", "For visitors' safety"),
        Name => ("姓名", "Name"),
        Born => ("出生日期（如 1950-03-08）", "Birthday, as 1950-03-08"),
        OwnPhone => ("本人电话", "Their phone"),
        Relation => ("与户主关系", "What they are to the householder"),
        Identity => ("身份证号", "Identity number"),
    }
}

/// The fields of a home, in the order of a form.
const OF_HOMES: [EntryField; 7] = [
    EntryField::Greeting,
    EntryField::Address,
    EntryField::VillageGroup,
    EntryField::Building,
    EntryField::Floor,
    EntryField::HomePhone,
    EntryField::SafetyNote,
];
/// Those of a home that no list has; its building and floor are in its address until somebody puts it right.
const OF_NEW_HOMES: [EntryField; 4] =
    [EntryField::Greeting, EntryField::Address, EntryField::VillageGroup, EntryField::HomePhone];
/// Those of a resident. An identity number is never shown whole, so that it can be entered once and not edited.
const OF_RESIDENTS: [EntryField; 4] =
    [EntryField::Name, EntryField::Born, EntryField::OwnPhone, EntryField::Relation];

/// One field of a form, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The field.
    pub field: EntryField,
    /// Whose it is; the home's when absent.
    pub resident: Option<ResidentId>,
    /// Their name.
    pub whose: Option<String>,
    /// What stands in it: what this visit entered, else what is known.
    pub text: String,
    /// Whether this visit changed it.
    pub is_changed: bool,
}

redacted_debug!(Entry { field, resident, is_changed });

/// What was typed into a field.
#[derive(Clone, PartialEq, Eq)]
pub struct Entered {
    /// The field.
    pub field: EntryField,
    /// The text as it was typed; blank when there is none.
    pub text: String,
}

redacted_debug!(Entered { field });

impl EntryField {
    /// The row that has it, and its name there.
    const fn place(self) -> (RowKind, &'static str) {
        match self {
            Self::Greeting => (RowKind::Household, "greeting"),
            Self::Address => (RowKind::Household, "address"),
            Self::VillageGroup => (RowKind::Household, "village_group"),
            Self::Building => (RowKind::Household, "building"),
            Self::Floor => (RowKind::Household, "floor"),
            Self::HomePhone => (RowKind::Household, "phone"),
            Self::SafetyNote => (RowKind::Household, "safety_note"),
            Self::Name => (RowKind::Resident, "name"),
            Self::Born => (RowKind::Resident, "born"),
            Self::OwnPhone => (RowKind::Resident, "phone"),
            Self::Relation => (RowKind::Resident, "relation"),
            Self::Identity => (RowKind::Resident, "identity"),
        }
    }

    fn is_written_by(self, role: StaffRole) -> bool {
        let (kind, name) = self.place();
        may_write(role.audience(), kind, name)
    }

    /// The value that a text means; null for a blank one.
    fn value(self, text: &str) -> Result<Value, DoorstepError> {
        let (_, name) = self.place();
        let text = text.trim();
        if text.is_empty() {
            return Ok(Value::Null);
        }
        let said = |reason: Text| DoorstepError::InvalidInput { field: name.into(), reason };
        match self {
            Self::Floor => text.parse::<i16>().map(Value::from).map_err(|_| {
                invalid(
                    name,
                    "楼层应为整数，地下用负数",
                    "A floor is a whole number, below the ground a negative one",
                )
            }),
            Self::Born => day(text)
                .map(|day| day.to_string().into())
                .ok_or_else(|| invalid(name, "日期应像 1950-03-08", "A day is written as 1950-03-08")),
            Self::HomePhone | Self::OwnPhone => {
                let phone: Phone =
                    text.parse().map_err(|error: crate::codes::PhoneError| said(error.reason()))?;
                json(&phone)
            }
            Self::Identity => {
                let number: IdentityNumber =
                    text.parse().map_err(|error: crate::codes::IdentityError| said(error.reason()))?;
                json(&number)
            }
            _ => Ok(text.into()),
        }
    }
}

/// A day as it is typed: with hyphens, or as eight digits.
fn day(text: &str) -> Option<Day> {
    text.parse().ok().or_else(|| Day::parse_from_str(text, "%Y%m%d").ok().filter(|_| text.len() == 8))
}

fn json(value: &impl serde::Serialize) -> Result<Value, DoorstepError> {
    serde_json::to_value(value).map_err(|_| DoorstepError::Internal { code: "entry/json".into() })
}

/// A value as a form shows it.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

impl Doorstep {
    /// The fields of the home and of each resident that this worker may change in a visit, as they stand; none while homes
    /// are [locked](Self::homes_lock).
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] without the visit or its home.
    pub fn entries(&self, draft: DraftId) -> Result<Vec<Entry>, DoorstepError> {
        self.store.read(|tx| {
            let role = self.me(tx)?.staff.role;
            let draft = self.get_draft(tx, draft)?;
            if self.homes_are_locked(tx)? {
                return Ok(Vec::new());
            }
            let home = json_of(&self.known_household(tx, draft.household)?)?;
            let mut entries: Vec<_> =
                OF_HOMES.iter().map(|field| entry(&draft, *field, None, &home)).collect();
            for resident in
                register::residents(tx, draft.household)?.into_iter().filter(|one| one.left_on.is_none())
            {
                let known = json_of(&resident)?;
                let whose = Some((resident.id, resident.name.as_str()));
                entries.extend(OF_RESIDENTS.iter().map(|field| entry(&draft, *field, whose, &known)));
            }
            entries.retain(|one| one.field.is_written_by(role));
            Ok(entries)
        })
    }

    /// Enters into a visit what was typed into a field of its home or of a resident; a blank text clears it.
    ///
    /// # Errors
    /// As [`Doorstep::change_field`]; [`DoorstepError::InvalidInput`] with the field's name for a text that is no value of
    /// it.
    pub fn enter(
        &self,
        draft: DraftId,
        resident: Option<ResidentId>,
        entered: &Entered,
    ) -> Result<VisitDraft, DoorstepError> {
        let (kind, name) = entered.field.place();
        let value = entered.field.value(&entered.text)?;
        let id = match resident {
            Some(resident) => resident.0,
            None => self.store.read(|tx| Ok::<_, DoorstepError>(self.get_draft(tx, draft)?.household.0))?,
        };
        self.change_field(draft, kind, id, name, value)
    }

    /// The fields of a resident whom no list has; none where this worker may not add one.
    ///
    /// # Errors
    /// When the phone is not enrolled.
    pub fn new_resident_fields(&self) -> Result<Vec<EntryField>, DoorstepError> {
        Ok(new_resident_fields(self.store.read(|tx| self.me(tx))?.staff.role))
    }

    /// The fields of a home that no list has; none where this worker may not add one, or answers for no grid.
    ///
    /// # Errors
    /// When the phone is not enrolled.
    pub fn new_household_fields(&self) -> Result<Vec<EntryField>, DoorstepError> {
        let role = self.store.read(|tx| self.me(tx))?.staff.role;
        Ok(if self.own_grids()?.is_empty() { Vec::new() } else { writable(role, &OF_NEW_HOMES) })
    }

    /// Registers a resident from what was typed; durable when this returns.
    ///
    /// # Errors
    /// As [`Doorstep::add_resident`], and as [`Doorstep::enter`] for a text.
    pub fn add_typed_resident(
        &self,
        household: HouseholdId,
        typed: &[Entered],
    ) -> Result<ResidentId, DoorstepError> {
        let mut form = form(RowKind::Resident, typed)?;
        let draft = ResidentDraft {
            name: taken(&mut form, "name")?.unwrap_or_default(),
            identity: taken(&mut form, "identity")?,
            born: taken(&mut form, "born")?,
            phone: taken(&mut form, "phone")?,
            relation: taken(&mut form, "relation")?,
            categories: Vec::new(),
        };
        self.add_resident(household, draft)
    }

    /// Registers a home from what was typed; durable when this returns.
    ///
    /// # Errors
    /// As [`Doorstep::add_household`], and as [`Doorstep::enter`] for a text.
    pub fn add_typed_household(
        &self,
        grid: GridCode,
        typed: &[Entered],
        place: Option<Coordinate>,
    ) -> Result<HouseholdId, DoorstepError> {
        let mut form = form(RowKind::Household, typed)?;
        let draft = HouseholdDraft {
            grid,
            greeting: taken(&mut form, "greeting")?.unwrap_or_default(),
            address: taken(&mut form, "address")?.unwrap_or_default(),
            village_group: taken(&mut form, "village_group")?,
            phone: taken(&mut form, "phone")?,
            place,
        };
        self.add_household(draft)
    }
}

pub(super) fn new_resident_fields(role: StaffRole) -> Vec<EntryField> {
    let mut fields = OF_RESIDENTS.to_vec();
    fields.push(EntryField::Identity);
    writable(role, &fields)
}

fn writable(role: StaffRole, fields: &[EntryField]) -> Vec<EntryField> {
    fields.iter().copied().filter(|field| field.is_written_by(role)).collect()
}

fn entry(
    draft: &VisitDraft,
    field: EntryField,
    whose: Option<(ResidentId, &str)>,
    known: &Map<String, Value>,
) -> Entry {
    let (kind, name) = field.place();
    let id = whose.map_or(draft.household.0, |(resident, _)| resident.0);
    let changes = draft.changes.iter().find(|change| (change.row, change.id) == (kind, id));
    let changed = changes.and_then(|change| change.fields.get(name));
    Entry {
        field,
        resident: whose.map(|(resident, _)| resident),
        whose: whose.map(|(_, name)| name.to_owned()),
        text: shown(changed.map_or_else(|| known.get(name), |change| Some(&change.new))),
        is_changed: changed.is_some(),
    }
}

fn json_of(value: &impl serde::Serialize) -> Result<Map<String, Value>, DoorstepError> {
    document(value).map_err(|_| DoorstepError::Internal { code: "entry/json".into() })
}

/// What was typed, as the values of a row.
fn form(kind: RowKind, typed: &[Entered]) -> Result<Map<String, Value>, DoorstepError> {
    let mut values = Map::new();
    for Entered { field, text } in typed {
        let (row, name) = field.place();
        if row != kind {
            return Err(invalid(name, "该项不属于这张表", "This field belongs to another form"));
        }
        values.insert(name.to_owned(), field.value(text)?);
    }
    Ok(values)
}

fn taken<T: serde::de::DeserializeOwned>(
    form: &mut Map<String, Value>,
    name: &str,
) -> Result<Option<T>, DoorstepError> {
    match form.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => serde_json::from_value(value)
            .map(Some)
            .map_err(|_| DoorstepError::Internal { code: "entry/json".into() }),
    }
}
