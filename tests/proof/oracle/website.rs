//! What stands between readers and what they read, and what an account has once: by the documentation of CloudFront, IAM and the
//! services that watch.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, value, words};

pub(super) const TABLE: Table = &[
    ("DistributionSpeaksTls", |it| {
        let certificate = "DistributionConfig/ViewerCertificate";
        let oldest = it.text(&format!("{certificate}/MinimumProtocolVersion")).unwrap_or("TLSv1");
        let old = !oldest.starts_with("TLSv1.2") && !oldest.starts_with("TLSv1.3");
        when(old || it.is_on(&format!("{certificate}/CloudFrontDefaultCertificate")), "it takes an old TLS").or_else(
            || {
                let plain =
                    |it: &&Value| it["ViewerProtocolPolicy"] == "allow-all" || it.get("ViewerProtocolPolicy").is_none();
                when(behaviors(it).iter().any(plain), "it answers without TLS")
            },
        )
    }),
    ("DistributionHasAFirewall", |it| {
        let acl = it.at("DistributionConfig/WebACLId").and_then(|at| it.target(at));
        let blocks =
            |rule: &Value| value(rule, "Action/Block").is_some() || value(rule, "OverrideAction/None").is_some();
        let refuses =
            acl.is_some_and(|acl| acl.at("DefaultAction/Block").is_some() || acl.list("Rules").iter().any(blocks));
        when(!refuses, "nothing in front of it refuses requests")
    }),
    ("DistributionReadsPrivately", |it| {
        let public = |origin: &Value| {
            let control = value(origin, "OriginAccessControlId").and_then(|at| it.target(at));
            let signs =
                control.is_some_and(|it| it.text("OriginAccessControlConfig/SigningBehavior") == Some("always"));
            let tls = value(origin, "CustomOriginConfig/OriginProtocolPolicy").is_some_and(|it| it == "https-only");
            if origin.get("CustomOriginConfig").is_some() { !tls } else { !signs }
        };
        when(it.list("DistributionConfig/Origins").iter().any(public), "it asks without signature or TLS")
    }),
    ("DistributionNamesReaders", |it| {
        let restriction = "DistributionConfig/Restrictions/GeoRestriction";
        let named = it.list(&format!("{restriction}/Locations"));
        let open = it.text(&format!("{restriction}/RestrictionType")) != Some("whitelist");
        let is_country = |it: &Value| it.as_str().is_some_and(|it| it.len() == 2);
        when(open || named.is_empty() || !named.iter().all(is_country), "it is read anywhere")
    }),
    ("DistributionSendsHeaders", |it| {
        let config = "ResponseHeadersPolicyConfig/SecurityHeadersConfig";
        let silent = |behavior: &&Value| {
            let policy = value(behavior, "ResponseHeadersPolicyId").and_then(|at| it.target(at));
            let age =
                policy.and_then(|it| it.number(&format!("{config}/StrictTransportSecurity/AccessControlMaxAgeSec")));
            let content = policy.and_then(|it| it.at(&format!("{config}/ContentSecurityPolicy/ContentSecurityPolicy")));
            let all = content.map(words).is_some_and(|it| it.contains("script-src *") || it.contains("default-src *"));
            age.is_none_or(|age| age <= 0.0) || content.is_none() || all
        };
        when(behaviors(it).iter().any(silent), "browsers are not told")
    }),
    ("DistributionIsLogged", |it| {
        let delivered = |source: Thing<'_>| {
            let taken = |delivery: Thing<'_>| delivery.points_at(delivery.at("DeliverySourceName"), source);
            source.text("LogType") == Some("ACCESS_LOGS")
                && source.at("ResourceArn").is_some_and(|arn| source.names(arn, it))
                && source.others("AWS::Logs::Delivery").any(taken)
        };
        let own = it.at("DistributionConfig/Logging/Bucket").is_some();
        when(!own && !it.others("AWS::Logs::DeliverySource").any(delivered), "no request is recorded")
    }),
    ("DistributionAnswers", |it| when(!it.is_on("DistributionConfig/Enabled"), "it is off")),
    ("OneDistributionReads", |it| {
        let path = if it.kind() == "AWS::KMS::Key" { "KeyPolicy/Statement" } else { "PolicyDocument/Statement" };
        let of_cloudfront = |it: &&Value| {
            it["Effect"] == "Allow"
                && list(it["Principal"].get("Service")).iter().any(|it| words(it) == "cloudfront.amazonaws.com")
        };
        let for_all = |it: &Value| {
            let source = value(it, "Condition/StringEquals/aws:SourceArn").map(words).unwrap_or_default();
            !source.contains(":distribution/") || source.contains('*')
        };
        when(it.list(path).iter().filter(of_cloudfront).any(for_all), "any distribution gets in")
    }),
    ("CertificateRenews", |it| when(it.text("ValidationMethod") != Some("DNS"), "somebody has to answer a mail")),
    ("UptimeIsAskedOverTls", |it| {
        let kind = it.text("HealthCheckConfig/Type").unwrap_or_default();
        when(!kind.starts_with("HTTPS") || it.is_on("HealthCheckConfig/Inverted"), "it asks without TLS, or lies")
    }),
    ("AlarmIsWhereItIsMeasured", |it| {
        let inside = it.list("Metrics").iter().filter_map(|it| value(it, "MetricStat/Metric/Namespace"));
        let mut all = inside.chain(it.at("Namespace")).map(words);
        let global = all.any(|it| matches!(it.as_str(), "AWS/Billing" | "AWS/CloudFront" | "AWS/Route53"));
        when(global && it.region() != "us-east-1", "nothing is measured there")
    }),
    ("BoardShows", |it| {
        let body = it.at("DashboardBody").map(words).and_then(|it| serde_json::from_str::<Value>(&it).ok());
        let widgets = body.as_ref().map(|it| list(it.get("widgets"))).unwrap_or_default();
        let empty = |it: &&Value| {
            let lists = ["metrics", "alarms"].map(|name| it["properties"].get(name));
            it["type"] != "text" && it["type"] != "log" && lists.iter().all(|all| list(*all).is_empty())
        };
        let texts = widgets.iter().all(|it| it["type"] == "text");
        when(texts || widgets.iter().any(|it| empty(&it)), "there is nothing on it, or on a part of it")
    }),
    ("BudgetTellsSomebody", |it| {
        let tells = |told: &Value| {
            value(told, "Notification/NotificationType").is_some_and(|it| it == "ACTUAL")
                && list(told.get("Subscribers")).iter().any(|it| value(it, "Address").is_some())
        };
        when(!it.list("NotificationsWithSubscribers").iter().any(tells), "nobody is told")
    }),
    ("ThreatsAreLookedFor", |it| when(!it.is_on("Enable"), "it is off")),
    ("SettingsAreRecorded", |it| {
        let delivered = it.others("AWS::Config::DeliveryChannel").next().is_some();
        when(!it.is_on("RecordingGroup/AllSupported") || !delivered, "not all is recorded and delivered")
    }),
    ("SettingsAreDelivered", |it| {
        let key = it.at("S3KmsKeyArn").map(words).unwrap_or_default();
        when(key.is_empty() || key.contains("alias/aws/") || it.at("S3BucketName").is_none(), "no key of the customer")
    }),
    ("SettingsAreHeldToRules", |it| when(it.text("Source/Owner") != Some("AWS"), "AWS does not keep that rule")),
    ("PasswordPolicyIsSet", |it| {
        let said = |name: &str| list(it.at(&format!("Parameters/{name}/StaticValue/Values"))).first().map(words);
        let long = said("MinimumPasswordLength").and_then(|it| it.parse::<u32>().ok()).is_some_and(|it| it >= 14);
        let kinds = ["LowercaseCharacters", "Numbers", "Symbols", "UppercaseCharacters"];
        let all = kinds.iter().all(|kind| said(&format!("Require{kind}")).is_some_and(|it| it == "true"));
        when(!it.is_on("Automatic"), "nobody starts it").or_else(|| {
            when(!long || !all || said("AutomationAssumeRole").is_none(), "it sets less, or cannot set anything")
        })
    }),
    ("FindingsAreGathered", |it| {
        when(it.at("EnableDefaultStandards").is_some_and(|it| *it == false || *it == "false"), "no standard is on")
    }),
    ("AccessIsAnalyzed", |it| {
        when(!matches!(it.text("Type"), Some("ACCOUNT" | "ORGANIZATION")), "it looks for something else")
    }),
    ("PeopleProveWhoTheyAre", |it| {
        let by_people = |it: &&Value| {
            it["Effect"] == "Allow" && list(it["Principal"].get("AWS")).iter().any(|it| words(it).ends_with(":root"))
        };
        let unproven = |it: &Value| {
            let flag = value(it, "Condition/Bool/aws:MultiFactorAuthPresent");
            !flag.is_some_and(|it| *it == true || *it == "true")
        };
        when(
            it.list("AssumeRolePolicyDocument/Statement").iter().filter(by_people).any(unproven),
            "a password is enough",
        )
    }),
];

/// How a distribution treats requests.
fn behaviors(it: Thing<'_>) -> Vec<&Value> {
    it.at("DistributionConfig/DefaultCacheBehavior")
        .into_iter()
        .chain(it.list("DistributionConfig/CacheBehaviors"))
        .collect()
}
