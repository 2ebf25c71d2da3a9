//! expect: audit_retetion

use hc_cdk::policy;

policy! {
    /// What the Acme clinics promise their patients.
    pub AcmeClinic { audit_retetion: Years10, .. }
}

fn main() {}
