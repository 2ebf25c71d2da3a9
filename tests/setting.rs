//! Which policy, region and class of data a made-up program is for. The same for programs of every target.

use hc_cdk::{
    data::{AllowedUnder, DataClass, Internal, Phi, Pii, Synthetic},
    dimension::residency::ResidencyFor,
    policy::{Development, FdaPart11, Gdpr, Hipaa, Iso27001, Policy, Production, Soc2, Staging, UkHealth, VnHealth},
    prelude::*,
    target::Region,
};
use hc_cdk_aws::{region, stack::Aws};
use proptest::{prelude::*, sample::select};

policy! {
    /// What a team asks for beyond the policies that come with hc-cdk.
    pub Team {
        log_retention: Years2,
        tls: Tls13,
        ..
    }
}

/// All policies that come with hc-cdk and can be joined.
pub type Everything = (Hipaa, Soc2, Iso27001, Gdpr, UkHealth, VnHealth, FdaPart11, Production);

/// Which policy, region and class of data a program is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// HIPAA in production, with health data.
    Hipaa,
    /// Every regulation at once, in production, with health data.
    Everything,
    /// HIPAA in production and a team's own policy, with personal data.
    Team,
    /// HIPAA before production, with internal data.
    Staging,
    /// No regulation, with made-up data.
    Development,
}

/// Something that makes a stack for any policy, region and class of data.
pub trait AnyProgram {
    /// Puts the stack into the app.
    fn add_to<P, D, R>(&self, app: App, region: R) -> App
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region<Target = Aws> + ResidencyFor<P>;
}

impl Setting {
    /// The app of that program alone.
    pub fn app(self, program: &impl AnyProgram) -> App {
        let app = App::new("program");
        match self {
            Self::Hipaa => program.add_to::<(Hipaa, Production), Phi, _>(app, region::UsEast1),
            Self::Everything => program.add_to::<Everything, Phi, _>(app, region::EuWest2),
            Self::Team => program.add_to::<(Hipaa, Team, Production), Pii, _>(app, region::UsEast1),
            Self::Staging => program.add_to::<(Hipaa, Staging), Internal, _>(app, region::UsWest2),
            Self::Development => program.add_to::<Development, Synthetic, _>(app, region::EuCentral1),
        }
    }
}

/// Every setting.
pub fn settings() -> impl Strategy<Value = Setting> {
    select(vec![Setting::Hipaa, Setting::Everything, Setting::Team, Setting::Staging, Setting::Development])
}
