//! SARIF 2.1.0, as <https://docs.oasis-open.org/sarif/sarif/v2.1.0/> describes it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::judge::Found;

pub(crate) fn sarif(found: &[Found]) -> Value {
    let rules: BTreeMap<&str, &Found> = found.iter().rev().map(|it| (it.code.as_str(), it)).collect();
    let places: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let described = rules.values().map(|it| {
        let clause = it.control.map(|control| format!("{control}: {}", control.subject));
        json!({
            "id": it.code,
            "shortDescription": { "text": clause.unwrap_or_else(|| it.code.clone()) },
            "help": { "text": it.help },
        })
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hc-cdk", "version": env!("CARGO_PKG_VERSION"), "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": described.collect::<Vec<_>>(),
            } },
            "results": found.iter().map(|it| result(it, places.get(it.code.as_str()).copied())).collect::<Vec<_>>(),
        }],
    })
}

fn result(it: &Found, rule: Option<usize>) -> Value {
    json!({
        "ruleId": it.code,
        "ruleIndex": rule,
        "level": "error",
        "message": { "text": format!("`{}` {}. {}", it.path, it.message, it.help) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&it.file) },
                "region": { "startLine": it.at.line, "startColumn": it.at.column },
            },
            "logicalLocations": [{ "fullyQualifiedName": it.path, "kind": "resource" }],
        }],
        "partialFingerprints": { "resourceAndRule/v1": format!("{}:{}", it.path, it.code) },
    })
}

/// A path as a reference in a URI: what means something there is written by its bytes.
fn uri(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}
