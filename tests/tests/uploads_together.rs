//! A host that carries several files at once, as a system's background transfers do: one of them never gets through.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use doorstep_core::{
    domain::visit::VisitOutcome,
    fieldwork::{HostTask, SyncSession},
    sync::TaskId,
};
use doorstep_tests::{
    phone::{Network, drain, enrolled, knock, take_photo, unconfirmed_photos},
    post::Post,
    village::{Village, Worker, home},
};

/// A file that the host has taken over and not reported.
type UnderWay = (TaskId, String, PathBuf, u64);

#[test]
fn files_go_together_and_one_that_never_gets_through_holds_up_no_other() {
    let village = Village::new(97);
    let mut post = Post::to(&village.hub);
    let mut phone = enrolled(&village, Worker::SocialWorker, "worker", 1, &mut post);
    let draft = knock(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap();
    for _ in 0..4 {
        take_photo(&phone.doorstep, &draft, village.folder.path()).unwrap();
    }
    phone.doorstep.finish_visit(draft.id).unwrap();

    let mut session = SyncSession::new(Arc::clone(&phone.doorstep)).unwrap();
    let mut under_way: Vec<UnderWay> = Vec::new();
    let (mut most, mut through, mut stuck) = (0, 0, None);
    session.begin();
    loop {
        match session.next_task() {
            HostTask::Request(task, request) => {
                let answer = post.request(&request).unwrap();
                session.answered(task, answer);
            }
            HostTask::Upload { task, path, file, offset, .. } => {
                stuck.get_or_insert(task);
                under_way.push((task, path, file, offset));
                let tasks: BTreeSet<_> = under_way.iter().map(|(task, ..)| task.to_string()).collect();
                assert_eq!(tasks.len(), under_way.len(), "a file was given out twice");
                most = most.max(tasks.len());
            }
            HostTask::Answers => {
                // All but the stuck one get through, the last given first.
                let next = under_way.iter().rposition(|(task, ..)| Some(*task) != stuck);
                let Some(at) = next else { break };
                let (task, path, file, offset) = under_way.remove(at);
                let answer = post.upload(&path, &file, offset).unwrap();
                session.answered(task, answer);
                through += 1;
            }
            rest => panic!("nothing else is due while a file is under way: {rest:?}"),
        }
    }
    assert_eq!((most, through), (4, 7), "a thumbnail and a copy of each photo, but for the stuck one");
    session.no_answer(stuck.unwrap());
    drop(session);
    drain(&mut phone, &mut post);
    drain(&mut phone, &mut post);
    assert_eq!(unconfirmed_photos(&phone), []);
}
