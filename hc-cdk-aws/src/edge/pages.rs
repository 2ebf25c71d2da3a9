//! Pages and what they ask: whose pages may call an API from a browser, and whom the pages of a website call.
//!
//! A browser lets a page read what another origin answers if that origin names the page's, and lets it ask whom its own website names.
//! The one is said where an API is described and the other where the website is. One of them is there first, and is given as what
//! `stack.add` returned; it names the other by its domain.

use std::borrow::Cow;

use hc_cdk::{literal::domain::Domain, value::Value};

/// Pages of one origin: those of a host, over HTTPS.
#[derive(Debug, Clone)]
pub struct Shown {
    pub(super) domain: Cow<'static, str>,
    /// What browsers may reach for them, if the program knows it.
    pub(super) content: Option<Value<String>>,
}

/// Something whose pages may call an API.
#[diagnostic::on_unimplemented(
    message = "this shows no pages",
    label = "give what `stack.add` returned for a `Website`, or its domain: `&domain!(\"www.example.org\")`",
    note = "HIPAA 45 CFR 164.312(a)(1): access control; SOC 2 CC6.6: boundary protection"
)]
pub trait ShowsPages {
    /// What is shown.
    fn shown(&self) -> Shown;
}

/// What pages call.
#[derive(Debug, Clone)]
pub struct CalledByPages {
    pub(super) domain: Value<String>,
    /// Whose pages it answers, if the program knows it.
    pub(super) pages: Option<Vec<Cow<'static, str>>>,
}

/// Something that pages can call.
#[diagnostic::on_unimplemented(
    message = "this answers no pages",
    label = "give what `stack.add` returned for a `RestApi` or a `UserPool`, or its domain: `&domain!(\"api.example.org\")`",
    note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.21: security of network services"
)]
pub trait AnswersPages {
    /// What answers.
    fn answering(&self) -> CalledByPages;
}

impl ShowsPages for Domain {
    fn shown(&self) -> Shown {
        Shown { domain: self.clone().into(), content: None }
    }
}

impl AnswersPages for Domain {
    fn answering(&self) -> CalledByPages {
        CalledByPages { domain: self.clone().into(), pages: None }
    }
}
