//! What counts as proof before a deployment, and what does not.

use crate::{around, deployment, raw};

const APPLY: &str = "needs: [ask, scan]\nenvironment: production\nsteps:\n- run: kubectl apply -k k8s";

/// What is found if a part of a deployment that holds is another one.
fn with(part: &str, other: &str) -> Vec<&'static str> {
    let held = deployment(APPLY);
    assert!(held.contains(part), "{part}: {held}");
    raw::codes(&held.replace(part, other))
}

#[test]
fn what_may_be_left_out_or_fail_is_no_proof() {
    assert!(with("  ask:\n", "  ask:\n").is_empty());
    for step in ["trivy image it", "syft it", "cosign sign it", "cosign verify it"] {
        for left_out in ["if: false", "continue-on-error: true"] {
            let found = with(&format!("{{run: {step}}}"), &format!("{{run: {step}, {left_out}}}"));
            assert_eq!(found, ["DeploysWhatIsProven"], "{step}, {left_out}");
        }
    }
    for left_out in ["if: github.actor == 'me'", "continue-on-error: true"] {
        assert_eq!(with("  scan:\n", &format!("  scan:\n    {left_out}\n")), ["DeploysWhatIsProven"], "{left_out}");
        assert_eq!(with("  ask:\n", &format!("  ask:\n    {left_out}\n")), ["DeploymentIsApproved"], "{left_out}");
    }
    assert_eq!(
        with("{ENVIRONMENT: production}", "{ENVIRONMENT: production}\n      if: false"),
        ["DeploymentIsApproved"]
    );
}

#[test]
fn what_only_names_a_proof_is_none() {
    for (proof, other) in [
        ("{run: trivy image it}", "{run: echo trivy image it}"),
        ("{run: trivy image it}", "{run: trivy image it || true}"),
        ("{run: trivy image it}", "{run: trivy fs .}"),
        ("{run: syft it}", "{run: 'true # syft it'}"),
        ("{run: cosign sign it}", "{run: 'if cosign sign it; then echo; fi'}"),
        ("{run: cosign verify it}", "{run: cosign verify it, shell: 'echo {0}'}"),
        ("{run: trivy image it}", &trivy("scan-type: fs")),
        ("{run: trivy image it}", &trivy("scan-type: fs, image-ref: it")),
    ] {
        assert_eq!(with(proof, other), ["DeploysWhatIsProven"], "{other}");
    }
    assert!(with("{run: trivy image it}", "{run: sudo /usr/bin/trivy --quiet image it}").is_empty());
    assert!(with("{run: trivy image it}", &trivy("image-ref: it")).is_empty());
}

fn trivy(given: &str) -> String {
    format!("{{uses: aquasecurity/trivy-action@57a97c7e7821a5776cebc9bb87c984fa69cba8f1, with: {{{given}}}}}")
}

#[test]
fn what_deploys_is_known_by_program_and_words() {
    for step in [
        "{run: kubectl --namespace a apply -k k8s}",
        "{run: helm --debug upgrade a b}",
        "{run: aws --region a cloudformation --debug update-stack}",
        "{run: npx aws-cdk@2 --app a deploy}",
        "{run: terraform -chdir=a apply}",
        "{run: ./deploy.sh}",
        "{run: ssh a -- 'kubectl apply -k k8s'}",
        "{uses: aws-actions/amazon-ecs-deploy-task-definition@57a97c7e7821a5776cebc9bb87c984fa69cba8f1}",
        "{uses: azure/functions-action@57a97c7e7821a5776cebc9bb87c984fa69cba8f1}",
    ] {
        let found = raw::codes(&around("push", &format!("steps:\n- {step}")));
        assert_eq!(found, ["DeploymentIsApproved"], "{step}");
    }
    assert_eq!(raw::codes(&around("push", "uses: ./.github/workflows/deploy.yml")), ["DeploymentIsApproved"]);
    for step in ["{run: kubectl get a}", "{run: kubectl rollout status a}", "{run: terraform plan}", "{run: cdk diff}"]
    {
        assert!(raw::codes(&around("push", &format!("steps:\n- {step}"))).is_empty(), "{step}");
    }
}

#[test]
fn what_only_looks_like_a_question_for_approvers_is_none() {
    for (part, other) in [
        ("-lt 1", "-lt 0"),
        ("          exit 1", "          exit 0"),
        ("    - shell: bash\n", "    - shell: sh\n"),
        ("    - shell: bash\n", "    - run: echo\n    - shell: bash\n"),
        ("{ENVIRONMENT: production}", "{ENVIRONMENT: production, GH_HOST: a}"),
        ("{ENVIRONMENT: production}", "{ENVIRONMENT: staging}"),
        ("  ask:\n", "  ask:\n    env: {BASH_ENV: a}\n"),
    ] {
        assert_eq!(with(part, other), ["DeploymentIsApproved"], "{other}");
    }
    let any = deployment(APPLY).replace(": production", ": '${{ inputs.environment }}'");
    assert_eq!(raw::codes(&any), ["DeploymentIsApproved"], "{any}");
}

#[test]
fn what_begins_whatever_became_of_others_has_nothing_before_it() {
    for anyway in ["always()", "failure()", "${{ !Cancelled() }}", "success() || true"] {
        let found = with("    environment:", &format!("    if: {anyway}\n    environment:"));
        assert_eq!(found, ["DeploymentIsApproved", "DeploysWhatIsProven"], "{anyway}");
        // A job between them that begins anyway.
        let between =
            format!("  between:\n    needs: scan\n    if: {anyway}\n    timeout-minutes: 5\n    steps: []\n  ask:\n");
        let found = raw::codes(&deployment(&APPLY.replace("scan", "between")).replace("  ask:\n", &between));
        assert_eq!(found, ["DeploysWhatIsProven"], "{anyway}");
    }
    assert!(with("    environment:", "    if: github.ref == 'refs/heads/main'\n    environment:").is_empty());
}

#[test]
fn a_signature_is_verified_before_the_step_that_deploys() {
    let without = |steps: &str| {
        let job = APPLY.replace("- run: kubectl apply -k k8s", steps);
        raw::codes(&deployment(&job).replace("    - {run: cosign verify it}\n", ""))
    };
    assert!(without("- run: cosign verify it\n- run: kubectl apply -k k8s").is_empty());
    for steps in [
        "- run: kubectl apply -k k8s\n- run: cosign verify it",
        "- run: cosign verify it\n- run: kubectl apply -k k8s\n  if: always()",
        "- run: cosign verify it\n  continue-on-error: true\n- run: kubectl apply -k k8s",
    ] {
        assert_eq!(without(steps), ["DeploysWhatIsProven"], "{steps}");
    }
}

#[test]
fn what_is_scanned_is_what_was_built() {
    let other = "  other:\n    timeout-minutes: 5\n    strategy: {matrix: {service: [a]}}\n    steps:\n    - {run: trivy image it}\n  ask:\n";
    let with_other = |other: &str| {
        let job = APPLY.replace("needs: [ask, scan]", "needs: [ask, scan, other]");
        raw::codes(&deployment(&job).replace("    - {run: trivy image it}\n", "").replace("  ask:\n", other))
    };
    assert_eq!(with_other(other), ["DeploysWhatIsProven"], "a scan that needs no job which builds");
    let needs = other.replace("    steps", "    needs: scan\n    steps");
    assert_eq!(with_other(&needs), ["DeploysWhatIsProven"], "a scan of another matrix");
    assert!(with_other(&needs.replace("    strategy: {matrix: {service: [a]}}\n", "")).is_empty());
    assert_eq!(
        with(
            "{run: docker build .}\n    - {run: trivy image it}",
            "{run: trivy image it}\n    - {run: docker build .}"
        ),
        ["DeploysWhatIsProven"]
    );
    // An image that is built on the way, too, and not scanned.
    let more = "  more:\n    timeout-minutes: 5\n    steps:\n    - {run: docker build more}\n  ask:\n";
    let job = APPLY.replace("[ask, scan]", "[ask, scan, more]");
    assert_eq!(raw::codes(&deployment(&job).replace("  ask:\n", more)), ["DeploysWhatIsProven"]);
}
