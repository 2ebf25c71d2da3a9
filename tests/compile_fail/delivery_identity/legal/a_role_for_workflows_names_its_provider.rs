//! The nearest program that compiles.

use hc_cdk_aws::{arn, github::GithubRole, kind::OidcProviderArn};

fn main() {
    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let role = GithubRole::builder().provider(github).repository("clinic/hms");
    let _ = role.environment("production").build();
}
