//! # The manual of hc-cdk
//!
//! Infrastructure for healthcare, written in Rust: what would break a compliance rule does not compile.
//!
//! | page | for whoever |
//! |---|---|
//! | [Tutorial](tutorial) | starts: from `cargo new` to a deployed stack in ten steps |
//! | [How to read our compile errors](errors) | was stopped by the compiler: every sentence, and what to do |
//! | [What is known when](known_when) | wants to know what a program that compiles has shown, and what not |
//! | [A hundred mistakes](mistakes) | wants to see what is refused, by whom and in which words, and what is not |
//! | [Rules](rules) | wants to know every sentence that is read in what is written, and the clauses that ask for it |
//! | [Scanners](scanners) | runs `cdk-nag` on templates: what it finds without cause, and why |
//! | [From AWS CDK](from_aws_cdk) | knows AWS CDK: what corresponds to what |
//! | [Kubernetes](kubernetes) | has a cluster: a chart from nothing, and a database of a stack for its workloads |
//! | [Google Cloud](google) | has a project there: a perimeter, a database and a cluster, as custom resources |
//! | [Azure](azure) | has a subscription there: the same, and what its operator does not make |
//! | [What an account has to have](account) | deploys for the first time, or again after that failed |
//! | [Several stacks](several_stacks) | splits a system: what goes from stack to stack, and how to take it back |
//! | [Writing your own construct](constructs) | needs something that no construct makes |
//! | [Writing your own policy](policies) | is held to more than the policies that come with hc-cdk |
//! | [Property-testing your own constructs](property_tests) | wants to be sure of either |
//!
//! The pages are the Markdown files beside this one. Each of their programs is compiled by the tests.

/// A page: a Markdown file as the documentation of a module.
///
/// In the file, other pages are named by references such as `[errors]`, which the file's last lines define as the names of
/// files. What is said first counts: here the references are to modules.
macro_rules! pages {
    ($($name:ident = $file:literal;)*) => {$(
        #[doc = "[tutorial]: crate::tutorial\n[errors]: crate::errors\n[known when]: crate::known_when"]
        #[doc = "[from AWS CDK]: crate::from_aws_cdk\n[constructs]: crate::constructs\n[policies]: crate::policies"]
        #[doc = "[rules]: crate::rules\n[mistakes]: crate::mistakes\n[property tests]: crate::property_tests\n[account]: crate::account\n[kubernetes]: crate::kubernetes\n"]
        #[allow(clippy::doc_markdown, reason = "prose, in which names of services and of programs' own things stand")]
        #[doc = include_str!($file)]
        pub mod $name {}
    )*};
}

pages! {
    tutorial = "tutorial.md";
    errors = "errors.md";
    known_when = "known-when.md";
    mistakes = "mistakes.md";
    rules = "rules.md";
    scanners = "scanners.md";
    from_aws_cdk = "from-aws-cdk.md";
    kubernetes = "kubernetes.md";
    google = "google.md";
    azure = "azure.md";
    account = "account.md";
    several_stacks = "several-stacks.md";
    constructs = "constructs.md";
    policies = "policies.md";
    property_tests = "property-tests.md";
}
