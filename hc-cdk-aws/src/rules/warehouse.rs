//! Rules about clusters of Redshift.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use hc_cdk::{
    control::hipaa,
    rule::{Known, Must, Subject, at, known},
    value::Json,
};

use super::{
    read::{number, text_at},
    when::regulated,
};

const CLUSTER: &[&str] = &["AWS::Redshift::Cluster"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REDSHIFT_BACKUP_ENABLED = "RedshiftBackupEnabled" {
        sentence: "snapshots are made and kept",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY],
        on: CLUSTER,
        when: regulated,
        must: Must::Hold(|it| it.property("AutomatedSnapshotRetentionPeriod").is_none_or(is_kept)),
        message: "keeps no snapshots",
        help: "set `AutomatedSnapshotRetentionPeriod` to 1 to 35 days",
    }

    pub REDSHIFT_CLUSTER_CONFIGURATION = "RedshiftClusterConfiguration" {
        sentence: "a cluster is encrypted, and logs who does what",
        controls: &[hipaa::ENCRYPTION, hipaa::AUDIT_CONTROLS, hipaa::TRANSMISSION_ENCRYPTION],
        on: CLUSTER,
        when: regulated,
        must: Must::Hold(|it| it.flag("Encrypted") == Known::Is(true) && it.property("LoggingProperties").is_some()),
        message: "is not encrypted, or does not log who does what",
        help: "set `Encrypted` to true, and `LoggingProperties`",
    }

    pub REDSHIFT_CLUSTER_MAINTENANCE_SETTINGS = "RedshiftClusterMaintenanceSettings" {
        sentence: "new versions are installed by themselves at a known time, and snapshots kept",
        controls: &[hipaa::UPDATES, hipaa::DATA_BACKUP_PLAN],
        on: CLUSTER,
        when: regulated,
        must: Must::Hold(is_maintained),
        message: "does not say when new versions are installed, or keeps no snapshots",
        help: "leave `AllowVersionUpgrade` on, and set `PreferredMaintenanceWindow` and `AutomatedSnapshotRetentionPeriod`",
    }

    pub REDSHIFT_CLUSTER_PUBLIC_ACCESS = "RedshiftClusterPublicAccess" {
        sentence: "a cluster has no address on the internet",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL, hipaa::TRANSMISSION_SECURITY],
        on: CLUSTER,
        when: regulated,
        must: Must::False("PubliclyAccessible"),
        message: "may have an address on the internet",
        help: "set `PubliclyAccessible` to false",
    }

    pub REDSHIFT_ENHANCED_VPC_ROUTING_ENABLED = "RedshiftEnhancedVPCRoutingEnabled" {
        sentence: "what goes in and out stays in the network",
        controls: &[hipaa::TRANSMISSION_SECURITY],
        on: CLUSTER,
        when: regulated,
        must: Must::True("EnhancedVpcRouting"),
        message: "reaches stores past its network",
        help: "set `EnhancedVpcRouting` to true",
    }

    pub REDSHIFT_REQUIRE_TLS_SSL = "RedshiftRequireTlsSSL" {
        sentence: "connections without TLS are refused",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_INTEGRITY, hipaa::TRANSMISSION_ENCRYPTION],
        on: CLUSTER,
        when: regulated,
        must: Must::Hold(requires_tls),
        message: "answers without TLS",
        help: "set `require_ssl` to `true` in a parameter group of the program, and name it in `ClusterParameterGroupName`",
    }
}

fn is_kept(days: &Json) -> bool {
    number(days).is_some_and(|days| (1..=35).contains(&days))
}

fn is_maintained(cluster: &Subject<'_>) -> bool {
    matches!(cluster.flag("AllowVersionUpgrade"), Known::Missing | Known::Is(true))
        && cluster.property("AutomatedSnapshotRetentionPeriod").is_some_and(is_kept)
        && cluster.property("PreferredMaintenanceWindow").is_some()
}

fn requires_tls(cluster: &Subject<'_>) -> bool {
    let Some(group) = cluster.target("ClusterParameterGroupName") else { return false };
    let required = |it: &Json| {
        text_at(it, "ParameterName") == Some("require_ssl")
            && at(it, "ParameterValue").map(known) == Some(Known::Is(true))
    };
    group.list("Parameters").iter().any(required)
}
