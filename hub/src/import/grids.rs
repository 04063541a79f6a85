//! Grids from GeoJSON.

use doorstep_core::{
    codes::{DivisionCode, Divisions, Fault, GridCode},
    domain::org::{Grid, GridKind},
    geo::{Area, Datum, GridShape, read_geojson},
    op::row::{RowKind, name_id},
    text::Text,
};
use serde_json::{Value, json};

use super::{
    Context, ImportError, Plan,
    change::{Belongs, Change},
};

/// Checks a file of grids whose positions are degrees of `datum`. Their villages are in `divisions`.
pub(super) fn plan(
    text: &str,
    file: &str,
    datum: Datum,
    divisions: &Divisions,
    context: &Context<'_>,
) -> Result<Plan, ImportError> {
    let read = read_geojson(text, file, datum);
    let mut plan = Plan::refused(read.faults);
    for shape in read.rows {
        let village = shape.code.village();
        if divisions.get(village).is_none() {
            plan.faults.push(Fault::whole(file, unknown_village(shape.code, village)));
            continue;
        }
        let code = shape.code;
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

fn unknown_village(grid: GridCode, village: DivisionCode) -> Text {
    Text::new(
        format!("网格 {grid}：区划表中没有村（社区）{village}"),
        format!("grid {grid}: the table of divisions has no village {village}"),
    )
}
