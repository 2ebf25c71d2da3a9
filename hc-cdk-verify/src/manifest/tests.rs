//! What is read of manifests, of those too that nobody would write.

use hc_cdk::value::Json;
use proptest::prelude::*;

use super::objects;
use crate::{
    asked,
    holds::Holds,
    judge::judge,
    node::{Mark, Node, Tree},
    read::manifests,
    source::{Asked, Source},
};

fn one(text: &str) -> Node {
    manifests(text).unwrap().remove(0)
}

#[test]
fn lists_are_the_objects_in_them() {
    let text = "
kind: List
apiVersion: v1
items:
- { apiVersion: v1, kind: Pod, metadata: { name: a } }
- { apiVersion: v1, kind: List, items: [{ apiVersion: apps/v1, kind: Deployment, metadata: { name: b, namespace: c } }] }
- just a text
";
    let (all, unread) = objects(&one(text));
    let called: Vec<String> = all.iter().map(super::Object::called).collect();
    assert_eq!(called, ["Pod/a", "c/Deployment/b"]);
    assert_eq!(unread.iter().map(|(at, _)| (at.line, at.column)).collect::<Vec<_>>(), [(7, 3)]);
    let (pods, _) = objects(&one("{ apiVersion: v1, kind: PodList, items: [{ metadata: { name: a } }] }"));
    assert_eq!(
        pods.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(),
        ["v1/Pod"],
        "a list says it for all of them"
    );
}

#[test]
fn what_is_merged_is_there() {
    let text = "
apiVersion: v1
kind: Pod
base: &base { privileged: true, user: 1 }
spec: { user: 2, inner: { <<: [*base, { more: 3 }], user: 4 }, <<: *base }
";
    let spec = |path: &str| objects(&one(text)).0[0].properties.at(path).cloned();
    assert_eq!(spec("spec/privileged"), Some(Json::Bool(true)));
    assert_eq!(
        ["spec/user", "spec/inner/user", "spec/inner/more"].map(|it| spec(it).and_then(|it| it.as_int())),
        [2, 4, 3].map(Some)
    );
    assert!(spec("spec/<<").is_none() && spec("spec/inner/<<").is_none());
}

const WORDS: [&str; 34] = [
    "metadata",
    "name",
    "namespace",
    "clinic",
    "default",
    "labels",
    "spec",
    "template",
    "containers",
    "image",
    "securityContext",
    "hostNetwork",
    "volumes",
    "secret",
    "secretName",
    "serviceAccountName",
    "podSelector",
    "matchLabels",
    "ingress",
    "egress",
    "from",
    "rules",
    "verbs",
    "resources",
    "subjects",
    "roleRef",
    "tls",
    "hosts",
    "replicas",
    "volumeClaimTemplates",
    "schedule",
    "env",
    "valueFrom",
    "secretKeyRef",
];

fn node(tree: Tree) -> Node {
    Node { at: Mark::default(), tree }
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        prop::sample::select(&WORDS[..]).prop_map(|it| Tree::Text(it.to_owned())),
        prop::sample::select(vec!["*", "0.0.0.0/0", "* * * * *", "9999999999999999Gi", "", "${x}", "\u{e9}"])
            .prop_map(|it| Tree::Text(it.to_owned())),
        any::<i64>().prop_map(Tree::Int),
        any::<bool>().prop_map(Tree::Bool),
        Just(Tree::Null),
    ];
    leaf.prop_map(node).prop_recursive(7, 60, 5, |inner| {
        let members = prop::collection::btree_map(prop::sample::select(&WORDS[..]), inner.clone(), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Tree::List),
            members.prop_map(|all| {
                Tree::Map(all.into_iter().map(|(name, it)| (Mark::default(), name.to_owned(), it)).collect())
            }),
        ]
        .prop_map(node)
    })
}

const KINDS: [&str; 29] = [
    "v1/Pod",
    "v1/Namespace",
    "v1/Service",
    "v1/Secret",
    "v1/ServiceAccount",
    "v1/List",
    "apps/v1/Deployment",
    "apps/v1/StatefulSet",
    "batch/v1/CronJob",
    "networking.k8s.io/v1/NetworkPolicy",
    "networking.k8s.io/v1/Ingress",
    "rbac.authorization.k8s.io/v1/Role",
    "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
    "postgresql.cnpg.io/v1/Cluster",
    "psmdb.percona.com/v1/PerconaServerMongoDB",
    "gateway.networking.k8s.io/v1/Gateway",
    "gateway.networking.k8s.io/v1/HTTPRoute",
    "gateway.networking.k8s.io/v1beta1/ReferenceGrant",
    "cilium.io/v2/CiliumNetworkPolicy",
    "external-secrets.io/v1/ExternalSecret",
    "generators.external-secrets.io/v1alpha1/Password",
    "velero.io/v1/Schedule",
    "autoscaling/v2/HorizontalPodAutoscaler",
    "karpenter.k8s.aws/v1/EC2NodeClass",
    "karpenter.sh/v1/NodePool",
    "keda.sh/v1alpha1/ScaledObject",
    "argoproj.io/v1alpha1/AnalysisTemplate",
    "security.istio.io/v1/PeerAuthentication",
    "audit.k8s.io/v1/Policy",
];

/// An object of a kind that rules are about, of which everything but that may be anything.
fn any_object() -> impl Strategy<Value = Node> {
    let of = |names: Vec<&'static str>| prop::collection::btree_map(prop::sample::select(names), any_node(), 0..4);
    let top = of(vec!["spec", "data", "rules", "subjects", "roleRef", "items", "automountServiceAccountToken"]);
    (prop::sample::select(&KINDS[..]), top, of(vec!["name", "namespace", "labels", "annotations"])).prop_map(
        |(kind, top, metadata)| {
            let member = |name: &str, it| (Mark::default(), name.to_owned(), it);
            let map = |all: std::collections::BTreeMap<&'static str, Node>| {
                all.into_iter().map(move |(name, it)| member(name, it))
            };
            let (version, kind) = kind.rsplit_once('/').unwrap();
            let text = |it: &str| node(Tree::Text(it.to_owned()));
            let own = [member("apiVersion", text(version)), member("kind", text(kind))];
            let metadata = member("metadata", node(Tree::Map(map(metadata).collect())));
            node(Tree::Map(own.into_iter().chain([metadata]).chain(map(top)).collect()))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn whatever_a_manifest_is_it_is_judged(all in prop::collection::vec(any_object(), 1..5), other in any_node()) {
        let holds = Holds::parse("*/Deployment/* phi\n*StatefulSet* pii\n").unwrap();
        let asked = Asked { policy: asked::policies("hipaa,production,uk-health").unwrap(), holds, regions: Vec::new() };
        let source = |document: &Node| Source {
            file: "x".to_owned(), stack: "one".to_owned(), region: None, document: document.clone(),
        };
        let sources: Vec<Source> = all.iter().chain([&other]).map(source).collect();
        let found = judge(&sources, &asked);
        prop_assert_eq!(&found, &judge(&sources, &asked), "the same each time");
        prop_assert!(!found.iter().any(|it| it.path.contains("one/O") || it.message.contains("`O")), "{:#?}", found);
    }
}
