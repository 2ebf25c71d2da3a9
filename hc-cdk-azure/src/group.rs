//! A resource group of Azure: where everything of a stack is made, and a namespace of the management cluster for it.
//!
//! The subscription exists already, and the namespace has the credential with which the operator works in it. By construction whatever is
//! in the namespace is made in that group and in no other, and the group stays when it leaves the program.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::Within,
    value::{Object, Value},
};
use hc_cdk_manifest::{
    object::{Custom, Metadata, Namespace},
    tree,
};

use crate::{
    kinds::Group,
    literal::{GroupName, Guid},
    names::{DETACH, RECONCILE},
    rules::rule,
    sentences::{GroupNeedsName, GroupNeedsSubscription, GroupNeedsTenant},
    stack::Azure,
};

/// A resource group that a stack has taken: what everything on Azure is made in.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_azure::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
/// let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Home {
    pub(crate) name: GroupName,
    pub(crate) subscription: Guid,
    pub(crate) tenant: Guid,
    /// Its namespace, as a reference.
    pub(crate) namespace: Value<String>,
    /// Its object, as a reference.
    pub(crate) id: Value<String>,
}

impl Home {
    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The subscription that it is in, as the cloud writes it.
    pub(crate) fn subscription_path(&self) -> String {
        format!("/subscriptions/{}", self.subscription.as_str())
    }

    /// The place of something in it, as the cloud writes it: `Microsoft.Network/applicationGateways/`.
    pub(crate) fn path(&self, kind: &str) -> String {
        format!("{}/resourceGroups/{}/providers/{kind}", self.subscription_path(), self.name())
    }

    /// A name that nobody else in the world has, of something that needs one.
    pub(crate) fn global(&self, name: &str) -> String {
        hc_cdk_manifest::naming::shorten(&format!("{}-{name}", self.name()))
    }
}

hc_cdk::builder! {
    /// The description of a resource group.
    pub struct ResourceGroup;
    /// A resource group that is being described.
    pub struct ResourceGroupBuilder => ResourceGroup;
    needs {
        /// Its name.
        name(name: GroupName) -> GroupName { name }: GroupNeedsName;
        /// The subscription that it is in: `az account show` says it.
        subscription(subscription: Guid) -> Guid { subscription }: GroupNeedsSubscription;
        /// The tenant whose people and identities are let in.
        tenant(tenant: Guid) -> Guid { tenant }: GroupNeedsTenant;
    }
}

impl Spec for ResourceGroup {
    type Handle = Home;
    const KIND: &'static str = "ResourceGroup";
    const INVARIANTS: &'static [Rule] = &[rule::IN_ITS_GROUP, rule::IN_ITS_REGION, rule::GROUP_STAYS];
}

impl<P: Policy> Construct<P, Azure> for ResourceGroup {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> Home {
        let name = self.name.as_str().to_owned();
        let metadata = Metadata { name: Some(name.clone().into()), ..Metadata::default() };
        let namespace = scope.resource("Namespace", Namespace { metadata }).id();
        let metadata = Metadata {
            name: Some(name.into()),
            namespace: Some(namespace.clone()),
            annotations: Some(Object::new().with(RECONCILE, DETACH)),
            ..Metadata::default()
        };
        let spec = Group(tree! { location: scope.region() });
        let id = scope.resource("", Custom { metadata, spec }).id();
        Home { name: self.name, subscription: self.subscription, tenant: self.tenant, namespace, id }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a resource group",
        label = "give what `stack.add` returned for a `ResourceGroup`"
    )]
    /// A resource group.
    IsGroup: Home;
}
