//! The table of divisions, which the hub keeps as a file: it is the state's, not the tenant's.

use std::{collections::BTreeSet, fs, path::Path};

use doorstep_core::codes::{Division, DivisionCode, Divisions, Fault, GridCode, Imported};

use super::table;
use crate::store::StoreError;

/// The divisions of Shaanxi that come with the program.
const BUILT_IN: &str = include_str!("../../../core/data/shaanxi_divisions.csv");
/// The tenant's own table in the hub's folder, where one was imported.
const FILE: &str = "divisions.csv";

/// The table that comes with the program.
///
/// # Errors
/// The faults of that table: never, unless the program was built from a damaged copy.
pub fn built_in() -> Result<Divisions, Vec<Fault>> {
    Divisions::from_csv(BUILT_IN.as_bytes(), "shaanxi_divisions.csv")
}

/// The table of the hub in `folder`: its own, else the one that comes with the program.
///
/// # Errors
/// Every fault of the table.
pub fn of_folder(folder: &Path) -> Result<Divisions, Vec<Fault>> {
    let path = folder.join(FILE);
    if path.exists() { check(&path).all_or_nothing().map(Divisions::new) } else { built_in() }
}

/// Checks a table of divisions.
pub fn check(path: &Path) -> Imported<Division> {
    match super::read_text(path) {
        // One kind of line break, so that faults name the lines that a person counts.
        Ok(text) => Divisions::read_csv(text.replace("\r\n", "\n").as_bytes(), &table::name_of(path)),
        Err(faults) => Imported { rows: Vec::new(), faults },
    }
}

/// Makes `rows` the table of the hub in `folder`; the one before stays until the new one is whole.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(folder: &Path, rows: &[Division]) -> Result<(), StoreError> {
    let fresh = folder.join("divisions.csv.new");
    write(&fresh, rows)
        .and_then(|()| fs::File::open(&fresh)?.sync_all())
        .and_then(|()| fs::rename(&fresh, folder.join(FILE)))
        .map_err(StoreError::io(FILE))
}

/// The villages of `grids` that the table `before` has and the one of `rows` has not.
pub fn dropped(before: &Divisions, rows: &[Division], grids: &[GridCode]) -> BTreeSet<DivisionCode> {
    let after: BTreeSet<DivisionCode> = rows.iter().map(|row| row.code).collect();
    let villages = grids.iter().map(|grid| grid.village());
    villages.filter(|village| before.get(*village).is_some() && !after.contains(village)).collect()
}

fn write(path: &Path, rows: &[Division]) -> std::io::Result<()> {
    let mut csv = csv::Writer::from_path(path)?;
    csv.write_record(["code", "name", "level", "kind", "valid_from", "valid_to", "successor"])?;
    for row in rows {
        let text = |value: Option<String>| value.unwrap_or_default();
        csv.write_record([
            row.code.to_string(),
            row.name.clone(),
            row.level.number().to_string(),
            text(row.kind.clone()),
            text(row.valid_from.map(|day| day.to_string())),
            text(row.valid_to.map(|day| day.to_string())),
            text(row.successor.map(|code| code.to_string())),
        ])?;
    }
    csv.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_its_own_replaces_the_one_that_came_along() {
        let folder = tempfile::tempdir().unwrap();
        let built_in = of_folder(folder.path()).unwrap();
        assert_eq!(built_in.len(), 21_809);
        let county: Vec<_> = built_in
            .iter()
            .filter(|division| division.code.is_within("610203".parse().unwrap()))
            .cloned()
            .collect();
        keep(folder.path(), &county).unwrap();
        assert_eq!(of_folder(folder.path()).unwrap(), Divisions::new(county));
    }

    #[test]
    fn a_table_without_a_village_that_has_grids_is_noticed() {
        let before = built_in().unwrap();
        let grid: GridCode = "610203102200001".parse().unwrap();
        let all: Vec<Division> = before.iter().cloned().collect();
        assert!(dropped(&before, &all, &[grid]).is_empty());
        let rest: Vec<Division> = all.iter().filter(|row| row.code != grid.village()).cloned().collect();
        assert_eq!(dropped(&before, &rest, &[grid, grid]).into_iter().collect::<Vec<_>>(), [grid.village()]);
    }
}
