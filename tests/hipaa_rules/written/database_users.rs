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
    // Who has a policy is said by a name, too.
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true}}, "E": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "api"}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["other"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "@D.MasterUserSecret.SecretArn"}]}}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@E.Arn"}}}"#,
        bad: &[
            (r#"["other"]"#, r#"["other", "api"]"#),
            (r#"["other"]"#, r#"["API"]"#),
            (r#"["other"]"#, r#"["$later"]"#),
            (
                r#""AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["other"]"#,
                r#""AWS::IAM::RolePolicy", "Properties": {"RoleName": "api""#,
            ),
            (
                r#""AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["other"]"#,
                r#""AWS::IAM::Policy", "Properties": {"Roles": ["api"]"#,
            ),
            (r#""RoleName": "api"}}, "P""#, r#""RoleName": "$later"}}, "P""#),
            (
                r#"{"RoleName": "api"}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["other"]"#,
                r#"{}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["clinic-ItE-1ABCDEFGH2JK"]"#,
            ),
        ],
    },
    // What a role may take on, it may do.
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true}}, "E": {"Type": "AWS::IAM::Role", "Properties": {}}, "A": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "admin", "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::111122223333:role/people"}}]}, "Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "@D.MasterUserSecret.SecretArn"}]}}]}}, "P": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": "@E", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/other"}]}}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@E.Arn"}}}"#,
        bad: &[
            (r#""arn:aws:iam::111122223333:role/people""#, r#""@E.Arn""#),
            ("role/other", "role/admin"),
            ("role/other", "role/team/admin"),
            ("role/other", "role/*"),
            (r#""arn:aws:iam::111122223333:role/other""#, r#""@A.Arn""#),
            (r#""arn:aws:iam::111122223333:role/other""#, r#""$later""#),
            (
                r#""Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/other""#,
                r#""Action": "sts:*", "Resource": "@A.Arn""#,
            ),
        ],
    },
    // The policy of a secret lets in whom his own do not.
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true}}, "L": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "E": {"Type": "AWS::IAM::Role", "Properties": {}}, "R": {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": {"SecretId": "@L", "ResourcePolicy": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*", "Principal": {"AWS": "@E.Arn"}}]}}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@E.Arn"}}}"#,
        bad: &[
            (r#""SecretId": "@L""#, r#""SecretId": "@D.MasterUserSecret.SecretArn""#),
            (r#""SecretId": "@L""#, r#""SecretId": "$later""#),
            (
                r#""SecretId": "@L", "ResourcePolicy": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*", "Principal": {"AWS": "@E.Arn"}"#,
                r#""SecretId": "@D.MasterUserSecret.SecretArn", "ResourcePolicy": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*", "Principal": "*""#,
            ),
            (
                r#""SecretId": "@L", "ResourcePolicy": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue""#,
                r#""SecretId": "@D.MasterUserSecret.SecretArn", "ResourcePolicy": {"Statement": [{"Effect": "Allow", "NotAction": "secretsmanager:PutSecretValue""#,
            ),
        ],
    },
    // A secret is named by a text, too, wherever CloudFormation or a container looks it up.
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"MasterUserPassword": "{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/first-AbCdEf:SecretString:password}}"}}, "E": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/lab-??????"}]}}]}}, "T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ExecutionRoleArn": "@E.Arn", "ContainerDefinitions": [{"Secrets": [{"Name": "TOKEN", "ValueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/lab-AbCdEf"}]}]}}, "S": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": "@T"}}}"#,
        bad: &[
            ("clinic/lab-AbCdEf", "clinic/first-AbCdEf"),
            ("clinic/lab-AbCdEf", "clinic/first-AbCdEf:password::"),
            ("clinic/lab-AbCdEf", "clinic/first"),
            ("clinic/lab-??????", "clinic/first-??????"),
            ("clinic/lab-??????", "clinic/f*"),
            (
                r#""arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/lab-AbCdEf""#,
                r#"{"+": ["arn:aws:secretsmanager:us-east-1:", "$account", ":secret:clinic/first-AbCdEf"]}"#,
            ),
            (
                r#""arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/lab-AbCdEf""#,
                r#""x{{resolve:secretsmanager:clinic/first:SecretString:password}}""#,
            ),
        ],
    },
    Change {
        rule: "ServiceIsNotFirstUser",
        good: r#"{"U": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "L": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "D": {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": {"+": ["{{resolve:secretsmanager:", "@U", ":SecretString:password}}"]}}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": ["@U"]}]}}]}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@R.Arn"}}, "S": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "@U", "RotationLambdaARN": "@F.Arn"}}}"#,
        bad: &[
            (r#""@F.Arn""#, r#""arn:aws:lambda:us-east-1:111122223333:function:other""#),
            (r#""SecretId": "@U""#, r#""SecretId": "@L""#),
            (r#""SecretId": "@U""#, r#""SecretId": "clinic/other""#),
            (
                r#""Resource": ["@U"]"#,
                r#""Resource": ["@U", "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!*"]"#,
            ),
        ],
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
