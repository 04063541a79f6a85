//! Why the store did not answer.

use std::{
    io::{self, ErrorKind},
    path::PathBuf,
};

use doorstep_core::text::Text;
use thiserror::Error;

/// Why the system does not hand a file over, or take one.
pub(crate) fn why(error: &io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::new("文件不存在", "does not exist"),
        ErrorKind::IsADirectory => Text::new("是文件夹，不是文件", "is a folder, not a file"),
        ErrorKind::NotADirectory => Text::new("不是文件夹", "is not a folder"),
        ErrorKind::AlreadyExists => Text::new("已有同名文件", "a file of that name is there already"),
        ErrorKind::InvalidData => Text::new(format!("内容有误（{error}）"), error.to_string()),
        ErrorKind::PermissionDenied => Text::new("没有访问权限", "permission denied"),
        _ => Text::new(format!("无法读写（{error}）"), error.to_string()),
    }
}

/// What can go wrong with the hub's data. Messages name files and kinds of rows, never their contents.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process serves this folder.
    #[error("{0} is in use by another doorstep process / 另一个 doorstep 进程正在使用该文件夹")]
    InUse(PathBuf),
    /// There is no hub in this folder.
    #[error("{0} holds no hub; create one with `doorstep init` / 文件夹中没有数据，请先执行 init")]
    NoHub(PathBuf),
    /// The database is there and its key is not.
    #[error(
        "{0} is missing: put the copy there that was kept in a safe place / 缺少密钥文件，请取回妥善保管的副本放到此处"
    )]
    NoKey(PathBuf),
    /// A restore ended half-way: the database is not in its place.
    #[error(
        "a restore into {0} was interrupted: call `doorstep restore` with the backup again; the data from before \
         lie there as hub.db.before-… / 上次恢复未完成，请再次执行 restore；原数据在 hub.db.before-…"
    )]
    RestoreInterrupted(PathBuf),
    /// The database's file is not what was written.
    #[error(
        "hub.db is damaged: put a backup in its place with `doorstep restore` / hub.db 已损坏，请用 restore 恢复备份"
    )]
    Damaged,
    /// A file that must be new is there already.
    #[error("{0} exists already / 已存在")]
    Exists(PathBuf),
    /// The key does not open the database.
    #[error(
        "hub.key does not open hub.db; the file is of another hub, or damaged / hub.key 无法打开 hub.db：\
         密钥属于另一套数据，或文件已损坏"
    )]
    WrongKey,
    /// The database was written by a newer version.
    #[error(
        "hub.db was written by a newer version (schema {found}, this one knows {known}) / hub.db 由更新的版本写成，\
         请升级本程序"
    )]
    NewerSchema {
        /// The version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// A stored value is not what was written; names the place, not the value.
    #[error("the database holds an unreadable {0}")]
    Corrupt(&'static str),
    /// The work decided against its own changes; nothing was written.
    #[error("nothing was written")]
    RolledBack,
    /// No room left.
    #[error("the disk is full / 磁盘已满")]
    Full,
    /// A file could not be read or written.
    #[error("{what}: {}", why(.source).both())]
    Io {
        /// Which file.
        what: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Another process kept the database, or its turn, too long.
    #[error("another doorstep process is busy with the data: try again / 另一个 doorstep 进程正忙，请重试")]
    Busy,
    /// The database failed; the source is kept, and names no values.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Wraps a file error with the name of the file.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::Io { what, source },
        }
    }
}
