//! What a log may see of an exchange: methods, kinds of paths, statuses and sizes; never a token, a body or the
//! address of an upload, which lets whoever knows it write.

use std::fmt;

use super::{Command, Event, HttpRequest, HttpResponse, PendingUpload, Task};
use crate::op::wire::path;

/// The path without what only its owner may know.
fn path_class(path: &str) -> &str {
    const KNOWN: [&str; 8] = [
        path::ENROL,
        path::FORK,
        path::CHALLENGE,
        path::SESSION,
        path::HEAD,
        path::OPS,
        path::FEED,
        path::UPLOADS,
    ];
    match KNOWN.into_iter().find(|known| *known == path) {
        Some(known) => known,
        None if path.starts_with(path::UPLOADS) => "/v1/uploads/…",
        None => "…",
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("path", &path_class(&self.path))
            .field("has_token", &self.token.is_some())
            .field("bytes", &self.body.as_ref().map_or(0, String::len))
            .finish()
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("protocol", &self.protocol)
            .field("content_type", &self.content_type)
            .field("retry_after_s", &self.retry_after_s)
            .field("upload_offset", &self.upload_offset)
            .field("bytes", &self.body.len())
            .finish()
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(request) => request.fmt(f),
            Self::Upload { photo, offset, bytes, path: _ } => f
                .debug_struct("Upload")
                .field("photo", photo)
                .field("offset", offset)
                .field("bytes", bytes)
                .finish(),
        }
    }
}

impl fmt::Debug for PendingUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingUpload")
            .field("photo", &self.photo)
            .field("bytes", &self.bytes)
            .field("offset", &self.offset)
            .field("attempts", &self.attempts)
            .field("is_announced", &self.location.is_some())
            .finish()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("Begin"),
            Self::SendNow => f.write_str("SendNow"),
            Self::Host(status) => f.debug_tuple("Host").field(status).finish(),
            Self::Woke => f.write_str("Woke"),
            Self::HostFree => f.write_str("HostFree"),
            Self::Answered(task, response) => f.debug_tuple("Answered").field(task).field(response).finish(),
            Self::NoAnswer(task) => f.debug_tuple("NoAnswer").field(task).finish(),
            Self::Signed(_) => f.write_str("Signed"),
            Self::SignRefused => f.write_str("SignRefused"),
            Self::Compared(comparison) => f.debug_tuple("Compared").field(comparison).finish(),
            Self::Batch(ops) => f.debug_tuple("Batch").field(&ops.len()).finish(),
            Self::Cursors(cursors) => f.debug_tuple("Cursors").field(&cursors.len()).finish(),
            Self::FeedCommitted(committed) => {
                let orders: Vec<_> = committed.orders.iter().map(|order| (order.id, order.kind)).collect();
                f.debug_tuple("FeedCommitted").field(&orders).field(&committed.retake).finish()
            }
            Self::Upload(upload) => f.debug_tuple("Upload").field(upload).finish(),
            Self::Adopted(device) => f.debug_tuple("Adopted").field(device).finish(),
            Self::DrainBegun => f.write_str("DrainBegun"),
            Self::Acknowledged => f.write_str("Acknowledged"),
            Self::UploadSaved => f.write_str("UploadSaved"),
            Self::StoreFailed { full } => f.debug_struct("StoreFailed").field("full", full).finish(),
            Self::Cancel => f.write_str("Cancel"),
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(task, work) => f.debug_tuple("Send").field(task).field(work).finish(),
            Self::SignHead(head) => f.debug_tuple("SignHead").field(head).finish(),
            Self::Sign(message) => f.debug_tuple("Sign").field(&message.len()).finish(),
            Self::Compare(head) => f.debug_tuple("Compare").field(head).finish(),
            Self::Acknowledge { head, backed_up_through } => {
                f.debug_tuple("Acknowledge").field(head).field(backed_up_through).finish()
            }
            Self::LoadBatch { after, max_groups } => {
                f.debug_tuple("LoadBatch").field(after).field(max_groups).finish()
            }
            Self::LoadCursors => f.write_str("LoadCursors"),
            Self::CommitFeed(reply) => {
                let rows: usize = reply.scopes.iter().map(|page| page.rows.len()).sum();
                f.debug_struct("CommitFeed").field("rows", &rows).finish()
            }
            Self::LoadUpload { rule, under_way } => {
                f.debug_tuple("LoadUpload").field(rule).field(&under_way.len()).finish()
            }
            Self::SaveUpload { photo, offset, location: _ } => {
                f.debug_tuple("SaveUpload").field(photo).field(offset).finish()
            }
            Self::PutUploadOff { photo, cause, next_try, begins_anew } => f
                .debug_tuple("PutUploadOff")
                .field(photo)
                .field(cause)
                .field(next_try)
                .field(begins_anew)
                .finish(),
            Self::SetUploadAside { photo, cause } => {
                f.debug_tuple("SetUploadAside").field(photo).field(cause).finish()
            }
            Self::AdoptDevice { reply, hub_seq } => {
                f.debug_tuple("AdoptDevice").field(&reply.device).field(hub_seq).finish()
            }
            Self::BeginDrain => f.write_str("BeginDrain"),
            Self::WaitUntil(at, cause) => f.debug_tuple("WaitUntil").field(at).field(cause).finish(),
            Self::Hold(cause) => f.debug_tuple("Hold").field(cause).finish(),
            Self::Obey(order) => f.debug_tuple("Obey").field(&order.id).field(&order.kind).finish(),
            Self::Finished(summary) => f.debug_tuple("Finished").field(summary).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::evidence::PhotoFile,
        id::PhotoId,
        seal::Digest,
        sync::{Method, NextUpload, TaskId},
    };

    #[test]
    fn a_log_of_an_exchange_shows_no_token_no_body_and_no_upload_address() {
        let photo = PhotoFile::working(PhotoId(Uuid::from_u128(1)));
        let address = format!("{}/SECRET", path::UPLOADS);
        let request = HttpRequest {
            method: Method::Post,
            path: address.clone(),
            token: Some("SECRET".into()),
            body: Some("SECRET".into()),
        };
        let response = HttpResponse { status: 200, body: b"SECRET".to_vec(), ..HttpResponse::default() };
        let upload = PendingUpload {
            photo,
            bytes: 9,
            sealed_sha256: Digest([1; 32]),
            location: Some(address.clone()),
            offset: 0,
            attempts: 0,
        };
        let file = Task::Upload { photo, path: address.clone(), offset: 0, bytes: 9 };
        let task = TaskId::Upload(photo);
        let shown = [
            format!("{request:?}"),
            format!("{:?}", Event::Answered(task, response)),
            format!("{:?}", Event::Upload(NextUpload::File(upload))),
            format!("{:?}", Event::Signed(b"SECRET".to_vec())),
            format!("{:?}", Command::Send(task, file)),
            format!("{:?}", Command::Send(task, Task::Request(request))),
            format!("{:?}", Command::SaveUpload { photo, location: address, offset: 3 }),
        ];
        for text in &shown {
            assert!(!text.contains("SECRET") && !text.contains("83, 69"), "{text}");
        }
        assert_eq!(
            shown[0],
            r#"HttpRequest { method: Post, path: "/v1/uploads/…", has_token: true, bytes: 6 }"#
        );
    }
}
