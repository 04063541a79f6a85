//! What a visit was, how it ended, what follows and what is claimed or remarked.

use doorstep_core::domain::{evidence, visit, wellbeing};

use super::{Words, words};

words! {
    /// What kind of work a visit did.
    VisitKind = visit::VisitKind {
        /// Household verification (入户核查).
        HouseholdVerification,
        /// Care visit (探访关爱).
        CareVisit,
        /// Child verification (走访核查).
        ChildVerification,
        /// Family visit (家庭探访).
        FamilyVisit,
        /// Baseline survey (摸底排查).
        BaselineSurvey,
        /// Needs assessment (需求评估).
        NeedsAssessment,
        /// Population canvass (人员摸排).
        PopulationCanvass,
        /// Neighbour inquiry (邻里访问).
        NeighbourInquiry,
        /// Periodic re-check (定期复核).
        Recheck,
        /// Rehabilitation follow-up (康复随访).
        RehabFollowUp,
        /// Health monitoring (健康监测).
        HealthMonitoring,
        /// Hazard check (隐患排查).
        HazardCheck,
        /// Mediation (纠纷调解).
        Mediation,
        /// Active discovery (主动发现).
        Discovery,
        /// Opinion survey (意见征集).
        OpinionSurvey,
        /// Support visit (帮扶走访).
        SupportVisit,
        /// Service delivery (上门服务).
        ServiceDelivery,
        /// Return visit (回访).
        Revisit,
    }

    /// How a visit was made.
    VisitMode = visit::VisitMode {
        /// In person (上门).
        InPerson,
        /// Phone (电话).
        Phone,
        /// Video (视频).
        Video,
        /// Remote monitoring (远程监测).
        Remote,
    }

    /// How a visit ended.
    VisitOutcome = visit::VisitOutcome {
        /// Completed (已完成).
        Completed,
        /// No change (无变化).
        NoChange,
        /// Not home (不在家).
        NotHome,
        /// Refused entry (拒绝入户).
        RefusedEntry,
        /// Declined service (谢绝服务).
        DeclinedService,
        /// Away for work (外出务工).
        AwayForWork,
        /// Moved out (迁出).
        MovedOut,
        /// Staying elsewhere (投靠亲友).
        TempElsewhere,
        /// In an institution (机构集中供养).
        InInstitution,
        /// In hospital (住院).
        Hospitalised,
        /// Deceased (去世).
        Deceased,
        /// Address not found (地址不符).
        AddressNotFound,
        /// Unsafe to enter (不宜入户).
        UnsafeToEnter,
        /// Emergency (紧急情况).
        Emergency,
    }

    /// Where a visit took place.
    VisitPlace = visit::VisitPlace {
        /// Home (家中).
        Home,
        /// Institution (机构).
        Institution,
        /// Public place (公共场所).
        PublicPlace,
    }

    /// What follows an attempt.
    NextStep = visit::NextStep {
        /// Come back (改日再访).
        ComeBack,
        /// Leave a note (留条).
        LeaveNote,
        /// Call (打电话).
        PhoneFollowUp,
        /// Ask the neighbour (问邻居).
        AskNeighbour,
        /// Report at once (立即上报).
        ReportAtOnce,
    }

    /// What a visitor looks at whoever opens, answered with a tap on a picture.
    WellbeingCheck = wellbeing::WellbeingCheck {
        /// The person is well (人好).
        Person,
        /// Meals and medicine (吃饭吃药).
        MealsAndMedicine,
        /// Water, power, heat (水电暖).
        Utilities,
        /// Something is hard (有难处).
        Trouble,
    }

    /// What a visit claims about someone and only a supervisor settles.
    ClaimKind = visit::ClaimKind {
        /// Deceased (去世).
        Deceased,
        /// Moved out (迁出).
        MovedOut,
    }

    /// Where a claim stands.
    ClaimStatus = visit::ClaimStatus {
        /// Pending (待确认).
        Pending,
        /// Reported by who does not answer for the home (待核实).
        Reported,
        /// Confirmed (已确认).
        Confirmed,
        /// Rejected (已驳回).
        Rejected,
    }

    /// A remark on a visit for a manager's eye.
    VisitFlag = evidence::Flag {
        /// Mock location (模拟定位).
        MockLocation,
        /// Old fix (定位过旧).
        OldFix,
        /// Away from the home (不在家附近).
        OutsideFence,
        /// No fix (无定位).
        NoFix,
        /// Clock skew (时钟偏差).
        ClockSkew,
        /// Photo used again (照片重复使用).
        ReusedPhoto,
        /// Impossible speed (移动过快).
        ImpossibleSpeed,
        /// Not assigned there (不在责任区).
        NotAssigned,
    }
}

#[uniffi::export]
impl WellbeingCheck {
    /// What is said of it when it is not well. A constant: it cannot fail.
    pub fn trouble(&self) -> Words {
        wellbeing::WellbeingCheck::from(*self).trouble().into()
    }
}

#[uniffi::export]
impl VisitOutcome {
    /// Whether a visit that ended so must say what follows. A constant: it cannot fail.
    pub fn asks_what_follows(&self) -> bool {
        visit::VisitOutcome::from(*self).asks_what_follows()
    }
}
