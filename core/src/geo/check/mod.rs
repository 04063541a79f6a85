//! Whether a set of grids fits together: what overlaps, what nobody covers, and what is missing.
//!
//! Each grid is valid by itself before it comes here. A fault names the place, its area and the two grids, so
//! that a manager can go and put it right; strips narrower than a tolerance, which come of drawing the same
//! border twice, are told apart from ground in dispute.

mod alike;
mod apart;
mod borders;
mod effort;
mod findings;
mod gap;
mod ground;
mod homes;
mod map;
mod open;
mod overlap;
mod report;
mod strip;
mod veil;
mod village;

use std::collections::BTreeSet;

use geo::{CoordsIter as _, MultiPolygon, Orient, orient::Direction};

use super::{Area, Coordinate, GridFault, GridImport, GridShape, RefusedGrid};
use crate::{
    codes::{DivisionCode, GridCode},
    text::Text,
};
use borders::Borders;
use effort::{Effort, Stopped};
use findings::Findings;
use ground::{Ground, Pieces, Plane};
use open::OpenEdges;
pub use report::{FaultKind, GridReport, SetFault};
use veil::Veil;

/// A strip of less than this mean width, in metres, is a sliver unless the caller says otherwise: about what a
/// border drawn twice by hand on an aerial picture leaves.
pub const SLIVER_M: f64 = 1.0;

/// Ground smaller than this, in square metres, is rounding.
const NOTHING_M2: f64 = 0.01;

/// A home to be found in some grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// What to call it: a number of the tenant's own, never a name.
    pub label: String,
    /// The grid that the register lists it under, where it says.
    pub grid: Option<GridCode>,
    /// Where it stands.
    pub at: Coordinate,
}

/// What is checked, and against what. Everything but the grids may be empty or absent.
#[derive(Clone, Copy, Debug)]
pub struct GridSet<'a> {
    /// The grids.
    pub grids: &'a [GridShape],
    /// Grids of the files that have faults: what is drawn for them is not taken for bare.
    pub refused: &'a [RefusedGrid],
    /// The villages whose ground is known, if grids are held against any.
    pub villages: Option<&'a [(DivisionCode, Area)]>,
    /// Homes that must stand in their grid.
    pub homes: &'a [Home],
    /// The grids that somebody answers for, if responsibilities are known at all.
    pub answered_for: Option<&'a BTreeSet<GridCode>>,
    /// Mean width in metres under which a strip is a sliver.
    pub sliver_m: f64,
}

impl<'a> GridSet<'a> {
    /// These grids by themselves.
    pub const fn of(grids: &'a [GridShape]) -> Self {
        Self { grids, refused: &[], villages: None, homes: &[], answered_for: None, sliver_m: SLIVER_M }
    }

    /// Everything that is wrong with the set. A set that would take without end is checked no further than
    /// [`FaultKind::CheckStopped`] says.
    pub fn check(&self) -> GridReport {
        let mut found = Findings::among(self.grids.len());
        self.find_duplicates(&mut found);
        let plane = Plane::over(self.grids);
        let mut laid: Vec<Laid> = self.grids.iter().filter_map(|grid| Laid::of(grid, &plane)).collect();
        alike::find(&mut laid, &plane, &mut found);
        if let Err(stopped) = self.compare(&laid, &plane, &mut found) {
            found.stop(stopped.fault(&laid, &plane));
        }
        drop(laid);
        homes::judge(self.homes, self.grids, self.refused, &mut found);
        self.find_unanswered(&mut found);
        GridReport { grids: self.grids.to_vec(), faults: found.finish() }
    }

    /// Holds the grids against each other and their villages.
    fn compare(&self, laid: &[Laid], plane: &Plane, found: &mut Findings) -> Result<(), Stopped> {
        let sliver_m = self.sliver_m;
        let corners = laid.iter().map(|grid| grid.ground.coords_count()).sum();
        let mut effort = Effort::among(laid.len(), corners);
        let pairs = &overlap::near_pairs(laid, sliver_m, &mut effort)?;
        let originals = laid.iter().enumerate().filter(|(_, grid)| !grid.is_copy);
        let open = &OpenEdges::of(originals.map(|(place, grid)| (place, &grid.ground)), &mut effort)?;
        let reach = sliver_m.max(gap::BORDERS_M);
        let borders = &Borders::of(open.iter(), open.iter().count(), reach, &mut effort)?;
        let veil = &Veil::of(self.refused, plane);
        let gaps = gap::Among { laid, open, borders, plane, sliver_m, veil };
        gaps.weigh(&mut effort)?;
        overlap::find(laid, pairs, plane, sliver_m, found);
        let enclosed = &gaps.find_enclosed(strip::SAME_M, &mut effort, found)?;
        let among = strip::Among { laid, pairs, open, borders, enclosed, plane, sliver_m };
        among.find(&mut effort, found)?;
        let Some(villages) = self.villages else { return Ok(()) };
        village::judge(laid, villages, plane, sliver_m, veil, &mut effort, found)
    }

    /// [`check`](Self::check) of the grids of one file by themselves, together with what was wrong in it.
    pub fn check_import(import: &GridImport) -> GridReport {
        GridSet { refused: &import.refused, ..GridSet::of(&import.grids) }.check_after(&import.faults)
    }

    /// [`check`](Self::check), together with what was wrong in the files that the set came from.
    pub fn check_after(&self, of_files: &[GridFault]) -> GridReport {
        let mut report = self.check();
        // Nobody may miss that there is more.
        let unfinished = report.faults.iter().take_while(|fault| fault.kind.says_there_is_more()).count();
        report.faults.splice(unfinished..unfinished, of_files.iter().map(SetFault::of_import));
        report
    }

    fn find_duplicates(&self, found: &mut Findings) {
        let mut seen = BTreeSet::new();
        for grid in self.grids.iter().filter(|grid| !seen.insert(grid.code)) {
            let code = grid.code;
            let sentence =
                Text::new(format!("网格编码 {code} 重复"), format!("grid code {code} is used twice"));
            let at = grid.area.as_ref().and_then(Area::inner_point);
            found.push(SetFault { at, ..SetFault::of_grid(FaultKind::DuplicateCode, code, sentence) });
        }
    }

    fn find_unanswered(&self, found: &mut Findings) {
        let Some(answered) = self.answered_for else { return };
        for grid in self.grids.iter().filter(|grid| !answered.contains(&grid.code)) {
            let code = grid.code;
            let sentence =
                Text::new(format!("网格 {code} 无人负责"), format!("nobody answers for grid {code}"));
            let at = grid.area.as_ref().and_then(Area::inner_point);
            found.push(SetFault { at, ..SetFault::of_grid(FaultKind::NobodyAnswers, code, sentence) });
        }
    }
}

/// A grid on the plane of the check.
struct Laid {
    code: GridCode,
    ground: MultiPolygon<f64>,
    /// West, south, east, north in metres of the plane.
    bounds: [f64; 4],
    /// Whether a grid before it has the same outline.
    is_copy: bool,
}

impl Laid {
    fn of(grid: &GridShape, plane: &Plane) -> Option<Self> {
        // All the same way round, so that what lies outside is on the right of every edge.
        let ground = plane.lay(grid.area.as_ref()?.polygons()).orient(Direction::Default);
        let bounds = ground::bounds(&ground)?;
        Some(Self { code: grid.code, ground, bounds, is_copy: false })
    }
}

/// Splits pieces of ground into those in dispute and slivers; each with what there is of it.
fn told_apart(pieces: MultiPolygon<f64>, plane: &Plane, sliver_m: f64) -> [Option<Ground>; 2] {
    let mut told = [Pieces::default(), Pieces::default()];
    let [real, slivers] = &mut told;
    for ground in pieces.into_iter().map(|piece| Ground::of(piece, plane)) {
        if ground.area_m2 > NOTHING_M2 {
            let kind = if ground.mean_width_m < sliver_m { &mut *slivers } else { &mut *real };
            kind.add(ground);
        }
    }
    told.map(Pieces::together)
}

#[cfg(test)]
mod tests;
