//! Rules about user pools: how people sign in.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    dimension::deletion::Protected,
    policy::Dimension,
    rule::{Known, Must, Subject, Verdict, asks, one_or_many, real_data},
    value::Json,
};

use super::{
    kept::{KEPT, stays},
    possible::may_be,
    read::number,
};

const USERS: &[&str] = &["AWS::Cognito::UserPool"];

const AUTHENTICATED: &[Control] =
    &[hipaa::AUTHENTICATION, hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub USERS_HAVE_A_SECOND_FACTOR = "UsersHaveASecondFactor" {
        sentence: "nobody signs in by a password of the pool without a second factor",
        controls: AUTHENTICATED,
        on: USERS,
        when: real_data,
        must: Must::Hold(|it| it.text("MfaConfiguration") == Some("ON")),
        message: "lets people sign in with a password alone",
        help: "set `MfaConfiguration` to `ON`, or use a `UserPool`",
    }

    pub USERS_HAVE_LONG_PASSWORDS = "UsersHaveLongPasswords" {
        sentence: "passwords have 12 characters or more, of four kinds",
        controls: AUTHENTICATED,
        on: USERS,
        when: real_data,
        must: Must::Hold(has_long_passwords),
        message: "takes passwords that are short, or of few kinds of characters",
        help: "set `MinimumLength` in `Policies/PasswordPolicy` to 12 and the four `Require..` to true, or use a `UserPool`",
    }

    pub USERS_ARE_WATCHED = "UsersAreWatched" {
        sentence: "a sign-in that looks like an attack is refused",
        controls: &[hipaa::AUDIT_CONTROLS, hipaa::MALICIOUS_SOFTWARE, soc2::MONITORING, iso27001::MONITORING],
        on: USERS,
        when: real_data,
        must: Must::Hold(|it| it.text("UserPoolAddOns/AdvancedSecurityMode") == Some("ENFORCED")),
        message: "lets in whoever has a password, however the sign-in looks",
        help: "set `AdvancedSecurityMode` in `UserPoolAddOns` to `ENFORCED`, or use a `UserPool`",
    }

    pub USERS_ARE_ADDED = "UsersAreAdded" {
        sentence: "whoever has a password of the pool was added by somebody who may, and not by himself",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: USERS,
        when: real_data,
        must: Must::Hold(|it| {
            // Whom a function brings from elsewhere is added by signing in.
            it.flag("AdminCreateUserConfig/AllowAdminCreateUserOnly") == Known::Is(true)
                && it.lacks("LambdaConfig/UserMigration")
        }),
        message: "lets people add themselves",
        help: "set `AllowAdminCreateUserOnly` in `AdminCreateUserConfig` to true, or have somebody sign for it",
    }

    pub USERS_COME_BACK_OVER_TLS = "UsersComeBackOverTls" {
        sentence: "who signed in is sent back over TLS or to a program on his own machine, with a code that is good for one time and with no token",
        controls: &[hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: &["AWS::Cognito::UserPoolClient"],
        when: real_data,
        must: Must::Judge(come_back_over_tls),
        message: "sends people back without TLS, or with a token in the address",
        help: "begin what is in `CallbackURLs` and `LogoutURLs` with `https://`, and leave `implicit` out of `AllowedOAuthFlows`",
    }

    pub USERS_STAY = "UsersStay" {
        sentence: "where the policy asks for it, a user pool stays behind when it leaves the program, and refuses to be deleted by hand",
        controls: KEPT,
        on: USERS,
        when: |policy| asks(policy, Dimension::deletion),
        must: Must::Hold(|it| {
            let asked = it.stack.policy.floor(Dimension::deletion) >= Protected::POSITION;
            stays(it, &["Retain"]) && (!asked || it.text("DeletionProtection") == Some("ACTIVE"))
        }),
        message: "is deleted with its stack or by hand, with the people that it knows",
        help: "set `DeletionPolicy` and `UpdateReplacePolicy` to `Retain` and `DeletionProtection` to `ACTIVE`, or use a `UserPool`",
    }
}

/// An app on a machine of its own is told there without TLS, and so is one that the system opens by its own scheme.
fn come_back_over_tls(client: &Subject<'_>) -> Verdict {
    const BACK: [&str; 3] = ["CallbackURLs", "DefaultRedirectURI", "LogoutURLs"];
    let addresses: Vec<&Json> = BACK.iter().flat_map(|path| one_or_many(client.property(path))).collect();
    if addresses.is_empty() {
        return Verdict::NotApplicable;
    }
    let is_plain = |it: &&Json| {
        may_be(it, |it| {
            let scheme = it.split_once("://").map_or("http", |(scheme, _)| scheme);
            let is_plain = ["ftp", "http", "ws"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
            is_plain && (!it.starts_with("http://localhost:") || it.contains('@'))
        })
    };
    let mut flows = one_or_many(client.property("AllowedOAuthFlows")).iter();
    Verdict::of(!addresses.iter().any(is_plain) && !flows.any(|it| may_be(it, |it| it == "implicit")))
}

fn has_long_passwords(users: &Subject<'_>) -> bool {
    let of = |name: &str| format!("Policies/PasswordPolicy/{name}");
    let kinds = ["RequireLowercase", "RequireNumbers", "RequireSymbols", "RequireUppercase"];
    users.property(&of("MinimumLength")).and_then(number).is_some_and(|length| length >= 12)
        && kinds.iter().all(|kind| users.flag(&of(kind)) == Known::Is(true))
}
