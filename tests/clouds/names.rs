//! What there are several of is called by what it is: another order, or one less, changes no object of the others.

use std::collections::BTreeSet;

use hc_cdk::{
    cidr,
    literal::cidr::CidrBlock,
    policy::{Hipaa, Production},
    prelude::*,
};

type Prod = (Hipaa, Production);

fn ways(used: &[usize]) -> impl Iterator<Item = (CidrBlock, u16)> {
    let (one, other) = (cidr!("203.0.113.0/24").into(), cidr!("198.51.100.0/24").into());
    used.iter().filter_map(move |at| [(one, 443), (other, 443), (other, 8443)].get(*at).copied())
}

/// Places in the ways and in the registries: all, all the other way round, and all but the first.
const ALL: &[usize] = &[0, 1, 2];
const TURNED: &[usize] = &[2, 1, 0];
const WITHOUT_THE_FIRST: &[usize] = &[1, 2];

fn azure(used: &[usize]) -> App {
    use hc_cdk_azure::{prelude::*, region};

    let mut stack = Stack::<Prod>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    let network = Network::builder().group(&group).cidr(cidr!("10.50.0.0/16"));
    let network = stack.add("Network", ways(used).fold(network, |it, (to, port)| it.allow_out(to, port)));
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
    let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    let images = ["Images", "Models", "Tools"].map(|it| stack.add(it, ContainerRegistry::builder().audit(&audit)));
    let deploys = GithubIdentity::builder().group(&group).workflows(workflows!("clinic/hms", "production"));
    let images = used.iter().filter_map(|at| images.get(*at));
    stack.add("Pushes", images.fold(deploys, |it, registry| it.pushes_to(registry).pushes_to(registry)));
    App::new("clinic").stack(stack)
}

fn google(used: &[usize]) -> App {
    use hc_cdk_gcp::{prelude::*, region};

    let mut stack = Stack::<Prod>::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project));
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
    stack.add("Network", ways(used).fold(network, |it, (to, port)| it.allow_out(to, port)));
    let images = ["Images", "Models", "Tools"].map(|it| stack.add(it, ArtifactRegistry::builder().key(&key)));
    let deploys = GithubAccount::builder().project(&project).workflows(workflows!("clinic/hms", "production"));
    let images = used.iter().filter_map(|at| images.get(*at));
    stack.add("Pushes", images.fold(deploys, |it, registry| it.pushes_to(registry).pushes_to(registry)));
    App::new("clinic").stack(stack)
}

/// The objects of all files, each as its text.
fn objects(app: &App) -> BTreeSet<String> {
    let files = app.synthesize().unwrap();
    let texts = files.iter().filter(|it| it.path.ends_with("clinic.yaml"));
    let objects = texts.flat_map(|it| str::from_utf8(&it.bytes).unwrap().split("---\n").map(str::to_owned));
    objects.collect()
}

#[test]
fn what_is_left_is_called_as_before() {
    for of in [azure, google] {
        let [all, turned, less] = [ALL, TURNED, WITHOUT_THE_FIRST].map(|used| objects(&of(used)));
        assert_eq!(all, turned);
        assert!(less.is_subset(&all), "{:#?}", less.difference(&all).collect::<Vec<_>>());
        assert_eq!(all.len() - less.len(), 2, "a way and a grant");
    }
}
