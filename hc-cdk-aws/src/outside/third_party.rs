//! A party outside whose interface workloads call, such as a model or a laboratory: its host, its key, and under which agreement it
//! gets what.
//!
//! By construction personal data goes to nobody without an agreement, nor to where the policy does not let it be, and the key is
//! handed over by reference. Whoever is connected reaches port 443 of all addresses, since a group of addresses knows no names of hosts;
//! but its network answers for this host and for no other that nobody named. Who is connected to none does not leave the network.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{gdpr, hipaa, iso27001},
    country::Everywhere,
    data::{AllowedUnder, DataClass},
    literal::{domain::Domain, variable::is_variable_name},
    model::{ConstructRef, Role},
    party::{AgreedFor, Agreement, LocatedFor, Signed, Unsigned},
    policy::Policy,
    rule::Rule,
    sentences::IsDomain,
    stack::Within,
    uses::{Connection, Place, Usable},
};

use crate::{
    secrets::{IsSecret, SecretHandle},
    sentences::{ThirdPartyNeedsHost, ThirdPartyNeedsSecret},
    stack::Aws,
};

/// A party that a stack has taken, for data of class `D`.
///
/// A connected workload finds its host in a variable, such as `OPEN_AI_HOST`, and its key by `OPEN_AI_SECRET_ARN`, or in secret
/// variables of the fields that were named.
#[derive(Debug, Clone)]
pub struct ThirdParty<D: DataClass> {
    this: ConstructRef,
    name: String,
    region: &'static str,
    agreement: Option<Agreement>,
    parts: Parts<D>,
}

/// A party outside, for data of class `D`. `A` is whether there is an agreement, and `L` where it has the data.
///
/// ```
/// use hc_cdk::{data::Phi, party::Agreement, policy::{Production, UkHealth}, prelude::*};
/// use hc_cdk_aws::{country::Gb, kind::SecretArn, outside::ThirdParty, prelude::*, region};
///
/// let mut stack = Stack::<(UkHealth, Production)>::new("clinic", region::EuWest2);
/// let key = stack.add("Key", CustomerKey::builder());
/// let speech = arn!(SecretArn, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:speech-AbCdEf");
/// let speech = ThirdParty::<Phi>::builder()
///     .host(domain!("uksouth.stt.speech.microsoft.com"))
///     .secret(&Secret::existing(speech, &key))
///     .field("KEY", "key")
///     .build();
/// let speech = speech.located(Gb).agreement(Agreement::of("Contract 2026-014", "jane.roe"));
/// let speech = stack.add("Speech", speech);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct ThirdPartySpec<D: DataClass, A = Unsigned, L = Everywhere> {
    parts: Parts<D>,
    agreement: Option<Agreement>,
    position: PhantomData<fn() -> (A, L)>,
}

hc_cdk::builder! {
    /// What a party is described by.
    pub struct Parts<D: DataClass>;
    /// A party that is being described.
    pub struct ThirdPartyBuilder => ThirdPartySpec<D>;
    needs {
        /// The name of its host.
        host(host: impl IsDomain) -> Domain { host.it().clone() }: ThirdPartyNeedsHost;
        /// The key by which it knows who calls: what `Secret::existing(..)` gives, or a stack for a secret.
        secret(secret: &(impl IsSecret + ?Sized)) -> SecretHandle { secret.it().clone() }: ThirdPartyNeedsSecret;
    }
    also { fields: Vec<(&'static str, &'static str)>, class: PhantomData<fn() -> D> }
}

impl<D: DataClass, State> ThirdPartyBuilder<D, State> {
    /// A field of the secret that workloads get as a secret variable: the end of its name, such as `KEY`, and the field. May be said
    /// several times.
    pub fn field(mut self, variable: &'static str, field: &'static str) -> Self {
        self.fields.push((variable, field));
        self
    }
}

impl<D: DataClass> From<Parts<D>> for ThirdPartySpec<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts, agreement: None, position: PhantomData }
    }
}

impl<D: DataClass> ThirdParty<D> {
    /// Starts the description of a party that gets data of class `D`.
    pub fn builder() -> ThirdPartyBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass, A, L> ThirdPartySpec<D, A, L> {
    /// The agreement under which it gets the data.
    pub fn agreement(self, agreement: Agreement) -> ThirdPartySpec<D, Signed, L> {
        ThirdPartySpec { parts: self.parts, agreement: Some(agreement), position: PhantomData }
    }

    /// The country in which it has the data. Without a word it may be anywhere.
    pub fn located<N>(self, _country: N) -> ThirdPartySpec<D, A, N> {
        ThirdPartySpec { parts: self.parts, agreement: self.agreement, position: PhantomData }
    }
}

impl<D: DataClass, A, L> Spec for ThirdPartySpec<D, A, L> {
    type Handle = ThirdParty<D>;
    const KIND: &'static str = "ThirdParty";
    const INVARIANTS: &'static [Rule] = &[Rule::stated(
        "whoever gets personal data signed an agreement, and has it where the policy lets it be",
        &[hipaa::ACCESS_AUTHORIZATION, iso27001::CLOUD_SERVICES, gdpr::TRANSFERS],
    )];
}

impl<D, A, L, P> Construct<P, Aws> for ThirdPartySpec<D, A, L>
where
    D: DataClass + AllowedUnder<P>,
    A: AgreedFor<D>,
    L: LocatedFor<P, D>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> ThirdParty<D> {
        scope.plays(Role::Outside, D::CLASS);
        if let Some(agreement) = &self.agreement {
            agreement.record(D::CLASS, scope);
        }
        for (end, field) in &self.parts.fields {
            if !is_variable_name(&format!("A_{end}")) || end.is_empty() || field.is_empty() {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("hands over the field `{field}` as `{end}`, and one of them is no name"),
                    "write the end of the variable's name, and the field of the secret: `.field(\"KEY\", \"key\")`",
                );
            }
        }
        scope.stands_on(&self.parts.secret.arn());
        let (this, name) = (scope.this(), scope.name(""));
        ThirdParty { this, name, region: scope.region(), agreement: self.agreement, parts: self.parts }
    }
}

impl<D: DataClass> ThirdParty<D> {
    /// The agreement under which it gets the data, if there is one.
    pub fn agreement(&self) -> Option<&Agreement> {
        self.agreement.as_ref()
    }
}

impl<D: DataClass> Usable for ThirdParty<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let Self { this, name, region, parts, .. } = self;
        let host = Some(parts.host.as_str().to_owned().into());
        Connection::new(this.clone(), name.clone())
            .at(Place { host, port: Some(443), networks: Vec::new(), gate: None })
            .credentials(parts.secret.credentials(region, parts.fields.clone()))
    }
}
