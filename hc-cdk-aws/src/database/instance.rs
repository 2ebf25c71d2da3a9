//! PostgreSQL and MySQL on RDS: one instance, and a standby in another zone where that is asked for. A replica has from what it follows
//! what is in it, its users, and whether it is encrypted; what is restored has all this from its snapshot.
//!
//! Source: `DBSnapshotIdentifier` of `AWS::RDS::DBInstance` says what may not be said beside it. CloudFormation gives the restored one
//! its password, backups and insights by a change afterwards (`shouldUpdateAfterCreate` of its handler).

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Value},
};

use super::{
    engine::Family,
    request::{Beginning, MONITORING_SECONDS, Request, Surroundings},
};
use crate::cfn::rds::{self, db_instance as property, option_group};

/// The GiB of a new database that does not say.
const USUAL_GIB: i64 = 100;

/// The most GiB that an instance can have with gp3 storage.
const MOST_GIB: i64 = 65_536;

/// Storage grows by itself to this many times what it begins with.
const GROWTH: i64 = 4;

pub(super) fn declare(scope: &mut Scope<'_>, request: &Request<'_>, around: &Surroundings) -> Made<rds::DbInstance> {
    let parameters = scope.resource(
        "Parameters",
        rds::DbParameterGroup {
            description: Some("Forced TLS and audit records".into()),
            family: Some(request.engine.parameter_family.into()),
            parameters: Some(request.engine.parameters(request.asked.tls)),
            ..Default::default()
        },
    );
    let audit = (request.engine.family == Family::MysqlInstance).then(|| audit_plugin(scope, request));
    let storage = storage(request);
    let key: Value<String> = request.asked.key.arn().into();
    let keep = request.asked.deletion.is_kept();
    let master = request.master();
    let source = if let Beginning::Follows(source) = request.beginning { Some(source) } else { None };
    let (new, elsewhere) = (request.is_new(), source.and_then(|it| it.elsewhere));
    let yes = || Some(true.into());
    let made = scope.resource(
        "",
        rds::DbInstance {
            allocated_storage: storage.as_ref().map(as_text),
            allow_major_version_upgrade: request.is_upgraded.then(|| true.into()),
            auto_minor_version_upgrade: yes(),
            backup_retention_period: Some(request.own_backup_days().into()),
            copy_tags_to_snapshot: yes(),
            db_instance_class: Some(request.class.clone().into()),
            db_instance_identifier: Some((&around.identifier).into()),
            db_name: new.then(|| request.database_name.into()),
            db_parameter_group_name: Some(parameters.id()),
            db_snapshot_identifier: request.snapshot().map(|it| it.arn.clone().into()),
            db_subnet_group_name: Some(around.subnets.clone()),
            delete_automated_backups: Some((!keep).into()),
            deletion_protection: Some(request.asked.deletion.is_protected().into()),
            enable_cloudwatch_logs_exports: Some(request.log_exports()),
            enable_iam_database_authentication: yes(),
            enable_performance_insights: yes(),
            // Beside an engine, a key asks for `StorageEncrypted`, which a replica does not take.
            engine: elsewhere.is_none().then(|| request.engine.name().into()),
            engine_version: request.version(),
            kms_key_id: (new || elsewhere.is_some()).then(|| key.clone()),
            manage_master_user_password: master.key.is_some().then(|| true.into()),
            master_user_password: master.password,
            master_user_secret: master.key.map(|key| property::MasterUserSecret { kms_key_id: Some(key) }),
            master_username: master.user,
            max_allocated_storage: Some(storage.as_ref().map_or(MOST_GIB, |it| limit(scope, it)).into()),
            monitoring_interval: Some(MONITORING_SECONDS.into()),
            monitoring_role_arn: Some(around.monitor.clone()),
            multi_az: Some(request.several_zones().into()),
            option_group_name: audit,
            performance_insights_kms_key_id: Some(key),
            port: Some(request.engine.port().get().to_string().into()),
            publicly_accessible: Some(false.into()),
            source_db_instance_identifier: source.map(|it| it.instance.clone()),
            source_region: elsewhere.map(Into::into),
            storage_encrypted: new.then(|| true.into()),
            storage_type: Some("gp3".into()),
            vpc_security_groups: Some(vec![Attr::into(around.group.id())]),
            ..Default::default()
        },
    );
    // RDS makes no last snapshot of a replica.
    if source.is_none() {
        request.asked.deletion.apply_or(scope, &made, "Snapshot");
    } else {
        request.asked.deletion.apply_named(scope, &made);
    }
    made
}

/// The plugin that records each connection and statement of MySQL with its user.
///
/// The final snapshot of a database needs its option group, so the group stays as long as the database may.
fn audit_plugin(scope: &mut Scope<'_>, request: &Request<'_>) -> Value<String> {
    let group = scope.resource(
        "Options",
        rds::OptionGroup {
            engine_name: Some(request.engine.name().into()),
            major_engine_version: Some("8.4".into()),
            option_configurations: Some(vec![option_group::OptionConfiguration {
                option_name: Some("MARIADB_AUDIT_PLUGIN".into()),
                option_settings: Some(vec![option_group::OptionSetting {
                    name: Some("SERVER_AUDIT_EVENTS".into()),
                    value: Some("CONNECT,QUERY".into()),
                }]),
                ..Default::default()
            }]),
            option_group_description: Some("Audit records".into()),
            ..Default::default()
        },
    );
    request.asked.deletion.apply(scope, &group);
    group.id()
}

/// The GiB that it begins with. What a replica or a snapshot has is known to RDS, and less would be refused.
fn storage(request: &Request<'_>) -> Option<Value<i64>> {
    let said = request.storage_gib.cloned().map(Value::<i64>::from);
    said.or_else(|| request.is_new().then(|| USUAL_GIB.into()))
}

/// A number where RDS takes a text.
fn as_text(number: &Value<i64>) -> Value<String> {
    match number.json() {
        Json::Int(number) => number.to_string().into(),
        other => Value::from_json(other.clone()),
    }
}

/// To how many GiB storage grows by itself. Of a size that only the deployment knows, the largest that it can be counts.
fn limit(scope: &Scope<'_>, storage: &Value<i64>) -> i64 {
    let most = storage.json().as_int().or_else(|| scope.parameter(storage)?.most());
    most.map_or(MOST_GIB, |gib| gib.saturating_mul(GROWTH).min(MOST_GIB))
}
