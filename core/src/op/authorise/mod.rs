//! Who may record what: by role, by field, and by the responsibility in force when it was recorded.
//!
//! Field roles never write grids, responsibilities, exemptions or restrictions; no operation widens its
//! author's scope; nobody writes a field that they cannot see.

use super::{
    apply::Author,
    body::{Body, FieldsChanged},
    outcome::RejectReason,
    projection::{fields, sees_field},
    row::{Row, RowKind},
};
use crate::{
    codes::GridCode,
    domain::{
        org::Audience,
        register::{HandedOver, Household, Resident},
    },
};

/// Judges whether `author` may record `body`.
///
/// `household_grid` is the grid where the household lay on the day of the record, `before` the row that a
/// change of fields is about.
///
/// # Errors
/// The reason that the worker reads.
pub fn authorise(
    author: &Author,
    body: &Body,
    household_grid: Option<GridCode>,
    before: Option<&Row>,
) -> Result<(), RejectReason> {
    let audience = author.audience();
    match body {
        // Whoever came, came: a visit elsewhere is credited and flagged, never lost.
        Body::VisitRecorded(_) | Body::PhotoTaken(_) => Ok(()),
        // Everybody has a say, and nobody says it in another's name.
        Body::FeedbackGiven(said) => may(said.staff == author.staff),
        // A need found on a visit stands with the visit; one without must be in scope.
        Body::NeedRaised(need) if need.found_in.is_some() => Ok(()),
        Body::NeedRaised(_) => within(author, household_grid),
        Body::HouseholdAdded(household) => {
            may(adds_household(audience, household))?;
            within(author, Some(household.grid))
        }
        Body::ResidentAdded(resident) => {
            may(adds_resident(audience, resident))?;
            within(author, household_grid)
        }
        Body::FieldsChanged(change) => {
            may(changes(author, change, household_grid, before))?;
            within(author, household_grid)
        }
        Body::NeedMoved(_) => {
            may(matches!(audience, Audience::SocialWorker | Audience::Supervisor))?;
            within(author, household_grid)
        }
        Body::ClaimDecided(_) | Body::ExceptionAcknowledged(_) => {
            may(audience.reviews())?;
            within(author, household_grid)
        }
    }
}

/// Whether `audience` may ever write this field of this kind of row. Screens ask before they offer it.
pub fn may_write(audience: Audience, kind: RowKind, field: &str) -> bool {
    let by_role = match (kind, field) {
        (RowKind::Household, "place") => true,
        (
            RowKind::Household,
            "phone" | "greeting" | "address" | "village_group" | "building" | "floor" | "safety_note",
        )
        | (RowKind::Resident, "name" | "born" | "phone" | "relation") => audience.derives(),
        // An event starts deadlines; child workers see too few of them to change the list.
        (RowKind::Resident, "events") => {
            matches!(audience, Audience::GridWorker | Audience::SocialWorker | Audience::Supervisor)
        }
        (RowKind::Resident, "identity" | "categories") => {
            matches!(audience, Audience::SocialWorker | Audience::Supervisor)
        }
        _ => false,
    };
    by_role && fields(audience, kind).is_some_and(|seen| seen.contains(&field))
}

fn may(allowed: bool) -> Result<(), RejectReason> {
    if allowed { Ok(()) } else { Err(RejectReason::NotAuthorised) }
}

fn within(author: &Author, grid: Option<GridCode>) -> Result<(), RejectReason> {
    match grid {
        Some(grid) if author.grids.contains(&grid) => Ok(()),
        _ => Err(RejectReason::OutsideScope),
    }
}

fn adds_household(audience: Audience, household: &Household) -> bool {
    audience.derives()
        && household.earlier_grids.is_empty()
        && household.ended_on.is_none()
        && household.handed_over.is_none()
}

fn adds_resident(audience: Audience, resident: &Resident) -> bool {
    let writes = |field, present: bool| !present || may_write(audience, RowKind::Resident, field);
    audience.derives()
        && resident.left_on.is_none()
        && writes("identity", resident.identity.is_some())
        && writes("categories", !resident.categories.is_empty())
        && writes("events", !resident.events.is_empty())
}

/// Whether the author may hand households of this grid to others who answer for it: its lead, and whoever reviews.
fn hands_over(author: &Author, grid: Option<GridCode>) -> bool {
    let leads = || grid.is_some_and(|grid| author.leads.contains(&grid));
    author.audience().derives() && (author.audience().reviews() || leads())
}

fn changes(
    author: &Author,
    change: &FieldsChanged,
    household_grid: Option<GridCode>,
    before: Option<&Row>,
) -> bool {
    let audience = author.audience();
    let document = before.and_then(|row| row.document.as_ref());
    let may_change = |field: &str| match (change.row, field) {
        (RowKind::Household, HandedOver::FIELD) => hands_over(author, household_grid),
        (row, field) => may_write(audience, row, field),
    };
    change.fields.keys().all(|field| {
        may_change(field) && document.is_none_or(|document| sees_field(audience, change.row, document, field))
    })
}

#[cfg(test)]
mod tests;
