//! What makes files impossible that only values show, not types.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    stack::Scope,
};

use super::request::{Entry, Request};
use crate::uses::is_folder;

/// The longest path of a folder that an access point leads to.
const LONGEST: usize = 100;

/// Reports what only values show to be impossible.
pub(super) fn judge(scope: &mut Scope<'_>, request: &Request<'_>) {
    if request.several_regions {
        scope.reject(
            Some(soc2::BACKUP_AND_RECOVERY),
            "is asked to survive the loss of a region, and its files are in one region",
            "declare it under a policy whose availability is several zones, and a second one in a stack of another region",
        );
    }
    if request.at_once {
        scope.reject(
            Some(hipaa::DISASTER_RECOVERY),
            "is asked to lose less than an hour's work, and its copy follows within minutes at best",
            "keep what may lose less in a database or a table",
        );
    }
}

/// Reports an entry that leads nowhere, or that lets root in.
pub(super) fn judge_entry(scope: &mut Scope<'_>, entry: &Entry, root: &str, folder: &str) {
    if entry.user.user == 0 {
        scope.reject(
            Some(soc2::LEAST_PRIVILEGE),
            "is entered as root, whom no permission of a file stops",
            "give a user from 1 up, such as `PosixUser::new(1000, 1000)`",
        );
    }
    let parts = root.split('/').count();
    if !is_folder(root) || root.len() > LONGEST || parts > 5 {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("leads to `{root}`, which is no folder of a file system"),
            format!("begin it with `/`, with at most four folders in each other and {LONGEST} characters"),
        );
    }
    if !is_folder(folder) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("is mounted at `{folder}`, which is no folder inside a container"),
            "begin it with `/`, end it with a name, and go up nowhere, as in `/mnt/letters`",
        );
    }
}
