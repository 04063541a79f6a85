//! `doorstep inspect grids`: a set of grids held against itself.

use std::{io::Write, path::PathBuf};

use doorstep_core::{
    geo::{Datum, GridSet, ImportOptions},
    text::Lang,
};
use serde_json::json;

use crate::{
    cli::{Desk, error::CliError, import, print},
    import::grid_file,
    store::StoreError,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// GeoJSON, KML, Shapefile (.shp), GeoPackage (.gpkg) or CSV with a column of WKT [文件]
    file: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
    /// Write a map with the faults numbered [问题地图]
    #[arg(long, value_name = "OUT.svg")]
    map: Option<PathBuf>,
    /// Write grids and faults for a drawing program [导出 GeoJSON]
    #[arg(long, value_name = "OUT.geojson")]
    layers: Option<PathBuf>,
}

/// How to read a file of grids.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Reading {
    /// What the positions refer to: WGS-84, CGCS2000, GCJ-02 or BD-09 [坐标系]
    #[arg(long, default_value = "WGS-84", value_parser = import::datum)]
    datum: Datum,
    /// The property that holds the 15-digit code [编码字段]
    #[arg(long, value_name = "NAME")]
    code: Option<String>,
    /// The property that holds the name [名称字段]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Repair nothing, not even an open ring [不自动修正]
    #[arg(long)]
    strict: bool,
}

impl Reading {
    pub fn options(&self) -> ImportOptions {
        ImportOptions {
            code_property: self.code.clone(),
            name_property: self.name.clone(),
            repair: !self.strict,
            ..ImportOptions::new(self.datum)
        }
    }
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let read = grid_file(&args.file, &args.reading.options())
        .map_err(|fault| CliError::Faults(fault.to_string()))?;
    let report = GridSet::check_import(&read);
    let save = |path: &PathBuf, text: String| {
        std::fs::write(path, text).map_err(StoreError::io(path.display().to_string()))
    };
    if let Some(path) = &args.map {
        save(path, report.svg(Lang::ZhCn))?;
    }
    if let Some(path) = &args.layers {
        save(path, report.geojson().to_string())?;
    }
    if desk.json {
        print::json(&json!({
            "grids": report.grids.len(),
            "faults": report.faults.iter().map(|fault| fault.json()).collect::<Vec<_>>(),
            "repairs": read.repairs,
        }))?;
    } else {
        import::show_repairs(&read.repairs)?;
        let mut out = std::io::stdout().lock();
        out.write_all(report.text(Lang::ZhCn).as_bytes())?;
        out.write_all(report.text(Lang::En).as_bytes())?;
    }
    match report.faults.len() {
        0 => Ok(()),
        1 => Err(CliError::Faults("1 fault / 1 个问题".to_owned())),
        many => Err(CliError::Faults(format!("{many} faults / {many} 个问题"))),
    }
}
