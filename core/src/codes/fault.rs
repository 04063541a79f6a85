//! What is wrong with an imported file, in one shape for every importer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Where in a file a fault lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// The file as a whole.
    Whole,
    /// A line of a text file, counted from 1, the header included.
    Line(u64),
    /// A feature of a GeoJSON file, counted from 1.
    Feature(usize),
}

/// One thing wrong with an imported file. Names the place and the reason, never the value found there: a
/// misplaced column may hold anybody's identity number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// Where in it.
    pub at: At,
    /// The column or property at fault, where one is.
    pub field: Option<String>,
    /// Why it cannot be taken.
    pub reason: Text,
}

impl Fault {
    /// A fault of the whole file.
    pub fn whole(file: &str, reason: Text) -> Self {
        Self { file: file.to_owned(), at: At::Whole, field: None, reason }
    }

    /// A fault of the whole row or feature at `at`.
    pub fn row(file: &str, at: At, reason: Text) -> Self {
        Self { file: file.to_owned(), at, field: None, reason }
    }

    /// A fault of one field of the row or feature at `at`.
    pub fn field(file: &str, at: At, field: &str, reason: Text) -> Self {
        Self { file: file.to_owned(), at, field: Some(field.to_owned()), reason }
    }

    /// The whole sentence: file, place, field and reason.
    pub fn text(&self) -> Text {
        let field = self.field.as_deref();
        let mut zh = self.file.clone();
        match self.at {
            At::Whole => {}
            At::Line(line) => zh.push_str(&format!(" 第 {line} 行")),
            At::Feature(feature) => zh.push_str(&format!(" 第 {feature} 个要素")),
        }
        if let Some(field) = field {
            zh.push_str(&format!(" {field}"));
        }
        Text::new(format!("{zh}：{}", self.reason.zh), self.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.at {
            At::Whole => {}
            At::Line(line) => write!(f, ", line {line}")?,
            At::Feature(feature) => write!(f, ", feature {feature}")?,
        }
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {}", self.reason.en)
    }
}

/// What an importer found: the rows that are good by themselves beside everything that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported<T> {
    /// Rows without a fault, in the file's order.
    pub rows: Vec<T>,
    /// All faults of the file, in the file's order.
    pub faults: Vec<Fault>,
}

impl<T> Imported<T> {
    /// An import that found nothing yet.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), faults: Vec::new() }
    }

    /// A file of which nothing can be read.
    pub fn refused(fault: Fault) -> Self {
        Self { rows: Vec::new(), faults: vec![fault] }
    }

    /// All rows, or every fault where there is one: an import takes nothing unless told to take the good rows.
    ///
    /// # Errors
    /// The faults, if any.
    pub fn all_or_nothing(self) -> Result<Vec<T>, Vec<Fault>> {
        if self.faults.is_empty() { Ok(self.rows) } else { Err(self.faults) }
    }
}

impl<T> Default for Imported<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_file_place_field_and_reason() {
        let fault = Fault::field("grids.csv", At::Line(7), "code", Text::new("缺少编码", "is missing"));
        assert_eq!(fault.to_string(), "grids.csv, line 7, code: is missing");
        assert_eq!(fault.text().zh, "grids.csv 第 7 行 code：缺少编码");
        let whole = Fault::whole("grids.csv", Text::new("空文件", "is empty"));
        assert_eq!(whole.to_string(), "grids.csv: is empty");
    }

    #[test]
    fn one_fault_keeps_every_row_out() {
        let mut import = Imported { rows: vec![1, 2], faults: Vec::new() };
        assert_eq!(import.clone().all_or_nothing(), Ok(vec![1, 2]));
        import.faults.push(Fault::whole("a", Text::new("", "")));
        assert!(import.all_or_nothing().is_err());
    }
}
