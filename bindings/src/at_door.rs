//! A visit by pictures: what each tap at a door makes of the visit in progress. Pure: save what comes back as any change.

use doorstep_core::fieldwork::{self, AtDoor};

use crate::{
    register::TicketView,
    visit_draft::VisitDraft,
    visits::{VisitChoices, WorkChoice},
    words::{NextStep, VisitOutcome, WellbeingCheck},
};

/// What may follow when nobody answers, and whom it calls.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StepChoice {
    /// The step.
    pub step: NextStep,
    /// The number that it dials, without data; none where it calls nobody or the number is not known.
    pub dials: Option<String>,
}

/// What is ticked off at a door beside the pictures.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DoorWork {
    /// Tickets.
    pub tickets: Vec<TicketView>,
    /// Work that no ticket asks for.
    pub work: Vec<WorkChoice>,
}

/// Where a step stands among those that are tried when nobody opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Turn {
    /// It was tried, or passed over.
    Tried,
    /// It is the one to try now.
    Next,
    /// Its turn has not come.
    Later,
}

/// One of the steps when nobody opens.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Rung {
    /// The step, and whom it calls.
    pub choice: StepChoice,
    /// Where it stands.
    pub turn: Turn,
    /// Whether it was tried last, and nobody said yet what came of it.
    pub is_open: bool,
    /// Whether nothing is left to try after it.
    pub is_last: bool,
}

#[uniffi::export]
impl VisitDraft {
    /// How a picture was answered; none where it was not. A need that was named says that something is hard.
    pub fn answer(&self, check: WellbeingCheck) -> Option<bool> {
        self.at_door().answer(check.into())
    }

    /// Whether something was said to be hard, or a need was named.
    pub fn is_hard(&self) -> bool {
        self.at_door().is_hard()
    }

    /// Whether a picture was answered or a need named: the visit then ends as the pictures say, and not with all of them at
    /// once.
    pub fn is_answered(&self) -> bool {
        self.at_door().is_answered()
    }

    /// Whether nobody opened, and the steps are tried one after the other.
    pub fn is_nobody_there(&self) -> bool {
        self.at_door().is_nobody_there()
    }

    /// After a tap on a picture: it is well, then not, then unanswered again. Of trouble the first tap says that something is
    /// hard, and the next takes back what was said to be.
    pub fn tapped(&self, check: WellbeingCheck) -> Self {
        self.after(|door| door.tap(check.into()))
    }

    /// Nobody opens: the first step is next.
    pub fn nobody_opens(&self) -> Self {
        self.after(AtDoor::nobody_opens)
    }

    /// Somebody is there after all: who was reached by a call was visited by phone.
    pub fn somebody_answers(&self) -> Self {
        self.after(AtDoor::somebody_answers)
    }

    /// Back from the steps to the pictures: nobody was reached yet, nor missed.
    pub fn back_to_pictures(&self) -> Self {
        self.after(AtDoor::back_to_pictures)
    }

    /// Ended so. What follows goes with the outcome that asked for it.
    pub fn ending(&self, outcome: VisitOutcome) -> Self {
        self.after(|door| door.end(outcome.into()))
    }

    /// It was as the pictures say, and the visit is over.
    pub fn as_pictured(&self) -> Self {
        self.after(AtDoor::end_as_pictured)
    }
}

impl VisitDraft {
    fn at_door(&self) -> AtDoor {
        AtDoor {
            wellbeing: self.wellbeing.iter().copied().map(Into::into).collect(),
            needs: self.needs.iter().cloned().map(Into::into).collect(),
            mode: self.mode.into(),
            outcome: self.outcome.map(Into::into),
            next_step: self.next_step.map(Into::into),
        }
    }

    fn after(&self, tap: impl FnOnce(&mut AtDoor)) -> Self {
        let mut door = self.at_door();
        tap(&mut door);
        Self {
            wellbeing: door.wellbeing.into_iter().map(Into::into).collect(),
            needs: door.needs.into_iter().map(Into::into).collect(),
            mode: door.mode.into(),
            outcome: door.outcome.map(Into::into),
            next_step: door.next_step.map(Into::into),
            ..self.clone()
        }
    }
}

#[uniffi::export]
impl VisitChoices {
    /// What is ticked off at a door beside the pictures: nothing where the visit is one task alone, and work without a
    /// ticket only where none is ticked.
    pub fn at_door(&self, draft: VisitDraft) -> DoorWork {
        let all = fieldwork::DoorWork::of(self.tickets.len(), draft.tickets.len());
        let (tickets, work) = match all {
            fieldwork::DoorWork::Nothing => (false, false),
            fieldwork::DoorWork::Tickets => (true, false),
            fieldwork::DoorWork::TicketsAndWork => (true, true),
        };
        DoorWork {
            tickets: self.tickets.iter().filter(|_| tickets).cloned().collect(),
            work: self.work.iter().chain(&self.other_work).filter(|_| work).cloned().collect(),
        }
    }

    /// The steps when nobody opens, in their order, after `tried` was tried last; the one after it has its turn once
    /// `in_vain`: that it came to nothing.
    pub fn ladder(&self, tried: Option<NextStep>, in_vain: bool) -> Vec<Rung> {
        let steps: Vec<_> = self.next_steps.iter().cloned().map(Into::into).collect();
        fieldwork::ladder(&steps, tried.map(Into::into), in_vain).into_iter().map(Into::into).collect()
    }
}

impl From<fieldwork::StepChoice> for StepChoice {
    fn from(choice: fieldwork::StepChoice) -> Self {
        Self { step: choice.step.into(), dials: choice.dials }
    }
}

impl From<StepChoice> for fieldwork::StepChoice {
    fn from(choice: StepChoice) -> Self {
        Self { step: choice.step.into(), dials: choice.dials }
    }
}

impl From<fieldwork::Turn> for Turn {
    fn from(turn: fieldwork::Turn) -> Self {
        match turn {
            fieldwork::Turn::Tried => Self::Tried,
            fieldwork::Turn::Next => Self::Next,
            fieldwork::Turn::Later => Self::Later,
        }
    }
}

impl From<fieldwork::Rung> for Rung {
    fn from(rung: fieldwork::Rung) -> Self {
        Self {
            choice: rung.choice.into(),
            turn: rung.turn.into(),
            is_open: rung.is_open,
            is_last: rung.is_last,
        }
    }
}
