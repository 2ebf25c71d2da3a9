jq -r '.artifacts | to_entries[] | select(.value.type == "aws:cloudformation:stack")
  | "\(.key) \(.value.environment | split("/") | last)"' cdk.out/manifest.json > stacks.txt
: > before.txt
while read -r stack region; do
  if ! services=$(aws cloudformation list-stack-resources --region "$region" --stack-name "$stack" --output text \
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
    aws ecs describe-services --region "$region" --cluster "${cluster%%/*}" --services "$service" --output text \
      --query 'services[0].[clusterArn,serviceArn,taskDefinition]' >> before.txt
  done
done < stacks.txt
cat before.txt
