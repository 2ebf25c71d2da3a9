for rollout in $(kubectl --namespace "$NAMESPACE" get rollouts.argoproj.io --output name); do
  end=$((SECONDS + 3000))
  while true; do
    state=$(kubectl --namespace "$NAMESPACE" get "$rollout" \
      --output jsonpath='{.metadata.generation} {.status.observedGeneration} {.status.phase}')
    read -r wanted seen phase <<< "$state"
    if [ "$wanted" = "$seen" ] && [ "$phase" = Healthy ]; then
      echo "$rollout has shifted its requests"
      break
    fi
    if [ "$wanted" = "$seen" ] && [ "$phase" = Degraded ]; then
      echo "::error::$rollout has failed its trial: the old pods have the requests"
      exit 1
    fi
    if [ "$SECONDS" -ge "$end" ]; then
      echo "::error::$rollout is still $phase"
      exit 1
    fi
    sleep "$PAUSE"
  done
done
