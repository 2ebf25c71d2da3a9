//! Jobs that look at sources: tests, analyses, dependencies, secrets.

use super::table::{
    Given,
    Given::{Secret, Text, Variable},
    Line::{CheckOut, History, Keep, Node, Python, Run, Uses},
    Preset,
};
use crate::{
    actions,
    workflow::{Context, Permission},
};

const PYTHON: &str = "3.13";
const NODE: &str = "22";

/// Tests of a service in Python, with coverage: `FOLDER` is where it is, `COVERAGE` the percentage that is enough.
pub const PYTEST: Preset = Preset {
    title: "Tests",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Python(PYTHON),
        Run(
            "Test",
            "cd \"$FOLDER\"\npip install --requirement requirements.txt pytest==9.2.0 pytest-cov==7.1.0\npytest --cov --cov-report=xml --cov-fail-under=\"$COVERAGE\"\n",
            &[("FOLDER", Text(".")), ("COVERAGE", Text("80"))],
        ),
    ],
};

/// Tests of a program in TypeScript, with coverage, as its own `npm test` says: `FOLDER` is where it is.
pub const NPM_TEST: Preset = Preset {
    title: "Tests",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Node(NODE),
        Run("Test", "cd \"$FOLDER\"\nnpm ci --ignore-scripts\nnpm test -- --coverage\n", &[("FOLDER", Text("."))]),
    ],
};

/// Bandit: what is dangerous in sources in Python.
pub const BANDIT: Preset = Preset {
    title: "Bandit",
    minutes: 15,
    writes: &[],
    lines: &[
        CheckOut,
        Python(PYTHON),
        Run(
            "Analyse",
            "pip install bandit==1.9.4\nbandit --recursive \"$FOLDER\" --severity-level medium\n",
            &[("FOLDER", Text("services"))],
        ),
    ],
};

/// Semgrep: what is dangerous in sources of many languages, by the rule sets `RULES`.
pub const SEMGREP: Preset = Preset {
    title: "Semgrep",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Python(PYTHON),
        Run(
            "Analyse",
            "pip install semgrep==1.185.0\nsemgrep scan --error --metrics off --config \"$RULES\"\n",
            &[("RULES", Text("p/owasp-top-ten"))],
        ),
    ],
};

/// `CodeQL`: what is dangerous in sources, reported to the repository.
pub const CODEQL: Preset = Preset {
    title: "CodeQL",
    minutes: 60,
    writes: &[Permission::SecurityEvents],
    lines: &[
        CheckOut,
        Uses(
            "Begin",
            &actions::CODEQL_INIT,
            &[("languages", Text("python,javascript-typescript")), ("queries", Text("security-extended"))],
            &[],
        ),
        Uses("Analyse", &actions::CODEQL_ANALYZE, &[], &[]),
    ],
};

/// What is known to be vulnerable among the packages of Python that each service asks for.
pub const PIP_AUDIT: Preset = Preset {
    title: "Packages of Python",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Python(PYTHON),
        Run(
            "Look up",
            "pip install pip-audit==2.10.1\nfind . -name requirements.txt -not -path '*/node_modules/*' -print0 |\n  xargs -0 -I{} pip-audit --requirement {} --strict\n",
            &[],
        ),
    ],
};

/// What is known to be vulnerable among the packages of npm.
pub const NPM_AUDIT: Preset = Preset {
    title: "Packages of npm",
    minutes: 15,
    writes: &[],
    lines: &[
        CheckOut,
        Node(NODE),
        Run("Look up", "cd \"$FOLDER\"\nnpm audit --audit-level high\n", &[("FOLDER", Text("."))]),
    ],
};

/// OWASP Dependency Check: what is known to be vulnerable among packages of all kinds, from a score of `SCORE` on. `CHECKER` is its
/// image, by digest.
pub const DEPENDENCY_CHECK: Preset = Preset {
    title: "OWASP Dependency Check",
    minutes: 60,
    writes: &[],
    lines: &[
        CheckOut,
        Run(
            "Look up",
            DEPENDENCY_CHECK_LINES,
            &[
                ("CHECKER", Variable("DEPENDENCY_CHECK_IMAGE")),
                ("NVD_API_KEY", Secret("NVD_API_KEY")),
                ("SCORE", Text("7")),
            ],
        ),
        Keep("dependency-check", "report"),
    ],
};

/// The image runs as a user of its own. Lists of packages of Python are read by what it calls experimental.
const DEPENDENCY_CHECK_LINES: &str = "\
mkdir --mode 777 report
docker run --rm --volume \"$PWD:/src:ro\" --volume \"$PWD/report:/report\" \"$CHECKER\" --scan /src --out /report \\
  --format JSON --enableExperimental --failOnCVSS \"$SCORE\" --nvdApiKey \"$NVD_API_KEY\"
";

/// Snyk: what is known to be vulnerable among packages of all kinds.
pub const SNYK: Preset = Preset {
    title: "Snyk",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Node(NODE),
        Run(
            "Look up",
            "npx --yes snyk@1.1307.4 test --all-projects --severity-threshold=high\n",
            &[("SNYK_TOKEN", Secret("SNYK_TOKEN"))],
        ),
    ],
};

/// Trivy: what is known to be vulnerable, and badly set up, among the files of the repository.
pub const TRIVY_FILES: Preset = Preset {
    title: "Trivy",
    minutes: 15,
    writes: &[],
    lines: &[
        CheckOut,
        Uses(
            "Scan",
            &actions::TRIVY,
            &[
                ("scan-type", Text("fs")),
                ("scanners", Text("vuln,misconfig,secret")),
                ("severity", Text("HIGH,CRITICAL")),
                ("exit-code", Text("1")),
            ],
            &[],
        ),
    ],
};

/// Gitleaks: secrets in the history.
pub const GITLEAKS: Preset = Preset {
    title: "Gitleaks",
    minutes: 15,
    writes: &[],
    lines: &[History, Uses("Look", &actions::GITLEAKS, &[], &[("GITHUB_TOKEN", Given::Context(Context::Token))])],
};

/// `TruffleHog`: secrets in the history that still work.
pub const TRUFFLEHOG: Preset = Preset {
    title: "TruffleHog",
    minutes: 15,
    writes: &[],
    lines: &[History, Uses("Look", &actions::TRUFFLEHOG, &[("extra_args", Text("--results=verified,unknown"))], &[])],
};

/// `SonarQube`: quality of sources, with its gate. The project is in `sonar-project.properties`.
pub const SONARQUBE: Preset = Preset {
    title: "SonarQube",
    minutes: 30,
    writes: &[],
    lines: &[
        History,
        Run("Wait for the gate", "echo 'sonar.qualitygate.wait=true' >> sonar-project.properties\n", &[]),
        Uses(
            "Analyse",
            &actions::SONARQUBE,
            &[],
            &[("SONAR_TOKEN", Secret("SONAR_TOKEN")), ("SONAR_HOST_URL", Variable("SONAR_HOST_URL"))],
        ),
    ],
};

/// Whether the database of a service can be brought to the newest state from nothing, back, and there again: `FOLDER` is where
/// Alembic is.
pub const MIGRATIONS: Preset = Preset {
    title: "Migrations",
    minutes: 20,
    writes: &[],
    lines: &[
        CheckOut,
        Python(PYTHON),
        Run(
            "Try",
            "cd \"$FOLDER\"\npip install --requirement requirements.txt\nalembic upgrade head\nalembic downgrade base\nalembic upgrade head\n",
            &[("FOLDER", Text(".")), ("DATABASE_URL", Text("sqlite:///migrations.db"))],
        ),
    ],
};

/// Whether a service answers as its `OpenAPI` document says: `CONTRACT` is the document, `TARGET` the service.
pub const CONTRACT: Preset = Preset {
    title: "Contract",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Python(PYTHON),
        Run(
            "Compare",
            "pip install schemathesis==4.32.5\nschemathesis run \"$CONTRACT\" --url \"$TARGET\"\n",
            &[("CONTRACT", Text("openapi.json")), ("TARGET", Variable("TARGET"))],
        ),
    ],
};

/// What is told when something failed, to the address of a channel such as Slack's.
pub const TELL: Preset = Preset {
    title: "Tell",
    minutes: 5,
    writes: &[],
    lines: &[Run(
        "Tell",
        "jq --null-input --arg text \"$MESSAGE: $RUN\" '{text: $text}' |\n  curl --fail --silent --show-error --header 'Content-Type: application/json' --data @- \"$CHANNEL\"\n",
        &[("CHANNEL", Secret("CHANNEL_URL")), ("MESSAGE", Text("a run failed")), ("RUN", Given::Context(Context::Run))],
    )],
};
