//! Features become grids: code, name and area checked, faults and repairs noted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    Feature, GridFault, GridImport, ImportOptions, MAX_FILE_VERTICES, RefusedGrid,
    feature::{Outline, Parts},
    repair,
};
use crate::{
    codes::{At, DivisionCode, DivisionCodeError, Fault, GridCode, GridCodeError},
    geo::{Area, AreaFlaw, Drawing, GridShape},
    text::Text,
};

/// Under these names a code usually stands.
const USUAL_CODES: [&str; 5] = ["code", "grid_code", "网格编码", "网格代码", "wgbm"];
/// Under these names the code of a village usually stands.
const USUAL_VILLAGE_CODES: [&str; 5] = ["code", "village_code", "村编码", "区划代码", "xzqdm"];
/// Under these names a name usually stands.
const USUAL_NAMES: [&str; 5] = ["name", "grid_name", "网格名称", "名称", "wgmc"];

/// Collects what one file holds.
pub(super) struct Gather<'a> {
    pub(super) import: GridImport,
    file: &'a str,
    options: &'a ImportOptions,
    /// Whether features are lines of text.
    pub(super) by_line: bool,
    first_seen: BTreeMap<GridCode, usize>,
    positions: usize,
    /// All faults of features, those not listed too.
    found: usize,
    /// How many of them are codes that a feature lacks.
    found_no_code: usize,
    met: Met,
}

/// What the features so far had, to tell a wrong mapping from a feature that lacks something.
#[derive(Default)]
struct Met {
    features: bool,
    code: bool,
    name: bool,
    /// The first names of properties.
    properties: BTreeSet<String>,
}

/// So many faults of a file are listed: a small file can have millions.
pub(super) const MOST_FAULTS: usize = 10_000;

/// So many names of properties are told.
const MOST_NAMES_TOLD: usize = 20;
/// A longer name is no heading.
const LONGEST_NAME_TOLD: usize = 60;

/// The code that a feature lacks.
const NO_CODE: &str = "no-code";

impl<'a> Gather<'a> {
    pub(super) fn new(file: &'a str, options: &'a ImportOptions) -> Self {
        let import = GridImport::default();
        Self {
            import,
            file,
            options,
            by_line: false,
            first_seen: BTreeMap::new(),
            positions: 0,
            found: 0,
            found_no_code: 0,
            met: Met::default(),
        }
    }

    /// What was gathered. A property that no feature has is one fault of the file, not one of each feature.
    pub(super) fn finish(mut self) -> GridImport {
        let ImportOptions { code_property, name_property, villages, .. } = self.options;
        if self.met.features && !self.met.code {
            self.import.faults.retain(|found| found.code != NO_CODE);
            self.found -= self.found_no_code;
            let usual: &[&str] = if *villages { &USUAL_VILLAGE_CODES } else { &USUAL_CODES };
            let sought = code_property.as_deref().map_or_else(|| usual.join(", "), str::to_owned);
            self.refuse_property(&sought);
        }
        if let Some(sought) = name_property.as_deref().filter(|_| self.met.features && !self.met.name) {
            self.refuse_property(sought);
        }
        // Nobody may miss that there are more.
        let more = self.found.saturating_sub(self.import.faults.len());
        if more > 0 {
            let reason = Text::new(
                format!("另有 {more} 个问题未列出"),
                format!("has {more} more faults than are listed"),
            );
            self.list_first("too-many-faults", reason);
        }
        if !self.met.features && self.import.faults.is_empty() {
            self.refuse_file(Text::new("没有任何要素", "holds no features"));
        }
        self.import
    }

    fn refuse_property(&mut self, sought: &str) {
        let names: Vec<&str> = self.met.properties.iter().map(String::as_str).collect();
        let reason = if names.is_empty() {
            Text::new(
                format!("要素没有任何属性，缺少 {sought}"),
                format!("its features have no properties, so not {sought} either"),
            )
        } else {
            Text::new(
                format!("没有要素含属性 {sought}；现有属性：{}", names.join("、")),
                format!("no feature has the property {sought}; there are: {}", names.join(", ")),
            )
        };
        self.list_first("property", reason);
    }

    /// Lists a fault of the file before all others.
    fn list_first(&mut self, code: &'static str, reason: Text) {
        let fault = Fault::whole(self.file, reason);
        self.found += 1;
        self.import.faults.insert(0, GridFault { code, grid: None, at: None, fault });
    }

    /// Lists a fault of a feature, as long as there are not too many.
    fn list(&mut self, found: GridFault) {
        self.found += 1;
        self.found_no_code += usize::from(found.code == NO_CODE);
        if self.import.faults.len() < MOST_FAULTS {
            self.import.faults.push(found);
        }
    }

    /// Notes something put right in the whole file.
    pub(super) fn note(&mut self, what: Text) {
        self.import.repairs.push(Fault::whole(self.file, what));
    }

    /// Notes something put right in one feature.
    fn note_feature(&mut self, number: usize, what: Text) {
        let at = self.at(number);
        self.import.repairs.push(Fault::field(self.file, at, "geometry", what));
    }

    /// Notes that the file cannot be read, or not any further.
    pub(super) fn refuse_file(&mut self, reason: Text) {
        let fault = Fault::whole(self.file, reason);
        self.found += 1;
        self.import.faults.push(GridFault { code: "file", grid: None, at: None, fault });
    }

    /// Notes that feature `number` is none.
    pub(super) fn refuse(&mut self, number: usize, reason: Text) {
        self.fault("feature", None, Fault::row(self.file, self.at(number), reason));
    }

    /// Makes a grid of `feature`, or notes all that is wrong with it.
    ///
    /// # Errors
    /// That the file holds more positions than it may.
    pub(super) fn take(&mut self, feature: Feature) -> Result<(), Text> {
        self.positions += feature.outline.positions();
        if self.positions > MAX_FILE_VERTICES {
            return Err(super::too_many_positions());
        }
        let found_before = self.found;
        self.meet(&feature);
        let code = self.code(&feature);
        let name = self.name(&feature, code);
        let outline = match feature.outline {
            Outline::None => Ok(None),
            Outline::Parts(parts) => self.area(parts, Vec::new(), feature.number, code).map(Some),
            Outline::Turned(parts) if self.options.repair => {
                let what = Text::new(
                    "环的方向有误，已按位置判断内外",
                    "a ring ran the wrong way round and was taken by where it lies",
                );
                self.area(parts, vec![what], feature.number, code).map(Some)
            }
            Outline::Turned(parts) => {
                let reason = Text::new("环的方向有误", "has a ring that runs the wrong way round");
                self.field("geometry", feature.number, "geometry", code, reason);
                Err(Drawing::of(&parts, self.options.datum))
            }
            Outline::Bad(reason) => {
                self.field("geometry", feature.number, "geometry", code, reason);
                Err(None)
            }
        };
        match (code, outline) {
            (Some(code), Ok(area)) if self.found == found_before => {
                self.import.places.insert(code, self.at(feature.number));
                self.import.grids.push(GridShape { code, name, area });
            }
            (code, outline) => {
                let drawn = outline.map_or_else(|drawn| drawn, |area| area.map(Drawing::from));
                self.import.refused.push(RefusedGrid { code, drawn });
            }
        }
        Ok(())
    }

    fn meet(&mut self, feature: &Feature) {
        self.met.features = true;
        for (name, _) in &feature.properties {
            let is_told = name.len() <= LONGEST_NAME_TOLD && !name.trim().is_empty();
            if is_told && self.met.properties.len() < MOST_NAMES_TOLD {
                self.met.properties.insert(name.clone());
            }
        }
    }

    fn at(&self, number: usize) -> At {
        match u64::try_from(number) {
            Ok(line) if self.by_line => At::Line(line),
            _ => At::Feature(number),
        }
    }

    fn fault(&mut self, code: &'static str, grid: Option<GridCode>, fault: Fault) {
        self.list(GridFault { code, grid, at: None, fault });
    }

    fn field(
        &mut self,
        code: &'static str,
        number: usize,
        field: &str,
        grid: Option<GridCode>,
        reason: Text,
    ) {
        self.fault(code, grid, Fault::field(self.file, self.at(number), field, reason));
    }

    fn code(&mut self, feature: &Feature) -> Option<GridCode> {
        let wanted = self.options.code_property.as_deref();
        let field = wanted.unwrap_or("code").to_owned();
        let villages = self.options.villages;
        let usual: &[&str] = if villages { &USUAL_VILLAGE_CODES } else { &USUAL_CODES };
        let written = match feature.property(wanted, usual) {
            None | Some(Value::Null) => {
                let zh = if villages { "缺少村级编码" } else { "缺少网格编码" };
                self.field(NO_CODE, feature.number, &field, None, Text::new(zh, "is missing"));
                return None;
            }
            Some(Value::String(text)) => text.clone(),
            // Drawing programs write a code of digits as a number.
            Some(other) => other.to_string(),
        };
        self.met.code = true;
        let digits = whole_number(written.trim());
        let parsed = if villages { village(digits) } else { grid(digits) };
        match parsed {
            Ok(code) => match self.first_seen.get(&code).copied() {
                Some(first) => {
                    let (zh, en) = if self.by_line { ("行", "line") } else { ("个要素", "feature") };
                    let zh = format!("{code} 与第 {first} {zh}重复");
                    let reason = Text::new(zh, format!("{code} stands in {en} {first} already"));
                    self.field("duplicate-code", feature.number, &field, Some(code), reason);
                    None
                }
                None => {
                    self.first_seen.insert(code, feature.number);
                    Some(code)
                }
            },
            Err(reason) => {
                self.field("code", feature.number, &field, None, reason);
                None
            }
        }
    }

    fn name(&mut self, feature: &Feature, code: Option<GridCode>) -> Option<String> {
        let wanted = self.options.name_property.as_deref();
        let found = feature.property(wanted, &USUAL_NAMES);
        self.met.name |= found.is_some();
        match found {
            None | Some(Value::Null) => None,
            // What stands for letters that an encoding does not have.
            Some(Value::String(name)) if name.contains(char::REPLACEMENT_CHARACTER) => {
                let reason = Text::new(
                    "含有无法识别的文字，文件编码与其声明不符",
                    "has letters that cannot be read: the file is not in the encoding that it declares",
                );
                self.refuse_name(feature.number, code, reason)
            }
            Some(Value::String(name)) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
            Some(_) => self.refuse_name(feature.number, code, Text::new("名称应为文本", "is not text")),
        }
    }

    fn refuse_name(&mut self, number: usize, code: Option<GridCode>, reason: Text) -> Option<String> {
        let field = self.options.name_property.as_deref().unwrap_or("name").to_owned();
        self.field("name", number, &field, code, reason);
        None
    }

    /// The area of `parts`, which the format's own `repairs` led to; or what is drawn, where that is none.
    fn area(
        &mut self,
        mut parts: Parts,
        mut repairs: Vec<Text>,
        number: usize,
        grid: Option<GridCode>,
    ) -> Result<Area, Option<Drawing>> {
        if self.options.repair {
            repairs.extend(repair::repair(&mut parts));
        }
        match Area::examine(&parts, self.options.datum) {
            Ok(area) => {
                repairs.into_iter().for_each(|what| self.note_feature(number, what));
                Ok(area)
            }
            Err(flaws) => {
                for AreaFlaw { error, at } in flaws {
                    let fault = Fault::field(self.file, self.at(number), "geometry", error.reason());
                    self.list(GridFault { code: error.code(), grid, at, fault });
                }
                Err(Drawing::of(&parts, self.options.datum))
            }
        }
    }
}

fn grid(digits: &str) -> Result<GridCode, Text> {
    digits.parse().map_err(|error: GridCodeError| error.reason())
}

fn village(digits: &str) -> Result<GridCode, Text> {
    let village: DivisionCode = digits.parse().map_err(|error: DivisionCodeError| error.reason())?;
    GridCode::new(village, 0).map_err(|error| error.reason())
}

/// A number of a spreadsheet or attribute table without the decimals that say nothing.
fn whole_number(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    }
}
