//! A reader that follows the feed misses nothing that writers write meanwhile; one with a naive cursor does, and
//! the check sees it.

use std::sync::atomic::{AtomicBool, Ordering};

use doorstep_core::{
    domain::need::{Need, NeedKind, ReferralStatus},
    id::{NeedId, SeededIds},
    op::row::{Row, RowKind, Scope},
};
use doorstep_hub::{
    service::{Hub, row_of},
    store::{Durability, StoreError},
};
use doorstep_tests::{
    account::{Discrepancy, Ledger},
    village::{MORNING, Village, grid, home},
};
use uuid::Uuid;

/// Rows that a reader asks for at once: no multiple of a unit, so that pages end inside units where they may.
const PAGE: usize = 5;
/// Units that each writer writes, of three rows each.
const UNITS: u32 = 60;

/// Follows one scope of the feed.
trait Reader: Send {
    /// Reads one page; empty at the end of what there is.
    fn page(&mut self, hub: &Hub) -> Vec<Uuid>;
}

/// Stands only where a unit ends, as phones do.
#[derive(Default)]
struct Faithful {
    revision: u64,
}

impl Reader for Faithful {
    fn page(&mut self, hub: &Hub) -> Vec<Uuid> {
        let slice = hub.store().reading(|tx| tx.feed(scope(), self.revision, PAGE)).unwrap();
        self.revision = slice.through;
        slice.entries.into_iter().map(|entry| entry.id).collect()
    }
}

/// Takes as many rows as it likes and stands at the highest revision that it has seen.
#[derive(Default)]
struct Naive {
    revision: u64,
}

impl Reader for Naive {
    fn page(&mut self, hub: &Hub) -> Vec<Uuid> {
        let slice = hub.store().reading(|tx| tx.feed(scope(), self.revision, PAGE)).unwrap();
        let page: Vec<_> = slice.entries.into_iter().take(PAGE).collect();
        self.revision = page.iter().map(|entry| entry.revision).max().unwrap_or(self.revision);
        page.into_iter().map(|entry| entry.id).collect()
    }
}

fn scope() -> Scope {
    Scope::Grid(grid(3))
}

fn need(ids: &SeededIds) -> Result<Row, StoreError> {
    let need = Need {
        id: NeedId::generate(ids, MORNING),
        household: home(3, 1),
        resident: None,
        kind: NeedKind::Medical,
        status: ReferralStatus::Found,
        round: 1,
        found_in: None,
        raised_by: None,
        note: None,
    };
    row_of(RowKind::Need, need.id.0, Some(need.household), scope(), &need)
}

/// Lets a reader follow while two writers write, then to the end, and holds what it read against the record of
/// what was written.
fn follow(mut reader: impl Reader) -> Result<(), Discrepancy<Uuid>> {
    let village = Village::new(3);
    let hub = &*village.hub;
    let done = &AtomicBool::new(false);
    let write = |seed: u64| {
        let ids = SeededIds::new(seed);
        let mut names = Vec::new();
        for _ in 0..UNITS {
            let rows: Vec<Row> = (0..3).map(|_| need(&ids).unwrap()).collect();
            hub.store().writing(Durability::Replayable, |tx| tx.write_unit(&rows)).unwrap();
            names.extend(rows.iter().map(|row| row.id));
        }
        names
    };
    let mut written = Ledger::default();
    let read = std::thread::scope(|threads| {
        let writers = [11, 12].map(|seed| threads.spawn(move || write(seed)));
        let following = threads.spawn(move || {
            let mut read = Vec::new();
            loop {
                let nothing_comes_after = done.load(Ordering::Acquire);
                let page = reader.page(hub);
                if page.is_empty() && nothing_comes_after {
                    return read;
                }
                read.extend(page);
            }
        });
        for writer in writers {
            written.extend(writer.join().unwrap());
        }
        done.store(true, Ordering::Release);
        following.join().unwrap()
    });
    assert_eq!(written.len(), 2 * 3 * UNITS as usize);
    written.check(read)
}

#[test]
fn a_reader_of_the_feed_misses_nothing_that_is_written_meanwhile() {
    follow(Faithful::default()).unwrap_or_else(|found| panic!("the feed is not gap-free: {found}"));
}

#[test]
fn control_a_naive_cursor_loses_rows_and_is_caught() {
    let found = follow(Naive::default()).expect_err("a naive cursor went unnoticed");
    assert!(!found.lost.is_empty() && found.doubled.is_empty(), "{found}");
}
