//! What a state machine asks of its input before it goes one way or another.

use std::borrow::Cow;

/// Something that is asked of the input of a step, in which a field has a name such as `visit.urgent`.
///
/// ```
/// use hc_cdk_aws::compute::When;
///
/// let urgent = When::is("visit.urgent", true);
/// let many = When::above("tests", 12);
/// ```
#[derive(Debug, Clone)]
pub struct When {
    pub(super) field: &'static str,
    is: Cow<'static, str>,
}

/// A value that a field is compared with: a truth, a whole number or a text.
#[derive(Debug, Clone)]
pub struct Constant(String);

impl From<bool> for Constant {
    fn from(it: bool) -> Self {
        Self(it.to_string())
    }
}

impl From<i64> for Constant {
    fn from(it: i64) -> Self {
        Self(it.to_string())
    }
}

impl From<i32> for Constant {
    fn from(it: i32) -> Self {
        Self(it.to_string())
    }
}

impl From<&'static str> for Constant {
    fn from(it: &'static str) -> Self {
        // JSONata writes texts as JSON does.
        Self(serde_json::Value::from(it).to_string())
    }
}

impl When {
    /// Whether a field is just this.
    pub fn is(field: &'static str, value: impl Into<Constant>) -> Self {
        Self { field, is: format!(" = {}", value.into().0).into() }
    }

    /// Whether a field is more than a number.
    pub fn above(field: &'static str, number: i64) -> Self {
        Self { field, is: format!(" > {number}").into() }
    }

    /// Whether a field is less than a number.
    pub fn below(field: &'static str, number: i64) -> Self {
        Self { field, is: format!(" < {number}").into() }
    }

    /// Whether there is such a field.
    pub const fn there(field: &'static str) -> Self {
        Self { field, is: Cow::Borrowed("") }
    }

    /// As the definition has it.
    pub(super) fn expression(&self) -> String {
        let field = input(self.field);
        if self.is.is_empty() { query(&format!("$exists({field})")) } else { query(&format!("{field}{}", self.is)) }
    }
}

/// A field of the input of a step.
pub(super) fn input(field: &str) -> String {
    format!("$states.input.{field}")
}

/// An expression of `JSONata`, as a definition marks it.
pub(super) fn query(expression: &str) -> String {
    format!("{{% {expression} %}}")
}

/// Whether a text is the name of a field, or of one in another one. Any other would be read as an expression.
pub(super) fn is_field(name: &str) -> bool {
    let is_name = |it: &str| {
        it.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    name.split('.').all(is_name)
}
