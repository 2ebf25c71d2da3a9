//! expect: data must not reside in `UsEast1` where `(UkHealth, Production)` applies

use hc_cdk::{
    policy::{Production, UkHealth},
    prelude::*,
};
use hc_cdk_aws::{kind::OidcProviderArn, prelude::*, region};
use hc_cdk_k8s::prelude::*;

fn main() {
    let provider =
        arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B1C2D3E");
    let cluster = EksCluster::existing("clinic", region::UsEast1, provider, Value::literal("sg-0a1b2c3d"));
    Chart::<(UkHealth, Production)>::in_cluster("clinic", &cluster);
}
