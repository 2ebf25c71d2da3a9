//! What the token of a job may do: nothing but what is named.

use hc_cdk::value::{Json, Object};

/// Something that the token of a job may be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Runs, artifacts and environments.
    Actions,
    /// Attestations of what was built.
    Attestations,
    /// The repository's contents.
    Contents,
    /// Deployments.
    Deployments,
    /// The token by which a cloud or a signing service knows the run. It is written and never read.
    IdToken,
    /// Issues.
    Issues,
    /// Packages, such as images of GitHub's registry.
    Packages,
    /// Pull requests and their comments.
    PullRequests,
    /// Findings of scanners.
    SecurityEvents,
    /// The state of commits.
    Statuses,
}

/// How GitHub spells each, and what reading and writing are for.
const TABLE: [(Permission, &str, &str, &str); 10] = [
    (Permission::Actions, "actions", "read runs and environments", "start and stop runs"),
    (Permission::Attestations, "attestations", "read attestations", "attest what was built"),
    (Permission::Contents, "contents", "check out the repository", "push to the repository"),
    (Permission::Deployments, "deployments", "read deployments", "record deployments"),
    (Permission::IdToken, "id-token", "none", "be known to a cloud or a signing service by this run"),
    (Permission::Issues, "issues", "read issues", "open issues"),
    (Permission::Packages, "packages", "pull images", "push images"),
    (Permission::PullRequests, "pull-requests", "read pull requests", "comment on the pull request"),
    (Permission::SecurityEvents, "security-events", "read findings", "report findings"),
    (Permission::Statuses, "statuses", "read states of commits", "tell the state of a commit"),
];

const READ: &str = "read";
const WRITE: &str = "write";

/// What a permission is for, by how GitHub spells it.
pub(crate) fn reason(name: &str, access: &str) -> Option<&'static str> {
    let (_, _, reads, writes) = TABLE.iter().find(|(_, it, ..)| *it == name)?;
    match access {
        READ => Some(*reads),
        WRITE => Some(*writes),
        _ => None,
    }
}

/// What the token of a job may do.
///
/// ```
/// # use hc_cdk_delivery::workflow::{Permission, Permissions};
/// let reports = Permissions::none().read(Permission::Contents).write(Permission::SecurityEvents);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Permissions(Vec<(Permission, &'static str)>);

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` does not name what the token of a job may do",
        label = "name it: `Permissions::none().read(Permission::Contents)`; there is no word for everything",
        note = "SOC 2 CC6.3: least privilege; ISO/IEC 27001:2022 A.8.2: privileged access"
    )]
    /// Permissions by name.
    NamesPermissions: Permissions;
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "the token of a job does not get to write everything",
        label = "name what it writes: `.write(Permission::SecurityEvents)`",
        note = "SOC 2 CC6.3: least privilege; ISO/IEC 27001:2022 A.8.2: privileged access"
    )]
    NothingMayWriteAll;
}

impl Permissions {
    /// Nothing.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Lets it read something.
    #[must_use]
    pub fn read(self, permission: Permission) -> Self {
        self.with(permission, READ)
    }

    /// Lets it read and write something.
    #[must_use]
    pub fn write(self, permission: Permission) -> Self {
        self.with(permission, WRITE)
    }

    #[doc(hidden)]
    #[must_use]
    pub fn write_all<N: NothingMayWriteAll>(self, _: N) -> Self {
        self
    }

    /// The same and what another one allows.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        other.0.iter().fold(self, |all, (permission, access)| all.with(*permission, access))
    }

    fn with(mut self, permission: Permission, access: &'static str) -> Self {
        match self.0.iter_mut().find(|(it, _)| *it == permission) {
            Some((_, it)) if *it == READ => *it = access,
            Some(_) => {}
            None => self.0.push((permission, access)),
        }
        self
    }

    pub(crate) fn json(&self) -> Json {
        let mut named: Vec<(&'static str, &'static str)> =
            self.0.iter().filter_map(|(it, access)| Some((spelled(*it)?, *access))).collect();
        named.sort_unstable();
        named.into_iter().fold(Object::new(), |all, (name, access)| all.with(name, access)).into()
    }
}

fn spelled(permission: Permission) -> Option<&'static str> {
    TABLE.iter().find(|(it, ..)| *it == permission).map(|(_, name, ..)| *name)
}

#[cfg(test)]
mod tests {
    use super::{Permission, Permissions};

    #[test]
    fn writing_counts_more_than_reading() {
        let one = Permissions::none().read(Permission::Packages).write(Permission::Packages).read(Permission::Contents);
        let other = Permissions::none().write(Permission::Packages).read(Permission::Packages).and(&one);
        assert_eq!(one.json().to_string(), r#"{"contents": "read", "packages": "write"}"#);
        assert_eq!(other.json(), one.json());
    }
}
