//! Who works in the township, and who answers for which grid.

use doorstep_core::{
    codes::GridCode,
    domain::org::{Grid, GridRole, Responsibility, Staff, StaffRole},
    id::{ResponsibilityId, StaffId},
    op::row::{RowKind, name_id},
    time::Day,
};

use super::{dice::Dice, people, words};
use crate::import::responsibility_name;

/// Phones of staff lie behind those of residents.
const FIRST_PHONE: usize = 90_000_000;

/// The workers of a township with the lines of its responsibility lists.
pub(super) struct Roll {
    pub staff: Vec<Staff>,
    pub responsibilities: Vec<Responsibility>,
    since: Day,
}

/// Everybody of the programme's table. `villages` are the grids of each village.
pub(super) fn roll(grids: &[Grid], villages: &[Vec<GridCode>], since: Day, dice: &mut Dice) -> Roll {
    let all: Vec<GridCode> = grids.iter().map(|grid| grid.code).collect();
    let mut roll = Roll { staff: Vec::new(), responsibilities: Vec::new(), since };
    let supervisor = roll.hire(StaffRole::Supervisor, dice);
    roll.assign(&supervisor, &all, GridRole::Supervisor);
    for third in villages.chunks(villages.len().div_ceil(3).max(1)) {
        let social_worker = roll.hire(StaffRole::SocialWorker, dice);
        third.iter().for_each(|village| roll.assign(&social_worker, village, GridRole::Assistant));
    }
    for village in villages {
        let director = roll.hire(StaffRole::ChildDirector, dice);
        roll.assign(&director, village, GridRole::Assistant);
        let chief = roll.hire(StaffRole::GridWorker, dice);
        roll.assign(&chief, village, GridRole::Chief);
    }
    for grid in &all {
        let worker = roll.hire(StaffRole::GridWorker, dice);
        roll.assign(&worker, &[*grid], GridRole::FullTime);
    }
    for number in 0..VOLUNTEERS {
        let volunteer = roll.hire(StaffRole::Volunteer, dice);
        let grid = all.get(number % all.len().max(1)).copied();
        roll.assign(&volunteer, grid.as_slice(), GridRole::Assistant);
    }
    roll
}

const VOLUNTEERS: usize = 80;

impl Roll {
    fn hire(&mut self, role: StaffRole, dice: &mut Dice) -> (StaffId, String) {
        let number = super::staff_number(self.staff.len());
        let id = StaffId(name_id(RowKind::Staff, &number));
        let male = dice.chance(0.5);
        let given = if male { words::MEN } else { words::WOMEN };
        let name = [dice.pick(words::SURNAMES), dice.pick(given), dice.pick(given)].iter().collect();
        self.staff.push(Staff { id, name, role, phone: people::phone(FIRST_PHONE + self.staff.len()) });
        (id, number)
    }

    fn assign(&mut self, (staff, number): &(StaffId, String), grids: &[GridCode], role: GridRole) {
        for grid in grids {
            let name = responsibility_name(*grid, number, role, self.since);
            let id = ResponsibilityId(name_id(RowKind::Responsibility, &name));
            let from = self.since;
            self.responsibilities.push(Responsibility {
                id,
                grid: *grid,
                staff: *staff,
                role,
                from,
                to: None,
            });
        }
    }
}
