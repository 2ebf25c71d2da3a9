//! expect: this does not say what is left of a record

use hc_cdk::data::{Internal, Phi};
use hc_cdk_k8s::{monitoring::{CollectorConfig, observe::Redaction}, prelude::*, workload::Service};

fn collecting(zone: &Namespace<Phi>, loki: &Service<Internal>, left: &Redaction) {
    CollectorConfig::builder().perimeter(zone).redacted("level", loki);
}

fn main() {}
