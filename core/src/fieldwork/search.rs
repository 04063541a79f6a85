//! Finding a household or a resident by what a worker remembers.

use crate::{
    error::DoorstepError,
    store::{SearchHit, SearchKey, search},
};

use super::{Doorstep, PAGE};

impl Doorstep {
    /// Finds by name, pinyin, initials, address or the last digits of a phone. The words searched for are kept
    /// nowhere.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search(
        &self,
        words: &str,
        after: Option<SearchKey>,
        limit: usize,
    ) -> Result<Vec<SearchHit>, DoorstepError> {
        self.store.read(|tx| Ok(search::search(tx, words, after.as_ref(), limit.min(PAGE))?))
    }
}
