//! Who is looked after, in the shares of the programme's table.

use chrono::TimeDelta;
use doorstep_core::{
    domain::register::{CategoryKind, CategoryRecord, EventKind, LifeEvent},
    time::Day,
};

use super::{
    dice::Dice,
    people::{Kin, Shape},
};

/// A resident as far as categories need to know them.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub home: usize,
    pub age: i32,
    pub kin: Kin,
    pub shape: Shape,
    pub born: Day,
    pub categories: Vec<CategoryRecord>,
    pub events: Vec<LifeEvent>,
}

impl Candidate {
    fn has(&self, kind: CategoryKind) -> bool {
        self.categories.iter().any(|record| record.kind == kind)
    }
}

/// Hands out categories; counts are for a full township of 30,000 and shrink with it.
pub(super) struct Register<'a> {
    pub people: &'a mut [Candidate],
    pub today: Day,
    pub scale: f64,
    pub dice: &'a mut Dice,
}

impl Register<'_> {
    /// All categories of the table.
    pub fn fill(&mut self) {
        self.elders();
        self.hardship();
        self.children();
        self.health();
        self.poverty_watch();
    }

    fn elders(&mut self) {
        let elder = |one: &Candidate| one.age >= 60;
        let high = self.choose(120, |one| one.age >= 70);
        for index in high.iter().copied() {
            self.give(index, CategoryKind::CareRisk, "High");
        }
        // 3 % in special difficulty; a home's own shape says which difficulty where it can.
        for index in self.choose(900, |one| elder(one) && !one.has(CategoryKind::CareRisk)) {
            let Some(shape) = self.people.get(index).map(|one| one.shape) else { continue };
            let kind = match shape {
                Shape::ElderAlone => CategoryKind::LivesAlone,
                Shape::ElderCouple => CategoryKind::EmptyNest,
                Shape::Skipped => CategoryKind::LeftBehindElder,
                Shape::Single | Shape::Family => match self.dice.weighted(&[60, 25, 15]) {
                    0 => CategoryKind::Disabling,
                    1 => CategoryKind::Dementia,
                    _ => CategoryKind::BereavedOnlyChild,
                },
            };
            self.give(index, kind, "");
            if self.dice.chance(0.3) {
                self.give(index, CategoryKind::CareRisk, "Key");
            }
        }
        for index in high.into_iter().take(self.share(6)) {
            let on = self.days_ago(1, 25);
            if let Some(one) = self.people.get_mut(index) {
                one.events.push(LifeEvent { kind: EventKind::HospitalDischarge, on });
            }
        }
    }

    fn hardship(&mut self) {
        for index in self.choose(69, |one| {
            matches!(one.shape, Shape::ElderAlone | Shape::Single) && one.categories.is_empty()
        }) {
            self.give(index, CategoryKind::Tekun, "Scattered");
        }
        // 1.9 people in each household of the allowance; 35 % in class C.
        for home in self.choose_homes(930, |one| !one.has(CategoryKind::Tekun), 19) {
            let grade = ["A", "B", "C"].get(self.dice.weighted(&[20, 45, 35])).copied().unwrap_or("B");
            for index in home {
                self.give(index, CategoryKind::Dibao, grade);
            }
        }
        let poor = |one: &Candidate| one.has(CategoryKind::Dibao) || one.has(CategoryKind::Tekun);
        for index in self.choose(180, |one| !poor(one) && one.kin == Kin::Head) {
            let edge = self.dice.chance(0.7);
            let kind = if edge { CategoryKind::DibaoEdge } else { CategoryKind::RigidExpenditure };
            self.give(index, kind, "");
        }
    }

    fn children(&mut self) {
        // Ages 0–5, 6–13 and 14–16; 96 % stay with their grandparents.
        for (count, ages) in [(39, 0..=5), (121, 6..=13), (20, 14..=15)] {
            let with_grandparents = (count * 96 + 50) / 100;
            let of_age = |one: &Candidate| {
                ages.contains(&one.age) && one.age < 16 && !one.has(CategoryKind::LeftBehindChild)
            };
            for index in self.choose(with_grandparents, |one| of_age(one) && one.shape == Shape::Skipped) {
                self.give(index, CategoryKind::LeftBehindChild, "");
            }
            for index in self.choose(count - with_grandparents, |one| {
                of_age(one) && one.shape == Shape::Family && one.kin == Kin::Child
            }) {
                self.give(index, CategoryKind::LeftBehindChild, "");
            }
        }
        for (count, kind) in [
            (7, CategoryKind::Orphan),
            (6, CategoryKind::DeFactoUnattended),
            (32, CategoryKind::ChildInDifficulty),
        ] {
            for index in self.choose(count, |one| one.age < 18 && one.categories.is_empty()) {
                self.give(index, kind, "");
            }
        }
    }

    fn health(&mut self) {
        for index in self.choose(810, |one| one.age >= 3) {
            let grade = ["1", "2", "3", "4"].get(self.dice.weighted(&[14, 31, 28, 27])).copied();
            self.give(index, CategoryKind::Disability, grade.unwrap_or("3"));
        }
        for index in self.choose(135, |one| one.age >= 16) {
            let grade = ["0", "1", "2", "3"].get(self.dice.weighted(&[122, 8, 4, 1])).copied();
            self.give(index, CategoryKind::SevereMental, grade.unwrap_or("0"));
        }
    }

    fn poverty_watch(&mut self) {
        // Whole households, three people each.
        for home in self.choose_homes(300, |one| !one.has(CategoryKind::Tekun), 30) {
            let grade = ["Unstable", "Edge", "Sudden"].get(self.dice.weighted(&[35, 35, 30])).copied();
            for index in home {
                self.give(index, CategoryKind::PovertyWatch, grade.unwrap_or("Edge"));
            }
        }
    }

    fn share(&self, full: usize) -> usize {
        (full as f64 * self.scale).round() as usize
    }

    /// As many of those that `fits` as the share of `full` says, by chance.
    fn choose(&mut self, full: usize, fits: impl Fn(&Candidate) -> bool) -> Vec<usize> {
        let mut fitting: Vec<usize> =
            self.people.iter().enumerate().filter(|(_, one)| fits(one)).map(|(index, _)| index).collect();
        self.dice.shuffle(&mut fitting);
        fitting.truncate(self.share(full));
        fitting
    }

    /// People of whole households, `tenths`/10 from each on average, until the share of `full` is reached.
    fn choose_homes(
        &mut self,
        full: usize,
        fits: impl Fn(&Candidate) -> bool,
        tenths: usize,
    ) -> Vec<Vec<usize>> {
        let mut homes: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for (index, one) in self.people.iter().enumerate().filter(|(_, one)| fits(one)) {
            homes.entry(one.home).or_default().push(index);
        }
        let mut homes: Vec<Vec<usize>> = homes.into_values().collect();
        self.dice.shuffle(&mut homes);
        let mut wanted = self.share(full);
        let mut chosen = Vec::new();
        for mut home in homes {
            if wanted == 0 {
                break;
            }
            let extra = usize::from(self.dice.below(10) < tenths % 10);
            let most = (tenths / 10 + extra).min(wanted);
            if home.len() < most.min(wanted) {
                continue;
            }
            home.truncate(most);
            wanted -= home.len();
            chosen.push(home);
        }
        chosen
    }

    fn days_ago(&mut self, least: i64, most: i64) -> Day {
        let days = self.dice.between(least, most);
        self.today.checked_sub_signed(TimeDelta::days(days)).unwrap_or(self.today)
    }

    fn give(&mut self, index: usize, kind: CategoryKind, grade: &str) {
        // One in thirty was decided within the last month; the others a few months to seven years ago.
        let recent = self.dice.chance(1.0 / 30.0);
        let decided = if recent { self.days_ago(2, 28) } else { self.days_ago(200, 2_500) };
        let later = TimeDelta::days(self.dice.between(0, 30));
        let Some(one) = self.people.get_mut(index) else { return };
        let from = decided.max(one.born);
        let recorded_on = from.checked_add_signed(later).unwrap_or(from).min(self.today);
        one.categories.push(CategoryRecord {
            kind,
            grade: (!grade.is_empty()).then(|| grade.to_owned()),
            from,
            to: None,
            recorded_on,
            authority: Some("印台区民政局（演示）".to_owned()),
        });
    }
}
