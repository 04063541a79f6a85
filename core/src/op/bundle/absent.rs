//! Why bodies are not in a bundle, as whoever holds the journal states it.
//!
//! The chain proves that there was an entry; what became of its body only its holder can say. So this is a statement,
//! signed by the phone or the hub that made the bundle, about this very journal, and worth as much as its key.

use serde::{Deserialize, Serialize};

use super::report::{AbsentReport, StatedBy};
use crate::{
    id::DeviceId,
    seal::{Digest, Proof, PublicKey, SignError, Signer, message},
    text::{Text, check_line},
    time::Day,
};

const CONTEXT: &str = "doorstep/bundle/absent/1";
/// The longest legal basis, in characters.
const MAX_BASIS: usize = 200;

/// Why an entry's body is not in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Absence {
    /// The law asked for it, and it is nowhere any more that its holder answers for.
    Erased(Erasure),
    /// The holder keeps history for so long and no longer, and did not keep this.
    Trimmed,
    /// The holder has it, and the bundle is not about it.
    LeftOut,
}

/// When and why a body was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// The day, in the tenant's zone.
    pub on: Day,
    /// The legal basis, as cited: one line.
    pub legal_basis: String,
}

impl Absence {
    /// The reason as a sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Erased(Erasure { on, legal_basis }) => Text::new(
                format!("已于 {on} 依法删除(依据：{legal_basis})。"),
                format!("It was erased by law on {on} ({legal_basis})."),
            ),
            Self::Trimmed => {
                Text::new("已随旧记录精简。", "It was trimmed with history that is kept no longer.")
            }
            Self::LeftOut => Text::new("证据包未附上。", "It was left out of the bundle."),
        }
    }

    /// Whether what it says can be shown on one line.
    fn is_readable(&self) -> bool {
        match self {
            Self::Erased(Erasure { legal_basis, .. }) => {
                !legal_basis.trim().is_empty() && check_line(legal_basis, MAX_BASIS).is_ok()
            }
            Self::Trimmed | Self::LeftOut => true,
        }
    }

    /// Word, day and legal basis, as they are signed.
    fn fields(&self) -> [Vec<u8>; 3] {
        match self {
            Self::Erased(Erasure { on, legal_basis }) => {
                [b"Erased".to_vec(), on.to_string().into_bytes(), legal_basis.clone().into_bytes()]
            }
            Self::Trimmed => [b"Trimmed".to_vec(), Vec::new(), Vec::new()],
            Self::LeftOut => [b"LeftOut".to_vec(), Vec::new(), Vec::new()],
        }
    }
}

/// Entries in a row whose bodies are not in the bundle for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsentRun {
    /// The first of them.
    pub from: u64,
    /// The last of them.
    pub to: u64,
    /// The reason.
    pub why: Absence,
}

/// The statement: of which entries the bodies are not in the bundle, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    /// The entries, in order.
    pub entries: Vec<AbsentRun>,
    /// Whose word it is: the key of the device, or that of the hub.
    pub public_key: PublicKey,
    /// Its signature over the statement and the journal's last hash, 64 bytes r ‖ s; hexadecimal in text.
    #[serde(with = "hex::serde")]
    pub signature: Vec<u8>,
}

impl Absent {
    /// Signs the statement about the journal of `device` whose last entry has the hash `head`.
    ///
    /// # Errors
    /// When the key store does not sign.
    pub fn sign(
        signer: &dyn Signer,
        device: DeviceId,
        head: &Digest,
        entries: Vec<AbsentRun>,
    ) -> Result<Self, SignError> {
        let public_key = PublicKey::from_sec1(&signer.public_key())?;
        let signature = signer.sign(&statement(device, head, &entries))?;
        Ok(Self { entries, public_key, signature })
    }

    /// Whether its key signed it, and for this journal.
    pub(super) fn is_genuine(&self, device: DeviceId, head: &Digest) -> bool {
        self.public_key.verify(&statement(device, head, &self.entries), &self.signature).is_ok()
    }

    /// Whether it can be about this journal: in order, within it, and of no more bodies than are not there.
    pub(super) fn fits(&self, journal: &Proof) -> bool {
        let (mut last, mut stated) = (0, 0);
        for run in &self.entries {
            if run.from <= last || run.to < run.from || run.to > journal.entries || !run.why.is_readable() {
                return false;
            }
            stated += run.to - run.from + 1;
            last = run.to;
        }
        stated <= journal.erased
    }

    /// What it says of the entry `seq`.
    pub(super) fn of(&self, seq: u64) -> Option<&Absence> {
        let at = self.entries.partition_point(|run| run.to < seq);
        self.entries.get(at).filter(|run| run.from <= seq).map(|run| &run.why)
    }

    /// How many bodies it speaks of, reason by reason.
    pub(super) fn counted(&self, by: StatedBy) -> AbsentReport {
        let key_fingerprint = Digest::of(&self.public_key.to_sec1()).to_string();
        let mut report = AbsentReport { by, key_fingerprint, erased: 0, trimmed: 0, left_out: 0 };
        for run in &self.entries {
            let count = match run.why {
                Absence::Erased(_) => &mut report.erased,
                Absence::Trimmed => &mut report.trimmed,
                Absence::LeftOut => &mut report.left_out,
            };
            *count += run.to - run.from + 1;
        }
        report
    }
}

/// The bytes that are signed.
fn statement(device: DeviceId, head: &Digest, entries: &[AbsentRun]) -> Vec<u8> {
    let mut fields = vec![device.0.as_bytes().to_vec(), head.as_bytes().to_vec()];
    for AbsentRun { from, to, why } in entries {
        fields.extend([from.to_be_bytes().to_vec(), to.to_be_bytes().to_vec()]);
        fields.extend(why.fields());
    }
    let fields: Vec<&[u8]> = fields.iter().map(Vec::as_slice).collect();
    message(CONTEXT, &fields)
}

/// Collects the reasons while the entries pass.
#[derive(Default)]
pub(super) struct AbsentRuns(Vec<AbsentRun>);

impl AbsentRuns {
    /// Takes the next entry without a body.
    pub(super) fn note(&mut self, seq: u64, why: Absence) {
        match self.0.last_mut() {
            Some(run) if run.why == why && run.to.checked_add(1) == Some(seq) => run.to = seq,
            _ => self.0.push(AbsentRun { from: seq, to: seq, why }),
        }
    }

    pub(super) fn runs(&self) -> &[AbsentRun] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(from: u64, to: u64, why: Absence) -> AbsentRun {
        AbsentRun { from, to, why }
    }

    fn erased(legal_basis: &str) -> Absence {
        let on = "2026-05-01".parse().unwrap();
        Absence::Erased(Erasure { on, legal_basis: legal_basis.to_owned() })
    }

    fn absent(entries: Vec<AbsentRun>) -> Absent {
        let key = crate::seal::SoftwareKey::generate(&crate::id::SeededIds::new(5));
        Absent::sign(&key, DeviceId(uuid::Uuid::from_u128(1)), &Digest::of(b"head"), entries).unwrap()
    }

    #[test]
    fn entries_in_a_row_with_one_reason_are_one_run() {
        let mut runs = AbsentRuns::default();
        for (seq, why) in [
            (1, Absence::Trimmed),
            (2, Absence::Trimmed),
            (3, Absence::LeftOut),
            (5, Absence::LeftOut),
            (6, erased("依据")),
        ] {
            runs.note(seq, why);
        }
        let expected = [
            run(1, 2, Absence::Trimmed),
            run(3, 3, Absence::LeftOut),
            run(5, 5, Absence::LeftOut),
            run(6, 6, erased("依据")),
        ];
        assert_eq!(runs.runs(), expected);
        let stated = absent(expected.to_vec());
        assert_eq!((stated.of(2), stated.of(4)), (Some(&Absence::Trimmed), None));
        assert_eq!((stated.of(6), stated.of(7)), (Some(&erased("依据")), None));
    }

    #[test]
    fn a_statement_that_cannot_be_about_the_journal_does_not_fit_it() {
        let journal = Proof { entries: 9, erased: 3, signed_through: 9, head: Digest::of(b"head") };
        let fits = |entries| absent(entries).fits(&journal);
        assert!(fits(vec![run(1, 1, Absence::Trimmed), run(8, 9, Absence::LeftOut)]));
        assert!(fits(Vec::new()));
        for (entries, why) in [
            (vec![run(0, 0, Absence::Trimmed)], "no entry has this number"),
            (vec![run(9, 10, Absence::Trimmed)], "beyond the last"),
            (vec![run(3, 2, Absence::Trimmed)], "turned round"),
            (vec![run(4, 4, Absence::Trimmed), run(4, 5, Absence::LeftOut)], "twice"),
            (vec![run(5, 5, Absence::Trimmed), run(1, 1, Absence::LeftOut)], "out of order"),
            (vec![run(1, 4, Absence::Trimmed)], "more than are absent"),
            (vec![run(1, 1, erased(" "))], "without a basis"),
            (vec![run(1, 1, erased("a\u{1b}[2J"))], "not to be shown on a terminal"),
        ] {
            assert!(!fits(entries), "{why}");
        }
    }

    #[test]
    fn a_statement_holds_for_its_journal_its_words_and_its_key_alone() {
        let (device, head) = (DeviceId(uuid::Uuid::from_u128(1)), Digest::of(b"head"));
        let stated = absent(vec![run(1, 2, erased("依据"))]);
        assert!(stated.is_genuine(device, &head));
        assert!(!stated.is_genuine(device, &Digest::of(b"another")));
        assert!(!stated.is_genuine(DeviceId(uuid::Uuid::from_u128(2)), &head));
        for why in [erased("另一依据"), Absence::Trimmed, Absence::LeftOut] {
            let other = Absent { entries: vec![run(1, 2, why)], ..stated.clone() };
            assert!(!other.is_genuine(device, &head), "{other:?}");
        }
        let text = serde_json::to_string(&stated).unwrap();
        assert_eq!(serde_json::from_str::<Absent>(&text).unwrap(), stated);
    }
}
