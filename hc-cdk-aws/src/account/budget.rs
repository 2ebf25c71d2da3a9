//! A budget: what may be spent in a month, and who is told when it is more.
//!
//! By construction somebody is told by mail, both when it was spent and when it will be at this pace. AWS Budgets stops nothing.

use hc_cdk::{
    construct::{Construct, Spec},
    control::soc2,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use crate::{
    cfn::budgets::{
        self,
        budget::{BudgetData, Notification, NotificationWithSubscribers, Spend, Subscriber},
    },
    observe::{Contact, Dollars, IsContact, Measure, Metric, Statistic},
    rule,
    sentences::BudgetNeedsLimit,
    stack::Aws,
};

/// How many people AWS Budgets tells of one thing by mail.
///
/// Source: `Subscribers` of `NotificationWithSubscribers` of `AWS::Budgets::Budget`.
const MOST_TOLD: usize = 10;

/// At how much of a limit somebody is told at the latest, in percent. The figure is ours.
const MOST_PERCENT: u32 = 200;

hc_cdk::builder! {
    /// A budget of the account for a month.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{account::Budget, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("account", region::EuWest2);
    /// let budget = Budget::builder().dollars(175).notify(Contact::email("finance@example.org"));
    /// stack.add("Budget", budget);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Budget;
    /// A budget that is being described.
    pub struct BudgetBuilder => Budget;
    needs {
        /// What may be spent in a month, in dollars.
        dollars(dollars: impl IsDollars) -> u32 { *dollars.it() }: BudgetNeedsLimit;
    }
    may {
        /// How much of it has to be spent, or expected, before somebody is told: in percent, 200 at most, and by default 110.
        told_at(percent: u32) -> u32 { percent } = 110;
    }
    also { contacts: Vec<Contact> }
}

impl<State> BudgetBuilder<State> {
    /// Tells somebody by mail. May be said several times.
    #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
    pub fn notify(mut self, contact: impl IsContact) -> Self {
        self.contacts.push(contact.it().clone());
        self
    }
}

/// A budget that a stack has taken.
#[derive(Debug, Clone)]
pub struct BudgetHandle {
    made: Made<budgets::Budget>,
    dollars: u32,
}

impl BudgetHandle {
    /// The budget's name.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// What may be spent in a month.
    pub fn limit(&self) -> Dollars {
        Dollars(f64::from(self.dollars))
    }

    /// What was spent in the month so far, by AWS's own estimate, which comes a few times a day. The account has to let it be measured:
    /// `Receive Billing Alerts` among its preferences.
    pub fn spent(&self) -> Metric<Dollars> {
        Metric::of("spent this month", estimated()).every_minutes(HOURS_6)
    }

    /// What was spent in each day.
    pub fn spent_in_a_day(&self) -> Metric<Dollars> {
        // A month begins at nothing.
        let by_day = "IF(DIFF($0) < 0, $0, DIFF($0))";
        Metric::computed("spent in a day", by_day, [estimated()]).every_minutes(DAY)
    }
}

const HOURS_6: u32 = 6 * 60;
const DAY: u32 = 24 * 60;

fn estimated() -> Measure {
    Measure::new("AWS/Billing", "EstimatedCharges", Statistic::Maximum).dimension("Currency", "USD")
}

impl Spec for Budget {
    type Handle = BudgetHandle;
    const KIND: &'static str = "Budget";
    const INVARIANTS: &'static [Rule] = &[rule::BUDGET_TELLS_SOMEBODY];
}

impl<P: Policy> Construct<P, Aws> for Budget {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> BudgetHandle {
        declare(&self, scope)
    }
}

fn declare(spec: &Budget, scope: &mut Scope<'_>) -> BudgetHandle {
    check(spec, scope);
    let name = scope.physical_name();
    let told = ["ACTUAL", "FORECASTED"].map(|kind| told(spec, kind)).into();
    let made = scope.resource(
        "",
        budgets::Budget {
            budget: Some(BudgetData {
                budget_limit: Some(Spend { amount: Some(f64::from(spec.dollars).into()), unit: Some("USD".into()) }),
                budget_name: Some(name.into()),
                budget_type: Some("COST".into()),
                time_unit: Some("MONTHLY".into()),
                ..Default::default()
            }),
            notifications_with_subscribers: Some(told),
            ..Default::default()
        },
    );
    BudgetHandle { made, dollars: spec.dollars }
}

fn told(spec: &Budget, kind: &'static str) -> NotificationWithSubscribers {
    let subscriber = |contact: &Contact| Subscriber {
        address: Some(contact.address().clone()),
        subscription_type: Some("EMAIL".into()),
    };
    NotificationWithSubscribers {
        notification: Some(Notification {
            comparison_operator: Some("GREATER_THAN".into()),
            notification_type: Some(kind.into()),
            threshold: Some(f64::from(spec.told_at).into()),
            threshold_type: Some("PERCENTAGE".into()),
        }),
        subscribers: Some(spec.contacts.iter().map(subscriber).collect()),
    }
}

/// What only the values show.
fn check(spec: &Budget, scope: &mut Scope<'_>) {
    if spec.dollars == 0 || spec.told_at == 0 {
        scope.reject(None, "allows for nothing", "give it a limit in dollars, and a share of that in percent");
    }
    if spec.contacts.len() > MOST_TOLD {
        let message = format!("tells `{}` contacts, and AWS Budgets tells {MOST_TOLD} at most", spec.contacts.len());
        scope.reject(None, message, "tell a mailbox that several people read");
    }
    if spec.told_at > MOST_PERCENT {
        let message = format!("tells at `{}` percent, when all of it was spent long ago", spec.told_at);
        scope.reject(Some(soc2::MONITORING), message, format!("tell at {MOST_PERCENT} percent or sooner"));
    }
    for contact in &spec.contacts {
        if !contact.is_mail() {
            let address = contact.address().json().as_text().unwrap_or("a pager");
            let message = format!("tells `{address}`, and AWS Budgets writes mail");
            scope.reject(Some(soc2::MONITORING), message, "give a `Contact::email(..)`");
        } else if let Some((message, help)) = contact.fault() {
            scope.reject(Some(soc2::MONITORING), message, help);
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a number of dollars",
        label = "give a whole number, such as `175`"
    )]
    /// Dollars of a month.
    IsDollars: u32;
}
