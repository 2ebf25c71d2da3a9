//! Buses, from description to template, and who is found to hear of what they have.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use super::{Events, EveryAccount};
use crate::{
    assertions::{Clinic, Template},
    cfn::{events, events::rule::Target},
    compute::{Deployment, Steps},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/visits@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

fn clinic() -> (Clinic<Prod, Phi>, Events<Phi>) {
    let mut clinic = Clinic::new("clinic", region::UsEast1);
    let happened = clinic.stack.add("Happened", Bus::builder().perimeter(&clinic.zone).build());
    (clinic, happened)
}

fn of(stack: Stack<Prod>) -> Tree {
    Template::of_stack(stack).json()["Resources"].clone()
}

fn found(stack: Stack<Prod>) -> String {
    App::new("test").stack(stack).synthesize().unwrap_err().to_string()
}

fn arn(name: &str) -> Tree {
    json!({ "Fn::GetAtt": [name, "Arn"] })
}

#[test]
fn a_bus_is_encrypted_kept_and_loses_nothing() {
    let (Clinic { stack, .. }, _) = clinic();
    let all = of(stack);
    let it = &all["Happened"]["Properties"];
    assert_eq!((&it["Name"], &it["KmsKeyIdentifier"]), (&"clinic-Happened".into(), &arn("Key")));
    assert_eq!(it["DeadLetterConfig"], json!({ "Arn": arn("HappenedFailed") }));
    let archive = &all["HappenedArchive"];
    let kept = json!({ "SourceArn": arn("Happened"), "KmsKeyIdentifier": arn("Key"), "RetentionDays": 30 });
    assert_eq!((&archive["Properties"], &archive["DeletionPolicy"]), (&kept, &"Retain".into()));
    let policy = all["HappenedFailedPolicy"]["Properties"]["PolicyDocument"]["Statement"][1].to_string();
    assert!(policy.contains(":event-bus/clinic-Happened"), "{policy}");
    let key = all["Key"]["Properties"]["KeyPolicy"]["Statement"].as_array().unwrap();
    let of_events: Vec<&Tree> = key.iter().filter(|it| it["Principal"]["Service"] == "events.amazonaws.com").collect();
    assert_eq!(of_events.len(), 2, "{of_events:?}");
    assert_eq!(
        of_events[0]["Condition"],
        json!({ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } })
    );
    assert!(of_events[1]["Condition"]["ArnLike"]["kms:EncryptionContext:aws:sqs:arn"].is_object(), "{of_events:?}");
}

#[test]
fn who_tells_may_do_that_and_hears_nothing() {
    let (Clinic { mut stack, zone, .. }, happened) = clinic();
    stack.add("Book", Function::builder().perimeter(&zone).code(IMAGE).connect(&happened).build());
    let all = of(stack);
    let may = all["BookRolePolicy"]["Properties"]["PolicyDocument"].to_string();
    assert_eq!(may.matches("events:").collect::<Vec<_>>().len(), 1, "{may}");
    assert!(may.contains("events:PutEvents"));
    assert_eq!(
        all["Book"]["Properties"]["Environment"]["Variables"]["HAPPENED_EVENT_BUS"],
        json!({ "Ref": "Happened" })
    );
}

#[test]
fn functions_queues_and_machines_hear_what_they_name() {
    let (Clinic { mut stack, zone, .. }, happened) = clinic();
    let moved = happened.from("appointments").named("Moved").named("Called off");
    let remind = Function::builder().perimeter(&zone).code(IMAGE).deployment(Deployment::default());
    let remind = stack.add("Remind", remind.on(&moved).build());
    stack.add("Letters", Queue::builder().perimeter(&zone).on(&happened.from("letters")).build());
    let steps = Steps::new().calls("Remind", &remind);
    stack.add("Talk", StateMachine::builder().perimeter(&zone).steps(steps).on(&moved).build());
    let all = of(stack);

    let rule = &all["RemindOnHappenedAppointmentsMovedCalledoff"]["Properties"];
    assert_eq!(rule["EventPattern"], json!({ "source": ["appointments"], "detail-type": ["Moved", "Called off"] }));
    assert_eq!((&rule["EventBusName"], &rule["State"]), (&json!({ "Ref": "Happened" }), &"ENABLED".into()));
    let lost = json!({ "Arn": arn("RemindFailed") });
    assert_eq!(rule["Targets"], json!([{ "Id": "Listener", "Arn": arn("Remind"), "DeadLetterConfig": lost }]));
    let called = &all["RemindOnHappenedAppointmentsMovedCalledoffPermission"]["Properties"];
    assert_eq!(called["Principal"], "events.amazonaws.com");
    assert_eq!(called["SourceArn"], arn("RemindOnHappenedAppointmentsMovedCalledoff"));

    let rule = &all["LettersOnHappenedLetters"]["Properties"];
    assert_eq!(rule["EventPattern"], json!({ "source": ["letters"] }));
    assert_eq!(rule["Targets"][0]["Arn"], arn("Letters"));
    let lets_in = &all["LettersPolicy"]["Properties"]["PolicyDocument"]["Statement"][1];
    assert_eq!((&lets_in["Action"], &lets_in["Resource"]), (&"sqs:SendMessage".into(), &arn("Letters")));
    assert!(lets_in["Condition"]["ArnLike"]["aws:SourceArn"].to_string().contains(":rule/"), "{lets_in}");

    let rule = &all["TalkOnHappenedAppointmentsMovedCalledoff"]["Properties"];
    assert_eq!((&rule["Targets"][0]["Arn"], &rule["Targets"][0]["RoleArn"]), (&arn("Talk"), &arn("TalkListener")));
    let starts = all["TalkListenerPolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    assert_eq!(starts.len(), 1);
    assert_eq!((&starts[0]["Action"], &starts[0]["Resource"]), (&"states:StartExecution".into(), &arn("Talk")));
}

#[test]
fn what_no_event_is_called_and_what_is_kept_too_short_is_found() {
    let (Clinic { mut stack, zone, .. }, happened) = clinic();
    stack.add("Letters", Queue::builder().perimeter(&zone).on(&happened.from("aws.ec2")).build());
    assert!(found(stack).contains("`clinic/Letters` hears events of `aws.ec2` that no program can tell"));
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    stack.add("Happened", Bus::builder().perimeter(&zone).kept_days(7).build());
    assert!(found(stack).contains("`clinic/Happened` keeps events for 7 days, where the policy asks for 30"));
}

#[test]
fn a_bus_stands_in_the_stack_of_its_key() {
    let Clinic { stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let mut other = Stack::<Prod>::new("other", region::UsEast1);
    other.add("Happened", Bus::builder().perimeter(&zone).build());
    let findings = App::new("test").stack(stack).stack(other).synthesize().unwrap_err().to_string();
    assert!(findings.contains("`other/Happened` hands on events under a key of the stack `clinic`"), "{findings}");
}

#[test]
fn whoever_else_hears_of_a_bus_is_found() {
    let declared = |resource: fn(&Events<Phi>) -> events::Rule| {
        let (Clinic { mut stack, .. }, happened) = clinic();
        let reason = "an own rule is tried";
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, reason, "jane.roe", hc_cdk::date!("2027-01-31"));
        stack.add("Also", waiver.resource(resource(&happened)));
        found(stack)
    };
    let elsewhere = declared(|bus| events::Rule {
        event_bus_name: Some(bus.made().id()),
        targets: Some(vec![Target {
            arn: Some("arn:aws:sqs:us-east-1:999988887777:theirs".into()),
            id: Some("Theirs".into()),
            ..Default::default()
        }]),
        ..Default::default()
    });
    assert!(elsewhere.contains("code: NotCleared") && elsewhere.contains("a target of a rule"), "{elsewhere}");
    assert!(elsewhere.contains("loses an event that it cannot hand over"), "{elsewhere}");
}

#[test]
fn queues_topics_and_machines_hear_of_the_objects_of_a_bucket() {
    let (Clinic { mut stack, zone, .. }, happened) = clinic();
    let scans = stack.add("Scans", SecureBucket::builder().perimeter(&zone).tells_events().build());
    let incoming = scans.events().below("incoming/");
    let read = stack.add("Read", Queue::builder().perimeter(&zone).on(&incoming).build());
    let told = Topic::builder().perimeter(&zone).on(&scans.events()).on(&happened.from("lab").named("Ready"));
    stack.add("Told", told.build());
    let steps = Steps::new().calls("Read", &read);
    stack.add("Sort", StateMachine::builder().perimeter(&zone).steps(steps).on(&incoming).build());
    let all = of(stack);
    let rule = &all["ReadOnScansIncoming"]["Properties"];
    assert_eq!(rule.get("EventBusName"), None);
    let object =
        json!({ "bucket": { "name": [{ "Ref": "Scans" }] }, "object": { "key": [{ "prefix": "incoming/" }] } });
    assert_eq!(rule["EventPattern"]["detail"], object);
    let lost = json!({ "Arn": arn("ReadFailed") });
    assert_eq!((&rule["Targets"][0]["Arn"], &rule["Targets"][0]["DeadLetterConfig"]), (&arn("Read"), &lost));
    for policy in ["ReadPolicy", "ReadFailedPolicy"] {
        let statements = all[policy]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
        let sources: Vec<&Tree> = statements.iter().map(|it| &it["Condition"]["ArnLike"]["aws:SourceArn"]).collect();
        assert!(sources.contains(&&json!([arn("ReadOnScansIncoming")])), "{policy}: {sources:?}");
    }
    let statements = all["ToldPolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    let sources: Vec<&Tree> = statements.iter().map(|it| &it["Condition"]["ArnEquals"]["aws:SourceArn"]).collect();
    for rule in ["ToldOnScans", "ToldOnHappenedLabReady"] {
        assert!(sources.contains(&&arn(rule)), "{rule}: {sources:?}");
        assert_eq!(all[rule]["Properties"]["Targets"][0]["Arn"]["Fn::GetAtt"][0], "Told");
    }
    let key = all["Key"]["Properties"]["KeyPolicy"]["Statement"].to_string();
    assert!(key.contains("kms:EncryptionContext:aws:sns:topicArn"), "{key}");
    assert!(all["SortOnScansIncoming"]["Properties"]["Targets"][0]["RoleArn"].is_object());
}

#[test]
fn a_bucket_that_tells_nobody_is_not_heard() {
    let (Clinic { mut stack, zone, .. }, _) = clinic();
    let scans = stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
    stack.add("Read", Queue::builder().perimeter(&zone).on(&scans.events()).build());
    let found = found(stack);
    let sentence = "hears what becomes of the objects of `Scans`, which tells nobody of them";
    assert!(found.contains(sentence), "{found}");
}

/// Every account of an organization tells of what is named, if somebody signs for it.
#[test]
fn an_organization_tells_a_bus_what_is_named() {
    let told = |id: &'static str, once_more: Option<&'static str>| {
        let (Clinic { mut stack, .. }, happened) = clinic();
        let teller = BusTeller::builder().bus(&happened).account(EveryAccount::of(id)).sources(&["results"]);
        let teller = if let Some(id) = once_more { teller.organization(id) } else { teller };
        let signed =
            Waiver::new(crate::rule::POLICY_STAYS_INSIDE, "by agreement", "jane.roe", hc_cdk::date!("2099-01-31"));
        stack.add("Clinics", signed.and(hc_cdk::rule::NOT_CLEARED).construct(teller.build()));
        stack
    };
    let all = of(told("o-a1b2c3d4e5", None));
    let statement = &all["Clinics"]["Properties"]["Statement"];
    assert_eq!(statement["Principal"], json!({ "AWS": "*" }));
    let same = json!({ "events:source": ["results"], "aws:PrincipalOrgID": "o-a1b2c3d4e5" });
    assert_eq!(statement["Condition"], json!({ "StringEquals": same }));
    let nobody = found(told("o-*", None));
    assert!(nobody.contains("asks for the organization `o-*`"), "{nobody}");
    let twice = found(told("o-a1b2c3d4e5", Some("o-a1b2c3d4e5")));
    assert!(twice.contains("asks for an organization once more"), "{twice}");
}

/// Another account tells of what is named, if somebody signs for it, and hears nothing.
#[test]
fn another_account_tells_a_bus_what_is_named() {
    let told =
        |account: &'static str, sources: &'static [&'static str], organization: &'static str, is_signed: bool| {
            let (Clinic { mut stack, .. }, happened) = clinic();
            let teller =
                BusTeller::builder().bus(&happened).account(account).sources(sources).organization(organization);
            let signed =
                Waiver::new(crate::rule::POLICY_STAYS_INSIDE, "by agreement", "jane.roe", hc_cdk::date!("2099-01-31"));
            if is_signed {
                stack.add("Laboratory", signed.and(hc_cdk::rule::NOT_CLEARED).construct(teller.build()));
            } else {
                stack.add("Laboratory", teller.build());
            }
            stack
        };
    let all = of(told("999988887777", &["results"], "o-a1b2c3d4e5", true));
    let policy = &all["Laboratory"]["Properties"];
    assert_eq!(policy["EventBusName"], json!({ "Ref": "Happened" }));
    let statement = &policy["Statement"];
    assert!(statement["Principal"]["AWS"].to_string().contains("999988887777"), "{statement}");
    assert_eq!((&statement["Action"], &statement["Resource"]), (&"events:PutEvents".into(), &arn("Happened")));
    let same = json!({ "events:source": ["results"], "aws:PrincipalOrgID": "o-a1b2c3d4e5" });
    assert_eq!(statement["Condition"], json!({ "StringEquals": same }));

    let unsigned = found(told("999988887777", &["results"], "o-a1b2c3d4e5", false));
    assert!(unsigned.contains("PolicyStaysInside") && unsigned.contains("NotCleared"), "{unsigned}");
    for (account, sources, organization, expected) in [
        ("99998888777", &["results"][..], "o-a1b2c3d4e5", "lets the account `99998888777` tell something"),
        ("999988887777", &[], "o-a1b2c3d4e5", "lets another account tell of ``"),
        ("999988887777", &["*"], "o-a1b2c3d4e5", "lets another account tell of `*`"),
        ("999988887777", &["aws.ec2"], "o-a1b2c3d4e5", "lets another account tell of `aws.ec2`"),
        ("999988887777", &["results"], "clinic", "asks for the organization `clinic`"),
    ] {
        let found = found(told(account, sources, organization, true));
        assert!(found.contains(expected), "{expected}\n{found}");
    }
}
