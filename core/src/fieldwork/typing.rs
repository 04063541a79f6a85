//! Words that are being typed into a form other than a visit: kept at each change, so that a killed app resumes with them.
//! A visit in progress keeps its own.

use std::collections::BTreeMap;

use crate::{
    error::DoorstepError,
    store::{Durability, typed},
};

use super::{
    Doorstep,
    bounds::{MAX_NOTE_CHARS, check_words},
};

/// The longest name of a form or a field.
const MAX_NAME_CHARS: usize = 100;

impl Doorstep {
    /// What was typed into a form and neither used nor thrown away, by the names that the app gave form and fields.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn typed(&self, form: &str) -> Result<BTreeMap<String, String>, DoorstepError> {
        Ok(self.store.read(|tx| typed::typed(tx, form))?)
    }

    /// Keeps what stands in a field of a form now; durable when this returns. No words empty it. A form whose name ends with a
    /// slash and the id of a visit in progress ends with it.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] for more words than a page (`words`) and for names that are too long (`form`,
    /// `field`).
    pub fn keep_typed(&self, form: &str, field: &str, words: &str) -> Result<(), DoorstepError> {
        check_words("form", Some(form), MAX_NAME_CHARS)?;
        check_words("field", Some(field), MAX_NAME_CHARS)?;
        check_words("words", Some(words), MAX_NOTE_CHARS)?;
        Ok(self.store.write(Durability::Capture, |tx| typed::put_typed(tx, form, field, words))?)
    }

    /// Empties a form: what was typed was used or thrown away. Durable when this returns.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_typed(&self, form: &str) -> Result<(), DoorstepError> {
        Ok(self.store.write(Durability::Capture, |tx| typed::clear_typed(tx, form))?)
    }
}
