//! expect: a redaction needs somebody who approves of it

use hc_cdk::data::{Internal, Phi};
use hc_cdk_k8s::{monitoring::{CollectorConfig, observe::Redaction}, prelude::*, workload::Service};

fn collecting(zone: &Namespace<Phi>, loki: &Service<Internal>) {
    let left = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9,12}"]);
    CollectorConfig::builder().perimeter(zone).redacted(left, loki);
}

fn main() {}
