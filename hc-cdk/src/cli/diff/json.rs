//! A difference as JSON, for whoever decides by it whether to deploy.

use serde_json::{Value, json};

use super::difference::Difference;
use crate::{
    check::Checked,
    cli::cost::cents,
    model::{
        StackModel,
        change::{Action, Change, Remains, Values},
    },
};

/// The difference. Members that say nothing of a change are `null`.
pub(in crate::cli) fn of(difference: &Difference, checked: &Checked<'_>) -> Value {
    let gone = difference.gone.iter().map(|(stack, target)| {
        let resources = difference.leaving.iter().filter(|it| it.stack == *stack).map(change);
        json!({ "stack": stack, "target": target, "resources": resources.collect::<Vec<_>>() })
    });
    json!({
        "folder": difference.folder.to_string_lossy(),
        "earlier": difference.earlier,
        "otherOutputs": difference.others,
        "changedByHand": difference.by_hand,
        "changes": difference.changes.iter().map(change).collect::<Vec<_>>(),
        "leaving": gone.collect::<Vec<_>>(),
        "cost": difference.cost.map(|(before, after)| {
            json!({ "currency": "USD", "before": cents(before), "after": cents(after), "change": cents(after - before) })
        }),
        "open": checked.left_open().map(StackModel::name).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let (action, properties, remains, help) = match &change.action {
        Action::Added => ("added", None, None, None),
        Action::Removed(remains) => ("removed", None, Some(word(*remains)), None),
        Action::Changed(properties) => ("changed", Some(properties), None, None),
        Action::MaybeReplaced(properties) => ("maybeReplaced", Some(properties), None, None),
        Action::Replaced(properties) => ("replaced", Some(properties), None, None),
        Action::Refused { properties, help } => ("refused", Some(properties), None, Some(help.as_ref())),
    };
    json!({
        "stack": change.stack,
        "name": change.name,
        "kind": change.kind,
        "action": action,
        "properties": properties,
        "values": change.values.iter().map(values).collect::<Vec<_>>(),
        "stateful": change.stateful,
        "follows": change.follows,
        "remains": remains,
        "dataAtRisk": change.loss(),
        "help": help,
    })
}

fn values(Values { property, before, after }: &Values) -> Value {
    json!({ "property": property, "before": before, "after": after })
}

fn word(remains: Remains) -> &'static str {
    match remains {
        Remains::Nothing => "nothing",
        Remains::Snapshot => "snapshot",
        Remains::Disks => "disks",
        Remains::Itself => "itself",
    }
}
