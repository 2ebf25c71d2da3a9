//! Who is told of an alarm.

use std::borrow::Cow;

use hc_cdk::{literal::domain::is_domain, value::Value};

use crate::{
    fingerprint::fingerprint,
    secrets::{FIELD_HELP, SecretHandle},
};

/// Where a topic sends what it receives. Each has to confirm before anything arrives.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    pub(super) protocol: &'static str,
    pub(super) endpoint: Value<String>,
    /// Whether the program has the address, and can say what is wrong with it.
    is_written: bool,
    /// What is wrong with the field of a secret that has the address, if something is.
    unknown: Option<String>,
}

impl Contact {
    /// A mailbox, such as `oncall@example.org`.
    pub fn email(address: impl Into<Cow<'static, str>>) -> Self {
        Self { protocol: "email", endpoint: address.into().into_owned().into(), is_written: true, unknown: None }
    }

    /// A web hook that begins with `https://`. The template shows it to everybody who may read the stack, so it must not
    /// hold a secret.
    pub fn https(url: impl Into<Cow<'static, str>>) -> Self {
        Self { protocol: "https", endpoint: url.into().into_owned().into(), is_written: true, unknown: None }
    }

    /// A pager, whose address stands in a field of a secret since whoever knows it can wake somebody. CloudFormation looks it up when it
    /// deploys; the template never has it.
    pub fn pager(secret: &SecretHandle, field: &'static str) -> Self {
        Self { protocol: "https", endpoint: secret.resolved(field), is_written: false, unknown: secret.fault(field) }
    }

    /// What its subscription is called in the construct: another contact has another name, wherever it stands among others. SNS gives a
    /// subscription that is there already to whoever asks for it again, so that one under a new name would be deleted with its old one.
    pub(super) fn name(&self) -> String {
        format!("Contact{:08x}", fingerprint(&format!("{} {}", self.protocol, self.endpoint.json())))
    }

    /// Whether it is a mailbox.
    pub(crate) fn is_mail(&self) -> bool {
        self.protocol == "email"
    }

    /// Where it is reached.
    pub(crate) fn address(&self) -> &Value<String> {
        &self.endpoint
    }

    /// What is wrong with it, and what to do.
    pub(crate) fn fault(&self) -> Option<(String, &'static str)> {
        if let Some(unknown) = &self.unknown {
            return Some((unknown.clone(), FIELD_HELP));
        }
        let endpoint = self.endpoint.json().as_text().filter(|_| self.is_written)?;
        let (right, help) = if self.protocol == "email" {
            let right = endpoint
                .split_once('@')
                .is_some_and(|(name, domain)| !name.is_empty() && !name.contains(' ') && is_domain(domain));
            (right, "write a mail address, such as `oncall@example.org`")
        } else {
            let host = endpoint.strip_prefix("https://").and_then(|rest| rest.split(['/', ':', '?']).next());
            (
                host.is_some_and(is_domain) && !endpoint.contains(' '),
                "write a URL that begins with `https://` and a domain name",
            )
        };
        (!right).then(|| (format!("tells `{endpoint}`, which is not an address"), help))
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is nobody who can be told",
        label = "write it as `Contact::email(\"on-call@example.org\")` or `Contact::pager(&secret, \"address\")`"
    )]
    /// A contact.
    IsContact: Contact;
}

#[cfg(test)]
mod tests {
    use super::Contact;

    #[test]
    fn what_is_an_address_and_what_is_not() {
        for right in [Contact::email("oncall@example.org"), Contact::https("https://pager.example.org/events?a=b")] {
            assert_eq!(right.fault(), None);
        }
        for wrong in ["", "example.org", "@example.org", "a b@example.org", "oncall@localhost"] {
            assert!(Contact::email(wrong).fault().is_some(), "{wrong}");
        }
        for wrong in ["http://example.org", "https://", "https://localhost/", "example.org"] {
            assert!(Contact::https(wrong).fault().is_some(), "{wrong}");
        }
    }
}
