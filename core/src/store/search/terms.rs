//! What a query asks for: its words, each with the columns that it may match.

use super::sounds;

/// Words beyond these are left out: nobody types more to find a door.
const MOST_TERMS: usize = 4;

/// Fewer digits than these say nothing about a phone.
const SHORTEST_TAIL: usize = 4;

/// One row of the table.
pub(super) struct Candidate<'r> {
    pub(super) title: &'r str,
    pub(super) sounds: &'r str,
    pub(super) place: &'r str,
    pub(super) phone: &'r str,
}

/// One word of a query.
pub(super) enum Term {
    /// A part of a title or address.
    Words(String),
    /// The same, or the sound of a name.
    Letters(String),
    /// The same, or the end of a phone number.
    Digits(String),
}

/// The words of `query`; all must match.
pub(super) fn of_query(query: &str) -> Vec<Term> {
    folded(query).split_whitespace().take(MOST_TERMS).map(Term::of).collect()
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

    /// The condition that every match meets, cheap enough for a scan.
    pub(super) const fn condition(&self) -> &'static str {
        match self {
            Self::Words(_) => "(instr(title, ?) > 0 OR instr(place, ?) > 0)",
            Self::Letters(_) => "(sounds GLOB ? OR instr(place, ?) > 0)",
            Self::Digits(_) => "(phone LIKE ? OR instr(place, ?) > 0)",
        }
    }

    /// What the two places of [`condition`](Self::condition) stand for.
    pub(super) fn bindings(&self) -> [String; 2] {
        match self {
            Self::Words(word) => [word.clone(), word.clone()],
            Self::Letters(word) => {
                let first = word.chars().next().unwrap_or('?');
                [format!("*[ /]{first}*"), word.clone()]
            }
            Self::Digits(word) => [format!("%{word}"), word.clone()],
        }
    }

    pub(super) fn matches(&self, row: &Candidate<'_>) -> bool {
        let other = match self {
            Self::Words(word) => row.title.contains(word.as_str()),
            Self::Letters(word) => sounds::read_by(row.sounds, word),
            Self::Digits(word) => row.phone.ends_with(word.as_str()),
        };
        other || self.is_in(row.place)
    }

    pub(super) fn is_in(&self, place: &str) -> bool {
        let (Self::Words(word) | Self::Letters(word) | Self::Digits(word)) = self;
        place.contains(word.as_str())
    }
}
