: > before.txt
for stack in $(jq -r '.artifacts | to_entries[] | select(.value.type == "aws:cloudformation:stack") | .key' cdk.out/manifest.json); do
  if ! services=$(aws cloudformation list-stack-resources --stack-name "$stack" --output text \
    --query "StackResourceSummaries[?ResourceType=='AWS::ECS::Service'].PhysicalResourceId" 2>&1); then
    case "$services" in
      *"does not exist"*)
        echo "$stack is new"
        continue
        ;;
      *)
        echo "::error::$stack: $services"
        exit 1
        ;;
    esac
  fi
  for service in $services; do
    cluster=${service#*:service/}
    aws ecs describe-services --cluster "${cluster%%/*}" --services "$service" --output text \
      --query 'services[0].[clusterArn,serviceArn,taskDefinition]' >> before.txt
  done
done
cat before.txt
