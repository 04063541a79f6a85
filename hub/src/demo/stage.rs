//! The demo's hub: made, filled through the importers, served on loopback, backed up, restored.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use doorstep_core::{
    codes::{Divisions, GridCode},
    domain::org::GridRole,
    geo::{Datum, ImportOptions},
    id::{IdGen, SeededIds, StaffId, TenantId},
    op::wire::TenantSettings,
    time::{Clock, Day, Hlc, ManualClock, WorkingDays, Zone},
};

use super::{DemoError, network::Wire};
use crate::{
    Hub,
    import::{self, Context, ImportError, Plan},
    sample::Township,
    server::Running,
};

/// A hub on the stage.
pub struct Stage {
    /// Where everything lies.
    pub folder: PathBuf,
    /// The story's clock, the hub's too.
    pub clock: Arc<ManualClock>,
    /// The township.
    pub town: Township,
    seed: u64,
    starts: u64,
    /// The hub.
    pub hub: Arc<Hub>,
    running: Option<Running>,
}

impl Stage {
    /// Makes a hub in `folder` and fills it with an invented township through the importers that a county uses.
    ///
    /// # Errors
    /// When anything cannot be written, or the sample has a fault.
    pub fn set_up(folder: &Path, seed: u64, scale: f64, clock: Arc<ManualClock>) -> Result<Self, DemoError> {
        let divisions =
            import::divisions::built_in().map_err(|_| DemoError::Story("the divisions are damaged"))?;
        let today = Zone::CHINA.day_of(clock.now());
        let town = Township::generate(seed, scale, today, &divisions);
        let lists = folder.join("lists");
        std::fs::create_dir_all(&lists)?;
        town.write_files(&lists)?;
        let ids: Arc<dyn IdGen> = Arc::new(SeededIds::new(seed ^ 0x4855_4200));
        let settings = TenantSettings {
            tenant: TenantId::generate(&*ids, clock.now()),
            name: "演示县民政局".into(),
            zone: Zone::CHINA,
            working_days: WorkingDays::default(),
            fence_radius_m: 80,
            keep_days: 30,
            demo: true,
            report_recipient: None,
            report_phone: None,
            recovery: false,
        };
        let hub = Hub::create(&folder.join("hub"), &settings, clock.clone(), ids)?;
        import_all(&hub, &lists, &divisions, today)?;
        let mut stage = Self {
            folder: folder.to_owned(),
            clock,
            town,
            seed,
            starts: 0,
            hub: Arc::new(hub),
            running: None,
        };
        stage.serve()?;
        Ok(stage)
    }

    fn serve(&mut self) -> Result<(), DemoError> {
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
        self.running = Some(Running::start(Arc::clone(&self.hub), address)?);
        Ok(())
    }

    fn running(&self) -> Result<&Running, DemoError> {
        self.running.as_ref().ok_or(DemoError::Story("the hub is not running"))
    }

    /// A wire to the hub as it runs now.
    ///
    /// # Errors
    /// When the hub does not run.
    pub fn wire(&self) -> Result<Wire, DemoError> {
        Ok(Wire::new(&self.running()?.url(), self.hub.keys().spki())?)
    }

    /// The text of an enrolment QR for a worker.
    ///
    /// # Errors
    /// When the worker is not staff.
    pub fn qr(&self, worker: StaffId) -> Result<String, DemoError> {
        let ticket = self.hub.issue_code(worker, &self.running()?.url())?;
        serde_json::to_string(&ticket).map_err(|_| DemoError::Story("a QR is no JSON"))
    }

    /// Writes a backup.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn back_up(&self) -> Result<PathBuf, DemoError> {
        let into = self.folder.join("backup");
        self.hub.backup(&into)?;
        Ok(into)
    }

    /// Stops the hub, puts the backup in its place and starts it again: what came in between is gone there.
    ///
    /// # Errors
    /// When the backup does not open.
    pub fn restore(self, backup: &Path) -> Result<Self, DemoError> {
        let Self { folder, clock, town, seed, starts, hub, running } = self;
        if let Some(running) = running {
            running.stop()?;
        }
        let hub_folder = hub.folder().root().to_owned();
        // Until the old hub is let go it holds the lock on its folder.
        Arc::into_inner(hub).ok_or(DemoError::Story("the hub is still in use"))?;
        let starts = starts + 1;
        let ids: Arc<dyn IdGen> = Arc::new(SeededIds::new(seed ^ (0x4855_4200 + starts)));
        let hub = Arc::new(Hub::restore(backup, &hub_folder, clock.clone(), ids)?.hub);
        let mut stage = Self { folder, clock, town, seed, starts, hub, running: None };
        stage.serve()?;
        Ok(stage)
    }

    /// Moves a grid from one worker to another: the old line ends yesterday, the new one begins today.
    ///
    /// # Errors
    /// When there is no such line.
    pub fn move_grid(&self, grid: GridCode, from: StaffId, to: StaffId, today: Day) -> Result<(), DemoError> {
        let yesterday = today.pred_opt().unwrap_or(today);
        for line in self.hub.responsibility_list(&[grid])? {
            if line.line.staff == from && line.line.in_force(today) {
                self.hub.end_assignment(line.line.id, yesterday)?;
            }
        }
        self.hub.assign(to, grid, GridRole::Chief, today)?;
        Ok(())
    }

    /// Stops the hub; answers its folder.
    pub fn close(mut self) -> PathBuf {
        if let Some(running) = self.running.take() {
            // A server that does not end in order ends with the process.
            let _ = running.stop();
        }
        self.hub.folder().root().to_owned()
    }
}

/// Takes the lists of a folder in the order in which they name each other.
fn import_all(hub: &Hub, lists: &Path, divisions: &Divisions, today: Day) -> Result<(), DemoError> {
    take(hub, today, |context| {
        import::grids(&lists.join("grids.geojson"), &ImportOptions::new(Datum::Wgs84), divisions, context)
    })?;
    take(hub, today, |context| import::staff(&lists.join("staff.csv"), context))?;
    take(hub, today, |context| import::responsibilities(&lists.join("responsibilities.csv"), context))?;
    take(hub, today, |context| import::rules(&lists.join("rules.toml"), context))?;
    let (households, residents) = (lists.join("households.csv"), lists.join("residents.csv"));
    take(hub, today, |context| import::register(Some(&households), Some(&residents), context))
}

fn take(
    hub: &Hub,
    today: Day,
    plan: impl FnOnce(&Context<'_>) -> Result<Plan, ImportError>,
) -> Result<(), DemoError> {
    let plan = hub.store().reading(|tx| plan(&Context::of(tx, today)?))?;
    if let Some(fault) = plan.faults.first() {
        return Err(DemoError::Sample(fault.to_string()));
    }
    let at = Hlc { millis: hub.clock().now().millis(), counter: 0 };
    plan.apply(hub.store(), today, at, &mut |_| {})?;
    Ok(())
}
