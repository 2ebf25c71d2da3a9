//! Any legal program synthesizes, twice to the same bytes, to a template that nothing is wrong with.

use std::collections::BTreeSet;

use hc_cdk::{
    data::{AllowedUnder, DataClass, Phi},
    dimension::residency::ResidencyFor,
    policy::{Hipaa, Policy, Production},
    prelude::*,
    target::Region,
};
use hc_cdk_aws::{
    assertions::Template,
    keys::CustomerKey,
    proptest::{Program, programs},
    region,
    stack::Aws,
};
use hc_cdk_tests::setting::{AnyProgram, settings};
use proptest::prelude::*;

use crate::template::wrongs;

#[derive(Debug)]
struct OnAws(Program);

impl AnyProgram for OnAws {
    fn add_to<P, D, R>(&self, app: App, region: R) -> App
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region<Target = Aws> + ResidencyFor<P>,
    {
        app.stack(self.0.stack::<P, D, R>(region).0)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_legal_program_is_sound((setting, program) in (settings(), programs().prop_map(OnAws))) {
        let files = setting.app(&program).synthesize();
        prop_assert!(files.is_ok(), "{}", files.unwrap_err());
        let template = Template::from_files(&files.unwrap(), "program");
        prop_assert_eq!(wrongs(template.json()), Vec::<String>::new());
    }

    #[test]
    fn the_same_program_gives_the_same_bytes((setting, program) in (settings(), programs().prop_map(OnAws))) {
        prop_assert_eq!(setting.app(&program).synthesize(), setting.app(&program).synthesize());
    }

    #[test]
    fn a_new_construct_renames_nothing(program in programs()) {
        let ids = |with_more: bool| -> BTreeSet<String> {
            let (mut stack, _) = program.stack::<(Hipaa, Production), Phi, _>(region::UsEast1);
            if with_more {
                stack.add("More", CustomerKey::builder().build());
            }
            let template = Template::of_stack(stack);
            template.resources().map(|(id, _)| id.to_owned()).collect()
        };
        let (before, after) = (ids(false), ids(true));
        prop_assert!(before.is_subset(&after));
        prop_assert_eq!(after.len(), before.len() + 1);
    }
}
