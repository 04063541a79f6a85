//! Faults as they are found, no more of them than anybody can work through.

use std::collections::BTreeMap;

use super::{FaultKind, SetFault};
use crate::text::Text;

/// So many faults of a kind are listed of any set, and so many more for each grid. Of a county drawn twice each grid
/// overlaps its double and that one's eight neighbours.
const LISTED: usize = 1_000;
const LISTED_A_GRID: usize = 20;

/// Faults between grids can be as many as pairs of them: of each such kind the first are kept, the others counted.
pub(super) struct Findings {
    faults: Vec<SetFault>,
    most: usize,
    met: BTreeMap<FaultKind, usize>,
    unfinished: Option<SetFault>,
}

impl Findings {
    pub(super) fn among(grids: usize) -> Self {
        let most = LISTED + LISTED_A_GRID * grids;
        Self { faults: Vec::new(), most, met: BTreeMap::new(), unfinished: None }
    }

    pub(super) fn push(&mut self, fault: SetFault) {
        if between_grids(fault.kind).is_some() {
            let met = self.met.entry(fault.kind).or_default();
            *met += 1;
            if *met > self.most {
                return;
            }
        }
        self.faults.push(fault);
    }

    pub(super) fn extend(&mut self, faults: impl IntoIterator<Item = SetFault>) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }

    /// Notes that the check was not finished, and why.
    pub(super) fn stop(&mut self, why: SetFault) {
        self.unfinished = Some(why);
    }

    /// All of them; what says that there are more comes first.
    pub(super) fn finish(self) -> Vec<SetFault> {
        let most = self.most;
        let more = self.met.into_iter().filter(|(_, met)| *met > most).filter_map(|(kind, met)| {
            let Text { zh, en } = between_grids(kind)?;
            let sentence = Text::new(
                format!("{zh}共 {met} 处，只列出前 {most} 处"),
                format!("of {met} {en} only the first {most} are listed"),
            );
            Some(SetFault::new(FaultKind::TooManyFaults, sentence))
        });
        self.unfinished.into_iter().chain(more).chain(self.faults).collect()
    }
}

/// Faults of a kind in words, where there can be more of them than grids.
fn between_grids(kind: FaultKind) -> Option<Text> {
    match kind {
        FaultKind::Overlap => Some(Text::new("重叠", "overlaps")),
        FaultKind::OverlapSliver => Some(Text::new("狭长重叠", "overlaps in slivers")),
        FaultKind::Gap => Some(Text::new("空白", "gaps")),
        FaultKind::GapSliver => Some(Text::new("狭长空隙", "gaps in slivers")),
        FaultKind::Import(_)
        | FaultKind::CheckStopped
        | FaultKind::TooManyFaults
        | FaultKind::DuplicateCode
        | FaultKind::OutsideVillage
        | FaultKind::VillageUnknown
        | FaultKind::VillageUncovered
        | FaultKind::HomeInNoGrid
        | FaultKind::HomeInOtherGrid
        | FaultKind::NobodyAnswers => None,
    }
}
