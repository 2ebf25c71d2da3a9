// The HIPAA Security pack on templates that others wrote: for each path among the arguments, one line of JSON with what each rule says of
// each resource that it is about: that it holds, that it is broken, or nothing, since the value is known to the deployment only. Of a
// template that the CDK cannot read, the line has the reason.

const { resolve } = require('node:path');
const { App, Stack } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { HIPAASecurityChecks, NagRuleCompliance } = require('cdk-nag');

class Verdicts extends HIPAASecurityChecks {
  said = [];

  applyRule({ rule, ruleSuffixOverride, node }) {
    const verdict = judged(rule, node);
    if (verdict) this.said.push({ rule: ruleSuffixOverride ?? rule.name, resource: node.node.id, verdict });
  }
}

const judged = (rule, node) => {
  let said;
  try {
    said = rule(node);
  } catch {
    return 'untold';
  }
  // Some rules say what is missing, item by item.
  if (said === NagRuleCompliance.NON_COMPLIANT || (Array.isArray(said) && said.length > 0)) return 'broken';
  return said === NagRuleCompliance.NOT_APPLICABLE ? undefined : 'holds';
};

for (const path of process.argv.slice(2)) {
  const stack = new Stack(new App(), 'Stack');
  const pack = new Verdicts();
  try {
    new CfnInclude(stack, 'Template', { templateFile: resolve(path), preserveLogicalIds: true });
    pack.validateScope(stack);
    console.log(JSON.stringify({ verdicts: pack.said }));
  } catch (error) {
    console.log(JSON.stringify({ unread: error.message }));
  }
}
