if [ "$(jq '.items | length' before.json)" -gt 0 ]; then
  kubectl apply -f before.json
fi
kubectl --namespace "$NAMESPACE" rollout undo deployment
