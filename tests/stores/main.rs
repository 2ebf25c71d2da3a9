//! What holds for every store of AWS, whoever wrote it: each is made and connected to, and what it says of itself is compared
//! with what the rest of the library knows of it. A store that is forgotten somewhere is found here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod mistakes;
mod wrongs;

use std::{collections::BTreeSet, fs, path::Path};

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    data::Phi,
    policy::{Hipaa, Production},
    uses::{Readable, Usable, Use},
};
use hc_cdk_aws::{
    assertions::Clinic,
    network::{InterfaceEndpoint, Vpc},
    perimeter::Perimeter,
    prelude::*,
    region,
    storage::{Capacity, TableIndex, TableStream},
    user_name,
};
use wrongs::wrongs;

type Prod = (Hipaa, Production);

/// Stores of the same perimeter, as workloads see them.
struct Walk {
    stack: Stack<Prod>,
    zone: Perimeter<Phi>,
    stores: Vec<Seen>,
}

/// A store that a stack has taken: its construct, what using it takes, and what reading it does if it can be read only.
struct Seen {
    kind: &'static str,
    using: Use,
    reading: Option<Use>,
}

impl Walk {
    fn new() -> Self {
        let Clinic { stack, zone, .. } = Clinic::<Prod, Phi>::in_network("stores", region::UsEast1, |key| {
            let endpoints = InterfaceEndpoint::USUAL.into_iter().chain([
                InterfaceEndpoint::EventBridge,
                InterfaceEndpoint::Sns,
                InterfaceEndpoint::Sqs,
            ]);
            Vpc::builder()
                .cidr(cidr!("10.20.0.0/16"))
                .key(key)
                .interface_endpoints(endpoints.collect::<Vec<_>>())
                .build()
        });
        Self { stack, zone, stores: Vec::new() }
    }

    /// A store that reading and writing are the same for.
    fn add<C>(&mut self, name: &'static str, store: C)
    where
        C: Construct<Prod, Aws>,
        C::Handle: Usable<Target = Aws>,
    {
        let using = Use::of(&self.stack.add(name, store));
        let using = Use { connection: using.connection.clone().for_one_called("clinic/Reader"), ..using };
        self.stores.push(Seen { kind: <C as Spec>::KIND, using, reading: None });
    }

    fn add_readable<C>(&mut self, name: &'static str, store: C)
    where
        C: Construct<Prod, Aws>,
        C::Handle: Readable<Target = Aws>,
    {
        let handle = self.stack.add(name, store);
        let (using, reading) = (Use::of(&handle), Some(Use::reading(&handle)));
        self.stores.push(Seen { kind: <C as Spec>::KIND, using, reading });
    }

    /// Everything that is wrong with each of its stores.
    fn wrongs(self) -> Vec<String> {
        let app = App::new("stores").stack(self.stack);
        self.stores.iter().flat_map(|store| wrongs(&app, store)).collect()
    }
}

/// Every store that there is: a new one has its line here.
fn all() -> Walk {
    let mut walk = Walk::new();
    let zone = walk.zone.clone();
    walk.add("Patients", EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build());
    walk.add("Billing", EncryptedDatabase::builder().perimeter(&zone).engine(Mysql::V8_4).build());
    walk.add("Archive", EncryptedDatabase::builder().perimeter(&zone).engine(AuroraPostgres::V17).build());
    let ledger = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let ledger = walk.stack.add("Ledger", ledger);
    for using in [Use::of(&ledger.user(user_name!("clerk"))), Use::of(&ledger.administrator())] {
        walk.stores.push(Seen { kind: "EncryptedDatabase", using, reading: None });
    }
    walk.add_readable("Uploads", FileSystem::builder().perimeter(&zone).build());
    walk.add_readable("Scans", SecureBucket::builder().perimeter(&zone).build());
    let table = || EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let by_ward = TableIndex::new("by-ward", TableKey::text("ward"));
    walk.add_readable("Sessions", table().time_to_live("expires").build());
    walk.add_readable(
        "Visits",
        table().capacity(Capacity::SCALED).indexes([by_ward]).stream(TableStream::NewAndOld).build(),
    );
    let letters = walk.stack.add("Letters", Queue::builder().perimeter(&zone).build());
    walk.stores.push(Seen { kind: "Queue", using: Use::of(&letters), reading: Some(Use::reading(&letters.inbox())) });
    walk.add("Opened", Cache::builder().perimeter(&zone).build());
    walk.add("Admissions", Topic::builder().perimeter(&zone).build());
    walk.add("Happened", Bus::builder().perimeter(&zone).build());
    walk
}

#[test]
fn nothing_is_wrong_with_any_store() {
    assert_eq!(all().wrongs(), Vec::<String>::new());
}

/// What workloads use and that keeps nothing of theirs here: an API hands it on, and a pool of users opens the way to it.
const NO_STORES: [&str; 6] = ["Api", "CloudService", "Service", "SettingHandle", "ThirdParty", "Users"];

/// The handles that workloads can use are those of the stores above: a handle is found by its `impl Usable for`.
#[test]
fn every_store_is_walked() {
    let mut handles = BTreeSet::new();
    collect(Path::new("../hc-cdk-aws/src"), &mut handles);
    for other in NO_STORES {
        assert!(handles.remove(other), "`{other}` is no handle any more");
    }
    let walked: BTreeSet<&str> = all().stores.iter().map(|store| store.kind).collect();
    let expected = [
        ("Bucket", "SecureBucket"),
        ("Cached", "Cache"),
        ("Database", "EncryptedDatabase"),
        ("DatabaseAdministrator", "EncryptedDatabase"),
        ("DatabaseUser", "EncryptedDatabase"),
        ("Files", "FileSystem"),
        // A function and a state machine keep nothing, and the inbox of a queue is read beside it.
        ("Inbox", "Queue"),
        ("Lambda", ""),
        ("Machine", ""),
        ("Messages", "Queue"),
        ("Events", "Bus"),
        ("Notices", "Topic"),
        ("Table", "EncryptedTable"),
    ];
    assert_eq!(handles, expected.map(|(handle, _)| handle.to_owned()).into(), "a store has its line in `all` and here");
    let kinds: BTreeSet<&str> = expected.iter().map(|(_, kind)| *kind).filter(|kind| !kind.is_empty()).collect();
    assert_eq!(walked, kinds);
}

/// The handles that are `Usable`, in what is compiled into the library.
fn collect(folder: &Path, handles: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, handles);
        } else if !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let found = text.split(" Usable for ").skip(1);
            handles.extend(found.filter_map(|it| it.split(['<', ' ']).next()).map(str::to_owned));
        }
    }
}
