//! Every format carries the same two grids; hostile ones carry nothing and break nothing.

use encoding_rs::GB18030;
use proptest::prelude::*;

use super::*;
use crate::geo::Area;

const FIRST: &str = "610102001001001";
const SECOND: &str = "610102001001002";

/// A square of a hundredth of a degree and one beside it with a hole, closed.
fn rings() -> [Vec<Vec<[f64; 2]>>; 2] {
    let square = |west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
    };
    [vec![square(108.0, 34.0, 0.01)], vec![square(108.01, 34.0, 0.01), square(108.012, 34.002, 0.004)]]
}

fn options() -> ImportOptions {
    ImportOptions::new(Datum::Wgs84)
}

fn wkt(rings: &[Vec<[f64; 2]>]) -> String {
    let ring = |ring: &Vec<[f64; 2]>| {
        let at: Vec<_> = ring.iter().map(|[lon, lat]| format!("{lon} {lat}")).collect();
        format!("({})", at.join(","))
    };
    format!("POLYGON({})", rings.iter().map(ring).collect::<Vec<_>>().join(","))
}

fn csv_file() -> String {
    let [one, two] = rings();
    format!("网格编码,网格名称,WKT\n{FIRST},东街,\"{}\"\n{SECOND},西街,\"{}\"\n", wkt(&one), wkt(&two))
}

fn kml_file() -> String {
    let ring = |ring: &Vec<[f64; 2]>| {
        let at: Vec<_> = ring.iter().map(|[lon, lat]| format!("{lon},{lat},400.5")).collect();
        format!("<LinearRing><coordinates>\n{}\n</coordinates></LinearRing>", at.join(" "))
    };
    let placemark = |code: &str, name: &str, rings: &[Vec<[f64; 2]>]| {
        let (outer, inner) = rings.split_first().unwrap();
        let inner: String =
            inner.iter().map(|hole| format!("<innerBoundaryIs>{}</innerBoundaryIs>", ring(hole))).collect();
        format!(
            "<Placemark><name>{name}</name><ExtendedData><Data name=\"code\"><value>{code}</value></Data></ExtendedData>\
             <MultiGeometry><Polygon><outerBoundaryIs>{}</outerBoundaryIs>{inner}</Polygon></MultiGeometry></Placemark>",
            ring(outer)
        )
    };
    let [one, two] = rings();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Folder>{}{}</Folder></Document></kml>",
        placemark(FIRST, "东街", &one),
        placemark(SECOND, "西&#34903;", &two)
    )
}

fn geojson_file() -> String {
    let feature = |code: &str, name: &str, rings: &[Vec<[f64; 2]>]| {
        serde_json::json!({"type": "Feature", "properties": {"code": code, "name": name},
            "geometry": {"type": "Polygon", "coordinates": rings}})
    };
    let [one, two] = rings();
    let features = [feature(FIRST, "东街", &one), feature(SECOND, "西街", &two)];
    serde_json::json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// `.shp` and `.dbf` as drawing programs write them: outer rings clockwise, holes the other way.
fn shapefile_bytes(gbk: bool) -> (Vec<u8>, Vec<u8>) {
    shapefile_of(gbk, |ring| ring > 0)
}

/// The same, with the rings of each grid that `is_turned` names running against the clock.
fn shapefile_of(gbk: bool, is_turned: fn(usize) -> bool) -> (Vec<u8>, Vec<u8>) {
    let mut shp = vec![0; 100];
    shp[..4].copy_from_slice(&9994u32.to_be_bytes());
    shp[32..36].copy_from_slice(&5u32.to_le_bytes());
    for (index, rings) in rings().iter().enumerate() {
        let mut content = 5u32.to_le_bytes().to_vec();
        content.extend([0; 32]);
        let positions: usize = rings.iter().map(Vec::len).sum();
        content.extend((rings.len() as u32).to_le_bytes());
        content.extend((positions as u32).to_le_bytes());
        let mut start = 0;
        for ring in rings {
            content.extend((start as u32).to_le_bytes());
            start += ring.len();
        }
        for (i, ring) in rings.iter().enumerate() {
            let ordered: Vec<_> =
                if is_turned(i) { ring.iter().collect() } else { ring.iter().rev().collect() };
            ordered.iter().for_each(|[lon, lat]| {
                content.extend(lon.to_le_bytes());
                content.extend(lat.to_le_bytes());
            });
        }
        shp.extend((index as u32 + 1).to_be_bytes());
        shp.extend((content.len() as u32 / 2).to_be_bytes());
        shp.extend(content);
    }
    let encode =
        |text: &str| if gbk { GB18030.encode(text).0.into_owned() } else { text.as_bytes().to_vec() };
    let mut dbf = vec![3, 125, 1, 1, 2, 0, 0, 0];
    dbf.extend((32u16 + 64 + 1).to_le_bytes());
    dbf.extend((1u16 + 15 + 8).to_le_bytes());
    dbf.resize(32, 0);
    for (name, bytes) in [("CODE", 15), ("网格名称", 8)] {
        let mut field = encode(name);
        field.truncate(11);
        field.resize(32, 0);
        field[11] = b'C';
        field[16] = bytes;
        dbf.extend(field);
    }
    dbf.push(0x0D);
    for (code, name) in [(FIRST, "东街"), (SECOND, "西街")] {
        dbf.push(b' ');
        dbf.extend(code.as_bytes());
        let mut name = encode(name);
        name.resize(8, b' ');
        dbf.extend(name);
    }
    (shp, dbf)
}

#[track_caller]
fn assert_both(found: &GridImport) {
    let sentences: Vec<_> = found.faults.iter().map(|found| found.fault.to_string()).collect();
    assert_eq!(sentences, [""; 0]);
    let named: Vec<_> =
        found.grids.iter().map(|grid| (grid.code.to_string(), grid.name.clone().unwrap())).collect();
    assert_eq!(named, [(FIRST.to_owned(), "东街".to_owned()), (SECOND.to_owned(), "西街".to_owned())]);
    let at = |lat, lon| Coordinate::new(lat, lon, Datum::Wgs84).unwrap();
    let areas: Vec<&Area> = found.grids.iter().map(|grid| grid.area.as_ref().unwrap()).collect();
    assert!(areas[0].contains(&at(34.005, 108.005)) && !areas[0].contains(&at(34.005, 108.015)));
    assert!(areas[1].contains(&at(34.001, 108.011)) && !areas[1].contains(&at(34.004, 108.014)));
}

#[test]
fn every_format_gives_the_same_grids() {
    assert_both(&read_grids(geojson_file().as_bytes(), "g.geojson", &options()));
    assert_both(&read_grids(kml_file().as_bytes(), "g.kml", &options()));
    assert_both(&read_grids(csv_file().as_bytes(), "g.csv", &options()));
    assert_both(&read_grids(&GB18030.encode(&csv_file()).0, "g.csv", &options()));
    let (shp, dbf) = shapefile_bytes(true);
    assert_both(&read_shapefile(
        &Shapefile { shp: &shp, dbf: Some(&dbf), cpg: None, prj: None },
        "g.shp",
        &options(),
    ));
    assert_both(&read_shapefile(
        &Shapefile { shp: &shp, dbf: Some(&dbf), cpg: Some("936"), prj: None },
        "g.shp",
        &options(),
    ));
}

#[test]
fn rings_of_a_shapefile_that_run_the_wrong_way_are_taken_by_where_they_lie_unless_told_not_to() {
    let repaired =
        "g.shp, feature 2, geometry: a ring ran the wrong way round and was taken by where it lies";
    let all_turned: fn(usize) -> bool = |ring| ring == 0;
    for is_turned in [all_turned, |_| true] {
        let (shp, dbf) = shapefile_of(true, is_turned);
        let parts = Shapefile { shp: &shp, dbf: Some(&dbf), cpg: None, prj: None };
        let found = read_shapefile(&parts, "g.shp", &options());
        assert_both(&found);
        let repairs: Vec<_> = found.repairs.iter().map(ToString::to_string).collect();
        assert_eq!(repairs, [&repaired.replace("feature 2", "feature 1"), repaired]);
        let strict = ImportOptions { repair: false, ..options() };
        let refused = read_shapefile(&parts, "g.shp", &strict);
        assert_eq!(
            sentences(&refused)[1],
            "g.shp, feature 2, geometry: has a ring that runs the wrong way round"
        );
        assert!(refused.grids.is_empty() && refused.repairs.is_empty());
    }
    // All clockwise: a hole would be a part of its own, on ground of the other.
    let (shp, dbf) = shapefile_of(true, |_| false);
    let found =
        read_shapefile(&Shapefile { shp: &shp, dbf: Some(&dbf), cpg: None, prj: None }, "g.shp", &options());
    assert_eq!(sentences(&found), ["g.shp, feature 2, geometry: parts overlap or share an edge"]);
    assert_eq!(found.repairs, [], "nothing was put right of what is refused");
}

#[test]
fn of_a_refused_grid_its_code_and_what_is_drawn_are_kept() {
    let [one, _] = rings();
    let bow_tie = [[108.0, 34.0], [108.01, 34.01], [108.01, 34.0], [108.0, 34.01], [108.0, 34.0]];
    let metres = [[370_000.0, 3_700_000.0], [370_010.0, 3_700_000.0], [370_010.0, 3_700_010.0]];
    let text = format!(
        "code,wkt\n,\"{}\"\n{FIRST},\"{}\"\n{SECOND},\"{}\"\n",
        wkt(&one),
        wkt(&[bow_tie.to_vec()]),
        wkt(&[metres.to_vec()])
    );
    let found = read_grids(text.as_bytes(), "g.csv", &options());
    let known: Vec<_> = found
        .refused
        .iter()
        .map(|grid| (grid.code.map(|code| code.to_string()), grid.drawn.is_some()))
        .collect();
    assert_eq!(known, [(None, true), (Some(FIRST.to_owned()), true), (Some(SECOND.to_owned()), false)]);
}

#[test]
fn positions_are_counted_over_the_whole_file_in_every_format() {
    let mut blob = vec![1, 3, 0, 0, 0, 1, 0, 0, 0];
    blob.extend(20_000u32.to_le_bytes());
    (0..20_000).for_each(|_| [108.0f64, 34.0].iter().for_each(|number| blob.extend(number.to_le_bytes())));
    let row =
        |number: u64| (vec![("code".to_owned(), (610_102_001_001_000 + number).into())], Some(blob.clone()));
    let found = read_blobs((0..110).map(row), "g.gpkg", &options());
    assert_eq!(found.faults.len(), 101, "a hundred outlines of nothing, and no further");
    assert_eq!(sentences(&found)[100], "g.gpkg: has more than 2000000 positions");
}

#[test]
fn an_attribute_table_in_utf_8_is_read_and_a_cut_letter_is_lost_alone() {
    let (shp, dbf) = shapefile_bytes(false);
    assert_both(&read_shapefile(
        &Shapefile { shp: &shp, dbf: Some(&dbf), cpg: Some("UTF-8"), prj: None },
        "g.shp",
        &options(),
    ));
    let options = ImportOptions { name_property: Some("网格名称".to_owned()), ..options() };
    let cut = "东街道".as_bytes();
    let mut dbf = dbf;
    let at = dbf.len() - 8;
    dbf[at..].copy_from_slice(&cut[..8]);
    let found = read_shapefile(
        &Shapefile { shp: &shp, dbf: Some(&dbf), cpg: Some("UTF-8"), prj: None },
        "g.shp",
        &options,
    );
    assert_eq!(found.grids.len(), 2);
}

/// The names in a table of one row, `name` cut at its end by the field's eight bytes.
fn names_in(name: &[u8], heading: &[u8], cpg: Option<&str>) -> Vec<Option<String>> {
    let (shp, mut dbf) = shapefile_bytes(true);
    let fields = 32 + 32;
    dbf[fields..fields + 11].copy_from_slice(&[heading, &[0; 11]].concat()[..11]);
    let at = dbf.len() - 8;
    dbf[at..].copy_from_slice(&[name, b"        "].concat()[..8]);
    let first = dbf.len() - 2 * (1 + 15 + 8) + 16;
    dbf[first..first + 8].copy_from_slice(b"East    ");
    let found =
        read_shapefile(&Shapefile { shp: &shp, dbf: Some(&dbf), cpg, prj: None }, "g.shp", &options());
    assert_eq!(sentences(&found), [""; 0]);
    found.grids.into_iter().skip(1).map(|grid| grid.name).collect()
}

#[test]
fn an_encoding_that_nobody_declares_is_told_by_headings_and_cells_even_where_letters_are_cut() {
    let name = |text: &str| vec![Some(text.to_owned())];
    assert_eq!(names_in("东街道".as_bytes(), b"name", None), name("东街"));
    assert_eq!(names_in(&GB18030.encode("A东街道北").0, b"name", None), name("A东街道"));
    assert_eq!(names_in(&GB18030.encode("A东街道北").0, b"name", Some("GBK")), name("A东街道"));
    // Two letters of GBK that are letters of UTF-8 as well: the heading tells.
    assert_eq!(names_in(&GB18030.encode("一小").0, &GB18030.encode("网格名称").0, None), name("一小"));
}

#[test]
fn a_name_that_is_not_in_the_encoding_declared_is_no_name() {
    let (shp, mut dbf) = shapefile_bytes(true);
    dbf[64..75].copy_from_slice(b"name\0\0\0\0\0\0\0");
    let parts = Shapefile { shp: &shp, dbf: Some(&dbf), cpg: Some("UTF-8"), prj: None };
    let found = read_shapefile(&parts, "g.shp", &options());
    let told = "name: has letters that cannot be read: the file is not in the encoding that it declares";
    assert_eq!(sentences(&found), [format!("g.shp, feature 1, {told}"), format!("g.shp, feature 2, {told}")]);
}

#[test]
fn headings_in_gbk_are_read_where_all_values_are_digits_and_latin_letters() {
    let (shp, mut dbf) = shapefile_bytes(true);
    let row = 1 + 15 + 8;
    let rows = dbf.len() - 2 * row;
    for at in [rows + row - 8, rows + 2 * row - 8] {
        dbf[at..at + 8].copy_from_slice(b"East    ");
    }
    let options = ImportOptions { name_property: Some("网格名称".to_owned()), ..options() };
    let found =
        read_shapefile(&Shapefile { shp: &shp, dbf: Some(&dbf), cpg: None, prj: None }, "g.shp", &options);
    assert_eq!(sentences(&found), [""; 0]);
    assert_eq!(found.grids[0].name.as_deref(), Some("East"));
}

#[test]
fn a_value_of_kml_is_read_without_the_words_that_show_its_name() {
    let shown = kml_file().replace("<value>", "<displayName>网格编码</displayName><value>");
    assert_both(&read_grids(shown.as_bytes(), "g.kml", &options()));
}

#[test]
fn the_name_of_a_property_of_kml_may_be_written_in_character_references() {
    let written = kml_file().replace("name=\"code\"", "name=\"网&#26684;编&#x7801;\"");
    assert_both(&read_grids(written.as_bytes(), "g.kml", &options()));
}

#[test]
fn holes_of_kml_may_share_one_border_and_a_border_of_nothing_is_no_polygon() {
    let ring = |at: f64, size: f64| {
        let (low, high) = (at, at + size);
        let corners = [(low, low), (high, low), (high, high), (low, high), (low, low)];
        let at: Vec<_> = corners.iter().map(|(x, y)| format!("{},{}", 108.0 + x, 34.0 + y)).collect();
        format!("<LinearRing><coordinates>{}</coordinates></LinearRing>", at.join(" "))
    };
    let grid = |ground: &str| {
        let text = format!(
            "<kml><Placemark><ExtendedData><Data name=\"code\"><value>{FIRST}</value></Data></ExtendedData>{ground}</Placemark></kml>"
        );
        read_grids(text.as_bytes(), "g.kml", &options())
    };
    let outer = format!("<outerBoundaryIs>{}</outerBoundaryIs>", ring(0.0, 0.01));
    let holes = [ring(0.001, 0.002), ring(0.006, 0.002)].concat();
    let found = grid(&format!("<Polygon>{outer}<innerBoundaryIs>{holes}</innerBoundaryIs></Polygon>"));
    assert_eq!(sentences(&found), [""; 0]);
    let area = found.grids[0].area.as_ref().unwrap();
    let covers = |at: f64| area.contains(&Coordinate::new(34.0 + at, 108.0 + at, Datum::Wgs84).unwrap());
    assert_eq!([0.0005, 0.002, 0.0045, 0.007].map(covers), [true, false, true, false]);

    let found = grid(&outer);
    assert!(sentences(&found)[0].contains("is a boundary, not a Polygon"), "{:?}", sentences(&found));
}

#[test]
fn an_empty_property_does_not_stand_before_one_with_a_value() {
    let text = geojson_file().replace("\"code\":", "\"code\":null,\"网格编码\":");
    assert_both(&read_grids(text.as_bytes(), "g.geojson", &options()));
}

#[test]
fn properties_are_taken_from_where_the_user_says() {
    let text = csv_file().replace("网格编码", "编号").replace("网格名称", "说明");
    let mapped = ImportOptions {
        code_property: Some("编号".to_owned()),
        name_property: Some("说明".to_owned()),
        ..options()
    };
    assert_both(&read_grids(text.as_bytes(), "g.csv", &mapped));
}

fn sentences(found: &GridImport) -> Vec<String> {
    found.faults.iter().map(|found| found.fault.to_string()).collect()
}

#[test]
fn a_property_that_no_feature_has_is_told_once_with_those_that_are_there() {
    let text = csv_file().replace("网格编码", "编号").replace("网格名称", "说明");
    let unmapped = read_grids(text.as_bytes(), "g.csv", &options());
    assert_eq!(
        sentences(&unmapped),
        [
            "g.csv: no feature has the property code, grid_code, 网格编码, 网格代码, wgbm; there are: 编号, 说明"
        ]
    );
    let mapped = ImportOptions {
        code_property: Some("编号".to_owned()),
        name_property: Some("名字".to_owned()),
        ..options()
    };
    let found = read_grids(text.as_bytes(), "g.csv", &mapped);
    assert_eq!(sentences(&found), ["g.csv: no feature has the property 名字; there are: 编号, 说明"]);
    assert_eq!(found.faults[0].fault.text().zh, "g.csv：没有要素含属性 名字；现有属性：编号、说明");
    let one_lacks_it = csv_file().replace(SECOND, "");
    let found = read_grids(one_lacks_it.as_bytes(), "g.csv", &options());
    assert_eq!(sentences(&found), ["g.csv, line 3, code: is missing"]);
}

#[test]
fn of_a_file_with_faults_without_end_the_first_are_listed_and_the_others_counted() {
    let rings = vec!["((1 1))"; 200].join(",");
    let line = |number: usize| format!("{},\"MULTIPOLYGON({rings})\"\n", 610_102_001_001_000 + number as u64);
    let lines: String = (1..=60).map(line).collect();
    let found = read_grids(format!("code,wkt\n{lines}").as_bytes(), "g.csv", &options());
    assert_eq!(found.faults.len(), gather::MOST_FAULTS + 1);
    assert_eq!(found.faults[0].code, "too-many-faults");
    assert_eq!(sentences(&found)[0], "g.csv: has 2000 more faults than are listed");
    assert_eq!(
        (found.grids.len(), found.refused.len()),
        (0, 60),
        "none is taken for its fault not being listed"
    );
    let unmapped = format!("编号,wkt\n{lines}");
    let found = read_grids(unmapped.as_bytes(), "g.csv", &options());
    assert_eq!(
        found.faults.iter().take(2).map(|found| found.code).collect::<Vec<_>>(),
        ["too-many-faults", "property"]
    );
}

#[test]
fn a_list_of_cells_without_end_is_refused_before_they_are_told_apart() {
    let text = format!("wkt{}\n", ",".repeat(MAX_FILE_VERTICES * 6 + 1));
    let found = read_grids(text.as_bytes(), "g.csv", &options());
    assert_eq!(sentences(&found), ["g.csv: has more commas than any list of grids"]);
}

#[test]
fn a_file_that_holds_nothing_says_so() {
    for (text, reason) in [
        ("", "f: is empty"),
        ("\u{FEFF} \n", "f: is empty"),
        ("<kml><Document/></kml>", "f: holds no features"),
        ("code,wkt\n", "f: holds no features"),
    ] {
        assert_eq!(sentences(&read_grids(text.as_bytes(), "f", &options())), [reason]);
    }
    let (shp, _) = shapefile_bytes(true);
    let alone =
        read_shapefile(&Shapefile { shp: &shp, dbf: None, cpg: None, prj: None }, "g.shp", &options());
    assert_eq!(
        sentences(&alone),
        ["g.shp: lacks its attribute table (.dbf of the same name), which holds the codes"]
    );
}

#[test]
fn a_file_of_an_older_survey_is_not_taken_for_wgs_84() {
    let declared = geojson_file().replacen('{', "{\"crs\":{\"properties\":{\"name\":\"EPSG:4610\"}},", 1);
    let found = read_grids(declared.as_bytes(), "g.geojson", &options());
    let sentence = "calls its datum Xi'an 1980, tens of metres off WGS-84: convert it to CGCS2000 first";
    assert_eq!(sentences(&found), [format!("g.geojson: {sentence}")]);
    let (shp, dbf) = shapefile_bytes(true);
    let parts = Shapefile { shp: &shp, dbf: Some(&dbf), cpg: None, prj: Some("GEOGCS[\"GCS_Xian_1980\"]") };
    assert_eq!(sentences(&read_shapefile(&parts, "g.shp", &options())), [format!("g.shp: {sentence}")]);
    let declared = csv_file().replace("POLYGON", "SRID=4610;POLYGON");
    let found = read_grids(declared.as_bytes(), "g.csv", &options());
    assert_eq!(sentences(&found)[0], format!("g.csv, line 2, geometry: {sentence}"));
}

#[test]
fn a_border_drawn_as_a_line_is_no_silent_grid_without_ground() {
    let line =
        kml_file().replace("<Polygon><outerBoundaryIs>", "").replace("</outerBoundaryIs></Polygon>", "");
    let found = read_grids(line.as_bytes(), "g.kml", &options());
    let sentence = "g.kml, feature 1, geometry: is a LinearRing, not a Polygon or MultiPolygon";
    assert_eq!(sentences(&found)[0], sentence);
}

#[test]
fn safe_repairs_are_made_and_told_and_a_bad_area_is_not_made_good() {
    let [one, _] = rings();
    let mut open = one[0].clone();
    open.pop();
    open.insert(1, open[0]);
    let swapped: Vec<_> = open.iter().map(|[lon, lat]| [*lat, *lon]).collect();
    let bow_tie = [[108.0, 34.0], [108.01, 34.01], [108.01, 34.0], [108.0, 34.01]];
    let text = format!(
        "\u{FEFF}code,wkt\n{FIRST},\"{}\"\n{SECOND},\"{}\"\n",
        wkt(&[swapped]),
        wkt(&[bow_tie.to_vec()])
    );
    let found = read_grids(text.as_bytes(), "g.csv", &options());
    let repairs: Vec<_> = found.repairs.iter().map(ToString::to_string).collect();
    assert_eq!(
        repairs,
        [
            "g.csv: a byte order mark was dropped",
            "g.csv, line 2, geometry: latitude and longitude were swapped and have been turned",
            "g.csv, line 2, geometry: 1 open ring(s) have been closed",
            "g.csv, line 2, geometry: 1 repeated position(s) have been dropped",
        ]
    );
    assert_eq!(found.grids.len(), 1);
    assert_eq!(found.faults.len(), 1);
    assert_eq!(
        (found.faults[0].code, found.faults[0].grid.unwrap().to_string()),
        ("crosses-itself", SECOND.to_owned())
    );
    assert!(found.faults[0].at.is_some());
    let strict = ImportOptions { repair: false, ..options() };
    assert_eq!(read_grids(text.as_bytes(), "g.csv", &strict).grids.len(), 0);
}

#[test]
fn blobs_of_a_database_become_grids() {
    let [one, _] = rings();
    let mut blob = vec![b'G', b'P', 0, 1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0];
    one[0].iter().flatten().for_each(|number| blob.extend(number.to_le_bytes()));
    let rows = [
        (vec![("code".to_owned(), FIRST.into())], Some(blob)),
        (vec![("code".to_owned(), SECOND.into())], None),
    ];
    let found = read_blobs(rows.into_iter(), "g.gpkg", &options());
    assert_eq!(found.grids.len(), 2);
    assert!(found.grids[0].area.is_some() && found.grids[1].area.is_none());
}

#[test]
fn a_layer_of_points_and_damaged_files_are_refused_with_a_reason() {
    let (mut shp, dbf) = shapefile_bytes(true);
    let whole = Shapefile { shp: &shp[..shp.len() - 20], dbf: Some(&dbf), cpg: None, prj: None };
    let found = read_shapefile(&whole, "g.shp", &options());
    assert_eq!(found.faults[0].fault.to_string(), "g.shp: is damaged at feature 2");
    assert_eq!(found.grids.len(), 1);
    shp[32] = 1;
    let points =
        read_shapefile(&Shapefile { shp: &shp, dbf: Some(&dbf), cpg: None, prj: None }, "g.shp", &options());
    assert_eq!(points.faults[0].fault.to_string(), "g.shp: holds shapes of type 1, not polygons");
    let kml = |body: &str| {
        let text = format!("<kml>{body}</kml>");
        read_grids(text.as_bytes(), "g.kml", &options()).faults[0].fault.to_string()
    };
    assert!(kml("<Placemark>").starts_with("g.kml: is not well-formed XML (byte "));
    assert!(kml(&"<Folder>".repeat(1_000_000)).starts_with("g.kml: nests tags more than 200 deep"));
    assert!(kml("<Placemark><ExtendedData><Data name='code'><value>610102001001001</value></Data></ExtendedData><Point><coordinates>108,34</coordinates></Point></Placemark>").contains("is a Point"));
}

#[test]
fn villages_are_read_by_their_twelve_digits() {
    let villages =
        |file: &str| read_grids(file.as_bytes(), "v.geojson", &ImportOptions { villages: true, ..options() });
    let file = geojson_file().replace(FIRST, "610102001001").replace(SECOND, "610102001002");
    let read = villages(&file);
    assert_eq!(read.faults, []);
    let codes: Vec<_> = read.village_areas().iter().map(|(code, _)| code.to_string()).collect();
    assert_eq!(codes, ["610102001001", "610102001002"]);
    let grids = villages(&geojson_file());
    assert!(grids.grids.is_empty() && grids.faults.len() == 2, "grids are no villages");
}

#[test]
fn entities_that_would_explode_stay_as_they_are() {
    let text = format!(
        "<!DOCTYPE kml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>{}",
        kml_file().replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "").replace("东街", "&b;东街")
    );
    assert_both(&read_grids(text.as_bytes(), "g.kml", &options()));
}

/// The stored corpus, each input as it is and with bytes changed, cut and doubled: no panic, and no more grids
/// than bytes.
#[test]
fn the_corpus_and_what_lies_around_it_breaks_nothing() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/geo/corpus");
    let mut inputs: Vec<Vec<u8>> = vec![
        geojson_file().into_bytes(),
        kml_file().into_bytes(),
        csv_file().into_bytes(),
        shapefile_bytes(true).0,
    ];
    let stored =
        std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let own = inputs.len();
    inputs.extend(stored);
    assert!(inputs.len() > own + 10, "the stored corpus is not there");
    let (_, dbf) = shapefile_bytes(true);
    let mut state = 1u64;
    let mut dice = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides.max(1)
    };
    for input in inputs {
        fuzz_one(&input, &dbf);
        for _ in 0..60 {
            let mut bytes = input.clone();
            match dice(3) {
                0 => bytes.truncate(dice(input.len())),
                1 => (0..4).for_each(|_| {
                    let at = dice(bytes.len());
                    bytes[at] = dice(256) as u8;
                }),
                _ => {
                    let (from, to) = (dice(bytes.len()), dice(bytes.len()));
                    let piece = bytes[from.min(to)..from.max(to)].to_vec();
                    let at = dice(bytes.len());
                    bytes.splice(at..at, piece);
                }
            }
            fuzz_one(&bytes, &dbf);
        }
    }
}

fn fuzz_one(bytes: &[u8], dbf: &[u8]) {
    let found = read_grids(bytes, "f", &options());
    assert!(found.grids.len() <= bytes.len());
    read_shapefile(&Shapefile { shp: bytes, dbf: Some(dbf), cpg: None, prj: None }, "f", &options());
    read_shapefile(
        &Shapefile { shp: &shapefile_bytes(true).0, dbf: Some(bytes), cpg: None, prj: None },
        "f",
        &options(),
    );
    read_blobs(std::iter::once((Vec::new(), Some(bytes.to_vec()))), "f", &options());
}

proptest! {
    #[test]
    fn no_tags_make_it_panic(tags in prop::collection::vec("</?(Placemark|Polygon|outerBoundaryIs|coordinates|name|kml)/?>|1,2 ", 0..40)) {
        let _ = read_grids(format!("<kml>{}", tags.concat()).as_bytes(), "f", &options());
    }
}
