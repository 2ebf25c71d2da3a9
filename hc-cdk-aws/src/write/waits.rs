//! What fails if it is made before something that it does not refer to: CloudFormation makes at once whatever waits for nothing.
//!
//! The table is of what documentation or the service's own answer names. What the program does not make is somewhere else, and there
//! already.

use std::cell::OnceCell;

use hc_cdk::{
    check::{Checked, graph::Node},
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
type Firsts = IndexMap<(usize, usize, String), Vec<Place>>;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut firsts = Firsts::new();
    for (place, _, resource) in with_places(checked) {
        for (row, it) in AWAITED.iter().enumerate() {
            for First(_, path) in it.firsts.iter().filter(|First(kind, _)| *kind == resource.kind()) {
                if !(it.matters)(&resource.properties) {
                    continue;
                }
                for about in abouts(checked, resource, path) {
                    firsts.entry((row, place.0, about)).or_default().push(place);
                }
            }
        }
    }
    if firsts.is_empty() {
        return;
    }
    for (place, stack, resource) in with_places(checked) {
        for (row, it) in AWAITED.iter().enumerate().filter(|(_, it)| is_one(it, resource)) {
            let waiting = Waiting { checked, place, resource, all: OnceCell::new() };
            let abouts: IndexSet<String> = it.about.iter().flat_map(|path| abouts(checked, resource, path)).collect();
            for about in abouts {
                let Some(firsts) = firsts.get(&(row, place.0, about)) else { continue };
                findings.extend(early(&waiting, stack, firsts, it));
            }
        }
    }
}

fn is_one(it: &Awaited, resource: &ResourceModel) -> bool {
    let kind = resource.kind();
    let is_kind = it.kind == kind || (it.kind == "Custom::*" && is_custom(kind));
    is_kind && (it.when)(&resource.properties)
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

fn early(waiting: &Waiting<'_>, stack: &StackModel, firsts: &[Place], it: &Awaited) -> Option<Finding> {
    let missing = if it.all {
        firsts.iter().find(|it| !waiting.has(it))
    } else {
        firsts.first().filter(|_| !firsts.iter().any(|it| waiting.has(it)))
    };
    let first = stack.resources.get(missing?.1)?;
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
    checked: &'a Checked<'a>,
    place: Place,
    resource: &'a ResourceModel,
    /// By way of others, too; asked for only where something is not waited for by itself.
    all: OnceCell<IndexSet<Place>>,
}

impl Waiting<'_> {
    fn has(&self, first: &Place) -> bool {
        let itself = u32::try_from(first.1).is_ok_and(|it| self.resource.depends_on.contains(&it));
        itself || *first == self.place || self.all.get_or_init(|| waits(self.checked, self.place)).contains(first)
    }
}

/// All that a resource waits for, directly or by way of others.
fn waits(checked: &Checked<'_>, (stack, resource): Place) -> IndexSet<Place> {
    let graph = checked.graph();
    let mut waiting: Vec<_> = graph.resource(stack, resource).into_iter().collect();
    let mut found = IndexSet::new();
    while let Some(node) = waiting.pop() {
        for next in graph.edges.neighbors(node) {
            if let Some(Node::Resource { stack, resource }) = graph.edges.node_weight(next)
                && found.insert((*stack, *resource))
            {
                waiting.push(next);
            }
        }
    }
    found
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
            found::{Plain, messages},
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
        let texts = |it: &'static str| Json::from(vec![Json::from(it)]);
        let of = |name: &'static str, value: Json| Object::new().with(name, value);
        match kind {
            "AWS::ApiGateway::Stage" => of("AccessLogSetting", Object::new().into()),
            "AWS::ECS::Service" => {
                let breaks = Object::new().with("DeploymentCircuitBreaker", Object::new().with("Enable", true));
                of("DeploymentConfiguration", breaks.into()).with("CapacityProviderStrategy", texts("FARGATE"))
            }
            "AWS::ElasticLoadBalancingV2::LoadBalancer" => of("Scheme", "internet-facing".into()),
            "AWS::Lambda::Function" => of("VpcConfig", Object::new().with("SubnetIds", texts("subnet-1")).into()),
            "AWS::OpenSearchService::Domain" => of("LogPublishingOptions", Object::new().into()),
            "AWS::Route53::HostedZone" => of("QueryLoggingConfig", Object::new().into()),
            "AWS::StepFunctions::StateMachine" => of("LoggingConfiguration", Object::new().with("Level", "ALL").into()),
            _ => Object::new(),
        }
    }

    /// What has a policy that allows this.
    fn policy(actions: &[&'static str]) -> Object {
        let actions: Vec<Json> = actions.iter().map(|it| (*it).into()).collect();
        let statement = Json::from(Object::new().with("Action", actions));
        Object::new().with("PolicyDocument", Object::new().with("Statement", vec![statement]))
    }

    /// Properties with a value at a path.
    fn about(mut all: Object, path: &'static str, value: Json) -> Object {
        let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let inside = rest.into_iter().flat_map(|it| it.rsplit('/')).fold(value, |inside, name| match name {
            "*" => vec![inside].into(),
            name => Object::new().with(name, inside).into(),
        });
        all.insert(first, inside);
        all
    }

    /// How much is found of a row, when there are so many things to wait for and so many are waited for.
    fn of(it: &Awaited, &First(kind, path): &First, place: &'static str, there: usize, waits: usize) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let thing: Json = stack.add("Thing", Raw(Plain("Thing", Object::new()))).id().into();
        let first = |at: usize| {
            let tree = policy(&["ec2:CreateNetworkInterface", "logs:CreateLogDelivery", "sqs:ReceiveMessage"]);
            let tree = if path.is_empty() { tree } else { about(tree, path, thing.clone()) };
            (format!("First{at}"), Raw(Plain(kind, tree)))
        };
        let firsts: Vec<_> = (0..there).map(first).map(|(name, it)| stack.add(name, it)).collect();
        let (own, on) = place.split_once('>').map_or((place, None), |(own, on)| (own, Some(on)));
        let value = match on {
            None => thing,
            Some(on) => stack.add("Between", Raw(Plain("Between", about(Object::new(), on, thing)))).id().into(),
        };
        let is_composed = own == "ResourceArn" || it.kind == "AWS::Lambda::Permission";
        let value = if is_composed { Value::<String>::concat([value, ":live".into()]).json().clone() } else { value };
        let tree = if own.is_empty() { sample(it.kind) } else { about(sample(it.kind), own, value) };
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
        stack.add("Alias", Raw(Plain("AWS::Lambda::Alias", Object::new().with("FunctionName", function.id()))));
        let whole = Object::new().with("FunctionName", function.id());
        stack.add("Whole", Raw(Plain("AWS::Lambda::Permission", whole)));
        let role = stack.add("Role", Raw(Plain("AWS::IAM::Role", Object::new())));
        let reads = policy(&["dynamodb:Query"]).with("Roles", vec![Json::from(role.id())]);
        stack.add("Reads", Raw(Plain("AWS::IAM::Policy", reads)));
        let inside = about(Object::new(), "VpcConfig/SubnetIds/*", "subnet-1".into()).with("Role", role.id());
        stack.add("Inside", Raw(Plain("AWS::Lambda::Function", inside)));
        let subnet = stack.add("Subnet", Raw(Plain("AWS::EC2::Subnet", Object::new())));
        let routes = Object::new().with("SubnetId", subnet.id());
        stack.add("Routes", Raw(Plain("AWS::EC2::SubnetRouteTableAssociation", routes)));
        let patient = about(Object::new(), "NetworkConfiguration/AwsvpcConfiguration/Subnets/*", subnet.id().into());
        stack.add("Patient", Raw(Plain("AWS::ECS::Service", patient)));
        assert_eq!(messages(&App::new("test").stack(stack), &[EARLY]), Vec::<String>::new());
    }
}
