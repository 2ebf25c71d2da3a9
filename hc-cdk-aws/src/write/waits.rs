//! What fails if it is made before something that it does not refer to: CloudFormation makes at once whatever waits for nothing.
//!
//! The table is of what documentation or the service's own answer names. What the program does not make is somewhere else, and there
//! already.

use hc_cdk::{
    check::{
        Checked,
        graph::{Graph, Node},
    },
    finding::Finding,
    model::{ResourceModel, StackModel},
    target::Place,
    value::{Json, Token},
};
use indexmap::{IndexMap, IndexSet};

use super::{
    awaited::{AWAITED, Awaited, First},
    found::{all_at, named, referred, with_places},
};

/// What may be made before what it needs is called this in findings.
pub(super) const EARLY: &str = "MadeTooEarly";

/// What is waited for: by the row, its stack, and what it is about.
type Firsts = IndexMap<(usize, usize, String), IndexSet<Place>>;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut firsts = Firsts::new();
    for (place, _, resource) in with_places(checked) {
        for (row, it) in AWAITED.iter().enumerate() {
            for First(_, path) in it.firsts.iter().filter(|First(kind, _)| *kind == resource.kind()) {
                for about in abouts(checked, resource, path) {
                    firsts.entry((row, place.0, about)).or_default().insert(place);
                }
            }
        }
    }
    if firsts.is_empty() {
        return;
    }
    for (place, stack, resource) in with_places(checked) {
        let mut waiting = Waiting { graph: checked.graph(), place, resource, all: IndexSet::new(), walked: 0 };
        for (row, it) in AWAITED.iter().enumerate().filter(|(_, it)| is_one(checked, it, resource)) {
            let abouts: IndexSet<String> = it.about.iter().flat_map(|path| abouts(checked, resource, path)).collect();
            for about in abouts {
                let Some(firsts) = firsts.get(&(row, place.0, about)) else { continue };
                findings.extend(early(&mut waiting, stack, firsts, it));
            }
        }
    }
}

fn is_one(checked: &Checked<'_>, it: &Awaited, resource: &ResourceModel) -> bool {
    let kind = resource.kind();
    let is_kind = it.kind == kind || (it.kind == "Custom::*" && is_custom(kind));
    is_kind && (it.when)(checked, &resource.properties)
}

fn is_custom(kind: &str) -> bool {
    kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource"
}

/// What a resource says at a path that it is about. Behind `>`, the path goes on in what it refers to there; an empty one is about the
/// whole stack.
fn abouts(checked: &Checked<'_>, resource: &ResourceModel, path: &str) -> Vec<String> {
    let (path, on) = path.split_once('>').map_or((path, None), |(path, on)| (path, Some(on)));
    if path.is_empty() {
        return vec![String::new()];
    }
    let values = all_at(&resource.properties, path);
    match on {
        None => values.into_iter().flat_map(things).collect(),
        Some(on) => {
            let others = values.into_iter().filter_map(|it| referred(checked, Some(it)));
            others.flat_map(|it| abouts(checked, it, on)).collect()
        }
    }
}

/// What a value names: of what is put together, the resources in it.
fn things(value: &Json) -> Vec<String> {
    let Json::Token(token) = value else { return vec![named(value)] };
    match token.as_ref() {
        Token::Concat(parts) => parts
            .iter()
            .filter(|it| matches!(it, Json::Token(it) if matches!(it.as_ref(), Token::Attribute { .. })))
            .map(named)
            .collect(),
        _ => vec![named(value)],
    }
}

fn early(waiting: &mut Waiting<'_>, stack: &StackModel, firsts: &IndexSet<Place>, it: &Awaited) -> Option<Finding> {
    let properties = &waiting.resource.properties;
    let first_at = |(_, at): &Place| stack.resources.get(*at);
    let matters = |place: &Place| first_at(place).is_some_and(|first| (it.matters)(properties, &first.properties));
    let mut all = firsts.iter().filter(|place| matters(place));
    let missing = if it.all {
        all.find(|place| !waiting.has(place))
    } else {
        all.next().filter(|_| !waiting.has_one(|place| firsts.contains(place) && matters(place)))
    };
    let first = first_at(missing?)?;
    let message = format!(
        "does not let its `{}` wait for the `{}` of `{}`, and fails if it is there first: {}",
        waiting.resource.kind(),
        first.kind(),
        stack.path_of(first.construct),
        it.why
    );
    let written_at = stack.construct_of(first).map_or(stack.written_at, |it| it.written_at);
    let finding = stack.finding(EARLY, waiting.resource.construct, message, it.help);
    Some(finding.beside(written_at, "makes what it has to wait for"))
}

/// What a resource waits for.
struct Waiting<'a> {
    graph: &'a Graph,
    place: Place,
    resource: &'a ResourceModel,
    /// Itself and what it waits for, also by way of others, the nearest first, as far as somebody asked.
    all: IndexSet<Place>,
    /// Of how many of these it is known what they wait for.
    walked: usize,
}

impl Waiting<'_> {
    fn has(&mut self, first: &Place) -> bool {
        self.all.contains(first) || self.finds(|it| it == first)
    }

    fn has_one(&mut self, is_one: impl Fn(&Place) -> bool) -> bool {
        self.all.iter().any(&is_one) || self.finds(is_one)
    }

    /// Looks further, until there is such a place.
    fn finds(&mut self, is_it: impl Fn(&Place) -> bool) -> bool {
        let mut is_found = self.all.insert(self.place) && is_it(&self.place);
        while !is_found && let Some(&(stack, resource)) = self.all.get_index(self.walked) {
            self.walked += 1;
            let nodes = self.graph.resource(stack, resource).into_iter();
            for next in nodes.flat_map(|it| self.graph.edges.neighbors(it)) {
                if let Some(&Node::Resource { stack, resource }) = self.graph.edges.node_weight(next) {
                    is_found |= self.all.insert((stack, resource)) && is_it(&(stack, resource));
                }
            }
        }
        is_found
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        construct::{Construct, Spec},
        policy::Development,
        resource::Made,
        rule::Rule,
        stack::Within,
        value::{Json, Object, Value},
        waiver::Raw,
    };

    use super::{
        super::{
            awaited::{AWAITED, Awaited, First},
            found::{Plain, both, messages, nest},
        },
        EARLY,
    };
    use crate::{prelude::*, region, stack::Aws};

    /// A resource that waits for some others.
    struct Waits<'a>(Plain, &'a [Made<Plain>]);

    impl Spec for Waits<'_> {
        type Handle = Made<Plain>;
        const KIND: &'static str = "Waits";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> Construct<P, Aws> for Waits<'_> {
        fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<Plain> {
            let made = scope.resource("", self.0);
            self.1.iter().for_each(|first| scope.depends_on(&made, first));
            made
        }
    }

    /// What every row about a type asks of it.
    fn sample(kind: &str) -> Object {
        match kind {
            "AWS::ApiGateway::Stage" => {
                nest("AccessLogSetting/DestinationArn", "arn:aws:logs:us-east-1:1:log-group:calls")
            }
            "AWS::ECS::Service" => nest("DeploymentConfiguration/DeploymentCircuitBreaker/Enable", true),
            "AWS::ElasticLoadBalancingV2::LoadBalancer" => logs("true").with("Scheme", "internet-facing"),
            "AWS::Lambda::Function" => nest("VpcConfig/SubnetIds/*", "subnet-1"),
            "AWS::OpenSearchService::Domain" => nest("LogPublishingOptions", Object::new()),
            "AWS::Route53::HostedZone" => nest("QueryLoggingConfig", Object::new()),
            "AWS::StepFunctions::StateMachine" => nest("LoggingConfiguration/Level", "ALL"),
            _ => Object::new(),
        }
    }

    fn logs(is_on: &'static str) -> Object {
        let switch = Object::new().with("Key", "access_logs.s3.enabled").with("Value", is_on);
        let bucket = Object::new().with("Key", "access_logs.s3.bucket");
        Object::new().with("LoadBalancerAttributes", vec![Json::from(bucket), switch.into()])
    }

    fn policy(effect: &'static str, actions: &[&'static str]) -> Object {
        let actions: Vec<Json> = actions.iter().map(|it| (*it).into()).collect();
        let service = Object::new().with("Service", "config.amazonaws.com");
        let statement = Object::new().with("Effect", effect).with("Principal", service).with("Action", actions);
        nest("PolicyDocument/Statement/*", statement)
    }

    fn called(kind: &str) -> Object {
        match kind {
            "AWS::ApiGateway::Stage" => Object::new().with("StageName", "live"),
            "AWS::Lambda::Alias" => Object::new().with("Name", "live"),
            _ => Object::new(),
        }
    }

    /// How much is found of a row, when there are so many things to wait for and so many are waited for.
    fn of(it: &Awaited, &First(kind, path): &First, place: &'static str, there: usize, waits: usize) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let thing: Json = stack.add("Thing", Raw(Plain("Thing", Object::new()))).id().into();
        let first = |at: usize| {
            let tree = policy("Allow", &["ec2:CreateNetworkInterface", "logs:*", "sqs:ReceiveMessage"]);
            let tree = both(&tree, &called(kind));
            let tree = if path.is_empty() { tree } else { both(&tree, &nest(path, thing.clone())) };
            (format!("First{at}"), Raw(Plain(kind, tree)))
        };
        let firsts: Vec<_> = (0..there).map(first).map(|(name, it)| stack.add(name, it)).collect();
        let (own, on) = place.split_once('>').map_or((place, None), |(own, on)| (own, Some(on)));
        let value = match on {
            None => thing,
            Some(on) => stack.add("Between", Raw(Plain("Between", nest(on, thing)))).id().into(),
        };
        let behind = match it.kind {
            "AWS::Lambda::Permission" => Some(":live"),
            "AWS::WAFv2::WebACLAssociation" => Some("/stages/live"),
            _ => None,
        };
        let value =
            behind.map_or(value.clone(), |behind| Value::<String>::concat([value, behind.into()]).json().clone());
        let tree = if own.is_empty() { sample(it.kind) } else { both(&sample(it.kind), &nest(own, value)) };
        let kind = if it.kind == "Custom::*" { "Custom::Thing" } else { it.kind };
        stack.add("It", Waits(Plain(kind, tree), &firsts[..waits]));
        messages(&App::new("test").stack(stack), &[EARLY]).len()
    }

    #[test]
    fn each_row_is_found_and_what_waits_is_not() {
        for it in &AWAITED {
            for (first, place) in it.firsts.iter().flat_map(|first| it.about.iter().map(move |place| (first, *place))) {
                let row = format!("{} {place} {}", it.kind, first.0);
                assert_eq!(of(it, first, place, 2, 0), 1, "{row}");
                assert_eq!(of(it, first, place, 2, 1), usize::from(it.all), "{row}");
                assert_eq!(of(it, first, place, 2, 2), 0, "{row}");
                assert_eq!(of(it, first, place, 0, 0), 0, "{row}");
            }
        }
    }

    #[test]
    fn who_waits_for_what_waits_waits() {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let bucket = stack.add("Bucket", Raw(Plain("AWS::S3::Bucket", Object::new())));
        let policy =
            stack.add("Policy", Raw(Plain("AWS::S3::BucketPolicy", Object::new().with("Bucket", bucket.id()))));
        let between = stack.add("Between", Waits(Plain("Between", Object::new()), &[policy]));
        let trail = Object::new().with("S3BucketName", bucket.id());
        stack.add("Trail", Waits(Plain("AWS::CloudTrail::Trail", trail), &[between]));
        assert_eq!(messages(&App::new("test").stack(stack), &[EARLY]), Vec::<String>::new());
    }

    /// What is not about the same thing, or asks for nothing, waits for nothing.
    #[test]
    fn what_needs_nothing_waits_for_nothing() {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let bucket = stack.add("Bucket", Raw(Plain("AWS::S3::Bucket", Object::new())));
        stack.add("Policy", Raw(Plain("AWS::S3::BucketPolicy", Object::new().with("Bucket", bucket.id()))));
        stack.add(
            "Trail",
            Raw(Plain("AWS::CloudTrail::Trail", Object::new().with("S3BucketName", "records-elsewhere"))),
        );
        let function = stack.add("Function", Raw(Plain("AWS::Lambda::Function", Object::new())));
        let alias = Object::new().with("FunctionName", function.id()).with("Name", "live");
        stack.add("Alias", Raw(Plain("AWS::Lambda::Alias", alias)));
        let whole = Object::new().with("FunctionName", function.id());
        stack.add("Whole", Raw(Plain("AWS::Lambda::Permission", whole)));
        let arn =
            Value::<String>::concat(["arn:aws:lambda:us-east-1:111122223333:function:".into(), function.id().into()]);
        stack.add("Arn", Raw(Plain("AWS::Lambda::Permission", nest("FunctionName", arn.json().clone()))));
        let subnet = stack.add("Subnet", Raw(Plain("AWS::EC2::Subnet", Object::new().with("VpcId", "vpc-1"))));
        stack.add("Attachment", Raw(Plain("AWS::EC2::VPCGatewayAttachment", Object::new().with("VpcId", "vpc-1"))));
        let gateway = Object::new().with("SubnetId", subnet.id()).with("ConnectivityType", "private");
        stack.add("Gateway", Raw(Plain("AWS::EC2::NatGateway", gateway)));
        let quiet = both(&logs("false"), &nest("LoadBalancerAttributes/*/Value", bucket.id()));
        stack.add("Quiet", Raw(Plain("AWS::ElasticLoadBalancingV2::LoadBalancer", quiet)));
        assert_eq!(messages(&App::new("test").stack(stack), &[EARLY]), Vec::<String>::new());
    }

    /// How much is found where a role or a bucket has a policy and these are about it.
    fn with(kind: &'static str, of: &'static str, policy: &Object, more: &[(&'static str, Object)]) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let thing = stack.add("Thing", Raw(Plain("Thing", Object::new())));
        stack.add("Policy", Raw(Plain(kind, both(policy, &nest(of, thing.id())))));
        for (at, (kind, tree)) in more.iter().enumerate() {
            let place = if *kind == "AWS::Config::DeliveryChannel" { "S3BucketName" } else { "Role" };
            let tree = both(tree, &nest(place, thing.id()));
            let function = stack.add(format!("It{at}"), Raw(Plain(kind, tree)));
            let hands = Object::new().with("FunctionName", function.id());
            stack.add(format!("Hands{at}"), Raw(Plain("AWS::Lambda::EventSourceMapping", hands)));
        }
        messages(&App::new("test").stack(stack), &[EARLY]).len()
    }

    #[test]
    fn only_what_lets_it_do_that_is_waited_for() {
        let role = |effect, action| {
            let more = [("AWS::Lambda::Function", sample("AWS::Lambda::Function"))];
            with("AWS::IAM::Policy", "Roles/*", &policy(effect, &[action]), &more)
        };
        // The function for its network, and what hands it messages.
        assert_eq!(
            ["ec2:CreateNetworkInterface", "ec2:*", "sqs:ReceiveMessage", "*"].map(|it| role("Allow", it)),
            [1, 1, 1, 2]
        );
        assert_eq!(["ec2:DescribeInstances", "sqs:SendMessage", "dynamodb:Query"].map(|it| role("Allow", it)), [0; 3]);
        assert_eq!(["ec2:*", "*"].map(|it| role("Deny", it)), [0; 2]);
        let bucket = |effect| {
            let more = [("AWS::Config::DeliveryChannel", Object::new())];
            with("AWS::S3::BucketPolicy", "Bucket", &policy(effect, &["s3:PutObject"]), &more)
        };
        assert_eq!([bucket("Allow"), bucket("Deny")], [1, 0]);
    }

    /// A role that custom resources share has a policy for each, and each waits for its own.
    #[test]
    fn who_shares_a_role_waits_for_a_policy_of_it() {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let role = stack.add("Role", Raw(Plain("AWS::IAM::Role", Object::new())));
        let function = Object::new().with("Role", role.id());
        let function = stack.add("Function", Raw(Plain("AWS::Lambda::Function", function)));
        for at in 0..2 {
            let its = policy("Allow", &["ssm:GetParameter"]).with("Roles", vec![Json::from(role.id())]);
            let its = stack.add(format!("Policy{at}"), Raw(Plain("AWS::IAM::Policy", its)));
            let custom = Plain("Custom::AWS", Object::new().with("ServiceToken", function.id()));
            stack.add(format!("Custom{at}"), Waits(custom, &[its]));
        }
        assert_eq!(messages(&App::new("test").stack(stack), &[EARLY]), Vec::<String>::new());
    }

    /// What the CDK writes of a service with a balancer: it waits for the listener and for the role of its tasks.
    #[test]
    fn a_service_waits_for_its_listener_alone() {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let [subnet, role, files, group] =
            ["Subnet", "Role", "Files", "Group"].map(|it| stack.add(it, Raw(Plain("Thing", Object::new()))));
        let routes = Object::new().with("SubnetId", subnet.id());
        stack.add("Routes", Raw(Plain("AWS::EC2::SubnetRouteTableAssociation", routes)));
        let its = policy("Allow", &["logs:PutLogEvents"]).with("Roles", vec![Json::from(role.id())]);
        stack.add("Policy", Raw(Plain("AWS::IAM::Policy", its)));
        stack.add("Mount", Raw(Plain("AWS::EFS::MountTarget", Object::new().with("FileSystemId", files.id()))));
        let listener = nest("DefaultActions/*/TargetGroupArn", group.id());
        let listener = stack.add("Listener", Raw(Plain("AWS::ElasticLoadBalancingV2::Listener", listener)));
        let plain = Object::new().with("ExecutionRoleArn", role.id());
        let mounts = both(&plain, &nest("Volumes/*/EFSVolumeConfiguration/FilesystemId", files.id()));
        let [plain, mounts] = [("Plain", plain), ("Mounts", mounts)]
            .map(|(name, it)| stack.add(name, Raw(Plain("AWS::ECS::TaskDefinition", it))));
        let service = nest("NetworkConfiguration/AwsvpcConfiguration/Subnets/*", subnet.id());
        let service = both(&service, &nest("LoadBalancers/*/TargetGroupArn", group.id()));
        let breaks = both(&service, &sample("AWS::ECS::Service")).with("TaskDefinition", plain.id());
        stack.add("Breaks", Waits(Plain("AWS::ECS::Service", breaks), std::slice::from_ref(&listener)));
        let patient = service.with("TaskDefinition", mounts.id());
        stack.add("Patient", Waits(Plain("AWS::ECS::Service", patient), &[listener]));
        assert_eq!(messages(&App::new("test").stack(stack), &[EARLY]), Vec::<String>::new());
    }

    #[test]
    fn a_stage_that_writes_to_a_stream_needs_no_role() {
        let of = |to: &'static str| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let to = stack.add("To", Raw(Plain(to, Object::new())));
            stack.add("Account", Raw(Plain("AWS::ApiGateway::Account", Object::new())));
            let stage = nest("AccessLogSetting/DestinationArn", to.id());
            stack.add("Stage", Raw(Plain("AWS::ApiGateway::Stage", stage)));
            messages(&App::new("test").stack(stack), &[EARLY]).len()
        };
        assert_eq!([of("AWS::Logs::LogGroup"), of("AWS::KinesisFirehose::DeliveryStream")], [1, 0]);
    }
}
