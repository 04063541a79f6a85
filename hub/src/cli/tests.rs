use clap::{CommandFactory, Parser};

use super::*;

fn parses(line: &str) -> bool {
    Cli::try_parse_from(line.split_whitespace()).is_ok()
}

#[test]
fn the_commands_are_well_formed() {
    Cli::command().debug_assert();
}

#[test]
fn what_the_handbook_says_can_be_typed() {
    for line in [
        "doorstep init --name 某县 --folder /tmp/x",
        "doorstep import grids grids.geojson --datum gcj-02",
        "doorstep import households h.csv --residents r.csv --dry-run",
        "doorstep import residents r.xlsx --accept-good --json",
        "doorstep import roster dibao.csv --category 低保 --grade-column 保障类别 --within 610203102 --apply",
        "doorstep enrol S001 --url https://hub.example:8443",
        "doorstep assign 610203102200001 张敏 --role Chief --from 2026-06-01",
        "doorstep assign 610203102200001 张敏 --role 网格长 --end 2026-06-30",
        "doorstep revoke 0197 --now",
        "doorstep devices --json",
        "doorstep serve --listen 127.0.0.1:8443",
        "doorstep coverage --period 2026-06 --division 610203102 --as-of 2026-06-30 --json",
        "doorstep coverage --grid 610203102200001 --grid 610203102200002 --by category",
        "doorstep backup /tmp/b",
        "doorstep restore /tmp/b",
        "doorstep rejected /tmp/rejected.age --json",
        "doorstep sample /tmp/s --seed 7 --scale 0.1 --force",
        "doorstep shrink a.jpg b.jpg --thumbnail c.jpg --force",
        "doorstep import divisions d.csv --replace",
        "doorstep inspect grids g.shp --datum cgcs2000 --code WGBM --map out.svg --json",
        "doorstep inspect grids g.shp --households h.xlsx --villages v.geojson --villages-datum gcj02 --responsible r.csv",
        "doorstep inspect grids g.csv --lang en --map m.svg",
        "doorstep import grids g.gpkg --layer 网格 --code WGBM --name WGMC --strict",
        "doorstep locate g.geojson 108.95 34.25 --json",
        "doorstep convert --from gcj02 --to wgs84 108.95 34.25 --json",
        "doorstep convert --from wgs84 --to bd09 -108.95 -34.25",
    ] {
        assert!(parses(line), "{line}");
    }
}

#[test]
fn nonsense_is_wrong_usage() {
    for line in [
        "doorstep",
        "doorstep coverage --period 2026-13",
        "doorstep assign 6102 张敏 --role Chief",
        "doorstep assign 610203102200001 张敏 --role Boss",
        "doorstep revoke x --now --drain",
        "doorstep import roster x.csv --category 贫困",
        "doorstep inspect grids g.csv --lang french",
        "doorstep init --name x --zone 8",
        "doorstep init --name x --zone +15:00",
    ] {
        assert!(!parses(line), "{line}");
    }
}
