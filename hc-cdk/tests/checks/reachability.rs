//! What the internet reaches.

use super::*;

fn chain(roles: &[(&'static str, Role, Class)]) -> Stack<Prod> {
    let mut stack = prod("a");
    let mut last = None;
    for (name, role, class) in roles {
        last = Some(stack.add(*name, Plays::new(*role, *class, last.iter())));
    }
    stack
}

const STORE: (&str, Role, Class) = ("Store", Role::Store, Class::Phi);
const API: (&str, Role, Class) = ("Api", Role::Workload, Class::Phi);

#[test]
fn a_cleared_workload_behind_an_endpoint_is_fine() {
    said(chain(&[STORE, API]), &[]);
    said(chain(&[STORE, API, ("Front", Role::Endpoint, Class::Phi)]), &[]);
    said(chain(&[STORE, API, ("Web", Role::Workload, Class::Public), ("Front", Role::Endpoint, Class::Phi)]), &[]);
    said(chain(&[("Site", Role::Store, Class::Public), ("Open", Role::Exposed, Class::Public)]), &[]);
}

#[test]
fn the_internet_does_not_touch_a_store_itself() {
    for role in [Role::Endpoint, Role::Exposed] {
        let message = "holds `phi` data and is reached from the internet by `a/Front` itself";
        said(chain(&[STORE, ("Front", role, Class::Phi)]), &[("a/Store", message)]);
    }
}

#[test]
fn a_workload_is_cleared_for_what_it_touches() {
    let message = "holds `phi` data and is used by `a/Web`, which is not cleared for it";
    let stack = chain(&[STORE, ("Web", Role::Workload, Class::Pii)]);
    let app = App::new("test").stack(stack);
    app_said(&app, &[("a/Store", message)]);
    let finding = findings(&app).remove(0);
    assert_eq!(finding.control, Some(hipaa::ACCESS_ISOLATION));
    assert!(finding.other.is_some());
}

#[test]
fn no_way_leads_from_what_is_open_without_tls() {
    let stack = chain(&[
        STORE,
        API,
        ("Web", Role::Workload, Class::Public),
        ("Queue", Role::Other, Class::Public),
        ("Open", Role::Exposed, Class::Public),
    ]);
    let message =
        "holds `phi` data and is reached from the internet by `a/Open`, which is no HTTPS endpoint, through `a/Api`";
    said(stack, &[("a/Store", message)]);
}

#[test]
fn no_way_goes_around_workloads() {
    let stack = chain(&[STORE, ("Queue", Role::Other, Class::Phi), ("Front", Role::Endpoint, Class::Phi)]);
    let message = "holds `phi` data and is reached from the internet by `a/Front` through `a/Queue`, and no workload on the way is cleared for it";
    said(stack, &[("a/Store", message)]);
}

/// A workload that may not have the data stops nothing: what it hands on goes further, and gets at the store.
#[test]
fn a_workload_that_is_not_cleared_stops_nothing() {
    let stack = chain(&[
        STORE,
        ("Queue", Role::Other, Class::Phi),
        ("Web", Role::Workload, Class::Pii),
        ("Front", Role::Endpoint, Class::Phi),
    ]);
    let message = "holds `phi` data and is reached from the internet by `a/Front` through `a/Queue`, and no workload on the way is cleared for it";
    said(stack, &[("a/Store", message)]);
    let cleared = [STORE, ("Queue", Role::Other, Class::Phi), API, ("Front", Role::Endpoint, Class::Phi)];
    said(chain(&cleared), &[]);
}
