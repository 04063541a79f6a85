//! The use cases that a shell calls, one file each: this is where store and sync meet.
//!
//! [`Doorstep`] is one worker's day on one phone. Every method may be called from any thread; each is one
//! transaction, and what a method reports as saved is on the disk. Nothing here opens a socket: a
//! [`SyncSession`] hands out requests for the host to perform.

mod at_door;
mod bounds;
mod bundle;
mod check;
mod choices;
mod correct;
mod coverage;
mod derive;
mod draft;
mod enrol;
mod entry;
mod error;
mod feedback;
mod finish;
mod grids;
mod hand_over;
mod holds;
mod homes;
mod homes_lock;
mod household;
mod open;
mod outbox;
mod period;
mod phone_words;
mod photo;
mod photo_choices;
mod pin;
mod place;
mod preview;
mod proof;
mod quantities;
mod readiness;
mod record;
mod rejected;
mod responsibility;
mod responsibility_sheet;
mod review;
mod role_screens;
mod screen;
mod search;
mod share;
mod stamp;
mod stored;
mod sync_session;
mod target;
#[cfg(test)]
mod tests;
mod today;
mod typing;
mod unsent;
mod visit;
mod voice;
mod wellbeing;
mod workbook;

pub use crate::store::{
    Blob, BlobState, DbKey, DeviceState, Identity, ItemState, Left, OutboxItem, Round, SearchHit, SearchKey,
    Stop, StopDuty, StopHandOver, StopKey,
};
pub use at_door::{AtDoor, DoorWork, Rung, Turn, ladder};
pub use bundle::{BundleFor, BundleOf};
pub use choices::{StepChoice, VisitChoices, WorkChoice};
pub use coverage::{CoverageView, Covered, share_words};
pub use draft::{DraftPhoto, NeedDraft, VisitDraft};
pub use enrol::Enrolled;
pub use entry::{Entered, Entry, EntryField};
pub use grids::{GridLine, GridShapes};
pub use hand_over::{Colleague, HandedOverView};
pub use holds::{Holdings, holdings};
pub use homes::{CountedHome, HomeKey};
pub use household::{DutyView, HouseholdView};
pub use open::{Doorstep, Host};
pub use outbox::{HomeLine, OutboxLine, PhotoLine, Waiting};
pub use period::PeriodView;
pub use phone_words::PhoneWord;
pub use photo::{PhotoDraft, TakenPhoto};
pub use photo_choices::{ConsentChoice, PhotoChoice, may_take};
pub use pin::{WrongPins, pin_is_good};
pub use place::{FixView, PlaceView};
pub use proof::JournalProof;
pub use quantities::{bytes_words, day_words, distance_words, photos_may_cost_words, span_words};
pub use readiness::Readiness;
pub use record::{HouseholdDraft, ResidentDraft};
pub use responsibility::ResponsibilityLine;
pub use review::{ClaimView, ExceptionView, Settlement};
pub use role_screens::RoleScreens;
pub use screen::ScreenWord;
pub use stamp::{Stamp, StampLook, StampWords};
pub use stored::{Loss, Stored};
pub use sync_session::{HostTask, SyncSession};
pub use unsent::UnsentExport;

/// Rows in one page, at most: lists cross into the shells in pages.
pub const PAGE: usize = 200;
