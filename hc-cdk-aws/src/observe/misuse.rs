//! What an audit trail shows of misuse: the table of what is looked for in its records, and the counts and limits that are made of it.
//!
//! Sources: CIS AWS Foundations Benchmark v1.4.0, section 4 (each row says which recommendation it is; the patterns are written as
//! there, since scanners compare them), and "`CloudTrail` record contents" and "`CloudTrail` `userIdentity` element" of the user guide of
//! CloudTrail for those that are no part of it.

use hc_cdk::{stack::Scope, value::Value};
use hc_cdk_observe::{Count, Severity};

use super::{
    metric::{Measure, Metric, Statistic},
    threshold::Threshold,
};
use crate::{
    cfn::logs::{MetricFilter, metric_filter::MetricTransformation},
    kind::LogGroupName,
};

/// One kind of misuse.
#[derive(Debug)]
struct Misuse {
    name: &'static str,
    /// Which records show it.
    pattern: &'static str,
    severity: Severity,
    /// What is wrong, as whoever is told reads it.
    summary: &'static str,
    /// What to do, one step after the other.
    steps: [&'static str; 2],
}

const MISUSES: &[Misuse] = &[
    Misuse {
        name: "DataRefused",
        pattern: r#"{ ($.eventCategory = "Data") && ($.errorCode = "AccessDenied*") }"#,
        severity: Severity::Compliance,
        summary: "somebody asked a store for data and was refused",
        steps: [
            "find in the audit records who asked, and for what",
            "decide whether it was an incident, and report it",
        ],
    },
    Misuse {
        // Workloads act by roles. What acts without one is a user, the root, another account or nobody at all.
        name: "DataTakenWithoutRole",
        pattern: r#"{ ($.eventCategory = "Data") && ($.errorCode NOT EXISTS) && ($.userIdentity.type != "AssumedRole") && ($.userIdentity.type != "AWSService") }"#,
        severity: Severity::Compliance,
        summary: "data of a store was used by somebody who is no workload of this account",
        steps: ["take away what let them in", "find in the audit records what they used, and report it"],
    },
    Misuse {
        // CIS 4.1
        name: "CallsRefused",
        pattern: r#"{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }"#,
        severity: Severity::High,
        summary: "somebody tried what they may not",
        steps: ["find in the audit records who tried, and what", "stop them if nobody knows why"],
    },
    Misuse {
        // CIS 4.2
        name: "SecondFactorMissing",
        pattern: r#"{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }"#,
        severity: Severity::High,
        summary: "somebody signed in to the console without a second factor",
        steps: ["ask them whether it was them", "have them set up a second factor"],
    },
    Misuse {
        // CIS 4.3
        name: "RootUsed",
        pattern: r#"{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }"#,
        severity: Severity::Critical,
        summary: "the root of the account was used",
        steps: ["ask who keeps its password whether it was them", "if not, replace its password and end its sessions"],
    },
    Misuse {
        // CIS 4.4
        name: "RightsChanged",
        pattern: "{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}",
        severity: Severity::High,
        summary: "what people or workloads may do was changed",
        steps: ["see whether it was a deployment", "if not, take the change back and ask who made it"],
    },
    Misuse {
        // CIS 4.5
        name: "TrailChanged",
        pattern: "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
        severity: Severity::Critical,
        summary: "an audit trail was changed or stopped",
        steps: ["see that records still arrive", "if it was no deployment, deploy the trail again"],
    },
    Misuse {
        // CIS 4.6
        name: "SignInRefused",
        pattern: r#"{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }"#,
        severity: Severity::High,
        summary: "somebody failed to sign in to the console",
        steps: ["see from where, and how often", "close that way if nobody knows why"],
    },
    Misuse {
        // CIS 4.7
        name: "KeyTakenAway",
        pattern: "{ ($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
        severity: Severity::Critical,
        summary: "a key was disabled, or will be deleted",
        steps: ["cancel its deletion, and enable it", "find in the audit records who did it"],
    },
    Misuse {
        // CIS 4.8
        name: "BucketChanged",
        pattern: "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
        severity: Severity::High,
        summary: "who gets at a bucket, or how long it keeps what it has, was changed",
        steps: ["see whether it was a deployment", "if not, take the change back and ask who made it"],
    },
];

/// The namespace of what is counted.
const NAMESPACE: &str = "Misuse";

/// Declares what counts each misuse in the records of a trail, and says when somebody is told: at the first in five minutes.
pub(super) fn watched(scope: &mut Scope<'_>, records: &Value<LogGroupName>) -> Vec<(&'static str, Threshold)> {
    let prefix = scope.physical_name();
    let watched = MISUSES.iter().map(|it| {
        let counted = prefix.within("", &format!("-{}", it.name));
        scope.resource(format!("{}Count", it.name), count(it.pattern, records.clone(), counted.clone()));
        let measure = Measure::new(NAMESPACE, counted, Statistic::Sum);
        let threshold = Metric::<Count>::of(it.summary, measure).every_minutes(5).above(Count(0.0));
        (it.name, threshold.severity(it.severity).saying(it.summary, &it.steps))
    });
    watched.collect()
}

fn count(pattern: &'static str, records: Value<LogGroupName>, counted: Value<String>) -> MetricFilter {
    MetricFilter {
        filter_pattern: Some(pattern.into()),
        log_group_name: Some(records),
        metric_transformations: Some(vec![MetricTransformation {
            metric_name: Some(counted),
            metric_namespace: Some(NAMESPACE.into()),
            metric_value: Some("1".into()),
            unit: Some("Count".into()),
            ..Default::default()
        }]),
        ..Default::default()
    }
}
