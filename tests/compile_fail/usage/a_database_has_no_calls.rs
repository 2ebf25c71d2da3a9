//! expect: `Database<Phi>` has no usage of the kind `Calls`

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_aws::{database::Database, prelude::*, usage::Calls};

fn program(stack: &mut Stack<(Hipaa, Production)>, records: &Database<Phi>) {
    stack.expect(records, Calls { count: 1_000_000, milliseconds: 200 });
}

fn main() {}
