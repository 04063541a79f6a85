//! Geometries out of a GeoPackage.
#![no_main]

use doorstep_core::geo::{Datum, ImportOptions, read_blobs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let properties = vec![("code".to_owned(), "610102001001001".into())];
    let features = std::iter::once((properties, Some(bytes.to_vec())));
    let _ = read_blobs(features, "fuzz", &ImportOptions::new(Datum::Wgs84));
});
