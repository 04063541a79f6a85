//! Cuts generated code down to what an app sees: declarations and their docs.
//!
//! Reads lines, not languages: it knows how UniFFI lays its output out, and a new version of UniFFI that lays it
//! out otherwise shows as a stale snapshot.

/// The API that the generated `code` offers.
pub fn of(language: &str, code: &str) -> String {
    let kept = match language {
        "python" => python(code),
        "swift" => braces(code, &SWIFT),
        _ => braces(code, &KOTLIN),
    };
    format!("{}{kept}", head(language))
}

/// The first line that differs.
pub fn first_difference(before: &str, now: &str) -> Option<String> {
    if before == now {
        return None;
    }
    let changed = now.lines().zip(before.lines()).position(|(now, before)| now != before);
    let at = changed.unwrap_or_else(|| now.lines().count().min(before.lines().count()));
    let line = now.lines().nth(at).unwrap_or("it ends earlier");
    Some(format!("line {}: {}", at + 1, line.trim()))
}

fn head(language: &str) -> String {
    let comment = if language == "python" { "#" } else { "//" };
    format!(
        "{comment} What apps see of the library. Written by `cargo xtask bindings`; never edited, never compiled.\n"
    )
}

/// How a language with braces writes what is kept.
struct Style {
    /// Beginnings of declarations at the left margin.
    outer: &'static [&'static str],
    /// The one among them of which only `constructors` are kept: its methods stand in the interface before it.
    class: &'static str,
    /// Beginnings of constructors.
    constructors: &'static [&'static str],
    /// Beginnings of what is kept inside.
    inner: &'static [&'static str],
    /// Beginnings of functions outside of any declaration.
    free: &'static [&'static str],
}

const KOTLIN: Style = Style {
    outer: &[
        "public interface ",
        "data class ",
        "enum class ",
        "sealed class ",
        "open class ",
        "public typealias ",
    ],
    class: "open class ",
    constructors: &["@Throws(DoorstepException::class) fun "],
    inner: &["fun ", "val `", "var `", "class ", "data class ", "object ", "*/ fun "],
    free: &["*/ fun `", "@Throws(DoorstepException::class) fun `"],
};

const SWIFT: Style = Style {
    outer: &[
        "public protocol ",
        "public struct ",
        "public enum ",
        "enum ",
        "open class ",
        "public typealias ",
    ],
    class: "open class ",
    constructors: &["public static func ", "public convenience init("],
    inner: &["func ", "public func ", "case ", "public var "],
    free: &["public func "],
};

/// Where a kept block is surely over. A brace at the margin is no sign: bodies have them too.
fn is_end(line: &str) -> bool {
    let starts = ["private ", "internal ", "fileprivate ", "extension "];
    starts.iter().any(|start| line.starts_with(start)) || (line.starts_with("public ") && is_machinery(line))
}

/// The library's own machinery, which is public only for its own sake.
fn is_machinery(line: &str) -> bool {
    ["FfiConverter", "Uniffi", "uniffi", "RustBuffer", "ForeignBytes", "Impl:"]
        .iter()
        .any(|name| line.contains(name))
}

fn braces(code: &str, style: &Style) -> String {
    let mut out = String::new();
    let mut doc: Vec<&str> = Vec::new();
    let mut block: Option<&str> = None;
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let text = line.trim();
        if text.starts_with("/**") {
            doc = comment(text, &mut lines);
            // Some declarations follow on the comment's last line.
            let Some(last) = doc.last() else { continue };
            if last.ends_with("*/") {
                continue;
            }
        }
        let text = if doc.last() == Some(&text) {
            text
        } else {
            doc.last().filter(|last| !last.ends_with("*/")).copied().unwrap_or(text)
        };
        let is_outer = !line.starts_with(' ') && style.outer.iter().any(|start| text.starts_with(start));
        let is_free = block.is_none() && style.free.iter().any(|start| text.starts_with(start));
        if (is_outer || is_free) && !is_machinery(text) {
            put(&mut out, &doc, text, 0);
            block = (!is_free && !text.contains("typealias")).then_some(text);
        } else if is_end(line) {
            block = None;
        } else if let Some(outer) = block {
            let kept = if outer.starts_with(style.class) { style.constructors } else { style.inner };
            let is_word = text
                .trim_end_matches([',', ';'])
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
            let is_enum = outer.starts_with("enum class") && is_word && !text.is_empty();
            if (is_enum || kept.iter().any(|start| text.starts_with(start))) && !is_machinery(text) {
                put(&mut out, &doc, text, 4);
            }
        }
        if !text.is_empty() {
            doc.clear();
        }
    }
    out
}

/// The comment that begins with `first`, line by line; what stands after its end is its last element.
fn comment<'a>(first: &'a str, lines: &mut std::str::Lines<'a>) -> Vec<&'a str> {
    let mut doc = vec![first];
    while !doc.last().is_some_and(|last| last.contains("*/")) {
        let Some(line) = lines.next() else { break };
        doc.push(line.trim());
    }
    doc
}

fn put(out: &mut String, doc: &[&str], text: &str, indent: usize) {
    let pad = " ".repeat(indent);
    if indent == 0 {
        out.push('\n');
    }
    for line in doc {
        let (line, is_end) = line.split_once("*/").map_or((*line, false), |(before, _)| (before, true));
        let words = line.trim_start_matches("/**").trim_start_matches('*').trim();
        if !words.is_empty() {
            out.push_str(&format!("{pad}/// {words}\n"));
        }
        if is_end {
            break;
        }
    }
    let text = text.trim_start_matches("*/").trim().replace('`', "");
    let text = text.trim_end_matches(['{', '(', ',', ' ', '=']);
    out.push_str(&format!("{pad}{text}\n"));
}

fn python(code: &str) -> String {
    let mut out = String::new();
    let mut is_kept = false;
    let mut is_object = false;
    let mut lines = code.lines().peekable();
    while let Some(line) = lines.next() {
        let text = line.trim();
        let is_margin = !line.starts_with(' ') && !text.is_empty();
        let is_alias = is_margin
            && line.split_once(" = ").is_some_and(|(name, _)| {
                name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(char::is_alphanumeric)
            });
        if is_alias && !line.contains("Uniffi") {
            out.push_str(&format!("\n{line}\n"));
        } else if is_margin {
            let is_ours = |word: &str| text.strip_prefix(word).is_some_and(|name| !name.starts_with('_'));
            is_kept = (is_ours("class ") || is_ours("def ")) && !is_machinery(text) && !text.contains("Impl");
            is_object = text.contains("Protocol)") && !text.contains("typing.Protocol");
        }
        if !is_kept {
            continue;
        }
        let is_method = text.starts_with("def ")
            && (!text.starts_with("def _") || text.starts_with("def __init__(self, *"));
        let is_word = text
            .split_once(" = ")
            .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
        let is_constructor = is_method && text.starts_with("def ") && text.contains("(cls");
        let is_class = text.starts_with("class ");
        if !(is_class || is_constructor || (!is_object && (is_method || is_word))) {
            continue;
        }
        if is_margin {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        while let Some(doc) =
            lines.next_if(|next| next.trim().starts_with("\"\"\"") || next.trim().is_empty())
        {
            if !doc.trim().starts_with("\"\"\"") {
                continue;
            }
            for words in lines.by_ref().take_while(|words| words.trim() != "\"\"\"") {
                if !words.trim().is_empty() {
                    let pad = " ".repeat(words.len() - words.trim_start().len());
                    out.push_str(&format!("{pad}# {}\n", words.trim()));
                }
            }
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_and_docs_stay_and_bodies_go() {
        let code = "\n/**\n * Stops.\n */\npublic interface TodayInterface {\n    \n    /**\n     * A page.\n     */\n    \
                    fun `page`(`limit`: kotlin.UInt): StopPage\n    companion object\n}\npublic object FfiConverterX {\n    \
                    fun lift() {}\n}\n";
        let kept = of("kotlin", code);
        let expected = "/// Stops.\npublic interface TodayInterface\n    /// A page.\n    fun page(limit: kotlin.UInt): StopPage\n";
        assert!(kept.ends_with(expected), "{kept}");
    }

    #[test]
    fn functions_outside_of_any_declaration_stay() {
        let kotlin = "public object FfiConverterX {\n    fun lift() {}\n}\n        /**\n         * A day.\n         */ fun `day`(`at`: Day): Words {\n            \
                      return x\n    }\n    @Throws(DoorstepException::class) fun `aside`(`folder`: kotlin.String) {\n";
        let kept = of("kotlin", kotlin);
        let throws = "@Throws(DoorstepException::class) fun aside(folder: kotlin.String)\n";
        assert!(kept.ends_with(&format!("\n/// A day.\nfun day(at: Day): Words\n\n{throws}")), "{kept}");
        let swift = "public struct X {\n    public var a: Int\n}\nfileprivate struct FfiConverterX {\n}\npublic func day(at: Day) -> Words  {\n    return try!  x\n}\npublic func FfiConverterX_lift() {\n";
        assert!(of("swift", swift).ends_with("    public var a: Int\n\npublic func day(at: Day) -> Words\n"));
        let python = "def _lift(x):\n    return x\ndef day(at: Day) -> Words:\n    \"\"\"\n    A day.\n    \"\"\"\n    return x\n";
        assert!(of("python", python).ends_with("\ndef day(at: Day) -> Words:\n    # A day.\n"));
    }

    #[test]
    fn a_changed_line_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n").as_deref(), Some("line 2: c"));
        assert_eq!(first_difference("a\nb\n", "a\n").as_deref(), Some("line 2: it ends earlier"));
    }
}
