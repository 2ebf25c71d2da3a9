//! The edge: where requests from the internet come in.

mod api_target;
mod authorizer;
mod balancer;
mod body;
#[cfg(test)]
mod body_tests;
mod certificate;
mod cluster_route;
mod endpoint;
mod firewall;
#[cfg(test)]
mod firewall_tests;
mod hosted_zone;
mod https_endpoint;
mod issued_certificate;
mod listener;
mod needed;
mod pages;
#[cfg(test)]
mod pages_tests;
mod partner;
mod preflight;
mod priority;
mod protection;
mod rest_api;
mod rest_definition;
mod rest_handle;
mod rest_stage;
#[cfg(test)]
mod rest_tests;
#[cfg(test)]
mod rest_use_tests;
mod route;
#[cfg(test)]
mod route_tests;
mod shift;
mod sign_in;
mod site;
mod target;
#[cfg(test)]
pub(crate) mod tests;
mod token_checker;
#[cfg(test)]
mod token_checker_tests;
mod uptime;
#[cfg(test)]
mod uptime_tests;
mod user_pool;
mod website;

pub use api_target::{ApiTarget, Called};
pub use authorizer::{Authorizer, Authorizes, CheckedBy, SignedByIam};
pub use body::{Body, Field, IsBody, Method};
pub use certificate::{Certificate, IsCertificate};
pub use cluster_route::ClusterRoute;
pub use endpoint::Endpoint;
pub use hosted_zone::{HostedZone, IsHostedZone};
pub use https_endpoint::{HttpsEndpoint, HttpsEndpointBuilder};
pub use issued_certificate::{IssuedCertificate, IssuedCertificateBuilder};
pub use pages::{AnswersPages, CalledByPages, Shown, ShowsPages};
pub use partner::Partner;
pub use protection::Firewall;
pub use rest_api::{AnyPerimeter, Place, RestApi, RestApiBuilder};
pub use rest_handle::Api;
pub use route::ServiceRoute;
pub use token_checker::{CheckedTokens, Issuer, TokenChecker, TokenCheckerBuilder};
pub use uptime::{IsUptime, Uptime, UptimeCheck, UptimeCheckBuilder};
pub use user_pool::{UserPool, UserPoolBuilder, Users};
pub use website::{
    EdgeEndpoint, EdgeEndpointBuilder, EdgeEndpointHandle, MayBePublic, Website, WebsiteBuilder, WebsiteFiles,
    WebsiteHandle,
};
