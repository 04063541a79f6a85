//! What an HTTP answer means: the error table of the protocol, in one place.

use serde::{Deserialize, de::DeserializeOwned};

use super::{Cause, HttpResponse};
use crate::op::{
    order::Order,
    wire::{PROTOCOL, problem},
};

/// An answer, sorted by what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The hub did what was asked.
    Good,
    /// Try again; nothing is known about the request's effect.
    Again {
        /// Why.
        cause: Cause,
        /// The hub's own wish, in seconds.
        retry_after_s: Option<u64>,
    },
    /// A new session is needed.
    Session,
    /// The request was too large.
    TooLarge,
    /// What the request names is not there (an upload that lapsed, a device that is unknown).
    NotThere,
    /// The upload stands at another offset.
    Offset(u64),
    /// The hub does not take this file.
    Refused {
        /// Why.
        cause: Cause,
        /// When it may be asked again, in seconds, where the hub says so.
        retry_after_s: Option<u64>,
    },
    /// The hub speaks no protocol that this build speaks.
    Upgrade,
    /// The hub says that this device is revoked; believed only with a signed order.
    Revoked(Option<Order>),
}

#[derive(Deserialize)]
struct RevokedProblem {
    order: Order,
}

#[derive(Deserialize)]
struct CodedProblem {
    #[serde(rename = "type")]
    kind: String,
}

/// Sorts an answer. Only one that names the protocol is an answer of a hub at all: a captive portal's 200 is not.
pub fn classify(response: &HttpResponse) -> Answer {
    let again = |cause| Answer::Again { cause, retry_after_s: response.retry_after_s };
    let refused = |cause| Answer::Refused { cause, retry_after_s: response.retry_after_s };
    let Some(protocol) = response.protocol else {
        // A proxy before the hub may answer for it, in its own words.
        let busy = matches!(response.status, 429 | 502..=504);
        return again(if busy { Cause::HubBusy } else { Cause::NotTheHub });
    };
    match response.status {
        426 => Answer::Upgrade,
        _ if protocol > PROTOCOL => Answer::Upgrade,
        200..=299 => Answer::Good,
        401 => Answer::Session,
        403 => Answer::Revoked(json::<RevokedProblem>(response).map(|problem| problem.order)),
        404 | 410 => Answer::NotThere,
        409 => response.upload_offset.map_or(again(Cause::Unintelligible), Answer::Offset),
        413 => Answer::TooLarge,
        429 if names(response, problem::TOO_MANY_UPLOADS) => refused(Cause::TooManyPhotosWait),
        429 if names(response, problem::TOO_MANY_DEFERRED) => again(Cause::TooManyRecordsWait),
        408 | 425 | 429 | 500..=599 => again(Cause::HubBusy),
        422 if names(response, problem::PHOTO_ALTERED) => refused(Cause::PhotoAltered),
        422 if names(response, problem::RECORD_REJECTED) => refused(Cause::PhotoRecordRejected),
        // A refusal is no verdict on a record: it stays and is tried again.
        _ => again(Cause::Unintelligible),
    }
}

/// Whether the answer is the problem with this code.
fn names(response: &HttpResponse, code: &str) -> bool {
    json::<CodedProblem>(response).is_some_and(|told| problem::code(&told.kind) == Some(code))
}

/// Reads a JSON body; `None` when it is no JSON or not of this form, as when a connection was cut.
pub(super) fn json<T: DeserializeOwned>(response: &HttpResponse) -> Option<T> {
    let kind = response.content_type.as_deref()?;
    let kind = kind.split(';').next()?.trim();
    let is_json = kind.eq_ignore_ascii_case("application/json")
        || kind.eq_ignore_ascii_case("application/problem+json");
    if is_json { serde_json::from_slice(&response.body).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::wire::Problem;

    fn answer(status: u16, protocol: Option<u16>) -> Answer {
        classify(&HttpResponse { status, protocol, ..HttpResponse::default() })
    }

    #[test]
    fn a_login_page_is_not_an_acknowledgement() {
        assert!(matches!(answer(200, None), Answer::Again { cause: Cause::NotTheHub, .. }));
        assert_eq!(answer(200, Some(PROTOCOL)), Answer::Good);
    }

    #[test]
    fn no_status_is_a_verdict_on_a_record() {
        for status in [400, 402, 405, 408, 415, 418, 422, 425, 429, 500, 502, 503, 507] {
            assert!(matches!(answer(status, Some(PROTOCOL)), Answer::Again { .. }), "{status}");
        }
        assert_eq!(answer(401, Some(PROTOCOL)), Answer::Session);
        assert_eq!(answer(413, Some(PROTOCOL)), Answer::TooLarge);
        assert_eq!(answer(426, Some(PROTOCOL)), Answer::Upgrade);
        assert_eq!(answer(200, Some(PROTOCOL + 1)), Answer::Upgrade);
        assert_eq!(answer(403, Some(PROTOCOL)), Answer::Revoked(None));
    }

    #[test]
    fn a_photo_that_the_hub_will_not_take_is_told_from_an_answer_that_makes_no_sense() {
        let told = |status, code| {
            let problem = Problem { kind: problem::kind(code), title: String::new(), status, detail: None };
            classify(&HttpResponse {
                status,
                protocol: Some(PROTOCOL),
                content_type: Some("application/problem+json".to_owned()),
                body: serde_json::to_vec(&problem).unwrap(),
                ..HttpResponse::default()
            })
        };
        let refused = |cause| Answer::Refused { cause, retry_after_s: None };
        assert_eq!(told(422, problem::PHOTO_ALTERED), refused(Cause::PhotoAltered));
        assert_eq!(told(422, problem::RECORD_REJECTED), refused(Cause::PhotoRecordRejected));
        assert_eq!(told(429, problem::TOO_MANY_UPLOADS), refused(Cause::TooManyPhotosWait));
        let again = |cause| Answer::Again { cause, retry_after_s: None };
        assert_eq!(told(422, "invalid"), again(Cause::Unintelligible));
        assert_eq!(told(429, problem::TOO_MANY_DEFERRED), again(Cause::TooManyRecordsWait));
        assert_eq!(told(429, "requests"), again(Cause::HubBusy));
    }
}
