//! Who signs in.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "UsersHaveASecondFactor",
        good: r#"{"U": {"Type": "AWS::Cognito::UserPool", "Properties": {"MfaConfiguration": "ON"}}}"#,
        bad: &[(r#""ON""#, r#""OPTIONAL""#), (r#""MfaConfiguration""#, r#""NoMfaConfiguration""#)],
    },
    Change {
        rule: "UsersHaveLongPasswords",
        good: r#"{"U": {"Type": "AWS::Cognito::UserPool", "Properties": {"Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireLowercase": true, "RequireNumbers": true, "RequireSymbols": true, "RequireUppercase": true}}}}}"#,
        bad: &[
            ("12", "11"),
            (r#""RequireSymbols": true"#, r#""RequireSymbols": false"#),
            (r#""RequireNumbers": true, "#, ""),
            (r#""Policies""#, r#""NoPolicies""#),
        ],
    },
    Change {
        rule: "UsersAreWatched",
        good: r#"{"U": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}}}"#,
        bad: &[("ENFORCED", "AUDIT"), (r#""UserPoolAddOns""#, r#""NoUserPoolAddOns""#)],
    },
    Change {
        rule: "UsersAreAdded",
        good: r#"{"U": {"Type": "AWS::Cognito::UserPool", "Properties": {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true}}}}"#,
        bad: &[
            ("true", "false"),
            (r#""AdminCreateUserConfig""#, r#""NoConfig""#),
            (
                r#""AdminCreateUserConfig""#,
                r#""LambdaConfig": {"UserMigration": "arn:aws:lambda:us-east-1:111122223333:function:m"}, "AdminCreateUserConfig""#,
            ),
        ],
    },
    Change {
        rule: "UsersComeBackOverTls",
        good: r#"{"C": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"CallbackURLs": ["https://app.example.org/in", "http://localhost:3000/in"], "LogoutURLs": ["clinic://out"], "AllowedOAuthFlows": ["code"]}}}"#,
        bad: &[
            ("https://app", "http://app"),
            ("https://app", "HTTP://app"),
            ("http://localhost:3000", "http://localhost.example.org"),
            ("http://localhost:3000", "http://localhost:3000@example.org"),
            ("clinic://out", "{{resolve:ssm:/clinic/out}}"),
            (r#""clinic://out""#, r#""$later""#),
            (r#"["code"]"#, r#"["code", "implicit"]"#),
        ],
    },
    Change {
        rule: "UsersStay",
        good: r#"{"U": {"Type": "AWS::Cognito::UserPool", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {"DeletionProtection": "ACTIVE"}}}"#,
        bad: &[
            ("ACTIVE", "INACTIVE"),
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "Delete""#),
        ],
    },
];
