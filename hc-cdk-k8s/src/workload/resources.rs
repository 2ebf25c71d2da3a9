//! What a container asks for, and what it may take.

use std::fmt::Display;

use hc_cdk::{
    stack::Scope,
    value::{Object, Value},
};

use crate::{
    api::core,
    literal::quantity::{Cpu, Memory},
};

/// What a container asks for, and what it may take: by default no more than that.
#[derive(Debug, Clone)]
pub(crate) struct Resources {
    pub(crate) requests: (Cpu, Memory),
    pub(crate) limits: Option<(Cpu, Memory)>,
}

impl Resources {
    pub(crate) fn requirements(&self, scope: &mut Scope<'_>) -> core::ResourceRequirements {
        let limits = self.limits.as_ref().unwrap_or(&self.requests);
        let mut compare = |what: &str, less: bool, most: &dyn Display, asked: &dyn Display| {
            if less {
                scope.reject(
                    None,
                    format!("may take less {what} than it asks for: {most} at most, and it asks for {asked}"),
                    "raise its `.limits(..)`, or lower its `.resources(..)`",
                );
            }
        };
        let ((cpu, memory), (asked_cpu, asked_memory)) = (limits, &self.requests);
        compare("CPU", cpu.millis() < asked_cpu.millis(), cpu, asked_cpu);
        compare("memory", memory.bytes() < asked_memory.bytes(), memory, asked_memory);
        core::ResourceRequirements { limits: Some(amounts(limits)), requests: Some(amounts(&self.requests)) }
    }
}

fn amounts((cpu, memory): &(Cpu, Memory)) -> Object {
    let (cpu, memory): (Value<String>, Value<String>) = (cpu.clone().into(), memory.clone().into());
    Object::new().with("cpu", cpu).with("memory", memory)
}
