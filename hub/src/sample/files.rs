//! The township as a county's own lists: what the importers read.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    path::Path,
};

use doorstep_core::{
    codes::Phone,
    domain::rules::SAMPLE_PACK,
    geo::Datum,
    id::{HouseholdId, StaffId},
};
use serde_json::json;

use super::{Township, household_number, resident_number, staff_number};
use crate::import::{Column, column, write_categories, write_events};

/// Spreadsheets take a file for UTF-8 only with this mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What [`Township::write_files`] writes.
pub const FILES: [&str; 6] =
    ["grids.geojson", "households.csv", "residents.csv", "staff.csv", "responsibilities.csv", "rules.toml"];

impl Township {
    /// Writes `grids.geojson`, `households.csv`, `residents.csv`, `staff.csv`, `responsibilities.csv` and
    /// `rules.toml` into the folder `dir`, which must exist; lists of these names that are there are replaced.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_files(&self, dir: &Path) -> io::Result<()> {
        fs::write(dir.join("grids.geojson"), self.grids_geojson())?;
        self.write_households(&dir.join("households.csv"))?;
        self.write_residents(&dir.join("residents.csv"))?;
        self.write_staff(&dir.join("staff.csv"))?;
        self.write_responsibilities(&dir.join("responsibilities.csv"))?;
        fs::write(dir.join("rules.toml"), SAMPLE_PACK)
    }

    fn grids_geojson(&self) -> String {
        let features: Vec<_> = self
            .grids
            .iter()
            .map(|grid| {
                json!({
                    "type": "Feature",
                    "properties": { "code": grid.code, "name": grid.name },
                    "geometry": grid.outline,
                })
            })
            .collect();
        json!({ "type": "FeatureCollection", "features": features }).to_string()
    }

    fn write_households(&self, path: &Path) -> io::Result<()> {
        use column::household as c;
        let columns = [
            &c::NUMBER,
            &c::GRID,
            &c::ADDRESS,
            &c::GREETING,
            &c::GROUP,
            &c::BUILDING,
            &c::FLOOR,
            &c::PHONE,
            &c::LAT,
            &c::LON,
            &c::DATUM,
            &c::SAFETY,
            &c::RECORDED,
        ];
        let rows = self.households.iter().enumerate().map(|(index, home)| {
            let place = home.place.map(|place| place.to(Datum::Wgs84));
            let degrees =
                |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
            [
                household_number(index),
                home.grid.to_string(),
                home.address.clone(),
                home.greeting.clone(),
                home.village_group.clone().unwrap_or_default(),
                home.building.clone().unwrap_or_default(),
                home.floor.map(|floor| floor.to_string()).unwrap_or_default(),
                phone(home.phone.as_ref()),
                degrees(place.map(|place| place.lat())),
                degrees(place.map(|place| place.lon())),
                place.map(|_| "WGS-84".to_owned()).unwrap_or_default(),
                home.safety_note.clone().unwrap_or_default(),
                home.recorded_on.map(|day| day.to_string()).unwrap_or_default(),
            ]
        });
        write_csv(path, &columns, rows)
    }

    fn write_residents(&self, path: &Path) -> io::Result<()> {
        use column::resident as c;
        let numbers: BTreeMap<HouseholdId, String> = self
            .households
            .iter()
            .enumerate()
            .map(|(index, home)| (home.id, household_number(index)))
            .collect();
        let columns = [
            &c::NUMBER,
            &c::HOUSEHOLD,
            &c::NAME,
            &c::IDENTITY,
            &c::BORN,
            &c::PHONE,
            &c::RELATION,
            &c::CATEGORIES,
            &c::EVENTS,
        ];
        let rows = self.residents.iter().enumerate().map(|(index, one)| {
            [
                resident_number(index),
                numbers.get(&one.household).cloned().unwrap_or_default(),
                one.name.clone(),
                one.identity.as_ref().map(|number| number.reveal().to_owned()).unwrap_or_default(),
                one.born.map(|day| day.to_string()).unwrap_or_default(),
                phone(one.phone.as_ref()),
                one.relation.clone().unwrap_or_default(),
                write_categories(&one.categories),
                write_events(&one.events),
            ]
        });
        write_csv(path, &columns, rows)
    }

    fn write_staff(&self, path: &Path) -> io::Result<()> {
        use column::staff as c;
        let rows = self.staff.iter().enumerate().map(|(index, one)| {
            [staff_number(index), one.name.clone(), one.role.label().zh, phone(one.phone.as_ref())]
        });
        write_csv(path, &[&c::NUMBER, &c::NAME, &c::ROLE, &c::PHONE], rows)
    }

    fn write_responsibilities(&self, path: &Path) -> io::Result<()> {
        use column::responsibility as c;
        let numbers: BTreeMap<StaffId, String> =
            self.staff.iter().enumerate().map(|(index, one)| (one.id, staff_number(index))).collect();
        let rows = self.responsibilities.iter().map(|one| {
            [
                one.grid.to_string(),
                numbers.get(&one.staff).cloned().unwrap_or_default(),
                one.role.label().zh,
                one.from.to_string(),
                one.to.map(|day| day.to_string()).unwrap_or_default(),
            ]
        });
        write_csv(path, &[&c::GRID, &c::NUMBER, &c::GRID_ROLE, &c::FROM, &c::TO], rows)
    }
}

fn phone(phone: Option<&Phone>) -> String {
    phone.map(|phone| phone.reveal().to_owned()).unwrap_or_default()
}

fn write_csv<const N: usize>(
    path: &Path,
    columns: &[&Column; N],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    let mut file = io::BufWriter::new(fs::File::create(path)?);
    file.write_all(MARK)?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(columns.iter().map(|column| column.zh))?;
    for row in rows {
        csv.write_record(&row)?;
    }
    csv.flush()
}
