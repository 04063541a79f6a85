//! The figures of the spine: each a ratio against a raw limit of the same machine in the same run. Absolute times
//! are printed beside it and say little elsewhere.
//!
//! `cargo xtask bench` runs it. Phone work that is measured for memory runs in a process of its own.
#![allow(clippy::disallowed_methods, reason = "a bench measures real time")]

use std::{
    error::Error,
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use doorstep_core::{
    domain::{
        org::{GridRole, StaffRole},
        visit::{VisitFact, VisitKind, VisitMode, VisitOutcome, VisitSummary},
    },
    fieldwork::Doorstep,
    id::{IdGen as _, SeededIds, StaffId, VisitId},
    op::row::{RowKind, Scope},
    sync::Summary,
    time::{Clock as _, ManualClock, Timestamp, Zone},
};
use doorstep_hub::{
    demo::{
        Stage,
        network::Wire,
        phone::{Ended, Phone, Vault},
    },
    service::row_of,
    store::Durability,
};
use rusqlite::{Connection, OpenFlags, types::Value};
use serde::{Deserialize, Serialize};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// 24 June 2026, 08:00 in China.
const MORNING: Timestamp = Timestamp::from_millis(1_782_259_200_000);
/// How often a township is pulled, and the seed of the phone that does.
const PULLS: u32 = 3;
const PULLER: u64 = 900;
const SAVES: usize = 300;
const PUSHED: usize = 2_000;
const PAST_VISITS: usize = 100_000;

fn main() -> Result<()> {
    let mut args = std::env::args().skip_while(|arg| arg != "--pull-into").skip(1);
    if let Some(dir) = args.next() {
        return pull_alone(Path::new(&dir), &args.next().ok_or("no QR")?);
    }
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|one| one == part);
    let root = tempfile::tempdir()?;
    let clock = Arc::new(ManualClock::at(MORNING));
    eprintln!("a hub with a township: 30,000 people, 10,800 households …");
    let stage = Stage::set_up(&root.path().join("hub"), 1, 1.0, clock.clone())?;
    let worker = answering_for_all(&stage)?;
    println!("{:<44}{:>12}{:>14}{:>9}   bar", "", "doorstep", "raw limit", "ratio");
    if is_wanted("first-sync") {
        first_sync(&stage, worker, root.path())?;
    }
    if is_wanted("reading") {
        add_past_visits(&stage, worker)?;
        let phone = switched_on(&stage, worker, root.path().join("reader"), &clock, 901)?;
        reading(&phone.doorstep)?;
    }
    if is_wanted("save") || is_wanted("push") {
        let phone = switched_on(&stage, worker, root.path().join("saver"), &clock, 902)?;
        save(&phone.doorstep, &clock, root.path())?;
        push(phone, &stage, &clock, root.path())?;
    }
    Ok(())
}

fn line(what: &str, own: &str, raw: &str, ratio: Option<f64>, bar: &str) {
    let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
    println!("{what:<44}{own:>12}{raw:>14}{ratio:>9}   {bar}");
}

fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(1e-9)
}

/// A social worker who answers for every grid: the whole township lies on their phone, and most of it is theirs to do.
fn answering_for_all(stage: &Stage) -> Result<StaffId> {
    let found = stage.town.staff.iter().find(|one| one.role == StaffRole::SocialWorker);
    let worker = found.ok_or("the township lacks a social worker")?.id;
    for line in stage.hub.responsibility_list(&[])? {
        stage.hub.assign(worker, line.line.grid, GridRole::Assistant, line.line.from)?;
    }
    Ok(worker)
}

fn done(ended: Ended) -> Result<Summary> {
    match ended {
        Ended::Done(summary) => Ok(summary),
        other => Err(format!("the exchange ended otherwise: {other:?}").into()),
    }
}

// ── first sync ──────────────────────────────────────────────────────────────────────────────────────────────

/// What the pulling process tells.
#[derive(Serialize, Deserialize)]
struct Pulled {
    rows: u64,
    seconds: f64,
    idle_kib: u64,
    peak_kib: u64,
    no_op_requests: u32,
}

/// The whole way of a township: asked for, projected, sent over TLS, checked, taken into the encrypted store,
/// made searchable, its duties derived. Three runs, of which the median counts, each beside its two raw limits.
fn first_sync(stage: &Stage, worker: StaffId, root: &Path) -> Result<()> {
    let mut runs = Vec::new();
    for number in 0..PULLS {
        runs.push(one_first_sync(stage, worker, root, number)?);
    }
    runs.sort_by(|a, b| a.pulled.seconds.total_cmp(&b.pulled.seconds));
    let run = runs.get(runs.len() / 2).ok_or("no run")?;
    let own = run.pulled.seconds;
    let versus = |raw: Duration| Some(raw.as_secs_f64() / own);
    let own_rate = format!("{:.0}", run.left as f64 / own);
    let raw_rate = format!("{:.0}", per_second(run.left, run.raw));
    line("first sync of a township, rows/s left", &own_rate, &raw_rate, versus(run.raw), "≥ 0.5");
    let own_rate = format!("{:.0}", run.pulled.rows as f64 / own);
    let raw_rate = format!("{:.0}", per_second(run.documents, run.raw_documents));
    line("  documents/s, against documents only", &own_rate, &raw_rate, versus(run.raw_documents), "");
    let above = run.pulled.peak_kib.saturating_sub(run.pulled.idle_kib) / 1024;
    line("  peak memory over idle, MiB", &above.to_string(), "", None, "≤ 32");
    let counts = format!("{} · {} · {:.2}", run.pulled.rows, run.left, own);
    println!("  documents · rows left · seconds: {counts}");
    line("no-op sync, requests", &run.pulled.no_op_requests.to_string(), "", None, "1");
    Ok(())
}

/// One first sync with its raw limits.
struct FirstSync {
    pulled: Pulled,
    /// Rows in all tables of the phone afterwards.
    left: usize,
    raw: Duration,
    documents: usize,
    raw_documents: Duration,
}

fn one_first_sync(stage: &Stage, worker: StaffId, root: &Path, number: u32) -> Result<FirstSync> {
    let dir = root.join(format!("puller-{number}"));
    let qr = stage.qr(worker)?;
    let output = Command::new(std::env::current_exe()?).arg("--pull-into").arg(&dir).arg(qr).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let pulled: Pulled = serde_json::from_slice(&output.stdout)?;
    let (left, raw) = raw_insert(&dir.join("doorstep.db"), &root.join(format!("raw-{number}.db")))?;
    let (documents, raw_documents) = raw_documents(stage, &root.join(format!("raw-documents-{number}.db")))?;
    Ok(FirstSync { pulled, left, raw, documents, raw_documents })
}

/// A table of the phone with all its rows.
struct Table {
    insert: String,
    rows: Vec<Vec<Value>>,
}

/// The raw limit: every row that the sync left on the phone, in all tables (register, what is held, search,
/// duties, stops …), into the same schema with the same indices. Plain rusqlite, no encryption, one transaction,
/// one prepared statement a table, rows in the order in which they lie: as fast as SQLite takes these rows.
fn raw_insert(phone: &Path, path: &Path) -> Result<(usize, Duration)> {
    let source = Connection::open_with_flags(phone, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let key: String = Vault::new(PULLER).db_key_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    source.pragma_update(None, "key", format!("x'{key}'"))?;
    source.pragma_update(None, "cipher_hmac_algorithm", "HMAC_SHA256")?;
    let schema =
        "SELECT name, sql, type FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
    let schema: Vec<(String, String, String)> = source
        .prepare(schema)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut plain = plain_db(path)?;
    let mut tables = Vec::new();
    for (name, sql, kind) in &schema {
        plain.execute_batch(sql)?;
        if kind == "table" {
            tables.push(table(&source, name)?);
        }
    }
    let begun = Instant::now();
    let tx = plain.transaction()?;
    for table in &tables {
        let mut insert = tx.prepare(&table.insert)?;
        for row in &table.rows {
            insert.execute(rusqlite::params_from_iter(row))?;
        }
    }
    tx.commit()?;
    let took = begun.elapsed();
    Ok((tables.iter().map(|table| table.rows.len()).sum(), took))
}

fn table(source: &Connection, name: &str) -> Result<Table> {
    let mut select = source.prepare(&format!("SELECT * FROM {name}"))?;
    let columns = select.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    let rows = select.query_map([], row)?.collect::<rusqlite::Result<_>>()?;
    let places = vec!["?"; columns].join(", ");
    Ok(Table { insert: format!("INSERT INTO {name} VALUES ({places})"), rows })
}

/// The harsher limit: only the documents, as text, into one plain table with one index, in one transaction.
fn raw_documents(stage: &Stage, path: &Path) -> Result<(usize, Duration)> {
    let mut rows = Vec::new();
    for kind in RowKind::ALL {
        stage.hub.store().reading(|tx| {
            tx.for_each_row(*kind, None, &mut |row| {
                let document = serde_json::to_string(&row.document).unwrap_or_default();
                rows.push((
                    row.kind.as_str(),
                    row.id.into_bytes(),
                    row.household.map(|id| id.0.into_bytes()),
                    document,
                ));
                Ok(())
            })
        })?;
    }
    let mut plain = plain_db(path)?;
    plain.execute_batch(
        "CREATE TABLE r (kind TEXT NOT NULL, id BLOB NOT NULL, household BLOB, document TEXT NOT NULL,
             PRIMARY KEY (kind, id)) STRICT;
         CREATE INDEX r_household ON r (household);",
    )?;
    let begun = Instant::now();
    let tx = plain.transaction()?;
    {
        let mut insert =
            tx.prepare("INSERT INTO r (kind, id, household, document) VALUES (?1, ?2, ?3, ?4)")?;
        for row in &rows {
            insert.execute((row.0, row.1, row.2, &row.3))?;
        }
    }
    tx.commit()?;
    Ok((rows.len(), begun.elapsed()))
}

fn plain_db(path: &Path) -> Result<Connection> {
    let plain = Connection::open(path)?;
    plain.pragma_update(None, "journal_mode", "WAL")?;
    plain.pragma_update(None, "synchronous", "FULL")?;
    Ok(plain)
}

/// The pulling process: enrols, pulls everything, tells time and memory.
fn pull_alone(dir: &Path, qr: &str) -> Result<()> {
    let clock = Arc::new(ManualClock::at(MORNING));
    let mut phone = Phone::open(dir, &Vault::new(PULLER), clock, 1)?;
    let ticket = phone.doorstep.read_enrol_qr(qr)?;
    let mut wire = Wire::new(&ticket.url, ticket.spki)?;
    phone.enrol(qr, &mut wire)?;
    let idle_kib = memory("VmRSS")?;
    let begun = Instant::now();
    let summary = done(phone.sync(&mut wire)?)?;
    let seconds = begun.elapsed().as_secs_f64();
    let peak_kib = memory("VmHWM")?;
    let again = done(phone.sync(&mut wire)?)?;
    let pulled = Pulled { rows: summary.rows, seconds, idle_kib, peak_kib, no_op_requests: again.requests };
    println!("{}", serde_json::to_string(&pulled)?);
    Ok(())
}

fn memory(field: &str) -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(field)).ok_or("no such figure")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse()?)
}

// ── today and search ────────────────────────────────────────────────────────────────────────────────────────

/// A hundred thousand visits of the past months, straight into the hub.
fn add_past_visits(stage: &Stage, by: StaffId) -> Result<()> {
    eprintln!("{PAST_VISITS} past visits …");
    let ids = SeededIds::new(5);
    let homes = &stage.town.households;
    let each = PAST_VISITS.div_ceil(homes.len());
    for chunk in homes.chunks(500) {
        stage.hub.store().writing(Durability::Replayable, |tx| {
            for (number, home) in chunk.iter().enumerate() {
                let mut rows = Vec::new();
                for back in 0..each {
                    let days = 30 + 13 * back as i64 + number as i64 % 13;
                    let effective_at = MORNING.plus_millis(-days * 86_400_000);
                    let id = VisitId::generate(&ids, effective_at);
                    let visit = VisitSummary {
                        id,
                        household: home.id,
                        by,
                        role: StaffRole::SocialWorker,
                        visitors: 1,
                        mode: VisitMode::InPerson,
                        outcome: VisitOutcome::Completed,
                        facts: vec![VisitFact {
                            kind: VisitKind::BaselineSurvey,
                            subject: doorstep_core::domain::register::Subject::Household(home.id),
                        }],
                        tickets: Vec::new(),
                        subject_outcomes: Vec::new(),
                        wellbeing: Vec::new(),
                        effective_at,
                        effective_on: Zone::CHINA.day_of(effective_at),
                        next_step: None,
                        corrected_by: None,
                        typed_by: None,
                    };
                    rows.push(row_of(RowKind::Visit, id.0, Some(home.id), Scope::Grid(home.grid), &visit)?);
                }
                tx.write_unit(&rows)?;
            }
            Ok::<_, doorstep_hub::store::StoreError>(())
        })?;
    }
    Ok(())
}

fn switched_on(
    stage: &Stage,
    worker: StaffId,
    dir: PathBuf,
    clock: &Arc<ManualClock>,
    seed: u64,
) -> Result<Phone> {
    let mut phone = Phone::open(&dir, &Vault::new(seed), clock.clone(), 1)?;
    let mut wire = stage.wire()?;
    phone.enrol(&stage.qr(worker)?, &mut wire)?;
    done(phone.sync(&mut wire)?)?;
    Ok(phone)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn timed<T>(runs: usize, mut work: impl FnMut() -> Result<T>) -> Result<Duration> {
    work()?;
    let mut times = Vec::new();
    for _ in 0..runs {
        let begun = Instant::now();
        work()?;
        times.push(begun.elapsed());
    }
    Ok(median(times))
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

fn reading(doorstep: &Doorstep) -> Result<()> {
    let page = timed(21, || match doorstep.today(None, None, 200)?.len() {
        200 => Ok(()),
        stops => Err(format!("a page of {stops} stops tells nothing about one of 200").into()),
    })?;
    line("today, 10,800 households, 100,000 visits", &millis(page), "", None, "< 10 ms");
    for (what, words) in
        [("name", "王秀"), ("pinyin", "wangxiu"), ("initials", "wxy"), ("phone tail", "1234")]
    {
        let found = timed(11, || Ok(doorstep.search(words, None, 50)?))?;
        line(&format!("search by {what}"), &millis(found), "", None, "< 20 ms");
    }
    Ok(())
}

// ── save and push ───────────────────────────────────────────────────────────────────────────────────────────

/// Every save is followed by a bare 4 KiB append and fdatasync in the same folder: the disk's speed swings.
fn save(doorstep: &Doorstep, clock: &ManualClock, root: &Path) -> Result<()> {
    let mut probe = File::create(root.join("probe"))?;
    let homes: Vec<_> = doorstep.today(None, None, 200)?.into_iter().map(|stop| stop.household).collect();
    let (mut saves, mut probes) = (Vec::new(), Vec::new());
    for home in homes.iter().cycle().take(SAVES) {
        let mut draft = doorstep.start_visit(*home)?;
        draft.outcome = Some(VisitOutcome::NotHome);
        draft.next_step = Some(doorstep_core::domain::visit::NextStep::LeaveNote);
        doorstep.save_draft(&draft)?;
        clock.advance(60_000);
        let begun = Instant::now();
        doorstep.finish_visit(draft.id)?;
        saves.push(begun.elapsed());
        let begun = Instant::now();
        probe.write_all(&[7; 4096])?;
        probe.sync_data()?;
        probes.push(begun.elapsed());
    }
    let (own, raw) = (median(saves), median(probes));
    let ratio = raw.as_secs_f64() / own.as_secs_f64();
    line("save a visit (durable) vs fdatasync", &millis(own), &millis(raw), Some(ratio), "≥ 0.55");
    Ok(())
}

fn push(mut phone: Phone, stage: &Stage, clock: &ManualClock, root: &Path) -> Result<()> {
    let mut wire = stage.wire()?;
    done(phone.sync(&mut wire)?)?;
    let homes: Vec<_> =
        phone.doorstep.today(None, None, 200)?.into_iter().map(|stop| stop.household).collect();
    for home in homes.iter().cycle().take(PUSHED) {
        let mut draft = phone.doorstep.start_visit(*home)?;
        draft.outcome = Some(VisitOutcome::NotHome);
        draft.next_step = Some(doorstep_core::domain::visit::NextStep::LeaveNote);
        phone.doorstep.save_draft(&draft)?;
        phone.doorstep.finish_visit(draft.id)?;
        clock.advance(1_000);
    }
    let begun = Instant::now();
    let summary = done(phone.sync(&mut wire)?)?;
    let own = per_second(usize::try_from(summary.acknowledged)?, begun.elapsed());
    let (count, raw) = raw_ops(stage, &root.join("raw-ops.db"))?;
    let raw = per_second(count, raw);
    line("push + verdicts back, records/s", &format!("{own:.0}"), &format!("{raw:.0}"), Some(own / raw), "");
    println!(
        "  {} operations, {} rows came back, {} requests",
        summary.acknowledged, summary.rows, summary.requests
    );
    Ok(())
}

/// As many rows of the same size, two hundred to a durable transaction.
fn raw_ops(stage: &Stage, path: &Path) -> Result<(usize, Duration)> {
    let ids = SeededIds::new(8);
    let mut plain = plain_db(path)?;
    plain.execute_batch(
        "CREATE TABLE o (device BLOB NOT NULL, seq INTEGER NOT NULL, op_id BLOB NOT NULL UNIQUE, body TEXT NOT NULL,
             PRIMARY KEY (device, seq)) STRICT;",
    )?;
    let body = "x".repeat(900);
    let device = ids.uuid(stage.clock.now()).into_bytes();
    let begun = Instant::now();
    for batch in 0..PUSHED / 200 {
        let tx = plain.transaction()?;
        {
            let mut insert =
                tx.prepare_cached("INSERT INTO o (device, seq, op_id, body) VALUES (?1, ?2, ?3, ?4)")?;
            for number in 0..200 {
                let seq = i64::try_from(batch * 200 + number)?;
                insert.execute((device, seq, ids.uuid(MORNING).into_bytes(), &body))?;
            }
        }
        tx.commit()?;
    }
    Ok((PUSHED, begun.elapsed()))
}
