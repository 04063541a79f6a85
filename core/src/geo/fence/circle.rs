//! The probability of a circle under a circular Gaussian: Rice's distribution.

/// Probability that a point, `distance` from the centre on average and scattered by `sigma` on both axes, lies
/// within `radius`: the integral of Rice's density, right to 1e-6.
pub(super) fn probability_within(radius: f64, distance: f64, sigma: f64) -> f64 {
    /// Beyond nine σ the density is below 1e-17.
    const TAIL: f64 = 9.0;
    /// Intervals of Simpson's rule, at most 0.045 σ wide each; even.
    const STEPS: u32 = 400;
    let (radius, distance) = (radius / sigma, distance / sigma);
    let (from, to) = ((distance - TAIL).max(0.0), (distance + TAIL).min(radius));
    if to <= from {
        return 0.0;
    }
    let step = (to - from) / f64::from(STEPS);
    let density = |x: f64| x * (-(x - distance).powi(2) / 2.0).exp() * scaled_bessel_i0(x * distance);
    let sum: f64 = (0..=STEPS)
        .map(|i| {
            let weight = match i {
                0 | STEPS => 1.0,
                _ if i % 2 == 1 => 4.0,
                _ => 2.0,
            };
            weight * density(from + step * f64::from(i))
        })
        .sum();
    (sum * step / 3.0).clamp(0.0, 1.0)
}

/// exp(−x) I₀(x) for x ≥ 0 (Abramowitz and Stegun 9.8.1 and 9.8.2, relative error below 2e-7).
fn scaled_bessel_i0(x: f64) -> f64 {
    const SPLIT: f64 = 3.75;
    const NEAR: [f64; 7] =
        [1.0, 3.515_622_9, 3.089_942_4, 1.206_749_2, 0.265_973_2, 0.036_076_8, 0.004_581_3];
    const FAR: [f64; 9] = [
        0.398_942_28,
        0.013_285_92,
        0.002_253_19,
        -0.001_575_65,
        0.009_162_81,
        -0.020_577_06,
        0.026_355_37,
        -0.016_476_33,
        0.003_923_77,
    ];
    let polynomial = |coefficients: &[f64], t: f64| coefficients.iter().rev().fold(0.0, |sum, c| sum * t + c);
    if x < SPLIT {
        polynomial(&NEAR, (x / SPLIT).powi(2)) * (-x).exp()
    } else {
        polynomial(&FAR, SPLIT / x) / x.sqrt()
    }
}
