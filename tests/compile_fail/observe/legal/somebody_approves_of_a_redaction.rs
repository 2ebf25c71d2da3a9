//! A redaction with all that it needs.

use hc_cdk_observe::Redaction;

fn main() {
    let redaction =
        Redaction::builder().keeping(&["level"]).masking(&["[0-9]+"]).approved_by("dpo@example.org").build();
}
