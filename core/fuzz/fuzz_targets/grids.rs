//! GeoJSON, KML and CSV, told apart by their content; what is read is then checked as a set.
#![no_main]

use doorstep_core::geo::{Datum, GridSet, ImportOptions, read_grids};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = read_grids(bytes, "fuzz", &ImportOptions::new(Datum::Gcj02));
    if read.grids.len() < 20 {
        let report = GridSet::check_import(&read);
        let _ = report.geojson();
    }
});
