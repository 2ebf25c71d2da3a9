'use strict';
// Says whether whoever asks has a token of one issuer, for one audience, that is signed and has not ended.
const { createPublicKey, verify } = require('node:crypto');

const { ISSUER, AUDIENCE, KEYS_HOST } = process.env;
const EC = 'ieee-p1363';
const KINDS = {
  RS256: { kty: 'RSA', hash: 'sha256' },
  RS384: { kty: 'RSA', hash: 'sha384' },
  RS512: { kty: 'RSA', hash: 'sha512' },
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', dsaEncoding: EC },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384', dsaEncoding: EC },
};
// In seconds: for how long keys are known, and for how long if the issuer tells none any more; how soon it is asked again for a key that
// it did not tell, or when it did not answer; and how far clocks differ.
const KNOWN = 3600, UNTOLD = 7200, AGAIN = 60, FAILED = 15, APART = 60;

let keys = [];
let read = -Infinity;
let asks = -Infinity;

const get = async (address) => {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(3000) });
  if (!answer.ok) throw new Error(`the issuer answers ${answer.status}`);
  return answer.json();
};

const readKeys = async () => {
  const said = await get(`${ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const at = new URL(said.jwks_uri);
  if (said.issuer !== ISSUER || at.protocol !== 'https:' || at.host !== KEYS_HOST) {
    throw new Error('the issuer is another one, or its keys are elsewhere');
  }
  const told = (await get(at.href)).keys;
  if (!Array.isArray(told)) throw new Error('the issuer tells no keys');
  keys = told.filter((it) => it !== null && typeof it === 'object');
};

// An issuer that does not answer is not waited for by each token, and takes nothing from keys that are known.
const askFor = async (fits, now) => {
  if (now < asks || (keys.some(fits) && now - read <= KNOWN)) return;
  try {
    await readKeys();
    [read, asks] = [now, now + AGAIN];
  } catch (error) {
    asks = Date.now() / 1000 + FAILED;
    if (!keys.some(fits)) throw error;
  }
};

const keyOf = async ({ alg, kid }, now) => {
  const kind = Object.hasOwn(KINDS, alg) ? KINDS[alg] : null;
  if (!kind) throw new Error('the token is signed in another way');
  const fits = (it) => it.kid === kid && it.kty === kind.kty && (!kind.crv || it.crv === kind.crv)
    && (it.use ?? 'sig') === 'sig' && (it.alg ?? alg) === alg;
  await askFor(fits, now);
  if (now - read > UNTOLD) throw new Error('the issuer has not told its keys for too long');
  const found = keys.filter(fits);
  if (typeof kid !== 'string' || found.length !== 1) throw new Error('the token names no key of the issuer');
  const key = createPublicKey({ key: found[0], format: 'jwk' });
  if (kind.kty === 'RSA' && key.asymmetricKeyDetails.modulusLength < 2048) throw new Error('the key is too short');
  return { key, kind };
};

const parse = (part) => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    // What JSON.parse says has some of the text in it.
    throw new Error('the token is no JSON');
  }
};

const claimsOf = async (header, now) => {
  const parts = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(header);
  if (!parts) throw new Error('there is no token');
  const [head, claims] = parts.slice(1, 3).map(parse);
  if (head.crit !== undefined) throw new Error('the token asks for what is not known here');
  const { key, kind } = await keyOf(head, now);
  const signed = Buffer.from(`${parts[1]}.${parts[2]}`);
  const signature = Buffer.from(parts[3], 'base64url');
  if (!verify(kind.hash, signed, { key, dsaEncoding: kind.dsaEncoding }, signature)) throw new Error('the signature is wrong');
  if (claims.iss !== ISSUER) throw new Error('the token is of another issuer');
  if (![claims.aud].flat().includes(AUDIENCE)) throw new Error('the token is for somebody else');
  if (!(claims.exp > now)) throw new Error('the token has ended');
  if (claims.nbf !== undefined && !(claims.nbf <= now + APART)) throw new Error('the token has not begun');
  if (typeof claims.sub !== 'string' || !claims.sub) throw new Error('the token is of nobody');
  return claims;
};

exports.handler = async (event) => {
  try {
    const named = Object.entries(event.headers ?? {}).filter(([name]) => name.toLowerCase() === 'authorization');
    if (named.length !== 1) throw new Error('there is no token, or more than one');
    const claims = await claimsOf(named[0][1], Date.now() / 1000);
    const statement = { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn };
    return {
      principalId: claims.sub,
      policyDocument: { Version: '2012-10-17', Statement: [statement] },
      context: { sub: claims.sub, claims: JSON.stringify(claims) },
    };
  } catch (error) {
    // Of the token nothing is kept. API Gateway answers 401 to this one word.
    console.log(JSON.stringify({ refused: error.message }));
    throw new Error('Unauthorized');
  }
};
