//! One group before the judge: what is known of its author and receipt, and the rows it has written so far.

use std::{collections::BTreeSet, iter};

use serde::Serialize;
use uuid::Uuid;

use super::{Author, Receipt, Rows, decision, need, overlay::Overlay, photo, register, visit};
use crate::{
    domain::{
        org::Audience,
        register::{Household, Resident, Subject},
    },
    id::{HouseholdId, OpId, ResidentId},
    op::{
        authorise::authorise,
        body::Body,
        merge::competing_hlc,
        outcome::{Outcome, RejectReason},
        row::{Row, RowKind, Scope, document},
        wire::WireOp,
        words::check_body,
    },
    time::{Day, Hlc, Zone},
};

/// Why a group is not taken now.
pub(super) enum Stop<E> {
    Reject(RejectReason),
    /// It hangs on something that is not known yet, named as chains name subjects.
    Unknown(String),
    /// A later version of the hub may be able to read it.
    Defer,
    /// The rows could not be read.
    Rows(E),
}

impl<E> From<RejectReason> for Stop<E> {
    fn from(reason: RejectReason) -> Self {
        Self::Reject(reason)
    }
}

pub(super) type Verdict<E> = Result<Outcome, Stop<E>>;

/// Id, number on its device and clamped clock of the operation in hand.
#[derive(Clone, Copy)]
pub(super) struct OpMark {
    pub(super) id: OpId,
    pub(super) seq: u64,
    pub(super) hlc: Hlc,
}

pub(super) struct Judge<'a, R> {
    pub(super) author: &'a Author,
    /// As they stood when the group was received, where it came so late that this counts too.
    at_receipt: Option<&'a Author>,
    pub(super) receipt: Receipt,
    pub(super) zone: Zone,
    /// The day for which the author's responsibility was looked up.
    pub(super) day: Day,
    pub(super) rows: Overlay<'a, R>,
    touched: BTreeSet<HouseholdId>,
}

impl<'a, R: Rows> Judge<'a, R> {
    pub(super) fn new(
        author: &'a Author,
        at_receipt: Option<&'a Author>,
        receipt: Receipt,
        zone: Zone,
        day: Day,
        rows: &'a R,
    ) -> Self {
        let (rows, touched) = (Overlay::new(rows), BTreeSet::new());
        Self { author, at_receipt, receipt, zone, day, rows, touched }
    }

    pub(super) fn finish(self) -> (Vec<Row>, BTreeSet<HouseholdId>) {
        (self.rows.into_written(), self.touched)
    }

    pub(super) fn take(&mut self, op: &WireOp, body: &Body) -> Verdict<R::Error> {
        if check_body(body).is_err() {
            return Err(RejectReason::Unreadable.into());
        }
        let op = OpMark { id: op.op_id, seq: op.seq, hlc: competing_hlc(op.hlc, self.receipt.received_at) };
        match body {
            Body::VisitRecorded(visit) => visit::record(self, visit, body, op),
            Body::HouseholdAdded(household) => register::add_household(self, household, body, op),
            Body::ResidentAdded(resident) => register::add_resident(self, resident, body, op),
            Body::FieldsChanged(change) => register::change_fields(self, change, body, op),
            Body::NeedRaised(need) => need::raise(self, need, body, op),
            Body::NeedMoved(step) => need::take_step(self, step, body, op),
            Body::PhotoTaken(photo) => photo::take(self, photo, body, op),
            Body::ClaimDecided(decision) => decision::decide_claim(self, decision, body, op),
            Body::ExceptionAcknowledged(seen) => decision::acknowledge(self, seen, body, op),
            Body::FeedbackGiven(_) => self.authorise(body, None, None).map(|()| Outcome::Applied),
        }
    }

    pub(super) fn household(&self, id: HouseholdId) -> Result<Household, Stop<R::Error>> {
        self.rows.read(RowKind::Household, id.0)
    }

    /// Whether the author answers for the household: where it lay on the day of the record.
    pub(super) fn answers_for(&self, household: &Household) -> bool {
        self.author.grids.contains(&household.grid_on(self.day))
    }

    /// Whether the author's word that somebody is gone exempts them at once: who answers for the household, and where
    /// the group came so late that this counts too, did so when it came.
    pub(super) fn is_believed(&self, household: &Household) -> bool {
        let at_receipt = |author: &Author| {
            author.grids.contains(&household.grid_on(self.zone.day_of(self.receipt.received_at)))
        };
        self.answers_for(household) && self.at_receipt.is_none_or(at_receipt)
    }

    pub(super) fn authorise(
        &self,
        body: &Body,
        household: Option<&Household>,
        before: Option<&Row>,
    ) -> Result<(), Stop<R::Error>> {
        let grid_on = |day| household.map(|household| household.grid_on(day));
        authorise(self.author, body, grid_on(self.day), before)?;
        if let Some(author) = self.at_receipt {
            authorise(author, body, grid_on(self.zone.day_of(self.receipt.received_at)), before)?;
        }
        Ok(())
    }

    /// Whether the author may do what only supervisors may.
    pub(super) fn supervises(&self) -> bool {
        let mut authors = iter::once(self.author).chain(self.at_receipt);
        authors.all(|author| author.audience() == Audience::Supervisor)
    }

    /// A resident of this very household.
    pub(super) fn resident_of(
        &self,
        household: HouseholdId,
        id: ResidentId,
    ) -> Result<Resident, Stop<R::Error>> {
        let resident: Resident = self.rows.read(RowKind::Resident, id.0)?;
        same_household(resident.household, household)?;
        Ok(resident)
    }

    /// Refuses a subject of another household.
    pub(super) fn check_subject(
        &self,
        household: HouseholdId,
        subject: Subject,
    ) -> Result<(), Stop<R::Error>> {
        match subject {
            Subject::Household(id) => same_household(id, household),
            Subject::Resident(id) => self.resident_of(household, id).map(|_| ()),
        }
    }

    pub(super) fn touch(&mut self, household: HouseholdId) {
        self.touched.insert(household);
    }

    /// Writes a row that is new with this operation.
    pub(super) fn write_new<T: Serialize>(
        &mut self,
        kind: RowKind,
        id: Uuid,
        household: &Household,
        value: &T,
        hlc: Hlc,
    ) -> Result<(), Stop<R::Error>> {
        let document = document(value).map_err(|_| RejectReason::Unreadable)?;
        let clocks = document.keys().map(|field| (field.clone(), hlc)).collect();
        let scope = Scope::Grid(household.grid);
        let household = Some(household.id);
        self.rows.write(Row { kind, id, household, scope, document: Some(document), clocks });
        Ok(())
    }

    /// Writes that a row is erased which never was here.
    pub(super) fn write_erased(&mut self, kind: RowKind, id: Uuid, household: &Household) {
        let (scope, household) = (Scope::Grid(household.grid), Some(household.id));
        self.rows.write(Row { kind, id, household, scope, document: None, clocks: Default::default() });
    }

    /// Writes a row again with a new value; the fields that differ bear the operation's clock.
    pub(super) fn rewrite<T: Serialize>(
        &mut self,
        before: Row,
        value: &T,
        hlc: Hlc,
    ) -> Result<(), Stop<R::Error>> {
        let document = document(value).map_err(|_| RejectReason::Unreadable)?;
        let mut row = before;
        for (field, value) in &document {
            let stood = row.document.as_ref().and_then(|before| before.get(field));
            if stood != Some(value) {
                row.clocks.insert(field.clone(), hlc);
            }
        }
        row.document = Some(document);
        self.rows.write(row);
        Ok(())
    }
}

pub(super) fn same_household<E>(one: HouseholdId, other: HouseholdId) -> Result<(), Stop<E>> {
    if one == other { Ok(()) } else { Err(Stop::Reject(RejectReason::UnknownSubject)) }
}
