//! Enrolment: from a QR code to a phone that knows who it is.

use crate::{
    domain::org::Staff,
    error::DoorstepError,
    op::wire::{EnrolReply, EnrolRequest, EnrolTicket, TenantSettings, path},
    seal::{PublicKey, SealKey},
    store::{DeviceState, Durability, Identity, device, journal},
    sync::{Answer, HttpRequest, HttpResponse, Method, classify},
    text::Text,
};

use super::{Doorstep, error::invalid};

/// What the worker confirms after an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Whose phone it is.
    pub staff: Staff,
    /// The tenant.
    pub settings: TenantSettings,
}

impl Doorstep {
    /// Reads the text of an enrolment QR.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] when it is none.
    pub fn read_enrol_qr(&self, text: &str) -> Result<EnrolTicket, DoorstepError> {
        let ticket: EnrolTicket = serde_json::from_str(text)
            .map_err(|_| invalid("qr", "不是登记二维码", "This is no enrolment code"))?;
        if ticket.url.starts_with("https://") {
            Ok(ticket)
        } else {
            Err(invalid("qr.url", "中心地址必须使用 https", "The hub's address must use https"))
        }
    }

    /// The request that enrols this phone; the host sends it to the QR's address, with the QR's key pinned.
    ///
    /// # Errors
    /// [`DoorstepError::Internal`] only.
    pub fn enrol_request(&self, ticket: &EnrolTicket) -> Result<HttpRequest, DoorstepError> {
        let request = EnrolRequest {
            code: ticket.code.clone(),
            public_key: self.host.signer.public_key(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let body = serde_json::to_string(&request)
            .map_err(|_| DoorstepError::Internal { code: "enrol/json".into() })?;
        Ok(HttpRequest { method: Method::Post, path: path::ENROL.to_owned(), token: None, body: Some(body) })
    }

    /// The short code of this phone's key, which `doorstep devices` shows beside it: a manager who compares the two knows
    /// that the code of the QR was used by this phone and no other.
    ///
    /// # Errors
    /// [`DoorstepError::Internal`] only.
    pub fn short_code(&self) -> Result<String, DoorstepError> {
        let key = PublicKey::from_sec1(&self.host.signer.public_key())
            .map_err(|_| DoorstepError::Internal { code: "enrol/key".into() })?;
        Ok(key.short_code())
    }

    /// Takes the hub's answer. A phone that was enrolled before keeps its journal and goes on under the new id.
    ///
    /// # Errors
    /// [`DoorstepError::Offline`] when it was no answer of a hub, [`DoorstepError::InvalidInput`] when the code was
    /// refused.
    pub fn enrol(&self, ticket: &EnrolTicket, response: &HttpResponse) -> Result<Enrolled, DoorstepError> {
        match classify(response) {
            Answer::Good => {}
            Answer::Again { retry_after_s, .. } => {
                let retry_after_ms = retry_after_s.unwrap_or(2).saturating_mul(1000);
                return Err(DoorstepError::Offline { retry_after_ms });
            }
            Answer::Upgrade => {
                return Err(DoorstepError::Locked { reason: crate::error::LockReason::UpgradeNeeded });
            }
            _ => return Err(invalid("code", "登记码无效或已过期", "The code is not valid or has lapsed")),
        }
        let reply: EnrolReply = serde_json::from_slice(&response.body)
            .map_err(|_| DoorstepError::Offline { retry_after_ms: 2_000 })?;
        let enrolled = Enrolled { staff: reply.staff.clone(), settings: reply.settings.clone() };
        self.store.write(Durability::Capture, |tx| {
            let before = device::identity(tx)?;
            let storage_key = match &before {
                Some(me) => me.storage_key.clone(),
                None => SealKey::generate(self.host.ids.as_ref()),
            };
            let me = Identity {
                device: reply.device,
                public_key: self.host.signer.public_key(),
                staff: reply.staff.clone(),
                settings: reply.settings.clone(),
                recipient: reply.recipient.clone(),
                order_key: reply.order_key.clone(),
                hub_url: ticket.url.clone(),
                hub_spki: ticket.spki,
                storage_key,
                state: DeviceState::Active,
            };
            match before {
                // The same answer to the same code: nothing to do.
                Some(old) if old.device == me.device => Ok(device::set_identity(tx, &me)?),
                // Unsent work would go out in another worker's name, and the register shows what they may not see.
                Some(old) if old.staff.id != me.staff.id || old.settings.tenant != me.settings.tenant => {
                    Err(DoorstepError::Conflict {
                        reason: Text::new(
                            "手机上有另一名人员的记录，请先交清并清除",
                            "This phone holds another worker's records; send and wipe them first",
                        ),
                    })
                }
                // What a backup of the hub surely holds stays there; all else is sent again under its old op ids. A
                // hub that said it does not know this phone has no such backup.
                Some(_) => {
                    let resend_after = journal::backed_up_through(tx)?;
                    Ok(journal::adopt_device(tx, &me, resend_after)?)
                }
                None => Ok::<_, DoorstepError>(device::set_identity(tx, &me)?),
            }
        })?;
        // The hub may have another key now. What fails is done at the next start.
        let _ = self.store.keep_recovery(None).map(|()| self.keep_recovery());
        Ok(enrolled)
    }
}
