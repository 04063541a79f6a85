//! Recording: turns what happened into one group of operations and commits it, all or none.

use crate::{
    codes::{GridCode, IdentityNumber, Phone},
    domain::register::{CategoryRecord, Household, Resident},
    error::{DoorstepError, Thing},
    geo::Coordinate,
    id::{GroupId, HouseholdId, OpId, ResidentId},
    op::{
        apply::Author,
        authorise::authorise,
        body::{Body, Payload},
        chain::{NewOp, chain_group},
        outcome::RejectReason,
        words::check_body,
    },
    store::{Durability, Identity, StoreError, Tx, journal, local, register},
    text::redacted_debug,
    time::Day,
};

use super::{
    Doorstep,
    bounds::{bad_words, check_group},
};

/// A household met at the door that no list has.
#[derive(Clone, PartialEq)]
pub struct HouseholdDraft {
    /// The grid where it lies.
    pub grid: GridCode,
    /// The form of address at the door.
    pub greeting: String,
    /// The address.
    pub address: String,
    /// Village group.
    pub village_group: Option<String>,
    /// Where to call.
    pub phone: Option<Phone>,
    /// The home's place.
    pub place: Option<Coordinate>,
}

redacted_debug!(HouseholdDraft { grid });

/// A resident met at the door whom no list has.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentDraft {
    /// Their name.
    pub name: String,
    /// Their identity number.
    pub identity: Option<IdentityNumber>,
    /// Birthday.
    pub born: Option<Day>,
    /// Where to call them.
    pub phone: Option<Phone>,
    /// What they are to the householder.
    pub relation: Option<String>,
    /// Their categories.
    pub categories: Vec<CategoryRecord>,
}

redacted_debug!(ResidentDraft { categories.len() });

impl Doorstep {
    /// Registers a household at the door; durable when this returns.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] without an address or a form of address, for words that no
    /// screen shows, for a grid that this worker does not answer for (`grid`) and for a role that may not (`role`).
    pub fn add_household(&self, draft: HouseholdDraft) -> Result<HouseholdId, DoorstepError> {
        let id = HouseholdId::generate(self.host.ids.as_ref(), self.host.clock.now());
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            let household = Household {
                id,
                grid: draft.grid,
                earlier_grids: Vec::new(),
                greeting: draft.greeting.clone(),
                address: draft.address.clone(),
                village_group: draft.village_group.clone(),
                building: None,
                floor: None,
                phone: draft.phone.clone(),
                place: draft.place,
                safety_note: None,
                recorded_on: Some(self.day(&me)),
                ended_on: None,
                handed_over: None,
            };
            let body = Body::HouseholdAdded(household);
            self.may_record(tx, &me, &body)?;
            self.record(tx, &me, vec![body])?;
            self.derive_households(tx, &me, [id])
        })?;
        Ok(id)
    }

    /// Registers a resident at the door; durable when this returns.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] without a name, for words that no screen shows, and for what this role may
    /// not record (`role`); [`DoorstepError::NotFound`] without the household.
    pub fn add_resident(
        &self,
        household: HouseholdId,
        draft: ResidentDraft,
    ) -> Result<ResidentId, DoorstepError> {
        let id = ResidentId::generate(self.host.ids.as_ref(), self.host.clock.now());
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            self.known_household(tx, household)?;
            let resident = Resident {
                id,
                household,
                name: draft.name.clone(),
                identity: draft.identity.clone(),
                born: draft.born,
                phone: draft.phone.clone(),
                relation: draft.relation.clone(),
                categories: draft.categories.clone(),
                events: Vec::new(),
                left_on: None,
            };
            let body = Body::ResidentAdded(resident);
            self.may_record(tx, &me, &body)?;
            self.record(tx, &me, vec![body])?;
            self.derive_households(tx, &me, [household])
        })?;
        Ok(id)
    }

    /// Appends the bodies as one group and shows their effect at once. Runs inside the caller's durable
    /// transaction; the signature over the head comes later, never in its way.
    pub(super) fn record(&self, tx: &Tx<'_>, me: &Identity, bodies: Vec<Body>) -> Result<(), DoorstepError> {
        let payloads = bodies.into_iter().map(|body| Payload { supersedes: None, body }).collect();
        self.record_payloads(tx, me, payloads)?;
        Ok(())
    }

    /// [`Self::record`], where a body may put right one that the hub rejected. Answers the new operations.
    pub(super) fn record_payloads(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        payloads: Vec<Payload>,
    ) -> Result<Vec<OpId>, DoorstepError> {
        let now = self.host.clock.now();
        let ids = self.host.ids.as_ref();
        let head = journal::head(tx)?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })?;
        let ops: Vec<_> = payloads
            .into_iter()
            .map(|payload| NewOp { op_id: OpId::generate(ids, now), hlc: self.hlc.tick(now), payload })
            .collect();
        let chained = chain_group(me.device, head, GroupId::generate(ids, now), &ops, ids)
            .map_err(|_| DoorstepError::Internal { code: "record/json".into() })?;
        check_group(&chained)?;
        journal::append(tx, &chained)?;
        for (op, new) in chained.iter().zip(&ops) {
            local::apply_local(tx, op, &new.payload, me, me.settings.zone)?;
        }
        Ok(ops.iter().map(|op| op.op_id).collect())
    }

    /// Refuses at once what the hub would refuse, by the hub's own rule.
    pub(super) fn may_record(&self, tx: &Tx<'_>, me: &Identity, body: &Body) -> Result<(), DoorstepError> {
        check_body(body).map_err(bad_words)?;
        let grid = match body {
            Body::HouseholdAdded(household) => Some(household.grid),
            _ => match concerned(tx, body)? {
                Some(household) => register::household(tx, household)?.map(|household| household.grid),
                None => None,
            },
        };
        let today = self.day(me);
        let lines = grid.map_or_else(|| Ok(Vec::new()), |grid| register::responsibilities(tx, grid))?;
        let mut own = lines.iter().filter(|line| line.staff == me.staff.id && line.in_force(today));
        let leads = own.clone().any(|line| line.role.leads());
        let answers = own.next().is_some();
        let author = Author {
            staff: me.staff.id,
            device: me.device,
            role: me.staff.role,
            grids: grid.filter(|_| answers).into_iter().collect(),
            leads: grid.filter(|_| leads).into_iter().collect(),
        };
        authorise(&author, body, grid, None).map_err(|reason| {
            let field = if reason == RejectReason::OutsideScope { "grid" } else { "role" };
            DoorstepError::InvalidInput { field: field.into(), reason: reason.label() }
        })
    }
}

/// The household that a body is about, which a remark's own row names.
fn concerned(tx: &Tx<'_>, body: &Body) -> Result<Option<HouseholdId>, StoreError> {
    match body {
        Body::ExceptionAcknowledged(seen) => register::exception_household(tx, seen.exception),
        _ => Ok(body.household()),
    }
}
