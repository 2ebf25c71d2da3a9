//! A rule about settings: that none of them is a secret. Parameter Store shows them to whoever may describe them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::{has_key, names_secret, secret_in_text},
    rule::{Must, Subject, real_data},
    value::{Json, Token},
};

use super::{
    possible::may_be,
    read::{SECRET_ATTRIBUTES, flat_name},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SETTING_HAS_NO_SECRET = "SettingHasNoSecret" {
        sentence: "nothing in a setting looks like a secret, and neither does its name, before the suffix of a deployment",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["AWS::SSM::Parameter"],
        when: real_data,
        must: Must::Hold(has_no_secret),
        message: "is a secret, or may be one, and its text is in the template",
        help: "keep secrets in a `Secret`; a setting is a literal, or what a resource says of itself",
    }
}

fn has_no_secret(setting: &Subject<'_>) -> bool {
    let is_secret = |text: &str| secret_in_text(text).is_some() || has_key(text);
    let is_harmless = |name: &Json| flat_name(name).is_some_and(|it| !names_secret(&it));
    let named = setting.property("Name").is_some_and(|name| may_be(name, names_secret) && !is_harmless(name));
    let described = setting.property("Description").is_some_and(|it| may_be(it, is_secret));
    let is_plain = |value: &Json| !may_be(value, is_secret) && !tells_a_secret(value);
    !named && !described && setting.property("Value").is_some_and(is_plain)
}

/// Whether something in a value is a secret that a resource says of itself.
fn tells_a_secret(value: &Json) -> bool {
    let mut found = false;
    value.tokens(&mut |token| {
        found |= matches!(token, Token::Attribute { name: Some(name), .. } if SECRET_ATTRIBUTES.contains(name));
    });
    found
}
