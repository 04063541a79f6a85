//! A process may open its first databases at once: a phone and a preview beside it, tests side by side.

#![expect(clippy::unwrap_used, reason = "what fails to set up fails the test")]

mod sample;

use std::{
    error::Error,
    path::Path,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use rusqlite::ffi::{self, sqlite3_mutex};

/// How long the start waits for somebody who may wait for it in turn.
const PATIENCE: Duration = Duration::from_millis(300);

#[test]
fn the_first_databases_of_a_process_may_open_at_once() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (begin, begun) = mpsc::channel();
    let (end, ended) = mpsc::channel();
    halfway_through_the_start(move || {
        begin.send(()).unwrap();
        // Nobody comes while they wait for the start, as they should.
        let _ = ended.recv_timeout(PATIENCE);
    });
    thread::scope(|scope| {
        let first = scope.spawn(|| write_and_read(&folder.path().join("first")));
        begun.recv_timeout(100 * PATIENCE)?;
        let second = write_and_read(&folder.path().join("second"));
        // The start may have waited long enough.
        let _ = end.send(());
        second?;
        Ok(first.join().unwrap()?)
    })
}

fn write_and_read(path: &Path) -> rusqlite::Result<()> {
    sample::write(path, sample::RAW_KEY, "")?;
    let read = sample::read(&sample::open(path, sample::RAW_KEY, "")?)?;
    assert!(read == sample::expected());
    Ok(())
}

type OnMutex = unsafe extern "C" fn(*mut sqlite3_mutex);

static STOCK_FREE: OnceLock<OnMutex> = OnceLock::new();
static STOCK_LEAVE: OnceLock<OnMutex> = OnceLock::new();
static IS_HALFWAY: AtomicBool = AtomicBool::new(false);
static HALFWAY: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Has this happen where SQLite calls itself started and SQLCipher is not: SQLite frees the first mutex of all, that
/// of its start, and leaves the one that guards this.
fn halfway_through_the_start(this: impl FnOnce() + Send + 'static) {
    *HALFWAY.lock().unwrap() = Some(Box::new(this));
    // SAFETY: asking for a static mutex fills the table; SQLite has not started, so it takes the table back, and
    // copies it.
    unsafe {
        ffi::sqlite3_mutex_alloc(ffi::SQLITE_MUTEX_STATIC_MAIN);
        let mut table = std::mem::zeroed::<ffi::sqlite3_mutex_methods>();
        assert_eq!(ffi::sqlite3_config(ffi::SQLITE_CONFIG_GETMUTEX, &raw mut table), ffi::SQLITE_OK);
        STOCK_FREE.set(table.xMutexFree.replace(free).unwrap()).unwrap();
        STOCK_LEAVE.set(table.xMutexLeave.replace(leave).unwrap()).unwrap();
        assert_eq!(ffi::sqlite3_config(ffi::SQLITE_CONFIG_MUTEX, &raw mut table), ffi::SQLITE_OK);
    }
}

unsafe extern "C" fn free(mutex: *mut sqlite3_mutex) {
    IS_HALFWAY.store(true, Ordering::SeqCst);
    // SAFETY: the call as it came, to where it would have come.
    STOCK_FREE.get().into_iter().for_each(|free| unsafe { free(mutex) });
}

unsafe extern "C" fn leave(mutex: *mut sqlite3_mutex) {
    // SAFETY: as above.
    STOCK_LEAVE.get().into_iter().for_each(|leave| unsafe { leave(mutex) });
    if IS_HALFWAY.load(Ordering::SeqCst) {
        let this = HALFWAY.lock().unwrap_or_else(PoisonError::into_inner).take();
        this.into_iter().for_each(|this| this());
    }
}
