//! Sets of grids as large as the check of a set takes them before it says that it was stopped, each of a kind that
//! keeps it busy with something else: how long it takes, and how much memory.

use std::{f64::consts::TAU, fs, hint::black_box, process::Command, time::Duration};

use doorstep_core::{
    codes::{DivisionCode, GridCode},
    geo::{Area, Datum, Drawing, FaultKind, GridSet, GridShape, Home, RefusedGrid},
};

use super::{Result, best_of, cells, shape};

/// Metres of a degree to the east and to the north at 34° N.
const DEGREE_M: (f64, f64) = (92_385.0, 110_922.0);

/// What is checked.
#[derive(Default)]
struct Set {
    grids: Vec<GridShape>,
    refused: Vec<RefusedGrid>,
    villages: Vec<(DivisionCode, Area)>,
    homes: Vec<Home>,
}

/// A set of a size.
type Build = fn(usize) -> Result<Set>;

const KINDS: [(&str, usize, Build); 9] = [
    ("a county, cell by cell", 40, county),
    ("a county of borders that nearly meet", 10, loose_county),
    ("a county drawn twice", 10, county_twice),
    ("two combs across each other", 300, combs),
    ("rings in each other", 10, rings),
    ("squares upon each other", 300, heap),
    ("slanted strokes side by side", 300, strokes),
    ("strips amid large rings", 2, strips),
    ("villages under refused grids", 4, veiled),
];

/// What a check took.
struct Taken {
    seconds: f64,
    megabytes: f64,
    edges: usize,
}

/// Enlarges each kind until the check is stopped; tells of the largest that was not. `only` names one of the kinds.
pub fn measure(only: Option<&str>) -> Result<()> {
    println!(
        "\n{:<40}{:>12}{:>12}{:>9}   bar: 10 s, 256 MB",
        "largest sets checked", "time", "memory", "edges"
    );
    for (kind, first, _) in KINDS {
        if only.is_some_and(|only| !kind.contains(only)) {
            continue;
        }
        match largest(kind, first)? {
            Some((size, Taken { seconds, megabytes, edges })) => {
                println!("{:<40}{seconds:>10.1} s{megabytes:>9.0} MB{edges:>9}", format!("{kind} ({size})"));
            }
            None => println!("{kind}: stopped at once"),
        }
    }
    Ok(())
}

/// The largest size of a kind that is checked, to an eighth: doubled until it is stopped, then halved in between.
fn largest(kind: &str, first: usize) -> Result<Option<(usize, Taken)>> {
    let (mut size, mut last, mut stopped) = (first, None, None::<usize>);
    loop {
        match check(kind, size)? {
            Some(taken) => {
                let is_enough = taken.edges > 3_000_000 || taken.seconds > 60.0;
                last = Some((size, taken));
                if is_enough {
                    return Ok(last);
                }
            }
            None => stopped = Some(size),
        }
        let Some((checked, _)) = last else { return Ok(None) };
        size = match stopped {
            None => checked * 2,
            Some(stopped) if stopped - checked <= checked / 8 + 1 => return Ok(last),
            Some(stopped) => usize::midpoint(checked, stopped),
        };
    }
}

fn corners(grid: &GridShape) -> usize {
    grid.area.as_ref().map_or(0, |area| area.rings().iter().flatten().map(Vec::len).sum())
}

/// Checks a set of a size in a process of its own, so that memory is what it took; none where the check was stopped.
fn check(kind: &str, size: usize) -> Result<Option<Taken>> {
    let mut itself = Command::new(std::env::current_exe()?);
    // What was given back is no longer there.
    itself.env("MALLOC_MMAP_THRESHOLD_", "65536").env("MALLOC_TRIM_THRESHOLD_", "65536");
    let done = itself.env("DOORSTEP_BOUNDS", kind).env("DOORSTEP_BOUNDS_SIZE", size.to_string()).output()?;
    let told = String::from_utf8(done.stdout)?;
    let mut figures = told.split_whitespace();
    let mut next = || figures.next().ok_or_else(|| String::from_utf8_lossy(&done.stderr).into_owned());
    if next()? == "stopped" {
        return Ok(None);
    }
    Ok(Some(Taken { seconds: next()?.parse()?, megabytes: next()?.parse()?, edges: next()?.parse()? }))
}

/// Checks a set of a size and prints what it took.
pub fn check_one(kind: &str, size: usize) -> Result<()> {
    let (.., build) = KINDS.iter().find(|(name, ..)| *name == kind).ok_or("no such kind")?;
    let set = build(size)?;
    let edges: usize = set.grids.iter().map(corners).sum();
    let set = GridSet {
        refused: &set.refused,
        villages: (!set.villages.is_empty()).then_some(set.villages.as_slice()),
        homes: &set.homes,
        ..GridSet::of(&set.grids)
    };
    let mut stopped = false;
    let ((took, _), megabytes) = peak_of(|| {
        let report = black_box(set.check());
        stopped = report.faults.iter().any(|fault| fault.kind == FaultKind::CheckStopped);
        report.faults.len()
    })?;
    let end = if stopped { "stopped" } else { "checked" };
    println!("{end} {:.2} {megabytes:.0} {edges}", took.as_secs_f64());
    Ok(())
}

/// How long some work takes and what comes of it, and megabytes above what was there before.
pub fn peak_of(work: impl FnMut() -> usize) -> Result<((Duration, usize), f64)> {
    // The peak begins anew.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory("VmRSS")?;
    let done = best_of(1, work);
    Ok((done, (memory("VmHWM")? - before) / 1_024.0))
}

fn memory(what: &str) -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)).ok_or("no figure")?;
    Ok(line.trim_matches(|c: char| !c.is_ascii_digit()).parse()?)
}

fn county(side: usize) -> Result<Set> {
    let cells = cells(side.min(200), 25);
    let grids = cells.iter().enumerate().map(|(i, ring)| shape(i, ring)).collect::<Result<_>>()?;
    Ok(Set { grids, ..Set::default() })
}

/// Each grid half a centimetre smaller than its cell, so that no edge is shared.
fn loose_county(side: usize) -> Result<Set> {
    let smaller = |ring: &Vec<[f64; 2]>| {
        let middle = [0, 1].map(|axis| {
            let along = ring.iter().filter_map(|at| at.get(axis));
            along.sum::<f64>() / ring.len() as f64
        });
        let inwards = |at: &[f64; 2]| [0, 1].map(|axis| at[axis] - (at[axis] - middle[axis]) * 1e-5);
        ring.iter().map(inwards).collect::<Vec<_>>()
    };
    let cells = cells(side.min(200), 25);
    let grids = cells.iter().enumerate().map(|(i, ring)| shape(i, &smaller(ring))).collect::<Result<_>>()?;
    Ok(Set { grids, ..Set::default() })
}

fn county_twice(side: usize) -> Result<Set> {
    let mut set = county(side)?;
    for i in 0..set.grids.len() {
        // Five metres off, the corners of the two drawn apart.
        let wave = |at: &[f64; 2]| {
            let off = 5.0 / DEGREE_M.1;
            [at[0] + off * (at[1] * 4_000.0).sin(), at[1] + off * (at[0] * 4_000.0).cos()]
        };
        let Some(ring) = set.grids.get(i).and_then(|grid| grid.area.as_ref()?.rings().pop()?.pop()) else {
            continue;
        };
        let again: Vec<_> = ring.iter().map(wave).collect();
        set.grids.push(shape(i + side * side, &again)?);
    }
    Ok(set)
}

/// A ring of corners in metres.
fn grid(number: usize, rings: &[Vec<(f64, f64)>]) -> Result<GridShape> {
    let village = format!("{:012}", 610_102_001_001u64 + (number / 900) as u64).parse()?;
    Ok(GridShape {
        code: GridCode::new(village, (number % 900) as u16)?,
        name: None,
        area: Some(area(rings)?),
    })
}

fn area(rings: &[Vec<(f64, f64)>]) -> Result<Area> {
    let ring = |ring: &Vec<(f64, f64)>| {
        let turned = ring.iter().chain(ring.first());
        turned.map(|(x, y)| [108.0 + x / DEGREE_M.0, 34.0 + y / DEGREE_M.1]).collect::<Vec<_>>()
    };
    let rings: Vec<_> = rings.iter().map(ring).collect();
    Area::from_rings(&[rings], Datum::Wgs84).map_err(|faults| format!("{faults:?}").into())
}

/// Teeth of a metre, two metres apart.
fn comb(teeth: usize, long: f64) -> Vec<(f64, f64)> {
    let tooth = |tooth: usize| {
        let at = tooth as f64 * 2.0;
        [(at, 0.0), (at, long), (at + 1.0, long), (at + 1.0, 0.0)]
    };
    (0..teeth).flat_map(tooth).chain([(teeth as f64 * 2.0, -1.0), (0.0, -1.0)]).collect()
}

fn combs(teeth: usize) -> Result<Set> {
    let comb = comb(teeth, teeth as f64 * 2.0);
    let across = comb.iter().map(|(x, y)| (*y, *x)).collect();
    Ok(Set { grids: vec![grid(1, &[comb])?, grid(2, &[across])?], ..Set::default() })
}

fn circle(corners: usize, reach: f64) -> Vec<(f64, f64)> {
    let turn = |i: usize| i as f64 / corners as f64 * TAU;
    (0..corners).map(|i| (reach * turn(i).cos(), reach * turn(i).sin())).collect()
}

/// Rings of ground ten metres apart, each of 19,998 positions.
fn annulus(number: usize) -> Vec<Vec<(f64, f64)>> {
    let inner = 2_000.0 + number as f64 * 10.0;
    vec![circle(9_998, inner + 5.0), circle(9_998, inner)]
}

fn rings(count: usize) -> Result<Set> {
    let grids = (0..count).map(|i| grid(i, &annulus(i))).collect::<Result<_>>()?;
    Ok(Set { grids, ..Set::default() })
}

fn heap(count: usize) -> Result<Set> {
    let square = |i: usize| {
        let (x, y) = (i as f64 / 50.0, (i % 7) as f64);
        grid(i, &[vec![(x, y), (x + 300.0, y), (x + 300.0, y + 300.0), (x, y + 300.0)]])
    };
    Ok(Set { grids: (0..count).map(square).collect::<Result<_>>()?, ..Set::default() })
}

/// Strips across the whole of a square, so that the boxes of all meet; a grid holds a hundred of them.
fn strokes(strokes: usize) -> Result<Set> {
    let long = strokes as f64 * 4.0;
    let grid_of = |number: usize| {
        let comb = comb(100, long);
        let aside = number as f64 * 204.0;
        let turned = |(x, y): &(f64, f64)| ((x + aside + y) / 2.0, (x + aside - y) / 2.0);
        grid(number, &[comb.iter().map(turned).collect()])
    };
    Ok(Set { grids: (0..strokes.div_ceil(100)).map(grid_of).collect::<Result<_>>()?, ..Set::default() })
}

/// Two grids with half a metre between them, their borders as long as their corners allow, amid rings whose boxes
/// hold them.
fn strips(count: usize) -> Result<Set> {
    let border = |y: f64| (0..9_990).map(move |i| (f64::from(i) / 10.0, y + f64::from(i % 2) * 0.01));
    let upper = border(0.5).chain([(999.0, 100.0), (0.0, 100.0)]).collect();
    let lower = border(0.0).chain([(999.0, -100.0), (0.0, -100.0)]).collect();
    let mut grids = vec![grid(0, &[upper])?, grid(1, &[lower])?];
    for i in 0..count {
        grids.push(grid(i + 2, &annulus(i))?);
    }
    Ok(Set { grids, ..Set::default() })
}

/// Villages whose boxes all meet, each with a grid, and refused grids over all of them.
fn veiled(count: usize) -> Result<Set> {
    let mut set = Set::default();
    for i in 0..count {
        let shape = grid(i * 900, &annulus(i))?;
        set.villages.push((shape.code.village(), area(&annulus(i))?));
        set.refused.push(RefusedGrid { code: None, drawn: shape.area.clone().map(Drawing::from) });
        set.grids.push(shape);
    }
    Ok(set)
}
