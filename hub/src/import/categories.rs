//! Categories and events as one cell of a list holds them.
//!
//! `低保/B@2024-05-01; 残疾/3@2019-03-02~2029-03-01#2025-06-01(区残联)`: the category by its Chinese or English
//! name, `/` its grade, `@` the first day, `~` the last day, `#` the day it was recorded, in brackets who
//! decided it. Several are set apart by `;`. Events: `出院@2026-06-03`.

use doorstep_core::{
    domain::register::{CategoryKind, CategoryRecord, EventKind, LifeEvent},
    text::Text,
    time::Day,
};

use super::record::{day, known_words};

/// No resident has more; a longer cell is a mistake.
const MOST: usize = 40;

/// Reads a cell of categories. A record that is `known` already keeps its day of recording and its authority
/// where the cell names none; a new one was recorded `today`.
pub(super) fn read(cell: &str, known: &[CategoryRecord], today: Day) -> Result<Vec<CategoryRecord>, Text> {
    let mut records: Vec<CategoryRecord> = Vec::new();
    for part in parts(cell)? {
        let record = read_one(part, known, today)?;
        let again = |other: &CategoryRecord| other.kind == record.kind && other.from == record.from;
        if records.iter().any(again) {
            return Err(at_part(&records, Text::new("与前面重复", "is there already")));
        }
        records.push(record);
    }
    Ok(records)
}

/// Reads a cell of events.
pub(super) fn read_events(cell: &str) -> Result<Vec<LifeEvent>, Text> {
    let event = |part: &str| {
        let (kind, on) = part.split_once('@').ok_or_else(no_day)?;
        let kind = kind
            .trim()
            .parse::<EventKind>()
            .map_err(|_| unknown("事件", "event", &known_words(EventKind::ALL, EventKind::label)))?;
        Ok(LifeEvent { kind, on: day(on.trim())? })
    };
    parts(cell)?.into_iter().map(event).collect()
}

fn parts(cell: &str) -> Result<Vec<&str>, Text> {
    let parts: Vec<&str> =
        cell.split([';', '\u{FF1B}']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > MOST {
        return Err(Text::new(format!("超过 {MOST} 项"), format!("holds more than {MOST} entries")));
    }
    Ok(parts)
}

fn read_one(part: &str, known: &[CategoryRecord], today: Day) -> Result<CategoryRecord, Text> {
    let (part, authority) = match part.split_once(['(', '\u{FF08}']) {
        Some((part, rest)) => {
            let rest = rest.strip_suffix([')', '\u{FF09}']).unwrap_or(rest);
            (part.trim(), Some(rest.trim().to_owned()))
        }
        None => (part, None),
    };
    let (what, days) = part.split_once('@').ok_or_else(no_day)?;
    let (kind, grade) = what.split_once('/').map_or((what, None), |(kind, grade)| (kind, Some(grade.trim())));
    let kind = category(kind)?;
    let grade = match grade {
        Some(grade) => Some(self::grade(kind, grade)?),
        None => kind.check_grade(None).map(|()| None)?,
    };
    let (days, recorded) = days.split_once('#').map_or((days, None), |(days, on)| (days, Some(on)));
    let (from, to) = days.split_once('~').map_or((days, None), |(from, to)| (from, Some(to)));
    let from = day(from.trim())?;
    let to = to.map(|to| day(to.trim())).transpose()?;
    if to.is_some_and(|to| to < from) {
        return Err(Text::new("终止日早于起始日", "a last day lies before its first"));
    }
    let before = known.iter().find(|record| record.kind == kind && record.from == from);
    let recorded_on = match recorded {
        Some(on) => day(on.trim())?,
        None => before.map_or(today, |record| record.recorded_on),
    };
    if recorded_on > today && before.is_none_or(|record| record.recorded_on != recorded_on) {
        return Err(Text::new("记录日期(#)晚于今天", "the day of recording (#) lies after today"));
    }
    let authority = authority.filter(|text| !text.is_empty()).or_else(|| before?.authority.clone());
    Ok(CategoryRecord { kind, grade, from, to, recorded_on, authority })
}

/// The category that a word names.
///
/// # Errors
/// Which words there are.
pub fn category(word: &str) -> Result<CategoryKind, Text> {
    word.trim()
        .parse()
        .map_err(|_| unknown("类别", "category", &known_words(CategoryKind::ALL, CategoryKind::label)))
}

/// One of the category's grades: as the system names it, or as lists write it (`3级`, `分散`, `B类`).
pub(super) fn grade(kind: CategoryKind, word: &str) -> Result<String, Text> {
    let plain = word.trim_end_matches(['级', '类', '档']).trim_end_matches("供养");
    let name = match plain {
        "集中" => "Central",
        "分散" => "Scattered",
        "脱贫不稳定" | "脱贫不稳定户" => "Unstable",
        "边缘易致贫" | "边缘易致贫户" => "Edge",
        "突发严重困难" | "突发严重困难户" => "Sudden",
        "高" | "高风险" => "High",
        "重点" => "Key",
        "一般" => "General",
        "一" => "1",
        "二" => "2",
        "三" => "3",
        "四" => "4",
        other => other,
    };
    let known = kind.grades().iter().find(|grade| grade.eq_ignore_ascii_case(name));
    let name = known.map_or(name, |grade| *grade);
    kind.check_grade(Some(name)).map(|()| name.to_owned())
}

/// A cell for records, such that `read` gives them back.
pub fn write(records: &[CategoryRecord]) -> String {
    let one = |record: &CategoryRecord| {
        let grade = record.grade.as_ref().map(|grade| format!("/{grade}")).unwrap_or_default();
        let to = record.to.map(|to| format!("~{to}")).unwrap_or_default();
        let authority = record.authority.as_ref().map(|by| format!("({by})")).unwrap_or_default();
        let (kind, from, on) = (record.kind.label().zh, record.from, record.recorded_on);
        format!("{kind}{grade}@{from}{to}#{on}{authority}")
    };
    records.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A cell for events, such that `read_events` gives them back.
pub fn write_events(events: &[LifeEvent]) -> String {
    let one = |event: &LifeEvent| format!("{}@{}", event.kind.label().zh, event.on);
    events.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn unknown(zh: &str, en: &str, known: &str) -> Text {
    Text::new(format!("不是已知的{zh}，可用：{known}"), format!("is not a known {en}; known are: {known}"))
}

fn no_day() -> Text {
    Text::new("缺少起始日：写作 低保/B@2024-05-01", "has no first day: write Dibao/B@2024-05-01")
}

fn at_part(before: &[CategoryRecord], reason: Text) -> Text {
    let number = before.len() + 1;
    Text::new(format!("第 {number} 项{}", reason.zh), format!("entry {number} {}", reason.en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_cell_of_categories_is_read_and_written_back() {
        let cell = "低保/B@2024-05-01; Disability/3级@2019-03-02~2029-03-01#2025-06-01(区残联);特困/分散供养@2020-1-1";
        let records = read(cell, &[], on("2026-06-01")).unwrap();
        assert_eq!(records.len(), 3);
        assert_eq!(records[0].grade.as_deref(), Some("B"));
        assert_eq!(records[0].recorded_on, on("2026-06-01"));
        assert_eq!(records[1].to, Some(on("2029-03-01")));
        assert_eq!(records[1].authority.as_deref(), Some("区残联"));
        assert_eq!(records[2].grade.as_deref(), Some("Scattered"));
        assert_eq!(read(&write(&records), &[], on("2027-01-01")).unwrap(), records);
        // Read again without days of recording, what is known keeps its own: no window opens anew.
        assert_eq!(read(cell, &records, on("2027-01-01")).unwrap(), records);
    }

    #[test]
    fn a_wrong_category_says_what_would_be_right() {
        let reason = |cell: &str| read(cell, &[], on("2026-06-01")).unwrap_err().en;
        assert!(reason("低保").contains("has no first day"));
        assert!(reason("贫困@2024-01-01").starts_with("is not a known category; known are: Dibao"));
        assert!(reason("低保/D@2024-01-01").contains("are: A, B, C"));
        assert!(reason("独居/1@2024-01-01").contains("has no grades"));
        // No rule that names a grade would ever ask for a visit.
        assert!(reason("低保@2024-01-01").contains("needs a grade: A, B, C"));
        assert!(reason("独居@2024-01-01#2026-06-02").contains("lies after today"));
        assert!(read("独居@2024-01-01#2026-06-01", &[], on("2026-06-01")).is_ok());
        assert!(reason("独居@2024-01-01~2023-01-01").contains("lies before"));
        assert!(reason("独居@2024-01-01;独居@2024-01-01").contains("entry 2 is there already"));
    }

    #[test]
    fn events_are_read_and_written_back() {
        let events = read_events("出院@2026-06-03;SuddenChange@2026-06-04").unwrap();
        assert_eq!(read_events(&write_events(&events)).unwrap(), events);
        assert!(read_events("出院").is_err());
    }
}
