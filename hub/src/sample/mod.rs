//! An invented township (演示数据) in the proportions of a real one, for the demo, tests and benches.
//!
//! Division codes and village names are real; people, addresses, numbers, places and staff are invented.
//! The same seed, size and day give the same township on every machine. [`Township::write_files`] writes the
//! lists that the importers read, so that nothing gets into a hub by another door than a county's own lists.

mod categories;
mod dice;
pub(crate) mod files;
mod people;
mod places;
mod staff;
mod words;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use doorstep_core::{
    codes::{DivisionCode, Divisions, GridCode, VillageKind},
    domain::{
        org::{Grid, Responsibility, Staff},
        register::{Household, Resident},
        rules::{RulePack, SAMPLE_PACK},
    },
    id::{HouseholdId, ResidentId},
    op::row::{RowKind, name_id},
    time::Day,
};

use categories::{Candidate, Register};
use dice::Dice;
use people::{Family, Kin, Person};
use places::Cell;

/// The real township whose codes are borrowed: 广阳镇, 印台区, 铜川市, with 12 villages and 3 communities.
pub const TOWNSHIP: &str = "610203102";

/// Households in one grid of a full township.
const HOUSEHOLDS_PER_GRID: f64 = 300.0;

/// 30,000 people in 10,800 households.
const PEOPLE_PER_HOUSEHOLD: f64 = 30_000.0 / 10_800.0;

/// An invented township.
#[derive(Clone, Debug)]
pub struct Township {
    /// Its grids, each with a rectangle as its outline.
    pub grids: Vec<Grid>,
    /// Its households, grid by grid. The number of the one at an index is [`household_number`].
    pub households: Vec<Household>,
    /// Its residents, household by household. The number of the one at an index is [`resident_number`].
    pub residents: Vec<Resident>,
    /// Its workers and volunteers. The number of the one at an index is [`staff_number`].
    pub staff: Vec<Staff>,
    /// Who answers for which grid.
    pub responsibilities: Vec<Responsibility>,
    /// The rule packs: the sample.
    pub packs: Vec<RulePack>,
}

/// The number (户编号) of the household at `index`, under which lists know it.
pub fn household_number(index: usize) -> String {
    format!("H{:05}", index + 1)
}

/// The number (人员编号) of the resident at `index`.
pub fn resident_number(index: usize) -> String {
    format!("R{:06}", index + 1)
}

/// The number of the worker at `index`.
pub fn staff_number(index: usize) -> String {
    format!("S{:03}", index + 1)
}

impl Township {
    /// The township of `seed` as it stands on `today`; `scale` 1 is the full size of 10,800 households in 36
    /// grids, less means fewer households in the same grids. `divisions` gives the villages.
    ///
    /// Empty where `divisions` lacks the township.
    pub fn generate(seed: u64, scale: f64, today: Day, divisions: &Divisions) -> Self {
        let mut dice = Dice::new(seed);
        let villages = villages(divisions);
        let grids = grids(&villages);
        let per_grid = (HOUSEHOLDS_PER_GRID * scale).round().max(1.0) as usize;
        let count = grids.len() * per_grid;
        let people = (count as f64 * PEOPLE_PER_HOUSEHOLD).round() as usize;
        let families: Vec<Family> = people::sizes(count, people, &mut dice)
            .into_iter()
            .map(|size| people::family(size, today, &mut dice))
            .collect();

        let mut builder = Builder { today, dice: &mut dice, phones: 0, identities: BTreeMap::new() };
        let mut households = Vec::with_capacity(count);
        let mut residents = Vec::with_capacity(people);
        for (index, family) in families.iter().enumerate() {
            let place = index / per_grid;
            let Some((grid, village)) = grids.get(place) else { break };
            let household = builder.household(index, family, grid, village, Cell::of(place));
            for person in &family.people {
                residents.push(builder.resident(residents.len(), person, household.id));
            }
            households.push(household);
        }
        hand_out_categories(&families, &mut residents, today, scale, &mut dice);

        let mut by_village: BTreeMap<DivisionCode, Vec<GridCode>> = BTreeMap::new();
        let grids: Vec<Grid> = grids.into_iter().map(|(grid, _)| grid).collect();
        for grid in &grids {
            by_village.entry(grid.village()).or_default().push(grid.code);
        }
        let by_village: Vec<_> = by_village.into_values().collect();
        let since = today.checked_sub_signed(TimeDelta::days(400)).unwrap_or(today);
        let roll = staff::roll(&grids, &by_village, since, &mut dice);
        let packs = RulePack::from_toml(SAMPLE_PACK, "rules.toml").into_iter().collect();
        Self {
            grids,
            households,
            residents,
            staff: roll.staff,
            responsibilities: roll.responsibilities,
            packs,
        }
    }
}

/// A village or community of the township.
#[derive(Clone)]
struct Village {
    code: DivisionCode,
    name: String,
    community: bool,
}

fn villages(divisions: &Divisions) -> Vec<Village> {
    let Ok(township) = TOWNSHIP.parse() else { return Vec::new() };
    divisions
        .children(township)
        .map(|village| Village {
            code: village.code,
            name: village.name.trim_end_matches("居委会").trim_end_matches("委会").to_owned(),
            community: village.code.village_kind() == Some(VillageKind::Residents),
        })
        .collect()
}

/// Two grids in each village, four in each community.
fn grids(villages: &[Village]) -> Vec<(Grid, Village)> {
    let mut grids = Vec::new();
    for village in villages {
        for number in 1..=if village.community { 4 } else { 2 } {
            let Ok(code) = GridCode::new(village.code, number) else { continue };
            let name = format!("{}第{number}网格（演示）", village.name);
            grids.push((Cell::of(grids.len()).grid(code, name), village.clone()));
        }
    }
    grids
}

/// Turns families into rows of the register.
struct Builder<'a> {
    today: Day,
    dice: &'a mut Dice,
    phones: usize,
    /// Identity numbers used so far for each day and sex.
    identities: BTreeMap<(Day, bool), u32>,
}

impl Builder<'_> {
    fn household(
        &mut self,
        index: usize,
        family: &Family,
        grid: &Grid,
        village: &Village,
        cell: Cell,
    ) -> Household {
        let mut household = Household {
            id: HouseholdId(name_id(RowKind::Household, &household_number(index))),
            grid: grid.code,
            earlier_grids: Vec::new(),
            greeting: family.people.first().map_or_else(String::new, greeting),
            address: String::new(),
            village_group: None,
            building: None,
            floor: None,
            phone: None,
            place: None,
            safety_note: None,
            recorded_on: self.today.checked_sub_signed(TimeDelta::days(self.dice.between(400, 1_800))),
            ended_on: None,
            handed_over: None,
        };
        self.address(&mut household, village, grid.code.number());
        if self.dice.chance(0.85) {
            household.phone = self.next_phone();
        }
        // One home in five has no known place.
        if self.dice.chance(0.8) {
            household.place = cell.place(self.dice);
        }
        if self.dice.chance(0.02) {
            household.safety_note = Some(self.dice.pick(words::SAFETY_NOTES).to_owned());
        }
        household
    }

    /// A village's homes lie in its groups, a community's in buildings and floors.
    fn address(&mut self, household: &mut Household, village: &Village, grid: u16) {
        let name = &village.name;
        if village.community {
            let estate = self.dice.pick(words::ESTATES);
            let building = self.dice.between(1, 12);
            let (entrance, floor, door) =
                (self.dice.between(1, 3), self.dice.between(1, 6), self.dice.between(1, 2));
            household.address = format!("{name}{estate}小区{building}号楼{entrance}单元{floor}0{door}室");
            household.building = Some(format!("{building}号楼"));
            household.floor = i16::try_from(floor).ok();
        } else {
            let group = i64::from(grid) * 4 - 3 + self.dice.between(0, 3);
            household.address = format!("{name}{group}组{}号", self.dice.between(1, 120));
            household.village_group = Some(format!("{group}组"));
        }
    }

    fn resident(&mut self, index: usize, person: &Person, household: HouseholdId) -> Resident {
        // Some newborns are not registered yet.
        let identity = if person.age == 0 && self.dice.chance(0.2) { None } else { self.identity(person) };
        let phone = (person.age >= 16 && self.dice.chance(0.6)).then(|| self.next_phone()).flatten();
        let relation = match (person.kin, person.male) {
            (Kin::Head, _) => "户主",
            (Kin::Spouse, _) => "配偶",
            (Kin::Child, true) => "子",
            (Kin::Child, false) => "女",
            (Kin::Parent, true) => "父亲",
            (Kin::Parent, false) => "母亲",
            (Kin::Grandchild, true) => "孙子",
            (Kin::Grandchild, false) => "孙女",
        };
        Resident {
            id: ResidentId(name_id(RowKind::Resident, &resident_number(index))),
            household,
            name: person.name.clone(),
            identity,
            born: Some(person.born),
            phone,
            relation: Some(relation.to_owned()),
            categories: Vec::new(),
            events: Vec::new(),
            left_on: None,
        }
    }

    fn identity(&mut self, person: &Person) -> Option<doorstep_core::codes::IdentityNumber> {
        let used = self.identities.entry((person.born, person.male)).or_default();
        let number = people::identity(person.born, person.male, *used);
        *used += 1;
        number
    }

    fn next_phone(&mut self) -> Option<doorstep_core::codes::Phone> {
        self.phones += 1;
        people::phone(self.phones)
    }
}

/// How a visitor addresses a household at its door.
fn greeting(head: &Person) -> String {
    let surname = head.name.chars().next().unwrap_or_default();
    let title = match (head.age, head.male) {
        (60.., true) => "爷爷",
        (60.., false) => "奶奶",
        (40..=59, true) => "叔",
        (40..=59, false) => "姨",
        (_, true) => "先生",
        (_, false) => "女士",
    };
    format!("{surname}{title}家")
}

fn hand_out_categories(
    families: &[Family],
    residents: &mut [Resident],
    today: Day,
    scale: f64,
    dice: &mut Dice,
) {
    let mut people: Vec<Candidate> = families
        .iter()
        .enumerate()
        .flat_map(|(home, family)| {
            family.people.iter().map(move |one| Candidate {
                home,
                age: one.age,
                kin: one.kin,
                shape: family.shape,
                born: one.born,
                categories: Vec::new(),
                events: Vec::new(),
            })
        })
        .collect();
    Register { people: &mut people, today, scale, dice }.fill();
    for (resident, one) in residents.iter_mut().zip(people) {
        resident.categories = one.categories;
        resident.events = one.events;
    }
}

/// The `number`-th invented identity number of those born on `born`, as text.
#[cfg(test)]
pub(crate) fn identity_for_tests(born: Day, number: u32) -> String {
    people::identity(born, true, number).map(|number| number.reveal().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
