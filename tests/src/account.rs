//! The outside record: what somebody was told is safe, held against what is really there.
//!
//! A ledger lives in the test, outside every process that may be killed. It knows nothing of journals or hubs;
//! it only compares names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Debug},
};

/// Names that somebody was told are safe, and names that were written and not yet acknowledged.
#[derive(Clone, Debug)]
pub struct Ledger<T> {
    acknowledged: BTreeSet<T>,
}

impl<T: Ord + Clone + Debug> Default for Ledger<T> {
    fn default() -> Self {
        Self { acknowledged: BTreeSet::new() }
    }
}

impl<T: Ord + Clone + Debug> Ledger<T> {
    /// Notes that `name` was acknowledged.
    pub fn acknowledge(&mut self, name: T) {
        self.acknowledged.insert(name);
    }

    /// How many were acknowledged.
    pub fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// Whether nothing was acknowledged yet.
    pub fn is_empty(&self) -> bool {
        self.acknowledged.is_empty()
    }

    /// All that was acknowledged.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.acknowledged.iter()
    }

    /// Holds the record against what `held` really has, which may have more: work that was committed in the
    /// moment before a kill and never acknowledged.
    ///
    /// # Errors
    /// When something acknowledged is missing, or anything stands twice.
    pub fn check(&self, held: impl IntoIterator<Item = T>) -> Result<(), Discrepancy<T>> {
        let mut times: BTreeMap<T, usize> = BTreeMap::new();
        for name in held {
            *times.entry(name).or_default() += 1;
        }
        let lost: Vec<T> =
            self.acknowledged.iter().filter(|name| !times.contains_key(name)).cloned().collect();
        let doubled: Vec<T> =
            times.into_iter().filter(|(_, times)| *times > 1).map(|(name, _)| name).collect();
        if lost.is_empty() && doubled.is_empty() { Ok(()) } else { Err(Discrepancy { lost, doubled }) }
    }
}

impl<T: Ord + Clone + Debug> Extend<T> for Ledger<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, names: I) {
        self.acknowledged.extend(names);
    }
}

/// Where the record and what is held part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discrepancy<T> {
    /// Acknowledged and not there.
    pub lost: Vec<T>,
    /// There more than once.
    pub doubled: Vec<T>,
}

impl<T: Debug> fmt::Display for Discrepancy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = |names: &[T]| names.first().map_or_else(String::new, |name| format!(" (first {name:?})"));
        write!(f, "{} lost{}, ", self.lost.len(), first(&self.lost))?;
        write!(f, "{} doubled{}", self.doubled.len(), first(&self.doubled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_name_is_lost_and_a_repeated_one_doubled() {
        let mut ledger = Ledger::default();
        ledger.extend([1, 2, 3]);
        assert_eq!(ledger.check([3, 2, 1, 4]), Ok(()));
        let found = ledger.check([1, 3, 3]).unwrap_err();
        assert_eq!((found.lost.as_slice(), found.doubled.as_slice()), (&[2][..], &[3][..]));
        assert_eq!(found.to_string(), "1 lost (first 2), 1 doubled (first 3)");
    }
}
