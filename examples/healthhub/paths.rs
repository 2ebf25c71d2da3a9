//! What takes longer than an answer: reminders of an appointment, which take days, and a conversation, which takes as long as the patient
//! does. Each begins with something that happened, as the functions tell it.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Machine, prelude::*};

use super::{Base, Care, services::Platform};

/// A day, in seconds.
const DAY: u32 = 24 * 60 * 60;

/// The paths of appointments and of conversations.
pub(crate) fn paths(stack: &mut Stack<Care>, base: &Base, platform: &Platform) -> Vec<(&'static str, Machine<Phi>)> {
    let machine = || StateMachine::builder().perimeter(&base.zone);
    let mut paths = Vec::new();
    if let Some(steps) = reminders(platform) {
        let booked = base.happened.from("appointments").named("Booked").named("Moved");
        paths.push(("Reminder", stack.add("Reminders", machine().steps(steps).timeout(30 * DAY).on(&booked))));
    }
    if let Some(steps) = conversation(platform) {
        let opened = base.happened.from("chat").named("Opened");
        paths.push(("Conversation", stack.add("Conversation", machine().steps(steps).timeout(2 * DAY).on(&opened))));
    }
    paths
}

/// A patient is reminded, and asked a day later; what is not confirmed then is for somebody else.
fn reminders(platform: &Platform) -> Option<Steps<Phi>> {
    let steps = Steps::new()
        .calls("Remind", platform.at("/appointments/remind")?)
        .retries(3)
        .waits("ADay", DAY)
        .calls("Ask", platform.at("/appointments/confirm")?)
        .retries(3)
        .chooses("IsConfirmed", [(When::is("confirmed", true), "Confirmed")], "Free")
        .calls("Free", platform.at("/appointments/cancel")?)
        .retries(3)
        .ends()
        .succeeds("Confirmed");
    Some(steps)
}

/// What a patient says is looked at for urgency before anything else, by whatever the answer is made of; it is closed after a day.
fn conversation(platform: &Platform) -> Option<Steps<Phi>> {
    let steps = Steps::new()
        .calls("Triage", platform.at("/chat/triage")?)
        .or("Escalate")
        .chooses("IsUrgent", [(When::is("urgent", true), "Escalate")], "Answer")
        .calls("Answer", platform.at("/chat/answer")?)
        .or("Escalate")
        .waits("TheirTurn", DAY)
        .calls("Close", platform.at("/chat/close")?)
        .ends()
        .calls("Escalate", platform.at("/chat/escalate")?)
        .retries(5);
    Some(steps)
}
