//! What the hub holds, counted from its rows and receipts and held against what phones were told is safe.

use std::collections::BTreeMap;

use doorstep_core::{
    domain::evidence::PhotoState,
    id::{OpId, VisitId},
    op::{
        outcome::Outcome,
        row::{PhotoRow, Row, RowKind},
    },
};
use doorstep_hub::{
    service::{Hub, document_of},
    store::StoreError,
};

use crate::account::Ledger;

/// All present rows of one kind.
///
/// # Panics
/// When the hub's store fails.
pub fn rows(hub: &Hub, kind: RowKind) -> Vec<Row> {
    let mut rows = Vec::new();
    let read = hub.store().reading(|tx| {
        tx.for_each_row(kind, None, &mut |row| {
            rows.push(row);
            Ok(())
        })
    });
    read.unwrap_or_else(|error: StoreError| panic!("the hub's rows: {error}"));
    rows
}

/// All present documents of one kind.
///
/// # Panics
/// When one does not read.
pub fn documents<T: serde::de::DeserializeOwned>(hub: &Hub, kind: RowKind) -> Vec<T> {
    let documents =
        rows(hub, kind).iter().map(|row| document_of(row).expect("a readable document")).collect::<Vec<_>>();
    documents.into_iter().flatten().collect()
}

/// The visits that the hub holds, each as often as it has a row.
pub fn visits(hub: &Hub) -> Vec<VisitId> {
    rows(hub, RowKind::Visit).iter().map(|row| VisitId(row.id)).collect()
}

/// Holds the hub against phones: every acknowledged visit has its one row, every operation of the journals stands
/// once among the receipts and was taken.
///
/// # Panics
/// When something was lost, doubled or not taken; says which.
pub fn nothing_lost_or_doubled(hub: &Hub, acknowledged: &Ledger<VisitId>, journals: &[OpId]) {
    acknowledged.check(visits(hub)).unwrap_or_else(|found| panic!("visits at the hub: {found}"));
    taken(hub, journals, 1);
}

/// Checks that each operation was taken, once, though phones that lost their place may have sent it in several
/// chains, up to `chains`.
///
/// # Panics
/// When one was not; says which.
pub fn taken(hub: &Hub, operations: &[OpId], chains: usize) {
    let mut wrong: BTreeMap<OpId, String> = BTreeMap::new();
    for op in operations {
        let (devices, verdict) = hub
            .store()
            .reading(|tx| Ok::<_, StoreError>((tx.devices_of_op(*op)?, tx.known_op(*op)?)))
            .expect("the hub's receipts");
        if !(1..=chains).contains(&devices.len()) {
            wrong.insert(*op, format!("stands in {} chains", devices.len()));
        }
        let outcome = verdict.and_then(|(_, settled)| settled).map(|settled| settled.outcome);
        if !matches!(outcome, Some(Outcome::Applied | Outcome::Merged { .. })) {
            wrong.insert(*op, format!("{outcome:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} operations: {:?}",
        wrong.len(),
        operations.len(),
        wrong.first_key_value()
    );
}

/// Photos at the hub, by what it holds of them.
pub fn photos(hub: &Hub) -> BTreeMap<PhotoState, usize> {
    let mut states = BTreeMap::new();
    for photo in documents::<PhotoRow>(hub, RowKind::Photo) {
        *states.entry(photo.state).or_default() += 1;
    }
    states
}
