//! Figures, days, spans and sizes as people read them.

use std::time::Duration;

use crate::{
    error::DoorstepError,
    sync::PhotoRule,
    text::Text,
    time::{Day, Timestamp},
};

use super::{Doorstep, PhoneWord, ScreenWord};

impl Doorstep {
    /// Date and time of an instant as the tenant's clocks show it.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] before enrolment.
    pub fn time_words(&self, at: Timestamp) -> Result<Text, DoorstepError> {
        let me = self.store.read(|tx| self.me(tx))?;
        Ok(same(me.settings.zone.format(at)))
    }
}

/// A day, as people write it.
pub fn day_words(day: Day) -> Text {
    Text::new(day.format("%Y年%-m月%-d日").to_string(), day.format("%-d %b %Y").to_string())
}

/// How long something takes or is ago, to the largest whole unit.
pub fn span_words(span: Duration) -> Text {
    let minutes = span.as_secs() / 60;
    match minutes {
        0 => Text::new("不到 1 分钟", "less than a minute"),
        1..60 => Text::new(format!("{minutes} 分钟"), format!("{minutes} min")),
        60..1_440 => Text::new(format!("{} 小时", minutes / 60), format!("{} h", minutes / 60)),
        _ => Text::new(format!("{} 天", minutes / 1_440), format!("{} d", minutes / 1_440)),
    }
}

/// A number of bytes, to the largest whole unit.
pub fn bytes_words(bytes: u64) -> Text {
    same(match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes >> 10),
        _ => format!("{} MB", bytes >> 20),
    })
}

/// A distance on the ground, as exact as a worker needs it.
pub fn distance_words(metres: f64) -> Text {
    if metres < 950.0 {
        ScreenWord::Metres.with(&[same(format!("{:.0}", (metres / 10.0).round() * 10.0))])
    } else {
        ScreenWord::Kilometres.with(&[same(format!("{:.1}", metres / 1_000.0))])
    }
}

/// What a worker agrees to who lets old photos go over paid data, with how old they must be.
pub fn photos_may_cost_words() -> Text {
    PhoneWord::PhotosMayCost.with(&[figure(PhotoRule::METERED_AFTER_HOURS)])
}

/// A number, which both languages write alike.
pub(super) fn figure(number: impl std::fmt::Display) -> Text {
    same(number.to_string())
}

/// What is written the same in both languages.
pub(super) fn same(text: String) -> Text {
    Text { zh: text.clone(), en: text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_as_people_say_them() {
        assert_eq!(day_words("2026-06-03".parse().unwrap()), Text::new("2026年6月3日", "3 Jun 2026"));
        let span = |minutes: u64| span_words(Duration::from_secs(minutes * 60)).en;
        assert_eq!(
            [span(0), span(59), span(60), span(2_900)],
            ["less than a minute", "59 min", "1 h", "2 d"]
        );
        let bytes = |count| bytes_words(count).en;
        assert_eq!([bytes(1_023), bytes(1_024), bytes(3 << 20)], ["1023 B", "1 KB", "3 MB"]);
        let far = |metres| distance_words(metres).zh;
        assert_eq!([far(4.0), far(123.0), far(949.0), far(950.0)], ["0 米", "120 米", "950 米", "0.9 公里"]);
    }

    #[test]
    fn how_old_a_photo_must_be_to_cost_is_the_rules_own_figure() {
        assert_eq!(photos_may_cost_words().zh, "等了 48 小时的照片可以用流量发送");
    }
}
