//! Stores that operators run: what the operators' documentation says of the fields of their objects.

use serde_json::{Value, json};

use super::{Table, postgres, when};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("StoreSpeaksTls", |it| {
        if postgres::is_one(it) {
            return postgres::speaks(it);
        }
        if is_elastic(it) {
            let config = sets(it).iter().any(|it| it["config"].to_string().contains("xpack"));
            let variables = containers(it).any(|it| it["env"].to_string().contains("xpack"));
            let said = it.at("spec/http/tls").is_some() || it.at("spec/transport").is_some();
            return when(said || config || variables, "something may turn TLS off");
        }
        if is_redis(it) {
            let secret = it.text("spec/TLS/secret/secretName");
            let made = secret.is_some()
                && it.others("Certificate").any(|other| {
                    other.text("spec/secretName") == secret
                        && other.text("metadata/namespace") == it.text("metadata/namespace")
                });
            return when(!made, "it has no certificate of the app, and takes what is not encrypted")
                .or_else(|| when(it.at("spec/env").is_some(), "its variables may turn TLS off"));
        }
        let quiet = |it: &&Value| !words(&it["configuration"]).contains("mode:");
        when(it.text("spec/tls/mode") != Some("requireTLS"), "it takes what is not encrypted")
            .or_else(|| when(!sets(it).iter().all(|it| quiet(&it)), "its configuration has a mode of its own"))
            .or_else(|| when(it.is_on("spec/unsafeFlags/tls"), "it may do without TLS"))
            .or_else(|| when(it.is_on("spec/tls/allowInvalidCertificates"), "it takes any certificate"))
    }),
    ("StoreAsksWho", |it| {
        if postgres::is_one(it) {
            return when(!is_secret(it, postgres::password(it)), "a password is no secret of the app");
        }
        if is_elastic(it) {
            let named = |path: &str| it.list(path).iter().map(|it| value(it, "secretName")).collect::<Vec<_>>();
            let (users, keys) = (named("spec/auth/fileRealm"), named("spec/secureSettings"));
            let ours = users.iter().chain(&keys).all(|name| is_secret(it, *name));
            return when(users.is_empty() || !ours, "a password is no secret of the app");
        }
        if is_redis(it) {
            let own = is_secret(it, it.at("spec/kubernetesConfig/redisSecret/name"));
            let other = it.at("spec/redisSentinelConfig/redisReplicationPassword/secretKeyRef/name");
            let other = it.kind() == "RedisReplication" || is_secret(it, other);
            return when(!own || !other, "a password is no secret of the app");
        }
        let open = ["transitionToAuth: true", "authorization: disabled"];
        let says = |it: &Value| open.iter().any(|open| words(&it["configuration"]).contains(open));
        if sets(it).iter().any(says) {
            return Some("it lets in whoever has no password".to_owned());
        }
        let secrets = it.list("spec/users").iter().map(|it| value(it, "passwordSecretRef/name"));
        let all: Vec<_> = [it.at("spec/secrets/users")].into_iter().chain(secrets).collect();
        when(!all.into_iter().all(|name| is_secret(it, name)), "a password is no secret of the app")
    }),
    ("StoreEncryptsItsFiles", |it| {
        let on = |it: &Value| words(&it["configuration"]).contains("security:\n  enableEncryption: true");
        when(!is_secret(it, it.at("spec/secrets/encryptionKey")), "its key is no secret of the app")
            .or_else(|| when(sets(it).is_empty() || !sets(it).iter().all(on), "its files are not encrypted"))
    }),
    ("BackupIsEncrypted", |it| {
        if it.kind() == "ObjectStore" {
            return postgres::archive(it);
        }
        let places = it.at("spec/backup/storages").and_then(Value::as_object);
        let places: Vec<&Value> = places.into_iter().flat_map(|it| it.values()).collect();
        let is_right = |it: &&&Value| {
            let key = value(it, "s3/serverSideEncryption/kmsKeyID").map(words).unwrap_or_default();
            let address = value(it, "s3/endpointUrl").map(words).unwrap_or_default();
            it["type"] == "s3"
                && it["s3"]["serverSideEncryption"]["sseAlgorithm"] == "aws:kms"
                && !key.is_empty()
                && !key.contains("alias/aws/")
                && !address.starts_with("http:")
                && !value(it, "s3/insecureSkipTLSVerify").is_some_and(is_on)
        };
        when(places.is_empty() || !places.iter().all(|it| is_right(&it)), "a bucket does not encrypt what it gets")
    }),
    ("PolicyOfSnapshots", |it| {
        let places = it.at("spec/elasticsearch/snapshotRepositories").and_then(Value::as_object);
        let mut places = places.into_iter().flat_map(|it| it.values());
        let encrypts = |it: &Value| it["type"] == "s3" && it["settings"]["server_side_encryption"] == true;
        let mut all = it.at("spec/elasticsearch").and_then(Value::as_object).into_iter().flat_map(|it| it.keys());
        let more = all.any(|name| !name.contains("Lifecycle") && name != "snapshotRepositories");
        when(!places.all(encrypts), "a bucket does not encrypt snapshots").or_else(|| when(more, "it changes more"))
    }),
    ("StoreIsConfined", |it| {
        if it.kind() == "Pooler" {
            let own = it.list("spec/template/spec/containers");
            let beside = ["hostNetwork", "hostPID", "hostIPC", "volumes", "initContainers"];
            let more = beside.iter().any(|name| it.at(&format!("spec/template/spec/{name}")).is_some());
            let more =
                more || own.iter().any(|it| it["name"] != "pgbouncer") || it.at("spec/serviceTemplate").is_some();
            let none = "a container may do anything".to_owned();
            return own
                .iter()
                .find_map(|it| value(it, "securityContext").map_or_else(|| Some(none.clone()), rights))
                .or_else(|| when(more, "something is beside its pods"));
        }
        if is_elastic(it) {
            let beside = ["hostNetwork", "hostPID", "hostIPC", "volumes"];
            let pods = || sets(it).iter().filter_map(|it| value(it, "podTemplate/spec"));
            let more = pods().any(|pod| beside.iter().any(|name| pod.get(*name).is_some()));
            let others = pods().any(|pod| list(pod.get("containers")).iter().any(|it| it["name"] != "elasticsearch"));
            return containers(it)
                .find_map(|it| {
                    value(it, "securityContext").map_or_else(|| Some("a container may do anything".to_owned()), rights)
                })
                .or_else(|| when(more || others, "something is beside its pods"));
        }
        if is_redis(it) {
            let beside = ["sidecars", "initContainer", "hostPort"];
            let more = beside.iter().any(|name| it.at(&format!("spec/{name}")).is_some());
            let exporter = it.at("spec/redisExporter").map(|it| it.get("securityContext").unwrap_or(&Value::Null));
            if let Some(why) = exporter.and_then(rights) {
                return Some(why);
            }
            return it
                .at("spec/securityContext")
                .map_or_else(|| Some("a container may do anything".to_owned()), rights)
                .or_else(|| when(more, "something is beside its pods"));
        }
        let contexts = [it.at("spec/initContainerSecurityContext"), it.at("spec/backup/containerSecurityContext")];
        let of_sets = sets(it).iter().map(|it| value(it, "containerSecurityContext"));
        let beside = ["expose", "hostAliases", "externalNodes"];
        let more = sets(it).iter().any(|it| beside.iter().any(|name| it.get(*name).is_some()));
        // What tells figures is beside it, with the authority that it is known by, and has as few rights.
        let of_sidecars = || sets(it).iter().flat_map(|it| list(it.get("sidecars")));
        let mounts = of_sidecars().flat_map(|it| list(it.get("volumeMounts"))).any(|it| it["name"] != "exporter-ca");
        let mut volumes = sets(it).iter().flat_map(|it| list(it.get("sidecarVolumes")));
        let others = volumes.any(|it| it["secret"]["items"] != json!([{ "key": "ca.crt", "path": "ca.crt" }]));
        let more = more || mounts || others || of_sidecars().any(|it| it["name"] != "mongo-exporter");
        let mut all = contexts.into_iter().chain(of_sets).chain(of_sidecars().map(|it| value(it, "securityContext")));
        all.find_map(|it| it.map_or_else(|| Some("a container may do anything".to_owned()), rights))
            .or_else(|| when(more, "something is beside its pods"))
    }),
];

/// Whether it is a store that an operator runs.
pub(super) fn is_one(it: Thing<'_>) -> bool {
    it.kind() == "PerconaServerMongoDB" || is_redis(it) || is_elastic(it) || postgres::is_one(it)
}

fn is_elastic(it: Thing<'_>) -> bool {
    it.kind() == "Elasticsearch"
}

/// All containers of the nodes of Elasticsearch.
fn containers(it: Thing<'_>) -> impl Iterator<Item = &Value> {
    let pods = sets(it).iter().filter_map(|it| value(it, "podTemplate/spec"));
    pods.flat_map(|pod| ["containers", "initContainers"].into_iter().flat_map(|name| list(pod.get(name))))
}

fn is_redis(it: Thing<'_>) -> bool {
    matches!(it.kind(), "RedisReplication" | "RedisSentinel")
}

/// The labels of its claims, if others make its backups: those of the set that the operator makes.
pub(super) fn labels_of_claims(it: Thing<'_>) -> Option<Value> {
    let name = it.text("metadata/name");
    let left_out = it.at("spec/storage/volumeClaimTemplate/metadata/labels").is_some();
    let labels = json!({ "app": name, "redis_setup_type": "replication", "role": "replication" });
    is_redis(it).then(|| if left_out { Value::Null } else { labels })
}

/// Its sets of members.
fn sets(it: Thing<'_>) -> &[Value] {
    it.list(if is_elastic(it) { "spec/nodeSets" } else { "spec/replsets" })
}

fn is_secret(it: Thing<'_>, name: Option<&Value>) -> bool {
    let name = name.and_then(Value::as_str);
    let is_there = |other: Thing<'_>| {
        other.text("metadata/name") == name && other.text("metadata/namespace") == it.text("metadata/namespace")
    };
    name.is_some() && it.others("ExternalSecret").any(is_there)
}

/// What a container may do beside what a plain user does.
pub(super) fn rights(context: &Value) -> Option<String> {
    let drops = list(value(context, "capabilities/drop")).iter().any(|it| it == "ALL");
    when(!drops, "a container has capabilities")
        .or_else(|| when(value(context, "capabilities/add").is_some(), "a container is given capabilities"))
        .or_else(|| when(value(context, "privileged").is_some_and(is_on), "a container is privileged"))
        .or_else(|| when(context["allowPrivilegeEscalation"] != false, "a container may get rights"))
        .or_else(|| when(!value(context, "runAsNonRoot").is_some_and(is_on), "a container may run as root"))
        .or_else(|| when(context["runAsUser"] == 0, "a container runs as root"))
        .or_else(|| when(context["seccompProfile"]["type"] != "RuntimeDefault", "a container has no profile"))
}

pub(super) fn images(it: Thing<'_>) -> Option<String> {
    if postgres::is_one(it) {
        return postgres::images(it);
    }
    let of_mongo = ["spec/image", "spec/initImage", "spec/backup/image"];
    let all: &[&str] = match it.kind() {
        "Elasticsearch" => &["spec/image"],
        "PerconaServerMongoDB" => &of_mongo,
        _ if it.at("spec/redisExporter").is_some() => &["spec/kubernetesConfig/image", "spec/redisExporter/image"],
        _ => &["spec/kubernetesConfig/image"],
    };
    let mut beside = sets(it).iter().flat_map(|it| list(it.get("sidecars")));
    let beside = beside.any(|it| !words(&it["image"]).contains("@sha256:"));
    when(
        beside || !all.iter().all(|path| it.at(path).is_some_and(|it| words(it).contains("@sha256:"))),
        "an image has no digest",
    )
}

pub(super) fn zones(it: Thing<'_>) -> Option<String> {
    if postgres::is_one(it) {
        let (members, pod, labels) = postgres::pods(it);
        let apart =
            pod.is_some_and(|pod| is_spread(pod.get("topologySpreadConstraints"), labels.unwrap_or(&Value::Null)));
        return when(members < 3.0, "fewer than three members are left to agree")
            .or_else(|| when(!apart, "its members may all be in one zone"));
    }
    let redis = [&it.written.json["spec"]];
    let sets: Vec<&Value> = if is_redis(it) { redis.to_vec() } else { sets(it).iter().collect() };
    let labels = |set: &Value| match it.kind() {
        "Elasticsearch" => set["podTemplate"]["metadata"]["labels"].clone(),
        "PerconaServerMongoDB" => set["labels"].clone(),
        _ => it.written.json["metadata"]["labels"].clone(),
    };
    let (count, pod) = match it.kind() {
        "Elasticsearch" => ("count", "podTemplate/spec"),
        "PerconaServerMongoDB" => ("size", ""),
        _ => ("clusterSize", ""),
    };
    let members: f64 = sets.iter().filter_map(|it| value(it, count).and_then(number)).sum();
    let spread = |set: &&Value| is_spread(value(set, &format!("{pod}/topologySpreadConstraints")), &labels(set));
    when(members < 3.0, "fewer than three members are left to agree")
        .or_else(|| when(!sets.iter().all(spread), "its members may all be in one zone"))
}

/// Whether constraints keep pods with these labels in several zones.
fn is_spread(constraints: Option<&Value>, labels: &Value) -> bool {
    list(constraints).iter().any(|it| {
        it["topologyKey"] == "topology.kubernetes.io/zone"
            && it["whenUnsatisfiable"] == "DoNotSchedule"
            && value(it, "minDomains").and_then(number).is_some_and(|it| it >= 2.0)
            && it["labelSelector"]["matchLabels"].as_object().is_some_and(|wanted| {
                !wanted.is_empty() && wanted.iter().all(|(name, value)| labels.get(name) == Some(value))
            })
    })
}

pub(super) fn disks(it: Thing<'_>) -> Option<String> {
    if postgres::is_one(it) {
        return postgres::disks(it);
    }
    let of_app = |set: &Value| {
        let class = value(set, "volumeSpec/persistentVolumeClaim/storageClassName").and_then(Value::as_str);
        class.is_some_and(|class| it.others("StorageClass").any(|it| it.text("metadata/name") == Some(class)))
    };
    if is_elastic(it) {
        let mut claims = sets(it).iter().flat_map(|it| list(value(it, "volumeClaimTemplates"))).peekable();
        let of_app = |claim: &Value| {
            let class = value(claim, "spec/storageClassName").and_then(Value::as_str);
            class.is_some() && it.others("StorageClass").any(|it| it.text("metadata/name") == class)
        };
        return when(claims.peek().is_none() || !claims.all(of_app), "its disks are of a class that is not of the app");
    }
    if is_redis(it) {
        let class = it.text("spec/storage/volumeClaimTemplate/spec/storageClassName");
        let of_app = class.is_some() && it.others("StorageClass").any(|it| it.text("metadata/name") == class);
        return when(!of_app, "its disks are of a class that is not of the app");
    }
    when(sets(it).is_empty() || !sets(it).iter().all(of_app), "its disks are of a class that is not of the app")
}

/// Whole backups are made once a day at least, and as many are kept as days are asked for.
pub(super) fn backups(it: Thing<'_>) -> Option<String> {
    if postgres::is_one(it) {
        return postgres::backups(it);
    }
    if is_elastic(it) {
        let days = |it: &Value| it["retention"]["expire_after"].as_str()?.strip_suffix('d')?.parse::<f64>().ok();
        let long = |rule: &&Value| days(rule).is_some_and(|days| days >= it.asked().backup);
        return when(!snapshots(it).iter().any(long), "no snapshot is kept as long as it is asked for");
    }
    let place = |task: &Value| task["storageName"].as_str().map(|it| format!("spec/backup/storages/{it}"));
    let enough = |task: &Value| {
        let daily = task["schedule"].as_str().and_then(|it| it.strip_suffix(" * * *")).is_some();
        let kept = value(task, "retention/count").and_then(number).is_some_and(|kept| kept >= it.asked().backup);
        task["enabled"] == true && daily && kept && place(task).is_some_and(|path| it.at(&path).is_some())
    };
    let any = it.list("spec/backup/tasks").iter().any(enough);
    when(!it.is_on("spec/backup/enabled") || !any, "no backup is kept as long as it is asked for")
}

/// What has snapshots made of all indices, in a place that is there.
fn snapshots(it: Thing<'_>) -> Vec<&Value> {
    let selects = |policy: &Thing<'_>| {
        let wanted = policy.at("spec/resourceSelector/matchLabels").and_then(Value::as_object);
        let labels = &it.written.json["metadata"]["labels"];
        let all = wanted.is_some_and(|all| all.iter().all(|(name, value)| labels.get(name) == Some(value)));
        policy.text("metadata/namespace") == it.text("metadata/namespace") && all
    };
    let mut found = Vec::new();
    for policy in it.others("StackConfigPolicy").filter(selects) {
        let places = policy.at("spec/elasticsearch/snapshotRepositories");
        let rules = policy.at("spec/elasticsearch/snapshotLifecyclePolicies").and_then(Value::as_object);
        let is_there = |rule: &&Value| {
            rule["config"].is_null()
                && rule["repository"].as_str().is_some_and(|it| places.is_some_and(|all| all.get(it).is_some()))
        };
        found.extend(rules.into_iter().flat_map(|it| it.values()).filter(is_there));
    }
    found
}

pub(super) fn in_time(it: Thing<'_>) -> Option<String> {
    if postgres::is_one(it) {
        return postgres::in_time(it);
    }
    if is_elastic(it) {
        let often = |rule: &&Value| {
            let schedule = rule["schedule"].as_str().unwrap_or_default();
            ["0 0 * * * ?", "0 0/15 * * * ?"].contains(&schedule)
        };
        return when(!snapshots(it).iter().any(often), "an hour's work may be lost");
    }
    let minutes = it.at("spec/backup/pitr/oplogSpanMin").and_then(number);
    let between = it.is_on("spec/backup/pitr/enabled") && minutes.is_some_and(|it| it > 0.0 && it <= 60.0);
    when(!it.is_on("spec/backup/enabled") || !between, "an hour's work may be lost")
}
