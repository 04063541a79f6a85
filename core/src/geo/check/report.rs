//! What a check found, as a value and as text and GeoJSON.

use serde_json::{Value, json};

use super::{ground::Ground, map};
use crate::{
    codes::GridCode,
    geo::{Area, Coordinate, Datum, GridFault, GridShape},
    text::{Lang, Text},
};

/// Kinds of fault, by what a manager does about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// The set would have taken too long: it was not checked to the end, and what is not listed may be there.
    CheckStopped,
    /// There are more faults of a kind than are listed.
    TooManyFaults,
    /// The file, a feature or an outline cannot be taken; the code says why.
    Import(&'static str),
    /// Two grids claim the same ground.
    Overlap,
    /// They do along their border only.
    OverlapSliver,
    /// Ground between grids that none covers.
    Gap,
    /// A narrow strip of it.
    GapSliver,
    /// A code used twice.
    DuplicateCode,
    /// A grid reaches beyond its village.
    OutsideVillage,
    /// A village with grids whose outline is not known: they were not held against it.
    VillageUnknown,
    /// Ground of a village that none of its grids covers.
    VillageUncovered,
    /// A household in no grid.
    HomeInNoGrid,
    /// A household in another grid than the one it is listed under.
    HomeInOtherGrid,
    /// A grid without anybody responsible.
    NobodyAnswers,
}

impl FaultKind {
    /// A short name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CheckStopped => "check-stopped",
            Self::TooManyFaults => "too-many-faults",
            Self::Import(code) => code,
            Self::Overlap => "overlap",
            Self::OverlapSliver => "overlap-sliver",
            Self::Gap => "gap",
            Self::GapSliver => "gap-sliver",
            Self::DuplicateCode => "duplicate-code",
            Self::OutsideVillage => "outside-village",
            Self::VillageUnknown => "village-unknown",
            Self::VillageUncovered => "village-uncovered",
            Self::HomeInNoGrid => "household-in-no-grid",
            Self::HomeInOtherGrid => "household-in-other-grid",
            Self::NobodyAnswers => "nobody-answers",
        }
    }

    /// Whether it says that the list of faults is not the whole of them.
    pub const fn says_there_is_more(self) -> bool {
        matches!(self, Self::CheckStopped | Self::TooManyFaults)
    }

    /// Whether it is a strip left by drawing one border twice, rather than ground in dispute.
    pub const fn is_sliver(self) -> bool {
        matches!(self, Self::OverlapSliver | Self::GapSliver)
    }
}

/// One thing wrong with a set of grids. `Debug` shows no ground.
#[derive(Clone, PartialEq)]
pub struct SetFault {
    /// What.
    pub kind: FaultKind,
    /// The grid, or the first of two; of a household the one that it is listed under.
    pub grid: Option<GridCode>,
    /// The second grid; of a household the one that it lies in.
    pub other: Option<GridCode>,
    /// Where, in WGS-84.
    pub at: Option<Coordinate>,
    /// How much ground, in square metres.
    pub area_m2: Option<f64>,
    /// The ground, as GeoJSON's MultiPolygon has it, in WGS-84.
    pub ground: Vec<Vec<Vec<[f64; 2]>>>,
    /// The whole of it in words.
    pub sentence: Text,
}

impl std::fmt::Debug for SetFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SetFault({}, {:?}, {:?}, {:?} m²)", self.kind.code(), self.grid, self.other, self.area_m2)
    }
}

impl SetFault {
    pub(super) fn new(kind: FaultKind, sentence: Text) -> Self {
        Self { kind, grid: None, other: None, at: None, area_m2: None, ground: Vec::new(), sentence }
    }

    pub(super) fn of_grid(kind: FaultKind, grid: GridCode, sentence: Text) -> Self {
        Self { grid: Some(grid), ..Self::new(kind, sentence) }
    }

    pub(super) fn of_import(found: &GridFault) -> Self {
        let kind = FaultKind::Import(found.code);
        Self { grid: found.grid, at: found.at, ..Self::new(kind, found.fault.text()) }
    }

    pub(super) fn on(self, ground: Ground) -> Self {
        Self { at: ground.at, area_m2: Some(ground.area_m2), ground: ground.rings, ..self }
    }

    /// As the command line prints it: `code`, `grid`, `other`, `at` (`lon`, `lat`, `datum`), `area_m2`, `sentence`
    /// in English and `sentence_zh`; what does not apply is null.
    pub fn json(&self) -> Value {
        let at = self.at.map(|at| at.to(Datum::Wgs84));
        json!({
            "code": self.kind.code(),
            "grid": self.grid.map(|code| code.to_string()),
            "other": self.other.map(|code| code.to_string()),
            "at": at.map(|at| json!({ "lon": at.lon(), "lat": at.lat(), "datum": at.datum() })),
            "area_m2": self.area_m2.map(to_hundredths),
            "sentence": self.sentence.en,
            "sentence_zh": self.sentence.zh,
        })
    }
}

/// What a check of a set of grids found.
#[derive(Clone, Debug, PartialEq)]
pub struct GridReport {
    /// The grids that were checked.
    pub grids: Vec<GridShape>,
    /// Everything that is wrong.
    pub faults: Vec<SetFault>,
}

impl GridReport {
    /// The report for programs: `grids` (how many were checked), `faults` as [`SetFault::json`] has them, and
    /// `checked`, the `code`, `name` and `area_m2` of each grid, null where it has no name or no outline.
    pub fn json(&self) -> Value {
        let grid = |grid: &GridShape| {
            let area = grid.area.as_ref().map(|area| to_hundredths(area.square_metres()));
            json!({ "code": grid.code.to_string(), "name": grid.name, "area_m2": area })
        };
        json!({
            "grids": self.grids.len(),
            "faults": self.faults.iter().map(SetFault::json).collect::<Vec<_>>(),
            "checked": self.grids.iter().map(grid).collect::<Vec<_>>(),
        })
    }

    /// The report as lines of text.
    pub fn text(&self, lang: Lang) -> String {
        let (grids, faults) = (self.grids.len(), self.faults.len());
        let slivers = self.faults.iter().filter(|fault| fault.kind.is_sliver()).count();
        let head = Text::new(
            format!("共 {grids} 个网格，{faults} 个问题，其中 {slivers} 个为狭长条（边界画了两次）"),
            format!(
                "{}, {}, {slivers} of them slivers along borders drawn twice",
                counted(grids, "grid"),
                counted(faults, "fault")
            ),
        );
        let mut lines = vec![head.in_lang(lang).to_owned()];
        for (index, fault) in self.faults.iter().enumerate() {
            let at = fault.at.map_or_else(String::new, |at| format!(" [{:.5}, {:.5}]", at.lon(), at.lat()));
            lines.push(format!("{:>3}. {}{at}", index + 1, fault.sentence.in_lang(lang)));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// Grids and faults as a GeoJSON FeatureCollection in WGS-84, for a drawing program.
    pub fn geojson(&self) -> Value {
        let grids = self.grids.iter().map(|grid| {
            json!({
                "type": "Feature",
                "properties": { "layer": "grid", "code": grid.code.to_string(), "name": grid.name },
                "geometry": grid.area.as_ref().map(|area| polygons(&area.rings())),
            })
        });
        let faults = self.faults.iter().enumerate().map(|(index, fault)| {
            let mut properties = fault.json();
            if let Some(properties) = properties.as_object_mut() {
                properties.insert("layer".to_owned(), "fault".into());
                properties.insert("number".to_owned(), (index + 1).into());
            }
            let point = |at: Coordinate| json!({ "type": "Point", "coordinates": [at.lon(), at.lat()] });
            let geometry =
                if fault.ground.is_empty() { fault.at.map(point) } else { Some(polygons(&fault.ground)) };
            json!({ "type": "Feature", "properties": properties, "geometry": geometry })
        });
        json!({ "type": "FeatureCollection", "features": grids.chain(faults).collect::<Vec<_>>() })
    }

    /// A map with the faults numbered as in the text, and their list beside it.
    pub fn svg(&self, lang: Lang) -> String {
        map::draw(self, lang)
    }

    /// The areas that were checked, with their grids.
    pub(super) fn areas(&self) -> impl Iterator<Item = (&GridShape, &Area)> {
        self.grids.iter().filter_map(|grid| Some((grid, grid.area.as_ref()?)))
    }
}

pub(super) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn to_hundredths(square_metres: f64) -> f64 {
    (square_metres * 100.0).round() / 100.0
}

fn polygons(rings: &[Vec<Vec<[f64; 2]>>]) -> Value {
    match rings {
        [one] => json!({ "type": "Polygon", "coordinates": one }),
        many => json!({ "type": "MultiPolygon", "coordinates": many }),
    }
}
