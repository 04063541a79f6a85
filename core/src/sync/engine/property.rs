//! Whatever the host reports, in whatever order: nothing is dropped, nothing is acknowledged that the hub did not
//! say, and the engine always has a task under way or a rest that names its cause.

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;

use super::{
    upload_lane::AT_ONCE,
    world::{ASK_AGAIN_MS, Reply, Rest, Weather, World},
    *,
};
use crate::{domain::evidence::PhotoFile, op::order::OrderKind, sync::Task};

/// One thing that happens to a phone.
#[derive(Clone, Copy, Debug)]
enum Happening {
    /// One of the tasks under way is answered so.
    Answer(usize, Weather),
    /// An answer that was given before is given again, or one that was lost comes at last.
    Again(usize),
    /// The host could do more beside what it has.
    Free,
    Network(Network),
    Battery(u8),
    Record,
    Photograph,
    Begin,
    SendNow,
    /// The rest passes.
    Pass,
    /// The wait ends before its time.
    WakeEarly,
    Cancel,
    /// The next command to the store fails.
    StoreFails(bool),
    /// The hub orders a drain; it answers nothing else.
    Drain,
    Resume,
    /// The feed holds an order to wipe and, on its next page, one that takes it back.
    WipeTakenBack,
    /// The hub is restored from a backup without photos.
    HubLosesPhotos,
    /// The process dies and comes back.
    Restart,
}

fn weather() -> impl Strategy<Value = Weather> {
    use Weather::{
        Busy, Fine, Forbidden, NotThere, Portal, ReplyCut, ReplyLost, RequestLost, SessionGone, TooLarge,
        TooNew, Unreadable,
    };
    prop_oneof![
        12 => Just(Fine),
        11 => proptest::sample::select(vec![
            RequestLost, ReplyLost, ReplyCut, Portal, Busy, SessionGone, TooLarge, NotThere, Unreadable, TooNew,
            Forbidden,
        ]),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let networks = vec![Network::Offline, Network::Metered, Network::Unmetered, Network::Unmetered];
    prop_oneof![
        20 => (any::<usize>(), weather()).prop_map(|(which, weather)| Happening::Answer(which, weather)),
        3 => any::<usize>().prop_map(Happening::Again),
        6 => Just(Happening::Free),
        2 => proptest::sample::select(networks).prop_map(Happening::Network),
        1 => (0u8..100).prop_map(Happening::Battery),
        3 => Just(Happening::Record),
        2 => Just(Happening::Photograph),
        2 => Just(Happening::Begin),
        1 => Just(Happening::SendNow),
        4 => Just(Happening::Pass),
        1 => Just(Happening::WakeEarly),
        1 => Just(Happening::Cancel),
        1 => any::<bool>().prop_map(Happening::StoreFails),
        1 => Just(Happening::Drain),
        1 => Just(Happening::Resume),
        1 => Just(Happening::WipeTakenBack),
        1 => Just(Happening::HubLosesPhotos),
        1 => Just(Happening::Restart),
    ]
}

/// A phone whose host may do anything.
struct Play {
    world: World,
    under_way: Vec<(TaskId, Task)>,
    /// What was answered, or would have been.
    answers: Vec<Event>,
    rest: Option<Rest>,
    store_fails: Option<bool>,
    number: u64,
    host: HostStatus,
    wiped: bool,
}

impl Play {
    fn new() -> Self {
        Self {
            world: World::new(2),
            under_way: Vec::new(),
            answers: Vec::new(),
            rest: Some(Rest::Finished(Summary::default())),
            store_fails: None,
            number: 100,
            host: HostStatus::default(),
            wiped: false,
        }
    }

    fn feed(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        let mut steps = 0;
        while let Some(event) = events.pop_front() {
            steps += 1;
            assert!(steps < 500, "it runs in circles without the host");
            for command in self.world.engine.step(self.world.now, event) {
                let is_store = !matches!(
                    command,
                    Command::Send(..)
                        | Command::WaitUntil(..)
                        | Command::Hold(_)
                        | Command::Sign(_)
                        | Command::SignHead(_)
                );
                if let Some(full) = self.store_fails.take_if(|_| is_store) {
                    events.push_back(Event::StoreFailed { full });
                    continue;
                }
                match self.world.perform(command) {
                    Reply::Event(event) => events.push_back(event),
                    Reply::Send(task, work) => {
                        self.rest = None;
                        self.under_way.push((task, work));
                        self.check_files();
                    }
                    Reply::Rest(Rest::Obeyed(OrderKind::Resume)) => {}
                    Reply::Rest(rest) => self.rests(rest),
                }
            }
        }
        assert!(!self.under_way.is_empty() || self.rest.is_some(), "it neither works nor says why it waits");
    }

    /// Each file is sent once at a time, and no more of them than a few. What the host reported twice, or of a try that
    /// was given up, may still be on its list.
    fn check_files(&self) {
        let sent = self.world.engine.files.files();
        assert!(sent.len() <= AT_ONCE, "too many at once");
        assert_eq!(sent.iter().collect::<BTreeSet<_>>().len(), sent.len(), "twice at once");
    }

    fn rests(&mut self, rest: Rest) {
        assert_ne!(rest, Rest::Obeyed(OrderKind::WipeNow), "wiped by an order that was taken back");
        if rest == Rest::Obeyed(OrderKind::DrainThenWipe) {
            assert_eq!(self.world.held_by_hub(), self.world.journal, "wiped before all records were there");
            assert!(self.world.hub_holds_all_photos(), "wiped before all photos were there");
            self.wiped = true;
        }
        if let Rest::Finished(summary) = rest {
            let is_told = summary.photos_wait.is_some() || summary.photos_retry.is_some();
            assert!(self.world.files.is_empty() || is_told, "photos wait and nobody says why");
        }
        self.rest = Some(rest);
    }

    fn happen(&mut self, happening: Happening) {
        self.number += 1;
        match happening {
            Happening::Answer(which, weather) => self.answer(which, weather),
            Happening::Again(which) => {
                if let Some(event) = self.answers.get(which % self.answers.len().max(1)).cloned() {
                    // The host reports what it got; who reports twice has nothing under way any more.
                    self.feed(event);
                }
            }
            Happening::Free if self.under_way.is_empty() => {}
            Happening::Free => self.feed(Event::HostFree),
            Happening::Network(network) => {
                self.host.network = network;
                self.feed(Event::Host(self.host));
            }
            Happening::Battery(battery_percent) => {
                self.host = HostStatus { battery_percent, charging: false, ..self.host };
                self.feed(Event::Host(self.host));
            }
            Happening::Record => {
                self.world.record(self.number);
                self.feed(Event::Begin);
            }
            Happening::Photograph => {
                self.world.photograph(self.number, 10);
                self.feed(Event::Begin);
            }
            Happening::Begin => self.feed(Event::Begin),
            Happening::SendNow => self.feed(Event::SendNow),
            Happening::Pass => self.pass(),
            Happening::WakeEarly => self.feed(Event::Woke),
            Happening::Cancel => {
                self.under_way.clear();
                self.feed(Event::Cancel);
            }
            Happening::StoreFails(full) => self.store_fails = Some(full),
            Happening::Drain => self.world.refuses = Some(self.world.genuine(OrderKind::DrainThenWipe)),
            Happening::Resume => {
                if self.world.refuses.take().is_some() {
                    self.world.orders = vec![self.world.genuine(OrderKind::Resume)];
                }
            }
            Happening::WipeTakenBack => {
                self.world.orders = vec![self.world.genuine(OrderKind::WipeNow)];
                self.world.later_orders = [vec![self.world.genuine(OrderKind::Resume)]].into();
            }
            // What it loses after it was asked, nobody can know.
            Happening::HubLosesPhotos if self.world.drains => {}
            Happening::HubLosesPhotos => {
                self.world.hub_files.clear();
                self.answers.clear();
            }
            Happening::Restart => {
                self.under_way.clear();
                let order_key = self.world.engine.order_key.clone();
                self.world.engine = Engine::new(self.world.device, order_key, self.number);
                self.rest = Some(Rest::Finished(Summary::default()));
                self.feed(Event::Host(self.host));
                self.feed(Event::Begin);
            }
        }
    }

    fn answer(&mut self, which: usize, weather: Weather) {
        if self.under_way.is_empty() {
            return;
        }
        let (task, work) = self.under_way.swap_remove(which % self.under_way.len());
        let event = self.world.host(task, &work, weather);
        self.answers.push(event.clone());
        self.feed(event);
    }

    /// Answers one of the tasks; of these files nothing ever gets through. With nothing under way time passes.
    fn answer_but(&mut self, bad: &BTreeSet<PhotoFile>, which: usize, weather: Weather) {
        let at = which % self.under_way.len().max(1);
        match self.under_way.get(at) {
            Some((TaskId::Upload(file), _)) if bad.contains(file) => self.answer(at, Weather::RequestLost),
            Some(_) => self.answer(at, weather),
            None => {
                self.world.now = self.world.now.plus_millis(ASK_AGAIN_MS);
                self.pass();
            }
        }
    }

    fn pass(&mut self) {
        match self.rest {
            _ if !self.under_way.is_empty() => {}
            Some(Rest::Wait(at, _)) => {
                self.world.now = at.max(self.world.now);
                self.feed(Event::Woke);
            }
            Some(Rest::Finished(summary)) => {
                let at = summary.photos_retry.map_or(self.world.now, |(at, _)| at);
                self.world.now = at.max(self.world.now);
                self.feed(Event::Begin);
            }
            Some(Rest::Hold(_)) => self.feed(Event::Begin),
            Some(Rest::Obeyed(_)) | None => {}
        }
    }

    /// Good days: everything that was recorded arrives.
    fn settle(&mut self) {
        self.store_fails = None;
        self.happen(Happening::Resume);
        self.world.now = self.world.now.plus_millis(ASK_AGAIN_MS);
        self.host = HostStatus::default();
        self.feed(Event::Host(self.host));
        self.feed(Event::Begin);
        for _ in 0..3_000 {
            let no_file = self.world.files.is_empty() && self.world.aside.is_empty();
            let all = self.world.held_by_hub() == self.world.journal && no_file;
            let is_done = matches!(self.rest, Some(Rest::Finished(_)));
            if self.wiped || (self.under_way.is_empty() && all && is_done) {
                return;
            }
            if self.under_way.is_empty() { self.pass() } else { self.answer(0, Weather::Fine) }
        }
        panic!("it never ends: {:?}, {} files", self.rest, self.world.files.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_the_host_reports_nothing_is_dropped_and_every_rest_has_its_cause(
        happenings in proptest::collection::vec(happening(), 0..80),
    ) {
        let mut play = Play::new();
        for happening in happenings {
            play.happen(happening);
            if play.wiped {
                return Ok(());
            }
        }
        play.settle();
        if !play.wiped {
            prop_assert_eq!(play.world.held_by_hub(), play.world.journal.as_slice());
            prop_assert_eq!(play.world.acknowledged, play.world.hub_head().seq);
            prop_assert!(play.world.files.is_empty() && play.world.aside.is_empty());
        }
    }

    #[test]
    fn in_any_weather_everything_arrives_once_and_in_order(
        ops in 0u64..12,
        days in proptest::collection::vec(weather(), 0..60),
        photos in 0u64..3,
    ) {
        let mut world = World::new(ops);
        (0..photos).for_each(|number| world.photograph(number, 1_000));
        let mut days = days.into_iter();
        let mut next = move || days.next().unwrap_or(Weather::Fine);
        while { world.start(Event::Begin); world.drive(&mut next, 2_000) } {}
        world.now = world.now.plus_millis(ASK_AGAIN_MS);
        world.sync(&mut || Weather::Fine);
        prop_assert_eq!(world.held_by_hub(), world.journal.as_slice());
        prop_assert_eq!(world.acknowledged, ops);
        prop_assert!(world.hub_holds_all_photos() && world.aside.is_empty());
    }
}

proptest! {
    // A day passes with every rest, and a session is signed for each.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn files_that_are_sent_together_all_arrive_but_those_that_always_fail(
        photos in 1u64..14,
        bad in proptest::collection::btree_set(0usize..14, 0..4),
        answers in proptest::collection::vec((any::<usize>(), weather()), 0..60),
    ) {
        let mut play = Play::new();
        (0..photos).for_each(|number| play.world.photograph(number, 1_000));
        let bad: BTreeSet<_> =
            bad.iter().filter_map(|at| Some(play.world.files.get(*at)?.upload.photo)).collect();
        play.feed(Event::Begin);
        let mut answers = answers.into_iter();
        for _ in 0..6_000 {
            if play.world.files.len() + play.world.aside.len() <= bad.len() {
                break;
            }
            play.happen(Happening::Free);
            let turn = usize::try_from(play.number).unwrap();
            let (which, weather) = answers.next().unwrap_or((turn, Weather::Fine));
            play.answer_but(&bad, which, weather);
        }
        let left = play.world.files.iter().chain(&play.world.aside).map(|file| file.upload.photo);
        prop_assert_eq!(left.collect::<BTreeSet<_>>(), bad);
    }
}
