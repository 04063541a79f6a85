//! GeoJSON (RFC 7946): a FeatureCollection of polygons.

use std::fmt;

use geojson::{Geometry, GeometryValue, Position};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

use super::{
    MAX_FILE_FEATURES, MAX_FILE_VERTICES,
    declared::older_datum,
    feature::{Feature, Outline, Parts},
    gather::Gather,
};
use crate::{
    geo::{Area, AreaError, Datum, MAX_GRID_RINGS, MAX_GRID_VERTICES},
    text::Text,
};

/// Hands every feature of `text` to `gather`.
///
/// # Errors
/// Why the text as a whole is no collection of features.
pub(super) fn read(text: &str, gather: &mut Gather<'_>) -> Result<(), Text> {
    for (index, raw) in split_features(text)?.into_iter().enumerate() {
        let number = index + 1;
        match read_feature(raw.get()) {
            Some((properties, outline)) => gather.take(Feature { number, properties, outline })?,
            None => gather.refuse(number, Text::new("不是 GeoJSON 要素", "is not a GeoJSON feature")),
        }
    }
    Ok(())
}

/// The outermost object; features stay text until their turn, so that one bad feature spoils no other.
#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
    /// Gone from the format since RFC 7946, still written by drawing programs.
    #[serde(borrow, default)]
    crs: Option<&'a RawValue>,
}

fn split_features(text: &str) -> Result<Vec<&RawValue>, Text> {
    within_limits(text)?;
    let collection: Collection<'_> = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Text::new(
            format!("不是 GeoJSON FeatureCollection（第 {line} 行第 {column} 列）"),
            format!("is not a GeoJSON FeatureCollection (line {line}, column {column})"),
        )
    })?;
    if collection.kind != "FeatureCollection" {
        return Err(Text::new("不是 GeoJSON FeatureCollection", "is not a GeoJSON FeatureCollection"));
    }
    if let Some(reason) = collection.crs.and_then(|crs| older_datum(crs.get())) {
        return Err(reason);
    }
    if collection.features.len() > MAX_FILE_FEATURES {
        return Err(super::too_many_features());
    }
    Ok(collection.features)
}

/// Judges the size before anything is built from the text. Every position opens one bracket and every element
/// of a list but the first follows a comma, so counting both bounds what parsing can take up.
fn within_limits(text: &str) -> Result<(), Text> {
    let count = |sought: u8| text.bytes().filter(|byte| *byte == sought).count();
    if count(b'[') > MAX_FILE_VERTICES * 3 / 2 || count(b',') > MAX_FILE_VERTICES * 6 {
        return Err(super::too_many_positions());
    }
    Ok(())
}

#[derive(Deserialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
    #[serde(default)]
    properties: Option<Properties>,
}

/// Properties of one feature that are read.
const MAX_PROPERTIES: usize = 200;

/// What a feature is given. Of lists and objects nothing is kept but that they are none of the words sought, and of more
/// properties than anybody draws none: a file of 50 MB could ask for a gigabyte.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ReadProperties)
    }
}

struct ReadProperties;

impl<'de> Visitor<'de> for ReadProperties {
    type Value = Properties;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the properties of a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut written: A) -> Result<Properties, A::Error> {
        let mut kept = Map::new();
        while let Some(name) = written.next_key::<String>()? {
            if kept.len() < MAX_PROPERTIES || kept.contains_key(&name) {
                kept.insert(name, plain(written.next_value()?));
            } else {
                written.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Properties(kept))
    }
}

fn plain(written: &RawValue) -> Value {
    if written.get().starts_with(['[', '{']) {
        return Value::Array(Vec::new());
    }
    serde_json::from_str(written.get()).unwrap_or_default()
}

fn read_feature(text: &str) -> Option<(Vec<(String, Value)>, Outline)> {
    let feature = serde_json::from_str::<Written<'_>>(text).ok().filter(|read| read.kind == "Feature")?;
    let outline = feature.geometry.map_or(Outline::None, |geometry| read_outline(geometry.get()));
    Some((feature.properties.unwrap_or_default().0.into_iter().collect(), outline))
}

/// The area of one geometry in WGS-84; `None` where it is none.
pub(super) fn read_area(text: &str) -> Option<Area> {
    match read_outline(text) {
        Outline::Parts(parts) | Outline::Turned(parts) => Area::from_rings(&parts, Datum::Wgs84).ok(),
        Outline::None | Outline::Bad(_) => None,
    }
}

fn read_outline(text: &str) -> Outline {
    let brackets = text.bytes().filter(|byte| *byte == b'[').count();
    if brackets > MAX_GRID_VERTICES + 2 * MAX_GRID_RINGS {
        return Outline::Bad(AreaError::TooManyVertices.reason());
    }
    // The text may nest as deeply as it likes: serde_json stops at 128 levels.
    let Ok(geometry) = serde_json::from_str::<Geometry>(text) else {
        return Outline::Bad(Text::new("不是 GeoJSON 几何对象", "is not a GeoJSON geometry"));
    };
    let parts = match geometry.value {
        GeometryValue::Polygon { coordinates } => read_parts(&[coordinates]),
        GeometryValue::MultiPolygon { coordinates } => read_parts(&coordinates),
        other => return Outline::not_a_polygon(other.type_name()),
    };
    parts.map_or_else(|error| Outline::Bad(error.reason()), Outline::Parts)
}

/// The first two numbers of each position; a third is its height.
fn read_parts(parts: &[Vec<Vec<Position>>]) -> Result<Parts, AreaError> {
    let mut number = 0;
    let mut read_ring = |ring: &Vec<Position>| {
        number += 1;
        let position = |position: &Position| match position.as_slice() {
            [lon, lat, ..] => Ok([*lon, *lat]),
            _ => Err(AreaError::ShortPosition(number)),
        };
        ring.iter().map(position).collect::<Result<Vec<_>, _>>()
    };
    parts.iter().map(|part| part.iter().map(&mut read_ring).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::GridShape;
    use crate::{codes::Imported, geo::MAX_FILE_BYTES};
    use proptest::prelude::*;

    const SQUARE: &str = "[[108.0,34.0],[108.01,34.0],[108.01,34.01],[108.0,34.01],[108.0,34.0]]";

    fn feature(code: &str, geometry: &str) -> String {
        format!(r#"{{"type":"Feature","properties":{{"code":{code},"name":"东街"}},"geometry":{geometry}}}"#)
    }

    fn polygon(ring: &str) -> String {
        format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#)
    }

    fn collection(features: &[String]) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    fn read(text: &str) -> Imported<GridShape> {
        super::super::read_geojson(text, "g.geojson", Datum::Wgs84)
    }

    fn faults(text: &str) -> Vec<String> {
        read(text).faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn good_grids_are_read_with_or_without_a_polygon() {
        let multi = format!(r#"{{"type":"MultiPolygon","coordinates":[[{SQUARE}]]}}"#);
        let with_height = SQUARE.replace("34.0]", "34.0,400.5]");
        let text = collection(&[
            feature("\"610102001001001\"", &polygon(SQUARE)),
            feature("610102001001002", &multi),
            feature("\"610102001001003\"", "null"),
            feature("\"610102001001004\"", &polygon(&with_height)),
        ]);
        let shapes = read(&format!("\u{FEFF}{text}")).all_or_nothing().unwrap();
        assert_eq!(shapes.len(), 4);
        assert_eq!(shapes[0].code.to_string(), "610102001001001");
        assert_eq!(shapes[0].name.as_deref(), Some("东街"));
        assert_eq!(shapes[0].area, shapes[1].area);
        assert_eq!(shapes[0].area, shapes[3].area);
        assert_eq!(shapes[2].area, None);
        let json = serde_json::to_string(&shapes).unwrap();
        assert_eq!(serde_json::from_str::<Vec<GridShape>>(&json).unwrap(), shapes);
    }

    #[test]
    fn every_fault_is_listed_with_its_feature_and_the_good_rows_stay() {
        let bow_tie = "[[108.0,34.0],[108.01,34.01],[108.01,34.0],[108.0,34.01],[108.0,34.0]]";
        let open = "[[108.0,34.0],[108.01,34.0],[108.01,34.01],[108.0,34.01]]";
        let text = collection(&[
            feature("\"610102001001001\"", &polygon(SQUARE)),
            feature("null", &polygon(SQUARE)),
            feature("\"6101020010010\"", &polygon(open)),
            feature("\"610102001001001\"", &polygon(SQUARE)),
            feature("\"610102001001005\"", r#"{"type":"Point","coordinates":[108.0,34.0]}"#),
            feature("\"610102001001006\"", &polygon(bow_tie)),
            feature("\"610102001001007\"", &polygon("[[34.0,108.0],[34.0,108.1],[34.1,108.1],[34.0,108.0]]")),
            "42".to_owned(),
            feature("\"610102001001009\"", &polygon("[[108.0]]")),
            feature("\"610102001001010\"", r#"{"type":"Polygon"}"#),
            feature("\"610102001001011\"", &polygon(SQUARE)),
        ]);
        let expected = [
            "g.geojson, feature 2, code: is missing",
            "g.geojson, feature 3, code: a grid code has 15 digits (12 of the village and 3), this one has 13",
            "g.geojson, feature 3, geometry: ring 1 is not closed: its last position is not its first",
            "g.geojson, feature 4, code: 610102001001001 stands in feature 1 already",
            "g.geojson, feature 5, geometry: is a Point, not a Polygon or MultiPolygon",
            "g.geojson, feature 6, geometry: ring 1 crosses or touches itself",
            "g.geojson, feature 7, geometry: ring 1 seems to have latitude and longitude swapped: \
             write [longitude, latitude]",
            "g.geojson, feature 8: is not a GeoJSON feature",
            "g.geojson, feature 9, geometry: ring 1 has a position of fewer than two numbers",
            "g.geojson, feature 10, geometry: is not a GeoJSON geometry",
        ];
        assert_eq!(faults(&text), expected);
        assert_eq!(read(&text).rows.len(), 2);
    }

    #[test]
    fn the_outline_of_a_row_is_an_area_or_nothing() {
        let area = |geometry: &str| crate::geo::read_outline(&serde_json::from_str(geometry).unwrap());
        assert!(area(&polygon(SQUARE)).is_some());
        let open = polygon("[[108.0,34.0]]");
        for nothing in ["null", r#"{"type":"Point","coordinates":[108.0,34.0]}"#, open.as_str()] {
            assert_eq!(area(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_no_geojson_is_refused_whole() {
        for text in ["", "code,name", "[]", "{}", r#"{"type":"Feature"}"#, r#"{"type":"X","features":[]}"#] {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].starts_with("g.geojson: is not a GeoJSON FeatureCollection"), "{}", found[0]);
        }
        assert_eq!(faults(&collection(&[])), ["g.geojson: holds no features"]);
    }

    #[test]
    fn a_nesting_bomb_is_a_fault_and_nothing_more() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert_eq!(faults(&deep(1_000_000)).len(), 1);
        let deep_geometry = format!(r#"{{"type":"Polygon","coordinates":{}}}"#, deep(10_000));
        let bombs = collection(&[
            feature("\"610102001001001\"", &deep_geometry),
            feature(&deep(100_000), &polygon(SQUARE)),
            feature("\"610102001001003\"", &polygon(SQUARE)),
        ]);
        assert_eq!(read(&bombs).rows.len(), 1);
        assert_eq!(read(&bombs).faults.len(), 2);
    }

    #[test]
    fn of_properties_without_end_no_more_are_kept_than_anybody_draws() {
        let code = "\"610102001001001\"";
        let many: String = (0..100_000).map(|i| format!(",\"p{i}\":{i}")).collect();
        let text = feature(&format!("{code}{many}"), "null");
        let (properties, _) = read_feature(&text).unwrap();
        assert_eq!(properties.len(), MAX_PROPERTIES);
        let list = format!("[{}1]", "[1],".repeat(100_000));
        let (properties, _) = read_feature(&feature(&format!("{code},\"list\":{list}"), "null")).unwrap();
        let kept = |name: &str| properties.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        assert_eq!((kept("list"), kept("name")), (Some(&serde_json::json!([])), Some(&"东街".into())));
        assert_eq!(faults(&collection(&[feature(code, "null")])), [""; 0]);
    }

    #[test]
    fn a_file_beyond_the_limits_is_refused_unparsed() {
        assert!(faults(&"[".repeat(MAX_FILE_VERTICES * 2))[0].contains("positions"));
        assert!(faults(&" ".repeat(MAX_FILE_BYTES + 1))[0].contains("64 MiB"));
        let long = format!("[{}[108.0,34.0]]", "[108.0,34.0],".repeat(MAX_GRID_VERTICES * 2));
        let found = faults(&collection(&[feature("\"610102001001001\"", &polygon(&long))]));
        assert_eq!(found, ["g.geojson, feature 1, geometry: has more than 20000 positions"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}", tail in r#"[\[\]{},:0-9a-z"]{0,40}"#) {
            let _ = read(&text);
            let _ = read(&collection(&[tail]));
        }

        #[test]
        fn no_ring_makes_it_panic(corners in prop::collection::vec((0u8..8, 0u8..8), 0..12), holes in 0usize..3) {
            let ring: Vec<_> = corners.iter().chain(corners.first()).map(|(x, y)| {
                format!("[{},{}]", 108.0 + f64::from(*x) / 100.0, 34.0 + f64::from(*y) / 100.0)
            }).collect();
            let rings = vec![format!("[{}]", ring.join(",")); holes + 1].join(",");
            let _ = read(&collection(&[feature("\"610102001001001\"", &polygon(&rings))]));
        }
    }
}
