//! From a QR code to a phone that knows who it is.

use std::sync::Arc;

use doorstep_core::op::wire::EnrolTicket;

use crate::{
    calls::{Area, LogLevel, Phone},
    doorstep::StaffView,
    error::DoorstepError,
    http::{HttpAnswer, HttpRequest, HubAddress},
};

/// What the worker confirms after an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EnrolledView {
    /// Whose phone it is.
    pub staff: StaffView,
    /// The tenant.
    pub tenant: String,
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    pub is_demo: bool,
}

/// A QR code that was read: send `request()`, hand the answer to `finish()`.
#[derive(uniffi::Object)]
pub struct Enrolment {
    pub(crate) phone: Arc<Phone>,
    pub(crate) ticket: EnrolTicket,
}

#[uniffi::export]
impl Enrolment {
    /// The hub that the QR names, for the worker to see before anything is sent.
    pub fn hub(&self) -> Result<HubAddress, DoorstepError> {
        self.phone.look("enrolment.hub", |_| Ok::<_, DoorstepError>(self.address()))
    }

    /// The request to send.
    pub fn request(&self) -> Result<HttpRequest, DoorstepError> {
        self.phone.look("enrolment.request", |core| {
            core.enrol_request(&self.ticket).map(|request| self.address().to(request))
        })
    }

    /// Takes the hub's answer. A phone that was enrolled before keeps its journal and goes on.
    ///
    /// Fails with `Offline` when it was no answer of a hub, `InvalidInput` when the code was refused, `Conflict`
    /// when the phone holds another worker's records.
    pub fn finish(&self, answer: HttpAnswer) -> Result<EnrolledView, DoorstepError> {
        let enrolled = self
            .phone
            .change("enrolment.finish", Area::ALL, |core| core.enrol(&self.ticket, &answer.into()))?;
        self.phone.enrolled_again();
        self.phone.note(LogLevel::Info, "enrolment.finish", "enrolled");
        Ok(EnrolledView {
            staff: enrolled.staff.into(),
            tenant: enrolled.settings.name,
            is_demo: enrolled.settings.demo,
        })
    }
}

impl Enrolment {
    fn address(&self) -> HubAddress {
        HubAddress::new(&self.ticket.url, self.ticket.spki)
    }
}
