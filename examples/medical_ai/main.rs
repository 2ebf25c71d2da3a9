//! A clinical assistant on AWS: its records and its models in one perimeter, four services in a cluster on EKS, boards and alerts on
//! what a model decides, and a delivery that no unsigned image passes.

mod delivery;
mod services;
mod stores;
mod watch;

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    dimension::availability::MultiAz,
    literal::signer::Signer,
    policy,
    policy::{FdaPart11, Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{
    database::Database, github::GithubRole, iam::Statement, kind::OidcProviderArn, prelude::*, region, storage::Bucket,
};
use hc_cdk_delivery::prelude::*;
use hc_cdk_k8s::chart::Chart;

policy! {
    /// What the hospital asks for beside the law: logs for seven years, figures for ninety days.
    pub Clinical { log_retention: Years7, metric_retention: Days90, .. }
}

/// What everything of the assistant is held to.
type Live = (Hipaa, FdaPart11, Production, Clinical);

/// Whose workflows sign the images: the cluster lets in no others.
pub(crate) const SIGNER: Signer = signer!("hospital/medical-ai");

/// What the services use.
struct Records {
    database: Database<Phi>,
    models: Bucket<Phi>,
}

fn main() -> ExitCode {
    let mut stack = Stack::<Live>::new("medical-ai", region::UsEast1);
    let records = records(&mut stack);
    let deploys = stack.add("Deploys", deploys());
    let oidc =
        arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B1C");
    let cluster = EksCluster::existing("medical-ai", region::UsEast1, oidc, Value::literal("sg-0a1b2c3d"))
        .services_in([cidr!("10.30.96.0/19")]);
    let mut chart = Chart::<Live>::in_cluster("assistant", &cluster);
    services::assistant(&mut chart, &records);
    let delivery = delivery::delivery(&Identity::aws(&deploys.arn(), "us-east-1"));
    App::new("medical-ai").stack(stack).stack(chart).stack(delivery).run()
}

/// The perimeter with the records of patients, and with the models that were validated.
fn records(stack: &mut Stack<Live>) -> Records {
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let network = Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).zones(Zones::Three).build();
    let vpc = stack.add("Network", network);
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let database = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let database = stack.add("Records", database.availability(MultiAz));
    let models = stack.add("Models", SecureBucket::builder().perimeter(&zone).build());
    Records { database, models }
}

/// As whom production is deployed to: a role for one environment of one repository, and for nobody else.
fn deploys() -> GithubRole {
    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let role = GithubRole::builder().provider(github).repository("hospital/medical-ai").environment("production");
    let cluster = "arn:aws:eks:us-east-1:111122223333:cluster/medical-ai";
    role.allow(Statement::allow(actions!["eks:DescribeCluster"], [cluster])).build()
}
