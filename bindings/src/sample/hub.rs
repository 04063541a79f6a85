//! A hub without a network: it enrols the phone and answers one exchange with the hamlet's rows.

use doorstep_core::{
    codes::GridCode,
    domain::rules::{RulePack, SAMPLE_PACK},
    error::DoorstepError,
    fieldwork::{Doorstep, HostTask, SyncSession},
    id::{DeviceId, HouseholdId, IdGen, OsIds, TenantId},
    op::{
        row::{RowKind, Scope, name_id},
        wire::{
            Challenge, Cursor, EnrolReply, EnrolTicket, FeedReply, FeedRow, Head, Heads, PROTOCOL, ScopePage,
            SessionReply, TenantSettings, path,
        },
    },
    seal::{Digest, SealKey, Signer, SoftwareKey, genesis},
    sync::HttpResponse,
    time::{Day, Timestamp, WorkingDays, Zone},
};
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::hamlet;

/// An exchange with this hub needs far fewer steps; one that needs more runs in circles.
const MOST_STEPS: u32 = 50;

/// Enrols the phone and gives it the hamlet.
pub(super) fn fill(
    core: &std::sync::Arc<Doorstep>,
    now: Timestamp,
    signer: &dyn Signer,
) -> Result<(), DoorstepError> {
    let hub = Hub::new(now, &signer.public_key());
    let ticket = EnrolTicket {
        url: "https://sample.invalid".to_owned(),
        spki: Digest::of(b"sample"),
        code: "sample".to_owned(),
    };
    core.enrol(&ticket, &answer(&hub.enrol)?)?;
    let mut session = SyncSession::new(std::sync::Arc::clone(core))?;
    session.begin();
    let mut fed = false;
    for _ in 0..MOST_STEPS {
        match session.next_task() {
            HostTask::Request(task, request) => {
                let response = hub.answer(&request.path, &mut fed)?;
                session.answered(task, response);
            }
            HostTask::Done(_) => return Ok(()),
            _ => break,
        }
    }
    Err(DoorstepError::Internal { code: "sample/exchange".into() })
}

struct Hub {
    enrol: EnrolReply,
    heads: Heads,
    since: Day,
}

impl Hub {
    fn new(now: Timestamp, public_key: &[u8]) -> Self {
        let device = DeviceId(OsIds.uuid(now));
        let settings = TenantSettings {
            tenant: TenantId(name_id(RowKind::Settings, "sample")),
            name: "演示数据".to_owned(),
            zone: Zone::CHINA,
            working_days: WorkingDays::default(),
            fence_radius_m: 100,
            keep_days: 30,
            demo: true,
            report_recipient: None,
            report_phone: "12345".parse().ok(),
            recovery: false,
        };
        let today = settings.zone.day_of(now);
        Self {
            heads: Heads {
                head: Head { seq: 0, hash: genesis(device, public_key) },
                backed_up_through: 0,
                hub_now: now,
            },
            // Long enough ago that every rule has a window open.
            since: today.checked_sub_days(chrono::Days::new(400)).unwrap_or(today),
            enrol: EnrolReply {
                device,
                staff: hamlet::worker(),
                settings,
                recipient: SealKey::generate(&OsIds).recipient(),
                order_key: SoftwareKey::generate(&OsIds).public_key(),
            },
        }
    }

    fn answer(&self, to: &str, fed: &mut bool) -> Result<HttpResponse, DoorstepError> {
        match to {
            path::CHALLENGE => answer(&Challenge { challenge: "sample".to_owned() }),
            path::SESSION => {
                answer(&SessionReply { token: "sample".to_owned(), expires_in_s: 900, heads: self.heads })
            }
            path::HEAD => answer(&self.heads),
            path::FEED => {
                let scopes = if std::mem::replace(fed, true) { Vec::new() } else { self.pages()? };
                answer(&FeedReply { heads: self.heads, silent_phones: Some(0), scopes, revoked: Vec::new() })
            }
            _ => Ok(HttpResponse { status: 404, protocol: Some(PROTOCOL), ..HttpResponse::default() }),
        }
    }

    fn pages(&self) -> Result<Vec<ScopePage>, DoorstepError> {
        let mut pages = vec![self.tenant_page()?, page(Scope::Private(self.enrol.device), Vec::new())];
        for (index, grid) in hamlet::grids().into_iter().enumerate() {
            let id = name_id(RowKind::Grid, &grid.code.to_string());
            let mut rows = vec![row(RowKind::Grid, id, None, &grid)?];
            rows.extend(self.grid_rows(grid.code, index)?);
            pages.push(page(Scope::Grid(grid.code), rows));
        }
        Ok(pages)
    }

    fn tenant_page(&self) -> Result<ScopePage, DoorstepError> {
        let settings = &self.enrol.settings;
        let mut rows = vec![row(RowKind::Settings, settings.tenant.0, None, settings)?];
        for staff in hamlet::colleagues() {
            rows.push(row(RowKind::Staff, staff.id.0, None, &staff)?);
        }
        let pack = RulePack::from_toml(SAMPLE_PACK, "sample")
            .map_err(|_| DoorstepError::Internal { code: "sample/rules".into() })?;
        rows.push(row(RowKind::RulePack, name_id(RowKind::RulePack, "sample"), None, &pack)?);
        Ok(page(Scope::Tenant, rows))
    }

    fn grid_rows(&self, grid: GridCode, index: usize) -> Result<Vec<FeedRow>, DoorstepError> {
        let mut rows = Vec::new();
        for line in hamlet::responsibilities(grid, self.since) {
            rows.push(row(RowKind::Responsibility, line.id.0, None, &line)?);
        }
        for (home, resident) in hamlet::homes(grid, index, self.since) {
            rows.push(row(RowKind::Household, home.id.0, Some(home.id), &home)?);
            rows.push(row(RowKind::Resident, resident.id.0, Some(home.id), &resident)?);
        }
        Ok(rows)
    }
}

fn page(scope: Scope, rows: Vec<FeedRow>) -> ScopePage {
    let cursor = Cursor { epoch: 1, revision: 1, digest: Digest::of(b"sample") };
    ScopePage { scope, from_start: true, rows, cursor, more: false, check: None }
}

fn row(
    kind: RowKind,
    id: Uuid,
    household: Option<HouseholdId>,
    document: &impl Serialize,
) -> Result<FeedRow, DoorstepError> {
    let text = serde_json::to_string(document).and_then(RawValue::from_string).map_err(|_| json_fault())?;
    Ok(FeedRow { kind, id, revision: 1, household, document: Some(text) })
}

fn answer(message: &impl Serialize) -> Result<HttpResponse, DoorstepError> {
    Ok(HttpResponse {
        status: 200,
        protocol: Some(PROTOCOL),
        content_type: Some("application/json".to_owned()),
        body: serde_json::to_vec(message).map_err(|_| json_fault())?,
        ..HttpResponse::default()
    })
}

fn json_fault() -> DoorstepError {
    DoorstepError::Internal { code: "sample/json".into() }
}
