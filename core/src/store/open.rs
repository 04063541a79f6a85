//! Opening a store, and the two doors into it: `read` and `write`.

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
};

use rusqlite::{Connection, TransactionBehavior};

use super::{
    DbKey, StoreError, Tx,
    claim::Claim,
    connection,
    error::{Fault, take_fault},
    files::{Files, remove_file, write_durably},
    key::KeyCheck,
    reserve::Reserve,
    schema,
};
use crate::seal::SealRecipient;

/// How much a commit must survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A person recorded it: it survives a power cut from the moment `write` returns.
    Capture,
    /// The hub can send it again: a power cut may take the last of it, and never anything captured before.
    Replayable,
}

impl Durability {
    const fn pragma(self) -> &'static str {
        match self {
            Self::Capture => "PRAGMA synchronous = FULL",
            Self::Replayable => "PRAGMA synchronous = NORMAL",
        }
    }
}

/// An open store: one connection that writes, two that read.
///
/// Calls from any thread; writers wait for each other, readers never wait for a writer. A closure must not call
/// `read` or `write` again and must not wait for anything but the database.
pub struct Store {
    place: Place,
    writer: Mutex<Option<Connection>>,
    readers: [Mutex<Option<Connection>>; 2],
    closed: AtomicBool,
    /// The next commit reaches the disk and is reported as failed, as a failed sync may.
    #[cfg(test)]
    doubts_next_commit: AtomicBool,
}

enum Place {
    File { files: Files, key: DbKey, reserve: Reserve, claim: Claim },
    Memory,
}

impl Place {
    /// Fails when what the transaction read, or the failure it met, comes from a damaged page.
    fn check(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        match self {
            Self::File { .. } => connection::check_authentic(tx.connection()),
            Self::Memory => Ok(()),
        }
    }
}

impl Store {
    /// Opens the store in `dir`, or begins one there. A wipe that a killed process began is finished first.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::WrongKey`] and [`StoreError::NewerSchema`] touch nothing. [`StoreError::Corrupt`] comes
    /// once: the damaged store lies aside by then, and the next call begins a new one.
    pub fn open(dir: &Path, key: &DbKey) -> Result<Self, StoreError> {
        if Self::is_half_wiped(dir) {
            Self::destroy(dir)?;
        }
        let files = Files::prepare(dir)?;
        let claim = Claim::hold(&files.claim())?;
        if let Some(set_aside) = files.resume_set_aside()? {
            return Err(StoreError::Corrupt { set_aside });
        }
        let writer = unlock(&files, key)?;
        let reserve = Reserve::hold(files.reserve());
        Ok(Self::new(Place::File { files, key: key.clone(), reserve, claim }, writer))
    }

    /// A store that is gone when it is dropped, for tests. It has one connection for reading and writing.
    ///
    /// # Errors
    /// When `SQLite` fails.
    pub fn in_memory() -> Result<Self, StoreError> {
        doorstep_cipher::link();
        let mut connection = Connection::open_in_memory()?;
        connection::configure(&connection)?;
        schema::migrate(&mut connection, |_| Ok(()))?;
        Ok(Self::new(Place::Memory, connection))
    }

    fn new(place: Place, writer: Connection) -> Self {
        Self {
            place,
            writer: Mutex::new(Some(writer)),
            readers: [Mutex::new(None), Mutex::new(None)],
            closed: AtomicBool::new(false),
            #[cfg(test)]
            doubts_next_commit: AtomicBool::new(false),
        }
    }

    /// The folder of the photo files; `None` in memory.
    pub fn photos_dir(&self) -> Option<PathBuf> {
        match &self.place {
            Place::File { files, .. } => Some(files.photos()),
            Place::Memory => None,
        }
    }

    /// Whether `file` is one of this store's own, which nobody else may write.
    pub fn owns(&self, file: &Path) -> bool {
        match &self.place {
            Place::File { files, .. } => files.owns(file),
            Place::Memory => false,
        }
    }

    /// Keeps the key of this store beside it, sealed to `recipient`, so that its records outlive a key that the phone
    /// lost; what lies there already stays. Without a recipient it is removed.
    ///
    /// # Errors
    /// When the file cannot be written or removed.
    pub fn keep_recovery(&self, recipient: Option<&SealRecipient>) -> Result<(), StoreError> {
        let Place::File { files, key, .. } = &self.place else { return Ok(()) };
        match recipient {
            Some(_) if files.recovery().exists() => Ok(()),
            Some(recipient) => write_durably(&files.recovery(), &key.sealed(recipient)?),
            None => remove_file(&files.recovery()),
        }
    }

    /// Bytes that database and photos take up on the disk; 0 in memory.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn bytes(&self) -> Result<u64, StoreError> {
        match &self.place {
            Place::File { files, .. } => files.bytes(),
            Place::Memory => Ok(0),
        }
    }

    /// How many damaged stores lie aside in its folder: a wipe takes them along.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn count_set_aside(&self) -> Result<u64, StoreError> {
        match &self.place {
            Place::File { files, .. } => files.count_set_aside(),
            Place::Memory => Ok(0),
        }
    }

    /// Looks at one consistent state of the store; `work` cannot change anything.
    ///
    /// # Errors
    /// Those of `work`, and [`StoreError`] of the transaction itself.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut slot = self.reader();
        let connection = self.ready(&mut slot, Role::Reader)?;
        take_fault();
        let result = look(connection, &self.place, work);
        if result.is_err() {
            self.mend(&mut slot, take_fault())?;
        }
        result
    }

    /// Changes the store: all that `work` did is committed when this returns `Ok`, and nothing of it otherwise.
    ///
    /// `work` runs a second time when the disk was full and the reserve could be released. After an error of the
    /// disk itself nothing is acknowledged, and the file is opened anew for the next call.
    ///
    /// # Errors
    /// Those of `work`, and [`StoreError`] of the transaction itself.
    pub fn write<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        mut work: impl FnMut(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut slot = settled(&self.writer, self.writer.lock());
        let connection = self.ready(&mut slot, Role::Writer)?;
        take_fault();
        let mut result = change(connection, &self.place, durability, &mut work);
        let mut fault = take_fault();
        if result.is_err() && fault == Some(Fault::Full) && self.release_reserve() {
            result = change(connection, &self.place, durability, &mut work);
            fault = take_fault();
        }
        #[cfg(test)]
        if self.doubts_next_commit.swap(false, Ordering::SeqCst) && result.is_ok() {
            result = Err(Fault::Io.raise().into());
            fault = take_fault();
        }
        match &result {
            Ok(_) => self.after_commit(),
            Err(_) => self.mend(&mut slot, fault)?,
        }
        result
    }

    /// Closes the store after the calls under way. Every later call answers [`StoreError::Closed`].
    pub fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        for reader in &self.readers {
            *settled(reader, reader.lock()) = None;
        }
        // Last, so that this connection folds the log into the file.
        *settled(&self.writer, self.writer.lock()) = None;
        if let Place::File { claim, .. } = &self.place {
            claim.release();
        }
    }

    /// Whether it was closed, or is just being.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Sets the store in `dir` aside as a damaged one is, for a phone whose key vault lost the key: the next open
    /// begins a new store, and the old one stays for whoever can still open it. Close it first. Answers where it
    /// lies.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while it is open. When a file cannot be moved; the next open goes on.
    pub fn set_aside(dir: &Path) -> Result<PathBuf, StoreError> {
        let files = Files::prepare(dir)?;
        let _claim = Claim::hold(&files.claim())?;
        files.set_aside()
    }

    /// Whether a wipe of the store in `dir` was begun and did not come to its end.
    pub fn is_half_wiped(dir: &Path) -> bool {
        Files::is_half_wiped(dir)
    }

    /// Wipes the store in `dir`: database, log, photos, what was set aside, reserve and key check. Close it first.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while it is open. When a file cannot be removed; calling again goes on, and so does the next
    /// open.
    pub fn destroy(dir: &Path) -> Result<(), StoreError> {
        let files = Files::prepare(dir)?;
        let _claim = Claim::hold(&files.claim())?;
        files.destroy()
    }

    /// The connection of this slot, opened when it is not.
    fn ready<'a>(
        &self,
        slot: &'a mut Option<Connection>,
        role: Role,
    ) -> Result<&'a mut Connection, StoreError> {
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        let connection = match (slot.take(), &self.place) {
            (Some(connection), _) => connection,
            (None, Place::File { files, key, .. }) => match role {
                Role::Reader => connection::open_reader(files, key)?,
                Role::Writer => connection::open_writer(files, key)?,
            },
            (None, Place::Memory) => return Err(StoreError::Closed),
        };
        Ok(slot.insert(connection))
    }

    /// A reader that is free, or the first that becomes so. In memory the one connection does both.
    fn reader(&self) -> MutexGuard<'_, Option<Connection>> {
        if matches!(self.place, Place::Memory) {
            return settled(&self.writer, self.writer.lock());
        }
        for reader in &self.readers {
            match reader.try_lock() {
                Ok(slot) => return slot,
                Err(TryLockError::Poisoned(poisoned)) => return settled(reader, Err(poisoned)),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let [first, _] = &self.readers;
        settled(first, first.lock())
    }

    /// Draws the consequence of a fault for its connection. After a failed sync the system may report clean what
    /// never reached the disk, and after one damaged page a connection answers nothing but errors: both close.
    fn mend(&self, slot: &mut Option<Connection>, fault: Option<Fault>) -> Result<(), StoreError> {
        let Place::File { files, .. } = &self.place else { return Ok(()) };
        let Some(fault @ (Fault::Io | Fault::Damaged)) = fault else { return Ok(()) };
        if let Some(failed) = slot.take() {
            connection::keep_log(&failed)?;
        }
        if fault == Fault::Damaged { files.doubt() } else { Ok(()) }
    }

    fn release_reserve(&self) -> bool {
        match &self.place {
            Place::File { reserve, .. } => reserve.release(),
            Place::Memory => false,
        }
    }

    fn after_commit(&self) {
        if let Place::File { reserve, .. } = &self.place {
            reserve.after_commit();
        }
    }
}

/// What disks do, for tests of what is built on the store.
#[cfg(test)]
impl Store {
    /// Ends as a killed process does: nothing is folded or closed, and the system lets go of the claim.
    pub(crate) fn die(self) {
        if let Place::File { claim, .. } = &self.place {
            claim.release();
        }
        std::mem::forget(self);
    }

    /// Has the next commit reach the disk and be reported as failed.
    pub(crate) fn doubt_next_commit(&self) {
        self.doubts_next_commit.store(true, Ordering::SeqCst);
    }

    /// Lets the database grow by so many pages and no further; `None` lifts the limit.
    pub(crate) fn limit_growth(&self, pages: Option<u32>) {
        let limited: Result<(), StoreError> = self.write(Durability::Replayable, |tx| {
            let held: u32 = tx.connection().query_row("PRAGMA page_count", [], |row| row.get(0))?;
            let limit = pages.map_or(u32::MAX - 1, |pages| held + pages);
            tx.connection().query_row(&format!("PRAGMA max_page_count = {limit}"), [], |_| Ok(()))?;
            Ok(())
        });
        limited.unwrap();
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("closed", &self.closed).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy)]
enum Role {
    Reader,
    Writer,
}

/// The slot behind a lock, also after a panic in somebody's closure: its transaction was rolled back when it was
/// dropped, so the connection is as good as before.
fn settled<'a, T>(
    lock: &'a Mutex<T>,
    held: Result<MutexGuard<'a, T>, PoisonError<MutexGuard<'a, T>>>,
) -> MutexGuard<'a, T> {
    held.unwrap_or_else(|poisoned| {
        lock.clear_poison();
        poisoned.into_inner()
    })
}

fn look<T, E: From<StoreError>>(
    connection: &mut Connection,
    place: &Place,
    work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = begin(connection, TransactionBehavior::Deferred)?;
    let result = work(&tx);
    place.check(&tx)?;
    result
}

fn change<T, E: From<StoreError>>(
    connection: &mut Connection,
    place: &Place,
    durability: Durability,
    work: &mut impl FnMut(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    connection.execute_batch(durability.pragma()).map_err(StoreError::from)?;
    let tx = begin(connection, TransactionBehavior::Immediate)?;
    let result = work(&tx);
    place.check(&tx)?;
    let value = result?;
    tx.commit()?;
    Ok(value)
}

fn begin(connection: &mut Connection, behavior: TransactionBehavior) -> Result<Tx<'_>, StoreError> {
    Ok(Tx::new(connection.transaction_with_behavior(behavior)?))
}

/// Opens the writer, telling apart a wrong key, a newer schema, damage and a new store.
fn unlock(files: &Files, key: &DbKey) -> Result<Connection, StoreError> {
    let check = KeyCheck::read(&files.check())?;
    if check.is_some_and(|check| !check.fits(key)) {
        return Err(StoreError::WrongKey);
    }
    // SQLite would take an empty file for a new database, and what was lost would look like a first start.
    let is_empty = files.database_bytes()? == 0;
    if is_empty && (check.is_some() || files.has_log()?) {
        return Err(StoreError::Corrupt { set_aside: files.set_aside()? });
    }
    match open_checked(files, key, check.is_some()) {
        Err(StoreError::Damaged) if check.is_some() || !fits_no_page(files, key)? => {
            Err(StoreError::Corrupt { set_aside: files.set_aside()? })
        }
        Err(StoreError::Damaged) => Err(StoreError::WrongKey),
        opened => opened,
    }
}

/// Opens and migrates. `is_known` says that this store was complete once.
fn open_checked(files: &Files, key: &DbKey, is_known: bool) -> Result<Connection, StoreError> {
    let mut writer = connection::open_keyed(files, key)?;
    // The first page read: here a wrong key shows.
    let held = schema::version(&writer)?;
    if held == 0 && is_known {
        return Err(StoreError::Damaged);
    }
    if held > schema::newest() {
        return Err(StoreError::NewerSchema { found: held, known: schema::newest() });
    }
    connection::configure(&writer)?;
    if files.is_doubted() {
        if !connection::is_sound(&writer)? {
            return Err(StoreError::Damaged);
        }
        files.trust()?;
    }
    schema::migrate(&mut writer, connection::check_authentic)?;
    if !is_known {
        // The check vouches for the database file, so the file must hold the schema before it is written.
        writer.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        KeyCheck::new(key, connection::salt(&writer)?).write(&files.check())?;
    }
    Ok(writer)
}

/// Whether this key authenticates not one page. Only asked where there is no key check beside the file.
fn fits_no_page(files: &Files, key: &DbKey) -> Result<bool, StoreError> {
    let pages = files.database_bytes()?.div_ceil(connection::PAGE_BYTES);
    Ok(connection::damaged_pages(&connection::open_keyed(files, key)?)? >= pages)
}

#[cfg(test)]
mod tests;
