//! Cells that hold codes: grids, phones, identity numbers.

use doorstep_core::{
    codes::{GridCode, IdentityError, IdentityNumber, Phone, PhoneError},
    text::Text,
};

/// A grid's code.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn grid_code(cell: &str) -> Result<GridCode, Text> {
    cell.parse::<GridCode>().map_err(|error| error.reason())
}

/// What is said of a grid that the hub has not.
pub(crate) fn unknown_grid(grid: GridCode) -> Text {
    Text::new(
        format!("没有网格 {grid}，请先导入网格"),
        format!("there is no grid {grid}: import the grids first"),
    )
}

pub(super) fn phone(cell: &str) -> Result<Phone, Text> {
    cell.parse().map_err(|error: PhoneError| error.reason())
}

pub(super) fn identity(cell: &str) -> Result<IdentityNumber, Text> {
    cell.parse().map_err(|error: IdentityError| error.reason())
}
