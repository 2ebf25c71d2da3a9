//! A description that has all of its parts is taken as it is.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_k8s::{monitoring::{CollectorConfig, observe::Redaction}, prelude::*, workload::Service};

fn collecting(zone: &Namespace<Phi>, loki: &Service<Internal>) {
    let left = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9,12}"]).approved_by("dpo@example.org");
    CollectorConfig::builder().perimeter(zone).redacted(left, loki);
}

fn main() {}
