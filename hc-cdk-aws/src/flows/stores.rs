//! Where data is kept: the stores of an app by service and by name, and which store a secret belongs to.

use std::{borrow::Cow, cell::OnceCell, rc::Rc};

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{
    target::{Place, To},
    value::{Json, NameSuffix},
};

use super::{
    begun::{begun_by, both, looked_up},
    data::SERVICES,
    kinds::BUCKETS,
    named::{HERE, Named},
    service::Service,
    world::World,
};

/// What has a secret of its own, if it is asked to.
const HAS_SECRET: &str = "ManageMasterUserPassword";

pub(super) const SECRET: &str = "AWS::SecretsManager::Secret";
const ATTACHMENT: &str = "AWS::SecretsManager::SecretTargetAttachment";

/// What is used instead of a store, and the property with the store.
const STANDS_FOR: [(&str, &str); 6] = [
    (ACCESS_POINT, "Bucket"),
    ("AWS::Events::Rule", "EventBusName"),
    ("AWS::Kinesis::StreamConsumer", "StreamARN"),
    ("AWS::Lambda::Alias", "FunctionName"),
    ("AWS::Lambda::Version", "FunctionName"),
    ("AWS::StepFunctions::StateMachineVersion", "StateMachineArn"),
];

const ACCESS_POINT: &str = "AWS::S3::AccessPoint";

/// Ways to buckets of which it is not read here to which they lead.
const LEADS_TO_BUCKETS: [&str; 2] = ["AWS::S3::MultiRegionAccessPoint", "AWS::S3ObjectLambda::AccessPoint"];

/// What an ARN begins with behind the account if it is of something of a store that it does not name, by the service's prefix.
const PARTS: &[(&str, &[&str])] = &[
    ("s3", &["access-grants/", "accesspoint/"]),
    ("s3-object-lambda", &["accesspoint/"]),
    ("rds", &["auto-backup:", "cluster-auto-backup:", "cluster-snapshot:", "global-cluster:", "snapshot:"]),
    ("events", &["archive/", "replay/"]),
    ("elasticache", &["serverlesscachesnapshot:", "snapshot:"]),
    ("redshift", &["datashare:", "snapshot:"]),
];

/// The stores of an app.
pub(super) struct Stores<'a> {
    /// For each service in its order, all of its stores.
    of: Vec<Rc<[Place]>>,
    all: Rc<[Place]>,
    /// Whether somebody says of one of them which class of data it holds.
    pub(super) holds_data: bool,
    /// How each store is called, with the service's place.
    called: Vec<(usize, Place, Called<'a>)>,
    /// Stores by their names, or by how these begin, with the service's place: several, if they are in several regions. Only texts
    /// take them.
    names: OnceCell<IndexMap<(usize, String), Vec<Place>>>,
    /// The stores that secrets belong to.
    secrets: IndexMap<Place, Place>,
    /// What stands for a store, by which it is used.
    instead: IndexMap<Place, Place>,
}

/// How a store is called.
enum Called<'a> {
    /// By a name of the program's.
    Given(Cow<'a, str>),
    /// By one of CloudFormation's, which it makes of the stack's and the resource's own, and which a text can have after a deployment.
    Made(&'a str, &'a str),
}

impl<'a> Stores<'a> {
    pub(super) fn of(world: &World<'a>) -> Self {
        let mut kinds: IndexMap<&str, Vec<(usize, &str)>> = IndexMap::new();
        for (at, service) in SERVICES.iter().enumerate() {
            service.kinds.iter().for_each(|(kind, name)| kinds.entry(kind).or_default().push((at, name)));
        }
        let (mut of, mut all) = (vec![Vec::new(); SERVICES.len()], Vec::new());
        let mut called = Vec::new();
        let (mut secrets, mut stands) = (IndexMap::new(), Vec::new());
        let keeper = SERVICES.iter().position(|it| it.prefix == "secretsmanager");
        for place in world.places() {
            let kind = world.kind(place);
            if kind == ATTACHMENT {
                let end = |path| world.referred(world.property(place, path)?);
                secrets.extend(end("SecretId").zip(end("TargetId")));
            }
            if let Some((_, path)) = STANDS_FOR.iter().find(|(of, _)| *of == kind) {
                stands.extend(world.property(place, path).map(|of| (place, of)));
            }
            let Some(services) = kinds.get(kind) else { continue };
            all.push(place);
            for (at, property) in services {
                of.get_mut(*at).into_iter().for_each(|stores| stores.push(place));
                if property.is_empty() {
                    continue;
                }
                let name = match world.property(place, property) {
                    Some(name) => NameSuffix::shown(name).map(Called::Given),
                    None => world.begins(place).map(|(stack, own)| Called::Made(stack, own)),
                };
                called.extend(name.map(|it| (*at, place, it)));
            }
            if let Some(stores) = keeper.filter(|_| has_secret(world, place)).and_then(|at| of.get_mut(at)) {
                stores.push(place);
            }
        }
        let of = of.into_iter().map(Rc::from).collect();
        let holds_data = all.iter().any(|it| has_data(world, *it));
        let mut stores =
            Self { of, all: all.into(), holds_data, called, names: OnceCell::new(), secrets, instead: IndexMap::new() };
        stores.instead =
            stands.into_iter().filter_map(|(place, of)| Some((place, *stores.meant(world, of).first()?))).collect();
        stores
    }

    /// What a value means, by reference or by the name that the program gives it, alone or at the end of an address or ARN.
    pub(super) fn meant(&self, world: &World<'_>, value: &Json) -> Vec<Place> {
        let named = Named::of(world, value);
        if named.is_unknown || !named.resources.is_empty() {
            return world.each_referred(value);
        }
        self.meant_by(&named.text)
    }

    /// What a text means by the name that the program gives it, alone or at the end of an address or ARN.
    pub(super) fn meant_by(&self, text: &str) -> Vec<Place> {
        let name = text.rsplit(['/', ':']).next().unwrap_or_default().to_ascii_lowercase();
        let whole = text.to_ascii_lowercase();
        // Several services may have something of one name.
        let called = |name: &str| -> IndexSet<Place> {
            (0..SERVICES.len()).flat_map(|service| self.of_name(service, name)).copied().collect()
        };
        let mut all = [&whole, &name, without_ending(&name)].into_iter().map(called);
        all.find(|it| !it.is_empty()).into_iter().flatten().collect()
    }

    /// Every store of an app.
    pub(super) fn all(&self) -> To {
        To::EveryStore(self.all.clone())
    }

    /// Every store of a service, by the service's place.
    pub(super) fn every(&self, service: usize) -> To {
        To::EveryStore(self.of.get(service).cloned().unwrap_or_default())
    }

    /// The stores of a service that are called so; all of them, if nobody knows the name.
    pub(super) fn called(&self, prefix: &str, name: Option<&str>) -> Vec<Place> {
        let Some(service) = SERVICES.iter().position(|it| it.prefix == prefix) else { return Vec::new() };
        match name {
            Some(name) => self.of_name(service, name).to_vec(),
            None => self.of.get(service).map(|all| all.to_vec()).unwrap_or_default(),
        }
    }

    /// The stores of a service, by its place, to which the program or CloudFormation gives that name.
    fn of_name(&self, service: usize, name: &str) -> &[Place] {
        let names = self.names.get_or_init(|| self.names());
        let given = looked_up(&name.to_ascii_lowercase()).find_map(|it| names.get(&(service, it)));
        let made = || names.get(&(service, begun_by(name)?));
        given.or_else(made).map_or(&[], Vec::as_slice)
    }

    /// The stores of a service whose names are that one, or begin with it and a hyphen.
    fn begun(&self, service: usize, name: &str) -> Vec<Place> {
        let names = self.names.get_or_init(|| self.names());
        let name = name.to_ascii_lowercase();
        let is_one = |it: &str| it.strip_prefix(name.as_str()).is_some_and(|it| it.is_empty() || it.starts_with('-'));
        let more = names.iter().filter(|((of, it), _)| *of == service && is_one(it)).flat_map(|(_, places)| places);
        let all: IndexSet<Place> = self.of_name(service, &name).iter().chain(more).copied().collect();
        all.into_iter().collect()
    }

    fn names(&self) -> IndexMap<(usize, String), Vec<Place>> {
        let mut names: IndexMap<(usize, String), Vec<Place>> = IndexMap::new();
        let mut add = |service, place, name| names.entry((service, name)).or_default().push(place);
        for (service, place, called) in &self.called {
            match called {
                Called::Given(name) => add(*service, *place, name.to_ascii_lowercase()),
                Called::Made(stack, own) => both(stack, own).into_iter().for_each(|it| add(*service, *place, it)),
            }
        }
        names
    }

    /// The store that a resource is a part of: of a secret the one that it opens, of a version its function, of a resource that is a store itself.
    pub(super) fn store_of(&self, world: &World<'_>, place: Place) -> Option<Place> {
        if let Some(store) = self.secrets.get(&place).or_else(|| self.instead.get(&place)) {
            return Some(*store);
        }
        let kind = world.kind(place);
        SERVICES.iter().any(|it| it.kinds.iter().any(|(of, _)| *of == kind)).then_some(place)
    }

    /// Whether handing over what is kept there is all that there is to say: it is a secret, and opens no store.
    pub(super) fn is_secret_alone(&self, world: &World<'_>, place: Place) -> bool {
        world.kind(place) == SECRET && !self.secrets.contains_key(&place)
    }

    /// Where a resource of a statement leads, for actions of a service.
    pub(super) fn named(&self, world: &World<'_>, service: usize, resource: &Json) -> Vec<To> {
        let Some(it) = SERVICES.get(service) else { return Vec::new() };
        let named = Named::of(world, resource);
        let is_open = |place: &Place| LEADS_TO_BUCKETS.contains(&world.kind(*place));
        if it.kinds == BUCKETS && named.resources.iter().any(is_open) {
            return vec![self.every(service)];
        }
        if !named.resources.is_empty() {
            let stores = named.resources.iter().filter_map(|place| self.store_of(world, *place));
            return stores.filter(|place| self.is_of(world, it, *place)).map(To::OneStore).collect();
        }
        match name(it, &named.text) {
            _ if named.is_unknown => vec![self.every(service)],
            Name::Nothing => Vec::new(),
            Name::Anything => vec![self.every(service)],
            Name::Text(text) => self.to(self.of_name(service, text)),
            Name::Begun(text) => self.to(&self.begun(service, text)),
            Name::WithEnding(text) => {
                let both = [text, without_ending(text)].map(|it| self.of_name(service, it)).concat();
                self.to(&both.into_iter().collect::<IndexSet<_>>().into_iter().collect::<Vec<_>>())
            }
        }
    }

    /// Where stores lead that are known by their names: a secret to the one that it opens.
    fn to(&self, named: &[Place]) -> Vec<To> {
        named.iter().map(|place| To::OneStore(self.secrets.get(place).copied().unwrap_or(*place))).collect()
    }

    /// Whether a service has a store: it keeps data in it, or its secret.
    fn is_of(&self, world: &World<'_>, service: &Service, place: Place) -> bool {
        let kind = world.kind(place);
        service.kinds.iter().any(|(of, _)| *of == kind)
            || service.prefix == "secretsmanager"
                && (has_secret(world, place) || self.secrets.values().any(|it| *it == place))
    }
}

/// Whether somebody says which class of data a store holds.
pub(super) fn has_data(world: &World<'_>, store: Place) -> bool {
    world.stack(store).zip(world.resource(store)).is_some_and(|(stack, it)| stack.class_of(it).is_some())
}

/// Whether a store has a secret of its own, or may have one.
fn has_secret(world: &World<'_>, store: Place) -> bool {
    world.property(store, HAS_SECRET).is_some_and(|it| *it != Json::Bool(false))
}

/// Which store an ARN names.
enum Name<'a> {
    /// None of that service.
    Nothing,
    /// Any: there is a pattern where its name is, or a name that RDS chooses.
    Anything,
    /// The one of that name, which the program gives it, or CloudFormation.
    Text(&'a str),
    /// Those whose names are that one, or begin with it and a hyphen.
    Begun(&'a str),
    /// The one of that name, or of what is before its last hyphen: a name may end in what looks like the ending of an ARN.
    WithEnding(&'a str),
}

fn name<'a>(service: &Service, arn: &'a str) -> Name<'a> {
    let mut parts = arn.splitn(6, ':');
    let (first, of, rest) = (parts.next(), parts.nth(1), parts.nth(2));
    let is_pattern = |text: &str| text.contains(['*', '?', HERE]);
    let Some(rest) = rest.filter(|_| first == Some("arn")) else {
        return if arn.contains('*') { Name::Anything } else { Name::Nothing };
    };
    if of.is_some_and(|of| of != service.prefix && !is_pattern(of) && !is_alias(service.prefix, of)) {
        return Name::Nothing;
    }
    // The ARN of a run begins with that of its state machine, but for one word.
    let runs = if service.prefix == "states" { rest.strip_prefix("execution:") } else { None };
    let parts = PARTS.iter().filter(|(of, _)| *of == service.prefix).flat_map(|(_, parts)| *parts);
    if parts.into_iter().any(|it| rest.starts_with(it)) {
        return Name::Anything;
    }
    let rest = service.before.iter().find_map(|it| rest.strip_prefix(it)).or(runs).unwrap_or(rest);
    let name = rest.split(service.after).next().unwrap_or(rest);
    // Secrets Manager puts a hyphen and six characters behind the name.
    let is_secret = service.prefix == "secretsmanager";
    let begun = name.strip_suffix("-*").filter(|_| is_secret);
    let whole = name.strip_suffix("-??????").filter(|_| is_secret);
    match begun.or(whole).unwrap_or(name) {
        name if is_pattern(name) || is_secret && name.starts_with("rds!") => Name::Anything,
        name if begun.is_some() => Name::Begun(name),
        name if is_secret && whole.is_none() => Name::WithEnding(name),
        name => Name::Text(name),
    }
}

/// Whether ARNs of a service are called by another one's name, as those of data in RDS.
fn is_alias(service: &str, of: &str) -> bool {
    matches!((service, of), ("rds-data" | "neptune-db", "rds") | ("redshift-data", "redshift") | ("ebs", "ec2"))
}

/// A secret's name without what Secrets Manager puts behind it, if that is there.
fn without_ending(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((name, ending)) if ending.len() == 6 && ending.bytes().all(|it| it.is_ascii_alphanumeric()) => name,
        _ => name,
    }
}
