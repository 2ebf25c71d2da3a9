//! Functions that look at tokens, and what asks them.

use super::Change;

const TOKENS: &str = r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {
    "Code": {"ZipFile": "$tokens"}, "Handler": "index.handler", "Runtime": "nodejs24.x",
    "Environment": {"Variables": {"ISSUER": "https://login.example.org", "AUDIENCE": "visits", "KEYS_HOST": "login.example.org", "ISSUER_PORT": "443"}}}},
    "A": {"Type": "AWS::ApiGateway::Authorizer", "Properties": {"AuthorizerUri": {"+": ["arn:", "@F.Arn"]}, "AuthorizerResultTtlInSeconds": 0}},
    "B": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"components": {"securitySchemes": {"caller": {"x-amazon-apigateway-authorizer":
        {"authorizerUri": {"+": ["arn:", "@F.Arn"]}, "authorizerResultTtlInSeconds": 0}}}}}}}}"#;

pub(crate) const CHANGES: &[Change] = &[Change {
    rule: "TokensAreChecked",
    good: TOKENS,
    bad: &[
        ("https://", "http://"),
        (r#""ISSUER""#, r#""NO_ISSUER""#),
        (r#""AUDIENCE""#, r#""NO_AUDIENCE""#),
        (r#""KEYS_HOST""#, r#""NO_KEYS_HOST""#),
        (r#""AUDIENCE""#, r#""NODE_OPTIONS": "--require /opt/other.js", "AUDIENCE""#),
        (r#""AUDIENCE""#, r#""AWS_LAMBDA_EXEC_WRAPPER": "/opt/other", "AUDIENCE""#),
        ("index.handler", "index.other"),
        ("nodejs24.x", "python3.14"),
        // Whoever answers is the issuer.
        (r#""AUDIENCE""#, r#""NODE_TLS_REJECT_UNAUTHORIZED": "0", "AUDIENCE""#),
        (r#""visits""#, r#"" ""#),
        (r#""Runtime""#, r#""Layers": ["$later"], "Runtime""#),
        // What it says of a token is kept, and taken for good after the token has ended.
        (r#""AuthorizerResultTtlInSeconds": 0"#, r#""AuthorizerResultTtlInSeconds": 300"#),
        (r#", "AuthorizerResultTtlInSeconds": 0"#, ""),
        (r#", "authorizerResultTtlInSeconds": 0"#, ""),
    ],
}];
