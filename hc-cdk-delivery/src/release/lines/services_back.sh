failed=0
while read -r cluster service task; do
  region=$(printf '%s' "$service" | cut -d: -f4)
  if aws ecs update-service --region "$region" --cluster "$cluster" --service "$service" --task-definition "$task" > /dev/null; then
    echo "$service goes back to $task"
  else
    echo "::error::$service does not go back to $task"
    failed=1
  fi
done < before.txt
exit "$failed"
