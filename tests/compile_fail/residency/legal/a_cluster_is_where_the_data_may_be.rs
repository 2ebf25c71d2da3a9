//! A cluster in London.

use hc_cdk::{
    policy::{Production, UkHealth},
    prelude::*,
};
use hc_cdk_aws::{kind::OidcProviderArn, prelude::*, region};
use hc_cdk_k8s::prelude::*;

fn main() {
    let provider =
        arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/0B1C2D3E");
    let cluster = EksCluster::existing("clinic", region::EuWest2, provider, Value::literal("sg-0a1b2c3d"));
    let _ = Chart::<(UkHealth, Production)>::in_cluster("clinic", &cluster);
}
