//! Who is told.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::Within,
    value::{Object, Value},
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use crate::{
    kinds::ChannelSpecification,
    naming::meta,
    project::{Home, IsProject},
    rules::rule,
    stack::Gcp,
};

/// Somebody who is told, and whom a stack has taken.
#[derive(Debug, Clone)]
pub struct ChannelHandle {
    pub(crate) channel: Value<String>,
    pub(crate) home: Home,
}

/// Somebody who is told. What lets in there is a secret of the management cluster, by reference.
///
/// ```
/// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_gcp::{prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
/// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
/// # let project = stack.add("Project", project);
/// let pager = stack.add("OnCall", NotificationChannel::pager(&project, "pagerduty", "key"));
/// let team = stack.add("Team", NotificationChannel::email(&project, "clinical-ai@example.org"));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "what is described is not there until a stack takes it: `stack.add(\"Name\", ..)`"]
pub struct NotificationChannel {
    home: Home,
    kind: &'static str,
    labels: Object,
    secret: Option<Object>,
}

impl NotificationChannel {
    /// Whoever reads that address.
    pub fn email(project: &(impl IsProject + ?Sized), address: &'static str) -> Self {
        let labels = tree! { email_address: address };
        Self { home: project.it().clone(), kind: "email", labels, secret: None }
    }

    /// Whoever is on call at `PagerDuty`: a secret of the project's namespace in the management cluster, and the key of it.
    pub fn pager(project: &(impl IsProject + ?Sized), secret: &'static str, key: &'static str) -> Self {
        let secret = tree! { serviceKey: { valueFrom: { secretKeyRef: { name: secret, key: key } } } };
        Self { home: project.it().clone(), kind: "pagerduty", labels: Object::new(), secret: Some(secret) }
    }

    /// Whoever reads that channel of Slack: a secret of the project's namespace in the management cluster, and the key of it.
    pub fn slack(
        project: &(impl IsProject + ?Sized),
        channel: &'static str,
        secret: &'static str,
        key: &'static str,
    ) -> Self {
        let secret = tree! { authToken: { valueFrom: { secretKeyRef: { name: secret, key: key } } } };
        let labels = tree! { channel_name: channel };
        Self { home: project.it().clone(), kind: "slack", labels, secret: Some(secret) }
    }
}

impl Spec for NotificationChannel {
    type Handle = ChannelHandle;
    const KIND: &'static str = "NotificationChannel";
    const INVARIANTS: &'static [Rule] = &[rule::CHANNEL_KEEPS_ITS_SECRET, rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for NotificationChannel {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> ChannelHandle {
        let labels = Some(self.labels).filter(|it| !it.is_empty());
        let spec = tree! { type: self.kind, enabled: true, labels?: labels, sensitiveLabels?: self.secret };
        let metadata = meta(name_of(scope), &self.home);
        let channel = scope.resource("", Custom { metadata, spec: ChannelSpecification(spec) }).id();
        ChannelHandle { channel, home: self.home }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is nobody who is told on Google Cloud",
        label = "give what `stack.add` returned for a `NotificationChannel`"
    )]
    /// Somebody who is told.
    IsChannel: ChannelHandle;
}
