//! What can be said of the identifiers of a network that exists already, without looking it up.

use hc_cdk::{
    control::iso27001,
    stack::Scope,
    value::{Json, Value},
};
use indexmap::IndexSet;

use super::vpc::Network;

/// Reports identifiers of another form, and a subnet that is named twice: what is for stores has no way to the internet, and
/// what is for load balancers has one.
pub(crate) fn check(network: &Network, scope: &mut Scope<'_>) {
    is_id(&network.id(), "vpc-", scope);
    let subnets = [network.public(), network.private(), network.isolated()].concat();
    let mut named = IndexSet::new();
    for subnet in &subnets {
        is_id(subnet, "subnet-", scope);
        if subnet.json().as_text().is_some_and(|id| !named.insert(id.to_owned())) {
            scope.reject(
                Some(iso27001::SEGREGATION),
                format!("has a network in which the subnet {} is for two things", shown(subnet.json())),
                "name other subnets for load balancers, for workloads and for stores, two of each",
            );
        }
    }
}

/// Reports an identifier that is known already and has another form than those of its kind.
pub(crate) fn is_id<K>(id: &Value<K>, prefix: &str, scope: &mut Scope<'_>) {
    let digits = |id: &str| id.strip_prefix(prefix).is_some_and(|it| !it.is_empty() && it.bytes().all(is_digit));
    if id.json().as_text().is_some_and(|id| !digits(id)) {
        scope.reject(
            None,
            format!("names {}, which is no identifier that begins with `{prefix}`", shown(id.json())),
            format!("write `{prefix}` and the letters and digits that AWS shows"),
        );
    }
}

const fn is_digit(it: u8) -> bool {
    it.is_ascii_digit() || it.is_ascii_lowercase()
}

fn shown(id: &Json) -> String {
    format!("`{}`", id.as_text().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::Phi,
        policy::{Hipaa, Production},
        value::Value,
    };

    use crate::{assertions::Clinic, network::ExistingVpc, perimeter::Perimeter, prelude::*, region};

    fn found(id: &'static str, isolated: [&'static str; 2]) -> Vec<String> {
        let Clinic { mut stack, key, trail, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let vpc = Vpc::existing(ExistingVpc {
            id: Value::literal(id),
            public: ["subnet-1a", "subnet-1b"].map(Value::literal),
            private: ["subnet-2a", "subnet-2b"].map(Value::literal),
            isolated: isolated.map(Value::literal),
        });
        stack.add("There", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
        let findings = App::new("clinic").stack(stack).check().err();
        findings.into_iter().flat_map(|it| it.0).map(|it| it.message).collect()
    }

    #[test]
    fn a_subnet_is_for_one_thing() {
        assert!(found("vpc-1a", ["subnet-3a", "subnet-3b"]).is_empty());
        let twice =
            ["subnet-1a", "subnet-2b"].map(|it| format!("has a network in which the subnet `{it}` is for two things"));
        assert_eq!(found("vpc-1a", ["subnet-1a", "subnet-2b"]), twice);
    }

    #[test]
    fn an_identifier_is_of_its_kind() {
        let wrong =
            |id: &str, prefix: &str| format!("names `{id}`, which is no identifier that begins with `{prefix}`");
        let all = [wrong("subnet-9", "vpc-"), wrong("isolated", "subnet-"), wrong("vpc-3b", "subnet-")];
        assert_eq!(found("subnet-9", ["isolated", "vpc-3b"]), all);
    }
}
