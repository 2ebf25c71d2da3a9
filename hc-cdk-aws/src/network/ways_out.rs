//! What has to be there before something in the private subnets reaches anything.

use hc_cdk::{
    resource::{Made, Resource},
    stack::Scope,
};

use crate::cfn::ec2;

/// The ways out of the private subnets.
#[derive(Debug, Clone, Default)]
pub(super) struct WaysOut {
    pub(super) routes: Vec<Made<ec2::Route>>,
    pub(super) associations: Vec<Made<ec2::SubnetRouteTableAssociation>>,
    pub(super) endpoints: Vec<Made<ec2::VpcEndpoint>>,
}

impl WaysOut {
    /// Makes something wait for all of them.
    pub(super) fn wait<R: Resource>(&self, scope: &mut Scope<'_>, made: &Made<R>) {
        self.routes.iter().for_each(|first| scope.depends_on(made, first));
        self.associations.iter().for_each(|first| scope.depends_on(made, first));
        self.endpoints.iter().for_each(|first| scope.depends_on(made, first));
    }
}
