//! Who is told.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::Within,
    value::Object,
};
use hc_cdk_manifest::tree;

use crate::{
    group::{Home, IsGroup},
    kinds::ActionGroup as Told,
    naming::{Thing, owner, put},
    rules::rule,
    stack::Azure,
};

/// Somebody who is told, and whom a stack has taken.
#[derive(Debug, Clone)]
pub struct ActionHandle {
    pub(crate) thing: Thing,
    pub(crate) home: Home,
}

/// Somebody who is told. There is no address with a secret in it.
///
/// ```
/// # use hc_cdk::{policy::Hipaa, prelude::*};
/// # use hc_cdk_azure::{prelude::*, region};
/// # let mut stack = Stack::<Hipaa>::new("clinic", region::EastUs2);
/// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// let team = stack.add("Team", ActionGroup::email(&group, "clinical", "clinical-ai@example.org"));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "what is described is not there until a stack takes it: `stack.add(\"Name\", ..)`"]
pub struct ActionGroup {
    home: Home,
    short: &'static str,
    emails: Vec<Object>,
    calls: Vec<Object>,
}

impl ActionGroup {
    /// Whoever reads that address, by a short name of at most 12 characters.
    pub fn email(group: &(impl IsGroup + ?Sized), short: &'static str, address: &'static str) -> Self {
        let email = tree! { name: "email", emailAddress: address, useCommonAlertSchema: true };
        Self { home: group.it().clone(), short, emails: vec![email], calls: Vec::new() }
    }

    /// Calls a telephone, too: the code of its country, and its number.
    pub fn call(mut self, country: &'static str, number: &'static str) -> Self {
        self.calls.push(tree! { name: "on-call", countryCode: country, phoneNumber: number });
        self
    }
}

impl Spec for ActionGroup {
    type Handle = ActionHandle;
    const KIND: &'static str = "ActionGroup";
    const INVARIANTS: &'static [Rule] = &[rule::SOMEBODY_IS_TOLD, rule::IN_ITS_REGION, rule::IN_ITS_GROUP];
}

impl<P: Policy> Construct<P, Azure> for ActionGroup {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> ActionHandle {
        if self.short.is_empty() || self.short.len() > 12 {
            let message = format!("has the short name `{}`", self.short);
            scope.reject(None, message, "give it one of at most 12 characters");
        }
        let spec = tree! {
            location: "global",
            owner: owner(&self.home.id),
            groupShortName: self.short,
            enabled: true,
            emailReceivers: self.emails,
            voiceReceivers?: Some(self.calls).filter(|it| !it.is_empty()),
        };
        let thing = Thing::new("insights", "ActionGroup", put(scope, &self.home, "", Told(spec)));
        ActionHandle { thing, home: self.home }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is nobody who is told on Azure",
        label = "give what `stack.add` returned for an `ActionGroup`"
    )]
    /// Somebody who is told.
    IsTold: ActionHandle;
}
