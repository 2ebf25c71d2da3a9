//! Jobs that look at a running system: from outside, for everybody, and under load.

use super::table::{
    Given::{self, Addresses, Text, Variable},
    Line::{CheckOut, Keep, Node, Run, Uses},
    Preset,
};
use crate::actions;

const NODE: &str = "22";

/// ZAP: what is dangerous in what a running system answers. The address is the variable `TARGET` of the repository or environment.
pub const ZAP: Preset = Preset {
    title: "ZAP",
    minutes: 60,
    writes: &[],
    lines: &[
        CheckOut,
        Uses(
            "Look",
            &actions::ZAP,
            &[("target", Variable("TARGET")), ("allow_issue_writing", Text("false")), ("fail_action", Text("true"))],
            &[],
        ),
    ],
};

/// Whether every address of the app answers, by TLS, and tells browsers to stay with it: the routes of every endpoint, from the graph.
/// `HEADERS` are the headers that each answer has.
pub const SMOKE: Preset = Preset {
    title: "Smoke test",
    minutes: 10,
    writes: &[],
    lines: &[Run(
        "Try every address",
        SMOKE_LINES,
        &[("ADDRESSES", Addresses), ("HEADERS", Text("strict-transport-security"))],
    )],
};

/// Says everything that is wrong, and fails then.
const SMOKE_LINES: &str = include_str!("smoke.sh");

/// Whether everybody can use the pages, as WCAG 2.1 AA says, of the addresses in `.pa11yci`.
pub const ACCESSIBILITY: Preset = Preset {
    title: "Accessibility",
    minutes: 30,
    writes: &[],
    lines: &[CheckOut, Node(NODE), Run("Look", "npx --yes pa11y-ci@4.1.1 --config .pa11yci\n", &[])],
};

/// Lighthouse: how fast pages are, by the limits in `lighthouserc.json`.
pub const LIGHTHOUSE: Preset = Preset {
    title: "Lighthouse",
    minutes: 30,
    writes: &[],
    lines: &[
        CheckOut,
        Node(NODE),
        Run("Measure", "npx --yes @lhci/cli@0.15.1 autorun\n", &[]),
        Keep("lighthouse", ".lighthouseci"),
    ],
};

/// k6: whether `RATE` requests a second are answered for `DURATION`, 95 of 100 within `MILLISECONDS`. `K6` is its image, by digest.
pub const LOAD: Preset = Preset {
    title: "Load",
    minutes: 60,
    writes: &[],
    lines: &[
        CheckOut,
        Run(
            "Load",
            LOAD_LINES,
            &[
                ("K6", Variable("K6_IMAGE")),
                ("TARGET", Variable("TARGET")),
                ("RATE", Text("50")),
                ("DURATION", Text("5m")),
                ("MILLISECONDS", Text("500")),
            ],
        ),
    ],
};

const LOAD_LINES: &str = "\
cat > load.js <<'END'
import http from 'k6/http';
export const options = {
  scenarios: { load: { executor: 'constant-arrival-rate', rate: Number(__ENV.RATE), timeUnit: '1s',
    duration: __ENV.DURATION, preAllocatedVUs: 50, maxVUs: 500 } },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    http_req_duration: [`p(95)<${__ENV.MILLISECONDS}`],
    iterations: [`rate>=${0.95 * Number(__ENV.RATE)}`],
  },
};
export default function () { http.get(__ENV.TARGET); }
END
docker run --rm --interactive --env TARGET --env RATE --env DURATION --env MILLISECONDS \"$K6\" run - < load.js
";

/// k6 with people instead of a rate: whether `USERS` at the same time, each with a request in ten seconds, are served for `DURATION`:
/// one of a hundred at most in vain, 95 of 100 within `MILLISECONDS`, and no fewer than `PER_MINUTE` requests in all. One machine
/// does not bear thousands, so it is [`CROWD_PARTS`] of them, a part each. `K6` is its image, by digest.
pub const CROWD: Preset = Preset {
    title: "Load of a crowd",
    minutes: 60,
    writes: &[],
    lines: &[
        CheckOut,
        Run(
            "Load",
            include_str!("crowd.sh"),
            &[
                ("K6", Variable("K6_IMAGE")),
                ("TARGET", Variable("TARGET")),
                ("PART", Given::Matrix("part")),
                ("USERS", Text("1000")),
                ("PER_MINUTE", Text("100")),
                ("DURATION", Text("10m")),
                ("MILLISECONDS", Text("2000")),
            ],
        ),
    ],
};

/// The parts of [`CROWD`], for its matrix: `Matrix::over("part", jobs::CROWD_PARTS)`.
pub const CROWD_PARTS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
