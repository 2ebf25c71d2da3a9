//! Functions, the queues, topics and interfaces that run them, and who may call.

use super::Change;

const DIGEST: &str = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "FunctionHasTheCustomersKey",
        good: r#"{"$plays": "Workload", "F": {"Type": "AWS::Lambda::Function", "Properties": {"KmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1", "Environment": {"Variables": {"LEVEL": "info"}}}}}"#,
        bad: &[
            (r#""KmsKeyArn""#, r#""NoKmsKeyArn""#),
            ("arn:aws:kms:us-east-1:111122223333:key/1", "arn:aws:kms:us-east-1:111122223333:alias/aws/lambda"),
            // Somebody can make it that of one of AWS's keys.
            ("arn:aws:kms:us-east-1:111122223333:key/1", "{{resolve:ssm:/clinic/key}}"),
        ],
    },
    Change {
        rule: "FunctionNamesItsCode",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ImageUri": "registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}}}"#,
        bad: &[(DIGEST, ":latest"), (r#""ImageUri""#, r#""S3Key""#)],
    },
    Change {
        rule: "FunctionNamesItsCode",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "a.zip", "S3ObjectVersion": "1a2b"}}}}"#,
        bad: &[
            ("1a2b", "null"),
            ("1a2b", "{{resolve:ssm:/clinic/version}}"),
            (r#""S3ObjectVersion""#, r#""NoVersion""#),
        ],
    },
    Change {
        rule: "LayerNamesItsCode",
        good: r#"{"L": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": {"S3Bucket": "archives", "S3Key": "a.zip", "S3ObjectVersion": "1a2b"}}}}"#,
        bad: &[("1a2b", "null"), (r#""S3ObjectVersion""#, r#""NoVersion""#)],
    },
    Change {
        rule: "FunctionLayersAreOfTheAccount",
        good: r#"{"L": {"Type": "AWS::Lambda::LayerVersion", "Properties": {}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["@L", {"Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}:layer:fonts:3"}]}}}"#,
        bad: &[
            ("${AWS::AccountId}", "999988887777"),
            (r#""@L""#, r#""arn:aws:lambda:us-east-1:999988887777:layer:fonts:3""#),
            (r#""@L""#, r#""$later""#),
            // What is named in it is of the program, and the layer of somebody else.
            (r#""@L""#, r#"{"+": ["arn:aws:lambda:us-east-1:999988887777:layer:", "@L"]}"#),
            (r#"["@L", {"Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}:layer:fonts:3"}]"#, r#""$later""#),
        ],
    },
    Change {
        rule: "FunctionIsTraced",
        good: r#"{"$plays": "Workload", "F": {"Type": "AWS::Lambda::Function", "Properties": {"TracingConfig": {"Mode": "Active"}}}}"#,
        bad: &[("Active", "PassThrough"), (r#""TracingConfig""#, r#""NoTracingConfig""#)],
    },
    Change {
        rule: "FunctionHasZones",
        good: r#"{"$plays": "Workload", "F": {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SubnetIds": ["a", "b"]}}}}"#,
        bad: &[(r#"["a", "b"]"#, r#"["a"]"#), (r#""VpcConfig""#, r#""NoVpcConfig""#)],
    },
    Change {
        rule: "FunctionIsCalledByOne",
        good: r#"{"P": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "sns.amazonaws.com", "SourceArn": "arn"}}}"#,
        bad: &[
            (r#""SourceArn""#, r#""NoSourceArn""#),
            (r#""arn""#, r#""*""#),
            (r#""arn""#, r#""arn:aws:sns:*:999988887777:*""#),
            (r#""SourceArn": "arn""#, r#""SourceAccount": "999988887777""#),
        ],
    },
    Change {
        rule: "TopicHasTheCustomersKey",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/clinic"}}}"#,
        bad: &[("alias/clinic", "alias/aws/sns"), (r#""KmsMasterKeyId""#, r#""NoKmsMasterKeyId""#)],
    },
    Change {
        rule: "QueueKeepsWhatFails",
        good: r#"{"$plays": "Channel", "F": {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1209600}}, "Q": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"deadLetterTargetArn": "@F.Arn", "maxReceiveCount": 3}}}}"#,
        bad: &[
            (r#""deadLetterTargetArn""#, r#""noTargetArn""#),
            (r#""RedrivePolicy""#, r#""NoRedrivePolicy""#),
            (r#""RedrivePolicy""#, r#""MessageRetentionPeriod": 60, "RedrivePolicy""#),
            (r#""RedrivePolicy""#, r#""MessageRetentionPeriod": "$later", "RedrivePolicy""#),
            ("1209600", "345600"),
            ("1209600", r#""$later""#),
        ],
    },
    Change {
        rule: "QueueStays",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "Delete""#),
        ],
    },
    Change {
        rule: "MessagesSpeakTls",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["@Q"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "@Q.Arn", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            ("Deny", "Allow"),
            (r#""Queues": ["@Q"]"#, r#""Queues": ["other"]"#),
            ("sqs:*", "sqs:SendMessage"),
            (r#""Principal": "*""#, r#""Principal": {"AWS": "111122223333"}"#),
            (r#""@Q.Arn""#, r#""arn:aws:sqs:us-east-1:111122223333:other""#),
            (r#""false""#, r#""true""#),
            (r#"{"Bool""#, r#"{"StringEquals": {"aws:userid": "a"}, "Bool""#),
            // Of two policies the last one counts, and one is about a queue that it names by an address, too.
            (
                r#""AWS::SQS::Queue", "Properties": {}}, "#,
                r#""AWS::SQS::Queue", "Properties": {"QueueName": "letters"}}, "O": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["https://sqs.us-east-1.amazonaws.com/111122223333/letters"], "PolicyDocument": {}}}, "#,
            ),
            (
                r#""AWS::SQS::Queue", "Properties": {}}, "#,
                r#""AWS::SQS::Queue", "Properties": {"QueueName": "letters"}}, "O": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"+": ["https://sqs.us-east-1.amazonaws.com/", "$account", "/letters"]}], "PolicyDocument": {}}}, "#,
            ),
        ],
    },
    Change {
        rule: "MessagesSpeakTls",
        good: r#"{"$plays": "Channel", "T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sns:Publish", "Resource": "@T", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            ("Deny", "Allow"),
            ("sns:Publish", "sns:Subscribe"),
            (r#""Topics""#, r#""NoTopics""#),
            (
                r#""AWS::SNS::Topic", "Properties": {}}, "#,
                r#""AWS::SNS::Topic", "Properties": {"TopicName": "told"}}, "O": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["arn:aws:sns:us-east-1:111122223333:told"], "PolicyDocument": {}}}, "#,
            ),
            (
                r#""AWS::SNS::Topic", "Properties": {"#,
                r#""AWS::SNS::Topic", "Properties": {"Subscription": [{"Protocol": "http", "Endpoint": "http://a.example.org"}]"#,
            ),
            (
                r#""P": {"#,
                r#""S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Protocol": "http", "Endpoint": "http://a.example.org"}}, "P": {"#,
            ),
        ],
    },
    Change {
        rule: "ApiAsksWhoCalls",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/a": {"get": {"security": [{"caller": []}]}}}, "components": {"securitySchemes": {"caller": {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"}}}}}}}"#,
        bad: &[
            (r#"[{"caller": []}]"#, "[]"),
            (r#"[{"caller": []}]"#, r#"[{"caller": []}, {}]"#),
            (r#""security": [{"caller""#, r#""security": [{"nobody""#),
            (r#""x-amazon-apigateway-authtype""#, r#""authtype""#),
            ("awsSigv4", "none"),
            (r#""Body""#, r#""CloneFrom": "abc123", "Body""#),
            (r#""security""#, r#""secured""#),
            (r#""Body""#, r#""BodyS3Location""#),
        ],
    },
    Change {
        rule: "ApiAsksWhoCalls",
        good: r#"{"M": {"Type": "AWS::ApiGateway::Method", "Properties": {"AuthorizationType": "AWS_IAM"}}}"#,
        bad: &[("AWS_IAM", "NONE"), (r#""AuthorizationType""#, r#""NoAuthorizationType""#)],
    },
    Change {
        rule: "ApiAsksWhoCalls",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/a": {"get": {"security": [{"caller": []}, {"key": []}]}}}, "components": {"securitySchemes": {"caller": {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"}, "key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}}}}}}"#,
        bad: &[
            (r#"{"caller": []}, "#, ""),
            (r#"{"caller": []}, {"key": []}"#, r#"{"caller": []}, {"key": [], "other": []}"#),
            ("x-api-key", "authorization"),
            (r#""key": {"type": "apiKey""#, r#""key": {"type": "http""#),
        ],
    },
    // What a browser asks beforehand says nobody's name, and reaches nothing.
    Change {
        rule: "ApiAsksWhoCalls",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/a": {"options": {"x-amazon-apigateway-integration": {"type": "mock"}}, "get": {"security": [{"caller": []}]}}}, "components": {"securitySchemes": {"caller": {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"}}}}}}}"#,
        bad: &[
            (r#""mock""#, r#""aws_proxy""#),
            (r#""mock""#, r#""$later""#),
            (r#""options""#, r#""post""#),
            (r#""security": [{"caller": []}]"#, r#""x-amazon-apigateway-integration": {"type": "mock"}"#),
        ],
    },
    Change {
        rule: "ApiAsksWhoCalls",
        good: r#"{"M": {"Type": "AWS::ApiGateway::Method", "Properties": {"AuthorizationType": "NONE", "HttpMethod": "OPTIONS", "Integration": {"Type": "MOCK"}}}}"#,
        bad: &[("MOCK", "AWS_PROXY"), ("OPTIONS", "GET"), (r#""MOCK""#, r#""$later""#)],
    },
    Change {
        rule: "ApiNamesItsPages",
        good: r##"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/a": {"options": {"responses": {"200": {"headers": {"Access-Control-Allow-Origin": {"schema": {"type": "string"}}}}}, "x-amazon-apigateway-integration": {"type": "mock", "responses": {"default": {"responseParameters": {"method.response.header.Access-Control-Allow-Origin": "'https://www.example.org'"}, "responseTemplates": {"application/json": "#set($context.responseOverride.status = 204)"}}}}}}}, "x-amazon-apigateway-gateway-responses": {"DEFAULT_4XX": {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://staff.example.org:8443'"}}}}}}}"##,
        bad: &[
            ("'https://www.example.org'", "'*'"),
            ("'https://www.example.org'", "'http://www.example.org'"),
            ("'https://www.example.org'", "'https://*.example.org'"),
            ("'https://www.example.org'", "'null'"),
            (r#""'https://www.example.org'""#, r#""$later""#),
            // Whoever asks is told that he may.
            ("'https://www.example.org'", "method.request.header.Origin"),
            ("'https://staff.example.org:8443'", "method.request.header.Origin"),
            (
                "responseOverride.status = 204",
                "responseOverride.header.Access-Control-Allow-Origin = $input.params('Origin')",
            ),
            ("responseOverride.status = 204", "responseOverride.header[$name] = $input.params('Origin')"),
            ("responseOverride.status = 204", "responseOverride.header.put($name, $input.params('Origin'))"),
        ],
    },
    Change {
        rule: "ApiNamesItsPages",
        good: r#"{"M": {"Type": "AWS::ApiGateway::Method", "Properties": {"AuthorizationType": "NONE", "HttpMethod": "OPTIONS", "MethodResponses": [{"StatusCode": "204", "ResponseParameters": {"method.response.header.Access-Control-Allow-Origin": true}}], "Integration": {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": {"method.response.header.Access-Control-Allow-Origin": "'https://www.example.org'"}}]}}}}"#,
        bad: &[("'https://www.example.org'", "'*'"), (r#""'https://www.example.org'""#, r#""$later""#)],
    },
    Change {
        rule: "ApiNamesItsPages",
        good: r#"{"D": {"Type": "AWS::CloudFront::Distribution"}, "M": {"Type": "AWS::ApiGateway::Method", "Properties": {"AuthorizationType": "NONE", "HttpMethod": "OPTIONS", "Integration": {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": {"method.response.header.Access-Control-Allow-Origin": {"+": ["'https://", "@D.DomainName", "'"]}}}]}}}}"#,
        bad: &[(r#""@D.DomainName""#, r#""$later""#), ("'https://", "'http://")],
    },
    Change {
        rule: "ApiNamesItsPages",
        good: r#"{"G": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {"ResponseType": "DEFAULT_4XX", "ResponseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://www.example.org'"}}}}"#,
        bad: &[("'https://www.example.org'", "'*'"), ("'https://www.example.org'", "method.request.header.Origin")],
    },
    Change {
        rule: "ApiRefusesOtherBodies",
        good: r##"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/visits": {"post": {"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Visit"}}}}}}}, "components": {"schemas": {"Visit": {"type": "object", "additionalProperties": false, "properties": {"patient": {"type": "string"}}}}}, "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": true}, "none": {"validateRequestBody": false}}, "x-amazon-apigateway-request-validator": "all"}}}}"##,
        bad: &[
            (r#""required": true"#, r#""required": false"#),
            (r#""additionalProperties": false"#, r#""additionalProperties": true"#),
            (r#""additionalProperties": false, "#, ""),
            (r#""type": "object""#, r#""type": "string""#),
            ("schemas/Visit", "schemas/Other"),
            (r#""x-amazon-apigateway-request-validator": "all""#, r#""x-amazon-apigateway-request-validator": "none""#),
            (
                r#""x-amazon-apigateway-request-validator": "all""#,
                r#""x-amazon-apigateway-request-validator": "$later""#,
            ),
            (r#""post": {"#, r#""post": {"x-amazon-apigateway-request-validator": "none", "#),
            (r#""all": {"validateRequestBody": true}"#, r#""all": {"validateRequestBody": "$later"}"#),
            (r#""application/json": {"#, r#""text/plain": {"schema": {"type": "object"}}, "application/json": {"#),
        ],
    },
    Change {
        rule: "ApiRefusesWhatLacks",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/visits/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "required": true}, {"name": "day", "in": "query", "required": true}]}}, "/lab/{id}": {"get": {"x-amazon-apigateway-request-validator": "none", "parameters": [{"name": "id", "in": "path", "required": true}, {"name": "from", "in": "query", "required": false}]}}}, "x-amazon-apigateway-request-validators": {"all": {"validateRequestParameters": true}, "none": {"validateRequestParameters": false}}, "x-amazon-apigateway-request-validator": "all"}}}}"#,
        bad: &[
            (r#""x-amazon-apigateway-request-validator": "all""#, r#""x-amazon-apigateway-request-validator": "none""#),
            (r#", "x-amazon-apigateway-request-validator": "all""#, ""),
            (r#""all": {"validateRequestParameters": true}"#, r#""all": {"validateRequestBody": true}"#),
            (r#""all": {"validateRequestParameters": true}"#, r#""all": {"validateRequestParameters": "$later"}"#),
            (r#""required": false"#, r#""required": true"#),
            (r#""required": false"#, r#""required": "$later""#),
        ],
    },
    Change {
        rule: "ApiRefusesWhatLacks",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/visits/{id}": {"parameters": [{"name": "id", "in": "path", "required": true}, {"name": "day", "in": "query", "required": true}], "x-amazon-apigateway-any-method": {"x-amazon-apigateway-request-validator": "all"}, "get": {"parameters": [{"name": "day", "in": "query", "required": false}]}}}, "x-amazon-apigateway-request-validators": {"all": {"validateRequestParameters": true}}}}}}"#,
        bad: &[
            (r#"{"x-amazon-apigateway-request-validator": "all"}"#, r"{}"),
            (r#""required": false"#, r#""required": true"#),
            (
                r#"[{"name": "day", "in": "query", "required": false}]"#,
                r#"[{"name": "day", "in": "header", "required": false}]"#,
            ),
            (r#"[{"name": "day", "in": "query", "required": false}]"#, r"[]"),
        ],
    },
    Change {
        rule: "ApiAsksWhoCalls",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"paths": {"/a/{id}": {"parameters": [{"name": "id", "in": "path", "required": true}], "summary": "one", "x-amazon-apigateway-any-method": {"security": [{"caller": []}]}}}, "components": {"securitySchemes": {"caller": {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"}}}}}}}"#,
        bad: &[
            (
                r#""x-amazon-apigateway-any-method": {"security": [{"caller": []}]}"#,
                r#""x-amazon-apigateway-any-method": {}"#,
            ),
            (r#""summary": "one""#, r#""$ref": "elsewhere""#),
        ],
    },
    Change {
        rule: "ApiNamesItsPages",
        good: r##"{"M": {"Type": "AWS::ApiGateway::Method", "Properties": {"AuthorizationType": "NONE", "HttpMethod": "OPTIONS", "Integration": {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "204", "ResponseTemplates": {"application/json": "#set($origin = $input.params().header.get(\"Origin\"))\n#if($origin == \"\") #set($origin = $input.params().header.get(\"origin\")) #end\n#if($origin.matches(\"https://lab\\.example\\.org\") || $origin.matches(\"https://www\\.example\\.org\"))\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end"}}]}}}}"##,
        bad: &[
            (r"https://lab\\.example\\.org", r"https://lab.example.org"),
            (r"https://lab\\.example\\.org", r"https://.*\\.example\\.org"),
            (r"https://lab\\.example\\.org", r"http://lab\\.example\\.org"),
            (r"https://lab\\.example\\.org", r"https://(lab|x)\\.example\\.org"),
            (r"#if($origin.matches", r"#if(true || $origin.matches"),
            (r"= $origin)\n#end", r"= $other)\n#end"),
        ],
    },
    Change {
        rule: "ApiKeyIsMade",
        good: r#"{"K": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Enabled": true}}}"#,
        bad: &[
            (r#""Enabled": true"#, r#""Enabled": true, "Value": "3f2504e04f8911d39a0c0305e82c3301""#),
            (r#""Enabled": true"#, r#""Enabled": true, "Value": "$later""#),
        ],
    },
    Change {
        rule: "ShareHasLimits",
        good: r#"{"U": {"Type": "AWS::ApiGateway::UsagePlan", "Properties": {"ApiStages": [{"ApiId": "a", "Stage": "live", "Throttle": {"/a/GET": {"RateLimit": 5}}}], "Throttle": {"RateLimit": 20}, "Quota": {"Limit": 5000, "Period": "DAY"}}}}"#,
        bad: &[
            (r#""Throttle": {"RateLimit": 20}, "#, ""),
            (r#""RateLimit": 20"#, r#""BurstLimit": 20"#),
            (r#", "Quota": {"Limit": 5000, "Period": "DAY"}"#, ""),
            ("5000", "0"),
            ("5000", r#""$later""#),
            (r#""DAY""#, r#""$later""#),
            (r#""RateLimit": 5}"#, r#""RateLimit": 0}"#),
            (r#"{"/a/GET": {"RateLimit": 5}}"#, r#""$later""#),
        ],
    },
    Change {
        rule: "ApiAnswersToItsDomain",
        good: r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"DisableExecuteApiEndpoint": true}}}"#,
        bad: &[("true", "false"), (r#""DisableExecuteApiEndpoint""#, r#""NotDisabled""#)],
    },
    Change {
        rule: "ApiSpeaksTls",
        good: r#"{"D": {"Type": "AWS::ApiGateway::DomainName", "Properties": {"SecurityPolicy": "TLS_1_2"}}}"#,
        bad: &[
            ("TLS_1_2", "TLS_1_0"),
            (r#""SecurityPolicy""#, r#""NoSecurityPolicy""#),
            (r#""TLS_1_2""#, r#""$later""#),
        ],
    },
    Change {
        rule: "StageHasAFirewall",
        good: r#"{"W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"Action": {"Block": {"CustomResponse": {"ResponseCode": 403}}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}]}}, "S": {"Type": "AWS::ApiGateway::Stage", "Properties": {}}, "N": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": {"+": ["arn:aws:apigateway:::/restapis/a/stages/", "@S"]}, "WebACLArn": "@W.Arn"}}}"#,
        bad: &[(r#""@S""#, r#""live""#), (r#""Block""#, r#""Count""#), (r#""WebACLArn""#, r#""NoWebACLArn""#)],
    },
    Change {
        rule: "StageLimitsRates",
        good: r#"{"S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 100}]}}}"#,
        bad: &[
            ("100", "0"),
            (r#""/*""#, r#""/a""#),
            (r#""HttpMethod": "*""#, r#""HttpMethod": "GET""#),
            (r#""ThrottlingRateLimit""#, r#""NoLimit""#),
            ("100}]", r#"100}, {"HttpMethod": "GET", "ResourcePath": "/a", "ThrottlingRateLimit": -1}]"#),
        ],
    },
    Change {
        rule: "StageLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"AccessLogSetting": {"Format": "$context.requestId", "DestinationArn": {"+": ["arn:aws:logs:", "@L"]}}}}}"#,
        bad: &[("365", "180"), (r#""@L""#, r#""group""#), (r#""Format""#, r#""NoFormat""#)],
    },
];
