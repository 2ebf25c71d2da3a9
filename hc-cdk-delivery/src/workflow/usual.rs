//! Steps that nearly every job has.

use super::{
    identity::Identity,
    input::Input,
    job::Job,
    permission::{Permission, Permissions},
    step::Step,
};
use crate::{actions, workflow::identity::IsIdentity};

impl Step {
    /// Checks out the repository, and keeps no token where a later step could take it.
    pub fn check_out() -> Self {
        Self::uses("Check out", &actions::CHECKOUT).with("persist-credentials", "false")
    }

    /// The same with the whole history.
    pub fn check_out_history() -> Self {
        Self::check_out().with("fetch-depth", "0")
    }

    /// Keeps files for later jobs and for people; fails if there are none.
    pub fn upload(name: impl Into<Input>, path: impl Into<Input>) -> Self {
        Self::uses("Keep the result", &actions::UPLOAD)
            .with("name", name)
            .with("path", path)
            .with("if-no-files-found", "error")
            // A name that begins with a dot is left out otherwise.
            .with("include-hidden-files", "true")
    }

    /// Gets files that an earlier job kept.
    pub fn download(name: impl Into<Input>, path: &'static str) -> Self {
        Self::uses("Get the result", &actions::DOWNLOAD).with("name", name).with("path", path)
    }

    /// Signs in to a cloud as the identity, by the token of this run. The job's token has to be allowed to: see [`Job::sign_in`].
    fn sign_in(identity: &Identity) -> Self {
        match identity {
            Identity::Aws { role, region, hours } => {
                let step = Self::uses("Sign in to AWS", &actions::AWS).with("role-to-assume", role.clone());
                let step = step.with("aws-region", region.clone());
                let seconds = u32::from(*hours) * 3600;
                if *hours > 1 { step.with("role-duration-seconds", seconds.to_string()) } else { step }
            }
            Identity::Google { provider, account } => Self::uses("Sign in to Google Cloud", &actions::GOOGLE)
                .with("workload_identity_provider", provider.clone())
                .with("service_account", account.clone()),
            Identity::Azure { client, tenant, subscription } => Self::uses("Sign in to Azure", &actions::AZURE)
                .with("client-id", client.clone())
                .with("tenant-id", tenant.clone())
                .with("subscription-id", subscription.clone()),
        }
    }
}

impl<K> Job<K> {
    /// Signs in to a cloud: the next step, and what the job's token has to be allowed for it. No key is kept anywhere.
    pub fn sign_in(self, identity: &(impl IsIdentity + ?Sized)) -> Self {
        self.may(&Permissions::none().write(Permission::IdToken)).step(Step::sign_in(identity.it()))
    }
}
