//! The hub's rows as the operations of one group see them: with what the group has written so far on top.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Rows, judge::Stop};
use crate::{
    codes::GridCode,
    domain::{
        org::{Staff, StaffRole},
        visit::VisitFact,
    },
    id::{DeviceId, HouseholdId, StaffId, TicketId},
    op::{
        outcome::RejectReason,
        row::{Row, RowKind},
    },
    time::{Day, Timestamp},
};

/// The kind of operation that makes rows of this kind, and what to say of whoever waited for one in vain.
const fn maker_of(kind: RowKind) -> Option<(&'static str, RejectReason)> {
    Some(match kind {
        RowKind::Household => ("HouseholdAdded", RejectReason::HouseholdRejected),
        RowKind::Resident => ("ResidentAdded", RejectReason::ResidentRejected),
        RowKind::Visit => ("VisitRecorded", RejectReason::VisitRejected),
        RowKind::Need => ("NeedRaised", RejectReason::NeedRejected),
        _ => return None,
    })
}

pub(super) struct Overlay<'a, R> {
    below: &'a R,
    written: Vec<Row>,
    places: BTreeMap<(RowKind, Uuid), usize>,
}

impl<'a, R: Rows> Overlay<'a, R> {
    pub(super) fn new(below: &'a R) -> Self {
        Self { below, written: Vec::new(), places: BTreeMap::new() }
    }

    fn find(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, Stop<R::Error>> {
        let written = self.places.get(&(kind, id)).and_then(|place| self.written.get(*place));
        match written {
            Some(row) => Ok(Some(row.clone())),
            None => self.below.row(kind, id).map_err(Stop::Rows),
        }
    }

    /// The row. One that is not there yet may still come from another device; one that was erased never does.
    pub(super) fn standing(&self, kind: RowKind, id: Uuid) -> Result<Row, Stop<R::Error>> {
        match self.find(kind, id)? {
            None => Err(self.absent(kind, id)),
            Some(row) if row.document.is_none() => Err(Stop::Reject(RejectReason::Erased)),
            Some(row) => Ok(row),
        }
    }

    /// Whether the row was erased by law.
    pub(super) fn is_erased(&self, kind: RowKind, id: Uuid) -> Result<bool, Stop<R::Error>> {
        Ok(self.find(kind, id)?.is_some_and(|row| row.document.is_none()))
    }

    /// What is not there, because it was not taken or because it has not come yet.
    fn absent(&self, kind: RowKind, id: Uuid) -> Stop<R::Error> {
        let subject = format!("{}:{id}", kind.as_str());
        let Some((maker, reason)) = maker_of(kind) else { return Stop::Unknown(subject) };
        match self.below.was_rejected(maker, &subject) {
            Ok(true) => Stop::Reject(reason),
            Ok(false) => Stop::Unknown(subject),
            Err(error) => Stop::Rows(error),
        }
    }

    /// The row as its type.
    pub(super) fn read<T: DeserializeOwned>(&self, kind: RowKind, id: Uuid) -> Result<T, Stop<R::Error>> {
        // A row that this build cannot read waits for one that can.
        self.standing(kind, id)?.read().ok_or(Stop::Defer)
    }

    /// Refuses an id that stands for something already.
    pub(super) fn must_be_new(&self, kind: RowKind, id: Uuid) -> Result<(), Stop<R::Error>> {
        match self.find(kind, id)? {
            None => Ok(()),
            Some(row) if row.document.is_none() => Err(Stop::Reject(RejectReason::Erased)),
            Some(_) => Err(Stop::Reject(RejectReason::AlreadyExists)),
        }
    }

    /// What is not removed of one kind at a household, with what the group wrote of it.
    pub(super) fn of_household<T: DeserializeOwned>(
        &self,
        kind: RowKind,
        household: HouseholdId,
    ) -> Result<Vec<T>, Stop<R::Error>> {
        let mut rows = self.below.of_household(kind, household).map_err(Stop::Rows)?;
        rows.retain(|row| !self.places.contains_key(&(kind, row.id)));
        rows.extend(
            self.written.iter().filter(|row| (row.kind, row.household) == (kind, Some(household))).cloned(),
        );
        let standing = rows.into_iter().filter(|row| row.document.is_some());
        standing.map(|row| row.read().ok_or(Stop::Defer)).collect()
    }

    pub(super) fn ticket_facts(
        &self,
        household: HouseholdId,
        tickets: &[TicketId],
    ) -> Result<Vec<VisitFact>, Stop<R::Error>> {
        self.below.ticket_facts(household, tickets).map_err(Stop::Rows)
    }

    pub(super) fn role_at(&self, worker: &Staff, at: Timestamp) -> Result<StaffRole, Stop<R::Error>> {
        self.below.role_at(worker, at).map_err(Stop::Rows)
    }

    pub(super) fn answers_for(
        &self,
        worker: StaffId,
        grid: GridCode,
        day: Day,
    ) -> Result<bool, Stop<R::Error>> {
        self.below.answers_for(worker, grid, day).map_err(Stop::Rows)
    }

    pub(super) fn visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>, Stop<R::Error>> {
        self.below.visits_before(device, seq).map_err(Stop::Rows)
    }

    pub(super) fn write(&mut self, row: Row) {
        let place = *self.places.entry((row.kind, row.id)).or_insert(self.written.len());
        match self.written.get_mut(place) {
            Some(written) => *written = row,
            None => self.written.push(row),
        }
    }

    pub(super) fn into_written(self) -> Vec<Row> {
        self.written
    }
}
