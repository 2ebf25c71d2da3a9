//! This pair exists.

use hc_cdk_aws::fargate;

fn main() {
    let _ = fargate!(cpu = 512, memory = 1024);
}
