//! What a job runs for, one after the other or at the same time: all services of the app, or a list.

use hc_cdk::value::{Json, Object, Token};

/// What stands in a workflow for the names of the app's services until it is written.
pub(crate) const SERVICES: &str = "Services";

/// What a job runs for.
///
/// [`Matrix::services`] has every workload of the app, in whichever stack of whichever target it is declared, by the name of its
/// construct: nobody keeps a list, so that a service cannot be forgotten.
#[derive(Debug, Clone)]
pub struct Matrix {
    axes: Vec<(&'static str, Json)>,
    at_once: Option<u32>,
}

impl Matrix {
    /// Every service of the app. A step has its name by [`Input::service`](super::Input::service).
    pub fn services() -> Self {
        Self::services_but(&[])
    }

    /// The same without some, each by its name with why it is none that is built here. A name that no service has is a finding.
    pub fn services_but(left_out: &[(&'static str, &'static str)]) -> Self {
        let names: Vec<Json> = left_out.iter().map(|(name, _)| Json::from(*name)).collect();
        let token = Token::Function { name: SERVICES, arguments: names.into() };
        Self { axes: vec![("service", Json::Token(Box::new(token)))], at_once: None }
    }

    /// A list of values.
    pub fn over(axis: &'static str, values: &[&'static str]) -> Self {
        let values: Vec<Json> = values.iter().map(|it| Json::from(*it)).collect();
        Self { axes: vec![(axis, values.into())], at_once: None }
    }

    /// The same for each value of another one, too.
    #[must_use]
    pub fn times(mut self, mut other: Self) -> Self {
        self.axes.append(&mut other.axes);
        self
    }

    /// How many run at the same time at most.
    #[must_use]
    pub fn at_once(self, jobs: u32) -> Self {
        Self { at_once: Some(jobs), ..self }
    }

    /// The names of its lists.
    pub(crate) fn axes(&self) -> impl Iterator<Item = &'static str> {
        self.axes.iter().map(|(name, _)| *name)
    }

    pub(crate) fn json(&self) -> Json {
        let axes = self.axes.iter().fold(Object::new(), |all, (name, values)| all.with(*name, values.clone()));
        // One service that fails says nothing about the others.
        let mut strategy = Object::new().with("fail-fast", false).with("matrix", axes);
        strategy.put("max-parallel", self.at_once.map(i64::from));
        strategy.into()
    }
}
