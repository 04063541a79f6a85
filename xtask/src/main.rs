//! The project's own commands: `cargo xtask test`, `lint`, `floors`, `bench`.
//!
//! Each command is a list of named steps; the first that fails is named, with its command line, and ends
//! the run with a code other than zero.

mod bench;
mod bindings;
mod floors;
mod languages;
mod lint;
mod mobile;
mod package;
mod readme;
mod run;
mod size;
mod small_disk;
mod system;
mod test;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};

use run::{Failure, Steps};

/// Doorstep's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything a change must pass: lint, build, unit, property and end-to-end tests
    Test(TestOptions),
    /// Formatting, clippy, rustdoc, module floors, and licences where cargo-deny is installed
    Lint(LintOptions),
    /// Only the module floors: who may import what
    Floors,
    /// Kotlin, Swift and Python generated anew, and the snapshots of their APIs with them
    Bindings,
    /// Only the stories in Python, Kotlin and Swift, each against a live hub, and the screens of both apps
    Languages,
    /// Package for a platform: `android`, `ios` or `python`
    Package(PackageOptions),
    /// The shipped library's size against its bar, and what weighs most
    Size,
    /// The figures: release benches against their peers, printed as ratios
    Bench(BenchOptions),
}

#[derive(Args)]
struct LintOptions {
    /// Fail when cargo-deny is not installed, instead of saying that it was not run
    #[arg(long)]
    deny: bool,
}

#[derive(Args)]
struct TestOptions {
    #[command(flatten)]
    lint: LintOptions,
    /// Only build static libraries of all that is Rust for 64-bit Android and iOS phones; fail where that cannot be done
    #[arg(long)]
    mobile: bool,
}

#[derive(Args)]
struct PackageOptions {
    /// What to package
    platform: package::Platform,
    /// Package this machine's own library, to make and check the layout where no phone's can be built
    #[arg(long)]
    host: bool,
}

#[derive(Args)]
struct BenchOptions {
    /// Bench targets to run, such as `spine`; all of them when none is named
    names: Vec<String>,
}

fn main() -> ExitCode {
    let root = repository_root();
    let mut steps = Steps::new(&root);
    let outcome = carry_out(Cli::parse().command, &root, &mut steps);
    steps.print_summary();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(task: Task, root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    match task {
        Task::Test(options) if options.mobile => mobile::test(root, steps),
        Task::Test(options) => test::test(root, steps, options.lint.deny),
        Task::Lint(options) => lint::lint(root, steps, options.deny),
        Task::Floors => steps.check("floors", || floors::report(root)),
        Task::Bindings => bindings::regenerate(root, steps),
        Task::Languages => test::languages(root, steps),
        Task::Package(options) => package::package(root, steps, options.platform, options.host),
        Task::Size => size::size(root, steps),
        Task::Bench(options) => bench::bench(steps, &options.names),
    }
}

/// The folder of the workspace, whatever folder the command was called from.
fn repository_root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}
