//! A phone whose process is killed in the middle of a visit: a real process, really killed.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use doorstep_core::{
    domain::org::StaffRole,
    time::{Clock, ManualClock, Timestamp, Zone},
};

use super::{
    DemoError,
    phone::{Phone, Vault},
    story::{Camera, Dice, Worker},
};

/// What the victim needs to know; it comes on the command line of a hidden option.
#[derive(Clone, Debug, clap::Args)]
pub struct VictimArgs {
    /// The phone's folder.
    #[arg(long, hide = true)]
    pub(super) as_phone: Option<PathBuf>,
    /// The phone's seed.
    #[arg(long, hide = true, default_value_t = 0, requires = "as_phone")]
    phone_seed: u64,
    /// The time by the story's clock, in milliseconds.
    #[arg(long, hide = true, default_value_t = 0, requires = "as_phone")]
    now: i64,
}

const READY: &str = "in the middle of a visit";

impl VictimArgs {
    /// Plays the victim: it ends only by being killed.
    ///
    /// # Errors
    /// When the phone does not open.
    pub fn play(&self) -> Result<(), DemoError> {
        let Some(dir) = &self.as_phone else { return Err(DemoError::Story("no phone is named")) };
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(self.now)));
        let phone = Phone::open(dir, &Vault::new(self.phone_seed), clock.clone(), 2)?;
        let dice = Dice::new(self.phone_seed ^ 0xDEAD);
        let camera = Camera::new(Vec::new(), dir.join("camera"), 1_000)?;
        let worker = Worker {
            doorstep: &phone.doorstep,
            role: StaffRole::GridWorker,
            clock: &clock,
            dice: &dice,
            camera: &camera,
            day: Zone::CHINA.day_of(clock.now()),
        };
        let stops = phone.doorstep.today(None, None, 1)?;
        let stop = stops.first().ok_or(DemoError::Story("the victim has no stop left"))?;
        worker.knock(stop.household)?;
        let mut out = std::io::stdout();
        writeln!(out, "{READY}")?;
        out.flush()?;
        loop {
            std::thread::park();
        }
    }
}

/// Starts a process that opens the phone in `dir`, works to the middle of a visit, and kills it there (SIGKILL).
///
/// # Errors
/// When it cannot be started or does not get so far.
pub fn kill_in_the_middle(dir: &Path, seed: u64, now: Timestamp) -> Result<(), DemoError> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["demo", "--as-phone"])
        .arg(dir)
        .args(["--phone-seed", &seed.to_string(), "--now", &now.millis().to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    child.kill()?;
    child.wait()?;
    if line.trim() == READY { Ok(()) } else { Err(DemoError::Story("the victim died of something else")) }
}
