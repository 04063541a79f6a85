//! The hamlet's people, grids and workers. All are invented.

use doorstep_core::{
    codes::GridCode,
    domain::{
        org::{Grid, GridKind, GridRole, Responsibility, Staff, StaffRole},
        register::{CategoryKind, CategoryRecord, Household, Resident},
    },
    geo::{Coordinate, Datum},
    id::{HouseholdId, ResidentId, ResponsibilityId, StaffId},
    op::row::{RowKind, name_id},
    time::Day,
};
use serde_json::json;

/// Homes of one grid: householder, how to address the home, and why it is visited.
type Home = (&'static str, &'static str, &'static [(CategoryKind, Option<&'static str>)]);

const HIGH: Option<&str> = Some("High");
const A: Option<&str> = Some("A");

/// Six homes for each of the two grids.
const HOMES: [[Home; 6]; 2] = [
    [
        ("王秀兰", "王奶奶家", &[(CategoryKind::LivesAlone, None), (CategoryKind::CareRisk, HIGH)]),
        ("李建国", "李大爷家", &[(CategoryKind::Dibao, A)]),
        ("赵玉梅", "赵阿姨家", &[(CategoryKind::Disability, Some("2")), (CategoryKind::Dibao, A)]),
        ("陈小军", "小军家", &[(CategoryKind::LeftBehindChild, None)]),
        ("刘桂芳", "刘奶奶家", &[(CategoryKind::EmptyNest, None), (CategoryKind::CareRisk, Some("General"))]),
        ("杨德明", "杨大爷家", &[(CategoryKind::Tekun, Some("Scattered"))]),
    ],
    [
        ("黄翠英", "黄奶奶家", &[(CategoryKind::LivesAlone, None), (CategoryKind::CareRisk, Some("Key"))]),
        ("周文涛", "周家", &[(CategoryKind::DibaoEdge, None)]),
        ("吴小燕", "小燕家", &[(CategoryKind::ChildInDifficulty, None)]),
        ("徐长贵", "徐大爷家", &[(CategoryKind::Dibao, Some("B"))]),
        ("孙玉珍", "孙奶奶家", &[(CategoryKind::OldAge, None), (CategoryKind::CareRisk, HIGH)]),
        ("马志强", "马师傅家", &[(CategoryKind::SevereIllness, None), (CategoryKind::Dibao, A)]),
    ],
];

/// The two grids.
pub(super) fn grids() -> Vec<Grid> {
    let grid = |number: u16| {
        let code: GridCode = format!("610203102200{number:03}").parse().ok()?;
        // One grid in two has no outline, as on real lists.
        let ring = [[108.99, 34.99], [109.01, 34.99], [109.01, 35.03], [108.99, 35.03], [108.99, 34.99]];
        let outline = (number == 1).then(|| json!({ "type": "Polygon", "coordinates": [ring] }));
        Some(Grid { code, name: format!("演示网格{number}"), kind: GridKind::Basic, outline })
    };
    (1..=2).filter_map(grid).collect()
}

/// The social worker whose phone this is.
pub(super) fn worker() -> Staff {
    let id = StaffId(name_id(RowKind::Staff, "sample worker"));
    Staff { id, name: "演示社工".to_owned(), role: StaffRole::SocialWorker, phone: None }
}

/// Who else is on the lists.
pub(super) fn colleagues() -> Vec<Staff> {
    let id = StaffId(name_id(RowKind::Staff, "sample chief"));
    vec![worker(), Staff { id, name: "演示网格长".to_owned(), role: StaffRole::GridWorker, phone: None }]
}

/// Who answers for a grid.
pub(super) fn responsibilities(grid: GridCode, since: Day) -> Vec<Responsibility> {
    let line = |(staff, role): (Staff, GridRole)| Responsibility {
        id: ResponsibilityId(name_id(RowKind::Responsibility, &format!("{grid} {}", staff.id))),
        grid,
        staff: staff.id,
        role,
        from: since,
        to: None,
    };
    colleagues().into_iter().zip([GridRole::Assistant, GridRole::Chief]).map(line).collect()
}

/// The homes of a grid (0 or 1), each with its householder.
pub(super) fn homes(grid: GridCode, index: usize, since: Day) -> Vec<(Household, Resident)> {
    let homes = HOMES.get(index).map(<[Home; 6]>::as_slice).unwrap_or_default();
    homes.iter().zip(1..).map(|(home, number)| one_home(grid, home, number, since)).collect()
}

fn one_home(
    grid: GridCode,
    (name, greeting, categories): &Home,
    number: u16,
    since: Day,
) -> (Household, Resident) {
    let key = format!("sample {grid} {number}");
    let household = HouseholdId(name_id(RowKind::Household, &key));
    let home = Household {
        id: household,
        grid,
        earlier_grids: Vec::new(),
        greeting: (*greeting).to_owned(),
        address: format!("演示村{}组{number}号", 1 + number / 4),
        village_group: Some(format!("{}组", 1 + number / 4)),
        building: None,
        floor: None,
        phone: format!("138000000{number:02}").parse().ok(),
        // One home in three has no known place, as on real lists.
        place: (!number.is_multiple_of(3))
            .then(|| Coordinate::new(35.0 + f64::from(number) / 500.0, 109.0, Datum::Wgs84).ok())
            .flatten(),
        safety_note: (number == 2).then(|| "演示数据：院里有狗".to_owned()),
        recorded_on: Some(since),
        ended_on: None,
        handed_over: None,
    };
    let category = |(kind, grade): &(CategoryKind, Option<&str>)| CategoryRecord {
        kind: *kind,
        grade: grade.map(str::to_owned),
        from: since,
        to: None,
        recorded_on: since,
        authority: Some("演示民政局".to_owned()),
    };
    let resident = Resident {
        id: ResidentId(name_id(RowKind::Resident, &key)),
        household,
        name: (*name).to_owned(),
        identity: None,
        born: None,
        phone: None,
        relation: Some("户主".to_owned()),
        categories: categories.iter().map(category).collect(),
        events: Vec::new(),
        left_on: None,
    };
    (home, resident)
}
