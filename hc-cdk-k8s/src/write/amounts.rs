//! Amounts of what a quota limits.

use hc_cdk::value::Json;
use hc_cdk_manifest::read::at;

use crate::literal::quantity::{Cpu, Memory};

/// What a quota limits, in thousandths of a core and in bytes.
pub(super) const LIMITED: [(&str, &str, &str); 4] = [
    ("requests.cpu", "requests", "cpu"),
    ("requests.memory", "requests", "memory"),
    ("limits.cpu", "limits", "cpu"),
    ("limits.memory", "limits", "memory"),
];

/// An amount of each of them.
pub(super) type Amounts = [u64; LIMITED.len()];

/// What a container takes; what cannot be read counts for nothing.
pub(super) fn amounts(takes: &Json) -> Amounts {
    LIMITED.map(|(_, side, what)| at(takes, &[side, what]).and_then(|it| read(what, it)).unwrap_or_default())
}

/// An amount as an object says it, as a text or a number.
pub(super) fn read(what: &str, json: &Json) -> Option<u64> {
    match json {
        Json::Text(text) => amount(what, text),
        Json::Int(number) => amount(what, &number.to_string()),
        Json::Float(number) => amount(what, &number.to_string()),
        _ => None,
    }
}

/// An amount of something that is limited, if it can be read.
pub(super) fn amount(what: &str, text: &str) -> Option<u64> {
    if what == "cpu" { Some(Cpu::parse(text).ok()?.millis()) } else { Some(Memory::parse(text).ok()?.bytes()) }
}
