//! expect: logs of `Phi` workloads must not go to this as they are

use hc_cdk::data::{Internal, Phi};
use hc_cdk_observe::{Collector, Redaction, Sink};

fn collector(redaction: &Redaction, loki: &Sink<Internal>) -> Collector<Phi> {
    Collector::new().to(loki)
}

fn main() {}
