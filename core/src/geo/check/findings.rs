//! Faults as they are found, no more of them than anybody can work through.

use std::{collections::BTreeMap, mem};

use super::{FaultKind, SetFault};
use crate::text::Text;

/// So many faults of a kind are listed of any set, and so many more for each grid. Of a county drawn twice each grid
/// overlaps its double and that one's eight neighbours.
const LISTED: usize = 1_000;
const LISTED_A_GRID: usize = 20;

/// Bytes that faults between grids may take, with what is drawn of them.
const LISTED_BYTES: usize = 50_000_000;

/// Faults between grids can be as many as pairs of them: of each such kind the first are kept, the others counted.
pub(super) struct Findings {
    faults: Vec<SetFault>,
    most: usize,
    /// Bytes that are left for those between grids.
    bytes: usize,
    kinds: BTreeMap<FaultKind, Count>,
    unfinished: Option<SetFault>,
}

/// How many of a kind there are, and are listed.
#[derive(Default)]
struct Count {
    met: usize,
    listed: usize,
}

impl Findings {
    pub(super) fn among(grids: usize) -> Self {
        let most = LISTED + LISTED_A_GRID * grids;
        Self { faults: Vec::new(), most, bytes: LISTED_BYTES, kinds: BTreeMap::new(), unfinished: None }
    }

    pub(super) fn push(&mut self, fault: SetFault) {
        if between_grids(fault.kind).is_some() {
            let count = self.kinds.entry(fault.kind).or_default();
            count.met += 1;
            // The first ones: none after one that was left out.
            let is_next = count.met == count.listed + 1 && count.listed < self.most;
            let Some(left) = self.bytes.checked_sub(bytes(&fault)).filter(|_| is_next) else { return };
            self.bytes = left;
            count.listed += 1;
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
        let more = self.kinds.into_iter().filter(|(_, count)| count.met > count.listed);
        let more = more.filter_map(|(kind, Count { met, listed })| {
            let Text { zh, en } = between_grids(kind)?;
            let sentence = Text::new(
                format!("{zh}共 {met} 处，只列出前 {listed} 处"),
                format!("of {met} {en} only the first {listed} are listed"),
            );
            Some(SetFault::new(FaultKind::TooManyFaults, sentence))
        });
        self.unfinished.into_iter().chain(more).chain(self.faults).collect()
    }
}

/// What a fault takes in memory: each list of positions somewhat more than they do.
fn bytes(fault: &SetFault) -> usize {
    let rings = fault.ground.iter().flatten();
    let ground: usize = rings.map(|ring| 80 + mem::size_of_val(ring.as_slice())).sum();
    mem::size_of::<SetFault>() + fault.sentence.zh.len() + fault.sentence.en.len() + ground
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
