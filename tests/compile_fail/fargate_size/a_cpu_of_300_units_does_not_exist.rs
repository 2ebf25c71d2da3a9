//! expect: Fargate has no such size

use hc_cdk_aws::fargate;

fn main() {
    let _ = fargate!(cpu = 300, memory = 1024);
}
