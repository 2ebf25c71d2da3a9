//! The seven services: their functions, what each remembers, and who outside of the platform helps them.

use std::slice::from_ref;

use hc_cdk::{data::Phi, prelude::*};
use hc_cdk_aws::{
    compute::{Deployment, Telemetry},
    country::Ie,
    edge::{Body, Field, Method, Users},
    kind::{FunctionArn, SecretArn},
    literal::arn::Arn,
    prelude::*,
    rule,
};

use super::{Base, Care, usage};

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.eu-west-2.amazonaws.com/healthhub@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

/// The services, each with its functions. What asks for `Book` of `Appointments` asks at `/appointments/book`.
const SERVICES: [(&str, &[&str]); 7] = [
    ("Appointments", &["Book", "Move", "Cancel", "List", "Remind", "Confirm"]),
    ("Records", &["Read", "Add", "Share", "Export", "Consent", "History"]),
    ("Speech", &["Listen", "Speak", "Voices", "Transcribe", "Translate", "Languages"]),
    ("Chat", &["Ask", "Answer", "Triage", "Escalate", "Close", "Rate"]),
    ("Vision", &["Scan", "Classify", "Extract", "Redact", "Verify", "Find"]),
    ("Letters", &["Write", "Print", "Send", "Track", "Keep", "Search"]),
    ("Accounts", &["Register", "Known", "Profile", "Delete", "Devices"]),
];

/// The platform as it runs.
pub(crate) struct Platform {
    /// The first function of each service.
    pub(crate) functions: Vec<(&'static str, Lambda<Phi>)>,
    /// All functions, each with its path.
    pub(crate) all: Vec<(String, Lambda<Phi>)>,
    pub(crate) tables: Vec<(&'static str, Table<Phi>)>,
    pub(crate) api: Api<Phi>,
    pub(crate) users: Users<Phi>,
    pub(crate) certificate: Certificate,
}

impl Platform {
    /// The function that answers for a path.
    pub(crate) fn at(&self, path: &str) -> Option<&Lambda<Phi>> {
        self.all.iter().find(|(it, _)| *it == path).map(|(_, function)| function)
    }
}

/// Who helps the services from outside.
struct Helpers {
    open_ai: ThirdParty<Phi>,
    speech: ThirdParty<Phi>,
    vision: ThirdParty<Phi>,
    polly: CloudService<Phi>,
    translate: CloudService<Phi>,
}

/// All services behind one API.
pub(crate) fn platform(stack: &mut Stack<Care>, base: &Base) -> Platform {
    let helpers = helpers(stack, base);
    let users = UserPool::builder().perimeter(&base.zone).callback("https://www.healthhub.example/signed-in");
    let users = stack.add("Users", users.group("administrators", "add and remove people"));
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "healthhub.example");
    let certificate = IssuedCertificate::builder().domain("api.healthhub.example").zone(&zone);
    let certificate = stack.add("ApiCertificate", certificate);
    let api = RestApi::builder().perimeter(&base.zone).domain("api.healthhub.example").certificate(&certificate);
    let api = api.zone(&zone).authorizer(&users).counts_interactions();
    let mut api = api.pages(&domain!("www.healthhub.example"));
    let (mut functions, mut all, mut tables) = (Vec::new(), Vec::new(), Vec::new());
    for (service, names) in SERVICES {
        let table = EncryptedTable::builder().perimeter(&base.zone).partition_key(TableKey::text("patient"));
        let table = stack.add(service, table);
        usage::table(stack, &table);
        for (number, name) in names.iter().enumerate() {
            let path = format!("/{service}/{name}").to_lowercase();
            let made = Function::builder().perimeter(&base.zone).code(IMAGE).command(from_ref(name)).connect(&table);
            let made = made.telemetry(&Telemetry::in_image());
            let made = match service {
                "Chat" => made.connect(&helpers.open_ai).connect(&base.asked).connect(&base.happened),
                "Appointments" => made.connect(&base.happened),
                "Speech" => made.connect(&helpers.speech).connect(&helpers.polly).connect(&helpers.translate),
                "Vision" => made.connect(&helpers.vision),
                "Accounts" => made.connect(&users),
                _ => made,
            };
            let made = match (service, number) {
                ("Appointments", 0) => made.measures_starts(),
                ("Chat", 0) => made.deployment(Deployment::canary(10, 15)),
                ("Records", 0) => made.measures_starts().deployment(Deployment::linear(20, 5)),
                _ => made,
            };
            let made = stack.add(format!("{service}{name}"), made);
            usage::function(stack, &made);
            api = api.route(path.clone(), &made);
            all.push((path, made.clone()));
            if number == 0 {
                functions.push((service, made));
            }
        }
        tables.push((service, table));
    }
    let booking =
        Body::new().needs("patient", Field::matching("^[0-9]{10}$")).needs("kind", Field::one_of(&["visit", "call"]));
    api = api.body(Method::Post, "/appointments/book", &booking.may("note", Field::text(2000)));
    let api = api.needs_query("/appointments/list", "day").needs_header("/appointments/book", "Idempotency-Key");
    let why = "answers about patients are kept nowhere";
    let uncached = Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, why, "jane.roe", date!("2027-10-31"));
    let api = stack.add("Api", uncached.construct(api));
    usage::api(stack, &api);
    stack.output("Url", "where the apps find the platform", api.url());
    stack.output("Pool", "where the apps sign people in", users.id());
    Platform { functions, all, tables, api, users, certificate }
}

/// Parties with a key that is replaced every ninety days, and services of the cloud by right.
fn helpers(stack: &mut Stack<Care>, base: &Base) -> Helpers {
    let mut party = |name: &'static str, host: Domain, secret: Arn<SecretArn>| {
        let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-west-2:111122223333:function:replace-keys");
        let secret = RotatedSecret::builder().secret(&Secret::existing(secret, &base.key)).rotated_by(rotate);
        let secret = stack.add(format!("{name}Key"), secret);
        let party = ThirdParty::<Phi>::builder().host(host).secret(&secret).field("KEY", "key").build();
        stack.add(name, party.located(Ie).agreement(Agreement::of(format!("Contract with {name}"), "jane.roe")))
    };
    let key = arn!(SecretArn, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:openai-AbCdEf");
    let open_ai = party("OpenAi", domain!("eu.api.openai.com"), key);
    let key = arn!(SecretArn, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:speech-AbCdEf");
    let speech = party("AzureSpeech", domain!("uksouth.stt.speech.microsoft.com"), key);
    let key = arn!(SecretArn, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:vision-AbCdEf");
    let vision = party("GoogleVision", domain!("eu-vision.googleapis.com"), key);
    let polly = stack.add("Polly", CloudService::builder().perimeter(&base.zone).offer(Offer::Polly));
    let translate = stack.add("Translate", CloudService::builder().perimeter(&base.zone).offer(Offer::Translate));
    Helpers { open_ai, speech, vision, polly, translate }
}
