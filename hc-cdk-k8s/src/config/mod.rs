//! A configuration: files that a workload reads. What looks like a secret is refused, and a change of it rolls who reads it.
//!
//! Not for what is secret without looking like it: whoever can read the namespace's configurations reads it.

use std::sync::Arc;

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::DataClass,
    literal::plain::secret_in_text,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::Use,
    value::{Object, Value},
};
use hc_cdk_manifest::{hash, naming::name_of};
use indexmap::IndexSet;

use crate::{
    api::core,
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    rules::rule,
    sentences::ObjectNeedsNamespace,
    zone::Scoped,
};

hc_cdk::builder! {
    /// A configuration.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::prelude::*;
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let rates = chart.add("Rates", ConfigMap::builder().perimeter(&zone).file("rates.toml", "standard = 12\n"));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct ConfigMap<D: DataClass>;
    /// A configuration that is being described.
    pub struct ConfigMapBuilder => ConfigMap<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
    }
    also { files: Vec<(String, String)> }
}

impl<D: DataClass, State> ConfigMapBuilder<D, State> {
    /// Adds a file.
    pub fn file(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.files.push((name.into(), text.into()));
        self
    }
}

/// A configuration that a chart has taken.
#[derive(Debug, Clone)]
pub struct Config {
    made: Made<core::ConfigMap>,
    pub(crate) zone: Scoped,
    pub(crate) text: String,
    /// Its files, by their names.
    pub(crate) files: Arc<[(String, String)]>,
    /// The fingerprint of its files.
    pub(crate) hash: String,
}

impl Config {
    pub(crate) fn name(&self) -> Value<String> {
        self.made.id()
    }
}

impl<D: DataClass> Spec for ConfigMap<D> {
    type Handle = Config;
    const KIND: &'static str = "ConfigMap";
    const INVARIANTS: &'static [Rule] = &[rule::SECRET_IN_CONFIGURATION];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for ConfigMap<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Config {
        declare(scope, self.perimeter.scoped, self.files)
    }
}

/// What a collector hands on, which a chart has taken: its configuration, and the ways to whom it hands it.
#[derive(Debug, Clone)]
pub struct Collecting {
    pub(crate) config: Config,
    pub(crate) uses: Vec<Use>,
}

/// What a proxy hands on, as a chart has taken it: its configuration, and the ways to whom it hands it.
#[derive(Debug, Clone)]
pub struct ProxyWays {
    pub(crate) config: Config,
    pub(crate) uses: Vec<Use>,
    pub(crate) asked: Proxied,
}

/// Where a proxy is asked: its port, and the paths at which it says that it lives and is ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proxied {
    pub(crate) listens: u16,
    pub(crate) health: [&'static str; 2],
}

/// What a cluster takes in one object.
const MOST_BYTES: usize = 1024 * 1024;

pub(crate) fn declare(scope: &mut Scope<'_>, zone: Scoped, files: Vec<(String, String)>) -> Config {
    let hash = hash::of(files.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]));
    let bytes: usize = files.iter().map(|(name, text)| name.len() + text.len()).sum();
    if files.is_empty() {
        scope.reject(None, "has no files", "give it a `.file(..)`, or leave it out");
    }
    if bytes > MOST_BYTES {
        scope.reject(
            None,
            format!("has {bytes} bytes, and a cluster takes {MOST_BYTES}"),
            "split it, or keep it in a volume",
        );
    }
    let mut data = Object::new();
    let mut names = IndexSet::new();
    for (name, text) in &files {
        let letters = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
        if name.is_empty() || name.len() > 253 || !name.chars().all(letters) || name == "." || name.starts_with("..") {
            scope.reject(None, format!("has a file called `{name}`"), "use letters, digits, `-`, `_` and `.`");
        }
        if !names.insert(name) {
            scope.reject(None, format!("has two files called `{name}`"), "give one of them another name");
        }
        if let Some((line, what)) = secret_in_text(text) {
            scope.reject(
                Some(hipaa::PASSWORDS),
                format!("has a secret in line {line} of the file `{name}`: {what}"),
                "leave it out of the file, and give it to the workload by `.secret(..)`",
            );
        }
        data.insert(name.clone(), text.clone());
    }
    let text = name_of(scope);
    let made =
        scope.resource("", core::ConfigMap { data: Some(data), ..core::ConfigMap::new(meta(text.clone(), &zone)) });
    Config { made, zone, text, files: files.into(), hash }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a configuration of the cluster",
        label = "give what `chart.add` returned for a `ConfigMap`; a secret goes by `.secret(..)`"
    )]
    /// A configuration.
    IsConfig: Config;
}
