//! A file system of a few MiB, on which tests can fill a phone's disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Room for a store with its reserve and a little more.
const SIZE: &str = "size=8m";

/// Unmounted when dropped.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one at `folder`; none, with a word about it, where that is not allowed.
    pub fn mount(folder: &Path) -> Option<Self> {
        let is_mounted = fs::create_dir_all(folder).is_ok()
            && Command::new("mount")
                .args(["-t", "tmpfs", "-o", SIZE, "tmpfs"])
                .arg(folder)
                .status()
                .is_ok_and(|status| status.success());
        if is_mounted {
            return Some(Self(folder.to_path_buf()));
        }
        println!("   no small disk can be mounted here (root may): the tests of a full disk say so");
        None
    }

    /// Where it is mounted.
    pub fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // One that stays mounted is empty and small.
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
