//! What a container asks for, and what it may take.

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
        if limits.0.millis() < self.requests.0.millis() || limits.1.bytes() < self.requests.1.bytes() {
            scope.reject(
                None,
                "may take less than it asks for",
                "raise its `.limits(..)`, or lower its `.resources(..)`",
            );
        }
        core::ResourceRequirements { limits: Some(amounts(limits)), requests: Some(amounts(&self.requests)) }
    }
}

fn amounts((cpu, memory): &(Cpu, Memory)) -> Object {
    let (cpu, memory): (Value<String>, Value<String>) = (cpu.clone().into(), memory.clone().into());
    Object::new().with("cpu", cpu).with("memory", memory)
}
