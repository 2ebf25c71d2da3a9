//! expect: a redaction says what is masked in what is kept

use hc_cdk_observe::Redaction;

fn main() {
    let redaction = Redaction::builder().keeping(&["level"]).approved_by("dpo@example.org").build();
}
