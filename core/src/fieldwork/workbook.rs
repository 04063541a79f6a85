//! A workbook of one sheet of text, as every spreadsheet program opens it (Office Open XML, ECMA-376): the shape in which
//! a list leaves the phone. Cells hold text alone, so that nothing in one is ever taken for a formula.

use std::io::{Seek, Write};

use quick_xml::escape::escape;
use zip::{CompressionMethod, ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// How a cell looks.
#[derive(Clone, Copy)]
enum Style {
    Plain,
    Strong,
}

/// What the sheet says.
pub(super) struct Sheet {
    /// Its name on the tab: at most 31 characters, none of `[]:*?/\`.
    pub(super) name: &'static str,
    /// What stands above the table, a line each; the first is its title.
    pub(super) above: Vec<String>,
    /// The columns: what each is called, and how many characters wide it is.
    pub(super) columns: Vec<(String, u8)>,
    /// The lines of the table.
    pub(super) lines: Vec<Vec<String>>,
}

impl Sheet {
    /// Writes the workbook.
    pub(super) fn write<W: Write + Seek>(&self, out: W) -> ZipResult<W> {
        let mut zip = ZipWriter::new(out);
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let sheet = self.xml();
        let book = BOOK.replace("{name}", &escape(self.name));
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", &book),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet1.xml", &sheet),
        ];
        for (name, xml) in parts {
            zip.start_file(name, stored)?;
            write!(zip, "{HEAD}{xml}")?;
        }
        zip.finish()
    }

    fn xml(&self) -> String {
        let widths = self.columns.iter().zip(1..).map(|((_, width), at)| {
            format!(r#"<col min="{at}" max="{at}" width="{width}" customWidth="1"/>"#)
        });
        let mut xml =
            format!(r#"<worksheet xmlns="{MAIN}"><cols>{}</cols><sheetData>"#, widths.collect::<String>());
        let mut style = Style::Strong;
        for line in &self.above {
            row(&mut xml, [line.as_str()], style);
            style = Style::Plain;
        }
        row(&mut xml, self.columns.iter().map(|(name, _)| name.as_str()), Style::Strong);
        for line in &self.lines {
            row(&mut xml, line.iter().map(String::as_str), Style::Plain);
        }
        xml + "</sheetData></worksheet>"
    }
}

fn row<'a>(xml: &mut String, cells: impl IntoIterator<Item = &'a str>, style: Style) {
    xml.push_str("<row>");
    for cell in cells {
        let text = escape(cell);
        let style = style as u8;
        xml.push_str(&format!(
            r#"<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>"#
        ));
    }
    xml.push_str("</row>");
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Two looks, in the order of [`Style`].
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#;

#[cfg(test)]
pub(super) mod tests {
    use std::{fs::File, path::Path};

    use calamine::{Reader, Xlsx, open_workbook};

    use super::*;

    pub(in crate::fieldwork) fn rows(file: &Path) -> Vec<Vec<String>> {
        let mut book: Xlsx<_> = open_workbook(file).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn what_a_name_holds_is_text() {
        let lines = vec![vec!["=1+1".to_owned(), "<a & \"b\">".to_owned()]];
        let columns = vec![("<".to_owned(), 9), (" b ".to_owned(), 9)];
        let sheet = Sheet { name: "责任清单", above: vec![], columns, lines };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.xlsx");
        sheet.write(File::create(&file).unwrap()).unwrap();
        assert_eq!(rows(&file), [["<", " b "], ["=1+1", "<a & \"b\">"]]);
    }
}
