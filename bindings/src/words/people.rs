//! Whom the work is for and who does it.

use doorstep_core::domain::{need, org, register};

use super::{Words, words};

words! {
    /// The programme's eight areas. A tenant switches areas off, never deletes them.
    ServiceArea = org::ServiceArea {
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

    /// A field of a home or a resident that is typed.
    EntryField = doorstep_core::fieldwork::EntryField {
        /// The form of address at the door (称呼).
        Greeting,
        /// The address (地址).
        Address,
        /// Village group (村组).
        VillageGroup,
        /// Building (楼栋).
        Building,
        /// Floor (楼层).
        Floor,
        /// Where to call the home (住户电话).
        HomePhone,
        /// What a visitor must know to be safe (安全提示).
        SafetyNote,
        /// Name (姓名).
        Name,
        /// Birthday (出生日期).
        Born,
        /// Where to call them (本人电话).
        OwnPhone,
        /// What they are to the householder (与户主关系).
        Relation,
        /// Identity number (身份证号).
        Identity,
    }

    /// What a worker is.
    StaffRole = org::StaffRole {
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
    GridRole = org::GridRole {
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
    CategoryKind = register::CategoryKind {
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

    /// What is needed.
    NeedKind = need::NeedKind {
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
    ReferralStatus = need::ReferralStatus {
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
}
