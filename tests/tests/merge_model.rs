//! Two phones and a hub against a model: any interleaving of edits, visits and exchanges ends with everybody
//! agreeing on every field, every real conflict logged, every visit there once.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    domain::visit::{NextStep, VisitOutcome},
    id::VisitId,
    op::row::{ConflictRow, RowKind},
};
use doorstep_hub::service::document_of;
use doorstep_tests::{
    account::Ledger,
    audit,
    phone::{Phone, drain, enrolled},
    post::Post,
    village::{Village, Worker, elder, home},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// A row of the register and one of its fields.
type Field = (RowKind, Uuid, &'static str);

/// What the random day consists of.
#[derive(Clone, Debug)]
enum Step {
    /// A worker writes a value into a field, at a door.
    Edit { phone: usize, field: usize, value: usize },
    /// A worker makes a visit.
    Visit { phone: usize, place: u32 },
    /// A phone exchanges with the hub.
    Sync { phone: usize },
}

/// Fields that both workers may write, of two homes and one resident.
fn fields() -> Vec<Field> {
    let mut fields = Vec::new();
    for place in [1, 2] {
        let id = home(1, place).0;
        fields.extend([
            (RowKind::Household, id, "greeting"),
            (RowKind::Household, id, "safety_note"),
            (RowKind::Household, id, "village_group"),
        ]);
    }
    fields.push((RowKind::Resident, elder(1, 1).0, "relation"));
    fields
}

/// The home at whose door a field is written.
fn door((_, id, _): Field) -> u32 {
    if id == home(1, 2).0 { 2 } else { 1 }
}

/// What may be written; a form of address cannot be taken away.
fn value(field: Field, number: usize) -> Value {
    match (field.2, number) {
        ("safety_note" | "village_group", 0) => Value::Null,
        (_, number) => json!(["甲", "乙", "丙", "丁"][number % 4]),
    }
}

/// A change that waits in a phone for the next exchange.
#[derive(Clone, Debug)]
struct Change {
    field: Field,
    old: Value,
    new: Value,
    at: u64,
}

/// A conflict as a supervisor reads it: the field, the value that stands and the one that lost.
type Conflict = (Uuid, String, String, String);

/// The design's merge in a few lines: a field that only one side changed is taken; of two changes the later
/// stands; a value beats a removal; the loser is logged.
#[derive(Clone, Debug, Default)]
struct Model {
    hub: BTreeMap<Field, (Value, u64)>,
    /// What each phone shows.
    shown: [BTreeMap<Field, Value>; 2],
    unsent: [Vec<Change>; 2],
    conflicts: BTreeSet<Conflict>,
    /// Conflicts by the change that met them, so that equal ones count apart.
    met: usize,
    time: u64,
}

impl Model {
    fn edit(&mut self, phone: usize, field: Field, new: Value) {
        self.time += 1;
        let old = self.shown[phone].insert(field, new.clone()).unwrap_or_default();
        self.unsent[phone].push(Change { field, old, new, at: self.time });
    }

    fn sync(&mut self, phone: usize) {
        for change in std::mem::take(&mut self.unsent[phone]) {
            self.merge(change);
        }
        self.shown[phone] = self.hub.iter().map(|(field, (value, _))| (*field, value.clone())).collect();
    }

    fn merge(&mut self, change: Change) {
        let Change { field, old, new, at } = change;
        let (current, written) = self.hub.get(&field).cloned().unwrap_or_default();
        if old == new {
            return;
        }
        if current == new {
            self.hub.insert(field, (current, written.max(at)));
            return;
        }
        if current != old {
            let arriving_wins = match (new.is_null(), current.is_null()) {
                (true, false) => false,
                (false, true) => true,
                _ => at > written,
            };
            let (kept, lost) = if arriving_wins { (&new, &current) } else { (&current, &new) };
            self.conflicts.insert((field.1, field.2.to_owned(), kept.to_string(), lost.to_string()));
            self.met += 1;
            if !arriving_wins {
                return;
            }
        }
        self.hub.insert(field, (new, at));
    }
}

/// The real thing beside the model.
struct World {
    village: Village,
    post: Post,
    phones: [Phone; 2],
    ledger: Ledger<VisitId>,
    model: Model,
}

impl World {
    fn new(seed: u64) -> Self {
        let village = Village::new(seed);
        let mut post = Post::to(&village.hub);
        let phones = [
            enrolled(&village, Worker::GridWorker, "one", seed * 2 + 1, &mut post),
            enrolled(&village, Worker::SocialWorker, "two", seed * 2 + 2, &mut post),
        ];
        let mut world = Self { village, post, phones, ledger: Ledger::default(), model: Model::default() };
        for field in fields() {
            let value = world.at_hub(field);
            world.model.hub.insert(field, (value.clone(), 0));
            world.model.shown.iter_mut().for_each(|shown| drop(shown.insert(field, value.clone())));
        }
        world
    }

    fn step(&mut self, step: &Step) {
        self.village.clock.advance(60_000);
        match *step {
            Step::Edit { phone, field, value: number } => {
                let field = fields()[field % fields().len()];
                let new = value(field, number);
                self.write(phone, field, &new);
                self.model.edit(phone, field, new);
            }
            Step::Visit { phone, place } => self.visit(phone, place, |_, _| ()),
            Step::Sync { phone } => {
                drain(&mut self.phones[phone], &mut self.post);
                self.model.sync(phone);
            }
        }
    }

    fn write(&mut self, phone: usize, field: Field, new: &Value) {
        self.visit(phone, door(field), |phone, draft| {
            phone.doorstep.change_field(draft, field.0, field.1, field.2, new.clone()).unwrap();
        });
    }

    /// A visit at which nobody was home, with something done at the door.
    fn visit(&mut self, phone: usize, place: u32, at_the_door: impl Fn(&Phone, doorstep_core::id::DraftId)) {
        let phone = &self.phones[phone];
        let draft = phone.doorstep.start_visit(home(1, place)).unwrap();
        at_the_door(phone, draft.id);
        let mut draft = phone.doorstep.drafts().unwrap().into_iter().find(|one| one.id == draft.id).unwrap();
        draft.outcome = Some(VisitOutcome::NotHome);
        draft.next_step = Some(NextStep::ComeBack);
        phone.doorstep.save_draft(&draft).unwrap();
        self.ledger.acknowledge(phone.doorstep.finish_visit(draft.id).unwrap());
    }

    fn at_hub(&self, (kind, id, name): Field) -> Value {
        let row = self.village.hub.store().reading(|tx| tx.row(kind, id)).unwrap().unwrap().row;
        let document: Value = document_of(&row).unwrap().unwrap();
        document.get(name).cloned().unwrap_or_default()
    }

    fn on_phone(&self, phone: usize, field: Field) -> Value {
        let view = self.phones[phone].doorstep.household(home(1, door(field))).unwrap();
        let document = match field.0 {
            RowKind::Resident => {
                let resident = view.residents.iter().find(|one| one.id.0 == field.1).unwrap();
                serde_json::to_value(resident).unwrap()
            }
            _ => serde_json::to_value(&view.household).unwrap(),
        };
        document.get(field.2).cloned().unwrap_or_default()
    }

    /// What each phone shows between exchanges is its own work over what the hub last sent.
    fn check_shown(&self) -> Result<(), TestCaseError> {
        for phone in [0, 1] {
            for field in fields() {
                let (shown, expected) = (self.on_phone(phone, field), &self.model.shown[phone][&field]);
                prop_assert_eq!(&shown, expected, "phone {} shows {:?}", phone, field);
            }
        }
        Ok(())
    }

    fn check_at_rest(&mut self) -> Result<(), TestCaseError> {
        for phone in [0, 1, 0, 1] {
            self.step(&Step::Sync { phone });
        }
        for field in fields() {
            let (expected, _) = &self.model.hub[&field];
            prop_assert_eq!(&self.at_hub(field), expected, "the hub holds {:?}", field);
        }
        self.check_shown()?;
        let logged: Vec<ConflictRow> = audit::documents(&self.village.hub, RowKind::Conflict);
        prop_assert_eq!(logged.len(), self.model.met, "conflicts in the log");
        let logged: BTreeSet<Conflict> = logged
            .into_iter()
            .map(|one| (one.row_id, one.field, one.kept.to_string(), one.lost.to_string()))
            .collect();
        prop_assert_eq!(&logged, &self.model.conflicts);
        let ops: Vec<_> =
            self.phones.iter().flat_map(|one| one.doorstep.prove_journal().unwrap().ops).collect();
        audit::nothing_lost_or_doubled(&self.village.hub, &self.ledger, &ops);
        Ok(())
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0usize..2, 0usize..7, 0usize..4).prop_map(|(phone, field, value)| Step::Edit { phone, field, value }),
        1 => (0usize..2, 1u32..4).prop_map(|(phone, place)| Step::Visit { phone, place }),
        3 => (0usize..2).prop_map(|phone| Step::Sync { phone }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_phones_and_a_hub_agree_with_the_model(steps in prop::collection::vec(step(), 1..40), seed in 1u64..1_000) {
        let mut world = World::new(seed);
        for step in &steps {
            world.step(step);
            world.check_shown()?;
        }
        world.check_at_rest()?;
    }
}
