"""What moto lacks for the changes and the end of a stack: what refers to something is deleted before that and after what is new is made, what is to be
kept is kept, a bucket that has something in it is not deleted, and the functions behind custom resources are run, which moto leaves to Docker."""

import contextlib
import http.server
import io
import json
import os
import sys
import threading
import uuid
import zipfile

from moto.awslambda.utils import get_backend as functions
from moto.cloudformation.custom_model import CustomModel
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.parsing import ResourceMap, parse_and_update_resource, parse_resource_and_generate_name
from moto.ec2.models import ec2_backends
from moto.ecs.models import ecs_backends
from moto.elbv2.models import elbv2_backends
from moto.iam.models import iam_backends
from moto.s3.models import FakeBucket, s3_backends

# The types of custom resources whose functions stand in the template.
CUSTOM = {"Custom::ClosedDefaultSecurityGroup", "Custom::EmptiedBucket"}
# What stays when its stack goes. Of what has a snapshot, that is all that stays.
KEPT = {"Retain", "RetainExceptOnCreate"}


class Answers(http.server.BaseHTTPRequestHandler):
    """Where the function of a custom resource tells what came of its work."""

    def do_PUT(self):
        self.server.answer = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Context:
    def get_remaining_time_in_millis(self):
        return 900_000


def ask(resource, kind, properties, **more):
    """Has the function of a custom resource do its work as it stands in the template, and gives its answer."""
    function = functions(resource.account, resource.region_name).get_function(properties["ServiceToken"])
    file, handler = function.handler.split(".")
    code = zipfile.ZipFile(io.BytesIO(function.code_bytes)).read(f"{file}.py").decode()
    os.environ["AWS_DEFAULT_REGION"] = resource.region_name
    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as answers, contextlib.redirect_stdout(sys.stderr):
        answers.answer = {"Status": "FAILED", "Reason": "the function does not answer"}
        threading.Thread(target=answers.serve_forever, daemon=True).start()
        event = {
            **resource.asked,
            "RequestType": kind,
            "ResourceProperties": properties,
            "RequestId": str(uuid.uuid4()),
            "ResponseURL": f"http://127.0.0.1:{answers.server_port}/",
            **more,
        }
        module = {"__name__": file}
        exec(compile(code, f"{file}.py", "exec"), module)
        module[handler](event, Context())
        answers.shutdown()
    if answers.answer["Status"] != "SUCCESS":
        raise ValidationError(message=f"{resource.logical_id}: {answers.answer['Reason']}")
    return answers.answer


def create_custom(name, template, account, region, **named):
    resource = CustomModel(region, "", named["LogicalId"], name)
    resource.account, resource.properties = account, template["Properties"]
    of = {"StackId": "StackId", "LogicalResourceId": "LogicalId", "ResourceType": "ResourceType"}
    resource.asked = {member: named[it] for member, it in of.items()}
    answer = ask(resource, "Create", resource.properties)
    resource.resource_name = answer["PhysicalResourceId"]
    resource.set_data(answer.get("Data", {}))
    return resource


def update_custom(original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    resource, properties = original_resource, cloudformation_json["Properties"]
    before = {"OldResourceProperties": resource.properties, "PhysicalResourceId": resource.resource_name}
    answer = ask(resource, "Update", properties, **before)
    # Another id is another thing: the one before is deleted.
    if answer["PhysicalResourceId"] != resource.resource_name:
        delete_custom(resource)
    resource.resource_name, resource.properties = answer["PhysicalResourceId"], properties
    resource.set_data(answer.get("Data", {}))
    return resource


def delete_custom(self, *_):
    ask(self, "Delete", self.properties, PhysicalResourceId=self.resource_name)


def create_bucket(name, template, account, region, create=FakeBucket.create_from_cloudformation_json, **more):
    # moto makes a bucket without versions and locks.
    bucket, properties, s3 = create(name, template, account, region, **more), template["Properties"], s3_backends[account]["aws"]
    if "VersioningConfiguration" in properties:
        s3.put_bucket_versioning(bucket.name, properties["VersioningConfiguration"]["Status"])
    if properties.get("ObjectLockEnabled"):
        kept = properties.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention", {})
        s3.put_object_lock_configuration(bucket.name, True, kept.get("Mode"), kept.get("Days", 0), kept.get("Years", 0))
    return bucket


def delete_bucket(name, template, account, region, delete=FakeBucket.delete_from_cloudformation_json):
    if s3_backends[account]["aws"].get_bucket(name).keys:
        raise ValidationError(message=f"the bucket {name} is not empty")
    delete(name, template, account, region)


def delete_policy(policy, account, _):
    iam = iam_backends[account]["aws"]
    for role in list(iam.roles.values()):
        if policy.arn in role.managed_policies:
            iam.detach_role_policy(policy.arn, role.name)
    iam.delete_policy(policy.arn)


def delete_gateway(gateway, account, region):
    ec2_backends[account][region].delete_nat_gateway(gateway.id)
    del ec2_backends[account][region].enis[gateway._eni.id]


def leave_table(association, account, region):
    associations = ec2_backends[account][region].get_route_table(association.route_table_id)._associations
    for id in [id for id, subnet in associations.items() if subnet == association.subnet_id]:
        del associations[id]


def detach(attachment, account, region):
    ec2_backends[account][region].detach_internet_gateway(attachment.gateway_id, attachment.vpc_id)


# How what moto makes for CloudFormation and does not delete for it is deleted.
DELETED = {
    "AWS::EC2::EIP": lambda it, account, region: ec2_backends[account][region].release_address(allocation_id=it.allocation_id),
    "AWS::EC2::FlowLog": lambda it, account, region: ec2_backends[account][region].delete_flow_logs([it.id]),
    "AWS::EC2::InternetGateway": lambda it, account, region: ec2_backends[account][region].delete_internet_gateway(it.id),
    "AWS::EC2::NatGateway": delete_gateway,
    "AWS::EC2::RouteTable": lambda it, account, region: ec2_backends[account][region].delete_route_table(it.id),
    "AWS::EC2::SubnetRouteTableAssociation": leave_table,
    "AWS::EC2::VPCEndpoint": lambda it, account, region: ec2_backends[account][region].delete_vpc_endpoints([it.id]),
    "AWS::EC2::VPCGatewayAttachment": detach,
    "AWS::ECS::Cluster": lambda it, account, region: ecs_backends[account][region].clusters.pop(it.name),
    "AWS::ECS::TaskDefinition": lambda it, account, region: ecs_backends[account][region].deregister_task_definition(it.arn),
    "AWS::ElasticLoadBalancingV2::TargetGroup": lambda it, account, region: elbv2_backends[account][region].delete_target_group(it.arn),
    "AWS::IAM::ManagedPolicy": delete_policy,
}


def named(value):
    """The names of what a part of a template refers to."""
    if isinstance(value, list):
        for item in value:
            yield from named(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "Ref":
                yield inner
            elif name == "Fn::GetAtt":
                yield inner[0]
            elif name == "DependsOn":
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from named(inner)


def delete_some(self, template, names):
    """Deletes these resources of a template, each after what refers to it."""
    left = {name: {it for it in named(template[name]) if it in names} for name in names}
    failed, stay = [], set()
    while left:
        needed = set().union(*left.values())
        name = next(name for name in left if name not in needed)
        resource, needs = self._parsed_resources.get(name), left.pop(name)
        if resource is None or template[name].get("DeletionPolicy") in KEPT:
            continue
        try:
            # What is needed by something that could not be deleted stays, too.
            if name not in stay:
                kind = template[name]["Type"]
                if kind in DELETED:
                    DELETED[kind](resource, self._account_id, self._region_name)
                else:
                    self._delete_resource(resource, template[name])
                del self._parsed_resources[name]
                continue
        except Exception as error:
            failed.append(f"{name}: {error}")
        stay |= needs
    if failed:
        raise ValidationError(message="; ".join(failed))


def delete_resources(self):
    delete_some(self, self._resource_json_map, list(self._resource_json_map))


def update_resources(self, template, parameters=None):
    """Makes what is new, changes what is another, and deletes what is gone, in this order."""
    before, actions = self._resource_json_map, self.build_resource_diff(template, parameters)
    self._template, self._resource_json_map = template, template["Resources"]
    self.input_parameters = parameters or self.input_parameters
    self.load_mapping()
    self.load_parameters()
    self.load_conditions()
    for name in actions["Add"]:
        self[name]
    for name in actions["Modify"]:
        resource = template["Resources"][name]
        # What it refers to has to be there.
        parse_resource_and_generate_name(name, resource, self)
        try:
            changed = parse_and_update_resource(name, resource, self, self._account_id, self._region_name)
        except Exception:
            changed = None
        # What moto cannot change stays what it was.
        if changed is not None:
            self._parsed_resources[name] = changed
    delete_some(self, before, actions["Remove"])


def delete_stack(self, name, delete=CloudFormationBackend.delete_stack):
    stacks = [stack for stack in self.stacks.values() if name in (stack.name, stack.stack_id)]
    try:
        delete(self, name)
    except ValidationError as error:
        # The command itself succeeds, and the stack says what came of it.
        for stack in stacks:
            self.stacks[stack.stack_id] = stack
            stack.status, stack.stack_status_reason = "DELETE_FAILED", str(error)
            stack._add_stack_event("DELETE_FAILED", resource_status_reason=str(error))


def previous_values(self, instance, incoming_params, resolve=CloudFormationBackend._resolve_update_parameters):
    # moto knows no earlier value of what was left to its default, which it still is.
    def is_known(it):
        return not it.get("UsePreviousValue") or it["ParameterKey"] in instance.parameters

    return resolve(self, instance=instance, incoming_params=[it for it in incoming_params if is_known(it)])


CustomModel.create_from_cloudformation_json = create_custom
CustomModel.update_from_cloudformation_json = update_custom
CustomModel.delete = delete_custom
FakeBucket.create_from_cloudformation_json = create_bucket
FakeBucket.delete_from_cloudformation_json = delete_bucket
ResourceMap.delete = delete_resources
ResourceMap.update = update_resources
CloudFormationBackend._resolve_update_parameters = previous_values
CloudFormationBackend.delete_stack = delete_stack
