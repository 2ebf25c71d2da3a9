//! A template as a stack.

use std::collections::BTreeMap;

use hc_cdk::{
    construct::{Construct, Spec},
    model::Role,
    parameter::Parameter,
    policy::data::Class,
    resource::Made,
    rule::Rule,
    stack::Within,
    value::{Attr, Json},
};
use hc_cdk_aws::{
    cfn::CloudFormation,
    stack::{Aws, Stack},
};

use super::raw::Raw;
use crate::{
    asked::{self, Given},
    source::{Asked, Source},
    template::{Asks, Declared, Template, Told, ways_in},
};

/// A resource of a template as a construct.
struct One(Declared, Option<(Role, Class)>);

impl Spec for One {
    type Handle = Made<Raw<CloudFormation>>;
    const KIND: &'static str = "Template";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for One {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<Raw<CloudFormation>> {
        let Self(Declared { kind, properties, options, .. }, plays) = self;
        if let Some((role, class)) = plays {
            scope.plays(role, class);
        }
        let made = scope.resource("", Raw::new(kind, properties));
        for (name, value) in options {
            scope.option(&made, name, value);
        }
        made
    }
}

/// The stack of a template. What it takes of others is told, and what it tells others is noted.
pub(crate) fn stack(source: &Source, template: Template, asked: &Asked, told: &mut Told) -> Stack<Given> {
    let mut stack = asked::aws::stack(&source.stack, source.region(asked));
    stack.also_under(&asked.policy);
    let ways_in = ways_in(&template);
    template.parameters.into_iter().for_each(|given| ask_for(&mut stack, given));
    let mut resources = BTreeMap::new();
    for mut resource in template.resources {
        told.fill(&mut resource.properties);
        let name = resource.name.clone();
        let class = asked.holds.of(&format!("{}/{name}", source.stack));
        let plays = class.map(|class| (hc_cdk_aws::role(&resource.kind), class));
        let plays = if ways_in.contains(&name) { Some((Role::Endpoint, Class::Public)) } else { plays };
        let made = stack.add(name.clone(), One(resource, plays));
        resources.insert(name, made.reference().clone());
    }
    told.take(&source.stack, &template.told, &resources);
    stack
}

fn ask_for(stack: &mut Stack<Given>, given: Asks) {
    const WHAT: &str = "a parameter of the template";
    if given.is_number {
        let mut parameter = Parameter::<i64>::new(WHAT);
        if let Some(Json::Int(number)) = given.default {
            parameter = parameter.default_value(number);
        }
        if let Some((least, most)) = given.range {
            parameter = parameter.range(least..=most);
        }
        stack.parameter(given.name, parameter);
        return;
    }
    let mut parameter = Parameter::<String>::new(WHAT);
    if let Some(default) = given.default {
        parameter = parameter.default_value(Attr::<String>::from_json(default));
    }
    if let Some(allowed) = given.allowed {
        parameter = parameter.allowed(allowed.into_iter().map(Attr::<String>::from_json));
    }
    stack.parameter(given.name, parameter);
}
