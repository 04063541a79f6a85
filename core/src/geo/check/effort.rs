//! What holding grids against each other may cost. A small drawing can have more crossings than fit into memory (two
//! combs across each other), so the work is counted before anything is built of it, and counted rather than timed, so
//! that a set gets the same answer everywhere.

use super::{FaultKind, Laid, SetFault, ground::Plane};
use crate::{codes::GridCode, geo::area::widest, text::Text};

/// Steps that one check may take. A step is about a nanosecond of a server's processor of 2024; what takes several is
/// weighed by what it took there, rounded up.
const MOST_STEPS: u64 = 6_000_000_000;
/// Steps of two grids whose boxes meet,
pub(super) const PAIR: u64 = 300;
/// of an edge that is passed over,
pub(super) const EDGE_LOOKED_AT: u64 = 3;
/// that is held against another one,
pub(super) const EDGE_MET: u64 = 30;
/// that is put in order among others,
pub(super) const EDGE_SORTED: u64 = 100;
/// that is put where it is found by its place,
pub(super) const EDGE_INDEXED: u64 = 400;
/// of looking there for what is near,
pub(super) const LOOK: u64 = 500;
/// of each edge of grids that are laid over each other,
const EDGE: u64 = 200;
/// and of two edges of theirs that cross.
pub(super) const CROSSING: u64 = 1_500;

/// Bytes that one check may take at once, besides what its faults take.
const MOST_BYTES: u64 = 190_000_000;
/// Bytes of a corner laid on the plane,
const CORNER_BYTES: u64 = 17;
/// of an edge that is found by its place,
pub(super) const EDGE_INDEXED_BYTES: u64 = 70;
/// of an edge of grids that are laid over each other,
const EDGE_BYTES: u64 = 150;
/// of two edges of theirs that cross,
const CROSSING_BYTES: u64 = 400;
/// and of two grids beside each other.
pub(super) const PAIR_BYTES: u64 = 60;

/// The steps that a check has left, which grids took them, and the bytes it holds.
pub(super) struct Effort {
    left: u64,
    taken: Vec<u64>,
    held: u64,
}

/// The check would have taken more than it may: of what, and the places of the grids that took the most steps.
#[derive(Debug)]
pub(super) struct Stopped {
    most: [Option<usize>; 2],
    of: Scarce,
}

#[derive(Clone, Copy, Debug)]
enum Scarce {
    Time,
    Memory,
}

impl Effort {
    /// For so many grids, with so many corners.
    pub(super) fn among(grids: usize, corners: usize) -> Self {
        Self { left: MOST_STEPS, taken: vec![0; grids], held: CORNER_BYTES * corners as u64 }
    }

    /// Takes steps for the grids at these places.
    pub(super) fn spend(&mut self, steps: u64, places: [usize; 2]) -> Result<(), Stopped> {
        for place in places {
            if let Some(taken) = self.taken.get_mut(place) {
                *taken += steps;
            }
        }
        self.left = self.left.checked_sub(steps).ok_or_else(|| self.stopped(Scarce::Time))?;
        Ok(())
    }

    /// Takes the steps of laying grounds with so many edges over each other, so many of which cross, if there is memory.
    pub(super) fn lay_over(&mut self, edges: u64, crossings: u64, places: [usize; 2]) -> Result<(), Stopped> {
        self.spend(EDGE * edges + CROSSING * crossings, places)?;
        self.fits(EDGE_BYTES * edges + CROSSING_BYTES * crossings)
    }

    /// Whether so many bytes can be had, before they are taken.
    pub(super) fn fits(&self, bytes: u64) -> Result<(), Stopped> {
        if self.held + bytes > MOST_BYTES { Err(self.stopped(Scarce::Memory)) } else { Ok(()) }
    }

    /// Takes bytes that are not given back before the check ends.
    pub(super) fn hold(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.held += bytes;
        self.fits(0)
    }

    /// How many bytes are held.
    pub(super) const fn held(&self) -> u64 {
        self.held
    }

    /// Gives back what was [held](Self::hold) since so many bytes were.
    pub(super) const fn release_to(&mut self, bytes: u64) {
        self.held = bytes;
    }

    fn stopped(&self, of: Scarce) -> Stopped {
        let mut places: Vec<usize> = (0..self.taken.len()).collect();
        let taken = |place: usize| self.taken.get(place).copied().unwrap_or_default();
        places.sort_by_key(|place| std::cmp::Reverse(taken(*place)));
        let mut most = places.into_iter().filter(|place| taken(*place) > 0);
        Stopped { most: [most.next(), most.next()], of }
    }
}

impl Stopped {
    /// The fault that says so.
    pub(super) fn fault(&self, laid: &[Laid], plane: &Plane) -> SetFault {
        let grids = self.most.map(|place| laid.get(place?));
        let [grid, other] = grids.map(|grid| grid.map(|grid| grid.code));
        let named: Vec<GridCode> = [grid, other].into_iter().flatten().collect();
        let listed = |before: &str, between: &str| match named.as_slice() {
            [] => String::new(),
            some => {
                format!("{before}{}", some.iter().map(ToString::to_string).collect::<Vec<_>>().join(between))
            }
        };
        let (zh, en) = match self.of {
            Scarce::Time => ("边界过于密集交错", "borders crowd and cross too often"),
            Scarce::Memory => (
                "边界过多或过于密集交错，内存不足",
                "borders are too many, or cross too often, for the memory that a check may take",
            ),
        };
        let sentence = Text::new(
            format!(
                "检查未完成：{zh}{}；重叠、空白和越界没有查完，未列出不等于没有",
                listed("，主要是网格 ", "、")
            ),
            format!(
                "the check was not finished: {en}{}; overlaps, gaps and ground beyond villages were not \
                 all looked for, so what is not listed may be there",
                listed(", mostly those of ", " and ")
            ),
        );
        let inside = |grid: &Laid| grid.ground.iter().find_map(widest);
        let at = grids.into_iter().flatten().find_map(inside).and_then(|(at, _)| plane.place(at));
        SetFault { grid, other, at, ..SetFault::new(FaultKind::CheckStopped, sentence) }
    }
}
