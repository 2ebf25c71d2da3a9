//! Stages of the life cycle that depend on each other.

use super::*;

#[test]
fn production_does_not_stand_on_development() {
    let mut weak: Stack<Development> = Stack::new("weak", Desk);
    let sheet = weak.add("Sheet", One(Sheet::default()));
    let mut strong = prod("strong");
    strong.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    let app = App::new("test").stack(weak).stack(strong);
    let message = "depends on `weak`, whose policy (Development) is weaker than its own (Hipaa, Production)";
    app_said(&app, &[("strong", message)]);
    assert_eq!(findings(&app)[0].control, Some(iso27001::SEPARATION));
}

#[test]
fn development_may_stand_on_production() {
    let mut strong = prod("strong");
    let sheet = strong.add("Sheet", One(Sheet::default()));
    let mut weak: Stack<Development> = Stack::new("weak", Desk);
    weak.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    app_said(&App::new("test").stack(weak).stack(strong), &[]);
}

#[test]
fn development_does_not_use_what_production_holds() {
    let mut strong = prod("strong");
    let store = strong.add("Store", Plays::new(Role::Store, Class::Synthetic, []));
    let mut weak: Stack<Development> = Stack::new("weak", Desk);
    weak.add("Job", Plays::new(Role::Workload, Class::Synthetic, [&store]));
    let app = App::new("test").stack(weak).stack(strong);
    app_said(&app, &[("weak/Job", "is in development and uses what `strong` holds, which is in production")]);
    assert_eq!(findings(&app)[0].control, Some(iso27001::SEPARATION));
}

#[test]
fn stacks_of_one_stage_use_what_the_others_hold() {
    let mut data = prod("data");
    let store = data.add("Store", Plays::new(Role::Store, Class::Synthetic, []));
    let mut app = prod("app");
    app.add("Job", Plays::new(Role::Workload, Class::Synthetic, [&store]));
    app_said(&App::new("test").stack(data).stack(app), &[]);
}
