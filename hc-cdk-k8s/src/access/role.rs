//! What an account may do in its namespace: verbs and kinds by name. There is no wildcard, and no way to secrets: neither by
//! name, nor by a pod that has them.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    stack::Within,
    value::Value,
};
use hc_cdk_manifest::naming::name_of;

use super::service_account::{Account, IsAccount};
use crate::{api::rbac, chart::Kubernetes, naming::meta, rules::rule, sentences::RightNeedsAccount};

hc_cdk::builder! {
    /// Rights of one account in its namespace.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{access::{Kind, Role, Rule, Verb}, prelude::*};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let account = chart.add("Operator", ServiceAccount::builder().perimeter(&zone));
    /// chart.add("Watching", Role::builder().account(&account).rule(Rule::on(Kind::Pods, &[Verb::Get, Verb::Watch])));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct Role;
    /// Rights that are being described.
    pub struct RoleBuilder => Role;
    needs {
        /// The account that has the rights.
        account(account: &(impl IsAccount + ?Sized)) -> Account { account.it().clone() }: RightNeedsAccount;
    }
    also { rules: Vec<Rule> }
}

impl<State> RoleBuilder<State> {
    /// Gives one more right.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }
}

/// Verbs on a kind of objects, or on one of them.
#[derive(Debug, Clone)]
pub struct Rule {
    kind: Kind,
    verbs: Vec<Verb>,
    name: Option<&'static str>,
}

impl Rule {
    /// Verbs on all objects of a kind in the namespace.
    pub fn on(kind: impl IsGranted + Copy, verbs: &[impl IsNamed]) -> Self {
        Self { kind: *kind.it(), verbs: verbs.iter().map(|verb| *verb.it()).collect(), name: None }
    }

    /// Whether it is a right to start pods of whatever content, or to change what they run.
    fn makes_pods(&self) -> bool {
        matches!(self.kind, Kind::Pods | Kind::Deployments | Kind::Jobs)
            && self.verbs.iter().any(|verb| matches!(verb, Verb::Create | Verb::Update | Verb::Patch))
    }

    /// Only on the object of that name.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident: $value:ty { $($(#[$variant_doc:meta])* $variant:ident = $text:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            const fn text(self) -> $value {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

named! {
    /// What can be done with objects.
    Verb: &'static str {
        /// Reading one.
        Get = "get",
        /// Reading all.
        List = "list",
        /// Being told of changes.
        Watch = "watch",
        /// Making one.
        Create = "create",
        /// Replacing one.
        Update = "update",
        /// Changing one.
        Patch = "patch",
        /// Removing one.
        Delete = "delete",
    }
}

named! {
    /// Kinds of objects, by API group and name. Secrets, roles and pods' shells are none of them.
    Kind: (&'static str, &'static str) {
        /// Configurations.
        ConfigMaps = ("", "configmaps"),
        /// Services.
        Services = ("", "services"),
        /// The addresses behind services.
        EndpointSlices = ("discovery.k8s.io", "endpointslices"),
        /// Pods.
        Pods = ("", "pods"),
        /// What pods have logged.
        PodLogs = ("", "pods/log"),
        /// What happened to objects.
        Events = ("", "events"),
        /// Locks, for electing a leader.
        Leases = ("coordination.k8s.io", "leases"),
        /// Deployments.
        Deployments = ("apps", "deployments"),
        /// Jobs.
        Jobs = ("batch", "jobs"),
    }
}

/// What no right is on: a pod gets a secret from its workload, by reference.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Secrets;

/// No verb: a right names each.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Everything;

#[allow(non_upper_case_globals, reason = "written like a kind, for the sentence about it")]
impl Kind {
    #[doc(hidden)]
    pub const Secrets: Secrets = Secrets;
}

#[allow(non_upper_case_globals, reason = "written like a verb, for the sentence about it")]
impl Verb {
    #[doc(hidden)]
    pub const All: Everything = Everything;
}

impl Spec for Role {
    type Handle = ();
    const KIND: &'static str = "Role";
    const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[
        rule::RIGHTS_BY_WILDCARD,
        rule::RIGHTS_END_BEFORE_SECRETS,
        rule::RIGHTS_OF_A_ROLE,
        rule::RIGHTS_END_AT_THE_NAMESPACE,
        rule::RIGHTS_OF_SOMEBODY,
    ];
}

impl<P> Construct<P, Kubernetes> for Role {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let (account, name) = (self.account, name_of(scope));
        if self.rules.is_empty() || self.rules.iter().any(|rule| rule.verbs.is_empty()) {
            scope.reject(None, "gives no right", "give it a `.rule(..)` with verbs, or leave the role out");
        }
        if self.rules.iter().any(Rule::makes_pods) {
            scope.reject(
                Some(hipaa::ACCESS_AUTHORIZATION),
                format!("lets `{}` start pods, and a pod can have every secret of its namespace", account.text),
                "leave out the verbs that create or change pods, deployments and jobs",
            );
        }
        let rules = self.rules.iter().map(|rule| {
            let (group, resource) = rule.kind.text();
            rbac::PolicyRule {
                api_groups: Some(vec![group.into()]),
                resource_names: rule.name.map(|name| vec![name.into()]),
                resources: Some(vec![resource.into()]),
                ..rbac::PolicyRule::new(rule.verbs.iter().map(|verb| verb.text().into()).collect())
            }
        });
        let role = scope.resource(
            "",
            rbac::Role { rules: Some(rules.collect()), ..rbac::Role::new(meta(name.clone(), &account.zone)) },
        );
        let role: Value<String> = role.id();
        scope.resource(
            "Binding",
            rbac::RoleBinding {
                subjects: Some(vec![rbac::Subject {
                    namespace: Some(account.zone.id.clone()),
                    ..rbac::Subject::new(rbac::SubjectKind::ServiceAccount, account.name())
                }]),
                ..rbac::RoleBinding::new(
                    meta(name, &account.zone),
                    rbac::RoleRef {
                        api_group: Some("rbac.authorization.k8s.io".into()),
                        ..rbac::RoleRef::new(rbac::RoleRefKind::Role, role)
                    },
                )
            },
        );
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a kind of objects that a right can be on",
        label = "name one of `Kind`: there is none for secrets, for roles, or for everything",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    /// A kind of objects.
    IsGranted: Kind;

    #[diagnostic::on_unimplemented(
        message = "this is not a verb that a right can have",
        label = "name each verb that the program uses",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    /// A verb.
    IsNamed: Verb;
}
