//! The exchange's feed: a page and its cursors in one commit, and the orders it brings.

use crate::{
    error::DoorstepError,
    fieldwork::Doorstep,
    op::{
        order::{Order, OrderKind},
        wire::FeedReply,
    },
    store::{DeviceState, Durability, Identity, Tx, blob, device, outcome, pull, register},
    sync::FeedCommitted,
};

impl Doorstep {
    pub(in crate::fieldwork) fn commit_feed(&self, reply: FeedReply) -> Result<FeedCommitted, DoorstepError> {
        let now = self.host.clock.now();
        let more = reply.scopes.iter().any(|page| page.more);
        let committed = self.store.write(Durability::Replayable, |tx| {
            let mut me = self.me(tx)?;
            if me.state == DeviceState::UpgradeNeeded {
                // An answer that could be read: app and hub understand each other again.
                device::set_state(tx, DeviceState::Active)?;
                me.state = DeviceState::Active;
            }
            let mut committed = FeedCommitted::default();
            for scope in &reply.revoked {
                pull::drop_scope(tx, *scope)?;
            }
            if reply.scopes.is_empty() {
                let households = pull::settle_caught_up(tx)?;
                self.derive_households(tx, &me, households)?;
            }
            for page in &reply.scopes {
                let effect = pull::apply_page(tx, page)?;
                committed.retake |= effect.retake;
                committed.orders.extend(self.new_orders(tx, &mut me, effect.orders)?);
                for row in &effect.outcomes {
                    outcome::set_outcome(tx, row)?;
                }
                for stored in &effect.stored {
                    blob::mark_stored(tx, stored)?;
                }
                let rules_differ = effect.rules_changed | self.take_own_row(tx, &mut me, page)?;
                if rules_differ {
                    me = self.refreshed(tx, me)?;
                }
                if rules_differ || page.from_start {
                    self.derive_later(tx)?;
                }
                self.derive_households(tx, &me, effect.households)?;
            }
            device::set_silent_phones(tx, reply.silent_phones)?;
            if !more && !committed.retake {
                device::set_last_full_pull(tx, now)?;
            }
            Ok::<_, DoorstepError>(committed)
        })?;
        self.drop_released_photos()?;
        if !more {
            // What fails is done at the next start.
            let _ = self.keep_recovery();
        }
        Ok(committed)
    }

    /// Orders not seen before.
    fn new_orders(
        &self,
        tx: &Tx<'_>,
        me: &mut Identity,
        mut orders: Vec<Order>,
    ) -> Result<Vec<Order>, DoorstepError> {
        orders.retain(|order| order.is_genuine(me.device, &me.order_key));
        let mut new = Vec::new();
        for order in orders {
            if device::order_seen(tx, order.id)? {
                continue;
            }
            match order.kind {
                OrderKind::Resume => {
                    device::set_state(tx, DeviceState::Active)?;
                    me.state = DeviceState::Active;
                }
                // The engine has them obeyed once the feed is read. After a restart the hub gives them again: it
                // answers such a device with nothing else.
                OrderKind::DrainThenWipe | OrderKind::WipeNow => {}
            }
            new.push(order);
        }
        Ok(new)
    }

    /// The identity with the settings that the feed brought.
    fn refreshed(&self, tx: &Tx<'_>, me: Identity) -> Result<Identity, DoorstepError> {
        match register::settings(tx)? {
            Some(settings) if settings != me.settings => {
                let me = Identity { settings, ..me };
                device::set_identity(tx, &me)?;
                Ok(me)
            }
            _ => Ok(me),
        }
    }
}
