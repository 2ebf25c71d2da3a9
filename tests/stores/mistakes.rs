//! Each mistake that a new store can have is seen: a store that is a table inside of another construct, with one thing changed.

use hc_cdk::{
    construct::{Construct, Spec},
    data::Phi,
    dimension::deletion::Protected,
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::Within,
    uses::{Connection, Readable, Usable},
};
use hc_cdk_aws::{actions, cfn::route53, iam::Statement, perimeter::Perimeter, prelude::*, storage::Table};

use super::Walk;

/// What is wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mistake {
    None,
    PlaysNothing,
    StandsNowhere,
    KeepsUnknown,
    DeletesTable,
    WritesByReading,
    PermitsEverything,
    IsNotRecorded,
    TakesMoreOfTheKey,
}

const NO_SENTENCE: u8 = 0;
const STATED: u8 = 1;
const UNREAD: u8 = 2;

/// A store that says one sentence, or none.
struct Odd<const SENTENCE: u8>(Perimeter<Phi>, Mistake);

#[derive(Clone)]
struct Handle {
    table: Table<Phi>,
    this: hc_cdk::model::ConstructRef,
    mistake: Mistake,
}

impl<const SENTENCE: u8> Spec for Odd<SENTENCE> {
    type Handle = Handle;
    const KIND: &'static str = "Odd";
    const INVARIANTS: &'static [Rule] = match SENTENCE {
        STATED => &[Rule::stated("items are safe", &[])],
        UNREAD => &[Rule { code: "ItemsAreSafe", sentence: "items are safe", controls: &[] }],
        _ => &[],
    };
}

impl<const SENTENCE: u8, P: Policy> Construct<P, Aws> for Odd<SENTENCE>
where
    EncryptedTable<Phi>: Construct<P, Aws, Handle = Table<Phi>>,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Handle {
        let Self(zone, mistake) = self;
        if mistake != Mistake::PlaysNothing {
            scope.plays(Role::Store, hc_cdk::data::Class::Phi);
        }
        if mistake != Mistake::StandsNowhere {
            scope.stands_at(Dimension::deletion, Protected::POSITION);
        }
        if mistake == Mistake::KeepsUnknown {
            let zone =
                scope.resource("Names", route53::HostedZone { name: Some("example.org".into()), ..Default::default() });
            scope.option(&zone, "DeletionPolicy", "Retain");
        }
        let table = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
        let table = scope.add("Items", table.build());
        Handle { table, this: scope.this(), mistake }
    }
}

impl Usable for Handle {
    type Class = Phi;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let mut it = self.table.connection();
        it.to = self.this.clone();
        let allow = |actions| Statement::allow(actions, [self.table.arn()]);
        match self.mistake {
            Mistake::DeletesTable => it.writes(allow(actions!["dynamodb:DeleteTable"])),
            Mistake::WritesByReading => it.reads(allow(actions!["dynamodb:PutItem"])),
            Mistake::PermitsEverything => it.reads(Statement::allow(actions!["dynamodb:GetItem"], ["*"])),
            Mistake::IsNotRecorded => it.reads(allow(actions!["kinesis:GetRecord"])),
            Mistake::TakesMoreOfTheKey => it.reads(allow(actions!["kms:GetPublicKey"])),
            _ => it,
        }
    }
}

impl Readable for Handle {}

fn found<const SENTENCE: u8>(mistake: Mistake) -> Vec<String> {
    let mut walk = Walk::new();
    let odd = Odd::<SENTENCE>(walk.zone.clone(), mistake);
    walk.add_readable("Odd", odd);
    walk.wrongs()
}

#[test]
fn each_mistake_is_seen() {
    for (mistake, expected) in [
        (Mistake::None, &[][..]),
        (Mistake::PlaysNothing, &["Odd: does not play a store with its class of data"]),
        (Mistake::StandsNowhere, &["Odd: does not say where it stands on `deletion`"]),
        (Mistake::KeepsUnknown, &["Odd: `AWS::Route53::HostedZone` is not known to keep data"]),
        (Mistake::DeletesTable, &["Odd: `connect` permits dynamodb:DeleteTable"]),
        (Mistake::WritesByReading, &["Odd: `reads` permits dynamodb:PutItem"]),
        (
            Mistake::PermitsEverything,
            &["Odd: permits something on Text(\"*\")", "Odd: permits something on Text(\"*\")"],
        ),
        (
            Mistake::IsNotRecorded,
            &["Odd: no data event records an access by kinesis", "Odd: the network has no endpoint for kinesis"],
        ),
        (Mistake::TakesMoreOfTheKey, &["Odd: the policy of the key does not permit kms:GetPublicKey"]),
    ] {
        assert_eq!(found::<NO_SENTENCE>(mistake), expected, "{mistake:?}");
    }
}

#[test]
fn a_sentence_that_nothing_reads_is_seen() {
    let expected = ["Odd: nothing reads that items are safe"];
    assert_eq!(found::<STATED>(Mistake::None), expected);
    assert_eq!(found::<UNREAD>(Mistake::None), expected);
}
