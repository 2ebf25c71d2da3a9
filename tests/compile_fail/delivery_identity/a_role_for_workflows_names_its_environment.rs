//! expect: a role for workflows needs the environment that they run in

use hc_cdk_aws::{arn, github::GithubRole, kind::OidcProviderArn};

fn main() {
    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let role = GithubRole::builder().provider(github).repository("clinic/hms");
    let _ = role.build();
}
