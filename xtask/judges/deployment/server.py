"""A moto server on loopback, at a port that is free. It prints its address and the resource types that its
CloudFormation makes for real. It empties its account for each line on its standard input, which it answers with one, and stops when
that closes: also when whoever started it is gone."""

import json
import os
import sys

import deletion
import moto.backends
import moto.cloudformation.models
import moto.cloudformation.parsing
import moto.cloudformation.responses
import moto.elbv2.models
import yaml
from moto.awslambda.models import Permission
from moto.core.common_models import CloudFormationModel
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend
from moto.events.models import EventBus
from moto.kms.models import Key
from moto.moto_api._internal.models import moto_api_backend
from moto.rds.models import DBParameterGroup, RDSBackend
from moto.route53.models import FakeZone, Route53Backend
from moto.server import ThreadedMotoServer

# Attributes that CloudFormation has and this version of moto lacks.
ATTRIBUTES = {
    "AWS::EC2::InternetGateway": {"InternetGatewayId": lambda it: it.id},
    "AWS::EC2::NatGateway": {"NatGatewayId": lambda it: it.id},
    "AWS::EC2::RouteTable": {"RouteTableId": lambda it: it.id},
    "AWS::EC2::Subnet": {"SubnetId": lambda it: it.id},
    "AWS::EFS::AccessPoint": {"AccessPointId": lambda it: it.access_point_id, "Arn": lambda it: it.access_point_arn},
    "AWS::EFS::FileSystem": {"Arn": lambda it: it.file_system_arn, "FileSystemId": lambda it: it.file_system_id},
    "AWS::ElasticLoadBalancingV2::Listener": {"ListenerArn": lambda it: it.arn},
    "AWS::ElasticLoadBalancingV2::ListenerRule": {"RuleArn": lambda it: it.arn},
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {
        "LoadBalancerArn": lambda it: it.arn,
        "LoadBalancerFullName": lambda it: it.arn.split("loadbalancer/")[-1],
    },
    "AWS::ElasticLoadBalancingV2::TargetGroup": {
        "TargetGroupArn": lambda it: it.arn,
        "TargetGroupFullName": lambda it: it.arn.split(":")[-1],
    },
    "AWS::Route53::HealthCheck": {"HealthCheckId": lambda it: it.id},
    "AWS::RDS::DBInstance": {
        "DBInstanceArn": lambda it: it.arn,
        "DbiResourceId": lambda it: it.dbi_resource_id,
        "MasterUserSecret.SecretArn": lambda it: "arn:aws:secretsmanager:us-east-1:123456789012:secret:master-AbCdEf",
    },
    "AWS::StepFunctions::StateMachine": {"Arn": lambda it: it.arn},
    "AWS::SNS::Topic": {"TopicArn": lambda it: it.arn},
}


def kinds(base):
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def mend(kind, attributes):
    known, lookup = kind.has_cfn_attr, getattr(kind, "get_cfn_attribute", None)
    kind.has_cfn_attr = classmethod(lambda cls, name: name in attributes or known(name))
    kind.get_cfn_attribute = lambda self, name: attributes[name](self) if name in attributes else lookup(self, name)


def create_key(name, template, account, region, create=Key.create_from_cloudformation_json, **more):
    # moto takes a key's tags and policy as the service's own interface has them, and CloudFormation spells them in another way.
    properties = template["Properties"]
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", [])]
    properties = {**properties, "Tags": tags, "KeyPolicy": json.dumps(properties["KeyPolicy"])}
    return create(name, {**template, "Properties": properties}, account, region, **more)


def get_hosted_zone(self, name):
    return self.zones.setdefault(name, FakeZone("example.org.", name, private_zone=False, caller_reference=name))


def get_group(self, id, lookup=SecurityGroupBackend.get_security_group_from_id):
    group = lookup(self, id)
    # So is that which stands for the group of a cluster.
    if group is None and (id.startswith("sg-") or id.endswith("-ClusterSecurityGroupId")):
        vpc = self.default_vpc.id
        group = self.groups[vpc][id] = SecurityGroup(self, id, id, "It exists already", vpc_id=vpc)
    return group


def describe_groups(self, group_ids=None, describe=SecurityGroupBackend.describe_security_groups, **more):
    for id in group_ids or []:
        self.get_security_group_from_id(id)
    return describe(self, group_ids=group_ids, **more)


def has_parameters(self, others):
    # moto compares with what was given when the stack was made, and what nobody gave has its default.
    return all(self.stack_parameters.get(name) == value for name, value in others.items())


def get_template(url, lookup=moto.cloudformation.responses.get_stack_from_s3_url, **account):
    # moto finds the bucket in the path of a URL only if the host is not an address.
    return lookup(url.replace("127.0.0.1", "localhost"), **account)


def read(text, load=yaml.load, **more):
    # moto reads each template as YAML, again and again, for which PyYAML needs seconds where it is as long as JSON may be.
    try:
        return json.loads(text)
    except ValueError:
        return load(text, **more)


def permit(name, template, account, region, create=Permission.create_from_cloudformation_json, **named):
    # A function that exists already is named by its whole ARN, and its policy is not of the stacks.
    function = template["Properties"]["FunctionName"]
    is_there_already = function.startswith("arn:") and ":111122223333:function:" in function
    # So is that of an alias, of which moto makes none and which stands in the template by a name like this.
    if is_there_already or function.startswith("arn:aws:none:"):
        return Permission(region=region)
    return create(name, template, account, region, **named)


def follow(self, asked, create=RDSBackend.create_db_instance_read_replica):
    # moto looks for what a replica stands on in the region of what it follows.
    return create(self, {"backend": self, **asked})


def clean_json(tree, resources, clean=moto.cloudformation.parsing.clean_json):
    # An output of a stack of whatever region, which moto does not look up.
    if not isinstance(tree, dict) or "Fn::GetStackOutput" not in tree:
        return clean(tree, resources)
    at = clean_json(tree["Fn::GetStackOutput"], resources)
    regions = moto.backends.get_backend("cloudformation")[resources.get("AWS::AccountId")]
    stacks = regions[at.get("Region", resources.get("AWS::Region"))].stacks.values()
    outputs = [output for stack in stacks if stack.name == at["StackName"] for output in stack.output_map.values()]
    return next(output.value for output in outputs if output.key == at["OutputName"])


for kind in set(kinds(CloudFormationModel)):
    if kind.cloudformation_type() in ATTRIBUTES:
        mend(kind, ATTRIBUTES[kind.cloudformation_type()])
Key.create_from_cloudformation_json = create_key
# What `Ref` gives for a group, and for a bus.
DBParameterGroup.physical_resource_id = DBParameterGroup.resource_id
EventBus.physical_resource_id = property(lambda it: it.name)
moto.cloudformation.responses.get_stack_from_s3_url = get_template
moto.cloudformation.parsing.clean_json = clean_json
yaml.load = read
Permission.create_from_cloudformation_json = permit
RDSBackend.create_db_instance_read_replica = follow
moto.cloudformation.models.Stack.has_parameters = has_parameters
# Certificates, hosted zones and the groups of clusters are there before the stacks are.
Route53Backend.get_hosted_zone = get_hosted_zone
SecurityGroupBackend.get_security_group_from_id = get_group
SecurityGroupBackend.describe_security_groups = describe_groups
moto.elbv2.models.register_certificate = lambda *_, **__: None

# What moto makes of an interface whose methods stand in one description is none with methods, and it deploys no such thing. The tags of
# a parameter of Systems Manager it takes as the service has them, and not as CloudFormation does, and
# a repository without a name gets one that it does not take.
NOT_MADE = {"AWS::ApiGateway::Deployment", "AWS::ECR::Repository", "AWS::SSM::Parameter"}

if __name__ == "__main__":
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    # The functions behind custom resources are clients of the server.
    os.environ.update(AWS_ENDPOINT_URL=address, AWS_ACCESS_KEY_ID="dummy", AWS_SECRET_ACCESS_KEY="dummy", NO_PROXY=host)
    types = {kind.cloudformation_type() for kind in kinds(CloudFormationModel)} - NOT_MADE | deletion.CUSTOM
    print(json.dumps({"address": address, "types": sorted(types)}), flush=True)
    for _ in sys.stdin:
        moto_api_backend.reset()
        print("{}", flush=True)
    server.stop()
