//! Who works where: service areas, staff, grids and responsibility.

use serde::{Deserialize, Serialize};

use super::register::CategoryKind;
use crate::{
    codes::{DivisionCode, GridCode, Phone},
    id::{ResponsibilityId, StaffId},
    text::{redacted_debug, vocabulary},
    time::Day,
};

vocabulary! {
    /// The programme's eight areas. A tenant switches areas off, never deletes them.
    ServiceArea {
        SocialAssistance => ("社会救助", "Social assistance"),
        ElderCare => ("养老服务", "Elder care"),
        ChildWelfare => ("儿童福利", "Child welfare"),
        CommunityGovernance => ("社区治理", "Community governance"),
        SocialAffairs => ("社会事务", "Social affairs"),
        PeacefulCommunity => ("平安建设", "Peaceful community"),
        RuralRevitalization => ("乡村振兴", "Rural revitalization"),
        EpidemicControl => ("疫情防控", "Epidemic control"),
    }
}

vocabulary! {
    /// What a worker is.
    StaffRole {
        SocialWorker => ("社会工作者", "Social worker"),
        CommunityWorker => ("社区工作者", "Community worker"),
        Volunteer => ("志愿者", "Volunteer"),
        ChildDirector => ("儿童主任", "Child director"),
        ChildSupervisor => ("儿童督导员", "Child supervisor"),
        GridWorker => ("网格员", "Grid worker"),
        Official => ("经办人员", "Official"),
        Supervisor => ("督导", "Supervisor"),
    }
}

vocabulary! {
    /// What a worker is to one grid.
    GridRole {
        Chief => ("网格长", "Grid chief"),
        FullTime => ("专职网格员", "Full-time grid worker"),
        PartTime => ("兼职网格员", "Part-time grid worker"),
        MicroLead => ("微网格长", "Micro-grid lead"),
        Assistant => ("协理员", "Assistant"),
        Supervisor => ("督导", "Supervisor"),
    }
}

vocabulary! {
    /// What a grid is.
    GridKind {
        Basic => ("基础网格", "Basic grid"),
        Dedicated => ("专属网格", "Dedicated grid"),
        Micro => ("微网格", "Micro grid"),
    }
}

vocabulary! {
    /// Who looks: decides which rows and fields a device may hold.
    Audience {
        Volunteer => ("志愿者", "Volunteers"),
        GridWorker => ("网格人员", "Grid staff"),
        SocialWorker => ("社工", "Social workers"),
        ChildWorker => ("儿童工作人员", "Child workers"),
        Supervisor => ("督导与管理", "Supervisors"),
    }
}

impl StaffRole {
    /// The audience that a worker of this role belongs to.
    pub const fn audience(self) -> Audience {
        match self {
            Self::SocialWorker | Self::CommunityWorker => Audience::SocialWorker,
            Self::Volunteer => Audience::Volunteer,
            Self::ChildDirector | Self::ChildSupervisor => Audience::ChildWorker,
            Self::GridWorker => Audience::GridWorker,
            Self::Official | Self::Supervisor => Audience::Supervisor,
        }
    }
}

impl GridRole {
    /// Whether who has this role says who calls where in the grid.
    pub const fn leads(self) -> bool {
        matches!(self, Self::Chief | Self::Supervisor)
    }
}

impl Audience {
    /// Whether a phone of this audience holds the facts that duties derive from. The others get tickets.
    pub const fn derives(self) -> bool {
        !matches!(self, Self::Volunteer)
    }

    /// Whether this audience settles what visits claim and what was remarked on them.
    pub const fn reviews(self) -> bool {
        matches!(self, Self::Supervisor)
    }

    /// Whether this audience may enter paper visits (补录) of that one: of colleagues, and of those whose work it may
    /// see. Volunteers bring their papers to whoever sends them out. Nobody enters for those who may more, or a grid
    /// worker could clear the re-check of an allowance (低保) in an official's name: no operation widens its
    /// author's scope.
    pub const fn enters_for(self, visitor: Self) -> bool {
        match self {
            Self::Supervisor => true,
            Self::SocialWorker => !matches!(visitor, Self::Supervisor),
            Self::GridWorker => matches!(visitor, Self::GridWorker | Self::Volunteer),
            Self::ChildWorker => matches!(visitor, Self::ChildWorker | Self::Volunteer),
            Self::Volunteer => matches!(visitor, Self::Volunteer),
        }
    }

    /// Whether this audience may know that a resident has this category. Its phone derives, and its coverage
    /// counts, only the rules whose categories it sees.
    pub const fn sees(self, category: CategoryKind) -> bool {
        match self {
            Self::Supervisor | Self::SocialWorker => true,
            // 精神卫生法 §4: confidential beyond those who treat and follow up.
            Self::GridWorker => !matches!(category, CategoryKind::SevereMental),
            Self::ChildWorker => category.concerns_children(),
            Self::Volunteer => false,
        }
    }
}

/// A worker or volunteer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: StaffRole,
    /// Where to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

redacted_debug!(Staff { id, role });

/// A grid: the smallest area somebody answers for. It belongs to one village or community.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Its 15-digit code.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: GridKind,
    /// Its outline as GeoJSON geometry in WGS-84, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<serde_json::Value>,
}

impl Grid {
    /// The village or community that the grid belongs to.
    pub fn village(&self) -> DivisionCode {
        self.code.village()
    }
}

/// One line of a responsibility list: who answers for a grid, as what, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsibility {
    /// Its id.
    pub id: ResponsibilityId,
    /// The grid.
    pub grid: GridCode,
    /// The worker.
    pub staff: StaffId,
    /// What the worker is to the grid.
    pub role: GridRole,
    /// First day.
    pub from: Day,
    /// Last day; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl Responsibility {
    /// Whether it is in force on `day`.
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}
