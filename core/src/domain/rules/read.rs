//! A rule pack from its TOML file, or everything that is wrong with it.

use std::collections::BTreeSet;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    AppliesTo, Cadence, CategoryMatch, Discharge, Rule, RulePack,
    fields::{Fields, Found, Sheet},
};
use crate::{
    codes::Fault,
    domain::{
        org::{ServiceArea, StaffRole},
        register::{CategoryKind, EventKind},
        visit::{NextStep, VisitKind, VisitMode},
    },
    text::Text,
    time::PeriodKind,
};

/// The longest deadline that a rule may set; a longer one is a typing error.
const MAX_DAYS: u32 = 366;

const PACK_FIELDS: &[&str] = &["id", "version", "jurisdiction", "effective_from", "sample", "areas_off"];
const RULE_FIELDS: &[&str] = &[
    "id",
    "area",
    "title",
    "task",
    "applies_to",
    "every",
    "after",
    "discharge",
    "photo_reason",
    "photo_original",
    "signature_reason",
    "no_answer",
    "legal_basis",
];
const PERIODS: [(&str, PeriodKind); 5] = [
    ("week", PeriodKind::Week),
    ("month", PeriodKind::Month),
    ("quarter", PeriodKind::Quarter),
    ("half-year", PeriodKind::HalfYear),
    ("year", PeriodKind::Year),
];

impl RulePack {
    /// Reads a pack from `text`; `file` is the name that faults give.
    ///
    /// ```toml
    /// [pack]
    /// id = "our-county"
    /// version = 1
    /// jurisdiction = "610802"
    /// effective_from = 2026-01-01
    ///
    /// [[rule]]
    /// id = "elder-high-risk-weekly"
    /// area = "ElderCare"
    /// title = { zh = "高风险老年人每周探访", en = "Weekly visit to elders at high risk" }
    /// task = { zh = "上门看望，问问近况", en = "Call in and ask how they are" }
    /// applies_to = [{ category = "CareRisk", grades = ["High"] }]
    /// every = "week"
    /// discharge = { kinds = ["CareVisit"], modes = ["InPerson"], roles = ["Volunteer"] }
    /// legal_basis = { zh = "《…》（民发〔2022〕73号）", en = "Guiding Opinions on … (民发〔2022〕73号)" }
    /// ```
    ///
    /// A legal basis may be text alone, as it is cited; English readers then see that.
    ///
    /// # Errors
    /// Every fault of the file, in its order, each with line, field and reason. Where the text is no TOML at
    /// all, only the places where it is not.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, Vec<Fault>> {
        let mut sheet = Sheet::new(text, file);
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            for error in &errors {
                let offset = error.span().map_or(0, |span| span.start);
                let message = error.message();
                sheet.fault(
                    offset,
                    "",
                    format!("不是有效的 TOML:{message}"),
                    format!("is not TOML: {message}"),
                );
            }
            return Err(sheet.into_faults());
        }
        let root = Fields::of_table(&mut sheet, root.get_ref(), 0, "", &["pack", "rule"]);
        let pack = read_pack(&mut sheet, root);
        let faults = sheet.into_faults();
        match pack {
            Some(pack) if faults.is_empty() => Ok(pack),
            _ => Err(faults),
        }
    }
}

fn read_pack(sheet: &mut Sheet<'_>, root: Fields<'_, '_>) -> Option<RulePack> {
    let rules = read_rules(sheet, root);
    let Some(pack) = root.spanned("pack") else {
        sheet.whole("缺少 [pack] 部分", "has no [pack] section");
        return None;
    };
    let pack = Fields::of(sheet, pack, "pack", PACK_FIELDS)?;
    let id = pack.string(sheet, "id");
    let version = pack.required(sheet, "version").and_then(|found| found.number(sheet, 1..=u32::MAX));
    let jurisdiction = pack.string(sheet, "jurisdiction");
    let effective_from = pack.required(sheet, "effective_from").and_then(|found| found.day(sheet));
    let sample = pack.optional("sample").map_or(Some(false), |found| found.bool(sheet));
    let areas_off =
        pack.optional("areas_off").map_or(Some(Vec::new()), |found| found.words(sheet, ServiceArea::ALL));
    Some(RulePack {
        id: id?,
        version: version?,
        jurisdiction: jurisdiction?,
        effective_from: effective_from?,
        sample: sample?,
        areas_off: areas_off?.into_iter().collect(),
        rules: rules?,
    })
}

fn read_rules(sheet: &mut Sheet<'_>, root: Fields<'_, '_>) -> Option<Vec<Rule>> {
    let mut seen = BTreeSet::new();
    let rules = root.optional("rule").map(|found| {
        found.list(sheet, |sheet, rule| {
            let fields = Fields::of(sheet, rule, "", RULE_FIELDS)?;
            refuse_second_use_of_id(sheet, fields, &mut seen);
            read_rule(sheet, fields)
        })
    });
    match rules {
        None => {
            sheet.whole("一条规则([[rule]])也没有", "has no rule ([[rule]])");
            None
        }
        Some(rules) => rules,
    }
}

fn refuse_second_use_of_id(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>, seen: &mut BTreeSet<String>) {
    let Some(found) = rule.optional("id") else { return };
    let Some(id) = found.value.as_str() else { return };
    if !seen.insert(id.trim().to_owned()) {
        found.fault(sheet, "与前面的规则重名", "is the id of an earlier rule");
    }
}

fn read_rule(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<Rule> {
    let id = rule.string(sheet, "id");
    let area = rule.required(sheet, "area").and_then(|found| found.word(sheet, ServiceArea::ALL));
    let title = rule.text(sheet, "title");
    let task = rule.text(sheet, "task");
    let applies_to = read_applies_to(sheet, rule);
    let cadence = read_cadence(sheet, rule);
    let discharge = read_discharge(sheet, rule);
    let photo_reason = rule.optional_text(sheet, "photo_reason");
    let photo_original = read_photo_original(sheet, rule);
    let signature_reason = rule.optional_text(sheet, "signature_reason");
    let no_answer = read_no_answer(sheet, rule);
    let legal_basis = read_legal_basis(sheet, rule);
    let (legal_basis, legal_basis_en) = legal_basis?;
    let rule_read = Rule {
        id: id?,
        area: area?,
        title: title?,
        task: task?,
        applies_to: applies_to?,
        cadence: cadence?,
        discharge: discharge?,
        photo_reason,
        photo_original: photo_original?,
        signature_reason,
        no_answer: no_answer?,
        legal_basis,
        legal_basis_en,
    };
    refuse_category_in_task(sheet, rule, &rule_read);
    Some(rule_read)
}

/// The task reaches phones that may not know any category.
fn refuse_category_in_task(sheet: &mut Sheet<'_>, fields: Fields<'_, '_>, rule: &Rule) {
    let AppliesTo::Residents(matches) = &rule.applies_to else { return };
    let english = rule.task.en.to_lowercase();
    let names = |category: CategoryKind| {
        let label = category.label();
        rule.task.zh.contains(&label.zh) || english.contains(&label.en.to_lowercase())
    };
    if matches.iter().any(|one| names(one.category)) {
        let task = fields.optional("task");
        if let Some(task) = task {
            task.fault(
                sheet,
                "写出了人员类别；任务会出现在不得知道类别的手机上",
                "names a category; tasks reach phones that may not know it",
            );
        }
    }
}

fn read_applies_to(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<AppliesTo> {
    let found = rule.required(sheet, "applies_to")?;
    if found.value.as_str() == Some("households") {
        return Some(AppliesTo::Households);
    }
    if found.value.as_array().is_none_or(|list| list.is_empty()) {
        found.fault(
            sheet,
            "应为 \"households\" 或类别列表，如 [{ category = \"CareRisk\", grades = [\"High\"] }]",
            "must be \"households\" or a list such as [{ category = \"CareRisk\", grades = [\"High\"] }]",
        );
        return None;
    }
    let path = found.path.clone();
    let matches = found.list(sheet, |sheet, item| read_match(sheet, item, &path))?;
    Some(AppliesTo::Residents(matches))
}

fn read_match(sheet: &mut Sheet<'_>, item: &Spanned<DeValue<'_>>, path: &str) -> Option<CategoryMatch> {
    let fields = Fields::of(sheet, item, path, &["category", "grades"])?;
    let category = fields.required(sheet, "category")?.word(sheet, CategoryKind::ALL)?;
    let grades = match fields.optional("grades") {
        None => Vec::new(),
        Some(found) => read_grades(sheet, &found, category)?,
    };
    Some(CategoryMatch { category, grades })
}

fn read_grades(sheet: &mut Sheet<'_>, found: &Found<'_, '_>, category: CategoryKind) -> Option<Vec<String>> {
    let known = category.grades();
    let grades = found.list(sheet, |sheet, item| {
        let grade = item.get_ref().as_str().filter(|grade| known.contains(grade));
        if grade.is_none() && !known.is_empty() {
            let list = known.join(", ");
            let zh = format!("该类别的等级为文字：{list}");
            let en = format!("must hold grades of that category, as text: {list}");
            sheet.fault(item.span().start, &found.path, zh, en);
        }
        grade.map(str::to_owned)
    })?;
    if known.is_empty() {
        found.fault(sheet, "该类别没有等级", "must not be given: that category has no grades");
    } else if found.value.as_array().is_some_and(|list| list.is_empty()) {
        found.fault(
            sheet,
            "不能为空；不分等级时删去此项",
            "must not be empty; leave it out to mean any grade",
        );
    }
    Some(grades)
}

fn read_cadence(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<Cadence> {
    match (rule.optional("every"), rule.spanned("after")) {
        (Some(every), None) => {
            let written = every.value.as_str();
            let period = PERIODS.iter().find(|(name, _)| Some(*name) == written);
            if period.is_none() {
                let known = PERIODS.map(|(name, _)| name).join(", ");
                every.fault(sheet, format!("应为其中之一：{known}"), format!("must be one of: {known}"));
            }
            period.map(|(_, kind)| Cadence::Every(*kind))
        }
        (None, Some(after)) => {
            let fields = Fields::of(sheet, after, "after", &["event", "days", "working"])?;
            let event = fields.required(sheet, "event").and_then(|found| found.word(sheet, EventKind::ALL));
            let days = fields.required(sheet, "days").and_then(|found| found.number(sheet, 1..=MAX_DAYS));
            let working = fields.optional("working").map_or(Some(false), |found| found.bool(sheet));
            Some(Cadence::After { event: event?, days: days?, working: working? })
        }
        (Some(every), Some(_)) => {
            every.fault(
                sheet,
                "every 与 after 只能写一个",
                "must not stand beside after: give one of the two",
            );
            None
        }
        (None, None) => {
            rule.fault(sheet, "every", "缺少 every 或 after", "is missing: give every or after");
            None
        }
    }
}

fn read_discharge(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<Discharge> {
    rule.required(sheet, "discharge")?;
    let fields =
        Fields::of(sheet, rule.spanned("discharge")?, "discharge", &["kinds", "modes", "roles", "visitors"])?;
    let kinds = some_words(sheet, fields, "kinds", VisitKind::ALL);
    let modes = some_words(sheet, fields, "modes", VisitMode::ALL);
    let roles = some_words(sheet, fields, "roles", StaffRole::ALL);
    let visitors =
        fields.optional("visitors").map_or(Some(1), |found| found.number(sheet, 1..=u32::from(u8::MAX)));
    Some(Discharge {
        kinds: kinds?,
        modes: modes?,
        roles: roles?,
        visitors: u8::try_from(visitors?).unwrap_or(u8::MAX),
    })
}

/// Whether the originals are asked for: only where photos are.
fn read_photo_original(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<bool> {
    let Some(found) = rule.optional("photo_original") else { return Some(false) };
    let asks = found.bool(sheet)?;
    if asks && rule.optional("photo_reason").is_none() {
        found.fault(
            sheet,
            "须同时写明 photo_reason（拍照用途）",
            "needs photo_reason beside it: nobody takes a photo without saying why",
        );
    }
    Some(asks)
}

/// The legal basis as cited, alone or with its English.
fn read_legal_basis(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<(String, Option<String>)> {
    let found = rule.required(sheet, "legal_basis")?;
    if found.value.is_table() {
        let Text { zh, en } = rule.text(sheet, "legal_basis")?;
        return Some((zh, Some(en)));
    }
    found.string(sheet).map(|cited| (cited, None))
}

/// The ladder for a closed door; empty when the rule has none.
fn read_no_answer(sheet: &mut Sheet<'_>, rule: Fields<'_, '_>) -> Option<Vec<NextStep>> {
    let Some(found) = rule.optional("no_answer") else { return Some(Vec::new()) };
    let steps = found.words(sheet, NextStep::ALL)?;
    if found.value.as_array().is_some_and(|list| list.is_empty()) {
        found.fault(
            sheet,
            "不能为空；按通常做法时删去此项",
            "must not be empty; leave it out for the usual steps",
        );
    } else if steps.iter().collect::<BTreeSet<_>>().len() < steps.len() {
        found.fault(sheet, "同一步写了两次", "must not name a step twice");
    }
    Some(steps)
}

/// A list that must hold a word, since without one nothing could ever discharge the duty.
fn some_words<T>(sheet: &mut Sheet<'_>, fields: Fields<'_, '_>, key: &str, all: &[T]) -> Option<BTreeSet<T>>
where
    T: std::str::FromStr + std::fmt::Display + Ord,
{
    let found = fields.required(sheet, key)?;
    let words = found.words(sheet, all)?;
    if found.value.as_array().is_some_and(|list| list.is_empty()) {
        found.fault(
            sheet,
            "不能为空，否则无法完成",
            "must not be empty, or nothing could discharge the duty",
        );
    }
    Some(words.into_iter().collect())
}
