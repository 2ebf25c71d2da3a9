//! The dimension exists.

use hc_cdk::policy;

policy! {
    /// What the Acme clinics promise their patients.
    pub AcmeClinic { audit_retention: Years10, .. }
}

fn main() {}
