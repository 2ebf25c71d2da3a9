//! Channels: by what somebody is told. Their keys are named, never said.

use hc_cdk::value::Value;

/// A key of a secret: where it is, not what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyOf {
    /// The secret.
    pub secret: Value<String>,
    /// Its key.
    pub key: &'static str,
    /// Where the secret is, in the words of the target.
    pub place: String,
    /// Whether the secret has no such key.
    pub is_missing: bool,
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not the key of a channel that is handed over by reference",
        label = "give a key of a secret, such as `secret.field(\"url\")`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// A key by reference.
    HandedOver: KeyOf;
}

/// By what somebody is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: KeyOf,
}

/// What a channel is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A pager, by its integration's key.
    Pager,
    /// A mailbox, by the password of who sends.
    Mail {
        /// The mailbox.
        to: &'static str,
        /// Who sends, and signs in.
        from: &'static str,
        /// The server that takes it, with its port.
        server: &'static str,
    },
    /// A room in Slack, by the address of its web hook.
    Slack {
        /// The room, such as `#claims`.
        room: &'static str,
    },
    /// A channel of Microsoft Teams, by the address of its workflow.
    Teams,
    /// A web hook, by its address.
    Webhook,
    /// A topic of Amazon SNS, which has a name in place of a key, and the region in which it is in place of that of a secret.
    Topic,
}

impl Channel {
    /// A pager, such as `PagerDuty`, by its integration's key.
    pub fn pager(name: &'static str, key: &(impl HandedOver + ?Sized)) -> Self {
        Self { name, kind: Kind::Pager, key: key.it().clone() }
    }

    /// A mailbox: who is written to, who writes, the server with its port, and the password by which it is signed in.
    pub fn mail(
        name: &'static str,
        to: &'static str,
        from: &'static str,
        server: &'static str,
        password: &(impl HandedOver + ?Sized),
    ) -> Self {
        Self { name, kind: Kind::Mail { to, from, server }, key: password.it().clone() }
    }

    /// A room in Slack, by the address of its web hook, which is a secret.
    pub fn slack(name: &'static str, room: &'static str, address: &(impl HandedOver + ?Sized)) -> Self {
        Self { name, kind: Kind::Slack { room }, key: address.it().clone() }
    }

    /// A channel of Microsoft Teams, by the address of its workflow, which is a secret.
    pub fn teams(name: &'static str, address: &(impl HandedOver + ?Sized)) -> Self {
        Self { name, kind: Kind::Teams, key: address.it().clone() }
    }

    /// A web hook, by its address, which is a secret.
    pub fn webhook(name: &'static str, address: &(impl HandedOver + ?Sized)) -> Self {
        Self { name, kind: Kind::Webhook, key: address.it().clone() }
    }

    /// A topic of Amazon SNS by its ARN, in a region. Whoever raises alerts may publish there by rights of its own.
    pub fn topic(name: &'static str, arn: impl Into<Value<String>>, region: &str) -> Self {
        let key = KeyOf { secret: arn.into(), key: "topic", place: region.to_owned(), is_missing: false };
        Self { name, kind: Kind::Topic, key }
    }

    /// What is wrong with it, and what to do.
    pub(crate) fn fault(&self) -> Option<(String, &'static str)> {
        let letters = |it: char| it.is_ascii_alphanumeric();
        if self.name.is_empty() || !self.name.chars().all(letters) {
            return Some((format!("has a channel called `{}`", self.name), "use letters and digits, such as `OnCall`"));
        }
        if self.key.is_missing && self.kind == Kind::Topic {
            let what = format!("tells `{}`, a topic that takes no alerts of Prometheus", self.name);
            return Some((what, "let it take them where it is made: `.also_of_prometheus()`"));
        }
        if self.key.is_missing {
            let what = format!("tells `{}` by the key `{}` of a secret that has none", self.name, self.key.key);
            return Some((what, "give a key that the secret has"));
        }
        match self.kind {
            Kind::Mail { to, from, server } if !to.contains('@') || !from.contains('@') || !server.contains(':') => {
                Some((format!("writes to `{to}` by `{server}`"), "give two mail addresses, and a server with its port"))
            }
            Kind::Slack { room } if !room.starts_with(['#', '@']) => {
                Some((format!("tells the room `{room}`"), "begin the name of a room with `#`"))
            }
            _ => None,
        }
    }
}
