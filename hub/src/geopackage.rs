//! Grids from a GeoPackage (OGC 12-128r19), a SQLite file. The file is somebody else's: it is opened for reading
//! only, its schema is not trusted, only real tables are read, and nothing in it may grow past the file's bound.

use std::{fs::File, io::ErrorKind, path::Path};

use doorstep_core::{
    codes::Fault,
    geo::{GridImport, ImportOptions, older_datum, read_blobs},
    text::Text,
};
use rusqlite::{
    Connection, OpenFlags, Row,
    config::DbConfig,
    limits::Limit,
    types::{Value as Cell, ValueRef},
};
use serde_json::Value;

use crate::import::table::{MAX_COLUMNS, MAX_FILE_BYTES, name_of, unreadable};

/// Characters that are read of one attribute: no name or code of a grid is longer.
const MAX_VALUE_CHARS: usize = 1_000;
/// So many layers are told of a file.
const MOST_LAYERS: usize = 20;
/// Bytes that are read of one outline: a million points, far more than a grid may have.
const MAX_GEOMETRY: u64 = 16 * 1024 * 1024;

/// One line of a layer: its attributes and its geometry's bytes.
type Line = (Vec<(String, Value)>, Option<Vec<u8>>);

/// Reads the layer of features that is named, or the only one.
///
/// # Errors
/// Why the file is no GeoPackage, or which layers it holds where that must be said.
pub(crate) fn read(path: &Path, options: &ImportOptions) -> Result<GridImport, Fault> {
    let file = name_of(path);
    let refused = |zh: &str, en: &str| Fault::whole(&file, Text::new(zh, en));
    let about = File::open(path).and_then(|file| file.metadata());
    let about = about.map_err(|error| Fault::whole(&file, unreadable(&error)))?;
    if about.is_dir() {
        return Err(Fault::whole(&file, unreadable(&ErrorKind::IsADirectory.into())));
    }
    if about.len() > MAX_FILE_BYTES {
        return Err(refused("文件超过 64 MiB", "is larger than 64 MiB"));
    }
    let no_package = |_| refused("不是 GeoPackage，或已损坏", "is no GeoPackage, or is damaged");
    let connection = open(path).map_err(no_package)?;
    // One that is named may stand after all that would be told.
    let wanted = options.layer.as_deref();
    let found = layers(&connection, wanted).map_err(no_package)?;
    let told = if found.is_empty() { layers(&connection, None).map_err(no_package)? } else { Vec::new() };
    let named: Vec<&str> = found.iter().chain(&told).map(|(table, _)| table.as_str()).collect();
    if named.is_empty() {
        return Err(refused("没有要素图层", "holds no layer of features"));
    }
    let [(table, geometry)] = found.as_slice() else {
        let zh = format!("含多个图层（{}），请指明其一", named.join("、"));
        let en = format!("holds the layers {}: say which one (--layer)", named.join(", "));
        return Err(refused(&zh, &en));
    };
    let declared = datum_of(&connection, table).map_err(no_package)?;
    if let Some(reason) = declared.and_then(|declared| older_datum(&declared)) {
        return Err(Fault::whole(&file, reason));
    }
    let layer = Layer::of(&connection, table, geometry).map_err(no_package)?;
    let mut statement = connection.prepare(&layer.query()).map_err(no_package)?;
    let lines = statement.query_map([], |row| line(row, &layer.attributes)).map_err(no_package)?;
    let mut damaged = false;
    let lines = lines.map_while(|line| {
        damaged = line.is_err();
        line.ok()
    });
    let read = read_blobs(lines, &file, options);
    if damaged { Err(refused("文件损坏", "is damaged")) } else { Ok(read) }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    doorstep_cipher::link();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = if has_log(path) {
        Connection::open_with_flags(path, flags)?
    } else {
        // Drawing programs leave files that SQLite reads only with files of its own beside them; as one that nobody
        // changes it needs none.
        let uri = format!("file:{}?immutable=1", escaped(path));
        Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
    };
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(MAX_FILE_BYTES).unwrap_or(i32::MAX))?;
    Ok(connection)
}

/// Whether changes lie beside the file that belong to it.
fn has_log(path: &Path) -> bool {
    ["-wal", "-journal"].into_iter().any(|ending| {
        let mut log = path.as_os_str().to_owned();
        log.push(ending);
        Path::new(&log).metadata().is_ok_and(|about| about.len() > 0)
    })
}

/// A path as SQLite's URIs write it.
fn escaped(path: &Path) -> String {
    let mut escaped = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'.' | b'_' | b'-' => escaped.push(char::from(*byte)),
            plain if plain.is_ascii_alphanumeric() => escaped.push(char::from(*plain)),
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

/// The layers, or that of the name, that are real tables, each with its column of geometries: a view may never end.
fn layers(connection: &Connection, named: Option<&str>) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare(&format!(
        "SELECT g.table_name, g.column_name FROM gpkg_geometry_columns AS g
         JOIN sqlite_master AS m ON m.name = g.table_name AND m.type = 'table'
         WHERE ?1 IS NULL OR g.table_name = ?1
         ORDER BY g.table_name LIMIT {MOST_LAYERS}"
    ))?;
    let rows = statement.query_map([named], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// What the layer says that its positions refer to: a code of EPSG. A file that does not say is taken at the user's
/// word.
fn datum_of(connection: &Connection, table: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
    let code: Option<i64> = connection.query_row(sql, [table], |row| row.get(0))?;
    Ok(code.map(|code| code.to_string()))
}

/// A layer's table, and what is read of it.
struct Layer {
    table: String,
    geometry: String,
    attributes: Vec<String>,
}

impl Layer {
    /// What is read of `table`.
    fn of(connection: &Connection, table: &str, geometry: &str) -> rusqlite::Result<Self> {
        let (table, geometry) = (table.to_owned(), geometry.to_owned());
        // Only what the table stores: a generated or hidden column computes, at every row, what its author likes.
        let mut statement = connection.prepare(&format!(
            "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid LIMIT {MAX_COLUMNS}"
        ))?;
        let stored = statement.query_map([&table], |row| row.get::<_, String>(0))?;
        let stored: Vec<String> = stored.collect::<Result<_, _>>()?;
        let is_geometry = |name: &&String| name.eq_ignore_ascii_case(&geometry);
        if !stored.iter().any(|name| is_geometry(&name)) {
            return Err(rusqlite::Error::InvalidColumnName(geometry));
        }
        let attributes = stored.iter().filter(|name| !is_geometry(name)).cloned().collect();
        Ok(Self { table, geometry, attributes })
    }

    /// Geometry first, then the attributes. What stands for a geometry and is none, or is too long for one, comes as
    /// its first bytes: it is a fault, not a grid without an outline.
    fn query(&self) -> String {
        let mut columns =
            vec![format!("substr(CAST({} AS BLOB), 1, {MAX_GEOMETRY})", quoted(&self.geometry))];
        columns.extend(self.attributes.iter().map(|name| {
            let name = quoted(name);
            format!(
                "CASE typeof({name}) WHEN 'text' THEN substr({name}, 1, {MAX_VALUE_CHARS})
                 WHEN 'integer' THEN {name} WHEN 'real' THEN {name} END"
            )
        }));
        format!("SELECT {} FROM {}", columns.join(", "), quoted(&self.table))
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn line(row: &Row<'_>, attributes: &[String]) -> rusqlite::Result<Line> {
    let mut properties = Vec::new();
    for (index, name) in attributes.iter().enumerate() {
        let value = attribute(row.get_ref(index + 1)?.try_into()?);
        properties.extend(value.map(|value| (name.clone(), value)));
    }
    let blob = match row.get_ref(0)? {
        ValueRef::Blob(bytes) => Some(bytes.to_vec()),
        _ => None,
    };
    Ok((properties, blob))
}

fn attribute(cell: Cell) -> Option<Value> {
    match cell {
        Cell::Text(text) => Some(Value::from(text)),
        Cell::Integer(number) => Some(Value::from(number)),
        Cell::Real(number) => Some(Value::from(number)),
        Cell::Null | Cell::Blob(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use doorstep_core::geo::Datum;

    use super::*;

    fn package(dir: &Path, sql: &str) -> std::path::PathBuf {
        let path = dir.join("g.gpkg");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                     srs_id INTEGER, z INTEGER, m INTEGER);
                 INSERT INTO gpkg_geometry_columns VALUES ('网格', 'geom', 'POLYGON', 4326, 0, 0);",
            )
            .unwrap();
        connection.execute_batch(sql).unwrap();
        path
    }

    #[test]
    fn a_layer_of_polygons_becomes_grids() {
        let dir = tempfile::tempdir().unwrap();
        let path = package(
            dir.path(),
            "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT)",
        );
        let mut blob =
            b"GP\x00\x01\x00\x00\x00\x00\x01\x03\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00".to_vec();
        for number in [108.0f64, 34.0, 108.01, 34.0, 108.01, 34.01, 108.0, 34.01, 108.0, 34.0] {
            blob.extend(number.to_le_bytes());
        }
        let connection = Connection::open(&path).unwrap();
        connection
            .execute("INSERT INTO 网格 (geom, code, name) VALUES (?1, '610102001001001', '东街')", [&blob])
            .unwrap();
        drop(connection);
        let read = read(&path, &ImportOptions::new(Datum::Wgs84)).unwrap();
        assert_eq!(read.faults.len(), 0);
        assert_eq!(read.grids.len(), 1);
        assert_eq!(read.grids[0].name.as_deref(), Some("东街"));
        assert!(read.grids[0].area.is_some());
    }

    #[test]
    fn what_stands_for_an_outline_and_is_none_is_a_fault_and_only_nothing_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = package(
            dir.path(),
            "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT);
             INSERT INTO 网格 (geom, code) VALUES ('POLYGON((108 34,109 34,109 35,108 34))', '610102001001001'),
                 (7, '610102001001002'), (zeroblob(20000000), '610102001001003'), (NULL, '610102001001004');",
        );
        let read = read(&path, &ImportOptions::new(Datum::Wgs84)).unwrap();
        let told: Vec<_> = read.faults.iter().map(|found| found.fault.to_string()).collect();
        assert_eq!(
            told,
            [
                "g.gpkg, feature 1, geometry: is not a geometry in well-known binary",
                "g.gpkg, feature 2, geometry: is not a geometry in well-known binary",
                "g.gpkg, feature 3, geometry: is a geometry of an unknown kind, not a Polygon or MultiPolygon",
            ]
        );
        assert_eq!(read.grids.len(), 1);
    }

    #[test]
    fn views_and_other_files_are_no_layers() {
        let dir = tempfile::tempdir().unwrap();
        let endless = "CREATE VIEW 网格 AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)
                       SELECT i AS geom FROM n WHERE i > 1";
        let path = package(dir.path(), endless);
        let options = ImportOptions::new(Datum::Wgs84);
        assert!(read(&path, &options).unwrap_err().to_string().contains("holds no layer of features"));
        let text = dir.path().join("t.gpkg");
        std::fs::write(&text, "hello").unwrap();
        assert!(read(&text, &options).is_err());
        let missing = read(&dir.path().join("none.gpkg"), &options).unwrap_err().text();
        assert_eq!(missing.zh, "none.gpkg：文件不存在");
        let folder = dir.path().join("folder.gpkg");
        std::fs::create_dir(&folder).unwrap();
        assert_eq!(read(&folder, &options).unwrap_err().to_string(), "folder.gpkg: is a folder, not a file");
    }

    #[test]
    fn a_layer_of_an_older_survey_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = package(
            dir.path(),
            "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT);
             UPDATE gpkg_geometry_columns SET srs_id = 4610;",
        );
        let refused = read(&path, &ImportOptions::new(Datum::Wgs84)).unwrap_err();
        assert!(refused.to_string().contains("calls its datum Xi'an 1980"), "{refused}");
    }

    #[test]
    fn a_layer_whose_datum_cannot_be_read_is_damaged_and_one_that_names_none_is_taken() {
        let read_after = |damage: &str| {
            let dir = tempfile::tempdir().unwrap();
            let layer = "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT);";
            let path = package(dir.path(), &format!("{layer} {damage}"));
            read(&path, &ImportOptions::new(Datum::Wgs84)).map(drop).map_err(|fault| fault.to_string())
        };
        for damage in [
            "ALTER TABLE gpkg_geometry_columns DROP COLUMN srs_id",
            "UPDATE gpkg_geometry_columns SET srs_id = 'Xian 1980'",
        ] {
            let told = read_after(damage).unwrap_err();
            assert!(told.contains("is no GeoPackage, or is damaged"), "{told}");
        }
        assert_eq!(read_after("UPDATE gpkg_geometry_columns SET srs_id = NULL"), Ok(()));
    }

    #[test]
    fn of_several_layers_one_must_be_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = package(
            dir.path(),
            "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT);
             CREATE TABLE 村界 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT);
             INSERT INTO 网格 (code) VALUES ('610102001001001');
             INSERT INTO gpkg_geometry_columns VALUES ('村界', 'geom', 'POLYGON', 4326, 0, 0);",
        );
        let options = ImportOptions::new(Datum::Wgs84);
        let refused = read(&path, &options).unwrap_err().text();
        assert_eq!(refused.zh, "g.gpkg：含多个图层（村界、网格），请指明其一");
        assert_eq!(refused.en, "g.gpkg: holds the layers 村界, 网格: say which one (--layer)");
        let named = |layer: &str| ImportOptions { layer: Some(layer.to_owned()), ..options.clone() };
        assert_eq!(read(&path, &named("网格")).unwrap().grids.len(), 1);
        assert!(read(&path, &named("道路")).unwrap_err().to_string().contains("村界, 网格"));
    }

    #[test]
    fn nothing_is_left_beside_a_file_that_its_program_logged_and_its_log_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = package(
            dir.path(),
            "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT); PRAGMA journal_mode = wal;",
        );
        // A name in which SQLite's URIs would see more than a name.
        let strange = path.with_file_name("一 50%3f?mode=memory#.gpkg");
        std::fs::rename(&path, &strange).unwrap();
        let grids = || read(&strange, &ImportOptions::new(Datum::Wgs84)).unwrap().grids.len();
        assert_eq!(grids(), 0);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        let program = Connection::open(&strange).unwrap();
        program.execute("INSERT INTO 网格 (code) VALUES ('610102001001001')", []).unwrap();
        assert_eq!(grids(), 1, "what it has not yet written into the file");
    }

    #[test]
    fn of_more_layers_than_are_told_each_can_be_named() {
        let dir = tempfile::tempdir().unwrap();
        let others: String = (0..MOST_LAYERS)
            .map(|i| {
                format!(
                    "CREATE TABLE l{i} (geom BLOB);
                     INSERT INTO gpkg_geometry_columns VALUES ('l{i}', 'geom', 'POLYGON', 4326, 0, 0);"
                )
            })
            .collect();
        let grids = "CREATE TABLE 网格 (geom BLOB, code TEXT);
                     INSERT INTO 网格 (code) VALUES ('610102001001001');";
        let path = package(dir.path(), &format!("{grids} {others}"));
        let options = ImportOptions { layer: Some("网格".to_owned()), ..ImportOptions::new(Datum::Wgs84) };
        assert_eq!(read(&path, &options).unwrap().grids.len(), 1);
    }

    #[test]
    fn a_column_that_computes_itself_and_a_value_without_end_take_no_memory() {
        let dir = tempfile::tempdir().unwrap();
        let path = package(
            dir.path(),
            "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT,
                 huge TEXT GENERATED ALWAYS AS (hex(zeroblob(20000000))) VIRTUAL);
             INSERT INTO 网格 (code, name) VALUES ('610102001001001', hex(zeroblob(1000000)));",
        );
        let connection = open(&path).unwrap();
        let layer = Layer::of(&connection, "网格", "geom").unwrap();
        assert_eq!(layer.attributes, ["fid", "code", "name"], "only what a table stores");
        let read = read(&path, &ImportOptions::new(Datum::Wgs84)).unwrap();
        let name = read.grids.first().and_then(|grid| grid.name.as_deref()).unwrap_or_default();
        assert!(name.len() <= MAX_VALUE_CHARS, "{}", name.len());
    }
}
