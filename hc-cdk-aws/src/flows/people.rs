//! Which actions touch what a user pool knows of people, or open it: who is known to a pool gets at what its people may see.

use super::service::Service;

/// Pools of people who sign in. What takes somebody out of one, or out for a while, gives nobody anything.
pub(super) const POOLS: Service = Service {
    prefix: "cognito-idp",
    kinds: &[("AWS::Cognito::UserPool", "")],
    before: &["userpool/"],
    after: '/',
    reads: &[
        "AdminGetUser",
        "AdminInitiateAuth",
        "AdminListGroupsForUser",
        "AdminListUserAuthEvents",
        "AdminRespondToAuthChallenge",
        "ListUsers",
        "ListUsersInGroup",
    ],
    writes: &[
        "AdminAddUserToGroup",
        "AdminCreateUser",
        "AdminEnableUser",
        "AdminLinkProviderForUser",
        "AdminResetUserPassword",
        "AdminSetUserMFAPreference",
        "AdminSetUserPassword",
        "AdminUpdateUserAttributes",
        "CreateUserImportJob",
        "StartUserImportJob",
    ],
    opens: &[
        "CreateIdentityProvider",
        "CreateUserPoolClient",
        "SetUserPoolMfaConfig",
        "UpdateIdentityProvider",
        "UpdateUserPool",
        "UpdateUserPoolClient",
    ],
};
