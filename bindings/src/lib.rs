//! One core for Kotlin, Swift and Python.
//!
//! Everything that `doorstep_core::fieldwork` offers a shell, in types that each language calls its own.
//! Nothing here decides anything: a method turns its arguments into the core's, calls one use case and turns
//! the answer back.
//!
//! **Promises.** Any method may be called from any thread. Every method that does something is fallible, and
//! a panic behind it becomes [`DoorstepError::Internal`]; the store opens again. No trait of the host is
//! called while a lock or a transaction is held, so a host that throws, dawdles or calls back in at once
//! harms nobody but itself. Lists come in pages of at most 200; photos cross as paths.
//!
//! This is the only crate that names UniFFI.

mod at_door;
mod calls;
mod courier;
mod coverage;
mod custom;
mod diagnostics;
mod doorstep;
mod enrolment;
mod error;
mod evidence;
mod grids;
mod guard;
mod homes;
mod host;
mod http;
mod outbox;
mod pages;
mod photos;
mod pin;
mod places;
mod register;
mod responsibility;
mod review;
mod sample;
mod screen_words;
mod session;
mod stamp;
mod stored;
#[cfg(test)]
mod tests;
mod today;
mod visit_draft;
mod visits;
mod words;

pub use at_door::{DoorWork, Rung, StepChoice, Turn};
pub use calls::{Area, LogLevel, LogLine};
pub use coverage::{Counts, Coverage, CoverageLine, CoverageReport, PeriodKind, PeriodView};
pub use custom::{ShownDay, ShownSpan, TaskName};
pub use diagnostics::Diagnostics;
pub use doorstep::{
    Doorstep, IdentityView, JournalProofView, RoleScreens, StaffView, set_aside, wipe_is_cut_short,
};
pub use enrolment::{EnrolledView, Enrolment};
pub use error::{DoorstepError, LockReason};
pub use evidence::{BundleFor, BundleOf};
pub use grids::{Corner, GridLine, GridShape, GridShapePage, OutlinePart};
pub use homes::{CountedHome, FigureOf, HomeCursor, HomePage};
pub use host::{ChangeListener, HostError, KeyVault, LogSink};
pub use http::{HttpAnswer, HttpMethod, HttpRequest, HubAddress};
pub use outbox::{HomeLine, Outbox, OutboxLineView, UnsentExport, WaitingView};
pub use photos::{
    ConsentChoice, PhotoChoice, PhotoDraft, PhotoLineView, PhotoPixels, PhotoRegion, Photos, TakenPhoto,
};
pub use places::{Coordinate, Datum, Fix, FixDraft, FixView, PlaceView};
pub use register::{
    CategoryDraft, CategoryView, ColleagueView, DutyState, DutyView, EntryView, HandedOverView,
    HouseholdDraft, HouseholdView, NeedView, Register, ResidentDraft, ResidentView, SearchCursor,
    SearchHitView, SearchPage, Subject, TicketView, Typed, VisitView,
};
pub use responsibility::{ResponsibilityLineView, ResponsibilityList};
pub use review::{ClaimView, ExceptionView, Review};
pub use screen_words::*;
pub use session::{HostStatus, HostTask, Network, Summary, SyncSession};
pub use stamp::{PhotoStamp, StampLook, StampWords};
pub use stored::{Holdings, LossView, StoredView};
pub use today::{Left, StopCursor, StopDutyView, StopHandOverView, StopPage, StopView, Today};
pub use visit_draft::{
    ChangedField, DraftPhotoView, FellowVisitor, LateEntry, NeedDraft, SubjectOutcome, VisitDraft, VisitFact,
    WellbeingAnswer,
};
pub use visits::{HouseholdChange, ResidentChange, VisitChoices, Visits, WorkChoice};
pub use words::*;

uniffi::setup_scaffolding!();
