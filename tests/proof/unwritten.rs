//! Members that nobody wrote, and that weaken what has them, as AWS's and Kubernetes' documentation have them.

use std::sync::LazyLock;

use hc_cdk::value::{Json, Object};

use crate::{change::Step, repository};

/// Stands for all that makes pods.
const PODS: &str = "pods";

/// Where the kinds that make pods say what these are like.
const TEMPLATES: &[(&str, &str)] = &[
    ("apps/v1/Deployment", ""),
    ("apps/v1/StatefulSet", ""),
    ("apps/v1/DaemonSet", ""),
    ("batch/v1/Job", ""),
    ("batch/v1/CronJob", "spec/jobTemplate/"),
    ("argoproj.io/v1alpha1/Rollout", ""),
    ("argoproj.io/v1alpha1/AnalysisTemplate", "spec/metrics/*/provider/job/"),
];

/// Members that nobody wrote: the kind of the resource, the end of the path of the object that takes the member, its name and
/// its value.
static MEMBERS: LazyLock<Vec<Member>> = LazyLock::new(|| {
    let of_workflows = repository::members().into_iter().map(|(at, name, value)| ("GitHub::Workflow", at, name, value));
    table().into_iter().chain(of_workflows).collect()
});

type Member = (&'static str, &'static str, &'static str, Json);

fn all_of(word: &'static str) -> Vec<Json> {
    vec![Json::from(word)]
}

fn wide() -> Object {
    Object::new().with("CidrIp", "0.0.0.0/0").with("IpProtocol", "-1")
}

fn table() -> Vec<Member> {
    let admin = || vec![Json::from("arn:aws:iam::aws:policy/AdministratorAccess")];
    let inline = || {
        let statement = Object::new().with("Effect", "Allow").with("Action", "*").with("Resource", "*");
        let document = Object::new().with("Version", "2012-10-17").with("Statement", vec![statement]);
        vec![Object::new().with("PolicyName", "wide").with("PolicyDocument", document)]
    };
    let host = || vec![Object::new().with("name", "host").with("hostPath", Object::new().with("path", "/"))];
    let token = || {
        let source = Object::new().with("serviceAccountToken", Object::new().with("path", "token"));
        vec![Object::new().with("name", "token").with("projected", Object::new().with("sources", vec![source]))]
    };
    let driven = || {
        let driver = Object::new().with("driver", "hostpath.csi.k8s.io");
        vec![Object::new().with("name", "host").with("csi", driver)]
    };
    let container = || Object::new().with("name", "shell").with("image", "shell:latest");
    vec![
        ("AWS::S3::Bucket", "", "AccessControl", "PublicReadWrite".into()),
        ("AWS::S3::Bucket", "", "WebsiteConfiguration", Object::new().with("IndexDocument", "index.html").into()),
        ("AWS::KMS::Key", "", "Enabled", false.into()),
        ("AWS::KMS::Key", "", "Origin", "EXTERNAL".into()),
        ("AWS::KMS::Key", "", "KeySpec", "RSA_2048".into()),
        ("AWS::KMS::Key", "", "RotationPeriodInDays", 2560.into()),
        ("AWS::EC2::SecurityGroup", "", "SecurityGroupIngress", vec![wide()].into()),
        ("AWS::EC2::SecurityGroup", "", "SecurityGroupEgress", vec![wide()].into()),
        ("AWS::EC2::Subnet", "", "AssignIpv6AddressOnCreation", true.into()),
        ("AWS::Lambda::Function", "", "Layers", all_of("arn:aws:lambda:us-east-1:999988887777:layer:theirs:1").into()),
        ("AWS::CodeBuild::Project", "Environment", "Image", "registry.example/build:latest".into()),
        ("AWS::IAM::Role", "", "ManagedPolicyArns", admin().into()),
        ("AWS::IAM::Role", "", "Policies", inline().into()),
        ("AWS::ECS::TaskDefinition", "ContainerDefinitions/*", "Privileged", true.into()),
        ("AWS::ECS::TaskDefinition", "ContainerDefinitions/*", "User", "root".into()),
        ("AWS::ECS::TaskDefinition", "ContainerDefinitions/*", "User", "0:0".into()),
        (
            "AWS::ECS::TaskDefinition",
            "ContainerDefinitions/*",
            "Command",
            vec![Json::from("--password=hunter2hunter2")].into(),
        ),
        (
            "AWS::ECS::TaskDefinition",
            "ContainerDefinitions/*/Environment/*",
            "Value",
            "{{resolve:secretsmanager:clinic/lab}}".into(),
        ),
        ("AWS::Lambda::Function", "Environment/Variables", "LAB", "{{resolve:secretsmanager:clinic/lab}}".into()),
        (
            "AWS::CloudFront::ResponseHeadersPolicy",
            "ResponseHeadersPolicyConfig/SecurityHeadersConfig/ContentSecurityPolicy",
            "ContentSecurityPolicy",
            "default-src *".into(),
        ),
        ("AWS::Cognito::UserPoolClient", "", "LogoutURLs", all_of("http://portal.example.org").into()),
        ("AWS::ECS::TaskDefinition", "", "PidMode", "host".into()),
        ("AWS::ECS::TaskDefinition", "", "IpcMode", "host".into()),
        (
            "AWS::ECS::TaskDefinition",
            "ContainerDefinitions/*",
            "LinuxParameters",
            Object::new().with("Capabilities", Object::new().with("Add", vec![Json::from("SYS_ADMIN")])).into(),
        ),
        ("AWS::RDS::DBInstance", "", "MasterUserPassword", "hunter2hunter2".into()),
        ("AWS::RDS::DBInstance", "", "BackupTarget", "outposts".into()),
        ("AWS::RDS::DBInstance", "", "DBSnapshotIdentifier", "before".into()),
        ("AWS::RDS::DBInstance", "", "DBClusterSnapshotIdentifier", "before".into()),
        ("AWS::RDS::DBCluster", "", "SnapshotIdentifier", "before".into()),
        (
            "AWS::CloudTrail::Trail",
            "AdvancedEventSelectors/*/FieldSelectors/*",
            "NotEquals",
            vec![Json::from("x")].into(),
        ),
        ("AWS::ElasticLoadBalancingV2::Listener", "DefaultActions/*", "Type", "forward".into()),
        (PODS, "spec/template/spec", "hostNetwork", true.into()),
        (PODS, "spec/template/spec", "hostPID", true.into()),
        (PODS, "spec/template/spec", "hostIPC", true.into()),
        (PODS, "spec/template/spec", "volumes", host().into()),
        (PODS, "spec/template/spec", "volumes", token().into()),
        (PODS, "spec/template/spec", "volumes", driven().into()),
        (
            PODS,
            "spec/template/spec",
            "initContainers",
            vec![Object::new().with("name", "first").with("image", "first:latest")].into(),
        ),
        (PODS, "spec/template/spec/containers/*/securityContext", "privileged", true.into()),
        (PODS, "spec/template/spec/containers/*/securityContext", "procMount", "Unmasked".into()),
        (PODS, "spec/template/spec/containers/*/securityContext", "runAsUser", 0.into()),
        (
            PODS,
            "spec/template/spec/containers/*/securityContext",
            "appArmorProfile",
            Object::new().with("type", "Unconfined").into(),
        ),
        (PODS, "spec/template/spec/securityContext", "windowsOptions", Object::new().with("hostProcess", true).into()),
        (PODS, "spec/template/spec/securityContext", "seLinuxOptions", Object::new().with("type", "spc_t").into()),
        (
            PODS,
            "spec/template/spec/securityContext",
            "sysctls",
            vec![Object::new().with("name", "kernel.msgmax").with("value", "65536")].into(),
        ),
        (
            PODS,
            "spec/template/spec/containers/*/securityContext",
            "seccompProfile",
            Object::new().with("type", "Unconfined").into(),
        ),
        (PODS, "spec/template/spec/containers/*/securityContext/capabilities", "add", all_of("ALL").into()),
        (PODS, "spec/template/spec/containers/*/ports/*", "hostPort", 8000.into()),
        (PODS, "spec/template/spec/securityContext", "runAsUser", 0.into()),
        (PODS, "spec/template/spec/containers/*", "command", vec![Json::from("--password=hunter2hunter2")].into()),
        ("networking.k8s.io/v1/NetworkPolicy", "spec", "ingress", vec![Object::new()].into()),
        ("networking.k8s.io/v1/NetworkPolicy", "spec", "egress", vec![Object::new()].into()),
        ("v1/Service", "spec", "type", "LoadBalancer".into()),
        ("v1/Service", "spec", "externalIPs", vec![Json::from("203.0.113.1")].into()),
        (
            "networking.k8s.io/v1/Ingress",
            "metadata/annotations",
            "nginx.ingress.kubernetes.io/ssl-redirect",
            "false".into(),
        ),
        (
            PODS,
            "spec/template/metadata",
            "annotations",
            Object::new().with("pre.hook.backup.velero.io/command", r#"["sh"]"#).into(),
        ),
        (
            PODS,
            "spec/template/metadata/annotations",
            "init.hook.restore.velero.io/container-image",
            "shell:latest".into(),
        ),
        (
            PODS,
            "spec/template/metadata",
            "annotations",
            Object::new().with("azure.workload.identity/inject-proxy-sidecar", "true").into(),
        ),
        (
            "v1/Namespace",
            "metadata",
            "annotations",
            Object::new().with("instrumentation.opentelemetry.io/inject-java", "true").into(),
        ),
        ("storage.k8s.io/v1/StorageClass", "parameters", "Encrypted", "false".into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/postgresql/parameters", "ssl_ciphers", "NULL".into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/postgresql/parameters", "SSL_min_protocol_version", "TLSv1".into()),
        ("postgresql.cnpg.io/v1/Pooler", "spec/pgbouncer/parameters", "client_tls_ciphers", "NULL".into()),
        ("external-secrets.io/v1/ExternalSecret", "spec/target", "immutable", true.into()),
        (
            "external-secrets.io/v1/ExternalSecret",
            "spec",
            "target",
            Object::new().with("manifest", Object::new().with("apiVersion", "v1").with("kind", "ConfigMap")).into(),
        ),
        ("batch/v1/CronJob", "spec", "startingDeadlineSeconds", 5.into()),
        (
            "iam.cnrm.cloud.google.com/v1beta1/IAMPolicyMember",
            "spec",
            "condition",
            Object::new().with("title", "never").with("expression", "false").into(),
        ),
        ("batch/v1/CronJob", "spec/jobTemplate/spec", "suspend", true.into()),
        (
            "psmdb.percona.com/v1/PerconaServerMongoDB",
            "spec/replsets/*",
            "configuration",
            "security:\n  enableEncryption: true\n  transitionToAuth: true\n".into(),
        ),
        ("gateway.networking.k8s.io/v1/HTTPRoute", "spec/rules/*/backendRefs/*", "kind", "Backend".into()),
        ("velero.io/v1/Schedule", "spec", "paused", true.into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/postgresql/parameters", "ssl", "off".into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/postgresql/parameters", "synchronous_commit", "local".into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/postgresql/synchronous", "standbyNamesPre", all_of("anybody").into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/storage", "storageClass", "fast".into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec", "walStorage", Object::new().with("size", "10Gi").into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec", "envFrom", vec![Object::new().with("secretRef", "others")].into()),
        ("postgresql.cnpg.io/v1/Cluster", "spec/plugins/*", "enabled", false.into()),
        ("postgresql.cnpg.io/v1/ScheduledBackup", "spec", "suspend", true.into()),
        ("postgresql.cnpg.io/v1/Pooler", "spec", "serviceTemplate", Object::new().with("spec", Object::new()).into()),
        ("postgresql.cnpg.io/v1/Pooler", "spec/pgbouncer", "pg_hba", all_of("host all all all trust").into()),
        ("cert-manager.io/v1/Issuer", "spec/acme", "skipTLSVerify", true.into()),
        (
            "cert-manager.io/v1/Issuer",
            "spec/acme/solvers/*",
            "http01",
            Object::new().with("ingress", Object::new()).into(),
        ),
        ("security.istio.io/v1/AuthorizationPolicy", "spec", "rules", vec![Object::new()].into()),
        ("security.istio.io/v1/AuthorizationPolicy", "spec", "action", "CUSTOM".into()),
        ("networking.istio.io/v1/DestinationRule", "spec", "subsets", vec![Object::new().with("name", "a")].into()),
        ("networking.istio.io/v1/VirtualService", "spec/http/*", "mirror", Object::new().with("host", "other").into()),
        ("velero.io/v1/BackupStorageLocation", "spec/config", "insecureSkipTLSVerify", "true".into()),
        ("velero.io/v1/BackupStorageLocation", "spec/config", "s3Url", "http://s3.example.org".into()),
        ("velero.io/v1/Schedule", "spec/template", "includedResources", all_of("configmaps").into()),
        ("batch/v1/CronJob", "spec", "suspend", true.into()),
        ("barmancloud.cnpg.io/v1/ObjectStore", "spec/configuration", "endpointURL", "http://s3.example.org".into()),
        (
            "psmdb.percona.com/v1/PerconaServerMongoDB",
            "spec",
            "unsafeFlags",
            Object::new().with("tls", true).with("replsetSize", true).into(),
        ),
        (
            "psmdb.percona.com/v1/PerconaServerMongoDB",
            "spec/replsets/*",
            "sidecars",
            vec![Object::new().with("name", "shell").with("image", "shell:latest")].into(),
        ),
        (
            "psmdb.percona.com/v1/PerconaServerMongoDB",
            "spec/replsets/*",
            "expose",
            Object::new().with("enabled", true).into(),
        ),
        (
            "redis.redis.opstreelabs.in/v1beta2/RedisReplication",
            "spec",
            "env",
            vec![Object::new().with("name", "TLS_MODE").with("value", "false")].into(),
        ),
        (
            "redis.redis.opstreelabs.in/v1beta2/RedisSentinel",
            "spec",
            "sidecars",
            vec![Object::new().with("name", "shell").with("image", "shell:latest")].into(),
        ),
        (
            "elasticsearch.k8s.elastic.co/v1/Elasticsearch",
            "spec/nodeSets/*/config",
            "xpack.security.http.ssl.enabled",
            false.into(),
        ),
        (
            "elasticsearch.k8s.elastic.co/v1/Elasticsearch",
            "spec/nodeSets/*/podTemplate/spec",
            "hostNetwork",
            true.into(),
        ),
        ("psmdb.percona.com/v1/PerconaServerMongoDB", "spec/tls", "allowInvalidCertificates", true.into()),
        ("velero.io/v1/Schedule", "spec/template", "excludedResources", all_of("persistentvolumes").into()),
        ("velero.io/v1/Schedule", "spec/template", "excludedNamespaces", all_of("*").into()),
        ("velero.io/v1/Schedule", "spec/template", "snapshotVolumes", false.into()),
        ("external-secrets.io/v1/ExternalSecret", "spec", "refreshPolicy", "CreatedOnce".into()),
        ("AWS::Backup::BackupSelection", "BackupSelection", "NotResources", all_of("*").into()),
        (
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "",
            "SuspendedState",
            Object::new().with("DynamicScalingOutSuspended", true).into(),
        ),
        ("kyverno.io/v1/ClusterPolicy", "spec", "admission", false.into()),
        (
            "kyverno.io/v1/ClusterPolicy",
            "spec/rules/*",
            "exclude",
            Object::new().with("any", Vec::<Json>::new()).into(),
        ),
        ("kyverno.io/v1/ClusterPolicy", "spec/rules/*", "preconditions", Object::new().into()),
        ("kyverno.io/v1/ClusterPolicy", "spec/webhookConfiguration", "matchConditions", all_of("x").into()),
        ("kyverno.io/v1/ClusterPolicy", "spec/rules/*/verifyImages/*", "skipImageReferences", all_of("*").into()),
        (
            "kyverno.io/v1/ClusterPolicy",
            "spec/rules/*/verifyImages/*/attestors/*/entries/*/keyless/rekor",
            "ignoreTlog",
            true.into(),
        ),
        ("argoproj.io/v1alpha1/AnalysisTemplate", "spec/metrics/*", "failureLimit", 1.into()),
        ("argoproj.io/v1alpha1/AnalysisTemplate", "spec/metrics/*/provider/job/spec", "completions", 0.into()),
        (
            "argoproj.io/v1alpha1/AnalysisTemplate",
            "spec",
            "dryRun",
            vec![Object::new().with("metricName", "ends-well")].into(),
        ),
        (
            "argoproj.io/v1alpha1/Rollout",
            "spec/strategy/blueGreen/prePromotionAnalysis",
            "dryRun",
            vec![Object::new().with("metricName", ".*")].into(),
        ),
        (
            "argoproj.io/v1alpha1/Rollout",
            "spec",
            "workloadRef",
            Object::new().with("kind", "Deployment").with("name", "x").into(),
        ),
        ("argoproj.io/v1alpha1/Rollout", "spec/strategy", "canary", Object::new().into()),
        ("monitoring.coreos.com/v1/Prometheus", "spec", "retentionSize", "1GB".into()),
        ("monitoring.coreos.com/v1/Prometheus", "spec", "paused", true.into()),
        ("monitoring.coreos.com/v1/Prometheus", "spec", "hostNetwork", true.into()),
        ("monitoring.coreos.com/v1/Prometheus", "spec", "thanos", Object::new().with("image", "thanos:latest").into()),
        ("monitoring.coreos.com/v1/Prometheus", "spec", "containers", vec![container()].into()),
        ("monitoring.coreos.com/v1/Prometheus", "spec", "volumes", host().into()),
        (
            "monitoring.coreos.com/v1/Prometheus",
            "spec",
            "additionalArgs",
            vec![Object::new().with("name", "storage.tsdb.retention.size").with("value", "1GB")].into(),
        ),
        ("monitoring.coreos.com/v1/Prometheus", "spec/storage", "emptyDir", Object::new().into()),
        ("monitoring.coreos.com/v1/Alertmanager", "spec", "initContainers", vec![container()].into()),
        ("monitoring.coreos.com/v1/Probe", "spec", "authorization", Object::new().with("type", "Bearer").into()),
        ("AWS::ECS::TaskDefinition", "", "NetworkMode", "host".into()),
        ("v1/ServiceAccount", "", "automountServiceAccountToken", true.into()),
        ("policy/v1/PodDisruptionBudget", "spec", "minAvailable", 0.into()),
        (
            "networking.k8s.io/v1/Ingress",
            "spec",
            "defaultBackend",
            Object::new().with("service", Object::new().with("name", "x")).into(),
        ),
    ]
}

/// What an object may get besides, each with its path.
pub(crate) fn members(kind: &str, path: &[Step], json: &Json) -> Vec<(Vec<Step>, Json)> {
    if json.as_object().is_none() {
        return Vec::new();
    }
    let words = path.iter().map(|it| match it {
        Step::Name(name) => name.as_str(),
        Step::At(_) => "*",
    });
    let here = words.collect::<Vec<_>>().join("/");
    let mut all = Vec::new();
    let template = TEMPLATES.iter().find(|(of, _)| *of == kind);
    for (of, at, name, value) in MEMBERS.iter() {
        let of_pods = || template.is_some_and(|(_, before)| here.strip_prefix(before) == Some(*at));
        if *of == kind && *at == here || *of == PODS && of_pods() {
            let mut path = path.to_vec();
            path.push(Step::Name((*name).to_owned()));
            all.push((path, value.clone()));
        }
    }
    if path.is_empty() && kind.contains("/v1") {
        for other in ["Pod", "Secret", "ConfigMap", "ClusterRole"] {
            all.push((vec![Step::Name("kind".into())], other.into()));
        }
    }
    all
}
