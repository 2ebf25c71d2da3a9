//! Aurora: a cluster with a writer, and a reader in each other zone where several are asked for. What is restored is encrypted with the key
//! that is named here, whatever its snapshot is ("Encrypting Amazon Aurora resources" of the Aurora user guide).

use hc_cdk::{resource::Made, stack::Scope};

use super::request::{MONITORING_SECONDS, Request, Surroundings};
use crate::{
    cfn::rds::{self, db_cluster as property},
    position::Deletion,
};

pub(super) fn declare(scope: &mut Scope<'_>, request: &Request<'_>, around: &Surroundings) -> Made<rds::DbCluster> {
    let parameters = scope.resource(
        "Parameters",
        rds::DbClusterParameterGroup {
            description: Some("Forced TLS and audit records".into()),
            family: Some(request.engine.parameter_family.into()),
            parameters: Some(request.engine.parameters(request.asked.tls)),
            ..Default::default()
        },
    );
    let keep = request.asked.deletion.is_kept();
    let master = request.master();
    let yes = || Some(true.into());
    let made = scope.resource(
        "",
        rds::DbCluster {
            backup_retention_period: Some(request.own_backup_days().into()),
            copy_tags_to_snapshot: yes(),
            db_cluster_identifier: Some((&around.identifier).into()),
            db_cluster_parameter_group_name: Some(parameters.id()),
            db_subnet_group_name: Some(around.subnets.clone()),
            database_name: request.is_new().then(|| request.database_name.into()),
            delete_automated_backups: Some((!keep).into()),
            deletion_protection: Some(request.asked.deletion.is_protected().into()),
            enable_cloudwatch_logs_exports: Some(request.log_exports()),
            enable_iam_database_authentication: yes(),
            engine: Some(request.engine.name().into()),
            engine_version: request.version(),
            kms_key_id: Some(request.asked.key.arn().into()),
            manage_master_user_password: master.key.is_some().then(|| true.into()),
            master_user_password: master.password,
            master_user_secret: master.key.map(|key| property::MasterUserSecret { kms_key_id: Some(key) }),
            master_username: master.user,
            port: Some(i64::from(request.engine.port()).into()),
            snapshot_identifier: request.snapshot().map(|it| it.arn.clone().into()),
            storage_encrypted: yes(),
            vpc_security_group_ids: Some(vec![around.group.id()]),
            ..Default::default()
        },
    );
    request.asked.deletion.apply_or(scope, &made, "Snapshot");
    let zones = if request.several_zones() { request.asked.network.isolated().len() } else { 1 };
    for zone in 0..zones {
        instance(scope, request, around, &made, zone);
    }
    made
}

/// Declares a machine of the cluster. The first one to be made is the writer.
fn instance(
    scope: &mut Scope<'_>,
    request: &Request<'_>,
    around: &Surroundings,
    cluster: &Made<rds::DbCluster>,
    zone: usize,
) {
    let number = zone + 1;
    let yes = || Some(true.into());
    // A network that exists already has its subnets in zones of its own, so RDS places the machines itself: never two in
    // one zone while another zone of the subnets has none.
    let machine = scope.resource(
        format!("Instance{number}"),
        rds::DbInstance {
            auto_minor_version_upgrade: yes(),
            db_cluster_identifier: Some(cluster.id()),
            db_instance_class: Some(request.class.clone().into()),
            db_instance_identifier: Some(around.identifier.within("", &format!("-{number}"))),
            enable_performance_insights: yes(),
            engine: Some(request.engine.name().into()),
            monitoring_interval: Some(MONITORING_SECONDS.into()),
            monitoring_role_arn: Some(around.monitor.clone()),
            performance_insights_kms_key_id: Some(request.asked.key.arn().into()),
            publicly_accessible: Some(false.into()),
            ..Default::default()
        },
    );
    // Machines hold no data; a cluster whose machines stay cannot be deleted.
    Deletion::Destroyable.apply(scope, &machine);
    if number > 1 {
        scope.after(&machine, "Instance1");
    }
}
