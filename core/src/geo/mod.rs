//! Places: coordinates, location fixes, fences, grids, which grid holds a point, and the way between stops.
//!
//! Owns the datum of every coordinate, the meaning of a fix's accuracy and flags, the verdict of a fence, the
//! shapes of grids with their import from what drawing programs write, and the check of a whole set of them.
//! Promises that no coordinate exists without its datum, that a shape that exists is valid, and that `Debug`
//! shows no position. Never blocks a visit: a missing fix, fence or polygon gives the answer "unknown".

mod area;
mod check;
mod coordinate;
mod datum;
mod fence;
mod fix;
mod grid;
mod import;
mod locator;
mod reading;
mod route;

pub use area::{Area, AreaError, AreaFlaw, Drawing, MAX_GRID_RINGS, MAX_GRID_VERTICES};
pub use check::{FaultKind, GridReport, GridSet, Home, SLIVER_M, SetFault};
pub use coordinate::{Coordinate, CoordinateError};
pub use datum::Datum;
pub use fence::{
    Circle, Fence, FenceError, FenceVerdict, INSIDE_FROM, OUTSIDE_TO, Place, WhyUnknown, verdict,
};
pub use fix::{
    Accuracy, CLOCK_TOLERANCE_MS, Fix, FixFlag, FixSource, IMPOSSIBLE_MPS, Moment, OLD_AFTER_MS,
    UnknownAccuracy,
};
pub use grid::GridShape;
pub use import::{
    GridFault, GridImport, ImportOptions, MAX_FILE_BYTES, MAX_FILE_VERTICES, RefusedGrid, Shapefile,
    older_datum, read_blobs, read_geojson, read_grids, read_outline, read_shapefile,
};
pub use locator::Locator;
pub use reading::{AccuracyKind, Reading};
pub use route::{EXACT, MOST_STOPS, Route, RouteStop, route};
