//! How many pods there are, where they are, how they are replaced, and when those that end do so.

use super::{Object, Value, World, count, items, matches, texts};

pub(super) fn check(world: &mut World<'_>, object: &Object) {
    match object.kind() {
        "Deployment" | "StatefulSet" | "DaemonSet" => runs_on(world, object),
        "Job" => once(world, object),
        "CronJob" => repeats(world, object),
        "HorizontalPodAutoscaler" => autoscaler(world, object),
        "ScaledObject" => scaled(world, object),
        "PodDisruptionBudget" => budget(world, object),
        "VerticalPodAutoscaler" => {
            let spec = &object.json()["spec"];
            world.must(object, spec["updatePolicy"]["updateMode"] == "Off", "recommendations only");
            world.must(object, target(world, object, &spec["targetRef"]).is_some(), "a workload that exists");
        }
        _ => {}
    }
}

fn runs_on(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let labels = &spec["template"]["metadata"]["labels"];
    world.must(object, matches(&spec["selector"]["matchLabels"], labels), "a selector of its own pods");
    let alone = world.one_selected(object, &spec["selector"]["matchLabels"]).is_some_and(|it| it == object);
    world.must(object, alone, "a selector of its own pods only");
    let never = spec["template"]["spec"].get("restartPolicy").is_none_or(|it| it == "Always");
    world.must(object, never, "pods that are started again");
    if object.kind() == "DaemonSet" {
        world.must(object, spec.get("replicas").is_none(), "one pod on every node");
        return;
    }
    let scaler = scalers(world, object);
    // A number that one apply states and the next does not would be 1.
    world.must(object, scaler.len() == 1 && spec.get("replicas").is_none(), "a number of pods that one object decides");
    let least = scaler.first().and_then(|it| least(it)).unwrap_or(0);
    world.must(object, least >= if world.asked.zones { 2 } else { 1 }, "as many pods as the policy asks for");
    let selects = |it: &&&Object| {
        it.kind() == "PodDisruptionBudget"
            && it.namespace() == object.namespace()
            && matches(&it.json()["spec"]["selector"]["matchLabels"], labels)
    };
    let budgets = world.objects.iter().filter(selects).count();
    world.must(object, budgets == usize::from(least > 1), "a budget, if it has several pods");
    spread(world, object, spec);
    if object.kind() == "Deployment" {
        let strategy = &spec["strategy"];
        // Nobody is missing while pods are replaced.
        let rolling = strategy["type"] == "RollingUpdate"
            && strategy["rollingUpdate"]["maxUnavailable"] == 0
            && strategy["rollingUpdate"]["maxSurge"].as_i64().is_some_and(|it| it > 0);
        world.must(object, rolling, "pods that are replaced one by one");
    } else {
        let service = world.beside(object, "Service", &spec["serviceName"]).map_or(&Value::Null, Object::json);
        world.must(object, service["spec"]["clusterIP"] == "None", "a service that knows each pod");
        let peers = super::ports(&spec["template"]).iter().any(|(name, _)| *name == "peers");
        let early = service["spec"]["publishNotReadyAddresses"] == true;
        world.must(object, early || !peers, "members that find each other before they are ready");
    }
}

fn spread(world: &mut World<'_>, object: &Object, spec: &Value) {
    let labels = &spec["template"]["metadata"]["labels"];
    let over = |key: &str| {
        let constraints = items(&spec["template"]["spec"]["topologySpreadConstraints"]).iter();
        constraints
            .filter(|it| it["topologyKey"] == key)
            .find(|it| it["maxSkew"] == 1 && matches(&it["labelSelector"]["matchLabels"], labels))
    };
    let zones = over("topology.kubernetes.io/zone").unwrap_or(&Value::Null);
    let otherwise = &zones["whenUnsatisfiable"];
    // A cluster takes a least number of zones only where it must keep to it.
    let right = if world.asked.zones {
        otherwise == "DoNotSchedule" && zones["minDomains"] == 2
    } else {
        otherwise == "ScheduleAnyway" && zones.get("minDomains").is_none()
    };
    world.must(object, right, "pods in several zones");
    // Those that are being replaced are gone soon, and with them their zone.
    let new = texts(&zones["matchLabelKeys"]) == ["pod-template-hash"];
    world.must(object, new || object.kind() != "Deployment", "new pods in several zones");
    world.must(object, over("kubernetes.io/hostname").is_some(), "pods on several nodes");
}

fn ends(world: &mut World<'_>, object: &Object, spec: &Value) {
    let deadline = spec["activeDeadlineSeconds"].as_i64().is_some_and(|it| it > 0);
    world.must(object, deadline && spec["backoffLimit"].as_i64().is_some_and(|it| it >= 0), "an end");
    world.must(object, spec["template"]["spec"]["restartPolicy"] == "Never", "pods that are not started again");
}

/// Another template is another object, and one that has ended stays.
fn once(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    ends(world, object, spec);
    let version = object.name().rsplit_once('-').map_or("", |(_, version)| version);
    let digits = version.len() == 16 && version.chars().all(|it| it.is_ascii_hexdigit());
    world.must(object, digits && object.name().len() <= 52, "a name for each version, that leaves place for its pods'");
    world.must(object, spec.get("ttlSecondsAfterFinished").is_none(), "an object that stays when it has ended");
}

fn repeats(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    ends(world, object, &spec["jobTemplate"]["spec"]);
    world.must(object, spec["concurrencyPolicy"] == "Forbid", "one at a time");
    world.must(object, spec["schedule"].as_str().is_some_and(|it| it.split(' ').count() == 5), "a schedule");
    world.must(object, spec["timeZone"] == "Etc/UTC", "a clock");
    // The jobs' names are eleven characters longer.
    world.must(object, object.name().len() <= 52, "a name that leaves place for its jobs'");
}

fn autoscaler(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let scaled = target(world, object, &spec["scaleTargetRef"]);
    world.must(object, scaled.is_some(), "a workload that exists");
    let (least, most) = (spec["minReplicas"].as_i64(), spec["maxReplicas"].as_i64());
    world.must(object, least.is_some_and(|it| it >= 1) && least <= most, "a range of pods");
    let metrics = items(&spec["metrics"]);
    world.must(object, !metrics.is_empty(), "something to go by");
    for metric in metrics {
        let source = match metric["type"].as_str() {
            Some("Resource") => &metric["resource"],
            _ => &Value::Null,
        };
        let one = count(metric, &["resource", "pods", "object", "external", "containerResource"]) == 1;
        let aim = &source["target"];
        let aimed = count(aim, &["averageUtilization", "averageValue", "value"]) == 1
            && match aim["type"].as_str() {
                Some("Utilization") => aim["averageUtilization"].as_i64().is_some_and(|it| (1..=100).contains(&it)),
                Some("AverageValue") => aim["averageValue"].is_string(),
                _ => false,
            };
        world.must(object, one && aimed, "one figure, and its aim");
    }
}

fn budget(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    world.must(object, count(spec, &["minAvailable", "maxUnavailable"]) == 1, "one of the two fields");
    let selected = world.one_selected(object, &spec["selector"]["matchLabels"]);
    world.must(object, selected.is_some(), "the pods of one workload");
    // Where no pod may go when there are as few as there may be, no node can be emptied.
    let fewest = selected.and_then(|it| scalers(world, it).first().and_then(|it| least(it))).unwrap_or(1);
    let of = |name: &str| spec.get(name).map(|it| part(it, fewest));
    let may_go = of("maxUnavailable").or_else(|| of("minAvailable").map(|it| fewest - it));
    world.must(object, may_go.is_some_and(|it| it > 0), "a pod that may go");
}

/// So many pods, or so many of a hundred of them; a part of a pod is a whole one.
fn part(amount: &Value, pods: i64) -> i64 {
    let percent = amount.as_str().and_then(|it| it.strip_suffix('%')?.parse::<i64>().ok());
    percent.map_or_else(|| amount.as_i64().unwrap_or_default(), |percent| (pods * percent + 99) / 100)
}

/// How few pods an autoscaler leaves.
fn least(scaler: &Object) -> Option<i64> {
    let spec = &scaler.json()["spec"];
    spec["minReplicas"].as_i64().or(spec["minReplicaCount"].as_i64())
}

/// An autoscaler of KEDA: it asks for what somebody reads, and keeps the pods when nobody answers.
fn scaled(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let target = target(world, object, &spec["scaleTargetRef"]);
    world.must(object, target.is_some(), "a workload that exists");
    let (least, most) = (spec["minReplicaCount"].as_i64(), spec["maxReplicaCount"].as_i64());
    world.must(object, least.is_some_and(|it| it >= 1) && least <= most, "a range of pods");
    let fallback = &spec["fallback"];
    let stays = fallback["behavior"] == "currentReplicasIfHigher"
        && fallback["failureThreshold"].as_i64().is_some_and(|it| it > 0)
        && fallback["replicas"].as_i64() >= least;
    world.must(object, stays, "as many pods as before when nobody answers");
    let triggers = items(&spec["triggers"]);
    world.must(object, !triggers.is_empty(), "something to go by");
    for trigger in triggers {
        let said = &trigger["metadata"];
        let number = |name: &str| said[name].as_str().and_then(|it| it.parse::<f64>().ok()).is_some_and(|it| it >= 1.0);
        let aimed = match (trigger["type"].as_str(), trigger["metricType"].as_str()) {
            (Some("cpu" | "memory"), Some("Utilization")) => number("value"),
            (Some("memory"), Some("AverageValue")) => said["value"].is_string(),
            (Some("prometheus"), Some("AverageValue")) => number("threshold") && said["ignoreNullValues"] == "false",
            _ => false,
        };
        world.must(object, aimed, "one figure, and its aim");
        if trigger["type"] == "prometheus" {
            let server = said["serverAddress"].as_str().unwrap_or_default();
            world.must(
                object,
                server == "http://prometheus-operated.monitoring.svc:9090",
                "a Prometheus that is there",
            );
            let is_read = is_read(world, object, said["query"].as_str().unwrap_or_default());
            world.must(object, is_read, "figures that somebody reads");
        }
    }
}

/// Whether every series of a query is of a job that is a service of the namespace, which a monitor selects.
fn is_read(world: &World<'_>, object: &Object, query: &str) -> bool {
    let job = |part: &str| {
        let (space, job) = part.split_once('}')?.0.strip_prefix("namespace=\"")?.split_once("\",job=\"")?;
        Some((space.to_owned(), job.strip_suffix('"')?.to_owned()))
    };
    let mut parts = query.split('{').skip(1).peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let Some((space, job)) = job(part) else { return false };
            let service = world.find("Service", Some(&space), &job).map_or(&Value::Null, Object::json);
            let reads = |it: &&Object| {
                it.kind() == "ServiceMonitor"
                    && it.namespace() == object.namespace()
                    && matches(&it.json()["spec"]["selector"]["matchLabels"], &service["metadata"]["labels"])
            };
            object.namespace() == Some(space.as_str()) && world.objects.iter().copied().any(|it| reads(&it))
        })
}

/// What in a namespace scales a workload, by its kind and name.
fn scalers<'a>(world: &World<'a>, object: &Object) -> Vec<&'a Object> {
    let refers = |it: &&&Object| {
        let target = &it.json()["spec"]["scaleTargetRef"];
        matches!(it.kind(), "HorizontalPodAutoscaler" | "ScaledObject")
            && it.namespace() == object.namespace()
            && target["kind"] == object.kind()
            && target["name"] == object.name()
    };
    world.objects.iter().filter(refers).copied().collect()
}

/// The workload that a reference by version, kind and name means.
fn target<'a>(world: &World<'a>, object: &Object, reference: &Value) -> Option<&'a Object> {
    let found = world.beside(object, reference["kind"].as_str()?, &reference["name"])?;
    (found.json()["apiVersion"] == reference["apiVersion"]).then_some(found)
}
