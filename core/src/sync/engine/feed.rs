//! The feed and the hub's orders.

use super::{Drain, Engine, Stage};
use crate::{
    op::{
        order::{Order, OrderKind},
        wire::FeedReply,
    },
    sync::{Command, FeedCommitted},
    time::Timestamp,
};

impl Engine {
    pub(super) fn page(&mut self, reply: FeedReply) -> Vec<Command> {
        let more = reply.scopes.iter().any(|page| page.more);
        self.feed_size.arrived();
        self.summary.rows += reply.scopes.iter().map(|page| page.rows.len() as u64).sum::<u64>();
        self.command(Stage::CommittingFeed { more }, Command::CommitFeed(Box::new(reply)))
    }

    pub(super) fn feed_committed(&mut self, now: Timestamp, committed: FeedCommitted) -> Vec<Command> {
        let Stage::CommittingFeed { more } = self.stage else { return Vec::new() };
        self.stage = Stage::Idle;
        // A feed that flows says nothing of records that are stuck: those are tried less and less often.
        if self.records_stuck.is_none() {
            self.backoff.succeeded();
        }
        self.to_do.pull = more || committed.retake;
        if committed.retake {
            self.summary.healed += 1;
        }
        if let Some(order) = committed.orders.into_iter().rfind(|order| self.is_genuine(order)) {
            self.ordered = Some(order);
        }
        // No order holds before the feed is read to its end: the next page may take it back.
        match self.ordered.take_if(|_| !more && !committed.retake) {
            Some(order) => self.obey(now, order),
            None => self.advance(now),
        }
    }

    pub(super) fn is_genuine(&self, order: &Order) -> bool {
        order.is_genuine(self.device, &self.order_key)
    }

    pub(super) fn is_draining_by(&self, order: &Order) -> bool {
        self.draining.as_ref().is_some_and(|drain| drain.order.id == order.id)
    }

    pub(super) fn drain_begun(&mut self, now: Timestamp) -> Vec<Command> {
        let Stage::BeginningDrain = self.stage else { return Vec::new() };
        if let Some(drain) = self.draining.as_mut() {
            drain.is_begun = true;
        }
        self.advance(now)
    }

    /// The hub answers nothing but this order. While it says so there is no feed to be had; every exchange asks
    /// again, so that an order to resume is heard however long a photo waits.
    pub(super) fn refused_by_order(&mut self, now: Timestamp, order: Order) -> Vec<Command> {
        self.to_do.pull = false;
        // It holds now, whatever the feed said before.
        self.ordered = None;
        self.obey(now, order)
    }

    fn obey(&mut self, now: Timestamp, order: Order) -> Vec<Command> {
        match order.kind {
            OrderKind::WipeNow => {
                self.stage = Stage::Held;
                vec![Command::Obey(order)]
            }
            OrderKind::DrainThenWipe => {
                if !self.is_draining_by(&order) {
                    self.to_do.push = true;
                    self.to_do.upload = true;
                    self.draining = Some(Drain { order, is_begun: false });
                }
                self.advance(now)
            }
            OrderKind::Resume => {
                self.draining = None;
                let mut commands = vec![Command::Obey(order)];
                commands.extend(self.advance(now));
                commands
            }
        }
    }
}
