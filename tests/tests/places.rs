//! Places as an office asks about them at the command line: is a file of grids in order, which grid holds a point, and
//! where does it lie on another map.

use std::{fs, path::Path, process::Command};

use doorstep_tests::command::doorstep;
use serde_json::Value;

/// What the command answered in a folder of its own.
struct Answer {
    code: Option<i32>,
    out: String,
    told: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.told))
    }
}

fn run(folder: &Path, words: &[&str]) -> Answer {
    let output = Command::new(doorstep()).args(words).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Answer { code: output.status.code(), out: text(&output.stdout), told: text(&output.stderr) }
}

/// A square of 0.01° as WKT, its first corner repeated at the end if it is closed.
fn square(west: f64, south: f64, is_closed: bool) -> String {
    let (east, north) = (west + 0.01, south + 0.01);
    let mut corners = vec![(west, south), (east, south), (east, north), (west, north)];
    corners.extend(is_closed.then_some((west, south)));
    let corners: Vec<_> = corners.iter().map(|(lon, lat)| format!("{lon:.3} {lat:.3}")).collect();
    format!("\"POLYGON(({}))\"", corners.join(","))
}

const FIRST: &str = "610102001001001";
const SECOND: &str = "610102001001002";

/// Two grids side by side; the second's ring is open.
fn grids(folder: &Path) {
    let (one, two) = (square(108.0, 34.0, true), square(108.01, 34.0, false));
    let text = format!("编号,名称,wkt\n{FIRST},东街,{one}\n{SECOND},西街,{two}\n");
    fs::write(folder.join("grids.csv"), text).unwrap();
}

#[test]
fn a_file_in_order_is_said_to_be_and_its_repairs_are_told_in_the_language_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    grids(folder.path());
    let inspect = ["inspect", "grids", "grids.csv", "--code", "编号", "--lang"];
    let en = run(folder.path(), &[&inspect[..], &["en"]].concat());
    assert_eq!(en.code, Some(0), "{}", en.told);
    assert!(en.out.starts_with("2 grids, 0 faults"), "{}", en.out);
    assert_eq!(en.told, "repaired: grids.csv, line 3, geometry: 1 open ring(s) have been closed\n");
    let zh = run(folder.path(), &[&inspect[..], &["zh"]].concat());
    assert!(zh.told.starts_with("已修正 grids.csv 第 3 行") && !zh.told.contains("repaired"), "{}", zh.told);
    let strict = run(folder.path(), &[&inspect[..], &["en", "--strict"]].concat());
    assert_eq!((strict.code, strict.told.trim()), (Some(3), "doorstep: 1 fault"), "{}", strict.out);
}

#[test]
fn what_is_wrong_with_a_set_is_told_to_people_and_programs_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (square(108.0, 34.0, true), square(108.005, 34.0, true));
    let text = format!("code,name,wkt\n{FIRST},东街,{one}\n{SECOND},西街,{two}\n");
    fs::write(folder.path().join("grids.csv"), text).unwrap();
    let village = format!("村号,wkt\n610102001001,{}\n", square(108.0, 34.0, false));
    fs::write(folder.path().join("villages.csv"), village).unwrap();
    let households = "户编号,网格编码,地址,户主,纬度,经度,坐标系\n\
                      H1,610102001001001,东街 1 号,张三,34.005,108.001,WGS-84\n\
                      H2,610102001001001,东街 2 号,李四,34.5,108.5,WGS-84\n\
                      H3,610102001001001,东街 3 号,王五,,,\n";
    fs::write(folder.path().join("households.csv"), households).unwrap();
    let responsible = format!("grid,staff_id,grid_role,from,to\n{FIRST},S1,Chief,2020-01-01,\n");
    fs::write(folder.path().join("responsible.csv"), responsible).unwrap();
    let words = [
        "--json",
        "inspect",
        "grids",
        "grids.csv",
        "--villages",
        "villages.csv",
        "--villages-code",
        "村号",
        "--households",
        "households.csv",
        "--responsible",
        "responsible.csv",
        "--map",
        "map.svg",
        "--layers",
        "layers.geojson",
    ];
    let answer = run(folder.path(), &words);
    assert_eq!(answer.code, Some(3), "{}", answer.told);
    let report = answer.json();
    let codes: Vec<_> =
        report["faults"].as_array().unwrap().iter().map(|fault| fault["code"].clone()).collect();
    assert_eq!(codes, ["overlap", "outside-village", "household-in-no-grid", "nobody-answers"], "{report}");
    assert_eq!((&report["grids"], &report["households_without_place"]), (&2.into(), &1.into()));
    assert_eq!(report["repairs"][0]["file"], "villages.csv", "{report}");
    assert!(!answer.out.contains("张三") && !answer.out.contains("李四"), "no name leaves the list");
    let map = fs::read_to_string(folder.path().join("map.svg")).unwrap();
    assert!(map.starts_with("<svg") && map.contains("重叠"));
    let layers: Value =
        serde_json::from_slice(&fs::read(folder.path().join("layers.geojson")).unwrap()).unwrap();
    assert_eq!(layers["features"].as_array().unwrap().len(), 2 + 4);
    let told = run(folder.path(), &words[1..]);
    assert!(
        told.out.contains("共 2 个网格，4 个问题") && told.out.contains("2 grids, 4 faults"),
        "{}",
        told.out
    );
    assert!(told.told.contains("note: 1 household has no coordinates") && told.told.contains("4 faults"));
}

#[test]
fn a_point_is_located_and_what_keeps_grids_out_is_told() {
    let folder = tempfile::tempdir().unwrap();
    grids(folder.path());
    let locate = |words: &[&str]| {
        run(folder.path(), &[&["locate", "grids.csv", "--code", "编号", "--name", "名称"], words].concat())
    };
    let found = locate(&["108.015", "34.005"]);
    assert_eq!((found.code, found.out.trim()), (Some(0), "610102001001002 西街"));
    assert!(found.told.contains("repaired: grids.csv, line 3"), "{}", found.told);
    let shifted = locate(&["108.012", "34.004", "--point-datum", "gcj02", "--json"]);
    assert_eq!(shifted.json()["grid"], FIRST, "the same numbers lie half a kilometre west by satellite");
    assert_eq!(shifted.json()["repairs"][0]["at"], serde_json::json!({ "line": 3 }));
    let nowhere = locate(&["109", "34", "--strict"]);
    assert_eq!((nowhere.code, nowhere.out.trim()), (Some(0), "in no grid / 不在任何网格内"));
    assert!(nowhere.told.contains("note: 1 fault keeps grids out"), "{}", nowhere.told);
    assert_eq!(locate(&["190", "34"]).code, Some(2));
    assert_eq!(run(folder.path(), &["locate", "none.csv", "108", "34"]).code, Some(3));
}

#[test]
fn a_position_is_converted_there_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let convert = |words: &[&str]| run(folder.path(), &[&["convert", "--json"], words].concat());
    let there = convert(&["--from", "wgs84", "--to", "gcj02", "108.95", "34.25"]).json();
    assert_eq!(there["datum"], "gcj02");
    let (lon, lat) = (there["lon"].as_f64().unwrap(), there["lat"].as_f64().unwrap());
    assert!((0.004..0.006).contains(&(lon - 108.95)) && (-0.003..0.0).contains(&(lat - 34.25)), "{there}");
    let back = convert(&["--from", "gcj02", "--to", "wgs84", &lon.to_string(), &lat.to_string()]).json();
    assert!(
        (back["lon"].as_f64().unwrap() - 108.95).abs() < 1e-8
            && (back["lat"].as_f64().unwrap() - 34.25).abs() < 1e-8
    );
    let text = run(folder.path(), &["convert", "--from", "wgs84", "--to", "cgcs2000", "--", "-70.5", "-33"]);
    assert_eq!(text.out.trim(), "-70.500000000 -33.000000000");
    assert_eq!(convert(&["--from", "wgs84", "--to", "gcj02", "108.95", "91"]).code, Some(2));
}
