//! What is asked of a target that has nothing for others, and of one that is elsewhere.

use hc_cdk::{
    cluster::Cluster,
    construct::{Construct, Spec},
    model::ConstructRef,
    rule::Rule,
    stack::Within,
    target::Target,
    uses::{Asked, Connection, Credentials, Place, Use},
};

use super::*;

/// A workload that asks for credentials, for rights or for a way.
struct Asks(ConstructRef, Asked);

impl Spec for Asks {
    type Handle = ();
    const KIND: &'static str = "Asks";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target> Construct<P, T> for Asks {
    fn declare(self, scope: &mut Within<'_, P, T>) {
        scope.resource("", Sheet::default());
        let place = Place { host: None, port: Some(1), networks: Vec::new(), gate: Some("gate".into()) };
        let credentials = Credentials {
            keeper: "drawer",
            region: "desk",
            id: "id".into(),
            right_on: "id".into(),
            key: "key".into(),
            home: hc_cdk::value::Object::new(),
            fields: Vec::new(),
        };
        let connection = Connection::new(self.0, "Store").at(place).credentials(credentials);
        let using = Use { connection, class: Class::Phi, target: Stone::NAME, writes: true };
        scope.request(&using, self.1, "me", Json::Null);
    }
}

/// A store in that place, and whoever asks in a cluster on the desk.
fn asked<R>(asked: Asked, place: R) -> App
where
    R: hc_cdk::target::Region + hc_cdk::dimension::residency::ResidencyFor<Prod>,
{
    let mut stone = hc_cdk::stack::Stack::<Prod, Stone>::in_region("stone", place);
    let kept = stone.add("Store", Plays::new(Role::Store, Class::Phi, []));
    let mut paper = Stack::<Prod>::in_cluster("paper", &Cluster::new("office", Desk, "issuer", "hosts"));
    paper.add("Asks", Asks(kept, asked));
    App::new("test").stack(stone).stack(paper)
}

#[test]
fn a_target_that_lets_nobody_in_says_so() {
    let nobody = "is made for a target that neither lets others in nor asks for it";
    let way = ("stone/Store/FromOffice", nobody);
    app_said(&asked(Asked::Way, Desk), &[way]);
    for (what, name) in [(Asked::Credentials, "stone/Store/ForPaperAsks"), (Asked::Rights, "stone/Store/ByPaperAsks")] {
        app_said(&asked(what, Desk), &[way, (name, nobody), ("paper/Asks", nobody)]);
    }
}

#[test]
fn a_store_is_in_the_region_of_the_cluster() {
    for what in [Asked::Way, Asked::Credentials, Asked::Rights] {
        app_said(&asked(what, Wall), &[("paper/Asks", "runs in desk, and the store `Store` is in wall")]);
    }
}
