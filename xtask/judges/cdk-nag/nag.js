// The HIPAA Security pack on finished templates: for each path among the arguments, one line of JSON with its findings.
// A rule that fails on a value which only the deployment knows is a finding like any other.

const { App, Stack } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { HIPAASecurityChecks } = require('cdk-nag');

for (const templateFile of process.argv.slice(2)) {
  const stack = new Stack(new App(), 'Stack');
  const template = new CfnInclude(stack, 'Template', { templateFile, preserveLogicalIds: true });
  const { violations } = new HIPAASecurityChecks(undefined, { verbose: true }).validateScope(stack);
  const findings = violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      rule: ruleName,
      resource: constructPath.slice(template.node.path.length + 1),
      text: description,
    })));
  console.log(JSON.stringify(findings));
}
