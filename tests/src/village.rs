//! A small village with a hub: three grids, a few homes in each, workers of every kind.
//!
//! Everything private about its people is written so that it can be found again in any bytes that leave the
//! hub: names begin with 密, numbers with 6199.

use std::{path::PathBuf, sync::Arc};

use doorstep_core::{
    codes::GridCode,
    domain::{
        org::{Grid, GridKind, GridRole, Responsibility, Staff, StaffRole},
        register::{CategoryKind, CategoryRecord, Household, Resident},
        rules::{RulePack, SAMPLE_PACK},
    },
    geo::{Coordinate, Datum},
    id::{HouseholdId, IdGen, ResidentId, ResponsibilityId, SeededIds, StaffId, TenantId},
    op::{
        row::{Row, RowKind, Scope, name_id},
        wire::TenantSettings,
    },
    time::{Clock, Day, ManualClock, Timestamp, WorkingDays, Zone},
};
use doorstep_hub::{
    service::{Hub, row_of},
    store::{Durability, StoreError, Writes},
};
use tempfile::TempDir;

/// 2026-06-03 09:00 in China, a Wednesday.
pub const MORNING: Timestamp = Timestamp::from_millis(1_780_448_400_000);
/// An hour in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// Homes in each grid.
pub const HOMES: u32 = 4;
/// Grids in the village.
pub const GRIDS: u16 = 3;

/// The workers of the village, each with the grids they answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worker {
    /// Answers for all grids.
    Supervisor,
    /// A social worker of grids 1 and 2.
    SocialWorker,
    /// The grid worker of grid 1.
    GridWorker,
    /// The grid worker of grid 2.
    Neighbour,
    /// A volunteer of grid 1.
    Volunteer,
    /// The child director of grid 1.
    ChildDirector,
}

impl Worker {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Supervisor,
        Self::SocialWorker,
        Self::GridWorker,
        Self::Neighbour,
        Self::Volunteer,
        Self::ChildDirector,
    ];

    /// The worker's id.
    pub fn staff(self) -> StaffId {
        StaffId(name_id(RowKind::Staff, &format!("{self:?}")))
    }

    /// What the worker is.
    pub const fn role(self) -> StaffRole {
        match self {
            Self::Supervisor => StaffRole::Supervisor,
            Self::SocialWorker => StaffRole::SocialWorker,
            Self::GridWorker | Self::Neighbour => StaffRole::GridWorker,
            Self::Volunteer => StaffRole::Volunteer,
            Self::ChildDirector => StaffRole::ChildDirector,
        }
    }

    /// What the worker is to a grid.
    pub const fn grid_role(self) -> GridRole {
        match self {
            Self::Supervisor => GridRole::Supervisor,
            Self::GridWorker | Self::Neighbour => GridRole::FullTime,
            Self::SocialWorker | Self::Volunteer | Self::ChildDirector => GridRole::Assistant,
        }
    }

    /// The grids that the worker answers for at the beginning.
    pub fn grids(self) -> Vec<GridCode> {
        let numbers: &[u16] = match self {
            Self::Supervisor => &[1, 2, 3],
            Self::SocialWorker => &[1, 2],
            Self::GridWorker | Self::Volunteer | Self::ChildDirector => &[1],
            Self::Neighbour => &[2],
        };
        numbers.iter().map(|number| grid(*number)).collect()
    }
}

/// A grid of the village, from 1.
pub fn grid(number: u16) -> GridCode {
    format!("610802102200{number:03}").parse().expect("a grid code")
}

/// A home of a grid, both from 1.
pub fn home(grid: u16, number: u32) -> HouseholdId {
    HouseholdId(name_id(RowKind::Household, &format!("{grid}/{number}")))
}

/// The elder of a home: lives alone, at high risk, with minimum allowance and a severe mental disorder.
pub fn elder(grid: u16, number: u32) -> ResidentId {
    ResidentId(name_id(RowKind::Resident, &format!("elder {grid}/{number}")))
}

/// The grandchild of a home, left behind.
pub fn child(grid: u16, number: u32) -> ResidentId {
    ResidentId(name_id(RowKind::Resident, &format!("child {grid}/{number}")))
}

/// A day.
pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The village's hub in a folder of its own.
pub struct Village {
    /// Everything that lies on a disk.
    pub folder: TempDir,
    /// Everybody's clock.
    pub clock: Arc<ManualClock>,
    /// The hub's ids.
    pub ids: Arc<SeededIds>,
    /// The hub, while it is open.
    pub hub: Arc<Hub>,
}

impl Village {
    /// A new village; `seed` determines every id.
    pub fn new(seed: u64) -> Self {
        let folder = TempDir::new().expect("a folder");
        let clock = Arc::new(ManualClock::at(MORNING));
        let ids = Arc::new(SeededIds::new(seed));
        let settings = settings();
        let hub =
            Hub::create(&folder.path().join("hub"), &settings, clock.clone(), ids.clone()).expect("a hub");
        hub.store().writing(Durability::Durable, |tx| fill(tx)).expect("the village's rows");
        Self { folder, clock, ids, hub: Arc::new(hub) }
    }

    /// The hub's folder.
    pub fn hub_folder(&self) -> PathBuf {
        self.folder.path().join("hub")
    }

    /// A folder for a phone.
    pub fn phone_folder(&self, name: &str) -> PathBuf {
        self.folder.path().join("phones").join(name)
    }

    /// Random bytes that the village's seed determines.
    pub fn draw(&self) -> u64 {
        let mut bytes = [0; 8];
        self.ids.random(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// The civil day it is.
    pub fn today(&self) -> Day {
        Zone::CHINA.day_of(self.clock.now())
    }
}

/// The tenant's settings.
pub fn settings() -> TenantSettings {
    TenantSettings {
        tenant: TenantId(name_id(RowKind::Settings, "village")),
        name: "演示村".to_owned(),
        zone: Zone::CHINA,
        working_days: WorkingDays::default(),
        fence_radius_m: 100,
        keep_days: 30,
        demo: true,
        report_recipient: None,
        report_phone: "0912-12345".parse().ok(),
        recovery: false,
    }
}

fn fill(tx: &dyn Writes) -> Result<(), StoreError> {
    for number in 1..=GRIDS {
        let code = grid(number);
        let row = Grid { code, name: format!("第{number}网格"), kind: GridKind::Basic, outline: None };
        let id = name_id(RowKind::Grid, &code.to_string());
        tx.write_unit(&[row_of(RowKind::Grid, id, None, Scope::Grid(code), &row)?])?;
    }
    for worker in Worker::ALL {
        let id = worker.staff();
        let staff = Staff { id, name: format!("工作人员{worker:?}"), role: worker.role(), phone: None };
        tx.write_unit(&[row_of(RowKind::Staff, id.0, None, Scope::Tenant, &staff)?])?;
        for grid in worker.grids() {
            let line = responsibility(worker, grid, day("2020-01-01"));
            tx.write_unit(&[row_of(RowKind::Responsibility, line.id.0, None, Scope::Grid(grid), &line)?])?;
        }
    }
    let pack = RulePack::from_toml(SAMPLE_PACK, "rules.toml").expect("the sample pack");
    let id = name_id(RowKind::RulePack, &format!("{}/{}", pack.id, pack.version));
    tx.write_unit(&[row_of(RowKind::RulePack, id, None, Scope::Tenant, &pack)?])?;
    for number in 1..=GRIDS {
        for place in 1..=HOMES {
            tx.write_unit(&household_rows(number, place)?)?;
        }
    }
    Ok(())
}

/// A line of a responsibility list, always the same for the same worker, grid and day.
pub fn responsibility(worker: Worker, grid: GridCode, from: Day) -> Responsibility {
    let name = format!("{worker:?}/{grid}/{from}");
    Responsibility {
        id: ResponsibilityId(name_id(RowKind::Responsibility, &name)),
        grid,
        staff: worker.staff(),
        role: worker.grid_role(),
        from,
        to: None,
    }
}

/// A household with its two residents, as one unit.
pub fn household_rows(number: u16, place: u32) -> Result<Vec<Row>, StoreError> {
    let scope = Scope::Grid(grid(number));
    let household = household(number, place);
    let mut rows = vec![row_of(RowKind::Household, household.id.0, Some(household.id), scope, &household)?];
    for resident in [old(number, place), young(number, place)] {
        rows.push(row_of(RowKind::Resident, resident.id.0, Some(household.id), scope, &resident)?);
    }
    Ok(rows)
}

/// A household as the village was founded with it.
pub fn household(number: u16, place: u32) -> Household {
    let (east, north) = (109.7 + f64::from(place) / 1_000.0, 38.2 + f64::from(number) / 1_000.0);
    Household {
        id: home(number, place),
        grid: grid(number),
        earlier_grids: Vec::new(),
        greeting: format!("{number}组{place}号奶奶家"),
        address: format!("演示村{number}组{place}号"),
        village_group: Some(format!("{number}组")),
        building: None,
        floor: None,
        phone: format!("1380000{number:02}{place:02}").parse().ok(),
        place: Coordinate::new(north, east, Datum::Wgs84).ok(),
        safety_note: (place == 1).then(|| "院里有狗".to_owned()),
        recorded_on: Some(day("2020-01-01")),
        ended_on: None,
        handed_over: None,
    }
}

fn old(number: u16, place: u32) -> Resident {
    let category = |kind, grade: &str| CategoryRecord {
        kind,
        grade: (!grade.is_empty()).then(|| grade.to_owned()),
        from: day("2026-01-05"),
        to: None,
        recorded_on: day("2026-01-05"),
        authority: Some("密局".to_owned()),
    };
    Resident {
        id: elder(number, place),
        household: home(number, place),
        name: format!("密奶奶{number}{place}"),
        identity: identity(number, place, "1940"),
        born: Some(day("1940-01-01")),
        phone: format!("1390000{number:02}{place:02}").parse().ok(),
        relation: Some("户主".to_owned()),
        categories: vec![
            category(CategoryKind::LivesAlone, ""),
            category(CategoryKind::CareRisk, "High"),
            category(CategoryKind::Dibao, "A"),
            category(CategoryKind::SevereMental, "2"),
        ],
        events: Vec::new(),
        left_on: None,
    }
}

fn young(number: u16, place: u32) -> Resident {
    Resident {
        id: child(number, place),
        name: format!("密孙{number}{place}"),
        identity: identity(number, place, "2016"),
        born: Some(day("2016-01-01")),
        phone: None,
        relation: Some("孙女".to_owned()),
        categories: vec![CategoryRecord {
            kind: CategoryKind::LeftBehindChild,
            grade: None,
            from: day("2026-01-05"),
            to: None,
            recorded_on: day("2026-01-05"),
            authority: None,
        }],
        ..old(number, place)
    }
}

/// An invented identity number with a good check digit (GB 11643).
fn identity(number: u16, place: u32, year: &str) -> Option<doorstep_core::codes::IdentityNumber> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = format!("61990{number}{year}0101{place:03}");
    let sum: u32 =
        digits.chars().zip(WEIGHTS).map(|(one, weight)| one.to_digit(10).unwrap_or(0) * weight).sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize)?;
    format!("{digits}{check}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_village_has_its_homes_and_every_resident_a_number() {
        let village = Village::new(1);
        let homes = village.hub.store().reading(|tx| tx.count(RowKind::Household)).unwrap();
        assert_eq!(homes, u64::from(HOMES) * u64::from(GRIDS));
        assert!(old(1, 1).identity.is_some() && young(3, 4).identity.is_some());
        assert!(household(1, 1).phone.is_some() && household(1, 1).place.is_some());
        assert_eq!(village.today(), day("2026-06-03"));
    }
}
