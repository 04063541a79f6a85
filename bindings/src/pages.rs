//! Pages of lists: how many rows cross at once, and after which row the next page goes on.

use doorstep_core::fieldwork::PAGE;

/// The rows of a page that goes on after its last: at least one, or it never would.
pub(crate) fn rows(limit: u32) -> usize {
    (limit as usize).clamp(1, PAGE)
}

/// The row after which the next page goes on; none after the last page. One that is just full may be that: the next one
/// is empty then.
pub(crate) fn last_of<T>(rows: &[T], limit: usize) -> Option<&T> {
    rows.last().filter(|_| rows.len() == limit)
}

/// A page of lines that are all here, after leaving out the first `skip`.
pub(crate) fn cut<T>(lines: impl Iterator<Item = T>, skip: u32, limit: u32) -> impl Iterator<Item = T> {
    lines.skip(skip as usize).take((limit as usize).min(PAGE))
}
