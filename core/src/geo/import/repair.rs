//! Repairs that change no ground: each is reported, and taken only if a valid area comes of it.

use super::feature::Parts;
use crate::{geo::area::is_near_china, text::Text};

/// Puts right what can be put right safely in `parts`; tells what.
pub(super) fn repair(parts: &mut Parts) -> Vec<Text> {
    let mut done = Vec::new();
    if turn_axes(parts) {
        done.push(Text::new(
            "经纬度颠倒，已改为 [经度, 纬度]",
            "latitude and longitude were swapped and have been turned",
        ));
    }
    let (mut closed, mut dropped) = (0, 0);
    for ring in parts.iter_mut().flatten() {
        let before = ring.len();
        ring.dedup();
        dropped += before - ring.len();
        if let (Some(first), Some(last)) = (ring.first().copied(), ring.last())
            && first != *last
            && ring.len() >= 3
        {
            ring.push(first);
            closed += 1;
        }
    }
    if closed > 0 {
        let zh = format!("{closed} 个环未闭合，已闭合");
        done.push(Text::new(zh, format!("{closed} open ring(s) have been closed")));
    }
    if dropped > 0 {
        let zh = format!("已去掉 {dropped} 个重复顶点");
        done.push(Text::new(zh, format!("{dropped} repeated position(s) have been dropped")));
    }
    done
}

/// Swaps all positions where every one of them lies in China only when read the other way round.
fn turn_axes(parts: &mut Parts) -> bool {
    let mut positions = parts.iter().flatten().flatten().peekable();
    let swapped = positions.peek().is_some()
        && positions.all(|[lon, lat]| !is_near_china(*lon, *lat) && is_near_china(*lat, *lon));
    if swapped {
        parts.iter_mut().flatten().flatten().for_each(|at| at.swap(0, 1));
    }
    swapped
}
