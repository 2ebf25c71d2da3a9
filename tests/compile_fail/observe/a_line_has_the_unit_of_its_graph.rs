//! expect: is not an amount in the unit of what is measured

use hc_cdk_aws::{account::BudgetHandle, observe::DashboardBuilder, prelude::*};

fn cost(budget: &BudgetHandle) -> DashboardBuilder {
    Dashboard::builder().graph_to("Spent", [budget.spent()], ("budget", Percent(100.0)))
}

fn main() {}
