//! KML (OGC 12-007r2): placemarks with polygons. Read as a stream of tags, so nesting costs nothing.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use serde_json::Value;

use super::{
    Feature, MAX_FILE_FEATURES,
    feature::{Outline, Parts},
    gather::Gather,
};
use crate::{
    geo::{AreaError, MAX_GRID_RINGS, MAX_GRID_VERTICES},
    text::Text,
};

/// Tags within tags; a folder in a folder needs two.
const MAX_DEPTH: usize = 200;
/// Properties of one placemark.
const MAX_PROPERTIES: usize = 200;
/// Letters kept of one property.
const MAX_VALUE_BYTES: usize = 10_000;

/// Hands every placemark of `text` to `gather`.
///
/// # Errors
/// Why the text is no KML, or where it stops being any.
pub(super) fn read(text: &str, gather: &mut Gather<'_>) -> Result<(), Text> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk::default();
    loop {
        let event = reader.read_event().map_err(|_| broken(reader.error_position()))?;
        match event {
            Event::Start(tag) => {
                walk.open(&tag)?;
            }
            Event::Empty(tag) => {
                walk.open(&tag)?;
                walk.close(gather)?;
            }
            Event::End(_) => walk.close(gather)?,
            Event::Text(words) => walk.words(&words),
            Event::CData(words) => walk.words(&words),
            // No entity is expanded but the five of XML and characters by number: none can grow.
            Event::GeneralRef(name) => walk.words(&resolve(&name)),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
    match walk {
        Walk { saw_kml: false, .. } => Err(Text::new("不是 KML", "is not KML")),
        Walk { path, .. } if !path.is_empty() => Err(broken(reader.buffer_position())),
        Walk { .. } => Ok(()),
    }
}

fn broken(at: u64) -> Text {
    Text::new(format!("XML 有误（第 {at} 字节）"), format!("is not well-formed XML (byte {at})"))
}

fn resolve(name: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return letter.to_string();
    }
    quick_xml::escape::resolve_xml_entity(name).unwrap_or_default().to_owned()
}

/// What the tags on the way mean here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Placemark,
    Name,
    /// `Data` and `SimpleData`, whose name is an attribute.
    Data,
    /// What a `Data` holds, beside the words to show for its name.
    Value,
    Polygon,
    Outer,
    Inner,
    /// One of the rings in an `Inner`.
    Hole,
    Coordinates,
    /// A geometry that is no polygon.
    OtherGeometry(&'static str),
    Other,
}

#[derive(Default)]
struct Walk {
    path: Vec<Tag>,
    saw_kml: bool,
    placemarks: usize,
    now: Option<Placemark>,
}

#[derive(Default)]
struct Placemark {
    properties: Vec<(String, Value)>,
    parts: Parts,
    rings: usize,
    other: Option<&'static str>,
    bad: Option<AreaError>,
    /// The name of the property being read.
    property: Option<String>,
    words: String,
}

impl Walk {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Text> {
        if self.path.len() >= MAX_DEPTH {
            let zh = format!("标签嵌套超过 {MAX_DEPTH} 层");
            return Err(Text::new(zh, format!("nests tags more than {MAX_DEPTH} deep")));
        }
        let tag = match start.local_name().as_ref() {
            "Placemark" => Tag::Placemark,
            "name" => Tag::Name,
            "Data" | "SimpleData" => Tag::Data,
            "value" if self.path.last() == Some(&Tag::Data) => Tag::Value,
            "Polygon" => Tag::Polygon,
            "outerBoundaryIs" => Tag::Outer,
            "innerBoundaryIs" => Tag::Inner,
            "coordinates" => Tag::Coordinates,
            "Point" => Tag::OtherGeometry("Point"),
            "LineString" => Tag::OtherGeometry("LineString"),
            "Model" => Tag::OtherGeometry("Model"),
            "LinearRing" if self.path.last() == Some(&Tag::Inner) => Tag::Hole,
            // Alone, not as the border of a polygon, it is a line.
            "LinearRing" if !self.is_in_border() => Tag::OtherGeometry("LinearRing"),
            "Track" | "MultiTrack" => Tag::OtherGeometry("Track"),
            "kml" => {
                self.saw_kml |= self.path.is_empty();
                Tag::Other
            }
            _ => Tag::Other,
        };
        let in_placemark = self.path.last() == Some(&Tag::Placemark);
        self.path.push(tag);
        match (tag, &mut self.now) {
            (Tag::Placemark, now @ None) => *now = Some(Placemark::default()),
            (Tag::Name, Some(now)) if in_placemark => now.begin(Some("name".to_owned())),
            (Tag::Data, Some(now)) => now.begin(attribute(start)),
            (Tag::Polygon, Some(now)) => now.open_part(),
            (Tag::Outer | Tag::Inner, Some(now)) => now.open_ring(),
            (Tag::Hole, Some(now)) => now.open_next_hole(),
            (Tag::Coordinates, Some(now)) => now.words.clear(),
            (Tag::OtherGeometry(kind), Some(now)) => now.other = Some(kind),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, gather: &mut Gather<'_>) -> Result<(), Text> {
        let Some(tag) = self.path.pop() else { return Ok(()) };
        let in_ring = self.is_in_border();
        match (tag, &mut self.now) {
            (Tag::Name | Tag::Data, Some(now)) => now.finish_property(),
            (Tag::Coordinates, Some(now)) if in_ring => {
                now.positions();
            }
            (Tag::Placemark, _) if !self.path.contains(&Tag::Placemark) => {
                self.placemarks += 1;
                if self.placemarks > MAX_FILE_FEATURES {
                    return Err(super::too_many_features());
                }
                if let Some(now) = self.now.take() {
                    gather.take(now.feature(self.placemarks))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the tag at hand, or the one around it, is the border of a polygon.
    fn is_in_border(&self) -> bool {
        self.path.iter().rev().take(2).any(|tag| matches!(tag, Tag::Outer | Tag::Inner))
    }

    fn words(&mut self, words: &str) {
        let Some(now) = &mut self.now else { return };
        let is_wanted = match self.path.last() {
            Some(Tag::Coordinates) => true,
            Some(Tag::Name | Tag::Data | Tag::Value) => {
                now.property.is_some() && now.words.len() + words.len() <= MAX_VALUE_BYTES
            }
            _ => false,
        };
        if is_wanted {
            now.words.push_str(words);
        }
    }
}

fn attribute(start: &BytesStart<'_>) -> Option<String> {
    let named = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == "name")?;
    let plain = named.normalized_value(XmlVersion::Implicit1_0);
    Some(plain.unwrap_or(named.value).into_owned())
}

impl Placemark {
    fn begin(&mut self, property: Option<String>) {
        self.property = property;
        self.words.clear();
    }

    fn finish_property(&mut self) {
        let Some(name) = self.property.take() else { return };
        let value = self.words.trim();
        if !value.is_empty() && self.properties.len() < MAX_PROPERTIES {
            self.properties.push((name, Value::from(value)));
        }
        self.words.clear();
    }

    fn open_part(&mut self) {
        if self.parts.len() < MAX_GRID_RINGS {
            self.parts.push(Vec::new());
        } else {
            self.bad = Some(AreaError::TooManyRings);
        }
    }

    fn open_ring(&mut self) {
        self.rings += 1;
        match self.parts.last_mut() {
            _ if self.rings > MAX_GRID_RINGS => self.bad = Some(AreaError::TooManyRings),
            Some(part) => part.push(Vec::new()),
            // A border of nothing.
            None => self.other = Some("boundary"),
        }
    }

    /// Old files keep all holes in one border.
    fn open_next_hole(&mut self) {
        let ring = self.parts.last().and_then(|part| part.last());
        if ring.is_some_and(|ring| !ring.is_empty()) {
            self.open_ring();
        }
    }

    /// Reads `lon,lat[,height]` groups between blanks into the ring at hand.
    fn positions(&mut self) {
        let Some(ring) = self.parts.last_mut().and_then(|part| part.last_mut()) else { return };
        for group in self.words.split_whitespace() {
            if ring.len() > MAX_GRID_VERTICES {
                self.bad = Some(AreaError::TooManyVertices);
                break;
            }
            let mut numbers = group.split(',').map(str::parse::<f64>);
            match (numbers.next(), numbers.next()) {
                (Some(Ok(lon)), Some(Ok(lat))) => ring.push([lon, lat]),
                _ => self.bad = Some(AreaError::ShortPosition(self.rings)),
            }
        }
        self.words.clear();
    }

    fn feature(self, number: usize) -> Feature {
        let outline = match (self.bad, self.other) {
            (Some(error), _) => Outline::Bad(error.reason()),
            (None, Some(kind)) if self.parts.is_empty() => Outline::not_a_polygon(kind),
            (None, _) if self.parts.is_empty() => Outline::None,
            (None, _) => Outline::Parts(self.parts),
        };
        Feature { number, properties: self.properties, outline }
    }
}
