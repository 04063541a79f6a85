//! Well-known text (OGC 06-103r4): `POLYGON` and `MULTIPOLYGON`, with or without heights.

use super::{
    declared::older_datum,
    feature::{Outline, Parts},
};
use crate::{
    geo::{AreaError, MAX_GRID_VERTICES},
    text::Text,
};

/// The polygon that `text` writes.
pub(super) fn read(text: &str) -> Outline {
    // A position needs a comma; counting them bounds what is built.
    if text.bytes().filter(|byte| *byte == b',').count() > MAX_GRID_VERTICES * 2 {
        return Outline::Bad(AreaError::TooManyVertices.reason());
    }
    let body = match text.split_once(';') {
        Some((srid, rest)) if srid.trim_start().to_ascii_uppercase().starts_with("SRID=") => {
            if let Some(reason) = older_datum(srid) {
                return Outline::Bad(reason);
            }
            rest
        }
        _ => text,
    };
    let (head, lists) = body.find('(').and_then(|at| body.split_at_checked(at)).unwrap_or((body, ""));
    let words: Vec<String> = head.split_whitespace().map(str::to_ascii_uppercase).take(4).collect();
    let depth = match words.first().map(|kind| kind.trim_end_matches(['Z', 'M'])) {
        Some("POLYGON") => 2,
        Some("MULTIPOLYGON") => 3,
        Some(kind @ ("POINT" | "LINESTRING" | "MULTIPOINT" | "MULTILINESTRING" | "GEOMETRYCOLLECTION")) => {
            return Outline::not_a_polygon(kind);
        }
        _ => return not_wkt(),
    };
    if words.iter().any(|word| word == "EMPTY") {
        return Outline::None;
    }
    read_lists(lists, depth).map_or_else(not_wkt, Outline::Parts)
}

fn not_wkt() -> Outline {
    Outline::Bad(Text::new("不是 WKT 多边形", "is not a polygon in WKT"))
}

/// Positions in brackets nested `deepest` deep.
fn read_lists(text: &str, deepest: usize) -> Option<Parts> {
    let mut parts: Parts = if deepest == 2 { vec![Vec::new()] } else { Vec::new() };
    let (mut depth, mut ended) = (0, false);
    let mut rest = text;
    while let Some(at) = rest.find(['(', ')', ',']) {
        let (before, after) = rest.split_at_checked(at)?;
        let mark = after.chars().next()?;
        rest = after.get(1..)?;
        if ended {
            return None;
        }
        if depth == deepest && mark != '(' {
            parts.last_mut()?.last_mut()?.push(position(before)?);
        } else if !before.trim().is_empty() {
            return None;
        }
        match mark {
            '(' if depth + 1 == deepest => parts.last_mut()?.push(Vec::new()),
            '(' if depth + 2 == deepest && deepest == 3 => parts.push(Vec::new()),
            _ => {}
        }
        match mark {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth > deepest {
            return None;
        }
        ended = depth == 0;
    }
    (ended && rest.trim().is_empty()).then_some(parts)
}

fn position(text: &str) -> Option<[f64; 2]> {
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    numbers.all(|number| number.is_ok()).then_some([lon, lat])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn polygons_with_holes_heights_and_several_parts_are_read() {
        let triangle = vec![[1.0, 2.0], [3.0, 4.0], [5.0, 6.5], [1.0, 2.0]];
        let one = Outline::Parts(vec![vec![triangle.clone()]]);
        for text in [
            "POLYGON((1 2,3 4,5 6.5,1 2))",
            "polygon ( ( 1 2 , 3 4 , 5 6.5 , 1 2 ) ) ",
            "SRID=4490;POLYGON Z ((1 2 9,3 4 9,5 6.5 9,1 2 9))",
            "POLYGONZ((1 2 9,3 4 9,5 6.5 9,1 2 9))",
            "MULTIPOLYGON(((1 2,3 4,5 6.5,1 2)))",
        ] {
            assert_eq!(read(text), one, "{text}");
        }
        let two = Outline::Parts(vec![vec![triangle.clone(), triangle.clone()], vec![triangle]]);
        let ring = "(1 2,3 4,5 6.5,1 2)";
        assert_eq!(read(&format!("MULTIPOLYGON(({ring},{ring}),({ring}))")), two);
        assert_eq!(read("POLYGON EMPTY"), Outline::None);
    }

    #[test]
    fn what_is_no_polygon_is_refused() {
        for text in [
            "",
            "POLYGON",
            "POLYGON(1 2,3 4)",
            "POLYGON((1 2,3))",
            "POLYGON((1 2,3 4)",
            "POLYGON((1 2)))",
            "POINT(1 2)",
            "CIRCLE((1 2))",
            "POLYGON((1 2 x))",
            "POLYGON((1 2)) more",
        ] {
            assert!(matches!(read(text), Outline::Bad(_)), "{text}");
        }
        assert!(matches!(read(&format!("POLYGON{}", "(".repeat(1_000_000))), Outline::Bad(_)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r"(MULTI)?POLYGON ?[(),0-9 .eE\-]{0,60}") {
            let _ = read(&text);
        }
    }
}
