"""Closes the default security group of a VPC, finds lists of addresses, and tells CloudFormation."""

import json
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def handler(event, _context):
    status, reason, data = "SUCCESS", "closed", {}
    try:
        # Nothing is opened again on deletion: the group goes with its VPC.
        if event["RequestType"] != "Delete":
            # All attempts together end before the time of the function does, so that there is always an answer.
            config = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 3})
            ec2 = boto3.client("ec2", config=config)
            close(ec2, event["ResourceProperties"]["GroupId"])
            data = lists(ec2, event["ResourceProperties"]["PrefixLists"])
    except Exception as error:
        status, reason = "FAILED", f"{type(error).__name__}: {error}"[:1000]
    print(status, reason)
    answer(event, status, reason, data)


def close(ec2, group):
    """Removes the rules that EC2 makes with the group. A rule that is gone already is no error."""
    members = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
    ipv4 = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ipv6 = {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    for revoke, rule in (
        (ec2.revoke_security_group_ingress, members),
        (ec2.revoke_security_group_egress, ipv4),
        (ec2.revoke_security_group_egress, ipv6),
    ):
        try:
            revoke(GroupId=group, IpPermissions=[rule])
        except ClientError as error:
            if error.response["Error"]["Code"] != "InvalidPermission.NotFound":
                raise


def lists(ec2, services):
    """The ids of AWS's own lists of addresses, by what they are called here. Each region has its own."""
    names = [{"Name": "prefix-list-name", "Values": list(services.values())}]
    found = ec2.describe_managed_prefix_lists(Filters=names)["PrefixLists"]
    ids = {it["PrefixListName"]: it["PrefixListId"] for it in found if it["OwnerId"] == "AWS"}
    return {name: ids[service] for name, service in services.items()}


def answer(event, status, reason, data):
    """Without an answer, CloudFormation waits. If this fails, Lambda calls the handler again."""
    group = event.get("ResourceProperties", {}).get("GroupId", "unknown")
    body = {
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": event.get("PhysicalResourceId", group) if event["RequestType"] == "Delete" else group,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": data,
    }
    request = urllib.request.Request(
        event["ResponseURL"], data=json.dumps(body).encode(), method="PUT", headers={"Content-Type": ""}
    )
    urllib.request.urlopen(request, timeout=10).close()
