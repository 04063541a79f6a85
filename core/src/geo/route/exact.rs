//! The best path by dynamic programming over sets of stops (Bellman, Held and Karp, 1962).

use super::{Cost, Day};

/// A way to have made a set of stops and stand at the last of them.
#[derive(Clone, Copy)]
struct Label {
    cost: Cost,
    /// When the worker leaves the last stop.
    time: f64,
    /// The stop before, and which of its labels led here.
    before: Option<(usize, usize)>,
}

impl Label {
    fn is_no_worse_than(&self, other: &Self) -> bool {
        self.cost.late <= other.cost.late && self.cost.metres <= other.cost.metres && self.time <= other.time
    }
}

/// The best path through all stops of `day`, which are few.
///
/// Where there are windows, one way of making a set may be shorter and another sooner: all that are not beaten on
/// every count are kept, so the answer stays exact.
pub(super) fn best(day: &Day) -> Vec<usize> {
    let stops = day.stops;
    let sets = 1usize << stops;
    // Labels by set and last stop.
    let mut labels: Vec<Vec<Label>> = vec![Vec::new(); sets * stops];
    for stop in 0..stops {
        let label = step(day, stop, None, Label { cost: Cost::default(), time: 0.0, before: None }, None);
        keep(labels.get_mut((1 << stop) * stops + stop), label);
    }
    for set in 1..sets {
        for last in (0..stops).filter(|last| set & (1 << last) != 0) {
            let here = labels.get(set * stops + last).cloned().unwrap_or_default();
            for next in (0..stops).filter(|next| set & (1 << next) == 0) {
                for (index, label) in here.iter().enumerate() {
                    let reached = step(day, next, Some(last), *label, Some((last, index)));
                    keep(labels.get_mut((set | 1 << next) * stops + next), reached);
                }
            }
        }
    }
    walk_back(day, &labels, sets - 1)
}

fn step(day: &Day, to: usize, from: Option<usize>, label: Label, before: Option<(usize, usize)>) -> Label {
    let metres = day.leg(from, Some(to));
    let (time, late) = day.leave(to, label.time, metres);
    let cost = Cost { late: label.cost.late + usize::from(late), metres: label.cost.metres + metres };
    // Without windows only the way counts.
    Label { cost, time: if day.has_windows { time } else { 0.0 }, before }
}

fn keep(labels: Option<&mut Vec<Label>>, new: Label) {
    let Some(labels) = labels else { return };
    if labels.iter().any(|label| label.is_no_worse_than(&new)) {
        return;
    }
    // A label stays in its place once others build on it: larger sets are reached later, so none does yet.
    labels.retain(|label| !new.is_no_worse_than(label));
    labels.push(new);
}

fn walk_back(day: &Day, labels: &[Vec<Label>], all: usize) -> Vec<usize> {
    let stops = day.stops;
    let ends = (0..stops).flat_map(|last| {
        let here = labels.get(all * stops + last).map(Vec::as_slice).unwrap_or_default();
        here.iter().enumerate().map(move |(index, label)| {
            let cost = Cost { metres: label.cost.metres + day.leg(Some(last), None), ..label.cost };
            (cost, last, index)
        })
    });
    let best = ends.min_by(|(a, ..), (b, ..)| a.late.cmp(&b.late).then(a.metres.total_cmp(&b.metres)));
    let mut path = Vec::with_capacity(stops);
    let (mut set, mut at) = (all, best.map(|(_, last, index)| (last, index)));
    while let Some((last, index)) = at {
        path.push(last);
        at = labels.get(set * stops + last).and_then(|here| here.get(index)).and_then(|label| label.before);
        set &= !(1 << last);
    }
    path.reverse();
    path
}
