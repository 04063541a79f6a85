//! Generated Kotlin, Swift and Python, and the readable snapshots of their APIs.

mod snapshot;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::run::{Failure, Steps};

/// The languages with the folder and file that the generator writes, and the snapshot that stands for it.
const LANGUAGES: [(&str, &str, &str); 3] = [
    ("kotlin", "kotlin/org/doorstep/doorstep.kt", "kotlin.kt"),
    ("swift", "swift/DoorstepKit.swift", "swift.swift"),
    ("python", "python/doorstep.py", "python.pyi"),
];

/// Where generated code and the library for it lie.
pub struct Generated {
    /// Holds a folder for each language, and `lib` with the library.
    pub folder: PathBuf,
}

impl Generated {
    /// The folder with the shared library and nothing else.
    pub fn library_folder(&self) -> PathBuf {
        self.folder.join("lib")
    }

    /// The shared library under the name that generated code asks for.
    pub fn library(&self) -> PathBuf {
        self.library_folder().join(shared_library("doorstep"))
    }
}

/// The file name of a shared library on this machine.
pub fn shared_library(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// Generates all languages from the library that a build of the workspace left beside this program.
pub fn generate(root: &Path, steps: &mut Steps) -> Result<Generated, Failure> {
    let built = built_folder();
    let generated = Generated { folder: built.join("../bindings") };
    steps.check("bindings: library", || {
        fs::create_dir_all(generated.library_folder())
            .and_then(|()| fs::copy(built.join(shared_library("doorstep_library")), generated.library()))
            .map(|_| ())
            .map_err(|error| format!("  the build left no library for the languages: {error}"))
    })?;
    generate_from(root, steps, &generated.library(), &generated.folder)?;
    Ok(generated)
}

/// Generates all languages from an unstripped library into `folder`.
pub fn generate_from(root: &Path, steps: &mut Steps, library: &Path, folder: &Path) -> Result<(), Failure> {
    let generator = built_folder().join(format!("uniffi-bindgen{}", std::env::consts::EXE_SUFFIX));
    let library = library.to_string_lossy();
    for (language, _, _) in LANGUAGES {
        let out = folder.join(language);
        let out = out.to_string_lossy();
        let args = [
            "generate",
            "--library",
            &library,
            "--language",
            language,
            "--out-dir",
            &out,
            "--no-format",
            "--config",
            "uniffi.toml",
        ];
        steps.program(&format!("bindings: {language}"), &generator, &args, &root.join("bindings"), &[])?;
    }
    Ok(())
}

/// Builds and generates, then writes the snapshots anew.
pub fn regenerate(root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    build(steps)?;
    let generated = generate(root, steps)?;
    steps.check("bindings: snapshots", || {
        for (name, now) in snapshots(&generated)? {
            let path = root.join("bindings/api").join(name);
            fs::write(&path, now).map_err(|error| format!("  {}: {error}", path.display()))?;
        }
        Ok(())
    })
}

/// Builds what [`generate`] needs, for commands that build nothing else. One after the other: together they would
/// switch on features for each other and be compiled anew.
pub fn build(steps: &mut Steps) -> Result<(), Failure> {
    for package in ["doorstep-library", "doorstep-bindgen"] {
        steps.cargo(package, &["build", "--locked", "-p", package])?;
    }
    Ok(())
}

/// A generated API that differs from its snapshot is a fault: a change of it must show in review.
pub fn check_snapshots(root: &Path, generated: &Generated) -> Result<(), String> {
    let mut stale = Vec::new();
    for (name, now) in snapshots(generated)? {
        let before = fs::read_to_string(root.join("bindings/api").join(name)).unwrap_or_default();
        if let Some(line) = snapshot::first_difference(&before, &now) {
            stale.push(format!("  bindings/api/{name} is stale: {line}"));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    stale.push("  `cargo xtask bindings` writes them anew; commit what changed.".to_owned());
    Err(stale.join("\n"))
}

fn snapshots(generated: &Generated) -> Result<Vec<(&'static str, String)>, String> {
    let read = |(language, file, name)| {
        let path = generated.folder.join(file);
        let code = fs::read_to_string(&path).map_err(|error| format!("  {}: {error}", path.display()))?;
        Ok((name, snapshot::of(language, &code)))
    };
    LANGUAGES.into_iter().map(read).collect()
}

/// Programs stand beside our own, whatever target folder is in force.
fn built_folder() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.parent().map(Path::to_path_buf).unwrap_or_default()
}
