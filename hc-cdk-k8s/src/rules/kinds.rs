//! Which kinds of objects the rules judge. Any other is in a chart only if somebody signed for it.

use hc_cdk::{
    control::{iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
};

/// The kinds that were reviewed, each by its group and name: what of them matters is read by a rule, or can do no harm.
///
/// Of a `Rollout` its pods are read, as of whatever makes pods; a `PriorityClass` and a `Lease` open and keep nothing.
const JUDGED: [(&str, &str); 46] = [
    ("", "ConfigMap"),
    ("", "LimitRange"),
    ("", "Namespace"),
    ("", "PersistentVolumeClaim"),
    ("", "Pod"),
    ("", "ResourceQuota"),
    ("", "Secret"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("apps", "DaemonSet"),
    ("apps", "Deployment"),
    ("apps", "ReplicaSet"),
    ("apps", "StatefulSet"),
    ("argoproj.io", "AnalysisTemplate"),
    ("argoproj.io", "Rollout"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("cert-manager.io", "Certificate"),
    ("coordination.k8s.io", "Lease"),
    ("elasticsearch.k8s.elastic.co", "Elasticsearch"),
    ("external-secrets.io", "ExternalSecret"),
    ("external-secrets.io", "SecretStore"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
    ("kyverno.io", "ClusterPolicy"),
    ("kyverno.io", "Policy"),
    ("monitoring.coreos.com", "Alertmanager"),
    ("monitoring.coreos.com", "AlertmanagerConfig"),
    ("monitoring.coreos.com", "Probe"),
    ("monitoring.coreos.com", "Prometheus"),
    ("monitoring.coreos.com", "PrometheusRule"),
    ("monitoring.coreos.com", "ServiceMonitor"),
    ("networking.k8s.io", "Ingress"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policy", "PodDisruptionBudget"),
    ("psmdb.percona.com", "PerconaServerMongoDB"),
    ("redis.redis.opstreelabs.in", "RedisReplication"),
    ("redis.redis.opstreelabs.in", "RedisSentinel"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("stackconfigpolicy.k8s.elastic.co", "StackConfigPolicy"),
    ("storage.k8s.io", "StorageClass"),
    ("velero.io", "Schedule"),
];

/// Those that are no part of a namespace, and what gives rights in all of them.
const OF_THE_CLUSTER: [(&str, &str); 2] =
    [("rbac.authorization.k8s.io", "ClusterRole"), ("rbac.authorization.k8s.io", "ClusterRoleBinding")];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub JUDGED_KIND = "JudgedKind" {
        sentence: "an object is of a kind that rules judge",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| Verdict::of(is_judged(it))),
        message: "is of a kind that no rule judges",
        help: "declare each object by itself, of a kind that rules judge, or let somebody sign for `rule::JUDGED_KIND`",
    }
}

/// Whether an object is of a kind that was reviewed, and is written as the kind that the rules take it for.
fn is_judged(subject: &Subject<'_>) -> bool {
    let full = subject.resource.kind();
    if let Some((version, kind)) = subject.text("apiVersion").zip(subject.text("kind"))
        && full.strip_prefix(version).and_then(|rest| rest.strip_prefix('/')) != Some(kind)
    {
        return false;
    }
    let Some((version, kind)) = full.rsplit_once('/') else { return false };
    let group = version.split_once('/').map_or("", |(group, _)| group);
    JUDGED.contains(&(group, kind)) || OF_THE_CLUSTER.contains(&(group, kind))
}
