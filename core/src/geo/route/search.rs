//! A good path for many stops: nearest neighbour, then pieces moved (Or-opt) and turned (2-opt) until nothing gets
//! better, then small shakes, each kept only if the path comes out shorter. Work is counted, not timed, so that
//! every phone finds the same path.

use std::cmp::Ordering;

use super::{Cost, Day, PACE};

/// Neighbours of a stop that are tried: farther ones hardly ever help.
const NEIGHBOURS: usize = 8;

/// The longest piece that is moved as a whole.
const PIECE: usize = 3;

/// Shakes a stop, and at most in all: what 200 stops need to come within two per cent.
const SHAKES_A_STOP: usize = 15;
const MOST_SHAKES: usize = 2_000;

/// Rounds of moving single stops where there are windows.
const WINDOW_ROUNDS: usize = 3;

/// Gains below this, in metres, are rounding.
const NOTHING: f64 = 1e-6;

/// A good path through all stops of `day`.
pub(super) fn good(day: &Day) -> Vec<usize> {
    let near = neighbours(day);
    let mut path = Path::new(day, nearest_first(day));
    path.better(&near, &mut (0..day.stops).collect());
    shake(day, &mut path, &near);
    if !day.has_windows {
        return path.order;
    }
    // A path made for its metres and one made for its hours: the one that can be brought farther.
    let paths = [path.order, hours_first(day)].map(|path| keep_windows(day, path));
    let least =
        |a: &Vec<usize>, b: &Vec<usize>| day.cost(a).partial_cmp(&day.cost(b)).unwrap_or(Ordering::Equal);
    paths.into_iter().min_by(least).unwrap_or_default()
}

/// Stops with windows by when these close, then each other one where it costs least.
fn hours_first(day: &Day) -> Vec<usize> {
    let closes = |stop: &usize| day.windows.get(*stop).copied().flatten().map(|(_, to)| to);
    let (mut path, others): (Vec<usize>, Vec<usize>) =
        (0..day.stops).partition(|stop| closes(stop).is_some());
    path.sort_by(|a, b| closes(a).unwrap_or_default().total_cmp(&closes(b).unwrap_or_default()));
    for stop in others {
        path.push(stop);
        let cost = day.cost(&path);
        place_best(day, &mut path, stop, cost);
    }
    path
}

fn neighbours(day: &Day) -> Vec<Vec<usize>> {
    let near = |stop: usize| {
        let mut others: Vec<usize> = (0..day.stops).filter(|other| *other != stop).collect();
        others.sort_by(|a, b| day.metres(stop, *a).total_cmp(&day.metres(stop, *b)));
        others.truncate(NEIGHBOURS);
        others
    };
    (0..day.stops).map(near).collect()
}

fn nearest_first(day: &Day) -> Vec<usize> {
    let mut left: Vec<usize> = (0..day.stops).collect();
    let mut path: Vec<usize> = Vec::with_capacity(day.stops);
    while !left.is_empty() {
        let from = path.last().copied();
        let metres = |stop: usize| day.leg(from, Some(stop));
        let nearest = left.iter().enumerate().min_by(|(_, a), (_, b)| metres(**a).total_cmp(&metres(**b)));
        let Some((index, _)) = nearest else { break };
        path.push(left.swap_remove(index));
    }
    path
}

/// A path and where each stop stands in it.
struct Path<'a> {
    day: &'a Day,
    order: Vec<usize>,
    place: Vec<usize>,
}

impl<'a> Path<'a> {
    fn new(day: &'a Day, order: Vec<usize>) -> Self {
        let mut path = Self { day, place: vec![0; order.len()], order };
        path.renumber(0, path.order.len());
        path
    }

    fn renumber(&mut self, from: usize, to: usize) {
        for (offset, stop) in self.order.get(from..to).unwrap_or_default().iter().enumerate() {
            if let Some(place) = self.place.get_mut(*stop) {
                *place = from + offset;
            }
        }
    }

    /// The stop at `place`; beyond either end, the start or the end of the way.
    fn at(&self, place: isize) -> Option<usize> {
        usize::try_from(place).ok().and_then(|place| self.order.get(place).copied())
    }

    fn place_of(&self, stop: usize) -> isize {
        self.place.get(stop).map_or(0, |place| *place as isize)
    }

    /// Betters the path around the stops in `queue` until nothing there gets better; tells by how many metres.
    fn better(&mut self, near: &[Vec<usize>], queue: &mut Vec<usize>) -> f64 {
        let mut gained = 0.0;
        while let Some(stop) = queue.pop() {
            while let Some(gain) = self.turn(near, stop, queue).or_else(|| self.shift(near, stop, queue)) {
                gained += gain;
            }
        }
        gained
    }

    /// 2-opt: turns a piece so that `stop` comes next to one of its neighbours.
    fn turn(&mut self, near: &[Vec<usize>], stop: usize, queue: &mut Vec<usize>) -> Option<f64> {
        let i = self.place_of(stop);
        let longer = self.day.leg(self.at(i - 1), Some(stop)).max(self.day.leg(Some(stop), self.at(i + 1)));
        for other in near.get(stop)? {
            // A neighbour farther than both present ones is no gain.
            if self.day.metres(stop, *other) >= longer {
                break;
            }
            let j = self.place_of(*other);
            let (low, high) = (i.min(j), i.max(j));
            // Either the ends after both, or those before both, change partners.
            for (from, to) in [(low + 1, high), (low, high - 1)] {
                let gain = self.gain_of_turning(from, to);
                if gain > NOTHING {
                    self.reverse(from, to, queue);
                    return Some(gain);
                }
            }
        }
        // The piece from here to either end of the way, whose last leg may be free.
        let last = self.order.len() as isize - 1;
        for (from, to) in [(i, last), (0, i)] {
            let gain = self.gain_of_turning(from, to);
            if gain > NOTHING {
                self.reverse(from, to, queue);
                return Some(gain);
            }
        }
        None
    }

    fn gain_of_turning(&self, from: isize, to: isize) -> f64 {
        if from >= to {
            return 0.0;
        }
        let (before, first, last, after) = (self.at(from - 1), self.at(from), self.at(to), self.at(to + 1));
        let leg = |a, b| self.day.leg(a, b);
        leg(before, first) + leg(last, after) - leg(before, last) - leg(first, after)
    }

    /// How much longer the path gets where the pieces from `a` to `b` and from there to `c` change places.
    fn loss_of_swapping(&self, a: usize, b: usize, c: usize) -> f64 {
        let [before_a, before_b, before_c] = [a, b, c].map(|place| self.at(place as isize - 1));
        let [at_a, at_b, at_c] = [a, b, c].map(|place| self.at(place as isize));
        let leg = |from, to| self.day.leg(from, to);
        leg(before_a, at_b) + leg(before_c, at_a) + leg(before_b, at_c)
            - leg(before_a, at_a)
            - leg(before_b, at_b)
            - leg(before_c, at_c)
    }

    fn reverse(&mut self, from: isize, to: isize, queue: &mut Vec<usize>) {
        queue.extend([from - 1, from, to, to + 1].into_iter().filter_map(|place| self.at(place)));
        let (from, to) = (from as usize, to as usize + 1);
        if let Some(piece) = self.order.get_mut(from..to) {
            piece.reverse();
        }
        self.renumber(from, to);
    }

    /// Or-opt: moves the piece that begins or ends with `stop` beside one of its neighbours, either way round.
    fn shift(&mut self, near: &[Vec<usize>], stop: usize, queue: &mut Vec<usize>) -> Option<f64> {
        let leg = |a, b| self.day.leg(a, b);
        let i = self.place_of(stop);
        for length in 0..PIECE as isize {
            for (from, to) in [(i, i + length), (i - length, i)] {
                let (Some(first), Some(last)) = (self.at(from), self.at(to)) else { continue };
                let (before, after) = (self.at(from - 1), self.at(to + 1));
                let saved = leg(before, Some(first)) + leg(Some(last), after) - leg(before, after);
                for other in near.get(stop)? {
                    if self.day.metres(stop, *other) >= saved {
                        break;
                    }
                    let j = self.place_of(*other);
                    if (from..=to).contains(&j) {
                        continue;
                    }
                    // Between the neighbour and the stop after it, or the one before it.
                    for (left, right) in [(j, j + 1), (j - 1, j)] {
                        if (from..=to).contains(&left) || (from..=to).contains(&right) {
                            continue;
                        }
                        let (a, b) = (self.at(left), self.at(right));
                        let straight = leg(a, Some(first)) + leg(Some(last), b) - leg(a, b);
                        let turned = leg(a, Some(last)) + leg(Some(first), b) - leg(a, b);
                        let gain = saved - straight.min(turned);
                        if gain > NOTHING {
                            self.relocate((from, to), right, turned < straight, queue);
                            return Some(gain);
                        }
                    }
                }
            }
        }
        None
    }

    /// Moves the piece to stand before the stop at `target`, which lies outside it.
    fn relocate(&mut self, (from, to): (isize, isize), target: isize, turned: bool, queue: &mut Vec<usize>) {
        let ends = [from - 1, from, to, to + 1, target - 1, target];
        queue.extend(ends.into_iter().filter_map(|place| self.at(place)));
        let (from, to, target) = (from as usize, to as usize + 1, target.max(0) as usize);
        if turned && let Some(piece) = self.order.get_mut(from..to) {
            piece.reverse();
        }
        let (low, high) = if target > from { (from, target) } else { (target, to) };
        if let Some(span) = self.order.get_mut(low..high) {
            if target > from {
                span.rotate_left(to - from)
            } else {
                span.rotate_right(to - from)
            };
        }
        self.renumber(low, high);
    }
}

/// Cuts a short stretch in three and swaps the middle pieces (a double bridge), betters the path around the cuts,
/// and goes back where that did not help.
fn shake(day: &Day, path: &mut Path<'_>, near: &[Vec<usize>]) {
    const STRETCH: usize = 50;
    let mut dice = Dice(day.stops as u64);
    let shakes = (day.stops * SHAKES_A_STOP).min(MOST_SHAKES);
    let mut kept = path.order.clone();
    for _ in 0..shakes {
        let span = STRETCH.min(day.stops);
        let start = dice.below(day.stops - span + 1);
        let mut cuts = [0; 3].map(|_| start + dice.below(span + 1));
        cuts.sort_unstable();
        let [a, b, c] = cuts;
        if a == b || b == c {
            continue;
        }
        let lost = path.loss_of_swapping(a, b, c);
        if let Some(stretch) = path.order.get_mut(a..c) {
            stretch.rotate_left(b - a);
        }
        path.renumber(a, c);
        let seams = [a, a + c - b, c].into_iter().flat_map(|at| [at as isize - 1, at as isize]);
        let mut queue: Vec<usize> = seams.filter_map(|place| path.at(place)).collect();
        if path.better(near, &mut queue) - lost > NOTHING {
            kept.clone_from(&path.order);
        } else {
            path.order.clone_from(&kept);
            path.renumber(0, kept.len());
        }
    }
}

/// Brings stops with windows to their time: each is tried at every turn, as long as that betters the path.
fn keep_windows(day: &Day, mut path: Vec<usize>) -> Vec<usize> {
    let mut best = day.cost(&path);
    for round in 0..WINDOW_ROUNDS {
        let before = best;
        // Who closes first is placed first.
        let mut bound: Vec<(f64, usize)> =
            (0..day.stops).filter_map(|stop| Some((day.windows.get(stop)?.as_ref()?.1, stop))).collect();
        bound.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        for (_, stop) in bound {
            best = place_best(day, &mut path, stop, best);
        }
        if best.late > 0 && round == 0 {
            // Stops that can wait give way.
            for stop in (0..day.stops).filter(|stop| day.windows.get(*stop).copied().flatten().is_none()) {
                best = place_best(day, &mut path, stop, best);
            }
        }
        if best >= before {
            break;
        }
    }
    path
}

/// Takes `stop` out of the path and puts it where the path then costs least; `now` is the cost of the path as it is.
fn place_best(day: &Day, path: &mut Vec<usize>, stop: usize, now: Cost) -> Cost {
    let Some(home) = path.iter().position(|other| *other == stop) else { return now };
    path.remove(home);
    let ahead = Ahead::of(day, path);
    let (mut best, mut at) = (now, home);
    let mut before = Underway::default();
    for place in 0..=path.len() {
        let next = path.get(place).copied();
        let detour =
            day.leg(before.from, Some(stop)) + day.leg(Some(stop), next) - day.leg(before.from, next);
        let metres = ahead.metres + detour;
        // What is longer must be late less often.
        let most_late =
            if metres < best.metres - NOTHING { Some(best.late) } else { best.late.checked_sub(1) };
        if let Some(late) =
            most_late.and_then(|most| ahead.late(day, before.go(day, stop), place, next, most))
        {
            (best, at) = (Cost { late, metres }, place);
        }
        if let Some(next) = next {
            before = before.go(day, next);
        }
    }
    path.insert(at, stop);
    best
}

/// How far a path has come.
#[derive(Clone, Copy, Default)]
struct Underway {
    late: usize,
    time: f64,
    from: Option<usize>,
}

impl Underway {
    fn go(self, day: &Day, stop: usize) -> Self {
        let (time, late) = day.leave(stop, self.time, day.leg(self.from, Some(stop)));
        Self { late: self.late + usize::from(late), time, from: Some(stop) }
    }
}

/// What a path adds up to: between stops with windows time only passes, so that these alone tell who comes late.
struct Ahead {
    metres: f64,
    /// When each place is reached from the first by one who never waits.
    reached: Vec<f64>,
    /// Places of stops with windows, and these.
    bound: Vec<(usize, (f64, f64))>,
}

impl Ahead {
    fn of(day: &Day, path: &[usize]) -> Self {
        let mut reached = Vec::with_capacity(path.len());
        let mut bound = Vec::new();
        let (mut time, mut from) = (0.0, None);
        for (place, stop) in path.iter().enumerate() {
            if from.is_some() {
                time += day.leg(from, Some(*stop)) / PACE;
            }
            reached.push(time);
            bound.extend(day.windows.get(*stop).copied().flatten().map(|window| (place, window)));
            time += day.stays.get(*stop).copied().unwrap_or(0.0);
            from = Some(*stop);
        }
        Self { metres: day.length(path), reached, bound }
    }

    /// How many are late of a path that goes on from `underway` at `place`, where `next` stands: none if more than
    /// `most`.
    fn late(
        &self,
        day: &Day,
        underway: Underway,
        place: usize,
        next: Option<usize>,
        most: usize,
    ) -> Option<usize> {
        let mut late = underway.late;
        let after = self.bound.partition_point(|(bound, _)| *bound < place);
        let mut waited = underway.time + day.leg(underway.from, next) / PACE;
        waited -= self.reached.get(place).copied().unwrap_or(0.0);
        for (bound, (from, to)) in self.bound.iter().skip(after) {
            if late > most {
                return None;
            }
            let arrival = waited + self.reached.get(*bound).copied().unwrap_or(0.0);
            late += usize::from(arrival > *to);
            waited += (from - arrival).max(0.0);
        }
        (late <= most).then_some(late)
    }
}

/// A small generator (Knuth's MMIX constants): the search needs variety, not secrecy, and the same on every phone.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}
