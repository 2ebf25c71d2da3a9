//! expect: a redaction needs somebody who approves of it

use hc_cdk_observe::Redaction;

fn main() {
    let redaction = Redaction::builder().keeping(&["level"]).masking(&["[0-9]+"]).build();
}
