//! The order in which to walk a day's stops.
//!
//! An open path from where the worker stands, with an end if one is given. Up to [`EXACT`] stops the order is the
//! best there is; above, a path built by nearest neighbour is bettered by moving and turning its pieces. What is
//! minimised is, in this order: stops reached after their time window, then metres walked. Straight lines stand
//! for paths: the core has no map of roads. The same input gives the same order on every phone.

mod exact;
mod search;

use super::{Coordinate, Datum};

/// Up to so many stops the order is exact.
pub const EXACT: usize = 12;

/// More stops than this in one call are ordered by their first 200; a day has some twenty.
pub const MOST_STOPS: usize = 200;

/// Walking, in metres a millisecond (4 km/h), doors and stairs included.
const PACE: f64 = 4.0 / 3_600.0;

/// One stop of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteStop {
    /// Where; a stop whose place is unknown keeps its turn behind all others.
    pub at: Option<Coordinate>,
    /// The milliseconds after setting out within which to arrive; who comes early waits.
    pub window: Option<(u64, u64)>,
    /// Milliseconds that the visit takes.
    pub stay_ms: u64,
    /// Done already: not part of the way.
    pub done: bool,
}

impl RouteStop {
    /// A stop to be made at any time, that takes no time.
    pub const fn at(place: Coordinate) -> Self {
        Self { at: Some(place), window: None, stay_ms: 0, done: false }
    }
}

/// The order of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Places in the given list, in walking order; what is done is left out, what has no place comes last.
    pub order: Vec<usize>,
    /// Metres walked, to the end if one is given.
    pub metres: f64,
    /// Stops reached after their window, by their places in the given list.
    pub late: Vec<usize>,
}

/// The order in which to make `stops`, setting out from `start` (else from the first stop of the list) and
/// ending at `end`, if given.
pub fn route(start: Option<Coordinate>, end: Option<Coordinate>, stops: &[RouteStop]) -> Route {
    let open = stops.iter().enumerate().filter(|(_, stop)| !stop.done);
    let (placed, unplaced): (Vec<_>, Vec<_>) = open.partition(|(_, stop)| stop.at.is_some());
    let (near, far) = placed.split_at_checked(MOST_STOPS).unwrap_or((placed.as_slice(), &[]));
    let day = Day::new(start, end, near);
    let path = if near.len() <= EXACT { exact::best(&day) } else { search::good(&day) };
    let walked = day.walk(&path);
    let name = |stop: &usize| near.get(*stop).map(|(index, _)| *index);
    Route {
        order: path
            .iter()
            .filter_map(name)
            .chain(far.iter().chain(&unplaced).map(|(index, _)| *index))
            .collect(),
        metres: walked.cost.metres,
        late: walked.late.iter().filter_map(name).collect(),
    }
}

/// What a path costs; less is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
struct Cost {
    late: usize,
    metres: f64,
}

struct Walked {
    cost: Cost,
    late: Vec<usize>,
}

/// The stops of one day as numbers.
struct Day {
    stops: usize,
    /// Metres between stops, row by row.
    between: Vec<f64>,
    from_start: Vec<f64>,
    to_end: Vec<f64>,
    windows: Vec<Option<(f64, f64)>>,
    stays: Vec<f64>,
    has_windows: bool,
}

impl Day {
    fn new(start: Option<Coordinate>, end: Option<Coordinate>, stops: &[(usize, &RouteStop)]) -> Self {
        // All of one datum: turning them takes longer than a distance.
        let turned = |at: Coordinate| at.to(Datum::Wgs84);
        let places: Vec<Coordinate> = stops.iter().filter_map(|(_, stop)| stop.at.map(turned)).collect();
        let (start, end) = (start.map(turned).or(places.first().copied()), end.map(turned));
        let to = |place: Option<Coordinate>| -> Vec<f64> {
            places.iter().map(|at| place.map_or(0.0, |place| place.distance_m(at))).collect()
        };
        Self {
            stops: places.len(),
            between: distances(&places),
            from_start: to(start),
            to_end: to(end),
            windows: stops
                .iter()
                .map(|(_, stop)| stop.window.map(|(from, to)| (from as f64, to as f64)))
                .collect(),
            stays: stops.iter().map(|(_, stop)| stop.stay_ms as f64).collect(),
            has_windows: stops.iter().any(|(_, stop)| stop.window.is_some()),
        }
    }

    fn metres(&self, a: usize, b: usize) -> f64 {
        self.between.get(a * self.stops + b).copied().unwrap_or(0.0)
    }

    fn start_to(&self, stop: usize) -> f64 {
        self.from_start.get(stop).copied().unwrap_or(0.0)
    }

    fn end_from(&self, stop: usize) -> f64 {
        self.to_end.get(stop).copied().unwrap_or(0.0)
    }

    /// Metres from the stop at `from`, or the start, to the stop at `to`, or the end.
    fn leg(&self, from: Option<usize>, to: Option<usize>) -> f64 {
        match (from, to) {
            (Some(a), Some(b)) => self.metres(a, b),
            (None, Some(stop)) => self.start_to(stop),
            (Some(stop), None) => self.end_from(stop),
            (None, None) => 0.0,
        }
    }

    /// When the worker can leave `stop` who sets out for it at `time` over `metres`, and whether that is late.
    fn leave(&self, stop: usize, time: f64, metres: f64) -> (f64, bool) {
        let arrival = time + metres / PACE;
        let stay = self.stays.get(stop).copied().unwrap_or(0.0);
        match self.windows.get(stop).copied().flatten() {
            Some((from, to)) => (arrival.max(from) + stay, arrival > to),
            None => (arrival + stay, false),
        }
    }

    /// The whole of a path.
    fn walk(&self, path: &[usize]) -> Walked {
        let mut walked = Walked { cost: Cost::default(), late: Vec::new() };
        let (mut time, mut from) = (0.0, None);
        for stop in path {
            let metres = self.leg(from, Some(*stop));
            let (left, late) = self.leave(*stop, time, metres);
            walked.cost.metres += metres;
            if late {
                walked.late.push(*stop);
            }
            (time, from) = (left, Some(*stop));
        }
        walked.cost.metres += self.leg(from, None);
        walked.cost.late = walked.late.len();
        walked
    }

    /// The cost of a path, without its list of late stops.
    fn cost(&self, path: &[usize]) -> Cost {
        if self.has_windows { self.walk(path).cost } else { Cost { late: 0, metres: self.length(path) } }
    }

    /// Metres of a path.
    fn length(&self, path: &[usize]) -> f64 {
        let inner: f64 = path.iter().zip(path.iter().skip(1)).map(|(a, b)| self.metres(*a, *b)).sum();
        inner + self.leg(None, path.first().copied()) + self.leg(path.last().copied(), None)
    }
}

/// Metres from each place to each, row by row, the same both ways to the last bit.
fn distances(places: &[Coordinate]) -> Vec<f64> {
    let mut between = vec![0.0; places.len() * places.len()];
    for (a, from) in places.iter().enumerate() {
        for (b, to) in places.iter().enumerate().skip(a + 1) {
            let metres = from.distance_m(to);
            for place in [a * places.len() + b, b * places.len() + a] {
                if let Some(slot) = between.get_mut(place) {
                    *slot = metres;
                }
            }
        }
    }
    between
}

#[cfg(test)]
mod tests;
