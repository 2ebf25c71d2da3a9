// The HIPAA Security pack on finished templates: for each path among the arguments, one line of JSON with its findings.
// A rule that fails on a value which only the deployment knows is a finding like any other.

const { mkdtempSync, readFileSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { App, Stack } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { HIPAASecurityChecks } = require('cdk-nag');

// Its reader of templates does not know `Fn::GetStackOutput`: what a stack of another region tells is to it what any stack tells.
const readable = (it) => {
  if (Array.isArray(it)) return it.map(readable);
  if (it === null || typeof it !== 'object') return it;
  const told = it['Fn::GetStackOutput'];
  if (told) return { 'Fn::ImportValue': `${told.StackName}:${told.OutputName}` };
  return Object.fromEntries(Object.entries(it).map(([name, member]) => [name, readable(member)]));
};

const folder = mkdtempSync(join(tmpdir(), 'cdk-nag-'));

for (const written of process.argv.slice(2)) {
  const templateFile = join(folder, basename(written));
  writeFileSync(templateFile, JSON.stringify(readable(JSON.parse(readFileSync(written, 'utf8')))));
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
