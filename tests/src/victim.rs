//! Processes that are killed (SIGKILL) while they work, and what they said before they died.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use doorstep_core::{
    id::{IdGen, SeededIds},
    seal::Digest,
    time::{Clock, ManualClock, SystemClock},
};

/// How a worker's process goes about its visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Visits, each acknowledged after its durable finish.
    Save,
    /// Control: each acknowledged before.
    Eager,
    /// Visits and exchanges with a hub.
    Send,
}

impl Mode {
    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Eager => "eager",
            Self::Send => "send",
        }
    }
}

/// The line with which a worker's process tells that a visit is safe, without the visit.
pub const ACKNOWLEDGED: &str = "acknowledged ";

/// The line with which a worker's process tells that it begins to make a visit safe.
pub const FINISHING: &str = "finishing";

/// Dice and the nerve to strike at any moment.
pub struct Killer {
    dice: SeededIds,
}

impl Killer {
    /// One whose choices `seed` determines, though not the moments between two instructions.
    pub fn new(seed: u64) -> Self {
        Self { dice: SeededIds::new(seed) }
    }

    /// A number below `bound`.
    pub fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.dice.random(&mut bytes);
        u64::from_le_bytes(bytes) % bound.max(1)
    }

    /// Waits for some time up to `most`. Real time: the victim is a process of its own and obeys no clock of ours.
    pub fn linger(&self, most: Duration) {
        let micros = self.below(u64::try_from(most.as_micros()).unwrap_or(u64::MAX));
        std::thread::sleep(Duration::from_micros(micros));
    }
}

/// A worker's process.
pub struct Victim {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Victim {
    /// Starts the program of a phone in `folder`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn phone(
        program: &str,
        folder: &Path,
        seed: u64,
        start: u64,
        clock: &ManualClock,
        mode: Mode,
        hub: Option<(&str, Digest)>,
    ) -> Self {
        let mut command = Command::new(program);
        command.arg(folder).args([seed, start].map(|number| number.to_string()));
        command.arg(clock.now().millis().to_string()).arg(mode.word());
        if let Some((url, spki)) = hub {
            command.arg(url).arg(spki.to_string());
        }
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the worker's process starts");
        let lines = BufReader::new(child.stdout.take().expect("the worker's words"));
        Self { child, lines }
    }

    /// The next line; none when the process has ended.
    pub fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(1..) => Some(line.trim_end().to_owned()),
            _ => None,
        }
    }

    /// Kills it and gives what it had still said.
    ///
    /// # Panics
    /// When it had ended by itself: then there was nothing to kill.
    pub fn kill(mut self) -> Vec<String> {
        let early = self.child.try_wait().expect("the worker's state");
        assert!(early.is_none(), "the worker ended by itself: {early:?}");
        self.child.kill().expect("the worker is killed");
        let mut last = Vec::new();
        while let Some(line) = self.hear() {
            last.push(line);
        }
        self.child.wait().expect("the worker is dead");
        last
    }
}

/// The name after [`ACKNOWLEDGED`], where a line has one.
pub fn acknowledged<T: std::str::FromStr>(line: &str) -> Option<T> {
    line.strip_prefix(ACKNOWLEDGED)?.parse().ok()
}

/// A stopwatch for bounds that keep a test from running for ever.
pub struct Stopwatch(SystemClock);

impl Stopwatch {
    /// Starts it.
    pub fn start() -> Self {
        Self(SystemClock::new())
    }

    /// Seconds since.
    pub fn seconds(&self) -> f64 {
        self.0.monotonic_ms() as f64 / 1_000.0
    }
}
