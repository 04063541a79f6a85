//! What each audience may hold: rows and fields by allow-list, filtered inside where a value would tell more.
//!
//! The hub projects before it sends and before it checksums, so a device never holds what it may not see. What
//! is not named here does not travel: a new field stays at the hub until somebody decides who may see it.
//! Projection reads nothing but the row, so that a row's projection changes only when the row does.

mod text;

use serde::{Deserialize as _, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

pub use text::project_text;

use super::row::RowKind;
use crate::{
    domain::{
        evidence::EvidenceKind,
        need::NeedKind,
        org::{Audience, StaffRole},
        register::{CategoryRecord, EarlierGrid, Exemption, HandedOver, LifeEvent},
        rules::Rule,
        visit::{SubjectOutcome, VisitFact, VisitKind, VisitOutcome},
        wellbeing::WellbeingAnswer,
    },
    geo::Coordinate,
};

const SETTINGS: &[&str] = &[
    "tenant",
    "name",
    "zone",
    "working_days",
    "fence_radius_m",
    "keep_days",
    "demo",
    "report_recipient",
    "report_phone",
    "recovery",
];
const RULE_PACK: &[&str] =
    &["id", "version", "jurisdiction", "effective_from", "sample", "areas_off", "rules"];
const STAFF_NAMES: &[&str] = &["id", "name", "role"];
const STAFF: &[&str] = &["id", "name", "role", "phone"];
const GRID: &[&str] = &["code", "name", "kind", "outline"];
const RESPONSIBILITY: &[&str] = &["id", "grid", "staff", "role", "from", "to"];
const HOUSEHOLD_AT_DOOR: &[&str] =
    &["id", "grid", "greeting", "address", "place", "village_group", "building", "floor", "safety_note"];
const HOUSEHOLD: &[&str] = &[
    "id",
    "grid",
    "greeting",
    "address",
    "place",
    "village_group",
    "building",
    "floor",
    "safety_note",
    "phone",
    "recorded_on",
    "earlier_grids",
    "ended_on",
    "handed_over",
];
const RESIDENT_NAMES: &[&str] = &["id", "household", "name", "relation", "left_on"];
const RESIDENT: &[&str] =
    &["id", "household", "name", "relation", "left_on", "born", "phone", "categories", "events"];
const RESIDENT_VERIFIED: &[&str] =
    &["id", "household", "name", "relation", "left_on", "born", "phone", "categories", "events", "identity"];
const VISIT: &[&str] = &[
    "id",
    "household",
    "by",
    "role",
    "visitors",
    "mode",
    "outcome",
    "facts",
    "subject_outcomes",
    "effective_at",
    "effective_on",
    "next_step",
    "corrected_by",
];
const VISIT_TOLD: &[&str] = &[
    "id",
    "household",
    "by",
    "role",
    "visitors",
    "mode",
    "outcome",
    "facts",
    "subject_outcomes",
    "wellbeing",
    "effective_at",
    "effective_on",
    "next_step",
    "corrected_by",
];
const VISIT_TRACED: &[&str] = &[
    "id",
    "household",
    "by",
    "role",
    "visitors",
    "mode",
    "outcome",
    "facts",
    "tickets",
    "subject_outcomes",
    "wellbeing",
    "effective_at",
    "effective_on",
    "next_step",
    "corrected_by",
];
const NEED: &[&str] = &["id", "household", "resident", "kind", "status", "round", "found_in", "raised_by"];
const NEED_TOLD: &[&str] =
    &["id", "household", "resident", "kind", "status", "round", "found_in", "raised_by", "note"];
const EXEMPTION: &[&str] = &["id", "household", "subject", "rule", "days", SEEN_BY];
const EXEMPTION_REASONED: &[&str] = &["id", "household", "subject", "rule", "days", "reason", SEEN_BY];
const CLAIM: &[&str] = &["id", "visit", "household", "subject", "kind", "on", "status"];
const TICKET: &[&str] =
    &["id", "household", "grid", "task", "window", "modes", "visitors", "safety_note", "state"];
const PHOTO_SUMMARY: &[&str] = &["id", "visit", "household", "kind", "state"];
const PHOTO: &[&str] = &[
    "id",
    "visit",
    "household",
    "by",
    "kind",
    "reason",
    "consent",
    "original",
    "working",
    "thumbnail",
    "orientation",
    "fingerprint",
    "blurred",
    "taken_at",
    "claims",
    "place",
    "visit_started_at",
    "captured",
    "state",
    "verdict",
    "repeats",
];
const EXCEPTION: &[&str] = &["id", "visit", "household", "flag", "acknowledged", "note"];
const CONFLICT: &[&str] = &["id", "row", "row_id", "field", "kept", "lost", "op"];
const OUTCOME: &[&str] = &["op", "verdict", "lost", "reason", "until", "revision"];
const PHOTO_STORED: &[&str] = &["photo", "sealed_sha256", "backed_up"];
const ORDER: &[&str] = &["id", "device", "kind", "issued_at", "signature"];
const ERASURE: &[&str] = &["erasure", "why", "ops", "photos"];

/// Names the audiences that see the rule of an exemption; written by [`exemption_document`].
const SEEN_BY: &str = "seen_by";

/// The fields of a row that `audience` may hold at most; `None` when it never holds such a row.
pub const fn fields(audience: Audience, kind: RowKind) -> Option<&'static [&'static str]> {
    use Audience::{ChildWorker, GridWorker, SocialWorker, Supervisor, Volunteer};
    Some(match (kind, audience) {
        (RowKind::Settings, _) => SETTINGS,
        (RowKind::Grid, _) => GRID,
        (RowKind::Responsibility, _) => RESPONSIBILITY,
        (RowKind::Outcome, _) => OUTCOME,
        (RowKind::PhotoStored, _) => PHOTO_STORED,
        (RowKind::Order, _) => ORDER,
        (RowKind::Erasure, _) => ERASURE,
        (RowKind::Staff, Volunteer) => STAFF_NAMES,
        (RowKind::Staff, _) => STAFF,
        (RowKind::Household, Volunteer) => HOUSEHOLD_AT_DOOR,
        (RowKind::Household, _) => HOUSEHOLD,
        (RowKind::Ticket, Volunteer) => TICKET,
        (RowKind::Ticket, _) | (_, Volunteer) => return None,
        (RowKind::RulePack, _) => RULE_PACK,
        (RowKind::Resident, SocialWorker | Supervisor) => RESIDENT_VERIFIED,
        (RowKind::Resident, GridWorker | ChildWorker) => RESIDENT,
        (RowKind::Visit, Supervisor) => VISIT_TRACED,
        (RowKind::Visit, SocialWorker) => VISIT_TOLD,
        (RowKind::Visit, GridWorker | ChildWorker) => VISIT,
        (RowKind::Need, SocialWorker | Supervisor) => NEED_TOLD,
        (RowKind::Need, GridWorker | ChildWorker) => NEED,
        (RowKind::Exemption, SocialWorker | Supervisor) => EXEMPTION_REASONED,
        (RowKind::Exemption, GridWorker | ChildWorker) => EXEMPTION,
        (RowKind::Claim, _) => CLAIM,
        (RowKind::Photo, Supervisor) => PHOTO,
        (RowKind::Photo, _) => PHOTO_SUMMARY,
        (RowKind::Exception, Supervisor) => EXCEPTION,
        (RowKind::Conflict, Supervisor) => CONFLICT,
        (RowKind::Exception | RowKind::Conflict, _) => return None,
    })
}

/// The fields that `audience` may hold of residents in whom it sees no category, where those are fewer.
pub fn fields_of_others(audience: Audience) -> Option<&'static [&'static str]> {
    names_only(audience, RowKind::Resident, false).then_some(RESIDENT_NAMES)
}

/// The row as `audience` may hold it; `None` when it never holds it. Fields without a value are absent.
pub fn project(
    audience: Audience,
    kind: RowKind,
    document: &Map<String, Value>,
) -> Option<Map<String, Value>> {
    let allowed = fields(audience, kind)?;
    if kind == RowKind::Exemption && !reaches(audience, document) {
        return None;
    }
    if kind == RowKind::Need && !sees_need(audience, document) {
        return None;
    }
    // What was reported about a child or a person in danger is its addressee's alone.
    if kind == RowKind::Photo && is_for_addressee(document) {
        return None;
    }
    let mut shown = Map::new();
    for field in allowed {
        let value = document.get(*field).filter(|value| !value.is_null());
        if let Some(value) = value.and_then(|value| shown_value(audience, kind, field, value)) {
            shown.insert((*field).to_owned(), value);
        }
    }
    if names_only(audience, kind, shown.contains_key("categories")) {
        shown.retain(|field, _| RESIDENT_NAMES.contains(&field.as_str()));
    }
    if kind == RowKind::Visit && audience == Audience::ChildWorker && !is_made_by(audience, document) {
        outline(&mut shown);
    }
    Some(shown)
}

fn is_made_by(audience: Audience, visit: &Map<String, Value>) -> bool {
    let role = visit.get("role").and_then(|role| StaffRole::deserialize(role).ok());
    role.is_some_and(|role| role.audience() == audience)
}

/// Leaves of how a visit went for each no more than counting needs: that somebody is in hospital, in an institution or
/// at high risk is for those who look after them.
fn outline(visit: &mut Map<String, Value>) {
    visit.remove("next_step");
    if let Some(outcome) = visit.get_mut("outcome") {
        outline_outcome(outcome);
    }
    let others = visit.get_mut("subject_outcomes").and_then(Value::as_array_mut);
    others.into_iter().flatten().filter_map(|own| own.get_mut("outcome")).for_each(outline_outcome);
}

fn outline_outcome(outcome: &mut Value) {
    let told = VisitOutcome::deserialize(&*outcome).map_or(VisitOutcome::NotHome, VisitOutcome::in_outline);
    *outcome = Value::from(told.as_str());
}

fn is_for_addressee(photo: &Map<String, Value>) -> bool {
    let kind = photo.get("kind").and_then(|kind| EvidenceKind::deserialize(kind).ok());
    kind.is_none_or(EvidenceKind::is_for_addressee)
}

/// Whether `audience` may see this field of this very row.
pub fn sees_field(audience: Audience, kind: RowKind, document: &Map<String, Value>, field: &str) -> bool {
    let Some(allowed) = fields(audience, kind) else { return false };
    let Some(shown) = project(audience, kind, document) else { return false };
    allowed.contains(&field)
        && (!names_only(audience, kind, shown.contains_key("categories")) || RESIDENT_NAMES.contains(&field))
}

/// Whether `audience` may know that this kind of work was done for somebody. A rule that an audience sees must
/// be dischargeable by no other kinds, or its phones count less than the hub.
pub const fn sees_work(audience: Audience, kind: VisitKind) -> bool {
    match audience {
        Audience::Supervisor | Audience::SocialWorker => true,
        // Community rehabilitation follows severe mental disorder, which grid staff may not know of.
        Audience::GridWorker => !matches!(kind, VisitKind::RehabFollowUp),
        // Nothing that tells that a household is on assistance, watched, ill or disabled.
        Audience::ChildWorker => matches!(
            kind,
            VisitKind::ChildVerification
                | VisitKind::FamilyVisit
                | VisitKind::CareVisit
                | VisitKind::NeedsAssessment
                | VisitKind::BaselineSurvey
                | VisitKind::PopulationCanvass
                | VisitKind::NeighbourInquiry
                | VisitKind::Discovery
                | VisitKind::OpinionSurvey
                | VisitKind::ServiceDelivery
                | VisitKind::HazardCheck
                | VisitKind::Mediation
                | VisitKind::Revisit
        ),
        Audience::Volunteer => false,
    }
}

/// Whether `audience` may know of a need: child workers of what they raised themselves, and of what tells nothing of
/// illness, disability or assistance.
fn sees_need(audience: Audience, need: &Map<String, Value>) -> bool {
    use NeedKind::{Education, Emotional, Guardianship, LivingCare, SocialInclusion};
    let is_own = || {
        let raised_by = need.get("raised_by").and_then(|role| StaffRole::deserialize(role).ok());
        raised_by.is_some_and(|role| role.audience() == audience)
    };
    let tells_nothing = || {
        let kind = need.get("kind").and_then(|kind| NeedKind::deserialize(kind).ok());
        matches!(kind, Some(LivingCare | Emotional | SocialInclusion | Education | Guardianship))
    };
    audience != Audience::ChildWorker || is_own() || tells_nothing()
}

/// The row document of an exemption. One that lifts a single rule names the audiences that see the rule, and
/// reaches no others: the rule's name alone would tell why a resident is looked after.
///
/// # Errors
/// When it cannot be JSON, which its type excludes.
pub fn exemption_document(
    exemption: &Exemption,
    rule: Option<&Rule>,
) -> Result<Map<String, Value>, serde_json::Error> {
    let mut document = super::row::document(exemption)?;
    if let Some(rule) = rule {
        let audiences: Vec<_> = Audience::ALL.iter().filter(|one| rule.visible_to(**one)).collect();
        document.insert(SEEN_BY.to_owned(), serde_json::to_value(audiences)?);
    }
    Ok(document)
}

fn reaches(audience: Audience, exemption: &Map<String, Value>) -> bool {
    let sees_all = matches!(audience, Audience::Supervisor | Audience::SocialWorker);
    let every_rule = exemption.get("rule").is_none_or(Value::is_null);
    let named = || {
        let seen_by = exemption.get(SEEN_BY).and_then(Value::as_array);
        seen_by.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(audience.as_str())))
    };
    sees_all || every_rule || named()
}

/// Child workers know of others in the household who they are, and no more.
fn names_only(audience: Audience, kind: RowKind, shows_categories: bool) -> bool {
    audience == Audience::ChildWorker && kind == RowKind::Resident && !shows_categories
}

/// What of a value an audience is shown, if anything.
type Filter = fn(Audience, &Value) -> Option<Value>;

/// How a field is filtered inside; every other is shown whole.
fn filter(kind: RowKind, field: &str) -> Option<Filter> {
    Some(match (kind, field) {
        (RowKind::Household, "place") => |_, value| retyped::<Coordinate>(value),
        (RowKind::Household, "earlier_grids") => |_, value| some_of::<EarlierGrid>(value, |_| true),
        (RowKind::Household, HandedOver::FIELD) => |_, value| retyped::<HandedOver>(value),
        (RowKind::Resident, "categories") => {
            |audience, value| some_of::<CategoryRecord>(value, |category| audience.sees(category.kind))
        }
        (RowKind::Resident, "events") => |_, value| some_of::<LifeEvent>(value, |_| true),
        (RowKind::Visit, "facts") => {
            |audience, value| some_of::<VisitFact>(value, |fact| sees_work(audience, fact.kind))
        }
        (RowKind::Visit, "subject_outcomes") => |_, value| some_of::<SubjectOutcome>(value, |_| true),
        (RowKind::Visit, "wellbeing") => |_, value| some_of::<WellbeingAnswer>(value, |_| true),
        (RowKind::RulePack, "rules") => {
            |audience, value| each_of::<Rule>(value, |rule| rule.visible_to(audience))
        }
        _ => return None,
    })
}

fn shown_value(audience: Audience, kind: RowKind, field: &str, value: &Value) -> Option<Value> {
    match filter(kind, field) {
        Some(filter) => filter(audience, value),
        None => Some(value.clone()),
    }
}

/// Through the type and back: what the type does not name is gone.
fn retyped<T: Serialize + DeserializeOwned>(value: &Value) -> Option<Value> {
    let value: T = T::deserialize(value).ok()?;
    serde_json::to_value(value).ok()
}

fn each_of<T: Serialize + DeserializeOwned>(value: &Value, shown: impl Fn(&T) -> bool) -> Option<Value> {
    let readable = value.as_array()?.iter().filter_map(|one| T::deserialize(one).ok());
    let kept = readable.filter(|one| shown(one)).filter_map(|one| serde_json::to_value(one).ok());
    Some(Value::Array(kept.collect()))
}

fn some_of<T: Serialize + DeserializeOwned>(value: &Value, shown: impl Fn(&T) -> bool) -> Option<Value> {
    each_of(value, shown).filter(|kept| kept.as_array().is_some_and(|all| !all.is_empty()))
}

#[cfg(test)]
mod tests;
