//! What a workload calls outside of what it is connected to: services of AWS, and hosts that are named. And the ways there.

use hc_cdk::{image::Image, stack::Scope, value::value::Value};
use indexmap::IndexSet;

use super::{SecurityGroup, vpc::Network};
use crate::iam::Statement;

/// What a workload calls.
#[derive(Debug, Clone, Default)]
pub(crate) struct Calls {
    /// Services of AWS, as actions name them: `secretsmanager`.
    services: IndexSet<String>,
    /// Hosts outside.
    hosts: IndexSet<String>,
    /// Whether it calls what nobody here knows.
    unknown: bool,
}

impl Calls {
    /// It calls the services whose actions these let it do.
    pub(crate) fn by(&mut self, statements: &[Statement]) {
        self.services.extend(statements.iter().flat_map(Statement::services).map(str::to_owned));
    }

    /// It calls a host.
    pub(crate) fn host(&mut self, host: &Value<String>) {
        match host.json().as_text() {
            Some(host) => _ = self.hosts.insert(host.to_owned()),
            None => self.unknown = true,
        }
    }

    /// What starts it pulls an image. One in ECR in this region comes by endpoints, and one elsewhere from the host that it names; of one
    /// that only the deployment knows nobody here can tell.
    pub(crate) fn pulls(&mut self, image: &Value<Image>, region: &str) {
        let address = image.address();
        match address.as_ref().map(|it| (it.json().as_text(), it.json().as_text().and_then(|it| it.split_once('/')))) {
            Some((None, _)) => self.services.extend(REGISTRY.map(str::to_owned)),
            Some((_, Some((host, _)))) if host.ends_with(&format!(".dkr.ecr.{region}.amazonaws.com")) => {
                self.services.extend(REGISTRY.map(str::to_owned));
            }
            Some((_, Some((host, _)))) => _ = self.hosts.insert(host.split(':').next().unwrap_or(host).to_owned()),
            _ => self.unknown = true,
        }
    }

    /// It calls what another one calls, too.
    pub(crate) fn extend(&mut self, more: Self) {
        self.services.extend(more.services);
        self.hosts.extend(more.hosts);
        self.unknown |= more.unknown;
    }
}

/// What an image in ECR comes from: the registry, and the store that has its layers.
const REGISTRY: [&str; 2] = ["ecr", "s3"];

impl Network {
    /// Opens the ways of a group to what its members call, and gives the names of the rules. They stay inside where the network has
    /// endpoints for all of it. Otherwise they lead to port 443 of all addresses, and the network answers for the hosts that
    /// are named and no other.
    pub(crate) fn open(&self, scope: &mut Scope<'_>, group: &SecurityGroup, calls: &Calls) -> Vec<String> {
        let services: Vec<&str> = calls.services.iter().map(String::as_str).collect();
        let inside = self.inside.as_ref().filter(|it| !calls.unknown && calls.hosts.is_empty() && it.has(&services));
        if let Some(inside) = inside {
            return inside.open(scope, group, &services);
        }
        if services.is_empty() && calls.hosts.is_empty() && !calls.unknown {
            return Vec::new();
        }
        if let Some(names) = &self.names {
            calls.hosts.iter().for_each(|host| names.add(scope, host));
        }
        group.reach(scope, "Https", "0.0.0.0/0".into(), 443);
        vec!["HttpsEgress".to_owned()]
    }
}
