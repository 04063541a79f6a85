//! The invented map: one rectangle for each grid, tiled around a centre in the real county's neighbourhood.

use doorstep_core::{
    codes::GridCode,
    domain::org::{Grid, GridKind},
    geo::{Coordinate, Datum},
};
use serde_json::json;

use super::dice::Dice;

/// North-west corner of the map in WGS-84 degrees: open hills of 印台区, nobody's home.
const NORTH: f64 = 35.17;
const WEST: f64 = 109.13;
/// A cell is about 550 m each way, roughly the ground of 300 rural households.
const CELL_LAT: f64 = 0.005;
const CELL_LON: f64 = 0.006;
const COLUMNS: usize = 6;

/// Homes keep this share of a cell (about 32 m) away from its border, but for a few.
const MARGIN: f64 = 0.058;
const NEAR_BORDER: f64 = 0.06;

/// The rectangle of the `index`-th grid: numbered from west to east, then from north to south.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    south: f64,
    west: f64,
}

impl Cell {
    pub fn of(index: usize) -> Self {
        let (row, column) = (index / COLUMNS, index % COLUMNS);
        Self { south: NORTH - CELL_LAT * (row as f64 + 1.0), west: WEST + CELL_LON * column as f64 }
    }

    /// The grid with this rectangle as its outline.
    pub fn grid(self, code: GridCode, name: String) -> Grid {
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        let (south, north) = (round(self.south), round(self.south + CELL_LAT));
        let (west, east) = (round(self.west), round(self.west + CELL_LON));
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        let outline = json!({ "type": "Polygon", "coordinates": [ring] });
        Grid { code, name, kind: GridKind::Basic, outline: Some(outline) }
    }

    /// A place inside.
    pub fn place(self, dice: &mut Dice) -> Option<Coordinate> {
        let margin = if dice.chance(NEAR_BORDER) { 0.002 } else { MARGIN };
        let mut within = || margin + (1.0 - 2.0 * margin) * dice.fraction();
        let (lat, lon) = (self.south + CELL_LAT * within(), self.west + CELL_LON * within());
        // Six digits are 0.1 m, and what a list carries.
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        Coordinate::new(round(lat), round(lon), Datum::Wgs84).ok()
    }
}
