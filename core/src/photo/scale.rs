//! One plane of samples to its wanted size, line by line as it comes: Lanczos with three lobes, widened where
//! the plane shrinks.
//!
//! Only the lines under the filter are kept, so the memory is that of the wanted plane and a dozen lines.

use super::picture::Plane;

/// Lobes of the filter.
const LOBES: f64 = 3.0;
/// Weights come in groups that a processor multiplies at once.
const GROUP: usize = 4;
/// Samples of a line that are summed up at once, so that the sums stay at hand.
const BLOCK: usize = 512;

/// How the samples of one axis become those of another length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// Samples that there are.
    pub(super) from: usize,
    /// Samples that are wanted.
    pub(super) to: usize,
    /// Length of one wanted sample, in samples that there are. Not always `from / to`: a plane of colours at half
    /// size may reach beyond the picture.
    pub(super) step: f64,
}

/// The weights of one axis.
struct Filter {
    /// Weights of one output sample, a multiple of [`GROUP`].
    taps: usize,
    weights: Vec<f32>,
    /// First input sample of each output sample.
    starts: Vec<usize>,
    /// Input samples that really count, for each output sample.
    counts: Vec<usize>,
}

impl Filter {
    fn new(axis: Axis) -> Self {
        let width = axis.step.max(1.0);
        let last = axis.from.saturating_sub(1);
        let rows: Vec<(usize, Vec<f64>)> = (0..axis.to).map(|at| row(at, axis.step, width, last)).collect();
        let most = rows.iter().map(|(_, weights)| weights.len()).max().unwrap_or(1);
        let taps = most.next_multiple_of(GROUP);
        let mut filter = Self { taps, weights: Vec::new(), starts: Vec::new(), counts: Vec::new() };
        for (start, weights) in rows {
            filter.starts.push(start);
            filter.counts.push(weights.len());
            #[allow(clippy::cast_possible_truncation, reason = "weights lie within ±2")]
            filter.weights.extend(weights.iter().map(|weight| *weight as f32));
            filter.weights.resize(filter.starts.len() * taps, 0.0);
        }
        filter
    }
}

impl Filter {
    /// One line, with weights of a number that the compiler knows.
    #[inline]
    fn narrow<const TAPS: usize>(&self, line: &[f32], row: &mut [f32]) {
        let (weights, _) = self.weights.as_chunks::<TAPS>();
        for ((out, start), weights) in row.iter_mut().zip(&self.starts).zip(weights) {
            let Some(samples) = line.get(*start..).and_then(|line| line.first_chunk::<TAPS>()) else {
                return;
            };
            *out = weighted(samples, weights);
        }
    }

    /// The same with any number.
    fn narrow_far(&self, line: &[f32], row: &mut [f32]) {
        for ((out, start), weights) in
            row.iter_mut().zip(&self.starts).zip(self.weights.chunks_exact(self.taps))
        {
            let Some(samples) = line.get(*start..*start + self.taps) else { return };
            *out = weighted(samples, weights);
        }
    }
}

#[inline]
fn weighted(samples: &[f32], weights: &[f32]) -> f32 {
    let mut sums = [0.0_f32; GROUP];
    for (samples, weights) in samples.chunks_exact(GROUP).zip(weights.chunks_exact(GROUP)) {
        for ((sum, sample), weight) in sums.iter_mut().zip(samples).zip(weights) {
            *sum += sample * weight;
        }
    }
    sums.iter().sum()
}

/// To the nearest sample, out of range to the end of it. Adding 1.5·2²³ leaves the whole number in the lowest bits,
/// which a processor does for many at once; its conversion of numbers is one by one.
#[inline]
pub(super) fn to_sample(value: f32) -> u8 {
    const WHOLE: f32 = 12_582_912.0;
    let [.., lowest] = (value.clamp(0.0, 255.0) + WHOLE).to_bits().to_be_bytes();
    lowest
}

/// First sample and weights of the output sample `at`; samples beyond the edge count as the edge's.
fn row(at: usize, step: f64, width: f64, last: usize) -> (usize, Vec<f64>) {
    #![allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of pictures, clamped to the plane"
    )]
    let centre = (at as f64 + 0.5) * step - 0.5;
    let (low, high) = ((centre - LOBES * width).ceil() as i64, (centre + LOBES * width).floor() as i64);
    let inside = |index: i64| (index.max(0) as usize).min(last);
    let start = inside(low);
    let mut weights = vec![0.0; inside(high) - start + 1];
    for index in low..=high {
        if let Some(slot) = weights.get_mut(inside(index) - start) {
            *slot += lanczos((index as f64 - centre) / width);
        }
    }
    // Weights of nothing at the ends are what whole steps leave: a plane that keeps its size is copied.
    while weights.len() > 1 && weights.last().is_some_and(|weight| weight.abs() < 1e-9) {
        weights.pop();
    }
    let lead = weights.iter().take_while(|weight| weight.abs() < 1e-9).count().min(weights.len() - 1);
    weights.drain(..lead);
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= sum;
    }
    (start + lead, weights)
}

fn lanczos(x: f64) -> f64 {
    let sinc =
        |x: f64| if x == 0.0 { 1.0 } else { (std::f64::consts::PI * x).sin() / (std::f64::consts::PI * x) };
    if x.abs() < LOBES { sinc(x) * sinc(x / LOBES) } else { 0.0 }
}

/// Takes the lines of a plane and makes it the wanted size.
pub(super) struct Scaler {
    across: Filter,
    down: Filter,
    /// The line that came, as numbers, with room for the last weights.
    line: Vec<f32>,
    width: usize,
    height: usize,
    /// Lines already narrowed, the newest last; line number `n` lies at `n % lines`.
    narrowed: Vec<f32>,
    lines: usize,
    taken: usize,
    out: Plane,
    done: usize,
}

impl Scaler {
    pub(super) fn new(across: Axis, down: Axis) -> Self {
        let (horizontal, vertical) = (Filter::new(across), Filter::new(down));
        let lines = vertical.taps;
        Self {
            line: vec![0.0; across.from + horizontal.taps],
            narrowed: vec![0.0; lines * across.to],
            width: across.from,
            height: down.from,
            lines,
            taken: 0,
            out: Plane::with_room(across.to, down.to),
            done: 0,
            across: horizontal,
            down: vertical,
        }
    }

    /// Takes the next line; what is behind the plane's width, and lines behind its height, are left aside.
    pub(super) fn take(&mut self, samples: &[u8]) {
        if self.taken >= self.height {
            return;
        }
        for (slot, sample) in self.line.iter_mut().zip(samples.iter().take(self.width)) {
            *slot = f32::from(*sample);
        }
        self.narrow();
        self.taken += 1;
        while let (Some(&start), Some(&count)) =
            (self.down.starts.get(self.done), self.down.counts.get(self.done))
        {
            if start + count > self.taken {
                break;
            }
            self.emit(start, count);
        }
    }

    fn narrow(&mut self) {
        let width = self.out.width;
        let slot = (self.taken % self.lines) * width;
        let Some(row) = self.narrowed.get_mut(slot..slot + width) else { return };
        match self.across.taps {
            4 => self.across.narrow::<4>(&self.line, row),
            8 => self.across.narrow::<8>(&self.line, row),
            12 => self.across.narrow::<12>(&self.line, row),
            _ => self.across.narrow_far(&self.line, row),
        }
    }

    fn emit(&mut self, start: usize, count: usize) {
        let width = self.out.width;
        let weights = self.down.weights.chunks_exact(self.down.taps).nth(self.done).unwrap_or_default();
        let rows: Vec<(&[f32], f32)> = (start..start + count)
            .zip(weights)
            .filter_map(|(number, weight)| {
                let slot = (number % self.lines) * width;
                Some((self.narrowed.get(slot..slot + width)?, *weight))
            })
            .collect();
        let mut sums = [0.0_f32; BLOCK];
        for first in (0..width).step_by(BLOCK) {
            let room = BLOCK.min(width - first);
            let sums = sums.get_mut(..room).unwrap_or_default();
            sums.fill(0.0);
            for (row, weight) in &rows {
                for (sum, value) in sums.iter_mut().zip(row.get(first..).unwrap_or_default()) {
                    *sum += value * weight;
                }
            }
            self.out.samples.extend(sums.iter().map(|sum| to_sample(*sum)));
        }
        self.done += 1;
    }

    /// The plane, once all its lines came.
    pub(super) fn finish(self) -> Option<Plane> {
        (self.done == self.out.height).then_some(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaled(plane: &Plane, to: (usize, usize)) -> Plane {
        plane.scaled(to.0, to.1)
    }

    fn gradient(width: usize, height: usize) -> Plane {
        let mut plane = Plane::with_room(width, height);
        for y in 0..height {
            plane.samples.extend(
                (0..width).map(|x| u8::try_from((x * 200 / width + y * 50 / height).min(255)).unwrap()),
            );
        }
        plane
    }

    #[test]
    fn a_plane_of_the_wanted_size_is_copied() {
        let plane = gradient(97, 31);
        assert!(scaled(&plane, (97, 31)).samples == plane.samples);
    }

    #[test]
    fn an_even_plane_stays_even_at_every_size() {
        let plane = Plane { width: 50, height: 41, samples: vec![137; 50 * 41] };
        for to in [(50, 41), (49, 40), (17, 13), (3, 2), (1, 1), (64, 64)] {
            let out = scaled(&plane, to);
            assert_eq!(out.samples, vec![137; to.0 * to.1], "{to:?}");
        }
    }

    #[test]
    fn a_gradient_keeps_its_place() {
        let out = scaled(&gradient(400, 300), (100, 75));
        let expected = gradient(400, 300);
        for (x, y) in [(10, 10), (50, 40), (90, 70)] {
            let want = expected.samples[(y * 4 + 2) * 400 + x * 4 + 2];
            assert!(out.samples[y * 100 + x].abs_diff(want) <= 1, "{x},{y}");
        }
    }
}
