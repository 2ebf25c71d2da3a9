"""Fills the buckets of a stack, and looks what is left of it. `account.py fill REGION STACK` puts objects into each bucket, of which some have an
earlier version and one is deleted, and prints a line for each resource of the stack: what it is called. `account.py left REGION ID..` prints what of
these is there."""

import sys

import boto3
import jmespath

# What stacks make, by service: what asks for it, with what, and what of the answer names it.
LISTS = [
    ("application-autoscaling", "describe_scalable_targets", {"ServiceNamespace": "ecs"}, "ScalableTargets[].ResourceId"),
    ("backup", "list_backup_plans", {}, "BackupPlansList[].BackupPlanName"),
    ("backup", "list_backup_vaults", {}, "BackupVaultList[].BackupVaultName"),
    ("cloudtrail", "list_trails", {}, "Trails[].TrailARN"),
    ("cloudwatch", "describe_alarms", {}, "MetricAlarms[].AlarmName"),
    ("cloudwatch", "list_dashboards", {}, "DashboardEntries[].DashboardName"),
    ("codebuild", "list_projects", {}, "projects"),
    ("codepipeline", "list_pipelines", {}, "pipelines[].name"),
    ("dynamodb", "list_tables", {}, "TableNames"),
    ("ec2", "describe_addresses", {}, "Addresses[].AllocationId"),
    ("ec2", "describe_flow_logs", {}, "FlowLogs[].FlowLogId"),
    ("ec2", "describe_internet_gateways", {}, "InternetGateways[].InternetGatewayId"),
    ("ec2", "describe_nat_gateways", {}, "NatGateways[?State!='deleted'].NatGatewayId"),
    ("ec2", "describe_network_interfaces", {}, "NetworkInterfaces[].NetworkInterfaceId"),
    ("ec2", "describe_route_tables", {}, "RouteTables[].RouteTableId"),
    ("ec2", "describe_security_groups", {}, "SecurityGroups[].GroupId"),
    ("ec2", "describe_subnets", {}, "Subnets[].SubnetId"),
    ("ec2", "describe_vpc_endpoints", {}, "VpcEndpoints[?State!='deleted'].VpcEndpointId"),
    ("ec2", "describe_vpcs", {}, "Vpcs[].VpcId"),
    ("ecs", "list_clusters", {}, "clusterArns"),
    ("ecs", "list_task_definitions", {"status": "ACTIVE"}, "taskDefinitionArns"),
    ("efs", "describe_access_points", {}, "AccessPoints[].AccessPointId"),
    ("efs", "describe_file_systems", {}, "FileSystems[].FileSystemId"),
    ("elbv2", "describe_load_balancers", {}, "LoadBalancers[].LoadBalancerArn"),
    ("elbv2", "describe_target_groups", {}, "TargetGroups[].TargetGroupArn"),
    ("events", "list_rules", {}, "Rules[].Arn"),
    ("iam", "list_policies", {"Scope": "Local"}, "Policies[].PolicyName"),
    ("iam", "list_roles", {}, "Roles[].RoleName"),
    ("kms", "list_keys", {}, "Keys[].KeyId"),
    ("lambda", "list_functions", {}, "Functions[].FunctionName"),
    ("logs", "describe_log_groups", {}, "logGroups[].logGroupName"),
    ("rds", "describe_db_instances", {}, "DBInstances[].DBInstanceIdentifier"),
    ("rds", "describe_db_parameter_groups", {}, "DBParameterGroups[].DBParameterGroupName"),
    ("rds", "describe_db_subnet_groups", {}, "DBSubnetGroups[].DBSubnetGroupName"),
    ("s3", "list_buckets", {}, "Buckets[].Name"),
    ("secretsmanager", "list_secrets", {}, "SecretList[].Name"),
    ("sns", "list_subscriptions", {}, "Subscriptions[].SubscriptionArn"),
    ("sns", "list_topics", {}, "Topics[].TopicArn"),
    ("sqs", "list_queues", {}, "QueueUrls"),
    ("stepfunctions", "list_state_machines", {}, "stateMachines[].name"),
    ("wafv2", "list_web_acls", {"Scope": "REGIONAL"}, "WebACLs[].Name"),
]


def there(region):
    clients = {}
    for service, asks, arguments, names in LISTS:
        client = clients.setdefault(service, boto3.client(service, region_name=region))
        asked = client.get_paginator(asks).paginate if client.can_paginate(asks) else getattr(client, asks)
        answer = asked(**arguments)
        for name in answer.search(names) if client.can_paginate(asks) else jmespath.search(names, answer):
            # A key that is deleted is only on its way.
            if service == "kms" and client.describe_key(KeyId=name)["KeyMetadata"]["KeyState"] == "PendingDeletion":
                continue
            yield f"{service} {asks.split('_', 1)[1]}", name


def fill(region, stack):
    s3 = boto3.client("s3", region_name=region)
    resources = boto3.client("cloudformation", region_name=region).get_paginator("list_stack_resources")
    for resource in resources.paginate(StackName=stack).search("StackResourceSummaries[]"):
        name = resource.get("PhysicalResourceId")
        if resource["ResourceType"] == "AWS::S3::Bucket":
            for number in range(20):
                s3.put_object(Bucket=name, Key=f"{number % 15}", Body=b"x")
            s3.delete_object(Bucket=name, Key="1")
        if name:
            print(name)


match sys.argv[1:]:
    case ["fill", region, stack]:
        fill(region, stack)
    case ["left", region, *ids]:
        for kind, name in there(region):
            # Some are listed by an address in which the id is last.
            if name in ids or (name or "").replace(":", "/").split("/")[-1] in ids:
                print(kind, name)
