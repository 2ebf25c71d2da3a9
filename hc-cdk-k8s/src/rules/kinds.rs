//! Which kinds of objects the rules judge. Any other is in a chart only if somebody signed for it.

use hc_cdk::rule::{Must, Reading, Subject, Verdict};
use hc_cdk_manifest::{judged::judged_kind, read::has_annotations};

use super::operated::Operated;

/// The kinds that were reviewed, each by its group and name: what of them matters is read by a rule, or can do no harm.
///
/// Of a `Rollout` its pods are read, as of whatever makes pods; a `PriorityClass` and a `Lease` open and keep nothing.
const JUDGED: [(&str, &str); 66] = [
    ("", "Config"),
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
    ("audit.k8s.io", "Policy"),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"),
    ("barmancloud.cnpg.io", "ObjectStore"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("cert-manager.io", "Certificate"),
    ("cert-manager.io", "Issuer"),
    ("cilium.io", "CiliumNetworkPolicy"),
    ("coordination.k8s.io", "Lease"),
    ("elasticsearch.k8s.elastic.co", "Elasticsearch"),
    ("elbv2.k8s.aws", "TargetGroupBinding"),
    ("external-secrets.io", "ExternalSecret"),
    ("external-secrets.io", "SecretStore"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
    ("gateway.networking.k8s.io", "ReferenceGrant"),
    ("generators.external-secrets.io", "Password"),
    ("karpenter.k8s.aws", "EC2NodeClass"),
    ("karpenter.sh", "NodePool"),
    ("keda.sh", "ScaledObject"),
    ("kyverno.io", "ClusterPolicy"),
    ("kyverno.io", "Policy"),
    ("monitoring.coreos.com", "Alertmanager"),
    ("monitoring.coreos.com", "AlertmanagerConfig"),
    ("monitoring.coreos.com", "PodMonitor"),
    ("monitoring.coreos.com", "Probe"),
    ("monitoring.coreos.com", "Prometheus"),
    ("monitoring.coreos.com", "PrometheusRule"),
    ("monitoring.coreos.com", "ServiceMonitor"),
    ("networking.istio.io", "DestinationRule"),
    ("networking.istio.io", "VirtualService"),
    ("networking.k8s.io", "Ingress"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policy", "PodDisruptionBudget"),
    ("postgresql.cnpg.io", "Cluster"),
    ("postgresql.cnpg.io", "Pooler"),
    ("postgresql.cnpg.io", "ScheduledBackup"),
    ("psmdb.percona.com", "PerconaServerMongoDB"),
    ("redis.redis.opstreelabs.in", "RedisReplication"),
    ("redis.redis.opstreelabs.in", "RedisSentinel"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("security.istio.io", "AuthorizationPolicy"),
    ("security.istio.io", "PeerAuthentication"),
    ("stackconfigpolicy.k8s.elastic.co", "StackConfigPolicy"),
    ("storage.k8s.io", "StorageClass"),
    ("velero.io", "BackupStorageLocation"),
    ("velero.io", "Schedule"),
];

/// Those that are no part of a namespace, and what gives rights in all of them.
const OF_THE_CLUSTER: [(&str, &str); 2] =
    [("rbac.authorization.k8s.io", "ClusterRole"), ("rbac.authorization.k8s.io", "ClusterRoleBinding")];

pub use hc_cdk_manifest::judged::JUDGED_KIND;

pub(crate) const READINGS: &[Reading] = &[judged_kind(Must::Judge(|it| Verdict::of(is_judged(it) && is_noted(it))))];

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

/// What operators of stores read in annotations, by the ends of their domains: it changes pods, and turns checks and archives off.
const OPERATORS: [&str; 4] = ["cnpg.io", "elastic.co", "opstreelabs.in", "percona.com"];

/// The one that a construct sets: which labels of nodes the pods of Elasticsearch know.
const OF_NODES: &str = "eck.k8s.elastic.co/downward-node-labels";

/// Whether an operator of a store reads nothing in the annotations of an object that no rule judges.
fn is_noted(it: &Subject<'_>) -> bool {
    let operated = Operated::of(it.kind()).is_some() || matches!(it.kind(), "ObjectStore" | "ScheduledBackup");
    let known = |name: &str| {
        let domain = name.split_once('/').map_or("", |(domain, _)| domain);
        name == OF_NODES && it.is("Elasticsearch") || !OPERATORS.iter().any(|it| domain.ends_with(it))
    };
    !operated || has_annotations(it, known)
}
