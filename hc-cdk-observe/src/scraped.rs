//! What a collector beside a program reads of it: where its figures are told, how often they are read, and which there are.

use crate::series::Metrics;

/// Figures that a program tells at a path, as text of Prometheus.
///
/// ```
/// use hc_cdk_observe::{Counter, Scraped};
///
/// const REQUESTS: Counter = Counter::named("http_requests_total");
///
/// let figures = Scraped::new("patient", 8000).every(15).exports(&REQUESTS);
/// assert_eq!(figures.metrics(), ["http_requests_total"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scraped {
    /// What the label `service` of its series is.
    pub service: String,
    /// The port at which it tells them.
    pub port: u16,
    /// The path.
    pub path: &'static str,
    /// How often they are read, in seconds.
    pub seconds: u32,
    exports: Vec<&'static str>,
}

impl Scraped {
    /// Figures of a service at a port, at the path `/metrics`, read every 15 seconds.
    pub fn new(service: impl Into<String>, port: u16) -> Self {
        Self { service: service.into(), port, path: "/metrics", seconds: 15, exports: Vec::new() }
    }

    /// The path at which they are told.
    #[must_use]
    pub fn path(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    /// How often they are read, in seconds.
    #[must_use]
    pub fn every(self, seconds: u32) -> Self {
        Self { seconds, ..self }
    }

    /// Says which metrics it tells. What is measured by one that nobody tells is a finding.
    #[must_use]
    pub fn exports(mut self, metrics: impl Metrics) -> Self {
        self.exports.extend(metrics.names());
        self
    }

    /// The metrics that it tells.
    pub fn metrics(&self) -> &[&'static str] {
        &self.exports
    }

    /// What is wrong with it, and what to do.
    pub fn fault(&self) -> Option<(String, &'static str)> {
        let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
        if self.service.is_empty() || !self.service.chars().all(is_name) {
            let what = format!("reads figures of a service called `{}`", self.service);
            return Some((what, "use letters, digits, `-` and `_`"));
        }
        if !self.path.starts_with('/') {
            return Some((format!("asks for the path `{}`", self.path), "begin the path with `/`"));
        }
        // What is measured over a minute takes two samples at least.
        let is_told = (5..=30).contains(&self.seconds);
        let what = format!("reads figures of `{}` every {} s", self.service, self.seconds);
        (!is_told)
            .then_some((what, "read them every 5 to 30 seconds: what is measured over a minute takes two of them"))
    }
}

#[cfg(test)]
mod tests {
    use super::Scraped;

    #[test]
    fn what_nobody_can_read_is_found() {
        assert_eq!(Scraped::new("patient", 8000).fault(), None);
        for wrong in [
            Scraped::new("", 8000),
            Scraped::new("a b", 8000),
            Scraped::new("patient", 8000).path("metrics"),
            Scraped::new("patient", 8000).every(60),
        ] {
            assert!(wrong.fault().is_some(), "{wrong:?}");
        }
    }
}
