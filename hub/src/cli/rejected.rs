//! `doorstep rejected`.

use std::path::PathBuf;

use doorstep_core::{seal::SealError, text::Text};

use super::{Desk, error::CliError, print};
use crate::{service::HubError, store::why};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file that a phone exported [手机导出的文件]
    file: PathBuf,
}

/// The records themselves tell of people: a table leaves them out, JSON is asked for.
pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let records = hub.read_rejected(&args.file).map_err(|error| match error {
        HubError::Seal(SealError::Io(kind)) => CliError::file(&args.file, &why(&kind.into())),
        HubError::Seal(error) => CliError::file(&args.file, &error.text()),
        HubError::Invalid(en) => CliError::file(&args.file, &Text::new("文件中没有未采纳的记录", en)),
        error => error.into(),
    })?;
    if desk.json {
        return Ok(print::json(&records)?);
    }
    let zone = hub.settings()?.zone;
    let mut table = print::Table::new(4, &["recorded 记录时间", "what 内容", "why 原因", "record 编号"]);
    for record in records {
        let both = |text: Text| format!("{} {}", text.zh, text.en);
        table.row([
            zone.format(record.recorded_at),
            both(record.what),
            both(record.why),
            record.op.to_string(),
        ]);
    }
    Ok(table.print()?)
}
