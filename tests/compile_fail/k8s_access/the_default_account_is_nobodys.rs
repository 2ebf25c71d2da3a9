//! expect: no function or associated item named `default`

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    access::{Account, Kind, Role, Rule, Verb},
    prelude::*,
};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let _account = chart.add("Operator", ServiceAccount::builder().perimeter(&zone).build());
    chart
        .add("Watching", Role::builder().account(&Account::default()).rule(Rule::on(Kind::Pods, &[Verb::Get])).build());
}
