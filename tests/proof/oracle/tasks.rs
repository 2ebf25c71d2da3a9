//! Tasks, services and functions.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("TaskIsConfined", confined),
    ("TaskNamesItsImages", |it| {
        it.list("ContainerDefinitions")
            .iter()
            .find_map(|it| when(!words(&it["Image"]).contains("@sha256:"), "an image has no digest"))
    }),
    ("TaskHasNoSecretAsText", |it| it.list("ContainerDefinitions").iter().find_map(secret)),
    ("FunctionHasNoSecretAsText", |it| {
        let variables = it.at("Environment/Variables").and_then(Value::as_object);
        when(variables.is_some_and(|all| all.values().any(|it| is_secret(&words(it)))), "a variable has a secret")
    }),
    ("ServiceHasNoPublicAddress", |it| {
        let address = it.text("NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp");
        when(address.is_some_and(|it| it != "DISABLED"), "it has a public address")
    }),
    ("ScheduledTaskHasNoPublicAddress", |it| {
        let address = it.text("Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp");
        when(address.is_some_and(|it| it != "DISABLED"), "it has a public address")
    }),
    ("ServiceGoesBack", |it| {
        let members = it.list("LoadBalancers");
        let gives_back = |it: &Value| {
            let names = ["AlternateTargetGroupArn", "ProductionListenerRule"];
            names.iter().all(|name| value(it, &format!("AdvancedConfiguration/{name}")).is_some())
        };
        when(members.is_empty() || !members.iter().all(gives_back), "the old version cannot get the requests back")
    }),
    ("CallsAreEncrypted", |it| {
        let called = it.list("ServiceConnectConfiguration/Services");
        let has = |it: &Value, path: &str| value(it, path).is_some_and(|it| !it.is_null() && it != "");
        let plain = |it: &Value| !has(it, "Tls/IssuerCertificateAuthority/AwsPcaAuthorityArn");
        let passed = |it: &Value| has(it, "IngressPortOverride");
        let of_aws = |it: &Value| {
            value(it, "Tls/KmsKey").map(words).is_none_or(|key| key.is_empty() || key.contains("alias/aws/"))
        };
        when(called.iter().any(plain), "it is called without TLS")
            .or_else(|| when(called.iter().any(passed), "there is a port past its proxy"))
            .or_else(|| when(called.iter().any(of_aws), "the keys for it are under no key of the customer"))
    }),
    ("CertificatesEnd", |it| {
        let is_short = it.text("UsageMode") == Some("SHORT_LIVED_CERTIFICATE");
        let revokes =
            ["Crl", "Ocsp"].iter().any(|it_| it.is_on(&format!("RevocationConfiguration/{it_}Configuration/Enabled")));
        when(!is_short && !revokes, "its certificates hold for long, and nobody can revoke them")
    }),
    ("AuthoritiesAreSigned", |it| {
        let asked = it.at("CertificateSigningRequest").and_then(|at| it.target(at));
        let is_authority = asked.is_some_and(|it| it.kind() == "AWS::ACMPCA::CertificateAuthority");
        let template = it.at("TemplateArn").map(words).unwrap_or_default();
        when(!is_authority, "somebody else asked for it")
            .or_else(|| when(!template.contains("CACertificate"), "it is of no authority"))
    }),
    ("ServiceRollsBack", |it| {
        let breaker = "DeploymentConfiguration/DeploymentCircuitBreaker";
        let alarms = it.is_on("DeploymentConfiguration/Alarms/Rollback");
        let both = it.is_on(&format!("{breaker}/Enable")) && it.is_on(&format!("{breaker}/Rollback"));
        when(!both && !alarms, "it is not rolled back")
    }),
    ("ServiceHasZones", |it| {
        let places = it
            .list("NetworkConfiguration/AwsvpcConfiguration/Subnets")
            .iter()
            .map(words)
            .collect::<std::collections::BTreeSet<_>>();
        let least = it
            .others("AWS::ApplicationAutoScaling::ScalableTarget")
            .filter(|target| target.names(&target.written.json["Properties"]["ResourceId"], it));
        let least = least
            .filter_map(|it| it.number("MinCapacity"))
            .reduce(f64::min)
            .or(it.number("DesiredCount"))
            .unwrap_or(1.0);
        when(places.len() < 2, "it runs in one zone").or_else(|| when(least < 2.0, "one task may be all there is"))
    }),
    ("ECSTaskDefinitionUserForHostMode", |it| {
        let root = |it: &Value| value(it, "User").is_none_or(|it| words(it).starts_with("root") || words(it) == "0");
        let plain = |it: &Value| !value(it, "Privileged").is_some_and(is_on);
        let any = it.list("ContainerDefinitions").iter().any(|it| root(it) && plain(it));
        when(it.text("NetworkMode") == Some("host") && any, "a container is root on the network of its host")
    }),
    ("LambdaInsideVPC", |it| when(it.list("VpcConfig/SubnetIds").is_empty(), "it is in no network")),
    ("LambdaDLQ", |it| when(it.at("DeadLetterConfig/TargetArn").is_none(), "a failed event is lost")),
    ("FunctionNamesItsCode", |it| {
        let image = it.at("Code/ImageUri").map(words).is_some_and(|it| it.contains("@sha256:"));
        let archive = it.at("Code/S3ObjectVersion").map(words).is_some_and(|it| !it.is_empty() && it != "null");
        when(!image && !archive && it.at("Code/ZipFile").is_none(), "its code may be another one tomorrow")
    }),
    ("LayerNamesItsCode", |it| {
        let version = it.at("Content/S3ObjectVersion").map(words).unwrap_or_default();
        when(version.is_empty() || version == "null", "what it is made of may be another one tomorrow")
    }),
    ("FunctionLayersAreOfTheAccount", |it| {
        let is_ours = |layer: &Value| it.target(layer).is_some() || words(layer).contains(":${AWS::AccountId}:layer:");
        when(!it.list("Layers").iter().all(is_ours), "somebody else's layer runs in it")
    }),
    ("TokensAreChecked", |it| {
        let said = |name: &str| it.at(&format!("Environment/Variables/{name}")).map(words).unwrap_or_default();
        let nobody = ["ISSUER", "AUDIENCE", "KEYS_HOST"].iter().any(|name| said(name).trim().is_empty());
        let node = ["NODE_OPTIONS", "AWS_LAMBDA_EXEC_WRAPPER", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_EXTRA_CA_CERTS"];
        let other = node.iter().any(|name| !said(name).is_empty());
        when(nobody || !said("ISSUER").starts_with("https://"), "it takes tokens of anybody").or_else(|| {
            let code = include_str!("../../../hc-cdk-aws/src/rules/tokens.js");
            when(other || it.text("Code/ZipFile") != Some(code), "another program looks at them")
        })
    }),
    ("FunctionIsTraced", |it| when(it.text("TracingConfig/Mode") != Some("Active"), "its requests are not traced")),
    ("StateMachineIsTraced", |it| when(!it.is_on("TracingConfiguration/Enabled"), "what it calls is not traced")),
    ("StateMachineIsWrittenOut", |it| {
        let is_open = |path: &str| it.at(path).is_some_and(|value| is_decided_elsewhere(it, value));
        let version = it.at("DefinitionS3Location/Version").filter(|version| words(version) != "null");
        let here = it.at("Definition").or(it.at("DefinitionString"));
        when(it.at("DefinitionS3Location").map_or(here.is_none(), |_| version.is_none()), "what it does is not said")
            .or_else(|| when(is_open("DefinitionS3Location"), "another version may be taken tomorrow"))
            .or_else(|| when(is_open("Definition"), "somebody else decides what it does"))
            .or_else(|| when(is_open("DefinitionString"), "somebody else decides what it does"))
            .or_else(|| when(is_open("DefinitionSubstitutions"), "somebody else decides what is filled in"))
    }),
    ("CodeDeployAutoRollbackMonitorEnabled", |it| {
        let events: Vec<_> = it.list("AutoRollbackConfiguration/Events").iter().map(words).collect();
        let all = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"].iter().all(|it| events.iter().any(|is| is == it));
        let alarms = it.list("AlarmConfiguration/Alarms");
        let is_alarm = |alarm: &Value| {
            let of = value(alarm, "Name");
            of.is_some_and(|of| it.target(of).is_none_or(|it| it.kind().starts_with("AWS::CloudWatch::")))
        };
        let watched = it.is_on("AlarmConfiguration/Enabled") && !alarms.is_empty() && alarms.iter().all(is_alarm);
        when(!it.is_on("AutoRollbackConfiguration/Enabled") || !all, "it is not rolled back")
            .or_else(|| when(!watched, "nobody watches it"))
    }),
    ("CodeDeployLambdaAllatonceTrafficShiftDisabled", |it| {
        let config = it.at("DeploymentConfigName");
        let kind = config.and_then(|of| it.target(of)).and_then(|it| it.text("TrafficRoutingConfig/Type"));
        let at_once = kind.map_or_else(
            || config.map(words).is_none_or(|it| it.ends_with("AllAtOnce")),
            |kind| !kind.starts_with("TimeBased"),
        );
        when(at_once, "all requests move at once")
    }),
    ("FunctionHasZones", |it| {
        let subnets: std::collections::BTreeSet<_> = it.list("VpcConfig/SubnetIds").iter().map(words).collect();
        when(subnets.len() < 2, "it runs in one zone")
    }),
    ("LambdaConcurrency", |it| when(it.number("ReservedConcurrentExecutions").is_none(), "it has no share of its own")),
];

/// Whether in a value stands what the template does not say: a parameter, what a stack outside of the program tells, what a function of
/// somebody's or another template answers, what CloudFormation looks up, and what depends on any of it.
fn is_decided_elsewhere(it: Thing<'_>, json: &Value) -> bool {
    let answers = |of: Thing<'_>| !of.kind().starts_with("Custom::") && !of.kind().starts_with("AWS::CloudFormation::");
    match json {
        Value::String(text) => text.contains("{{resolve:"),
        Value::Array(items) => items.iter().any(|item| is_decided_elsewhere(it, item)),
        Value::Object(members) => match members.iter().next().filter(|_| members.len() == 1) {
            Some((name, of)) if name == "Ref" && of.as_str().is_some_and(|of| of.starts_with("AWS::")) => false,
            Some((name, _))
                if ["Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::GetStackOutput"].contains(&name.as_str()) =>
            {
                !it.target(json).is_some_and(answers)
            }
            Some((name, _)) if ["Fn::If", "Fn::FindInMap", "Fn::Sub", "Fn::Transform"].contains(&name.as_str()) => true,
            _ => members.values().any(|value| is_decided_elsewhere(it, value)),
        },
        _ => false,
    }
}

fn confined(it: Thing<'_>) -> Option<String> {
    let shares = ["PidMode", "IpcMode", "NetworkMode"].into_iter().find(|path| it.text(path) == Some("host"));
    if let Some(path) = shares {
        return Some(format!("{path} is that of the host"));
    }
    let folder = it.list("Volumes").iter().any(|it| value(it, "Host/SourcePath").is_some());
    if folder {
        return Some("it has a folder of its host".into());
    }
    it.list("ContainerDefinitions").iter().find_map(|it| {
        let user = value(it, "User").map(words);
        let root =
            user.as_deref().is_none_or(|it| ["", "0", "root"].contains(&it.split(':').next().unwrap_or_default()));
        when(root, "a container is root")
            .or_else(|| when(value(it, "Privileged").is_some_and(is_on), "a container is privileged"))
            .or_else(|| when(!value(it, "ReadonlyRootFilesystem").is_some_and(is_on), "a container writes to its root"))
            .or_else(|| {
                when(
                    !list(value(it, "LinuxParameters/Capabilities/Add")).is_empty(),
                    "a container has more capabilities",
                )
            })
    })
}

/// Whether a text has the shape of a secret.
fn is_secret(text: &str) -> bool {
    text.contains("AKIA")
        || text.contains("password=")
        || text.contains("PRIVATE KEY")
        || text.contains("{{resolve:secretsmanager:")
}

fn secret(container: &Value) -> Option<String> {
    let variables = list(value(container, "Environment")).iter().map(|it| words(&it["Value"]));
    let commands = ["Command", "EntryPoint"].into_iter().flat_map(|path| list(value(container, path))).map(words);
    let mut all = variables.chain(commands).chain(list(value(container, "HealthCheck/Command")).iter().map(words));
    when(all.any(|it| is_secret(&it)), "a secret stands there")
}

/// A number that has to be more than nothing.
pub(super) fn is_some(json: &Value, path: &str) -> bool {
    value(json, path).is_some_and(|it| number(it) != Some(0.0))
}
