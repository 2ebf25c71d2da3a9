//! What a workload on AWS gets from what it uses: rules, statements of its role, variables and secrets, and flows of data. It is
//! the same for whatever computes.

use hc_cdk::{
    control::{hipaa, iso27001},
    stack::Scope,
    uses::{Credentials, Member, Mount, Use},
    value::{Value, kebab},
};
use indexmap::IndexSet;

use crate::{
    iam::Statement,
    network::{Calls, Network, SecurityGroup},
    secrets::{self, SecretField},
};

/// What a workload gets from what it uses.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Plain variables, such as `SCANS_BUCKET`, and their values.
    pub variables: Vec<(String, Value<String>)>,
    /// Secret variables, such as `PATIENTS_PASSWORD`, and where the secrets are.
    pub secrets: Vec<(String, SecretField)>,
    /// What its own role may do, each once.
    pub statements: Vec<Statement>,
    /// What it mounts.
    pub mounts: Vec<Mounted>,
    /// The names of the rules that open its ways: before they are there it reaches nothing.
    pub rules: Vec<String>,
    /// What it finds only if that is there before it starts: other members of its mesh.
    pub(crate) members: Vec<Value<String>>,
    /// What it calls outside of what it is let in by.
    pub(crate) calls: Calls,
    /// The ways that are open: into what, and at which port.
    open: IndexSet<String>,
}

/// Files that a workload mounts.
#[derive(Debug, Clone)]
pub struct Mounted {
    /// What they are called, such as `patient-letters`.
    pub name: String,
    /// How they are mounted.
    pub mount: Mount,
    /// Whether it may write there.
    pub writes: bool,
}

impl Mounted {
    fn of(it: &Use) -> Option<Self> {
        let mount = it.connection.mount.clone()?;
        Some(Self { name: kebab(&it.connection.name), mount, writes: it.writes })
    }
}

impl Given {
    /// Opens the ways from a workload's group to what it uses, draws the flows of data, and gives the rest. The workload is in no mesh.
    pub fn to(scope: &mut Scope<'_>, group: &SecurityGroup, uses: &[Use]) -> Self {
        Self::in_mesh(scope, group, uses, None)
    }

    /// The same for a workload that may be in a mesh.
    pub(crate) fn in_mesh(
        scope: &mut Scope<'_>,
        group: &SecurityGroup,
        uses: &[Use],
        mesh: Option<&Value<String>>,
    ) -> Self {
        let mut given = Self::default();
        let mut seen = IndexSet::new();
        let uses: Vec<Use> = uses.iter().map(|it| it.by_own_name(scope)).collect();
        for it in &uses {
            let name = &it.connection.name;
            if !seen.insert(name) {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("connects to `{name}` twice"),
                    "connect once to each store, and give different stores different names",
                );
            }
            scope.flow_of(it.class, &it.connection.to);
            if let Some(member) = &it.connection.member {
                check_member(scope, name, member, mesh);
                given.members.push(member.part.clone());
            }
            given.open(scope, group, it);
            let prefix = it.connection.prefix();
            given.variables.extend(it.variables().map(|(end, value)| (format!("{prefix}_{end}"), value)));
            given.mounts.extend(Mounted::of(it));
            let rights: Vec<Statement> = it.rights().into_iter().map(Into::into).collect();
            // What listens somewhere is called there.
            if it.connection.place.is_none() {
                given.calls.by(&rights);
            }
            for right in rights {
                once(&mut given.statements, right);
            }
            if let Some(credentials) = &it.connection.credentials {
                given.keep(scope, &prefix, credentials);
            }
        }
        given
    }

    /// Opens the way to a place: by its group, or to the networks of what is let in to by somebody else. What has a name and nothing
    /// else is called by that.
    fn open(&mut self, scope: &mut Scope<'_>, group: &SecurityGroup, it: &Use) {
        let name = &it.connection.name;
        let Some(place) = &it.connection.place else { return };
        let Some(port) = place.port else {
            let message = format!("connects to `{name}`, which listens on no port");
            scope.reject(Some(iso27001::NETWORK_SECURITY), message, "say on which port it listens");
            return;
        };
        if let Some(gate) = &place.gate {
            // Two ways into one thing, such as two access points of its files, are one.
            if !self.open.insert(format!("{gate:?} {port}")) {
                return;
            }
            group.connect(scope, name, &SecurityGroup::of(gate), port);
            self.rules.extend([format!("{name}Egress"), format!("{name}Ingress")]);
            return;
        }
        if let Some(host) = place.host.as_ref().filter(|_| place.networks.is_empty()) {
            self.calls.host(host);
        }
        for network in &place.networks {
            // Called by what it leads to, so that a network more or less renames no other way.
            let name = format!("{name}To{}", network.to_string().replace(['.', '/', ':'], "x"));
            group.reach(scope, &name, network.to_string().into(), port);
            self.rules.push(format!("{name}Egress"));
        }
    }

    /// Opens the ways to what the workload calls without being let in by it: services of AWS, and hosts outside. `more` lets its program
    /// call services itself. The ways stay inside of the network if that has endpoints for all of it.
    pub fn reach(&mut self, scope: &mut Scope<'_>, group: &SecurityGroup, network: &Network, more: &[Statement]) {
        self.calls.by(more);
        self.rules.extend(network.open(scope, group, &self.calls));
    }

    /// Hands over credentials by reference. They may be read again: some are replaced while the workload runs.
    fn keep(&mut self, scope: &mut Scope<'_>, prefix: &str, credentials: &Credentials) {
        if credentials.keeper != secrets::KEEPER {
            scope.reject(
                Some(iso27001::AUTHENTICATION),
                format!("takes credentials that `{}` keeps, which no workload here reads", credentials.keeper),
                "use a store whose credentials Secrets Manager keeps",
            );
            return;
        }
        self.variables.push((format!("{prefix}_SECRET_ARN"), credentials.id.clone()));
        let fields = credentials.fields.iter();
        self.secrets
            .extend(fields.map(|(end, field)| (format!("{prefix}_{end}"), SecretField::of(credentials, field))));
        for statement in secrets::reading(credentials) {
            self.calls.by(std::slice::from_ref(&statement));
            once(&mut self.statements, statement);
        }
    }
}

/// Reports a call of what is in no mesh, or in another one than whoever calls.
fn check_member(scope: &mut Scope<'_>, name: &str, member: &Member, mesh: Option<&Value<String>>) {
    let (message, help) = match &member.of {
        None => (
            format!("calls `{name}`, whose cluster has no mesh"),
            "say `.mesh()` of the `FargateCluster` that both are in",
        ),
        Some(of) if mesh.is_none_or(|mesh| mesh.json() != of.json()) => (
            format!("calls `{name}`, and is not in the mesh of its cluster"),
            "give both the same `.cluster(&cluster)`; a `FargateService` and a `FargateWorker` are in its mesh, and what comes to an end is in none",
        ),
        Some(_) => return,
    };
    scope.reject(Some(hipaa::TRANSMISSION_SECURITY), message, help);
}

/// Whether a path is a folder inside of a container or of a file system, and not its root. A folder has one path: none that ends with
/// `/`, and none that goes up.
pub(crate) fn is_folder(path: &str) -> bool {
    let is_name = |name: &str| {
        !["", ".", ".."].contains(&name) && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._".contains(&it))
    };
    path.strip_prefix('/').is_some_and(|names| names.split('/').all(is_name))
}

/// Adds a statement that is not there yet: fields of one secret ask for the same.
pub(crate) fn once(statements: &mut Vec<Statement>, statement: Statement) {
    if !statements.contains(&statement) {
        statements.push(statement);
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        construct::{Construct, Spec},
        data::{Class, Phi},
        model::{ConstructRef, Role},
        policy::{Hipaa, Production},
        rule::Rule,
        stack::Within,
        uses::{Connection, Credentials, Place, Usable, Use},
    };

    use super::Given;
    use crate::{
        assertions::{Clinic, Template},
        network::SecurityGroup,
        prelude::*,
        region,
    };

    /// Something that a program describes by its connection alone.
    struct Thing;

    impl Spec for Thing {
        type Handle = Other;
        const KIND: &'static str = "Thing";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> Construct<P, Aws> for Thing {
        fn declare(self, scope: &mut Within<'_, P, Aws>) -> Other {
            scope.plays(Role::Outside, Class::Phi);
            Other { this: scope.this(), place: None, keeper: None }
        }
    }

    #[derive(Clone)]
    struct Other {
        this: ConstructRef,
        place: Option<Place>,
        keeper: Option<&'static str>,
    }

    impl Usable for Other {
        type Class = Phi;
        type Target = Aws;

        fn connection(&self) -> Connection {
            let credentials = self.keeper.map(|keeper| Credentials {
                keeper,
                region: "us-east-1",
                id: "id".into(),
                right_on: "id".into(),
                key: "key".into(),
                home: hc_cdk::value::Object::new(),
                fields: vec![("TOKEN", "token")],
            });
            Connection { place: self.place.clone(), credentials, ..Connection::new(self.this.clone(), "Partner") }
        }
    }

    /// A workload that is nothing but its group.
    struct Group(Perimeter<Phi>, Vec<Use>);

    impl Spec for Group {
        type Handle = Given;
        const KIND: &'static str = "Group";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> Construct<P, Aws> for Group {
        fn declare(self, scope: &mut Within<'_, P, Aws>) -> Given {
            let group = SecurityGroup::closed(scope, &self.0.network().id());
            Given::to(scope, &group, &self.1)
        }
    }

    fn place(port: Option<u16>) -> Place {
        let networks = vec![cidr!("198.51.100.0/24").into(), cidr!("203.0.113.0/24").into()];
        Place { host: Some("partner.example".into()), port, networks, gate: None }
    }

    #[test]
    fn what_nobody_here_lets_in_to_is_reached_in_its_networks() {
        let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let partner = Other { place: Some(place(Some(8443))), ..stack.add("Partner", Thing) };
        let given = stack.add("Worker", Group(zone, vec![Use::of(&partner)]));
        assert_eq!(given.rules, ["PartnerTo198x51x100x0x24Egress", "PartnerTo203x0x113x0x24Egress"]);
        let names: Vec<&str> = given.variables.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["PARTNER_HOST", "PARTNER_PORT"]);
        let template = Template::of_stack(stack);
        for (rule, network) in
            [("PartnerTo198x51x100x0x24Egress", "198.51.100.0/24"), ("PartnerTo203x0x113x0x24Egress", "203.0.113.0/24")]
        {
            let rule = &template.json()["Resources"][format!("Worker{rule}")]["Properties"];
            assert_eq!((&rule["CidrIp"], &rule["ToPort"]), (&network.into(), &8443.into()));
        }
    }

    #[test]
    fn what_cannot_be_used_is_found() {
        let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let partner = Other { place: Some(place(None)), keeper: Some("Vault"), ..stack.add("Partner", Thing) };
        let given = stack.add("Worker", Group(zone, vec![Use::of(&partner)]));
        assert!(given.secrets.is_empty());
        let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
        for sentence in [
            "`clinic/Worker` connects to `Partner`, which listens on no port",
            "`clinic/Worker` takes credentials that `Vault` keeps, which no workload here reads",
        ] {
            assert!(findings.contains(sentence), "{sentence}\n{findings}");
        }
    }
}
