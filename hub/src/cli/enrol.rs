//! `doorstep enrol`.

use doorstep_core::{domain::org::Staff, text::Text};
use qrcode::{QrCode, render::unicode};

use super::{Desk, error::CliError, options, print};
use crate::service::Hub;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The worker: number, name or id [工作人员编号或姓名]
    staff: String,
    /// How phones reach this hub, where hub.toml does not say [手机访问地址]
    #[arg(long, value_parser = options::phone_url)]
    url: Option<String>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let hub = desk.hub()?;
    let worker = worker(&hub, &args.staff)?;
    let Some(url) = args.url.clone().or_else(|| hub.config().url.clone()) else {
        return Err(CliError::usage(&Text::new(
            "没有手机访问地址：请在 hub.toml 中设置 url，或加 --url https://主机：8443",
            "no address for phones: set `url` in hub.toml or pass --url https://HOST:8443",
        )));
    };
    let url =
        options::phone_url(&url).map_err(|reason| CliError::Usage(format!("url in hub.toml: {reason}")))?;
    let ticket = hub.issue_code(worker.id, &url)?;
    if desk.json {
        return Ok(print::json(&ticket)?);
    }
    let payload = serde_json::to_string(&ticket).map_err(std::io::Error::other)?;
    let code = QrCode::new(payload.as_bytes()).map_err(std::io::Error::other)?;
    // Dark on light is what phones expect, and terminals are dark.
    let picture = code
        .render::<unicode::Dense1x2>()
        .dark_color(unicode::Dense1x2::Light)
        .light_color(unicode::Dense1x2::Dark)
        .build();
    print::line(&picture)?;
    print::line(&payload)?;
    let (name, role) = (&worker.name, worker.role.label());
    print::line(&format!(
        "For {name} ({}), one phone, ten minutes / {name}（{}），仅限一部手机，十分钟内有效",
        role.en, role.zh
    ))?;
    Ok(())
}

/// The one worker whom `who` means.
pub(super) fn worker(hub: &Hub, who: &str) -> Result<Staff, CliError> {
    let mut found = hub.find_staff(who)?;
    match (found.pop(), found.len()) {
        (Some(worker), 0) => Ok(worker),
        (None, _) => Err(CliError::usage(&Text::new(
            "没有这名工作人员：请输入编号、姓名或 id",
            "there is no such worker: give the number, name or id",
        ))),
        (Some(last), _) => {
            found.push(last);
            let one = |worker: &Staff| format!("\n  {}  {}", worker.id, worker.role.label().en);
            let list: String = found.iter().map(one).collect();
            let count = found.len();
            Err(CliError::Usage(format!(
                "{count} workers have that name; give one of these ids / 有 {count} 人同名，请输入其中一个 id:{list}"
            )))
        }
    }
}
