//! expect: `Weak` is no position that hc-cdk knows

use hc_cdk::dimension::{Position, audit_retention::AuditRetentionFor};

struct Weak;

impl<P> AuditRetentionFor<P> for Weak {
    const POSITION: Position = hc_cdk::dimension::availability::SingleAz::POSITION;
}

fn main() {}
