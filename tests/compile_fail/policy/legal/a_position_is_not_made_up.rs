//! A team's own policy is made of the positions that there are.

use hc_cdk::policy;

policy! {
    pub Strict {
        audit_retention: Years10,
    }
}

fn main() {
    let _ = Strict;
}
