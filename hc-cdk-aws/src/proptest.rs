//! Strategies for property tests: legal programs of every shape, and constructs of your own inside them.
//!
//! A [`Program`] says what a stack is made of; [`Program::stack`] makes it under a policy, in a region, for a class of data.
//! Put your own construct into the stack and ask of it what must hold for every program:
//!
//! ```
//! use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
//! use hc_cdk_aws::{prelude::*, proptest::programs, region, storage::SecureBucket};
//! use proptest::prelude::*;
//!
//! type Prod = (Hipaa, Production);
//!
//! proptest! {
//!     # #![proptest_config(ProptestConfig::with_cases(4))]
//!     fn a_bucket_fits_into_every_program(program in programs()) {
//!         let (mut stack, zone) = program.stack::<Prod, Phi, _>(region::UsEast1);
//!         stack.add("Mine", SecureBucket::builder().perimeter(&zone));
//!         prop_assert!(App::new("test").stack(stack).synthesize().is_ok());
//!     }
//! }
//! # a_bucket_fits_into_every_program();
//! ```

mod functions;

use hc_cdk::{
    data::{AllowedUnder, DataClass},
    dimension::{residency::ResidencyFor, tls::Tls13},
    image,
    image::Image,
    literal::cidr::CidrBlock,
    policy::{Dimension, Policy},
    target::Region,
};
use proptest::{collection::vec, option, prelude::*, sample::subsequence};

use self::functions::{DIGEST, FunctionPlan, function};
use crate::{
    assertions::Clinic,
    compute::{FargateService, ImageRepository, Service},
    database::{AuroraPostgres, Database, EncryptedDatabase, Mysql, Postgres},
    delivery::{ImageBuild, Pipeline, Source, Trial},
    edge::{Certificate, HttpsEndpoint},
    keys::Key,
    kind::{ClusterSnapshotArn, ConnectionArn},
    literal::arn::Arn,
    network::{InterfaceEndpoint, Vpc, Zones},
    observe::{Alarms, Contact, Dashboard, Percent, preset},
    parameters::VpcNetwork,
    perimeter::Perimeter,
    stack::{Aws, Stack},
    storage::{
        Bucket, Cache, Capacity, EncryptedTable, FileSystem, Files, SecureBucket, Setting, Table, TableIndex, TableKey,
        TableStream,
    },
};

const IMAGE: Image =
    image!("registry.example/program@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

const CONNECTION: Arn<ConnectionArn> = Arn::new("arn:aws:codeconnections:us-east-1:111122223333:connection/1a2b");

/// What a stack is made of. The policy, the region and the class of data come when it is made.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Program {
    network: VpcNetwork,
    zones: Zones,
    interface_endpoints: Vec<InterfaceEndpoint>,
    engines: Vec<Engine>,
    buckets: usize,
    tables: Vec<TablePlan>,
    files: usize,
    services: Vec<ServicePlan>,
    functions: Vec<FunctionPlan>,
    cache: bool,
    endpoint: bool,
    alarms: bool,
    images: bool,
}

/// What a table is made of.
#[derive(Debug, Clone, Copy)]
struct TablePlan {
    sort: Option<TableKey>,
    index: Option<TableIndex>,
    capacity: Capacity,
    stream: Option<TableStream>,
    expires: bool,
}

/// What a service is made of: places in the lists of stores that it connects to or reads.
#[derive(Debug, Clone)]
struct ServicePlan {
    port: u16,
    most_tasks: u32,
    databases: Vec<usize>,
    buckets: Vec<usize>,
    tables: Vec<usize>,
    files: Vec<usize>,
    scratch: bool,
}

/// Which engine a database has.
#[derive(Debug, Clone, Copy)]
enum Engine {
    Postgres,
    Mysql,
    Aurora,
    /// Aurora as well, with what was in another one.
    Restored,
}

impl Program {
    /// Makes the stack under the policy `P` in the region `R`, with everything in a perimeter for data of class `D`.
    pub fn stack<P, D, R>(&self, region: R) -> (Stack<P>, Perimeter<D>)
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region<Target = Aws> + ResidencyFor<P>,
    {
        self.in_stack(Stack::new("program", region))
    }

    /// Makes it in a stack that is there already, such as one with a suffix.
    pub fn in_stack<P, D>(&self, stack: Stack<P>) -> (Stack<P>, Perimeter<D>)
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
    {
        let network = |key: &Key| {
            let vpc = Vpc::builder().cidr(self.network).key(key).zones(self.zones);
            vpc.interface_endpoints(self.interface_endpoints.clone()).build()
        };
        let place = stack.model().region;
        let Clinic { mut stack, key, trail, zone, .. } = Clinic::in_stack(stack, network);
        let databases: Vec<Database<D>> = (1..)
            .zip(&self.engines)
            .map(|(number, engine)| {
                let database = EncryptedDatabase::builder().perimeter(&zone);
                let database = match engine {
                    Engine::Postgres => database.engine(Postgres::V17).build(),
                    Engine::Mysql => database.engine(Mysql::V8_4).build(),
                    Engine::Aurora => database.engine(AuroraPostgres::V17).build(),
                    Engine::Restored => {
                        let snapshot = format!("arn:aws:rds:{place}:111122223333:cluster-snapshot:before");
                        let database = database.engine(AuroraPostgres::V17);
                        match Arn::<ClusterSnapshotArn>::parse(snapshot) {
                            Ok(snapshot) => database.restored_from(snapshot).build(),
                            Err(_) => database.build(),
                        }
                    }
                };
                stack.add(format!("Database{number}"), database)
            })
            .collect();
        let buckets: Vec<Bucket<D>> = (1..=self.buckets)
            .map(|number| stack.add(format!("Bucket{number}"), SecureBucket::builder().perimeter(&zone).build()))
            .collect();
        // DynamoDB also answers over TLS 1.2: where a policy asks for more, there is no table.
        let takes_tables = stack.model().policy.floor(Dimension::tls) < Tls13::POSITION;
        let tables: Vec<Table<D>> = (1..)
            .zip(self.tables.iter().filter(|_| takes_tables))
            .map(|(number, plan)| stack.add(format!("Table{number}"), plan.table(&zone)))
            .collect();
        // Nor does EFS speak anything newer.
        let files: Vec<Files<D>> = (1..=self.files)
            .filter(|_| takes_tables)
            .map(|number| stack.add(format!("Files{number}"), FileSystem::builder().perimeter(&zone).build()))
            .collect();
        let cache = (self.cache && takes_tables).then(|| stack.add("Cache", Cache::builder().perimeter(&zone).build()));
        let images = self.images.then(|| stack.add("Images", ImageRepository::builder().key(&key).build()));
        let image = images.as_ref().and_then(|images| images.image(DIGEST).ok()).unwrap_or(IMAGE);
        let services: Vec<Service<D>> = (1..)
            .zip(&self.services)
            .map(|(number, plan)| {
                let mut service = FargateService::builder()
                    .perimeter(&zone)
                    .image(image.clone())
                    .port(plan.port)
                    .scale(2..=plan.most_tasks);
                for database in plan.databases.iter().filter_map(|at| databases.get(*at)) {
                    service = service.connect(database);
                }
                for bucket in plan.buckets.iter().filter_map(|at| buckets.get(*at)) {
                    service = service.connect(bucket);
                }
                for table in plan.tables.iter().filter_map(|at| tables.get(*at)) {
                    service = if plan.scratch { service.reads(table) } else { service.connect(table) };
                }
                for files in plan.files.iter().filter_map(|at| files.get(*at)) {
                    service = if plan.scratch { service.reads(files) } else { service.connect(files) };
                }
                if let Some(cache) = &cache {
                    service = service.connect(cache);
                }
                if plan.scratch {
                    let setting = Setting::builder().perimeter(&zone).value("08:00-18:00").build();
                    let setting = stack.add(format!("Setting{number}"), setting);
                    service = service.scratch("/tmp").reads(&setting);
                }
                stack.add(format!("Service{number}"), service.build())
            })
            .collect();
        // Nor do queues and topics.
        for (number, plan) in (1..).zip(self.functions.iter().filter(|_| takes_tables)) {
            plan.add(&mut stack, &zone, number, place, &tables);
        }
        // A certificate is of the stack's region.
        let certificate = Arn::parse(format!("arn:aws:acm:{place}:111122223333:certificate/1a2b"));
        let certificate = certificate.ok().filter(|_| self.endpoint).map(Certificate::existing);
        let front = services.split_first().zip(certificate).map(|((first, others), certificate)| {
            let mut front =
                HttpsEndpoint::builder().target(first).domain("program.example.org").certificate(&certificate);
            for (path, service) in ["/second/*", "/third/*"].into_iter().zip(others) {
                front = front.route(path, service);
            }
            stack.add("Front", front.build())
        });
        if let Some(images) = &images {
            for (number, service) in (1..).zip(&services) {
                let source = if number == 1 {
                    Source::upload("program.zip")
                } else {
                    Source::connection(CONNECTION, "clinic/program", "main")
                };
                let delivery = Pipeline::builder().key(&key).trail(&trail).source(source);
                let mut delivery = delivery
                    .image(ImageBuild::to(images).tested("npm test").scanned().signed().approved("Release?"))
                    .deploy(service);
                if let Some(front) = front.as_ref().filter(|_| number == 1) {
                    delivery = delivery.trial(Trial::at(front.url()).command("npm run smoke"));
                }
                stack.add(format!("Delivery{number}"), delivery.build());
            }
        }
        if self.alarms {
            let mut alarms = Alarms::builder().key(&key).watch("Silent", preset::audit_silent(&trail));
            alarms = alarms.notify(Contact::email("oncall@example.org"));
            if let Some(front) = &front {
                alarms = alarms.watch("Errors", front.errors().above(Percent(2.0)));
            }
            let alarms = stack.add("Alarms", alarms.build());
            let processors =
                databases.iter().map(Database::cpu).chain(services.iter().map(Service::cpu)).collect::<Vec<_>>();
            let mut board = Dashboard::builder().alarms("Now", &alarms);
            if !processors.is_empty() {
                board = board.graph("Processors", processors);
            }
            stack.add("Board", board.build());
        }
        (stack, zone)
    }
}

impl TablePlan {
    fn table<D: DataClass>(self, zone: &Perimeter<D>) -> EncryptedTable<D> {
        let table = EncryptedTable::builder().perimeter(zone).partition_key(TableKey::text("patient"));
        let mut table = table.capacity(self.capacity).indexes(self.index);
        if let Some(key) = self.sort {
            table = table.sort_key(key);
        }
        if let Some(stream) = self.stream {
            table = table.stream(stream);
        }
        if self.expires {
            table = table.time_to_live("expires");
        }
        table.build()
    }
}

/// Every private network that a VPC can be cut from.
pub fn networks() -> impl Strategy<Value = VpcNetwork> {
    (16_u8..=24, 0_u32..=u32::MAX).prop_filter_map("within 10.0.0.0/8", |(prefix, place)| {
        let whole = CidrBlock::parse("10.0.0.0/8").ok()?;
        let part = whole.part(prefix, place % (1 << (prefix - 8)))?;
        VpcNetwork::parse(&part.to_string()).ok()
    })
}

/// Every shape of legal program: from a bare perimeter to several databases, buckets, tables and services behind an endpoint.
pub fn programs() -> impl Strategy<Value = Program> {
    let endpoints = subsequence(InterfaceEndpoint::USUAL.to_vec(), 0..=InterfaceEndpoint::USUAL.len());
    let zones = prop_oneof![Just(Zones::Two), Just(Zones::Three)];
    let engine = prop_oneof![Just(Engine::Postgres), Just(Engine::Mysql), Just(Engine::Aurora), Just(Engine::Restored)];
    let stores = (vec(engine, 0..=2), 0_usize..=2, vec(table(), 0..=2), 0_usize..=2);
    (networks(), zones, endpoints, stores).prop_flat_map(
        |(network, zones, interface_endpoints, (engines, buckets, tables, files))| {
            let services = vec(service(engines.len(), buckets, tables.len(), files), 0..=3);
            let functions = vec(function(tables.len()), 0..=2);
            let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
            (services, flags, functions).prop_map(move |(services, (endpoint, alarms, images, cache), functions)| {
                Program {
                    network,
                    zones,
                    interface_endpoints: interface_endpoints.clone(),
                    engines: engines.clone(),
                    buckets,
                    tables: tables.clone(),
                    files,
                    services,
                    functions,
                    cache,
                    endpoint,
                    alarms,
                    images,
                }
            })
        },
    )
}

fn table() -> impl Strategy<Value = TablePlan> {
    let sort = option::of(Just(TableKey::number("at")));
    let index = option::of(Just(TableIndex::new("by-ward", TableKey::bytes("ward"))));
    let capacity = prop_oneof![Just(Capacity::OnDemand), Just(Capacity::SCALED)];
    let stream = option::of(prop_oneof![Just(TableStream::Keys), Just(TableStream::NewAndOld)]);
    (sort, index, capacity, stream, any::<bool>()).prop_map(|(sort, index, capacity, stream, expires)| TablePlan {
        sort,
        index,
        capacity,
        stream,
        expires,
    })
}

fn service(databases: usize, buckets: usize, tables: usize, files: usize) -> impl Strategy<Value = ServicePlan> {
    let some = |count: usize| subsequence((0..count).collect::<Vec<_>>(), 0..=count);
    (1024_u16.., 2_u32..=50, some(databases), some(buckets), some(tables), some(files), any::<bool>()).prop_map(
        |(port, most_tasks, databases, buckets, tables, files, scratch)| ServicePlan {
            port,
            most_tasks,
            databases,
            buckets,
            tables,
            files,
            scratch,
        },
    )
}
