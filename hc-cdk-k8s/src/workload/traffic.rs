//! How requests go to a workload of a mesh: to which of its pods, for how long, and what becomes of those that fail.

use hc_cdk::{
    stack::Scope,
    value::{Object, Value},
};
use hc_cdk_manifest::object::Custom;

use super::service::Running;
use crate::{
    literal::duration::{IsSpan, Span},
    mesh::{Destination, Requests},
    naming::meta,
};

/// How requests go to a workload: `Traffic::default().answers_within(span!("2s")).sticky("patient")`.
///
/// Without a word they go to the pod that has the fewest, end after 15 seconds, and are tried again three times where no pod began to
/// answer. A pod that fails five times in a row gets none for half a minute.
#[derive(Debug, Clone)]
pub struct Traffic {
    within: Span,
    sticky: Option<&'static str>,
    at_once: u32,
}

impl Default for Traffic {
    fn default() -> Self {
        Self { within: crate::span!("15s"), sticky: None, at_once: 1000 }
    }
}

impl Traffic {
    /// After how long a request has failed, tries again included.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "as the setters of a builder take it")]
    pub fn answers_within(self, span: impl IsSpan) -> Self {
        Self { within: span.it().clone(), ..self }
    }

    /// Has requests with the same value of a cookie go to the same pod, such as all of a patient's. The proxy sets the cookie where there
    /// is none.
    #[must_use]
    pub fn sticky(self, cookie: &'static str) -> Self {
        Self { sticky: Some(cookie), ..self }
    }

    /// How many requests there are to all its pods at a time; what is above that fails at once.
    #[must_use]
    pub fn at_once(self, requests: u32) -> Self {
        Self { at_once: requests.max(1), ..self }
    }

    /// Declares how requests go to a workload that is in a mesh and takes some.
    fn declare(&self, scope: &mut Scope<'_>, running: &Running) {
        let Some(port) = running.port.filter(|_| running.zone.meshed) else { return };
        if self.sticky.is_some_and(|it| {
            !it.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_')) || it.is_empty()
        }) {
            scope.reject(None, "has a cookie without a name", "use letters, digits, `-` and `_`");
        }
        let (name, zone) = (&running.name, &running.zone);
        let host = format!("{name}.{}.svc.cluster.local", zone.text);
        let spec = Destination(Object::new().with("host", host.clone()).with("trafficPolicy", self.policy()));
        scope.resource("Destination", Custom { metadata: meta(name.clone(), zone), spec });
        let spec = Requests(self.requests(&host, port));
        scope.resource("Requests", Custom { metadata: meta(name.clone(), zone), spec });
    }

    fn policy(&self) -> Object {
        let balancer = match self.sticky {
            Some(cookie) => {
                let cookie = Object::new().with("name", cookie).with("path", "/").with("ttl", "1h");
                Object::new().with("consistentHash", Object::new().with("httpCookie", cookie))
            }
            None => Object::new().with("simple", "LEAST_REQUEST"),
        };
        let http = Object::new()
            .with("http1MaxPendingRequests", 100)
            .with("http2MaxRequests", i64::from(self.at_once))
            .with("maxRetries", 10);
        let tcp = Object::new().with("connectTimeout", "2s").with("maxConnections", i64::from(self.at_once));
        let broken = Object::new()
            .with("consecutive5xxErrors", 5)
            .with("interval", "10s")
            .with("baseEjectionTime", "30s")
            .with("maxEjectionPercent", 50);
        Object::new()
            .with("loadBalancer", balancer)
            .with("connectionPool", Object::new().with("http", http).with("tcp", tcp))
            .with("outlierDetection", broken)
            .with("tls", Object::new().with("mode", "ISTIO_MUTUAL"))
    }

    fn requests(&self, host: &str, port: u16) -> Object {
        let there = Object::new().with("host", host.to_owned()).with("port", Object::new().with("number", port));
        // What a pod began to answer is not done a second time.
        let again = Object::new().with("attempts", 3).with("retryOn", "connect-failure,refused-stream");
        let way = Object::new()
            .with("route", vec![Object::new().with("destination", there)])
            .with("timeout", Value::<String>::from(self.within.clone()))
            .with("retries", again);
        Object::new().with("hosts", vec![host.to_owned()]).with("http", vec![way])
    }
}

/// Declares how requests go to a workload: as it says, or as without a word.
pub(crate) fn declare(said: Option<Traffic>, scope: &mut Scope<'_>, running: &Running) {
    if said.is_some() && !running.zone.meshed {
        scope.reject(
            None,
            "says how requests go to it, and its namespace has no mesh",
            "give the namespace one, `Namespace::builder().mesh()`, or leave this out",
        );
    }
    said.unwrap_or_default().declare(scope, running);
}
