//! A rule about settings: that none of them is a secret. Parameter Store shows them to whoever may describe them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::names_secret,
    rule::{Must, Subject, real_data},
    value::{Json, Token},
};

use super::{
    possible::{is_written, may_be},
    read::{SECRET_ATTRIBUTES, flat_name},
    secret_text::{has_secret, is_secret},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SETTING_HAS_NO_SECRET = "SettingHasNoSecret" {
        sentence: "nothing in a setting looks like a secret, and neither does its name, before the suffix of a deployment, unless it says where one is kept",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["AWS::SSM::Parameter"],
        when: real_data,
        must: Must::Hold(has_no_secret),
        message: "is a secret, or may be one, and its text is in the template",
        help: "keep secrets in a `Secret`; a setting is a literal, or what a resource says of itself",
    }
}

fn has_no_secret(setting: &Subject<'_>) -> bool {
    let is_harmless = |name: &Json| flat_name(name).is_some_and(|it| !names_secret(&it));
    let named = setting.property("Name").is_some_and(|name| may_be(name, names_secret) && !is_harmless(name));
    let described = setting.property("Description").is_some_and(|it| may_be(it, is_secret));
    let is_plain = |value: &Json| !may_be(value, is_secret) && !has_secret(value);
    let value = setting.property("Value");
    (!named || value.is_some_and(is_where_it_is)) && !described && value.is_some_and(is_plain)
}

/// Whether a value says where something is, and is nothing that anybody chose: an ARN, or what a resource says of itself.
fn is_where_it_is(value: &Json) -> bool {
    let is_arn = |it: &Json| it.as_text().is_some_and(|it| it.starts_with("arn:"));
    match value {
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { name, .. } => {
                !is_written(*name) && !name.is_some_and(|it| SECRET_ATTRIBUTES.contains(&it))
            }
            Token::Concat(parts) => parts.first().is_some_and(is_arn),
            _ => false,
        },
        value => is_arn(value) && !may_be(value, |_| false),
    }
}
