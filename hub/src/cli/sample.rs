//! `doorstep sample`: invented lists to try imports with.

use std::path::PathBuf;

use doorstep_core::time::{Clock, Day, Zone};
use serde_json::json;

use super::{Desk, error::CliError, options, print};
use crate::{
    import::divisions,
    sample::{Township, files::FILES},
    store::StoreError,
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder for the lists; made where it is missing [文件夹]
    into: PathBuf,
    /// The same seed gives the same township [随机种子]
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 1 is a township of 10,800 households; less is fewer in the same grids [规模]
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// The day on which the township stands so; today by default [日期]
    #[arg(long, value_name = "DAY", value_parser = options::day)]
    today: Option<Day>,
    /// Replace lists of the same names that are there [覆盖已有文件]
    #[arg(long)]
    force: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    // Negated so that a scale that is no number is refused too.
    if !(args.scale > 0.0 && args.scale <= 10.0) {
        return Err(CliError::Usage("the scale is more than 0 and at most 10".to_owned()));
    }
    // A county's own list may have such a name.
    let there: Vec<&str> = FILES.into_iter().filter(|name| args.into.join(name).exists()).collect();
    if !there.is_empty() && !args.force {
        let there = there.join(", ");
        return Err(CliError::Usage(format!(
            "the folder has {there} already: name another, or replace them with --force / 文件已存在"
        )));
    }
    let today = args.today.unwrap_or_else(|| Zone::CHINA.day_of(Desk::clock().now()));
    let known = divisions::built_in()
        .map_err(|faults| CliError::Usage(format!("the table of divisions has {} faults", faults.len())))?;
    let township = Township::generate(args.seed, args.scale, today, &known);
    std::fs::create_dir_all(&args.into)
        .and_then(|()| township.write_files(&args.into))
        .map_err(StoreError::io(args.into.display().to_string()))?;
    let (grids, homes, people) = (township.grids.len(), township.households.len(), township.residents.len());
    if desk.json {
        print::json(&json!({ "grids": grids, "households": homes, "residents": people }))?;
        return Ok(());
    }
    print::line(&format!(
        "{grids} grids, {homes} households, {people} residents, all invented / 演示数据，均为虚构"
    ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_there_is_not_replaced_by_an_invented_one() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("residents.csv");
        std::fs::write(&own, "theirs").unwrap();
        let desk = Desk { folder: std::path::PathBuf::new(), json: true };
        let args = |force| Args { into: folder.path().to_owned(), seed: 1, scale: 0.01, today: None, force };
        assert!(run(&desk, &args(false)).unwrap_err().to_string().contains("residents.csv"));
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "theirs");
        assert!(!folder.path().join("grids.geojson").exists());
        run(&desk, &args(true)).unwrap();
        assert_ne!(std::fs::read_to_string(&own).unwrap(), "theirs");
    }
}
