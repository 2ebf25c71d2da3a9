//! What goes down is redacted.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_observe::{Collector, Redaction, Sink};

fn collector(redaction: &Redaction, loki: &Sink<Internal>) -> Collector<Phi> {
    Collector::new().redacted(redaction, loki)
}

fn main() {}
