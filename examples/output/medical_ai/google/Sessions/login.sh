# Once the cache `sessions` is there, and whenever its password or its certificates are others: puts them, and where it is,
# into the secret that those read who use it.
kubectl get redisinstances.redis.cnrm.cloud.google.com sessions --namespace medical-ai-prod --output json |
  jq '{host: .status.host, auth: .status.observedState.authString, ca: ([.status.serverCaCerts[].cert] | join("\n"))}' |
  gcloud secrets versions add sessions-login --project medical-ai-prod --data-file=-
