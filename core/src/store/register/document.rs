//! Documents of the feed, and the typed table that each kind goes to.

use serde::de::Error as _;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{evidence, household, need, organisation, resident, standing, ticket, visit};
use crate::{
    domain::{
        need::Need,
        org::{Grid, Responsibility, Staff},
        register::{Exemption, Household, Resident},
        rules::RulePack,
        ticket::Ticket,
        visit::{Claim, VisitSummary},
    },
    id::{HouseholdId, NeedId, PhotoId, ResidentId, VisitId},
    op::{
        erasure::ErasureRow,
        order::Order,
        outcome::OutcomeRow,
        row::{ConflictRow, ExceptionRow, PhotoStored, PhotoSummary, RowKind},
        wire::TenantSettings,
    },
    store::{StoreError, Tx},
};

/// The document of a row, read as its kind says.
#[derive(Debug)]
pub(crate) enum Document {
    Settings,
    RulePack,
    Staff(Staff),
    Grid(Grid),
    Responsibility(Responsibility),
    Household(Household),
    Resident(Resident),
    Visit(VisitSummary),
    Need(Need),
    Exemption(Exemption),
    Claim(Claim),
    Ticket(Ticket),
    Photo(PhotoSummary),
    Exception(ExceptionRow),
    Conflict(ConflictRow),
    Outcome(OutcomeRow),
    PhotoStored(PhotoStored),
    Order(Order),
    Erasure(ErasureRow),
}

impl Document {
    /// Reads `text` as a document of the row `kind`, `id`.
    ///
    /// # Errors
    /// When it is none, or belongs to another row.
    pub(crate) fn read(kind: RowKind, id: Uuid, text: &str) -> Result<Self, serde_json::Error> {
        let document = match kind {
            // Kept as they came; read here only to know that they can be.
            RowKind::Settings => serde_json::from_str::<TenantSettings>(text).map(|_| Self::Settings),
            RowKind::RulePack => serde_json::from_str::<RulePack>(text).map(|_| Self::RulePack),
            RowKind::Staff => serde_json::from_str(text).map(Self::Staff),
            RowKind::Grid => serde_json::from_str(text).map(Self::Grid),
            RowKind::Responsibility => serde_json::from_str(text).map(Self::Responsibility),
            RowKind::Household => serde_json::from_str(text).map(Self::Household),
            RowKind::Resident => serde_json::from_str(text).map(Self::Resident),
            RowKind::Visit => serde_json::from_str(text).map(Self::Visit),
            RowKind::Need => serde_json::from_str(text).map(Self::Need),
            RowKind::Exemption => serde_json::from_str(text).map(Self::Exemption),
            RowKind::Claim => serde_json::from_str(text).map(Self::Claim),
            RowKind::Ticket => serde_json::from_str(text).map(Self::Ticket),
            RowKind::Photo => serde_json::from_str(text).map(Self::Photo),
            RowKind::Exception => serde_json::from_str(text).map(Self::Exception),
            RowKind::Conflict => serde_json::from_str(text).map(Self::Conflict),
            RowKind::Outcome => serde_json::from_str(text).map(Self::Outcome),
            RowKind::PhotoStored => serde_json::from_str(text).map(Self::PhotoStored),
            RowKind::Order => serde_json::from_str(text).map(Self::Order),
            RowKind::Erasure => serde_json::from_str(text).map(Self::Erasure),
        }?;
        if document.own_id().is_some_and(|own| own != id) {
            return Err(serde_json::Error::custom("the document belongs to another row"));
        }
        Ok(document)
    }

    /// The id that the document itself states.
    fn own_id(&self) -> Option<Uuid> {
        match self {
            Self::Settings | Self::RulePack | Self::Grid(_) => None,
            // Named by the hub; what they state is the operation, photo, order or erasure that they are about.
            Self::Outcome(_) | Self::PhotoStored(_) | Self::Order(_) | Self::Erasure(_) => None,
            Self::Staff(staff) => Some(staff.id.0),
            Self::Responsibility(line) => Some(line.id.0),
            Self::Household(household) => Some(household.id.0),
            Self::Resident(resident) => Some(resident.id.0),
            Self::Visit(visit) => Some(visit.id.0),
            Self::Need(need) => Some(need.id.0),
            Self::Exemption(exemption) => Some(exemption.id.0),
            Self::Claim(claim) => Some(claim.id.0),
            Self::Ticket(ticket) => Some(ticket.id.0),
            Self::Photo(photo) => Some(photo.id.0),
            Self::Exception(exception) => Some(exception.id.0),
            Self::Conflict(conflict) => Some(conflict.id),
        }
    }

    /// The household by which the row is clustered.
    pub(crate) fn household(&self) -> Option<HouseholdId> {
        match self {
            Self::Household(household) => Some(household.id),
            Self::Resident(resident) => Some(resident.household),
            Self::Visit(visit) => Some(visit.household),
            Self::Need(need) => Some(need.household),
            Self::Exemption(exemption) => Some(exemption.household),
            Self::Claim(claim) => Some(claim.household),
            Self::Ticket(ticket) => Some(ticket.household),
            Self::Photo(photo) => Some(photo.household),
            Self::Exception(exception) => Some(exception.household),
            Self::Settings
            | Self::RulePack
            | Self::Staff(_)
            | Self::Grid(_)
            | Self::Responsibility(_)
            | Self::Conflict(_)
            | Self::Outcome(_)
            | Self::PhotoStored(_)
            | Self::Order(_)
            | Self::Erasure(_) => None,
        }
    }

    /// Writes the row `id` into its table, over what stood there. `text` is what the document was read from.
    pub(crate) fn put(&self, tx: &Tx<'_>, id: Uuid, text: &str) -> Result<(), StoreError> {
        match self {
            Self::Settings => organisation::put_settings(tx, id, text),
            Self::RulePack => organisation::put_rule_pack(tx, id, text),
            Self::Staff(staff) => organisation::put_staff(tx, staff),
            Self::Grid(grid) => organisation::put_grid(tx, id, grid),
            Self::Responsibility(line) => organisation::put_responsibility(tx, line),
            Self::Household(household) => household::put(tx, household),
            Self::Resident(resident) => resident::put(tx, resident),
            Self::Visit(visit) => visit::put(tx, visit),
            Self::Need(need) => need::put(tx, need),
            Self::Exemption(exemption) => standing::put_exemption(tx, exemption),
            Self::Claim(claim) => standing::put_claim(tx, claim),
            Self::Ticket(ticket) => ticket::put(tx, ticket),
            Self::Photo(photo) => evidence::put_photo(tx, photo, text),
            Self::Exception(exception) => evidence::put_exception(tx, exception),
            Self::Conflict(conflict) => evidence::put_conflict(tx, conflict),
            // What these say is handed on to whom it concerns; they have no table here.
            Self::Outcome(_) | Self::PhotoStored(_) | Self::Order(_) | Self::Erasure(_) => Ok(()),
        }
    }
}

/// The row as it stands in its table, as a document; for the kinds that a phone may edit.
pub(crate) fn current(
    tx: &Tx<'_>,
    kind: RowKind,
    household: HouseholdId,
    id: Uuid,
) -> Result<Option<Map<String, Value>>, StoreError> {
    let value = match kind {
        RowKind::Household => to_value(household::household(tx, household)?)?,
        RowKind::Resident => to_value(resident::resident(tx, household, ResidentId(id))?)?,
        RowKind::Visit => to_value(visit::visit(tx, household, VisitId(id))?)?,
        RowKind::Need => to_value(need::need(tx, household, NeedId(id))?)?,
        RowKind::Claim => to_value(standing::claims(tx, household)?.into_iter().find(|one| one.id.0 == id))?,
        RowKind::Ticket => to_value(ticket::tickets(tx, household)?.into_iter().find(|one| one.id.0 == id))?,
        RowKind::Photo => to_value(evidence::photo(tx, household, PhotoId(id))?)?,
        RowKind::Exception => {
            to_value(evidence::exceptions_of(tx, household)?.into_iter().find(|one| one.id.0 == id))?
        }
        RowKind::Settings
        | RowKind::RulePack
        | RowKind::Staff
        | RowKind::Grid
        | RowKind::Responsibility
        | RowKind::Exemption
        | RowKind::Conflict
        | RowKind::Outcome
        | RowKind::PhotoStored
        | RowKind::Order
        | RowKind::Erasure => None,
    };
    Ok(value)
}

fn to_value<T: serde::Serialize>(row: Option<T>) -> Result<Option<Map<String, Value>>, StoreError> {
    match row.map(serde_json::to_value).transpose() {
        Ok(Some(Value::Object(fields))) => Ok(Some(fields)),
        Ok(_) => Ok(None),
        Err(_) => Err(StoreError::Unreadable { what: "row" }),
    }
}

/// Takes a row out of its table; `household` is where it is clustered.
pub(crate) fn remove(
    tx: &Tx<'_>,
    kind: RowKind,
    household: Option<HouseholdId>,
    id: Uuid,
) -> Result<(), StoreError> {
    let sql = match (kind, household) {
        (RowKind::Household, _) => return household::remove(tx, HouseholdId(id)),
        (RowKind::Resident, Some(household)) => return resident::remove(tx, household, ResidentId(id)),
        (RowKind::Visit, Some(_)) => "DELETE FROM visit WHERE id = ?1 AND household = ?2",
        (RowKind::Need, Some(_)) => "DELETE FROM need WHERE id = ?1 AND household = ?2",
        (RowKind::Exemption, Some(_)) => "DELETE FROM exemption WHERE id = ?1 AND household = ?2",
        (RowKind::Claim, Some(_)) => "DELETE FROM claim WHERE id = ?1 AND household = ?2",
        (RowKind::Ticket, Some(_)) => "DELETE FROM ticket WHERE id = ?1 AND household = ?2",
        (RowKind::Photo, Some(_)) => "DELETE FROM photo WHERE id = ?1 AND household = ?2",
        (RowKind::Exception, Some(_)) => "DELETE FROM exception WHERE id = ?1 AND household = ?2",
        // Rows of a household are never written without it, so without it there is nothing to take away.
        (
            RowKind::Resident
            | RowKind::Visit
            | RowKind::Need
            | RowKind::Exemption
            | RowKind::Claim
            | RowKind::Ticket
            | RowKind::Photo
            | RowKind::Exception,
            None,
        ) => return Ok(()),
        (RowKind::Settings, _) => "DELETE FROM settings WHERE id = ?1",
        (RowKind::RulePack, _) => "DELETE FROM rule_pack WHERE id = ?1",
        (RowKind::Staff, _) => "DELETE FROM staff WHERE id = ?1",
        (RowKind::Grid, _) => "DELETE FROM grid WHERE id = ?1",
        (RowKind::Responsibility, _) => "DELETE FROM responsibility WHERE id = ?1",
        (RowKind::Conflict, _) => "DELETE FROM conflict WHERE id = ?1",
        (RowKind::Outcome | RowKind::PhotoStored | RowKind::Order | RowKind::Erasure, _) => return Ok(()),
    };
    let mut delete = tx.prepare(sql)?;
    match household.filter(|_| delete.parameter_count() == 2) {
        Some(household) => delete.execute((id.as_bytes(), household))?,
        None => delete.execute([id.as_bytes()])?,
    };
    Ok(())
}

/// Takes away all that only this phone knows of a household, its own row included. What the hub sent of it stays:
/// the household itself may stand on a later page.
pub(crate) fn purge_household(tx: &Tx<'_>, id: HouseholdId) -> Result<(), StoreError> {
    for table in ["resident", "visit", "need", "exemption", "claim", "ticket", "photo", "exception"] {
        tx.prepare(&format!(
            "DELETE FROM {table} WHERE household = ?1
             AND NOT EXISTS (SELECT 1 FROM held WHERE kind = '{table}' AND held.id = {table}.id)"
        ))?
        .execute([id])?;
    }
    household::remove(tx, id)
}
