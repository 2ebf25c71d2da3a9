//! Secrets that reach a workload, and the stores that they open.

use hc_cdk::{
    stack::Scope,
    value::{Json, Object, Value},
};
use hc_cdk_aws::{
    cfn::{ecs, secretsmanager},
    kind::FunctionArn,
    prelude::*,
};

use crate::{Own, Ward, finds, finds_nothing, lambda, picture, ward};

#[test]
fn the_password_of_a_database_is_a_way_to_it() {
    let Ward { mut stack, office, records, .. } = ward();
    let api = FargateService::builder().perimeter(&office).image(picture()).port(8080);
    stack.add("Api", api.secret("DB", &records.credentials().field("password")).build());
    finds(stack, "NotCleared", "clinic/Api", &["`clinic/Records`", "not cleared for `phi`"]);
}

#[test]
fn whoever_is_cleared_connects_to_the_database() {
    let Ward { mut stack, zone, records, .. } = ward();
    let password = records.credentials().field("password");
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080);
    stack.add("Api", api.secret("DB", &password).build());
    finds(stack, "UndeclaredWay", "clinic/Api", &["`clinic/Records` by `ApiTask`"]);

    let Ward { mut stack, zone, records, .. } = ward();
    let password = records.credentials().field("password");
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080).connect(&records);
    stack.add("Api", api.secret("DB", &password).build());
    finds_nothing(stack);
}

#[test]
fn a_secret_that_opens_no_store_is_for_whoever_is_cleared_for_it() {
    let secret = |ward: &mut Ward| {
        let rotation = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate");
        ward.stack.add("Lab", Secret::builder().perimeter(&ward.zone).rotated_by(rotation).build())
    };
    let mut clinic = ward();
    let lab = secret(&mut clinic);
    let api = FargateService::builder().perimeter(&clinic.zone).image(picture()).port(8080);
    clinic.stack.add("Api", api.secret("LAB", &lab.whole()).build());
    finds_nothing(clinic.stack);

    let mut clinic = ward();
    let lab = secret(&mut clinic);
    let api = FargateService::builder().perimeter(&clinic.office).image(picture()).port(8080);
    clinic.stack.add("Api", api.secret("LAB", &lab.whole()).build());
    finds(clinic.stack, "NotCleared", "clinic/Api", &["read `clinic/Lab`"]);
}

#[test]
fn a_secret_that_is_attached_to_a_database_opens_it() {
    let Ward { mut stack, records, .. } = ward();
    let database = records.identifier();
    stack.add(
        "Job",
        Own(move |scope: &mut Scope<'_>| {
            let secret = scope.resource("Secret", secretsmanager::Secret::default());
            let attachment = secretsmanager::SecretTargetAttachment {
                secret_id: Some(Value::from_json(secret.id())),
                target_id: Some(database),
                target_type: Some("AWS::RDS::DBInstance".into()),
            };
            scope.resource("Attachment", attachment);
            let task = scope.resource("Task", ecs::TaskDefinition::default());
            let secrets = Object::new().with("Name", "DB").with("ValueFrom", secret.id());
            let container = Object::new().with("Name", "app").with("Secrets", vec![Json::from(secrets)]);
            assert!(scope.amend(&task, |it| it.insert("ContainerDefinitions", vec![Json::from(container)])));
        }),
    );
    finds(stack, "NotCleared", "clinic/Job", &["read `clinic/Records` by `JobTask`"]);
}

#[test]
fn a_password_that_cloudformation_fills_in_is_one() {
    let Ward { mut stack, records, .. } = ward();
    let arn: Json = records.credentials().arn().into();
    stack.add(
        "Job",
        Own(move |scope: &mut Scope<'_>| {
            let text = Value::concat(["{{resolve:secretsmanager:".into(), arn, ":SecretString:password}}".into()]);
            let variables = Object::new().with("Variables", Object::new().with("DB", text));
            lambda(scope, "", &Object::new().with("Environment", variables));
        }),
    );
    finds(stack, "NotCleared", "clinic/Job", &["read `clinic/Records` by `Job`"]);
}

/// A function that gives one of a list with one item.
fn only(item: impl Into<Json>) -> Json {
    Object::new().with("Fn::Select", vec![Json::from("0"), vec![item.into()].into()]).into()
}

#[test]
fn a_secret_behind_a_function_is_one() {
    let filled = |arn: Json| -> Json {
        only(Value::<String>::concat(["{{resolve:secretsmanager:".into(), arn, ":SecretString:password}}".into()]))
    };
    let Ward { mut stack, records, .. } = ward();
    let arn: Json = records.credentials().arn().into();
    stack.add(
        "Job",
        Own(move |scope: &mut Scope<'_>| {
            let variables = Object::new().with("Variables", Object::new().with("DB", filled(arn)));
            lambda(scope, "", &Object::new().with("Environment", variables));
        }),
    );
    finds(stack, "NotCleared", "clinic/Job", &["read `clinic/Records` by `Job`"]);

    let secrets: [fn(Json) -> Json; 2] = [
        |arn| Object::new().with("Secrets", vec![only(Object::new().with("ValueFrom", arn))]).into(),
        |arn| only(Object::new().with("Secrets", vec![Object::new().with("ValueFrom", arn)])),
    ];
    for container in secrets {
        let Ward { mut stack, records, .. } = ward();
        let container = container(records.credentials().arn().into());
        stack.add(
            "Job",
            Own(move |scope: &mut Scope<'_>| {
                let task = scope.resource("Task", ecs::TaskDefinition::default());
                assert!(scope.amend(&task, |it| it.insert("ContainerDefinitions", vec![container])));
            }),
        );
        finds(stack, "NotCleared", "clinic/Job", &["read", "by `JobTask`"]);
    }
}
