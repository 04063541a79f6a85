//! The figures, measured in release against their peers in one run.

use crate::run::{Failure, Steps};

/// Runs the named bench targets of the tests package, or all of them.
pub fn bench(steps: &mut Steps, names: &[String]) -> Result<(), Failure> {
    steps.cargo("bench", &arguments(names))
}

fn arguments(names: &[String]) -> Vec<&str> {
    let mut arguments = vec!["bench", "--locked", "-p", "doorstep-tests"];
    for name in names {
        arguments.extend(["--bench", name]);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_every_bench_runs() {
        assert_eq!(arguments(&[]), ["bench", "--locked", "-p", "doorstep-tests"]);
    }

    #[test]
    fn a_named_bench_runs_alone() {
        assert!(arguments(&["spine".to_owned()]).ends_with(&["--bench", "spine"]));
    }
}
