//! Who somebody is in a database.

use super::Change;

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true}}, "L": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "E": {"Type": "AWS::IAM::Role", "Properties": {}}, "P": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": "@E", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "@L"}]}}}, "T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ExecutionRoleArn": "@E.Arn", "ContainerDefinitions": [{"Environment": [{"Name": "HOST", "Value": "@D.Endpoint.Address"}], "Secrets": [{"Name": "TOKEN", "ValueFrom": "@L"}]}]}}, "S": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": "@T"}}}"#,
        bad: &[
            (r#""ValueFrom": "@L""#, r#""ValueFrom": "@D.MasterUserSecret.SecretArn""#),
            (r#""ValueFrom": "@L""#, r#""ValueFrom": {"+": ["@D.MasterUserSecret.SecretArn", ":password::"]}"#),
            (r#""Resource": "@L""#, r#""Resource": ["@L", "@D.MasterUserSecret.SecretArn"]"#),
            (r#""Resource": "@L""#, r#""Resource": "*""#),
            (r#""Resource": "@L""#, r#""Resource": "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-1*""#),
            (r#""Resource": "@L""#, r#""NotResource": "@L""#),
            (r#""Resource": "@L""#, r#""Resource": "$later""#),
            (r#""Resource": "@L""#, r#""Resource": "arn:aws:secretsmanager:us-east-1:111122223333:*""#),
            (r#""Resource": "@L""#, r#""Resource": "arn:aws:secretsmanager:us-east-1:111122223333:secret:r*""#),
            (
                r#""E": {"Type": "AWS::IAM::Role", "Properties": {}"#,
                r#""E": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/SecretsManagerReadWrite"]}"#,
            ),
            (
                r#""secretsmanager:GetSecretValue", "Resource": "@L""#,
                r#""secretsmanager:*", "Resource": "@D.MasterUserSecret.SecretArn""#,
            ),
            (r#""TaskDefinition": "@T""#, r#""TaskDefinition": "$later""#),
            (r#""ExecutionRoleArn": "@E.Arn""#, r#""ExecutionRoleArn": "$later""#),
        ],
    },
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"U": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "L": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "D": {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": {"+": ["{{resolve:secretsmanager:", "@U", ":SecretString:password}}"]}}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": ["@U"]}]}}]}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@R.Arn"}}, "S": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "@U", "RotationLambdaARN": "@F.Arn"}}}"#,
        bad: &[(r#""@F.Arn""#, r#""arn:aws:lambda:us-east-1:111122223333:function:other""#)],
    },
    Change {
        rule: "DatabaseTellsUsersApart",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {}}, "A": {"Type": "AWS::IAM::Role", "Properties": {}}, "B": {"Type": "AWS::IAM::Role", "Properties": {}}, "PA": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": "@A", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": {"+": ["arn:aws:rds-db:us-east-1:111122223333:dbuser:", "@D.DbiResourceId", "/lab"]}}]}}}, "PB": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": ["@B"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": {"+": ["arn:aws:rds-db:us-east-1:111122223333:dbuser:", "@D.DbiResourceId", "/ward"]}}]}}}}"#,
        bad: &[
            ("/ward", "/lab"),
            ("/ward", "/*"),
            ("/ward", "/postgres"),
            (r#""@D.DbiResourceId", "/ward""#, r#""@D.DbiResourceId", "/", "$later""#),
            (r#""Roles": ["@B"]"#, r#""Roles": ["@A", "@B"]"#),
            (r#""Roles": ["@B"]"#, r#""Roles": ["$later"]"#),
            (r#"{"+": ["arn:aws:rds-db:us-east-1:111122223333:dbuser:", "@D.DbiResourceId", "/ward"]}"#, r#""*""#),
            (
                r#"{"+": ["arn:aws:rds-db:us-east-1:111122223333:dbuser:", "@D.DbiResourceId", "/ward"]}"#,
                r#""arn:aws:rds-db:us-east-1:111122223333:dbuser:*/lab""#,
            ),
            (
                r#"{"+": ["arn:aws:rds-db:us-east-1:111122223333:dbuser:", "@D.DbiResourceId", "/ward"]}"#,
                r#""arn:aws:rds-db:us-east-1:111122223333:dbuser:db-?/lab""#,
            ),
            (r#"{"+": ["arn:aws:rds-db:us-east-1:111122223333:dbuser:", "@D.DbiResourceId", "/ward"]}"#, r#""$later""#),
        ],
    },
];
