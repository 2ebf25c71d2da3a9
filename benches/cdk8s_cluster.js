// The workloads of `cluster.rs`, for cdk8s 2: the same seven objects each, or their deployments alone. The objects of the
// namespace are not among them.
//
// NODE_PATH=DIR/node_modules node benches/cdk8s_cluster.js WORKLOADS chart|charts all|deployments [OUT], where DIR has `cdk8s`
// installed. `chart` is one chart for all, `charts` one for each. Without OUT the text is made and no file written.
const { ApiObject, App, Chart } = require('cdk8s');

const ZONE = 'wards0-clinical';
const NAME = 'app.kubernetes.io/name';
const IMAGE = 'registry.example/wards/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const common = () => ({
  'app.kubernetes.io/managed-by': 'hc-cdk', 'app.kubernetes.io/part-of': 'cluster', 'hc-cdk/stage': 'production', 'hc-cdk/data-class': 'phi',
});
const selector = (name) => ({ matchLabels: { [NAME]: name } });
const pods = (name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': ZONE } }, podSelector: selector(name) });
const get = (path) => ({ path, port: 'main' });
const amounts = () => ({ cpu: '250m', memory: '256Mi' });

function ward(chart, id, name, before, all) {
  const add = (part, apiVersion, kind, named, rest, labels) => new ApiObject(chart, `${id}${part}`, {
    apiVersion, kind, metadata: { name: named, namespace: ZONE, labels: { ...common(), ...labels } }, ...rest,
  });
  add('', 'apps/v1', 'Deployment', name, { spec: deployment(name, before) }, { [NAME]: name });
  if (!all) return;
  add('Account', 'v1', 'ServiceAccount', name, { automountServiceAccountToken: false });
  add('Service', 'v1', 'Service', name, {
    spec: { ports: [{ name: 'main', port: 8080, protocol: 'TCP', targetPort: 'main' }], selector: { [NAME]: name } },
  }, { [NAME]: name });
  add('Disruption', 'policy/v1', 'PodDisruptionBudget', name, {
    spec: { maxUnavailable: 1, selector: selector(name), unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
  add('Autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    spec: {
      maxReplicas: 2, metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70, type: 'Utilization' } }, type: 'Resource' }],
      minReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    },
  });
  if (!before) return;
  const ports = () => [{ port: 8080, protocol: 'TCP' }];
  add('To', 'networking.k8s.io/v1', 'NetworkPolicy', `${name}-to-${before}`, {
    spec: { egress: [{ ports: ports(), to: [pods(before)] }], podSelector: selector(name), policyTypes: ['Egress'] },
  });
  add('From', 'networking.k8s.io/v1', 'NetworkPolicy', `${before}-from-${ZONE}-${name}`, {
    spec: { ingress: [{ from: [pods(name)], ports: ports() }], podSelector: selector(before), policyTypes: ['Ingress'] },
  });
}

function deployment(name, before) {
  const host = before && before.toUpperCase();
  const spread = (topologyKey, whenUnsatisfiable) => ({ labelSelector: selector(name), maxSkew: 1, topologyKey, whenUnsatisfiable });
  const container = {
    ...(before && { env: [{ name: `${host}_HOST`, value: `${before}.${ZONE}.svc` }, { name: `${host}_PORT`, value: '8080' }] }),
    image: IMAGE,
    livenessProbe: { httpGet: get('/health/live'), periodSeconds: 10, timeoutSeconds: 3 },
    name,
    ports: [{ containerPort: 8080, name: 'main', protocol: 'TCP' }],
    readinessProbe: { httpGet: get('/health/ready'), periodSeconds: 5, timeoutSeconds: 3 },
    resources: { limits: amounts(), requests: amounts() },
    securityContext: {
      allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    startupProbe: { failureThreshold: 12, httpGet: get('/health/live'), periodSeconds: 5, timeoutSeconds: 3 },
  };
  const spec = {
    automountServiceAccountToken: false, containers: [container], enableServiceLinks: false, restartPolicy: 'Always',
    securityContext: { fsGroup: 1000, runAsGroup: 1000, runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    serviceAccountName: name,
    topologySpreadConstraints: [spread('topology.kubernetes.io/zone', 'DoNotSchedule'), spread('kubernetes.io/hostname', 'ScheduleAnyway')],
  };
  return {
    progressDeadlineSeconds: 600, revisionHistoryLimit: 5, selector: selector(name),
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }, type: 'RollingUpdate' },
    template: { metadata: { labels: { [NAME]: name, 'hc-cdk/data-class': 'phi', 'hc-cdk/log-retention-days': '365' } }, spec },
  };
}

const [count, charts, objects, outdir] = process.argv.slice(2);
const app = new App({ outdir });
let chart, before;
for (let at = 0; at < Number(count); at++) {
  if (at === 0 || charts === 'charts') chart = new Chart(app, `wards${at}`);
  ward(chart, `Ward${at}`, `ward${at}`, before, objects === 'all');
  before = `ward${at}`;
}
if (outdir) app.synth();
else console.log(`${app.synthYaml().length} characters`);
