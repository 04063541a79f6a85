//! `doorstep demo`: the main job from end to end on invented data, checking itself.
//!
//! An embedded hub, three phones, a morning without a network, a killed process, a bad network, a grid that
//! changes hands, a hub restored from a backup; at the end everything is accounted for. This is the one room of
//! the hub that may use the phone's side of the core.

mod audit;
pub mod network;
pub mod phone;
pub mod picture;
mod play;
pub mod recount;
mod report;
mod stage;
mod story;
mod victim;

use std::path::{Path, PathBuf};

use doorstep_core::{
    error::DoorstepError,
    id::{IdGen as _, OsIds},
    text::Text,
};
use thiserror::Error;

pub use play::play;
pub use report::{EvidenceLine, GridLine, Report};
pub use stage::Stage;

use crate::{
    HubError,
    client::ClientError,
    import::ImportError,
    server::ServeError,
    store::{StoreError, why},
};

/// What the demo may be told.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A folder of JPEG files to take as the workers' photos; without it pictures are drawn(照片文件夹)
    #[arg(long, value_name = "DIR")]
    pub photos: Option<PathBuf>,
    /// Another seed tells another story(随机种子)
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Where to put hub and phones; a new folder under the system's temporary one by default(存放位置)
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Go on serving the hub afterwards, until Ctrl-C(演示后继续提供服务)
    #[arg(long)]
    pub serve: bool,
    #[command(flatten)]
    victim: victim::VictimArgs,
}

impl Args {
    /// Whether this process is the phone that is to be killed.
    pub const fn is_victim(&self) -> bool {
        self.victim.as_phone.is_some()
    }

    /// Plays the phone that is to be killed; returns only when it could not get so far.
    ///
    /// # Errors
    /// When the phone does not open.
    pub fn play_victim(&self) -> Result<(), DemoError> {
        self.victim.play()
    }

    /// The folder of this run, new and empty.
    ///
    /// # Errors
    /// When it is not empty or cannot be made.
    pub fn folder(&self) -> Result<PathBuf, DemoError> {
        let folder = match &self.into {
            Some(folder) => folder.clone(),
            None => {
                let mut tail = [0u8; 4];
                OsIds.random(&mut tail);
                std::env::temp_dir().join(format!("doorstep-demo-{}", hex::encode(tail)))
            }
        };
        let refused = |error| DemoError::given(&folder, why(&error));
        if folder.exists() && std::fs::read_dir(&folder).map_err(refused)?.next().is_some() {
            let reason =
                Text::new("文件夹不为空，请用 --into 另选", "is not empty: name another with --into");
            return Err(DemoError::given(&folder, reason));
        }
        std::fs::create_dir_all(&folder).map_err(refused)?;
        Ok(folder)
    }
}

impl DemoError {
    fn given(path: &Path, reason: Text) -> Self {
        Self::Given { path: path.to_owned(), reason }
    }
}

/// Why the demo could not be played to its end.
#[derive(Debug, Error)]
pub enum DemoError {
    /// A phone answered with an error where the story has none.
    #[error("a phone: {0}")]
    Phone(#[from] DoorstepError),
    /// The hub did.
    #[error("the hub: {0}")]
    Hub(#[from] HubError),
    /// The hub's data.
    #[error("the hub's data: {0}")]
    Store(#[from] StoreError),
    /// An import.
    #[error("an import: {0}")]
    Import(#[from] ImportError),
    /// The sample has a fault.
    #[error("the sample: {0}")]
    Sample(String),
    /// Files.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
    /// A file that the demo was given.
    #[error("{}: {}", .path.display(), .reason.both())]
    Given {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: Text,
    },
    /// TLS.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The server.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The story went another way than it is written.
    #[error("the story broke off: {0}")]
    Story(&'static str),
}
