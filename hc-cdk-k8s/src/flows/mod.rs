//! The ways by which data can go in a cluster, read from the finished objects.

mod cluster;

use hc_cdk::{check::Checked, target::Place};

use self::cluster::{name, namespace};
use crate::chart::Kubernetes;

/// The accounts of the charts, by what their tokens say of them.
pub(crate) fn accounts(checked: &Checked<'_>) -> Vec<(String, Place)> {
    let mut accounts = Vec::new();
    for (at, stack) in checked.stacks_of(<Kubernetes as hc_cdk::target::Target>::NAME) {
        for (place, object) in
            stack.resources.iter().enumerate().filter(|(_, it)| it.kind().ends_with("ServiceAccount"))
        {
            if let (Some(name), Some(space)) = (name(object), namespace(checked, object)) {
                accounts.push((format!("system:serviceaccount:{space}:{name}"), (at, place)));
            }
        }
    }
    accounts
}
