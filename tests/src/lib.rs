//! What the proofs share: a bad network, phones and hubs to put it between, outside records, and recounts that
//! owe nothing to the product.
//!
//! | module | owns |
//! |---|---|
//! | [`account`] | what was acknowledged, and whether it is held, whole and once |
//! | [`recount`] | coverage counted anew from the definition |

pub mod account;
pub mod recount;
