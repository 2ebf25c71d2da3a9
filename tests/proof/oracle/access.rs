//! Who gets in: public buckets, policies of resources, addresses on the internet.

use serde_json::Value;

use super::{Table, encryption::all_on, when};
use crate::document::{Thing, list, value, words};

pub(super) const TABLE: Table = &[
    ("S3BucketLevelPublicAccessProhibited", |it| all_on(it, BLOCKS)),
    ("S3BucketPublicReadProhibited", |it| public(it, &["PublicRead", "PublicReadWrite", "AuthenticatedRead"])),
    ("S3BucketPublicWriteProhibited", |it| public(it, &["PublicReadWrite"])),
    ("RDSInstancePublicAccess", |it| {
        when(
            it.at("PubliclyAccessible").is_none_or(|it| *it != false && *it != "false"),
            "it has an address on the internet",
        )
    }),
    ("LambdaFunctionPublicAccessProhibited", function),
    ("FunctionIsCalledByOne", |it| {
        let service = it.text("Principal").is_some_and(|it| it.contains(".amazonaws.com"));
        let open = it.at("SourceArn").is_none() && it.at("SourceAccount").is_none();
        when(service && open, "a service calls it for anybody")
    }),
    ("VPCSubnetAutoAssignPublicIpDisabled", |it| {
        let gives = ["AssignIpv6AddressOnCreation", "MapPublicIpOnLaunch"];
        let gives = gives.iter().any(|name| it.at(name).is_some_and(|it| *it != false && *it != "false"));
        when(gives, "it gives public addresses")
    }),
    ("PolicyNamesWho", |it| who(it, everybody)),
    ("TrustsOneEnvironment", workflows),
    ("PolicyStaysInside", |it| who(it, |statement| stranger(it, statement))),
    ("ServiceActsForOne", |it| who(it, for_others)),
    ("BusNamesWho", |it| {
        let beside = ["Principal", "Action", "Condition"].iter().any(|name| it.at(name).is_some());
        when(
            it.kind() == "AWS::Events::EventBusPolicy" && (beside || it.at("Statement").is_none()),
            "it lets in an account",
        )
    }),
    ("KeyStaysInside", |it| {
        who(it, |statement| everybody(statement).or_else(|| stranger(it, statement)).or_else(|| holder(statement)))
    }),
];

const BLOCKS: &[&str] = &[
    "PublicAccessBlockConfiguration/BlockPublicAcls",
    "PublicAccessBlockConfiguration/BlockPublicPolicy",
    "PublicAccessBlockConfiguration/IgnorePublicAcls",
    "PublicAccessBlockConfiguration/RestrictPublicBuckets",
];

/// The statements of a policy document.
pub(super) fn statements<'a>(it: Thing<'a>, path: &str) -> &'a [Value] {
    list(it.at(path).and_then(|it| value(it, "Statement")))
}

/// The statements of all policies of a bucket, of a topic or of a queue.
pub(super) fn of_resource(it: Thing<'_>) -> Vec<(Thing<'_>, &Value)> {
    let (kind, place) = match it.kind() {
        "AWS::S3::Bucket" => ("AWS::S3::BucketPolicy", "Bucket"),
        "AWS::SNS::Topic" => ("AWS::SNS::TopicPolicy", "Topics"),
        "AWS::SQS::Queue" => ("AWS::SQS::QueuePolicy", "Queues"),
        _ => return Vec::new(),
    };
    let policies = it.others(kind).filter(move |policy| policy.at(place).is_some_and(|at| policy.names(at, it)));
    policies.flat_map(|policy| statements(policy, "PolicyDocument").iter().map(move |it| (policy, it))).collect()
}

/// Why a statement lets in everybody: it allows, its principal is everybody, and no condition holds anybody back.
pub(super) fn everybody(statement: &Value) -> Option<String> {
    if statement["Effect"] != "Allow" {
        return None;
    }
    if statement.get("NotPrincipal").is_some() {
        return Some("it lets in everybody but those that it names".into());
    }
    let principal = &statement["Principal"];
    let is_wide = |it: &Value| list(Some(it)).iter().any(|it| words(it) == "*");
    let all = is_wide(principal) || value(principal, "AWS").is_some_and(is_wide);
    when(all && !held_back(statement), "it lets in everybody")
}

/// Whether a condition names an account, an organization, a source or a network that has to be equal.
fn held_back(statement: &Value) -> bool {
    let Some(conditions) = statement["Condition"].as_object() else { return false };
    let positive = conditions.iter().filter(|(name, _)| {
        !name.contains("Not")
            && !name.contains("IfExists")
            && !name.contains("ForAllValues")
            && *name != "Null"
            && *name != "Bool"
    });
    let keys = positive.flat_map(|(_, it)| it.as_object().into_iter().flatten());
    keys.into_iter().any(|(key, it)| {
        let key = key.to_lowercase();
        let known = ["account", "orgid", "arn", "vpc", "sourceip", "userid", "calleraccount", "viaservice"];
        known.iter().any(|it| key.contains(it))
            && !list(Some(it)).iter().any(|it| words(it) == "*" || words(it).is_empty())
    })
}

/// Why a statement lets in another account.
fn stranger(_: Thing<'_>, statement: &Value) -> Option<String> {
    if statement["Effect"] != "Allow" {
        return None;
    }
    let foreign = |it: &Value| {
        let text = words(it);
        text.split(':').nth(4).is_some_and(|it| it.len() == 12 && it.chars().all(|it| it.is_ascii_digit()))
            || text == "*"
    };
    let principals = list(value(&statement["Principal"], "AWS"))
        .iter()
        .chain(list(statement["Principal"].as_str().map(|_| &statement["Principal"])));
    let federated = value(&statement["Principal"], "Federated").is_some() && subject(statement).is_none()
        || value(&statement["Principal"], "CanonicalUser").is_some();
    when(principals.into_iter().any(foreign) && !held_back(statement), "it lets in another account")
        .or_else(|| when(statement.get("NotPrincipal").is_some(), "it lets in whoever is not named"))
        .or_else(|| when(federated, "it lets in others by an identity from elsewhere"))
}

/// Why a statement lets in a service of AWS on behalf of whoever asks it. A balancer's logs are in the folder of the account that they are of.
/// What only says who may do what to a bucket, where it is, and what a key is for shows nothing of what is in it.
fn for_others(statement: &Value) -> Option<String> {
    const LOOKS: [&str; 3] = ["kms:DescribeKey", "s3:GetBucketAcl", "s3:GetBucketLocation"];
    let actions = list(statement.get("Action"));
    let looks = !actions.is_empty() && actions.iter().all(|it| LOOKS.iter().any(|known| it == known));
    let allows = statement["Effect"] == "Allow" && !looks;
    let services = list(value(&statement["Principal"], "Service"));
    let balancers = services.iter().all(|it| *it == "logdelivery.elasticloadbalancing.amazonaws.com");
    let folder = balancers && list(statement.get("Resource")).iter().all(|it| words(it).contains("/AWSLogs/"));
    when(allows && !services.is_empty() && !held_back(statement) && !folder, "a service gets in for other accounts")
}

/// Why a statement lets in who has a token.
fn holder(statement: &Value) -> Option<String> {
    let federated = statement["Effect"] == "Allow" && value(&statement["Principal"], "Federated").is_some();
    when(federated, "it lets in who has a token")
}

/// The one subject that a token has to be of.
fn subject(statement: &Value) -> Option<&str> {
    let asked = statement["Condition"]["StringEquals"].as_object()?;
    let (_, subject) = asked.iter().find(|(key, _)| key.to_lowercase().ends_with(":sub"))?;
    match list(Some(subject)) {
        [one] => one.as_str(),
        _ => None,
    }
}

/// Why workflows take on a role other than in one environment, by tokens that were made for AWS.
fn workflows(it: Thing<'_>) -> Option<String> {
    let mut environments = Vec::new();
    for statement in statements(it, "AssumeRolePolicyDocument").iter().filter(|it| it["Effect"] == "Allow") {
        if !words(&statement["Principal"]["Federated"]).contains("token.actions.githubusercontent.com") {
            continue;
        }
        let subject = subject(statement).unwrap_or_default();
        let parts: Vec<&str> = subject.split(':').collect();
        if !matches!(parts[..], ["repo", repository, "environment", name] if repository.contains('/') && !name.is_empty())
        {
            return Some(format!("a token of `{subject}` is none of an environment"));
        }
        let audience = value(&statement["Condition"], "StringEquals/token.actions.githubusercontent.com:aud");
        if !matches!(list(audience), [one] if one == "sts.amazonaws.com") {
            return Some("the token may have been made for others than AWS".into());
        }
        environments.push(subject.to_owned());
    }
    environments.dedup();
    when(environments.len() > 1, "it is for several environments")
}

fn who(it: Thing<'_>, wrong: impl Fn(&Value) -> Option<String>) -> Option<String> {
    let places = ["KeyPolicy", "PolicyDocument", "ResourcePolicy", "AccessPolicy"];
    places.iter().flat_map(|place| statements(it, place)).find_map(wrong)
}

fn public(it: Thing<'_>, acls: &[&str]) -> Option<String> {
    let on = |name: &str| it.is_on(&format!("PublicAccessBlockConfiguration/{name}"));
    let owned = list(it.at("OwnershipControls/Rules")).iter().any(|it| it["ObjectOwnership"] == "BucketOwnerEnforced");
    let acl = it.text("AccessControl").is_some_and(|it| acls.contains(&it));
    let policy = of_resource(it).into_iter().any(|(_, statement)| everybody(statement).is_some());
    when(acl && !on("BlockPublicAcls") && !on("IgnorePublicAcls") && !owned, "its list of access is public")
        .or_else(|| when(policy && !on("RestrictPublicBuckets") && !on("BlockPublicPolicy"), "its policy is public"))
}

fn function(it: Thing<'_>) -> Option<String> {
    let mut rights = it.others("AWS::Lambda::Permission").filter(|right| right.points_at(right.at("FunctionName"), it));
    let wide = rights.any(|right| {
        right.text("Principal") == Some("*")
            && ["SourceAccount", "SourceArn", "PrincipalOrgID"].iter().all(|path| right.at(path).is_none())
    });
    when(wide, "everybody may call it")
}
