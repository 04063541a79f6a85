//! What became of an operation: the verdict, computed after the receipt and recomputable.

use serde::{Deserialize, Serialize};

use crate::{id::OpId, text::Text, time::Timestamp};

/// The hub's verdict on one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Outcome {
    /// Taken as it is.
    Applied,
    /// Taken; in these fields another change won.
    Merged {
        /// The fields that were lost.
        lost: Vec<String>,
    },
    /// Not taken. The record stays on the phone, can be exported, and is put right by a new operation.
    Rejected {
        /// Why.
        reason: RejectReason,
    },
    /// Cannot be judged yet (newer schema, subject not yet known); the hub tries again by itself.
    Deferred {
        /// How long the hub waits for a subject that it does not know: by then the operation is judged, or
        /// rejected. Always the same for one receipt, so that trying again in vain tells nobody anything new.
        until: Timestamp,
    },
}

crate::text::vocabulary! {
    /// Why an operation was not taken.
    RejectReason {
        Unreadable => ("内容无法读取", "The content cannot be read"),
        NotAuthorised => ("无权进行此操作", "This role may not do this"),
        OutsideScope => ("不在责任范围内", "Outside this worker's responsibility"),
        UnknownSubject => ("对象不存在", "The subject does not exist"),
        AlreadyExists => ("已存在", "It exists already"),
        WrongStep => ("环节不符", "This step does not follow the last one"),
        ReasonMissing => ("缺少理由", "A reason is due for this step"),
        Erased => ("已依法删除", "It was erased by law"),
        GroupFailed => ("同一次提交中的另一项未被接受", "Another part of the same visit was not taken"),
        HouseholdRejected => ("该户的登记未被采纳", "The registration of its household was not taken"),
        ResidentRejected => ("该居民的登记未被采纳", "The registration of its resident was not taken"),
        VisitRejected => ("所属的走访未被采纳", "The visit that it belongs to was not taken"),
        NeedRejected => ("所属的需求未被采纳", "The need that it belongs to was not taken"),
        IdReused => ("编号已用于其他内容", "Its number stands for something else"),
    }
}

/// An outcome as it travels to its device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeRow {
    /// The operation.
    pub op: OpId,
    /// The verdict.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The hub's revision in which the verdict took effect: rows of at least this revision include it.
    pub revision: u64,
}

impl Outcome {
    /// The sentence that a worker reads.
    pub fn sentence(&self) -> Text {
        match self {
            Self::Applied => Text::new("已采纳", "Taken"),
            Self::Merged { .. } => {
                Text::new("已合并，部分内容以较新的修改为准", "Merged; a later change won in part")
            }
            Self::Rejected { reason } => {
                let why = reason.label();
                Text::new(format!("未采纳：{}", why.zh), format!("Not taken: {}", why.en))
            }
            Self::Deferred { .. } => Text::new("暂缓处理", "To be judged later"),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn outcomes() -> Vec<Outcome> {
        vec![
            Outcome::Applied,
            Outcome::Merged { lost: vec!["phone".to_owned()] },
            Outcome::Rejected { reason: RejectReason::Erased },
            Outcome::Deferred { until: Timestamp::from_millis(5) },
        ]
    }

    #[test]
    fn every_outcome_comes_back_from_its_row() {
        for outcome in outcomes() {
            let row = OutcomeRow { op: OpId(Uuid::from_u128(1)), outcome, revision: 9 };
            let text = serde_json::to_string(&row).unwrap();
            assert_eq!(serde_json::from_str::<OutcomeRow>(&text).unwrap(), row);
            let value = serde_json::to_value(&row).unwrap();
            assert_eq!(serde_json::from_value::<OutcomeRow>(value).unwrap(), row);
        }
    }

    #[test]
    fn a_worker_reads_why_in_both_languages() {
        let sentence = Outcome::Rejected { reason: RejectReason::OutsideScope }.sentence();
        assert_eq!(sentence.zh, "未采纳：不在责任范围内");
        assert!(sentence.en.starts_with("Not taken: "));
        assert!(outcomes().iter().all(|outcome| !outcome.sentence().zh.is_empty()));
    }
}
