//! An account by which a workload speaks to the cluster. A workload that has none has no token, and no way to the cluster's API
//! server: that is no pod which a network policy could select, so the account says in which networks it answers.

use hc_cdk::{
    construct::{Construct, Spec},
    data::{DataClass, Internal},
    literal::{cidr::CidrBlock, port::PortNumber},
    resource::Made,
    rule::Rule,
    sentences::IsBlock,
    stack::{Scope, Within},
    value::Value,
};
use hc_cdk_manifest::naming::name_of;

use crate::{
    api::core,
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    rules::rule,
    sentences::{DefaultAccountHasRights, ObjectNeedsNamespace},
    zone::Scoped,
};

hc_cdk::builder! {
    /// An account, which has no rights until a [`Role`](super::Role) gives it some.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::prelude::*;
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let account = ServiceAccount::builder().perimeter(&zone).api_server([cidr!("10.20.64.0/20")], 443);
    /// let account = chart.add("Operator", account);
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct ServiceAccount<D: DataClass>;
    /// An account that is being described.
    pub struct ServiceAccountBuilder => ServiceAccount<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
    }
    may {
        /// The networks in which the API server of the cluster answers, and its port: what `kubectl get endpoints kubernetes` says,
        /// such as 6443 on the addresses of the control plane, or 443 in the subnets that EKS is given. A workload that runs as
        /// the account gets a way there. An account as which no workload runs, such as one that reads secrets for an operator,
        /// needs none.
        api_server(networks: impl IntoIterator<Item = impl IsBlock>, port: impl PortNumber) -> Option<ApiServer> {
            Some(ApiServer::at(networks, port))
        } = None;
    }
}

/// Where the API server of a cluster answers.
#[derive(Debug, Clone)]
pub struct ApiServer {
    pub(crate) networks: Vec<CidrBlock>,
    pub(crate) port: u16,
}

impl ApiServer {
    pub(crate) fn at(networks: impl IntoIterator<Item = impl IsBlock>, port: impl PortNumber) -> Self {
        Self { networks: networks.into_iter().map(IsBlock::block).collect(), port: port.number() }
    }

    /// Reports one that nobody finds.
    pub(crate) fn is_somewhere(&self, scope: &mut Scope<'_>) {
        if self.networks.is_empty() || self.port == 0 {
            scope.reject(
                None,
                "finds the API server in no network or at port 0",
                "give what `kubectl get endpoints kubernetes` says",
            );
        }
    }
}

/// An account that a chart has taken.
#[derive(Debug, Clone)]
pub struct Account {
    made: Made<core::ServiceAccount>,
    pub(crate) zone: Scoped,
    pub(crate) text: String,
    pub(crate) api_server: Option<ApiServer>,
}

impl Account {
    #[doc(hidden)]
    #[expect(clippy::should_implement_trait, reason = "nobody can call it")]
    pub fn default() -> Self
    where
        // rustc looks at a bound without parameters when this is compiled, and at this one when it is used.
        for<'a> &'a Self: DefaultAccountHasRights,
    {
        unreachable!()
    }

    pub(crate) fn name(&self) -> Value<String> {
        self.made.id()
    }

    pub(crate) fn made(&self) -> &Made<core::ServiceAccount> {
        &self.made
    }
}

const INVARIANTS: &[Rule] = &[rule::TOKEN_ON_DEMAND];

impl<D: DataClass> Spec for ServiceAccount<D> {
    type Handle = Account;
    const KIND: &'static str = "ServiceAccount";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<D: DataClass, P> Construct<P, Kubernetes> for ServiceAccount<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Account {
        declare(scope, self.perimeter.scoped, self.api_server)
    }
}

fn declare(scope: &mut Scope<'_>, zone: Scoped, api_server: Option<ApiServer>) -> Account {
    let text = name_of(scope);
    if let Some(it) = &api_server {
        it.is_somewhere(scope);
    }
    let made = scope.resource(
        "",
        core::ServiceAccount {
            // Pods mount the token themselves if they ask for the account.
            automount_service_account_token: Some(false),
            ..core::ServiceAccount::new(meta(text.clone(), &zone))
        },
    );
    Account { made, zone, text, api_server }
}

/// The account of a construct that needs one of its own: no workload runs as it.
pub(crate) fn own(scope: &mut Scope<'_>, zone: Scoped) -> Account {
    declare(&mut scope.child("Reader", ServiceAccount::<Internal>::KIND, INVARIANTS), zone, None)
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not an account of the cluster",
        label = "give what `chart.add` returned for a `ServiceAccount`"
    )]
    /// An account.
    IsAccount: Account;
}
