//! What is read of templates, of those too that nobody would write.

use hc_cdk::value::Json;
use proptest::prelude::*;

use super::Template;
use crate::{
    asked,
    holds::Holds,
    judge::judge,
    node::{Mark, Node, Tree},
    read::documents,
    source::{Asked, Source},
};

fn read(text: &str) -> Template {
    Template::of(&documents(text).unwrap()[0], "eu-west-2")
}

#[test]
fn what_the_template_decides_is_decided() {
    let text = "
Mappings: { M: { eu-west-2: { Is: 'yes' } } }
Conditions:
  Yes: !Equals [!FindInMap [M, !Ref 'AWS::Region', Is], 'yes']
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Condition No]
  Either: !Or [!Condition Open, !Condition Yes]
  Open: !Equals [!Ref Stage, live]
  Round: !Condition Round
Resources:
  Gone: { Type: A::B::C, Condition: No }
  There: { Type: A::B::C, Condition: Open, Properties: { A: !If [Yes, 1, 2], B: !If [Both, 1, 2], C: !If [Either, 1, 2], D: !If [Open, 3, 3] } }
  Left: { Type: A::B::C, Condition: Round, Properties: { A: !If [Open, 1, 2] } }
";
    let template = read(text);
    let names: Vec<&str> = template.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["There", "Left"]);
    let there = &template.resources[0].properties;
    assert_eq!(["A", "B", "C", "D"].map(|name| there.get(name).and_then(Json::as_int)), [1, 2, 1, 3].map(Some));
    let open = template.resources[1].properties.get("A").unwrap();
    assert!(open.get("Fn::Select").is_some(), "the deployment decides: {open}");
}

#[test]
fn what_is_repeated_for_a_list_is_written_out() {
    let text = "
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Topics:
    - Ward
    - [a-1, b]
    - Topic&{Ward}:
        Type: AWS::SNS::Topic
        Properties: { TopicName: !Sub 'ward-${Ward}', DisplayName: !Ref Ward }
      Fn::ForEach::Queues: [Kind, [X, Y], { 'Queue${Kind}&{Ward}': { Type: AWS::SQS::Queue } }]
";
    let template = read(text);
    let names: Vec<&str> = template.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Topica1", "QueueXa1", "QueueYa1", "Topicb", "QueueXb", "QueueYb"]);
    let first = &template.resources[0].properties;
    assert_eq!(first.get("DisplayName").and_then(Json::as_text), Some("a-1"));
    assert_eq!(first.at("TopicName/Fn::Sub").and_then(Json::as_text), Some("ward-a-1"));
    assert_eq!(template.resources[0].at.line, 7, "what is repeated stands there");
    assert!(template.unread.is_empty(), "{:?}", template.unread);
    // A list that the deployment knows is not written out, nor is what another macro may repeat.
    for (from, to) in [("[a-1, b]", "!Ref Wards"), ("AWS::LanguageExtensions", "Ours")] {
        let template = read(&text.replace(from, to));
        assert!(template.resources.is_empty() && !template.unread.is_empty(), "{to}");
    }
}

#[test]
fn loops_in_loops_end() {
    let mut body = "{ 'A${A}${B}${C}${D}${E}': { Type: AWS::SQS::Queue } }".to_owned();
    for name in ["E", "D", "C", "B", "A"] {
        let items: Vec<String> = (0..30).map(|it| format!("x{it}")).collect();
        body = format!("{{ 'Fn::ForEach::{name}': [{name}, [{}], {body}] }}", items.join(", "));
    }
    let template = read(&format!("Transform: AWS::LanguageExtensions\nResources: {body}\n"));
    assert!(template.resources.len() <= 100_000, "{}", template.resources.len());
    assert!(!template.unread.is_empty(), "what is left is said");
}

#[test]
fn a_loop_of_too_much_is_left_and_said() {
    let looped = |count: usize, text: usize| {
        let items: Vec<String> = (0..count).map(|it| format!("x{it}")).collect();
        let body =
            format!("{{ 'A${{A}}': {{ Type: AWS::SQS::Queue, Properties: {{ Text: {} }} }} }}", "a".repeat(text));
        let of = items.join(", ");
        read(&format!("Transform: AWS::LanguageExtensions\nResources: {{ 'Fn::ForEach::A': [A, [{of}], {body}] }}\n"))
    };
    let all = looped(12_000, 1);
    assert_eq!((all.resources.len(), all.unread.len()), (12_000, 0));
    for (count, text) in [(200_000, 1), (1_000, 100_000)] {
        let none = looped(count, text);
        assert_eq!((none.resources.len(), none.unread.len()), (0, 1), "{count}");
    }
}

#[test]
fn a_policy_that_is_a_text_is_read_as_the_object_that_it_says() {
    let text = r#"
Resources:
  Role:
    Type: A::B::C
    Properties:
      Trust: !Sub ['{"Statement": [{"Effect": "Allow", "Principal": {"Federated": "${Value1}"}}]}', { Value1: !Ref Provider }]
      Body: !Sub '{"widgets": []}'
"#;
    let template = read(text);
    let properties = &template.resources[0].properties;
    let trust = properties.get("Trust").unwrap();
    assert_eq!(trust.at("Statement/0/Effect").and_then(Json::as_text), Some("Allow"));
    let whose = trust.at("Statement/0/Principal/Federated/Fn::Sub/1/Value1/Ref").and_then(Json::as_text);
    assert_eq!(whose, Some("Provider"), "{trust}");
    assert!(properties.get("Body").unwrap().get("Fn::Sub").is_some());
}

#[test]
fn a_policy_that_is_a_text_with_a_parameter_may_be_anything() {
    let statement = r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "${Who}"}}]}"#;
    for (function, is_open) in [
        (format!("!Sub '{statement}'"), true),
        (format!("!Sub ['{statement}', {{ Who: !Ref Named }}]"), true),
        (format!("!Sub ['{statement}', {{ Who: !Join [':', [a, !Ref Who]] }}]"), true),
        (format!("!Sub ['{statement}', {{ Who: !GetAtt Other.Arn }}]"), false),
    ] {
        let parameters = "Parameters: { Who: { Type: String }, Named: { Type: String } }";
        let resource = format!("Role: {{ Type: A::B::C, Properties: {{ Trust: {function} }} }}");
        let template = read(&format!("{parameters}\nResources:\n  {resource}\n"));
        let trust = template.resources[0].properties.get("Trust").unwrap();
        assert_eq!(trust.at("Statement/0/Effect").is_none(), is_open, "{trust}");
    }
}

#[test]
fn what_is_not_read_is_named() {
    let text = "
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn::ForEach::Topics: [Name, [A, B], { '${Name}': { Type: AWS::SNS::Topic } }]
  Topic: { Properties: {} }
  Other: { Type: AWS::SNS::Topic }
";
    let template = read(text);
    let lines: Vec<usize> = template.unread.iter().map(|(at, _)| at.line).collect();
    assert_eq!((lines, template.resources.len()), (vec![2, 4, 5], 1));
}

/// A value of any shape, with the functions of templates in places where they may stand and where they may not.
fn any_node() -> impl Strategy<Value = Node> {
    let words = prop::sample::select(vec![
        "Ref",
        "Fn::GetAtt",
        "Fn::Sub",
        "Fn::If",
        "Fn::FindInMap",
        "Fn::Join",
        "Fn::Select",
        "Fn::ImportValue",
        "Fn::GetStackOutput",
        "Fn::Transform",
        "Condition",
        "A",
        "B",
        "Yes",
        "A.Arn",
        "${A}-${B.Arn",
        "AWS::Region",
        "*",
        "Effect",
        "Statement",
        "PolicyDocument",
        "Principal",
        "Action",
        "Resource",
        "Allow",
        "s3:*",
        "Properties",
    ]);
    let leaf = prop_oneof![
        words.clone().prop_map(|it| Tree::Text(it.to_owned())),
        any::<i64>().prop_map(Tree::Int),
        any::<bool>().prop_map(Tree::Bool),
        Just(Tree::Null),
    ];
    let node = |tree| Node { at: Mark::default(), tree };
    leaf.prop_map(node).prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
            prop::collection::btree_map(words.clone(), inner, 0..4).prop_map(|all| {
                Tree::Map(all.into_iter().map(|(name, it)| (Mark::default(), name.to_owned(), it)).collect())
            }),
        ]
        .prop_map(node)
    })
}

/// A document with resources of types that rules are about, whose properties and options are anything.
fn any_document() -> impl Strategy<Value = Node> {
    let kinds = prop::sample::select(vec![
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
        "AWS::KMS::Key",
        "AWS::EC2::SecurityGroup",
        "AWS::Lambda::Function",
        "AWS::RDS::DBInstance",
        "AWS::ECS::TaskDefinition",
        "AWS::ECS::Service",
        "AWS::CloudTrail::Trail",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::SNS::Topic",
        "AWS::DynamoDB::Table",
        "AWS::EC2::Subnet",
        "Custom::It",
    ]);
    let properties = [
        "PolicyDocument",
        "AssumeRolePolicyDocument",
        "Policies",
        "KeyPolicy",
        "BucketName",
        "Bucket",
        "Role",
        "Environment",
        "SecurityGroups",
        "SecurityGroupIngress",
        "ContainerDefinitions",
        "VersioningConfiguration",
        "CidrBlock",
    ];
    let properties = prop::collection::btree_map(prop::sample::select(properties.to_vec()), any_node(), 0..5);
    let resource = (kinds, properties, any_node()).prop_map(|(kind, properties, option)| {
        let node = |tree| Node { at: Mark::default(), tree };
        let member = |name: &str, it| (Mark::default(), name.to_owned(), it);
        let properties = properties.into_iter().map(|(name, it)| member(name, it)).collect();
        node(Tree::Map(vec![
            member("Type", node(Tree::Text(kind.to_owned()))),
            member("Properties", node(Tree::Map(properties))),
            member("DependsOn", option),
        ]))
    });
    let section = prop::collection::vec(resource, 2);
    (section, any_node(), any_node(), any_node()).prop_map(|(resources, conditions, mappings, outputs)| {
        let node = |tree| Node { at: Mark::default(), tree };
        let member = |name: &str, it| (Mark::default(), name.to_owned(), it);
        let resources = ["A", "B"].into_iter().zip(resources).map(|(name, it)| member(name, it)).collect();
        node(Tree::Map(vec![
            member("Resources", node(Tree::Map(resources))),
            member("Conditions", conditions),
            member("Mappings", mappings),
            member("Outputs", outputs),
        ]))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn whatever_a_template_is_it_is_judged(one in any_document(), two in any_document()) {
        let holds = Holds::parse("one/A phi\ntwo/B pii\n").unwrap();
        let asked = Asked { policy: asked::policies("hipaa,production,uk-health").unwrap(), holds, regions: Vec::new() };
        let source = |stack: &str, document: &Node| Source {
            file: "x".to_owned(), stack: stack.to_owned(), region: None, document: document.clone(),
        };
        let found = judge(&[source("one", &one), source("two", &two)], &asked);
        prop_assert_eq!(&found, &judge(&[source("one", &one), source("two", &two)], &asked), "the same each time");
    }
}
