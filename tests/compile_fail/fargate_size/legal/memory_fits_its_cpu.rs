//! This pair exists.

use hc_cdk_aws::fargate;

fn main() {
    let _ = fargate!(cpu = 256, memory = 2048);
}
