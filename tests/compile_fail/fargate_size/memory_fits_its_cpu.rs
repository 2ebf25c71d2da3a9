//! expect: with `cpu = 256`, `memory` is 512, 1024 or 2048

use hc_cdk_aws::fargate;

fn main() {
    let _ = fargate!(cpu = 256, memory = 8192);
}
