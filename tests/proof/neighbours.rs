//! Resources that nobody asked for, beside those of a system.

use hc_cdk::{
    model::{StackModel, System},
    value::{Json, Object},
};

use crate::{change::Change, clouds, copy::attribute, weaken::Pool};

fn statement(principal: impl Into<Json>, action: &'static str, resource: Json) -> Json {
    let statement = Object::new().with("Effect", "Allow").with("Principal", principal).with("Action", action);
    document(statement.with("Resource", resource))
}

fn document(statement: Object) -> Json {
    Object::new().with("Version", "2012-10-17").with("Statement", vec![statement]).into()
}

/// Every neighbour that a stack may get, of its own resources and those of the others, with what it is called.
pub(crate) fn of(system: &System, at: usize, pool: &Pool) -> Vec<(String, Change)> {
    let (mut all, stack) = (Vec::new(), &system.stacks()[at]);
    let name = |(stack, at): &(usize, usize)| {
        let stack = &system.stacks()[*stack];
        format!("{}/{}", stack.name(), stack.resources[*at].logical_id)
    };
    let mut put = |what: String, kind, json: Object| {
        all.push((format!("{}: {what}", stack.name()), Change::Add(at, kind, json.into())));
    };
    for (kind, references) in &pool.references {
        for (place, it) in references {
            for (what, kind, json) in around(kind, it) {
                put(format!("{what} of {}", name(place)), kind, json);
            }
        }
    }
    for (what, kind, json) in in_namespaces(stack).into_iter().chain(clouds::beside(stack)) {
        put(what, kind, json);
    }
    all
}

/// What may stand beside a resource of AWS.
fn around(kind: &str, it: &Json) -> Vec<(&'static str, &'static str, Object)> {
    let public = || Object::new().with("AWS", "*");
    let open = || Object::new().with("CidrIp", "0.0.0.0/0").with("IpProtocol", "-1");
    let port = |port: i64| {
        let rule = Object::new().with("CidrIpv6", "::/0").with("IpProtocol", "tcp");
        rule.with("FromPort", port).with("ToPort", port)
    };
    let group = || attribute(it, Some("GroupId"));
    match kind {
        "AWS::S3::Bucket" => {
            let policy = |principal: Json| {
                let json = Object::new().with("Bucket", it.clone());
                json.with("PolicyDocument", statement(principal, "s3:GetObject", attribute(it, Some("Arn"))))
            };
            let other = Object::new().with("AWS", "arn:aws:iam::999988887777:root");
            vec![
                ("a second policy that lets in everybody", "AWS::S3::BucketPolicy", policy(public().into())),
                ("a second policy that lets in a stranger", "AWS::S3::BucketPolicy", policy(other.into())),
                ("a second policy that lets in `*`", "AWS::S3::BucketPolicy", policy("*".into())),
            ]
        }
        "AWS::EC2::SecurityGroup" => vec![
            ("an open way into", "AWS::EC2::SecurityGroupIngress", open().with("GroupId", group())),
            ("a way for shells into", "AWS::EC2::SecurityGroupIngress", port(22).with("GroupId", group())),
            ("a way for databases into", "AWS::EC2::SecurityGroupIngress", port(5432).with("GroupId", group())),
            ("a way to the world out", "AWS::EC2::SecurityGroupEgress", open().with("GroupId", group())),
        ],
        "AWS::DynamoDB::Table" => {
            let members = Object::new().with("IAMRoleARN", "arn:aws:iam::111122223333:role/reader");
            let sized = members.with("NodeType", "dax.r5.large").with("ReplicationFactor", 3);
            vec![("an accelerator that answers without TLS", "AWS::DAX::Cluster", sized)]
        }
        "AWS::EC2::RouteTable" => {
            let route = Object::new().with("RouteTableId", it.clone()).with("GatewayId", "igw-0a1b2c3d");
            vec![
                ("a way to the internet", "AWS::EC2::Route", route.clone().with("DestinationCidrBlock", "0.0.0.0/0")),
                ("a way to half the internet", "AWS::EC2::Route", route.with("DestinationCidrBlock", "0.0.0.0/1")),
            ]
        }
        "AWS::IAM::Role" => {
            let wide = Object::new().with("Effect", "Allow").with("Action", "*").with("Resource", "*");
            let policy = Object::new().with("Roles", vec![it.clone()]).with("PolicyDocument", document(wide));
            vec![
                ("every right", "AWS::IAM::ManagedPolicy", policy.clone()),
                ("every right", "AWS::IAM::Policy", policy.with("PolicyName", "wide")),
            ]
        }
        "AWS::SNS::Topic" => {
            let policy = statement(public(), "sns:Publish", it.clone());
            let json = Object::new().with("Topics", vec![it.clone()]).with("PolicyDocument", policy);
            vec![("a second policy that lets in everybody", "AWS::SNS::TopicPolicy", json)]
        }
        "AWS::Events::EventBus" => {
            let json = Object::new().with("EventBusName", it.clone()).with("StatementId", "all");
            let target = Object::new().with("Id", "A").with("Arn", "arn:aws:sqs:us-east-1:999988887777:theirs");
            let rule = Object::new().with("EventBusName", it.clone()).with("Targets", vec![target]);
            let all = json.with("Principal", "*").with("Action", "events:PutEvents");
            vec![
                ("a right for everybody", "AWS::Events::EventBusPolicy", all),
                ("a rule for others", "AWS::Events::Rule", rule),
            ]
        }
        "AWS::SQS::Queue" => {
            let policy = statement(public(), "sqs:SendMessage", attribute(it, Some("Arn")));
            let json = Object::new().with("Queues", vec![it.clone()]).with("PolicyDocument", policy);
            vec![("a policy that lets in everybody", "AWS::SQS::QueuePolicy", json)]
        }
        "AWS::Lambda::Function" => {
            let json = Object::new().with("FunctionName", it.clone()).with("Principal", "*");
            vec![("a right for everybody", "AWS::Lambda::Permission", json.with("Action", "lambda:InvokeFunction"))]
        }
        "AWS::EC2::Subnet" => {
            let table = Object::new().with("SubnetId", it.clone()).with("RouteTableId", "rtb-0a1b2c3d");
            vec![("another route table", "AWS::EC2::SubnetRouteTableAssociation", table)]
        }
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => {
            let action = Object::new().with("Type", "forward").with("TargetGroupArn", "arn:aws:elasticloadbalancing:x");
            let listener =
                Object::new().with("LoadBalancerArn", it.clone()).with("Port", 8080).with("Protocol", "HTTP");
            let json = listener.with("DefaultActions", vec![action]);
            vec![("a listener without TLS", "AWS::ElasticLoadBalancingV2::Listener", json)]
        }
        _ => Vec::new(),
    }
}

/// What may stand in the namespaces of a chart.
fn in_namespaces(stack: &StackModel) -> Vec<(String, &'static str, Object)> {
    let mut all = Vec::new();
    for zone in stack.resources.iter().filter(|it| it.kind() == "v1/Namespace") {
        let Some(zone) = zone.properties.at("metadata/name").and_then(Json::as_text).map(str::to_owned) else {
            continue;
        };
        let like = || {
            let metadata = Object::new().with("name", "neighbour").with("namespace", zone.clone());
            Object::new().with("metadata", metadata)
        };
        let everybody = || Object::new().with("kind", "Group").with("name", "system:authenticated");
        let role = |kind: &'static str, name: &'static str| {
            let role = Object::new().with("apiGroup", "rbac.authorization.k8s.io").with("kind", kind);
            like().with("roleRef", role.with("name", name)).with("subjects", vec![everybody()])
        };
        let open = |way: &'static str, list: &'static str| {
            let spec = Object::new().with("podSelector", Object::new()).with("policyTypes", vec![Json::from(way)]);
            like().with("spec", spec.with(list, vec![Object::new()]))
        };
        let verbs = Object::new().with("apiGroups", vec![Json::from("*")]).with("resources", vec![Json::from("*")]);
        let verbs = verbs.with("verbs", vec![Json::from("*")]);
        let pod = {
            let container = Object::new().with("name", "shell").with("image", "shell:latest");
            like().with("spec", Object::new().with("hostNetwork", true).with("containers", vec![container]))
        };
        let port = Object::new().with("port", 80).with("nodePort", 30080);
        let service = Object::new().with("type", "NodePort").with("ports", vec![port]);
        let mut put = |what: &str, kind, json: Object| all.push((format!("{what} in {zone}"), kind, json));
        put("an open way in", "networking.k8s.io/v1/NetworkPolicy", open("Ingress", "ingress"));
        put("an open way out", "networking.k8s.io/v1/NetworkPolicy", open("Egress", "egress"));
        put("rights for everybody", "rbac.authorization.k8s.io/v1/RoleBinding", role("ClusterRole", "cluster-admin"));
        put("every right", "rbac.authorization.k8s.io/v1/Role", like().with("rules", vec![verbs]));
        put("a pod of the host", "v1/Pod", pod);
        put("a port of nodes", "v1/Service", like().with("spec", service));
        put("a secret", "v1/Secret", like().with("stringData", Object::new().with("password", "hunter2hunter2")));
    }
    all
}
