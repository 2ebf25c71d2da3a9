//! What Google Cloud does again and again.

use hc_cdk::target::Clock;

/// Where times stand in its objects.
pub(super) const CLOCKS: [Clock; 3] = [
    Clock {
        kind: "gkebackup.cnrm.cloud.google.com/GKEBackupBackupPlan",
        time: "spec/backupSchedule/cronSchedule",
        zone: ("", ""),
        when: "cron `{}`, UTC",
        what: "is backed up",
        unless: ("", ""),
    },
    Clock {
        kind: "sql.cnrm.cloud.google.com/SQLInstance",
        time: "spec/settings/backupConfiguration/startTime",
        zone: ("", ""),
        when: "each day at `{}`, UTC",
        what: "is backed up",
        unless: ("", ""),
    },
    Clock {
        kind: "kms.cnrm.cloud.google.com/KMSCryptoKey",
        time: "spec/rotationPeriod",
        zone: ("", ""),
        when: "each `{}`",
        what: "has a key that is rotated",
        unless: ("", ""),
    },
];
