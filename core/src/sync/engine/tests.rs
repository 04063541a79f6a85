use super::{
    world::{Rest, Weather, World},
    *,
};
use crate::{
    id::SeededIds,
    op::order::OrderKind,
    seal::SoftwareKey,
    sync::{HttpResponse, Task},
};

const HOUR: i64 = 3_600_000;

fn fine() -> impl FnMut() -> Weather {
    || Weather::Fine
}

fn metered(metered_photos: bool) -> Event {
    Event::Host(HostStatus { network: Network::Metered, metered_photos, ..HostStatus::default() })
}

fn bodies(world: &World) -> Vec<String> {
    let mut all: Vec<_> = world.hub.values().flatten().map(|op| op.body.clone()).collect();
    all.sort();
    all
}

#[test]
fn a_sync_with_nothing_to_do_is_one_request() {
    let mut world = World::new(2);
    world.sync(&mut fine());
    world.requests.clear();
    world.sync(&mut fine());
    assert_eq!(world.requests, [path::FEED]);
}

#[test]
fn an_answer_of_the_feed_that_does_not_arrive_is_asked_for_smaller_until_it_does() {
    use Weather::{Fine, ReplyCut, ReplyLost};
    let mut world = World::new(2);
    world.sync(&mut fine());
    world.rows_asked.clear();
    // After each failure the hub's head is asked for first.
    let mut weather = [ReplyLost, Fine, ReplyCut, Fine, ReplyLost, Fine].into_iter();
    world.sync(&mut || weather.next().unwrap_or(Fine));
    assert_eq!(world.rows_asked, [None, Some(2_000), Some(500), Some(125)]);
    world.sync(&mut fine());
    assert_eq!(world.rows_asked.last(), Some(&Some(250)), "it grows again");
}

#[test]
fn a_hub_restored_from_a_backup_gets_again_what_it_lost() {
    let mut world = World::new(5);
    world.sync(&mut fine());
    world.hub.get_mut(&world.device).unwrap().truncate(2);
    world.engine = Engine::new(world.device, world.engine.order_key.clone(), 43);
    world.sync(&mut fine());
    assert_eq!(world.hub[&world.device], world.journal);
}

#[test]
fn a_hub_restored_from_before_what_was_trimmed_gets_again_all_that_is_still_here() {
    let mut world = World::new(5);
    world.sync(&mut fine());
    world.trimmed = 3;
    world.hub.get_mut(&world.device).unwrap().truncate(1);
    world.record(90);
    let old = world.device;
    world.engine = Engine::new(world.device, world.engine.order_key.clone(), 45);
    world.sync(&mut fine());
    assert_ne!(world.device, old);
    assert_eq!(bodies(&world), [r#"{"n":0}"#, r#"{"n":3}"#, r#"{"n":4}"#, r#"{"n":90}"#]);
    assert_eq!(world.acknowledged, 3);
    world.record(91);
    world.sync(&mut fine());
    assert_eq!(world.held_by_hub(), world.journal, "and nothing stalls");
}

#[test]
fn a_phone_restored_from_a_backup_goes_on_under_a_new_id() {
    let mut world = World::new(3);
    world.sync(&mut fine());
    world.journal.truncate(1);
    world.acknowledged = 1;
    world.record(90);
    let old = world.device;
    world.engine = Engine::new(world.device, world.engine.order_key.clone(), 44);
    world.sync(&mut fine());
    assert_ne!(world.device, old);
    assert_eq!(bodies(&world), [r#"{"n":0}"#, r#"{"n":1}"#, r#"{"n":2}"#, r#"{"n":90}"#]);
}

#[test]
fn without_a_network_it_holds_and_goes_on_when_one_comes() {
    let mut world = World::new(1);
    world.start(Event::Host(HostStatus { network: Network::Offline, ..Default::default() }));
    world.start(Event::Begin);
    assert!(world.drive(&mut fine(), 10));
    assert_eq!(world.causes, [Cause::NoNetwork]);
    world.start(Event::Host(HostStatus::default()));
    assert!(!world.drive(&mut fine(), 100));
    assert_eq!(world.acknowledged, 1);
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_draining_phone_sends_what_it_has_before_it_wipes() {
    let mut world = World::new(2);
    world.photograph(1, 10);
    world.refuses = Some(world.genuine(OrderKind::DrainThenWipe));
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!((world.acknowledged, world.files.len()), (2, 0));
    assert_eq!(world.obeyed, [OrderKind::DrainThenWipe]);
}

#[test]
fn a_photo_that_the_hub_will_never_take_keeps_no_draining_phone_from_wiping() {
    for (weather, cause) in
        [(Weather::Altered, Cause::PhotoAltered), (Weather::TooLarge, Cause::PhotoTooLarge)]
    {
        let mut world = World::new(2);
        world.photograph(1, 10);
        world.photograph(2, 10);
        world.on_files = Some(weather);
        world.refuses = Some(world.genuine(OrderKind::DrainThenWipe));
        world.start(Event::Begin);
        world.drive(&mut fine(), 200);
        assert_eq!(world.causes, [cause, cause]);
        assert_eq!((world.acknowledged, &*world.obeyed), (2, &[OrderKind::DrainThenWipe][..]));
    }
}

#[test]
fn a_draining_phone_whose_photo_is_refused_for_its_record_wipes_nothing_and_hears_that_it_goes_on() {
    let mut world = World::new(1);
    world.photograph(1, 10);
    world.stops_at_wait = true;
    world.refuses = Some(world.genuine(OrderKind::DrainThenWipe));
    // The order was taken back after the phone heard it and before its photo came.
    world.on_files = Some(Weather::RecordRejected);
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!((&*world.causes, world.obeyed.len()), (&[Cause::PhotoRecordRejected][..], 0));
    world.refuses = None;
    world.orders = vec![world.genuine(OrderKind::Resume)];
    world.now = world.now.plus_millis(HOUR);
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!((&*world.obeyed, world.aside.len()), (&[OrderKind::Resume][..], 1), "it is kept");
}

#[test]
fn a_draining_phone_sends_again_what_a_restored_hub_lost_before_it_wipes() {
    let mut world = World::new(2);
    (1..4).for_each(|number| world.photograph(number, 10));
    world.sync(&mut fine());
    let lost = world.sent[1].upload.photo;
    world.hub_files.remove(&lost);
    world.requests.clear();
    world.refuses = Some(world.genuine(OrderKind::DrainThenWipe));
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert!(world.hub_holds_all_photos());
    assert_eq!(world.obeyed, [OrderKind::DrainThenWipe]);
    let announced = world.requests.iter().filter(|path| *path == path::UPLOADS).count();
    assert_eq!(announced, 3, "each once");
}

#[test]
fn an_order_that_the_hub_did_not_sign_is_ignored() {
    let mut world = World::new(1);
    let stranger = SoftwareKey::generate(&SeededIds::new(99));
    world.orders = vec![world.order(OrderKind::WipeNow, &stranger)];
    world.sync(&mut fine());
    assert!(world.obeyed.is_empty());
}

#[test]
fn an_order_to_wipe_that_a_later_page_takes_back_wipes_nothing() {
    let mut world = World::new(1);
    world.orders = vec![world.genuine(OrderKind::WipeNow)];
    world.later_orders = [vec![], vec![world.genuine(OrderKind::Resume)]].into();
    world.sync(&mut fine());
    assert_eq!(world.obeyed, [OrderKind::Resume]);
}

#[test]
fn an_order_to_wipe_is_obeyed_once_the_feed_is_read_however_often_that_is_cut() {
    let mut world = World::new(1);
    let stranger = SoftwareKey::generate(&SeededIds::new(99));
    world.orders = vec![world.genuine(OrderKind::WipeNow)];
    // Whoever cannot sign for the hub takes nothing back.
    world.later_orders = [vec![world.order(OrderKind::Resume, &stranger)]].into();
    let mut answers = 0;
    let mut every_third_is_lost = || {
        answers += 1;
        if answers % 3 == 0 { Weather::ReplyLost } else { Weather::Fine }
    };
    world.start(Event::Begin);
    world.drive(&mut every_third_is_lost, 500);
    assert_eq!(world.obeyed, [OrderKind::WipeNow]);
}

#[test]
fn a_resumed_drain_is_heard_while_a_photo_waits() {
    let mut world = World::new(1);
    world.photograph(1, 10);
    world.start(metered(false));
    world.refuses = Some(world.genuine(OrderKind::DrainThenWipe));
    world.sync(&mut fine());
    world.sync(&mut fine());
    assert!(world.obeyed.is_empty(), "a photo is still here");
    world.refuses = None;
    world.orders = vec![world.genuine(OrderKind::Resume)];
    world.sync(&mut fine());
    assert_eq!(world.obeyed, [OrderKind::Resume]);
    world.start(Event::Host(HostStatus::default()));
    world.sync(&mut fine());
    assert_eq!((world.files.len(), world.obeyed.len()), (0, 1), "the photo went and nothing was wiped");
}

#[test]
fn a_photo_that_fails_keeps_a_draining_phone_from_wiping_and_records_going() {
    let mut world = World::new(1);
    world.photograph(1, 10);
    world.on_files = Some(Weather::Busy);
    world.stops_at_wait = true;
    world.refuses = Some(world.genuine(OrderKind::DrainThenWipe));
    for number in 50..60 {
        world.record(number);
        world.start(Event::Begin);
        world.drive(&mut fine(), 200);
        world.now = world.now.plus_millis(HOUR);
    }
    assert_eq!((world.acknowledged, world.obeyed.len()), (11, 0));
    world.on_files = None;
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!((world.files.len(), world.obeyed.as_slice()), (0, [OrderKind::DrainThenWipe].as_slice()));
}

// ── waits ───────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_new_record_never_waits_for_a_photo_that_failed() {
    for weather in [Weather::Busy, Weather::RequestLost, Weather::Portal, Weather::TooNew] {
        let mut world = World::new(1);
        world.photograph(1, 10);
        world.on_files = Some(weather);
        world.stops_at_wait = true;
        world.start(Event::Begin);
        world.drive(&mut fine(), 200);
        assert_eq!(world.files.len(), 1);
        let before = world.now;
        world.record(50);
        world.start(Event::Begin);
        world.drive(&mut fine(), 200);
        assert_eq!(world.acknowledged, 2, "{weather:?}");
        assert!(world.now.since(before) < 2_000, "at once");
    }
}

#[test]
fn an_announcement_that_fails_puts_off_its_photo_alone() {
    let mut world = World::new(1);
    world.sync(&mut fine());
    world.photograph(1, 10);
    world.stops_at_wait = true;
    world.start(Event::Begin);
    // The feed goes through; the announcement does not.
    let mut weather = [Weather::Fine, Weather::Busy].into_iter();
    world.drive(&mut || weather.next().unwrap_or(Weather::Fine), 200);
    assert_eq!(world.files[0].put_off.map(|(_, cause)| cause), Some(Cause::HubBusy));
    world.record(50);
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!(world.acknowledged, 2);
}

#[test]
fn a_person_ends_a_wait_but_not_one_that_the_hub_asked_for() {
    for (weather, ended) in [(Weather::RequestLost, true), (Weather::Busy, false)] {
        let mut world = World::new(1);
        world.stops_at_wait = true;
        world.start(Event::Begin);
        world.drive(&mut || weather, 200);
        world.start(Event::Begin);
        assert!(world.commands.is_empty(), "a wait goes on when something is recorded");
        world.start(Event::SendNow);
        world.drive(&mut fine(), 200);
        assert_eq!(world.acknowledged == 1, ended, "{weather:?}");
        world.now = world.now.plus_millis(3_000);
        world.start(Event::SendNow);
        world.drive(&mut fine(), 200);
        assert_eq!(world.acknowledged, 1);
    }
}

#[test]
fn a_hub_that_tells_its_head_but_takes_nothing_is_asked_less_and_less() {
    let mut world = World::new(1);
    world.stops_at_wait = true;
    world.hub_takes = 0;
    let mut longest = 0;
    for _ in 0..12 {
        world.start(Event::Woke);
        world.start(Event::Begin);
        world.drive(&mut fine(), 200);
        let mut waits = world.engine.backoff.clone();
        longest = waits.failed(world.now, None).since(world.now).max(longest);
        world.now = world.now.plus_millis(HOUR);
    }
    assert!(longest > 60_000, "{longest}");
}

#[test]
fn a_session_that_is_refused_at_once_is_not_renewed_without_end() {
    let mut world = World::new(1);
    world.stops_at_wait = true;
    world.start(Event::Begin);
    let mut weather = [Weather::Fine, Weather::Fine].into_iter();
    assert!(world.drive(&mut || weather.next().unwrap_or(Weather::SessionGone), 500));
    assert_eq!(world.causes, [Cause::SessionRefused]);
}

// ── too large ───────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_photo_that_is_too_large_does_not_make_pushes_smaller() {
    let mut world = World::new(1);
    world.photograph(1, 10);
    world.on_files = Some(Weather::TooLarge);
    world.stops_at_wait = true;
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!((world.aside.len(), &*world.causes), (1, &[Cause::PhotoTooLarge][..]));
    world.record(50);
    world.sync_or_wait();
    assert_eq!((world.acknowledged, world.limits.last()), (2, Some(&None)));
}

#[test]
fn a_push_is_split_down_to_what_the_hub_takes_and_grows_again() {
    let mut world = World::new(100);
    world.hub_takes = 7;
    world.sync(&mut fine());
    assert_eq!(world.held_by_hub(), world.journal);
    assert!(world.limits.contains(&Some(50)) && world.limits.contains(&Some(6)), "{:?}", world.limits);
    world.hub_takes = usize::MAX;
    for number in 200..240 {
        world.record(number);
        world.sync(&mut fine());
    }
    assert_eq!(world.limits.last(), Some(&None));
}

#[test]
fn records_that_the_hub_has_no_room_for_stay_here_and_hold_up_neither_feed_nor_photos() {
    let mut world = World::new(2);
    world.photograph(1, 10);
    world.stops_at_wait = true;
    world.start(Event::Begin);
    // The session is opened, then the push is refused.
    let mut weather = [Weather::Fine, Weather::Fine, Weather::ManyDeferred].into_iter();
    world.drive(&mut || weather.next().unwrap_or(Weather::Fine), 500);
    assert_eq!((world.acknowledged, &*world.causes), (0, &[Cause::TooManyRecordsWait][..]));
    assert!(world.requests.contains(&path::FEED.to_owned()));
    assert!(world.files.is_empty());
    world.start(Event::Woke);
    world.drive(&mut fine(), 500);
    assert_eq!(world.acknowledged, 2);
}

#[test]
fn a_record_that_is_too_large_alone_says_so_and_holds_up_neither_feed_nor_photos() {
    let mut world = World::new(2);
    world.photograph(1, 10);
    world.hub_takes = 0;
    world.stops_at_wait = true;
    world.start(Event::Begin);
    world.drive(&mut fine(), 500);
    assert_eq!(world.causes, [Cause::RecordTooLarge]);
    assert!(world.requests.contains(&path::FEED.to_owned()));
    assert!(world.files.is_empty());
    world.hub_takes = 200;
    world.start(Event::Woke);
    world.drive(&mut fine(), 500);
    assert_eq!(world.acknowledged, 2);
}

// ── photos ──────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn photos_wait_for_an_unmetered_network_and_records_do_not() {
    let mut world = World::new(1);
    world.photograph(1, 10);
    world.start(metered(false));
    world.start(Event::Begin);
    let rest = world.rest(&mut fine());
    let Rest::Finished(summary) = rest else { panic!("{rest:?}") };
    assert_eq!(summary.photos_wait, Some(Cause::WaitsForUnmetered));
    assert_eq!((world.acknowledged, world.files.len()), (1, 1));
}

#[test]
fn an_old_photo_behind_a_young_one_goes_over_a_metered_network() {
    let mut world = World::new(1);
    let old = world.now.plus_millis(-49 * HOUR);
    world.photograph(1, 10);
    world.photograph(2, 10);
    world.files[1].captured_at = old;
    world.start(metered(true));
    world.start(Event::Begin);
    let rest = world.rest(&mut fine());
    let Rest::Finished(summary) = rest else { panic!("{rest:?}") };
    assert_eq!(summary.photos_wait, Some(Cause::WaitsForAge));
    assert_eq!(world.files.iter().map(|file| file.captured_at > old).collect::<Vec<_>>(), [true]);
}

#[test]
fn a_photo_that_always_fails_lets_all_others_pass() {
    let mut world = World::new(0);
    (1..6).for_each(|number| world.photograph(number, 10));
    let bad = world.files[0].upload.photo;
    world.start(Event::Begin);
    let mut left = 2_000;
    while world.files.len() > 1 && left > 0 {
        left -= 1;
        let command = world.commands.remove(0);
        let event = match world.perform(command) {
            world::Reply::Send(task, Task::Upload { photo, .. }) if photo == bad => Event::NoAnswer(task),
            world::Reply::Send(task, work) => world.host(task, &work, Weather::Fine),
            world::Reply::Event(event) => event,
            world::Reply::Rest(rest) => world.pass(rest),
        };
        let next = world.engine.step(world.now, event);
        world.commands.splice(0..0, next);
    }
    assert_eq!(world.files.iter().map(|file| file.upload.photo).collect::<Vec<_>>(), [bad]);
}

/// Follows the exchange until the host has no other task than uploads, which it keeps.
fn until_only_files_are_under_way(world: &mut World, files: &mut Vec<(TaskId, Task)>) {
    while !world.commands.is_empty() {
        let command = world.commands.remove(0);
        let event = match world.perform(command) {
            world::Reply::Send(task, work @ Task::Upload { .. }) => {
                files.push((task, work));
                continue;
            }
            world::Reply::Send(task, work) => world.host(task, &work, Weather::Fine),
            world::Reply::Event(event) => event,
            world::Reply::Rest(_) => continue,
        };
        let next = world.engine.step(world.now, event);
        world.commands.splice(0..0, next);
    }
}

#[test]
fn a_host_that_asks_for_more_is_given_a_few_files_and_one_without_an_answer_holds_up_no_other() {
    let mut world = World::new(1);
    (1..12).for_each(|number| world.photograph(number, 10));
    let silent = TaskId::Upload(world.files[0].upload.photo);
    let mut files = Vec::new();
    world.start(Event::Begin);
    until_only_files_are_under_way(&mut world, &mut files);
    assert_eq!(files.len(), 1, "a host that does one thing after the other is given one");
    for _ in 0..200 {
        while files.len() < 8 {
            let before = files.len();
            world.start(Event::HostFree);
            until_only_files_are_under_way(&mut world, &mut files);
            if files.len() == before {
                break;
            }
        }
        let sent: std::collections::BTreeSet<_> = files.iter().map(|(task, _)| task.to_string()).collect();
        assert!(files.len() <= 4 && sent.len() == files.len(), "{sent:?}");
        let Some(at) = files.iter().rposition(|(task, _)| *task != silent) else { break };
        let (task, work) = files.remove(at);
        let event = world.host(task, &work, Weather::Fine);
        world.start(event);
        until_only_files_are_under_way(&mut world, &mut files);
    }
    assert_eq!((world.acknowledged, world.sent.len(), world.files.len()), (1, 10, 1));
    world.start(Event::NoAnswer(silent));
    world.drive(&mut fine(), 500);
    assert!(world.hub_holds_all_photos(), "and it is not lost");
}

#[test]
fn a_record_goes_while_files_are_under_way() {
    let mut world = World::new(0);
    (1..5).for_each(|number| world.photograph(number, 10));
    let mut files = Vec::new();
    world.start(Event::Begin);
    until_only_files_are_under_way(&mut world, &mut files);
    for _ in 0..3 {
        world.start(Event::HostFree);
        until_only_files_are_under_way(&mut world, &mut files);
    }
    assert_eq!(files.len(), 4);
    world.record(50);
    world.start(Event::Begin);
    until_only_files_are_under_way(&mut world, &mut files);
    assert_eq!((world.acknowledged, files.len()), (1, 4));
}

#[test]
fn files_that_were_given_up_together_are_asked_about_and_sent_again() {
    let mut world = World::new(0);
    (1..5).for_each(|number| world.photograph(number, 10));
    let mut files = Vec::new();
    for event in [Event::Begin, Event::HostFree, Event::HostFree, Event::HostFree] {
        world.start(event);
        until_only_files_are_under_way(&mut world, &mut files);
    }
    assert_eq!(files.len(), 4);
    world.start(Event::Cancel);
    until_only_files_are_under_way(&mut world, &mut files);
    world.sync(&mut fine());
    assert!(world.hub_holds_all_photos());
}

#[test]
fn a_photo_that_the_hub_has_no_room_for_waits_as_long_as_it_asks_and_holds_up_no_other() {
    let mut world = World::new(0);
    world.sync(&mut fine());
    (1..=5).for_each(|number| world.photograph(number, 10));
    world.stops_at_wait = true;
    let begun = world.now;
    world.start(Event::Begin);
    // The feed goes through; of the announcements the last alone.
    let mut weather = [Weather::Fine].into_iter().chain([Weather::NoRoom; 4]);
    world.drive(&mut || weather.next().unwrap_or(Weather::Fine), 500);
    assert_eq!((world.sent.len(), world.files.len()), (1, 4));
    for file in &world.files {
        let (next_try, cause) = file.put_off.unwrap();
        assert_eq!(cause, Cause::TooManyPhotosWait);
        assert!(next_try.since(begun) >= 600_000, "as the hub asked");
    }
}

#[test]
fn when_every_photo_fails_it_does_not_try_them_all() {
    let mut world = World::new(0);
    (1..60).for_each(|number| world.photograph(number, 10));
    world.on_files = Some(Weather::RequestLost);
    world.stops_at_wait = true;
    world.start(Event::Begin);
    world.drive(&mut fine(), 5_000);
    assert_eq!(world.files.iter().filter(|file| file.put_off.is_some()).count(), 3);
}

#[test]
fn an_upload_that_the_hub_no_longer_knows_begins_anew() {
    let mut world = World::new(0);
    world.photograph(1, 10);
    world.on_files = Some(Weather::NotThere);
    world.stops_at_wait = true;
    world.start(Event::Begin);
    world.drive(&mut fine(), 200);
    assert_eq!(world.files[0].put_off.map(|(_, cause)| cause), Some(Cause::UploadBeginsAnew));
    world.on_files = None;
    world.stops_at_wait = false;
    world.now = world.now.plus_millis(HOUR);
    world.sync(&mut fine());
    assert!(world.files.is_empty());
}

#[test]
fn an_answer_to_an_upload_of_a_process_that_died_changes_nothing() {
    let mut world = World::new(0);
    world.photograph(1, 10);
    let task = TaskId::Upload(world.files[0].upload.photo);
    let response =
        HttpResponse { status: 204, protocol: Some(1), upload_offset: Some(10), ..Default::default() };
    world.start(Event::Answered(task, response));
    assert!(world.commands.is_empty());
    world.sync(&mut fine());
    assert!(world.files.is_empty());
}

impl World {
    /// Begins an exchange and follows it to its end or its first wait.
    fn sync_or_wait(&mut self) {
        self.start(Event::Begin);
        self.drive(&mut fine(), 500);
    }

    /// Follows the exchange to its first rest.
    fn rest(&mut self, weather: &mut dyn FnMut() -> Weather) -> Rest {
        loop {
            let command = self.commands.remove(0);
            let event = match self.perform(command) {
                world::Reply::Rest(rest) => return rest,
                world::Reply::Event(event) => event,
                world::Reply::Send(task, work) => self.host(task, &work, weather()),
            };
            let next = self.engine.step(self.now, event);
            self.commands.splice(0..0, next);
        }
    }

    /// What ends this rest, as a host would.
    fn pass(&mut self, rest: Rest) -> Event {
        match rest {
            Rest::Wait(at, _) => {
                self.now = at;
                Event::Woke
            }
            Rest::Finished(summary) => {
                self.now = summary.photos_retry.map_or(self.now, |(at, _)| at.max(self.now));
                Event::Begin
            }
            Rest::Hold(_) | Rest::Obeyed(_) => Event::Begin,
        }
    }
}
