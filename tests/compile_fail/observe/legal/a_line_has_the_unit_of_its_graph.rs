//! It has it.

use hc_cdk_aws::{account::BudgetHandle, observe::DashboardBuilder, prelude::*};

fn cost(budget: &BudgetHandle) -> DashboardBuilder {
    Dashboard::builder().graph_to("Spent", [budget.spent()], ("budget", budget.limit()))
}

fn main() {}
