//! What a visitor looks at whoever opens the door, answered with a tap on a picture each.
//!
//! An answer says how it was on the day. It discharges no duty and takes none away; what is not well becomes a need,
//! so that nobody's trouble rests in a tick.

use serde::{Deserialize, Serialize};

use super::need::NeedKind;
use crate::text::{Text, vocabulary};

vocabulary! {
    /// What is looked at.
    WellbeingCheck {
        Person => ("人好", "The person is well"),
        MealsAndMedicine => ("吃饭吃药", "Meals and medicine"),
        Utilities => ("水电暖", "Water, power, heat"),
        Trouble => ("有难处", "Something is hard"),
    }
}

impl WellbeingCheck {
    /// What is said of it when it is not well.
    pub fn trouble(self) -> Text {
        match self {
            Self::Person => Text::new("人不好", "The person is not well"),
            Self::MealsAndMedicine => Text::new("吃饭吃药有困难", "Meals or medicine are hard"),
            Self::Utilities => Text::new("水电暖有问题", "Water, power or heat are out of order"),
            Self::Trouble => {
                Text::new("有难处，走访人没有细说", "Something is hard; the visitor did not say what")
            }
        }
    }

    /// The need that it is when it is not well and the visitor says no more.
    pub const fn need(self) -> NeedKind {
        match self {
            Self::Person => NeedKind::Medical,
            Self::MealsAndMedicine => NeedKind::LivingCare,
            Self::Utilities => NeedKind::Housing,
            Self::Trouble => NeedKind::Money,
        }
    }

    /// Whether needs of these kinds, which the visitor named, say it already: any, where nothing in particular is hard.
    pub fn is_said_by(self, mut named: impl Iterator<Item = NeedKind>) -> bool {
        named.any(|kind| matches!(self, Self::Trouble) || kind == self.need())
    }
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WellbeingAnswer {
    /// What was looked at.
    pub check: WellbeingCheck,
    /// Whether it is well; of trouble, that there is none.
    pub is_well: bool,
}

impl WellbeingAnswer {
    /// All is well (都好): an answer to every check.
    pub fn all_well() -> Vec<Self> {
        WellbeingCheck::ALL.iter().map(|check| Self { check: *check, is_well: true }).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_trouble_is_a_need_of_its_own_kind_and_has_words_of_its_own() {
        let kinds: BTreeSet<_> = WellbeingCheck::ALL.iter().map(|check| check.need()).collect();
        assert_eq!(kinds.len(), WellbeingCheck::ALL.len());
        for check in WellbeingCheck::ALL {
            assert_ne!(check.trouble(), check.label(), "{check}");
        }
        assert!(WellbeingAnswer::all_well().iter().all(|answer| answer.is_well));
    }

    #[test]
    fn what_the_visitor_named_says_the_same_trouble_and_any_need_says_that_something_is_hard() {
        let said = |check: WellbeingCheck, named: &[NeedKind]| check.is_said_by(named.iter().copied());
        assert!(said(WellbeingCheck::Person, &[NeedKind::Housing, NeedKind::Medical]));
        assert!(!said(WellbeingCheck::Person, &[NeedKind::Housing]));
        assert!(said(WellbeingCheck::Trouble, &[NeedKind::Housing]));
        assert!(!said(WellbeingCheck::Trouble, &[]));
    }
}
