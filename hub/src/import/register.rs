//! Households and residents together, so that a household travels with its people.

use std::collections::BTreeMap;

use doorstep_core::codes::Fault;

use super::{Context, ImportError, Plan, change::Change, households, residents, table::Table};

/// Checks a list of households, a list of residents, or both as one.
pub(super) fn plan(
    households: Option<&Table>,
    residents: Option<&Table>,
    context: &Context<'_>,
) -> Result<Plan, ImportError> {
    let mut plan = Plan::default();
    let mut faults: Vec<Fault> = Vec::new();
    let listed = match households {
        Some(table) => households::read(table, context, &mut faults)?,
        None => households::Households::default(),
    };
    let people = match residents {
        Some(table) => residents::read(table, context, &listed, &mut faults)?,
        None => residents::Residents::default(),
    };
    plan.unknown_columns = listed.unknown_columns.iter().chain(&people.unknown_columns).copied().collect();
    plan.faults = faults;
    for unit in units(listed.changes, people.changes) {
        plan.add_unit(context.present.as_ref(), context.today, unit)?;
    }
    Ok(plan)
}

/// One unit for each household, in the order of the lists, the household first in it.
fn units(
    households: Vec<(uuid::Uuid, Change)>,
    residents: Vec<(doorstep_core::id::HouseholdId, Change)>,
) -> Vec<Vec<Change>> {
    let mut places: BTreeMap<uuid::Uuid, usize> = BTreeMap::new();
    let mut units: Vec<Vec<Change>> = Vec::new();
    for (id, change) in households {
        places.insert(id, units.len());
        units.push(vec![change]);
    }
    for (household, change) in residents {
        let place = *places.entry(household.0).or_insert(units.len());
        match units.get_mut(place) {
            Some(unit) => unit.push(change),
            None => units.push(vec![change]),
        }
    }
    units
}
