//! What is due at a home: duties for roles that derive, tickets for those that do not.

use doorstep_core::{
    domain::{duty, register as core, ticket},
    fieldwork,
    id::{HouseholdId, ResidentId, TicketId, VisitId},
    time::Day,
};

use crate::words::{ExemptReason, ServiceArea, TicketState, VisitMode, Words};

/// Whom a duty or a visit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Subject {
    /// The household as a whole.
    Household {
        /// Which.
        id: HouseholdId,
    },
    /// One resident.
    Resident {
        /// Which.
        id: ResidentId,
    },
}

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum DutyState {
    /// Nobody came yet.
    Open,
    /// Somebody came and did not reach the subject.
    Attempted,
    /// Done.
    Visited {
        /// The visit that did it.
        by: VisitId,
        /// Its day.
        on: Day,
    },
    /// Need not be done.
    Exempt {
        /// Why.
        reason: ExemptReason,
    },
}

/// One thing due at a household.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DutyView {
    /// Whom it is about.
    pub subject: Subject,
    /// The rule's id.
    pub rule: String,
    /// What the rule is called.
    pub title: Words,
    /// The task in plain words.
    pub task: Words,
    /// On what legal basis: as cited, and its English where somebody wrote it.
    pub legal_basis: Words,
    /// Why a photo is asked for, where one is.
    pub photo_reason: Option<Words>,
    /// The rule's area.
    pub area: ServiceArea,
    /// First day.
    pub opens: Day,
    /// Last day.
    pub due: Day,
    /// How many visitors must come.
    pub visitors: u8,
    /// Where it stands.
    pub state: DutyState,
    /// The same in words.
    pub standing: Words,
    /// Whether it can be done today.
    pub is_due_today: bool,
}

/// What a role that may not see categories is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TicketView {
    /// Its id.
    pub id: TicketId,
    /// What to do, in plain words.
    pub task: Words,
    /// First day.
    pub opens: Day,
    /// Last day.
    pub due: Day,
    /// Ways of visiting that do it.
    pub modes: Vec<VisitMode>,
    /// How many visitors must come.
    pub visitors: u8,
    /// What a visitor must know to be safe.
    pub safety_note: Option<String>,
    /// Where it stands.
    pub state: TicketState,
}

impl From<core::Subject> for Subject {
    fn from(subject: core::Subject) -> Self {
        match subject {
            core::Subject::Household(id) => Self::Household { id },
            core::Subject::Resident(id) => Self::Resident { id },
        }
    }
}

impl From<Subject> for core::Subject {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Household { id } => Self::Household(id),
            Subject::Resident { id } => Self::Resident(id),
        }
    }
}

impl From<fieldwork::DutyView> for DutyView {
    fn from(view: fieldwork::DutyView) -> Self {
        let duty = view.duty;
        Self {
            subject: duty.key.subject.into(),
            rule: duty.key.rule,
            title: view.title.into(),
            task: view.task.into(),
            legal_basis: view.legal_basis.into(),
            photo_reason: view.photo_reason.map(Into::into),
            area: duty.area.into(),
            opens: duty.window.start,
            due: duty.window.end,
            visitors: view.visitors,
            state: duty.state.into(),
            standing: view.standing.into(),
            is_due_today: view.is_due_today,
        }
    }
}

impl From<duty::DutyState> for DutyState {
    fn from(state: duty::DutyState) -> Self {
        match state {
            duty::DutyState::Open => Self::Open,
            duty::DutyState::Attempted => Self::Attempted,
            duty::DutyState::Visited { by, on } => Self::Visited { by, on },
            duty::DutyState::Exempt(reason) => Self::Exempt { reason: reason.into() },
        }
    }
}

impl From<ticket::Ticket> for TicketView {
    fn from(ticket: ticket::Ticket) -> Self {
        Self {
            id: ticket.id,
            task: ticket.task.into(),
            opens: ticket.window.start,
            due: ticket.window.end,
            modes: ticket.modes.into_iter().map(Into::into).collect(),
            visitors: ticket.visitors,
            safety_note: ticket.safety_note,
            state: ticket.state.into(),
        }
    }
}
