//! Rows: reading them, and writing them in units whose digests chain.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    codes::GridCode,
    domain::{
        duty::HouseholdFacts,
        org::Responsibility,
        register::{Exemption, Household, Resident},
        visit::{Claim, VisitSummary},
    },
    id::{HouseholdId, PhotoId},
    op::row::{Row, RowKind, Scope},
    seal::{Digest, message},
    time::Hlc,
};
use rusqlite::{OptionalExtension, Row as SqlRow, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    View,
    value::{self, Result, get, json, to_json},
};
use crate::store::{StoreError, StoredRow};

/// The kinds that duties are derived from.
const FACT_KINDS_SQL: &str = "('household', 'resident', 'visit', 'exemption', 'claim')";

const COLUMNS: &str = "kind, id, household, scope, revision, document, clocks";

impl View<'_> {
    pub(super) fn load_row(&self, kind: RowKind, id: Uuid) -> Result<Option<StoredRow>> {
        self.sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM row WHERE kind = ?1 AND id = ?2"))?
            .query_row(params![kind.as_str(), id.as_bytes()], |row| Ok(stored(row)))
            .optional()?
            .transpose()
    }

    pub(super) fn load_household_rows(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>> {
        // Without the hint, SQLite walks all rows of the kind because they lie in order of id.
        let sql = format!(
            "SELECT {COLUMNS} FROM row INDEXED BY row_household
             WHERE household = ?1 AND kind = ?2 ORDER BY id"
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query(params![household.0.as_bytes(), kind.as_str()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(stored(row)?.row);
        }
        Ok(found)
    }

    pub(super) fn each_row(
        &self,
        kind: RowKind,
        scope: Option<Scope>,
        each: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS} FROM row WHERE kind = ?1 AND (?2 IS NULL OR scope = ?2)
             AND document IS NOT NULL ORDER BY id"
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query(params![kind.as_str(), scope.map(|scope| scope.to_string())])?;
        while let Some(row) = rows.next()? {
            each(stored(row)?.row)?;
        }
        Ok(())
    }

    pub(super) fn load_facts(&self, household: HouseholdId) -> Result<Option<HouseholdFacts>> {
        let sql = format!(
            "SELECT kind, household, document FROM row INDEXED BY row_household
             WHERE household = ?1 AND kind IN {FACT_KINDS_SQL} AND document IS NOT NULL"
        );
        let mut found = None;
        let mut statement = self.sql.prepare_cached(&sql)?;
        gather(statement.query(params![household.0.as_bytes()])?, &mut |facts| {
            found = Some(facts);
            Ok(())
        })?;
        Ok(found)
    }

    pub(super) fn each_facts(
        &self,
        grid: GridCode,
        each: &mut dyn FnMut(HouseholdFacts) -> Result<()>,
    ) -> Result<()> {
        // CROSS JOIN keeps this order of loops: few households, then the rows of each by index.
        let sql = format!(
            "SELECT row.kind, row.household, row.document FROM (
               SELECT household FROM row WHERE scope = ?1 AND kind = 'household' AND household IS NOT NULL
               UNION SELECT household FROM former_grid WHERE grid = ?2) AS home
             CROSS JOIN row INDEXED BY row_household ON row.household = home.household
             WHERE row.kind IN {FACT_KINDS_SQL} AND row.document IS NOT NULL
             ORDER BY row.household, row.kind, row.id"
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        gather(statement.query(params![Scope::Grid(grid).to_string(), grid.to_string()])?, each)
    }

    pub(super) fn changed_households(&self, grid: GridCode, revision: u64) -> Result<Vec<HouseholdId>> {
        let sql = format!(
            "SELECT DISTINCT household FROM row INDEXED BY row_scope WHERE scope = ?1 AND revision > ?2
             AND kind IN {FACT_KINDS_SQL} AND household IS NOT NULL ORDER BY household"
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query(params![Scope::Grid(grid).to_string(), value::signed(revision)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.extend(value::household(row, "household")?);
        }
        Ok(found)
    }

    /// Writes a unit; see [`crate::store::Writes::write_unit`].
    pub(super) fn put_unit(&self, rows: &[Row]) -> Result<u64> {
        let (last, digest) = self.last_unit()?;
        let revision = last.saturating_add(1);
        let mut unit = UnitDigest::after(digest);
        let mut written = BTreeSet::new();
        let mut moved = Vec::new();
        for row in rows {
            let before = self.load_row(row.kind, row.id)?;
            if before.as_ref().is_some_and(|before| before.row == *row) {
                continue;
            }
            let was = before.map(|before| before.row);
            let from = was.as_ref().map(|was| was.scope).filter(|scope| *scope != row.scope);
            if row.kind == RowKind::Staff {
                self.note_former_role(was.as_ref(), row)?;
            }
            self.put_row(row, from, revision, &mut unit)?;
            written.insert((row.kind, row.id));
            if let (RowKind::Household, Some(household), Some(_)) = (row.kind, row.household, from) {
                moved.push((household, row.scope));
            }
        }
        for (household, scope) in moved {
            self.move_along(household, scope, revision, &written, &mut unit)?;
        }
        if unit.is_empty() {
            return Ok(last);
        }
        self.sql
            .prepare_cached("INSERT INTO unit (revision, digest) VALUES (?1, ?2)")?
            .execute(params![value::signed(revision), unit.finish().0])?;
        Ok(revision)
    }

    /// All that travels with a household follows it into its new grid.
    fn move_along(
        &self,
        household: HouseholdId,
        scope: Scope,
        revision: u64,
        written: &BTreeSet<(RowKind, Uuid)>,
        unit: &mut UnitDigest,
    ) -> Result<()> {
        for kind in RowKind::ALL {
            for mut row in self.load_household_rows(*kind, household)? {
                let follows = matches!(row.scope, Scope::Grid(_)) && row.scope != scope;
                if follows && !written.contains(&(row.kind, row.id)) {
                    let from = row.scope;
                    row.scope = scope;
                    self.put_row(&row, Some(from), revision, unit)?;
                }
            }
        }
        Ok(())
    }

    fn put_row(&self, row: &Row, from: Option<Scope>, revision: u64, unit: &mut UnitDigest) -> Result<()> {
        let scope = row.scope.to_string();
        let document = row.document.as_ref().map(|document| to_json(document, "document")).transpose()?;
        let clocks = if row.clocks.is_empty() { String::new() } else { to_json(&row.clocks, "clocks")? };
        let household = row.household.map(|household| *household.0.as_bytes());
        if let Some(from) = from {
            self.sql
                .prepare_cached(
                    "INSERT OR REPLACE INTO removal (scope, kind, id, household, revision)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    from.to_string(),
                    row.kind.as_str(),
                    row.id.as_bytes(),
                    household,
                    value::signed(revision)
                ])?;
            self.sql
                .prepare_cached("DELETE FROM removal WHERE scope = ?1 AND kind = ?2 AND id = ?3")?
                .execute(params![scope, row.kind.as_str(), row.id.as_bytes()])?;
        }
        self.sql
            .prepare_cached(
                "INSERT INTO row (kind, id, household, scope, revision, document, clocks)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (kind, id) DO UPDATE SET household = excluded.household, scope = excluded.scope,
                   revision = excluded.revision, document = excluded.document, clocks = excluded.clocks",
            )?
            .execute(params![
                row.kind.as_str(),
                row.id.as_bytes(),
                household,
                scope,
                value::signed(revision),
                document,
                clocks
            ])?;
        unit.add(row.kind, row.id, &scope, document.as_deref());
        self.index(row)
    }

    /// Keeps what a worker was, up to the instant at which the role was changed. A change that does not say when
    /// it was made leaves no trace: then the new role counts for all time.
    fn note_former_role(&self, was: Option<&Row>, row: &Row) -> Result<()> {
        let role = |row: &Row| row.document.as_ref().and_then(|document| document.get("role")).cloned();
        let Some(Value::String(former)) = was.and_then(role) else { return Ok(()) };
        let Some(changed) = row.clocks.get("role").filter(|_| role(row).is_some()) else { return Ok(()) };
        if role(row).as_ref().and_then(Value::as_str) == Some(&former) {
            return Ok(());
        }
        self.sql
            .prepare_cached("INSERT OR IGNORE INTO former_role (staff, until, role) VALUES (?1, ?2, ?3)")?
            .execute(params![row.id.as_bytes(), changed.millis, former])?;
        Ok(())
    }

    /// Keeps the tables beside `row` that answer questions by grid and by worker.
    fn index(&self, row: &Row) -> Result<()> {
        match (row.kind, &row.document) {
            (RowKind::Household, Some(document)) => {
                let household: Household = parse(document, "household")?;
                let mut insert = self
                    .sql
                    .prepare_cached("INSERT OR IGNORE INTO former_grid (grid, household) VALUES (?1, ?2)")?;
                for earlier in &household.earlier_grids {
                    insert.execute(params![earlier.grid.to_string(), household.id.0.as_bytes()])?;
                }
            }
            (RowKind::Household, None) => {
                self.sql
                    .prepare_cached("DELETE FROM former_grid WHERE household = ?1")?
                    .execute([row.id.as_bytes()])?;
            }
            (RowKind::Responsibility, Some(document)) => {
                let line: Responsibility = parse(document, "responsibility")?;
                self.sql
                    .prepare_cached(
                        "INSERT OR REPLACE INTO responsibility (id, staff, grid, document)
                         VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![
                        row.id.as_bytes(),
                        line.staff.0.as_bytes(),
                        line.grid.to_string(),
                        to_json(&line, "responsibility")?
                    ])?;
            }
            (RowKind::Photo, None) => self.erase_fingerprint(PhotoId(row.id))?,
            (RowKind::Responsibility, None) => {
                self.sql
                    .prepare_cached("DELETE FROM responsibility WHERE id = ?1")?
                    .execute([row.id.as_bytes()])?;
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn last_unit(&self) -> Result<(u64, Digest)> {
        let last = self
            .sql
            .prepare_cached("SELECT revision, digest FROM unit ORDER BY revision DESC LIMIT 1")?
            .query_row([], |row| Ok((value::number(row, "revision"), value::digest(row, "digest"))))
            .optional()?;
        match last {
            Some((revision, digest)) => Ok((revision?, digest?)),
            None => Ok((0, start_of_history())),
        }
    }

    pub(super) fn unit_digest(&self, revision: u64) -> Result<Option<Digest>> {
        if revision == 0 {
            return Ok(Some(start_of_history()));
        }
        self.sql
            .prepare_cached("SELECT digest FROM unit WHERE revision = ?1")?
            .query_row([value::signed(revision)], |row| Ok(value::digest(row, "digest")))
            .optional()?
            .transpose()
    }
}

/// What stands at revision 0.
fn start_of_history() -> Digest {
    Digest::of(b"doorstep hub history v1")
}

/// The digest of one unit: of the digest before it and of every row in it.
struct UnitDigest {
    before: Digest,
    rows: Vec<u8>,
}

impl UnitDigest {
    fn after(before: Digest) -> Self {
        Self { before, rows: Vec::new() }
    }

    fn add(&mut self, kind: RowKind, id: Uuid, scope: &str, document: Option<&str>) {
        let fields = [id.as_bytes(), scope.as_bytes(), document.unwrap_or_default().as_bytes()];
        self.rows.extend(message(kind.as_str(), &fields));
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn finish(&self) -> Digest {
        Digest::of(&message("doorstep unit v1", &[self.before.as_bytes(), &self.rows]))
    }
}

fn stored(row: &SqlRow<'_>) -> Result<StoredRow> {
    let document: Option<String> = get(row, "document")?;
    let clocks: String = get(row, "clocks")?;
    let clocks: BTreeMap<String, Hlc> =
        if clocks.is_empty() { BTreeMap::new() } else { json(&clocks, "clocks")? };
    Ok(StoredRow {
        row: Row {
            kind: value::kind(row, "kind")?,
            id: value::uuid(row, "id")?,
            household: value::household(row, "household")?,
            scope: value::scope(row, "scope")?,
            document: document.as_deref().map(|text| json(text, "document")).transpose()?,
            clocks,
        },
        revision: value::number(row, "revision")?,
    })
}

fn parse<T: serde::de::DeserializeOwned>(document: &Map<String, Value>, what: &'static str) -> Result<T> {
    serde_json::from_value(Value::Object(document.clone())).map_err(|_| StoreError::Corrupt(what))
}

/// Facts of one household while its rows stream by.
#[derive(Default)]
struct Gathered {
    household: Option<Household>,
    residents: Vec<Resident>,
    visits: Vec<VisitSummary>,
    exemptions: Vec<Exemption>,
    claims: Vec<Claim>,
}

impl Gathered {
    fn add(&mut self, kind: RowKind, document: &str) -> Result<()> {
        match kind {
            RowKind::Household => self.household = Some(json(document, "household")?),
            RowKind::Resident => self.residents.push(json(document, "resident")?),
            RowKind::Visit => self.visits.push(json(document, "visit")?),
            RowKind::Exemption => self.exemptions.push(json(document, "exemption")?),
            RowKind::Claim => self.claims.push(json(document, "claim")?),
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Option<HouseholdFacts> {
        Some(HouseholdFacts {
            household: self.household?,
            residents: self.residents,
            visits: self.visits,
            exemptions: self.exemptions,
            claims: self.claims,
        })
    }
}

/// Hands the facts of each household to `each`; rows must come household by household.
fn gather(mut rows: rusqlite::Rows<'_>, each: &mut dyn FnMut(HouseholdFacts) -> Result<()>) -> Result<()> {
    let mut current: Option<(HouseholdId, Gathered)> = None;
    while let Some(row) = rows.next()? {
        let Some(household) = value::household(row, "household")? else { continue };
        let before = current.take_if(|(id, _)| *id != household);
        if let Some(facts) = before.and_then(|(_, gathered)| gathered.finish()) {
            each(facts)?;
        }
        let (_, gathered) = current.get_or_insert_with(|| (household, Gathered::default()));
        let document = row.get_ref("document")?.as_str().map_err(|_| StoreError::Corrupt("document"))?;
        gathered.add(value::kind(row, "kind")?, document)?;
    }
    match current.and_then(|(_, gathered)| gathered.finish()) {
        Some(facts) => each(facts),
        None => Ok(()),
    }
}
