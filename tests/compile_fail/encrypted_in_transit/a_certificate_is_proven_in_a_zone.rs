//! expect: a certificate needs the zone of its domain, in which it is proven whose that is

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{edge::IssuedCertificate, prelude::*};

fn prove(edge: &mut Stack<Hipaa>, zone: &HostedZone) {
    edge.add("Certificate", IssuedCertificate::builder().domain("www.example.org").build());
}

fn main() {}
