//! `POST /v1/uploads`, and `PATCH` and `HEAD` on an upload's own path.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    body::{Body, BodyDataStream},
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use doorstep_core::op::wire::{UploadReply, UploadRequest};
use tokio::time::timeout;

use super::{
    auth::Authenticated,
    blocking,
    limits::{MAX_PIECE_DISCARDED, Patience},
    message::{Message, next},
    problem::{Refusal, UPLOAD_OFFSET},
};
use crate::service::{Append, Hub, HubError};

/// The length of an upload, as the draft names it.
const UPLOAD_LENGTH: &str = "upload-length";

pub(super) async fn create(
    State(hub): State<Arc<Hub>>,
    Authenticated(device): Authenticated,
    Message(request): Message<UploadRequest>,
) -> Result<(StatusCode, Json<UploadReply>), Refusal> {
    let reply = blocking(move || hub.create_upload(&device, &request)).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}

pub(super) async fn offset(
    State(hub): State<Arc<Hub>>,
    Path(capability): Path<String>,
) -> Result<Response, Refusal> {
    let (offset, bytes) = blocking(move || hub.upload_offset(&capability)).await?;
    let headers = [(UPLOAD_OFFSET, offset.to_string()), (UPLOAD_LENGTH, bytes.to_string())];
    Ok((StatusCode::OK, headers, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

/// Appends in a task of its own: what came before a connection breaks is kept.
pub(super) async fn append(
    State(hub): State<Arc<Hub>>,
    Path(capability): Path<String>,
    Extension(Patience { piece: patience, .. }): Extension<Patience>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let told = headers.get(UPLOAD_OFFSET).and_then(|value| value.to_str().ok()?.parse().ok());
    let at: u64 = told.ok_or(HubError::Invalid("Upload-Offset is missing"))?;
    let mut body = body.into_data_stream();
    let append = match blocking(move || hub.append(&capability, at)).await {
        Ok(append) => append,
        Err(refusal) => {
            discard(&mut body, patience).await;
            return Err(refusal);
        }
    };
    let written = tokio::spawn(write(append, body, patience));
    let offset = written.await.map_err(|_| Refusal::internal())??;
    Ok((StatusCode::NO_CONTENT, [(UPLOAD_OFFSET, offset.to_string())]).into_response())
}

/// Lets a sender of a small piece finish, so that it reads the refusal; who sends more sees a broken connection
/// and asks for the offset.
async fn discard(body: &mut BodyDataStream, patience: Duration) {
    let mut came = 0;
    while let Ok(Some(Ok(piece))) = timeout(patience, next(body)).await {
        came += piece.len();
        if came > MAX_PIECE_DISCARDED {
            return;
        }
    }
}

async fn write(mut append: Append, mut body: BodyDataStream, patience: Duration) -> Result<u64, Refusal> {
    // A body that breaks off or stalls ends here like one that ended: the answer tells how much is durable, and
    // the phone whose line broke unheard finds the upload free when it comes back.
    while let Ok(Some(Ok(bytes))) = timeout(patience, next(&mut body)).await {
        append = blocking(move || append.write(&bytes).map(|()| append)).await?;
    }
    blocking(move || append.finish()).await
}
