//! `doorstep locate`: which grid of a file holds a point.

use std::path::PathBuf;

use doorstep_core::{
    geo::{Coordinate, Datum, Locator},
    text::Text,
};
use serde_json::json;

use super::{Desk, convert::place, error::CliError, import, inspect::Reading, options, print};
use crate::import::grid_file;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// GeoJSON, KML, Shapefile (.shp), GeoPackage (.gpkg) or CSV with a column of WKT [网格文件]
    file: PathBuf,
    /// Degrees east [经度]
    #[arg(allow_negative_numbers = true)]
    lon: f64,
    /// Degrees north [纬度]
    #[arg(allow_negative_numbers = true)]
    lat: f64,
    #[command(flatten)]
    reading: Reading,
    /// What the point refers to [点的坐标系]
    #[arg(long, default_value = "WGS-84", value_parser = options::datum, value_name = "DATUM")]
    point_datum: Datum,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let at: Coordinate = place(args.lon, args.lat, args.point_datum)?;
    let read = grid_file(&args.file, &args.reading.options());
    if let Some(found) = read.faults.first().filter(|_| read.grids.is_empty()) {
        return Err(CliError::Faults(found.fault.text().both()));
    }
    if !desk.json {
        import::show_repairs(&read.repairs, None)?;
    }
    if !read.faults.is_empty() {
        eprintln!("{}", left_out(read.faults.len()).both());
    }
    let repairs = json!(read.repairs);
    let names = read.grids.clone();
    let found = Locator::new(read.grids).locate(&at);
    let name = found.and_then(|code| names.into_iter().find(|grid| grid.code == code)?.name);
    if desk.json {
        print::json(
            &json!({ "grid": found.map(|code| code.to_string()), "name": name, "repairs": repairs }),
        )?;
        return Ok(());
    }
    print::line(&match found {
        Some(code) => format!("{code} {}", name.unwrap_or_default()).trim_end().to_owned(),
        None => "in no grid / 不在任何网格内".to_owned(),
    })?;
    Ok(())
}

/// That what was found hangs on a file with faults.
fn left_out(faults: usize) -> Text {
    let en = if faults == 1 { "1 fault keeps".to_owned() } else { format!("{faults} faults keep") };
    Text::new(
        format!("提示：有 {faults} 个问题，部分网格未计入：doorstep inspect grids"),
        format!("note: {en} grids out: doorstep inspect grids"),
    )
}
