//! Rules about canaries: what asks for something again and again, and tells how it was answered.

use hc_cdk::{
    control::{caf, hipaa, iso27001, soc2},
    literal::plain::secret_in_text,
    policy::Dimension,
    rule::{Known, Must, Subject, asks, real_data},
    value::{Json, Token, Value},
};

use super::{clauses::CONFIDENTIAL, logs::keeps, possible::may_be, task::is_no_secret, when::customer_key};

const CANARY: &[&str] = &["AWS::Synthetics::Canary"];

/// The first version of each kind of runtime whose language AWS still mends. A longer name stands before what it begins with.
///
/// Sources: "Runtime versions support policy" of CloudWatch Synthetics and "Lambda runtimes", read in November 2026: Node.js 20 is not
/// mended since April 2026, and what is named here has Node.js 22, Python 3.11 or Java 21.
const SUPPORTED: [(&str, (u32, u32)); 5] = [
    ("syn-nodejs-puppeteer-", (13, 1)),
    ("syn-nodejs-playwright-", (6, 0)),
    ("syn-nodejs-", (4, 0)),
    ("syn-python-selenium-", (6, 0)),
    ("syn-java-", (1, 0)),
];

/// What speaks without TLS, or believes whatever certificate it is shown, beside all that is called `http` and is not `https`.
const PLAIN: [&str; 4] = ["ws://", "ftp://", "rejectunauthorized", "node_tls"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CANARY_HAS_THE_CUSTOMERS_KEY = "CanaryHasTheCustomersKey" {
        sentence: "what the runs of a canary leave is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: CANARY,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| {
            it.text("ArtifactConfig/S3Encryption/EncryptionMode") == Some("SSE_KMS")
                && customer_key(it, "ArtifactConfig/S3Encryption/KmsKeyArn")
        }),
        message: "does not encrypt what its runs leave with a customer-managed key",
        help: "set `EncryptionMode` of `S3Encryption` to `SSE_KMS` and `KmsKeyArn` to a `CustomerKey`, or use a `Canary`",
    }

    pub CANARY_ASKS_OVER_TLS = "CanaryAsksOverTls" {
        sentence: "what a canary does stands in the template, and neither that nor its variables name an address without TLS",
        controls: &[hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: CANARY,
        when: real_data,
        must: Must::Hold(asks_over_tls),
        message: "asks without TLS, or does what cannot be read here",
        help: "write `Script` in the program, with addresses that begin with `https://`, or use a `Canary`",
    }

    pub CANARY_HAS_NO_SECRET_AS_TEXT = "CanaryHasNoSecretAsText" {
        sentence: "nothing in the variables or the script of a canary looks like a secret",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: CANARY,
        when: real_data,
        must: Must::Hold(|it| {
            let is_clean = it.text("Code/Script").is_some_and(|script| secret_in_text(script).is_none());
            is_clean && variables(it).is_some_and(|all| all.iter().all(|(name, value)| is_no_secret(name, value)))
        }),
        message: "has a secret as text in its variables or its script, or what cannot be read there",
        help: "ask for what strangers are answered, or let the script read a secret by its ARN",
    }

    pub CANARY_ASKS_AGAIN = "CanaryAsksAgain" {
        sentence: "a canary asks by itself, again and again",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::MONITORING, iso27001::MONITORING],
        on: CANARY,
        when: real_data,
        must: Must::Hold(|it| {
            let again = it.property("Schedule/Expression").is_some_and(|it| !may_be(it, is_once));
            it.flag("StartCanaryAfterCreation") == Known::Is(true) && again && it.lacks("Schedule/DurationInSeconds")
        }),
        message: "waits for somebody to start it, asks once, or stops after a while",
        help: "set `StartCanaryAfterCreation`, a `rate(..)` of minutes in `Schedule` and no duration, or use a `Canary`",
    }

    pub CANARY_RUNTIME_IS_SUPPORTED = "CanaryRuntimeIsSupported" {
        sentence: "a canary runs on a version of Synthetics whose language AWS mends",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::CONFIGURATION, caf::VULNERABILITIES],
        on: CANARY,
        when: real_data,
        must: Must::Hold(|it| it.text("RuntimeVersion").is_some_and(is_supported)),
        message: "runs on a version of Synthetics that AWS mends no more, or that is not known",
        help: "set `RuntimeVersion` to `syn-nodejs-puppeteer-17.0` or a later one, or use a `Canary`",
    }

    pub CANARY_LOGS = "CanaryLogs" {
        sentence: "what a canary says is written to a log group that keeps it for as long as the policy asks for",
        controls: &[hipaa::AUDIT_CONTROLS, iso27001::LOGGING, soc2::MONITORING],
        on: CANARY,
        when: |policy| asks(policy, Dimension::log_retention),
        must: Must::Hold(|it| it.users_of("AWS::Logs::LogGroup").any(|group| is_of(&group, it) && keeps(&group))),
        message: "writes what it says to a group that is kept for ever without a key, or not for as long as the policy asks for",
        help: "declare the group `/aws/lambda/cwsyn-NAME-ID`, with the canary's name and its `Id`, or use a `Canary`",
    }
}

/// The variables of a canary; nothing if they cannot be read.
fn variables<'a>(canary: &Subject<'a>) -> Option<Vec<(&'a str, &'a Json)>> {
    const VARIABLES: &str = "RunConfig/EnvironmentVariables";
    if canary.lacks(VARIABLES) {
        return Some(Vec::new());
    }
    Some(canary.property(VARIABLES)?.as_object()?.iter().collect())
}

fn asks_over_tls(canary: &Subject<'_>) -> bool {
    let script = canary.text("Code/Script").is_some_and(|script| !is_plain(script));
    let variable =
        |(name, value): &(&str, &Json)| !is_plain(name) && !name.starts_with("NODE_") && !may_be(value, is_plain);
    let elsewhere = ["Code/S3Key", "Code/BlueprintTypes", "Code/Dependencies"].iter().any(|it| !canary.lacks(it));
    script && !elsewhere && variables(canary).is_some_and(|all| all.iter().all(variable))
}

/// Whether a text names an address, a module or an option that does without TLS.
fn is_plain(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.split("http").skip(1).any(|rest| !rest.starts_with('s')) || PLAIN.iter().any(|it| text.contains(it))
}

/// Whether an expression has something done once: at a rate of nothing.
fn is_once(expression: &str) -> bool {
    !expression.starts_with("rate(") && !expression.starts_with("cron(") || expression.starts_with("rate(0")
}

fn is_supported(version: &str) -> bool {
    let known = SUPPORTED.iter().find_map(|(kind, first)| Some((version.strip_prefix(kind)?, first)));
    known.is_some_and(|(version, first)| {
        let parts = version.split_once('.').map(|(major, minor)| (major.parse(), minor.parse()));
        matches!(parts, Some((Ok(major), Ok(minor))) if (major, minor) >= *first)
    })
}

/// Whether a group has the name to which Lambda writes what the function of a canary says.
fn is_of(group: &Subject<'_>, canary: &Subject<'_>) -> bool {
    let (Some(name), Some(Json::Token(called))) = (canary.property("Name"), group.property("LogGroupName")) else {
        return false;
    };
    let Token::Concat(parts) = called.as_ref() else { return false };
    let Some((Json::Token(last), start)) = parts.split_last() else { return false };
    let of_name = Value::<String>::concat(["/aws/lambda/cwsyn-".into(), name.clone(), "-".into()]);
    matches!(last.as_ref(), Token::Attribute { .. }) && Value::concat(start.iter().cloned()) == of_name
}

#[cfg(test)]
mod tests {
    use super::is_supported;

    #[test]
    fn versions_are_compared_by_their_kind() {
        for version in ["syn-nodejs-puppeteer-17.0", "syn-nodejs-puppeteer-13.1", "syn-nodejs-5.4", "syn-java-1.0"] {
            assert!(is_supported(version), "{version}");
        }
        for version in ["syn-nodejs-puppeteer-13.0", "syn-nodejs-puppeteer-9.1", "syn-nodejs-3.1", "syn-1.0", "latest"]
        {
            assert!(!is_supported(version), "{version}");
        }
    }
}
