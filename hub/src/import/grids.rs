//! Grids from the files that drawing programs write.

use std::path::{Path, PathBuf};

use doorstep_core::{
    codes::{At, Divisions, Fault},
    domain::org::{Grid, GridKind},
    geo::{Area, GridFault, GridImport, GridShape, ImportOptions, Shapefile, read_grids, read_shapefile},
    op::row::{RowKind, name_id},
    text::Text,
};
use serde_json::{Value, json};

use super::{
    Context, ImportError, Plan,
    change::{Belongs, Change},
    table, words,
};

/// Characters of a grid's name.
const LONGEST_NAME: usize = 60;

/// Reads the file at `path`, its kind told by its ending (`.shp`, `.gpkg`) or its content (GeoJSON, KML, CSV). One
/// that cannot be read is a fault like any other.
pub(super) fn read(path: &Path, options: &ImportOptions) -> GridImport {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let read = match ending.as_str() {
        "shp" | "dbf" => shapefile(path, options),
        "gpkg" => crate::geopackage::read(path, options),
        _ => table::read_bytes(path).map(|bytes| read_grids(&bytes, &table::name_of(path), options)),
    };
    read.unwrap_or_else(|fault| {
        let fault = GridFault { code: "file", grid: None, at: None, fault };
        GridImport { faults: vec![fault], ..GridImport::default() }
    })
}

fn shapefile(path: &Path, options: &ImportOptions) -> Result<GridImport, Fault> {
    let outlines = beside(path, &["shp", "SHP"]).unwrap_or_else(|| path.with_extension("shp"));
    let shp = table::read_bytes(&outlines)?;
    let bytes = |path: Option<PathBuf>| path.map(|path| table::read_bytes(&path)).transpose();
    let dbf = bytes(beside(path, &["dbf", "DBF"]))?;
    let text = |endings| bytes(beside(path, endings)).map(|bytes| String::from_utf8(bytes?).ok());
    let (cpg, prj) = (text(&["cpg", "CPG"])?, text(&["prj", "PRJ"])?);
    let parts = Shapefile { shp: &shp, dbf: dbf.as_deref(), cpg: cpg.as_deref(), prj: prj.as_deref() };
    Ok(read_shapefile(&parts, &table::name_of(&outlines), options))
}

/// The file of the same name with one of these endings, if there is one.
fn beside(path: &Path, endings: &[&str]) -> Option<PathBuf> {
    endings.iter().map(|ending| path.with_extension(ending)).find(|path| path.exists())
}

/// Checks grids that were read. Their villages are in `divisions`.
pub(super) fn plan(
    read: GridImport,
    file: &str,
    divisions: &Divisions,
    context: &Context<'_>,
) -> Result<Plan, ImportError> {
    let GridImport { grids, faults, repairs, places, .. } = read;
    let mut plan = Plan::refused(faults.into_iter().map(|found| found.fault).collect());
    plan.repairs = repairs;
    for shape in grids {
        let code = shape.code;
        if let Some(fault) = fault_of(&shape, divisions) {
            let at = places.get(&code).copied().unwrap_or(At::Whole);
            plan.faults.push(Fault::row(file, at, fault));
            continue;
        }
        let id = name_id(RowKind::Grid, &code.to_string());
        let mut fields = fields(shape, divisions);
        if context.present.row(RowKind::Grid, id)?.is_some() {
            // What a grid is was set when it was made; a file of outlines does not say.
            fields.remove("kind");
        }
        let change = Change { kind: RowKind::Grid, id, belongs: Belongs::Grid(code), fields };
        plan.add_unit(context.present.as_ref(), context.today, vec![change])?;
    }
    Ok(plan)
}

fn fields(shape: GridShape, divisions: &Divisions) -> serde_json::Map<String, Value> {
    let village = divisions.get(shape.code.village()).map(|village| village.name.clone());
    let number = shape.code.number();
    let name = shape.name.unwrap_or_else(|| format!("{}第{number}网格", village.unwrap_or_default()));
    let outline = shape.area.as_ref().map(outline);
    let grid = Grid { code: shape.code, name, kind: GridKind::Basic, outline };
    match serde_json::to_value(grid) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    }
}

/// The area as GeoJSON geometry in WGS-84.
fn outline(area: &Area) -> Value {
    match area.rings().as_slice() {
        [rings] => json!({ "type": "Polygon", "coordinates": rings }),
        parts => json!({ "type": "MultiPolygon", "coordinates": parts }),
    }
}

/// What this hub cannot take of a grid that was read.
fn fault_of(shape: &GridShape, divisions: &Divisions) -> Option<Text> {
    let grid = shape.code;
    let village = grid.village();
    if divisions.get(village).is_none() {
        return Some(Text::new(
            format!("网格 {grid}：区划表中没有村（社区）{village}"),
            format!("grid {grid}: the table of divisions has no village {village}"),
        ));
    }
    let unreadable = shape.name.as_deref().and_then(|name| words::<LONGEST_NAME>(name).err())?;
    Some(Text::new(
        format!("网格 {grid} 的名称{}", unreadable.zh),
        format!("the name of grid {grid} {}", unreadable.en),
    ))
}
