//! The machines that Karpenter starts for a program.

use hc_cdk::{
    machines::{MachineFacts, Machines},
    policy::Policy,
};
use proptest::{prelude::*, sample::select};

use super::part::memories;
use crate::{
    chart::Chart,
    literal::{
        duration::Span,
        quantity::{Cpu, Memory},
    },
    machines::{Architecture, MachineCapacity, MachineImage, NodeClass, NodePool},
};

/// Machines, and the pool that they are in.
#[derive(Debug, Clone)]
pub(super) struct MachinesPlan {
    image: MachineImage,
    architecture: Architecture,
    capacity: MachineCapacity,
    disk: Memory,
    cores: &'static [u16],
    limits: (Cpu, Memory),
    life: Span,
    percent: u8,
}

impl MachinesPlan {
    pub(super) fn declare<P: Policy>(&self, chart: &mut Chart<P>) {
        let machines = Machines::new(MachineFacts {
            cluster: "program".into(),
            region: "us-east-1",
            profile: "program-machines".into(),
            subnets: vec!["subnet-0a1b2c3d".into(), "subnet-1b2c3d4e".into()],
            groups: vec!["sg-0a1b2c3d".into()],
            key: "arn:aws:kms:us-east-1:111122223333:key/1a2b".into(),
        });
        let class = NodeClass::builder().machines(&machines).image(self.image).disk(self.disk.clone());
        let class = chart.add("Machines", class);
        let (cpu, memory) = self.limits.clone();
        let pool = NodePool::builder().class(&class).limits(cpu, memory).architecture(self.architecture);
        let pool = pool.capacity(self.capacity).cores(self.cores).replaced_after(self.life.clone());
        chart.add("Pool", pool.percent_at_once(self.percent));
    }
}

/// Machines of every kind.
pub(super) fn machines() -> impl Strategy<Value = MachinesPlan> {
    let image = select(vec![MachineImage::Bottlerocket("1.44.0"), MachineImage::AmazonLinux("20260514")]);
    let architecture = select(vec![Architecture::Amd64, Architecture::Arm64]);
    let capacity = select(vec![MachineCapacity::OnDemand, MachineCapacity::Spot]);
    let cores = select(vec![&[][..], &[4], &[4, 8, 16]]);
    let life = (1_u32..=720).prop_filter_map("a span of time", |hours| Span::parse(format!("{hours}h")).ok());
    let cpu = (4_u32..=400).prop_filter_map("an amount of CPU", |cores| Cpu::parse(cores.to_string()).ok());
    let kind = (image, architecture, capacity, cores, memories());
    (kind, (cpu, memories()), life, 1_u8..=50).prop_map(|(kind, limits, life, percent)| {
        let (image, architecture, capacity, cores, disk) = kind;
        MachinesPlan { image, architecture, capacity, disk, cores, limits, life, percent }
    })
}
