//! Why rings make no area.

use thiserror::Error;

use super::{MAX_GRID_RINGS, MAX_GRID_VERTICES};
use crate::{
    geo::{Coordinate, CoordinateError},
    text::Text,
};

/// Why rings make no area. Rings are counted from 1 over the whole area; positions are never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum AreaError {
    /// No ring at all.
    Empty,
    /// More rings than [`MAX_GRID_RINGS`].
    TooManyRings,
    /// More positions than [`MAX_GRID_VERTICES`].
    TooManyVertices,
    /// A position with fewer than two numbers.
    ShortPosition(usize),
    /// A number that is no position on earth.
    Position(usize, CoordinateError),
    /// Latitude stands where longitude should.
    Swapped(usize),
    /// Metres of a projected system instead of degrees.
    Metres(usize),
    /// The last position is not the first.
    NotClosed(usize),
    /// Fewer than four positions (three corners and the first again).
    TooFewPoints(usize),
    /// The ring crosses or touches itself.
    CrossesItself(usize),
    /// The ring encloses nothing.
    NoArea(usize),
    /// A hole is not inside its part.
    HoleOutside,
    /// Holes overlap, or run along another ring.
    HolesOverlap,
    /// Parts overlap, or share an edge.
    PartsOverlap,
    /// Rings that touch cut the inside of a part in two.
    Disconnected,
    /// So many edges lie in each other's boxes that nobody can say in time whether they cross.
    TooTangled,
}

impl AreaError {
    /// A short name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooManyRings => "too-many-rings",
            Self::TooManyVertices => "too-many-vertices",
            Self::ShortPosition(_) => "short-position",
            Self::Position(..) => "bad-position",
            Self::Swapped(_) => "swapped",
            Self::Metres(_) => "metres",
            Self::NotClosed(_) => "not-closed",
            Self::TooFewPoints(_) => "too-few-points",
            Self::CrossesItself(_) => "crosses-itself",
            Self::NoArea(_) => "no-area",
            Self::HoleOutside => "hole-outside",
            Self::HolesOverlap => "holes-overlap",
            Self::PartsOverlap => "parts-overlap",
            Self::Disconnected => "disconnected",
            Self::TooTangled => "too-tangled",
        }
    }

    /// The reason, for people.
    pub fn reason(&self) -> Text {
        let ring = |ring: &usize, zh: &str, en: &str| {
            Text::new(format!("第 {ring} 个环：{zh}"), format!("ring {ring} {en}"))
        };
        match self {
            Self::Empty => Text::new("没有任何边界", "has no ring"),
            Self::TooManyRings => Text::new(
                format!("超过 {MAX_GRID_RINGS} 个环"),
                format!("has more than {MAX_GRID_RINGS} rings"),
            ),
            Self::TooManyVertices => Text::new(
                format!("超过 {MAX_GRID_VERTICES} 个顶点"),
                format!("has more than {MAX_GRID_VERTICES} positions"),
            ),
            Self::ShortPosition(n) => {
                ring(n, "有顶点不足两个数字", "has a position of fewer than two numbers")
            }
            Self::Position(n, error) => {
                let reason = error.reason();
                ring(n, &reason.zh, &format!("has a bad position: {}", reason.en))
            }
            Self::Swapped(n) => ring(
                n,
                "经纬度似乎颠倒，应为 [经度, 纬度]",
                "seems to have latitude and longitude swapped: write [longitude, latitude]",
            ),
            Self::Metres(n) => ring(
                n,
                "坐标似为投影坐标（米），请导出为经纬度",
                "seems to be in metres of a projected system: export degrees",
            ),
            Self::NotClosed(n) => {
                ring(n, "未闭合，首末顶点不同", "is not closed: its last position is not its first")
            }
            Self::TooFewPoints(n) => ring(n, "顶点过少", "has fewer than three corners"),
            Self::CrossesItself(n) => ring(n, "自相交", "crosses or touches itself"),
            Self::NoArea(n) => ring(n, "面积为零", "encloses no area"),
            Self::HoleOutside => Text::new("有孔洞超出外边界", "a hole is not inside its outer ring"),
            Self::HolesOverlap => {
                Text::new("孔洞相互重叠或与边界重合", "holes overlap or run along another ring")
            }
            Self::PartsOverlap => Text::new("各部分相互重叠或共边", "parts overlap or share an edge"),
            Self::Disconnected => Text::new(
                "孔洞相接，把内部隔成不相连的几块",
                "holes touch so that they cut the inside into separate pieces",
            ),
            Self::TooTangled => {
                Text::new("边线过于密集交错，无法检查", "its edges crowd too closely to be checked")
            }
        }
    }
}

/// An [`AreaError`] with the place where it shows, for a map; `Debug` tells no position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaFlaw {
    /// What is wrong.
    pub error: AreaError,
    /// Where, in WGS-84.
    pub at: Option<Coordinate>,
}
