//! The folders of a task that are not of its image: files that it mounts, and folders in memory.

use hc_cdk::{control::iso27001, stack::Scope};
use indexmap::IndexSet;

use super::plan::Work;
use crate::{
    cfn::ecs::task_definition as property,
    storage::FILES_KEEPER,
    uses::{Given, Mounted, is_folder},
};

/// Reports folders that cannot be mounted.
pub(super) fn check(work: &Work, given: &Given, scope: &mut Scope<'_>) {
    for path in work.scratch.iter().filter(|path| !is_folder(path)) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("writes to `{path}`, which is no folder inside the container"),
            "begin it with `/`, end it with a name, and go up nowhere, as in `/tmp`",
        );
    }
    for Mounted { mount, .. } in &given.mounts {
        if mount.keeper != FILES_KEEPER {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("mounts files that `{}` keeps, which no workload here mounts", mount.keeper),
                "use a `FileSystem`",
            );
        }
    }
    let mut seen = IndexSet::new();
    let mounted = given.mounts.iter().map(|it| it.mount.folder.as_str());
    for folder in work.scratch.iter().copied().chain(mounted) {
        if !seen.insert(folder) {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("has two things in the folder `{folder}`"),
                "name each folder once, and have files mounted elsewhere: `.mounted_at(\"/mnt/letters\")` of a `FileSystem`",
            );
        }
    }
}

/// What the container mounts where: to read only if it was only let read.
pub(super) fn points(given: &Given) -> Vec<property::MountPoint> {
    let point = |it: &Mounted| property::MountPoint {
        container_path: Some(it.mount.folder.clone().into()),
        read_only: Some((!it.writes).into()),
        source_volume: Some(it.name.clone().into()),
    };
    given.mounts.iter().map(point).collect()
}

/// The files themselves, which are entered over TLS, with the role of the task and through an access point.
pub(super) fn volumes(given: &Given) -> Vec<property::Volume> {
    let volume = |Mounted { name, mount, .. }: &Mounted| property::Volume {
        efs_volume_configuration: Some(property::EfsVolumeConfiguration {
            authorization_config: Some(property::AuthorizationConfig {
                access_point_id: Some(mount.entry.clone()),
                iam: Some("ENABLED".into()),
            }),
            filesystem_id: Some(mount.id.clone()),
            transit_encryption: Some("ENABLED".into()),
            ..Default::default()
        }),
        name: Some(name.clone().into()),
        ..Default::default()
    };
    given.mounts.iter().map(volume).collect()
}
