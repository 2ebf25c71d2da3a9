//! A test environment of a patient management system with made-up data: a service behind a load balancer, its database and its files,
//! and the pipeline that builds, tries and deploys it. Whoever deploys it says how large it is, and which copy of the system it is;
//! whoever deletes it deletes all of it. How much is used in a month is said beside each part, for an estimate of its cost.

use std::process::ExitCode;

use hc_cdk::dimension::{availability::MultiAz, secret_rotation::Every30Days};
use hc_cdk::{data::Synthetic, literal::cidr::Cidr, policy::Development, prelude::*, value::NameSuffix};
use hc_cdk_aws::audit::Trail;
use hc_cdk_aws::compute::{Repository, Service, Tasks};
use hc_cdk_aws::delivery::{ImageBuild, Source, Trial};
use hc_cdk_aws::kind::{CertificateArn, FunctionArn, KeyArn};
use hc_cdk_aws::network::{Network, Subnets};
use hc_cdk_aws::parameters::{
    ContainerPort, SecretName, StorageGib, SubnetNetwork, TaskCount, TaskCpu, TaskMemory, TaskSize, VpcNetwork,
};
use hc_cdk_aws::secrets::RotatedSecret;
use hc_cdk_aws::storage::{FileSystem, Files, Throughput};
use hc_cdk_aws::usage::{LoadUnits, LoggedGb, Minutes, NatGb, Requests, StoredGb};
use hc_cdk_aws::{database::Database, edge::Endpoint, keys::Key, prelude::*, pseudo, region, secret_name};

const APP: Image =
    image!("healthtech.example/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

type Template = Stack<Development>;

/// Two perimeters for made-up data in one network, each with a key of its own.
struct Zones {
    trail: Trail,
    vpc: Network,
    records: Perimeter<Synthetic>,
    files: Perimeter<Synthetic>,
}

fn main() -> ExitCode {
    template().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn template() -> App {
    let mut stack = Template::new("healthtech", region::EuSouth1);
    let suffix = Parameter::<NameSuffix>::new("Which copy of the system this is").default_value("dev");
    let suffix = stack.parameter("EnvironmentSuffix", suffix);
    stack.name_suffix(suffix.clone());
    stack.tag("environment", suffix.clone());

    let zones = zones(&mut stack);
    tell_of_network(&mut stack, &zones);
    let records = database(&mut stack, &zones.records);
    let letters = files(&mut stack, &zones.files);
    let images = stack.add("Images", ImageRepository::builder().key(zones.records.key()));
    let app = service(&mut stack, &zones.records, &images, &records, &letters);
    let front = front(&mut stack, &app);
    deliver(&mut stack, &zones, &images, &app, &front);
    observe(&mut stack, zones.records.key(), &app, &records);
    stack.output("StackName", "The name of this stack", pseudo::stack_name());
    stack.output("EnvironmentSuffix", "Which copy of the system this is", suffix);
    App::new("healthtech").tag("owner", "patient-records").stack(stack)
}

/// The network with the subnets that are given, and what is in it.
fn zones(stack: &mut Template) -> Zones {
    let key = stack.add("RecordsKey", CustomerKey::builder().description("encrypts records"));
    let files_key = stack.add("FilesKey", CustomerKey::builder().description("encrypts files"));
    let trail = stack.add("Trail", AuditTrail::builder().key(&key));

    let network = Parameter::<VpcNetwork>::new("The addresses of the network");
    let network = stack.parameter("VpcCIDR", network.default_value(VpcNetwork::from(cidr!("10.0.0.0/16"))));
    let mut subnet = |name: &'static str, usual: Cidr<24>| {
        let network = Parameter::<SubnetNetwork>::new("The addresses of a subnet");
        stack.parameter(name, network.default_value(SubnetNetwork::from(usual)))
    };
    let public = [subnet("PublicSubnet1CIDR", cidr!("10.0.1.0/24")), subnet("PublicSubnet2CIDR", cidr!("10.0.2.0/24"))];
    let private =
        [subnet("PrivateSubnet1CIDR", cidr!("10.0.11.0/24")), subnet("PrivateSubnet2CIDR", cidr!("10.0.12.0/24"))];
    let vpc = Vpc::builder().cidr(network).key(&key).subnets(Subnets::of(public, private));
    // A test environment reaches the cloud's services through its NAT gateway: endpoints would cost as much as all the rest.
    let vpc = stack.add("Vpc", vpc.interface_endpoints([]));

    let records = Perimeter::builder().vpc(&vpc).key(&key).trail(&trail).build();
    let files = Perimeter::builder().vpc(&vpc).key(&files_key).trail(&trail).build();
    Zones { records: stack.add("RecordsZone", records), files: stack.add("FilesZone", files), vpc, trail }
}

/// The database in two zones, with credentials that exist already.
fn database(stack: &mut Template, zone: &Perimeter<Synthetic>) -> Database<Synthetic> {
    let class = Parameter::new("The size of the database").default_value(InstanceClass::T3Micro);
    let class = stack.parameter("DBInstanceClass", class);
    let storage = Parameter::<StorageGib>::new("GiB of storage that the database begins with");
    let storage = stack.parameter("DBAllocatedStorage", storage.default_value(20).range(20..=200));
    let name = Parameter::<SecretName>::new("The secret with the database's user and password");
    let name = stack.parameter("DBSecretName", name.default_value(secret_name!("healthtech/rds/credentials")));
    let key = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:eu-south-1:111122223333:key/0b1c2d3e"));
    let credentials = Secret::named(name, &key);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-south-1:111122223333:function:healthtech-rotate");
    let rotated = RotatedSecret::builder().secret(&credentials).rotated_by(rotate).build();
    let credentials = stack.add("Credentials", rotated.rotation(Every30Days));
    let database = EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).credentials(&credentials);
    let database = database.instance_class(class).storage_gib(storage).database_name("healthtech").build();
    let records = stack.add("Database", database.availability(MultiAz));
    stack.output("RDSEndpoint", "The host of the database", records.endpoint());
    stack.output("RDSPort", "The port of the database", records.endpoint_port());
    stack.output("RDSArn", "The database", records.arn());
    records
}

/// The files that the service writes.
fn files(stack: &mut Template, zone: &Perimeter<Synthetic>) -> Files<Synthetic> {
    let letters = FileSystem::builder().perimeter(zone).mounted_at("/var/letters").throughput(Throughput::Bursting);
    let letters = stack.add("Letters", letters);
    stack.expect(&letters, StoredGb(10));
    stack.output("EFSFileSystemId", "The file system", letters.id());
    stack.output("EFSFileSystemArn", "The file system's ARN", letters.arn());
    letters
}

/// The service, as large as is given: it grows to ten tasks when its processors are busy. It begins with the image that is given,
/// and goes on with those of the pipeline.
fn service(
    stack: &mut Template,
    zone: &Perimeter<Synthetic>,
    images: &Repository,
    records: &Database<Synthetic>,
    letters: &Files<Synthetic>,
) -> Service<Synthetic> {
    let image = stack.parameter("ContainerImage", Parameter::new("The first image, by its digest").default_value(APP));
    let port = Parameter::<ContainerPort>::new("The port that the service listens on").default_value(8080);
    let port = stack.parameter("ContainerPort", port);
    let usual = fargate!(cpu = 256, memory = 512);
    let cpu = Parameter::<TaskCpu>::new("Units of CPU of a task; 1024 are one processor").default_value(usual);
    let cpu = stack.parameter("TaskCPU", cpu);
    let memory = stack.parameter("TaskMemory", Parameter::<TaskMemory>::new("MiB of a task").default_value(usual));
    let desired = Parameter::<TaskCount>::new("How many tasks run at least").default_value(1).range(1..=10);
    let desired = stack.parameter("DesiredCount", desired);
    let service = FargateService::builder()
        .perimeter(zone)
        .image(image)
        .releases(images)
        .port(port)
        .size(TaskSize::of(cpu, memory))
        .scale(Tasks::between(desired, 10))
        .connect(records)
        .connect(letters);
    let app = stack.add("Service", service);
    stack.expect(&app, LoggedGb(2));
    stack.output("ECSClusterName", "The cluster", app.cluster());
    stack.output("ECSClusterArn", "The cluster's ARN", app.cluster_arn());
    stack.output("ECSServiceName", "The service", app.name());
    stack.output("ECSServiceArn", "The service's ARN", app.arn());
    app
}

/// The way in.
fn front(stack: &mut Template, app: &Service<Synthetic>) -> Endpoint {
    let certificate = arn!(CertificateArn, "arn:aws:acm:eu-south-1:111122223333:certificate/1a2b");
    let front = HttpsEndpoint::builder().target(app).domain(domain!("test.healthtech.example"));
    let front = front.certificate(&Certificate::existing(certificate));
    let front = stack.add("LoadBalancer", front);
    stack.expect(&front, LoadUnits(1));
    stack.expect(&front, Requests(100_000));
    stack.output("LoadBalancerDNS", "Where the load balancer answers", front.dns_name());
    stack.output("LoadBalancerArn", "The load balancer's ARN", front.arn());
    front
}

/// From an archive in a bucket to what runs: the image is built, scanned, deployed and tried; what fails is taken back.
fn deliver(stack: &mut Template, zones: &Zones, images: &Repository, app: &Service<Synthetic>, front: &Endpoint) {
    let image = ImageBuild::to(images).tested("npm ci && npm test").scanned();
    let trial = Trial::at(front.url()).command("npm ci && npm run test:integration");
    let pipeline = Pipeline::builder().key(zones.records.key()).trail(&zones.trail);
    let pipeline = pipeline.source(Source::upload("healthtech.zip")).image(image).deploy(app).trial(trial);
    let delivery = stack.add("Delivery", pipeline);
    stack.expect(&delivery, StoredGb(5));
    stack.expect(&delivery, Minutes(150));
    stack.output("PipelineName", "The pipeline", delivery.name());
    stack.output("PipelineArn", "The pipeline's ARN", delivery.arn());
    stack.output("ArtifactBucketName", "What the pipeline hands on", delivery.artifact_bucket());
}

/// Who is told when it is too small, and what there is to see of it.
fn observe(stack: &mut Template, key: &Key, app: &Service<Synthetic>, records: &Database<Synthetic>) {
    let alarms = Alarms::builder().key(key).notify(Contact::email("team@healthtech.example"));
    let alarms = alarms.watch("HighCpu", app.cpu().above(Percent(80.0)).periods(2));
    let alarms = alarms.watch("ManyConnections", records.connections().above(Count(60.0)).periods(2));
    let alarms = stack.add("Alarms", alarms);
    let board = Dashboard::builder().alarms("Now", &alarms).graph("Processors", [app.cpu(), records.cpu()]);
    stack.add("Board", board);
}

fn tell_of_network(stack: &mut Template, zones: &Zones) {
    stack.output("RecordsKeyId", "The key of records", zones.records.key().id());
    stack.output("FilesKeyId", "The key of files", zones.files.key().id());
    stack.expect(&zones.vpc, NatGb(10));
    stack.expect(&zones.vpc, LoggedGb(2));
    stack.output("VPCId", "The network", zones.vpc.id());
    for (number, subnet) in (1..).zip(zones.vpc.public()) {
        stack.output(format!("PublicSubnet{number}Id"), "A subnet of load balancers", subnet);
    }
    for (number, subnet) in (1..).zip(zones.vpc.private()) {
        stack.output(format!("PrivateSubnet{number}Id"), "A subnet of the service and its stores", subnet);
    }
    for (number, gateway) in (1..).zip(zones.vpc.nat_gateways()) {
        stack.output(format!("NatGateway{number}Id"), "The way out of private subnets", gateway);
    }
}
