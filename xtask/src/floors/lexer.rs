//! Rust source as the few tokens that imports are made of: comments and literals are gone, lines are kept.

/// A token and the line it stands on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it starts.
    pub line: usize,
}

/// The kinds of token that matter to imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or keyword; raw identifiers without their `r#`.
    Ident(String),
    /// `::`
    PathSep,
    /// Any other sign.
    Sign(char),
}

/// Cuts a source text into tokens.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { chars: source.chars().collect(), at: 0, line: 1, tokens: Vec::new() };
    while let Some(next) = lexer.peek(0) {
        lexer.token(next);
    }
    lexer.tokens
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            if self.peek(0) == Some('\n') {
                self.line += 1;
            }
            self.at += 1;
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.tokens.push(Token { kind, line: self.line });
        self.skip(length);
    }

    fn token(&mut self, next: char) {
        match (next, self.peek(1)) {
            ('/', Some('/')) => self.line_comment(),
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.string(),
            ('\'', _) => self.char_or_lifetime(),
            (':', Some(':')) => self.push(Kind::PathSep, 2),
            _ if is_ident(next) => self.word(),
            _ if next.is_whitespace() => self.skip(1),
            _ => self.push(Kind::Sign(next), 1),
        }
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.skip(1);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.skip(2);
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.skip(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.skip(1),
            }
        }
    }

    fn string(&mut self) {
        self.skip(1);
        while let Some(c) = self.peek(0) {
            self.skip(if c == '\\' { 2 } else { 1 });
            if c == '"' {
                return;
            }
        }
    }

    /// `r"…"`, `r#"…"#`: no escapes, and as many `#` at the end as at the start.
    fn raw_string(&mut self, hashes: usize) {
        self.skip(hashes + 1);
        while let Some(c) = self.peek(0) {
            self.skip(1);
            if c == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.skip(hashes);
                return;
            }
        }
    }

    /// `'a'` and `'\n'` are characters, `'a` is a lifetime; neither matters.
    fn char_or_lifetime(&mut self) {
        if self.peek(1) == Some('\\') {
            self.skip(3);
            while self.peek(0).is_some_and(|c| c != '\'') {
                self.skip(1);
            }
            self.skip(1);
        } else if self.peek(2) == Some('\'') {
            self.skip(3);
        } else {
            self.skip(1);
            while self.peek(0).is_some_and(is_ident) {
                self.skip(1);
            }
        }
    }

    /// An identifier, or the prefix of a literal such as `b"…"` or `br#"…"#`.
    fn word(&mut self) {
        let length = (0..).take_while(|&ahead| self.peek(ahead).is_some_and(is_ident)).count();
        let word: String = self.chars.iter().skip(self.at).take(length).collect();
        let hashes = (length..).take_while(|&ahead| self.peek(ahead) == Some('#')).count();
        let is_quoted = self.peek(length + hashes) == Some('"');
        match word.as_str() {
            "r" | "br" | "cr" if is_quoted => {
                self.skip(length);
                self.raw_string(hashes);
            }
            "b" | "c" if is_quoted && hashes == 0 => {
                self.skip(length);
                self.string();
            }
            "b" if self.peek(length) == Some('\'') => {
                self.skip(length);
                self.char_or_lifetime();
            }
            "r" if hashes == 1 => self.skip(2),
            _ => self.push(Kind::Ident(word), length),
        }
    }
}

fn is_ident(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        let ident = |token: Token| match token.kind {
            Kind::Ident(word) => Some(word),
            Kind::PathSep | Kind::Sign(_) => None,
        };
        tokens(source).into_iter().filter_map(ident).collect()
    }

    #[test]
    fn comments_say_nothing_nested_ones_included() {
        assert_eq!(words("a // b\n/// c\n//! d\n/* e /* f */ g */ h"), ["a", "h"]);
    }

    #[test]
    fn literals_say_nothing_whatever_their_quotes() {
        let source = r####"a "b \" c" r"d\" r#"e " f"# br##"g"# h"## b"i" c"j" b'k' 'l' '\'' '\u{6d}' z"####;
        assert_eq!(words(source), ["a", "z"]);
    }

    #[test]
    fn a_lifetime_does_not_swallow_what_follows() {
        assert_eq!(words("fn f<'a>(x: &'a str) -> Cow<'static, str>"), ["fn", "f", "x", "str", "Cow", "str"]);
    }

    #[test]
    fn lines_count_on_through_comments_and_literals() {
        let last = tokens("/* \n */ \"\n\" r#\"\n\"#\nend").pop().unwrap();
        assert_eq!(last, Token { kind: Kind::Ident("end".into()), line: 5 });
    }
}
