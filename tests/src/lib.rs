//! What the proofs share: a bad network, phones and hubs to put it between, victims to kill, outside records, and
//! recounts that owe nothing to the product.
//!
//! | module | owns |
//! |---|---|
//! | [`account`] | what was acknowledged, and whether it is held, whole and once |
//! | [`audit`] | what the hub holds, held against what phones were told |
//! | [`command`] | the command as a user runs it |
//! | [`journal`] | a phone's journal read from its file and proved |
//! | [`phone`] | phones of the village, and what a worker does with one |
//! | [`post`] | the hub's handlers without a network |
//! | [`proxy`] | a network that cuts, doubles, reorders and lies |
//! | [`recount`] | coverage counted anew from the definition |
//! | [`victim`] | processes to be killed |
//! | [`village`] | a small village with its hub |
//! | [`witness`] | every acknowledgement that a hub gave, and whether it kept to it |

pub mod account;
pub mod audit;
pub mod command;
pub mod journal;
pub mod phone;
pub mod post;
pub mod proxy;
pub mod recount;
pub mod victim;
pub mod village;
pub mod witness;
