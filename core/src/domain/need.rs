//! Needs found at a household, and the referral that closes them.

use serde::{Deserialize, Serialize};

use crate::{
    id::{HouseholdId, NeedId, ResidentId, VisitId},
    text::vocabulary,
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

/// A need of a household or a resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
