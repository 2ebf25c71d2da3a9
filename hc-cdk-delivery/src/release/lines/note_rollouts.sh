kubectl --namespace "$NAMESPACE" get rollouts.argoproj.io --output json |
  jq '{apiVersion: "v1", kind: "List", items: [.items[] | {apiVersion, kind, spec: (.spec | del(.replicas)),
    metadata: (.metadata | {name, namespace, labels})}]}' > before.json
jq --raw-output '.items[].metadata.name' before.json
