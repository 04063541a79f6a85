use super::*;
use crate::domain::{
    duty::derive,
    rules::{RulePacks, sample},
};
use crate::store::{
    DbKey, Durability, Store, index,
    register::{self, fixture::*},
    search,
};
use crate::time::{DayRange, WorkingDays};
use std::time::Instant;

const NAMES: [&str; 8] = ["张", "王", "李", "赵", "单", "任", "吕", "欧阳"];
const GIVEN: [&str; 10] = ["桂花", "小明", "建国", "秀英", "伟", "芳", "志强", "丽", "军", "玉兰"];

#[test]
#[allow(clippy::disallowed_methods)]
fn figures() {
    let dir = tempfile::tempdir().unwrap();
    let key = DbKey::from_bytes([1; 32]);
    let store = Store::open(dir.path(), &key).unwrap();
    let mut rows = Vec::new();
    let mut hs = Vec::new();
    let mut rs = Vec::new();
    let mut x: u64 = 1;
    let mut rnd = |n: u64| {
        x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (x >> 33) % n
    };
    for n in 0..10_800u128 {
        let mut h = household(1_000_000 + n, (n / 300) as u16 + 1);
        let s = NAMES[rnd(8) as usize];
        h.greeting = format!("{s}奶奶家");
        h.address = format!("镇川镇花岩村{}组{}号", n % 9 + 1, n);
        h.village_group = Some(format!("{}组", n % 9 + 1));
        h.phone = Some(format!("138{:08}", rnd(100_000_000)).parse().unwrap());
        let rev = n as u64 + 1;
        rows.push(household_row(rev, &h));
        let members = if n % 9 == 0 {
            4
        } else if n % 9 < 6 {
            3
        } else {
            2
        };
        for m in 0..members {
            let mut r =
                resident(10_000_000 + n * 10 + m, 1_000_000 + n, &format!("{s}{}", GIVEN[rnd(10) as usize]));
            r.identity = Some("61990019400101018X".parse().unwrap());
            r.phone = Some(format!("139{:08}", rnd(100_000_000)).parse().unwrap());
            r.relation = Some("配偶".to_owned());
            if rnd(10) > 1 {
                r.categories.clear();
            }
            rows.push(resident_row(rev, &r));
            rs.push(r);
        }
        hs.push(h);
    }
    eprintln!("rows {} residents {}", rows.len(), rs.len());
    // group pages of 500 at a revision cut, one scope per grid
    let mut by_grid: std::collections::BTreeMap<u16, Vec<FeedRow>> = Default::default();
    for row in rows {
        let g = ((row.revision - 1) / 300) as u16 + 1;
        by_grid.entry(g).or_default().push(row);
    }
    let mut pages = Vec::new();
    for (g, rows) in by_grid {
        let sum = check(&rows);
        let chunks: Vec<Vec<FeedRow>> = rows.chunks(500).map(|c| c.to_vec()).collect();
        let n = chunks.len();
        for (i, c) in chunks.into_iter().enumerate() {
            let mut p = page(Scope::Grid(grid(g)), i == 0, c);
            p.more = i + 1 < n;
            if !p.more {
                p.check = Some(sum);
            }
            pages.push(serde_json::to_string(&p).unwrap());
        }
    }
    let t = Instant::now();
    for text in &pages {
        let p: ScopePage = serde_json::from_str(text).unwrap();
        let e = store.write(Durability::Replayable, |tx| apply_page(tx, &p)).unwrap();
        assert!(!e.retake);
    }
    let ours = t.elapsed();
    // raw: same typed rows and search rows
    let raw_dir = tempfile::tempdir().unwrap();
    let raw = Store::open(raw_dir.path(), &key).unwrap();
    let t = Instant::now();
    for chunk in hs.chunks(150) {
        raw.write(Durability::Replayable, |tx| { for h in chunk {
        tx.prepare("INSERT INTO household (id, grid, greeting, address, village_group, building, floor, phone, place, safety_note, recorded_on, ended_on, earlier_grids) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")?.execute(rusqlite::params![h.id, 5i64, h.greeting, h.address, h.village_group, h.building, h.floor, h.phone.as_ref().map(|p| p.reveal()), Option::<String>::None, h.safety_note, 5, Option::<i32>::None, Option::<String>::None])?; } Ok::<_, StoreError>(()) }).unwrap();
    }
    for chunk in rs.chunks(500) {
        raw.write(Durability::Replayable, |tx| { for r in chunk {
        tx.prepare("INSERT INTO resident (household, id, name, identity, born, phone, relation, left_on, categories, events) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute(rusqlite::params![r.household, r.id, r.name, r.identity.as_ref().map(|p| p.reveal()), 5, r.phone.as_ref().map(|p| p.reveal()), r.relation, Option::<i32>::None, Option::<String>::None, Option::<String>::None])?; } Ok::<_, StoreError>(()) }).unwrap();
    }
    let bare = t.elapsed();
    eprintln!("pull {ours:?} raw typed rows {bare:?} ratio {:.2}", bare.as_secs_f64() / ours.as_secs_f64());
    let t = Instant::now();
    for text in &pages {
        let p: ScopePage = serde_json::from_str(text).unwrap();
        for r in &p.rows {
            std::hint::black_box(Document::read(r.kind, r.id, r.document.as_ref().unwrap().get()).unwrap());
            std::hint::black_box(row_check(r.kind, r.id, r.document.as_ref().unwrap().get()));
        }
    }
    eprintln!("parse and check alone {:?}", t.elapsed());
    // visits
    for chunk in (0..100_000u128).collect::<Vec<_>>().chunks(500) {
        let rows = chunk
            .iter()
            .map(|n| {
                let v = summary(50_000_000 + n, 1_000_000 + n % 10_800);
                feed_row(RowKind::Visit, v.id.0, Some(v.household), 20_000, &v)
            })
            .collect();
        let p = page(Scope::Tenant, false, rows);
        store.write(Durability::Replayable, |tx| apply_page(tx, &p)).unwrap();
    }
    let t = Instant::now();
    let mut n = 0;
    store.read(|tx| register::for_each_facts(tx, None, |f| n += f.visits.len())).unwrap();
    eprintln!("stream facts {:?} visits {n}", t.elapsed());
    let packs = RulePacks::new(vec![sample()]);
    let mut duties = Vec::new();
    let t = Instant::now();
    store
        .read(|tx| {
            register::for_each_facts(tx, None, |f| {
                let d = derive(
                    &f,
                    &packs,
                    &WorkingDays::default(),
                    DayRange { start: day("2026-01-01"), end: day("2026-06-30") },
                );
                duties.push((f.household, d));
            })
        })
        .unwrap();
    eprintln!("stream+derive {:?}", t.elapsed());
    let t = Instant::now();
    store
        .write(Durability::Replayable, |tx| {
            for (h, d) in &duties {
                index::replace_duties(tx, h, d, &packs)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    eprintln!("replace duties {:?}", t.elapsed());
    for on in ["2026-06-10", "2026-05-31"] {
        let mut after = None;
        let mut pages = 0;
        let mut worst = std::time::Duration::ZERO;
        let mut total = 0;
        loop {
            let q = index::StopQuery { on: day(on), grid: None, after: after.clone(), limit: 200 };
            let t = Instant::now();
            let s = store.read(|tx| index::stops(tx, &q)).unwrap();
            worst = worst.max(t.elapsed());
            pages += 1;
            total += s.len();
            let Some(l) = s.last() else { break };
            after = Some(l.key.clone());
        }
        eprintln!("stops {total} in {pages} pages, worst {worst:?}");
    }
    for q in
        ["z", "zgh", "zhangguihua", "桂花", "张", "5678", "花岩村 桂花", "镇川", "shan", "zzzz", "没有此人"]
    {
        let t = Instant::now();
        let hits = store.read(|tx| search::search(tx, q, None, 50)).unwrap();
        let first = t.elapsed();
        let t = Instant::now();
        store.read(|tx| search::search(tx, q, None, 50)).unwrap();
        eprintln!("search {q} {} hits {first:?} again {:?}", hits.len(), t.elapsed());
    }
}
