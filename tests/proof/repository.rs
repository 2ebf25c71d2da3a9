//! Members of workflows that nobody wrote, and that weaken them, as GitHub's documentation has them.

use hc_cdk::value::{Json, Object};

/// The path of what takes a member, its name and its value, in `tests/programs/workflows.rs`.
pub(crate) fn members() -> Vec<(&'static str, &'static str, Json)> {
    const LOAD: &str = "jobs/load";
    const STEP: &str = "jobs/load/steps/*";
    let shell = || Object::new().with("run", Object::new().with("shell", "bash -c '${{ github.head_ref }}' {0}"));
    let key = Object::new().with("AWS_ACCESS_KEY_ID", "${{ secrets.AWS_ACCESS_KEY_ID }}");
    let told = Object::new().with("MESSAGE", "${{ github.event.head_commit.message }}");
    let image = Object::new().with("image", "postgres:17");
    vec![
        ("", "permissions", "write-all".into()),
        ("", "defaults", shell().into()),
        ("", "env", Object::new().with("TOKEN", "password=hunter2hunter2").into()),
        ("on", "pull_request", Object::new().into()),
        ("on", "pull_request_target", Object::new().into()),
        (LOAD, "container", "node:latest".into()),
        (LOAD, "defaults", shell().into()),
        (LOAD, "env", key.into()),
        (LOAD, "permissions", "write-all".into()),
        (LOAD, "secrets", "inherit".into()),
        (LOAD, "services", Object::new().with("database", image).into()),
        (LOAD, "uses", "somebody/theirs/.github/workflows/all.yml@main".into()),
        (STEP, "env", told.with("LINE", "echo \"$MESSAGE\" >> \"$GITHUB_ENV\"").into()),
        (STEP, "run", "echo ${{ github.event.head_commit.message }}".into()),
        (STEP, "run", "echo \"FOLDER=${{ inputs.folder }}\" >> $GITHUB_PATH".into()),
        (STEP, "run", "npx cdk deploy --all".into()),
        (STEP, "shell", "bash -c '${{ inputs.folder }}' {0}".into()),
        (STEP, "uses", "actions/checkout@v4".into()),
        (STEP, "uses", "docker://node:latest".into()),
    ]
}
