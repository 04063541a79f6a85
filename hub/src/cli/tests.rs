use clap::{CommandFactory, Parser};

use super::*;

fn parses(line: &str) -> bool {
    Cli::try_parse_from(line.split_whitespace()).is_ok()
}

#[test]
fn the_commands_are_well_formed() {
    Cli::command().debug_assert();
}

#[test]
fn what_the_handbook_says_can_be_typed() {
    for line in [
        "doorstep init --name 某县 --folder /tmp/x",
        "doorstep import grids grids.geojson --datum gcj-02",
        "doorstep import households h.csv --residents r.csv --dry-run",
        "doorstep import working-days days-2027.csv --dry-run",
        "doorstep settings",
        "doorstep settings --name 某县 --fence-radius 150 --keep-days 60 --recovery true --json",
        "doorstep settings --no-report-recipient",
        "doorstep init --name 某县 --report-phone 0912-12345",
        "doorstep settings --report-phone 110",
        "doorstep settings --no-report-phone",
        "doorstep recover recovery.age",
        "doorstep import residents r.xlsx --accept-good --json",
        "doorstep import roster dibao.csv --category 低保 --grade-column 保障类别 --within 610203102 --apply",
        "doorstep import unsent unsent.age --dry-run --json",
        "doorstep enrol S001 --url https://hub.example:8443",
        "doorstep assign 610203102200001 张敏 --role Chief --from 2026-06-01",
        "doorstep assign 610203102200001 张敏 --role 网格长 --end 2026-06-30",
        "doorstep revoke 0197 --now",
        "doorstep devices --json",
        "doorstep serve --listen 127.0.0.1:8443",
        "doorstep coverage --period 2026-06 --division 610203102 --as-of 2026-06-30 --json",
        "doorstep coverage --grid 610203102200001 --grid 610203102200002 --by category",
        "doorstep backup /tmp/b",
        "doorstep restore /tmp/b",
        "doorstep rejected /tmp/rejected.age --json",
        "doorstep feedback --json",
        "doorstep sample /tmp/s --seed 7 --scale 0.1 --force",
        "doorstep shrink a.jpg b.jpg --thumbnail c.jpg --force",
        "doorstep import divisions d.csv --replace",
        "doorstep inspect grids g.shp --datum cgcs2000 --code WGBM --map out.svg --json",
        "doorstep inspect grids g.shp --households h.xlsx --villages v.geojson --villages-datum gcj02 --responsible r.csv",
        "doorstep inspect grids g.csv --lang en --map m.svg",
        "doorstep inspect grids g.csv --villages v.gpkg --villages-layer 村界 --villages-code XZQDM",
        "doorstep import grids g.gpkg --layer 网格 --code WGBM --name WGMC --strict",
        "doorstep locate g.geojson 108.95 34.25 --json",
        "doorstep convert --from gcj02 --to wgs84 108.95 34.25 --json",
        "doorstep convert --from wgs84 --to bd09 -108.95 -34.25",
    ] {
        assert!(parses(line), "{line}");
    }
}

#[test]
fn nonsense_is_wrong_usage() {
    for line in [
        "doorstep",
        "doorstep coverage --period 2026-13",
        "doorstep assign 6102 张敏 --role Chief",
        "doorstep assign 610203102200001 张敏 --role Boss",
        "doorstep revoke x --now --drain",
        "doorstep import roster x.csv --category 贫困",
        "doorstep inspect grids g.csv --lang french",
        "doorstep settings --fence-radius 5",
        "doorstep settings --keep-days 0",
        "doorstep settings --zone +09:00",
        "doorstep settings --no-report-recipient --report-recipient age1x",
        "doorstep settings --no-report-phone --report-phone 110",
        "doorstep init --name x --zone 8",
        "doorstep init --name x --zone +15:00",
        "doorstep init --name x --fence-radius 0",
        "doorstep init --name x --fence-radius 4294967295",
        "doorstep init --name x --keep-days 0",
        "doorstep init --name x --keep-days 4294967295",
        "doorstep evidence export 01970000-0000-7000-8000-000000000000 --out b --for x --days 0",
    ] {
        assert!(!parses(line), "{line}");
    }
}

/// What somebody is told who types this.
fn told(words: &[&str]) -> String {
    let line = ["doorstep"].iter().chain(words);
    Cli::try_parse_from(line).unwrap_err().to_string()
}

#[test]
fn an_address_for_phones_is_one_that_phones_can_use() {
    for url in [
        "notaurl",
        "",
        "ftp://x",
        "http://hub.example:8443",
        "https://",
        "https://a b",
        "https://u@h",
        "https://h?x",
    ] {
        for words in [["init", "--name", "x", "--url", url].as_slice(), &["enrol", "S1", "--url", url]] {
            let told = told(words);
            assert!(
                told.contains("must begin with https://") && told.contains("应以 https://"),
                "{url}: {told}"
            );
        }
    }
    assert!(parses("doorstep enrol S1 --url https://[::1]:8443"));
}

#[test]
fn a_name_is_words_that_can_be_shown() {
    for name in ["", " ", "某\n县", "某\u{202E}县"] {
        assert!(told(&["init", "--name", name]).contains('/'), "{name:?}");
        let photo = "01970000-0000-7000-8000-000000000000";
        assert!(!told(&["evidence", "export", photo, "--out", "b", "--for", name]).is_empty());
    }
}

#[test]
fn an_option_that_makes_no_sense_is_answered_with_what_would() {
    let cases: [(&[&str], &str); 10] = [
        (&["settings", "--report-phone", "12"], "such as 110 or 12345, with or without an area code / 应为"),
        (&["assign", "610203102200001", "S1", "--role", "King"], "Chief 网格长"),
        (&["coverage", "--as-of", "2026-02-30"], "is not a day such as 2026-06-03 / 应为"),
        (&["serve", "--listen", "nonsense"], "such as 0.0.0.0:8443 / 应为"),
        (&["init", "--name", "x", "--fence-radius", "9"], "is not a whole number from 10 to 5000 / 应为"),
        (&["init", "--name", "x", "--keep-days", "3651"], "from 1 to 3650"),
        (&["init", "--name", "x", "--zone", "8"], "such as +08:00 / 应为时差"),
        (&["coverage", "--period", "2026-13"], "2026-H1 or 2026 / 应为周期"),
        (&["assign", "6102", "S1", "--role", "Chief"], " / 网格编码"),
        (&["convert", "--from", "x", "--to", "wgs84", "1", "1"], "GCJ-02 或 BD-09"),
    ];
    for (words, expected) in cases {
        assert!(told(words).contains(expected), "{words:?}: {}", told(words));
    }
}

/// A command in a folder, and the sentence with which it fails.
fn fails(folder: &std::path::Path, words: &[&str]) -> String {
    let folder = folder.display().to_string();
    let line = ["doorstep", "--json", "--folder", &folder].into_iter().chain(words.iter().copied());
    execute(Cli::try_parse_from(line).unwrap()).unwrap_err().to_string()
}

fn init(folder: &std::path::Path) {
    let folder = folder.display().to_string();
    execute(Cli::parse_from(["doorstep", "--json", "--folder", &folder, "init", "--name", "x"])).unwrap();
}

#[test]
fn what_stands_in_the_way_is_named_with_its_path_and_in_both_languages() {
    let desk = tempfile::tempdir().unwrap();
    let (hub, file, nowhere) = (desk.path().join("hub"), desk.path().join("file"), desk.path().join("no/b"));
    std::fs::write(&file, "some words, and no more").unwrap();
    init(&hub);
    let (taken, missing) = (file.display().to_string(), nowhere.display().to_string());
    let folder = desk.path().display().to_string();
    let cases: [(&[&str], &str, &str); 10] = [
        (&["backup", &taken], &taken, "已有同名文件"),
        (&["sample", &taken, "--scale", "0.01"], &taken, "已有同名文件"),
        (&["rejected", &missing], &missing, "文件不存在"),
        (&["rejected", &taken], &taken, "该文件不是加密文件"),
        (&["import", "unsent", &missing], &missing, "文件不存在"),
        (&["import", "unsent", &taken], &taken, "该文件不是加密文件"),
        (&["restore", &missing], &missing, "不是备份文件夹"),
        (&["restore", &taken], &taken, "不是备份文件夹"),
        (&["restore", &folder], &folder, "不是备份文件夹"),
        (&["demo", "--into", &taken], &taken, "不是文件夹"),
    ];
    for (words, path, why) in cases {
        let told = fails(&hub, words);
        assert!(told.starts_with(path) && told.contains(why), "{words:?}: {told}");
        assert!(!told.contains("os error"), "{told}");
    }
    assert!(fails(&file, &["init", "--name", "x"]).contains("已有同名文件"));
}

#[test]
fn what_a_hub_does_not_have_is_told_in_both_languages() {
    let desk = tempfile::tempdir().unwrap();
    let (hub, backup, new) = (desk.path().join("hub"), desk.path().join("backup"), desk.path().join("new"));
    init(&hub);
    std::fs::create_dir(&backup).unwrap();
    std::fs::write(backup.join("hub.db"), "x").unwrap();
    let from = backup.display().to_string();
    let cases: [(&std::path::Path, &[&str], &str, &str); 6] = [
        (&hub, &["coverage"], "no such grids", "没有这样的网格"),
        (&hub, &["coverage", "--grid", "610203102200001"], "no grid 610203102200001", "没有网格"),
        (&hub, &["enrol", "S1"], "no such worker", "没有这名工作人员"),
        (&hub, &["revoke", "01970000", "--now"], "no such device", "没有这台设备"),
        (&hub, &["init", "--name", "x"], "exists already", "已存在"),
        (&new, &["restore", &from], "put the hub.key", "请先将原 hub.key"),
    ];
    for (folder, words, en, zh) in cases {
        let told = fails(folder, words);
        assert!(told.contains(en) && told.contains(zh), "{words:?}: {told}");
    }
    std::fs::write(hub.join("hub.key"), "ab".repeat(32)).unwrap();
    let told = fails(&hub, &["devices"]);
    assert!(told.contains("does not open hub.db") && told.contains("无法打开"), "{told}");
}

#[test]
fn a_hub_without_its_key_asks_for_the_key_and_not_for_a_new_hub() {
    let hub = tempfile::tempdir().unwrap();
    init(hub.path());
    let key = hub.path().join("hub.key");
    std::fs::rename(&key, hub.path().join("kept")).unwrap();
    for words in [["devices"].as_slice(), &["init", "--name", "x"]] {
        let told = fails(hub.path(), words);
        assert!(told.starts_with(&format!("{} is missing", key.display())), "{told}");
        assert!(told.contains("缺少密钥文件"));
    }
    assert!(!key.exists(), "no other key was made");
}

#[test]
fn an_interrupted_restore_is_gone_on_with_and_no_hub_made_over_it() {
    for half in ["hub.db.before-1", "hub.db.restoring"] {
        let hub = tempfile::tempdir().unwrap();
        init(hub.path());
        std::fs::rename(hub.path().join("hub.db"), hub.path().join(half)).unwrap();
        for words in [["devices"].as_slice(), &["init", "--name", "x"]] {
            let told = fails(hub.path(), words);
            assert!(told.contains("was interrupted") && told.contains("请再次执行 restore"), "{told}");
        }
        assert!(!hub.path().join("hub.db").exists());
    }
}

#[test]
fn a_damaged_database_says_so_and_what_to_do_and_is_left_alone() {
    let hub = tempfile::tempdir().unwrap();
    init(hub.path());
    let database = hub.path().join("hub.db");
    let whole = std::fs::read(&database).unwrap();
    std::fs::write(&database, "").unwrap();
    for words in [["coverage"].as_slice(), &["import", "staff", "x.csv"]] {
        let told = fails(hub.path(), words);
        assert!(told.contains("hub.db is damaged") && told.contains("恢复备份"), "{told}");
    }
    assert_eq!(std::fs::metadata(&database).unwrap().len(), 0);
    // The first page stays whole, so that the key opens it.
    let (first, rest) = whole.split_at(4096);
    std::fs::write(&database, [first, &vec![0x55; rest.len()]].concat()).unwrap();
    let told = fails(hub.path(), &["coverage"]);
    assert!(told.contains("hub.db is damaged"), "{told}");
}

#[test]
fn a_table_without_divisions_takes_the_place_of_none() {
    let hub = tempfile::tempdir().unwrap();
    init(hub.path());
    let list = hub.path().join("list.csv");
    for text in ["code,name,level,kind,valid_from,valid_to,successor\n", "code,name\n6102,x\n"] {
        std::fs::write(&list, text).unwrap();
        let list = list.display().to_string();
        fails(hub.path(), &["import", "divisions", &list, "--accept-good"]);
        assert!(!hub.path().join("divisions.csv").exists());
    }
}
