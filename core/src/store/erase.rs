//! Erasure by law, as the hub tells it: bodies and photos go; hashes, day and legal basis stay.

use crate::{
    id::OpId,
    op::{bundle::Erasure, erasure::ErasureRow},
    store::{StoreError, Tx},
};

/// Takes salt and body of the operations named, and gives the files of the photos named to those that the next sweep
/// deletes; nothing more of them is sent. Told again, it does the same.
pub(super) fn carry_out(tx: &Tx<'_>, row: &ErasureRow) -> Result<(), StoreError> {
    for op in &row.ops {
        tx.execute(
            "INSERT OR IGNORE INTO erased (op_id, on_day, legal_basis) VALUES (?1, ?2, ?3)",
            (op, row.why.on.to_string(), &row.why.legal_basis),
        )?;
        tx.execute("UPDATE operation SET salt = NULL, body = NULL WHERE op_id = ?1", [op])?;
    }
    for photo in &row.photos {
        tx.execute(
            "UPDATE blob SET state = 'Stored', backed_up = 1, location = NULL, next_try = NULL, cause = NULL
             WHERE photo = ?1",
            [photo],
        )?;
    }
    Ok(())
}

/// When and on what basis the body of an operation was erased, if it was.
///
/// # Errors
/// When the database fails.
pub fn erasure_of(tx: &Tx<'_>, op: OpId) -> Result<Option<Erasure>, StoreError> {
    let found = tx.one("SELECT on_day, legal_basis FROM erased WHERE op_id = ?1", [op], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?))
    })?;
    let Some((on, legal_basis)) = found else { return Ok(None) };
    let on = on.parse().map_err(|_| StoreError::Unreadable { what: "erasure" })?;
    Ok(Some(Erasure { on, legal_basis }))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::evidence::{PhotoCopy, PhotoFile},
        op::body::Body,
        store::{
            Durability, Store, blob, journal,
            sample::{enrolled, identity_of, photo, record, remark},
        },
    };

    fn write<T>(store: &Store, work: impl FnMut(&Tx<'_>) -> Result<T, StoreError>) -> T {
        store.write(Durability::Replayable, work).unwrap()
    }

    #[test]
    fn what_the_hub_erased_goes_here_too_and_the_reason_stays() {
        let (store, taken) = (enrolled(), photo(1));
        let ops: Vec<OpId> = record(&store, 1, vec![remark(1), Body::PhotoTaken(taken.clone())])
            .into_iter()
            .map(|op| op.op_id)
            .collect();
        let other = record(&store, 2, vec![remark(2)])[0].op_id;
        write(&store, |tx| blob::add_blob(tx, &taken, PhotoCopy::Working, "1.age"));
        let why = Erasure { on: "2026-06-10".parse().unwrap(), legal_basis: "第四十七条".to_owned() };
        let row = ErasureRow {
            erasure: Uuid::from_u128(5),
            why: why.clone(),
            ops: ops.iter().copied().collect(),
            photos: [taken.id].into(),
        };
        for _ in 0..2 {
            write(&store, |tx| carry_out(tx, &row));
        }
        let entries = store.read(|tx| journal::entries(tx, identity_of(1).device, 0, 10)).unwrap();
        let gone: Vec<_> = entries.iter().map(|entry| (entry.salt.is_none(), entry.body.is_none())).collect();
        assert_eq!(gone, [(true, true), (true, true), (false, false)]);
        let erasure = |op| store.read(|tx| erasure_of(tx, op)).unwrap();
        assert_eq!((erasure(ops[0]), erasure(ops[1]), erasure(other)), (Some(why.clone()), Some(why), None));
        // A restored hub that names no stored photo is not sent this one again.
        write(&store, |tx| blob::send_unconfirmed(tx, |_, _| Ok(false)));
        let released = store.read(|tx| blob::released_files(tx, 10)).unwrap();
        assert_eq!(released, [(PhotoFile::working(taken.id), "1.age".to_owned())]);
    }
}
