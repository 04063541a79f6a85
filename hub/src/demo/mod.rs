//! `doorstep demo`: the main job from end to end on invented data, checking itself.
//!
//! An embedded hub, three phones, a morning without a network, a killed process, a bad network, a grid that
//! changes hands, a hub restored from a backup; at the end everything is accounted for. This is the one room of
//! the hub that may use the phone's side of the core.

mod audit;
pub mod network;
pub mod phone;
pub mod picture;
pub mod recount;
mod report;
mod stage;
mod story;
mod victim;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use doorstep_core::{
    codes::GridCode,
    domain::org::{GridRole, StaffRole},
    error::DoorstepError,
    id::{IdGen, OsIds, StaffId},
    time::{Clock, Day, ManualClock, Period, PeriodKind, SystemClock, Zone},
};
use thiserror::Error;

pub use report::{EvidenceLine, GridLine, Report};
pub use stage::Stage;

use self::{
    audit::{Hand, Truth},
    network::{Flaky, Network},
    phone::{Ended, Phone, Vault},
    recount::Deed,
    story::{Camera, Dice, Worker},
};
use crate::{HubError, client::ClientError, import::ImportError, server::ServeError, store::StoreError};

/// What the demo may be told.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A folder of JPEG files to take as the workers' photos; without it pictures are drawn [照片文件夹]
    #[arg(long, value_name = "DIR")]
    pub photos: Option<PathBuf>,
    /// Another seed tells another story [随机种子]
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Where to put hub and phones; a new folder under the system's temporary one by default [存放位置]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Go on serving the hub afterwards, until Ctrl-C [演示后继续提供服务]
    #[arg(long)]
    pub serve: bool,
    #[command(flatten)]
    victim: victim::VictimArgs,
}

impl Args {
    /// Whether this process is the phone that is to be killed.
    pub const fn is_victim(&self) -> bool {
        self.victim.as_phone.is_some()
    }

    /// Plays the phone that is to be killed; returns only when it could not get so far.
    ///
    /// # Errors
    /// When the phone does not open.
    pub fn play_victim(&self) -> Result<(), DemoError> {
        self.victim.play()
    }

    /// The folder of this run, new and empty.
    ///
    /// # Errors
    /// When it is not empty or cannot be made.
    pub fn folder(&self) -> Result<PathBuf, DemoError> {
        let folder = match &self.into {
            Some(folder) => folder.clone(),
            None => {
                let mut tail = [0u8; 4];
                OsIds.random(&mut tail);
                std::env::temp_dir().join(format!("doorstep-demo-{}", hex::encode(tail)))
            }
        };
        if folder.exists() && std::fs::read_dir(&folder)?.next().is_some() {
            return Err(DemoError::Story("the folder is not empty; name another with --into"));
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

/// Why the demo could not be played to its end.
#[derive(Debug, Error)]
pub enum DemoError {
    /// A phone answered with an error where the story has none.
    #[error("a phone: {0}")]
    Phone(#[from] DoorstepError),
    /// The hub did.
    #[error("the hub: {0}")]
    Hub(#[from] HubError),
    /// The hub's data.
    #[error("the hub's data: {0}")]
    Store(#[from] StoreError),
    /// An import.
    #[error("an import: {0}")]
    Import(#[from] ImportError),
    /// The sample has a fault.
    #[error("the sample: {0}")]
    Sample(String),
    /// Files.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
    /// TLS.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The server.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The story went another way than it is written.
    #[error("the story broke off: {0}")]
    Story(&'static str),
}

/// 24 June 2026, 08:00 in China: month, quarter and half-year all end within the week.
const MORNING_MS: i64 = 1_782_259_200_000;
/// Stops of one worker's morning.
const STOPS: usize = 12;

/// The cast: a social worker, the chief of one of their villages, a volunteer in its first grid, and the worker
/// who takes over its second.
struct Cast {
    social_worker: StaffId,
    chief: StaffId,
    volunteer: StaffId,
    successor: StaffId,
    first: GridCode,
    second: GridCode,
}

impl Cast {
    fn of(stage: &Stage) -> Option<Self> {
        let town = &stage.town;
        let role = |id: StaffId| town.staff.iter().find(|one| one.id == id).map(|one| one.role);
        let lines = || town.responsibilities.iter();
        let chief = lines().find(|line| line.role == GridRole::Chief)?.staff;
        let mut grids = lines().filter(|line| line.staff == chief).map(|line| line.grid);
        let (first, second) = (grids.next()?, grids.next()?);
        let answers = |grid: GridCode, wanted: StaffRole| {
            lines().find(|line| line.grid == grid && role(line.staff) == Some(wanted)).map(|line| line.staff)
        };
        let successor = lines().find(|line| line.role == GridRole::Chief && line.staff != chief)?.staff;
        Some(Self {
            social_worker: answers(first, StaffRole::SocialWorker)?,
            chief,
            volunteer: answers(first, StaffRole::Volunteer)?,
            successor,
            first,
            second,
        })
    }
}

/// Plays the story in `folder`.
///
/// # Errors
/// When it breaks off.
#[allow(clippy::too_many_lines, reason = "a story is told from its beginning to its end")]
pub fn play(
    folder: &Path,
    seed: u64,
    photos: Option<&Path>,
    say: &dyn Fn(&str),
) -> Result<(Report, Stage), DemoError> {
    let watch = SystemClock::new();
    let clock = Arc::new(ManualClock::at(doorstep_core::time::Timestamp::from_millis(MORNING_MS)));
    let today = |clock: &ManualClock| Zone::CHINA.day_of(clock.now());

    say("a hub with Shaanxi's divisions and an invented township of 30,000 people (演示数据)");
    let mut stage = Stage::set_up(folder, seed, 1.0, clock.clone())?;
    let cast = Cast::of(&stage).ok_or(DemoError::Story("the township lacks a worker"))?;

    say("three phones enrol and pull what their workers answer for");
    let switch_on = |name: &str, number: u64| {
        Phone::open(&folder.join(name), &Vault::new(seed * 10 + number), clock.clone(), 1)
    };
    let mut volunteer = switch_on("phone-volunteer", 1)?;
    let mut social_worker = switch_on("phone-social-worker", 2)?;
    let mut chief = switch_on("phone-grid-chief", 3)?;
    let mut net = Flaky::new(stage.wire()?, seed);
    net.bad = false;
    for (phone, worker) in
        [(&mut volunteer, cast.volunteer), (&mut social_worker, cast.social_worker), (&mut chief, cast.chief)]
    {
        phone.enrol(&stage.qr(worker)?, &mut net)?;
        phone.sync(&mut net)?;
    }

    say("each works a morning without a network, with photos");
    let camera = Camera::new(photos, folder.join("camera"))?;
    let dice = Dice::new(seed.wrapping_add(77));
    let day = today(&clock);
    let worker = |phone: &Phone, role| Deeds { doorstep: Arc::clone(&phone.doorstep), role };
    let mut deeds: Vec<Deed> = Vec::new();
    let at_work = |deeds_of: &Deeds, grid, skip, stops| {
        let worker = Worker {
            doorstep: &deeds_of.doorstep,
            role: deeds_of.role,
            clock: &clock,
            dice: &dice,
            camera: &camera,
            day,
        };
        worker.morning(grid, skip, stops)
    };
    deeds.extend(at_work(&worker(&volunteer, StaffRole::Volunteer), None, 0, STOPS)?);
    deeds.extend(at_work(&worker(&social_worker, StaffRole::SocialWorker), Some(cast.first), 4, STOPS)?);
    deeds.extend(at_work(&worker(&chief, StaffRole::GridWorker), Some(cast.second), 0, STOPS)?);
    let newcomers = Worker {
        doorstep: &social_worker.doorstep,
        role: StaffRole::SocialWorker,
        clock: &clock,
        dice: &dice,
        camera: &camera,
        day,
    }
    .register(cast.first)?;
    stage.town.households.push(newcomers.0);
    stage.town.residents.push(newcomers.1);

    say("one phone is killed in the middle of a visit, and the visit goes on where it was");
    chief.doorstep.shutdown();
    drop(chief);
    victim::kill_in_the_middle(&folder.join("phone-grid-chief"), seed * 10 + 3, clock.now())?;
    let mut chief =
        Phone::open(&folder.join("phone-grid-chief"), &Vault::new(seed * 10 + 3), clock.clone(), 3)?;
    let resumed = chief.doorstep.drafts()?.pop().ok_or(DemoError::Story("the killed visit is gone"))?;
    deeds.push(
        Worker {
            doorstep: &chief.doorstep,
            role: StaffRole::GridWorker,
            clock: &clock,
            dice: &dice,
            camera: &camera,
            day,
        }
        .finish(resumed)?,
    );

    let mut tally = Exchanges::default();
    net.bad = true;
    say("a bad network: requests dropped, answers cut, doubled, a login page in the hub's stead");
    tally.run(&mut volunteer, &mut net)?;
    let backup = stage.back_up()?;
    tally.run(&mut social_worker, &mut net)?;

    say("overnight the hub is restored from a backup that lacks half of it");
    stage = stage.restore(&backup)?;
    net.reconnect(stage.wire()?);
    clock.advance(20 * 3_600_000);

    say("a grid moves to another worker while its visits are still unsent");
    stage.move_grid(cast.second, cast.chief, cast.successor, today(&clock))?;
    tally.run(&mut chief, &mut net)?;

    say("everything drains");
    net.bad = false;
    for _ in 0..2 {
        for phone in [&mut volunteer, &mut social_worker, &mut chief] {
            tally.run(phone, &mut net)?;
        }
    }

    let phones = [&volunteer, &social_worker, &chief];
    let mut ops = BTreeSet::new();
    let mut proved = 0;
    let mut photo_count = 0;
    for phone in phones {
        let journal = phone.doorstep.prove_journal()?;
        proved += 1;
        photo_count += journal.photos;
        ops.extend(journal.ops);
    }
    let mut report = Report {
        demo: true,
        devices: 3,
        visits_recorded: 0,
        ops_recorded: 0,
        ops_applied: 0,
        retries: tally.retries,
        duplicates_suppressed: 0,
        healed: tally.healed,
        lost: 0,
        doubled: 0,
        photos_recorded: 0,
        photos_stored: 0,
        period: String::new(),
        coverage: Vec::new(),
        coverage_agrees: false,
        disagreements: Vec::new(),
        evidence: Vec::new(),
        exceptions: Vec::new(),
        chains_proved: proved,
        damage: net.damage,
        folder: folder.to_owned(),
        seconds: 0.0,
    };
    let on: Day = today(&clock);
    let period = Period::containing(PeriodKind::Month, on);
    report.period = period.to_string();
    let delivered = net.delivered.values().map(|times| u64::from(*times)).sum();
    let truth = Truth { deeds: &deeds, ops: &ops, delivered, photos: photo_count, today: on, period };
    let answers_for = |staff: StaffId| -> Result<Vec<GridCode>, DemoError> {
        let lines = stage.hub.responsibility_list(&[])?;
        Ok(lines
            .into_iter()
            .filter(|line| line.line.staff == staff && line.line.in_force(on))
            .map(|line| line.line.grid)
            .collect())
    };
    let hands = [
        Hand { phone: &volunteer, role: StaffRole::Volunteer, grids: answers_for(cast.volunteer)? },
        Hand {
            phone: &social_worker,
            role: StaffRole::SocialWorker,
            grids: answers_for(cast.social_worker)?,
        },
        Hand { phone: &chief, role: StaffRole::GridWorker, grids: answers_for(cast.chief)? },
    ];
    audit::account(&stage, &truth, &mut report)?;
    audit::compare(&stage, &hands, &truth, &mut report)?;
    report.seconds = watch.monotonic_ms() as f64 / 1_000.0;
    Ok((report, stage))
}

/// A worker's core and role.
struct Deeds {
    doorstep: Arc<doorstep_core::fieldwork::Doorstep>,
    role: StaffRole,
}

/// What the exchanges took.
#[derive(Default)]
struct Exchanges {
    retries: u32,
    healed: u32,
}

impl Exchanges {
    fn run(&mut self, phone: &mut Phone, network: &mut dyn Network) -> Result<(), DemoError> {
        match phone.sync(network)? {
            Ended::Done(summary) => {
                self.retries += summary.retries;
                self.healed += summary.healed;
                Ok(())
            }
            Ended::Held(_) => Err(DemoError::Story("a phone holds")),
            Ended::Wiped => Err(DemoError::Story("a phone was wiped")),
        }
    }
}
