//! What weakens without standing there already: the other value of a word, the other name of a member, and one item more in a
//! list. As AWS's and Kubernetes' documentation have them.

use std::sync::LazyLock;

use hc_cdk::value::{Json, Object};

use crate::change::Step;

/// Words of which one is weaker than the other.
const WORDS: &[(&str, &[&str])] = &[
    ("Enabled", &["Suspended", "Disabled", "enabled"]),
    ("Deny", &["Allow"]),
    ("Allow", &["Deny"]),
    ("aws:kms", &["AES256"]),
    ("ALL", &["ACCEPT", "REJECT"]),
    ("HTTPS", &["HTTP"]),
    ("HTTP", &["TCP"]),
    ("HTTP_301", &["HTTP_302"]),
    ("TLSv1.2", &["TLSv1", "TLSv1.1"]),
    ("COMPLIANCE", &["GOVERNANCE"]),
    ("RuntimeDefault", &["Unconfined"]),
    ("restricted", &["privileged", "baseline"]),
    ("false", &["true"]),
    ("true", &["false"]),
    ("1", &["0"]),
    ("0", &["1", "-1"]),
    ("BucketOwnerEnforced", &["ObjectWriter"]),
    ("Retain", &["Delete"]),
    ("sts:AssumeRole", &["sts:*"]),
    ("tcp", &["-1", "udp"]),
    ("internet-facing", &["internal"]),
    ("internal", &["internet-facing"]),
    ("Management", &["Data"]),
    ("Data", &["Management"]),
    ("Role", &["ClusterRole"]),
    ("ClusterIP", &["LoadBalancer", "NodePort"]),
    ("RollingUpdate", &["Recreate"]),
    ("Always", &["Never"]),
];

/// Names of members of which one means something weaker than the other.
const NAMES: &[(&str, &[&str])] = &[
    ("Bool", &["BoolIfExists", "StringEquals", "Null"]),
    ("StringEquals", &["StringNotEquals", "StringEqualsIfExists", "ForAllValues:StringEquals", "StringLike"]),
    ("StringLike", &["StringNotLike", "StringLikeIfExists"]),
    ("ArnLike", &["ArnNotLike", "ArnLikeIfExists"]),
    ("ArnEquals", &["ArnNotEquals"]),
    ("NumericLessThan", &["NumericGreaterThan", "NumericLessThanIfExists"]),
    ("Action", &["NotAction"]),
    ("Resource", &["NotResource"]),
    ("Principal", &["NotPrincipal"]),
    ("AWS", &["CanonicalUser", "Federated"]),
    ("Service", &["AWS"]),
    ("Equals", &["NotEquals", "StartsWith"]),
    ("aws:SecureTransport", &["aws:securetransport", "aws:SourceVpc"]),
    ("aws:SourceAccount", &["aws:SourceVpc"]),
    ("matchLabels", &["matchExpressions"]),
    ("drop", &["add"]),
    ("maxUnavailable", &["minAvailable"]),
    ("limits", &["claims"]),
    ("httpGet", &["exec"]),
    ("Block", &["Count", "Allow"]),
    ("configMap", &["hostPath"]),
    ("emptyDir", &["hostPath"]),
];

/// The other values of a word.
pub(crate) fn texts(text: &str) -> Vec<String> {
    let mut all: Vec<String> = other(WORDS, text).iter().map(|it| (*it).to_owned()).collect();
    if text.contains('/') && text.split('/').next().is_some_and(|it| it.split('.').count() == 4) {
        all.extend(["0.0.0.0/0".to_owned(), "0.0.0.0/1".to_owned(), "::/0".to_owned()]);
    }
    if let Some((name, _)) = text.split_once("@sha256:") {
        all.extend([format!("{name}:latest"), name.to_owned()]);
    }
    if let Some((service, verb)) = text.split_once(':').filter(|(_, verb)| verb.chars().all(char::is_alphanumeric)) {
        all.extend([format!("{service}:*"), format!("{service}:{}*", verb.chars().take(3).collect::<String>())]);
    }
    if text.ends_with(".amazonaws.com") {
        all.push("*.amazonaws.com".to_owned());
    }
    all
}

/// The other names of a member.
pub(crate) fn names(name: &str) -> Vec<&'static str> {
    other(NAMES, name).to_vec()
}

fn other(table: &'static [(&str, &'static [&str])], word: &str) -> &'static [&'static str] {
    table.iter().find(|(it, _)| *it == word).map_or(&[], |(_, others)| others)
}

/// One item more in a list: the name of the list, and the item.
static ITEMS: LazyLock<Vec<(&'static str, Json)>> = LazyLock::new(more);

fn more() -> Vec<(&'static str, Json)> {
    let wide = |principal: Json| {
        let statement = Object::new().with("Effect", "Allow").with("Principal", principal);
        statement.with("Action", "*").with("Resource", "*")
    };
    let expiry = Object::new().with("NoncurrentDays", 1);
    let rule = || Object::new().with("Id", "Early").with("Status", "Enabled");
    let moved = Object::new().with("StorageClass", "ONEZONE_IA").with("TransitionInDays", 30);
    let open = || Object::new().with("CidrIp", "0.0.0.0/0").with("IpProtocol", "-1");
    let container = || Object::new().with("name", "shell").with("image", "shell:latest");
    let task = Object::new().with("Name", "shell").with("Image", "shell:latest").with("Privileged", true);
    let secret = || Object::new().with("name", "DB_PASSWORD").with("value", "password=hunter2hunter2");
    let folder = Object::new().with("name", "host").with("hostPath", Object::new().with("path", "/"));
    let stranger = Object::new().with("AWS", "arn:aws:iam::999988887777:root");
    vec![
        ("Statement", wide("*".into()).into()),
        ("Statement", wide(stranger.into()).into()),
        ("Statement", Object::new().with("Effect", "Allow").with("Action", "*").with("Resource", "*").into()),
        ("Statement", Object::new().with("Effect", "Allow").with("NotAction", "iam:*").with("Resource", "*").into()),
        ("SecurityGroupIngress", open().into()),
        ("SecurityGroupEgress", open().into()),
        ("ContainerDefinitions", task.into()),
        ("Rules", rule().with("NoncurrentVersionExpiration", expiry).into()),
        ("Rules", rule().with("Transitions", vec![moved]).into()),
        ("FieldSelectors", Object::new().with("Field", "readOnly").with("Equals", vec![Json::from("true")]).into()),
        ("containers", container().into()),
        ("initContainers", container().into()),
        ("volumes", folder.into()),
        ("env", secret().into()),
        ("verbs", "impersonate:user-info".into()),
        ("ingress", Object::new().into()),
        ("egress", Object::new().into()),
        ("from", Object::new().with("ipBlock", Object::new().with("cidr", "0.0.0.0/0")).into()),
        ("to", Object::new().with("namespaceSelector", Object::new()).into()),
        ("ports", Object::new().into()),
        ("rules", Object::new().with("host", "other.example.org").into()),
        ("listeners", Object::new().with("name", "plain").with("protocol", "HTTP").with("port", 80).into()),
        ("command", "--password=hunter2hunter2".into()),
    ]
}

/// What a list may get besides.
pub(crate) fn items(path: &[Step]) -> Vec<Json> {
    let Some(Step::Name(name)) = path.last() else { return Vec::new() };
    ITEMS.iter().filter(|(of, _)| of == name).map(|(_, item)| item.clone()).collect()
}
