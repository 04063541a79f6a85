//! What the demo found, for people and for programs.

use std::{fmt::Write as _, path::PathBuf};

use doorstep_core::{
    codes::GridCode,
    domain::{
        coverage::Counts,
        evidence::{Finding, Flag, Overall, PhotoState},
    },
};
use serde::Serialize;

use super::network::Damage;

/// One grid's figures.
#[derive(Clone, Debug, Serialize)]
pub struct GridLine {
    /// Its code.
    pub grid: GridCode,
    /// Its name.
    pub name: String,
    /// The figures of the period.
    #[serde(flatten)]
    pub counts: Counts,
}

/// One photo's verdict at the hub.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceLine {
    /// The photo.
    pub photo: String,
    /// What the hub holds of it.
    pub stored: PhotoState,
    /// What the four findings come to.
    #[serde(flatten)]
    pub overall: Overall,
    /// When it was taken.
    pub time: Finding,
    /// Where.
    pub place: Finding,
    /// Whether it is the picture that was recorded, and used once.
    pub image: Finding,
    /// Whether the record is the one that the device signed.
    pub chain: Finding,
    /// The photo of another visit that it repeats.
    pub repeats: Option<String>,
    /// Remarks on its visit, for a manager.
    pub flags: Vec<Flag>,
}

/// All that the demo found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The data are invented (演示数据).
    pub demo: bool,
    /// Phones that took part.
    pub devices: usize,
    /// Visits finished on phones.
    pub visits_recorded: u64,
    /// Operations committed to phones' journals.
    pub ops_recorded: u64,
    /// Operations that the hub applied (or merged).
    pub ops_applied: u64,
    /// Answers that never came or were no answer.
    pub retries: u32,
    /// Operations that reached the hub again and were not applied again.
    pub duplicates_suppressed: u64,
    /// Times that a phone's journal and the hub's head were brought together.
    pub healed: u32,
    /// Recorded on a phone and missing at the hub.
    pub lost: u64,
    /// Standing twice at the hub.
    pub doubled: u64,
    /// Photos taken.
    pub photos_recorded: u64,
    /// Photos that the hub stored and checked.
    pub photos_stored: u64,
    /// The period of the coverage.
    pub period: String,
    /// Coverage of the grids that were worked in.
    pub coverage: Vec<GridLine>,
    /// Whether phone, hub and recount agree on every figure.
    pub coverage_agrees: bool,
    /// Where they do not.
    pub disagreements: Vec<String>,
    /// Verdicts on photos.
    pub evidence: Vec<EvidenceLine>,
    /// Visits for a supervisor's eye, by remark.
    pub exceptions: Vec<(String, u64)>,
    /// Devices whose journal was proved from its first link to its last.
    pub chains_proved: usize,
    /// What the network did.
    #[serde(skip)]
    pub damage: Damage,
    /// Where the data lie.
    pub folder: PathBuf,
    /// Seconds from start to end.
    pub seconds: f64,
}

impl Report {
    /// Whether nothing was lost or doubled and all figures agree.
    pub fn is_sound(&self) -> bool {
        self.lost == 0
            && self.doubled == 0
            && self.coverage_agrees
            && self.photos_recorded == self.photos_stored
            && self.ops_recorded == self.ops_applied
            && self.chains_proved > 0
    }

    /// The tables for a terminal.
    pub fn tables(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "\n演示数据 · invented data\n\n{} 覆盖率 coverage", self.period);
        let _ = writeln!(
            out,
            "  {:<17}{:>9}{:>10}{:>12}{:>10}{:>9}{:>8}",
            "网格 grid", "应访 due", "已访 done", "未遇 tried", "逾期 late", "免访 ex.", "rate"
        );
        for line in &self.coverage {
            let counts = line.counts;
            let rate = counts.rate().map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0));
            let _ = writeln!(
                out,
                "  {:<17}{:>9}{:>11}{:>13}{:>11}{:>10}{:>10}",
                line.grid.to_string(),
                counts.due,
                counts.visited,
                counts.attempted,
                counts.overdue,
                counts.exempt,
                rate
            );
        }
        let _ = writeln!(out, "\n证据 evidence");
        self.verdicts(&mut out);
        for (flag, count) in &self.exceptions {
            let visits = if *count == 1 { "visit" } else { "visits" };
            let _ = writeln!(out, "  {count:>4} {visits:<6}  ⚑ {flag}");
        }
        self.account(&mut out);
        out
    }

    /// How many photos are beyond doubt, and each of the others with its reason.
    fn verdicts(&self, out: &mut String) {
        let (authentic, others): (Vec<_>, Vec<_>) =
            self.evidence.iter().partition(|line| line.overall == Overall::Authentic);
        let label = Overall::Authentic.text();
        let photos = if authentic.len() == 1 { "photo" } else { "photos" };
        let _ = writeln!(out, "  {:>4} {photos:<6}  {} {}", authentic.len(), label.zh, label.en);
        for line in others {
            let text = line.overall.text();
            let photo = line.photo.get(24..).unwrap_or_default();
            let _ = writeln!(out, "     1 photo   {} {} (…{photo})", text.zh, text.en);
        }
    }

    fn account(&self, out: &mut String) {
        let damage = self.damage;
        let _ = writeln!(out, "\n网络 network, as bad as it was made");
        let _ = writeln!(
            out,
            "  {} dropped · {} cut · {} duplicated · {} login pages · {} half-sent files",
            damage.dropped, damage.cut, damage.duplicated, damage.portals, damage.partial_uploads
        );
        let _ = writeln!(
            out,
            "  {} retries · {} operations arrived again and counted once · {} journals brought together with the hub",
            self.retries, self.duplicates_suppressed, self.healed
        );
        let _ = writeln!(out, "\n核对 account");
        let _ = writeln!(
            out,
            "  {} phones · {} visits · {} operations recorded, {} applied · {} photos taken, {} stored",
            self.devices,
            self.visits_recorded,
            self.ops_recorded,
            self.ops_applied,
            self.photos_recorded,
            self.photos_stored
        );
        let agrees = if self.coverage_agrees { "agree on every figure" } else { "DISAGREE" };
        let _ = writeln!(
            out,
            "  lost {} · doubled {} · {} journals proved · phone, hub and recount {agrees}",
            self.lost, self.doubled, self.chains_proved
        );
        for one in &self.disagreements {
            let _ = writeln!(out, "  ✗ {one}");
        }
        let _ = writeln!(out, "  {:.1} s · data in {}", self.seconds, self.folder.display());
    }
}
