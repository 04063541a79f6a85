//! The register: households, residents and their dated categories.
//!
//! Fields that a role may not see are absent on its phone, so all but the least are optional here.

use chrono::Months;
use serde::{Deserialize, Serialize};

use crate::{
    codes::{GridCode, IdentityNumber, Phone},
    geo::Coordinate,
    id::{ExemptionId, HouseholdId, ResidentId, StaffId},
    text::{Text, check_line, redacted_debug, vocabulary},
    time::{Day, DayRange},
};

/// Who is eighteen is grown up (《民法典》第十七条).
const MAJORITY: Months = Months::new(18 * 12);

vocabulary! {
    /// Why a resident is looked after. One resident has many, each with its dates and authority.
    CategoryKind {
        Dibao => ("低保", "Minimum living allowance"),
        Tekun => ("特困", "Extreme hardship support"),
        DibaoEdge => ("低保边缘", "Near minimum allowance"),
        RigidExpenditure => ("刚性支出困难", "Hardship by rigid expenditure"),
        TempAid => ("临时救助", "Temporary aid"),
        PovertyWatch => ("防返贫监测", "Watched against return to poverty"),
        Orphan => ("孤儿", "Orphan"),
        DeFactoUnattended => ("事实无人抚养儿童", "De facto unattended child"),
        LeftBehindChild => ("留守儿童", "Left-behind child"),
        ChildInDifficulty => ("困境儿童", "Child in difficulty"),
        MigrantChild => ("流动儿童", "Migrant child"),
        CareRisk => ("探访风险等级", "Care risk tier"),
        LeftBehindElder => ("留守老人", "Left-behind elder"),
        LivesAlone => ("独居", "Lives alone"),
        EmptyNest => ("空巢", "Empty nest"),
        Disabling => ("失能", "Disabling condition"),
        Dementia => ("失智", "Dementia"),
        OldAge => ("高龄", "Advanced age"),
        BereavedOnlyChild => ("计生特殊家庭", "Bereaved of an only child"),
        Disability => ("残疾", "Certified disability"),
        SevereMental => ("精神障碍", "Severe mental disorder"),
        SevereIllness => ("重病", "Severe illness"),
        Vagrant => ("流浪乞讨", "Vagrant"),
        LeftBehindWoman => ("留守妇女", "Left-behind woman"),
    }
}

impl CategoryKind {
    /// Whether only children have this category.
    pub const fn concerns_children(self) -> bool {
        matches!(
            self,
            Self::Orphan
                | Self::DeFactoUnattended
                | Self::LeftBehindChild
                | Self::ChildInDifficulty
                | Self::MigrantChild
        )
    }

    /// Whether only grown-ups have this category.
    pub const fn concerns_adults(self) -> bool {
        matches!(
            self,
            Self::LeftBehindElder
                | Self::EmptyNest
                | Self::OldAge
                | Self::BereavedOnlyChild
                | Self::LeftBehindWoman
        )
    }

    /// The grades that the category knows; empty when it has none.
    pub const fn grades(self) -> &'static [&'static str] {
        match self {
            Self::Dibao => &["A", "B", "C"],
            Self::Tekun => &["Central", "Scattered"],
            Self::PovertyWatch => &["Unstable", "Edge", "Sudden"],
            Self::CareRisk => &["High", "Key", "General"],
            Self::Disability => &["1", "2", "3", "4"],
            Self::SevereMental => &["0", "1", "2", "3", "4", "5"],
            _ => &[],
        }
    }

    /// Whether a record of this category may have `grade`, or none: one of grades without its grade is found by no rule
    /// that names one, and nobody would be due a visit.
    ///
    /// # Errors
    /// Which grades there are.
    pub fn check_grade(self, grade: Option<&str>) -> Result<(), Text> {
        let (label, known) = (self.label(), self.grades().join(", "));
        Err(match grade {
            None if known.is_empty() => return Ok(()),
            Some(grade) if self.grades().contains(&grade) => return Ok(()),
            None => Text::new(
                format!("{}须有等级：{known}", label.zh),
                format!("{} needs a grade: {known}", label.en),
            ),
            Some(_) if known.is_empty() => {
                Text::new(format!("{}没有等级", label.zh), format!("{} has no grades", label.en))
            }
            Some(_) => Text::new(
                format!("{}的等级应为：{known}", label.zh),
                format!("the grades of {} are: {known}", label.en),
            ),
        })
    }
}

/// One category of one resident, with its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRecord {
    /// Which.
    pub kind: CategoryKind,
    /// The grade within it, from [`CategoryKind::grades`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// First day that it holds.
    pub from: Day,
    /// Last day that it holds; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// The day it was recorded; no duty opens before it, however far back `from` lies.
    pub recorded_on: Day,
    /// Who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
}

impl CategoryRecord {
    /// Whether both speak of one decision; its end and who decided it may have been learned later.
    fn is_same(&self, other: &Self) -> bool {
        (self.kind, &self.grade, self.from) == (other.kind, &other.grade, other.from)
    }
}

/// Has a list that replaces `known` keep what was recorded of each category in it: the day, as a later one would open
/// done duties anew and take past ones away, and who decided it, where the new list does not say.
pub fn keep_recorded(list: &mut [CategoryRecord], known: &[CategoryRecord]) {
    for record in list {
        if let Some(held) = known.iter().find(|held| held.is_same(record)) {
            record.recorded_on = held.recorded_on;
            record.authority = record.authority.take().or_else(|| held.authority.clone());
        }
    }
}

vocabulary! {
    /// Something that happened to a resident and starts a deadline.
    EventKind {
        ApplicationFiled => ("提交申请", "Application filed"),
        HospitalDischarge => ("出院", "Discharge from hospital"),
        SuddenChange => ("重大变故", "Sudden change"),
        ClueReceived => ("收到线索", "Clue received"),
    }
}

/// A dated event in a resident's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub on: Day,
}

/// A household was in this grid until (and with) a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierGrid {
    /// The grid it left.
    pub grid: GridCode,
    /// Its last day there.
    pub until: Day,
}

/// A household was handed to a colleague of its own grid (转交): who leads the grid asks one of those who answer for it to
/// call there. Who answers for the grid, what is due and whose visit counts stay as they are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Who was asked.
    pub to: StaffId,
    /// Who asked.
    pub by: StaffId,
    /// First day.
    pub on: Day,
    /// Last day that it holds.
    pub until: Day,
    /// What the receiver must know; up to [`HandedOver::MAX_NOTE_CHARS`] on one line. Whoever works in the grid reads it,
    /// so it names no category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

redacted_debug!(HandedOver { to, by, on, until });

impl HandedOver {
    /// The field of a household that holds it.
    pub const FIELD: &'static str = "handed_over";
    /// The longest note.
    pub const MAX_NOTE_CHARS: usize = 200;
    /// The longest that one holds, in days: a quarter. Whoever is to call there for good gets a responsibility.
    pub const MAX_DAYS: i64 = 92;

    /// Whether it holds on `day`.
    pub fn in_force(&self, day: Day) -> bool {
        self.on <= day && day <= self.until
    }

    /// Whether its days and words can stand.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn check(&self) -> Result<(), Text> {
        if self.until < self.on || (self.until - self.on).num_days() > Self::MAX_DAYS {
            let most = Self::MAX_DAYS;
            return Err(Text::new(
                format!("期限应在 {most} 天以内，不能早于开始日"),
                format!("It lasts up to {most} days and ends no earlier than it begins"),
            ));
        }
        self.note.as_deref().map_or(Ok(()), |note| check_line(note, Self::MAX_NOTE_CHARS))
    }
}

/// A household (户).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// The grid where it lies now.
    pub grid: GridCode,
    /// Grids where it lay before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_grids: Vec<EarlierGrid>,
    /// The form of address at the door, such as 张奶奶家.
    pub greeting: String,
    /// The address as people there write it.
    pub address: String,
    /// Village group (村民小组).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village_group: Option<String>,
    /// Building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<String>,
    /// Floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<i16>,
    /// Where to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The home's place; many are unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Coordinate>,
    /// What a visitor must know to be safe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_note: Option<String>,
    /// The day the household was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<Day>,
    /// The day it ended (moved out, dissolved).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// Whom its grid's lead handed it to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<HandedOver>,
}

redacted_debug!(Household { id, grid });

impl Household {
    /// The grid where the household lay on `day`.
    pub fn grid_on(&self, day: Day) -> GridCode {
        self.earlier_grids
            .iter()
            .find(|earlier| day <= earlier.until)
            .map_or(self.grid, |earlier| earlier.grid)
    }
}

/// A resident (人).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resident {
    /// Their id.
    pub id: ResidentId,
    /// Their household.
    pub household: HouseholdId,
    /// Their name.
    pub name: String,
    /// Their identity number; newborns and the unregistered have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityNumber>,
    /// Birthday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Day>,
    /// Where to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// What they are to the householder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Their categories, each with its dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryRecord>,
    /// Events that start deadlines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<LifeEvent>,
    /// The day they died or moved away, once a supervisor confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<Day>,
}

redacted_debug!(Resident { id, household, categories.len(), events.len() });

impl Resident {
    /// Whether they still lived there on `day`.
    pub fn lives_there_on(&self, day: Day) -> bool {
        self.left_on.is_none_or(|left| day <= left)
    }

    /// Whether they may be a minor on `day`, as far as is known: whoever's birthday is not known may be, unless a category
    /// that only grown-ups have says otherwise.
    pub fn may_be_minor_on(&self, day: Day) -> bool {
        match self.born.or_else(|| self.identity.as_ref().map(IdentityNumber::birth)) {
            // A birthday ends with its day.
            Some(born) => born.checked_add_months(MAJORITY).is_none_or(|grown_up| day <= grown_up),
            None => !self.categories.iter().any(|record| record.kind.concerns_adults()),
        }
    }
}

/// Checks words for a field of the register, from a list or from a door; a field that holds no free words takes any.
///
/// # Errors
/// Why they cannot stand there.
pub fn check_words(field: &str, words: &str) -> Result<(), Text> {
    let (most, must_say) = match field {
        "greeting" | "name" => (40, true),
        "address" => (200, true),
        "village_group" | "building" => (40, false),
        "safety_note" => (200, false),
        "relation" | "grade" => (20, false),
        "authority" => (60, false),
        _ => return Ok(()),
    };
    if must_say && words.trim().is_empty() {
        return Err(Text::new("不能为空", "It must not be empty"));
    }
    check_line(words, most)
}

/// Whom a duty or a visit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The household as a whole.
    Household(HouseholdId),
    /// One resident.
    Resident(ResidentId),
}

impl Subject {
    /// The resident, where it is one.
    pub const fn resident(self) -> Option<ResidentId> {
        match self {
            Self::Household(_) => None,
            Self::Resident(resident) => Some(resident),
        }
    }
}

/// Leave not to be visited, given by a supervisor, never by a field role.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Its id.
    pub id: ExemptionId,
    /// The household concerned.
    pub household: HouseholdId,
    /// Whom it is about.
    pub subject: Subject,
    /// The rule it lifts; all rules when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The days it holds.
    pub days: DayRange,
    /// Why; empty where the reader may not know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

redacted_debug!(Exemption { id, household, days });

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn resident(born: Option<&str>, categories: &[CategoryKind]) -> Resident {
        let day: Day = "2026-01-01".parse().unwrap();
        let record = |kind: &CategoryKind| CategoryRecord {
            kind: *kind,
            grade: None,
            from: day,
            to: None,
            recorded_on: day,
            authority: None,
        };
        Resident {
            id: ResidentId(Uuid::from_u128(1)),
            household: HouseholdId(Uuid::from_u128(2)),
            name: "演示".to_owned(),
            identity: None,
            born: born.map(|day| day.parse().unwrap()),
            phone: None,
            relation: None,
            categories: categories.iter().map(record).collect(),
            events: Vec::new(),
            left_on: None,
        }
    }

    #[test]
    fn a_minor_grows_up_with_the_eighteenth_birthday_and_of_whom_no_age_is_known_may_be_one() {
        let on = |day: &str, one: &Resident| one.may_be_minor_on(day.parse().unwrap());
        let born = resident(Some("2008-02-29"), &[]);
        assert!(on("2026-02-28", &born) && !on("2026-03-01", &born));
        assert!(on("2026-06-01", &resident(None, &[])));
        assert!(on("2026-06-01", &resident(None, &[CategoryKind::LeftBehindChild])));
        assert!(!on("2026-06-01", &resident(None, &[CategoryKind::Dibao, CategoryKind::OldAge])));
        let told = Resident { identity: "61990019400101018X".parse().ok(), ..resident(None, &[]) };
        assert!(told.identity.is_some() && !on("2026-06-01", &told), "the number tells the birthday");
    }
}
