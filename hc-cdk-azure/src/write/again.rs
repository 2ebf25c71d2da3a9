//! What Azure does again and again.

use hc_cdk::target::Clock;

/// Where times stand in its objects.
pub(super) const CLOCKS: [Clock; 1] = [
    // Azure makes the backups of its databases by itself, and says no time of the day.
    Clock {
        kind: "dbforpostgresql.azure.com/FlexibleServer",
        time: "spec/backup/backupRetentionDays",
        zone: ("", ""),
        when: "each day, kept for `{}` days",
        what: "is backed up by Azure",
        unless: ("", ""),
    },
];
