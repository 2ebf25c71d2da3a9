//! Any legal program synthesizes, twice to the same bytes, to a template that nothing is wrong with.

use std::collections::BTreeSet;

use hc_cdk::{
    data::{Internal, Phi, Synthetic},
    policy::{Development, FdaPart11, Gdpr, Hipaa, Iso27001, Production, Soc2, Staging, UkHealth, VnHealth},
    prelude::*,
};
use hc_cdk_aws::{
    assertions::Template,
    keys::CustomerKey,
    proptest::{Program, programs},
    region,
};
use proptest::prelude::*;

use crate::template::wrongs;

type Everything = (Hipaa, Soc2, Iso27001, Gdpr, UkHealth, VnHealth, FdaPart11, Production);

/// Which policy, region and class of data a program is made for.
#[derive(Debug, Clone, Copy)]
enum Setting {
    Hipaa,
    Everything,
    Staging,
    Development,
}

impl Setting {
    fn app(self, program: &Program) -> App {
        let app = App::new("program");
        match self {
            Self::Hipaa => app.stack(program.stack::<(Hipaa, Production), Phi, _>(region::UsEast1).0),
            Self::Everything => app.stack(program.stack::<Everything, Phi, _>(region::EuWest2).0),
            Self::Staging => app.stack(program.stack::<(Hipaa, Staging), Internal, _>(region::UsWest2).0),
            Self::Development => app.stack(program.stack::<Development, Synthetic, _>(region::EuCentral1).0),
        }
    }
}

fn settings() -> impl Strategy<Value = Setting> {
    prop_oneof![Just(Setting::Hipaa), Just(Setting::Everything), Just(Setting::Staging), Just(Setting::Development)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_legal_program_is_sound((setting, program) in (settings(), programs())) {
        let files = setting.app(&program).synthesize();
        prop_assert!(files.is_ok(), "{}", files.unwrap_err());
        let template = Template::from_files(&files.unwrap(), "program");
        prop_assert_eq!(wrongs(template.json()), Vec::<String>::new());
    }

    #[test]
    fn the_same_program_gives_the_same_bytes((setting, program) in (settings(), programs())) {
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
