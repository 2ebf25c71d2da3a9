// Tokens, and what is said of them. The issuer is made up: `fetch` answers for it. The argument is the file with the code.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createRequire } from 'node:module';

const ISSUER = 'https://login.example/realms/a';
Object.assign(process.env, { ISSUER, AUDIENCE: 'visits', KEYS_HOST: 'login.example' });

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const wide = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const jwk = (pair, kid, more) => ({ ...pair.publicKey.export({ format: 'jwk' }), kid, ...more });
const keys = [
  jwk(rsa, 'rsa', { alg: 'RS256', use: 'sig' }),
  jwk(rsa, 'any'),
  jwk(rsa, 'secrets', { use: 'enc' }),
  jwk(rsa, 'twice'),
  jwk(rsa, 'twice'),
  jwk(short, 'short'),
  jwk(ec, 'ec'),
  jwk(wide, 'wide'),
  jwk(rsa, undefined),
];
const issuer = { configuration: { issuer: ISSUER, jwks_uri: 'https://login.example/keys' }, keys, asked: 0 };
globalThis.fetch = async (address, { redirect }) => {
  issuer.asked += 1;
  if (issuer.isDown) throw new Error('nobody answers');
  const is = String(address).endsWith('/.well-known/openid-configuration');
  const json = async () => (is ? issuer.configuration : issuer.set ?? { keys: issuer.keys });
  return { ok: redirect === 'error', status: 200, json };
};

const require = createRequire(import.meta.url);
const load = () => {
  delete require.cache[require.resolve(process.argv[2])];
  return require(process.argv[2]).handler;
};
let handler = load();
const print = console.log;
const said = [];
console.log = (line) => said.push(line);

// The clock goes on only when a case says so.
const begun = Date.now();
let passed = 0;
Date.now = () => begun + 1000 * passed;

const now = Math.floor(Date.now() / 1000);
const good = { iss: ISSUER, aud: 'visits', exp: now + 60, sub: 'jane' };
const text = (it) => Buffer.from(JSON.stringify(it)).toString('base64url');
const token = (claims, head = {}, key = rsa.privateKey, { hash = 'sha256', dsaEncoding } = {}) => {
  const signed = `${text({ alg: 'RS256', kid: 'rsa', ...head })}.${text({ ...good, ...claims })}`;
  return `${signed}.${sign(hash, Buffer.from(signed), { key, dsaEncoding }).toString('base64url')}`;
};
const long = () => token({ exp: now + 86400 });
const raw = { dsaEncoding: 'ieee-p1363' };
const ask = (headers) => handler({ headers, methodArn: 'arn:of:method' }).catch((error) => error.message);

let cases = 0;
const expect = async (name, is, headers) => {
  cases += 1;
  const said = await ask(headers);
  const taken = said.principalId === 'jane' && said.policyDocument.Statement[0].Resource === 'arn:of:method';
  if (is ? !taken : said !== 'Unauthorized') {
    process.exitCode = 1;
    print(`${name}: ${JSON.stringify(said)}`);
  }
};
const takes = (name, it, header = 'Authorization') => expect(name, true, { [header]: `Bearer ${it}` });
const refuses = (name, it) => expect(name, false, { Authorization: `Bearer ${it}` });

await takes('RSA', token({}));
await takes('a header in lower case', token({}), 'authorization');
await takes('several audiences', token({ aud: ['letters', 'visits'] }));
await takes('another hash', token({}, { alg: 'RS512', kid: 'any' }, rsa.privateKey, { hash: 'sha512' }));
await takes('ECDSA', token({}, { alg: 'ES256', kid: 'ec' }, ec.privateKey, raw));
await takes('a clock that is behind', token({ nbf: now + 30 }));

await refuses('another issuer', token({ iss: 'https://login.example/realms/b' }));
await refuses('another audience', token({ aud: 'letters' }));
await refuses('no audience', token({ aud: undefined }));
await refuses('one that has ended', token({ exp: now - 1 }));
await refuses('one without an end', token({ exp: undefined }));
await refuses('an end that is no time', token({ exp: 'never' }));
await refuses('one that has not begun', token({ nbf: now + 600 }));
await refuses('one of nobody', token({ sub: undefined }));
await refuses('one without a signature', `${text({ alg: 'none', kid: 'rsa' })}.${text(good)}.x`);
const hmac = `${text({ alg: 'HS256', kid: 'rsa' })}.${text(good)}`;
const secret = rsa.publicKey.export({ type: 'spki', format: 'pem' });
await refuses('the public key as a secret', `${hmac}.${createHmac('sha256', secret).update(hmac).digest('base64url')}`);
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
await refuses('a key of somebody else', token({}, {}, other));
await refuses('a short key', token({}, { kid: 'short' }, short.privateKey));
await refuses('a key for secrets', token({}, { kid: 'secrets' }));
await refuses('a key that is there twice', token({}, { kid: 'twice' }));
await refuses('a key for another way', token({}, { alg: 'RS512' }, rsa.privateKey, { hash: 'sha512' }));
await refuses('a key of another kind', token({}, { alg: 'ES256' }, ec.privateKey, raw));
await refuses('an RSA key as one of another kind', token({}, { alg: 'ES256', kid: 'any' }));
await refuses('a key of a curve as one of RSA', token({}, { kid: 'ec' }, ec.privateKey));
await refuses('a key of another curve', token({}, { alg: 'ES256', kid: 'wide' }, wide.privateKey, raw));
await refuses('a signature in another form', token({}, { alg: 'ES256', kid: 'ec' }, ec.privateKey));
await refuses('what it has to know', token({}, { crit: ['exp'] }));
await refuses('no key', token({}, { kid: undefined }));
await refuses('a way by the name of what every object has', token({}, { alg: 'constructor' }));
const [head, , signature] = token({}).split('.');
await refuses('claims that were changed', `${head}.${text({ ...good, sub: 'root' })}.${signature}`);
await refuses('what is no token', 'a.b.c');
await expect('nothing', false, {});
await expect('no headers', false, null);
await expect('two of them', false, { Authorization: `Bearer ${token({})}`, authorization: `Bearer ${token({})}` });

// Of keys that nobody knows the issuer is not asked again and again.
const counts = async (name, times, what) => {
  const before = issuer.asked;
  await what();
  if (issuer.asked - before !== times) print(`${name}: asks ${issuer.asked - before} times`), (process.exitCode = 1);
};
await counts('a key that nobody knows', 0, () => refuses('a key that nobody knows', token({}, { kid: 'new' })));

// One whose keys are elsewhere, and one that is another one, are no issuers; when they are right again, they are.
const elsewhere = ['https://other.example/keys', 'http://login.example/keys'].map((it) => ({ jwks_uri: it }));
for (const wrong of [...elsewhere, { issuer: 'https://login.example' }]) {
  handler = load();
  const { configuration } = issuer;
  issuer.configuration = { ...configuration, ...wrong };
  await refuses(`an issuer with ${Object.keys(wrong)}`, token({}));
  issuer.configuration = configuration;
}
passed += 20;
await takes('an issuer that is right again', token({}));

// What is no list of keys takes nothing from those that are known, and what is no key is none.
for (const set of [{}, { keys: null }, null, { keys: {} }]) {
  handler = load();
  issuer.set = set;
  await refuses(`keys as ${JSON.stringify(set)}`, token({}));
  issuer.set = undefined;
  passed += 20;
  await takes(`keys after ${JSON.stringify(set)}`, long());
}
handler = load();
issuer.set = { keys: [null, 1, ...keys] };
await takes('keys among what is none', long());
issuer.set = undefined;

// While nobody answers, who has a key that is known gets in for two hours, and nobody waits for the issuer each time.
handler = load();
await takes('a key', long());
issuer.isDown = true;
await counts('an issuer that is down', 0, () => takes('a key that is known', long()));
passed += 3601;
await counts('a key of an hour ago', 1, () => takes('a key of an hour ago', long()));
await counts('a key of an hour ago, again', 0, () => takes('a key of an hour ago, again', long()));
await counts('a key that nobody knows, while it is down', 0, () => refuses('a key that nobody knows', token({}, { kid: 'new' })));
passed += 20;
await counts('a made-up key', 1, () => refuses('a made-up key', token({}, { kid: 'new' })));
await counts('another made-up key', 0, () => refuses('another made-up key', token({}, { kid: 'newer' })));
passed += 3600;
await refuses('a key of two hours ago', long());
issuer.isDown = false;
passed += 20;
await takes('a key after all', long());

// Of the token nothing is written down.
said.length = 0;
await refuses('a token that is no JSON', `${Buffer.from('secret-head').toString('base64url')}.e30.e30`);
if (said.length !== 1 || /secret/.test(said)) print(`writes down ${said}`), (process.exitCode = 1);
print(`${cases} cases`);
