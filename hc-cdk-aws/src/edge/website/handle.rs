//! The handle of a website: what records, alarms, its files and outputs refer to.

use std::borrow::Cow;

use hc_cdk::{model::ConstructRef, resource::Made, stack::PhysicalName, value::Value};

use super::{
    super::pages::{Shown, ShowsPages},
    distribution,
};
use crate::cfn::{cloudfront::Distribution, wafv2::WebAcl};

/// A website that a stack has taken.
#[derive(Debug, Clone)]
pub struct WebsiteHandle {
    pub(super) this: ConstructRef,
    pub(super) domain: Cow<'static, str>,
    pub(super) distribution: Made<Distribution>,
    pub(super) acl: Made<WebAcl>,
    /// How the name of the bucket begins, and the region that it is in.
    pub(super) bucket: (PhysicalName, &'static str),
    /// What browsers may run and reach for it.
    pub(super) content: Value<String>,
}

impl WebsiteHandle {
    /// Where it answers, such as `https://www.example.org`.
    pub fn url(&self) -> Value<String> {
        format!("https://{}", self.domain).into()
    }

    pub(in super::super) fn domain(&self) -> &str {
        &self.domain
    }

    pub(in super::super) fn content(&self) -> &Value<String> {
        &self.content
    }

    /// The distribution's own name, for whoever writes the domain's record by hand.
    pub fn dns_name(&self) -> Value<String> {
        self.distribution.get(Distribution::DOMAIN_NAME)
    }

    /// The distribution's id, by which metrics know it, and whoever tells it that files have changed.
    pub fn id(&self) -> Value<String> {
        self.distribution.get(Distribution::ID)
    }

    /// The distribution's ARN.
    pub fn arn(&self) -> Value<String> {
        distribution::arn(&self.distribution)
    }

    /// The ARN of the web ACL.
    pub fn firewall_arn(&self) -> Value<String> {
        self.acl.get(WebAcl::ARN)
    }
}

impl ShowsPages for WebsiteHandle {
    fn shown(&self) -> Shown {
        Shown { domain: self.domain().to_owned().into(), content: Some(self.content().clone()) }
    }
}
