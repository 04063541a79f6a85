//! A visit by pictures: what each tap at a door makes of the visit in progress. Pure, so that a tap shows at once.

use crate::domain::{
    visit::{NextStep, VisitMode, VisitOutcome},
    wellbeing::{WellbeingAnswer, WellbeingCheck},
};

use super::{NeedDraft, StepChoice};

/// The part of a visit in progress that taps at a door change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtDoor {
    /// How it was, each check once.
    pub wellbeing: Vec<WellbeingAnswer>,
    /// Needs found.
    pub needs: Vec<NeedDraft>,
    /// How the visit is made.
    pub mode: VisitMode,
    /// How it ended, once known.
    pub outcome: Option<VisitOutcome>,
    /// The step that was tried last where nobody opens.
    pub next_step: Option<NextStep>,
}

impl AtDoor {
    /// How a picture was answered; none where it was not. A need that was named says that something is hard, whatever else
    /// was said.
    pub fn answer(&self, check: WellbeingCheck) -> Option<bool> {
        if check == WellbeingCheck::Trouble && !self.needs.is_empty() {
            return Some(false);
        }
        self.wellbeing.iter().find(|answer| answer.check == check).map(|answer| answer.is_well)
    }

    /// Whether something was said to be hard, or a need was named.
    pub fn is_hard(&self) -> bool {
        self.answer(WellbeingCheck::Trouble) == Some(false)
    }

    /// Whether anything was answered: the visit then ends as the pictures say, and not with all of them at once.
    pub fn is_answered(&self) -> bool {
        !self.wellbeing.is_empty() || !self.needs.is_empty()
    }

    /// Whether nobody opened, and the steps are tried one after the other.
    pub fn is_nobody_there(&self) -> bool {
        self.outcome == Some(VisitOutcome::NotHome)
    }

    /// A tap on a picture: it is well, then not, then unanswered again. Of trouble the first tap says that something is hard,
    /// and the next takes back what was said to be.
    pub fn tap(&mut self, check: WellbeingCheck) {
        let next = match (check, self.answer(check)) {
            (_, Some(false)) => None,
            (WellbeingCheck::Trouble, _) | (_, Some(true)) => Some(false),
            (_, None) => Some(true),
        };
        self.wellbeing.retain(|answer| answer.check != check);
        self.wellbeing.extend(next.map(|is_well| WellbeingAnswer { check, is_well }));
        if check == WellbeingCheck::Trouble && next.is_none() {
            self.needs.clear();
        }
    }

    /// Nobody opens, at whose door the visitor stands: the first step is next.
    pub fn nobody_opens(&mut self) {
        self.mode = VisitMode::InPerson;
        self.outcome = Some(VisitOutcome::NotHome);
        self.next_step = None;
    }

    /// Somebody is there after all: who was reached by a call was visited by phone.
    pub fn somebody_answers(&mut self) {
        if self.next_step == Some(NextStep::PhoneFollowUp) {
            self.mode = VisitMode::Phone;
        }
        self.back_to_pictures();
    }

    /// Back from the steps to the pictures: nobody was reached yet, nor missed.
    pub fn back_to_pictures(&mut self) {
        self.outcome = None;
        self.next_step = None;
    }

    /// How the visit ends. What follows goes with the outcome that asked for it.
    pub fn end(&mut self, outcome: VisitOutcome) {
        self.outcome = Some(outcome);
        self.next_step = self.next_step.filter(|_| outcome.asks_what_follows());
    }

    /// It was as the pictures say, and the visit is over.
    pub fn end_as_pictured(&mut self) {
        self.outcome = Some(VisitOutcome::Completed);
    }
}

/// What is ticked off at a door beside the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorWork {
    /// Nothing: the visit is one task alone, and ticked.
    Nothing,
    /// The tickets.
    Tickets,
    /// All work besides, since a visit that answers no ticket is made for something else.
    TicketsAndWork,
}

impl DoorWork {
    /// Where a home has so many tickets, of which so many are ticked.
    pub const fn of(tickets: usize, ticked: usize) -> Self {
        match (tickets, ticked) {
            (1, 1) => Self::Nothing,
            (_, 0) => Self::TicketsAndWork,
            _ => Self::Tickets,
        }
    }
}

/// Where a step stands among those that are tried when nobody opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It was tried, or passed over.
    Tried,
    /// It is the one to try now.
    Next,
    /// Its turn has not come.
    Later,
}

/// One of the steps when nobody opens.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The steps in their order, after `tried` was tried last. The one after it has its turn once `in_vain`: that it came to
/// nothing.
pub fn ladder(steps: &[StepChoice], tried: Option<NextStep>, in_vain: bool) -> Vec<Rung> {
    let tried = steps.iter().position(|choice| Some(choice.step) == tried);
    let next = match tried {
        None => Some(0),
        Some(last) => in_vain.then_some(last + 1),
    };
    let rung = |(at, choice): (usize, &StepChoice)| Rung {
        choice: choice.clone(),
        turn: match tried {
            Some(last) if at <= last => Turn::Tried,
            _ if Some(at) == next => Turn::Next,
            _ => Turn::Later,
        },
        is_open: Some(at) == tried && !in_vain,
        is_last: at + 1 == steps.len(),
    };
    steps.iter().enumerate().map(rung).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::need::NeedKind;
    use WellbeingCheck::{MealsAndMedicine, Person, Trouble, Utilities};

    fn begun() -> AtDoor {
        AtDoor {
            wellbeing: Vec::new(),
            needs: Vec::new(),
            mode: VisitMode::InPerson,
            outcome: None,
            next_step: None,
        }
    }

    fn need() -> NeedDraft {
        NeedDraft { kind: NeedKind::Medical, resident: None, note: None }
    }

    #[test]
    fn a_picture_is_well_then_not_then_unanswered_and_the_others_stay() {
        for check in [Person, MealsAndMedicine, Utilities] {
            let mut door = begun();
            door.tap(Trouble);
            door.needs.push(need());
            let mut seen = Vec::new();
            for _ in 0..4 {
                door.tap(check);
                seen.push(door.answer(check));
            }
            assert_eq!(seen, [Some(true), Some(false), None, Some(true)], "{check}");
            assert_eq!((door.answer(Trouble), &door.needs), (Some(false), &vec![need()]), "{check}");
            assert_eq!(door.wellbeing.len(), 2, "each check is answered once");
        }
    }

    #[test]
    fn trouble_is_hard_at_the_first_tap_whatever_was_said_and_the_next_takes_back_what_is_hard() {
        let all_well = AtDoor { wellbeing: WellbeingAnswer::all_well(), ..begun() };
        for mut door in [begun(), all_well] {
            assert!(!door.is_hard());
            door.tap(Trouble);
            assert!(door.is_hard() && door.answer(Trouble) == Some(false));
            door.needs.push(need());
            door.tap(Trouble);
            assert!(!door.is_hard() && door.answer(Trouble).is_none() && door.needs.is_empty());
            door.needs.push(need());
            assert!(door.is_hard(), "a need was named, by whatever way");
            door.tap(Trouble);
            assert!(!door.is_hard() && door.needs.is_empty(), "and the tap takes back what is shown");
        }
    }

    #[test]
    fn a_picture_or_a_need_answers_and_taking_both_back_leaves_nothing_answered() {
        let mut door = begun();
        assert!(!door.is_answered());
        door.tap(Person);
        assert!(door.is_answered());
        door.tap(Person);
        door.tap(Person);
        assert!(!door.is_answered());
        door.needs.push(need());
        assert!(door.is_answered());
    }

    #[test]
    fn one_task_alone_asks_for_no_tick_and_a_visit_without_one_is_for_something_else() {
        assert_eq!(DoorWork::of(1, 1), DoorWork::Nothing);
        assert_eq!(DoorWork::of(1, 0), DoorWork::TicketsAndWork, "unticked, it can be ticked again");
        assert_eq!(DoorWork::of(0, 0), DoorWork::TicketsAndWork);
        assert_eq!([DoorWork::of(2, 1), DoorWork::of(2, 2)], [DoorWork::Tickets; 2]);
    }

    #[test]
    fn who_is_reached_by_a_call_is_visited_by_phone_and_who_comes_to_the_door_is_not() {
        for (step, mode) in [
            (Some(NextStep::PhoneFollowUp), VisitMode::Phone),
            (Some(NextStep::AskNeighbour), VisitMode::InPerson),
            (None, VisitMode::InPerson),
        ] {
            let mut door = begun();
            door.nobody_opens();
            assert!(door.is_nobody_there());
            door.next_step = step;
            door.somebody_answers();
            assert_eq!(door, AtDoor { mode, ..begun() });
            door.nobody_opens();
            assert_eq!(
                door.mode,
                VisitMode::InPerson,
                "the call broke off, and the visitor is still at the door"
            );
        }
    }

    #[test]
    fn what_follows_goes_with_the_outcome_that_asked_for_it() {
        let follows = |outcome| {
            let mut door = AtDoor { next_step: Some(NextStep::LeaveNote), ..begun() };
            door.end(outcome);
            (door.outcome, door.next_step)
        };
        let (away, done) = (VisitOutcome::NotHome, VisitOutcome::Completed);
        assert!(away.asks_what_follows() && !done.asks_what_follows());
        assert_eq!(follows(away), (Some(away), Some(NextStep::LeaveNote)));
        assert_eq!(follows(done), (Some(done), None));
    }

    #[test]
    fn steps_come_in_their_turn_each_after_the_one_before_came_to_nothing() {
        let steps: Vec<_> =
            NextStep::CAREFUL.iter().map(|step| StepChoice { step: *step, dials: None }).collect();
        let turns = |tried, in_vain| -> Vec<_> {
            ladder(&steps, tried, in_vain).iter().map(|rung| (rung.turn, rung.is_open)).collect()
        };
        let (tried, open) = ((Turn::Tried, false), (Turn::Tried, true));
        let (next, later) = ((Turn::Next, false), (Turn::Later, false));
        assert_eq!(turns(None, false), [next, later, later]);
        assert_eq!(turns(None, true), [next, later, later]);
        let [call, neighbour, report] =
            [NextStep::PhoneFollowUp, NextStep::AskNeighbour, NextStep::ReportAtOnce];
        assert_eq!(turns(Some(call), false), [open, later, later], "a killed app asks what came of it");
        assert_eq!(turns(Some(call), true), [tried, next, later]);
        assert_eq!(turns(Some(neighbour), true), [tried, tried, next]);
        assert_eq!(turns(Some(report), false), [tried, tried, open]);
        let last = ladder(&steps, None, false);
        assert_eq!(last.iter().map(|rung| rung.is_last).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(
            turns(Some(NextStep::ComeBack), false),
            [next, later, later],
            "a step of another ladder is none"
        );
    }
}
