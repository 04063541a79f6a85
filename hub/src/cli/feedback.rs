//! `doorstep feedback`.

use super::{Desk, error::CliError, print};

/// What workers said, each under a line of when and who: words of several lines fit no table.
pub(super) fn run(desk: &Desk) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let all = hub.feedback()?;
    if desk.json {
        return Ok(print::json(&all)?);
    }
    if all.is_empty() {
        return Ok(print::line("no feedback yet / 还没有投诉建议")?);
    }
    let zone = hub.settings()?.zone;
    for said in all {
        let who = said.name.unwrap_or_else(|| said.staff.to_string());
        print::line(&format!("{}  {who}", zone.format(said.received_at)))?;
        said.words.lines().try_for_each(|line| print::line(&format!("    {line}")))?;
    }
    Ok(())
}
