//! Rule packs from TOML.

use doorstep_core::{
    codes::Fault,
    domain::rules::RulePack,
    op::row::{RowKind, name_id},
    text::Text,
};
use serde_json::Value;

use super::{
    Context, ImportError, Plan,
    change::{Belongs, Change},
};

/// Checks a rule pack. A version that the hub has stays as it is: windows that it opened must stay explicable.
pub(super) fn plan(text: &str, file: &str, context: &Context<'_>) -> Result<Plan, ImportError> {
    let pack = match RulePack::from_toml(text, file) {
        Ok(pack) => pack,
        Err(faults) => return Ok(Plan::refused(faults)),
    };
    let id = name_id(RowKind::RulePack, &format!("{}/{}", pack.id, pack.version));
    let Ok(Value::Object(fields)) = serde_json::to_value(&pack) else {
        let reason = Text::new("无法保存", "cannot be kept");
        return Ok(Plan::refused(vec![Fault::whole(file, reason)]));
    };
    let held = context.present.row(RowKind::RulePack, id)?.and_then(|row| row.document);
    if held.is_some_and(|held| held != fields) {
        let (name, version) = (&pack.id, pack.version);
        let reason = Text::new(
            format!("{name} 第 {version} 版已存在且内容不同，请提高 version"),
            format!("version {version} of {name} exists with other content: raise `version`"),
        );
        return Ok(Plan::refused(vec![Fault::field(
            file,
            doorstep_core::codes::At::Whole,
            "version",
            reason,
        )]));
    }
    let mut plan = Plan::default();
    let change = Change { kind: RowKind::RulePack, id, belongs: Belongs::Tenant, fields };
    plan.add_unit(context.present.as_ref(), context.today, vec![change])?;
    Ok(plan)
}
