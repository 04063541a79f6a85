//! The feed: for each scope a device has today, what changed since its cursor, in the fields it may see.

use doorstep_core::{
    domain::org::Audience,
    op::{
        projection::{fields, project_text},
        row::{RowKind, Scope},
        wire::{Cursor, FeedReply, FeedRequest, FeedRow, MAX_FEED_ROWS, ScopeCheck, ScopePage, row_check},
    },
    seal::{Digest, message},
};
use serde_json::value::RawValue;

use super::{
    Hub, HubError,
    access::{scopes_of, staff},
    coverage::SILENT_MS,
};
use crate::store::{DeviceRecord, DeviceState, FeedEntry, Position, Reads, StoreError};

impl Hub {
    /// One page of each scope that has changes.
    ///
    /// # Errors
    /// [`HubError::Revoked`] for a device that is draining: it may push and nothing else.
    pub fn feed(&self, device: &DeviceRecord, request: &FeedRequest) -> Result<FeedReply, HubError> {
        if device.state != DeviceState::Active {
            return Err(self.store.reading(|tx| Self::refusal(tx, device.id))?);
        }
        let today = self.today()?;
        let worker = self.store.reading(|tx| staff(tx, device.staff))?;
        // A device whose worker is staff no more has its private scope alone; the least audience will do.
        let audience = worker.as_ref().map_or(Audience::Volunteer, |worker| worker.role.audience());
        if !audience.derives() {
            for line in self.store.reading(|tx| tx.responsibilities_of(device.staff))? {
                if line.in_force(today) {
                    self.refresh_tickets(line.grid, today)?;
                }
            }
        }
        self.store.reading(|tx| {
            let scopes = scopes_of(tx, device, today)?;
            let reader = Reader { tx, audience, position: tx.position()? };
            let grids: Vec<_> = scopes
                .iter()
                .filter_map(|scope| if let Scope::Grid(grid) = scope { Some(*grid) } else { None })
                .collect();
            let silent = || tx.silent_devices(&grids, today, self.clock.now().plus_millis(-SILENT_MS));
            Ok(FeedReply {
                heads: self.heads(&tx.device(device.id)?.ok_or(HubError::UnknownDevice)?),
                silent_phones: if audience.derives() { Some(silent()?) } else { None },
                scopes: reader.pages(&scopes, request)?,
                revoked: request.cursors.keys().filter(|scope| !scopes.contains(scope)).copied().collect(),
            })
        })
    }
}

/// Where a device stands in one scope.
#[derive(Clone, Copy)]
struct Place {
    after: u64,
    /// In the middle of a pull from the beginning, which ends with a checksum.
    full: bool,
    /// At the very beginning: nothing is held, so nothing needs removing.
    from_start: bool,
}

/// Reads the feed for one audience, at one position of the hub.
struct Reader<'t> {
    tx: &'t dyn Reads,
    audience: Audience,
    position: Position,
}

impl Reader<'_> {
    fn pages(&self, scopes: &[Scope], request: &FeedRequest) -> Result<Vec<ScopePage>, StoreError> {
        let mut pages = Vec::new();
        let asked = request.max_rows.map_or(MAX_FEED_ROWS, |rows| rows as usize);
        let mut left = asked.clamp(1, MAX_FEED_ROWS);
        for scope in scopes {
            let place = match request.cursors.get(scope) {
                Some(cursor) => self.place(*scope, cursor)?,
                None => Place { after: 0, full: true, from_start: true },
            };
            if let Some(page) = self.page(*scope, place, left)? {
                left = left.saturating_sub(page.rows.len());
                pages.push(page);
            }
        }
        Ok(pages)
    }

    /// One page, or `None` when the device holds all there is.
    fn page(&self, scope: Scope, place: Place, limit: usize) -> Result<Option<ScopePage>, StoreError> {
        if limit == 0 {
            // The answer is full. Whether this scope has changes is told by the next one.
            let cursor = self.cursor(scope, place.after, place.full)?;
            let from_start = place.from_start;
            return Ok(Some(ScopePage {
                scope,
                from_start,
                rows: Vec::new(),
                cursor,
                more: true,
                check: None,
            }));
        }
        let slice = self.tx.feed(scope, place.after, limit)?;
        if slice.entries.is_empty() && !place.full {
            return Ok(None);
        }
        let mut rows = Vec::with_capacity(slice.entries.len());
        for entry in slice.entries {
            rows.extend(self.row(entry, place)?);
        }
        let ended = !slice.more;
        let check = match place {
            // This page is all there is: it needs no second look at the scope.
            Place { from_start: true, .. } if ended => Some(check_of(&rows)),
            Place { full: true, .. } if ended => Some(self.check(scope)?),
            _ => None,
        };
        Ok(Some(ScopePage {
            scope,
            from_start: place.from_start,
            rows,
            cursor: self.cursor(scope, slice.through, place.full && !ended)?,
            more: slice.more,
            check,
        }))
    }

    /// The row as this audience gets it; `None` when it concerns nothing that the device may hold.
    fn row(&self, entry: FeedEntry, place: Place) -> Result<Option<FeedRow>, StoreError> {
        if fields(self.audience, entry.kind).is_none() {
            return Ok(None);
        }
        let document = match &entry.document {
            Some(text) => self.projected(entry.kind, text)?,
            None => None,
        };
        if document.is_none() && place.from_start {
            return Ok(None);
        }
        let document = document.map(RawValue::from_string).transpose();
        Ok(Some(FeedRow {
            kind: entry.kind,
            id: entry.id,
            revision: entry.revision,
            household: entry.household,
            document: document.map_err(|_| StoreError::Corrupt("document"))?,
        }))
    }

    fn projected(&self, kind: RowKind, text: &str) -> Result<Option<String>, StoreError> {
        project_text(self.audience, kind, text).map_err(|_| StoreError::Corrupt("document"))
    }

    /// What the device must hold of the scope, counted over what it may see.
    fn check(&self, scope: Scope) -> Result<ScopeCheck, StoreError> {
        let mut check = ScopeCheck { count: 0, checksum: 0 };
        self.tx.for_each_in_scope(scope, &mut |kind, id, text| {
            if fields(self.audience, kind).is_none() {
                return Ok(());
            }
            if let Some(shown) = self.projected(kind, text)? {
                check.count += 1;
                check.checksum ^= row_check(kind, id, &shown);
            }
            Ok(())
        })?;
        Ok(check)
    }

    /// Where a cursor stands; at the beginning when the hub does not know it.
    fn place(&self, scope: Scope, cursor: &Cursor) -> Result<Place, StoreError> {
        let known = self
            .tx
            .digest_at(cursor.revision)?
            .filter(|_| cursor.epoch == self.position.epoch && cursor.revision <= self.position.revision);
        let digest_of = |full| known.map(|unit| self.cursor_digest(scope, unit, full));
        Ok(if digest_of(false) == Some(cursor.digest) {
            Place { after: cursor.revision, full: false, from_start: false }
        } else if digest_of(true) == Some(cursor.digest) {
            Place { after: cursor.revision, full: true, from_start: false }
        } else {
            Place { after: 0, full: true, from_start: true }
        })
    }

    fn cursor(&self, scope: Scope, revision: u64, full: bool) -> Result<Cursor, StoreError> {
        let unit = self.tx.digest_at(revision)?.ok_or(StoreError::Corrupt("revision"))?;
        let digest = self.cursor_digest(scope, unit, full);
        Ok(Cursor { epoch: self.position.epoch, revision, digest })
    }

    /// A cursor is good for one scope and one audience: a worker whose role changed begins anew. It also tells
    /// a full pull that is under way from one that is complete.
    fn cursor_digest(&self, scope: Scope, unit: Digest, full: bool) -> Digest {
        let scope = scope.to_string();
        let stage: &[u8] = if full { b"full" } else { b"after" };
        let fields = [unit.as_bytes().as_slice(), scope.as_bytes(), self.audience.as_str().as_bytes(), stage];
        Digest::of(&message("doorstep cursor v1", &fields))
    }
}

/// Count and checksum of the rows of a page that have documents.
fn check_of(rows: &[FeedRow]) -> ScopeCheck {
    let documents = rows.iter().filter_map(|row| Some((row, row.document.as_ref()?)));
    documents.fold(ScopeCheck { count: 0, checksum: 0 }, |sum, (row, document)| ScopeCheck {
        count: sum.count + 1,
        checksum: sum.checksum ^ row_check(row.kind, row.id, document.get()),
    })
}
