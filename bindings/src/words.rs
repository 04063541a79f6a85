//! The field's vocabulary as the languages' own enums, each with its label in Chinese and English.

/// One sentence or label in both languages of the product.
#[derive(Clone, Debug, PartialEq, Eq, Hash, uniffi::Record)]
pub struct Words {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl From<doorstep_core::text::Text> for Words {
    fn from(text: doorstep_core::text::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

impl From<Words> for doorstep_core::text::Text {
    fn from(words: Words) -> Self {
        Self { zh: words.zh, en: words.en }
    }
}

/// Mirrors words of the core one to one; a word added there does not compile here until it is added too. `as` names
/// the core's method that says a word, where that is not `label`.
macro_rules! words {
    (@say $word:expr) => { $word.label() };
    (@say $word:expr, $method:ident) => { $word.$method() };
    ($($(#[$doc:meta])* $name:ident = $core:ty $(as $say:ident)? { $($(#[$word_doc:meta])* $word:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, uniffi::Enum)]
        pub enum $name {
            $($(#[$word_doc])* $word,)*
        }

        #[uniffi::export]
        impl $name {
            /// The words a screen shows. A constant: it cannot fail.
            pub fn label(&self) -> Words {
                words!(@say <$core>::from(*self) $(, $say)?).into()
            }
        }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$word => Self::$word,)* }
            }
        }

        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word,)* }
            }
        }
    )*};
}
pub(crate) use words;

words! {
    /// What a call asked for in vain.
    Thing = doorstep_core::error::Thing {
        /// This phone's enrolment.
        Enrolment,
        /// A grid.
        Grid,
        /// A household.
        Household,
        /// A resident.
        Resident,
        /// A finished visit.
        Visit,
        /// A claim.
        Claim,
        /// A remark on a visit.
        Exception,
        /// A visit in progress.
        VisitInProgress,
        /// A rejected record.
        RejectedRecord,
        /// A photo.
        Photo,
        /// What a photo's record says.
        PhotoRecord,
        /// A photo's original.
        OriginalPhoto,
    }

    /// What kind of work a visit did.
    VisitKind = doorstep_core::domain::visit::VisitKind {
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
    VisitMode = doorstep_core::domain::visit::VisitMode {
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
    VisitOutcome = doorstep_core::domain::visit::VisitOutcome {
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

    /// What follows an attempt.
    NextStep = doorstep_core::domain::visit::NextStep {
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
    WellbeingCheck = doorstep_core::domain::wellbeing::WellbeingCheck {
        /// The person is well (人好).
        Person,
        /// Meals and medicine (吃饭吃药).
        MealsAndMedicine,
        /// Water, power, heat (水电暖).
        Utilities,
        /// Something is hard (有难处).
        Trouble,
    }

    /// Where a visit took place.
    VisitPlace = doorstep_core::domain::visit::VisitPlace {
        /// Home (家中).
        Home,
        /// Institution (机构).
        Institution,
        /// Public place (公共场所).
        PublicPlace,
    }

    /// The programme's eight areas. A tenant switches areas off, never deletes them.
    ServiceArea = doorstep_core::domain::org::ServiceArea {
        /// Social assistance (社会救助).
        SocialAssistance,
        /// Elder care (养老服务).
        ElderCare,
        /// Child welfare (儿童福利).
        ChildWelfare,
        /// Community governance (社区治理).
        CommunityGovernance,
        /// Social affairs (社会事务).
        SocialAffairs,
        /// Peaceful community (平安建设).
        PeacefulCommunity,
        /// Rural revitalization (乡村振兴).
        RuralRevitalization,
        /// Epidemic control (疫情防控).
        EpidemicControl,
    }

    /// What a worker is.
    StaffRole = doorstep_core::domain::org::StaffRole {
        /// Social worker (社会工作者).
        SocialWorker,
        /// Community worker (社区工作者).
        CommunityWorker,
        /// Volunteer (志愿者).
        Volunteer,
        /// Child director (儿童主任).
        ChildDirector,
        /// Child supervisor (儿童督导员).
        ChildSupervisor,
        /// Grid worker (网格员).
        GridWorker,
        /// Official (经办人员).
        Official,
        /// Supervisor (督导).
        Supervisor,
    }

    /// What a worker is to one grid.
    GridRole = doorstep_core::domain::org::GridRole {
        /// Grid chief (网格长).
        Chief,
        /// Full-time grid worker (专职网格员).
        FullTime,
        /// Part-time grid worker (兼职网格员).
        PartTime,
        /// Micro-grid lead (微网格长).
        MicroLead,
        /// Assistant (协理员).
        Assistant,
        /// Supervisor (督导).
        Supervisor,
    }

    /// Why a resident is looked after. One resident has many, each with its dates and authority.
    CategoryKind = doorstep_core::domain::register::CategoryKind {
        /// Minimum living allowance (低保).
        Dibao,
        /// Extreme hardship support (特困).
        Tekun,
        /// Near minimum allowance (低保边缘).
        DibaoEdge,
        /// Hardship by rigid expenditure (刚性支出困难).
        RigidExpenditure,
        /// Temporary aid (临时救助).
        TempAid,
        /// Watched against return to poverty (防返贫监测).
        PovertyWatch,
        /// Orphan (孤儿).
        Orphan,
        /// De facto unattended child (事实无人抚养儿童).
        DeFactoUnattended,
        /// Left-behind child (留守儿童).
        LeftBehindChild,
        /// Child in difficulty (困境儿童).
        ChildInDifficulty,
        /// Migrant child (流动儿童).
        MigrantChild,
        /// Care risk tier (探访风险等级).
        CareRisk,
        /// Left-behind elder (留守老人).
        LeftBehindElder,
        /// Lives alone (独居).
        LivesAlone,
        /// Empty nest (空巢).
        EmptyNest,
        /// Disabling condition (失能).
        Disabling,
        /// Dementia (失智).
        Dementia,
        /// Advanced age (高龄).
        OldAge,
        /// Bereaved of an only child (计生特殊家庭).
        BereavedOnlyChild,
        /// Certified disability (残疾).
        Disability,
        /// Severe mental disorder (精神障碍).
        SevereMental,
        /// Severe illness (重病).
        SevereIllness,
        /// Vagrant (流浪乞讨).
        Vagrant,
        /// Left-behind woman (留守妇女).
        LeftBehindWoman,
    }

    /// Something that happened to a resident and starts a deadline.
    EventKind = doorstep_core::domain::register::EventKind {
        /// Application filed (提交申请).
        ApplicationFiled,
        /// Discharge from hospital (出院).
        HospitalDischarge,
        /// Sudden change (重大变故).
        SuddenChange,
        /// Clue received (收到线索).
        ClueReceived,
    }

    /// What is needed.
    NeedKind = doorstep_core::domain::need::NeedKind {
        /// Living care (生活照料).
        LivingCare,
        /// Rehabilitation (康复保健).
        Rehab,
        /// Emotional support (精神慰藉).
        Emotional,
        /// Social inclusion (社会融入).
        SocialInclusion,
        /// Company in hospital (住院陪护).
        HospitalCompanion,
        /// Medical (医疗).
        Medical,
        /// Education (教育).
        Education,
        /// Guardianship (监护).
        Guardianship,
        /// Housing (住房).
        Housing,
        /// Employment (就业).
        Employment,
        /// Legal aid (法律援助).
        LegalAid,
        /// Money and goods (资金物资).
        Money,
        /// Applying for a policy (政策申请).
        PolicyApply,
        /// Accessibility refit (适老化/无障碍改造).
        AccessibilityRefit,
    }

    /// Where a need stands. It moves forward only within a round; an objection opens a new round.
    ReferralStatus = doorstep_core::domain::need::ReferralStatus {
        /// Found (已发现).
        Found,
        /// Reported (已报告).
        Reported,
        /// Accepted (已受理).
        Accepted,
        /// Assigned (已转介).
        Assigned,
        /// In progress (办理中).
        InProgress,
        /// Public notice (公示中).
        PublicNotice,
        /// Resolved (已办结).
        Resolved,
        /// Declined (不符合).
        Declined,
        /// Returned (退回).
        Returned,
        /// Objected (有异议).
        Objected,
        /// Revisited (已回访).
        RevisitDone,
    }

    /// What a piece of evidence is.
    EvidenceKind = doorstep_core::domain::evidence::EvidenceKind {
        /// Photo (照片).
        Photo,
        /// Signature (签字).
        Signature,
        /// Thumbprint (手印).
        Thumbprint,
        /// Document (材料).
        Document,
        /// Voice (录音).
        Voice,
        /// Note left (留条).
        LeaveNote,
        /// Photo of a public notice (公示照片).
        NoticePhoto,
        /// Injury, for a mandatory report (伤情照片).
        Injury,
    }

    /// Whether the person in the picture agreed.
    ConsentState = doorstep_core::domain::evidence::ConsentState {
        /// Granted (本人同意).
        Granted,
        /// Guardian granted (监护人同意).
        GuardianGranted,
        /// Refused (拒绝).
        Refused,
        /// Withdrawn (已撤回).
        Withdrawn,
        /// Nobody in the picture (无人入镜).
        NotNeeded,
    }

    /// Whether faces are made unrecoverable in a picture before anything of it is kept.
    FaceHiding = doorstep_core::domain::evidence::FaceHiding {
        /// No face has to be hidden (不要求遮挡人脸).
        NotAsked,
        /// Those of minors, where any are in the picture (画面里有未成年人的，须遮挡其人脸).
        OfMinors,
        /// All (须遮挡人脸).
        Required,
    }

    /// Why a duty need not be done.
    ExemptReason = doorstep_core::domain::duty::ExemptReason {
        /// Claim awaiting confirmation (待确认去世或迁出).
        ClaimPending,
        /// Deceased or moved out (已去世或迁出).
        ClaimConfirmed,
        /// Excused by a supervisor (免访).
        Excused,
        /// Category ended (类别已终止).
        CategoryEnded,
        /// Left (已离开).
        Left,
    }

    /// What a visit claims about someone and only a supervisor settles.
    ClaimKind = doorstep_core::domain::visit::ClaimKind {
        /// Deceased (去世).
        Deceased,
        /// Moved out (迁出).
        MovedOut,
    }

    /// Where a claim stands.
    ClaimStatus = doorstep_core::domain::visit::ClaimStatus {
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
    VisitFlag = doorstep_core::domain::evidence::Flag {
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

    /// One of the figures of a group of duties.
    Figure = doorstep_core::domain::coverage::Figure {
        /// Due (应访).
        Due,
        /// Visited (已访).
        Visited,
        /// Not met (未遇).
        Attempted,
        /// Overdue (逾期).
        Overdue,
        /// Exempt (免访).
        Exempt,
    }

    /// Where a ticket stands.
    TicketState = doorstep_core::domain::ticket::TicketState {
        /// Open (待访).
        Open,
        /// Attempted (未遇).
        Attempted,
        /// Visited (已访).
        Visited,
        /// Exempt (免访).
        Exempt,
    }

    /// How far an operation has come.
    ItemState = doorstep_core::fieldwork::ItemState {
        /// Waiting to be sent (待发送).
        Unsent,
        /// Received by the hub (已送达).
        Acknowledged,
        /// Taken (已采纳).
        Applied,
        /// Merged (已合并).
        Merged,
        /// Not taken (未采纳).
        Rejected,
        /// To be judged later (暂缓处理).
        Deferred,
    }

    /// How far a photo file has come.
    BlobState = doorstep_core::fieldwork::BlobState {
        /// Waiting (待上传).
        Waiting,
        /// Uploading (上传中).
        Uploading,
        /// Sent, to be checked (已传完,待核对).
        Complete,
        /// Stored (已入库).
        Stored,
        /// Kept on this phone (留存本机).
        Kept,
        /// Not taken by the hub (中心未采纳).
        Refused,
    }

    /// What a phone may still do.
    DeviceState = doorstep_core::fieldwork::DeviceState {
        /// Active (正常).
        Active,
        /// Sending all before it is wiped (交清中).
        Draining,
        /// Revoked (已停用).
        Revoked,
        /// Upgrade needed (需要升级).
        UpgradeNeeded,
    }

    /// How far a phone is from showing what its worker answers for.
    Readiness = doorstep_core::fieldwork::Readiness {
        /// Not enrolled yet (还没有登记).
        NotEnrolled,
        /// The first data are on their way (正在接收第一批数据).
        FirstExchange,
        /// The data are here (数据已就绪).
        Ready,
    }

    /// Why the outbox waits.
    Cause = doorstep_core::sync::Cause {
        /// No network; everything is saved on this phone (没有网络,记录已保存在手机上).
        NoNetwork,
        /// The hub did not answer; trying again soon (中心没有回应,稍后自动重试).
        NoAnswer,
        /// Something else answered for the hub, perhaps a Wi-Fi login page (网络需要登录或被拦截,请检查网络).
        NotTheHub,
        /// The hub is busy; trying again soon (中心繁忙,稍后自动重试).
        HubBusy,
        /// The hub's answer cannot be understood; trying again later (中心的回应无法理解,稍后重试).
        Unintelligible,
        /// The hub refused the session; trying again later (登录未通过,稍后重试).
        SessionRefused,
        /// The phone's key is locked (手机密钥未解锁).
        KeyLocked,
        /// The hub does not know this phone; enrol again (中心不认识这部手机,请重新登记).
        UnknownDevice,
        /// This phone was revoked (这部手机已被停用).
        Revoked,
        /// Update the app; recording goes on (请升级应用,记录可继续).
        UpgradeNeeded,
        /// The phone's storage is full (手机存储已满).
        StorageFull,
        /// The phone's storage failed; trying again later (手机存储出错,稍后重试).
        StoreFault,
        /// Photos wait for an unmetered network (照片等待无线网络).
        WaitsForUnmetered,
        /// Photos less than 48 hours old wait for an unmetered network (照片未满48小时,等待无线网络).
        WaitsForAge,
        /// Photos wait for the battery (照片等待充电).
        WaitsForBattery,
        /// The record goes first, then the photo (先发送记录,再发送照片).
        WaitsForRecord,
        /// The hub does not hold what was sent of the photo; it is sent anew (中心没有收全照片,将重新上传).
        UploadBeginsAnew,
        /// The photo is larger than the hub takes; tell the office (照片超出中心的大小限制,请联系管理员).
        PhotoTooLarge,
        /// Too many photos of this phone wait at the hub for their records; trying again later (等待核对的照片太多).
        TooManyPhotosWait,
        /// Too many records of this phone wait to be judged at the hub; the rest is saved here (等待处理的记录太多).
        TooManyRecordsWait,
        /// The photo is not the one that was recorded; it stays on this phone (照片与记录不符,照片留在手机上).
        PhotoAltered,
        /// The record of this photo was not taken; the photo stays on this phone (照片的记录未被采纳).
        PhotoRecordRejected,
        /// One record is larger than the hub takes; it and all after it wait (一条记录超出中心的大小限制).
        RecordTooLarge,
        /// The hub finds the request too large; trying again later (请求超出中心的大小限制,稍后重试).
        RequestTooLarge,
        /// This phone is to be cleared; finish or give up the visit in progress first (请先完成或放弃进行中的走访).
        WaitsForVisit,
        /// Cancelled (已取消).
        Cancelled,
    }

    /// What the fence around a home answers.
    FencePlace = doorstep_core::geo::Place as text {
        /// In the fence.
        Inside,
        /// Beyond it.
        Outside,
        /// Too near the edge for the fix's accuracy.
        Uncertain,
        /// No fix, no accuracy or no fence.
        Unknown,
    }

    /// Why a fence has no answer.
    WhyUnknown = doorstep_core::geo::WhyUnknown as text {
        /// The visit has no fix.
        NoFix,
        /// The fix does not say how well it is known.
        NoAccuracy,
        /// Nobody has recorded where the home lies.
        NoPlace,
        /// The tenant's radius makes no fence.
        NoFence,
        /// The visit was not made at the home, or not there and then.
        NotAtHome,
    }

    /// Why a fix's accuracy says nothing.
    UnknownAccuracy = doorstep_core::geo::UnknownAccuracy as reason {
        /// The source gave none.
        NotGiven,
        /// NaN or infinite.
        NotANumber,
        /// Zero or less: Apple's sign of an invalid fix, some receivers' empty answer.
        NotPositive,
    }

    /// Something that speaks against a fix, or that a manager should know of it.
    FixFlag = doorstep_core::geo::FixFlag as text {
        /// From a mock provider: a fraud, or an honest external receiver.
        Mock,
        /// Simulated by software.
        Simulated,
        /// From an external receiver.
        Accessory,
        /// Taken more than two minutes before the visit began.
        Old,
        /// The phone's clock is more than five minutes off GPS time.
        ClockFarFromGps,
        /// The source gave no accuracy.
        NoAccuracy,
        /// The way from the visit before was too fast for one person.
        ImpossibleSpeed,
    }
}

#[uniffi::export]
impl WellbeingCheck {
    /// What is said of it when it is not well. A constant: it cannot fail.
    pub fn trouble(&self) -> Words {
        doorstep_core::domain::wellbeing::WellbeingCheck::from(*self).trouble().into()
    }
}

#[uniffi::export]
impl VisitOutcome {
    /// Whether a visit that ended so must say what follows. A constant: it cannot fail.
    pub fn asks_what_follows(&self) -> bool {
        doorstep_core::domain::visit::VisitOutcome::from(*self).asks_what_follows()
    }
}
