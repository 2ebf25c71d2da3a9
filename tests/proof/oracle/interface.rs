//! Interfaces of API Gateway and user pools: who calls, how he is known, and what stands before it.

use serde_json::Value;

use super::{Table, encryption::stays, when};
use crate::document::{Thing, list, value, words};

pub(super) const TABLE: Table = &[
    ("ApiAsksWhoCalls", |it| {
        let schemes = it.at("Body/components/securitySchemes");
        let operations = it.at("Body/paths").and_then(Value::as_object).into_iter().flat_map(|all| all.values());
        let operations = operations.flat_map(|path| path.as_object().into_iter().flatten());
        // Such an answer is made by the interface itself, and nothing is called.
        let made = |operation: &Value| operation["x-amazon-apigateway-integration"]["type"] == "mock";
        let of_path = ["description", "parameters", "servers", "summary"];
        let operations = operations.filter(|(name, _)| !of_path.contains(&name.as_str()));
        let mut reach = operations.filter(|(name, operation)| *name != "options" || !made(operation));
        let none = it.kind() == "AWS::ApiGateway::Method" && it.text("AuthorizationType").is_none_or(|it| it == "NONE");
        let none = none && !(it.text("HttpMethod") == Some("OPTIONS") && it.text("Integration/Type") == Some("MOCK"));
        when(none || reach.any(|(_, operation)| anybody(operation, schemes)), "anybody may call it")
    }),
    ("ApiNamesItsPages", |it| {
        let mut told = Vec::new();
        ["Body", "Integration", "ResponseParameters"]
            .iter()
            .filter_map(|at| it.at(at))
            .for_each(|it| origins(it, &mut told));
        when(told.iter().any(|it| !it.starts_with("'https://") || it.contains('*')), "pages of anybody read it")
    }),
    ("ApiRefusesOtherBodies", |it| {
        let paths = it.at("Body/paths").and_then(Value::as_object).into_iter().flat_map(|all| all.values());
        let operations = paths.flat_map(|path| path.as_object().into_iter().flat_map(|all| all.values()));
        let mut described = operations.filter(|operation| operation.get("requestBody").is_some());
        when(described.any(|operation| hands_on(it, operation)), "a body of another kind is handed on")
    }),
    ("ApiRefusesWhatLacks", |it| {
        let mut paths = it.at("Body/paths").and_then(Value::as_object).into_iter().flat_map(|all| all.values());
        let asked = |it: &Value| it["required"] == true && it["in"] != "path";
        let passes = |path: &Value, operation: &Value| {
            let own = list(operation.get("parameters"));
            let is_said = |of: &Value| own.iter().any(|it| it["name"] == of["name"] && it["in"] == of["in"]);
            let asks = own.iter().any(asked) || list(path.get("parameters")).iter().any(|it| asked(it) && !is_said(it));
            asks && !compares(it, operation, "validateRequestParameters")
        };
        let hands_on = |path: &Value| {
            let mut operations = path.as_object().into_iter().flatten().filter(|(name, _)| *name != "parameters");
            operations.any(|(_, operation)| operation.is_object() && passes(path, operation))
        };
        when(paths.any(hands_on), "what lacks something is handed on")
    }),
    ("ApiKeyIsMade", |it| when(it.at("Value").is_some(), "whoever reads the template has the key")),
    ("ShareHasLimits", |it| {
        let set = |path| it.number(path).is_some_and(|limit| limit > 0.0);
        when(!set("Throttle/RateLimit") || !set("Quota/Limit"), "nothing limits whoever has the key")
            .or_else(|| when(it.text("Quota/Period").is_none(), "nobody knows for how long that is"))
    }),
    ("ApiAnswersToItsDomain", |it| when(!it.is_on("DisableExecuteApiEndpoint"), "it answers to another name, too")),
    ("ApiSpeaksTls", |it| when(it.text("SecurityPolicy").is_none_or(|it| it == "TLS_1_0"), "it speaks TLS 1.0")),
    ("StageHasAFirewall", |it| {
        let stands = |of: &Thing<'_>| of.at("ResourceArn").is_some_and(|at| of.names(at, it));
        when(!it.others("AWS::WAFv2::WebACLAssociation").any(|of| stands(&of)), "no firewall stands before it")
    }),
    ("StageLimitsRates", |it| {
        let limit = |it: &Value| value(it, "ThrottlingRateLimit").and_then(Value::as_f64).is_some_and(|it| it > 0.0);
        let all = |it: &Value| it["HttpMethod"] == "*" && it["ResourcePath"] == "/*";
        when(!it.list("MethodSettings").iter().any(|it| all(it) && limit(it)), "nothing limits what it lets through")
    }),
    ("APIGWExecutionLoggingEnabled", |it| {
        let off = |it: &Value| value(it, "LoggingLevel").is_none_or(|it| *it == "OFF");
        let settings = it.list("MethodSettings");
        when(settings.is_empty() || settings.iter().any(off), "calls of some method are not logged")
    }),
    ("StageLogs", |it| {
        let to = it.at("AccessLogSetting/DestinationArn");
        let keeps = |of: &Thing<'_>| of.number("RetentionInDays").is_some();
        let mut groups = it.others("AWS::Logs::LogGroup").filter(|of| to.is_some_and(|to| it.names(to, *of)));
        let kept = it.at("AccessLogSetting/Format").is_some() && groups.any(|of| keeps(&of));
        when(!kept, "nobody knows for how long calls are recorded, if they are")
    }),
    ("APIGWXrayEnabled", |it| when(!it.is_on("TracingEnabled"), "nothing is traced")),
    ("APIGWSSLEnabled", |it| when(it.at("ClientCertificateId").is_none(), "it shows no certificate")),
    ("UsersHaveASecondFactor", |it| when(it.text("MfaConfiguration") != Some("ON"), "a password is enough")),
    ("UsersHaveLongPasswords", |it| {
        let length = it.number("Policies/PasswordPolicy/MinimumLength").unwrap_or(8.0);
        let kinds = ["Lowercase", "Numbers", "Symbols", "Uppercase"];
        let all = kinds.iter().all(|kind| it.is_on(&format!("Policies/PasswordPolicy/Require{kind}")));
        when(length < 12.0 || !all, "passwords may be short or simple")
    }),
    ("UsersAreWatched", |it| {
        when(it.text("UserPoolAddOns/AdvancedSecurityMode") != Some("ENFORCED"), "attacks are let in")
    }),
    ("UsersStay", |it| {
        stays(it, &["Retain"])
            .or_else(|| when(it.text("DeletionProtection") != Some("ACTIVE"), "it is deleted with who is known"))
    }),
    ("UsersAreAdded", |it| when(!it.is_on("AdminCreateUserConfig/AllowAdminCreateUserOnly"), "people add themselves")),
];

/// What headers of answers say of origins, wherever they stand.
fn origins(it: &Value, told: &mut Vec<String>) {
    for (name, it) in it.as_object().into_iter().flatten() {
        // Which headers there are is said by flags.
        if name.to_lowercase().ends_with(".header.access-control-allow-origin") && !it.is_boolean() {
            told.push(words(it));
        }
        origins(it, told);
    }
    for it in it.as_array().into_iter().flatten() {
        origins(it, told);
    }
}

/// Whether an operation of a definition asks nobody who calls.
fn anybody(operation: &Value, schemes: Option<&Value>) -> bool {
    let security = list(operation.get("security"));
    let known = |it: &Value| {
        it.as_object().is_some_and(|all| {
            !all.is_empty()
                && all.keys().all(|name| {
                    let scheme = schemes.and_then(|it| it.get(name));
                    scheme.and_then(|it| it.get("x-amazon-apigateway-authtype")).is_some_and(|it| !words(it).is_empty())
                })
        })
    };
    // API Gateway asks for a key beside who calls; with a key alone, nobody says who that is.
    let key = |it: &Value| {
        let scheme = it.as_object().and_then(|all| schemes?.get(all.keys().next()?));
        scheme.is_some_and(|it| it["name"] == "x-api-key" && it.get("x-amazon-apigateway-authtype").is_none())
    };
    !security.iter().any(known) || !security.iter().all(|it| known(it) || key(it))
}

/// Whether an operation hands on a body that is not compared with what it describes, or one that has more.
fn hands_on(api: Thing<'_>, operation: &Value) -> bool {
    let body = api.at("Body").unwrap_or(&Value::Null);
    let kinds = operation["requestBody"]["content"].as_object().into_iter().flatten();
    let open = |(_, kind): (&String, &Value)| {
        let named = words(&kind["schema"]["$ref"]);
        let schema = &body["components"]["schemas"][named.rsplit('/').next().unwrap_or_default()];
        schema["additionalProperties"] != false
    };
    !compares(api, operation, "validateRequestBody")
        || operation["requestBody"]["required"] != true
        || kinds.into_iter().any(open)
}

/// Whether what an operation says of a part of a request is compared with requests.
fn compares(api: Thing<'_>, operation: &Value, part: &str) -> bool {
    let body = api.at("Body").unwrap_or(&Value::Null);
    let validator = "x-amazon-apigateway-request-validator";
    let named = operation.get(validator).or(body.get(validator)).map(words).unwrap_or_default();
    body["x-amazon-apigateway-request-validators"][named][part] == true
}
