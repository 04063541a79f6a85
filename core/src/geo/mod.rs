//! geo (placeholder until the floor lands)
#![allow(missing_docs)]
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coordinate {
    lat: f64,
    lon: f64,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    at: Coordinate,
}
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FenceVerdict {
    pub probability: Option<f64>,
}
