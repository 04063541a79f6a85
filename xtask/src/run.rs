//! Running named steps, timing them, and naming the one that failed.

use std::{
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use thiserror::Error;

/// Why a command of the project ended early.
#[derive(Debug, Error)]
pub enum Failure {
    /// The step ran and said no.
    #[error("FAILED: {step}\n  {command}\n  ended with {ending}")]
    Step {
        /// Name of the step.
        step: String,
        /// Its command line, as one would type it.
        command: String,
        /// Exit code or signal.
        ending: String,
    },
    /// The step's program could not be started at all.
    #[error("FAILED: {step}\n  could not start `{command}`: {source}")]
    Start {
        /// Name of the step.
        step: String,
        /// Its command line, as one would type it.
        command: String,
        /// What the system said.
        source: io::Error,
    },
    /// One of our own checks found faults.
    #[error("FAILED: {step}\n{reason}")]
    Check {
        /// Name of the step.
        step: String,
        /// The faults, one a line.
        reason: String,
    },
}

/// The steps of one run, in order, with the time each took.
pub struct Steps {
    root: PathBuf,
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// No step yet; every command will run in `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), done: Vec::new() }
    }

    /// Runs `cargo` with `args`.
    pub fn cargo(&mut self, name: &str, args: &[&str]) -> Result<(), Failure> {
        self.cargo_with(name, args, &[])
    }

    /// Runs `cargo` with `args` and further environment variables.
    pub fn cargo_with(&mut self, name: &str, args: &[&str], env: &[(&str, &str)]) -> Result<(), Failure> {
        // The very cargo that started us, so that a toolchain chosen on the command line stays chosen.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(args).envs(env.iter().copied()).current_dir(&self.root);
        self.time(name, || run(name, command, &command_line(args, env)))
    }

    /// Runs any program in `folder` with further environment variables.
    pub fn program(
        &mut self,
        name: &str,
        program: &Path,
        args: &[&str],
        folder: &Path,
        env: &[(&str, &str)],
    ) -> Result<(), Failure> {
        let mut command = Command::new(program);
        command.args(args).envs(env.iter().copied()).current_dir(folder);
        let line = format!("{} {}", program.display(), args.join(" "));
        self.time(name, || run(name, command, &line))
    }

    /// Runs one of our own checks; its error text lists the faults.
    pub fn check(&mut self, name: &str, check: impl FnOnce() -> Result<(), String>) -> Result<(), Failure> {
        self.time(name, || check().map_err(|reason| Failure::Check { step: name.to_owned(), reason }))
    }

    /// Prints each step with its seconds.
    pub fn print_summary(&self) {
        print!("{}", self.summary());
    }

    fn summary(&self) -> String {
        let width = self.done.iter().map(|step| step.name.len()).max().unwrap_or(0);
        let mut text = String::from("\n");
        for step in &self.done {
            let verdict = if step.passed { "ok" } else { "FAILED" };
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{:width$}  {:>7.1} s  {verdict}", step.name, step.took.as_secs_f64());
        }
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        let _ = writeln!(text, "{:width$}  {:>7.1} s", "total", total.as_secs_f64(), width = width.max(5));
        text
    }

    #[expect(clippy::disallowed_methods, reason = "a build step is timed by the real clock")]
    fn time(&mut self, name: &str, step: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        println!("\n── {name}");
        let start = Instant::now();
        let outcome = step();
        let took = start.elapsed();
        println!("── {name}: {:.1} s", took.as_secs_f64());
        self.done.push(Step { name: name.to_owned(), took, passed: outcome.is_ok() });
        outcome
    }
}

fn run(name: &str, mut command: Command, line: &str) -> Result<(), Failure> {
    println!("   {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(Failure::Step { step: name.to_owned(), command: line.to_owned(), ending: status.to_string() })
        }
        Err(source) => Err(Failure::Start { step: name.to_owned(), command: line.to_owned(), source }),
    }
}

/// The command as one would type it in a shell to repeat the step.
fn command_line(args: &[&str], env: &[(&str, &str)]) -> String {
    let mut line = String::new();
    for (name, value) in env {
        let _ = write!(line, "{name}='{value}' ");
    }
    line.push_str("cargo ");
    line.push_str(&args.join(" "));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_named_with_the_command_that_repeats_it() {
        let mut steps = Steps::new(Path::new("."));
        let failure = steps.cargo_with("nonsense", &["no-such-command"], &[("A", "b c")]).unwrap_err();
        let text = failure.to_string();
        assert!(text.contains("FAILED: nonsense"), "{text}");
        assert!(text.contains("A='b c' cargo no-such-command"), "{text}");
    }

    #[test]
    fn the_summary_tells_which_step_failed_and_which_passed() {
        let mut steps = Steps::new(Path::new("."));
        steps.check("first", || Ok(())).unwrap();
        steps.check("second", || Err("a reason".into())).unwrap_err();
        let summary = steps.summary();
        let verdicts: Vec<_> = summary.lines().filter_map(|line| line.split_whitespace().last()).collect();
        assert_eq!(verdicts, ["ok", "FAILED", "s"]);
    }
}
