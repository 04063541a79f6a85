//! Erasure by law: a person or a home goes, with every body and photo that concerns them, and stays gone.
//!
//! The act is recorded first: from then on whatever comes and names them loses its body once there is a verdict. Then
//! goes what is here: rows, bodies, photos. A process that dies meanwhile goes on where it was when it is started
//! again. Hashes stay, so that chains still prove; the record of the act names who ordered it and why, and nobody else
//! but by id.
//!
//! A backup made before still holds what was erased. Restored over the data that know of it, the hub erases it anew.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    domain::register::Subject,
    id::{DeviceId, PhotoId, StaffId},
    op::{
        apply::Applied,
        bundle::Erasure,
        erasure::{ErasureRow, Left, document_names, left_of, names},
        outcome::Outcome,
        row::{Row, RowKind, Scope},
        wire::WireOp,
    },
    text::check_line,
};
use uuid::Uuid;

use super::{Hub, HubError, row_of, typed};
use crate::store::{Durability, ErasureRecord, PendingGroup, Reads, StoreError, Writes};

/// The longest legal basis, in characters: what a bundle can state.
pub const MAX_BASIS: usize = 200;
/// Bodies looked at in one transaction: few enough that pushes do not wait long for the writer.
const BODIES_AT_ONCE: usize = 500;
/// Kinds of rows that name residents.
const NAMING: &[RowKind] = &[
    RowKind::Resident,
    RowKind::Need,
    RowKind::Exemption,
    RowKind::Claim,
    RowKind::Conflict,
    RowKind::Visit,
];

/// What an act of erasure took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The record of the act. The first act stands, however often it is ordered.
    pub record: ErasureRecord,
    /// Rows of which nothing, or less, is left.
    pub rows: u64,
    /// Bodies of operations.
    pub bodies: u64,
    /// Files of photos.
    pub files: u64,
}

impl Hub {
    /// Erases a person or a home, by order of `by` and on this legal basis. What was erased before is looked for again
    /// and found gone.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for somebody who never was here, [`HubError::Invalid`] without a legal basis of one line.
    /// When the store fails half-way, the hub goes on when it is next opened.
    pub fn erase(&self, subject: Subject, by: StaffId, legal_basis: &str) -> Result<Erased, HubError> {
        let legal_basis = legal_basis.trim();
        if legal_basis.is_empty() || check_line(legal_basis, MAX_BASIS).is_err() {
            return Err(HubError::Invalid(
                "the legal basis is one line of at most 200 characters / 法律依据应为一行，不超过 200 字",
            ));
        }
        let (now, on) = (self.clock.now(), self.today()?);
        let (kind, id) = row_of_subject(subject);
        let record = self.store.writing(Durability::Durable, |tx| {
            if tx.row(kind, id)?.is_none() {
                return Err(HubError::NotFound("this person or home"));
            }
            let known = tx.erasures()?.into_iter().find(|known| known.subject == subject);
            let why = Erasure { on, legal_basis: legal_basis.to_owned() };
            let id = self.ids.uuid(now);
            let record = known.unwrap_or(ErasureRecord { id, subject, at: now, by, why, done: false });
            let record = ErasureRecord { done: false, ..record };
            tx.put_erasure(&record)?;
            // What comes from here on is swept; what is here is looked for.
            tx.add_erased_name(row_of_subject(subject).1, record.id)?;
            Ok(record)
        })?;
        self.carry_out(record)
    }

    /// Every act of erasure, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn erasures(&self) -> Result<Vec<ErasureRecord>, HubError> {
        Ok(self.store.reading(|tx| tx.erasures())?)
    }

    /// Goes on with what was begun, and deletes files of erased photos that came since.
    pub(super) fn finish_erasures(&self) -> Result<(), HubError> {
        for record in self.erasures()?.into_iter().filter(|record| !record.done) {
            self.carry_out(record)?;
        }
        self.delete_erased_files().map(|_| ())
    }

    fn carry_out(&self, record: ErasureRecord) -> Result<Erased, HubError> {
        let found = self.store.reading(|tx| rows_about(tx, record.subject))?;
        let rows = self.store.writing(Durability::Durable, |tx| {
            let mut rows = Vec::new();
            for (kind, id) in &found {
                rows.extend(
                    tx.row(*kind, *id)?.map(|stored| stored.row).filter(|row| row.document.is_some()),
                );
            }
            let named = |row: &&Row| row.kind == RowKind::Visit && names_subject(row, record.subject);
            let visits = rows.iter().filter(named).map(|row| row.id).collect();
            Ok::<_, HubError>(take(tx, &record, rows, &visits)?.rows)
        })?;
        let bodies = self.take_bodies(&record)?;
        let files = self.delete_erased_files()?;
        let record = ErasureRecord { done: true, ..record };
        self.store.writing(Durability::Durable, |tx| tx.put_erasure(&record))?;
        Ok(Erased { record, rows, bodies, files })
    }

    fn take_bodies(&self, record: &ErasureRecord) -> Result<u64, HubError> {
        let ids = self.store.reading(|tx| Names::load(tx))?.of(record.id);
        let (mut after, mut taken) = (0, 0);
        loop {
            let page = self.store.reading(|tx| tx.judged_bodies(after, BODIES_AT_ONCE))?;
            let Some(last) = page.last().map(|body| body.number) else { return Ok(taken) };
            after = last;
            let named: Vec<_> = page
                .into_iter()
                .filter(|body| names(&body.subject, &body.body, |id| ids.contains(&id)))
                .collect();
            taken += named.len() as u64;
            if named.is_empty() {
                continue;
            }
            self.store.writing(Durability::Durable, |tx| {
                let mut telling = Telling::of(record);
                for body in &named {
                    tx.erase_body(body.device, body.seq, record.id)?;
                    telling.note(tx, body.device, body.op, &body.subject)?;
                }
                telling.tell(tx)
            })?;
        }
    }
}

/// The row that a subject has.
fn row_of_subject(subject: Subject) -> (RowKind, Uuid) {
    match subject {
        Subject::Household(home) => (RowKind::Household, home.0),
        Subject::Resident(resident) => (RowKind::Resident, resident.0),
    }
}

/// The rows that may concern a subject.
fn rows_about(tx: &dyn Reads, subject: Subject) -> Result<BTreeSet<(RowKind, Uuid)>, StoreError> {
    let mut found = BTreeSet::new();
    let homes: BTreeSet<_> = match subject {
        Subject::Household(home) => [home].into(),
        Subject::Resident(resident) => {
            let (ids, mut homes) = ([resident.0].into(), BTreeSet::new());
            // They may have lived elsewhere: what names them lies anywhere.
            for kind in NAMING {
                tx.for_each_row(*kind, None, &mut |row| {
                    if document_names(&row, &ids) {
                        found.insert((row.kind, row.id));
                        homes.extend(row.household);
                    }
                    Ok(())
                })?;
            }
            homes
        }
    };
    let kinds: &[RowKind] = match subject {
        Subject::Household(_) => RowKind::ALL,
        // Of those homes the photos, which name visits.
        Subject::Resident(_) => &[RowKind::Photo],
    };
    for home in homes {
        for kind in kinds {
            found.extend(tx.of_household(*kind, home)?.into_iter().map(|row| (row.kind, row.id)));
        }
    }
    Ok(found)
}

/// Whether a row names the resident who is erased.
fn names_subject(row: &Row, subject: Subject) -> bool {
    subject.resident().is_some_and(|resident| document_names(row, &[resident.0].into()))
}

/// What an erasure did to rows.
struct Taken {
    /// How many it wrote.
    rows: u64,
    /// The ids of those of which nothing is left.
    gone: Vec<Uuid>,
}

/// Writes what an erasure leaves of these rows; `visits` are those that were paid to who is erased.
fn take(
    tx: &dyn Writes,
    record: &ErasureRecord,
    rows: Vec<Row>,
    visits: &BTreeSet<Uuid>,
) -> Result<Taken, StoreError> {
    let (mut unit, mut gone) = (Vec::new(), Vec::new());
    for row in rows {
        match left_of(&row, record.subject, visits) {
            Left::All => {}
            Left::Less(left) => unit.push(left),
            Left::Nothing => {
                tx.add_erased_name(row.id, record.id)?;
                gone.push(row.id);
                unit.push(Row { document: None, clocks: BTreeMap::new(), ..row });
            }
        }
    }
    tx.write_unit(&unit)?;
    Ok(Taken { rows: unit.len() as u64, gone })
}

/// The names that stand for what was erased, while operations come.
pub(super) struct Names {
    names: BTreeMap<Uuid, Uuid>,
    records: Vec<ErasureRecord>,
}

impl Names {
    pub(super) fn load(tx: &dyn Reads) -> Result<Self, StoreError> {
        let names = tx.erased_names()?;
        let records = if names.is_empty() { Vec::new() } else { tx.erasures()? };
        Ok(Self { names, records })
    }

    /// Those of one erasure.
    fn of(&self, erasure: Uuid) -> BTreeSet<Uuid> {
        self.names.iter().filter(|(_, of)| **of == erasure).map(|(name, _)| *name).collect()
    }

    /// A group was judged: of what it wrote and recorded about who was erased before nothing stays.
    pub(super) fn sweep(
        &self,
        tx: &dyn Writes,
        group: &PendingGroup,
        applied: &Applied,
    ) -> Result<(), StoreError> {
        let waits = |(_, outcome): &(_, Outcome)| matches!(outcome, Outcome::Deferred { .. });
        if self.names.is_empty() || applied.outcomes.iter().any(waits) {
            return Ok(());
        }
        let is_known = |op: &WireOp| names(&op.subject, &op.body, |id| self.names.contains_key(&id));
        // Nearly always nobody is named: each body is read once then, however many were erased.
        if !group.ops.iter().any(is_known) {
            return Ok(());
        }
        self.records.iter().try_for_each(|record| self.sweep_of(tx, record, group, applied))
    }

    /// What one erasure leaves of a group.
    fn sweep_of(
        &self,
        tx: &dyn Writes,
        record: &ErasureRecord,
        group: &PendingGroup,
        applied: &Applied,
    ) -> Result<(), StoreError> {
        let mut known = self.of(record.id);
        let named: Vec<_> =
            group.ops.iter().filter(|op| names(&op.subject, &op.body, |id| known.contains(&id))).collect();
        if named.is_empty() {
            return Ok(());
        }
        let visits = named.iter().filter_map(|op| id_of(&op.subject, "visit:")).collect();
        let written = applied.writes.iter().filter(|row| row.document.is_some()).cloned().collect();
        known.extend(take(tx, record, written, &visits)?.gone);
        // What was refused has no row, and a photo of a visit to them may show them all the same.
        let shows =
            |op: &WireOp| op.subject.starts_with("photo:") && names("", &op.body, |id| visits.contains(&id));
        let is_named = |op: &&WireOp| names(&op.subject, &op.body, |id| known.contains(&id)) || shows(op);
        let mut telling = Telling::of(record);
        for op in group.ops.iter().filter(is_named) {
            // A file of it that is on its way goes as well.
            if let Some(photo) = id_of(&op.subject, "photo:") {
                tx.add_erased_name(photo, record.id)?;
            }
            tx.erase_body(group.device, op.seq, record.id)?;
            telling.note(tx, group.device, op.op_id, &op.subject)?;
        }
        telling.tell(tx)
    }

    /// An operation came that will never be judged: once more under another id of its phone, or under the id of
    /// another operation.
    pub(super) fn sweep_copy(
        &self,
        tx: &dyn Writes,
        device: DeviceId,
        op: &WireOp,
    ) -> Result<(), StoreError> {
        if self.names.is_empty() {
            return Ok(());
        }
        let first = tx.erased_op(op.op_id)?;
        let is_of = |record: &&ErasureRecord| {
            first == Some(record.id)
                || names(&op.subject, &op.body, |id| self.names.get(&id) == Some(&record.id))
        };
        let Some(record) = self.records.iter().find(is_of) else { return Ok(()) };
        tx.erase_body(device, op.seq, record.id)?;
        let mut telling = Telling::of(record);
        telling.note(tx, device, op.op_id, &op.subject)?;
        telling.tell(tx)
    }
}

/// The id of what an operation is about, where it is of this kind.
fn id_of(subject: &str, kind: &str) -> Option<Uuid> {
    subject.strip_prefix(kind)?.parse().ok()
}

/// What devices are to be told of one erasure.
struct Telling<'r> {
    record: &'r ErasureRecord,
    devices: BTreeMap<DeviceId, ErasureRow>,
}

impl<'r> Telling<'r> {
    const fn of(record: &'r ErasureRecord) -> Self {
        Self { record, devices: BTreeMap::new() }
    }

    /// Every device whose chain has the operation erases it.
    fn note(
        &mut self,
        tx: &dyn Writes,
        device: DeviceId,
        op: doorstep_core::id::OpId,
        subject: &str,
    ) -> Result<(), StoreError> {
        let photo = id_of(subject, "photo:").map(PhotoId);
        for device in tx.devices_of_op(op)?.into_iter().chain([device]) {
            if !self.devices.contains_key(&device) {
                let id = ErasureRow::row_id(device, self.record.id);
                let told: Option<ErasureRow> = typed(tx.row(RowKind::Erasure, id)?)?;
                let (erasure, why) = (self.record.id, self.record.why.clone());
                let new = || ErasureRow { erasure, why, ops: BTreeSet::new(), photos: BTreeSet::new() };
                self.devices.insert(device, told.unwrap_or_else(new));
            }
            if let Some(row) = self.devices.get_mut(&device) {
                row.ops.insert(op);
                row.photos.extend(photo);
            }
        }
        Ok(())
    }

    fn tell(self, tx: &dyn Writes) -> Result<(), StoreError> {
        let row = |(device, told): (DeviceId, ErasureRow)| {
            let id = ErasureRow::row_id(device, self.record.id);
            row_of(RowKind::Erasure, id, None, Scope::Private(device), &told)
        };
        let unit = self.devices.into_iter().map(row).collect::<Result<Vec<_>, _>>()?;
        tx.write_unit(&unit).map(|_| ())
    }
}

/// All that a hub knows of erasures: what a restore takes along.
#[derive(Debug, Default)]
pub(super) struct Erasures {
    records: Vec<ErasureRecord>,
    names: BTreeMap<Uuid, Uuid>,
}

impl Erasures {
    pub(super) fn load(tx: &dyn Reads) -> Result<Self, StoreError> {
        Ok(Self { records: tx.erasures()?, names: tx.erased_names()? })
    }

    /// Has them done anew, for a backup may hold all of it still. Answers how many they are.
    pub(super) fn carry(&self, tx: &dyn Writes) -> Result<u64, StoreError> {
        let known = tx.erasures()?;
        let mut new = 0;
        for record in &self.records {
            // The backup may know it under an id of its own.
            let id = known.iter().find(|known| known.subject == record.subject).map(|known| known.id);
            new += u64::from(id.is_none());
            tx.put_erasure(&ErasureRecord { done: false, ..record.clone() })?;
            for (name, _) in self.names.iter().filter(|(_, of)| **of == record.id) {
                tx.add_erased_name(*name, id.unwrap_or(record.id))?;
            }
        }
        Ok(new)
    }
}
