//! What workloads get of parties outside and of services of the cloud.

use hc_cdk::{
    data::{Internal, Phi},
    party::Agreement,
    policy::{Hipaa, Production, UkHealth},
    prelude::*,
};
use serde_json::json;

use super::{CloudService, Declassified, Offer, ThirdParty};
use crate::{
    assertions::{Clinic, Template},
    compute::Inline,
    country::{Gb, Us},
    iam::Statement,
    kind::SecretArn,
    prelude::*,
    region,
};

type Uk = (Hipaa, UkHealth, Production);

const IMAGE: Image =
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn secret(key: &crate::keys::Key) -> crate::secrets::SecretHandle {
    let arn = arn!(SecretArn, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:open-ai-AbCdEf");
    Secret::existing(arn, key)
}

#[test]
fn a_workload_learns_how_to_call_a_party() {
    let Clinic { mut stack, key, zone, .. } = Clinic::<Uk, Phi>::new("clinic", region::EuWest2);
    let party = ThirdParty::<Phi>::builder().host(domain!("api.openai.com")).secret(&secret(&key)).field("KEY", "key");
    let party = party.build().located(Gb).agreement(Agreement::of("Contract 2026-014", "jane.roe"));
    let party = stack.add("OpenAi", party);
    assert_eq!(party.agreement().map(|it| it.name.as_ref()), Some("Contract 2026-014"));
    let api = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080).connect(&party).build();
    stack.add("Api", api);
    let template = Template::of_stack(stack);
    let container = &template.json()["Resources"]["ApiTask"]["Properties"]["ContainerDefinitions"][0];
    let variables = container["Environment"].to_string();
    assert!(variables.contains(r#"{"Name":"OPEN_AI_HOST","Value":"api.openai.com"}"#), "{variables}");
    let secrets = container["Secrets"].to_string();
    assert!(secrets.contains("OPEN_AI_KEY") && secrets.contains("open-ai-AbCdEf:key::"), "{secrets}");
}

#[test]
fn what_is_nobodys_needs_no_agreement_and_may_go_anywhere() {
    let Clinic { mut stack, key, .. } = Clinic::<Uk, Internal>::new("clinic", region::EuWest2);
    let vision = ThirdParty::<Internal>::builder().host(domain!("vision.googleapis.com")).secret(&secret(&key)).build();
    stack.add("Vision", vision.located(Us));
    assert!(App::new("clinic").stack(stack).check().is_ok());
}

#[test]
fn a_workload_writes_down_by_what_somebody_approved_of() {
    let Clinic { mut stack, key, zone, .. } = Clinic::<Uk, Phi>::new("clinic", region::EuWest2);
    let party = ThirdParty::<Internal>::builder().host(domain!("errors.example.org")).secret(&secret(&key)).build();
    let party = stack.add("ErrorReports", party);
    let told = Declassified::<Phi>::builder().to(&party).method("bodies are cut").approved_by("dpo@example.org");
    let told = stack.add("Told", told);
    stack.add("Api", FargateService::builder().perimeter(&zone).image(IMAGE).port(8080).connect(&told));
    let template = Template::of_stack(stack);
    let container = &template.json()["Resources"]["ApiTask"]["Properties"]["ContainerDefinitions"][0];
    let variables = container["Environment"].to_string();
    assert!(variables.contains(r#"{"Name":"ERROR_REPORTS_HOST","Value":"errors.example.org"}"#), "{variables}");
}

#[test]
fn what_goes_down_may_be_kept_in_the_account() {
    let sent = |told: bool| {
        let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Uk, Phi>::new("clinic", region::EuWest2);
        let office = Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build();
        let office = stack.add("Office", office);
        let counts = stack.add("Counts", Queue::builder().perimeter(&office));
        let others = stack.add("Others", Queue::builder().perimeter(&office));
        let by = Declassified::<Phi>::builder().method("patients are counted").approved_by("dpo@example.org");
        let by = stack.add("Counted", by.to(if told { &counts } else { &others }));
        let visits =
            Function::builder().perimeter(&zone).code(Inline::node("exports.handler = () => {};")).connect(&by);
        let sends = Statement::allow(actions!["sqs:SendMessage"], [counts.arn()]);
        stack.add("Visits", if told { visits } else { visits.allow(sends) });
        App::new("clinic").stack(stack).check().map(|_| ()).map_err(|findings| findings.to_string())
    };
    assert_eq!(sent(true), Ok(()));
    let found = sent(false).unwrap_err();
    assert!(found.contains("`clinic/Visits` can write to `clinic/Counts`"), "{found}");
}

#[test]
fn what_is_declassified_goes_to_no_higher_class() {
    let found = |told: fn(&mut Stack<Uk>, &crate::secrets::SecretHandle)| {
        let Clinic { mut stack, key, .. } = Clinic::<Uk, Phi>::new("clinic", region::EuWest2);
        told(&mut stack, &secret(&key));
        App::new("clinic").stack(stack).check().map(|_| ()).map_err(|findings| findings.to_string())
    };
    let higher = found(|stack, secret| {
        let party = ThirdParty::<Phi>::builder().host(domain!("errors.example.org")).secret(secret).build();
        let party = party.located(Gb).agreement(Agreement::of("Contract 2026-014", "jane.roe"));
        let party = stack.add("ErrorReports", party);
        stack.add("Told", Declassified::<Internal>::builder().to(&party).method("cut").approved_by("dpo@example.org"));
    });
    assert!(higher.as_ref().is_err_and(|it| it.contains("which is a higher class")), "{higher:?}");
    // As in a stage whose data are of the class of those who are told.
    let same = found(|stack, secret| {
        let party = ThirdParty::<Internal>::builder().host(domain!("errors.example.org")).secret(secret).build();
        let party = stack.add("ErrorReports", party);
        stack.add("Told", Declassified::<Internal>::builder().to(&party).method("cut").approved_by("dpo@example.org"));
    });
    assert_eq!(same, Ok(()));
}

#[test]
fn what_is_handed_over_of_a_key_has_a_name() {
    for (end, field) in [("", "key"), ("KEY", ""), ("A KEY", "key")] {
        let Clinic { mut stack, key, .. } = Clinic::<Uk, Internal>::new("clinic", region::EuWest2);
        let party = ThirdParty::<Internal>::builder().host(domain!("api.openai.com")).secret(&secret(&key));
        stack.add("OpenAi", party.field(end, field).build());
        let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
        assert!(findings.contains("and one of them is no name"), "{findings}");
    }
}

#[test]
fn an_agreement_says_something() {
    let Clinic { mut stack, key, .. } = Clinic::<Uk, Phi>::new("clinic", region::EuWest2);
    let party = ThirdParty::<Phi>::builder().host(domain!("api.openai.com")).secret(&secret(&key)).build();
    stack.add("OpenAi", party.located(Gb).agreement(Agreement::of("BAA", " ")));
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    assert!(findings.contains("`clinic/OpenAi` gets data under an agreement without a name"), "{findings}");
}

#[test]
fn a_service_of_the_cloud_is_called_inside_of_the_network() {
    let Clinic { mut stack, zone, .. } = Clinic::<Uk, Phi>::new("clinic", region::EuWest2);
    let polly = CloudService::builder().perimeter(&zone).offer(Offer::Polly).build();
    let polly = stack.add("Polly", polly);
    let api = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080).connect(&polly).build();
    stack.add("Api", api);
    let template = Template::of_stack(stack);
    let service = json!({ "Fn::Join": ["", ["com.amazonaws.", { "Ref": "AWS::Region" }, ".polly"]] });
    let endpoint = json!({ "ServiceName": service, "VpcEndpointType": "Interface", "PrivateDnsEnabled": true });
    template.has_properties("AWS::EC2::VPCEndpoint", endpoint);
    let way = json!({ "DestinationSecurityGroupId": { "Fn::GetAtt": ["PollyGroup", "GroupId"] }, "ToPort": 443 });
    template.has_properties("AWS::EC2::SecurityGroupEgress", way);
    let may = json!([{ "Action": "polly:SynthesizeSpeech", "Effect": "Allow", "Resource": "*" }]);
    template.has_properties("AWS::IAM::ManagedPolicy", json!({ "PolicyDocument": { "Statement": may } }));
}
