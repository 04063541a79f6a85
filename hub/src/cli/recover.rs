//! `doorstep recover`.

use std::path::PathBuf;

use doorstep_core::{seal::SealError, text::Text};
use serde_json::json;

use super::{Desk, error::CliError, print};
use crate::{service::HubError, store::why};

/// A phone that lost its key sets its records aside with this file beside them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file `recovery.age` of the phone [手机中的 recovery.age]
    file: PathBuf,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let key = hub.recover_key(&args.file).map_err(|error| match error {
        HubError::Seal(SealError::Io(kind)) => CliError::file(&args.file, &why(&kind.into())),
        HubError::Seal(error) => CliError::file(&args.file, &error.text()),
        HubError::Invalid(en) => CliError::file(&args.file, &Text::new("文件中没有手机数据的密钥", en)),
        error => error.into(),
    })?;
    if desk.json {
        return Ok(print::json(&json!({ "key": key.as_str() }))?);
    }
    print::line(&key)?;
    // Apart from the key, so that what takes the one does not take the other.
    eprintln!("This opens that phone's records: hand it over in person and keep no copy.");
    eprintln!("此密钥可打开该手机的全部记录，请当面交付，不要留存。");
    Ok(())
}
