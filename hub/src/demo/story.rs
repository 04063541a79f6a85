//! What the demo's workers do at the doors: seeded, plausible, and noted down outside the product as [`Deed`]s.

use std::path::PathBuf;

use doorstep_core::{
    codes::GridCode,
    domain::{
        evidence::{ConsentState, EvidenceKind},
        need::NeedKind,
        org::StaffRole,
        register::{Household, Resident},
        visit::{SubjectOutcome, VisitMode, VisitOutcome},
    },
    error::{DoorstepError, Thing},
    fieldwork::{Doorstep, HouseholdDraft, NeedDraft, PhotoDraft, ResidentDraft, VisitDraft},
    geo::{Accuracy, Coordinate, Fix, FixSource},
    id::{DraftId, IdGen, SeededIds},
    op::row::RowKind,
    time::{Clock, Day, ManualClock, Timestamp},
};

use super::{picture, recount::Deed};

/// Dice that a seed determines.
pub struct Dice(SeededIds);

impl Dice {
    /// Dice for `seed`.
    pub fn new(seed: u64) -> Self {
        Self(SeededIds::new(seed))
    }

    fn bits(&self) -> u64 {
        let mut bytes = [0u8; 8];
        self.0.random(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number below `end`.
    pub fn below(&self, end: u64) -> u64 {
        self.bits() % end.max(1)
    }

    /// Whether a thing of this many percent happens.
    pub fn percent(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn centred(&self) -> f64 {
        let third = || self.below(2_001) as f64 / 1_000.0 - 1.0;
        (third() + third() + third()) / 3.0
    }
}

/// One worker with a switched-on phone.
pub struct Worker<'a> {
    /// The phone's core.
    pub doorstep: &'a Doorstep,
    /// What the worker is.
    pub role: StaffRole,
    /// The clock of the story.
    pub clock: &'a ManualClock,
    /// The worker's luck.
    pub dice: &'a Dice,
    /// Where pictures come from, and where the camera puts them.
    pub camera: &'a Camera,
    /// The civil day.
    pub day: Day,
}

/// A camera: gives the next picture as a plain file, as a phone's camera app does.
pub struct Camera {
    given: Vec<PathBuf>,
    folder: PathBuf,
    next: std::cell::Cell<u64>,
}

/// The shot for which somebody takes an old picture instead, and which one.
const USED_AGAIN: (u64, u64) = (14, 3);

impl Camera {
    /// A camera that leaves its files in `folder`: copies of the `given` pictures, or pictures that it draws, from
    /// the `first` on.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(given: Vec<PathBuf>, folder: PathBuf, first: u64) -> std::io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { given, folder, next: std::cell::Cell::new(first) })
    }

    /// The path of a new picture, taken at `now`. Once it is an old one under a new name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn shoot(&self, now: Timestamp) -> std::io::Result<PathBuf> {
        let number = self.next.replace(self.next.get() + 1);
        let path = self.folder.join(format!("{number}.jpg"));
        let index = usize::try_from(number).unwrap_or(0) % self.given.len().max(1);
        match self.given.get(index) {
            Some(given) => std::fs::copy(given, &path).map(|_| ())?,
            None if number == USED_AGAIN.0 => picture::draw(&path, USED_AGAIN.1, now)?,
            None => picture::draw(&path, number, now)?,
        }
        Ok(path)
    }
}

impl Worker<'_> {
    /// Works through up to `stops` stops of today's list, skipping the first `skip`.
    ///
    /// # Errors
    /// Whatever a phone answers: at the doors of this story nothing should go wrong.
    pub fn morning(
        &self,
        grid: Option<GridCode>,
        skip: usize,
        stops: usize,
    ) -> Result<Vec<Deed>, DoorstepError> {
        let list = self.doorstep.today(grid, None, skip + stops)?;
        let mut deeds = Vec::new();
        for stop in list.iter().skip(skip).take(stops) {
            let draft = self.knock(stop.household)?;
            deeds.push(self.finish(draft)?);
        }
        Ok(deeds)
    }

    /// Starts a visit and does all of it but the finish; everything is saved.
    ///
    /// # Errors
    /// As [`Worker::morning`].
    pub fn knock(&self, household: doorstep_core::id::HouseholdId) -> Result<VisitDraft, DoorstepError> {
        let mut draft = self.doorstep.start_visit(household)?;
        let home = self.doorstep.household(household)?;
        draft.fix = self.fix(&home.household);
        self.clock.advance(4 * 60_000);
        let outcome = self.outcome();
        draft.outcome = Some(outcome);
        if outcome.reached() {
            if self.role != StaffRole::Volunteer && self.dice.percent(30) {
                let companion =
                    doorstep_core::domain::visit::Companion { staff: None, name: Some("同行人".into()) };
                draft.companions.push(companion);
            }
            if self.dice.percent(15) {
                let kind = NeedKind::LivingCare;
                draft.needs.push(NeedDraft { kind, resident: None, note: Some("需要送餐".into()) });
            }
            if let Some(gone) =
                home.residents.last().filter(|_| home.residents.len() > 2 && self.dice.percent(4))
            {
                let outcome = VisitOutcome::Deceased;
                draft.subject_outcomes.push(SubjectOutcome { resident: gone.id, outcome });
            }
        } else {
            draft.next_step = self.doorstep.next_steps(household)?.first().copied();
        }
        self.doorstep.save_draft(&draft)?;
        if outcome.reached() && self.role != StaffRole::Volunteer && self.dice.percent(25) {
            let seen = home.household.safety_note.as_deref().unwrap_or_default();
            let note = format!("{seen}门口有狗");
            let id = household.0;
            draft =
                self.doorstep.change_field(draft.id, RowKind::Household, id, "safety_note", note.into())?;
        }
        if outcome.reached() {
            self.photograph(draft.id)?;
        }
        Ok(draft)
    }

    /// Finishes a visit in progress and notes it down.
    ///
    /// # Errors
    /// As [`Worker::morning`].
    pub fn finish(&self, draft: VisitDraft) -> Result<Deed, DoorstepError> {
        self.clock.advance(90_000);
        let visit = self.doorstep.finish_visit(draft.id)?;
        let again = self.doorstep.finish_visit(draft.id)?;
        debug_assert_eq!(visit, again, "finishing twice is finishing once");
        Ok(Deed {
            household: draft.household,
            role: self.role,
            visitors: u8::try_from(draft.companions.len() + 1).unwrap_or(u8::MAX),
            mode: VisitMode::InPerson,
            outcome: draft.outcome.unwrap_or(VisitOutcome::Completed),
            answered_tickets: self.role == StaffRole::Volunteer && !draft.tickets.is_empty(),
            facts: draft.facts,
            others: draft.subject_outcomes.iter().map(|own| (own.resident, own.outcome)).collect(),
            day: self.day,
        })
    }

    /// Registers a household with one resident at a door that no list has.
    ///
    /// # Errors
    /// As [`Worker::morning`].
    pub fn register(&self, grid: GridCode) -> Result<(Household, Resident), DoorstepError> {
        let household = self.doorstep.add_household(HouseholdDraft {
            grid,
            greeting: "新来的一家".into(),
            address: "村口新房 1 号".into(),
            village_group: None,
            phone: None,
            place: None,
        })?;
        self.doorstep.add_resident(
            household,
            ResidentDraft {
                name: "演示新户主".into(),
                identity: None,
                born: None,
                phone: None,
                relation: Some("户主".into()),
                categories: Vec::new(),
            },
        )?;
        let view = self.doorstep.household(household)?;
        let resident =
            view.residents.into_iter().next().ok_or(DoorstepError::NotFound { what: Thing::Resident })?;
        Ok((view.household, resident))
    }

    fn photograph(&self, draft: DraftId) -> Result<(), DoorstepError> {
        let pictures = 1 + u64::from(self.dice.percent(10));
        for _ in 0..pictures {
            let path = self
                .camera
                .shoot(self.clock.now())
                .map_err(|error| DoorstepError::Host { detail: error.kind().to_string() })?;
            let consent = if self.dice.percent(50) { ConsentState::Granted } else { ConsentState::NotNeeded };
            let how = PhotoDraft::plain(EvidenceKind::Photo, "入户核查佐证", consent);
            self.doorstep.take_photo(draft, &path, how)?;
        }
        Ok(())
    }

    fn outcome(&self) -> VisitOutcome {
        match self.dice.below(100) {
            0..=56 => VisitOutcome::Completed,
            57..=81 => VisitOutcome::NoChange,
            82..=90 => VisitOutcome::NotHome,
            91..=95 => VisitOutcome::AwayForWork,
            96..=97 => VisitOutcome::RefusedEntry,
            _ => VisitOutcome::Hospitalised,
        }
    }

    /// A fix near the home, 3 % none, 3 % far off, 2 % mocked.
    fn fix(&self, household: &Household) -> Option<Fix> {
        let home = household.place.filter(|_| !self.dice.percent(3))?;
        let spread = if self.dice.percent(3) { 0.02 } else { 0.000_15 };
        let (lat, lon) =
            (home.lat() + self.dice.centred() * spread, home.lon() + self.dice.centred() * spread);
        Some(Fix {
            at: Coordinate::new(lat, lon, home.datum()).ok()?,
            accuracy: Accuracy::r68(5.0 + self.dice.below(30) as f64),
            altitude_m: None,
            speed_mps: None,
            gps_time: Some(self.clock.now()),
            device_time: self.clock.now(),
            monotonic_ms: self.clock.monotonic_ms(),
            boot_id: self.clock.boot_id(),
            source: FixSource { mock: self.dice.percent(2), simulated: false, accessory: false },
        })
    }
}
