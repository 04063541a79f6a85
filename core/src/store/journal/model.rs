//! The journal against a model: whatever happens in whatever order, nothing is lost and nothing is doubled.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    seal::{PublicKey, verify_journal},
    store::{
        Durability, Store,
        device::set_identity,
        sample::{identity_of, record, remark},
    },
};

/// One thing that may happen to a phone.
#[derive(Clone, Debug)]
enum Step {
    /// A finish of so many operations.
    Record(u8),
    /// The hub acknowledges this share (of 255) of what is unsent, of which a backup holds that share.
    Acknowledge(u8, u8),
    /// The hub was restored and lost this share of what no backup held.
    Rewind(u8),
    /// The phone gets a new id.
    Adopt,
    /// The app is killed and opened again.
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1u8..4).prop_map(Step::Record),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(share, backup)| Step::Acknowledge(share, backup)),
        1 => any::<u8>().prop_map(Step::Rewind),
        1 => Just(Step::Adopt),
        1 => Just(Step::Kill),
    ]
}

/// What must be true of a phone: which operations stand where, and what the hub holds of them.
#[derive(Default)]
struct Model {
    /// The chains by device number from 1, the last in use: their operations in order.
    chains: Vec<Chain>,
    recorded: Vec<OpId>,
    millis: i64,
}

#[derive(Clone, Default)]
struct Chain {
    ops: Vec<WireOp>,
    acknowledged: usize,
    backed_up: usize,
}

fn share(of: usize, share: u8) -> usize {
    of * usize::from(share) / 255
}

impl Model {
    fn last(&mut self) -> &mut Chain {
        self.chains.last_mut().unwrap()
    }

    /// Whole groups only: the hub takes no half of one.
    fn whole(&mut self, count: usize) -> usize {
        let chain = self.last();
        (0..=count)
            .rev()
            .find(|count| {
                *count == 0 || chain.ops[count - 1].group_index + 1 == chain.ops[count - 1].group_len
            })
            .unwrap_or(0)
    }

    fn apply(&mut self, step: &Step, store: &Store) {
        match step {
            Step::Record(count) => {
                self.millis += 1;
                let ops = record(store, self.millis, (0..u128::from(*count)).map(remark).collect());
                self.recorded.extend(ops.iter().map(|op| op.op_id));
                self.last().ops.extend(ops);
            }
            Step::Acknowledge(part, backup) => {
                let chain = self.last();
                let reached = chain.acknowledged + share(chain.ops.len() - chain.acknowledged, *part);
                let reached = self.whole(reached).max(self.last().acknowledged);
                let backed_up = self.last().backed_up + share(reached - self.last().backed_up, *backup);
                let chain = self.last();
                (chain.acknowledged, chain.backed_up) = (reached, backed_up);
                at(store, reached, |tx, head| acknowledge(tx, head, u64::try_from(backed_up).unwrap()));
                if backed_up > 0 {
                    let (_, earlier) = self.chains.split_last_mut().unwrap();
                    earlier.iter_mut().for_each(|chain| chain.backed_up = chain.acknowledged);
                }
            }
            Step::Rewind(part) => {
                let chain = self.last();
                let kept = chain.backed_up + share(chain.acknowledged - chain.backed_up, *part);
                chain.acknowledged = kept;
                at(store, kept, rewind_to);
            }
            Step::Adopt => {
                let number = self.chains.len() as u128 + 1;
                let acknowledged = u64::try_from(self.last().acknowledged).unwrap();
                self.adopt(number);
                store
                    .write(Durability::Capture, |tx| adopt_device(tx, &identity_of(number), acknowledged))
                    .unwrap();
            }
            Step::Kill => {}
        }
    }

    /// What the new id takes over: of the id in use what is not acknowledged, of earlier ones what no backup
    /// holds, of each operation its last place.
    fn adopt(&mut self, number: u128) {
        let device = identity_of(number).device;
        let mut head = Head { seq: 0, hash: crate::seal::genesis(device, &identity_of(number).public_key) };
        let mut ops = Vec::new();
        let last = self.chains.len() - 1;
        for (index, chain) in self.chains.iter().enumerate() {
            let moved_on: BTreeSet<OpId> =
                self.chains[index + 1..].iter().flat_map(|later| &later.ops).map(|op| op.op_id).collect();
            let held = if index == last { chain.acknowledged } else { chain.backed_up };
            let held = held.min(chain.ops.len());
            let mut start = held;
            // A group that a backup cut goes along whole.
            if held > 0 && chain.ops[held - 1].group_index + 1 < chain.ops[held - 1].group_len {
                start = held - 1 - usize::from(chain.ops[held - 1].group_index);
            }
            for op in chain.ops[start..].iter().filter(|op| !moved_on.contains(&op.op_id)) {
                let op = op.clone().rechained(device, head);
                head = op.head();
                ops.push(op);
            }
        }
        self.chains.push(Chain { ops, ..Chain::default() });
    }

    fn check(&mut self, store: &Store) {
        let chain = self.last().clone();
        let unsent: Vec<WireOp> = chain.ops[chain.acknowledged..].to_vec();
        let found = store.read(|tx| all_after(tx, acknowledged(tx)?.seq)).unwrap();
        assert_eq!(found, unsent, "what is unsent is sent, once, in order");

        let items = store.read(|tx| outbox(tx, None, 10_000)).unwrap();
        let shown: BTreeSet<OpId> = items.iter().map(|item| item.op_id).collect();
        assert_eq!((items.len(), shown.len()), (chain.ops.len(), chain.ops.len()), "each once in the outbox");

        let mut kept = BTreeSet::new();
        for (number, chain) in (1u128..).zip(&self.chains) {
            kept.extend(prove(store, number, chain.ops.len()));
        }
        assert_eq!(kept, self.recorded.iter().copied().collect(), "nothing recorded is lost");
    }
}

/// Calls `work` with the head of the chain in use at `seq`.
fn at(store: &Store, seq: usize, work: impl Fn(&Tx<'_>, Head) -> Result<(), StoreError>) {
    let seq = u64::try_from(seq).unwrap();
    store
        .write(Durability::Replayable, |tx| {
            let hash = hash_at(tx, seq)?.ok_or(StoreError::JournalFork { seq })?;
            work(tx, Head { seq, hash })
        })
        .unwrap();
}

fn all_after(tx: &Tx<'_>, mut after: u64) -> Result<Vec<WireOp>, StoreError> {
    let mut found: Vec<WireOp> = Vec::new();
    loop {
        let batch = batch_after_limited(tx, after, 2)?;
        let Some(last) = batch.last() else { return Ok(found) };
        after = last.seq;
        found.extend(batch);
    }
}

/// Proves the chain of one device id, of this length; answers its operations.
fn prove(store: &Store, number: u128, length: usize) -> Vec<OpId> {
    let identity = identity_of(number);
    let entries = store.read(|tx| entries(tx, identity.device, 0, 10_000)).unwrap();
    let ids = entries.iter().map(|entry| entry.link.op_id).collect();
    let key = PublicKey::from_sec1(&identity.public_key).unwrap();
    let proof = verify_journal(identity.device, &key, entries.into_iter(), &[]).unwrap();
    assert_eq!(proof.entries, u64::try_from(length).unwrap());
    ids
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_loses_or_doubles_an_operation(steps in prop::collection::vec(step(), 1..20)) {
        let folder = tempfile::tempdir().unwrap();
        let key = crate::store::DbKey::from_bytes([3; 32]);
        let mut store = Store::open(folder.path(), &key).unwrap();
        store.write(Durability::Capture, |tx| set_identity(tx, &identity_of(1))).unwrap();
        let mut model = Model { chains: vec![Chain::default()], ..Model::default() };
        for step in &steps {
            if matches!(step, Step::Kill) {
                store.die();
                store = Store::open(folder.path(), &key).unwrap();
            }
            model.apply(step, &store);
            model.check(&store);
        }
    }
}
