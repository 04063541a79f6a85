//! What a file says of its own datum. No format says so reliably (a drawing on a shifted map still calls itself
//! WGS-84), so the user's word goes; but a file of one of the older surveys is not taken for anything newer.

use crate::text::Text;

/// The older datums: words that name them, codes of EPSG, and how people call them.
const OLDER: [(&[&str], &[&str], &str, &str); 2] = [
    (&["xian_1980", "xian 1980", "xi'an 1980"], &["4610"], "西安 1980", "Xi'an 1980"),
    (&["beijing_1954", "beijing 1954"], &["4214", "4555"], "北京 1954", "Beijing 1954"),
];

/// Why positions that a file declares as `declared`, a name, a code or well-known text, cannot be taken: they refer
/// to a datum that nothing here converts. `None` where they can.
pub fn older_datum(declared: &str) -> Option<Text> {
    let declared = declared.to_lowercase();
    let is_code =
        |code: &&str| declared.split(|letter: char| !letter.is_ascii_digit()).any(|word| word == *code);
    let is_meant = |names: &[&str], codes: &[&str]| {
        names.iter().any(|name| declared.contains(name)) || codes.iter().any(is_code)
    };
    let (.., zh, en) = OLDER.iter().find(|(names, codes, ..)| is_meant(names, codes))?;
    Some(Text::new(
        format!("自称坐标系为{zh}，与 WGS-84 相差数十米以上，请先转换为 CGCS2000"),
        format!("calls its datum {en}, tens of metres off WGS-84: convert it to CGCS2000 first"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_surveys_are_known_by_name_and_code_and_nothing_else_is_refused() {
        for declared in [
            r#"GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]]"#,
            r#"PROJCS["Beijing_1954_3_Degree_GK_CM_108E",GEOGCS["GCS_Beijing_1954"]]"#,
            "urn:ogc:def:crs:EPSG::4610",
            "SRID=4214",
        ] {
            assert!(older_datum(declared).is_some(), "{declared}");
        }
        for declared in [
            "",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "EPSG:4490",
            "SRID=14610",
            r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]"#,
        ] {
            assert_eq!(older_datum(declared), None, "{declared}");
        }
    }
}
