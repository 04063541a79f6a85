//! The floors that modules stand on: an import may only go down.
//!
//! Reads the sources of core and hub as text and lists every path that climbs, with file, line and a
//! sentence. `use` groups, paths in expressions, `super` and `self` all count; comments and literals do
//! not. Tests inside the sources are held to the same floors: what needs two floors is tested in `tests/`.

mod imports;
mod lexer;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use imports::{Import, imports};

/// The modules of core and the floor each stands on.
const FLOORS: &[(&str, u8)] = &[
    ("error", 0),
    ("time", 0),
    ("id", 0),
    ("text", 0),
    ("codes", 1),
    ("geo", 1),
    ("photo", 1),
    ("seal", 1),
    ("sound", 1),
    ("domain", 2),
    ("op", 3),
    ("store", 4),
    ("sync", 4),
    ("fieldwork", 5),
];

/// What may be imported from one's own floor, apart from the vocabulary floor, which is one room.
const SIDEWAYS: &[(&str, &str)] = &[("photo", "seal"), ("sound", "seal"), ("geo", "codes")];

/// The highest floor of core that the hub builds on.
const HUB_CEILING: u8 = 3;

/// The hub's folder that plays phones, and therefore may use all of core.
const HUB_DEMO: &str = "demo";

/// Crates that only one part of the project may name, so that they can be exchanged there.
const OWNED: &[Owned] = &[
    Owned { name: "rusqlite", core: Some("store"), hub: Owner::Modules(&["store", "geopackage"]) },
    Owned { name: "axum", core: None, hub: Owner::Everyone },
    Owned { name: "uniffi", core: None, hub: Owner::Nobody },
];

struct Owned {
    name: &'static str,
    /// The module of core that names it.
    core: Option<&'static str>,
    hub: Owner,
}

enum Owner {
    Everyone,
    Modules(&'static [&'static str]),
    Nobody,
}

/// One import that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    file: PathBuf,
    line: usize,
    sentence: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}:{}: {}", self.file.display(), self.line, self.sentence)
    }
}

/// Checks the repository at `root`; the error lists every violation.
pub fn report(root: &Path) -> Result<(), String> {
    let found = violations(root).map_err(|error| format!("  the sources cannot be read: {error}"))?;
    if found.is_empty() {
        println!("   every import goes down");
        return Ok(());
    }
    Err(found.iter().map(Violation::to_string).collect::<Vec<_>>().join("\n"))
}

fn violations(root: &Path) -> io::Result<Vec<Violation>> {
    let mut found = Vec::new();
    for (package, judge) in [("core", judge_core as Judge), ("hub", judge_hub as Judge)] {
        let source_root = root.join(package).join("src");
        for file in rust_files(&source_root)? {
            let below = file.strip_prefix(&source_root).unwrap_or(&file);
            let source = fs::read_to_string(&file)?;
            let shown = file.strip_prefix(root).unwrap_or(&file);
            found.extend(judge_file(shown, &module_of(below), &source, judge));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Says what is wrong with an import made by a top-level module (none: the crate's root).
type Judge = fn(Option<&str>, &Import) -> Option<String>;

fn judge_file(shown: &Path, module: &[String], source: &str, judge: Judge) -> Vec<Violation> {
    let others: Vec<&str> = OWNED.iter().map(|owned| owned.name).chain(["doorstep_core"]).collect();
    let own = module.first().map(String::as_str);
    let violation = |import: Import| {
        let sentence = judge(own, &import)?;
        Some(Violation { file: shown.to_path_buf(), line: import.line, sentence })
    };
    imports(source, module, &others).into_iter().filter_map(violation).collect()
}

fn judge_core(own: Option<&str>, import: &Import) -> Option<String> {
    match import.krate.as_str() {
        // The root only lists the modules and binds none of them together.
        "crate" | "doorstep_core" => own.and_then(|own| judge_floor(own, &import.path)),
        name => {
            let owned = OWNED.iter().find(|owned| owned.name == name)?;
            if own.is_some() && own == owned.core {
                return None;
            }
            Some(match owned.core {
                Some(owner) => format!("only core's {owner} names {name}"),
                None => format!("core never names {name}"),
            })
        }
    }
}

fn judge_floor(own: &str, path: &[String]) -> Option<String> {
    let Some(own_floor) = floor_of(own) else {
        return Some(format!("{own} stands on no floor; give it one in xtask/src/floors.rs"));
    };
    let target = match path.first().map(String::as_str) {
        None | Some("*") => return Some(format!("{own} takes the whole crate; name the module it needs")),
        Some(target) => target,
    };
    let Some(target_floor) = floor_of(target) else {
        return Some(format!("{own} takes {target} from the crate's root; name the module that owns it"));
    };
    let is_vocabulary = own_floor == 0 && target_floor == 0;
    if own == target || target_floor < own_floor || is_vocabulary || SIDEWAYS.contains(&(own, target)) {
        return None;
    }
    if target_floor == own_floor {
        return Some(format!("{own} and {target} share floor {own_floor} and must not know each other"));
    }
    Some(format!("{own} (floor {own_floor}) climbs to {target} (floor {target_floor})"))
}

fn judge_hub(own: Option<&str>, import: &Import) -> Option<String> {
    match import.krate.as_str() {
        "crate" => None,
        "doorstep_core" if own == Some(HUB_DEMO) => None,
        "doorstep_core" => judge_hub_floor(&import.path),
        name => {
            let owned = OWNED.iter().find(|owned| owned.name == name)?;
            match owned.hub {
                Owner::Everyone => None,
                Owner::Modules(owners) if own.is_some_and(|own| owners.contains(&own)) => None,
                Owner::Modules(owners) => {
                    Some(format!("only the hub's {} names {name}", owners.join(" and ")))
                }
                Owner::Nobody => Some(format!("the hub never names {name}")),
            }
        }
    }
}

fn judge_hub_floor(path: &[String]) -> Option<String> {
    let target = match path.first().map(String::as_str) {
        None | Some("*") => return Some("the hub takes the whole core; name the module it needs".to_owned()),
        Some(target) => target,
    };
    match floor_of(target) {
        Some(floor) if floor <= HUB_CEILING => None,
        Some(floor) => Some(format!(
            "the hub reaches {target} (floor {floor}); it builds on floors 0 to {HUB_CEILING} only"
        )),
        None => Some(format!("the hub takes {target} from core's root; name the module that owns it")),
    }
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|&(_, floor)| floor)
}

/// `op/wire.rs` is module `op::wire`; `op/mod.rs` is `op`; `lib.rs` and `main.rs` are the root.
fn module_of(file: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let is_root_file =
        module.len() == 1 && module.first().is_some_and(|name| name == "lib" || name == "main");
    if is_root_file || module.last().is_some_and(|name| name == "mod") {
        module.pop();
    }
    module
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
