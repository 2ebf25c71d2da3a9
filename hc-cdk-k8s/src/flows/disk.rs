//! Disks that pods mount, and what is on them: by the claim of another construct, by the name of one that a set or an operator makes, or as
//! a copy of another disk.

use std::rc::Rc;

use hc_cdk::{
    target::{Place, To, Way, Who},
    value::Json,
};

use super::cluster::{Cluster, claims, kind};

/// What makes a claim take a disk that is there already, or what is on one.
const TAKES: [&str; 4] = ["volumeName", "selector", "dataSource", "dataSourceRef"];

/// Reads whose disks pods and claims get.
pub(super) fn read(cluster: &Cluster<'_>, ways: &mut Vec<Way>) {
    let all: Rc<[Place]> = cluster.disks.iter().map(|it| it.place).collect();
    for pods in &cluster.pods {
        let volumes = pods.spec.get("volumes").and_then(Json::as_list).unwrap_or_default();
        for claim in volumes.iter().filter_map(|it| it.get("persistentVolumeClaim")) {
            let name = claim.get("claimName").and_then(|it| cluster.text(it));
            for to in mounted(cluster, pods.space, name) {
                push(ways, pods.place, To::OneStore(to));
            }
        }
    }
    for disk in &cluster.disks {
        let is_taken = |claim: &&Json| TAKES.iter().any(|it| claim.get(it).is_some_and(|it| !matches!(it, Json::Null)));
        let object = cluster.object(disk.place);
        if object.is_some_and(|it| claims(kind(it), &it.properties).iter().any(is_taken)) {
            push(ways, disk.place, To::EveryStore(Rc::clone(&all)));
        }
    }
}

/// What makes the disk of a claim of that name in a namespace: the claim itself, or whatever makes claims whose names have its own in them.
/// Without a name, whatever makes some there.
fn mounted(cluster: &Cluster<'_>, space: &str, name: Option<&str>) -> Vec<Place> {
    let here = || cluster.disks.iter().filter(move |it| it.space.is_none_or(|it| it == space));
    let is_called = |whole: bool| {
        move |other: Option<&str>| {
            name.zip(other).is_none_or(|(name, it)| if whole { name == it } else { name.contains(it) })
        }
    };
    let itself: Vec<Place> = here().filter(|it| it.is_claim && is_called(true)(it.name)).map(|it| it.place).collect();
    if !itself.is_empty() {
        return itself;
    }
    here().filter(|it| !it.is_claim && is_called(false)(it.name)).map(|it| it.place).collect()
}

fn push(ways: &mut Vec<Way>, who: Place, to: To) {
    ways.push(Way { who: Who::OfApp(who), to, by: who, reads: true, writes: true, is_said: false });
}
