//! What an account does again and again: schedules, backups and their tests, windows of databases, certificates. When secrets are
//! rotated is said by the positions of their constructs.

use hc_cdk::target::Clock;

/// What starts by a schedule, and what a service repeats by itself.
pub(super) const CLOCKS: [Clock; 8] = [
    schedule("AWS::Scheduler::Schedule", "ScheduleExpression", "runs"),
    schedule("AWS::Events::Rule", "ScheduleExpression", "runs"),
    schedule("AWS::Backup::BackupPlan", "BackupPlan/BackupPlanRule/*/ScheduleExpression", "backs up what it selects"),
    schedule("AWS::Backup::RestoreTestingPlan", "ScheduleExpression", "restores backups to test them"),
    schedule("AWS::Synthetics::Canary", "Schedule/Expression", "is asked whether it answers"),
    window("AWS::RDS::DBInstance"),
    window("AWS::RDS::DBCluster"),
    Clock {
        kind: "AWS::CertificateManager::Certificate",
        time: "ValidationMethod",
        zone: ("", ""),
        when: "before it ends, validated by `{}`",
        what: "has a certificate that is renewed",
        // By mail somebody has to answer each time.
        unless: ("ValidationMethod", "EMAIL"),
    },
];

const fn schedule(kind: &'static str, time: &'static str, what: &'static str) -> Clock {
    Clock { kind, time, zone: ("ScheduleExpressionTimezone", "UTC"), when: "`{}`", what, unless: ("", "") }
}

const fn window(kind: &'static str) -> Clock {
    Clock {
        when: "each day, `{}`",
        unless: ("BackupRetentionPeriod", "0"),
        ..schedule(kind, "PreferredBackupWindow", "is backed up")
    }
}
