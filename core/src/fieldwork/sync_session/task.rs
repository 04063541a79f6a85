//! What the host of a session is asked to do.

use std::{fmt, path::PathBuf};

use crate::{
    sync::{Cause, HttpRequest, Summary, TaskId},
    time::Timestamp,
};

/// What the host is to do next.
#[derive(Clone, PartialEq, Eq)]
pub enum HostTask {
    /// Perform this request against the hub, its key pinned, and report the answer.
    Request(TaskId, HttpRequest),
    /// Append `file` from `offset` to its end to the upload at `path`, and report the answer.
    Upload {
        /// The task.
        task: TaskId,
        /// The upload's path on the hub.
        path: String,
        /// The sealed file.
        file: PathBuf,
        /// The first byte to send.
        offset: u64,
        /// The file's whole length.
        bytes: u64,
    },
    /// Answers are outstanding; nothing else to do meanwhile.
    Answers,
    /// Call [`SyncSession::woke`](super::SyncSession::woke) at this time.
    Wait(Timestamp, Cause),
    /// Nothing until the outside world changes.
    Hold(Cause),
    /// All that may go has gone.
    Done(Summary),
    /// The store was destroyed by an order of the hub.
    Wiped,
}

impl fmt::Debug for HostTask {
    // The path of an upload lets whoever knows it write.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(task, request) => f.debug_tuple("Request").field(task).field(request).finish(),
            Self::Upload { task, offset, bytes, path: _, file: _ } => f
                .debug_struct("Upload")
                .field("task", task)
                .field("offset", offset)
                .field("bytes", bytes)
                .finish(),
            Self::Answers => f.write_str("Answers"),
            Self::Wait(at, cause) => f.debug_tuple("Wait").field(at).field(cause).finish(),
            Self::Hold(cause) => f.debug_tuple("Hold").field(cause).finish(),
            Self::Done(summary) => f.debug_tuple("Done").field(summary).finish(),
            Self::Wiped => f.write_str("Wiped"),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{domain::evidence::PhotoFile, id::PhotoId};

    #[test]
    fn a_log_of_a_task_does_not_show_where_to_write() {
        let task = HostTask::Upload {
            task: TaskId::Upload(PhotoFile::working(PhotoId(Uuid::from_u128(1)))),
            path: "/v1/uploads/SECRET".into(),
            file: "SECRET.age".into(),
            offset: 3,
            bytes: 9,
        };
        let shown = format!("{task:?}");
        assert!(!shown.contains("SECRET"), "{shown}");
        assert!(shown.contains("offset: 3, bytes: 9"), "{shown}");
    }
}
