//! The meters, by service. An item is one of `prices.tsv`; one that is not in it is listed as having no price.

use super::{
    meter::{HOURS, Meter},
    thing::Thing,
};
use crate::usage::measure;

const AUTHORITY: &str = "AWS::ACMPCA::CertificateAuthority";
const BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";
const BUCKET: &str = "AWS::S3::Bucket";
const FUNCTION: &str = "AWS::Lambda::Function";
const INSTANCE: &str = "AWS::RDS::DBInstance";
const SERVICE: &str = "AWS::ECS::Service";
const TABLE: &str = "AWS::DynamoDB::Table";

/// All of them.
pub(super) const METERS: &[Meter] = &[
    // Networks.
    Meter::hourly("AWS::EC2::NatGateway", "NAT gateway", "gateway"),
    Meter::used("AWS::EC2::NatGateway", "NAT gateway", "data processed", measure::GB_THROUGH_NAT),
    Meter::hourly("AWS::EC2::EIP", "VPC", "public IPv4 address (also in use)"),
    Meter::read("AWS::EC2::VPCEndpoint", "VPC", "interface endpoint, per zone", zones).when(is_interface),
    Meter::used("AWS::EC2::VPCEndpoint", "VPC", "interface endpoint data, first PB", measure::GB_THROUGH_ENDPOINTS)
        .when(is_interface),
    // The way in.
    Meter::hourly(BALANCER, "ALB", "load balancer").when(is_application),
    Meter::used(BALANCER, "ALB", "LCU", measure::LOAD_UNITS).times(|_| HOURS).when(is_application),
    Meter::read(BALANCER, "VPC", "public IPv4 address (also in use)", zones_of_balancer).when(is_public),
    Meter::used(BALANCER, "Data transfer", "out to the internet, first 10 TB", measure::GB_SENT).when(is_public),
    Meter::each("AWS::WAFv2::WebACL", "WAF", "web ACL"),
    Meter::read("AWS::WAFv2::WebACL", "WAF", "rule", |it| Some(count(it.list("Rules")))),
    Meter::used("AWS::WAFv2::WebACL", "WAF", "requests", measure::REQUESTS),
    Meter::used("AWS::ApiGateway::RestApi", "API Gateway", "REST requests, first 333M", measure::REQUESTS),
    Meter::used("AWS::ApiGatewayV2::Api", "API Gateway", "HTTP requests, first 300M", measure::REQUESTS),
    Meter::used(
        "AWS::CloudFront::Distribution",
        "CloudFront",
        "out to the internet, US/Canada/Mexico, first 10 TB",
        measure::GB_SENT,
    ),
    Meter::used("AWS::CloudFront::Distribution", "CloudFront", "HTTPS requests", measure::REQUESTS),
    Meter::each("AWS::Route53::HostedZone", "Route 53", "hosted zone, first 25"),
    Meter::each("AWS::Route53::HealthCheck", "Route 53", "health check of another endpoint"),
    // What computes.
    Meter::read(SERVICE, "Fargate", "vCPU, x86", |it| tasks(it, "Cpu", 1024.0)).when(|it| !is_arm(it)),
    Meter::read(SERVICE, "Fargate", "memory, x86", |it| tasks(it, "Memory", 1024.0)).when(|it| !is_arm(it)),
    Meter::read(SERVICE, "Fargate", "vCPU, ARM", |it| tasks(it, "Cpu", 1024.0)).when(is_arm),
    Meter::read(SERVICE, "Fargate", "memory, ARM", |it| tasks(it, "Memory", 1024.0)).when(is_arm),
    Meter::used("AWS::ECS::Cluster", "CloudWatch", "custom metric, first 10000", measure::METRICS).when(has_insights),
    Meter::used(FUNCTION, "Lambda", "requests", measure::CALLS).when(is_called),
    Meter::used(FUNCTION, "Lambda", "duration x86, first 6 billion", measure::MILLISECONDS)
        .times(gb_seconds)
        .when(|it| is_called(it) && !it.list("Architectures").iter().any(|it| it == "arm64")),
    Meter::used(FUNCTION, "Lambda", "duration ARM", measure::MILLISECONDS)
        .times(gb_seconds)
        .when(|it| is_called(it) && it.list("Architectures").iter().any(|it| it == "arm64")),
    Meter::hourly("AWS::EKS::Cluster", "EKS", "cluster, standard support"),
    Meter::read("AWS::EKS::Nodegroup", "EC2 Linux on demand", "", |it| {
        it.number("ScalingConfig/DesiredSize").or_else(|| it.number("ScalingConfig/MinSize")).map(|it| it * HOURS)
    })
    .by("InstanceTypes/0"),
    Meter::used("AWS::ECR::Repository", "ECR", "storage", measure::GB_STORED),
    // Stores.
    Meter::read(INSTANCE, "RDS PostgreSQL", "", |it| Some(copies(it) * HOURS))
        .by("DBInstanceClass")
        .when(|it| it.is("Engine", "postgres")),
    Meter::read(INSTANCE, "RDS MySQL", "", |it| Some(copies(it) * HOURS))
        .by("DBInstanceClass")
        .when(|it| it.is("Engine", "mysql")),
    Meter::read(INSTANCE, "RDS", "replica of a database elsewhere", |it| Some(copies(it) * HOURS))
        .by("DBInstanceClass")
        .when(|it| it.text("Engine").is_none() && it.text("SourceRegion").is_some()),
    Meter::read(INSTANCE, "RDS", "gp2/gp3 storage", |it| it.number("AllocatedStorage").map(|gib| gib * copies(it)))
        .when(|it| !is_aurora(it)),
    Meter::read(INSTANCE, "Aurora PostgreSQL", "", |_| Some(HOURS))
        .by("DBInstanceClass")
        .when(|it| is_aurora(it) && !is_serverless(it)),
    Meter::used(INSTANCE, "Aurora PostgreSQL", "serverless v2 capacity unit", measure::CAPACITY_UNITS)
        .times(|_| HOURS)
        .when(|it| is_aurora(it) && is_serverless(it)),
    Meter::used("AWS::RDS::DBCluster", "Aurora PostgreSQL", "storage", measure::GB_STORED),
    Meter::used("AWS::EFS::FileSystem", "EFS", "standard storage", measure::GB_STORED),
    Meter::used(BUCKET, "S3", "standard storage, first 50 TB", measure::GB_STORED),
    Meter::used(BUCKET, "S3", "PUT, COPY, POST, LIST", measure::WRITES),
    Meter::used(BUCKET, "S3", "GET and others", measure::READS),
    Meter::used(TABLE, "DynamoDB", "on-demand writes", measure::WRITES).when(is_on_demand),
    Meter::used(TABLE, "DynamoDB", "on-demand reads", measure::READS).when(is_on_demand),
    Meter::read(TABLE, "DynamoDB", "provisioned write unit", |it| {
        it.number("ProvisionedThroughput/WriteCapacityUnits").map(|it| it * HOURS)
    })
    .when(|it| !is_on_demand(it)),
    Meter::read(TABLE, "DynamoDB", "provisioned read unit", |it| {
        it.number("ProvisionedThroughput/ReadCapacityUnits").map(|it| it * HOURS)
    })
    .when(|it| !is_on_demand(it)),
    Meter::used(TABLE, "DynamoDB", "storage after 25 GB free", measure::GB_STORED),
    Meter::used(TABLE, "DynamoDB", "point-in-time recovery", measure::GB_STORED)
        .when(|it| it.flag("PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")),
    Meter::read("AWS::ElastiCache::ReplicationGroup", "ElastiCache Redis", "", nodes).by("CacheNodeType"),
    Meter::read("AWS::EC2::Volume", "EBS", "gp3 storage", |it| it.number("Size")).when(|it| it.is("VolumeType", "gp3")),
    Meter::used("AWS::Backup::BackupVault", "Backup", "copies in a vault", measure::GB_STORED),
    // Keys and secrets.
    Meter::each(AUTHORITY, "Private CA", "authority, certificates of a week").when(is_short_lived),
    Meter::each(AUTHORITY, "Private CA", "authority, general purpose").when(|it| !is_short_lived(it)),
    Meter::each("AWS::KMS::Key", "KMS", "customer managed key"),
    Meter::used("AWS::KMS::Key", "KMS", "requests, after 20000 free", measure::REQUESTS),
    Meter::each("AWS::KMS::ReplicaKey", "KMS", "customer managed key"),
    Meter::each("AWS::SecretsManager::Secret", "Secrets Manager", "secret"),
    // What is watched.
    Meter::used("AWS::Logs::LogGroup", "CloudWatch", "logs ingested", measure::GB_LOGGED),
    Meter::used("AWS::Logs::LogGroup", "CloudWatch", "logs stored", measure::GB_OF_LOGS_KEPT),
    // Of hours in which something is measured, so this is the most.
    Meter::each("AWS::Logs::MetricFilter", "CloudWatch", "custom metric, first 10000"),
    Meter::read("AWS::CloudWatch::Alarm", "CloudWatch", "alarm, standard resolution", |it| Some(metrics(it))),
    Meter::each("AWS::CloudWatch::CompositeAlarm", "CloudWatch", "composite alarm"),
    Meter::each("AWS::CloudWatch::Dashboard", "CloudWatch", "dashboard, after 3 free"),
    Meter::read("AWS::Synthetics::Canary", "CloudWatch Synthetics", "canary run", runs),
    Meter::used("AWS::CloudTrail::Trail", "CloudTrail", "data events", measure::DATA_EVENTS),
    Meter::used("AWS::Config::ConfigurationRecorder", "Config", "configuration item", measure::CHANGES),
    Meter::used("AWS::Config::ConfigRule", "Config", "rule evaluation, first 100000", measure::EVALUATIONS),
    Meter::used("AWS::GuardDuty::Detector", "GuardDuty", "CloudTrail management events", measure::MANAGEMENT_EVENTS),
    Meter::used("AWS::GuardDuty::Detector", "GuardDuty", "VPC flow and DNS logs, first tier", measure::GB_OF_FLOWS),
    // Messages, and delivery.
    Meter::used("AWS::SNS::Topic", "SNS", "requests after 1M", measure::REQUESTS),
    Meter::used("AWS::Events::EventBus", "EventBridge", "events of programs", measure::REQUESTS),
    Meter::used("AWS::Events::Archive", "EventBridge", "events kept", measure::GB_STORED),
    Meter::used("AWS::SQS::Queue", "SQS", "standard requests after 1M free", measure::REQUESTS),
    Meter::each("AWS::CodePipeline::Pipeline", "CodePipeline", "V1 active pipeline (first one free)")
        .when(|it| !it.is("PipelineType", "V2")),
    Meter::used("AWS::CodePipeline::Pipeline", "CodePipeline", "V2 action minute, after 100 free", measure::MINUTES)
        .when(|it| it.is("PipelineType", "V2")),
    Meter::used("AWS::CodeBuild::Project", "CodeBuild", "Linux general1.small", measure::MINUTES)
        .when(|it| it.is("Environment/ComputeType", "BUILD_GENERAL1_SMALL")),
    Meter::used("AWS::CodeBuild::Project", "CodeBuild", "Linux general1.medium", measure::MINUTES)
        .when(|it| it.is("Environment/ComputeType", "BUILD_GENERAL1_MEDIUM")),
];

#[allow(clippy::cast_precision_loss, reason = "lists of a template are short")]
fn count(items: &[serde_json::Value]) -> f64 {
    items.len() as f64
}

fn is_interface(it: &Thing<'_>) -> bool {
    it.is("VpcEndpointType", "Interface")
}

/// Hours in each zone, which only a literal list of subnets tells.
fn hours_of_each(subnets: &[serde_json::Value]) -> Option<f64> {
    (!subnets.is_empty()).then(|| count(subnets) * HOURS)
}

fn zones(it: &Thing<'_>) -> Option<f64> {
    hours_of_each(it.list("SubnetIds"))
}

fn zones_of_balancer(it: &Thing<'_>) -> Option<f64> {
    hours_of_each(it.list("Subnets"))
}

fn is_application(it: &Thing<'_>) -> bool {
    matches!(it.text("Type"), None | Some("application"))
}

fn is_public(it: &Thing<'_>) -> bool {
    !it.is("Scheme", "internal")
}

/// What the tasks of a service take in the hours of a month: as many tasks as it runs at least.
fn tasks(service: &Thing<'_>, property: &str, unit: f64) -> Option<f64> {
    let task = service.target("TaskDefinition")?;
    let scaled = service.users("AWS::ApplicationAutoScaling::ScalableTarget").find_map(|it| it.number("MinCapacity"));
    let count = scaled.or_else(|| service.number("DesiredCount"))?;
    Some(task.number(property)? / unit * count * HOURS)
}

fn is_arm(service: &Thing<'_>) -> bool {
    service.target("TaskDefinition").is_some_and(|it| it.is("RuntimePlatform/CpuArchitecture", "ARM64"))
}

fn has_insights(it: &Thing<'_>) -> bool {
    let mut settings = it.list("ClusterSettings").iter();
    settings.any(|it| it["Name"] == "containerInsights" && it["Value"] != "disabled")
}

fn is_called(it: &Thing<'_>) -> bool {
    !it.runs_for_deployments()
}

/// The gigabyte-seconds of a millisecond. A function that does not say how much memory it has has 128 MB.
fn gb_seconds(it: &Thing<'_>) -> f64 {
    it.number("MemorySize").unwrap_or(128.0) / 1024.0 / 1000.0
}

/// The runs of a canary in the hours of a month, if it has a rate of minutes.
fn runs(canary: &Thing<'_>) -> Option<f64> {
    let rate = canary.text("Schedule/Expression")?.strip_prefix("rate(")?;
    let (minutes, unit) = rate.trim_end_matches(')').split_once(' ')?;
    let minutes: f64 = minutes.parse().ok().filter(|it| *it > 0.0)?;
    unit.starts_with("minute").then_some(HOURS * 60.0 / minutes)
}

/// A database in several zones has one more of everything.
fn copies(it: &Thing<'_>) -> f64 {
    if it.flag("MultiAZ") { 2.0 } else { 1.0 }
}

fn is_short_lived(it: &Thing<'_>) -> bool {
    it.is("UsageMode", "SHORT_LIVED_CERTIFICATE")
}

fn is_aurora(it: &Thing<'_>) -> bool {
    it.text("Engine").is_some_and(|it| it.starts_with("aurora"))
}

fn is_serverless(it: &Thing<'_>) -> bool {
    it.is("DBInstanceClass", "db.serverless")
}

fn is_on_demand(it: &Thing<'_>) -> bool {
    it.is("BillingMode", "PAY_PER_REQUEST")
}

/// The nodes of a cache, in the hours of a month.
fn nodes(it: &Thing<'_>) -> Option<f64> {
    let in_groups = || Some(it.number("NumNodeGroups")? * (it.number("ReplicasPerNodeGroup")? + 1.0));
    it.number("NumCacheClusters").or_else(in_groups).map(|nodes| nodes * HOURS)
}

/// An alarm costs as much as it has metrics.
fn metrics(it: &Thing<'_>) -> f64 {
    let of_sum = it.list("Metrics").iter().filter(|it| it.get("MetricStat").is_some()).count();
    #[allow(clippy::cast_precision_loss, reason = "CloudWatch takes ten metrics")]
    let of_sum = of_sum as f64;
    of_sum.max(1.0)
}
