//! One feature as a file has it, whatever the format.

use serde_json::Value;

use crate::text::Text;

/// Parts, of rings (the first around, the others holes), of `[lon, lat]`.
pub(super) type Parts = Vec<Vec<Vec<[f64; 2]>>>;

/// The ground of a feature.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outline {
    /// None given.
    None,
    /// Rings as they came, not yet judged.
    Parts(Parts),
    /// Rings that ran the wrong way round for their format, told apart by where they lie: a repair.
    Turned(Parts),
    /// Something that is no polygon, with the reason.
    Bad(Text),
}

impl Outline {
    /// How many positions it holds.
    pub(super) fn positions(&self) -> usize {
        match self {
            Self::Parts(parts) | Self::Turned(parts) => parts.iter().flatten().map(Vec::len).sum(),
            Self::None | Self::Bad(_) => 0,
        }
    }

    /// A geometry of another kind, named as the format names it.
    pub(super) fn not_a_polygon(found: &str) -> Self {
        let zh = format!("应为 Polygon 或 MultiPolygon，实为 {found}");
        Self::Bad(Text::new(zh, format!("is a {found}, not a Polygon or MultiPolygon")))
    }
}

/// One feature of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Feature {
    /// Its number, or the line where it stands, counted from 1.
    pub(super) number: usize,
    pub(super) properties: Vec<(String, Value)>,
    pub(super) outline: Outline,
}

impl Feature {
    /// The property `wanted`, or else the first of `usual` that is there, rather with a value than without; letters
    /// in either case.
    pub(super) fn property(&self, wanted: Option<&str>, usual: &[&str]) -> Option<&Value> {
        let named = |name: &str| {
            // An attribute table cuts headings at ten bytes, a letter of UTF-8 with them.
            let is_cut = |key: &str| (9..=11).contains(&key.len()) && name.starts_with(key);
            let is_it = |(key, _): &&(String, Value)| {
                let key = key.trim();
                key.eq_ignore_ascii_case(name) || is_cut(key)
            };
            self.properties.iter().find(is_it).map(|(_, value)| value)
        };
        match wanted {
            Some(name) => named(name),
            None => {
                let mut there = usual.iter().filter_map(|name| named(name)).peekable();
                let first = there.peek().copied();
                there.find(|value| !value.is_null()).or(first)
            }
        }
    }
}
