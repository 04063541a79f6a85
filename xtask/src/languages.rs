//! The story of a phone in Python, Kotlin and Swift, and both apps, each with a tool-chain set up here.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    bindings::{self, Generated},
    readme,
    run::{Failure, Steps},
    small_disk::SmallDisk,
    system::{self, Need},
};

/// What the Python tests need.
pub const TESTING: [&str; 2] = ["pytest>=8,<9", "cryptography>=43,<47"];

const PYTHON: &[Need] = &[
    Need { program: "python3", package: "python3", why: "the Python story runs in it", required: false },
    Need {
        program: "pip3",
        package: "python3-venv python3-pip",
        why: "it fetches pytest and cryptography",
        required: false,
    },
];

const KOTLIN: &[Need] = &[
    Need {
        program: "java",
        package: "openjdk-17-jdk-headless",
        why: "the Kotlin story runs on it",
        required: false,
    },
    Need { program: "mvn", package: "maven", why: "it compiles and runs the Kotlin story", required: false },
];

const ANDROID: &[Need] = &[
    Need {
        program: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        package: "fonts-noto-cjk libgl1 libx11-6 libfontconfig1",
        why: "the screens are drawn with its simplified forms, by libraries that come along",
        required: false,
    },
    Need {
        program: "aapt2",
        package: "aapt",
        why: "it links the app's manifest and resources",
        required: false,
    },
    Need { program: "zipalign", package: "zipalign", why: "it lays the app's package out", required: false },
    Need { program: "apksigner", package: "apksigner", why: "it signs the app's package", required: false },
];

const SWIFT: &[Need] = &[
    Need {
        program: "mmdebstrap",
        package: "mmdebstrap",
        why: "it unpacks Debian's Swift into a folder",
        required: false,
    },
    Need { program: "bwrap", package: "bubblewrap", why: "Swift runs in that folder", required: false },
];

/// Generates, checks the snapshots, and runs the three stories and the screens. `hub` is the hub's program.
pub fn test(root: &Path, steps: &mut Steps, hub: &Path) -> Result<(), Failure> {
    let generated = bindings::generate(root, steps)?;
    steps.check("bindings: snapshots", || bindings::check_snapshots(root, &generated))?;
    steps.check("bindings: README", || readme::cut(root, &generated.folder.join("readme")))?;
    let disk = SmallDisk::mount(&generated.folder.join("small-disk"));
    let hub = hub.to_string_lossy();
    let mut env = vec![("DOORSTEP_BIN", &*hub)];
    let small = disk.as_ref().map(|disk| disk.folder().to_string_lossy().into_owned());
    if let Some(folder) = &small {
        env.push(("DOORSTEP_SMALL_DISK", folder));
    }
    let outcome = python(root, steps, &generated, &env)
        .and_then(|()| kotlin(root, steps, &generated, &env))
        .and_then(|()| android(root, steps, &generated, &env))
        .and_then(|()| swift(root, steps, &generated, &env));
    drop(disk);
    outcome
}

fn python(
    root: &Path,
    steps: &mut Steps,
    generated: &Generated,
    env: &[(&str, &str)],
) -> Result<(), Failure> {
    if !provided(steps, "Python", PYTHON)? {
        return Ok(());
    }
    let python = venv(steps, &generated.folder.join("venv"), &TESTING)?;
    let folder = generated.folder.join("python");
    steps.check("python: library", || {
        let beside = folder.join(bindings::shared_library("doorstep"));
        fs::copy(generated.library(), &beside).map(|_| ()).map_err(|error| format!("  {error}"))
    })?;
    let path = folder.to_string_lossy();
    let env: Vec<_> = env.iter().copied().chain([("PYTHONPATH", &*path)]).collect();
    let args = ["-m", "pytest", "-q", "-p", "no:cacheprovider"];
    steps.program("python: story", &python, &args, &root.join("tests/python"), &env)
}

/// The Python of a virtual environment with these packages.
pub fn venv(steps: &mut Steps, folder: &Path, packages: &[&str]) -> Result<PathBuf, Failure> {
    let python = folder.join("bin/python");
    let stamp = folder.join("doorstep-packages");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == packages.join("\n")) {
        return Ok(python);
    }
    let place = folder.to_string_lossy();
    steps.program(
        "python: environment",
        Path::new("python3"),
        &["-m", "venv", &place],
        Path::new("/"),
        &[],
    )?;
    let mut args = vec!["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    args.extend(packages);
    steps.program("python: packages", &python, &args, folder, &[])?;
    // A stamp that cannot be written costs the next run a minute.
    let _ = fs::write(stamp, packages.join("\n"));
    Ok(python)
}

fn kotlin(
    root: &Path,
    steps: &mut Steps,
    generated: &Generated,
    env: &[(&str, &str)],
) -> Result<(), Failure> {
    if !provided(steps, "Kotlin", KOTLIN)? {
        return Ok(());
    }
    maven(steps, "kotlin: story", &root.join("tests/kotlin"), generated, env)
}

/// The classes of the generated Kotlin below `code`, compiled as for its story.
pub fn kotlin_classes(root: &Path, steps: &mut Steps, code: &Path) -> Result<PathBuf, Failure> {
    let missing = system::missing_after_install(KOTLIN);
    steps.check("kotlin: compiler", || if missing.is_empty() { Ok(()) } else { Err(missing.join("\n")) })?;
    let sources = format!("-Ddoorstep.generated={}", code.join("kotlin").display());
    let args = ["-B", "-q", "-ntp", &sources, "clean", "compile"];
    steps.program("kotlin: classes", Path::new("mvn"), &args, &root.join("tests/kotlin"), &[])?;
    Ok(code.join("kotlin-build/classes"))
}

/// The screens, drawn and driven over the same library, and the app around them.
fn android(
    root: &Path,
    steps: &mut Steps,
    generated: &Generated,
    env: &[(&str, &str)],
) -> Result<(), Failure> {
    if !provided(steps, "Kotlin", KOTLIN)? || !provided(steps, "Android", ANDROID)? {
        return Ok(());
    }
    // Classes whose sources are gone would be found before what stands in their place; the first time there are none.
    let _ = fs::remove_dir_all(generated.folder.with_file_name("android"));
    maven(steps, "android: app", &root.join("android"), generated, env)
}

/// Maven's tests in `folder`, which find the generated Kotlin and the library by these two properties.
fn maven(
    steps: &mut Steps,
    name: &str,
    folder: &Path,
    generated: &Generated,
    env: &[(&str, &str)],
) -> Result<(), Failure> {
    let sources = format!("-Ddoorstep.generated={}", generated.folder.join("kotlin").display());
    let library = format!("-Ddoorstep.library={}", generated.library_folder().display());
    let args = ["-B", "-q", "-ntp", "-Dsurefire.printSummary=true", &sources, &library, "test"];
    steps.program(name, Path::new("mvn"), &args, folder, env)
}

fn swift(root: &Path, steps: &mut Steps, generated: &Generated, env: &[(&str, &str)]) -> Result<(), Failure> {
    if !provided(steps, "Swift", SWIFT)? {
        return Ok(());
    }
    let tests = root.join("tests/swift");
    let set_up = tests.join("set-up.sh");
    let done = steps.program("swift: tool-chain", &set_up, &[], &tests, &[]);
    if let Err(failure) = done {
        return absent("Swift", &failure.to_string())
            .map_err(|reason| check_failed("swift: tool-chain", reason));
    }
    let bindings = generated.folder.to_string_lossy();
    let env: Vec<_> = env.iter().copied().chain([("DOORSTEP_BINDINGS", &*bindings)]).collect();
    let run = tests.join("run.sh");
    steps.program("swift: story", &run, &["./test.sh"], &tests, &env)?;
    // The iOS app's models are tested over the same library, and its views are compiled.
    let app = root.join("ios/linux");
    steps.program("ios: screens", &run, &["./check.sh"], &app, &env)
}

/// Whether all programs are here, after a try to install them.
fn provided(steps: &mut Steps, language: &str, needs: &'static [Need]) -> Result<bool, Failure> {
    let mut all = false;
    steps.check(&format!("{}: programs", language.to_lowercase()), || {
        let missing = system::missing_after_install(needs);
        all = missing.is_empty();
        if all { Ok(()) } else { absent(language, &missing.join("\n")) }
    })?;
    Ok(all)
}

/// Says loudly that a language's tests did not run; under CI that is a failure.
fn absent(language: &str, why: &str) -> Result<(), String> {
    if env::var_os("CI").is_some() {
        return Err(format!("  the {language} tests cannot run here, and CI must run them:\n{why}"));
    }
    println!("   ############################################################");
    println!("   #  NOT RUN: the {language} tests. This machine lacks:");
    println!("{why}");
    println!("   ############################################################");
    Ok(())
}

fn check_failed(step: &str, reason: String) -> Failure {
    Failure::Check { step: step.to_owned(), reason }
}

/// Whether a program of this name answers.
pub fn answers(program: &Path, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}
