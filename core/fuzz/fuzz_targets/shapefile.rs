//! The two files of a Shapefile: the first two bytes say where the second begins.
#![no_main]

use doorstep_core::geo::{Datum, ImportOptions, Shapefile, read_shapefile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return };
    let at = usize::from(u16::from_le_bytes(*length)).min(rest.len());
    let (shp, dbf) = rest.split_at(at);
    let parts = Shapefile { shp, dbf: (!dbf.is_empty()).then_some(dbf), cpg: None, prj: None };
    let _ = read_shapefile(&parts, "fuzz", &ImportOptions::new(Datum::Wgs84));
});
