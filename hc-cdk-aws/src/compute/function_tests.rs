//! Functions and what runs them, from description to template.

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Hipaa, Production},
    prelude::*,
    value::{Json, Object},
};
use serde_json::{Value as Tree, json};

use super::{Archive, FunctionQuota, Runtime, Schedule};
use crate::{
    assertions::{Clinic, Template},
    cfn::{
        events::{self, rule as event},
        lambda,
    },
    kind::FunctionArn,
    prelude::*,
    region,
    secrets::Generated,
    storage::TableStream,
};

type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

fn of(stack: Stack<Prod>) -> Tree {
    Template::of_stack(stack).json()["Resources"].clone()
}

fn findings(stack: Stack<Prod>) -> String {
    App::new("test").stack(stack).synthesize().unwrap_err().to_string()
}

fn actions(policy: &Tree) -> Vec<String> {
    let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    let all = statements.iter().flat_map(|it| match &it["Action"] {
        Tree::Array(all) => all.clone(),
        one => vec![one.clone()],
    });
    all.map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_function_is_confined_and_may_do_what_its_connections_need() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let visits = stack.add("Visits", visits.build());
    let print = Function::builder().perimeter(&zone).code(IMAGE).command(&["letters.print"]).reads(&visits);
    stack.add("Print", print.memory(1024).timeout(60).concurrency(20).variable(variable!("LEVEL", "info")).build());
    let resources = of(stack);
    let it = &resources["Print"]["Properties"];
    assert_eq!(it["Code"]["ImageUri"], IMAGE.as_str());
    assert_eq!(it["ImageConfig"]["Command"], json!(["letters.print"]));
    assert_eq!((&it["MemorySize"], &it["Timeout"]), (&1024.into(), &60.into()));
    assert_eq!(it["ReservedConcurrentExecutions"], 20);
    assert_eq!(it["KmsKeyArn"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
    assert_eq!(it["DeadLetterConfig"]["TargetArn"], json!({ "Fn::GetAtt": ["PrintFailed", "Arn"] }));
    assert_eq!(it["TracingConfig"]["Mode"], "Active");
    assert_eq!(it["LoggingConfig"]["LogGroup"], json!({ "Ref": "PrintLogs" }));
    assert_eq!(it["VpcConfig"]["SubnetIds"].as_array().unwrap().len(), 3);
    let variables = &it["Environment"]["Variables"];
    assert_eq!(*variables, json!({ "VISITS_TABLE": { "Ref": "Visits" }, "LEVEL": "info" }));
    assert_eq!(
        actions(&resources["PrintRolePolicy"]),
        [
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
            "kms:Decrypt",
            "sqs:SendMessage",
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "kms:Decrypt",
            "kms:DescribeKey",
        ]
    );
    let waits = resources["Print"]["DependsOn"].as_array().unwrap();
    for first in ["PrintRolePolicy", "PrintDynamoDbEgress", "NetworkPrivateRoute1"] {
        assert!(waits.contains(&first.into()), "{first}: {waits:?}");
    }
    assert_eq!(resources["PrintFailed"]["Properties"]["KmsMasterKeyId"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
}

#[test]
fn a_function_is_told_where_its_secrets_are_and_not_what_they_are() {
    let Clinic { mut stack, zone, .. } = clinic();
    let patients = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let patients = stack.add("Patients", patients);
    let rotate = crate::arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate");
    let token = Secret::builder().perimeter(&zone).rotated_by(rotate).generated(Generated::field("password"));
    let token = stack.add("Token", token.build());
    let lab = stack.add("Lab", Function::builder().perimeter(&zone).code(IMAGE).connect(&patients).build());
    let ask = Function::builder().perimeter(&zone).code(IMAGE).connect(&lab);
    stack.add("Ask", ask.secret("LAB", &token.field("password")).build());
    let resources = of(stack);
    let variables = |name: &str| resources[name]["Properties"]["Environment"]["Variables"].clone();
    assert_eq!(variables("Lab")["PATIENTS_USERNAME"], "clinic_lab");
    assert!(variables("Ask")["LAB_SECRET_ARN"].is_object(), "{}", variables("Ask"));
    assert!(variables("Lab").as_object().unwrap().keys().all(|it| !it.ends_with("PASSWORD")));
    assert_eq!(variables("Ask")["LAB_SECRET_FIELD"], "password");
    assert_eq!(variables("Ask")["LAB_FUNCTION"], json!({ "Ref": "Lab" }));
    assert!(actions(&resources["AskRolePolicy"]).contains(&"secretsmanager:GetSecretValue".to_owned()));
    assert!(actions(&resources["AskRolePolicy"]).contains(&"lambda:InvokeFunction".to_owned()));
}

#[test]
fn what_runs_a_function_is_declared_with_what_that_takes() {
    let Clinic { mut stack, zone, .. } = clinic();
    let letters = stack.add("Letters", Queue::builder().perimeter(&zone).build());
    let admissions = stack.add("Admissions", Topic::builder().perimeter(&zone).build());
    let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let visits = stack.add("Visits", visits.stream(TableStream::NewAndOld).build());
    let print = Function::builder().perimeter(&zone).code(IMAGE).on(&letters).on(&admissions).on(&visits);
    let print = print.schedule(Schedule::daily_at(2, 30));
    stack.add("Print", print.build());
    let flows = &stack.model().flows;
    assert_eq!(flows.len(), 3);
    let resources = of(stack);
    let queue = &resources["PrintOnLetters"]["Properties"];
    assert_eq!(queue["EventSourceArn"], json!({ "Fn::GetAtt": ["Letters", "Arn"] }));
    assert_eq!(queue["ScalingConfig"]["MaximumConcurrency"], 10);
    assert_eq!(resources["PrintOnAdmissions"]["Properties"]["Protocol"], "lambda");
    let right = &resources["PrintOnAdmissionsPermission"]["Properties"];
    assert_eq!(right["SourceArn"], json!({ "Fn::GetAtt": ["Admissions", "TopicArn"] }));
    let stream = &resources["PrintOnVisits"]["Properties"];
    assert_eq!(stream["EventSourceArn"], json!({ "Fn::GetAtt": ["Visits", "StreamArn"] }));
    let failed = json!({ "Fn::GetAtt": ["PrintFailed", "Arn"] });
    assert_eq!(stream["DestinationConfig"]["OnFailure"]["Destination"], failed);
    let may = actions(&resources["PrintRolePolicy"]);
    for action in ["sqs:ReceiveMessage", "sqs:DeleteMessage", "dynamodb:GetRecords"] {
        assert!(may.contains(&action.to_owned()), "{action}: {may:?}");
    }
    let target = &resources["PrintSchedule"]["Properties"]["Target"];
    assert_eq!(target["Arn"], json!({ "Fn::GetAtt": ["Print", "Arn"] }));
    assert_eq!(actions(&resources["PrintStarterPolicy"]), ["lambda:InvokeFunction"]);
}

#[test]
fn code_is_an_archive_by_version_or_an_image_that_lambda_may_pull() {
    let Clinic { mut stack, key, zone, .. } = clinic();
    let archives = stack.add("Archives", SecureBucket::builder().perimeter(&zone).build());
    let code = Archive::new(&archives, "remind.zip", "3sL4kqtJ", Runtime::Python314, "remind.handler");
    stack.add("Remind", Function::builder().perimeter(&zone).code(code).build());
    let images = ImageRepository::builder().key(&key).pulled_by(["444455556666"]).build();
    let signed =
        Waiver::new(crate::rule::POLICY_STAYS_INSIDE, "staging runs it, too", "jane.roe", hc_cdk::date!("2099-01-31"));
    let images = stack.add("Images", signed.construct(images));
    let image = images.image("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08").unwrap();
    stack.add("Print", Function::builder().perimeter(&zone).code(image).build());
    let resources = of(stack);
    let remind = &resources["Remind"]["Properties"];
    assert_eq!(remind["Code"]["S3ObjectVersion"], "3sL4kqtJ");
    assert_eq!((&remind["Runtime"], &remind["Handler"]), (&"python3.14".into(), &"remind.handler".into()));
    assert_eq!(resources["Print"]["Properties"]["PackageType"], "Image");
    let statements = &resources["Images"]["Properties"]["RepositoryPolicyText"]["Statement"];
    let staging = &statements[0];
    assert!(staging["Principal"]["AWS"].to_string().contains(":iam::444455556666:root"), "{staging}");
    assert!(
        staging["Action"].to_string().contains("ecr:BatchGetImage") && staging.get("Resource").is_none(),
        "{staging}"
    );
    let pull = &statements[1];
    assert_eq!(pull["Principal"], json!({ "Service": "lambda.amazonaws.com" }));
    assert_eq!(pull["Condition"]["StringEquals"]["aws:SourceAccount"], json!({ "Ref": "AWS::AccountId" }));
}

#[test]
fn what_only_values_show_is_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    let function = || Function::builder().perimeter(&zone).code(IMAGE);
    stack.add("Large", function().memory(64).timeout(901).build());
    let elsewhere = image!(
        "111122223333.dkr.ecr.eu-west-2.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    );
    stack.add("Far", Function::builder().perimeter(&zone).code(elsewhere).build());
    stack.add("Named", function().variable(variable!("AWS_REGION", "us-east-1")).build());
    let letters = stack.add("Letters", Queue::builder().perimeter(&zone).handled_within(60).build());
    stack.add("Slow", function().timeout(61).on(&letters).build());
    let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let visits = stack.add("Visits", visits.build());
    stack.add("Deaf", function().on(&visits).build());
    let uploads = stack.add("Uploads", FileSystem::builder().perimeter(&zone).mounted_at("/srv/letters").build());
    stack.add("Mounts", function().connect(&uploads).build());
    let found = findings(stack);
    for sentence in [
        "`clinic/Large` is a function with 64 MiB of memory, which Lambda does not have",
        "`clinic/Large` is a function with 901 seconds to run",
        "`clinic/Far` takes its image from `111122223333.dkr.ecr.eu-west-2.amazonaws.com`",
        "`clinic/Named` has the variable `AWS_REGION`, which Lambda sets itself",
        "`clinic/Slow` may run longer than `Letters` gives it to handle a message",
        "`clinic/Deaf` runs on changes of `Visits`, which tells nobody of them",
        "`clinic/Mounts` mounts what a function does not",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn what_functions_reserve_leaves_the_account_enough() {
    let reserving = |each: i32, quota: Option<u32>| {
        let Clinic { mut stack, zone, .. } = clinic();
        for name in ["One", "Two"] {
            stack.add(name, Function::builder().perimeter(&zone).code(IMAGE).concurrency(each).build());
        }
        if let Some(quota) = quota {
            stack.add("Quota", FunctionQuota::of(quota));
        }
        App::new("test").stack(stack).synthesize().map(drop).map_err(|it| it.to_string())
    };
    // The function that closes the default group of the network reserves one.
    assert_eq!(reserving(449, None), Ok(()));
    let found = reserving(450, None).unwrap_err();
    assert!(found.contains("all functions in us-east-1 901, of which an account with 1000 leaves 900"), "{found}");
    assert_eq!(reserving(450, Some(1001)), Ok(()));
    assert!(reserving(450, Some(1000)).is_err());
}

/// A subscription that no construct makes is a way out of the topic.
#[test]
fn whoever_hears_a_topic_is_read() {
    let Clinic { mut stack, zone, .. } = clinic();
    let admissions = stack.add("Admissions", Topic::builder().perimeter(&zone).build());
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "shows a way", "jane.roe", date!("2099-01-31"));
    let mail = crate::cfn::sns::Subscription {
        endpoint: Some("ward@example.org".into()),
        protocol: Some("email".into()),
        topic_arn: Some(admissions.arn()),
        ..Default::default()
    };
    stack.add("Mail", waiver.resource(mail));
    let found = findings(stack);
    assert!(found.contains("lets a subscriber by `email` read `clinic/Admissions`"), "{found}");
}

/// To call a function is to hand it data, whoever says so.
#[test]
fn whoever_may_call_a_function_is_read() {
    let mut clinic = clinic();
    let office = Perimeter::<Internal>::builder().vpc(&clinic.vpc).key(&clinic.key).trail(&clinic.trail).build();
    let office = clinic.stack.add("Office", office);
    let print = clinic.stack.add("Print", Function::builder().perimeter(&office).code(IMAGE).build());
    let call = crate::iam::Statement::allow(crate::actions!["lambda:InvokeFunction"], [print.arn()]);
    let lab = Function::builder().perimeter(&clinic.zone).code(IMAGE).allow(call);
    clinic.stack.add("Lab", lab.build());
    let found = findings(clinic.stack);
    assert!(found.contains("`clinic/Lab` can read and write `clinic/Print`"), "{found}");
    assert!(found.contains("for which a store of `internal` data is no place"), "{found}");
}

#[test]
fn the_rules_of_functions_are_read_of_whatever_is_declared() {
    let Clinic { mut stack, .. } = clinic();
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "shows a rule", "jane.roe", date!("2099-01-31"));
    let open = lambda::Permission {
        action: Some("lambda:InvokeFunction".into()),
        function_name: Some("print".into()),
        principal: Some("sns.amazonaws.com".into()),
        ..Default::default()
    };
    stack.add("Open", waiver.resource(open));
    assert!(findings(stack).contains("lets a service call the function for anybody's account"));
}

/// What a bucket and a function that runs on its objects become, or what is wrong with them.
fn reading(tells: bool) -> Result<Tree, String> {
    let Clinic { mut stack, zone, .. } = clinic();
    let letters = SecureBucket::builder().perimeter(&zone);
    let letters = stack.add("Letters", if tells { letters.tells_events().build() } else { letters.build() });
    let read = Function::builder().perimeter(&zone).code(IMAGE).reads(&letters).on(&letters.events().below("in/"));
    stack.add("Read", read.build());
    let app = App::new("clinic").stack(stack);
    app.check().map_err(|it| it.to_string())?;
    Ok(Template::of(&app, "clinic").json()["Resources"].clone())
}

#[test]
fn a_function_runs_on_the_objects_of_a_bucket_that_tells_of_them() {
    let made = reading(true).unwrap();
    let pattern = &made["ReadOnLetters"]["Properties"]["EventPattern"];
    assert_eq!(pattern["detail"]["bucket"]["name"], json!([{ "Ref": "Letters" }]));
    assert_eq!(pattern["detail"]["object"]["key"], json!([{ "prefix": "in/" }]));
    let may = &made["ReadOnLettersPermission"]["Properties"];
    assert_eq!(may["SourceArn"], json!({ "Fn::GetAtt": ["ReadOnLetters", "Arn"] }));
    let silent = reading(false).unwrap_err();
    assert!(
        silent.contains("runs on what becomes of the objects of `Letters`, which tells nobody of them"),
        "{silent}"
    );
}

/// A rule that somebody signed for tells a function of objects that it is not cleared for.
#[test]
fn whom_a_rule_tells_of_objects_is_a_way_to_them() {
    for named in [true, false] {
        let Clinic { mut stack, zone, .. } = clinic();
        let letters = stack.add("Letters", SecureBucket::builder().perimeter(&zone).tells_events().build());
        let office = Perimeter::<Internal>::builder().vpc(zone.network()).key(zone.key()).trail(zone.trail());
        let office = stack.add("Office", office.build());
        let post = stack.add("Post", Function::builder().perimeter(&office).code(IMAGE).build());
        let of = Object::new().with("bucket", Object::new().with("name", vec![Json::from(letters.name())]));
        let pattern = Object::new().with("source", vec![Json::from("aws.s3")]);
        let target = event::Target { arn: Some(post.arn().into()), id: Some("Post".into()), ..Default::default() };
        let told = events::Rule {
            event_pattern: Some(if named { pattern.with("detail", of) } else { pattern }.into()),
            targets: Some(vec![target]),
            ..Default::default()
        };
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "is tested", "jane.roe", date!("2099-01-31"));
        stack.add("Tells", waiver.resource(told));
        let found = findings(stack);
        assert!(found.contains("`test/Post`") || found.contains("clinic/Post"), "{found}");
        assert!(found.contains("Letters") && found.contains("Tells"), "{found}");
    }
}
