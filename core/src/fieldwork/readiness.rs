//! Whether this phone has yet what its worker answers for, so that a screen says "it comes" and not "there is none".

use crate::{
    error::DoorstepError,
    store::device,
    text::{Text, vocabulary},
};

use super::{Doorstep, ScreenWord};

vocabulary! {
    /// How far a phone is from showing what its worker answers for.
    Readiness {
        NotEnrolled => ("还没有登记", "Not enrolled yet"),
        FirstExchange => ("正在接收第一批数据，请稍候……", "The first data are on their way…"),
        Ready => ("数据已就绪", "The data are here"),
    }
}

impl Doorstep {
    /// Whether this phone is enrolled, and has had one whole exchange since. One that goes on or is held up, whatever it
    /// brought already, is not whole.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn readiness(&self) -> Result<Readiness, DoorstepError> {
        let known = self.store.read(|tx| {
            let is_enrolled = device::identity(tx)?.is_some();
            Ok::<_, DoorstepError>((is_enrolled, device::last_full_pull(tx)?.is_some()))
        })?;
        Ok(match known {
            (false, _) => Readiness::NotEnrolled,
            (true, false) => Readiness::FirstExchange,
            (true, true) => Readiness::Ready,
        })
    }

    /// What a screen says where it has nothing to show: that there is none, in the words of `none`, or that it comes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn words_of_nothing(&self, none: ScreenWord) -> Result<Text, DoorstepError> {
        Ok(match self.readiness()? {
            Readiness::NotEnrolled => ScreenWord::NotEnrolled.label(),
            Readiness::FirstExchange => Readiness::FirstExchange.label(),
            Readiness::Ready => none.label(),
        })
    }
}
