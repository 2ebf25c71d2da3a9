//! Somebody of another account who tells a bus what happened there, such as a laboratory.
//!
//! By construction he is one account by its number, or one of an organization by that's id, tells of the sources that are named and of no
//! other, and hears nothing. What he tells comes over TLS, since `EventBridge` has no endpoint without it.
//!
//! A policy that asks for more than made-up data lets nobody in from another account, and holds nobody outside of the app cleared for
//! anything. So somebody signs for him, by a waiver that names both rules.

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::DataClass,
    model::Role,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::Within,
    value::{Json, Object},
};

use super::bus::Events;
use crate::{
    cfn::events::{EventBus, EventBusPolicy},
    pseudo, rule,
    sentences::{TellerNeedsAccount, TellerNeedsBus, TellerNeedsSources},
    stack::Aws,
};

hc_cdk::builder! {
    /// Another account that tells a bus of data of class `D` something.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region, rule};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder().build());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    /// let happened = stack.add("Happened", Bus::builder().perimeter(&clinical).build());
    ///
    /// let laboratory = BusTeller::builder().bus(&happened).account("999988887777").sources(&["results"]);
    /// let why = "the laboratory has an agreement, of 2027-01-04";
    /// let signed = Waiver::new(rule::POLICY_STAYS_INSIDE, why, "jane.roe", date!("2027-10-31"));
    /// stack.add("Laboratory", signed.and(hc_cdk::rule::NOT_CLEARED).construct(laboratory.build()));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct BusTeller<D: DataClass>;
    /// Another account that is being described.
    pub struct BusTellerBuilder => BusTeller<D>;
    needs {
        /// The bus that it tells something.
        bus(bus: &Events<D>) -> Made<EventBus> { bus.made().clone() }: TellerNeedsBus;
        /// The number of the account, of 12 digits; or every account of an organization, [`EveryAccount::of`].
        account(account: impl Into<Tells>) -> Tells { account.into() }: TellerNeedsAccount;
        /// Of what it tells, as events have it in `source`.
        sources(sources: &'static [&'static str]) -> &'static [&'static str] { sources }: TellerNeedsSources;
    }
    may {
        /// The organization that the account has to be in as well, such as `o-a1b2c3d4e5`: if it leaves that, it tells nothing any more.
        organization(id: &'static str) -> Option<&'static str> { Some(id) } = None;
    }
    also { class: std::marker::PhantomData<fn() -> D> }
}

/// Who tells a bus something: an account by its number, or [every one of an organization](EveryAccount).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tells(Guest);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guest {
    Account(&'static str),
    Organization(&'static str),
}

/// Every account of an organization of AWS, also one that joins it later.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{messages::EveryAccount, prelude::*, region, rule};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let clinical = stack.add("Clinical", StorePerimeter::<Phi>::builder().key(&key).trail(&trail));
/// let happened = stack.add("Happened", Bus::builder().perimeter(&clinical));
///
/// let clinics = BusTeller::builder().bus(&happened).account(EveryAccount::of("o-a1b2c3d4e5")).sources(&["admissions"]);
/// let why = "all accounts of the organization are of our clinics";
/// let signed = Waiver::new(rule::POLICY_STAYS_INSIDE, why, "jane.roe", date!("2027-10-31"));
/// stack.add("Clinics", signed.and(hc_cdk::rule::NOT_CLEARED).construct(clinics.build()));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EveryAccount;

impl EveryAccount {
    /// Of the organization with that id, such as `o-a1b2c3d4e5`.
    pub const fn of(organization: &'static str) -> Tells {
        Tells(Guest::Organization(organization))
    }
}

impl From<&'static str> for Tells {
    fn from(account: &'static str) -> Self {
        Self(Guest::Account(account))
    }
}

impl<D: DataClass> Spec for BusTeller<D> {
    type Handle = Made<EventBusPolicy>;
    const KIND: &'static str = "BusTeller";
    const INVARIANTS: &'static [Rule] = &[rule::BUS_NAMES_WHO, rule::POLICY_NAMES_WHO];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for BusTeller<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<EventBusPolicy> {
        scope.plays(Role::Outside, D::CLASS);
        let digits = |it: &str| it.len() == 12 && it.bytes().all(|it| it.is_ascii_digit());
        let is_organization = |it: &str| {
            let letters = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
            it.strip_prefix("o-").is_some_and(|it| (10..=32).contains(&it.len()) && it.bytes().all(letters))
        };
        let is_source =
            |it: &&str| !it.is_empty() && it.len() <= 256 && !it.starts_with("aws.") && !it.contains(['*', '?']);
        let sources = self.sources;
        let (account, organization, is_twice) = match self.account.0 {
            Guest::Account(number) => (Some(number), self.organization, false),
            Guest::Organization(id) => (None, Some(id), self.organization.is_some()),
        };
        for (wrong, what, help) in [
            (
                !account.is_none_or(digits),
                format!("lets the account `{}` tell something", account.unwrap_or_default()),
                "give its number, of 12 digits",
            ),
            (
                organization.is_some_and(|it| !is_organization(it)),
                format!("asks for the organization `{}`", organization.unwrap_or_default()),
                "give its id, such as `o-a1b2c3d4e5`",
            ),
            (
                is_twice,
                "lets every account of an organization tell something, and asks for an organization once more".into(),
                "leave out `.organization(..)`",
            ),
            (
                sources.is_empty() || !sources.iter().all(is_source),
                format!("lets another account tell of `{}`", sources.join("`, `")),
                "name sources as the programs there write them, such as `results`, and none of AWS",
            ),
        ] {
            if wrong {
                scope.reject(Some(iso27001::CONFIGURATION), what, help);
            }
        }
        let account: Json = match account {
            Some(number) => pseudo::arn_global(["iam::".into(), number.into(), ":root".into()]).into(),
            None => "*".into(),
        };
        let mut same = Object::new().with("events:source", sources.to_vec());
        if let Some(organization) = organization {
            same.insert("aws:PrincipalOrgID", organization);
        }
        let statement = Object::new()
            .with("Effect", "Allow")
            .with("Principal", Object::new().with("AWS", account))
            .with("Action", "events:PutEvents")
            .with("Resource", Json::from(self.bus.get(EventBus::ARN)))
            .with("Condition", Object::new().with("StringEquals", same));
        let name = scope.name("");
        let statement = EventBusPolicy {
            event_bus_name: Some(self.bus.id()),
            statement: Some(statement.with("Sid", name.clone()).into()),
            statement_id: Some(name.into()),
            ..Default::default()
        };
        scope.resource("", statement)
    }
}
