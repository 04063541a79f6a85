//! How many rows one answer of the feed should hold: fewer after one did not arrive whole, more again as they do.
//!
//! An answer that is cut is lost whole, so on a network that cuts every minute a large one might never arrive.

use crate::op::wire::MAX_FEED_ROWS;

/// No answer is asked to be smaller: some tens of kilobytes.
const SMALLEST: u32 = 125;

/// The size of the next answer.
#[derive(Default)]
pub(super) struct FeedSize {
    /// `None`: as many rows as the hub would send.
    max_rows: Option<u32>,
}

impl FeedSize {
    pub(super) const fn max_rows(&self) -> Option<u32> {
        self.max_rows
    }

    /// The answer did not arrive whole: the next one is a quarter of it.
    pub(super) fn shrink(&mut self) {
        let asked = self.max_rows.unwrap_or(MAX_FEED_ROWS as u32);
        self.max_rows = Some((asked / 4).max(SMALLEST));
    }

    /// An answer arrived: the next one may be twice as large.
    pub(super) fn arrived(&mut self) {
        self.max_rows =
            self.max_rows.map(|rows| rows.saturating_mul(2)).filter(|rows| (*rows as usize) < MAX_FEED_ROWS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_never_arrives_is_asked_for_smaller_and_grows_again() {
        let mut size = FeedSize::default();
        let mut asked = Vec::new();
        for _ in 0..5 {
            size.shrink();
            asked.push(size.max_rows());
        }
        assert_eq!(asked, [Some(2_000), Some(500), Some(125), Some(125), Some(125)]);
        let arrivals = std::iter::repeat_with(|| {
            size.arrived();
            size.max_rows()
        });
        let grown: Vec<_> = arrivals.take(7).collect();
        assert_eq!(
            grown,
            [250, 500, 1_000, 2_000, 4_000].map(Some).into_iter().chain([None, None]).collect::<Vec<_>>()
        );
    }
}
