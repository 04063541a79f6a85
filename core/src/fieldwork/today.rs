//! Today: the stops of a worker's day, each with every duty due there.

use crate::{
    domain::org::ServiceArea,
    error::DoorstepError,
    geo::{Coordinate, RouteStop, route},
    store::{Left, Round, Stop, StopKey, StopQuery, index},
    text::Text,
    time::{Period, PeriodKind},
};

use super::{Doorstep, PAGE, ScreenWord, homes_lock::locked_stop};

impl Doorstep {
    /// A page of the stops of a round that have something to do today, by village group, building and floor; `after` is the key
    /// of the last stop of the page before. A stop done moves away. While homes are [locked](Self::homes_lock), it names nobody.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn today(
        &self,
        round: impl Into<Round>,
        after: Option<StopKey>,
        limit: usize,
    ) -> Result<Vec<Stop>, DoorstepError> {
        let round = round.into();
        self.ensure_derived()?;
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let query = StopQuery {
                on: self.day(&me),
                worker: me.staff.id,
                round,
                after: after.clone(),
                limit: limit.min(PAGE),
            };
            let stops = index::stops(tx, &*self.packs(tx, &me)?, &query)?;
            Ok(if self.homes_are_locked(tx)? { stops.into_iter().map(locked_stop).collect() } else { stops })
        })
    }

    /// The first [`PAGE`] stops of [`today`](Self::today) in the order in which to walk them: from where the
    /// worker stands (else from the first of them), and ending at `to` if given. Homes at one place stay together
    /// in their order of floors; homes whose place is unknown come last, by village group and building.
    ///
    /// # Errors
    /// As for [`today`](Self::today).
    pub fn today_on_foot(
        &self,
        round: impl Into<Round>,
        from: Option<Coordinate>,
        to: Option<Coordinate>,
    ) -> Result<Vec<Stop>, DoorstepError> {
        let stops = self.today(round, None, PAGE)?;
        let order = walking_order(&stops.iter().map(|stop| stop.place).collect::<Vec<_>>(), from, to);
        let mut stops: Vec<_> = stops.into_iter().map(Some).collect();
        Ok(order.into_iter().filter_map(|index| stops.get_mut(index)?.take()).collect())
    }

    /// The service areas by which a round can be chosen; none on a phone that holds tickets.
    ///
    /// # Errors
    /// As for [`today`](Self::today).
    pub fn areas_of_today(&self) -> Result<Vec<ServiceArea>, DoorstepError> {
        self.store.read(|tx| Ok(self.packs(tx, &self.me(tx)?)?.areas().into_iter().collect()))
    }

    /// What is said where a round has no stops.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn words_of_no_stops(&self, round: impl Into<Round>) -> Result<Text, DoorstepError> {
        let round = round.into();
        let identity = self.identity()?;
        let holds_tickets = identity.is_some_and(|me| !me.staff.role.audience().derives());
        self.words_of_nothing(match round {
            _ if holds_tickets => ScreenWord::DayDone,
            Round { area: Some(_), .. } => ScreenWord::NothingFound,
            Round { grid: Some(_), .. } => ScreenWord::NoHomesOfGrid,
            Round { grid: None, area: None } => ScreenWord::NothingToday,
        })
    }

    /// How many homes of a round are left to visit: today, those of them that are overdue, and those
    /// where the last day of something comes before this month is over.
    ///
    /// # Errors
    /// As for [`today`](Self::today).
    pub fn left(&self, round: impl Into<Round>) -> Result<Left, DoorstepError> {
        let round = round.into();
        self.ensure_derived()?;
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let today = self.day(&me);
            let month = Period::containing(PeriodKind::Month, today);
            Ok(index::left(tx, &*self.packs(tx, &me)?, today, month.end(), round)?)
        })
    }
}

/// Each place once in its turn, with all the stops that are there.
fn walking_order(
    places: &[Option<Coordinate>],
    from: Option<Coordinate>,
    to: Option<Coordinate>,
) -> Vec<usize> {
    let mut doors: Vec<(Option<Coordinate>, Vec<usize>)> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        match doors.iter_mut().find(|(door, _)| door.is_some() && door == place) {
            Some((_, stops)) => stops.push(index),
            None => doors.push((*place, vec![index])),
        }
    }
    let stop =
        |(at, _): &(Option<Coordinate>, _)| RouteStop { at: *at, window: None, stay_ms: 0, done: false };
    let way = route(from, to, &doors.iter().map(stop).collect::<Vec<_>>());
    way.order
        .iter()
        .filter_map(|door| doors.get(*door))
        .flat_map(|(_, stops)| stops.iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Datum;

    #[test]
    fn homes_at_one_door_stay_together_and_unknown_places_come_last() {
        let at = |lon: f64| Coordinate::new(34.0, lon, Datum::Wgs84).ok();
        let places = [at(108.003), None, at(108.001), at(108.003), at(108.002), None];
        assert_eq!(walking_order(&places, at(108.0), None), [2, 4, 0, 3, 1, 5]);
        assert_eq!(walking_order(&places, at(108.01), None), [0, 3, 4, 2, 1, 5]);
    }
}
