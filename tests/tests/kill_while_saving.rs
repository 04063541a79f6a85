//! kill -9 of a phone while it saves: what a finish acknowledged is in the journal, once, and the chain holds.

use std::{path::Path, time::Duration};

use doorstep_core::id::VisitId;
use doorstep_tests::{
    account::{Discrepancy, Ledger},
    journal,
    phone::enrolled,
    post::Post,
    victim::{FINISHING, Killer, Mode, Stopwatch, Victim, acknowledged},
    village::{HOUR, Village, Worker},
};

/// How often the phone is killed.
const KILLS: u64 = 200;
const SEED: u64 = 21;

/// What a storm of kills left.
struct Storm {
    /// Visits that were acknowledged.
    visits: usize,
    /// Kills that fell between the beginning of a finish and its acknowledgement.
    within_a_save: u64,
}

/// Kills a phone's process again and again in the middle of its work, and after each kill holds the journal in
/// its file against what was acknowledged.
fn storm(mode: Mode, kills: u64) -> Result<Storm, Discrepancy<VisitId>> {
    let village = Village::new(SEED);
    let mut post = Post::to(&village.hub);
    drop(enrolled(&village, Worker::GridWorker, "saving", SEED, &mut post));
    let folder = village.phone_folder("saving");
    let killer = Killer::new(SEED);
    let mut ledger = Ledger::default();
    let mut within_a_save = 0;
    for start in 1..=kills {
        village.clock.advance(HOUR / 2);
        let last = strike(&killer, &folder, start, mode, &village, &mut ledger);
        within_a_save += u64::from(last == FINISHING);
        let links = journal::read(&folder, SEED);
        ledger.check(journal::visits(&links))?;
    }
    Ok(Storm { visits: ledger.len(), within_a_save })
}

/// Starts the phone, lets it finish a few visits, and kills it some moment later; gives the last that it said.
fn strike(
    killer: &Killer,
    folder: &Path,
    start: u64,
    mode: Mode,
    village: &Village,
    ledger: &mut Ledger<VisitId>,
) -> String {
    let program = env!("CARGO_BIN_EXE_phone_worker");
    let mut victim = Victim::phone(program, folder, SEED, start, &village.clock, mode, None);
    let mut said = Vec::new();
    for _ in 0..killer.below(12) {
        said.extend(victim.hear());
    }
    killer.linger(Duration::from_millis(5));
    said.extend(victim.kill());
    ledger.extend(said.iter().filter_map(|line| acknowledged(line)));
    said.pop().unwrap_or_default()
}

#[test]
fn two_hundred_kills_while_saving_lose_no_acknowledged_visit_and_double_none() {
    let time = Stopwatch::start();
    let Storm { visits, within_a_save } =
        storm(Mode::Save, KILLS).unwrap_or_else(|found| panic!("after a kill: {found}"));
    println!(
        "{KILLS} kills, {within_a_save} within a save, {visits} acknowledged visits, {:.1} s",
        time.seconds()
    );
    assert!(within_a_save > 0, "no kill fell within a save");
    assert!(
        visits > 200,
        "only {visits} visits were acknowledged: the kills came too early to prove anything"
    );
}

#[test]
fn control_a_phone_that_acknowledges_before_the_commit_is_caught() {
    let found = storm(Mode::Eager, 60).err().expect("acknowledging before the commit went unnoticed");
    assert!(!found.lost.is_empty(), "{found}");
}
