//! What a policy asks for of what runs and of what stays, as it shows in a chart.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    policy::Dimension,
    rule::{Index, Must, Subject, Verdict, asks, real_data},
    value::{Json, Object},
};

use super::{
    backups::{every_minutes, has_labels, most_minutes, own_backups},
    operated::{Operated, has_only},
    read::{Declared, at, every, has_members, items, named, namespace, namespace_name, selects_by_labels, text},
    scaled::{SCALES, Scales},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SURVIVES_ITS_ZONE = "SurvivesItsZone" {
        sentence: "what runs on and on survives the loss of what the policy names: a machine or a zone",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["AnalysisTemplate", "Cluster", "CronJob", "DaemonSet", "Deployment", "Elasticsearch", "HorizontalPodAutoscaler", "Job", "PerconaServerMongoDB", "Pooler", "RedisReplication", "RedisSentinel", "Rollout", "ScaledObject", "StatefulSet"],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Judge(survives_its_zone),
        message: "has fewer than two pods, has them in one zone, or would have to be in two regions",
        help: "have 2 pods at least, spread over zones; a cluster is in one region, so for two have two charts",
    }

    pub DISRUPTED_ONE_BY_ONE = "DisruptedOneByOne" {
        sentence: "while nodes are emptied, pods are taken away one at a time",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["PodDisruptionBudget"],
        when: real_data,
        must: Must::Hold(|it| {
            it.property("spec/maxUnavailable") == Some(&Json::Int(1))
                && selects_by_labels(&it.resource.properties, &["spec", "selector"])
        }),
        message: "lets more than one pod be taken away at a time, or none",
        help: "set `maxUnavailable` to 1",
    }

    pub LOGS_SAY_HOW_LONG = "LogsSayHowLong" {
        sentence: "pods say for how long their logs are kept, and that is as long as the policy asks for",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING],
        on: &["AnalysisTemplate", "Cluster", "CronJob", "DaemonSet", "Deployment", "Elasticsearch", "Job", "PerconaServerMongoDB", "Pod", "Pooler", "RedisReplication", "RedisSentinel", "Rollout", "StatefulSet"],
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Judge(says_how_long),
        message: "says that its logs are kept for fewer days than the policy asks for",
        help: "leave the label out of a pod of your own, or set `hc-cdk/log-retention-days` to what the policy asks for",
    }

    pub BACKED_UP = "BackedUp" {
        sentence: "what pods keep is backed up, and the backups are kept as long as the policy asks for",
        controls: &[hipaa::DATA_BACKUP_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "PersistentVolumeClaim", "RedisReplication", "StatefulSet"],
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Judge(|it| {
            let days = it.stack.policy.floor(Dimension::backup_retention).days();
            own_backups(it, |backups| backups.days >= days)
                .unwrap_or_else(|| kept(it, |backup| hours(backup) >= Some(u64::from(days) * 24)))
        }),
        message: "keeps data of which there is no backup, or of which backups are deleted too early",
        help: "use a `StatefulWorkload`, which has a `Schedule` of backups, or declare one for its namespace and labels",
    }

    pub RECOVERED_IN_TIME = "RecoveredInTime" {
        sentence: "what pods keep is backed up so often that no more work is lost than the policy lets be",
        controls: &[hipaa::DISASTER_RECOVERY, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "PersistentVolumeClaim", "RedisReplication", "StatefulSet"],
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        must: Must::Judge(|it| {
            let most = most_minutes(&it.stack.policy);
            own_backups(it, |backups| backups.minutes <= most)
                .unwrap_or_else(|| kept(it, |backup| minutes(backup).is_some_and(|it| it <= most)))
        }),
        message: "keeps data that is backed up more rarely than the policy asks for",
        help: "have its backups made more often",
    }
}

/// Pods on a machine that is lost are made anew on another one. What ends is done again, and there is a pod on every node of what runs on each.
fn survives_its_zone(subject: &Subject<'_>) -> Verdict {
    let floor = subject.stack.policy.floor(Dimension::availability);
    if floor < MultiAz::POSITION {
        return Verdict::Held;
    }
    let in_one_region = floor < MultiRegion::POSITION;
    let everywhere = matches!(subject.kind(), "AnalysisTemplate" | "CronJob" | "DaemonSet" | "Job");
    if let Some(scales) = Scales::of(subject.kind()) {
        // What it scales answers for zones; it only must not scale that down to one.
        let enough = in_one_region && scales.least(subject) >= 2;
        return if enough { Verdict::NotApplicable } else { Verdict::Broken };
    }
    if let Some(kind) = Operated::of(subject.kind()) {
        return Verdict::of(in_one_region && kind.every_group(&subject.resource.properties, MEMBERS, is_spread));
    }
    let pods = Declared::of(subject).pods;
    let labels = labels_of_pods(subject);
    let spread = !pods.is_empty() && pods.iter().all(|pod| is_spread(pod, labels));
    Verdict::of(in_one_region && (everywhere || spread && least(subject) >= 2))
}

/// How many members of a store there are at least: of two, one alone would not know whether it is the one that is left.
const MEMBERS: i64 = 3;

/// The autoscalers by the names of what they scale.
static SCALED: Index = Index::by(|it| {
    let name = text(&it.properties, &["spec", "scaleTargetRef", "name"]);
    name.filter(|_| Scales::of(it.short_kind()).is_some()).map(str::to_owned)
});

/// How many pods there are at least: what the autoscaler says, if there is one.
fn least(subject: &Subject<'_>) -> i64 {
    let (name, zone) = (subject.text("metadata/name"), namespace_name(subject));
    // One of another namespace, or for another kind, scales something else.
    let is_meant = |it: &Subject<'_>| {
        let scales = Scales::of(it.kind());
        scales.is_some_and(|scales| scales.scaled_kind(it) == subject.kind()) && namespace_name(it) == zone
    };
    let is_named = |it: &Subject<'_>| subject.is_named_in(it, "spec/scaleTargetRef") && is_meant(it);
    let mut referring = SCALES.iter().flat_map(|it| subject.users_of(it.kind)).filter(is_named);
    let by_name = || subject.found_by(&SCALED, name?).find(|it| is_meant(it));
    let counted = match subject.property("spec/replicas") {
        None => None,
        Some(Json::Int(number)) => Some(*number),
        Some(_) => Some(1),
    };
    let scaler = referring.next().or_else(|| if counted.is_none() { by_name() } else { None });
    let least = scaler.and_then(|it| Some(Scales::of(it.kind())?.least(&it)));
    least.or(counted).unwrap_or(1)
}

/// What keeps pods to some of the nodes, which may be of one zone, or has something else than the scheduler place them.
const BOUND: [&[&str]; 6] = [
    &["nodeName"],
    &["nodeSelector"],
    &["schedulerName"],
    &["schedulingGates"],
    &["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"],
    &["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"],
];

/// Whether no pod is put into a zone that has more than others, of which there are two at least. The pods that count are all of these, or
/// those of one version.
fn is_spread(pod: &Json, labels: Option<&Json>) -> bool {
    let counted = |constraint: &Json| {
        let wanted = at(constraint, &["labelSelector", "matchLabels"]).and_then(Json::as_object);
        // Keys that a pod does not have narrow nothing (Kubernetes documentation, "Pod Topology Spread Constraints").
        let is_version = |it: &Json| matches!(it.as_text(), Some("pod-template-hash" | "rollouts-pod-template-hash"));
        let narrowed = !every(constraint, &["matchLabelKeys"], is_version);
        !narrowed
            && selects_by_labels(constraint, &["labelSelector"])
            && wanted.is_some_and(|it| has_labels(labels, it))
    };
    !BOUND.iter().any(|path| has_members(pod, path))
        && items(pod, &["topologySpreadConstraints"]).iter().any(|it| {
            text(it, &["topologyKey"]) == Some("topology.kubernetes.io/zone")
                && text(it, &["whenUnsatisfiable"]) == Some("DoNotSchedule")
                && matches!(it.get("minDomains"), Some(Json::Int(2..)))
                && it.get("maxSkew") == Some(&Json::Int(1))
                && counted(it)
        })
}

/// Whether the pods that an object makes have some labels.
pub(super) fn has_given_labels(subject: &Subject<'_>, wanted: &Object) -> bool {
    has_labels(labels_of_pods(subject), wanted)
}

/// The labels of the pods that an object makes, or is.
pub(super) fn labels_of_pods<'a>(subject: &Subject<'a>) -> Option<&'a Json> {
    if subject.is("AnalysisTemplate") {
        return subject.resource.properties.at("spec/metrics/0/provider/job/spec/template/metadata/labels");
    }
    let place: &[&str] = match subject.kind() {
        "Pod" => &["metadata", "labels"],
        "CronJob" => &["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
        _ => &["spec", "template", "metadata", "labels"],
    };
    at(&subject.resource.properties, place)
}

fn says_how_long(subject: &Subject<'_>) -> Verdict {
    let labels = match Operated::of(subject.kind()) {
        Some(kind) => kind.labels(&subject.resource.properties),
        None => labels_of_pods(subject).into_iter().collect(),
    };
    let days: Vec<&Json> = labels.iter().filter_map(|it| it.get("hc-cdk/log-retention-days")).collect();
    let floor = subject.stack.policy.floor(Dimension::log_retention).days();
    let enough = |days: &&Json| days.as_text().and_then(|it| it.parse::<u32>().ok()).is_some_and(|it| it >= floor);
    if days.is_empty() { Verdict::NotApplicable } else { Verdict::of(days.iter().all(enough)) }
}

/// Reads something in the backups of what pods keep; of what keeps nothing there is none.
fn kept(subject: &Subject<'_>, holds: impl Fn(&Subject<'_>) -> bool) -> Verdict {
    let json = &subject.resource.properties;
    let is_set = subject.is("StatefulSet");
    if is_set && subject.property("spec/volumeClaimTemplates").is_none() {
        return Verdict::NotApplicable;
    }
    // The claims of a set have the labels by which it selects its pods; for those of a store an operator makes the set.
    let name = subject.text("metadata/name").unwrap_or_default();
    let given = Operated::of(subject.kind()).map(|it| Json::from(it.given(name)));
    let own = at(json, if is_set { &["spec", "selector", "matchLabels"] } else { &["metadata", "labels"] });
    let labels = given.as_ref().or(own);
    let claims = if is_set { items(json, &["spec", "volumeClaimTemplates"]) } else { std::slice::from_ref(json) };
    let left_out = |it: &Json| at(it, &["metadata", "labels", LEFT_OUT]).is_some();
    if claims.iter().any(left_out) || at(json, &["spec", "storage", "volumeClaimTemplate"]).is_some_and(left_out) {
        return Verdict::Broken;
    }
    let Some(zone) = namespace(subject) else { return Verdict::Broken };
    let is_held = |it: &Subject<'_>| is_backup_of(it, &zone, labels) && holds(it);
    let texts = labels.and_then(Json::as_object).into_iter().flat_map(Object::iter).filter_map(label);
    let mut likely = texts.flat_map(|text| subject.found_by(&SCHEDULES, &text));
    // What is for a whole namespace, or stands in another chart, is looked for where nothing is found that is for this alone.
    let mut others = zone.users_of("Schedule").chain(subject.of_stack().filter(|it| it.is("Schedule")));
    Verdict::of(likely.any(|it| is_held(&it)) || others.any(|it| is_held(&it)))
}

/// The schedules of backups by the first of the labels of what they are for.
static SCHEDULES: Index = Index::by(|it| {
    let wanted = at(&it.properties, &["spec", "template", "labelSelector", "matchLabels"])?.as_object()?;
    if it.short_kind() == "Schedule" { wanted.iter().next().and_then(label) } else { None }
});

fn label((name, value): (&str, &Json)) -> Option<String> {
    Some(format!("{name}={}", value.as_text()?))
}

/// What is said of backups. With more, they may be of less, or go with what has them made.
const KNOWN: [&str; 10] = [
    "csiSnapshotTimeout",
    "includeClusterResources",
    "includedNamespaces",
    "includedResources",
    "itemOperationTimeout",
    "labelSelector",
    "metadata",
    "snapshotMoveData",
    "snapshotVolumes",
    "ttl",
];

/// Whether a schedule makes backups of the disks of what has these labels in a namespace, and of nothing less.
fn is_backup_of(schedule: &Subject<'_>, zone: &Subject<'_>, labels: Option<&Json>) -> bool {
    let Some(template) = schedule.property("spec/template") else { return false };
    let included = items(template, &["includedNamespaces"]).iter();
    let mut included = included.filter_map(|it| named(schedule, Some(it), "Namespace"));
    let name = zone.text("metadata/name");
    let wanted = at(template, &["labelSelector", "matchLabels"]).and_then(Json::as_object);
    let selected = wanted.is_none_or(|wanted| has_labels(labels, wanted));
    let resources = items(template, &["includedResources"]);
    let disks = ["persistentvolumeclaims", "persistentvolumes"];
    let disks = resources.is_empty() || disks.iter().all(|disk| resources.iter().any(|it| it.as_text() == Some(disk)));
    name.is_some()
        && included.any(|it| it.text("metadata/name") == name)
        && selected
        && !has_members(template, &["labelSelector", "matchExpressions"])
        && has_only(template, "", &KNOWN)
        && has_only(&schedule.resource.properties, "spec", &["paused", "schedule", "template"])
        && disks
        && at(template, &["includeClusterResources"]).is_none_or(|it| *it == Json::Bool(true))
        && schedule.text("metadata/namespace") == Some(VELERO)
        && at(template, &["snapshotVolumes"]) == Some(&Json::Bool(true))
        && schedule.property("spec/paused").is_none_or(|it| *it == Json::Bool(false))
}

/// The namespace that Velero and its schedules are in: it reads no others.
pub(crate) const VELERO: &str = "velero";

/// The label of what Velero leaves out.
pub(super) const LEFT_OUT: &str = "velero.io/exclude-from-backup";

/// For how many hours the backups of a schedule are kept, as far as they are written in hours.
pub(super) fn hours(schedule: &Subject<'_>) -> Option<u64> {
    let text = schedule.text("spec/template/ttl")?;
    let (hours, rest) = text.split_once('h')?;
    if matches!(rest, "" | "0m0s" | "0m") { hours.parse().ok() } else { None }
}

/// Every how many minutes a backup is made: of a schedule that is the same each hour or day.
fn minutes(schedule: &Subject<'_>) -> Option<u32> {
    every_minutes(schedule.text("spec/schedule")?)
}
