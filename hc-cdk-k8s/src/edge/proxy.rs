//! What a proxy hands on to whom: the configuration of an nginx behind the way in, written from its parts.
//!
//! By construction who asks too often is refused by the address that the way in says, whatever somebody says of itself; every answer has
//! the headers by which browsers protect who reads it; and the proxy has the ways to what it hands on to, and no others.
//!
//! The Gateway API has no word for how often somebody may ask, and each controller another one. For a cookie by which requests go to the
//! same pod there is `Traffic::sticky` of a mesh.
//!
//! Source: nginx, modules `ngx_http_limit_req_module`, `ngx_http_realip_module`, `ngx_http_headers_module` and `ngx_http_proxy_module`.

use std::fmt::Write as _;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{iso27001, soc2},
    data::DataClass,
    literal::{cidr::CidrBlock, port::PortNumber},
    rule::Rule,
    sentences::IsBlock,
    stack::{Scope, Within},
    uses::Use,
};

use super::path::{HELP, Path, is_path};
use crate::{
    chart::Kubernetes,
    config::{self, Proxied, ProxyWays},
    namespace::{Namespace, NamespaceFor},
    rules::rule,
    sentences::{ObjectNeedsNamespace, ProxyNeedsFront, ProxyNeedsPort},
    workload::{Service, service::Running},
};

hc_cdk::builder! {
    /// What a proxy hands on to whom. A `Workload` with an image of nginx runs it, by `.hands_on(&ways)`.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{edge::{ProxyPath, ProxyRules}, prelude::*};
    ///
    /// const IMAGE: Image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let pod = |port| {
    ///     let pod = Workload::builder().perimeter(&zone).image(IMAGE).port(port);
    ///     pod.probes(Probes::http("/health/live", "/health/ready")).resources(cpu!("250m"), memory!("256Mi"))
    /// };
    /// let (claims, pages) = (chart.add("Claims", pod(8000)), chart.add("Pages", pod(8080)));
    /// let ways = ProxyRules::builder().perimeter(&zone).listens(8081).behind(cidr!("10.0.0.0/8")).limit(10, 20);
    /// let ways = ways.way(ProxyPath::of("/api/*").limited().cut(), &claims).way("/*", &pages);
    /// let ways = chart.add("Ways", ways);
    /// chart.add("Gateway", pod(8081).built_elsewhere().hands_on(&ways));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct ProxyRules<D: DataClass>;
    /// What a proxy hands on, as it is being described.
    pub struct ProxyRulesBuilder => ProxyRules<D>;
    needs {
        /// The namespace of the proxy, and of what it hands on to.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// The port that the proxy listens on, which is that of its workload: a number, or `port!(8081)`.
        listens(port: impl PortNumber) -> u16 { port.number() }: ProxyNeedsPort;
        /// The network of the way in, which says who asks. Of whoever else says so nothing is believed.
        behind(network: impl IsBlock) -> CidrBlock { network.block() }: ProxyNeedsFront;
    }
    may {
        /// How many requests each address may make in a second to what is limited, and how many more at once; 10 and 20 by default.
        limit(in_a_second: u32, at_once: u32) -> (u32, u32) { (in_a_second, at_once) } = (10, 20);
        /// How large a request may be, in megabytes; 10 by default.
        largest(megabytes: u32) -> u32 { megabytes } = 10;
        /// From where pages may load what, as `Content-Security-Policy` says it; from where they are by default.
        loads(policy: &'static str) -> &'static str { policy } = "default-src 'self'";
        /// The paths at which it says that it lives and is ready, which are those of its workload's probes.
        health(live: &'static str, ready: &'static str) -> [&'static str; 2] { [live, ready] } = ["/health/live", "/health/ready"];
    }
    also { ways: Vec<(ProxyPath, Handed)> }
}

/// A path that is handed on: `/status`, or `/api/*` with all below it.
#[derive(Debug, Clone, Copy)]
pub struct ProxyPath {
    written: &'static str,
    limited: bool,
    cut: bool,
}

impl ProxyPath {
    /// A path, as it is in a route.
    pub const fn of(path: &'static str) -> Self {
        Self { written: path, limited: false, cut: false }
    }

    /// Refuses who asks for it too often.
    #[must_use]
    pub const fn limited(self) -> Self {
        Self { limited: true, ..self }
    }

    /// Takes what is before the `*` away: `/api/claims` is asked for as `/claims`.
    #[must_use]
    pub const fn cut(self) -> Self {
        Self { cut: true, ..self }
    }
}

impl From<&'static str> for ProxyPath {
    fn from(path: &'static str) -> Self {
        Self::of(path)
    }
}

impl<D: DataClass, State> ProxyRulesBuilder<D, State> {
    /// Hands requests for a path on to a workload. The narrowest path counts.
    pub fn way(mut self, path: impl Into<ProxyPath>, to: &Service<D>) -> Self {
        self.ways.push((path.into(), Handed { running: to.running.clone(), used: Use::of(to) }));
        self
    }
}

/// A workload that requests are handed on to.
#[derive(Debug, Clone)]
struct Handed {
    running: Running,
    used: Use,
}

impl Handed {
    /// Its address, with the path that is asked for or without what is cut from it.
    fn address(&self, is_cut: bool) -> String {
        let Running { name, port, .. } = &self.running;
        let end = if is_cut { "/" } else { "" };
        let scheme = if self.running.is_over_tls() { "https" } else { "http" };
        format!("{scheme}://{name}:{}{end}", port.unwrap_or_default())
    }
}

impl<D: DataClass> Spec for ProxyRules<D> {
    type Handle = ProxyWays;
    const KIND: &'static str = "ProxyRules";
    const INVARIANTS: &'static [Rule] =
        &[rule::REFUSES_WHO_ASKS_TOO_OFTEN, rule::HEADERS_WITH_EVERY_ANSWER, rule::SECRET_IN_CONFIGURATION];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for ProxyRules<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> ProxyWays {
        self.judge(scope);
        let text = self.text();
        let zone = self.perimeter.scoped;
        let mut uses: Vec<Use> = Vec::new();
        for (_, to) in self.ways {
            if !uses.iter().any(|it| it.connection.to == to.used.connection.to) {
                uses.push(to.used);
            }
        }
        let config = config::declare(scope, zone, vec![("default.conf".to_owned(), text)]);
        ProxyWays { config, uses, asked: Proxied { listens: self.listens, health: self.health } }
    }
}

impl<D: DataClass> ProxyRules<D> {
    /// What only the values show to be wrong.
    fn judge(&self, scope: &mut Scope<'_>) {
        for path in self.health.iter().filter(|it| !is_path(it) || it.ends_with('*')) {
            scope.reject(None, format!("says at `{path}` how it is, which is no path"), "write it as `/health/live`");
        }
        let mut paths: Vec<&str> = self.health.to_vec();
        for (path, to) in &self.ways {
            let written = path.written;
            if !is_path(written) {
                scope.reject(None, format!("hands on `{written}`, which is no path"), HELP);
            }
            if path.cut && matches!(Path::of(written), Path::Whole(_)) {
                scope.reject(None, format!("cuts `{written}`, of which nothing would be left"), "end it in `/*`");
            }
            if paths.contains(&written) {
                scope.reject(None, format!("hands on `{written}` twice"), "lead each path to one workload");
            }
            if to.running.zone.id != self.perimeter.scoped.id {
                let message =
                    format!("hands on to `{}`, which is in the namespace `{}`", to.running.name, to.running.zone.text);
                scope.reject(None, message, "lead to workloads of its own namespace");
            }
            if to.running.port.is_none() {
                scope.reject(
                    None,
                    format!("hands on to `{}`, which has no port", to.running.name),
                    "give it a `.port(..)`",
                );
            }
            paths.push(written);
        }
        if self.ways.is_empty() {
            scope.reject(None, "hands nothing on", "say what to whom: `.way(\"/*\", &pages)`");
        }
        if self.limit.0 == 0 {
            scope.reject(Some(iso27001::CONFIGURATION), "lets nobody ask", "let each ask some times: `.limit(10, 20)`");
        }
        if !self.behind.is_private() {
            let message = format!("believes what {} says of who asks, where others are, too", self.behind);
            scope.reject(Some(soc2::BOUNDARY_PROTECTION), message, "give the private network of the way in");
        }
        if self.loads.is_empty() || self.loads.chars().any(|it| it.is_control() || matches!(it, '"' | '\\' | '$')) {
            scope.reject(None, "has a `Content-Security-Policy` that is none", "write it without `\"`, `\\` and `$`");
        }
    }

    fn text(&self) -> String {
        let (often, at_once) = self.limit;
        // The proxy of a mesh, beside it, hands on all that the pod is asked, and itself believes those whom a `connect` lets in.
        let of_mesh =
            if self.perimeter.scoped.meshed { format!("set_real_ip_from {BESIDE};\n") } else { String::new() };
        let mut text = format!(
            "# Written from the program. The way in hands on who asks; whatever else says so is not believed.\n\
             set_real_ip_from {};\n{of_mesh}real_ip_header X-Forwarded-For;\nreal_ip_recursive on;\n\
             limit_req_zone $binary_remote_addr zone=each:10m rate={often}r/s;\nlimit_req_status 429;\n\n\
             server {{\n    listen {};\n    server_tokens off;\n    absolute_redirect off;\n\
             \x20   client_max_body_size {}m;\n    proxy_http_version 1.1;\n",
            self.behind, self.listens, self.largest
        );
        for (name, value) in HEADERS.iter().chain(&[("Content-Security-Policy", self.loads)]) {
            let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
        }
        for (name, value) in HANDED {
            let _ = writeln!(text, "    proxy_set_header {name} {value};");
        }
        let [live, ready] = self.health;
        for path in std::iter::once(live).chain(Some(ready).filter(|it| *it != live)) {
            let _ = writeln!(text, "    location = {path} {{ return 204; }}");
        }
        for (path, to) in &self.ways {
            let limit =
                if path.limited { format!("limit_req zone=each burst={at_once} nodelay; ") } else { String::new() };
            for location in self.locations(path) {
                let _ = writeln!(text, "    location {location} {{ {limit}proxy_pass {}; }}", to.address(path.cut));
            }
        }
        text.push_str("}\n");
        text
    }

    /// A path as nginx says it: alone, or with all below it. `/api/` does not take `/api`, which nginx would send on, by its own port.
    fn locations(&self, path: &ProxyPath) -> Vec<String> {
        match Path::of(path.written) {
            Path::Below("/") => vec!["/".to_owned()],
            Path::Below(start) => {
                let is_taken = self.health.contains(&start) || self.ways.iter().any(|(it, _)| it.written == start);
                let alone = Some(format!("= {start}")).filter(|_| !is_taken);
                alone.into_iter().chain([format!("{start}/")]).collect()
            }
            Path::Whole(path) => vec![format!("= {path}")],
        }
    }
}

/// What browsers are told with every answer.
const HEADERS: [(&str, &str); 4] = [
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
];

/// What workloads are told of who asks, and that the connection stays. `Host` is what people asked for: a mesh finds the workload all the same,
/// by its address, since the ports of services here do not say which protocol they speak.
const HANDED: [(&str, &str); 4] =
    [("Host", "$host"), ("X-Forwarded-For", "$remote_addr"), ("X-Forwarded-Proto", "https"), ("Connection", "\"\"")];

/// From where the proxy of a mesh asks the container beside it, whoever asked the pod.
///
/// Source: Istio, `InboundPassthroughBindIpv4` of `pilot/pkg/networking/util`.
const BESIDE: &str = "127.0.0.6";
