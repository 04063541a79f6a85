//! Which grid holds a point: 5,000 grids that share their borders, against rstar with `Intersects` and, where a
//! Python with shapely is named, against GEOS, all in one run on the same grids and points.
//!
//! `cargo bench -p doorstep-tests --bench places`; `DOORSTEP_PEER_PYTHON` names the Python.
#![allow(clippy::disallowed_methods, reason = "a bench measures real time")]

mod bounds;

use std::{
    error::Error,
    fmt::Write as _,
    hint::black_box,
    path::Path,
    process::Command,
    sync::LazyLock,
    time::{Duration, Instant},
};

use doorstep_core::{
    codes::GridCode,
    geo::{
        Accuracy, Area, Coordinate, Datum, Fence, Fix, FixSource, GridSet, GridShape, Locator, MOST_STOPS,
        RouteStop, route, verdict,
    },
    time::Timestamp,
};
use geo::{Intersects, Point, Polygon};
use rstar::{AABB, RTree, RTreeObject};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Grids a side.
const SIDE: usize = 71;
/// Degrees between neighbours.
const PITCH: f64 = 0.01;
const ORIGIN: (f64, f64) = (107.5, 33.5);
const POINTS: usize = 1_000_000;

fn main() -> Result<()> {
    // Looks for the largest sets that are still checked, by enlarging them: minutes, so only when asked. Words of a
    // kind's name ask for that one.
    if let Ok(asked) = std::env::var("DOORSTEP_BOUNDS") {
        if let Ok(size) = std::env::var("DOORSTEP_BOUNDS_SIZE") {
            return bounds::check_one(&asked, size.parse()?);
        }
        return bounds::measure(Some(asked.as_str()).filter(|asked| *asked != "1"));
    }
    println!("{:<34}{:>12}{:>12}{:>9}   bar", "1 M points, 5,041 grids", "doorstep", "peer", "ratio");
    for (segments, vertices, rstar_bar) in [(5, 21, 4.0), (25, 101, 3.0), (125, 501, 2.5)] {
        measure(segments, vertices, rstar_bar)?;
    }
    fence();
    walk();
    Ok(())
}

fn measure(segments: usize, vertices: usize, rstar_bar: f64) -> Result<()> {
    let cells = cells(SIDE, segments);
    let points = points();
    let shapes: Vec<GridShape> =
        cells.iter().enumerate().map(|(i, ring)| shape(i, ring)).collect::<Result<_>>()?;
    let ((checked, faults), megabytes) = bounds::peak_of(|| GridSet::of(&shapes).check().faults.len())?;
    let start = processor_time();
    let locator = Locator::new(shapes);
    let laid_out = processor_time().saturating_sub(start);
    let coordinates: Vec<Coordinate> = points
        .iter()
        .map(|[lon, lat]| Coordinate::new(*lat, *lon, Datum::Wgs84))
        .collect::<std::result::Result<_, _>>()?;
    let (own, own_found) = best_of(3, || locator.locate_all(&coordinates).iter().flatten().count());
    println!(
        "  {vertices} vertices: laid out in {} ms; the set checked in {} ms and {megabytes:.0} MB, {faults} faults",
        laid_out.as_millis(),
        checked.as_millis()
    );

    let tree = RTree::bulk_load(cells.iter().map(|ring| Cell::new(ring)).collect());
    let (peer, peer_found) = best_of(1, || {
        let holds = |[lon, lat]: &&[f64; 2]| {
            let at = AABB::from_point([*lon, *lat]);
            tree.locate_in_envelope_intersecting(&at).any(|cell| cell.0.intersects(&Point::new(*lon, *lat)))
        };
        points.iter().filter(holds).count()
    });
    assert_eq!(own_found, peer_found, "both find an owner for the same points");
    report(&format!("{vertices} vertices vs rstar + Intersects"), own, peer, rstar_bar);
    if let Some(python) = std::env::var_os("DOORSTEP_PEER_PYTHON") {
        let (peer, found) = geos(Path::new(&python), &cells, &points)?;
        assert_eq!(own_found, found, "GEOS finds an owner for the same points");
        report(&format!("{vertices} vertices vs GEOS STRtree"), own, peer, 8.0);
    }
    Ok(())
}

fn report(what: &str, own: Duration, peer: Duration, bar: f64) {
    let nanos = |took: Duration| took.as_secs_f64() * 1e9 / POINTS as f64;
    let ratio = nanos(peer) / nanos(own);
    println!("{what:<34}{:>9.0} ns{:>9.0} ns{ratio:>9.1}   ≥ {bar}", nanos(own), nanos(peer));
}

fn best_of(times: usize, mut work: impl FnMut() -> usize) -> (Duration, usize) {
    let mut best = (Duration::MAX, 0);
    for _ in 0..times {
        let start = processor_time();
        let found = black_box(work());
        best = best.min((processor_time().saturating_sub(start), found));
    }
    best
}

/// Time that this thread spent on a processor: what others run meanwhile does not count.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// A number from 0 to 1 that depends on nothing but `seed`.
fn noise(seed: u64) -> f64 {
    let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
}

fn corner(column: usize, row: usize) -> [f64; 2] {
    let seed = (row * 1_000 + column) as u64 * 2;
    let shaken = |n: usize, seed| (n as f64 + (noise(seed) - 0.5) * 0.4) * PITCH;
    [ORIGIN.0 + shaken(column, seed), ORIGIN.1 + shaken(row, seed + 1)]
}

/// The border from one corner to the next, crooked, the same from both sides; without its end.
fn border(from: (usize, usize), to: (usize, usize), segments: usize) -> Vec<[f64; 2]> {
    let (first, last) = if from <= to { (from, to) } else { (to, from) };
    let (a, b) = (corner(first.0, first.1), corner(last.0, last.1));
    let seed = ((first.1 * 1_000 + first.0) * 1_000 + last.1 * 2 + last.0) as u64 * 1_000;
    let at = |i: usize| {
        let share = i as f64 / segments as f64;
        let bend = if i == 0 || i == segments {
            0.0
        } else {
            (noise(seed + i as u64) - 0.5) * 0.3 / segments as f64
        };
        let wave = (share * std::f64::consts::TAU).sin() * 0.08;
        let aside = bend + wave;
        [
            a[0] + (b[0] - a[0]) * share - (b[1] - a[1]) * aside,
            a[1] + (b[1] - a[1]) * share + (b[0] - a[0]) * aside,
        ]
    };
    let mut line: Vec<_> = (0..=segments).map(at).collect();
    if from > to {
        line.reverse();
    }
    line.pop();
    line
}

fn cells(side: usize, segments: usize) -> Vec<Vec<[f64; 2]>> {
    let cell = |column: usize, row: usize| {
        let corners =
            [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)];
        let sides = corners.iter().zip(corners.iter().skip(1));
        let mut ring: Vec<_> = sides.flat_map(|(from, to)| border(*from, *to, segments)).collect();
        ring.extend(ring.first().copied());
        ring
    };
    (0..side).flat_map(|row| (0..side).map(move |column| cell(column, row))).collect()
}

fn points() -> Vec<[f64; 2]> {
    let extent = (SIDE as f64 + 1.0) * PITCH;
    let along = |seed: usize, origin: f64| origin - PITCH / 2.0 + noise(seed as u64) * extent;
    (0..POINTS).map(|i| [along(i * 2 + 77_000_000, ORIGIN.0), along(i * 2 + 77_000_001, ORIGIN.1)]).collect()
}

fn shape(index: usize, ring: &[[f64; 2]]) -> Result<GridShape> {
    let village = format!("{:012}", 610_102_001_001u64 + (index / 900) as u64).parse()?;
    let area =
        Area::from_rings(&[vec![ring.to_vec()]], Datum::Wgs84).map_err(|faults| format!("{faults:?}"))?;
    Ok(GridShape { code: GridCode::new(village, (index % 900) as u16)?, name: None, area: Some(area) })
}

fn polygon(ring: &[[f64; 2]]) -> Polygon<f64> {
    Polygon::new(ring.iter().map(|[x, y]| (*x, *y)).collect(), Vec::new())
}

/// A polygon and its box, computed once.
struct Cell(Polygon<f64>, AABB<[f64; 2]>);

impl Cell {
    fn new(ring: &[[f64; 2]]) -> Self {
        Self(polygon(ring), AABB::from_points(ring.iter()))
    }
}

impl RTreeObject for Cell {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.1
    }
}

fn geos(python: &Path, cells: &[Vec<[f64; 2]>], points: &[[f64; 2]]) -> Result<(Duration, usize)> {
    let dir = tempfile::tempdir()?;
    let (cells_file, points_file) = (dir.path().join("cells.wkt"), dir.path().join("points.bin"));
    let mut text = String::new();
    for ring in cells {
        let at: Vec<_> = ring.iter().map(|[x, y]| format!("{x:?} {y:?}")).collect();
        writeln!(text, "POLYGON(({}))", at.join(","))?;
    }
    std::fs::write(&cells_file, text)?;
    std::fs::write(
        &points_file,
        points.iter().flatten().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>(),
    )?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/peers/locate.py");
    let done = Command::new(python).arg(script).arg(cells_file).arg(points_file).output()?;
    let text = String::from_utf8(done.stdout)?;
    let (nanos, found) =
        text.trim().split_once(' ').ok_or_else(|| String::from_utf8_lossy(&done.stderr).into_owned())?;
    Ok((Duration::from_secs_f64(nanos.parse::<f64>()? * POINTS as f64 / 1e9), found.parse()?))
}

/// The verdict of a fence of 100 corners, for a fix inside, at the border and away.
fn fence() {
    let turn = |i: u32| f64::from(i % 100) / 100.0 * std::f64::consts::TAU;
    let reach = |i: u32| if i.is_multiple_of(2) { 5e-4 } else { 4e-4 };
    let ring =
        (0..=100).map(|i| [108.0 + reach(i % 100) * turn(i).cos(), 34.0 + reach(i % 100) * turn(i).sin()]);
    let Ok(area) = Area::from_rings(&[vec![ring.collect()]], Datum::Wgs84) else { return };
    let fence = Fence::Area(area);
    for (what, lon, r68) in
        [("inside", 108.0, 20.0), ("at the border", 108.000_45, 60.0), ("away", 108.01, 20.0)]
    {
        let Ok(at) = Coordinate::new(34.0, lon, Datum::Wgs84) else { return };
        let fix = Fix {
            at,
            accuracy: Accuracy::r68(r68),
            altitude_m: None,
            speed_mps: None,
            gps_time: None,
            device_time: Timestamp::from_millis(0),
            monotonic_ms: 0,
            boot_id: 0,
            source: FixSource::default(),
        };
        const TIMES: usize = 10_000;
        let (took, _) = best_of(3, || {
            (0..TIMES).map(|_| usize::from(verdict(&fence, Some(&fix)).probability > Some(0.5))).sum()
        });
        let micros = took.as_secs_f64() * 1e6 / TIMES as f64;
        println!("{:<34}{micros:>9.1} µs{:>24}   ≤ 50 µs", format!("fence of 100 corners, {what}"), "");
    }
}

/// The walking order of 200 stops, and of 200 of which a tenth have a time window.
fn walk() {
    let place =
        |i: u64| Coordinate::new(34.0 + noise(i * 2) * 0.02, 108.0 + noise(i * 2 + 1) * 0.02, Datum::Wgs84);
    let stops: Vec<RouteStop> =
        (0..MOST_STOPS as u64).filter_map(|i| place(i).ok()).map(RouteStop::at).collect();
    let mut bound = stops.clone();
    for (i, stop) in bound.iter_mut().step_by(10).enumerate() {
        let from = i as u64 * 1_800_000;
        stop.window = Some((from, from + 3_600_000));
    }
    for (what, stops) in [("200 stops", &stops), ("200 stops, 20 with a window", &bound)] {
        let (took, _) = best_of(3, || route(place(1_000).ok(), None, stops).order.len());
        println!("{what:<34}{:>9.1} ms{:>24}   < 50 ms", took.as_secs_f64() * 1e3, "");
    }
}
