//! Queues and topics, from description to template.

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use crate::{
    assertions::{Clinic, Template},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

fn of(stack: Stack<Prod>) -> Tree {
    Template::of_stack(stack).json()["Resources"].clone()
}

#[test]
fn a_queue_is_encrypted_closed_and_keeps_what_fails() {
    let Clinic { mut stack, zone, .. } = clinic();
    stack.add("Letters", Queue::builder().perimeter(&zone).handled_within(60).attempts(3).build());
    let resources = of(stack);
    let it = &resources["Letters"];
    assert_eq!(it["DeletionPolicy"], "Retain");
    assert_eq!(it["Properties"]["KmsMasterKeyId"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
    assert_eq!(it["Properties"]["VisibilityTimeout"], 60);
    let failed = json!({ "Fn::GetAtt": ["LettersFailed", "Arn"] });
    assert_eq!(it["Properties"]["RedrivePolicy"], json!({ "deadLetterTargetArn": failed, "maxReceiveCount": 3 }));
    for name in ["Letters", "LettersFailed"] {
        let policy = &resources[format!("{name}Policy")]["Properties"];
        assert_eq!(policy["Queues"], json!([{ "Ref": name }]));
        let statement = &policy["PolicyDocument"]["Statement"][0];
        assert_eq!((&statement["Effect"], &statement["Action"]), (&"Deny".into(), &"sqs:*".into()));
        assert_eq!(statement["Condition"], json!({ "Bool": { "aws:SecureTransport": "false" } }));
    }
}

#[test]
fn who_sends_cannot_take_and_who_takes_cannot_send() {
    let Clinic { mut stack, zone, .. } = clinic();
    let letters = stack.add("Letters", Queue::builder().perimeter(&zone).build());
    let admissions = stack.add("Admissions", Topic::builder().perimeter(&zone).build());
    let api = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080);
    stack.add("Api", api.connect(&letters).connect(&admissions).build());
    stack.add("Printer", FargateWorker::builder().perimeter(&zone).image(IMAGE).reads(&letters.inbox()).build());
    let resources = of(stack);
    let may = |name: &str| resources[name]["Properties"]["PolicyDocument"].to_string();
    let (sends, takes) = (may("ApiTaskRolePolicy"), may("PrinterTaskRolePolicy"));
    for (action, sent) in [("sqs:SendMessage", true), ("sns:Publish", true), ("sqs:ReceiveMessage", false)] {
        assert_eq!(sends.contains(action), sent, "{action}: {sends}");
        assert_eq!(takes.contains(action), !sent, "{action}: {takes}");
    }
    let container = resources["ApiTask"]["Properties"]["ContainerDefinitions"][0]["Environment"].to_string();
    for variable in ["LETTERS_QUEUE_URL", "ADMISSIONS_TOPIC_ARN"] {
        assert!(container.contains(variable), "{variable}: {container}");
    }
}

#[test]
fn what_only_values_show_is_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    stack.add("Letters", Queue::builder().perimeter(&zone).handled_within(43_201).attempts(0).build());
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    for sentence in ["gives `43201` seconds to handle a message", "gives `0` attempts"] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

/// What fails is written to another queue by nobody's right.
#[test]
fn what_fails_goes_to_no_queue_of_less() {
    let mut clinic = clinic();
    let office = Perimeter::<Internal>::builder().vpc(&clinic.vpc).key(&clinic.key).trail(&clinic.trail).build();
    let office = clinic.stack.add("Office", office);
    let notes = clinic.stack.add("Notes", Queue::builder().perimeter(&office).build());
    clinic.stack.add("Letters", Queue::builder().perimeter(&clinic.zone).build());
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "shows a way", "jane.roe", date!("2099-01-31"));
    let to: hc_cdk::value::Value<String> = notes.arn();
    let redrive = hc_cdk::value::Object::new().with("deadLetterTargetArn", to).with("maxReceiveCount", 5);
    clinic.stack.add("Redriven", waiver.property("Letters", "RedrivePolicy", redrive));
    let findings = App::new("test").stack(clinic.stack).synthesize().unwrap_err().to_string();
    assert!(findings.contains("`clinic/Letters` can write to `clinic/Notes`"), "{findings}");
}

/// A queue of a construct of one's own that hands data on is held to what ours says of itself.
#[test]
fn a_queue_that_lets_plain_requests_in_is_found() {
    for (change, sentence) in [
        (("LettersPolicy", "PolicyDocument"), "takes messages without TLS"),
        (("Letters", "RedrivePolicy"), "tries a message again and again"),
    ] {
        let Clinic { mut stack, zone, .. } = clinic();
        stack.add("Letters", Queue::builder().perimeter(&zone).build());
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "shows a rule", "jane.roe", date!("2099-01-31"));
        let nothing = hc_cdk::value::Object::new().with("Version", "2012-10-17");
        stack.add("Changed", waiver.property(change.0, change.1, nothing));
        let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
