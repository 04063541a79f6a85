//! Today: the stops of a worker's day, each with every duty due there.

use crate::{
    codes::GridCode,
    error::DoorstepError,
    store::{Stop, StopKey, StopQuery, index},
};

use super::{Doorstep, PAGE};

impl Doorstep {
    /// A page of stops that have something to do today, by village group, building and floor; `after` is the key
    /// of the last stop of the page before. A stop done moves away.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn today(
        &self,
        grid: Option<GridCode>,
        after: Option<StopKey>,
        limit: usize,
    ) -> Result<Vec<Stop>, DoorstepError> {
        self.ensure_derived()?;
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let query = StopQuery { on: self.day(&me), grid, after: after.clone(), limit: limit.min(PAGE) };
            Ok(index::stops(tx, &query)?)
        })
    }
}
