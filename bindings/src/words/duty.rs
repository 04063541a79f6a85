//! Where what is due stands, and how it is counted.

use doorstep_core::domain::{coverage, duty, ticket};

use super::{Words, words};

words! {
    /// Why a duty need not be done.
    ExemptReason = duty::ExemptReason {
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

    /// Where a ticket stands.
    TicketState = ticket::TicketState {
        /// Open (待访).
        Open,
        /// Attempted (未遇).
        Attempted,
        /// Visited (已访).
        Visited,
        /// Exempt (免访).
        Exempt,
    }

    /// One of the figures of a group of duties.
    Figure = coverage::Figure {
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
}
