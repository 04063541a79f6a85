//! What a set of grids is held against before it is taken: homes, villages and responsibilities, read from the
//! same lists that imports take, without a hub.

use std::{collections::BTreeSet, path::Path};

use doorstep_core::{
    codes::{Fault, GridCode},
    geo::{GridFault, Home},
    time::Day,
};

use super::{
    columns::{Column, Columns},
    fields::grid_code,
    households::{self, DATUM, ENDED, LAT, LON, place},
    record::{Given, Record, day, words},
    staff::{FROM, GRID, GRID_ROLE, NUMBER, TO, grid_role},
    table::{self, Table},
};

/// The homes of a list of households.
#[derive(Debug, Default)]
pub struct Homes {
    /// Those with a place, called by the household's number.
    pub placed: Vec<Home>,
    /// How many have none: ordinary, and not looked for.
    pub without_place: usize,
    /// What is wrong with the list.
    pub faults: Vec<GridFault>,
}

/// The homes of the list of households at `path`; those that ended are left out.
pub fn homes(path: &Path) -> Homes {
    let mut homes = Homes::default();
    let mut faults = Vec::new();
    if let Some((table, columns)) =
        open(path, &[&households::NUMBER, &LAT, &LON], &[&households::GRID, &DATUM, &ENDED], &mut faults)
    {
        for line in &table.lines {
            let Some(mut record) = Record::new(&table, &columns, line, &mut faults) else { continue };
            let label = record.need(&households::NUMBER, words::<60>);
            let grid = record.parse(&households::GRID, grid_code).value();
            let ended = matches!(record.parse(&ENDED, day), Given::Value(_));
            let at = place(&mut record);
            let (Some(label), true, false) = (label, record.is_good(), ended) else { continue };
            match at {
                Given::Value(at) => homes.placed.push(Home { label, grid, at }),
                Given::None | Given::Nothing => homes.without_place += 1,
            }
        }
    }
    homes.faults = of_list(faults);
    homes
}

/// The grids that somebody answers for on `on`, by the responsibility list at `path`, none where that is no such list;
/// and what is wrong with it.
pub fn answered_for(path: &Path, on: Day) -> (Option<BTreeSet<GridCode>>, Vec<GridFault>) {
    let mut faults = Vec::new();
    let list = open(path, &[&GRID, &NUMBER, &GRID_ROLE], &[&FROM, &TO], &mut faults);
    let answered = list.map(|(table, columns)| {
        let mut answered = BTreeSet::new();
        for line in &table.lines {
            let Some(mut record) = Record::new(&table, &columns, line, &mut faults) else { continue };
            let grid = record.need(&GRID, grid_code);
            // A vacant post names its grid and nobody.
            record.need(&NUMBER, words::<60>);
            record.need(&GRID_ROLE, grid_role);
            let from = record.parse(&FROM, day).value();
            let to = record.parse(&TO, day).value();
            let in_force = from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to);
            answered.extend(grid.filter(|_| record.is_good() && in_force));
        }
        answered
    });
    (answered, of_list(faults))
}

fn open(
    path: &Path,
    needed: &[&'static Column],
    optional: &[&'static Column],
    faults: &mut Vec<Fault>,
) -> Option<(Table, Columns)> {
    let read = table::read(path).and_then(|table| {
        let columns = Columns::find(&table, needed, optional)?;
        Ok((table, columns))
    });
    read.map_err(|found| faults.extend(found)).ok()
}

/// Faults of a list as a report of grids shows them.
fn of_list(faults: Vec<Fault>) -> Vec<GridFault> {
    faults.into_iter().map(|fault| GridFault { code: "list", grid: None, at: None, fault }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn homes_are_read_from_the_list_that_households_are_imported_from() {
        let (_folder, path) = file(
            "户编号,网格编码,地址,户主,纬度,经度,坐标系,注销日期\n\
             H1,610203102200001,东街 1 号,张三,34.25,108.95,WGS-84,\n\
             H2,610203102200001,东街 2 号,李四,,,,\n\
             H3,610203102200001,东街 3 号,王五,34.25,108.95,GCJ-02,2026-01-31\n\
             H4,610203102200001,东街 4 号,赵六,34.25,108.95,,\n",
        );
        let homes = homes(&path);
        assert_eq!(homes.placed.iter().map(|home| home.label.as_str()).collect::<Vec<_>>(), ["H1"]);
        assert_eq!(homes.placed[0].grid.unwrap().to_string(), "610203102200001");
        assert_eq!(homes.without_place, 1);
        let faults: Vec<_> = homes.faults.iter().map(|found| found.fault.to_string()).collect();
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("list.csv, line 5, 坐标系/datum"), "{faults:?}");
    }

    #[test]
    fn who_answered_before_or_will_later_does_not_answer_today() {
        let (_folder, path) = file(
            "grid,staff_id,grid_role,from,to\n\
             610203102200001,S1,Chief,2026-01-01,\n\
             610203102200002,S1,Chief,2026-01-01,2026-05-31\n\
             610203102200003,S1,Chief,2026-07-01,\n\
             610203102200004,,Chief,2026-01-01,\n\
             6102,S1,Chief,,\n",
        );
        let (answered, faults) = answered_for(&path, "2026-06-10".parse().unwrap());
        let answered: Vec<_> = answered.unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(answered, ["610203102200001"]);
        let told: Vec<_> = faults.iter().map(|found| found.fault.to_string()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].starts_with("list.csv, line 5, ") && told[0].ends_with("must not be blank"),
            "{told:?}"
        );
    }

    #[test]
    fn a_list_that_names_nobody_or_cannot_be_read_says_of_no_grid_that_nobody_answers() {
        let (_folder, path) = file("户编号,网格编码,纬度,经度\nH1,610203102200001,34.25,108.95\n");
        let on = "2026-06-10".parse().unwrap();
        let (answered, faults) = answered_for(&path, on);
        assert_eq!((answered, faults.len()), (None, 2));
        let (answered, faults) = answered_for(&path.with_file_name("none.csv"), on);
        assert_eq!((answered, faults.len()), (None, 1));
    }
}
