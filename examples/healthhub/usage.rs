//! How much of the platform is used in a month, for an estimate of its cost. The figures are assumed: the owners tell dollars for
//! functions, tables, the site, the API and monitoring, 100 to 175 a month, and no usage. These five cost 129 USD here. What the perimeter
//! adds is not in their sum, and costs 176 USD: NAT gateways (73), interface endpoints and addresses (72), firewalls for the web (26), keys,
//! secrets and checks of uptime (5). So `cost` says 305 USD, and the budget of 175, the top of what the owners reckon, is exceeded each month by
//! what they did not count: whoever deploys this says in the budget what the network is worth.

use hc_cdk::data::Phi;
use hc_cdk_aws::{
    prelude::*,
    usage::{Calls, Reads, Requests, SentGb, StoredGb, Writes},
};

use super::{Care, Shown};

/// Each of the 41 functions: most of their time they wait for models of others.
pub(crate) fn function(stack: &mut Stack<Care>, function: &Lambda<Phi>) {
    stack.expect(function, Calls { count: 200_000, milliseconds: 900 });
}

/// Each of the seven tables.
pub(crate) fn table(stack: &mut Stack<Care>, table: &Table<Phi>) {
    stack.expect(table, StoredGb(5));
    stack.expect(table, Writes(2_000_000));
    stack.expect(table, Reads(4_000_000));
}

/// The way in: fewer requests than calls, since some functions call others.
pub(crate) fn api(stack: &mut Stack<Care>, api: &Api<Phi>) {
    stack.expect(api, Requests(5_000_000));
}

/// What copies of the platform's state take.
pub(crate) fn state(stack: &mut Stack<Care>, state: &Bucket<Phi>) {
    stack.expect(state, StoredGb(20));
}

/// The website.
pub(crate) fn web(stack: &mut Stack<Shown>, web: &WebsiteHandle) {
    stack.expect(web, SentGb(100));
    stack.expect(web, Requests(2_000_000));
}
