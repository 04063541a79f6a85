//! A fixed number of read connections; who finds none free waits for one.

use std::sync::{
    Mutex, MutexGuard, PoisonError, TryLockError,
    atomic::{AtomicUsize, Ordering},
};

use rusqlite::Connection;

#[derive(Debug)]
pub(super) struct Pool {
    first: Mutex<Connection>,
    others: Vec<Mutex<Connection>>,
    turn: AtomicUsize,
}

impl Pool {
    pub(super) fn new(first: Connection, others: Vec<Connection>) -> Self {
        let others = others.into_iter().map(Mutex::new).collect();
        Self { first: Mutex::new(first), others, turn: AtomicUsize::new(0) }
    }

    /// A free connection, or the one whose turn it is.
    pub(super) fn take(&self) -> MutexGuard<'_, Connection> {
        for one in std::iter::once(&self.first).chain(&self.others) {
            match one.try_lock() {
                Ok(free) => return free,
                // A read that panicked left nothing behind: its transaction was dropped.
                Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % (self.others.len() + 1);
        let next = self.others.get(turn).unwrap_or(&self.first);
        next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
