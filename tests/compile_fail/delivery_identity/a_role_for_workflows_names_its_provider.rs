//! expect: a role for workflows needs the provider by which the account knows GitHub

use hc_cdk_aws::github::GithubRole;

fn main() {
    let role = GithubRole::builder().repository("clinic/hms");
    let _ = role.environment("production").build();
}
