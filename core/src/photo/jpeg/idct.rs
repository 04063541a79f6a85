//! Blocks of coefficients into samples, at the full size of 8×8 or at 4×4, 2×2 or one sample.
//!
//! A smaller block is the inverse transform of that size over the lowest coefficients (the cosine transform of
//! N points, orthonormal, scaled by N/8): as sharp as the size allows, and cheaper than making 64 samples and
//! throwing most away.

/// The place in the block (row × 8 + column) of each coefficient in zigzag order (T.81, figure A.6).
const NATURAL: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// No place: the coefficient is too fine for the size.
const NOWHERE: u8 = 64;

/// Where the coefficients of a block of `size`×`size` go, and which of them is the last that goes anywhere.
pub(super) fn places(size: usize) -> ([u8; 64], u32) {
    let places = NATURAL.map(|place| {
        let (row, column) = (usize::from(place / 8), usize::from(place % 8));
        if row < size && column < size {
            u8::try_from(row * size + column).unwrap_or(NOWHERE)
        } else {
            NOWHERE
        }
    });
    let last = places.iter().rposition(|place| *place != NOWHERE).unwrap_or(0);
    (places, u32::try_from(last).unwrap_or(63))
}

/// Writes the samples of a block of `size`×`size` into `out`, whose lines are `stride` apart. `block` has the
/// dequantised coefficients in its first `size`×`size` places.
pub(super) fn samples(size: usize, block: &[f32; 64], out: &mut [u8], stride: usize) {
    match size {
        8 => write::<8>(&transform8(block), out, stride),
        4 => write::<4>(&transform4(block), out, stride),
        2 => write::<2>(&transform2(block), out, stride),
        _ => flat(1, block, out, stride),
    }
}

/// [`samples`] of a block with nothing but its first coefficient.
pub(super) fn flat(size: usize, block: &[f32; 64], out: &mut [u8], stride: usize) {
    let [first, ..] = block;
    let sample = to_sample(first / 8.0);
    for y in 0..size {
        if let Some(line) = out.get_mut(y * stride..y * stride + size) {
            line.fill(sample);
        }
    }
}

/// Samples are stored without their middle (A.3.1).
#[inline]
fn to_sample(value: f32) -> u8 {
    crate::photo::scale::to_sample(value + 128.0)
}

fn write<const N: usize>(rows: &[[f32; N]; N], out: &mut [u8], stride: usize) {
    for (y, row) in rows.iter().enumerate() {
        if let Some(line) = out.get_mut(y * stride..y * stride + N) {
            for (slot, value) in line.iter_mut().zip(row) {
                *slot = to_sample(*value);
            }
        }
    }
}

fn rows<const N: usize>(block: &[f32; 64]) -> [[f32; N]; N] {
    let mut out = [[0.0; N]; N];
    for (row, values) in out.iter_mut().zip(block.chunks_exact(N)) {
        row.copy_from_slice(values);
    }
    out
}

fn transposed<const N: usize>(rows: &[[f32; N]; N]) -> [[f32; N]; N] {
    let mut out = [[0.0; N]; N];
    for (x, row) in rows.iter().enumerate() {
        for (line, value) in out.iter_mut().zip(row) {
            #[allow(clippy::indexing_slicing, reason = "x counts N rows")]
            {
                line[x] = *value;
            }
        }
    }
    out
}

/// `a·x + b·y`, lane by lane.
#[inline]
fn mix<const N: usize>(a: f32, x: &[f32; N], b: f32, y: &[f32; N]) -> [f32; N] {
    let mut out = [0.0; N];
    for ((slot, x), y) in out.iter_mut().zip(x).zip(y) {
        *slot = a * x + b * y;
    }
    out
}

// √(1/8) and ½·cos(kπ/16).
const C0: f32 = 0.353_553_39;
const C1: f32 = 0.490_392_64;
const C2: f32 = 0.461_939_77;
const C3: f32 = 0.415_734_8;
const C5: f32 = 0.277_785_12;
const C6: f32 = 0.191_341_72;
const C7: f32 = 0.097_545_16;

/// Four points of the transform; with the factors of the eight-point one, so it serves as its even half too.
#[inline]
fn four<const N: usize>([x0, x1, x2, x3]: [&[f32; N]; 4]) -> [[f32; N]; 4] {
    let (sum, difference) = (mix(C0, x0, C0, x2), mix(C0, x0, -C0, x2));
    let (outer, inner) = (mix(C2, x1, C6, x3), mix(C6, x1, -C2, x3));
    [
        mix(1.0, &sum, 1.0, &outer),
        mix(1.0, &difference, 1.0, &inner),
        mix(1.0, &difference, -1.0, &inner),
        mix(1.0, &sum, -1.0, &outer),
    ]
}

#[inline]
fn eight([x0, x1, x2, x3, x4, x5, x6, x7]: &[[f32; 8]; 8]) -> [[f32; 8]; 8] {
    let [e0, e1, e2, e3] = four([x0, x2, x4, x6]);
    let odd = |a: f32, b: f32, c: f32, d: f32| mix(1.0, &mix(a, x1, b, x3), 1.0, &mix(c, x5, d, x7));
    let o0 = odd(C1, C3, C5, C7);
    let o1 = odd(C3, -C7, -C1, -C5);
    let o2 = odd(C5, -C1, C7, C3);
    let o3 = odd(C7, -C5, C3, -C1);
    let (plus, minus) = (|e, o| mix(1.0, e, 1.0, o), |e, o| mix(1.0, e, -1.0, o));
    [
        plus(&e0, &o0),
        plus(&e1, &o1),
        plus(&e2, &o2),
        plus(&e3, &o3),
        minus(&e3, &o3),
        minus(&e2, &o2),
        minus(&e1, &o1),
        minus(&e0, &o0),
    ]
}

fn transform8(block: &[f32; 64]) -> [[f32; 8]; 8] {
    transposed(&eight(&transposed(&eight(&rows(block)))))
}

fn transform4(block: &[f32; 64]) -> [[f32; 4]; 4] {
    let pass = |[a, b, c, d]: &[[f32; 4]; 4]| four([a, b, c, d]);
    transposed(&pass(&transposed(&pass(&rows(block)))))
}

fn transform2(block: &[f32; 64]) -> [[f32; 2]; 2] {
    let [dc, right, down, both, ..] = *block;
    // √(2/8)·½ each way.
    let sum = |a: f32, b: f32, c: f32, d: f32| (a + b + c + d) / 8.0;
    [
        [sum(dc, right, down, both), sum(dc, -right, down, -both)],
        [sum(dc, right, -down, -both), sum(dc, -right, -down, both)],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    /// The definition, in doubles.
    fn defined(size: usize, block: &[f32; 64], x: usize, y: usize) -> f64 {
        let n = size as f64;
        let norm = |k: usize| if k == 0 { (1.0 / n).sqrt() } else { (2.0 / n).sqrt() };
        let wave =
            |at: usize, k: usize| norm(k) * ((2.0 * at as f64 + 1.0) * k as f64 * PI / (2.0 * n)).cos();
        let mut sum = 0.0;
        for v in 0..size {
            for u in 0..size {
                sum += f64::from(block[v * size + u]) * wave(y, v) * wave(x, u);
            }
        }
        sum * n / 8.0 + 128.0
    }

    #[test]
    fn every_size_is_the_transform_by_its_definition() {
        let mut block = [0.0; 64];
        for (at, value) in block.iter_mut().enumerate() {
            *value = ((at * 37 + 11) % 61) as f32 - 30.0;
        }
        for size in [8, 4, 2, 1] {
            let mut out = [0; 64];
            samples(size, &block, &mut out, 8);
            for y in 0..size {
                for x in 0..size {
                    let expected = defined(size, &block, x, y).clamp(0.0, 255.0);
                    let got = f64::from(out[y * 8 + x]);
                    assert!((got - expected).abs() <= 0.502, "{size}: {x},{y}: {got} for {expected}");
                }
            }
        }
    }

    #[test]
    fn absurd_coefficients_saturate() {
        let mut out = [7; 64];
        samples(8, &[f32::MAX / 1e6; 64], &mut out, 8);
        assert!(out.iter().all(|&sample| sample == 0 || sample == 255));
    }
}
