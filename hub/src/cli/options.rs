//! What an option may say. What it may not say is answered with what it may, in both languages.

use std::{net::SocketAddr, str::FromStr};

use doorstep_core::{
    codes::{GridCode, Hotline},
    domain::org::GridRole,
    geo::Datum,
    seal::SealRecipient,
    text::Text,
    time::{Day, Period},
};

use crate::import;

/// Days that somebody may be told to keep something: ten years.
pub(super) const MOST_DAYS: u16 = 3_650;

fn told<T>(read: Result<T, Text>) -> Result<T, String> {
    read.map_err(|reason| reason.both())
}

/// A whole number within bounds.
pub(super) fn whole<T: FromStr + PartialOrd + From<u16>, const LEAST: u16, const MOST: u16>(
    text: &str,
) -> Result<T, String> {
    let bounds = T::from(LEAST)..=T::from(MOST);
    let number = text.parse().ok().filter(|number| bounds.contains(number));
    let right = || {
        let zh = format!("应为 {LEAST} 到 {MOST} 的整数");
        Text::new(zh, format!("is not a whole number from {LEAST} to {MOST}"))
    };
    told(number.ok_or_else(right))
}

/// Metres around a home that count as being there.
pub(super) fn fence_radius(text: &str) -> Result<u32, String> {
    whole::<u32, 10, 5_000>(text)
}

/// Days that phones keep what the hub has.
pub(super) fn keep_days(text: &str) -> Result<u32, String> {
    whole::<u32, 1, MOST_DAYS>(text)
}

/// To whom something is sealed.
pub(super) fn recipient(text: &str) -> Result<SealRecipient, String> {
    let wrong = || Text::new("应为 age1 开头的公钥", "is no age recipient: one begins with age1");
    told(text.parse().map_err(|_| wrong()))
}

/// A day, as lists write it.
pub(super) fn day(text: &str) -> Result<Day, String> {
    told(import::day(text))
}

/// A grid, by its code.
pub(super) fn grid(text: &str) -> Result<GridCode, String> {
    told(import::grid_code(text))
}

/// A period of the calendar.
pub(super) fn period(text: &str) -> Result<Period, String> {
    let wrong = || {
        Text::new(
            "应为周期，如 2026-W23、2026-06、2026-Q2、2026-H1 或 2026",
            "is not a period: write 2026-W23, 2026-06, 2026-Q2, 2026-H1 or 2026",
        )
    };
    told(text.parse().map_err(|_| wrong()))
}

/// What degrees refer to.
pub(super) fn datum(text: &str) -> Result<Datum, String> {
    told(import::datum(text))
}

/// What a worker is to a grid.
pub(super) fn grid_role(text: &str) -> Result<GridRole, String> {
    told(import::grid_role(text))
}

/// The name of an office.
pub(super) fn name(text: &str) -> Result<String, String> {
    told(match text.trim() {
        "" => Err(Text::new("不能为空", "must not be blank")),
        text => import::words::<60>(text),
    })
}

/// A legal basis, as bundles cite it.
pub(super) fn legal_basis(text: &str) -> Result<String, String> {
    told(match text.trim() {
        "" => Err(Text::new("不能为空", "must not be blank")),
        text => import::words::<{ crate::service::MAX_BASIS }>(text),
    })
}

/// A number to dial.
pub(super) fn hotline(text: &str) -> Result<Hotline, String> {
    told(text.parse::<Hotline>().map_err(|wrong| wrong.reason()))
}

/// Where to listen.
pub(super) fn listen(text: &str) -> Result<SocketAddr, String> {
    let wrong =
        || Text::new("应为 IP 地址加端口，如 0.0.0.0:8443", "is no address with a port such as 0.0.0.0:8443");
    told(text.parse().map_err(|_| wrong()))
}

/// How phones reach a hub. They pin its key, so there is nothing but TLS.
pub(super) fn phone_url(text: &str) -> Result<String, String> {
    let parsed = reqwest::Url::parse(text).ok();
    let is_plain =
        text.starts_with("https://") && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let fits = parsed.is_some_and(|url| {
        url.has_host() && url.username().is_empty() && url.query().is_none() && url.fragment().is_none()
    });
    told(if is_plain && fits {
        Ok(text.to_owned())
    } else {
        Err(Text::new(
            "应以 https:// 开头并写明主机，如 https://hub.example:8443",
            "must begin with https:// and name the host, such as https://hub.example:8443",
        ))
    })
}
