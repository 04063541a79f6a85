//! kill -9 of a phone while it saves: what a finish acknowledged is in the journal, once, and the chain holds.

use std::{path::Path, time::Duration};

use doorstep_core::id::VisitId;
use doorstep_tests::{
    account::{Discrepancy, Ledger},
    journal,
    phone::enrolled,
    post::Post,
    victim::{Killer, Mode, Stopwatch, Victim, acknowledged},
    village::{HOUR, Village, Worker},
};

/// How often the phone is killed.
const KILLS: u64 = 200;
const SEED: u64 = 21;

/// Kills a phone's process again and again in the middle of its work, and after each kill holds the journal in
/// its file against what was acknowledged.
fn storm(mode: Mode, kills: u64) -> Result<usize, Discrepancy<VisitId>> {
    let village = Village::new(SEED);
    let mut post = Post::to(&village.hub);
    drop(enrolled(&village, Worker::GridWorker, "saving", SEED, &mut post));
    let folder = village.phone_folder("saving");
    let killer = Killer::new(SEED);
    let mut ledger = Ledger::default();
    for start in 1..=kills {
        village.clock.advance(HOUR / 2);
        strike(&killer, &folder, start, mode, &village, &mut ledger);
        let links = journal::read(&folder, SEED);
        ledger.check(journal::visits(&links))?;
    }
    Ok(ledger.len())
}

/// Starts the phone, lets it finish a few visits, and kills it some moment after one of them.
fn strike(
    killer: &Killer,
    folder: &Path,
    start: u64,
    mode: Mode,
    village: &Village,
    ledger: &mut Ledger<VisitId>,
) {
    let program = env!("CARGO_BIN_EXE_phone_worker");
    let mut victim = Victim::phone(program, folder, SEED, start, &village.clock, mode, None);
    for _ in 0..killer.below(6) {
        let Some(line) = victim.hear() else { break };
        ledger.extend(acknowledged(&line));
    }
    killer.linger(Duration::from_millis(5));
    let last_words = victim.kill();
    ledger.extend(last_words.iter().filter_map(|line| acknowledged(line)));
}

#[test]
fn two_hundred_kills_while_saving_lose_no_acknowledged_visit_and_double_none() {
    let time = Stopwatch::start();
    let visits = storm(Mode::Save, KILLS).unwrap_or_else(|found| panic!("after a kill: {found}"));
    println!("{KILLS} kills, {visits} acknowledged visits, {:.1} s", time.seconds());
    assert!(
        visits > 200,
        "only {visits} visits were acknowledged: the kills came too early to prove anything"
    );
}

#[test]
fn control_a_phone_that_acknowledges_before_the_commit_is_caught() {
    let found = storm(Mode::Eager, 60).expect_err("acknowledging before the commit went unnoticed");
    assert!(!found.lost.is_empty(), "{found}");
}
