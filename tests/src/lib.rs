//! What the proofs share: a bad network, phones and hubs to put it between, outside records, and recounts that
//! owe nothing to the product.
//!
//! | module | owns |
//! |---|---|
//! | [`account`] | what was acknowledged, and whether it is held, whole and once |
//! | [`proxy`] | a network that cuts, doubles, reorders and lies |
//! | [`recount`] | coverage counted anew from the definition |
//! | [`village`] | a small village with its hub |

pub mod account;
pub mod proxy;
pub mod recount;
pub mod village;
