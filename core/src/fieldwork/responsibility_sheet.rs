//! The responsibility list as a workbook, to pin to a wall or to send to an office: workers and what they answer for, in
//! both languages, never a resident.

use std::{fs::File, io::BufWriter, path::Path};

use crate::{
    codes::GridCode,
    error::{DoorstepError, Thing},
    seal::write_whole,
    store::{StoreError, register},
    text::Text,
};

use super::{
    Doorstep,
    responsibility::{ResponsibilityLine, lines},
    screen::ScreenWord,
    workbook::Sheet,
};

impl Doorstep {
    /// Writes who answers for a grid today, or for every grid of this phone, to `file`: a workbook (XLSX) with a line
    /// each, and one for a grid for which nobody answers. A file that is there is replaced, whole or not at all.
    /// Answers how many lines it has.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the grid is not on this phone, [`DoorstepError::InvalidInput`] for one of the store's
    /// own files (`path`), [`DoorstepError::StorageFull`], and [`DoorstepError::Host`] when the file cannot be written.
    pub fn share_responsibility_list(
        &self,
        grid: Option<GridCode>,
        file: &Path,
    ) -> Result<usize, DoorstepError> {
        self.check_target(file)?;
        let sheet = self.store.read(|tx| {
            let today = self.day(&self.me(tx)?);
            let mut grids = register::grid_names(tx)?;
            grids.retain(|code, _| grid.is_none_or(|grid| grid == *code));
            if grid.is_some() && grids.is_empty() {
                return Err(DoorstepError::NotFound { what: Thing::Grid });
            }
            let staff = register::staff(tx)?;
            let mut rows = Vec::new();
            for (code, name) in &grids {
                let answers = lines(tx, *code, name, &staff, today)?;
                if answers.is_empty() {
                    rows.push(vec![name.clone(), both(&ScreenWord::NobodyAnswers.label())]);
                }
                rows.extend(answers.iter().map(cells));
            }
            Ok(sheet(rows, &today.to_string()))
        })?;
        write_whole(file, |part| write(part, &sheet))?;
        Ok(sheet.lines.len())
    }
}

fn sheet(lines: Vec<Vec<String>>, today: &str) -> Sheet {
    let column = |zh: &str, en: &str, width| (format!("{zh} / {en}"), width);
    Sheet {
        name: "责任清单",
        above: vec![both(&ScreenWord::Responsibility.label()), today.to_owned(), String::new()],
        columns: vec![
            column("网格", "Grid", 24),
            column("姓名", "Name", 20),
            column("担任什么", "As what", 28),
            column("岗位", "Post", 28),
            column("自", "Since", 14),
        ],
        lines,
    }
}

fn cells(line: &ResponsibilityLine) -> Vec<String> {
    let roles = [both(&line.grid_role.label()), both(&line.staff_role.label())];
    let [grid_role, staff_role] = roles;
    vec![line.grid_name.clone(), line.name.clone(), grid_role, staff_role, line.from.to_string()]
}

/// Chinese first, as such a list hangs in an office.
fn both(text: &Text) -> String {
    format!("{} / {}", text.zh, text.en)
}

fn write(part: &Path, sheet: &Sheet) -> Result<(), StoreError> {
    let out = BufWriter::new(File::create(part)?);
    let out = sheet.write(out).map_err(std::io::Error::from)?;
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(file.sync_all()?)
}
