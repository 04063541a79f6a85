//! Ground as a file draws it, valid or not.

use geo::{LineString, MultiPolygon, Polygon};

use super::{Area, read_position, within_limits};
use crate::geo::Datum;

/// Ground that is drawn somewhere and need not be an [`Area`]: its rings may cross. It tells that somebody
/// means to cover this ground. `Debug` redacts.
#[derive(Clone, PartialEq)]
pub struct Drawing(MultiPolygon<f64>);

impl Drawing {
    /// What `parts` draw, rings closed; `None` where a position is none, or there are too many.
    pub(in crate::geo) fn of(parts: &[Vec<Vec<[f64; 2]>>], datum: Datum) -> Option<Self> {
        within_limits(parts).ok()?;
        let ring = |ring: &Vec<[f64; 2]>| -> Option<LineString<f64>> {
            ring.iter().map(|[lon, lat]| read_position(*lon, *lat, datum, 1).ok()).collect()
        };
        let part = |part: &Vec<Vec<[f64; 2]>>| {
            let mut rings = part.iter().map(ring).collect::<Option<Vec<_>>>()?.into_iter();
            Some(Polygon::new(rings.next()?, rings.collect()))
        };
        parts.iter().map(part).collect::<Option<Vec<_>>>().map(|parts| Self(MultiPolygon::new(parts)))
    }

    /// The polygons in WGS-84, longitude first.
    pub(in crate::geo) const fn polygons(&self) -> &MultiPolygon<f64> {
        &self.0
    }
}

impl From<Area> for Drawing {
    fn from(area: Area) -> Self {
        Self(area.0)
    }
}

impl std::fmt::Debug for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drawing({} parts, redacted)", self.0.0.len())
    }
}
