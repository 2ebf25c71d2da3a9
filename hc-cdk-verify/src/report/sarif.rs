//! SARIF 2.1.0, as <https://docs.oasis-open.org/sarif/sarif/v2.1.0/> describes it.

use std::{collections::BTreeMap, fmt::Write};

use hc_cdk::model::printable;
use serde_json::json;

use crate::judge::Found;

/// It is written result by result: a tree of all of them would take longer than to find them.
pub(crate) fn sarif(found: &[Found]) -> String {
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
    let driver = json!({
        "name": "hc-cdk", "version": env!("CARGO_PKG_VERSION"), "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": described.collect::<Vec<_>>(),
    });
    let mut text = format!(
        "{{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\
         \"tool\": {{ \"driver\": {driver} }},\n\"results\": ["
    );
    for (at, it) in found.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        result(it, places.get(it.code.as_str()).copied().unwrap_or_default(), &mut text);
    }
    text.push_str("\n]\n}]\n}\n");
    printable::in_json(&text)
}

fn result(it: &Found, rule: usize, text: &mut String) {
    let (code, path) = (quoted(&it.code), quoted(&it.path));
    let message = quoted(&format!("`{}` {}. {}", it.path, it.message, it.help));
    let fingerprint = quoted(&format!("{}:{}", it.path, it.code));
    let (file, line, column) = (quoted(&uri(&it.file)), it.at.line, it.at.column);
    let _ = write!(
        text,
        "{{ \"ruleId\": {code}, \"ruleIndex\": {rule}, \"level\": \"error\", \"message\": {{ \"text\": {message} }}, \
         \"locations\": [{{ \"physicalLocation\": {{ \"artifactLocation\": {{ \"uri\": {file} }}, \
         \"region\": {{ \"startLine\": {line}, \"startColumn\": {column} }} }}, \
         \"logicalLocations\": [{{ \"fullyQualifiedName\": {path}, \"kind\": \"resource\" }}] }}], \
         \"partialFingerprints\": {{ \"resourceAndRule/v1\": {fingerprint} }} }}"
    );
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A path as a reference in a URI: what means something there is written by its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.write_char(char::from(byte))
            }
            _ => write!(uri, "%{byte:02X}"),
        };
    }
    uri
}
