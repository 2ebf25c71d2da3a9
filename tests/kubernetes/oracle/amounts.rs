//! What containers ask for, and what they may take.

use super::Value;

/// Whether a container asks for CPU and memory, and may take no less.
pub(super) fn are_stated(resources: &Value) -> bool {
    ["cpu", "memory"].into_iter().all(|name| {
        let amount = |side: &str| number(resources[side][name].as_str()?);
        amount("requests").zip(amount("limits")).is_some_and(|(asked, most)| asked > 0 && most >= asked)
    })
}

/// A quantity of Kubernetes in thousandths, as far as such are written here.
pub(super) fn number(text: &str) -> Option<u128> {
    let digits = text.trim_end_matches(|it: char| !it.is_ascii_digit());
    let unit = match &text[digits.len()..] {
        "m" => 1,
        "" => 1_000,
        "Ki" => 1_000 << 10,
        "Mi" => 1_000 << 20,
        "Gi" => 1_000 << 30,
        "Ti" => 1_000 << 40,
        _ => return None,
    };
    Some(digits.parse::<u128>().ok()? * unit)
}
