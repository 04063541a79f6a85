//! A grid as a map knows it.

use serde::{Deserialize, Serialize};

use super::Area;
use crate::codes::GridCode;

/// A grid as a map knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridShape {
    /// Its code.
    pub code: GridCode,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The ground it covers; many grids have no polygon.
    pub area: Option<Area>,
}
