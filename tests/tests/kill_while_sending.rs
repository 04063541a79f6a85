//! kill -9 of a phone while it sends records and photos: all that it acknowledged reaches the hub, once.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use doorstep_core::{domain::evidence::PhotoState, id::VisitId};
use doorstep_hub::server::Running;
use doorstep_tests::{
    account::Ledger,
    audit, journal,
    phone::{drain, enrolled, open, unconfirmed_photos},
    post::Post,
    victim::{Killer, Mode, Stopwatch, Victim, acknowledged},
    village::{HOUR, Village, Worker},
};

/// How often the phone is killed.
const KILLS: u64 = 200;
const SEED: u64 = 31;

#[test]
fn two_hundred_kills_while_sending_lose_nothing_and_double_nothing() {
    let time = Stopwatch::start();
    let village = Village::new(SEED);
    let mut post = Post::to(&village.hub);
    drop(enrolled(&village, Worker::GridWorker, "sending", SEED, &mut post));
    let folder = village.phone_folder("sending");
    let running = Running::start(Arc::clone(&village.hub), SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let (url, spki) = (running.url(), running.spki());
    let killer = Killer::new(SEED);
    let mut ledger: Ledger<VisitId> = Ledger::default();
    let mut cut_short = 0;
    for start in 1..=KILLS {
        village.clock.advance(HOUR / 2);
        let hub = Some((url.as_str(), spki));
        let program = env!("CARGO_BIN_EXE_phone_worker");
        let mut victim = Victim::phone(program, &folder, SEED, start, &village.clock, Mode::Send, hub);
        // To the first exchange, sometimes the second; then some way into it.
        let exchanges = 1 + killer.below(2);
        let mut heard = 0;
        while heard < exchanges {
            let Some(line) = victim.hear() else { break };
            heard += u64::from(line == "sending");
            ledger.extend(acknowledged(&line));
        }
        killer.linger(Duration::from_millis(60));
        let last_words = victim.kill();
        cut_short += u64::from(!last_words.iter().any(|line| line == "sent"));
        ledger.extend(last_words.iter().filter_map(|line| acknowledged(line)));
    }
    running.stop().unwrap();
    let mut phone = open(&folder, SEED, &village.clock, KILLS + 1);
    drain(&mut phone, &mut post);
    // Photos whose tries were all cut short wait longest for their next one.
    village.clock.advance(24 * HOUR);
    drain(&mut phone, &mut post);
    assert_eq!(unconfirmed_photos(&phone), [], "photos that the hub did not confirm");
    drop(phone);
    let links = journal::read(&folder, SEED);
    let ops: Vec<_> = links.iter().map(|entry| entry.link.op_id).collect();
    println!(
        "{KILLS} kills, {cut_short} of them within an exchange, {} visits, {} operations, {:.1} s",
        ledger.len(),
        ops.len(),
        time.seconds()
    );
    ledger.check(journal::visits(&links)).unwrap_or_else(|found| panic!("in the journal: {found}"));
    audit::nothing_lost_or_doubled(&village.hub, &ledger, &ops);
    let taken = links.iter().filter(|entry| entry.link.kind == "PhotoTaken").count();
    assert_eq!(audit::photos(&village.hub), [(PhotoState::Stored, taken)].into(), "photos at the hub");
    assert!(cut_short > KILLS / 4, "only {cut_short} kills fell within an exchange");
}
