//! What a phone of a role will hold, told to its worker before they agree: read off the very lists by which the hub
//! sends, so that no word here promises less than travels.

use crate::{
    domain::{
        org::{Audience, StaffRole},
        register::CategoryKind,
    },
    op::{
        projection::{fields, fields_of_others},
        row::RowKind,
    },
    text::Text,
};

use super::PhoneWord;

/// What a phone of a role holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holdings {
    /// What the hub gives to it, line by line.
    pub lines: Vec<Text>,
    /// What others get and it never does; `None` where it gets all.
    pub withheld: Option<Text>,
}

/// What the hub gives to a phone of this role.
pub fn holdings(role: StaffRole) -> Holdings {
    let audience = role.audience();
    let mut lines = Vec::new();
    for (kind, title) in titles() {
        let held = fields(audience, kind).unwrap_or_default();
        let told = told(kind, |field| held.contains(&field), Some(audience));
        lines.extend(line(&title, &told));
        if kind == RowKind::Resident && !held.is_empty() {
            lines.extend(others(audience));
        }
    }
    Holdings { lines, withheld: withheld(audience) }
}

/// Who lives in the same home and is not among those whom the role looks after.
fn others(audience: Audience) -> Option<Text> {
    let known = fields_of_others(audience)?;
    let title = Text::new("同住的其他人，只有", "Others who live there, no more than");
    line(&title, &told(RowKind::Resident, |field| known.contains(&field), None))
}

/// What supervisors get and this audience does not.
fn withheld(audience: Audience) -> Option<Text> {
    let mut kinds = Vec::new();
    for (kind, title) in titles() {
        let Some(all) = fields(Audience::Supervisor, kind) else { continue };
        let Some(held) = fields(audience, kind) else {
            kinds.push(title);
            continue;
        };
        let lacking = told(kind, |field| all.contains(&field) && !held.contains(&field), None);
        if !lacking.is_empty() {
            let Text { zh, en } = listed(&lacking);
            kinds.push(Text::new(format!("{}的{zh}", title.zh), format!("{} ({en})", title.en)));
        }
    }
    (!kinds.is_empty()).then(|| PhoneWord::Withheld.with(&[Text::joined(&kinds, "；", "; ")]))
}

/// The rows of which a worker is told, in the order in which it matters to people. The others say how the app works.
fn titles() -> impl Iterator<Item = (RowKind, Text)> {
    ORDER.iter().filter_map(|kind| Some((*kind, title(*kind)?)))
}

const ORDER: &[RowKind] = &[
    RowKind::Household,
    RowKind::Resident,
    RowKind::Ticket,
    RowKind::Visit,
    RowKind::Need,
    RowKind::Exemption,
    RowKind::Claim,
    RowKind::Photo,
    RowKind::Exception,
    RowKind::Conflict,
    RowKind::Staff,
    RowKind::Responsibility,
    RowKind::Grid,
    RowKind::RulePack,
];

fn title(kind: RowKind) -> Option<Text> {
    let (zh, en) = match kind {
        RowKind::Household => ("住户", "Homes"),
        RowKind::Resident => ("居民", "Residents"),
        RowKind::Ticket => ("走访任务", "Tasks"),
        RowKind::Visit => ("走访情况", "Visits"),
        RowKind::Need => ("需求", "Needs"),
        RowKind::Exemption => ("免访", "Leave not to be visited"),
        RowKind::Claim => ("去世或迁出", "Deaths and moves"),
        RowKind::Photo => ("照片信息", "What is known of photos"),
        RowKind::Exception => ("对走访的提示", "Remarks on visits"),
        RowKind::Conflict => ("改动冲突", "Conflicting changes"),
        RowKind::Staff => ("工作人员", "Workers"),
        RowKind::Responsibility => ("责任清单", "Who answers for what"),
        RowKind::Grid => ("网格", "Grids"),
        RowKind::RulePack => ("走访规则", "Visiting rules"),
        RowKind::Settings | RowKind::Outcome | RowKind::PhotoStored | RowKind::Order | RowKind::Erasure => {
            return None;
        }
    };
    Some(Text::new(zh, en))
}

/// The words of those fields of a row that `is_meant`; what `audience` sees of categories is said with them.
fn told(kind: RowKind, is_meant: impl Fn(&str) -> bool, audience: Option<Audience>) -> Vec<Text> {
    let of_kind = TOLD.iter().filter(|(of, field, ..)| *of == kind && is_meant(field));
    let words = of_kind.map(|(_, field, zh, en)| match audience {
        Some(audience) if *field == "categories" => categories(audience),
        _ => Text::new(*zh, *en),
    });
    words.collect()
}

fn categories(audience: Audience) -> Text {
    let (seen, unseen): (Vec<_>, Vec<_>) = CategoryKind::ALL.iter().partition(|kind| audience.sees(**kind));
    let named = |kinds: &[&CategoryKind]| listed(&kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>());
    if unseen.is_empty() {
        Text::new("类别", "categories")
    } else if unseen.len() < seen.len() {
        let Text { zh, en } = named(&unseen);
        Text::new(format!("类别（{zh}除外）"), format!("categories (but {en})"))
    } else {
        let Text { zh, en } = named(&seen);
        Text::new(format!("类别（只有{zh}）"), format!("categories (only {en})"))
    }
}

fn line(title: &Text, told: &[Text]) -> Option<Text> {
    let Text { zh, en } = listed(told);
    let line = || Text::new(format!("{}：{zh}", title.zh), format!("{}: {en}", title.en));
    (!told.is_empty()).then(line)
}

fn listed(all: &[Text]) -> Text {
    Text::joined(all, "、", ", ")
}

/// What a worker is told of each field. A field that stands neither here nor in `SILENT` fails a test.
const TOLD: &[(RowKind, &str, &str, &str)] = &[
    (RowKind::Household, "greeting", "称呼", "form of address"),
    (RowKind::Household, "address", "地址", "address"),
    (RowKind::Household, "place", "位置", "place"),
    (RowKind::Household, "village_group", "村民小组", "village group"),
    (RowKind::Household, "building", "楼栋", "building"),
    (RowKind::Household, "floor", "楼层", "floor"),
    (RowKind::Household, "safety_note", "安全提示", "safety note"),
    (RowKind::Household, "phone", "电话", "telephone"),
    (RowKind::Household, "recorded_on", "登记日期", "day of record"),
    (RowKind::Household, "earlier_grids", "原来的网格", "earlier grids"),
    (RowKind::Household, "ended_on", "终止日期", "day it ended"),
    (RowKind::Household, "handed_over", "转交给谁", "whom it was handed to"),
    (RowKind::Resident, "name", "姓名", "name"),
    (RowKind::Resident, "relation", "与户主的关系", "relation"),
    (RowKind::Resident, "left_on", "离开日期", "day of leaving"),
    (RowKind::Resident, "born", "出生日期", "birthday"),
    (RowKind::Resident, "phone", "电话", "telephone"),
    (RowKind::Resident, "categories", "类别", "categories"),
    (RowKind::Resident, "events", "出院、变故等事件", "events such as a discharge"),
    (RowKind::Resident, "identity", "身份证号", "identity number"),
    (RowKind::Ticket, "task", "做什么", "what to do"),
    (RowKind::Ticket, "window", "起止日期", "from when to when"),
    (RowKind::Ticket, "modes", "方式", "in which ways"),
    (RowKind::Ticket, "visitors", "几人同行", "how many must come"),
    (RowKind::Ticket, "safety_note", "安全提示", "safety note"),
    (RowKind::Ticket, "state", "做了没有", "whether it was done"),
    (RowKind::Visit, "by", "走访人", "who came"),
    (RowKind::Visit, "role", "走访人岗位", "their role"),
    (RowKind::Visit, "visitors", "几人同行", "how many came"),
    (RowKind::Visit, "mode", "方式", "in which way"),
    (RowKind::Visit, "outcome", "结果", "how it went"),
    (RowKind::Visit, "facts", "做了什么", "what was done"),
    (RowKind::Visit, "subject_outcomes", "每个人的结果", "how it went for each"),
    (RowKind::Visit, "wellbeing", "人和家里好不好", "whether people and home are well"),
    (RowKind::Visit, "effective_at", "时间", "when"),
    (RowKind::Visit, "next_step", "下一步", "what follows"),
    (RowKind::Need, "resident", "谁的需求", "whose it is"),
    (RowKind::Need, "kind", "需要什么", "what is needed"),
    (RowKind::Need, "status", "办到哪一步", "where it stands"),
    (RowKind::Need, "note", "备注", "note"),
    (RowKind::Exemption, "subject", "谁", "whom"),
    (RowKind::Exemption, "rule", "哪一项走访", "from which visit"),
    (RowKind::Exemption, "days", "起止日期", "from when to when"),
    (RowKind::Exemption, "reason", "原因", "why"),
    (RowKind::Claim, "subject", "谁", "whom"),
    (RowKind::Claim, "kind", "哪一种", "which"),
    (RowKind::Claim, "on", "日期", "since when"),
    (RowKind::Claim, "status", "是否已确认", "whether it is confirmed"),
    (RowKind::Photo, "by", "拍摄人", "who took it"),
    (RowKind::Photo, "kind", "拍的是什么", "what it is"),
    (RowKind::Photo, "reason", "用途", "what it is for"),
    (RowKind::Photo, "consent", "是否同意", "who agreed"),
    (RowKind::Photo, "fingerprint", "图像指纹", "its fingerprint"),
    (RowKind::Photo, "blurred", "是否有遮挡", "whether it is blurred"),
    (RowKind::Photo, "taken_at", "拍摄时间", "when it was taken"),
    (RowKind::Photo, "place", "拍摄位置", "where it was taken"),
    (RowKind::Photo, "claims", "相机与改动痕迹", "camera and signs of editing"),
    (RowKind::Photo, "state", "是否已入库", "whether the hub holds it"),
    (RowKind::Photo, "verdict", "核验结果", "what the hub found"),
    (RowKind::Photo, "repeats", "是否重复使用", "whether it was used before"),
    (RowKind::Exception, "flag", "提示了什么", "what was noticed"),
    (RowKind::Exception, "note", "备注", "note"),
    (RowKind::Conflict, "field", "哪一项", "which field"),
    (RowKind::Conflict, "kept", "保留的内容", "what stands"),
    (RowKind::Conflict, "lost", "没有采用的内容", "what lost"),
    (RowKind::Staff, "name", "姓名", "name"),
    (RowKind::Staff, "role", "岗位", "role"),
    (RowKind::Staff, "phone", "电话", "telephone"),
    (RowKind::Responsibility, "staff", "谁负责", "who"),
    (RowKind::Responsibility, "role", "担任什么", "as what"),
    (RowKind::Responsibility, "from", "从哪天起", "since when"),
    (RowKind::Responsibility, "to", "到哪天止", "until when"),
    (RowKind::Grid, "name", "名称", "name"),
    (RowKind::Grid, "outline", "边界", "outline"),
    (
        RowKind::RulePack,
        "rules",
        "谁要走访、多久一次、依据什么",
        "whom to visit, how often and on what basis",
    ),
];

/// Fields that tell nothing of a person but how rows hang together, or what another field told already.
#[cfg(test)]
const SILENT: &[(RowKind, &[&str])] = &[
    (RowKind::Household, &["id", "grid"]),
    (RowKind::Resident, &["id", "household"]),
    (RowKind::Ticket, &["id", "household", "grid"]),
    (RowKind::Visit, &["id", "household", "tickets", "effective_on", "corrected_by"]),
    (RowKind::Need, &["id", "household", "round", "found_in", "raised_by"]),
    (RowKind::Exemption, &["id", "household", "seen_by"]),
    (RowKind::Claim, &["id", "visit", "household"]),
    (
        RowKind::Photo,
        &[
            "id",
            "visit",
            "household",
            "original",
            "working",
            "thumbnail",
            "orientation",
            "visit_started_at",
            "captured",
        ],
    ),
    (RowKind::Exception, &["id", "visit", "household", "acknowledged"]),
    (RowKind::Conflict, &["id", "row", "row_id", "op"]),
    (RowKind::Staff, &["id"]),
    (RowKind::Responsibility, &["id", "grid"]),
    (RowKind::Grid, &["code", "kind"]),
    (RowKind::RulePack, &["id", "version", "jurisdiction", "effective_from", "sample", "areas_off"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn is_told(kind: RowKind, field: &str) -> bool {
        TOLD.iter().any(|(of, one, ..)| (*of, *one) == (kind, field))
    }

    #[test]
    fn every_field_that_travels_is_told_or_tells_nothing() {
        for audience in Audience::ALL {
            for (kind, _) in titles() {
                for field in fields(*audience, kind).unwrap_or_default() {
                    let is_silent = SILENT.iter().any(|(of, silent)| *of == kind && silent.contains(field));
                    assert!(is_told(kind, field) != is_silent, "{audience}: {}.{field}", kind.as_str());
                }
            }
        }
    }

    #[test]
    fn every_row_about_people_has_its_line_and_every_word_its_field() {
        for kind in RowKind::ALL {
            assert_eq!(ORDER.contains(kind), title(*kind).is_some(), "{}", kind.as_str());
        }
        for (kind, field, ..) in TOLD {
            let travels =
                |audience: &Audience| fields(*audience, *kind).is_some_and(|all| all.contains(field));
            assert!(Audience::ALL.iter().any(travels), "{}.{field} reaches nobody", kind.as_str());
        }
    }

    #[test]
    fn a_volunteer_is_told_of_a_place_a_task_and_a_safety_note_and_of_no_category() {
        let Holdings { lines, withheld } = holdings(StaffRole::Volunteer);
        let all: String = lines.iter().map(|line| line.zh.as_str()).collect();
        for held in ["称呼", "地址", "安全提示", "做什么"] {
            assert!(all.contains(held), "{held}: {all}");
        }
        for never in ["居民", "类别", "身份证号", "需求"] {
            assert!(!all.contains(never), "{never}: {all}");
        }
        let withheld = withheld.unwrap();
        assert!(withheld.zh.contains("居民") && withheld.zh.contains("住户的电话"), "{withheld:?}");
        assert!(
            withheld.en.contains("Residents") && withheld.en.contains("Homes (telephone"),
            "{withheld:?}"
        );
    }

    #[test]
    fn each_audience_is_told_which_categories_it_sees_and_of_whom() {
        let residents = |role: StaffRole| {
            let lines = holdings(role).lines.into_iter().map(|line| line.zh);
            lines.filter(|line| line.starts_with("居民") || line.starts_with("同住")).collect::<Vec<_>>()
        };
        let of_grid = residents(StaffRole::GridWorker);
        assert!(
            of_grid[0].contains("类别（精神障碍除外）") && !of_grid[0].contains("身份证号"),
            "{of_grid:?}"
        );
        let of_child = residents(StaffRole::ChildDirector);
        assert!(of_child[0].contains("类别（只有孤儿、") && of_child[1].contains("姓名"), "{of_child:?}");
        let of_social = residents(StaffRole::SocialWorker);
        assert_eq!(of_social.len(), 1);
        assert!(of_social[0].ends_with("身份证号") && of_social[0].contains("、类别、"), "{of_social:?}");
        assert_eq!(holdings(StaffRole::Supervisor).withheld, None);
    }
}
