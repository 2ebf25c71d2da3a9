//! What is wrong with pods that only their values show: ports that they cannot listen on, and what must come to an end.

use hc_cdk::{control::hipaa, stack::Scope};
use hc_cdk_manifest::naming::kebab;

use super::{placing::Placing, pod::Pod};
use crate::config::Proxied;

impl Pod {
    /// What listens where it cannot, or tells its figures to nobody.
    pub(super) fn check_ports(&self, scope: &mut Scope<'_>) {
        for port in [self.port, self.metrics, self.peers].into_iter().flatten() {
            if port < 1024 {
                let why = if port == 0 { "is none" } else { "takes rights that its user does not have" };
                scope.reject(
                    None,
                    format!("listens on port {port}, which {why}"),
                    "listen on a port from 1024 to 65535",
                );
            }
        }
        if self.metrics.is_some() && [self.port, self.peers].contains(&self.metrics) {
            scope.reject(
                None,
                "tells its figures on the port of its requests",
                "give `.metrics(..)` a port of its own",
            );
        }
        if self.metrics.is_none() && !self.exports.is_empty() {
            scope.reject(
                None,
                format!("exports `{}`, and has no port that tells it", self.exports.join("`, `")),
                "give it `.metrics(..)`",
            );
        }
    }

    /// Reports a proxy whose configuration has it listen, or say how it is, elsewhere than where it is asked.
    pub(super) fn check_proxied(&self, scope: &mut Scope<'_>) {
        let Some(Proxied { listens, health }) = self.proxied else { return };
        if self.port != Some(listens) {
            let asked = self.port.map_or_else(|| "at no port".to_owned(), |it| format!("at port {it}"));
            let message = format!("is asked {asked}, and listens on port {listens} by what it hands on");
            scope.reject(None, message, "name the same port in `.port(..)` and `.listens(..)`");
        }
        let Some(probes) = &self.probes else { return };
        let asked = [probes.path(), probes.ready_path()].into_iter().zip(health);
        for (path, says) in asked.filter_map(|(path, says)| Some((path?, says))).filter(|(path, says)| path != says) {
            let message = format!("is asked at `{path}` how it is, and says so at `{says}` by what it hands on");
            scope.reject(None, message, "name the paths of its probes: `.health(\"/health/live\", \"/health/ready\")`");
        }
    }

    /// Reports what serves and may do everything in a store.
    pub(super) fn check_administers(&self, scope: &mut Scope<'_>, placing: Placing) {
        let first = self.uses.iter().find(|it| it.connection.administers);
        if let Some(it) = first.filter(|_| placing.kind != "Job") {
            scope.reject(
                Some(hipaa::UNIQUE_USER),
                format!("administers `{}`, and does not come to an end", kebab(&it.connection.name)),
                "connect to the store itself, as a user of its own, or administer it in a `Job`",
            );
        }
    }
}
