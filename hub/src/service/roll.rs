//! Finding workers by what a person types.

use doorstep_core::{domain::org::Staff, id::StaffId, op::row::RowKind};

use super::{Hub, HubError, access::staff, document_of};

impl Hub {
    /// The workers whom `who` may mean: the one with this id, else the one with this number in the tenant's
    /// own lists, else everybody of this name. Several, or none, are for the caller to tell.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn find_staff(&self, who: &str) -> Result<Vec<Staff>, HubError> {
        self.store.reading(|tx| {
            let by_number = crate::import::staff_id(who);
            for id in who.parse::<StaffId>().into_iter().chain([by_number]) {
                if let Some(found) = staff(tx, id)? {
                    return Ok(vec![found]);
                }
            }
            let mut named = Vec::new();
            tx.for_each_row(RowKind::Staff, None, &mut |row| {
                named.extend(document_of::<Staff>(&row)?.filter(|worker| worker.name == who));
                Ok(())
            })?;
            Ok(named)
        })
    }
}
