//! References that a program writes as text are read like typed ones.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use hc_cdk::{
    app::App,
    date,
    finding::Finding,
    parameter::Parameter,
    policy::{Development, Hipaa},
    resource::{Attribute, Resource, ResourceType},
    rule::BY_HAND,
    value::{Json, Object, Token, Value},
    waiver::{Raw, Waiver},
};
use hc_cdk_aws::{
    cfn::{kms, sns, sqs, ssm},
    keys::CustomerKey,
    region,
    stack::Stack,
};

fn call(name: &'static str, arguments: impl Into<Json>) -> Json {
    Object::new().with(name, arguments).into()
}

fn list<const N: usize>(items: [&'static str; N]) -> Json {
    Json::List(items.into_iter().map(Json::from).collect())
}

/// A topic with a policy in which a value stands.
fn topic(value: Json) -> Raw<sns::Topic> {
    Raw(sns::Topic { archive_policy: Some(Object::new().with("Of", value).into()), ..Default::default() })
}

fn clinic() -> Stack<Development> {
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    stack.add("Key", Raw(kms::Key::default()));
    stack.parameter("Size", Parameter::<i64>::new("how large"));
    stack
}

fn findings(stack: Stack<Development>) -> Vec<Finding> {
    App::new("hms").stack(stack).check().err().map(|findings| findings.0).unwrap_or_default()
}

fn said(value: Json) -> Vec<String> {
    let mut stack = clinic();
    stack.add("Topic", topic(value));
    findings(stack).into_iter().map(|it| format!("{}: {}: {}", it.path, it.message, it.help)).collect()
}

fn written(value: Json) -> serde_json::Value {
    let mut stack = clinic();
    stack.add("Topic", topic(value));
    let files = App::new("hms").stack(stack).synthesize().unwrap();
    let file = files.iter().find(|it| it.path.ends_with("template.json")).unwrap();
    let template: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    template["Resources"]["Topic"]["Properties"]["ArchivePolicy"]["Of"].clone()
}

#[test]
fn what_points_at_nothing_is_found() {
    let unknown = |name: &str, help: &str| {
        [format!(
            "clinic/Topic: refers to `{name}`, and the stack has neither such a resource nor such a parameter: {help}"
        )]
    };
    let handle = "use the handle that `add` returned";
    assert_eq!(said(call("Ref", "Nowhere")), unknown("Nowhere", handle));
    assert_eq!(said(call("Ref", "key")), unknown("key", "did you mean `Key`"));
    assert_eq!(said(call("Ref", "AWS::Regoin")), unknown("AWS::Regoin", handle));
    assert_eq!(said(call("Fn::GetAtt", list(["Nowhere", "Arn"]))), unknown("Nowhere", handle));
    assert_eq!(said(call("Fn::GetAtt", "Nowhere.Arn")), unknown("Nowhere", handle));
    assert_eq!(said(call("Fn::Sub", "arn:${AWS::Partition}:${Nowhere.Arn}")), unknown("Nowhere", handle));
    // Inside another function, and as a typed value.
    assert_eq!(said(call("Fn::Base64", call("Ref", "Nowhere"))), unknown("Nowhere", handle));
    let token = Value::<String>::token(Token::Function { name: "Ref", arguments: "Nowhere".into() });
    assert_eq!(said(token.into()), unknown("Nowhere", handle));
}

#[test]
fn an_attribute_that_no_resource_of_the_type_has_is_found() {
    let unread = |name: &str, help: &str| {
        [format!("clinic/Topic: reads `{name}` of `Key`, and no `AWS::KMS::Key` has such an attribute: {help}")]
    };
    let all = "its attributes are `Arn`, `KeyId`";
    assert_eq!(said(call("Fn::GetAtt", list(["Key", "Arm"]))), unread("Arm", "did you mean `Arn`"));
    assert_eq!(said(call("Fn::GetAtt", "Key.arn")), unread("arn", "did you mean `Arn`"));
    assert_eq!(said(call("Fn::GetAtt", "Key.Arn.Name")), unread("Arn.Name", all));
    assert_eq!(said(call("Fn::Sub", "for ${Key.Owner}")), unread("Owner", all));
    // What is given is no attribute, and neither is what `Ref` gives.
    assert_eq!(said(call("Fn::GetAtt", list(["Key", "KeyPolicy"]))), unread("KeyPolicy", all));
    assert_eq!(said(call("Fn::GetAtt", list(["Key", "Ref"]))), unread("Ref", all));
    for right in ["Key.Arn", "Key.KeyId"] {
        assert_eq!(said(call("Fn::GetAtt", right)), Vec::<String>::new());
    }
}

#[test]
fn an_attribute_is_what_the_type_says() {
    let read = |add: fn(&mut Stack<Development>), name: &'static str| {
        let mut stack = clinic();
        add(&mut stack);
        stack.add("Topic", topic(call("Fn::GetAtt", name)));
        findings(stack).into_iter().map(|it| it.code).collect::<Vec<_>>()
    };
    let queue = |stack: &mut Stack<Development>| _ = stack.add("Made", Raw(sqs::Queue::default()));
    let param = |stack: &mut Stack<Development>| _ = stack.add("Made", Raw(ssm::Parameter::default()));
    // Of some types all properties can be read.
    assert!(!read(queue, "Made.VisibilityTimeout").contains(&"UnknownAttribute"));
    assert!(!read(param, "Made.Value").contains(&"UnknownAttribute"));
    assert!(read(queue, "Made.Visibility").contains(&"UnknownAttribute"));
}

#[test]
fn an_attribute_that_another_stack_or_an_output_reads_is_found_too() {
    let mut ground = clinic();
    let key = ground.add("Lent", Raw(kms::Key::default()));
    ground.output("Told", "who owns it", key.get(Attribute::<kms::Key, String>::new("Owner")));
    let mut stack = Stack::<Development>::new("ward", region::UsEast1);
    stack.add("Topic", topic(key.get(Attribute::<kms::Key, String>::new("Manager")).into()));
    let found = App::new("hms").stack(ground).stack(stack).check().err().map(|it| it.0).unwrap_or_default();
    let read: Vec<_> = found.iter().map(|it| (it.code, it.path.as_str(), it.message.as_str())).collect();
    let said = |name: &str| format!("reads `{name}` of `Lent`, and no `AWS::KMS::Key` has such an attribute");
    let (told, managed) = (said("Owner"), said("Manager"));
    assert_eq!(read, [("UnknownAttribute", "clinic", &*told), ("UnknownAttribute", "ward/Topic", &*managed)]);
}

#[test]
fn what_no_template_of_ours_has_is_found() {
    for name in ["Fn::If", "Fn::FindInMap"] {
        let found = said(call(name, list(["Large", "a", "b"])));
        assert!(found.len() == 1 && found[0].contains("and no stack has one"), "{found:?}");
    }
    for (name, arguments) in [("Fn::GetAtt", list(["Key"])), ("Ref", list(["Key"])), ("Fn::Sub", Json::Int(1))] {
        let found = said(call(name, arguments));
        assert!(found.len() == 1 && found[0].contains("arguments are none that it takes"), "{found:?}");
    }
}

#[test]
fn what_only_a_macro_knows_is_found_wherever_it_stands() {
    let include = || call("Fn::Transform", Object::new().with("Name", "AWS::Include"));
    let beside = || Object::new().with("Sid", "x").with("Fn::Transform", Object::new());
    for value in [
        include(),
        beside().into(),
        call("Fn::Select", vec![Json::from("0"), vec![include()].into()]),
        call("Fn::ForEach::Each", list(["Name"])),
        call("Fn::Length", list(["a"])),
        Value::<String>::token(Token::Function { name: "Fn::Transform", arguments: Json::Null }).into(),
    ] {
        let found = said(value);
        assert!(found.len() == 1 && found[0].contains("can write anything"), "{found:?}");
    }
    let beside = Object::new().with("Fn::Select", list(["0", "a"])).with("Sid", "x");
    assert!(said(beside.into())[0].contains("arguments are none that it takes"));
}

/// A topic with one value for all of its properties.
struct Whole(Json);

impl Resource for Whole {
    type Id = String;
    type Of = hc_cdk_aws::cfn::CloudFormation;
    const TYPE: &'static ResourceType = sns::Topic::TYPE;

    fn into_properties(self) -> Json {
        self.0
    }
}

#[test]
fn no_function_gives_all_properties() {
    for value in [call("Fn::Select", list(["0", "a"])), call("Ref", "Size"), call("Ref", "AWS::NoValue")] {
        let mut stack = clinic();
        stack.add("Topic", Raw(Whole(value)));
        let found = findings(stack);
        assert!(found.iter().any(|it| it.message.contains("one value for all of its properties")), "{found:?}");
    }
}

#[test]
fn what_points_at_something_is_written_as_if_it_was_typed() {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(written(call("Ref", "Key")), json(r#"{"Ref": "Key"}"#));
    assert_eq!(written(call("Ref", "Size")), json(r#"{"Ref": "Size"}"#));
    assert_eq!(written(call("Ref", "AWS::Region")), json(r#"{"Ref": "AWS::Region"}"#));
    assert_eq!(written(call("Ref", "AWS::NoValue")), json(r#"{"Ref": "AWS::NoValue"}"#));
    assert_eq!(written(call("Fn::GetAtt", "Key.Arn")), json(r#"{"Fn::GetAtt": ["Key", "Arn"]}"#));
    let own = Object::new().with("Name", call("Ref", "Key"));
    let sub = vec!["${!Name}-${Name}-${Key.Arn}-${AWS::Region}".into(), own.into()];
    let joined = r#"{"Fn::Join": ["", ["${Name}-", {"Ref": "Key"}, "-", {"Fn::GetAtt": ["Key", "Arn"]}, "-", {"Ref": "AWS::Region"}]]}"#;
    assert_eq!(written(call("Fn::Sub", Json::List(sub))), json(joined));
    assert_eq!(written(call("Fn::Sub", "plain")), json(r#""plain""#));
    assert_eq!(written(call("Fn::Split", list([",", "a,b"]))), json(r#"{"Fn::Split": [",", "a,b"]}"#));
    let dashed = vec![Json::from("-"), vec![Json::from("a"), call("Ref", "Key"), "b".into()].into()];
    assert_eq!(written(call("Fn::Join", dashed)), json(r#"{"Fn::Join": ["", ["a-", {"Ref": "Key"}, "-b"]]}"#));
    let more = Object::new().with("Ref", "Nowhere").with("Other", 1);
    assert_eq!(written(more.into()), json(r#"{"Ref": "Nowhere", "Other": 1}"#));
}

#[test]
fn a_circle_of_texts_is_named_hop_by_hop() {
    let mut stack = clinic();
    stack.add("One", topic(call("Fn::GetAtt", list(["Two", "TopicArn"]))));
    stack.add("Two", topic(call("Fn::Sub", "${Three}")));
    stack.add("Three", topic(call("Ref", "One")));
    let messages: Vec<String> = findings(stack).into_iter().map(|it| it.message).collect();
    assert_eq!(messages, ["waits for itself: `clinic/One` -> `clinic/Two` -> `clinic/Three` -> `clinic/One`"]);
}

#[test]
fn what_outputs_name_is_read_as_well() {
    let mut stack = clinic();
    stack.output("Out", "what is not there", call("Ref", "Nowhere"));
    let found = findings(stack);
    assert!(found.len() == 1 && found[0].message.starts_with("refers to `Nowhere`"), "{found:?}");
}

/// Two parameters of Systems Manager, each with an option.
struct Two(&'static str, Json);

impl hc_cdk::construct::Spec for Two {
    type Handle = ();

    const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[];
    const KIND: &'static str = "Two";
}

impl<P> hc_cdk::construct::Construct<P, hc_cdk_aws::stack::Aws> for Two {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, hc_cdk_aws::stack::Aws>) {
        let parameter = |value: Json| ssm::Parameter {
            r#type: Some("String".into()),
            value: Some(Value::<String>::concat([value])),
            ..Default::default()
        };
        let first = scope.resource("First", parameter("x".into()));
        let second = scope.resource("Second", parameter(first.id().into()));
        scope.option(&first, self.0, self.1);
        drop(second);
    }
}

#[test]
fn what_options_name_is_read_as_well() {
    for (option, value, message) in [
        ("DependsOn", Json::from("Nowhere"), "refers to `Nowhere`"),
        ("DependsOn", list(["PairSecond"]), "waits for itself: `clinic/PairFirst` -> `clinic/PairSecond`"),
        ("Condition", "Large".into(), "has a `Condition`, which names a condition, and no stack has one"),
        ("Metadata", Object::new().with("Of", call("Ref", "Nowhere")).into(), "refers to `Nowhere`"),
        ("Fn::Transform", Object::new().into(), "has a `Fn::Transform`"),
    ] {
        let mut stack = clinic();
        stack.add("Pair", Two(option, value));
        let found = findings(stack);
        assert!(found.len() == 1 && found[0].message.starts_with(message), "{option}: {found:?}");
    }
    let mut stack = clinic();
    stack.add("Pair", Two("DependsOn", list(["Key"])));
    assert_eq!(findings(stack), []);
}

#[test]
fn what_is_left_out_by_a_function_is_read_as_left_out() {
    let open = |custody: Option<Value<String>>| {
        let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
        stack.add("Key", CustomerKey::builder().build());
        let topic = sns::Topic { kms_master_key_id: custody, ..Default::default() };
        let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2099-01-31"));
        stack.add("Topic", waiver.resource(topic));
        let found = App::new("hms").stack(stack).check().err().map(|findings| findings.0).unwrap_or_default();
        found.iter().any(|it| it.code == "SNSEncryptedKMS")
    };
    let token = |arguments: Json| Value::token(Token::Function { name: "Ref", arguments });
    assert!(open(None));
    assert!(open(Some(token("AWS::NoValue".into()))));
    assert!(open(Some(Value::from_json(call("Ref", "AWS::NoValue")))));
    assert!(!open(Some(token("Key".into()))));
}
