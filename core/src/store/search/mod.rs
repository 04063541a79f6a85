//! Finds households and residents by what a worker can remember: a name, its pinyin or initials, a part of
//! the address, the last digits of a phone.
//!
//! Owns the table `search`: one row a household, with a line for itself and one for each of its residents, so
//! that a search is one short scan. Query texts are never kept or logged.

mod lines;
mod sounds;
mod terms;

use rusqlite::{Row, params};
use uuid::Uuid;

use crate::{
    id::{HouseholdId, ResidentId},
    store::{StoreError, Tx},
};
use lines::{Entry, Lines};
use terms::{Sieve, Term};

/// Most hits of one page.
const MOST_HITS: usize = 200;

/// Where a page of hits ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SearchKey {
    household: HouseholdId,
    resident: Option<ResidentId>,
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
    pub const fn key(&self) -> SearchKey {
        SearchKey { household: self.household, resident: self.resident }
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

/// Households and residents that match every word of `query`, in the order of the register, from the one after
/// `after` on.
///
/// Chinese words match a part of a name, greeting or address; Latin letters also the pinyin of a name, whole,
/// by initials or mixed (`zhangwei`, `zw`, `zhangw`), from any of its syllables on; four and more digits also
/// the end of a phone number. Wide and narrow signs, capitals, blanks and the dot inside a name make no difference.
/// A resident is found by the address too, if another word finds the person.
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
    let limit = limit.min(MOST_HITS);
    let sieves: Vec<Sieve> = terms.iter().map(Term::sieve).collect();
    let mut select = tx.prepare(
        "SELECT household, people, names, place FROM search WHERE household >= ?1 ORDER BY household",
    )?;
    let from = after.map_or_else(Vec::new, |key| key.household.0.as_bytes().to_vec());
    let mut rows = select.query([from])?;
    let mut hits = Vec::new();
    while hits.len() < limit {
        let Some(row) = rows.next()? else { break };
        let bytes = |column| row.get_ref(column).map(|text| text.as_bytes().unwrap_or_default());
        let (names, place) = (bytes(2)?, bytes(3)?);
        if sieves.iter().any(|sieve| sieve.passes(names, place)) {
            hits_of(row, &terms, after, &mut hits)?;
        }
    }
    hits.truncate(limit);
    for hit in &mut hits {
        hit.address = address(tx, hit.household)?;
    }
    Ok(hits)
}

fn hits_of(
    row: &Row<'_>,
    terms: &[Term],
    after: Option<&SearchKey>,
    hits: &mut Vec<SearchHit>,
) -> Result<(), StoreError> {
    let household = row.get(0)?;
    let people = row.get_ref(1)?.as_blob().unwrap_or_default();
    let names = row.get_ref(2)?.as_str().unwrap_or_default();
    let place = row.get_ref(3)?.as_str().unwrap_or_default();
    let residents = people.chunks(16).map(|id| Uuid::from_slice(id).ok().map(ResidentId));
    for (line, resident) in names.lines().zip(std::iter::once(None).chain(residents)) {
        let key = SearchKey { household, resident };
        let Some(entry) = Entry::read(line) else { continue };
        if after.is_none_or(|after| key > *after) && entry.is_hit(terms, place, resident.is_none()) {
            let title = entry.title.to_owned();
            hits.push(SearchHit { household, resident, title, address: String::new() });
        }
    }
    Ok(())
}

fn address(tx: &Tx<'_>, household: HouseholdId) -> Result<String, StoreError> {
    let found = tx.one("SELECT address FROM household WHERE id = ?1", [household], |row| Ok(row.get(0)?))?;
    Ok(found.unwrap_or_default())
}

/// Brings what can be found in line with the household and its residents as they are now. A household that is
/// only kept for its unsent work is not found.
pub(super) fn refresh(tx: &Tx<'_>, household: HouseholdId) -> Result<(), StoreError> {
    let home = tx.one(
        "SELECT greeting, phone, address, village_group, building FROM household \
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM kept WHERE household = ?1)",
        [household],
        |row| Ok((Lines::of(&entry_of(row, 0)?), place_of(row)?)),
    )?;
    let Some((mut lines, place)) = home else {
        tx.execute("DELETE FROM search WHERE household = ?1", [household])?;
        return Ok(());
    };
    let mut people = Vec::new();
    tx.each("SELECT name, phone, id FROM resident WHERE household = ?1 ORDER BY id", [household], |row| {
        lines.push(&entry_of(row, 0)?);
        people.extend_from_slice(row.get_ref(2)?.as_blob().unwrap_or_default());
        Ok(())
    })?;
    tx.execute(
        "INSERT OR REPLACE INTO search (household, people, names, place) VALUES (?1, ?2, ?3, ?4)",
        params![household, people, lines.into_text(), place],
    )?;
    Ok(())
}

/// Title and phone, in two columns that stand side by side.
fn entry_of<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<(&'r str, &'r str)> {
    let title = row.get_ref(column)?.as_str().unwrap_or_default();
    let phone = row.get_ref(column + 1)?.as_str_or_null()?.unwrap_or_default();
    Ok((title, phone))
}

fn place_of(row: &Row<'_>) -> rusqlite::Result<String> {
    let mut place = String::new();
    for column in 2..5 {
        if let Some(part) = row.get_ref(column)?.as_str_or_null()? {
            place.push_str(&terms::joined(&terms::folded(part)));
            place.push('\n');
        }
    }
    Ok(place)
}

#[cfg(test)]
mod tests;
