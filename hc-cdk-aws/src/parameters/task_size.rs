//! The size of a task as a construct takes it: a pair that the compiler has checked, or CPU and memory that the deployment knows.

use hc_cdk::{
    control::iso27001,
    image::Image,
    literal::port::Port,
    model::OnlyWhere,
    stack::Scope,
    value::{Json, Kind, Limits, Value, Whole},
};

use crate::literal::fargate::{FargateSize, ROWS, Row};

/// A port that a program without privileges can listen on.
pub type ContainerPort = Whole<1024, 65_535>;

/// How many tasks a service runs.
pub type TaskCount = Whole<1, 5_000>;

/// The CPU of a task, in units of which 1024 are one virtual CPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskCpu {}

/// The memory of a task, in MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskMemory {}

const CPUS: &[&str] = &["256", "512", "1024", "2048", "4096", "8192", "16384", "32768"];

const MEMORIES: &[&str] = &[
    "512", "1024", "2048", "3072", "4096", "5120", "6144", "7168", "8192", "9216", "10240", "11264", "12288", "13312",
    "14336", "15360", "16384", "17408", "18432", "19456", "20480", "21504", "22528", "23552", "24576", "25600",
    "26624", "27648", "28672", "29696", "30720", "32768", "36864", "40960", "45056", "49152", "53248", "57344",
    "61440", "65536", "73728", "81920", "90112", "98304", "106496", "114688", "122880", "249856",
];

impl Kind for TaskCpu {
    const LIMITS: Limits = Limits::one_of(CPUS, "the CPU of a Fargate task, 256 to 32768 units");
}

impl Kind for TaskMemory {
    const LIMITS: Limits = Limits::one_of(MEMORIES, "the memory of a Fargate task in MiB that goes with its CPU");
}

impl From<FargateSize> for Value<TaskCpu> {
    fn from(size: FargateSize) -> Self {
        Self::literal(size.cpu().to_string())
    }
}

impl From<FargateSize> for Value<TaskMemory> {
    fn from(size: FargateSize) -> Self {
        Self::literal(size.memory().to_string())
    }
}

/// The size of a task: what [`fargate!`](crate::fargate!) gives, or CPU and memory of which the deployment knows one or both.
/// CloudFormation refuses a pair that does not exist, as the compiler does.
///
/// ```
/// use hc_cdk::{policy::Development, prelude::*};
/// use hc_cdk_aws::{parameters::{TaskCpu, TaskMemory, TaskSize}, prelude::*, region};
///
/// let mut stack = Stack::<Development>::new("try", region::EuSouth1);
/// let usual = fargate!(cpu = 256, memory = 512);
/// let cpu = stack.parameter("TaskCpu", Parameter::<TaskCpu>::new("units of CPU").default_value(usual));
/// let memory = stack.parameter("TaskMemory", Parameter::<TaskMemory>::new("MiB of memory").default_value(usual));
/// let size = TaskSize::of(cpu, memory);
/// ```
#[derive(Debug, Clone)]
pub struct TaskSize {
    pub(crate) cpu: Value<TaskCpu>,
    pub(crate) memory: Value<TaskMemory>,
}

impl From<FargateSize> for TaskSize {
    fn from(size: FargateSize) -> Self {
        Self { cpu: size.into(), memory: size.into() }
    }
}

/// A size.
#[diagnostic::on_unimplemented(
    message = "this is not a size that Fargate has",
    label = "write it as `fargate!(cpu = 512, memory = 1024)`"
)]
pub trait IsFargateSize {
    /// What is given.
    fn it(self) -> TaskSize;
}

#[diagnostic::do_not_recommend]
impl<S: Into<TaskSize>> IsFargateSize for S {
    fn it(self) -> TaskSize {
        self.into()
    }
}

impl TaskSize {
    /// That CPU and that memory, literals or parameters.
    pub fn of(cpu: impl Into<Value<TaskCpu>>, memory: impl Into<Value<TaskMemory>>) -> Self {
        Self { cpu: cpu.into(), memory: memory.into() }
    }

    /// Has a pair that does not exist refused: here if both are literals, and otherwise by CloudFormation.
    pub(crate) fn limit(&self, scope: &mut Scope<'_>) {
        if let (Some(cpu), Some(memory)) = (self.cpu.json().as_text(), self.memory.json().as_text()) {
            if !memories(cpu).iter().any(|it| it == memory) {
                let message =
                    format!("has tasks of {cpu} units of CPU and {memory} MiB of memory, which Fargate does not have");
                scope.reject(Some(iso27001::CAPACITY), message, "use a pair of `fargate!(cpu = .., memory = ..)`");
            }
            return;
        }
        let control = Some(iso27001::CAPACITY);
        scope.holds(&self.cpu, control, |it| format!("has tasks of `{it}` units of CPU"));
        scope.holds(&self.memory, control, |it| format!("has tasks of `{it}` MiB of memory"));
        let path = scope.name("");
        for cpu in CPUS.iter().filter(|cpu| self.cpu.json().as_text().is_none_or(|it| it == **cpu)) {
            scope.only_where(OnlyWhere {
                name: format!("{path}Cpu{cpu}"),
                looked_at: Some((self.cpu.json().clone(), *cpu)).filter(|(cpu, _)| cpu.as_text().is_none()),
                limited: (self.memory.json().clone(), memories(cpu)),
                words: format!(
                    "Fargate has no such size: the memory of {cpu} units of CPU is {} MiB",
                    memories(cpu).join(", ")
                ),
            });
        }
    }

    /// The memory in MiB, or the least that it can be.
    pub(crate) fn least_memory(&self, scope: &Scope<'_>) -> u32 {
        let number = |it: &Json| it.as_text().and_then(|it| it.parse().ok());
        let given = scope.parameter(&self.memory).and_then(|it| it.allowed.as_deref());
        let least = given.and_then(|all| all.iter().filter_map(number).min());
        number(self.memory.json()).or(least).unwrap_or(FargateSize::SMALLEST.memory())
    }
}

hc_cdk::gives! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an image that is named by its digest",
        label = "write it as `image!(\"registry/name@sha256:..\")`, or leave it to the deployment: `Parameter::<Image>::new(..)`",
        note = "ISO/IEC 27001:2022 A.8.9: configuration management; FDA 21 CFR 11.10(a): validation of systems"
    )]
    /// An image, or a parameter that can be nothing else.
    ImageByDigest: Image = Image;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a port of a task",
        label = "give a number from 1024 to 65535, `port!(8080)`, or a `Parameter::<ContainerPort>`"
    )]
    /// A port, or a parameter that can be nothing else.
    PortOfTask: ContainerPort = u16 | Port;
}

/// The memory that goes with a CPU.
fn memories(cpu: &str) -> Vec<String> {
    let rows = ROWS.iter().filter(|Row(with, ..)| with.to_string() == cpu);
    let all = rows.flat_map(|Row(_, least, most, step)| (*least..=*most).step_by(*step as usize));
    all.map(|it| it.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CPUS, MEMORIES, ROWS, Row, memories};

    #[test]
    fn what_is_given_can_be_every_size_and_nothing_else() {
        let rows: BTreeSet<String> = ROWS.iter().map(|Row(cpu, ..)| cpu.to_string()).collect();
        assert_eq!(rows, CPUS.iter().map(|it| (*it).to_owned()).collect());
        let all: BTreeSet<String> = CPUS.iter().flat_map(|it| memories(it)).collect();
        assert_eq!(all, MEMORIES.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(memories("256"), ["512", "1024", "2048"]);
    }
}
