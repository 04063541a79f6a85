//! The lines of one household, one for itself and one for each resident: title, the title as it is matched (empty
//! where it is the same), sounds and phone.

use super::{
    sounds,
    terms::{Term, folded, joined},
};

/// Stands between the parts of a line; never in them.
const PART: char = '\t';

/// The text of a household, while it is written.
pub(super) struct Lines(String);

impl Lines {
    pub(super) fn of(first: &(&str, &str)) -> Self {
        let mut lines = Self(String::with_capacity(128));
        lines.push(first);
        lines
    }

    pub(super) fn push(&mut self, (title, phone): &(&str, &str)) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        // A title with a tab or line end in it must not look like two.
        self.0.extend(title.chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.0.push(PART);
        let folded = folded(title);
        let matched = joined(&folded);
        if matched != *title {
            self.0.push_str(&matched);
        }
        self.0.push(PART);
        sounds::push(&mut self.0, &folded);
        self.0.push(PART);
        self.0.push_str(phone);
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// One line, as it is read.
pub(super) struct Entry<'t> {
    pub(super) title: &'t str,
    /// The title in the writing of a query's words.
    pub(super) matched: &'t str,
    pub(super) sounds: &'t str,
    pub(super) phone: &'t str,
}

impl<'t> Entry<'t> {
    pub(super) fn read(line: &'t str) -> Option<Self> {
        let mut parts = line.split(PART);
        let (title, matched) = (parts.next()?, parts.next()?);
        let matched = if matched.is_empty() { title } else { matched };
        Some(Self { title, matched, sounds: parts.next()?, phone: parts.next()? })
    }

    /// Whether every term matches this line or the household's address. The address alone finds the household,
    /// not everybody in it.
    pub(super) fn is_hit(&self, terms: &[Term], place: &str, is_household: bool) -> bool {
        let mut is_meant = is_household;
        for term in terms {
            let is_own = term.matches(self);
            if !is_own && !term.is_in(place) {
                return false;
            }
            is_meant |= is_own;
        }
        is_meant
    }
}
