//! A worker's phone in a process of its own, to be killed at any moment. It visits the homes of grid 1 for ever
//! and says a line before each finish and one after it is durable.
//!
//! `phone_worker FOLDER SEED START NOW save|eager|send [URL SPKI]`

use std::{
    env,
    error::Error,
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
};

use doorstep_core::{
    domain::visit::VisitOutcome,
    time::{ManualClock, Timestamp},
};
use doorstep_tests::{
    phone::{Phone, Wire, knock, open, take_photo},
    victim::{ACKNOWLEDGED, FINISHING},
    village::{HOMES, home},
};

/// One visit in so many has a photo.
const PHOTO_EVERY: u32 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let mut word = || words.next().ok_or("a word is missing");
    let folder = PathBuf::from(word()?);
    let (seed, start): (u64, u64) = (word()?.parse()?, word()?.parse()?);
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(word()?.parse()?)));
    let mode = word()?;
    let mut wire = match (words.next(), words.next()) {
        (Some(url), Some(spki)) => Some(Wire::new(&url, spki.parse()?)?),
        _ => None,
    };
    let mut phone = open(&folder, seed, &clock, start);
    say("ready")?;
    for number in 0.. {
        clock.advance(60_000);
        work(&phone, &folder, number, mode == "eager", wire.is_some())?;
        if let Some(wire) = wire.as_mut().filter(|_| number % 3 == 2) {
            say("sending")?;
            phone.sync(wire)?;
            say("sent")?;
        }
    }
    Ok(())
}

fn work(
    phone: &Phone,
    folder: &std::path::Path,
    number: u32,
    eager: bool,
    photos: bool,
) -> Result<(), Box<dyn Error>> {
    let outcome = if number.is_multiple_of(2) { VisitOutcome::NoChange } else { VisitOutcome::NotHome };
    let draft = knock(&phone.doorstep, home(1, 1 + number % HOMES), outcome)?;
    if photos && number.is_multiple_of(PHOTO_EVERY) {
        take_photo(&phone.doorstep, &draft, &folder.join("camera"))?;
    }
    if eager {
        say(&format!("{ACKNOWLEDGED}{}", draft.visit_id()))?;
        phone.doorstep.finish_visit(draft.id)?;
    } else {
        say(FINISHING)?;
        let visit = phone.doorstep.finish_visit(draft.id)?;
        say(&format!("{ACKNOWLEDGED}{visit}"))?;
    }
    Ok(())
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
