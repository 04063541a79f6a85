//! How many groups go into one push: fewer after the hub found one too large, more again as pushes arrive.

use crate::op::wire::{MAX_PUSH_OPS, WireOp};

/// The size of the next push.
#[derive(Default)]
pub(super) struct PushSize {
    /// `None`: as many as the protocol allows.
    max_groups: Option<usize>,
    /// Groups in the push under way.
    sent: usize,
}

impl PushSize {
    pub(super) const fn max_groups(&self) -> Option<usize> {
        self.max_groups
    }

    pub(super) fn sent(&mut self, ops: &[WireOp]) {
        self.sent = ops.iter().filter(|op| op.group_index == 0).count();
    }

    /// The push under way was too large: half of it goes next. Answers whether there was anything to halve.
    pub(super) fn shrink(&mut self) -> bool {
        self.max_groups = Some((self.sent / 2).max(1));
        self.sent > 1
    }

    /// The push under way arrived: a quarter more may go next. Doubling would meet the hub's limit every other time.
    pub(super) fn arrived(&mut self) {
        // Every group has an operation at least.
        self.max_groups = self
            .max_groups
            .map(|groups| groups + (groups / 4).max(1))
            .filter(|groups| *groups < MAX_PUSH_OPS);
    }
}
