//! Needs found at a household, and the referral that closes them.

use serde::{Deserialize, Serialize};

use super::org::StaffRole;
use crate::{
    id::{HouseholdId, NeedId, ResidentId, VisitId},
    text::{redacted_debug, vocabulary},
};

vocabulary! {
    /// What is needed.
    NeedKind {
        LivingCare => ("生活照料", "Living care"),
        Rehab => ("康复保健", "Rehabilitation"),
        Emotional => ("精神慰藉", "Emotional support"),
        SocialInclusion => ("社会融入", "Social inclusion"),
        HospitalCompanion => ("住院陪护", "Company in hospital"),
        Medical => ("医疗", "Medical"),
        Education => ("教育", "Education"),
        Guardianship => ("监护", "Guardianship"),
        Housing => ("住房", "Housing"),
        Employment => ("就业", "Employment"),
        LegalAid => ("法律援助", "Legal aid"),
        Money => ("资金物资", "Money and goods"),
        PolicyApply => ("政策申请", "Applying for a policy"),
        AccessibilityRefit => ("适老化/无障碍改造", "Accessibility refit"),
    }
}

vocabulary! {
    /// Where a need stands. It moves forward only within a round; an objection opens a new round.
    ReferralStatus {
        Found => ("已发现", "Found"),
        Reported => ("已报告", "Reported"),
        Accepted => ("已受理", "Accepted"),
        Assigned => ("已转介", "Assigned"),
        InProgress => ("办理中", "In progress"),
        PublicNotice => ("公示中", "Public notice"),
        Resolved => ("已办结", "Resolved"),
        Declined => ("不符合", "Declined"),
        Returned => ("退回", "Returned"),
        Objected => ("有异议", "Objected"),
        RevisitDone => ("已回访", "Revisited"),
    }
}

impl ReferralStatus {
    /// Whether `next` may follow within one round: forward, steps may be skipped. A declined or returned need
    /// ends its round; what was decided may be objected to, which opens the next.
    pub const fn may_lead_to(self, next: Self) -> bool {
        match next {
            Self::Objected => matches!(
                self,
                Self::PublicNotice | Self::Resolved | Self::RevisitDone | Self::Declined | Self::Returned
            ),
            Self::Declined | Self::Returned => matches!(
                self,
                Self::Reported | Self::Accepted | Self::Assigned | Self::InProgress | Self::PublicNotice
            ),
            Self::RevisitDone => matches!(self, Self::Resolved),
            _ => match (self.place(), next.place()) {
                (Some(here), Some(there)) => here < there,
                _ => false,
            },
        }
    }

    /// Whether the step is due a reason in words.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Declined | Self::Returned | Self::Objected)
    }

    /// The place on the straight way from found to revisited; the side ways have none.
    const fn place(self) -> Option<u8> {
        Some(match self {
            Self::Found => 0,
            Self::Reported => 1,
            Self::Accepted => 2,
            Self::Assigned => 3,
            Self::InProgress => 4,
            Self::PublicNotice => 5,
            Self::Resolved => 6,
            Self::RevisitDone => 7,
            Self::Declined | Self::Returned | Self::Objected => return None,
        })
    }
}

/// A need of a household or a resident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// The household.
    pub household: HouseholdId,
    /// Whose need it is, where it is one person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident: Option<ResidentId>,
    /// What is needed.
    pub kind: NeedKind,
    /// Where it stands.
    pub status: ReferralStatus,
    /// The round, from 1.
    pub round: u16,
    /// The visit that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_in: Option<VisitId>,
    /// What its author is, as the hub knows: who raised a need may see what becomes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<StaffRole>,
    /// Free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

redacted_debug!(Need { id, household, round });

#[cfg(test)]
mod tests {
    use super::ReferralStatus::{self, *};

    #[test]
    fn a_need_moves_forward_only() {
        assert!(Found.may_lead_to(Reported));
        assert!(Reported.may_lead_to(Resolved));
        for (from, to) in
            [(Resolved, Accepted), (Accepted, Accepted), (Declined, Accepted), (Found, RevisitDone)]
        {
            assert!(!from.may_lead_to(to), "{from} to {to}");
        }
    }

    #[test]
    fn only_what_was_decided_can_be_objected_to() {
        let open_to_objection: Vec<_> =
            ReferralStatus::ALL.iter().filter(|status| status.may_lead_to(Objected)).collect();
        assert_eq!(open_to_objection, [&PublicNotice, &Resolved, &Declined, &Returned, &RevisitDone]);
    }
}
