//! What takes requests from outside and hands them to workloads: a load balancer, a gateway.
//!
//! Each is described alike, and what is said here holds for each: a path is compared whole, or up to a `*`; of the routes that
//! fit, the narrowest counts, in whatever order they are written; what fits none goes to the workload that answers the rest, if
//! there is one. Which characters a path may have, and where a `*` may stand, is the target's matter.

use crate::{
    declare::scope::Scope,
    model::{ConstructRef, Front, Role},
    policy::data::Class,
    value::{Value, literal::cidr::CidrBlock},
};

/// Where a load balancer of a cloud hands requests to, without knowing who takes them: a gateway of a cluster does.
#[derive(Debug, Clone)]
pub struct TargetGroup {
    /// What hands the requests on.
    pub from: ConstructRef,
    /// The class of data that it is made for.
    pub class: Class,
    /// By what the cloud knows it.
    pub arn: Value<String>,
    /// The networks that they come from.
    pub networks: Vec<CidrBlock>,
}

/// Pods that a load balancer of a cloud asks by itself: a service of the cluster says by what the cloud knows them.
#[derive(Debug, Clone)]
pub struct EndpointGroup {
    /// What asks them.
    pub from: ConstructRef,
    /// The class of data that it is made for.
    pub class: Class,
    /// The annotations by which the service says it.
    pub annotations: Vec<(&'static str, String)>,
    /// Whether they are asked at an address of the network that the service has for that, and not at their own.
    pub at_an_address: bool,
    /// The port at which they are asked, over TLS.
    pub port: u16,
    /// The networks that they are asked from.
    pub networks: Vec<CidrBlock>,
}

crate::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is no group of endpoints that pods are known by",
        label = "give what a load balancer says of its pods: `&front.endpoints()`"
    )]
    /// A group of endpoints that pods are known by.
    IsEndpointGroup: EndpointGroup;
}

/// By what a load balancer of a cloud knows a gateway that takes its requests.
#[derive(Debug, Clone)]
pub enum Balancing {
    /// By a target group that is filled with the addresses of its pods.
    Targets(TargetGroup),
    /// By a service that says it.
    Endpoints(EndpointGroup),
}

impl Balancing {
    /// What hands the requests on, the class of data that it is made for, and the networks that they come from.
    pub fn from(&self) -> (&ConstructRef, Class, &[CidrBlock]) {
        match self {
            Self::Targets(it) => (&it.from, it.class, &it.networks),
            Self::Endpoints(it) => (&it.from, it.class, &it.networks),
        }
    }
}

/// What a load balancer of a cloud says of those that take its requests.
#[diagnostic::on_unimplemented(
    message = "this is no load balancer that a cluster takes requests of",
    label = "give a route of AWS to the cluster, `stack.add(\"Route\", front.cluster(\"/*\", &cluster))`, or of another cloud `&front.endpoints()`"
)]
pub trait IsBalancing {
    /// What is given.
    fn it(&self) -> Balancing;
}

impl IsBalancing for TargetGroup {
    fn it(&self) -> Balancing {
        Balancing::Targets(self.clone())
    }
}

impl IsBalancing for EndpointGroup {
    fn it(&self) -> Balancing {
        Balancing::Endpoints(self.clone())
    }
}

/// A workload that answers requests.
pub trait Answers {
    /// Its construct.
    fn this(&self) -> &ConstructRef;

    /// Its name.
    fn name(&self) -> &str;

    /// The class of data that it is cleared for.
    fn class(&self) -> Class;
}

/// What takes requests from outside and hands them to workloads by their paths.
pub trait TakesRequests {
    /// The workloads.
    type To: Answers;

    /// Which paths it can compare, in words.
    const PATHS: &'static str;

    /// Whether it can compare such a path.
    fn is_path(path: &str) -> bool;

    /// The class of data that it is made for: that of the workload that answers the rest, if there is one.
    fn class(&self) -> Class;

    /// The workload that answers what no route takes.
    fn rest(&self) -> Option<&Self::To>;

    /// The routes as they are written.
    fn routes(&self) -> impl Iterator<Item = (&str, &Self::To)>;

    /// The domain that it answers to, if the program knows one.
    fn domain(&self) -> Option<&str> {
        None
    }

    /// The workloads besides the one that answers the rest, each once in the order in which they were first given, with their
    /// paths.
    fn others(&self) -> Vec<(&Self::To, Vec<&str>)> {
        let mut others: Vec<(&Self::To, Vec<&str>)> = Vec::new();
        let rest = self.rest().map(Answers::this);
        for (path, to) in self.routes().filter(|(_, to)| Some(to.this()) != rest) {
            match others.iter_mut().find(|(other, _)| other.this() == to.this()) {
                Some((_, paths)) => paths.push(path),
                None => others.push((to, vec![path])),
            }
        }
        others
    }

    /// Says what the construct is to the data that flows, as an endpoint for the highest class that is behind it, and that data
    /// goes to each workload. Reports the routes that are none, and those that no request would ever take.
    fn lead(&self, scope: &mut Scope<'_>) {
        let others = self.others();
        let behind = || self.rest().into_iter().chain(others.iter().map(|(to, _)| *to));
        scope.plays(Role::Endpoint, behind().fold(self.class(), |highest, it| highest.max(it.class())));
        behind().for_each(|it| scope.flow_of(it.class(), it.this()));
        if let Some(domain) = self.domain() {
            let start = |path: &str| path.split(['*', '?']).next().unwrap_or_default().to_owned();
            let paths = std::iter::once("/").chain(self.routes().map(|(path, _)| path)).map(start).collect();
            scope.fronts(Front { domain: domain.to_owned(), paths });
        }
        for (at, (path, to)) in self.routes().enumerate() {
            if let Some((message, help)) = wrong(self, at, path, to) {
                scope.reject(None, message, help);
            }
        }
    }
}

/// What is wrong with a route, and what helps.
fn wrong<T: TakesRequests + ?Sized>(it: &T, at: usize, path: &str, to: &T::To) -> Option<(String, &'static str)> {
    let name = to.name();
    if !T::is_path(path) {
        return Some((format!("hands `{path}` to `{name}`, which is not a path"), T::PATHS));
    }
    if let Some(rest) = it.rest() {
        if to.this() == rest.this() {
            let message = format!("hands `{path}` to `{name}`, which answers everything else already");
            return Some((message, "leave the route out"));
        }
        if path == "/*" {
            let message = format!("hands `/*` to `{name}`, which leaves nothing to `{}`", rest.name());
            return Some((message, "make it the target instead of a route"));
        }
    }
    let (_, first) = it.routes().take(at).find(|(other, _)| *other == path)?;
    Some((format!("hands `{path}` to `{name}`, and to `{}` as well", first.name()), "leave one of them out"))
}
