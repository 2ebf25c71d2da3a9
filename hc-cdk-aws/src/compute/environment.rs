//! What a program finds in its environment.

use hc_cdk::{
    control::{hipaa, iso27001},
    literal::variable::{Variable, is_variable_name},
    stack::Scope,
    value::{Json, Value},
};
use indexmap::{IndexMap, IndexSet};

use super::plan::{Relations, some};
use crate::{cfn::ecs::task_definition as property, secrets::SecretField, uses::Given};

/// What a container finds in its environment.
#[derive(Default)]
pub(super) struct Environment {
    pub(super) plain: Vec<(String, Value<String>)>,
    pub(super) secret: Vec<(String, SecretField)>,
    /// Secrets that it is told the place of.
    told: Vec<SecretField>,
    /// What in the program's own values looks like a secret, with the variable's name.
    wrong: Vec<(String, &'static str)>,
}

impl Environment {
    /// What the program's own container finds: also what it gets from what it uses.
    pub(super) fn of_program(relations: &Relations, given: &Given) -> Self {
        let it = Self { plain: given.variables.clone(), secret: given.secrets.clone(), ..Self::default() };
        it.with(&relations.variables, &relations.secrets)
    }

    /// What a function finds. Its environment is shown to whoever may look at the function: it is told where its secrets are, and
    /// reads them itself.
    pub(super) fn of_function(relations: &Relations, given: &Given) -> Self {
        let it = Self { plain: given.variables.clone(), ..Self::default() };
        let mut it = it.with(&relations.variables, &[]);
        for (name, field) in &relations.secrets {
            it.told.push(field.clone());
            it.plain.push((format!("{name}_SECRET_ARN"), field.secret.clone().into()));
            it.plain.extend(field.field.map(|field| (format!("{name}_SECRET_FIELD"), field.into())));
        }
        it
    }

    pub(super) fn with(mut self, variables: &[Variable], secrets: &[(&'static str, SecretField)]) -> Self {
        for variable in variables {
            self.wrong.extend(variable.wrong_value().map(|what| (variable.name().to_owned(), what)));
            self.plain.push((variable.name().to_owned(), variable.value().clone()));
        }
        self.secret.extend(secrets.iter().map(|(name, field)| ((*name).to_owned(), field.clone())));
        self
    }

    pub(super) fn check(&self, scope: &mut Scope<'_>) {
        for (name, what) in &self.wrong {
            scope.reject(
                Some(hipaa::PASSWORDS),
                format!("has the variable `{name}`: {what}"),
                "use `.secret(name, &field)`, which names the secret and not its value",
            );
        }
        self.secret.iter().map(|(_, field)| field).chain(&self.told).for_each(|it| it.check(scope));
        let mut seen = IndexSet::new();
        for name in self.plain.iter().map(|it| &it.0).chain(self.secret.iter().map(|it| &it.0)) {
            if !is_variable_name(name) {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("has the variable `{name}`, which is no name of a variable"),
                    "use letters, digits and `_`, and do not begin with a digit",
                );
            } else if !seen.insert(name) {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("has two variables `{name}`"),
                    "rename one of them, or the store that brings it",
                );
            }
        }
    }

    /// The environment as a function has it.
    pub(super) fn for_function(self) -> Option<IndexMap<String, Json>> {
        let all: IndexMap<String, Json> = self.plain.into_iter().map(|(name, value)| (name, value.into())).collect();
        (!all.is_empty()).then_some(all)
    }

    /// The environment as a container has it: what is plain, and what is taken from secrets when the container starts.
    pub(super) fn written(self) -> (Option<Vec<property::KeyValuePair>>, Option<Vec<property::Secret>>) {
        let plain = self
            .plain
            .into_iter()
            .map(|(name, value)| property::KeyValuePair { name: Some(name.into()), value: Some(value) });
        let secret = self
            .secret
            .into_iter()
            .map(|(name, field)| property::Secret { name: Some(name.into()), value_from: Some(field.value_from()) });
        (some(plain.collect()), some(secret.collect()))
    }
}
