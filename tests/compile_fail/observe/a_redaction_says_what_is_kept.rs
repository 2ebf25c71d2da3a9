//! expect: a redaction says what of a record is kept

use hc_cdk_observe::Redaction;

fn main() {
    let redaction = Redaction::builder().masking(&["[0-9]+"]).approved_by("dpo@example.org").build();
}
