//! What must hold for a finished template, read as JSON.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Everything that is wrong with a template, in words.
pub(crate) fn wrongs(template: &Value) -> Vec<String> {
    let resources = template["Resources"].as_object().unwrap();
    let mut wrongs = dangling(template, resources);
    wrongs.extend(cycle(resources));
    if template["Parameters"].get("Suffix").is_some() {
        wrongs.extend(same_in_each_copy(template));
    }
    for (id, resource) in resources {
        let (kind, properties) = (resource["Type"].as_str().unwrap(), &resource["Properties"]);
        wrongs.extend(unencrypted(resources, id, kind, properties));
        if resource.get("DeletionPolicy").is_some() && !is_store(kind) {
            wrongs.push(format!("{id} is kept, and nothing here says where its key is"));
        }
        wrongs.extend(open_to_the_world(resources, id, kind, properties));
        wrongs.extend(wildcards(id, kind, properties));
        if kind == "AWS::Logs::LogGroup" && properties["RetentionInDays"].as_u64().is_none_or(|days| days == 0) {
            wrongs.push(format!("{id} is not kept for a stated time"));
        }
        if kind == "AWS::RDS::DBInstance" && properties["PubliclyAccessible"] != false {
            wrongs.push(format!("{id} may be public"));
        }
    }
    wrongs
}

/// Names that two deployments of the stack `program` would both give: nothing of them is the suffix.
pub(crate) fn same_in_each_copy(template: &Value) -> Vec<String> {
    let resources = template["Resources"].as_object().unwrap();
    resources.iter().flat_map(|(id, resource)| without_suffix(id, &resource["Properties"])).collect()
}

fn without_suffix(id: &str, properties: &Value) -> Vec<String> {
    let is_name = |text: &str| text.contains("program-");
    match properties {
        Value::String(text) if is_name(text) => vec![format!("{id} has the name {text} in every deployment")],
        Value::Object(members) => match members.get("Fn::Join").and_then(|it| it[1].as_array()) {
            Some(parts) => {
                let suffix = json!({ "Ref": "Suffix" });
                let pairs = parts.iter().zip(parts.iter().skip(1).map(Some).chain([None]));
                let bare = pairs.filter(|(part, next)| part.as_str().is_some_and(is_name) && *next != Some(&suffix));
                bare.map(|(part, _)| format!("{id} has the name {part} in every deployment")).collect()
            }
            None => members.values().flat_map(|it| without_suffix(id, it)).collect(),
        },
        Value::Array(items) => items.iter().flat_map(|it| without_suffix(id, it)).collect(),
        _ => Vec::new(),
    }
}

/// The logical ids that a tree refers to.
pub(crate) fn references(tree: &Value, found: &mut BTreeSet<String>) {
    match tree {
        Value::Object(members) => {
            if let (1, Some(Value::String(id))) = (members.len(), members.get("Ref"))
                && !id.starts_with("AWS::")
            {
                found.insert(id.clone());
            }
            if let Some(Value::Array(parts)) = members.get("Fn::GetAtt") {
                found.insert(parts[0].as_str().unwrap().to_owned());
            }
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn needs(resource: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    references(&resource["Properties"], &mut found);
    let first = resource["DependsOn"].as_array().into_iter().flatten();
    found.extend(first.map(|id| id.as_str().unwrap().to_owned()));
    found
}

fn dangling(template: &Value, resources: &Map<String, Value>) -> Vec<String> {
    let mut found = BTreeSet::new();
    references(&template["Outputs"], &mut found);
    found.extend(resources.values().flat_map(needs));
    let known = |id: &String| resources.contains_key(id) || template["Parameters"].get(id).is_some();
    found.into_iter().filter(|id| !known(id)).map(|id| format!("nothing is called {id}")).collect()
}

/// Takes away what waits for nothing until nothing is left, or only what waits for itself.
fn cycle(resources: &Map<String, Value>) -> Option<String> {
    let mut waiting: Vec<(&String, BTreeSet<String>)> = resources.iter().map(|(id, it)| (id, needs(it))).collect();
    let mut ready: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = waiting.len();
        waiting.retain(|(id, needs)| {
            let still = needs.iter().any(|need| resources.contains_key(need) && !ready.contains(need));
            if !still {
                ready.insert((*id).clone());
            }
            still
        });
        if waiting.len() == before {
            let ids: Vec<&String> = waiting.iter().map(|(id, _)| *id).collect();
            return (!ids.is_empty()).then(|| format!("these wait for one another: {ids:?}"));
        }
    }
}

/// Stores, and where the key that encrypts each is said.
const STORES: [(&str, &str); 15] = [
    ("AWS::Backup::BackupVault", "/EncryptionKeyArn"),
    ("AWS::CloudTrail::Trail", "/KMSKeyId"),
    ("AWS::DynamoDB::Table", "/SSESpecification/KMSMasterKeyId"),
    ("AWS::ECR::Repository", "/EncryptionConfiguration/KmsKey"),
    ("AWS::EFS::FileSystem", "/KmsKeyId"),
    ("AWS::ElastiCache::ReplicationGroup", "/KmsKeyId"),
    ("AWS::Events::Archive", "/KmsKeyIdentifier"),
    ("AWS::Events::EventBus", "/KmsKeyIdentifier"),
    ("AWS::Logs::LogGroup", "/KmsKeyId"),
    ("AWS::RDS::DBCluster", "/KmsKeyId"),
    ("AWS::SNS::Topic", "/KmsMasterKeyId"),
    ("AWS::SQS::Queue", "/KmsMasterKeyId"),
    ("AWS::SecretsManager::Secret", "/KmsKeyId"),
    ("AWS::StepFunctions::StateMachine", "/EncryptionConfiguration/KmsKeyId"),
    (
        "AWS::S3::Bucket",
        "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/KMSMasterKeyID",
    ),
];

/// Whether it is known where the key of what is kept is said. A key is encrypted by nothing but itself, options that a
/// snapshot needs are no data, and Cognito keeps people by a key of its own.
fn is_store(kind: &str) -> bool {
    STORES.iter().any(|(store, _)| *store == kind)
        || ["AWS::Cognito::UserPool", "AWS::KMS::Key", "AWS::RDS::DBInstance", "AWS::RDS::OptionGroup"].contains(&kind)
}

fn unencrypted(resources: &Map<String, Value>, id: &str, kind: &str, properties: &Value) -> Option<String> {
    let mut place = STORES.iter().find(|(store, _)| *store == kind).map(|(_, place)| *place);
    // An instance of a cluster has the cluster's storage.
    if kind == "AWS::RDS::DBInstance" && properties.get("DBClusterIdentifier").is_none() {
        place = Some("/KmsKeyId");
    }
    // Access logs can only be delivered to a bucket that S3 encrypts with its own keys.
    if kind == "AWS::S3::Bucket" && takes_access_logs(resources, id) {
        return None;
    }
    let mut keys = BTreeSet::new();
    references(properties.pointer(place?).unwrap_or(&Value::Null), &mut keys);
    let encrypted =
        keys.len() == 1 && keys.iter().all(|key| resources.get(key).is_some_and(|it| it["Type"] == "AWS::KMS::Key"));
    (!encrypted).then(|| format!("{id} is not under a customer key"))
}

fn takes_access_logs(resources: &Map<String, Value>, id: &str) -> bool {
    resources.values().any(|it| it["Properties"]["LoggingConfiguration"]["DestinationBucketName"]["Ref"] == id)
}

fn open_to_the_world(resources: &Map<String, Value>, id: &str, kind: &str, properties: &Value) -> Vec<String> {
    let mut rules: Vec<(&Value, bool)> = Vec::new();
    if kind == "AWS::EC2::SecurityGroupIngress" {
        let group = properties["GroupId"]["Fn::GetAtt"][0].as_str().unwrap_or_default();
        rules.push((properties, fronts_a_load_balancer(resources, group)));
    }
    if kind == "AWS::EC2::SecurityGroup" {
        let ingress = properties["SecurityGroupIngress"].as_array().into_iter().flatten();
        rules.extend(ingress.map(|rule| (rule, fronts_a_load_balancer(resources, id))));
    }
    let open = |rule: &Value| rule["CidrIp"] == "0.0.0.0/0" || rule["CidrIpv6"] == "::/0";
    let web = |rule: &Value| rule["FromPort"] == rule["ToPort"] && (rule["FromPort"] == 443 || rule["FromPort"] == 80);
    rules
        .into_iter()
        .filter(|(rule, endpoint)| open(rule) && !(*endpoint && web(rule)))
        .map(|(rule, _)| format!("{id} lets the world in: {rule}"))
        .collect()
}

fn fronts_a_load_balancer(resources: &Map<String, Value>, group: &str) -> bool {
    resources.values().filter(|it| it["Type"] == "AWS::ElasticLoadBalancingV2::LoadBalancer").any(|it| {
        let mut groups = BTreeSet::new();
        references(&it["Properties"]["SecurityGroups"], &mut groups);
        groups.contains(group)
    })
}

/// Actions and resources of whatever is allowed. In the policy of a key, the resource `*` is the key itself.
fn wildcards(id: &str, kind: &str, properties: &Value) -> Vec<String> {
    let mut statements = Vec::new();
    collect_statements(properties, &mut statements);
    let mut wrongs = Vec::new();
    // The policy of an endpoint gives nobody a right: it says who of those that have one may use it, and those of the account do.
    let guards = |it: &Value| {
        let own = serde_json::json!({ "Ref": "AWS::AccountId" });
        let of_one_bucket = !it["Resource"].is_string() && !it["Action"].to_string().contains('*');
        kind == "AWS::EC2::VPCEndpoint"
            && (it["Condition"]["StringEquals"]["aws:PrincipalAccount"] == own || of_one_bucket)
    };
    for statement in statements.into_iter().filter(|it| it["Effect"] == "Allow" && !guards(it)) {
        for action in texts(&statement["Action"]) {
            if action.contains('*') {
                wrongs.push(format!("{id} allows {action}"));
            }
        }
        let every = texts(&statement["Resource"]).contains(&"*");
        // The calls that find lists of addresses, log in to the registry, read a task definition, write traces and have logs delivered name no resource,
        // and take none.
        let free = [
            "ec2:DescribeManagedPrefixLists",
            "ecr:GetAuthorizationToken",
            "ecs:DescribeTaskDefinition",
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery",
            "logs:ListLogDeliveries",
            "logs:UpdateLogDelivery",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ];
        let is_free = texts(&statement["Action"]).iter().all(|action| free.contains(action));
        if every && !is_free && kind != "AWS::KMS::Key" {
            wrongs.push(format!("{id} allows {} on everything", statement["Action"]));
        }
        if statement["Principal"] == "*" || statement["Principal"]["AWS"] == "*" {
            wrongs.push(format!("{id} allows everybody: {statement}"));
        }
    }
    wrongs
}

fn collect_statements<'a>(tree: &'a Value, found: &mut Vec<&'a Value>) {
    match tree {
        Value::Object(members) => {
            if members.contains_key("Effect") && members.contains_key("Action") {
                found.push(tree);
            }
            members.values().for_each(|value| collect_statements(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_statements(item, found)),
        _ => {}
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The oracle itself: each thing that it is for goes red.
#[cfg(test)]
mod tests {
    use super::wrongs;
    use serde_json::{Value, json};

    fn with(id: &str, resource: Value) -> Vec<String> {
        let mut resources = json!({ "Key": { "Type": "AWS::KMS::Key", "Properties": {} } });
        resources[id] = resource;
        wrongs(&json!({ "Resources": resources }))
    }

    #[test]
    fn what_is_wrong_is_seen() {
        let key = json!({ "Fn::GetAtt": ["Key", "Arn"] });
        let logs = |properties: Value| json!({ "Type": "AWS::Logs::LogGroup", "Properties": properties });
        assert_eq!(with("Logs", logs(json!({ "KmsKeyId": key, "RetentionInDays": 7 }))), [] as [String; 0]);
        assert_eq!(with("Logs", logs(json!({ "KmsKeyId": "alias/aws/logs", "RetentionInDays": 7 }))).len(), 1);
        assert_eq!(with("Logs", logs(json!({ "KmsKeyId": key }))).len(), 1);
        assert_eq!(with("Logs", logs(json!({ "KmsKeyId": { "Ref": "Gone" }, "RetentionInDays": 7 }))).len(), 2);
        let rule = |cidr: &str, port: u16| {
            let properties = json!({ "GroupId": { "Fn::GetAtt": ["Group", "GroupId"] }, "CidrIp": cidr, "FromPort": port, "ToPort": port });
            json!({ "Type": "AWS::EC2::SecurityGroupIngress", "Properties": properties })
        };
        assert_eq!(with("Rule", rule("0.0.0.0/0", 443)).len(), 2);
        assert_eq!(with("Rule", rule("10.0.0.0/8", 443)).len(), 1, "the group itself is missing here");
        let kept = |kind: &str| json!({ "Type": kind, "DeletionPolicy": "Retain", "Properties": {} });
        assert_eq!(with("Copies", kept("AWS::Redshift::Cluster")).len(), 1);
        assert_eq!(with("Visits", kept("AWS::DynamoDB::Table")).len(), 1);
        let policy = |action: &str, resource: &str| {
            let statement = json!({ "Effect": "Allow", "Action": action, "Resource": resource });
            json!({ "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [statement] } } })
        };
        assert_eq!(with("Policy", policy("s3:GetObject", "arn:aws:s3:::records/*")), [] as [String; 0]);
        assert_eq!(with("Policy", policy("s3:*", "arn:aws:s3:::records/*")).len(), 1);
        assert_eq!(with("Policy", policy("s3:GetObject", "*")).len(), 1);
        assert_eq!(with("Self", json!({ "Type": "X", "Properties": { "A": { "Ref": "Self" } } })).len(), 1);
    }
}
