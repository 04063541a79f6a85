//! The library that tests load. What ships is built from `doorstep-bindings` alone and on a profile of its own;
//! this one shares every compiled crate with the workspace's tests, which spares a second build of them all.

doorstep::uniffi_reexport_scaffolding!();
