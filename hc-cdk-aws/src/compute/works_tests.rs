//! Clusters that are shared, workers, tasks and sidecars, from description to template.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use super::{Schedule, Sidecar, Weekday};
use crate::{
    assertions::{Clinic, Template},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const API: Image =
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const COLLECTOR: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/otel@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
);

fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

fn of(stack: Stack<Prod>) -> Tree {
    Template::of_stack(stack).json()["Resources"].clone()
}

#[test]
fn services_share_a_cluster() {
    let Clinic { mut stack, key, zone, .. } = clinic();
    let cluster = stack.add("Cluster", FargateCluster::builder().key(&key).build());
    let api = FargateService::builder().perimeter(&zone).image(API).port(8080).cluster(&cluster).build();
    stack.add("Api", api);
    stack.add("Letters", FargateWorker::builder().perimeter(&zone).image(API).cluster(&cluster).build());
    let resources = of(stack);
    let clusters = resources.as_object().unwrap().values().filter(|it| it["Type"] == "AWS::ECS::Cluster").count();
    assert_eq!(clusters, 1);
    assert_eq!(resources["Cluster"]["Properties"]["ClusterSettings"][0]["Value"], "enhanced");
    for name in ["Api", "Letters"] {
        assert_eq!(resources[name]["Properties"]["Cluster"], json!({ "Ref": "Cluster" }), "{name}");
    }
}

#[test]
fn what_starts_tasks_waits_for_the_way_out() {
    let Clinic { mut stack, zone, .. } = clinic();
    stack.add("Letters", FargateWorker::builder().perimeter(&zone).image(API).build());
    let resources = of(stack);
    let waits = resources["Letters"]["DependsOn"].as_array().unwrap();
    for first in ["NetworkPrivateRoute1", "NetworkPrivateAssociation2", "NetworkEndpointsSecretsManager"] {
        assert!(waits.contains(&first.into()), "{first}: {waits:?}");
    }
}

#[test]
fn a_command_starts_something() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let letters = FargateWorker::builder().perimeter(&zone).image(API).command(&["", "worker"]);
    stack.add("Letters", letters.healthy_if(&[" "]).build());
    let beside = Sidecar::of("proxy", API).healthy_if(&[]);
    stack.add("Beside", FargateWorker::builder().perimeter(&zone).image(API).sidecar(beside).build());
    stack.add("Unasked", FargateWorker::builder().perimeter(&zone).image(API).healthy_if(&[]).build());
    let findings = App::new("clinic").stack(stack).synthesize().unwrap_err().to_string();
    for name in ["Beside", "Unasked"] {
        let said = format!("`clinic/{name}` begins its check of health with an empty word");
        assert!(findings.contains(&said), "{findings}");
    }
    assert!(findings.contains("`clinic/Letters` begins its command with an empty word"), "{findings}");
    assert!(findings.contains("`clinic/Letters` begins its check of health with an empty word"), "{findings}");
}

#[test]
fn a_worker_has_its_command_and_nothing_that_listens() {
    let Clinic { mut stack, zone, .. } = clinic();
    let letters = FargateWorker::builder().perimeter(&zone).image(API).command(&["celery", "worker"]);
    stack.add("Letters", letters.healthy_if(&["celery", "status"]).scale(2..=3).build());
    let resources = of(stack);
    let container = &resources["LettersTask"]["Properties"]["ContainerDefinitions"][0];
    assert_eq!(container["Command"], json!(["celery", "worker"]));
    assert_eq!(container["HealthCheck"]["Command"], json!(["CMD", "celery", "status"]));
    assert_eq!((&container["HealthCheck"]["Interval"], &container["HealthCheck"]["Retries"]), (&30.into(), &3.into()));
    assert!(container["PortMappings"].is_null());
    assert!(resources["Letters"]["Properties"]["LoadBalancers"].is_null());
    assert_eq!(resources["LettersScaling"]["Properties"]["MaxCapacity"], 3);
    assert!(
        resources.as_object().unwrap().keys().all(|name| !name.starts_with("Letters") || !name.ends_with("Ingress"))
    );
}

#[test]
fn a_sidecar_is_confined_and_starts_first() {
    let Clinic { mut stack, zone, .. } = clinic();
    let collector = Sidecar::of("collector", COLLECTOR)
        .command(&["--config=env:CONFIG"])
        .variable(variable!("CONFIG", "receivers: {}"))
        .healthy_if(&["/healthy"]);
    let api = FargateService::builder().perimeter(&zone).image(API).port(8080).scratch("/tmp").sidecar(collector);
    stack.add("Api", api.build());
    let resources = of(stack);
    let [program, beside] = resources["ApiTask"]["Properties"]["ContainerDefinitions"].as_array().unwrap().as_slice()
    else {
        panic!("two containers")
    };
    assert_eq!(program["DependsOn"], json!([{ "Condition": "START", "ContainerName": "collector" }]));
    assert_eq!(program["LinuxParameters"]["Tmpfs"].as_array().unwrap().len(), 1);
    assert_eq!((&beside["Name"], &beside["User"]), (&"collector".into(), &"1000:1000".into()));
    assert_eq!(beside["ReadonlyRootFilesystem"], true);
    assert_eq!(beside["Environment"], json!([{ "Name": "CONFIG", "Value": "receivers: {}" }]));
    assert_eq!(beside["LogConfiguration"]["Options"]["awslogs-stream-prefix"], "collector");
    assert!(beside["PortMappings"].is_null() && beside["LinuxParameters"]["Tmpfs"].is_null());
    let starting = resources["ApiExecutionRolePolicy"]["Properties"]["PolicyDocument"].to_string();
    assert!(starting.contains("repository/otel"), "{starting}");
}

#[test]
fn a_task_by_the_clock_is_started_with_no_more_than_that_takes() {
    let Clinic { mut stack, key, zone, .. } = clinic();
    let cluster = stack.add("Cluster", FargateCluster::builder().key(&key).build());
    let reports = FargateTask::builder().perimeter(&zone).image(API).cluster(&cluster);
    stack.add("Reports", reports.schedule(Schedule::daily_at(2, 30).in_zone("Europe/London")).build());
    let resources = of(stack);
    let schedule = &resources["ReportsSchedule"];
    let properties = &schedule["Properties"];
    assert_eq!(properties["ScheduleExpression"], "cron(30 2 * * ? *)");
    assert_eq!(properties["ScheduleExpressionTimezone"], "Europe/London");
    let task = &properties["Target"]["EcsParameters"];
    assert_eq!(task["TaskDefinitionArn"], json!({ "Ref": "ReportsTask" }));
    assert_eq!(task["NetworkConfiguration"]["AwsvpcConfiguration"]["AssignPublicIp"], "DISABLED");
    assert!(schedule["DependsOn"].as_array().unwrap().contains(&"ReportsExecutionRolePolicy".into()));
    assert!(schedule["DependsOn"].as_array().unwrap().contains(&"ReportsStarterPolicy".into()));
    let statements = &resources["ReportsStarterPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    assert_eq!(
        *statements,
        json!([
            {
                "Action": "ecs:RunTask",
                "Effect": "Allow",
                "Resource": { "Ref": "ReportsTask" },
                "Condition": { "ArnEquals": { "ecs:cluster": { "Fn::GetAtt": ["Cluster", "Arn"] } } },
            },
            {
                "Action": "iam:PassRole",
                "Effect": "Allow",
                "Resource": [
                    { "Fn::GetAtt": ["ReportsExecutionRole", "Arn"] },
                    { "Fn::GetAtt": ["ReportsTaskRole", "Arn"] },
                ],
                "Condition": { "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
            },
        ])
    );
}

#[test]
fn a_task_without_a_clock_is_there_to_be_started() {
    let Clinic { mut stack, zone, .. } = clinic();
    let migration = FargateTask::builder().perimeter(&zone).image(API).command(&["api", "migrate"]).build();
    let migration = stack.add("Migration", migration);
    stack.output("Migrate", "starts the migration", migration.start());
    let template = Template::of_stack(stack);
    let command = template.json()["Outputs"]["Migrate"]["Value"].to_string();
    for part in ["aws ecs run-task", "MigrationTask", "MigrationCluster", "MigrationGroup", "assignPublicIp=DISABLED"] {
        assert!(command.contains(part), "{part}: {command}");
    }
    let started = |it: &Tree| it["Type"] == "AWS::Scheduler::Schedule" || it["Type"] == "AWS::ECS::Service";
    assert!(!template.json()["Resources"].as_object().unwrap().values().any(started));
}

#[test]
fn schedules_are_written_as_the_scheduler_takes_them() {
    let Clinic { mut stack, zone, .. } = clinic();
    for (name, schedule) in [
        ("Often", Schedule::every_minutes(15)),
        ("Minutely", Schedule::every_minutes(1)),
        ("Weekly", Schedule::weekly_at(Weekday::Sunday, 4, 0)),
    ] {
        stack.add(name, FargateTask::builder().perimeter(&zone).image(API).schedule(schedule).build());
    }
    let resources = of(stack);
    for (name, written) in
        [("Often", "rate(15 minutes)"), ("Minutely", "rate(1 minute)"), ("Weekly", "cron(0 4 ? * SUN *)")]
    {
        assert_eq!(resources[format!("{name}Schedule")]["Properties"]["ScheduleExpression"], written);
    }
}

#[test]
fn what_only_values_show_is_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    let work = || FargateTask::builder().perimeter(&zone).image(API);
    stack.add("Never", work().schedule(Schedule::every_minutes(0)).build());
    stack.add("Late", work().schedule(Schedule::daily_at(24, 0).in_zone("London; rm")).build());
    let twice = work().sidecar(Sidecar::of("app", COLLECTOR)).sidecar(Sidecar::of("", COLLECTOR));
    let text = String::from("postgres://app:hunter2@db/clinic");
    let twice = twice.sidecar(Sidecar::of("proxy", COLLECTOR).variable(variable!("PLACE", text)));
    stack.add("Twice", twice.build());
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    for sentence in [
        "`clinic/Never` is started at a time that there is not: every 0 minutes",
        "`clinic/Late` is started at a time that there is not",
        "is started by the clocks of `London; rm`, which is no time zone",
        "has a sidecar `app`, which is no name of its own",
        "has a sidecar ``, which is no name of its own",
        "has the variable `PLACE`: this address has a password in it",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
