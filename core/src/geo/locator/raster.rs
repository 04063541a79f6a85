//! A raster over the whole extent. Each cell lists the grids that may hold a point of it, lowest code first;
//! where the first holds the whole cell, no edge need be looked at.

use geo::Coord;

use super::bands::Bands;

/// Cells a grid, on average.
const CELLS_A_GRID: f64 = 500.0;
const MOST_CELLS: f64 = 2_500_000.0;
/// Cells that the boxes of all grids may have together: where many lie on each other the raster is coarser.
const MOST_MARKS: f64 = 10_000_000.0;

/// Widening in cells by which an edge is let into cells that it only comes near: far above rounding.
const MARGIN: f64 = 1e-6;

/// The lowest bit of an entry says that the grid holds the whole cell; the others are its place.
type Entry = u32;

pub(super) struct Raster {
    west: f64,
    south: f64,
    columns_per_degree: f64,
    rows_per_degree: f64,
    columns: usize,
    rows: usize,
    /// What each cell holds, in one number so that most answers take one look: [`NOBODY`], the entry of the grid
    /// that holds the whole cell, or twice the place in `lists` where the cell's list stands.
    cells: Vec<u32>,
    /// Lists of entries, each behind its length.
    lists: Vec<Entry>,
}

/// A cell that no grid reaches.
const NOBODY: u32 = u32::MAX;

/// What a cell holds, not yet read.
#[derive(Clone, Copy)]
pub(super) struct Held(u32);

/// What a cell says of a point in it.
pub(super) enum Answer {
    Nobody,
    /// The grid at this place holds it.
    Grid(usize),
    /// Ask those of this list in turn.
    Ask(u32),
}

impl Held {
    #[inline]
    pub(super) const fn read(self) -> Answer {
        match self.0 {
            NOBODY => Answer::Nobody,
            whole if whole & 1 == 1 => Answer::Grid(read(whole).0),
            list => Answer::Ask(list >> 1),
        }
    }
}

/// The grid's place in an entry, and whether it holds the whole cell.
pub(super) const fn read(entry: Entry) -> (usize, bool) {
    ((entry >> 1) as usize, entry & 1 == 1)
}

impl Raster {
    /// The raster over all of `bands`; `None` where there are no edges.
    pub(super) fn over(bands: &Bands) -> Option<Self> {
        let grids = bands.count();
        let boxes = || (0..grids).filter_map(move |place| bands.bounds(place));
        let [west, south, east, north] = boxes().reduce(|[w, s, e, n], [west, south, east, north]| {
            [w.min(west), s.min(south), e.max(east), n.max(north)]
        })?;
        let (width, height) = ((east - west).max(1e-9), (north - south).max(1e-9));
        let cells = (grids as f64 * CELLS_A_GRID).min(MOST_CELLS);
        let mut columns = (cells * width / height).sqrt().clamp(1.0, 4_096.0).ceil();
        let mut rows = (cells / columns).clamp(1.0, 4_096.0).ceil();
        let marks = |columns: f64, rows: f64| -> f64 {
            let marks = |[west, south, east, north]: [f64; 4]| {
                ((east - west) / width * columns + 1.0) * ((north - south) / height * rows + 1.0)
            };
            boxes().map(marks).sum()
        };
        while columns * rows > 1.0 && marks(columns, rows) > MOST_MARKS {
            (columns, rows) = ((columns / 2.0).ceil(), (rows / 2.0).ceil());
        }
        let mut raster = Self {
            west,
            south,
            columns_per_degree: columns / width,
            rows_per_degree: rows / height,
            columns: columns as usize,
            rows: rows as usize,
            cells: vec![NOBODY; columns as usize * rows as usize],
            lists: Vec::new(),
        };
        raster.fill(bands);
        Some(raster)
    }

    /// What the cell of `at` holds. Without a branch that hangs on it, so that many points are looked up at once.
    #[inline]
    pub(super) fn look(&self, at: Coord<f64>) -> Held {
        let (x, y) =
            ((at.x - self.west) * self.columns_per_degree, (at.y - self.south) * self.rows_per_degree);
        // A saturated cast puts points beyond the extent into its border cells.
        let (column, row) =
            ((x as u32 as usize).min(self.columns - 1), (y as u32 as usize).min(self.rows - 1));
        let held = self.cells.get(row * self.columns + column).copied().unwrap_or(NOBODY);
        let is_within = (x >= 0.0) & (y >= 0.0) & (x < self.columns as f64) & (y < self.rows as f64);
        Held(if is_within | (held & 1 == 0) { held } else { NOBODY })
    }

    /// The entries of a list.
    pub(super) fn list(&self, at: u32) -> &[Entry] {
        let at = at as usize;
        let entries = self.lists.get(at).map_or(0, |length| *length as usize);
        self.lists.get(at + 1..at + 1 + entries).unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) const fn cells(&self) -> usize {
        self.cells.len()
    }

    /// The entries of all cells, those of one in the order of their places.
    pub(super) fn entries(&self, bands: &Bands) -> Vec<(u32, Entry)> {
        let mut found = Vec::new();
        let mut settled = vec![false; self.cells.len()];
        for place in 0..bands.count() {
            if let Some(bounds) = bands.bounds(place) {
                self.mark(bands, place, bounds, &mut settled, &mut found);
            }
        }
        // Stable.
        found.sort_by_key(|(cell, _)| *cell);
        found
    }

    fn fill(&mut self, bands: &Bands) {
        for here in self.entries(bands).chunk_by(|(a, _), (b, _)| a == b) {
            let Some((cell, first)) = here.first().copied() else { continue };
            let held = if first & 1 == 1 {
                first
            } else {
                let list = (self.lists.len() as u32) << 1;
                self.lists.push(here.len() as u32);
                self.lists.extend(here.iter().map(|(_, entry)| *entry));
                list
            };
            if let Some(slot) = self.cells.get_mut(cell as usize) {
                *slot = held;
            }
        }
    }

    /// Lists the cells of one grid: those that an edge comes near, and of the runs between, those inside. A cell is
    /// settled by the first grid that holds all of it: what stands behind that never gets its turn.
    fn mark(
        &self,
        bands: &Bands,
        place: usize,
        bounds: [f64; 4],
        settled: &mut [bool],
        found: &mut Vec<(u32, Entry)>,
    ) {
        let [west, south, east, north] = bounds;
        let (left, right) = (column_of(west, self), column_of(east, self));
        let (bottom, top) = (row_of(south, self), row_of(north, self));
        let width = right - left + 1;
        let mut is_border = vec![false; width * (top - bottom + 1)];
        for (a, b) in bands.edges(place) {
            self.trace(*a, *b, |column, row| {
                if let (Some(x), Some(y)) = (column.checked_sub(left), row.checked_sub(bottom))
                    && x < width
                    && let Some(cell) = is_border.get_mut(y * width + x)
                {
                    *cell = true;
                }
            });
        }
        for (y, line) in is_border.chunks(width).enumerate() {
            let mut holds_run = None;
            for (x, border) in line.iter().enumerate() {
                if *border {
                    holds_run = None;
                }
                let (column, row) = (left + x, bottom + y);
                let cell = row * self.columns + column;
                let Some(settled) = settled.get_mut(cell).filter(|settled| !**settled) else { continue };
                let holds = || bands.holds(place, self.middle(column, row));
                *settled = !*border && *holds_run.get_or_insert_with(holds);
                if *border || *settled {
                    found.push((cell as u32, (place as u32) << 1 | u32::from(*settled)));
                }
            }
        }
    }

    fn middle(&self, column: usize, row: usize) -> Coord<f64> {
        Coord {
            x: self.west + (column as f64 + 0.5) / self.columns_per_degree,
            y: self.south + (row as f64 + 0.5) / self.rows_per_degree,
        }
    }

    /// Calls `mark` with every cell that the edge comes near.
    fn trace(&self, a: Coord<f64>, b: Coord<f64>, mut mark: impl FnMut(usize, usize)) {
        let (a, b) = if a.y <= b.y { (a, b) } else { (b, a) };
        let place = |at: Coord<f64>| {
            ((at.x - self.west) * self.columns_per_degree, (at.y - self.south) * self.rows_per_degree)
        };
        let ((ax, ay), (bx, by)) = (place(a), place(b));
        let clip = |value: f64, cells: usize| (value.max(0.0) as usize).min(cells - 1);
        for row in clip(ay - MARGIN, self.rows)..=clip(by + MARGIN, self.rows) {
            let (from, to) = (row as f64 - MARGIN, row as f64 + 1.0 + MARGIN);
            let at =
                |y: f64| if by > ay { ax + (bx - ax) * ((y - ay) / (by - ay)).clamp(0.0, 1.0) } else { ax };
            // A level edge lies in one row with its whole length.
            let (start, end) = if by - ay > MARGIN { (at(from), at(to)) } else { (ax, bx) };
            let (low, high) = (start.min(end) - MARGIN, start.max(end) + MARGIN);
            (clip(low, self.columns)..=clip(high, self.columns)).for_each(|column| mark(column, row));
        }
    }
}

fn column_of(x: f64, raster: &Raster) -> usize {
    // A cast saturates.
    (((x - raster.west) * raster.columns_per_degree) as usize).min(raster.columns - 1)
}

fn row_of(y: f64, raster: &Raster) -> usize {
    (((y - raster.south) * raster.rows_per_degree) as usize).min(raster.rows - 1)
}
