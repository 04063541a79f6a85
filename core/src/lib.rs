//! Doorstep's core: what a phone needs to work a day of home visits without a network, and what phone and
//! hub must agree on.
//!
//! Modules stand on floors and import only from floors below their own:
//!
//! | floor | modules | owns |
//! |---|---|---|
//! | 0 | [`error`] [`time`] [`id`] [`text`] | vocabulary |
//! | 1 | [`codes`] [`geo`] [`photo`] [`seal`] [`sound`] | pure functions, no database, no domain |
//! | 2 | [`domain`] | types and rules, pure |
//! | 3 | [`op`] | all that phone and hub say to each other, pure |
//! | 4 | [`store`] [`sync`] | the phone's database; the sans-I/O engine |
//! | 5 | [`fieldwork`] | the use cases a shell calls |

pub mod error;
pub mod id;
pub mod text;
pub mod time;

pub mod codes;
pub mod geo;
pub mod photo;
pub mod seal;
pub mod sound;

pub mod domain;

pub mod op;

pub mod store;
pub mod sync;

pub mod fieldwork;
