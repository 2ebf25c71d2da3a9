//! Rules about REST interfaces of API Gateway besides those of scanners: who calls, how, and what is recorded of it.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    dimension::{
        Position,
        availability::MultiRegion,
        tls::{Tls12, Tls13},
    },
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, lacks, one_or_many, real_data},
    value::{Json, Object},
};

use super::{
    answered::CHECKS_TOKENS,
    api::has_for_every_method,
    balancer::{GUARDED, is_guarded},
    logs::keeps_what_goes_to,
    read::{number_at, text_at},
};

const API: &str = "AWS::ApiGateway::RestApi";
const METHOD: &str = "AWS::ApiGateway::Method";
const STAGE: &[&str] = &["AWS::ApiGateway::Stage"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub API_ASKS_WHO_CALLS = "ApiAsksWhoCalls" {
        sentence: "whoever calls is known by a user pool, by his rights in the account, or by a function that says who he is; a browser that asks beforehand whether a page may call reaches nothing",
        controls: &[hipaa::AUTHENTICATION, hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[API, METHOD],
        when: real_data,
        must: Must::Judge(asks_who_calls),
        message: "lets somebody call whom nobody knows",
        help: "name in `AuthorizationType` or in `security` of each operation who says who calls, or use a `RestApi`",
    }

    pub TOKENS_ARE_CHECKED = "TokensAreChecked" {
        sentence: "a token is of one issuer and for one audience, is signed by a key of that issuer, and has not ended when a request comes with it",
        controls: &[hipaa::AUTHENTICATION, hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["AWS::Lambda::Function"],
        when: real_data,
        must: Must::Judge(checks_tokens),
        message: "looks at tokens of nobody or for nobody, may be another program, or is not asked each time",
        help: "set `ISSUER`, which begins with `https://`, `AUDIENCE` and `KEYS_HOST`, no other variables and no layers, and 0 as `AuthorizerResultTtlInSeconds` of what asks it, or use a `TokenChecker`",
    }

    pub API_ANSWERS_TO_ITS_DOMAIN = "ApiAnswersToItsDomain" {
        sentence: "an interface answers to its own domain, and not to the name that AWS gives it",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SERVICES],
        on: &[API],
        when: real_data,
        must: Must::True("DisableExecuteApiEndpoint"),
        message: "also answers to the name that AWS gives it, past its domain",
        help: "set `DisableExecuteApiEndpoint` to true, or use a `RestApi`",
    }

    pub API_REFUSES_OTHER_BODIES = "ApiRefusesOtherBodies" {
        sentence: "JSON that is not as an interface describes it is refused before anything is called, and so is what it has besides",
        controls: &[hipaa::INTEGRITY, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SERVICES],
        on: &[API],
        when: real_data,
        must: Must::Judge(refuses_other_bodies),
        message: "hands on a body that is not as it describes it",
        help: "validate the body of each operation that describes one, as an object without `additionalProperties`, or use `.body(..)` of a `RestApi`",
    }

    pub API_REFUSES_WHAT_LACKS = "ApiRefusesWhatLacks" {
        sentence: "a request that lacks what an interface asks for in the query or in headers is refused before anything is called",
        controls: &[hipaa::INTEGRITY, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SERVICES],
        on: &[API],
        when: real_data,
        must: Must::Judge(refuses_what_lacks),
        message: "hands on a request that lacks what it asks for",
        help: "validate the parameters of each operation that has required ones, or use `.needs_query(..)` of a `RestApi`",
    }

    pub API_KEY_IS_MADE = "ApiKeyIsMade" {
        sentence: "a partner's key is made by API Gateway, and no template has its text",
        controls: &[hipaa::PASSWORDS, hipaa::ENCRYPTION, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["AWS::ApiGateway::ApiKey"],
        when: real_data,
        must: Must::Hold(|it| it.lacks("Value")),
        message: "has the text of a key in the template",
        help: "leave out `Value`, or use `.partner(..)` of a `RestApi`",
    }

    pub SHARE_HAS_LIMITS = "ShareHasLimits" {
        sentence: "so many requests of whoever has a share are let through in a second, and so many in a day, a week or a month",
        controls: GUARDED,
        on: &["AWS::ApiGateway::UsagePlan"],
        when: real_data,
        must: Must::Hold(|it| {
            let set = |path| number_at(&it.resource.properties, path).is_some_and(|limit| limit > 0);
            let period = matches!(it.text("Quota/Period"), Some("DAY" | "WEEK" | "MONTH"));
            set("Throttle/RateLimit") && set("Quota/Limit") && period && own_limits(it)
        }),
        message: "lets through as many requests as the whole interface, of some method or for as long as somebody likes",
        help: "set `RateLimit` in `Throttle`, and `Limit` and `Period` in `Quota`, or use `.partner(..)` of a `RestApi`",
    }

    pub API_HAS_ZONES = "ApiHasZones" {
        sentence: "an interface answers in the zones of one region, as AWS says of each, and the policy asks for no more",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &[API],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| it.stack.policy.floor(Dimension::availability) < MultiRegion::POSITION),
        message: "is in one region where the policy asks for two",
        help: "declare one in a stack of each region",
    }

    pub API_SPEAKS_TLS = "ApiSpeaksTls" {
        sentence: "its domain is answered over no TLS that is older than the policy asks for",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["AWS::ApiGateway::DomainName"],
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Hold(|it| {
            it.text("SecurityPolicy").and_then(oldest_tls).is_some_and(|it_speaks| it_speaks >= it.stack.policy.floor(Dimension::tls))
        }),
        message: "speaks an older TLS than the policy asks for",
        help: "set `SecurityPolicy` to one of that version, or use a `RestApi`",
    }

    pub STAGE_HAS_A_FIREWALL = "StageHasAFirewall" {
        sentence: "requests to an interface pass a web application firewall that refuses some of them",
        controls: GUARDED,
        on: STAGE,
        when: real_data,
        must: Must::Hold(is_guarded),
        message: "takes requests without a firewall of this program that refuses any",
        help: "name it in an `AWS::WAFv2::WebACLAssociation`, or use a `RestApi`",
    }

    pub STAGE_LIMITS_RATES = "StageLimitsRates" {
        sentence: "so many requests a second are let through for every method, and no more",
        controls: GUARDED,
        on: STAGE,
        when: real_data,
        must: Must::Hold(|it| {
            has_for_every_method(it, |method| number_at(method, "ThrottlingRateLimit").is_some_and(|limit| limit > 0))
        }),
        message: "lets through as many requests as the account may have",
        help: "set `ThrottlingRateLimit` in `MethodSettings` for the path `/*` and the method `*`, or use a `RestApi`",
    }

    pub STAGE_LOGS = "StageLogs" {
        sentence: "each request is recorded in a log group that keeps it for as long as the policy asks for",
        controls: &[hipaa::AUDIT_CONTROLS, iso27001::LOGGING, soc2::MONITORING],
        on: STAGE,
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(|it| {
            let to = it.property("AccessLogSetting/DestinationArn");
            it.property("AccessLogSetting/Format").is_some() && to.is_some_and(|to| keeps_what_goes_to(it, to))
        }),
        message: "does not record its requests, or not for as long as the policy asks for",
        help: "name a log group of the program in `AccessLogSetting/DestinationArn`, or use a `RestApi`",
    }
}

/// Of functions with other code nothing is said here.
fn checks_tokens(function: &Subject<'_>) -> Verdict {
    const BESIDE: [&str; 3] = ["Code/S3Bucket", "FileSystemConfigs", "Layers"];
    if function.text("Code/ZipFile") != Some(CHECKS_TOKENS) {
        return Verdict::NotApplicable;
    }
    let said = |name: &str| function.text(&format!("Environment/Variables/{name}")).unwrap_or_default().trim();
    let variables = function.property("Environment/Variables").and_then(Json::as_object);
    Verdict::of(
        said("ISSUER").starts_with("https://")
            && ["AUDIENCE", "KEYS_HOST"].iter().all(|name| !said(name).is_empty())
            && variables.is_some_and(|all| all.iter().all(|(name, _)| is_of_checker(name)))
            && function.text("Handler") == Some("index.handler")
            && function.text("Runtime").is_some_and(|it| it.starts_with("nodejs"))
            && BESIDE.iter().all(|it| function.lacks(it))
            && is_asked_each_time(function),
    )
}

/// Whether a variable is for the code that looks at tokens. Others may be for Node.js, which starts other programs by some and trusts
/// whoever answers by `NODE_TLS_REJECT_UNAUTHORIZED`.
fn is_of_checker(variable: &str) -> bool {
    const BY_CONNECTION: [&str; 2] = ["ISSUER_", "KEY_SET_"];
    matches!(variable, "ISSUER" | "AUDIENCE" | "KEYS_HOST") || BY_CONNECTION.iter().any(|it| variable.starts_with(it))
}

/// Whether nothing that asks the function keeps what it answers, by which a token is good after its end.
///
/// Source: `AuthorizerResultTtlInSeconds` in the reference of `CloudFormation`: 300 by default.
fn is_asked_each_time(function: &Subject<'_>) -> bool {
    const AUTHORIZERS: [&str; 2] = ["AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Authorizer"];
    const TTL: &str = "x-amazon-apigateway-authorizer/authorizerResultTtlInSeconds";
    let mut ones = AUTHORIZERS.iter().flat_map(|kind| function.users_of(kind));
    let of_api = |api: &Subject<'_>| {
        let schemes = api.property("Body/components/securitySchemes").and_then(Json::as_object);
        let mut schemes = schemes.into_iter().flat_map(Object::iter);
        !function.may_be_named_in(api, "Body/components/securitySchemes/*")
            && schemes.all(|(_, it)| !function.is_named_by(it) || number_at(it, TTL) == Some(0))
    };
    ones.all(|it| number_at(&it.resource.properties, "AuthorizerResultTtlInSeconds") == Some(0))
        && function.users_of(API).all(|api| of_api(&api))
}

/// The oldest TLS that a security policy speaks.
///
/// Source: "Supported security policies" in the developer guide of API Gateway.
fn oldest_tls(policy: &str) -> Option<Position> {
    match policy {
        "TLS_1_2" => Some(Tls12::POSITION),
        _ if policy.starts_with("SecurityPolicy_TLS13_1_3_") => Some(Tls13::POSITION),
        _ if policy.starts_with("SecurityPolicy_TLS13_1_2_") => Some(Tls12::POSITION),
        _ => None,
    }
}

/// Of an interface whose methods are resources of their own nothing is said: they are judged.
fn asks_who_calls(it: &Subject<'_>) -> Verdict {
    if it.is(METHOD) {
        let known = matches!(it.text("AuthorizationType"), Some("AWS_IAM" | "COGNITO_USER_POOLS" | "CUSTOM"));
        let preflight = it.text("HttpMethod") == Some("OPTIONS") && it.text("Integration/Type") == Some("MOCK");
        return Verdict::of(known || preflight);
    }
    // What it is a copy of may let in anybody.
    if it.property("CloneFrom").is_some() {
        return Verdict::Broken;
    }
    if it.property("Body").is_none() && it.property("BodyS3Location").is_none() {
        return Verdict::NotApplicable;
    }
    let paths = it.property("Body/paths").and_then(Json::as_object);
    Verdict::of(paths.is_some_and(|paths| paths.iter().all(|(_, path)| every_operation_asks(it, path))))
}

/// Of an interface that describes no body nothing is said, nor of one whose methods are resources of their own. What cannot be read may
/// describe one.
fn refuses_other_bodies(api: &Subject<'_>) -> Verdict {
    if api.property("Body").is_none() {
        return Verdict::NotApplicable;
    }
    every(api, |_, operation| {
        let described = at(operation, "requestBody").is_some();
        described.then(|| validates(api, operation, "validateRequestBody") && is_closed(api, operation))
    })
}

/// Of an interface that asks for nothing nothing is said. What stands in a path is there in every request for it.
fn refuses_what_lacks(api: &Subject<'_>) -> Verdict {
    if api.property("Body").is_none() {
        return Verdict::NotApplicable;
    }
    every(api, |path, operation| {
        let (of_path, own) = (at(path, "parameters"), at(operation, "parameters"));
        let is_hidden = [of_path, own].into_iter().flatten().any(|it| it.as_list().is_none());
        let (of_path, own) = (one_or_many(of_path), one_or_many(own));
        // What an operation says of a parameter counts for it, and not what its path says.
        let of_path = of_path.iter().filter(|it| !own.iter().any(|own| is_one_parameter(own, it)));
        let asks = is_hidden || of_path.chain(own).any(is_asked_for);
        asks.then(|| validates(api, operation, "validateRequestParameters"))
    })
}

/// Whether a parameter has to be there, other than in the path. What is described elsewhere may have to.
fn is_asked_for(parameter: &Json) -> bool {
    let required = !lacks(parameter, "required") && !matches!(at(parameter, "required"), Some(Json::Bool(false)));
    required && text_at(parameter, "in") != Some("path") || at(parameter, "$ref").is_some()
}

/// Whether two of them are about the same.
fn is_one_parameter(one: &Json, other: &Json) -> bool {
    ["in", "name"].iter().all(|it| text_at(one, it).is_some() && text_at(one, it) == text_at(other, it))
}

/// Whether something holds for every operation of a definition of which it says anything. What cannot be read does not.
fn every(api: &Subject<'_>, holds: impl Fn(&Json, &Json) -> Option<bool>) -> Verdict {
    let Some(paths) = api.property("Body/paths").and_then(Json::as_object) else { return Verdict::Broken };
    let mut verdict = Verdict::NotApplicable;
    for (_, path) in paths.iter() {
        let Some(members) = path.as_object().filter(|it| it.get("$ref").is_none()) else { return Verdict::Broken };
        for (_, operation) in members.iter().filter(|(name, _)| METHODS.contains(name)) {
            match operation.as_object().map(|_| holds(path, operation)) {
                None | Some(Some(false)) => return Verdict::Broken,
                Some(Some(true)) => verdict = Verdict::Held,
                Some(None) => {}
            }
        }
    }
    verdict
}

/// What a path says besides its operations, and of all of them.
const OF_PATH: [&str; 4] = ["description", "parameters", "servers", "summary"];

/// What of a path is an operation.
const METHODS: [&str; 9] =
    ["delete", "get", "head", "options", "patch", "post", "put", "trace", "x-amazon-apigateway-any-method"];

/// Whether something of a request is compared with what an operation says of it: by its own validator, or by that of the interface.
fn validates(api: &Subject<'_>, operation: &Json, what: &str) -> bool {
    const VALIDATOR: &str = "x-amazon-apigateway-request-validator";
    let own = at(operation, VALIDATOR).map(Json::as_text);
    let body = api.property("Body");
    let named = own.unwrap_or_else(|| body.and_then(|it| at(it, VALIDATOR)).and_then(Json::as_text));
    let all = body.and_then(|it| at(it, "x-amazon-apigateway-request-validators"));
    let it = named.zip(all.and_then(Json::as_object)).and_then(|(name, all)| all.get(name));
    it.is_some_and(|it| matches!(at(it, what), Some(Json::Bool(true))))
}

/// Whether a body has to be there, and is of one kind whose schema is an object that has nothing else.
fn is_closed(api: &Subject<'_>, operation: &Json) -> bool {
    let content = at(operation, "requestBody/content").and_then(Json::as_object);
    let schema = |(_, kind): (&str, &Json)| {
        let name = at(kind, "schema").and_then(Json::as_object).and_then(|it| it.get("$ref")).and_then(Json::as_text);
        let name = name.and_then(|it| it.strip_prefix("#/components/schemas/"));
        let all = api.property("Body/components/schemas").and_then(Json::as_object);
        let schema = name.zip(all).and_then(|(name, all)| all.get(name));
        schema.is_some_and(|it| {
            at(it, "type").and_then(Json::as_text) == Some("object")
                && matches!(at(it, "additionalProperties"), Some(Json::Bool(false)))
        })
    };
    matches!(at(operation, "requestBody/required"), Some(Json::Bool(true)))
        && content.is_some_and(|all| !all.is_empty() && all.iter().all(schema))
}

/// Every operation of a path names a scheme of the definition, but for what a browser asks beforehand, without saying who is behind it:
/// API Gateway answers that by itself.
fn every_operation_asks(api: &Subject<'_>, path: &Json) -> bool {
    let schemes = api.property("Body/components/securitySchemes").and_then(Json::as_object);
    let says_who = |it: &Json| matches!(it.as_text(), Some("awsSigv4" | "cognito_user_pools" | "custom"));
    let is_known = |scheme: &Json| {
        let named = scheme.as_object().and_then(|it| it.iter().next());
        named.zip(schemes).is_some_and(|((name, _), schemes)| {
            schemes.get(name).is_some_and(|it| at(it, "x-amazon-apigateway-authtype").is_some_and(says_who))
        })
    };
    let asks = |operation: &Json| {
        let security = at(operation, "security").and_then(Json::as_list).unwrap_or_default();
        let says = |it: &Json| is_known(it) || is_key(api, it);
        security.iter().any(is_known) && security.iter().all(says)
    };
    let answered_here = |operation: &Json| {
        at(operation, "x-amazon-apigateway-integration/type").and_then(Json::as_text).is_some_and(|it| it == "mock")
    };
    let fits = |(name, operation): (&str, &Json)| {
        asks(operation) || OF_PATH.contains(&name) || name == "options" && answered_here(operation)
    };
    path.as_object().is_some_and(|all| all.iter().all(fits))
}

/// Whether a scheme asks for a key, which says whose share a request counts to, and never who calls.
///
/// Source: "Configure a method to use API keys with an `OpenAPI` definition".
fn is_key(api: &Subject<'_>, scheme: &Json) -> bool {
    let schemes = api.property("Body/components/securitySchemes").and_then(Json::as_object);
    let named = scheme.as_object().filter(|it| it.len() == 1).and_then(|it| it.iter().next());
    named.zip(schemes).and_then(|((name, _), schemes)| schemes.get(name)).is_some_and(|scheme| {
        let is = |member, text: &str| at(scheme, member).and_then(Json::as_text) == Some(text);
        is("type", "apiKey") && is("name", "x-api-key") && at(scheme, "x-amazon-apigateway-authtype").is_none()
    })
}

/// Whether the limits of methods that a share has of its own let something through, and not everything.
fn own_limits(share: &Subject<'_>) -> bool {
    let limited = |limits: &Json| number_at(limits, "RateLimit").is_some_and(|limit| limit > 0);
    let of_stage = |stage: &Json| match at(stage, "Throttle") {
        None => lacks(stage, "Throttle"),
        Some(all) => all.as_object().is_some_and(|all| all.iter().all(|(_, it)| limited(it))),
    };
    share.lacks("ApiStages")
        || share.property("ApiStages").and_then(Json::as_list).is_some_and(|all| all.iter().all(of_stage))
}
