//! The grids of this phone, by name for lists and with their ground for a map.

use std::fmt;

use doorstep_core::{codes::GridCode, fieldwork, geo};

use crate::{
    coverage::Coverage, error::DoorstepError, places::Coordinate, register::Register,
    responsibility::ResponsibilityList,
};

/// A grid by name.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GridLine {
    /// The grid.
    pub grid: GridCode,
    /// What it is called.
    pub name: String,
}

/// A corner of an outline in degrees of WGS-84, which most maps in China do not show where it lies: turn it first.
#[derive(Clone, Copy, PartialEq, uniffi::Record)]
pub struct Corner {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// One piece of ground that a grid covers.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct OutlinePart {
    /// The ring around it, closed: its last corner is its first.
    pub outer: Vec<Corner>,
    /// The rings of what is cut out of it.
    pub holes: Vec<Vec<Corner>>,
}

/// A grid as a map shows it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct GridShape {
    /// The grid.
    pub grid: GridCode,
    /// What it is called.
    pub name: String,
    /// Its ground; none where nobody drew it, or not so that it can be shown.
    pub parts: Vec<OutlinePart>,
    /// A place well inside, for its name; none without ground.
    pub label_at: Option<Coordinate>,
}

/// A page of grids for a map.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct GridShapePage {
    /// The grids, in order of their codes.
    pub shapes: Vec<GridShape>,
    /// After which grid the next page begins; none after the last.
    pub next: Option<GridCode>,
}

#[uniffi::export]
impl ResponsibilityList {
    /// A page of the grids that are on this phone, at most 200; `after` is the last one already seen.
    pub fn grids(&self, after: Option<GridCode>, limit: u32) -> Result<Vec<GridLine>, DoorstepError> {
        self.phone.look("responsibility.grids", |core| {
            core.grids(after, limit as usize).map(|lines| lines.into_iter().map(Into::into).collect())
        })
    }
}

#[uniffi::export]
impl Register {
    /// The grids for which this worker answers today: those where they may add a home.
    ///
    /// Fails with `NotFound` before enrolment.
    pub fn own_grids(&self) -> Result<Vec<GridLine>, DoorstepError> {
        self.phone.look("register.own_grids", |core| {
            core.own_grids().map(|lines| lines.into_iter().map(Into::into).collect())
        })
    }
}

#[uniffi::export]
impl Coverage {
    /// A page of the grids that are on this phone with their outlines, at most 200 and fewer where they are large.
    pub fn grid_shapes(&self, after: Option<GridCode>, limit: u32) -> Result<GridShapePage, DoorstepError> {
        self.phone
            .look("coverage.grid_shapes", |core| core.grid_shapes(after, limit as usize).map(Into::into))
    }
}

impl fmt::Debug for Corner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Corner(redacted)")
    }
}

impl From<fieldwork::GridLine> for GridLine {
    fn from(line: fieldwork::GridLine) -> Self {
        Self { grid: line.code, name: line.name }
    }
}

impl From<fieldwork::GridShapes> for GridShapePage {
    fn from(page: fieldwork::GridShapes) -> Self {
        Self { shapes: page.shapes.into_iter().map(Into::into).collect(), next: page.next }
    }
}

impl From<geo::GridShape> for GridShape {
    fn from(shape: geo::GridShape) -> Self {
        let parts = shape.area.as_ref().map(geo::Area::rings).unwrap_or_default();
        Self {
            grid: shape.code,
            name: shape.name.unwrap_or_default(),
            parts: parts.into_iter().map(part).collect(),
            label_at: shape.area.as_ref().and_then(geo::Area::inner_point).map(Into::into),
        }
    }
}

fn part(rings: Vec<Vec<[f64; 2]>>) -> OutlinePart {
    let ring = |corners: Vec<[f64; 2]>| -> Vec<Corner> {
        corners.into_iter().map(|[lon, lat]| Corner { lon, lat }).collect()
    };
    let mut rings = rings.into_iter().map(ring);
    OutlinePart { outer: rings.next().unwrap_or_default(), holes: rings.collect() }
}
