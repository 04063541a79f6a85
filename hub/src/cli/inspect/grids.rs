//! `doorstep inspect grids`: a set of grids held against itself.

use std::{collections::BTreeSet, io::Write, path::PathBuf};

use doorstep_core::{
    codes::{DivisionCode, Fault, GridCode},
    geo::{Area, Datum, GridFault, GridSet, ImportOptions},
    text::{Lang, Text},
    time::{Clock as _, Zone},
};
use serde_json::json;

use crate::{
    cli::{Desk, error::CliError, import, options, print},
    import::{Homes, answered_for, grid_file, homes},
    store::StoreError,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// GeoJSON, KML, Shapefile (.shp), GeoPackage (.gpkg) or CSV with a column of WKT [文件]
    file: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
    /// Households, CSV or XLSX as `import households` takes them: which lie in no grid, or in another than they
    /// are listed under [住户表：查不在网格内或不在所登记网格内的住户]
    #[arg(long, value_name = "FILE")]
    households: Option<PathBuf>,
    /// Outlines of villages with 12-digit codes, in a format as above: which grids reach out of theirs
    /// [村界文件：查超出本村的网格]
    #[arg(long, value_name = "FILE")]
    villages: Option<PathBuf>,
    /// What the villages' positions refer to, where not the same as the grids' [村界坐标系]
    #[arg(long, value_parser = options::datum, value_name = "DATUM", requires = "villages")]
    villages_datum: Option<Datum>,
    /// The layer to read of a GeoPackage of villages that holds several [村界图层]
    #[arg(long, value_name = "NAME", requires = "villages")]
    villages_layer: Option<String>,
    /// The property that holds the villages' 12-digit codes [村编码字段]
    #[arg(long, value_name = "NAME", requires = "villages")]
    villages_code: Option<String>,
    /// Responsibilities, CSV or XLSX as `import responsibilities` takes them: which grids nobody answers for today
    /// [责任清单：查今天无人负责的网格]
    #[arg(long, value_name = "FILE", visible_alias = "responsibilities")]
    responsible: Option<PathBuf>,
    /// Write a map with the faults numbered [问题地图]
    #[arg(long, value_name = "OUT.svg")]
    map: Option<PathBuf>,
    /// The language of text and map, `zh` or `en`; without it the text has both and the map Chinese [语言]
    #[arg(long, value_name = "LANG", value_parser = lang)]
    lang: Option<Lang>,
    /// Write grids and faults for a drawing program [导出 GeoJSON]
    #[arg(long, value_name = "OUT.geojson")]
    layers: Option<PathBuf>,
}

impl Args {
    /// How to read the file of villages, whose properties have names of their own.
    fn villages_options(&self) -> ImportOptions {
        ImportOptions {
            villages: true,
            layer: self.villages_layer.clone(),
            code_property: self.villages_code.clone(),
            repair: !self.reading.strict,
            ..ImportOptions::new(self.villages_datum.unwrap_or(self.reading.datum))
        }
    }

    /// In the language that was asked for, or both.
    fn say(&self, text: &Text) -> String {
        self.lang.map_or_else(|| text.both(), |lang| text.in_lang(lang).to_owned())
    }
}

/// How to read a file of grids.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Reading {
    /// What the positions refer to: WGS-84, CGCS2000, GCJ-02 or BD-09 [坐标系]
    #[arg(long, default_value = "WGS-84", value_parser = options::datum)]
    datum: Datum,
    /// The layer to read of a GeoPackage that holds several [图层]
    #[arg(long, value_name = "NAME")]
    layer: Option<String>,
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
            layer: self.layer.clone(),
            code_property: self.code.clone(),
            name_property: self.name.clone(),
            repair: !self.strict,
            ..ImportOptions::new(self.datum)
        }
    }
}

fn lang(text: &str) -> Result<Lang, String> {
    match text.to_ascii_lowercase().as_str() {
        "zh" | "zh-cn" => Ok(Lang::ZhCn),
        "en" => Ok(Lang::En),
        _ => Err("is neither zh nor en".to_owned()),
    }
}

/// What the grids are held against, with what is wrong in those lists.
#[derive(Default)]
struct Against {
    homes: Homes,
    villages: Option<Vec<(DivisionCode, Area)>>,
    answered: Option<BTreeSet<GridCode>>,
    faults: Vec<GridFault>,
    repairs: Vec<Fault>,
}

impl Against {
    fn read(args: &Args) -> Self {
        let mut against = Self::default();
        if let Some(path) = &args.households {
            against.homes = homes(path);
            against.faults.extend(against.homes.faults.iter().cloned());
        }
        if let Some(path) = &args.villages {
            let read = grid_file(path, &args.villages_options());
            let areas = read.village_areas();
            // A file that could not be read is one fault, not one of each village.
            against.villages = Some(areas).filter(|areas| !areas.is_empty() || read.faults.is_empty());
            against.faults.extend(read.faults);
            against.repairs = read.repairs;
        }
        if let Some(path) = &args.responsible {
            let (answered, faults) = answered_for(path, Zone::CHINA.day_of(Desk::clock().now()));
            against.answered = answered;
            against.faults.extend(faults);
        }
        against
    }
}

/// Of how many households nobody knows where they lie: that is no fault.
fn unplaced(count: usize) -> Text {
    let en = if count == 1 { "1 household has".to_owned() } else { format!("{count} households have") };
    Text::new(
        format!("提示：{count} 户没有坐标，未参与检查"),
        format!("note: {en} no coordinates: not looked for"),
    )
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let read = grid_file(&args.file, &args.reading.options());
    let against = Against::read(args);
    let set = GridSet {
        refused: &read.refused,
        homes: &against.homes.placed,
        villages: against.villages.as_deref(),
        answered_for: against.answered.as_ref(),
        ..GridSet::of(&read.grids)
    };
    let faults: Vec<_> = read.faults.iter().chain(&against.faults).cloned().collect();
    let repairs: Vec<_> = read.repairs.iter().chain(&against.repairs).cloned().collect();
    let report = set.check_after(&faults);
    let save = |path: &PathBuf, text: String| {
        std::fs::write(path, text).map_err(StoreError::io(path.display().to_string()))
    };
    if let Some(path) = &args.map {
        save(path, report.svg(args.lang.unwrap_or_default()))?;
    }
    if let Some(path) = &args.layers {
        save(path, report.geojson().to_string())?;
    }
    if desk.json {
        let mut all = report.json();
        if let Some(all) = all.as_object_mut() {
            all.insert("repairs".to_owned(), json!(repairs));
            all.insert("households_without_place".to_owned(), json!(against.homes.without_place));
        }
        print::json(&all)?;
    } else {
        if against.homes.without_place > 0 {
            eprintln!("{}", args.say(&unplaced(against.homes.without_place)));
        }
        import::show_repairs(&repairs, args.lang)?;
        let mut out = std::io::stdout().lock();
        for lang in args.lang.map_or_else(|| vec![Lang::ZhCn, Lang::En], |lang| vec![lang]) {
            out.write_all(report.text(lang).as_bytes())?;
        }
    }
    let count = match report.faults.len() {
        0 => return Ok(()),
        1 => Text::new("1 个问题", "1 fault"),
        many => Text::new(format!("{many} 个问题"), format!("{many} faults")),
    };
    Err(CliError::Faults(args.say(&count)))
}
