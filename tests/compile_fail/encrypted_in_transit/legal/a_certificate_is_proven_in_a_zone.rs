//! The zone is named.

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{edge::IssuedCertificate, prelude::*};

fn prove(edge: &mut Stack<Hipaa>, zone: &HostedZone) {
    edge.add("Certificate", IssuedCertificate::builder().domain("www.example.org").zone(zone).build());
}

fn main() {}
