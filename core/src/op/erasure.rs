//! Erasure by law (PIPL, article 47): what goes when a person or a home is erased, and how phones are told.
//!
//! Owns the question what concerns whom, by the ids that rows and bodies name. What people wrote in free words about
//! somebody whom nothing names is beyond it: then the home is erased as a whole.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::{Uuid, fmt::Hyphenated};

use super::{
    bundle::Erasure,
    row::{ConflictRow, PhotoRow, Row, RowKind, document, name_id},
};
use crate::{
    domain::{
        need::Need,
        register::{Exemption, Subject},
        visit::{Claim, VisitSummary},
    },
    id::{DeviceId, OpId, PhotoId},
};

/// What a device erases of its own history: bodies and salts of these operations, and the files of these photos. Their
/// hashes stay, so that the chain still proves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureRow {
    /// Which erasure.
    pub erasure: Uuid,
    /// When and on what basis.
    pub why: Erasure,
    /// Operations, in order of their ids.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ops: BTreeSet<OpId>,
    /// Photos, likewise.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub photos: BTreeSet<PhotoId>,
}

impl ErasureRow {
    /// The id of the row by which the hub tells a device of one erasure.
    pub fn row_id(device: DeviceId, erasure: Uuid) -> Uuid {
        name_id(RowKind::Erasure, &format!("{device}/{erasure}"))
    }
}

/// What is left of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Left {
    /// All of it: it does not concern who is erased.
    All,
    /// The row without them: a visit that others were visited on too still counts for those.
    Less(Row),
    /// Nothing.
    Nothing,
}

/// What an erasure leaves of a row that travels with the home of `subject`, or names it. `visits` are those that name
/// the subject: their photos may show them.
///
/// A document that cannot be read goes: whether it tells of them nobody can say.
pub fn left_of(row: &Row, subject: Subject, visits: &BTreeSet<Uuid>) -> Left {
    let resident = match subject {
        Subject::Household(home) if row.household == Some(home) || row.id == home.0 => return Left::Nothing,
        Subject::Household(_) => return Left::All,
        Subject::Resident(resident) => resident,
    };
    let goes = match row.kind {
        RowKind::Resident => row.id == resident.0,
        RowKind::Need => row.read().is_none_or(|need: Need| need.resident == Some(resident)),
        RowKind::Exemption => row.read().is_none_or(|exemption: Exemption| exemption.subject == subject),
        RowKind::Claim => row.read().is_none_or(|claim: Claim| claim.subject == subject),
        RowKind::Conflict => row.read().is_none_or(|conflict: ConflictRow| conflict.row_id == resident.0),
        RowKind::Photo => row.read().is_none_or(|photo: PhotoRow| visits.contains(&photo.record.visit.0)),
        RowKind::Visit => {
            let Some(visit) = row.read::<VisitSummary>() else { return Left::Nothing };
            return if visits.contains(&row.id) { without(row, visit, subject) } else { Left::All };
        }
        RowKind::Settings
        | RowKind::RulePack
        | RowKind::Staff
        | RowKind::Grid
        | RowKind::Responsibility
        | RowKind::Household
        | RowKind::Ticket
        | RowKind::Exception
        | RowKind::Outcome
        | RowKind::PhotoStored
        | RowKind::Order
        | RowKind::Erasure => false,
    };
    if goes { Left::Nothing } else { Left::All }
}

/// A visit without what it says of one person. How it was at the door on that day may be about them.
fn without(row: &Row, mut visit: VisitSummary, subject: Subject) -> Left {
    visit.facts.retain(|fact| fact.subject != subject);
    visit.subject_outcomes.retain(|own| Subject::Resident(own.resident) != subject);
    visit.wellbeing.clear();
    visit.tickets.clear();
    match document(&visit) {
        Ok(mut fields) => {
            fields.retain(|_, value| !value.is_null());
            Left::Less(Row { document: Some(fields), ..row.clone() })
        }
        Err(_) => Left::Nothing,
    }
}

/// Whether an operation with this subject and this body names an id that `is_one` of those erased. A body that is no JSON
/// is searched as text.
pub fn names(subject: &str, body: &str, is_one: impl Fn(Uuid) -> bool) -> bool {
    let told = |text: &str| text.parse().is_ok_and(&is_one);
    subject.split_once(':').is_some_and(|(_, id)| told(id))
        || match serde_json::from_str(body) {
            Ok(value) => names_within(&value, &told),
            Err(_) => body
                .as_bytes()
                .windows(Hyphenated::LENGTH)
                .any(|id| Uuid::try_parse_ascii(id).is_ok_and(&is_one)),
        }
}

/// Whether a document names one of `ids`.
pub fn document_names(row: &Row, ids: &BTreeSet<Uuid>) -> bool {
    let is_one = |text: &str| text.parse().is_ok_and(|id: Uuid| ids.contains(&id));
    row.document.as_ref().is_some_and(|fields| fields.values().any(|value| names_within(value, &is_one)))
}

fn names_within(value: &Value, is_one: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_one(text),
        Value::Array(values) => values.iter().any(|value| names_within(value, is_one)),
        Value::Object(fields) => fields.values().any(|value| names_within(value, is_one)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            org::StaffRole,
            visit::{SubjectOutcome, VisitFact, VisitKind, VisitOutcome},
        },
        id::{HouseholdId, ResidentId},
        op::{
            apply::testing::*,
            body::{Body, Payload},
            row::Scope,
        },
    };

    const OTHER: ResidentId = ResidentId(Uuid::from_u128(77));

    fn row_of<T: Serialize>(kind: RowKind, id: Uuid, value: &T) -> Row {
        Row {
            kind,
            id,
            household: Some(HOME),
            scope: Scope::Grid(grid()),
            document: Some(document(value).unwrap()),
            clocks: Default::default(),
        }
    }

    #[test]
    fn a_person_goes_with_all_that_is_theirs_and_others_stay() {
        let elder = Subject::Resident(ELDER);
        let own = row_of(RowKind::Resident, ELDER.0, &resident(ELDER, HOME));
        let other = row_of(RowKind::Resident, OTHER.0, &resident(OTHER, HOME));
        let home = row_of(RowKind::Household, HOME.0, &household(HOME, grid()));
        let none = BTreeSet::new();
        assert_eq!(left_of(&own, elder, &none), Left::Nothing);
        assert_eq!(left_of(&other, elder, &none), Left::All);
        assert_eq!(left_of(&home, elder, &none), Left::All);
        let mut theirs = need(1);
        theirs.resident = Some(ELDER);
        assert_eq!(left_of(&row_of(RowKind::Need, theirs.id.0, &theirs), elder, &none), Left::Nothing);
        theirs.resident = Some(OTHER);
        assert_eq!(left_of(&row_of(RowKind::Need, theirs.id.0, &theirs), elder, &none), Left::All);
        let damaged = Row { document: Some(Default::default()), ..own };
        assert_eq!(left_of(&Row { kind: RowKind::Claim, ..damaged }, elder, &none), Left::Nothing);
    }

    #[test]
    fn a_visit_to_two_counts_for_the_one_who_stays() {
        let fact = |resident| VisitFact { kind: VisitKind::CareVisit, subject: Subject::Resident(resident) };
        let mut made = visit(1, HOME);
        made.facts = vec![fact(ELDER), fact(OTHER)];
        made.subject_outcomes = vec![SubjectOutcome { resident: ELDER, outcome: VisitOutcome::Hospitalised }];
        let day = "2026-06-01".parse().unwrap();
        let by = author(StaffRole::SocialWorker);
        let summary = made.summary(by.staff, by.role, made.started_at, day);
        let row = row_of(RowKind::Visit, made.id.0, &summary);
        let visits = [made.id.0].into();
        let Left::Less(left) = left_of(&row, Subject::Resident(ELDER), &visits) else { panic!("it stays") };
        assert!(!document_names(&left, &[ELDER.0].into()));
        assert_eq!(left.read::<VisitSummary>().unwrap().facts, [fact(OTHER)]);
        assert_eq!(left_of(&row, Subject::Resident(ELDER), &BTreeSet::new()), Left::All);
        assert_eq!(left_of(&row, Subject::Household(HOME), &visits), Left::Nothing);
        let elsewhere = Subject::Household(HouseholdId(Uuid::from_u128(88)));
        assert_eq!(left_of(&row, elsewhere, &visits), Left::All);
    }

    #[test]
    fn a_body_names_whom_it_names_however_deep_or_written() {
        let mut made = visit(1, HOME);
        made.facts = vec![VisitFact { kind: VisitKind::CareVisit, subject: Subject::Resident(ELDER) }];
        let is = |one: Uuid| move |id| id == one;
        let body = Body::VisitRecorded(made);
        let (subject, text) = (body.subject(), Payload { supersedes: None, body }.to_json().unwrap());
        assert!(names(&subject, &text, is(ELDER.0)));
        assert!(names(&subject, &text, is(HOME.0)));
        assert!(!names(&subject, &text, is(OTHER.0)));
        assert!(names(&format!("need:{}", OTHER.0), "{}", is(OTHER.0)));
        assert!(names("x", &format!("no JSON, {}", OTHER.0), is(OTHER.0)));
        let escaped = text.replace(&ELDER.0.to_string(), &ELDER.0.to_string().replacen('0', "\\u0030", 1));
        assert!(names("visit:1", &escaped, is(ELDER.0)));
    }
}
