//! Literals of the types of parameters, which constructs hold to the same limits.

use hc_cdk::{
    app::App,
    data::Phi,
    image::Image,
    parameter::Parameter,
    policy::{Hipaa, Production},
    value::Value,
};

use super::{SubnetNetwork, TaskCpu, TaskMemory, TaskSize, VpcNetwork};
use crate::{assertions::Clinic, network::Subnets, prelude::*, region};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    hc_cdk::image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

#[test]
fn a_literal_is_as_good_as_its_type_says() {
    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let vpc = |text: &'static str| Vpc::builder().cidr(Value::<VpcNetwork>::literal(text)).key(&clinic.key);
    clinic.stack.add("Public", vpc("52.94.0.0/16").build());
    clinic.stack.add("Small", vpc("10.0.0.0/25").build());
    let [one, two, three, four] =
        ["10.0.1.0/24", "10.0.2.0/24", "10.0.11.0/24", "10.0.12.0/24"].map(Value::<SubnetNetwork>::literal);
    let subnets = Subnets::of([one, two], [three, four]);
    let isolated = ["52.94.0.0/24", "10.0.22.0/24"].map(Value::<SubnetNetwork>::literal);
    clinic.stack.add("Parts", vpc("10.0.0.0/16").subnets(subnets.isolated(isolated)).build());
    let memory = clinic.stack.parameter("Memory", Parameter::<TaskMemory>::new("memory"));
    let service = || FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(8080);
    clinic.stack.add("Odd", service().size(TaskSize::of(Value::<TaskCpu>::literal("300"), memory)).build());
    let cpu = clinic.stack.parameter("Cpu", Parameter::<TaskCpu>::new("CPU"));
    clinic.stack.add("Even", service().size(TaskSize::of(cpu, Value::<TaskMemory>::literal("300"))).build());
    let database = EncryptedDatabase::builder().perimeter(&clinic.zone).engine(Postgres::V17);
    clinic.stack.add("Old", database.instance_class(Value::<InstanceClass>::literal("db.t2.micro")).build());
    let default = Value::<SubnetNetwork>::literal("52.94.0.0/24");
    clinic.stack.parameter("Public1", Parameter::<SubnetNetwork>::new("a subnet").default_value(default));
    let found = App::new("test").stack(clinic.stack).synthesize().unwrap_err().to_string();
    for sentence in [
        "has a parameter `Public1` with a default or an allowed value that its type does not have",
        "`clinic/Public` has the network `52.94.0.0/16`",
        "`clinic/Small` has the network `10.0.0.0/25`",
        "`clinic/Parts` has the subnet `52.94.0.0/24`, which is not private",
        "`clinic/Odd` has tasks of `300` units of CPU",
        "`clinic/Even` has tasks of `300` MiB of memory",
        "`clinic/Old` is a `db.t2.micro`",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}
