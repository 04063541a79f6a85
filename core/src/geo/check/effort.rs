//! What holding grids against each other may cost. A small drawing can have more crossings than fit into memory (two
//! combs across each other), so the work is counted before anything is built of it, and counted rather than timed, so
//! that a set gets the same answer everywhere.

use super::{FaultKind, Laid, SetFault, ground::Plane};
use crate::{codes::GridCode, geo::area::widest, text::Text};

/// Steps that one check may take. A county of 2,000 grids of a hundred corners, all of it drawn twice, takes an eighth.
const MOST_STEPS: u64 = 800_000_000;
/// Steps of two grids whose boxes meet,
pub(super) const PAIR: u64 = 100;
/// of each edge of the two, since they are laid over each other,
pub(super) const EDGE: u64 = 4;
/// and of two edges that cross: what is built of a crossing takes most of the time and all of the memory.
pub(super) const CROSSING: u64 = 200;

/// The steps that a check has left, and which grids took them.
pub(super) struct Effort {
    left: u64,
    taken: Vec<u64>,
}

/// The check would have taken more steps than it may: the places of the grids that took the most.
#[derive(Debug)]
pub(super) struct Stopped([Option<usize>; 2]);

impl Effort {
    pub(super) fn among(grids: usize) -> Self {
        Self { left: MOST_STEPS, taken: vec![0; grids] }
    }

    /// Takes steps for the grids at these places.
    pub(super) fn spend(&mut self, steps: u64, places: [usize; 2]) -> Result<(), Stopped> {
        for place in places {
            if let Some(taken) = self.taken.get_mut(place) {
                *taken += steps;
            }
        }
        self.left = self.left.checked_sub(steps).ok_or_else(|| self.stopped())?;
        Ok(())
    }

    fn stopped(&self) -> Stopped {
        let mut places: Vec<usize> = (0..self.taken.len()).collect();
        let taken = |place: usize| self.taken.get(place).copied().unwrap_or_default();
        places.sort_by_key(|place| std::cmp::Reverse(taken(*place)));
        let mut most = places.into_iter().filter(|place| taken(*place) > 0);
        Stopped([most.next(), most.next()])
    }
}

impl Stopped {
    /// The fault that says so.
    pub(super) fn fault(&self, laid: &[Laid], plane: &Plane) -> SetFault {
        let grids = self.0.map(|place| laid.get(place?));
        let [grid, other] = grids.map(|grid| grid.map(|grid| grid.code));
        let named: Vec<GridCode> = [grid, other].into_iter().flatten().collect();
        let listed = |before: &str, between: &str| match named.as_slice() {
            [] => String::new(),
            some => {
                format!("{before}{}", some.iter().map(ToString::to_string).collect::<Vec<_>>().join(between))
            }
        };
        let sentence = Text::new(
            format!(
                "检查未完成：边界过于密集交错{}；重叠、空白和越界没有查完，未列出不等于没有",
                listed("，主要是网格 ", "、")
            ),
            format!(
                "the check was not finished: borders crowd and cross too often{}; overlaps, gaps and \
                 ground beyond villages were not all looked for, so what is not listed may be there",
                listed(", mostly those of ", " and ")
            ),
        );
        let inside = |grid: &Laid| grid.ground.iter().find_map(widest);
        let at = grids.into_iter().flatten().find_map(inside).and_then(|(at, _)| plane.place(at));
        SetFault { grid, other, at, ..SetFault::new(FaultKind::CheckStopped, sentence) }
    }
}
