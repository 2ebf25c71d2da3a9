//! Databases: passwords, records of statements, zones, TLS, and who reaches them.

use serde_json::Value;

use super::{
    Table,
    encryption::{followed, in_cluster},
    network, when,
};
use crate::document::{Thing, list, words};

pub(super) const TABLE: Table = &[
    ("DatabasePasswordIsMade", |it| {
        let it = followed(it);
        when(it.at("MasterUserPassword").is_some_and(Value::is_string), "its password stands in the template").or_else(
            || {
                let made = it.is_on("ManageMasterUserPassword") || is_looked_up(it);
                when(!in_cluster(it) && !made, "AWS does not make its password")
            },
        )
    }),
    ("RDSMultiAZSupport", |it| {
        when(
            it.kind() == "AWS::RDS::DBInstance" && !in_cluster(it) && !it.is_on("MultiAZ"),
            "no second zone takes over",
        )
    }),
    ("DatabaseHasZones", |it| {
        when(
            it.kind() == "AWS::RDS::DBInstance" && !in_cluster(it) && !it.is_on("MultiAZ"),
            "no second zone takes over",
        )
    }),
    ("RDSAutomaticMinorVersionUpgradeEnabled", |it| {
        when(
            it.at("AutoMinorVersionUpgrade").is_some_and(|it| *it != true && *it != "true"),
            "minor versions are not installed",
        )
    }),
    ("RDSEnhancedMonitoringEnabled", |it| {
        when(it.number("MonitoringInterval").unwrap_or(0.0) == 0.0, "its machine is not watched")
    }),
    ("RDSLoggingEnabled", |it| {
        when(it.list("EnableCloudwatchLogsExports").is_empty() && !in_cluster(it), "no log is exported")
    }),
    ("DatabaseLogsHaveGroups", |it| {
        let first = list(it.written.json.get("DependsOn"));
        it.list("EnableCloudwatchLogsExports").iter().find_map(|log| {
            let of_it = |group: &Thing<'_>| {
                let named =
                    group.at("LogGroupName").is_some_and(|name| words(name).ends_with(&format!("/{}", words(log))));
                named && first.iter().any(|id| id == group.written.id.as_str())
            };
            when(
                !it.others("AWS::Logs::LogGroup").any(|group| of_it(&group)),
                format!("nothing is there first for {}", words(log)),
            )
        })
    }),
    ("DatabaseSpeaksTls", tls),
    ("DatabaseRecordsStatements", statements),
    ("DatabaseLetsInGroups", |it| groups(it).into_iter().find_map(lets_in)),
    ("DatabaseIsIsolated", isolated),
];

/// Whether CloudFormation looks its password up in a secret that Secrets Manager generates, and a schedule replaces.
fn is_looked_up(it: Thing<'_>) -> bool {
    let Some(password) = it.at("MasterUserPassword").filter(|it| it.to_string().contains("{{resolve:secretsmanager:"))
    else {
        return false;
    };
    it.others("AWS::SecretsManager::Secret").any(|secret| {
        let replaced = it
            .others("AWS::SecretsManager::RotationSchedule")
            .any(|schedule| schedule.points_at(schedule.at("SecretId"), secret));
        it.names(password, secret) && secret.at("GenerateSecretString").is_some() && replaced
    })
}

/// The parameters of the groups that a database names, or its cluster does.
fn parameters<'a>(it: Thing<'a>) -> Vec<&'a Value> {
    let cluster = it.at("DBClusterIdentifier").and_then(|at| it.target(at));
    let places = ["DBParameterGroupName", "DBClusterParameterGroupName"];
    let named = |it: Thing<'a>| places.into_iter().filter_map(move |path| it.target(it.at(path)?)?.at("Parameters"));
    named(it).chain(cluster.into_iter().flat_map(named)).collect()
}

fn parameter(it: Thing<'_>, name: &str) -> Option<String> {
    parameters(it).into_iter().find_map(|all| all.get(name)).map(words)
}

fn is_mysql(it: Thing<'_>) -> bool {
    it.text("Engine").is_some_and(|it| it.contains("mysql") || it.contains("mariadb"))
}

fn tls(it: Thing<'_>) -> Option<String> {
    let on = |it: &String| ["1", "ON", "on", "true"].contains(&it.as_str());
    let (force, versions) = if is_mysql(it) {
        (parameter(it, "require_secure_transport"), parameter(it, "tls_version"))
    } else {
        (parameter(it, "rds.force_ssl"), parameter(it, "ssl_min_protocol_version"))
    };
    let old = versions.is_some_and(|it| it.split(',').any(|it| ["TLSv1", "TLSv1.1"].contains(&it.trim())));
    when(
        force.as_ref().is_some_and(|it| !on(it)) || (force.is_none() && is_mysql(it)),
        "it takes connections without TLS",
    )
    .or_else(|| when(old, "it takes an old TLS"))
}

fn statements(it: Thing<'_>) -> Option<String> {
    if is_mysql(it) {
        let logs = parameter(it, "server_audit_logging").or_else(|| parameter(it, "general_log"));
        let plugin = it.at("OptionGroupName").is_some();
        return when(!plugin && logs.is_none_or(|it| it != "1" && it != "ON"), "no statement is recorded");
    }
    let classes = parameter(it, "pgaudit.log").unwrap_or_default();
    let classes: Vec<&str> = classes.split(',').map(str::trim).collect();
    let libraries = parameter(it, "shared_preload_libraries").unwrap_or_default();
    let all = classes.contains(&"all") || (classes.contains(&"read") && classes.contains(&"write"));
    let logins = parameter(it, "log_connections").is_some_and(|it| it != "0" && it != "off" && !it.is_empty());
    when(!all, "some statements are not recorded")
        .or_else(|| {
            when(!libraries.split(',').any(|it| it.trim() == "pgaudit"), "what records statements is not loaded")
        })
        .or_else(|| when(!logins, "log-ins are not recorded"))
}

/// The security groups of a database, or of its cluster.
fn groups(it: Thing<'_>) -> Vec<Thing<'_>> {
    let places = ["VPCSecurityGroups", "VpcSecurityGroupIds"];
    places.iter().flat_map(|path| it.list(path)).filter_map(|at| it.target(at)).collect()
}

/// Why a group lets in more than members of named groups, or a load balancer.
fn lets_in(group: Thing<'_>) -> Option<String> {
    network::ways_in(group).into_iter().find_map(|(of, rule)| {
        let from = rule.get("SourceSecurityGroupId");
        let Some(from) = from else { return Some("a network gets in, and no group".into()) };
        let source = of.target(from)?;
        let is_in = |kind: &str, groups: &str| {
            group.others(kind).any(|it| it.list(groups).iter().any(|at| it.points_at(Some(at), source)))
        };
        when(
            is_in("AWS::ElasticLoadBalancingV2::LoadBalancer", "SecurityGroups")
                || is_in("AWS::VpcLattice::ResourceGateway", "SecurityGroupIds"),
            "a load balancer gets in, or what hands on connections as one does",
        )
    })
}

fn isolated(it: Thing<'_>) -> Option<String> {
    let group = it.at("DBSubnetGroupName").and_then(|at| it.target(at))?;
    let subnets = list(group.at("SubnetIds")).iter().filter_map(|at| group.target(at));
    subnets.into_iter().find_map(|subnet| when(network::leads_out(subnet), "a subnet of it has a way to the internet"))
}
