//! What containers ask for, and what they may take.

use super::Value;

/// Whether a container asks for CPU and memory, and may take no less.
pub(super) fn are_stated(resources: &Value) -> bool {
    let stated = |name: &str, read: fn(&str) -> Option<u64>| {
        let amount = |side: &str| read(resources[side][name].as_str()?);
        amount("requests").zip(amount("limits")).is_some_and(|(asked, most)| asked > 0 && most >= asked)
    };
    stated("cpu", cpu) && stated("memory", memory)
}

/// Thousandths of a core.
pub(super) fn cpu(text: &str) -> Option<u64> {
    match text.strip_suffix('m') {
        Some(millis) => millis.parse().ok(),
        None => text.parse::<u64>().ok()?.checked_mul(1000),
    }
}

/// Bytes. A cluster takes an amount without a unit, too, and `m` for thousandths of a byte; nobody means them.
pub(super) fn memory(text: &str) -> Option<u64> {
    let units = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40)];
    let (digits, power) = units.iter().find_map(|(unit, power)| Some((text.strip_suffix(unit)?, power)))?;
    digits.parse::<u64>().ok()?.checked_mul(1 << power)
}
