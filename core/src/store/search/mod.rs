//! Finds households and residents by what a worker can remember: a name, its pinyin or initials, a part of
//! the address, the last digits of a phone.
//!
//! Owns the table `search`: one narrow row a household and a resident, so that a search is one short scan.
//! Query texts are never kept or logged.

mod sounds;
mod terms;

use rusqlite::{Row, params, params_from_iter, types::Value};

use crate::{
    domain::register::{Household, Resident},
    id::{HouseholdId, ResidentId},
    store::{StoreError, Tx, register},
};
use terms::{Candidate, Term};

/// Most hits of one page.
const MOST_HITS: usize = 200;

/// Where a page of hits ended.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchKey {
    title: String,
    household: HouseholdId,
    resident: Option<ResidentId>,
}

impl std::fmt::Debug for SearchKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SearchKey({})", self.household)
    }
}

/// A household or a resident that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The household.
    pub household: HouseholdId,
    /// The resident; none when the household itself was found.
    pub resident: Option<ResidentId>,
    /// The resident's name, or the form of address of the household.
    pub title: String,
    /// The address of the household.
    pub address: String,
}

impl SearchHit {
    /// Where to go on after this hit.
    pub fn key(&self) -> SearchKey {
        SearchKey { title: self.title.clone(), household: self.household, resident: self.resident }
    }
}

impl std::fmt::Debug for SearchHit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchHit")
            .field("household", &self.household)
            .field("resident", &self.resident)
            .finish_non_exhaustive()
    }
}

/// Households and residents that match every word of `query`, by title, from the one after `after` on.
///
/// Chinese words match a part of a name, greeting or address; Latin letters also the pinyin of a name, whole,
/// by initials or mixed (`zhangwei`, `zw`, `zhangw`), from any of its syllables on; four and more digits also
/// the end of a phone number.
///
/// # Errors
/// When the database cannot be read.
pub fn search(
    tx: &Tx<'_>,
    query: &str,
    after: Option<&SearchKey>,
    limit: usize,
) -> Result<Vec<SearchHit>, StoreError> {
    let terms = terms::of_query(query);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let kept = register::kept(tx)?;
    let limit = limit.min(MOST_HITS);
    let mut select = tx.prepare(&candidates_sql(&terms))?;
    let mut rows = select.query(params_from_iter(bindings(&terms, after)))?;
    let mut hits = Vec::new();
    while hits.len() < limit {
        let Some(row) = rows.next()? else { break };
        let household = row.get(0)?;
        if !kept.contains(&household) && is_hit(tx, household, row, &terms)? {
            hits.push(hit(tx, household, row)?);
        }
    }
    Ok(hits)
}

/// Rows that match at least one term, in order of title. What only Rust can tell is left to [`is_hit`].
fn candidates_sql(terms: &[Term]) -> String {
    let mut any = String::new();
    for term in terms {
        if !any.is_empty() {
            any.push_str(" OR ");
        }
        any.push_str(term.condition());
    }
    format!(
        "SELECT household, resident, title, sounds, place, phone FROM search \
         WHERE ({any}) AND (title, household, resident) > (?, ?, ?) ORDER BY title, household, resident"
    )
}

fn bindings(terms: &[Term], after: Option<&SearchKey>) -> Vec<Value> {
    let mut values: Vec<Value> = terms.iter().flat_map(Term::bindings).map(Value::Text).collect();
    let (title, household, resident) = match after {
        Some(key) => {
            let resident = key.resident.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
            (key.title.clone(), key.household.0.as_bytes().to_vec(), resident)
        }
        None => (String::new(), Vec::new(), Vec::new()),
    };
    values.extend([Value::Text(title), Value::Blob(household), Value::Blob(resident)]);
    values
}

/// Whether the row matches every term. A resident's own row holds no address: where a term needs one, it is
/// that of the household.
fn is_hit(tx: &Tx<'_>, household: HouseholdId, row: &Row<'_>, terms: &[Term]) -> Result<bool, StoreError> {
    let own = Candidate {
        title: row.get_ref(2)?.as_str().unwrap_or_default(),
        sounds: row.get_ref(3)?.as_str().unwrap_or_default(),
        place: row.get_ref(4)?.as_str().unwrap_or_default(),
        phone: row.get_ref(5)?.as_str().unwrap_or_default(),
    };
    let unmatched: Vec<&Term> = terms.iter().filter(|term| !term.matches(&own)).collect();
    if unmatched.is_empty() || unmatched.len() == terms.len() {
        return Ok(unmatched.is_empty());
    }
    let place =
        tx.one("SELECT place FROM search WHERE household = ?1 AND resident = x''", [household], |row| {
            Ok(row.get::<_, String>(0)?)
        })?;
    Ok(place.is_some_and(|place| unmatched.iter().all(|term| term.is_in(&place))))
}

fn hit(tx: &Tx<'_>, household: HouseholdId, row: &Row<'_>) -> Result<SearchHit, StoreError> {
    let address =
        tx.one("SELECT address FROM household WHERE id = ?1", [household], |row| Ok(row.get(0)?))?;
    let resident = row.get_ref(1)?.as_blob().ok().and_then(|bytes| uuid::Uuid::from_slice(bytes).ok());
    Ok(SearchHit {
        household,
        resident: resident.map(ResidentId),
        title: row.get(2)?,
        address: address.unwrap_or_default(),
    })
}

pub(super) fn put_household(tx: &Tx<'_>, household: &Household) -> Result<(), StoreError> {
    let mut place = terms::folded(&household.address);
    for part in [&household.village_group, &household.building].into_iter().flatten() {
        place.push('\n');
        place.push_str(&terms::folded(part));
    }
    let phone = household.phone.as_ref().map_or("", |phone| phone.reveal());
    put(tx, household.id, None, &household.greeting, &place, phone)
}

pub(super) fn put_resident(tx: &Tx<'_>, resident: &Resident) -> Result<(), StoreError> {
    let phone = resident.phone.as_ref().map_or("", |phone| phone.reveal());
    put(tx, resident.household, Some(resident.id), &resident.name, "", phone)
}

fn put(
    tx: &Tx<'_>,
    household: HouseholdId,
    resident: Option<ResidentId>,
    title: &str,
    place: &str,
    phone: &str,
) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO search (household, resident, title, sounds, place, phone) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![household, key_of(&resident), title, sounds::of(title), place, phone])?;
    Ok(())
}

pub(super) fn remove(
    tx: &Tx<'_>,
    household: HouseholdId,
    resident: Option<ResidentId>,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM search WHERE household = ?1 AND resident = ?2",
        params![household, key_of(&resident)],
    )?;
    Ok(())
}

/// The second half of the table's key; empty for the household itself.
fn key_of(resident: &Option<ResidentId>) -> &[u8] {
    resident.as_ref().map_or(&[], |resident| resident.0.as_bytes())
}

#[cfg(test)]
mod tests;
