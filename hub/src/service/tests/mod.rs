//! The services together, without a network.

mod admission;
mod backups;
mod chain;
mod erase;
mod evidence;
mod feed;
mod feedback;
mod photos;
mod rejected;
mod roles;
mod tickets;
mod unsent;
mod visits;
mod waiting;

use std::{fs, sync::Arc};

use doorstep_core::{
    domain::{
        ticket::{Ticket, TicketState},
        visit::VisitSummary,
    },
    id::{PhotoId, TicketId},
    op::{
        row::{PhotoRow, PhotoStored, RowKind},
        wire::UploadRequest,
    },
    seal::{SealRecipient, Sealed, seal_file},
};

use super::{Hub, HubError, document_of};
use crate::testing::{Phone, World, day, home};

fn visits_of(hub: &Hub, number: u128) -> Vec<VisitSummary> {
    let rows = hub.store().reading(|tx| tx.of_household(RowKind::Visit, home(number))).unwrap();
    rows.iter().filter_map(|row| document_of(row).unwrap()).collect()
}

fn tickets(phone: &Phone) -> Vec<Ticket> {
    let rows = phone.rows.iter().filter(|((kind, _), _)| *kind == RowKind::Ticket);
    rows.map(|(_, held)| serde_json::from_str(&held.document).unwrap()).collect()
}

/// The ticket that is open today at the `number`-th household.
fn open_ticket(phone: &Phone, number: u128) -> TicketId {
    let is_open = |ticket: &Ticket| {
        let today = ticket.window.contains(day("2026-06-10"));
        ticket.household == home(number) && today && ticket.state == TicketState::Open
    };
    tickets(phone).into_iter().find(is_open).unwrap().id
}

struct Picture {
    sealed: Sealed,
    bytes: Vec<u8>,
}

fn picture(world: &World, recipient: &SealRecipient) -> Picture {
    let plain = world.folder.path().join("plain.jpg");
    let sealed_path = world.folder.path().join("sealed.age");
    fs::write(&plain, [0xFF; 5_000]).unwrap();
    let sealed = seal_file(&plain, &sealed_path, std::slice::from_ref(recipient)).unwrap();
    Picture { sealed, bytes: fs::read(&sealed_path).unwrap() }
}

fn send(hub: &Arc<Hub>, location: &str, offset: u64, bytes: &[u8]) -> Result<u64, HubError> {
    let capability = location.rsplit('/').next().unwrap();
    let mut append = hub.append(capability, offset)?;
    append.write(bytes)?;
    append.finish()
}

fn upload_request(record: &doorstep_core::domain::evidence::PhotoRecord) -> UploadRequest {
    UploadRequest {
        photo: record.id,
        bytes: record.working.sealed_bytes,
        sealed_sha256: record.working.sealed_sha256,
    }
}

fn photo_row(hub: &Hub, photo: PhotoId) -> Option<PhotoRow> {
    let row = hub.store().reading(|tx| tx.row(RowKind::Photo, photo.0)).unwrap()?;
    document_of(&row.row).unwrap()
}

/// What a phone was told of its stored photos.
fn stored(phone: &Phone) -> Vec<PhotoStored> {
    let rows = phone.rows.iter().filter(|((kind, _), _)| *kind == RowKind::PhotoStored);
    rows.map(|(_, held)| serde_json::from_str(&held.document).unwrap()).collect()
}
