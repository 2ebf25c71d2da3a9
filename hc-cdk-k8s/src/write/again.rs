//! What a cluster does again and again: jobs by a clock, copies that operators make, certificates that are renewed.

use hc_cdk::target::Clock;

/// What runs or copies by a schedule, and when certificates are renewed.
pub(super) const CLOCKS: [Clock; 6] = [
    cron("batch/CronJob", "spec/schedule", "runs"),
    cron("velero.io/Schedule", "spec/schedule", "is copied"),
    cron("psmdb.percona.com/PerconaServerMongoDB", "spec/backup/tasks/*/schedule", "is backed up"),
    with_seconds("postgresql.cnpg.io/ScheduledBackup", "spec/schedule", "is backed up"),
    with_seconds(
        "stackconfigpolicy.k8s.elastic.co/StackConfigPolicy",
        "spec/elasticsearch/snapshotLifecyclePolicies/*/schedule",
        "is backed up",
    ),
    Clock {
        kind: "cert-manager.io/Certificate",
        time: "spec/renewBefore",
        zone: ("", ""),
        when: "`{}` before it ends",
        what: "has a certificate that is renewed",
        unless: ("", ""),
    },
];

const fn cron(kind: &'static str, time: &'static str, what: &'static str) -> Clock {
    Clock { kind, time, zone: ("timeZone", ""), when: "cron `{}`", what, unless: ("", "") }
}

/// Two operators have seconds in front of the minutes.
const fn with_seconds(kind: &'static str, time: &'static str, what: &'static str) -> Clock {
    Clock { kind, time, zone: ("", ""), when: "cron with seconds `{}`", what, unless: ("", "") }
}
