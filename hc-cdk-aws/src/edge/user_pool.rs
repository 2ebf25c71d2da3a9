//! Who people are: their names, passwords and second factors, in a user pool of Cognito.
//!
//! By construction nobody signs in with a password alone, passwords are long and of several kinds of characters, a sign-in that looks
//! like an attack is refused, nobody adds himself, and the pool refuses to be deleted by hand where the policy asks for that. Cognito
//! encrypts it with keys of its own, and nothing backs it up.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    model::{ConstructRef, Role},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::{Connection, Readable, Usable},
    value::{Value, pascal},
};

use super::{
    certificate::IsCertificate,
    hosted_zone::{HostedZone, IsHostedZone},
    pages::{AnswersPages, CalledByPages},
    sign_in::{self, Own},
};

use crate::{
    actions,
    cfn::cognito::{self, user_pool as property, user_pool_client},
    iam::Statement,
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::Deletion,
    rule,
    sentences::UsersNeedPerimeter,
    stack::Aws,
};

/// How the address of a program on one's own machine begins, of which nothing goes over a network.
const OWN_MACHINE: &str = "http://localhost:";

hc_cdk::builder! {
    /// A user pool for whoever may see data of class `D`.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let users = stack.add("Users", UserPool::builder().perimeter(&clinical));
    /// stack.output("Pool", "where the app signs people in", users.id());
    /// stack.output("Client", "as what it does so", users.client());
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct UserPool<D: DataClass>;
    /// A user pool that is being described.
    pub struct UserPoolBuilder => UserPool<D>;
    needs {
        /// The perimeter whose data its people may see.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: UsersNeedPerimeter;
    }
    may {
        /// How long a password is at least; by default 12 characters, and never less.
        password_length(characters: u32) -> u32 { characters } = SHORTEST;
        /// Where an app is told that somebody has signed in, such as `https://app.example.org/callback`: the pool shows the page for that
        /// at [a domain](Users::sign_in), and gives a code, for which the app asks there (with PKCE: it has no secret). By default the app signs
        /// people in itself.
        callback(address: impl Into<Cow<'static, str>>) -> Option<Cow<'static, str>> { Some(address.into()) } = None;
        /// The domain at which people sign in, such as `login.example.org`, and the certificate for it, in `us-east-1`; by default one of
        /// Cognito's. The domain above, `example.org`, has to have an address.
        domain(domain: impl Into<Cow<'static, str>>, certificate: &(impl IsCertificate + ?Sized)) -> Option<Own> { Some((domain.into(), certificate.it().clone())) } = None;
        /// The zone into which it writes that name; by default somebody else writes it.
        zone(zone: &(impl IsHostedZone + ?Sized)) -> Option<HostedZone> { Some(zone.it().clone()) } = None;
    }
    also { groups: Vec<(Cow<'static, str>, Cow<'static, str>)> }
}

impl<D: DataClass, State> UserPoolBuilder<D, State> {
    /// A group of people, such as `administrators`, and what it is for. What says who somebody is has the names of his groups
    /// (`cognito:groups`), and a function reads them there. Who is in a group is not said by the program.
    pub fn group(mut self, name: impl Into<Cow<'static, str>>, purpose: impl Into<Cow<'static, str>>) -> Self {
        self.groups.push((name.into(), purpose.into()));
        self
    }
}

/// The shortest password.
const SHORTEST: u32 = 12;

/// The longest that Cognito can ask for.
const LONGEST: u32 = 99;

/// The longest name of a group.
const LONGEST_GROUP: usize = 128;

/// A user pool that a stack has taken, for whoever may see data of class `D`.
///
/// A connected workload looks after its people, and finds the pool's id in a variable, such as `USERS_POOL`: it adds, finds and changes
/// them, shuts them out and asks for a new password. That is as much as to be any of them: whom it adds, it may give the first password,
/// and where it changes an address, a new one is sent to that. Second factors and groups are not for it to say: whoever is
/// to do that is allowed to by `.allow(..)` besides.
#[derive(Debug, Clone)]
pub struct Users<D> {
    this: ConstructRef,
    /// The construct's path in upper camel case.
    label: String,
    pub(super) made: Made<cognito::UserPool>,
    client: Made<cognito::UserPoolClient>,
    /// Where people sign in, if the pool shows the page for that.
    signs_in: Option<Value<String>>,
    region: &'static str,
    class: PhantomData<fn() -> D>,
}

impl<D> Users<D> {
    /// The pool's id.
    pub fn id(&self) -> Value<String> {
        self.made.id()
    }

    /// The pool's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(cognito::UserPool::ARN)
    }

    /// The id of the client as which an app signs people in.
    pub fn client(&self) -> Value<String> {
        self.client.get(cognito::UserPoolClient::CLIENT_ID)
    }

    /// Where people sign in, such as `https://login.example.org`, if the pool has a `.callback(..)`: `/oauth2/authorize` is behind it, and
    /// `/oauth2/token`.
    pub fn sign_in(&self) -> Option<Value<String>> {
        self.signs_in.clone().map(|it| Value::concat(["https://".into(), it.into()]))
    }

    /// Whom pages ask that sign people in.
    pub(super) fn asked_at(&self) -> Value<String> {
        self.signs_in.clone().unwrap_or_else(|| format!("cognito-idp.{}.amazonaws.com", self.region).into())
    }
}

/// Where people sign in: at the pool's own domain, or by what the pages show themselves.
impl<D: DataClass> AnswersPages for Users<D> {
    fn answering(&self) -> CalledByPages {
        CalledByPages { domain: self.asked_at(), pages: None }
    }
}

impl<D: DataClass> Usable for Users<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let on = |actions| Statement::allow(actions, [self.arn()]);
        let changes = actions![
            "cognito-idp:AdminCreateUser",
            "cognito-idp:AdminDeleteUser",
            "cognito-idp:AdminDisableUser",
            "cognito-idp:AdminEnableUser",
            "cognito-idp:AdminResetUserPassword",
            "cognito-idp:AdminUpdateUserAttributes",
            "cognito-idp:AdminUserGlobalSignOut",
        ];
        let finds = actions!["cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser", "cognito-idp:ListUsers"];
        Connection::new(self.this.clone(), self.label.clone())
            .reads(on(finds))
            .writes(on(changes))
            .variable("POOL", self.id())
    }
}

/// Who finds people adds none.
impl<D: DataClass> Readable for Users<D> {}

impl<D: DataClass> Spec for UserPool<D> {
    type Handle = Users<D>;
    const KIND: &'static str = "UserPool";
    const INVARIANTS: &'static [Rule] = &[
        rule::USERS_HAVE_A_SECOND_FACTOR,
        rule::USERS_HAVE_LONG_PASSWORDS,
        rule::USERS_ARE_WATCHED,
        rule::USERS_ARE_ADDED,
        rule::USERS_COME_BACK_OVER_TLS,
        rule::USERS_STAY,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for UserPool<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Users<D> {
        declare(self, scope, Deletion::of::<P>())
    }
}

fn declare<D: DataClass>(users: UserPool<D>, scope: &mut Scope<'_>, deletion: Deletion) -> Users<D> {
    // It opens the way to data of that class, and is no store of it.
    scope.plays(Role::Other, D::CLASS);
    let parts =
        Described { length: users.password_length, callback: users.callback, own: users.domain, zone: users.zone };
    let (made, client, signs_in) = made(scope, parts, &users.groups, deletion);
    let (this, label) = (scope.this(), scope.name(""));
    Users { this, label, made, client, signs_in, region: scope.region(), class: PhantomData }
}

/// A pool, whatever data its people may see.
struct Described {
    length: u32,
    callback: Option<Cow<'static, str>>,
    own: Option<Own>,
    zone: Option<HostedZone>,
}

/// What a pool consists of, and where people sign in.
type All = (Made<cognito::UserPool>, Made<cognito::UserPoolClient>, Option<Value<String>>);

fn made(
    scope: &mut Scope<'_>,
    it: Described,
    groups: &[(Cow<'static, str>, Cow<'static, str>)],
    deletion: Deletion,
) -> All {
    it.check(scope);
    let made = scope.resource("", pool(it.length, deletion));
    deletion.apply(scope, &made);
    let signs_in = it.callback.is_some().then(|| sign_in::declare(scope, &made, it.own.as_ref(), it.zone.as_ref()));
    for (at, (name, purpose)) in groups.iter().enumerate() {
        group(scope, &made, name, purpose);
        if groups.iter().take(at).any(|(other, _)| pascal(other) == pascal(name)) {
            scope.reject(None, format!("has two groups called `{name}`"), "leave one of them out");
        }
    }
    let client = scope.resource("Client", client(&made, it.callback));
    (made, client, signs_in)
}

impl Described {
    /// What only the values show.
    fn check(&self, scope: &mut Scope<'_>) {
        let length = self.length;
        if !(SHORTEST..=LONGEST).contains(&length) {
            scope.reject(
                Some(hc_cdk::control::hipaa::PASSWORDS),
                format!("asks for passwords of {length} characters"),
                format!("ask for {SHORTEST} to {LONGEST}"),
            );
        }
        let callback = self.callback.as_deref();
        if let Some(address) = callback.filter(|it| it.starts_with("http://") && !it.starts_with(OWN_MACHINE)) {
            scope.reject(
                Some(hc_cdk::control::hipaa::TRANSMISSION_ENCRYPTION),
                format!("sends people back to `{address}` without TLS, with what signs them in"),
                "write `https://`; `http://localhost:` is for programs on one's own machine",
            );
        }
        if let Some((domain, _)) = self.own.as_ref().filter(|_| callback.is_none()) {
            let message = format!("has the domain `{domain}`, at which no app has people signed in");
            scope.reject(
                None,
                message,
                "say where people go after that: `.callback(\"https://app.example.org/signed-in\")`",
            );
        }
    }
}

/// A group, which is called as its members are marked.
fn group(scope: &mut Scope<'_>, pool: &Made<cognito::UserPool>, name: &str, purpose: &str) {
    let fits = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.');
    if name.is_empty() || name.len() > LONGEST_GROUP || !name.bytes().all(fits) {
        let help = format!("use 1 to {LONGEST_GROUP} letters, digits and any of `-_.`, such as `administrators`");
        scope.reject(None, format!("has a group called `{name}`"), help);
    }
    scope.resource(
        format!("Group{}", pascal(&name.replace(['_', '.'], "-"))),
        cognito::UserPoolGroup {
            description: Some(purpose.to_owned().into()),
            group_name: Some(name.to_owned().into()),
            user_pool_id: Some(pool.id()),
            ..Default::default()
        },
    );
}

fn pool(length: u32, deletion: Deletion) -> cognito::UserPool {
    let yes = || Some(true.into());
    cognito::UserPool {
        account_recovery_setting: Some(property::AccountRecoverySetting {
            recovery_mechanisms: Some(vec![property::RecoveryOption {
                name: Some("verified_email".into()),
                priority: Some(1.into()),
            }]),
        }),
        admin_create_user_config: Some(property::AdminCreateUserConfig {
            allow_admin_create_user_only: yes(),
            ..Default::default()
        }),
        auto_verified_attributes: Some(vec!["email".into()]),
        deletion_protection: Some(if deletion.is_protected() { "ACTIVE" } else { "INACTIVE" }.into()),
        enabled_mfas: Some(vec!["SOFTWARE_TOKEN_MFA".into()]),
        mfa_configuration: Some("ON".into()),
        policies: Some(property::Policies {
            password_policy: Some(property::PasswordPolicy {
                minimum_length: Some(length.into()),
                password_history_size: Some(5.into()),
                require_lowercase: yes(),
                require_numbers: yes(),
                require_symbols: yes(),
                require_uppercase: yes(),
                temporary_password_validity_days: Some(1.into()),
            }),
            ..Default::default()
        }),
        user_pool_add_ons: Some(property::UserPoolAddOns {
            advanced_security_mode: Some("ENFORCED".into()),
            ..Default::default()
        }),
        // What looks at sign-ins is part of this plan.
        user_pool_tier: Some("PLUS".into()),
        username_attributes: Some(vec!["email".into()]),
        username_configuration: Some(property::UsernameConfiguration { case_sensitive: Some(false.into()) }),
        ..Default::default()
    }
}

/// An app that signs people in: a token is for an hour, and who has none for a day signs in again.
fn client(pool: &Made<cognito::UserPool>, callback: Option<Cow<'static, str>>) -> cognito::UserPoolClient {
    let flows = callback.map(|address| (address.into_owned(), vec!["code".into()]));
    let (callbacks, flows) = flows.map_or((None, None), |(address, flows)| (Some(vec![address.into()]), Some(flows)));
    cognito::UserPoolClient {
        access_token_validity: Some(60.into()),
        allowed_o_auth_flows_user_pool_client: flows.as_ref().map(|_| true.into()),
        allowed_o_auth_scopes: flows.as_ref().map(|_| vec!["openid".into(), "email".into()]),
        supported_identity_providers: flows.as_ref().map(|_| vec!["COGNITO".into()]),
        allowed_o_auth_flows: flows,
        callback_urls: callbacks,
        enable_token_revocation: Some(true.into()),
        explicit_auth_flows: Some(vec!["ALLOW_REFRESH_TOKEN_AUTH".into(), "ALLOW_USER_SRP_AUTH".into()]),
        id_token_validity: Some(60.into()),
        prevent_user_existence_errors: Some("ENABLED".into()),
        refresh_token_validity: Some(24.into()),
        token_validity_units: Some(user_pool_client::TokenValidityUnits {
            access_token: Some("minutes".into()),
            id_token: Some("minutes".into()),
            refresh_token: Some("hours".into()),
        }),
        user_pool_id: Some(pool.id()),
        ..Default::default()
    }
}
