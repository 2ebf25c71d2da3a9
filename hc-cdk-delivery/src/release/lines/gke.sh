# As `gcloud .. get-credentials` does it, without the plug-in that kubectl would ask for the token.
described() {
  gcloud container clusters describe "$CLUSTER" --location "$PLACE" --project "$PROJECT" --format "value($1)"
}
described masterAuth.clusterCaCertificate | base64 --decode > "$RUNNER_TEMP/cluster.pem"
kubectl config set-cluster "$CLUSTER" --server "https://$(described endpoint)" \
  --certificate-authority "$RUNNER_TEMP/cluster.pem" --embed-certs=true
kubectl config set-credentials run --token "$(gcloud auth print-access-token)"
kubectl config set-context "$CLUSTER" --cluster "$CLUSTER" --user run
kubectl config use-context "$CLUSTER"
