//! The paths that one source file names, resolved to where they lead.

use super::lexer::{Kind, Token, tokens};

/// A path named by a file, in a `use` or in an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// Line in the file, counted from 1.
    pub line: usize,
    /// The crate it leads to: `crate` for the file's own.
    pub krate: String,
    /// The segments below that crate's root; `*` ends a glob, and nothing at all is the root itself.
    pub path: Vec<String>,
}

/// All paths of a source text that start at its own crate's root, climb with `super` or `self`, or start
/// at one of `others`. `module` is where the file stands below its crate's root.
pub fn imports(source: &str, module: &[String], others: &[&str]) -> Vec<Import> {
    let mut reader = Reader {
        tokens: tokens(source),
        at: 0,
        depth: 0,
        module: module.to_vec(),
        inline: Vec::new(),
        found: Vec::new(),
    };
    while reader.at < reader.tokens.len() {
        reader.token(others);
    }
    reader.found
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// Open braces so far.
    depth: usize,
    /// The module that the current token stands in.
    module: Vec<String>,
    /// For each `mod name {` around the current token, the depth outside its brace.
    inline: Vec<usize>,
    found: Vec<Import>,
}

impl Reader {
    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    fn ident(&self, ahead: usize) -> Option<&str> {
        match self.kind(ahead)? {
            Kind::Ident(word) => Some(word),
            Kind::PathSep | Kind::Sign(_) => None,
        }
    }

    fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.kind(ahead) == Some(&Kind::Sign(sign))
    }

    fn is_path_sep(&self, ahead: usize) -> bool {
        self.kind(ahead) == Some(&Kind::PathSep)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |token| token.line)
    }

    fn token(&mut self, others: &[&str]) {
        if self.is_sign(0, '{') {
            self.depth += 1;
        } else if self.is_sign(0, '}') {
            self.close_brace();
        } else if self.ident(0) == Some("mod") && self.is_sign(2, '{') {
            self.enter_inline_module();
            return;
        } else if let Some((krate, base)) = self.head(others) {
            self.path(&krate, base);
            return;
        }
        self.at += 1;
    }

    fn close_brace(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.inline.last() == Some(&self.depth) {
            self.inline.pop();
            self.module.pop();
        }
    }

    fn enter_inline_module(&mut self) {
        if let Some(name) = self.ident(1).map(str::to_owned) {
            self.inline.push(self.depth);
            self.module.push(name);
        }
        self.depth += 1;
        self.at += 3;
    }

    /// Where the path that starts at the current token begins, if one does.
    fn head(&self, others: &[&str]) -> Option<(String, Vec<String>)> {
        let word = self.ident(0)?;
        if self.continues_a_path() {
            return None;
        }
        if others.contains(&word) {
            return Some((word.to_owned(), Vec::new()));
        }
        let is_alias_of_root = word == "crate" && self.ident_before(1) == Some("use");
        if !self.is_path_sep(1) && !is_alias_of_root {
            return None;
        }
        let base = match word {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => parent_of(&self.module),
            _ => return None,
        };
        Some(("crate".to_owned(), base))
    }

    /// In `a::b` the word `b` starts nothing; in `use ::b` it does.
    fn continues_a_path(&self) -> bool {
        self.kind_before(1) == Some(&Kind::PathSep) && self.ident_before(2).is_some_and(|word| word != "use")
    }

    fn kind_before(&self, back: usize) -> Option<&Kind> {
        self.tokens.get(self.at.checked_sub(back)?).map(|token| &token.kind)
    }

    fn ident_before(&self, back: usize) -> Option<&str> {
        match self.kind_before(back)? {
            Kind::Ident(word) => Some(word),
            Kind::PathSep | Kind::Sign(_) => None,
        }
    }

    /// Reads on from a path's first word.
    fn path(&mut self, krate: &str, mut base: Vec<String>) {
        let line = self.line();
        self.at += 1;
        while self.is_path_sep(0) && self.ident(1) == Some("super") {
            base = parent_of(&base);
            self.at += 2;
        }
        self.tail(krate, base, line);
    }

    /// Reads `::a::b`, `::{…}` or `::*` and records where each branch leads.
    fn tail(&mut self, krate: &str, mut path: Vec<String>, line: usize) {
        while self.is_path_sep(0) {
            if self.is_sign(1, '{') {
                self.at += 2;
                self.group(krate, &path);
                return;
            }
            if self.is_sign(1, '*') {
                path.push("*".to_owned());
                self.at += 2;
                break;
            }
            let Some(word) = self.ident(1) else { break };
            path.push(word.to_owned());
            self.at += 2;
        }
        self.found.push(Import { line, krate: krate.to_owned(), path });
    }

    /// Reads the branches of `{a::X, b::{Y, Z}, self}` after its opening brace.
    fn group(&mut self, krate: &str, base: &[String]) {
        while self.at < self.tokens.len() && !self.is_sign(0, '}') {
            let line = self.line();
            if self.is_sign(0, '*') {
                self.at += 1;
                let path = base.iter().cloned().chain(["*".to_owned()]).collect();
                self.found.push(Import { line, krate: krate.to_owned(), path });
            } else if let Some(word) = self.ident(0).map(str::to_owned) {
                self.at += 1;
                self.branch(krate, base, &word, line);
            } else {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    fn branch(&mut self, krate: &str, base: &[String], word: &str, line: usize) {
        match word {
            // The new name in `X as Y`.
            "as" => self.at += 1,
            "self" => self.found.push(Import { line, krate: krate.to_owned(), path: base.to_vec() }),
            "super" => {
                let parent = parent_of(base);
                self.tail(krate, parent, line);
            }
            _ => {
                let path = base.iter().cloned().chain([word.to_owned()]).collect();
                self.tail(krate, path, line);
            }
        }
    }
}

fn parent_of(module: &[String]) -> Vec<String> {
    module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(source: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|&name| name.to_owned()).collect();
        imports(source, &module, &["doorstep_core", "rusqlite"])
            .into_iter()
            .map(|import| format!("{} {} {}", import.line, import.krate, import.path.join("::")))
            .collect()
    }

    #[test]
    fn a_group_over_several_lines_names_each_branch_on_its_line() {
        let source = "use crate::{\n    a::X,\n    b::{self, Y as Z, c::*},\n};\n";
        assert_eq!(named(source, &["m"]), ["2 crate a::X", "3 crate b", "3 crate b::Y", "3 crate b::c::*"]);
    }

    #[test]
    fn a_path_in_an_expression_or_a_type_is_an_import_too() {
        let source = "fn f(x: &crate::a::B<T>) { crate::c::d::<u8>(x); doorstep_core::op::g!() }";
        assert_eq!(named(source, &["m"]), ["1 crate a::B", "1 crate c::d", "1 doorstep_core op::g"]);
    }

    #[test]
    fn super_and_self_are_resolved_from_where_the_file_stands() {
        let source = "use super::super::store::Journal;\nuse super::{x, super::sync};\nuse self::y::Z;";
        assert_eq!(
            named(source, &["op", "wire"]),
            ["1 crate store::Journal", "2 crate op::x", "2 crate sync", "3 crate op::wire::y::Z"]
        );
    }

    #[test]
    fn an_inline_module_counts_as_one_more_step_to_climb() {
        let source = "mod tests { use super::*; fn f() { if x {} } }\nuse super::z;";
        assert_eq!(named(source, &["op", "wire"]), ["1 crate op::wire::*", "2 crate op::z"]);
    }

    #[test]
    fn a_foreign_crate_is_named_with_or_without_leading_colons() {
        let source = "use ::doorstep_core::time;\nuse rusqlite as db;\nfn f() -> rusqlite::Result<()> {}";
        assert_eq!(named(source, &[]), ["1 doorstep_core time", "2 rusqlite ", "3 rusqlite Result"]);
    }

    #[test]
    fn visibility_and_comments_are_no_imports() {
        let source = "/// See [`crate::store`].\npub(crate) fn f(&self) { \"crate::store\"; self.x(); }";
        assert_eq!(named(source, &["m"]), [""; 0]);
    }

    #[test]
    fn an_alias_of_the_crate_itself_leads_to_its_root() {
        assert_eq!(named("use crate as everything;", &["m"]), ["1 crate "]);
    }
}
