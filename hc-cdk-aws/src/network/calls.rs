//! What a workload calls outside of what it is connected to: services of AWS, and hosts that are named. And the ways there.

use hc_cdk::{
    image::{Image, hosts},
    stack::Scope,
    value::Value,
};
use indexmap::IndexSet;

use super::{SecurityGroup, vpc::Network};
use crate::iam::Statement;

/// Whether a host is a registry of ECR in a region, which a network there reaches by its endpoints.
pub(crate) fn is_registry_of(host: &str, region: &str) -> bool {
    host.ends_with(&format!(".dkr.ecr.{region}.amazonaws.com"))
}

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
        let Some(address) = address else { return self.unknown = true };
        let hosts = address.json().as_text().map(hosts);
        match hosts {
            Some(hosts) if !hosts.iter().all(|host| is_registry_of(host, region)) => {
                self.hosts.extend(hosts.into_iter().map(str::to_owned));
            }
            _ => self.services.extend(REGISTRY.map(str::to_owned)),
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
        if self.is_closed {
            self.reaches(scope, &services);
            let hosts = calls.hosts.iter().map(|it| format!("`{it}`"));
            let unknown = calls.unknown.then(|| "what only the deployment knows".to_owned());
            for outside in hosts.chain(unknown) {
                let message = format!("calls {outside}, and its network has no way out");
                scope.reject(None, message, "give it a network with a way out, or leave the connection out; an image is kept in ECR of its region");
            }
            return Vec::new();
        }
        if let Some(names) = &self.names {
            calls.hosts.iter().for_each(|host| names.add(scope, host));
        }
        group.reach(scope, "Https", "0.0.0.0/0".into(), 443);
        vec!["HttpsEgress".to_owned()]
    }

    /// Reports services that nobody in the network reaches, since it has no way out and no endpoint for them.
    pub(crate) fn reaches(&self, scope: &mut Scope<'_>, services: &[&str]) {
        let Some(inside) = self.inside.as_ref().filter(|_| self.is_closed) else { return };
        let (missing, others) = inside.missing(services);
        if !missing.is_empty() {
            let names: Vec<String> = missing.iter().map(|it| format!("InterfaceEndpoint::{it:?}")).collect();
            let message = format!(
                "calls services for which its network has no endpoint, and the network has no way out: `{}`",
                names.join("`, `")
            );
            let help = format!(
                "write `{}` into the list of the network's `.interface_endpoints(..)`, beside those that are there",
                names.join("`, `")
            );
            scope.reject(None, message, help);
        }
        if !others.is_empty() {
            let message = format!(
                "calls `{}`, and its network has neither an endpoint for that nor a way out",
                others.join("`, `")
            );
            scope.reject(None, message, "give it a network with a way out");
        }
    }
}
