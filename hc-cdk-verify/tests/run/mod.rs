//! The judge as somebody runs it, and what it says.

use std::{collections::BTreeSet, ffi::OsString};

use hc_cdk_verify::{Outcome, run};
use serde_json::Value;

pub(crate) fn verify(arguments: &[&str]) -> Outcome {
    run(["hc-cdk", "verify"].iter().chain(arguments).map(OsString::from))
}

/// The codes of what is wrong, each with its resource.
pub(crate) fn codes(arguments: &[&str]) -> BTreeSet<String> {
    let outcome = verify(&[&["--format", "sarif"], arguments].concat());
    assert!(outcome.error.is_empty() && outcome.code < 2, "{}", outcome.error);
    let sarif: Value = serde_json::from_str(&outcome.out).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let named = |it: &Value| {
        let path = it["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap();
        format!("{path} {}", it["ruleId"].as_str().unwrap())
    };
    results.iter().map(named).collect()
}
