//! Secrets that have copies, and secrets that come from elsewhere.

use hc_cdk::{
    data::Phi,
    dimension::secret_rotation::Every30Days,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::json;

use super::RotatedSecret;
use crate::{
    assertions::{Clinic, Template},
    kind::{FunctionArn, SecretArn},
    prelude::*,
    region, secret_name,
};

type Prod = (Hipaa, Production);

#[test]
fn a_secret_has_a_copy_under_a_key_of_its_region() {
    let app = |place: bool| {
        let mut other = Stack::<Prod>::new("ireland", region::EuWest1);
        let far = other.add("Key", CustomerKey::builder().build());
        let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
        let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-west-2:111122223333:function:rotate-lab");
        let lab = Secret::builder().perimeter(&clinic.zone).rotated_by(rotate).build();
        if place {
            clinic.stack.add("Lab", lab.replicated_to(region::EuWest1, &far));
        } else {
            clinic.stack.add("Lab", lab.replicated_to(region::EuWest2, &clinic.key));
        }
        App::new("clinic").stack(other).stack(clinic.stack)
    };
    let key = json!({ "Fn::GetStackOutput": { "OutputName": "ExportKeyArn", "Region": "eu-west-1", "StackName": "ireland" } });
    let copies = json!({ "ReplicaRegions": [{ "Region": "eu-west-1", "KmsKeyId": key }] });
    Template::of(&app(true), "clinic").has_properties("AWS::SecretsManager::Secret", copies);
    let findings = app(false).check().unwrap_err().to_string();
    assert!(findings.contains("`clinic/Lab` has its copy in its own region"), "{findings}");
}

#[test]
fn a_secret_from_elsewhere_is_replaced_by_a_function() {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:speech-AbCdEf";
    let speech = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:speech-AbCdEf");
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-speech");
    let speech = RotatedSecret::builder().secret(&Secret::existing(speech, &key)).rotated_by(rotate).build();
    stack.add("Speech", speech.rotation(Every30Days));
    let template = Template::of_stack(stack);
    let schedule = json!({ "SecretId": arn, "RotationRules": { "AutomaticallyAfterDays": 30 } });
    template.has_properties("AWS::SecretsManager::RotationSchedule", schedule);
    template.has_properties("AWS::Lambda::Permission", json!({ "SourceArn": arn }));
}

/// The name alone says which secret it is; whoever calls does so for its ARN, which ends in six characters that nobody knows yet.
#[test]
fn a_secret_that_is_known_by_its_name_is_replaced() {
    let Clinic { mut stack, key, .. } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-west-2:111122223333:function:rotate-speech");
    let speech = Secret::named(secret_name!("clinic/speech"), &key);
    let speech = RotatedSecret::builder().secret(&speech).rotated_by(rotate).build();
    stack.add("Speech", speech.rotation(Every30Days));
    let template = Template::of_stack(stack);
    template.has_properties("AWS::SecretsManager::RotationSchedule", json!({ "SecretId": "clinic/speech" }));
    let permission = &template.json()["Resources"]["SpeechRotationPermission"]["Properties"]["SourceArn"];
    assert!(permission.to_string().contains(":secret:clinic/speech-??????"), "{permission}");
}
