//! What a query asks for: its words, each with the columns that it may match.

use memchr::memmem::Finder;

use super::{lines::Entry, sounds};

/// Words beyond these are left out: nobody types more to find a door.
const MOST_TERMS: usize = 4;

/// Fewer digits than these say nothing about a phone.
const SHORTEST_TAIL: usize = 4;

/// The middle dot, as input methods and registers write it.
const NAME_DOTS: [char; 5] = ['·', '•', '‧', '・', '･'];

/// One word of a query.
pub(super) enum Term {
    /// A part of a title or address.
    Words(String),
    /// A part of an address, or the sound of a name.
    Letters(String),
    /// A part of a title or address, or the end of a phone number.
    Digits(String),
}

/// Tells what cannot match, cheap enough to be asked of every household.
pub(super) struct Sieve {
    names: Finder<'static>,
    place: Finder<'static>,
}

impl Sieve {
    /// Whether some line of a household may match.
    pub(super) fn passes(&self, names: &[u8], place: &[u8]) -> bool {
        self.names.find(names).is_some() || self.place.find(place).is_some()
    }
}

fn finder(text: &str) -> Finder<'static> {
    Finder::new(text).into_owned()
}

/// The words of `query`; all must match.
pub(super) fn of_query(query: &str) -> Vec<Term> {
    let query = folded(query);
    let words = query.split_whitespace().map(joined).filter(|word| !word.is_empty());
    words.take(MOST_TERMS).map(|word| Term::of(&word)).collect()
}

/// One way of writing the same: narrow forms of wide letters and digits, in lower case.
pub(super) fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// Without what some write inside a name or address and others leave out: blanks, and the dot between the parts of a
/// name.
pub(super) fn joined(folded: &str) -> String {
    folded.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !NAME_DOTS.contains(c)).collect()
}

impl Term {
    fn of(word: &str) -> Self {
        if word.len() >= SHORTEST_TAIL && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Digits(word.to_owned());
        }
        let letters = word.replace('ü', "v").replace('\'', "");
        if !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Self::Letters(letters);
        }
        Self::Words(word.to_owned())
    }

    /// What every match meets.
    pub(super) fn sieve(&self) -> Sieve {
        let (names, place) = match self {
            Self::Words(word) | Self::Digits(word) => (word.clone(), word),
            Self::Letters(word) => (sounds::first_of(word), word),
        };
        Sieve { names: finder(&names), place: finder(place) }
    }

    pub(super) fn matches(&self, entry: &Entry<'_>) -> bool {
        match self {
            Self::Words(word) => entry.matched.contains(word.as_str()),
            Self::Letters(word) => sounds::read_by(entry.sounds, word),
            Self::Digits(word) => {
                entry.phone.ends_with(word.as_str()) || entry.matched.contains(word.as_str())
            }
        }
    }

    pub(super) fn is_in(&self, place: &str) -> bool {
        let (Self::Words(word) | Self::Letters(word) | Self::Digits(word)) = self;
        place.contains(word.as_str())
    }
}
