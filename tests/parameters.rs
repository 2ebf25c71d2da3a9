//! What a construct takes as a literal it takes as a parameter, too: CloudFormation then refuses what the compiler would have
//! refused, and rules read the parameter as anything that its limits let it be, and as no more.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use hc_cdk::{
    data::{Phi, Synthetic},
    image::Image,
    literal::cidr::CidrBlock,
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
    resource::Resource,
    rule::Rule,
    stack::Within,
    value::{Json, Kind as _, Label, Whole},
};
use hc_cdk_aws::{
    assertions::{Clinic, Template, json},
    cfn::{ec2, ecs},
    compute::Tasks,
    kind::KeyArn,
    network::Subnets,
    parameters::{
        ContainerPort, SecretName, StorageGib, SubnetNetwork, TaskCount, TaskCpu, TaskMemory, TaskSize, VpcNetwork,
    },
    prelude::*,
    region, secret_name,
};
use regex_lite::Regex;

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A stack with a network, and what is found in it.
#[track_caller]
fn found<P: Policy>(stack: Stack<P>) -> String {
    App::new("test").stack(stack).synthesize().err().map(|it| it.to_string()).unwrap_or_default()
}

#[track_caller]
fn said<P: Policy>(stack: Stack<P>, sentences: &[&str]) {
    let found = found(stack);
    let count = found.lines().filter(|it| it.starts_with("error")).count();
    assert_eq!(count, sentences.len(), "{found}");
    assert!(sentences.iter().all(|it| found.contains(it)), "{found}");
}

/// A resource that a program declares as it is.
struct Own<R>(R);

impl<R> Spec for Own<R> {
    type Handle = ();
    const KIND: &'static str = "Own";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: Resource<Of = hc_cdk_aws::cfn::CloudFormation>, P> Construct<P, Aws> for Own<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        scope.resource("", self.0);
    }
}

fn asks<T: hc_cdk::parameter::ParameterType>() -> Parameter<T> {
    Parameter::new("given at deployment")
}

#[test]
fn a_service_is_asked_for_at_deployment() {
    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let stack = &mut clinic.stack;
    let image = stack.parameter("Image", asks::<Image>().default_value(IMAGE));
    let port = stack.parameter("Port", asks::<ContainerPort>().default_value(8080));
    let usual = fargate!(cpu = 256, memory = 512);
    let cpu = stack.parameter("Cpu", asks::<TaskCpu>().default_value(usual));
    let memory = stack.parameter("Memory", asks::<TaskMemory>().default_value(usual));
    let least = stack.parameter("Least", asks::<TaskCount>().default_value(2).range(2..=6));
    let service = FargateService::builder().perimeter(&clinic.zone).image(image).port(port).scratch("/tmp");
    stack.add("Api", service.size(TaskSize::of(cpu, memory)).scale(Tasks::between(least, 6)).build());
    let template = clinic.template();
    let parameters = &template.json()["Parameters"];
    assert_eq!(parameters["Image"]["AllowedPattern"], "[0-9a-z._/:-]+@sha256:[0-9a-f]{64}");
    assert_eq!(parameters["Image"]["Default"], IMAGE.as_str());
    assert_eq!((&parameters["Port"]["MinValue"], &parameters["Port"]["MaxValue"]), (&json!(1024), &json!(65535)));
    assert_eq!((&parameters["Least"]["MinValue"], &parameters["Least"]["MaxValue"]), (&json!(2), &json!(6)));
    assert_eq!(parameters["Cpu"]["AllowedValues"][1], "512");
    assert!(parameters["Cpu"]["ConstraintDescription"].as_str().unwrap().contains("256 to 32768"));
    let container = json!({
        "Image": { "Ref": "Image" },
        "PortMappings": [{ "ContainerPort": { "Ref": "Port" } }],
        "LinuxParameters": { "Tmpfs": [{ "Size": 128 }] },
    });
    let task = json!({ "ContainerDefinitions": [container], "Cpu": { "Ref": "Cpu" }, "Memory": { "Ref": "Memory" } });
    template.has_properties("AWS::ECS::TaskDefinition", task);
    template
        .has_properties("AWS::ApplicationAutoScaling::ScalableTarget", json!({ "MinCapacity": { "Ref": "Least" } }));
    let rule = &template.json()["Rules"]["ApiCpu256"];
    assert_eq!(rule["RuleCondition"], json!({ "Fn::Equals": [{ "Ref": "Cpu" }, "256"] }));
    assert_eq!(
        rule["Assertions"][0]["Assert"],
        json!({ "Fn::Contains": [["512", "1024", "2048"], { "Ref": "Memory" }] })
    );
    assert_eq!(template.json()["Rules"].as_object().unwrap().len(), 8);
}

#[test]
fn an_endpoint_leads_to_the_port_that_is_given() {
    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let port = clinic.stack.parameter("Port", asks::<ContainerPort>());
    let service = FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(port).build();
    let service = clinic.stack.add("Api", service);
    let certificate = arn!(hc_cdk_aws::kind::CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b");
    let front = HttpsEndpoint::builder().target(&service).domain(domain!("api.example.org"));
    clinic.stack.add("Front", front.certificate(&Certificate::existing(certificate)).build());
    let template = clinic.template();
    template.has_properties("AWS::ElasticLoadBalancingV2::TargetGroup", json!({ "Port": { "Ref": "Port" } }));
    let rule = json!({ "FromPort": { "Ref": "Port" }, "ToPort": { "Ref": "Port" } });
    template.has_properties("AWS::EC2::SecurityGroupIngress", rule);
}

#[test]
fn a_task_that_may_be_too_few_or_too_many_is_found() {
    let with = |range, most| {
        let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        let least = clinic.stack.parameter("Least", asks::<TaskCount>().range(range));
        let service = FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(8080);
        clinic.stack.add("Api", service.scale(Tasks::between(least, most)).build());
        clinic.stack
    };
    said(with(2..=10, 10), &[]);
    said(with(1..=10, 10), &["may be scaled down to `1`"]);
    said(with(2..=10, 9), &["is scaled from `10` to `9` tasks"]);
}

#[test]
fn a_service_of_ones_own_runs_as_few_tasks_as_it_may() {
    let network = || ecs::service::AwsVpcConfiguration {
        subnets: Some(vec![Value::literal("subnet-0a1b"), Value::literal("subnet-0c1d")]),
        ..Default::default()
    };
    for (least, is_found) in [(1, true), (2, false)] {
        let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
        let tasks = stack.parameter("Tasks", asks::<TaskCount>().range(least..=4));
        let service = ecs::Service {
            desired_count: Some(tasks.into()),
            network_configuration: Some(ecs::service::NetworkConfiguration { awsvpc_configuration: Some(network()) }),
            ..Default::default()
        };
        stack.add("Api", Own(service));
        assert_eq!(found(stack).contains("may run too few tasks"), is_found, "{least}");
    }
}

#[test]
fn a_size_that_does_not_exist_is_found_or_left_to_cloudformation() {
    let with = |size: &dyn Fn(&mut Stack<Prod>) -> TaskSize| {
        let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        let size = size(&mut clinic.stack);
        let service = FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(8080);
        clinic.stack.add("Api", service.size(size).build());
        clinic.stack
    };
    let (small, large) = (fargate!(cpu = 256, memory = 512), fargate!(cpu = 1024, memory = 8192));
    said(with(&|_| TaskSize::of(large, large)), &[]);
    said(with(&|_| TaskSize::of(small, large)), &["256 units of CPU and 8192 MiB of memory"]);
    let stack = with(&|stack| TaskSize::of(large, stack.parameter("Memory", asks::<TaskMemory>())));
    let template = Template::of_stack(stack);
    let rules = template.json()["Rules"].as_object().unwrap();
    assert_eq!(rules.keys().collect::<Vec<_>>(), ["ApiCpu1024"]);
    assert!(rules["ApiCpu1024"].get("RuleCondition").is_none());
}

#[test]
fn an_image_may_be_no_tag_whoever_declares_it() {
    let task = |image: &Json| {
        let container = ecs::task_definition::ContainerDefinition {
            name: Some("app".into()),
            image: Some(Value::from_json(image.clone())),
            ..Default::default()
        };
        Own(ecs::TaskDefinition { container_definitions: Some(vec![container]), ..Default::default() })
    };
    let sentence = "names an image by a tag";
    for (parameter, is_found) in [(0, true), (1, true), (2, false)] {
        let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
        let image: Json = match parameter {
            0 => stack.parameter("Image", asks::<String>()).into(),
            1 => stack.parameter("Image", asks::<String>().pattern("[a-z]+@sha256:.*")).into(),
            _ => stack.parameter("Image", asks::<Image>()).into(),
        };
        stack.add("Task", task(&image));
        assert_eq!(found(stack).contains(sentence), is_found, "{parameter}");
    }
}

#[test]
fn a_network_that_may_be_the_internet_is_found() {
    let rule = |cidr: Json| {
        Own(ec2::SecurityGroupIngress {
            cidr_ip: Some(Value::from_json(cidr)),
            ip_protocol: Some("tcp".into()),
            from_port: Some(22.into()),
            to_port: Some(22.into()),
            group_id: Some(Value::literal("sg-0a1b2c3d")),
            ..Default::default()
        })
    };
    for (is_private, sentence) in [(false, true), (true, false)] {
        let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
        let cidr: Json = if is_private {
            stack.parameter("Office", asks::<SubnetNetwork>()).into()
        } else {
            stack.parameter("Office", asks::<String>()).into()
        };
        stack.add("Shell", rule(cidr));
        assert_eq!(found(stack).contains("opens SSH to the internet"), sentence);
    }
}

/// A network whose addresses are given, with these subnets when nothing is.
fn network<P: Policy>(name: &str, texts: [&'static str; 4], isolated: Option<[&'static str; 2]>) -> Stack<P>
where
    region::EuSouth1: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new(name, region::EuSouth1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let vpc = asks().default_value(VpcNetwork::parse("10.0.0.0/16").unwrap());
    let vpc = stack.parameter("VpcCidr", vpc);
    let mut subnet = |(name, text): (&'static str, &'static str)| {
        stack.parameter(name, asks().default_value(SubnetNetwork::parse(text).unwrap()))
    };
    let [one, two, three, four] = texts;
    let public = [("Public1", one), ("Public2", two)].map(&mut subnet);
    let private = [("Private1", three), ("Private2", four)].map(&mut subnet);
    let mut subnets = Subnets::of(public, private);
    if let Some([one, two]) = isolated {
        subnets = subnets.isolated([("Isolated1", one), ("Isolated2", two)].map(&mut subnet));
    }
    stack.add("Network", Vpc::builder().cidr(vpc).key(&key).subnets(subnets).build());
    stack
}

const FOUR: [&str; 4] = ["10.0.1.0/24", "10.0.2.0/24", "10.0.11.0/24", "10.0.12.0/24"];

#[test]
fn a_network_has_the_four_subnets_that_are_given() {
    let template = Template::of_stack(network::<Development>("try", FOUR, None));
    template.resource_count("AWS::EC2::Subnet", 4);
    template.resource_count("AWS::EC2::NatGateway", 1);
    template.has_properties("AWS::EC2::VPC", json!({ "CidrBlock": { "Ref": "VpcCidr" } }));
    for name in ["Public1", "Public2", "Private1", "Private2"] {
        template.has_properties("AWS::EC2::Subnet", json!({ "CidrBlock": { "Ref": name } }));
        let pattern = template.json()["Parameters"][name]["AllowedPattern"].as_str().unwrap();
        assert!(Regex::new(pattern).unwrap().is_match("10.0.0.0/28"));
    }
}

#[test]
fn subnets_that_do_not_fit_are_found() {
    said(
        network::<Development>("a", ["10.0.1.0/24", "10.1.2.0/24", FOUR[2], FOUR[3]], None),
        &["outside of its network"],
    );
    said(
        network::<Development>("a", ["10.0.0.0/20", FOUR[1], "10.0.32.0/24", "10.0.33.0/24"], None),
        &["addresses in common"],
    );
    said(network::<Prod>("a", FOUR, None), &["has no isolated subnets"]);
    said(network::<Prod>("a", FOUR, Some(["10.0.21.0/24", "10.0.22.0/24"])), &[]);
    let mut stack = Stack::<Development>::new("a", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let vpc = stack.parameter("VpcCidr", asks::<VpcNetwork>());
    stack.add("Network", Vpc::builder().cidr(vpc).key(&key).build());
    said(stack, &["cannot be cut into subnets"]);
}

#[test]
fn a_database_is_asked_for_at_deployment() {
    let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    let stack = &mut clinic.stack;
    let class = stack.parameter("Class", asks().default_value(InstanceClass::T3Micro));
    let storage = stack.parameter("Storage", asks::<StorageGib>().default_value(20).range(20..=100));
    let name = stack.parameter("Name", asks::<SecretName>().default_value(secret_name!("clinic/records")));
    let key = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:eu-south-1:111122223333:key/0b1c2d3e"));
    let secret = Secret::named(name, &key);
    let database = EncryptedDatabase::builder().perimeter(&clinic.zone).engine(Postgres::V17).credentials(&secret);
    let database = stack.add("Records", database.instance_class(class).storage_gib(storage).build());
    let task = FargateTask::builder().perimeter(&clinic.zone).image(IMAGE).connect(&database.administrator());
    stack.add("Migration", task.build());
    let template = clinic.template();
    let parameters = &template.json()["Parameters"];
    assert_eq!(parameters["Class"]["AllowedValues"][0], "db.t3.micro");
    assert_eq!((&parameters["Storage"]["MinValue"], &parameters["Storage"]["MaxValue"]), (&json!(20), &json!(100)));
    assert_eq!(parameters["Name"]["AllowedPattern"], SecretName::LIMITS.pattern.unwrap());
    let looked_up = |field: &str| json!({ "Fn::Join": ["", ["{{resolve:secretsmanager:", { "Ref": "Name" }, field]] });
    let expected = json!({
        "AllocatedStorage": { "Ref": "Storage" },
        "MaxAllocatedStorage": 400,
        "DBInstanceClass": { "Ref": "Class" },
        "MasterUsername": looked_up(":SecretString:username}}"),
        "MasterUserPassword": looked_up(":SecretString:password}}"),
    });
    template.has_properties("AWS::RDS::DBInstance", expected);
    template.resource_count("AWS::SecretsManager::Secret", 0);
    let database = template.find_resources("AWS::RDS::DBInstance", json!({}))[0].1;
    assert!(database["Properties"].get("ManageMasterUserPassword").is_none());
    let text = template.json().to_string();
    // Rights are on the name and six characters, and the container is handed a field of the secret.
    assert!(text.contains(r#":secret:",{"Ref":"Name"},"-??????"]"#), "{text}");
    assert!(text.contains(r#":secret:",{"Ref":"Name"},":password::"]"#), "{text}");
}

#[test]
fn a_password_that_somebody_else_replaces_is_signed_for_where_there_is_real_data() {
    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let secret = Secret::named(secret_name!("clinic/records"), &clinic.key);
    let database = EncryptedDatabase::builder().perimeter(&clinic.zone).engine(Postgres::V17).credentials(&secret);
    clinic.stack.add("Records", database.build());
    said(clinic.stack, &["has a password that somebody knows"]);
}

#[test]
fn a_size_that_may_be_too_small_for_its_engine_is_found() {
    let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    let stack = &mut clinic.stack;
    let any = stack.parameter("AnySize", asks::<InstanceClass>());
    let large = stack.parameter("LargeSize", asks::<InstanceClass>().allowed([InstanceClass::T3Medium]));
    let mysql = || EncryptedDatabase::builder().perimeter(&clinic.zone).engine(Mysql::V8_4);
    stack.add("Any", mysql().instance_class(any).build());
    stack.add("Large", mysql().instance_class(large).build());
    let aurora = EncryptedDatabase::builder().perimeter(&clinic.zone).engine(AuroraPostgres::V17);
    stack.add("Small", aurora.instance_class(InstanceClass::T4gSmall).build());
    said(clinic.stack, &["`clinic/Any` may be a `db.t3.micro`", "`clinic/Small` may be a `db.t4g.small`"]);
}

#[test]
fn everything_has_the_tag_that_is_given() {
    let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    let suffix = clinic.stack.parameter("EnvironmentSuffix", asks::<Label>().default_value("dev"));
    clinic.stack.tag("environment", suffix);
    clinic.stack.add("Files", SecureBucket::builder().perimeter(&clinic.zone).build());
    let template = clinic.template();
    let tagged = json!([{ "Key": "environment", "Value": { "Ref": "EnvironmentSuffix" } }]);
    for kind in ["AWS::EC2::VPC", "AWS::EC2::NatGateway", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Logs::LogGroup"] {
        let all = template.find_resources(kind, json!({})).len();
        let tagged = template.find_resources(kind, json!({ "Tags": tagged })).len();
        assert!(all > 0 && all == tagged, "{kind}: {tagged} of {all}");
    }
    let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    clinic.stack.tag("environment", Value::<Label>::from_json(clinic.key.arn()));
    said(clinic.stack, &["has a tag `environment` of which nobody knows that tags can have its value"]);
}

#[test]
fn a_parameter_asks_for_no_less_than_its_type() {
    let with = |parameter: Parameter<Whole<1, 40>>| {
        let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
        let _ = clinic.stack.parameter("Beds", parameter);
        clinic.stack
    };
    said(with(asks::<Whole<1, 40>>().range(1..=12).default_value(5)), &[]);
    said(with(asks::<Whole<1, 40>>().range(0..=12)), &["whose range is wider than its type"]);
    said(with(asks().default_value(41)), &["outside its range"]);
    let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    let class = asks::<InstanceClass>().allowed([Value::<InstanceClass>::literal("db.m1.small")]);
    let _ = clinic.stack.parameter("Class", class);
    said(clinic.stack, &["that its type does not have"]);
}

#[test]
fn what_is_given_passes_where_a_literal_does() {
    let whole = |pattern: Option<&str>| Regex::new(&format!("^(?:{})$", pattern.unwrap())).unwrap();
    let image = whole(Image::LIMITS.pattern);
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    for name in ["a", "registry.example:5000/a/b_c", "A", "", "a b", "a@b"] {
        for end in [digest, &digest[1..], &digest.to_uppercase(), "latest"] {
            for text in [format!("{name}@sha256:{end}"), format!("{name}:{end}"), format!("{name}@sha256:{end}x")] {
                assert_eq!(image.is_match(&text), Image::parse(text.clone()).is_ok(), "{text}");
            }
        }
    }
    assert!(image.is_match(IMAGE.as_str()));
    let label = whole(Label::LIMITS.pattern);
    assert!(label.is_match("pr-12") && !label.is_match("") && !label.is_match("a b") && !label.is_match("<"));
    assert!(CidrBlock::parse("10.0.0.0/16").is_ok());
}
