//! The story, told from its beginning to its end.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use doorstep_core::{
    codes::GridCode,
    domain::org::{GridRole, StaffRole},
    id::StaffId,
    time::{Clock as _, Day, ManualClock, Period, PeriodKind, SystemClock, Timestamp, Zone},
};

use super::{
    DemoError, Report, Stage,
    audit::{self, Hand, Truth},
    network::Flaky,
    phone::{Ended, Phone, Vault},
    picture,
    recount::Deed,
    story::{Camera, Dice, Worker},
    victim,
};

/// 24 June 2026, 08:00 in China: month, quarter and half-year all end within the week.
const MORNING: Timestamp = Timestamp::from_millis(1_782_259_200_000);
/// From the last visit to the next morning.
const NIGHT_MS: i64 = 20 * 3_600_000;
/// Stops of one worker's morning.
const STOPS: usize = 12;

/// Plays the story in `folder` and accounts for everything; `say` hears each step.
///
/// # Errors
/// When it breaks off. A loss or a disagreement is no error but part of the report.
pub fn play(
    folder: &Path,
    seed: u64,
    photos: Option<&Path>,
    say: &dyn Fn(&str),
) -> Result<(Report, Stage), DemoError> {
    let watch = SystemClock::new();
    let given = photos.map(picture::given).transpose()?.unwrap_or_default();
    say("a hub with Shaanxi's divisions and an invented township of 30,000 people (演示数据)");
    let mut story = Story::begin(folder, seed, given)?;
    say("three phones enrol and pull what their workers answer for");
    story.enrol()?;
    say("each works a morning without a network, with photos, one of which was used before");
    story.morning()?;
    say("one phone is killed in the middle of a visit, and the visit goes on where it was");
    let mut story = story.kill_one()?;
    say("a bad network: requests dropped, answers cut, doubled, a login page in the hub's stead");
    let backup = story.bad_network()?;
    say("overnight the hub is restored from a backup that lacks half of it");
    let mut story = story.restore(&backup)?;
    say("a grid moves to another worker while its visits are still unsent");
    story.move_grid()?;
    say("everything drains");
    story.drain()?;
    let mut report = story.account()?;
    report.seconds = watch.monotonic_ms() as f64 / 1_000.0;
    Ok((report, story.stage))
}

/// Who takes part: a social worker, the chief of one of their villages, a volunteer in its first grid, and the
/// worker who takes over its second.
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

/// One of the three phones.
struct Actor {
    phone: Phone,
    staff: StaffId,
    role: StaffRole,
    vault: Vault,
    folder: PathBuf,
    starts: u64,
}

impl Actor {
    fn switch_on(
        folder: PathBuf,
        seed: u64,
        clock: &Arc<ManualClock>,
        staff: StaffId,
        role: StaffRole,
    ) -> Result<Self, DemoError> {
        let vault = Vault::new(seed);
        let phone = Phone::open(&folder, &vault, clock.clone(), 1)?;
        Ok(Self { phone, staff, role, vault, folder, starts: 1 })
    }

    /// Switched off in order, killed in the middle of a visit, switched on again.
    fn killed(mut self, clock: &Arc<ManualClock>) -> Result<Self, DemoError> {
        self.phone.doorstep.shutdown();
        victim::kill_in_the_middle(&self.folder, self.vault.seed(), clock.now())?;
        // The killed process was the second start.
        self.starts += 2;
        self.phone = Phone::open(&self.folder, &self.vault, clock.clone(), self.starts)?;
        Ok(self)
    }
}

struct Story {
    stage: Stage,
    clock: Arc<ManualClock>,
    cast: Cast,
    volunteer: Actor,
    social_worker: Actor,
    chief: Actor,
    network: Flaky,
    camera: Camera,
    dice: Dice,
    deeds: Vec<Deed>,
    trouble: Trouble,
}

/// What the exchanges took.
#[derive(Default)]
struct Trouble {
    retries: u32,
    healed: u32,
}

fn exchange(actor: &mut Actor, network: &mut Flaky, trouble: &mut Trouble) -> Result<(), DemoError> {
    match actor.phone.sync(network)? {
        Ended::Done(summary) => {
            trouble.retries += summary.retries;
            trouble.healed += summary.healed;
            Ok(())
        }
        Ended::Held(_) => Err(DemoError::Story("a phone holds")),
        Ended::Wiped => Err(DemoError::Story("a phone was wiped")),
    }
}

impl Story {
    fn begin(folder: &Path, seed: u64, given: Vec<PathBuf>) -> Result<Self, DemoError> {
        let clock = Arc::new(ManualClock::at(MORNING));
        let stage = Stage::set_up(folder, seed, 1.0, clock.clone())?;
        let cast = Cast::of(&stage).ok_or(DemoError::Story("the township lacks a worker"))?;
        let actor = |name: &str, number: u64, staff, role| {
            let vault = seed.wrapping_mul(10).wrapping_add(number);
            Actor::switch_on(folder.join(name), vault, &clock, staff, role)
        };
        Ok(Self {
            volunteer: actor("phone-volunteer", 1, cast.volunteer, StaffRole::Volunteer)?,
            social_worker: actor("phone-social-worker", 2, cast.social_worker, StaffRole::SocialWorker)?,
            chief: actor("phone-grid-chief", 3, cast.chief, StaffRole::GridWorker)?,
            network: Flaky::new(stage.wire()?, seed),
            camera: Camera::new(given, folder.join("camera"), 0)?,
            dice: Dice::new(seed.wrapping_add(77)),
            deeds: Vec::new(),
            trouble: Trouble::default(),
            stage,
            cast,
            clock,
        })
    }

    fn today(&self) -> Day {
        Zone::CHINA.day_of(self.clock.now())
    }

    fn enrol(&mut self) -> Result<(), DemoError> {
        self.network.bad = false;
        for actor in [&mut self.volunteer, &mut self.social_worker, &mut self.chief] {
            actor.phone.enrol(&self.stage.qr(actor.staff)?, &mut self.network)?;
            actor.phone.sync(&mut self.network)?;
        }
        Ok(())
    }

    fn worker<'a>(&'a self, actor: &'a Actor) -> Worker<'a> {
        Worker {
            doorstep: &actor.phone.doorstep,
            role: actor.role,
            clock: &self.clock,
            dice: &self.dice,
            camera: &self.camera,
            day: self.today(),
        }
    }

    fn morning(&mut self) -> Result<(), DemoError> {
        let mut deeds = self.worker(&self.volunteer).morning(None, 0, STOPS)?;
        // The social worker calls at some doors where the volunteer has been.
        deeds.extend(self.worker(&self.social_worker).morning(Some(self.cast.first), 4, STOPS)?);
        deeds.extend(self.worker(&self.chief).morning(Some(self.cast.second), 0, STOPS)?);
        let (household, resident) = self.worker(&self.social_worker).register(self.cast.first)?;
        self.deeds.extend(deeds);
        self.stage.town.households.push(household);
        self.stage.town.residents.push(resident);
        Ok(())
    }

    fn kill_one(self) -> Result<Self, DemoError> {
        let chief = self.chief.killed(&self.clock)?;
        let mut story = Self { chief, ..self };
        let resumed = story.chief.phone.doorstep.drafts()?.pop();
        let resumed = resumed.ok_or(DemoError::Story("the killed visit is gone"))?;
        let deed = story.worker(&story.chief).finish(resumed)?;
        story.deeds.push(deed);
        Ok(story)
    }

    /// The volunteer gets through before the backup, the social worker after it.
    fn bad_network(&mut self) -> Result<PathBuf, DemoError> {
        self.network.bad = true;
        exchange(&mut self.volunteer, &mut self.network, &mut self.trouble)?;
        let backup = self.stage.back_up()?;
        exchange(&mut self.social_worker, &mut self.network, &mut self.trouble)?;
        Ok(backup)
    }

    fn restore(self, backup: &Path) -> Result<Self, DemoError> {
        let stage = self.stage.restore(backup)?;
        let mut story = Self { stage, ..self };
        story.network.reconnect(story.stage.wire()?);
        story.clock.advance(NIGHT_MS);
        Ok(story)
    }

    fn move_grid(&mut self) -> Result<(), DemoError> {
        let (grid, from, to) = (self.cast.second, self.cast.chief, self.cast.successor);
        self.stage.move_grid(grid, from, to, self.today())?;
        exchange(&mut self.chief, &mut self.network, &mut self.trouble)
    }

    /// Twice: what one phone sends may be news to another.
    fn drain(&mut self) -> Result<(), DemoError> {
        self.network.bad = false;
        for _ in 0..2 {
            exchange(&mut self.volunteer, &mut self.network, &mut self.trouble)?;
            exchange(&mut self.social_worker, &mut self.network, &mut self.trouble)?;
            exchange(&mut self.chief, &mut self.network, &mut self.trouble)?;
        }
        Ok(())
    }

    fn account(&self) -> Result<Report, DemoError> {
        let on = self.today();
        let period = Period::containing(PeriodKind::Month, on);
        let lines = self.stage.hub.responsibility_list(&[])?;
        let in_force = |staff: StaffId| {
            let own = lines.iter().filter(|line| line.line.staff == staff && line.line.in_force(on));
            own.map(|line| line.line.grid).collect::<Vec<GridCode>>()
        };
        let actors = [&self.volunteer, &self.social_worker, &self.chief];
        let (mut ops, mut photos, mut hands) = (BTreeSet::new(), 0, Vec::new());
        for actor in actors {
            let journal = actor.phone.doorstep.prove_journal()?;
            ops.extend(journal.ops);
            photos += journal.photos;
            hands.push(Hand { phone: &actor.phone, role: actor.role, grids: in_force(actor.staff) });
        }
        let delivered = self.network.delivered.values().map(|times| u64::from(*times)).sum();
        let truth = Truth { deeds: &self.deeds, ops: &ops, delivered, photos, today: on, period };
        let mut report = Report {
            demo: true,
            devices: hands.len(),
            chains_proved: hands.len(),
            retries: self.trouble.retries,
            healed: self.trouble.healed,
            damage: self.network.damage,
            period: period.to_string(),
            folder: self.stage.folder.clone(),
            ..Report::default()
        };
        audit::account(&self.stage, &truth, &mut report)?;
        audit::compare(&self.stage, &hands, &truth, &mut report)?;
        Ok(report)
    }
}
