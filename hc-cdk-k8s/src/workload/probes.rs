//! How a container is asked how it is: by the cluster whether it lives and is ready, and from outside by whoever watches.
//!
//! The cluster always asks both, each in one way. What asks from outside follows from the same words (`Service::uptimes`).

use hc_cdk::stack::Scope;

use super::command::no_secret;
use crate::api::core;

/// How the cluster asks a container whether it lives (otherwise it is started again) and whether it is ready (otherwise it
/// gets no requests).
#[derive(Debug, Clone)]
pub struct Probes {
    live: Check,
    ready: Check,
    start_seconds: u32,
    /// What is asked from outside: its name, the path, and every how many seconds.
    asked: Vec<(&'static str, &'static str, u32)>,
}

#[derive(Debug, Clone)]
enum Check {
    Http(&'static str),
    Https(&'static str),
    Connect,
    Grpc,
    Run(&'static [&'static str]),
}

impl Probes {
    /// Two paths on the container's port that answer 200 to 399.
    pub const fn http(live: &'static str, ready: &'static str) -> Self {
        Self::of(Check::Http(live), Check::Http(ready))
    }

    /// The same over TLS, for a container that speaks nothing else at its port. Its certificate is not looked at.
    pub const fn https(live: &'static str, ready: &'static str) -> Self {
        Self::of(Check::Https(live), Check::Https(ready))
    }

    /// The container's port, which accepts connections.
    pub const fn tcp() -> Self {
        Self::of(Check::Connect, Check::Connect)
    }

    /// The gRPC health service on the container's port.
    pub const fn grpc() -> Self {
        Self::of(Check::Grpc, Check::Grpc)
    }

    /// Two commands in the container that end with exit code 0.
    pub const fn commands(live: &'static [&'static str], ready: &'static [&'static str]) -> Self {
        Self::of(Check::Run(live), Check::Run(ready))
    }

    const fn of(live: Check, ready: Check) -> Self {
        Self { live, ready, start_seconds: 60, asked: Vec::new() }
    }

    /// How long the container may take to start, in seconds; one minute by default.
    #[must_use]
    pub const fn start_within(mut self, seconds: u32) -> Self {
        self.start_seconds = seconds;
        self
    }

    /// Has it asked from outside whether it is ready, too, every so many seconds. The name is that of the uptime check.
    #[must_use]
    pub fn asked(self, name: &'static str, seconds: u32) -> Self {
        let path = self.ready_path().unwrap_or("/");
        self.asked_at(name, path, seconds)
    }

    /// Has it asked from outside at a path every so many seconds, such as one that looks at all that it needs. The cluster does not ask
    /// there: where a database is down, no pod is better for being started again.
    #[must_use]
    pub fn asked_at(mut self, name: &'static str, path: &'static str, seconds: u32) -> Self {
        self.asked.push((name, path, seconds));
        self
    }

    /// What is asked from outside.
    pub(crate) fn asked_outside(&self) -> &[(&'static str, &'static str, u32)] {
        &self.asked
    }

    /// The path that says whether it is ready, if it is asked by HTTP.
    pub(crate) const fn ready_path(&self) -> Option<&'static str> {
        match self.ready {
            Check::Http(path) | Check::Https(path) => Some(path),
            _ => None,
        }
    }

    /// Whether it is asked without TLS, by a protocol that a port with TLS does not speak.
    pub(crate) const fn is_plain(&self) -> bool {
        matches!(self.live, Check::Http(_) | Check::Grpc) || matches!(self.ready, Check::Http(_) | Check::Grpc)
    }

    /// Whether it is asked over TLS whether it is ready.
    pub(crate) const fn is_over_tls(&self) -> bool {
        matches!(self.ready, Check::Https(_))
    }

    /// How long the container may take to start.
    pub(crate) const fn start_seconds(&self) -> u32 {
        self.start_seconds
    }

    /// The path that says whether it lives, if it is asked for one.
    pub(crate) const fn path(&self) -> Option<&'static str> {
        match &self.live {
            Check::Http(path) | Check::Https(path) => Some(path),
            Check::Connect | Check::Grpc | Check::Run(_) => None,
        }
    }

    /// Puts the probes into a container, which are asked at the port of that name, and says what is wrong with them.
    pub(crate) fn apply(
        &self,
        container: &mut core::Container,
        port: Option<(&'static str, u16)>,
        scope: &mut Scope<'_>,
    ) {
        for check in [&self.live, &self.ready] {
            if let Check::Run(words) = check {
                no_secret(scope, "probe", words);
            }
            match check {
                Check::Http(path) | Check::Https(path) if !path.starts_with('/') => {
                    scope.reject(None, format!("is asked for the path `{path}`"), "begin the path of a probe with `/`");
                }
                Check::Run([]) => scope.reject(None, "is asked by a command without words", "give the command's words"),
                Check::Http(_) | Check::Https(_) | Check::Connect | Check::Grpc if port.is_none() => {
                    scope.reject(
                        None,
                        "is asked at its port, and has none",
                        "give it a `.port(..)`, or ask by `Probes::commands`",
                    );
                }
                _ => {}
            }
        }
        self.judge_outside(scope);
        container.liveness_probe = Some(core::Probe { period_seconds: Some(10), ..self.live.probe(port) });
        container.readiness_probe = Some(core::Probe { period_seconds: Some(5), ..self.ready.probe(port) });
        container.startup_probe = Some(core::Probe {
            period_seconds: Some(5),
            failure_threshold: Some(self.start_seconds.div_ceil(5).max(1).into()),
            ..self.live.probe(port)
        });
    }

    /// What is wrong with what is asked from outside.
    fn judge_outside(&self, scope: &mut Scope<'_>) {
        for (_, path, _) in &self.asked {
            if !path.starts_with('/') {
                scope.reject(None, format!("is asked from outside for the path `{path}`"), "begin the path with `/`");
            }
        }
    }
}

impl Check {
    fn probe(&self, port: Option<(&'static str, u16)>) -> core::Probe {
        let (name, number) = port.unwrap_or_default();
        let mut probe = core::Probe { timeout_seconds: Some(3), ..core::Probe::default() };
        match self {
            Self::Http(path) | Self::Https(path) => {
                let scheme = matches!(self, Self::Https(_)).then(|| "HTTPS".into());
                let get = core::HTTPGetAction::new(name.into());
                probe.http_get = Some(core::HTTPGetAction { path: Some((*path).into()), scheme, ..get });
            }
            Self::Connect => probe.tcp_socket = Some(core::TCPSocketAction::new(name.into())),
            Self::Grpc => probe.grpc = Some(core::GRPCAction::new(number.into())),
            Self::Run(words) => {
                probe.exec =
                    Some(core::ExecAction { command: Some(words.iter().map(|word| (*word).into()).collect()) });
            }
        }
        probe
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is no way to ask whether a container lives and is ready",
        label = "write it as `Probes::http(\"/health/live\", \"/health/ready\")`, `Probes::grpc()` or `Probes::tcp()`"
    )]
    /// A way to ask.
    IsProbes: Probes;
}
