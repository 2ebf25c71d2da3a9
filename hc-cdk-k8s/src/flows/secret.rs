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
        named(cluster, pods.spec, &mut names);
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

/// The names of secrets, wherever they stand: in variables, in volumes, and in what these are put together from. A name that only the
/// deployment knows is none.
fn named<'a>(cluster: &Cluster<'a>, json: &'a Json, names: &mut Vec<Option<&'a str>>) {
    match json {
        Json::List(items) => items.iter().for_each(|it| named(cluster, it, names)),
        Json::Object(members) => {
            for (member, value) in members.iter() {
                match (member, value) {
                    (_, Json::Null) => {}
                    ("secretKeyRef" | "secretRef" | "secret", Json::Object(secret)) => {
                        let name = secret.get("secretName").or_else(|| secret.get("name"));
                        names.extend(name.map(|it| cluster.text(it)));
                    }
                    ("secretKeyRef" | "secretRef" | "secret", _) => names.push(None),
                    // What an operator mounts into the pods that it makes.
                    ("secrets", Json::List(all)) => names.extend(all.iter().map(|it| cluster.text(it))),
                    _ => named(cluster, value, names),
                }
            }
        }
        _ => {}
    }
}

/// What a secret opens: the stores whose credentials it has or that ask for what it has, and what makes it, of which to name it says
/// enough.
fn opened(cluster: &Cluster<'_>, pods: &Pods<'_>, name: Option<&str>) -> Vec<(Place, bool)> {
    let secrets = cluster.secrets_called(pods.space, name).into_iter();
    let is_said = name.is_some();
    let made = secrets.flat_map(|it| stores(cluster, it).into_iter().map(|it| (it, false)).chain([(it, is_said)]));
    made.chain(cluster.opened_by(pods.space, name).map(|it| (it, false))).collect()
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
