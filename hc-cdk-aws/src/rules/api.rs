//! Rules about REST interfaces of API Gateway.
//!
//! These are those of scanners; what else holds of an interface is in `rest.rs`.

use hc_cdk::{
    control::hipaa,
    rule::{Known, Must, Subject, at, known},
    value::Json,
};

use super::{read::text_at, when::regulated};

const STAGE: &[&str] = &["AWS::ApiGateway::Stage"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub APIGW_CACHE_ENABLED_AND_ENCRYPTED = "APIGWCacheEnabledAndEncrypted" {
        sentence: "answers are kept for a while, and encrypted meanwhile, for every method",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION],
        on: STAGE,
        when: regulated,
        must: Must::Hold(|it| has_for_every_method(it, |method| is(method, "CachingEnabled") && is(method, "CacheDataEncrypted"))),
        message: "keeps answers of some method unencrypted, or not at all",
        help: "set `CachingEnabled` and `CacheDataEncrypted` in `MethodSettings` for the path `/*` and the method `*`",
    }

    pub APIGW_EXECUTION_LOGGING_ENABLED = "APIGWExecutionLoggingEnabled" {
        sentence: "what is called is logged, for every method",
        controls: &[hipaa::AUDIT_CONTROLS],
        on: STAGE,
        when: regulated,
        must: Must::Hold(|it| has_for_every_method(it, |method| matches!(text_at(method, "LoggingLevel"), Some("ERROR" | "INFO")))),
        message: "does not log the calls of some method",
        help: "set `LoggingLevel` to `INFO` in `MethodSettings` for the path `/*` and the method `*`",
    }

    pub APIGWSSL_ENABLED = "APIGWSSLEnabled" {
        sentence: "what answers can tell that it is asked by the interface",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_INTEGRITY, hipaa::TRANSMISSION_ENCRYPTION],
        on: STAGE,
        when: regulated,
        must: Must::Set("ClientCertificateId"),
        message: "shows no certificate to what answers",
        help: "set `ClientCertificateId`",
    }

    pub APIGW_XRAY_ENABLED = "APIGWXrayEnabled" {
        sentence: "requests are traced",
        controls: &[hipaa::AUDIT_CONTROLS],
        on: STAGE,
        when: regulated,
        must: Must::True("TracingEnabled"),
        message: "does not trace its requests",
        help: "set `TracingEnabled` to true",
    }
}

fn is(settings: &Json, flag: &str) -> bool {
    at(settings, flag).map(known) == Some(Known::Is(true))
}

/// Whether something holds for all methods, and for each that has settings of its own.
pub(super) fn has_for_every_method(stage: &Subject<'_>, holds: impl Fn(&Json) -> bool) -> bool {
    let settings = stage.list("MethodSettings");
    let all = |it: &Json| text_at(it, "HttpMethod") == Some("*") && text_at(it, "ResourcePath") == Some("/*");
    settings.iter().any(all) && settings.iter().all(holds)
}
