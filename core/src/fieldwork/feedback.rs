//! Complaints and suggestions (投诉建议): a worker's words to the office.

use crate::{
    error::DoorstepError,
    op::body::{Body, FeedbackGiven},
    store::Durability,
};

use super::Doorstep;

impl Doorstep {
    /// Says something to the office; durable when this returns, and sent like any record. The office reads it at the hub
    /// (`doorstep feedback`); no phone is sent it.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] for no words (`words`), more than a page, or such as no screen shows.
    pub fn give_feedback(&self, words: &str) -> Result<(), DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            let (staff, words) = (me.staff.id, words.trim().to_owned());
            let body = Body::FeedbackGiven(FeedbackGiven { staff, words });
            self.may_record(tx, &me, &body)?;
            self.record(tx, &me, vec![body])
        })
    }
}
