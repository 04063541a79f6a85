//! A photo's manifest; the file itself follows later.

use super::{
    Rows,
    judge::{Judge, OpMark, Verdict, same_household},
};
use crate::{
    domain::{
        evidence::{Circumstances, EvidenceVerdict, Finding, PhotoRecord, PhotoState},
        visit::VisitSummary,
    },
    op::{
        body::Body,
        outcome::{Outcome, RejectReason},
        row::{PhotoRow, RowKind},
    },
};

pub(super) fn take<R: Rows>(
    judge: &mut Judge<'_, R>,
    photo: &PhotoRecord,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    judge.rows.must_be_new(RowKind::Photo, photo.id.0)?;
    let household = judge.household(photo.household)?;
    judge.authorise(body, Some(&household), None)?;
    let visit: VisitSummary = judge.rows.read(RowKind::Visit, photo.visit.0)?;
    same_household(visit.household, photo.household)?;
    // One's own visit, a companion's in one's own grid, but nobody else's.
    if visit.by != judge.author.staff && !judge.answers_for(&household) {
        return Err(RejectReason::OutsideScope.into());
    }
    if photo.kind.needs_consent() && !photo.consent.allows() {
        return Err(RejectReason::NotAuthorised.into());
    }
    // The day of a paper visit is not the day on which it was typed.
    let is_entered_later = visit.effective_on != judge.zone.day_of(visit.effective_at);
    let around = Circumstances { is_entered_later, skew_ms: Some(judge.receipt.skew_ms) };
    // What is judged here has come in as a chain under the device's signature.
    let verdict = EvidenceVerdict::new(photo, &around, Finding::ImageAwaited, Finding::ChainProved);
    let (state, verdict) = (PhotoState::Awaited, Some(verdict));
    let row = PhotoRow { record: photo.clone(), state, verdict, repeats: None };
    judge.write_new(RowKind::Photo, photo.id.0, &household, &row, op.hlc)?;
    Ok(Outcome::Applied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{evidence::ConsentState, org::StaffRole},
        op::apply::{WAIT_MS, testing::*},
    };

    #[test]
    fn a_photo_comes_with_its_visit_and_its_file_is_awaited() {
        let mut world = World::two_grids();
        let made = visit(1, HOME);
        let taken = photo(1, made.id);
        let bodies = vec![Body::VisitRecorded(made), Body::PhotoTaken(taken.clone())];
        assert_eq!(world.send(&author(StaffRole::Volunteer), bodies), [Outcome::Applied, Outcome::Applied]);
        let row: PhotoRow = world.read(RowKind::Photo, taken.id.0);
        assert_eq!((row.record, row.state), (taken, PhotoState::Awaited));
    }

    #[test]
    fn a_photo_without_its_visit_waits() {
        let mut world = World::two_grids();
        let outcomes =
            world.send(&author(StaffRole::Volunteer), vec![Body::PhotoTaken(photo(1, visit(1, HOME).id))]);
        assert_eq!(outcomes, [Outcome::Deferred { until: NOON.plus_millis(WAIT_MS) }]);
    }

    #[test]
    fn a_photo_that_the_person_refused_is_not_kept() {
        let mut world = World::two_grids();
        let made = visit(1, HOME);
        let mut taken = photo(1, made.id);
        taken.consent = ConsentState::Refused;
        world.send(&author(StaffRole::Volunteer), vec![Body::VisitRecorded(made)]);
        let outcomes = world.send(&author(StaffRole::Volunteer), vec![Body::PhotoTaken(taken)]);
        assert_eq!(outcomes, [refused(RejectReason::NotAuthorised)]);
    }

    #[test]
    fn nobody_adds_photos_to_a_strangers_visit_in_a_strange_grid() {
        let mut world = World::two_grids();
        let made = visit(1, HOME);
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made.clone())]);
        let mut stranger = author(StaffRole::SocialWorker);
        stranger.grids = vec![other_grid()];
        let outcomes = world.send(&stranger, vec![Body::PhotoTaken(photo(1, made.id))]);
        assert_eq!(outcomes, [refused(RejectReason::OutsideScope)]);
    }
}
