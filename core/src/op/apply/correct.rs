//! A visit that replaces an earlier one: who may make it, and what becomes of what the earlier one claimed.

use super::{
    Rows,
    decision::reopen,
    judge::{Judge, OpMark, Stop, same_household},
};
use crate::{
    domain::visit::{Claim, ClaimStatus, Visit, VisitSummary},
    id::VisitId,
    op::{
        outcome::RejectReason,
        row::{Row, RowKind},
    },
};

/// The visit that another one replaces, as it stood.
pub(super) struct Replaced {
    row: Row,
    pub(super) summary: VisitSummary,
}

/// Finds what `visit` corrects. Whoever made or typed that may correct it, once, and a supervisor.
pub(super) fn replaced<R: Rows>(
    judge: &Judge<'_, R>,
    visit: &Visit,
) -> Result<Option<Replaced>, Stop<R::Error>> {
    let Some(earlier) = visit.corrects else { return Ok(None) };
    let row = judge.rows.standing(RowKind::Visit, earlier.0)?;
    let summary: VisitSummary = row.read().ok_or(Stop::Defer)?;
    same_household(summary.household, visit.household)?;
    let author = judge.author.staff;
    if summary.by != author && summary.typed_by != Some(author) && !judge.supervises() {
        return Err(RejectReason::NotAuthorised.into());
    }
    if summary.corrected_by.is_some() {
        return Err(RejectReason::WrongStep.into());
    }
    Ok(Some(Replaced { row, summary }))
}

/// Marks the earlier visit and takes back what followed from its claims. Answers those claims, so that one made
/// again keeps what was decided on it.
pub(super) fn replace<R: Rows>(
    judge: &mut Judge<'_, R>,
    replaced: Replaced,
    by: VisitId,
    op: OpMark,
) -> Result<Vec<Claim>, Stop<R::Error>> {
    let Replaced { row, mut summary } = replaced;
    summary.corrected_by = Some(by);
    judge.rewrite(row, &summary, op.hlc)?;
    let all: Vec<Claim> = judge.rows.of_household(RowKind::Claim, summary.household)?;
    let (its, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(|claim| claim.visit == summary.id);
    let is_confirmed = |claim: &Claim| claim.status == ClaimStatus::Confirmed;
    others.retain(is_confirmed);
    for claim in its.iter().filter(|claim| is_confirmed(claim)) {
        reopen(judge, claim, &others, op)?;
    }
    Ok(its)
}
