//! Secrets that pods get, and the stores that they open.

use hc_cdk::{
    target::{Place, To, Way, Who},
    value::Json,
};

use super::cluster::{Cluster, Pods};

/// Reads which secrets pods get.
pub(super) fn read(cluster: &Cluster<'_>, ways: &mut Vec<Way>) {
    for pods in &cluster.pods {
        let mut names = Vec::new();
        named(cluster, pods.spec, "", &mut names);
        names.sort_unstable();
        names.dedup();
        for name in names {
            for (store, is_said) in opened(cluster, pods, name) {
                let (who, to) = (Who::OfApp(pods.place), To::OneStore(store));
                ways.push(Way { who, to, by: pods.place, reads: true, writes: false, is_said });
            }
        }
    }
}

/// The names of secrets, wherever they stand: in variables, in volumes, and in what these are put together from.
fn named<'a>(cluster: &Cluster<'a>, json: &'a Json, within: &str, names: &mut Vec<&'a str>) {
    match json {
        Json::List(items) => items.iter().for_each(|it| named(cluster, it, within, names)),
        Json::Object(members) => {
            for (name, value) in members.iter() {
                match (within, name, cluster.text(value)) {
                    ("secretKeyRef" | "secretRef" | "secret", "secretName" | "name", Some(text)) => names.push(text),
                    _ => named(cluster, value, name, names),
                }
            }
        }
        _ => {}
    }
}

/// What a secret opens: the stores whose credentials it has or that ask for what it has, and what makes it, of which to name it says enough.
fn opened(cluster: &Cluster<'_>, pods: &Pods<'_>, name: &str) -> Vec<(Place, bool)> {
    let asking = cluster.opened.get(&(pods.space, name)).into_iter().flatten().copied();
    let made = cluster.secrets.get(&(pods.space, name)).copied();
    let stores = made.into_iter().flat_map(|it| stores(cluster, it)).chain(asking);
    stores.map(|store| (store, false)).chain(made.map(|it| (it, true))).collect()
}

/// The resources whose credentials a secret has.
pub(super) fn stores(cluster: &Cluster<'_>, secret: Place) -> Vec<Place> {
    let data = cluster.object(secret).and_then(|it| it.properties.at("spec/data")).and_then(Json::as_list);
    let keys = data.unwrap_or_default().iter().filter_map(|it| it.at("remoteRef/key"));
    let mut stores: Vec<Place> = keys.filter_map(|key| cluster.referred(key)).collect();
    stores.sort_unstable();
    stores.dedup();
    stores
}
