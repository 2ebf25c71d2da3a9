//! Policies that name the issuer of tokens in the name of a condition, where only the deployment knows the issuer.
//!
//! CloudFormation takes a function where a value is, and none where a name is. It does take a policy as a text, though, and fills in
//! what the text leaves out: `{"Fn::Sub": ["{\"Version\": ..}", {"Value1": ..}]}`.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    rule::at,
    value::{Json, Object, Token, sorted},
};

use super::found::marked;
use crate::{
    iam::{ISSUER, PROVIDER},
    rules::NAME_WITH_HOLE,
};

/// Finds policies as texts that whoever deploys could end: what fills a hole of such a text is put there as it is, with its quotes.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in marked(checked, NAME_WITH_HOLE) {
        let properties = resource.properties.as_object().into_iter().flat_map(Object::iter);
        for (name, _) in properties.filter(|(_, it)| has_issuer(it) && is_for_anybody(it)) {
            findings.push(stack.finding(
                "ImpossibleValue",
                resource.construct,
                format!(
                    "has the policy `{name}`, which is written as a text, and a value of which is for anybody to choose"
                ),
                "take the value from a resource, or write it down: a parameter could end the text, and say anything",
            ));
        }
    }
}

/// Whether anything in a tree is chosen by whoever deploys.
fn is_for_anybody(value: &Json) -> bool {
    let Json::Token(token) = value else { return value.inside(is_for_anybody) };
    match token.as_ref() {
        Token::Attribute { .. } | Token::Nothing => false,
        Token::Concat(parts) => parts.iter().any(is_for_anybody),
        Token::Function { name: "Ref", arguments } => !arguments.as_text().is_some_and(|it| it.starts_with("AWS::")),
        Token::Function { name: "Fn::Join" | "Fn::Select" | "Fn::Split", arguments } => is_for_anybody(arguments),
        Token::Function { .. } | Token::Parameter { .. } => true,
    }
}

/// A policy as a text with holes, and what fills them in.
pub(super) struct Substituted {
    text: String,
    values: Vec<Json>,
}

impl Substituted {
    /// A value as a text, if a name in it has the issuer of tokens; nothing if it is written as it is.
    pub(super) fn of(value: &Json) -> Option<Self> {
        if !has_issuer(value) {
            return None;
        }
        let mut it = Self { text: String::new(), values: Vec::new() };
        it.write(value, None);
        Some(it)
    }

    /// The arguments of the function: its text, and the values in the order of their names.
    pub(super) fn in_template<'a, T>(&'a self, tree: impl Fn(&'a Json) -> T) -> (&'a str, Vec<(String, T)>) {
        let names = sorted((0..self.values.len()).map(|place| (format!("Value{}", place + 1), place)));
        let values = names.into_iter().filter_map(|(name, place)| Some((name, tree(self.values.get(place)?))));
        (&self.text, values.collect())
    }

    /// Writes a tree, of which `provider` signs the tokens.
    fn write(&mut self, value: &Json, provider: Option<&Json>) {
        match value {
            Json::Object(members) => {
                let provider = at(value, "Principal/Federated").or(provider);
                self.list(('{', '}'), members.iter(), |it, (name, member)| {
                    it.name(name, provider);
                    it.text.push(':');
                    it.write(member, provider);
                });
            }
            Json::List(items) => self.list(('[', ']'), items.iter(), |it, item| it.write(item, provider)),
            Json::Token(_) => {
                let hole = self.hole(value.clone());
                self.text.push_str(&quoted(&hole));
            }
            Json::Text(text) => self.text.push_str(&quoted(&literal(text))),
            other => self.text.push_str(&literal(&other.to_string())),
        }
    }

    fn list<T>(&mut self, ends: (char, char), items: impl Iterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.text.push(ends.0);
        for (at, item) in items.enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            write(self, item);
        }
        self.text.push(ends.1);
    }

    /// Writes the name of a member: the issuer is what the ARN of the provider ends with.
    fn name(&mut self, name: &str, provider: Option<&Json>) {
        let (Some(rest), Some(provider)) = (name.strip_prefix(ISSUER), provider) else {
            self.text.push_str(&quoted(&literal(name)));
            return;
        };
        let function =
            |name, arguments| Json::Token(Box::new(Token::Function { name, arguments: Json::List(arguments) }));
        let parts = function("Fn::Split", vec![PROVIDER.into(), provider.clone()]);
        let hole = self.hole(function("Fn::Select", vec![1.into(), parts]));
        self.text.push_str(&quoted(&(hole + &literal(rest))));
    }

    /// A hole for a value; the same value has one.
    fn hole(&mut self, value: Json) -> String {
        let known = self.values.iter().position(|it| *it == value);
        let at = known.unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        });
        format!("${{Value{}}}", at + 1)
    }
}

/// Whether a name anywhere in the tree begins with what stands for the issuer.
fn has_issuer(value: &Json) -> bool {
    let here = value.as_object().is_some_and(|members| members.iter().any(|(name, _)| name.starts_with(ISSUER)));
    here || value.inside(has_issuer)
}

/// A text in which nothing is filled in.
fn literal(text: &str) -> String {
    text.replace("${", "${!")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        parameter::Parameter,
        policy::{Hipaa, Production},
        prelude::*,
        rule,
        value::{Json, Object, Token},
    };

    use super::Substituted;
    use crate::{cfn::iam, pseudo, region, stack::Stack};

    fn trust(key: &str, provider: impl Into<Json>) -> Json {
        let equal = Object::new().with(key.to_owned(), "a ${b}").with("n", 1);
        let statement = Object::new()
            .with("Principal", Object::new().with("Federated", provider))
            .with("Condition", Object::new().with("StringEquals", equal));
        Object::new().with("Statement", vec![Json::from(statement)]).into()
    }

    #[test]
    fn what_whoever_deploys_chooses_is_in_no_text() {
        let findings = |value: Json| {
            let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
            let chosen = stack.parameter("Subject", Parameter::<String>::new("who may"));
            let value = if value == Json::Null { chosen.into() } else { value };
            let equal = Object::new().with("${Issuer}:sub", value).with("${Issuer}:aud", "sts.amazonaws.com");
            let statement = Object::new()
                .with("Effect", "Allow")
                .with("Action", "sts:AssumeRoleWithWebIdentity")
                .with(
                    "Principal",
                    Object::new().with("Federated", pseudo::arn_global(["iam::1:oidc-provider/x".into()])),
                )
                .with("Condition", Object::new().with("StringEquals", equal));
            let document = Object::new().with("Statement", vec![Json::from(statement)]);
            let role = iam::Role { assume_role_policy_document: Some(document.into()), ..Default::default() };
            let why = "a role is tried out by the platform team";
            stack.add("Role", Waiver::new(rule::BY_HAND, why, "jane.roe", date!("2027-01-31")).resource(role));
            App::new("clinic").stack(stack).synthesize().err().map(|it| it.to_string()).unwrap_or_default()
        };
        let said = "is written as a text";
        assert!(findings(Json::Null).contains(said), "{}", findings(Json::Null));
        let known = [pseudo::stack_name().into(), "system:serviceaccount:a:b".into()];
        assert!(known.into_iter().all(|it| !findings(it).contains(said)));
        let function = |name, arguments| Json::Token(Box::new(Token::Function { name, arguments }));
        let from_elsewhere = function("Fn::ImportValue", "who".into());
        assert!(findings(from_elsewhere.clone()).contains(said));
        assert!(
            findings(function("Fn::Join", Json::List(vec![":".into(), vec![from_elsewhere].into()]))).contains(said)
        );
    }

    #[test]
    fn the_issuer_is_what_the_providers_arn_ends_with() {
        let provider = pseudo::arn_global(["iam::1:oidc-provider/x".into()]);
        let it = Substituted::of(&trust("${Issuer}:sub", provider)).unwrap();
        let (text, values) = it.in_template(ToString::to_string);
        let begin = r#"{"Statement":[{"Principal":{"Federated":"${Value1}"},"#;
        let end = r#""Condition":{"StringEquals":{"${Value2}:sub":"a ${!b}","n":1}}}]}"#;
        assert_eq!(text, format!("{begin}{end}"));
        let names: Vec<&String> = values.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Value1", "Value2"]);
    }

    #[test]
    fn what_names_no_issuer_is_written_as_it_is() {
        assert!(Substituted::of(&trust("token.example:sub", "arn")).is_none());
    }
}
