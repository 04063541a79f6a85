//! Fingerprints of all photos, for finding one used again.

use doorstep_core::{id::PhotoId, photo::FingerprintBits, seal::Digest};
use rusqlite::params;

use super::{
    View,
    value::{self, Result, get},
};
use crate::store::StoreError;

impl View<'_> {
    pub(super) fn insert_fingerprint(
        &self,
        photo: PhotoId,
        sha256: Digest,
        bits: Option<FingerprintBits>,
    ) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR IGNORE INTO fingerprint (photo, sha256, bits) VALUES (?1, ?2, ?3)")?
            .execute(params![photo.0.as_bytes(), sha256.as_bytes(), bits.map(|bits| bits.0)])?;
        Ok(())
    }

    /// Forgets what a photo looked like. The row itself stays, with nothing but the photo's id: its number must not be
    /// given to another, for the index in memory goes by numbers, and a record that comes again must not fill it anew.
    pub(super) fn erase_fingerprint(&self, photo: PhotoId) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE fingerprint SET sha256 = x'', bits = NULL WHERE photo = ?1")?
            .execute([photo.0.as_bytes()])?;
        Ok(())
    }

    pub(super) fn count_erased_fingerprints(&self) -> Result<u64> {
        self.sql
            .prepare_cached("SELECT count(*) AS erased FROM fingerprint WHERE sha256 = x''")?
            .query_row([], |row| Ok(value::number(row, "erased")))?
    }

    pub(super) fn load_fingerprints(&self, after: i64) -> Result<Vec<(i64, PhotoId, FingerprintBits)>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT number, photo, bits FROM fingerprint
             WHERE number > ?1 AND bits IS NOT NULL ORDER BY number",
        )?;
        let mut rows = statement.query([after])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let bits: Vec<u8> = get(row, "bits")?;
            let bits = bits.try_into().map_err(|_| StoreError::Corrupt("fingerprint"))?;
            found.push((get(row, "number")?, PhotoId(value::uuid(row, "photo")?), FingerprintBits(bits)));
        }
        Ok(found)
    }

    pub(super) fn load_same_originals(&self, sha256: Digest) -> Result<Vec<PhotoId>> {
        let mut statement = self.sql.prepare_cached("SELECT photo FROM fingerprint WHERE sha256 = ?1")?;
        let mut rows = statement.query([sha256.as_bytes()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(PhotoId(value::uuid(row, "photo")?));
        }
        Ok(found)
    }
}
