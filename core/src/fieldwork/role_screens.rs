//! What a worker's role comes to on the screens of an app.

use crate::domain::org::StaffRole;

/// Which screens a worker needs. It is told, so that no app decides by the name of a role; what a worker may do is decided
/// where it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleScreens {
    /// Whether the phone holds tickets in place of what duties derive from.
    pub holds_tickets: bool,
    /// Whether the worker settles what visits claim and what was remarked on them.
    pub reviews: bool,
    /// Whether the worker gets pictures, few words and large targets: many volunteers are over sixty and cannot type.
    pub is_plain: bool,
}

impl RoleScreens {
    /// What a worker of this role needs.
    pub const fn of(role: StaffRole) -> Self {
        let audience = role.audience();
        Self {
            holds_tickets: !audience.derives(),
            reviews: audience.reviews(),
            is_plain: matches!(role, StaffRole::Volunteer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{projection::fields, row::RowKind};

    #[test]
    fn who_holds_tickets_is_sent_tickets_and_who_reviews_is_sent_remarks() {
        for role in StaffRole::ALL {
            let screens = RoleScreens::of(*role);
            let holds = |kind| fields(role.audience(), kind).is_some();
            assert_eq!(screens.holds_tickets, holds(RowKind::Ticket), "{role}");
            assert_eq!(screens.reviews, holds(RowKind::Exception), "{role}");
        }
    }

    #[test]
    fn volunteers_alone_get_the_plain_screens() {
        let plain = StaffRole::ALL.iter().filter(|role| RoleScreens::of(**role).is_plain);
        assert_eq!(plain.collect::<Vec<_>>(), [&StaffRole::Volunteer]);
    }
}
