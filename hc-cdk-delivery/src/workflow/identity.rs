//! As whom a workflow is let into a cloud. The cloud knows the run by the token that GitHub makes for it, and lets it in for as long
//! as the job lasts; there is no key that somebody keeps.

use super::input::Input;

/// As whom a workflow is let into a cloud.
#[derive(Debug, Clone)]
pub enum Identity {
    /// A role on AWS whose trust names the repository and the environment.
    Aws {
        /// The role's ARN.
        role: Input,
        /// The region.
        region: Input,
        /// For how many hours.
        hours: u8,
    },
    /// A service account on Google Cloud, by a pool of workload identities.
    Google {
        /// The provider's full name.
        provider: Input,
        /// The account's address.
        account: Input,
    },
    /// An application on Azure with a federated credential.
    Azure {
        /// The application's id.
        client: Input,
        /// The tenant's id.
        tenant: Input,
        /// The subscription's id.
        subscription: Input,
    },
}

impl Identity {
    /// A role on AWS, such as one of the stack: its ARN, and the region that its commands are for. AWS lets it in for an hour.
    pub fn aws(role: impl Into<Input>, region: impl Into<Input>) -> Self {
        Self::Aws { role: role.into(), region: region.into(), hours: 1 }
    }

    /// A role on AWS that lets workflows in for so many hours, where services shift their requests slowly. The role says so, too.
    pub fn aws_for_hours(role: impl Into<Input>, region: impl Into<Input>, hours: u8) -> Self {
        Self::Aws { role: role.into(), region: region.into(), hours }
    }

    /// An account on Google Cloud, such as that of a `GithubAccount`: by which provider it is known, and its address.
    pub fn google(provider: impl Into<Input>, account: impl Into<Input>) -> Self {
        Self::Google { provider: provider.into(), account: account.into() }
    }

    /// An identity on Azure, such as that of a `GithubIdentity`: its number, and those of its tenant and its subscription.
    pub fn azure(client: impl Into<Input>, tenant: impl Into<Input>, subscription: impl Into<Input>) -> Self {
        Self::Azure { client: client.into(), tenant: tenant.into(), subscription: subscription.into() }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is nobody that a cloud knows by the run's own token",
        label = "say as whom: `Identity::aws(role.arn(), \"us-east-1\")`; no key of a cloud is kept in a repository",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// An identity.
    IsIdentity: Identity;
}
