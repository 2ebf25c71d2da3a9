// The same system of wards as `system.rs`, for AWS CDK 2: ten resources each, in stacks of 500, with the same references.
//
// NODE_PATH=DIR/node_modules node benches/aws_cdk_system.js RESOURCES OUT, where DIR has `aws-cdk-lib` installed.
const cdk = require('aws-cdk-lib');
const { Key } = require('aws-cdk-lib/aws-kms');
const { Topic } = require('aws-cdk-lib/aws-sns');
const { SqsSubscription } = require('aws-cdk-lib/aws-sns-subscriptions');
const { Queue, QueueEncryption } = require('aws-cdk-lib/aws-sqs');
const { LogGroup, RetentionDays } = require('aws-cdk-lib/aws-logs');
const { Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { CfnAlarm } = require('aws-cdk-lib/aws-cloudwatch');
const { Bucket, BucketEncryption, BlockPublicAccess, CfnBucket } = require('aws-cdk-lib/aws-s3');
const { Construct } = require('constructs');

class Ward extends Construct {
  constructor(scope, id, first, before) {
    super(scope, id);
    const key = new Key(this, 'Key', { enableKeyRotation: true, description: `the key of ${id}` });
    this.topic = new Topic(this, 'Topic', { masterKey: key });
    const queue = new Queue(this, 'Queue', { encryption: QueueEncryption.KMS, encryptionMasterKey: key, retentionPeriod: cdk.Duration.days(14) });
    this.topic.addSubscription(new SqsSubscription(queue));
    new LogGroup(this, 'Log', { encryptionKey: key, retention: RetentionDays.ONE_YEAR });
    new CfnAlarm(this, 'Alarm', {
      alarmActions: [(first ?? this).topic.topicArn],
      alarmDescription: 'messages wait for longer than five minutes',
      comparisonOperator: 'GreaterThanThreshold',
      dimensions: [{ name: 'QueueName', value: queue.queueName }],
      evaluationPeriods: 1, metricName: 'ApproximateAgeOfOldestMessage', namespace: 'AWS/SQS', period: 60,
      statistic: 'Maximum', threshold: 300, treatMissingData: 'notBreaching',
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('s3.amazonaws.com') });
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true, enforceSSL: true, versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    });
    const plain = this.bucket.node.defaultChild;
    plain.loggingConfiguration = { destinationBucketName: before ? before.bucket.bucketName : 'system-access-log' };
    plain.replicationConfiguration = {
      role: role.roleArn,
      rules: [{ destination: { bucket: 'arn:aws:s3:::system-copy' }, prefix: '', status: 'Enabled' }],
    };
  }
}

const [resources, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new cdk.App({ outdir, analyticsReporting: false });
let stack, first, before;
for (let at = 0; at < Math.ceil(resources / 10); at++) {
  if (at % 50 === 0) stack = new cdk.Stack(app, `wards${at}`, { env: { region: 'us-east-1' } });
  before = new Ward(stack, `Ward${at}`, first, before);
  first ??= before;
}
app.synth();
