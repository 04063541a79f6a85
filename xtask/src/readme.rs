//! The snippets of `bindings/README.md`, cut out so that the language tests compile them.

use std::{fs, path::Path};

/// Writes the fenced blocks of each language into one file per block below `into`.
pub fn cut(root: &Path, into: &Path) -> Result<(), String> {
    let path = root.join("bindings/README.md");
    let text = fs::read_to_string(&path).map_err(|error| format!("  {}: {error}", path.display()))?;
    for (language, extension) in [("kotlin", "kt"), ("swift", "swift")] {
        let folder = into.join(language);
        // What an earlier run cut must not be compiled beside what stands there now.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| format!("  {}: {error}", folder.display()))?;
        let blocks = blocks(&text, language);
        if blocks.is_empty() {
            return Err(format!("  bindings/README.md has no {language} snippet"));
        }
        for (number, block) in blocks.iter().enumerate() {
            let file = folder.join(format!("Readme{}.{extension}", number + 1));
            fs::write(&file, block).map_err(|error| format!("  {}: {error}", file.display()))?;
        }
    }
    Ok(())
}

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == fence {
            let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
            blocks.push(block.join("\n") + "\n");
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_one_language_are_cut_out() {
        let text = "x\n```kotlin\nval a = 1\n```\n```swift\nlet b = 2\n```\n```kotlin\nval c\n```\n";
        assert_eq!(blocks(text, "kotlin"), ["val a = 1\n", "val c\n"]);
    }
}
