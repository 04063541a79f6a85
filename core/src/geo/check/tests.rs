//! Small sets with known faults.

use super::*;
use crate::{
    geo::{Datum, Drawing, coordinate::metres_per_degree},
    text::Lang,
};

const ORIGIN: (f64, f64) = (34.0, 108.0);

fn code(number: u16) -> GridCode {
    GridCode::new("610102001001".parse().unwrap(), number).unwrap()
}

fn ring(corners: &[(f64, f64)]) -> Vec<[f64; 2]> {
    let (east, north) = metres_per_degree(ORIGIN.0);
    corners.iter().chain(corners.first()).map(|(x, y)| [ORIGIN.1 + x / east, ORIGIN.0 + y / north]).collect()
}

/// Grid `number` with these corners in metres from (34, 108).
fn grid(number: u16, corners: &[(f64, f64)]) -> GridShape {
    let area = Area::from_rings(&[vec![ring(corners)]], Datum::Wgs84).unwrap();
    GridShape { code: code(number), name: Some(format!("第{number}网格")), area: Some(area) }
}

fn square(number: u16, x: f64, y: f64, side: f64) -> GridShape {
    grid(number, &[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
}

/// A home `x` and `y` metres from (34, 108), listed under grid `number`.
fn home(label: &str, number: Option<u16>, x: f64, y: f64) -> Home {
    let (east, north) = metres_per_degree(ORIGIN.0);
    let at = Coordinate::new(ORIGIN.0 + y / north, ORIGIN.1 + x / east, Datum::Wgs84).unwrap();
    Home { label: label.to_owned(), grid: number.map(code), at: at.to(Datum::Gcj02) }
}

/// Code, the two grids' numbers, square metres.
type Found = (&'static str, Option<u16>, Option<u16>, Option<i64>);

fn found(report: &GridReport) -> Vec<Found> {
    let number = |code: Option<GridCode>| code.map(GridCode::number);
    let line = |fault: &SetFault| {
        let area = fault.area_m2.map(|area| area.round() as i64);
        (fault.kind.code(), number(fault.grid), number(fault.other), area)
    };
    report.faults.iter().map(line).collect()
}

#[test]
fn a_set_that_fits_has_no_faults() {
    let mut grids = vec![square(1, 0.0, 0.0, 300.0), square(2, 300.0, 0.0, 300.0)];
    // A corner of 3 stands within the upper edges of 1 and 2.
    grids.push(grid(3, &[(0.0, 300.0), (200.0, 300.0), (200.0, 500.0), (0.0, 500.0)]));
    grids.push(grid(4, &[(200.0, 300.0), (600.0, 300.0), (600.0, 500.0), (200.0, 500.0)]));
    assert_eq!(found(&GridSet::of(&grids).check()), []);
}

#[test]
fn overlaps_name_both_grids_their_ground_and_whether_it_is_a_sliver() {
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 250.0, 0.0, 300.0), square(3, 549.6, 0.0, 300.0)];
    let report = GridSet::of(&grids).check();
    assert_eq!(
        found(&report),
        [("overlap", Some(1), Some(2), Some(15_000)), ("overlap-sliver", Some(2), Some(3), Some(120))]
    );
    let at = report.faults[0].at.unwrap();
    assert!(grids[0].area.as_ref().unwrap().contains(&at) && grids[1].area.as_ref().unwrap().contains(&at));
    assert_eq!(report.faults[0].sentence.en, "grids 610102001001001 and 610102001001002 overlap by 15000 m²");
}

#[test]
fn a_gap_between_grids_is_found_with_its_neighbours() {
    let around = |west: f64| {
        vec![
            grid(1, &[(0.0, 0.0), (west, 0.0), (west, 300.0), (0.0, 300.0)]),
            grid(2, &[(200.0, 0.0), (400.0, 0.0), (400.0, 300.0), (200.0, 300.0)]),
            grid(3, &[(0.0, 300.0), (400.0, 300.0), (400.0, 500.0), (0.0, 500.0)]),
            grid(4, &[(0.0, -200.0), (400.0, -200.0), (400.0, 0.0), (0.0, 0.0)]),
        ]
    };
    let wide = found(&GridSet::of(&around(150.0)).check());
    assert_eq!(wide.len(), 1, "{wide:?}");
    assert_eq!((wide[0].0, wide[0].3), ("gap", Some(15_000)));
    let narrow = found(&GridSet::of(&around(199.7)).check());
    assert_eq!(narrow.len(), 1, "{narrow:?}");
    assert_eq!((narrow[0].0, narrow[0].3), ("gap-sliver", Some(90)));
}

#[test]
fn a_strip_open_at_its_end_is_found_although_nothing_encloses_it() {
    let grids = [
        square(1, 0.0, 0.0, 300.0),
        grid(
            2,
            &[(300.0, 0.0), (600.0, 0.0), (600.0, 300.0), (300.5, 300.0), (300.5, 150.0), (300.0, 149.0)],
        ),
    ];
    let report = found(&GridSet::of(&grids).check());
    assert_eq!(report.len(), 1, "{report:?}");
    assert_eq!((report[0].0, report[0].1, report[0].2), ("gap-sliver", Some(1), Some(2)));
}

#[test]
fn codes_villages_homes_and_responsibilities_are_held_against_the_grids() {
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 300.0, 0.0, 300.0), square(1, 600.0, 0.0, 300.0)];
    let village = Area::from_rings(
        &[vec![ring(&[(0.0, 0.0), (800.0, 0.0), (800.0, 310.0), (0.0, 310.0)])]],
        Datum::Wgs84,
    );
    let villages = [(code(1).village(), village.unwrap())];
    let homes = [home("H1", None, 10.0, 10.0), home("H2", None, 10.0, 400.0)];
    let answered = BTreeSet::from([code(1)]);
    let set = GridSet {
        villages: Some(&villages),
        homes: &homes,
        answered_for: Some(&answered),
        ..GridSet::of(&grids)
    };
    assert_eq!(
        found(&set.check()),
        [
            ("duplicate-code", Some(1), None, None),
            ("outside-village", Some(1), None, Some(30_000)),
            ("village-uncovered", None, None, Some(8_000)),
            ("household-in-no-grid", None, None, None),
            ("nobody-answers", Some(2), None, None),
        ]
    );
}

#[test]
fn grids_of_a_village_whose_outline_nobody_gave_are_said_to_be_unchecked() {
    let elsewhere = GridCode::new("610102001002".parse().unwrap(), 1).unwrap();
    let grids = [
        square(1, 0.0, 0.0, 300.0),
        GridShape { code: elsewhere, ..square(2, 300.0, 0.0, 300.0) },
        square(3, 0.0, 300.0, 300.0),
    ];
    let village = Area::from_rings(
        &[vec![ring(&[(0.0, 0.0), (300.0, 0.0), (300.0, 600.0), (0.0, 600.0)])]],
        Datum::Wgs84,
    );
    let villages = [(code(1).village(), village.unwrap())];
    let sentences = |villages| {
        let report = GridSet { villages, ..GridSet::of(&grids) }.check();
        report
            .faults
            .iter()
            .map(|fault| format!("{}: {}", fault.kind.code(), fault.sentence.en))
            .collect::<Vec<_>>()
    };
    assert_eq!(sentences(None), [""; 0]);
    let told =
        "village-unknown: no outline of village 610102001002 is known: its 1 grid was not held against it";
    assert_eq!(sentences(Some(&villages)), [told]);
    assert_eq!(sentences(Some(&[])).len(), 2);
}

#[test]
fn a_home_listed_under_one_grid_that_lies_in_another_names_both() {
    let undrawn = GridShape { code: code(3), name: None, area: None };
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 290.0, 0.0, 300.0), undrawn];
    let homes = [
        home("H1", Some(1), 10.0, 10.0),
        home("H2", Some(1), 400.0, 10.0),
        // Both grids claim this ground.
        home("H3", Some(2), 295.0, 10.0),
        // Nobody knows where grid 3 runs, only that it is not within grid 1.
        home("H4", Some(3), 10.0, 400.0),
        home("H5", Some(3), 10.0, 10.0),
        home("H6", Some(9), 10.0, 10.0),
        home("H7", Some(1), 10.0, 400.0),
    ];
    let report = GridSet { homes: &homes, ..GridSet::of(&grids) }.check();
    let of_homes: Vec<_> = found(&report).into_iter().filter(|found| found.0.starts_with("house")).collect();
    assert_eq!(
        of_homes,
        [
            ("household-in-other-grid", Some(1), Some(2), None),
            ("household-in-other-grid", Some(3), Some(1), None),
            ("household-in-other-grid", Some(9), Some(1), None),
            ("household-in-no-grid", Some(1), None, None),
        ]
    );
    let sentence = "household H2 is listed under grid 610102001001001 but lies in grid 610102001001002";
    assert!(report.faults.iter().any(|fault| fault.sentence.en == sentence), "{}", report.text(Lang::En));
}

fn hectares(square_metres: Option<i64>) -> i64 {
    (square_metres.unwrap() + 5_000) / 10_000
}

#[test]
fn a_gap_between_grids_that_meet_in_points_alone_is_found() {
    let cell =
        |number: u16| square(number, f64::from(number % 3) * 300.0, f64::from(number / 3) * 300.0, 300.0);
    let ring = |left_out: &[u16]| {
        let grids: Vec<_> = (0..9).filter(|number| !left_out.contains(number)).map(cell).collect();
        found(&GridSet::of(&grids).check())
            .into_iter()
            .map(|fault| (fault.0, hectares(fault.3)))
            .collect::<Vec<_>>()
    };
    // The middle is left out, then more and more of the corners; at last a side, which opens it.
    for left_out in [&[4][..], &[4, 0], &[4, 0, 8], &[4, 0, 2, 6, 8]] {
        assert_eq!(ring(left_out), [("gap", 9)], "{left_out:?}");
    }
    assert_eq!(ring(&[4, 1]), []);

    let upper = grid(1, &[(0.0, 0.0), (100.0, 40.0), (200.0, 0.0), (200.0, 300.0), (0.0, 300.0)]);
    let lower = grid(2, &[(0.0, 0.0), (0.0, -300.0), (200.0, -300.0), (200.0, 0.0), (100.0, -40.0)]);
    let lens = found(&GridSet::of(&[upper, lower]).check());
    assert_eq!(lens, [("gap", Some(1), Some(2), Some(8_000))]);
    // A corner within an edge of the other.
    let roof = grid(3, &[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (200.0, 300.0), (0.0, 300.0)]);
    let tent = grid(4, &[(50.0, 0.0), (0.0, -300.0), (200.0, -300.0), (150.0, 0.0), (100.0, -40.0)]);
    let between = found(&GridSet::of(&[roof, tent]).check());
    assert_eq!(between, [("gap", Some(3), Some(4), Some(2_000))]);
}

#[test]
fn ground_of_a_grid_that_was_refused_is_not_said_to_be_bare() {
    let cell =
        |number: u16| square(number, f64::from(number % 3) * 300.0, f64::from(number / 3) * 300.0, 300.0);
    let grids: Vec<_> = (0..9).filter(|number| *number != 4).map(cell).collect();
    let corners = [(300.0, 300.0), (600.0, 600.0), (600.0, 300.0), (300.0, 600.0)];
    let homes =
        [home("H1", Some(3), 560.0, 450.0), home("H2", Some(44), 5_000.0, 0.0), home("H3", None, -5.0, 0.0)];
    let told = |refused: Option<RefusedGrid>| {
        let refused: Vec<_> = refused.into_iter().collect();
        let report = GridSet { refused: &refused, homes: &homes, ..GridSet::of(&grids) }.check();
        let label = |fault: &SetFault| fault.sentence.en.split(' ').nth(1).unwrap_or_default().to_owned();
        let told = report.faults.iter().map(|fault| format!("{} {}", fault.kind.code(), label(fault)));
        (told.collect::<Vec<_>>(), report.faults.iter().filter_map(|fault| fault.area_m2).sum::<f64>())
    };
    assert_eq!(told(None).0.len(), 4, "the gap and all three homes");
    let whole = RefusedGrid { code: None, drawn: cell(4).area.map(Drawing::from) };
    assert_eq!(told(Some(whole)).0, ["household-in-no-grid H2", "household-in-no-grid H3"]);
    let crossed = Drawing::of(&[vec![ring(&corners)]], Datum::Wgs84);
    let (faults, square_metres) = told(Some(RefusedGrid { code: Some(code(44)), drawn: crossed }));
    assert_eq!(
        faults,
        ["gap grids", "gap grids", "household-in-no-grid H3"],
        "what the crossed outline leaves bare is told"
    );
    assert!((square_metres - 45_000.0).abs() < 50.0, "{square_metres}");
    let village = Area::from_rings(
        &[vec![ring(&[(0.0, 0.0), (900.0, 0.0), (900.0, 900.0), (0.0, 900.0)])]],
        Datum::Wgs84,
    );
    let villages = [(code(1).village(), village.unwrap())];
    let refused = [RefusedGrid { code: None, drawn: cell(4).area.map(Drawing::from) }];
    let set = GridSet { refused: &refused, villages: Some(&villages), ..GridSet::of(&grids) };
    assert_eq!(found(&set.check()), [], "nor is the village's ground");
}

#[test]
fn a_grid_within_a_gap_is_no_part_of_it() {
    let cell =
        |number: u16| square(number, f64::from(number % 3) * 300.0, f64::from(number / 3) * 300.0, 300.0);
    let mut grids: Vec<_> = (0..9).filter(|number| *number != 4).map(cell).collect();
    grids.push(square(10, 400.0, 400.0, 100.0));
    let faults = found(&GridSet::of(&grids).check());
    assert_eq!(faults.iter().map(|fault| (fault.0, hectares(fault.3))).collect::<Vec<_>>(), [("gap", 8)]);
}

/// A comb of `teeth` two metres apart and `long` metres long, from the south, or from the west.
fn comb(number: u16, teeth: u32, long: f64, from_west: bool) -> GridShape {
    let tooth = |tooth: u32| {
        let at = f64::from(tooth) * 2.0;
        [(at, 0.0), (at, long), (at + 1.0, long), (at + 1.0, 0.0)]
    };
    let back = (f64::from(teeth) * 2.0, -1.0);
    let corners = (0..teeth).flat_map(tooth).chain([back, (0.0, -1.0)]);
    let turned = |(x, y)| if from_west { (y, x) } else { (x, y) };
    grid(number, &corners.map(turned).collect::<Vec<_>>())
}

#[test]
fn two_combs_across_each_other_are_one_overlap_and_one_gap_however_many_pieces() {
    let grids = [comb(1, 60, 118.0, false), comb(2, 60, 118.0, true)];
    let report = GridSet::of(&grids).check();
    let kinds: Vec<_> = report.faults.iter().map(|fault| fault.kind.code()).collect();
    assert_eq!(
        kinds,
        ["overlap-sliver", "gap-sliver"],
        "squares of a metre are half a metre wide in the mean"
    );
    assert!(
        report.faults.iter().all(|fault| fault.ground.len() <= 1_000),
        "{}",
        report.faults[0].ground.len()
    );
    assert!((report.faults[0].area_m2.unwrap() - 59.0 * 59.0).abs() < 9.0, "{report:?}");
}

#[test]
fn borders_that_cross_without_end_are_told_and_not_laid_over_each_other() {
    let grids =
        [comb(1, 2_400, 4_800.0, false), comb(2, 2_400, 4_800.0, true), square(3, -900.0, -900.0, 10.0)];
    let answered = BTreeSet::from([code(1), code(2)]);
    let of_files = [GridFault {
        code: "feature",
        grid: None,
        at: None,
        fault: crate::codes::Fault::whole("g.csv", Text::new("损坏", "is damaged")),
    }];
    let report = GridSet { answered_for: Some(&answered), ..GridSet::of(&grids) }.check_after(&of_files);
    assert_eq!(
        found(&report),
        [
            ("check-stopped", Some(1), Some(2), None),
            ("feature", None, None, None),
            ("nobody-answers", Some(3), None, None),
        ],
        "first what nobody may miss, then all that could be looked at"
    );
    let Text { zh, en } = &report.faults[0].sentence;
    assert!(zh.starts_with("检查未完成") && en.starts_with("the check was not finished"), "{zh} {en}");
}

#[test]
fn crossings_that_memory_does_not_suffice_for_are_told() {
    let report = GridSet::of(&[comb(1, 500, 998.0, false), comb(2, 500, 998.0, true)]).check();
    assert_eq!(found(&report), [("check-stopped", Some(1), Some(2), None)]);
    let Text { zh, en } = &report.faults[0].sentence;
    assert!(zh.contains("内存不足") && en.contains("for the memory that a check may take"), "{zh} {en}");
}

#[test]
fn grids_of_one_outline_are_one_fault_and_none_of_them_hides_what_else_is_wrong() {
    let mut grids: Vec<GridShape> = (0..300).map(|number| square(number, 0.0, 0.0, 300.0)).collect();
    grids.push(square(400, 290.0, 0.0, 300.0));
    let report = GridSet::of(&grids).check();
    assert_eq!(
        found(&report),
        [("overlap", Some(0), Some(1), Some(89_999)), ("overlap", Some(0), Some(400), Some(3_000))]
    );
    let start = "300 grids have one and the same outline (89999 m²): 610102001001000, 610102001001001, ";
    assert!(report.faults[0].sentence.en.starts_with(start), "{}", report.faults[0].sentence.en);
}

#[test]
fn what_is_not_listed_is_counted_and_a_set_drawn_twice_is_listed_whole() {
    let near = |number: u16| square(number, f64::from(number) / 10.0, f64::from(number % 7), 300.0);
    let heap: Vec<GridShape> = (0..120).map(near).collect();
    let report = GridSet::of(&heap).check();
    assert_eq!(report.faults[0].kind, FaultKind::TooManyFaults);
    let overlaps = 120 * 119 / 2;
    let sentence = format!("of {overlaps} overlaps only the first 3400 are listed");
    assert_eq!(report.faults[0].sentence.en, sentence);
    assert_eq!(report.faults.iter().filter(|fault| fault.kind == FaultKind::Overlap).count(), 3_400);

    let aside = |drawing: u16| f64::from(drawing) * 0.4;
    let cell = |n: u16, drawing: u16| {
        let (x, y) = (f64::from(n % 10) * 300.0, f64::from(n / 10) * 300.0);
        square(drawing * 100 + n, x + aside(drawing), y + aside(drawing), 300.0)
    };
    let twice: Vec<GridShape> = (0..2).flat_map(|drawing| (0..100).map(move |n| cell(n, drawing))).collect();
    let report = GridSet::of(&twice).check();
    assert!(report.faults.iter().all(|fault| !fault.kind.says_there_is_more()));
    let overlaps = report.faults.iter().filter(|fault| fault.kind == FaultKind::Overlap).count();
    assert_eq!(
        overlaps, 100,
        "each grid with its double; what it shares with that one's neighbours is slivers"
    );
}

#[test]
fn a_strip_that_a_third_grid_fills_is_no_gap() {
    let third = grid(3, &[(300.0, 0.0), (300.5, 0.0), (300.5, 300.0), (300.0, 300.0)]);
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 300.5, 0.0, 300.0), third];
    assert_eq!(found(&GridSet::of(&grids).check()), []);
    let narrower = grid(3, &[(300.0, 0.0), (300.2, 0.0), (300.2, 300.0), (300.0, 300.0)]);
    let grids = [grids[0].clone(), grids[1].clone(), narrower];
    assert_eq!(found(&GridSet::of(&grids).check()), [("gap-sliver", Some(2), Some(3), Some(90))]);
}

#[test]
fn the_report_reads_as_text_geojson_and_a_map() {
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 250.0, 0.0, 300.0)];
    let report = GridSet::of(&grids).check();
    let zh = report.text(Lang::ZhCn);
    assert!(zh.starts_with("共 2 个网格，1 个问题") && zh.contains("重叠 15000 平方米"), "{zh}");
    let layers = report.geojson();
    let features = layers["features"].as_array().unwrap();
    assert_eq!(features.len(), 3);
    assert_eq!(features[2]["properties"]["code"], "overlap");
    assert!(features[2]["properties"]["sentence"].as_str().unwrap().contains("overlap by 15000 m²"));
    assert!(features[2]["properties"]["sentence_zh"].as_str().unwrap().contains("重叠"));
    let svg = report.svg(Lang::ZhCn);
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>") && svg.contains("第1网格"));
    let named = GridShape { name: Some("<script>&".to_owned()), ..grids[0].clone() };
    let svg = GridSet::of(&[named]).check().svg(Lang::En);
    assert!(!svg.contains("<script>"));
    assert!(GridSet::of(&[]).check().svg(Lang::En).contains("0 grids"));
}

#[test]
fn a_home_on_the_other_side_of_the_country_leaves_the_grids_as_large_on_the_map() {
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 300.0, 0.0, 300.0)];
    let homes = [home("H1", None, 900_000.0, 400_000.0)];
    let path =
        |svg: &str| svg.split("<path d=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let with = GridSet { homes: &homes, ..GridSet::of(&grids) }.check().svg(Lang::En);
    let without = GridSet::of(&grids).check().svg(Lang::En);
    assert_eq!(path(&with), path(&without));
    assert!(with.contains("stroke-dasharray"), "its mark says that it lies beyond the map");
}

#[test]
fn the_numbers_stand_above_all_ground_and_no_ground_covers_the_list() {
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 250.0, 0.0, 300.0)];
    let far = [(-5_000.0, -5_000.0), (5_000.0, -5_000.0), (5_000.0, 5_000.0), (-5_000.0, 5_000.0)];
    let village = Area::from_rings(&[vec![ring(&far)]], Datum::Wgs84).unwrap();
    let villages = [(code(1).village(), village)];
    let svg = GridSet { villages: Some(&villages), ..GridSet::of(&grids) }.check().svg(Lang::En);
    let (last_ground, first_mark) =
        (svg.rfind("fill-opacity=\"0.45\"").unwrap(), svg.find("<circle").unwrap());
    let (from, to) = (svg.find("<g clip-path").unwrap(), svg.find("</g>").unwrap());
    assert!(from < last_ground && last_ground < to && to < first_mark, "{svg}");
}

#[test]
fn a_program_reads_the_number_of_grids_their_sizes_and_each_fault() {
    let unmapped = GridShape { code: code(3), name: None, area: None };
    let grids = [square(1, 0.0, 0.0, 300.0), square(2, 250.0, 0.0, 300.0), unmapped];
    let json = GridSet::of(&grids).check().json();
    assert_eq!(json["grids"], 3);
    assert_eq!(json["checked"][0]["code"], "610102001001001");
    assert!((json["checked"][0]["area_m2"].as_f64().unwrap() - 90_000.0).abs() < 90.0, "{json}");
    assert!(json["checked"][2]["name"].is_null() && json["checked"][2]["area_m2"].is_null());
    let fault = &json["faults"][0];
    assert_eq!(fault["code"], "overlap");
    assert_eq!(fault["grid"], "610102001001001");
    assert_eq!(fault["other"], "610102001001002");
    assert!((fault["area_m2"].as_f64().unwrap() - 15_000.0).abs() < 1.0);
    assert_eq!(fault["at"]["datum"], "wgs84");
    assert!(fault["sentence"].is_string() && fault["sentence_zh"].is_string());
}
