//! Complaints and suggestions: what workers said to the office.

use std::fmt;

use doorstep_core::{
    id::StaffId,
    op::body::{Body, Payload},
    time::Timestamp,
};
use serde::Serialize;

use super::{Hub, HubError, access::staff};

/// A worker's words to the office.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Feedback {
    /// When they reached the hub.
    pub received_at: Timestamp,
    /// Whose they are.
    pub staff: StaffId,
    /// Their name, while they are staff.
    pub name: Option<String>,
    /// The words.
    pub words: String,
}

impl fmt::Debug for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feedback").field("staff", &self.staff).finish_non_exhaustive()
    }
}

impl Hub {
    /// All that workers said to the office, the earliest first. It is in the journal alone, and sent to no phone.
    ///
    /// # Errors
    /// When the store fails.
    pub fn feedback(&self) -> Result<Vec<Feedback>, HubError> {
        self.store.reading(|tx| {
            let mut all = Vec::new();
            for (received_at, body) in tx.taken_bodies(Body::FEEDBACK)? {
                let Ok(Body::FeedbackGiven(said)) = Payload::from_json(&body).map(|payload| payload.body)
                else {
                    continue;
                };
                let name = staff(tx, said.staff)?.map(|worker| worker.name);
                all.push(Feedback { received_at, staff: said.staff, name, words: said.words });
            }
            Ok(all)
        })
    }
}
