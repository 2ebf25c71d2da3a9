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
