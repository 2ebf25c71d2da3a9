//! The handle of an API: what workloads, alarms, dashboards and outputs refer to.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    data::DataClass,
    model::ConstructRef,
    resource::Made,
    stack::PhysicalName,
    uses::{Connection, Place, Usable},
    value::Value,
};

use super::{
    pages::{AnswersPages, CalledByPages},
    partner::{self, MadeKey},
    rest_definition,
};
use crate::{actions, cfn::apigateway, iam::Statement, pseudo, stack::Aws};

/// The name of the one stage that an API has.
pub(super) const STAGE: &str = "live";

/// The namespace of metrics about what people do.
pub(super) const INTERACTIONS: &str = "Interactions";

/// An API that a stack has taken, in a perimeter of class `D`: what alarms, dashboards and outputs refer to.
///
/// A connected workload finds its address in variables, such as `VISITS_URL`, and its host and port. Of an API whose callers are known by
/// their rights in the account ([`SignedByIam`](super::SignedByIam)) its role may call each route, by every method, and nothing else; what
/// it asks for it signs. Any other API wants a token, which it gets as everybody does. The way leads out of the network to the domain, where
/// the firewall is; an endpoint inside knows no domains.
///
/// ```
/// # use hc_cdk::data::Phi;
/// # use hc_cdk_aws::edge::Api;
/// use hc_cdk_aws::prelude::*;
///
/// # fn program(stack: &mut Stack<(hc_cdk::policy::Hipaa, hc_cdk::policy::Production)>, clinical: &Perimeter<Phi>, image: hc_cdk::image::Image, visits: &Api<Phi>) {
/// let letters = Function::builder().perimeter(clinical).code(image).connect(visits);
/// stack.add("Letters", letters);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Api<D> {
    pub(super) it: Facts,
    pub(super) class: PhantomData<fn() -> D>,
}

/// What is the same for every class of data.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(super) label: String,
    pub(super) name: PhysicalName,
    pub(super) made: Made<apigateway::RestApi>,
    pub(super) domain: Made<apigateway::DomainName>,
    /// The name that it answers to.
    pub(super) at: Cow<'static, str>,
    pub(super) interactions: bool,
    pub(super) keys: Vec<MadeKey>,
    /// The domains whose pages may call it from a browser.
    pub(super) pages: Vec<Cow<'static, str>>,
    pub(super) paths: Vec<Cow<'static, str>>,
    /// Whether whoever calls is known by his rights in the account.
    pub(super) is_signed: bool,
}

impl<D> Api<D> {
    /// Where it answers, such as `https://api.example.org`.
    pub fn url(&self) -> Value<String> {
        format!("https://{}", self.it.at).into()
    }

    /// The name that its domain has to point to, for whoever writes that record by hand.
    pub fn target(&self) -> Value<String> {
        self.it.domain.get(apigateway::DomainName::REGIONAL_DOMAIN_NAME)
    }

    /// Its id.
    pub fn id(&self) -> Value<String> {
        self.it.made.id()
    }

    /// The id of the key of a partner of that name, if there is one: `stack.output(..)` tells it to whoever looks the key up and hands it over.
    pub fn key_id(&self, partner: &str) -> Option<Value<String>> {
        partner::id(&self.it.keys, partner)
    }

    /// Its name, as metrics have it.
    pub fn name(&self) -> Value<String> {
        (&self.it.name).into()
    }

    /// The namespace and the name of what counts how often each path is asked for, if it is counted.
    pub(crate) fn counted(&self) -> Option<(&'static str, Value<String>)> {
        self.it.interactions.then_some((INTERACTIONS, self.name()))
    }

    /// A path as API Gateway spells it.
    pub(crate) fn spelled(path: &str) -> String {
        rest_definition::spelled(path)
    }

    /// The name of its stage, as metrics have it.
    pub const fn stage(&self) -> &'static str {
        STAGE
    }

    /// What may be called: each route, by whatever method.
    fn calling(&self) -> Statement {
        let route = |path: &Cow<'static, str>| {
            pseudo::arn_here("execute-api", [self.id().into(), format!("/{STAGE}/*{path}").into()])
        };
        Statement::allow(actions!["execute-api:Invoke"], self.it.paths.iter().map(route))
    }
}

impl<D> AnswersPages for Api<D> {
    fn answering(&self) -> CalledByPages {
        CalledByPages { domain: self.it.at.clone().into(), pages: Some(self.it.pages.clone()) }
    }
}

impl<D: DataClass> Usable for Api<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let Facts { this, label, at, is_signed, .. } = &self.it;
        let host = Some(at.clone().into());
        let it = Connection::new(this.clone(), label.clone());
        let it = it.at(Place { host, port: Some(443), networks: Vec::new(), gate: None }).variable("URL", self.url());
        if *is_signed { it.writes(self.calling()) } else { it }
    }
}
