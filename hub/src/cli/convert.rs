//! `doorstep convert`: one position from one datum to another.

use doorstep_core::geo::{Coordinate, Datum};
use serde_json::json;

use super::{Desk, error::CliError, options, print};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What the position refers to: WGS-84, CGCS2000, GCJ-02 or BD-09 [原坐标系]
    #[arg(long, value_parser = options::datum)]
    from: Datum,
    /// What it shall refer to [目标坐标系]
    #[arg(long, value_parser = options::datum)]
    to: Datum,
    /// Degrees east [经度]
    #[arg(allow_negative_numbers = true)]
    lon: f64,
    /// Degrees north [纬度]
    #[arg(allow_negative_numbers = true)]
    lat: f64,
}

/// The position that was typed.
pub(super) fn place(lon: f64, lat: f64, datum: Datum) -> Result<Coordinate, CliError> {
    Coordinate::new(lat, lon, datum).map_err(|error| {
        let reason = error.reason();
        CliError::Usage(format!("{} / {}", reason.en, reason.zh))
    })
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let at = place(args.lon, args.lat, args.from)?.to(args.to);
    if desk.json {
        print::json(&json!({ "lon": at.lon(), "lat": at.lat(), "datum": at.datum() }))?;
    } else {
        print::line(&format!("{:.9} {:.9}", at.lon(), at.lat()))?;
    }
    Ok(())
}
