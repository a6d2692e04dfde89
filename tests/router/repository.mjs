// The engine's store in memory, as strict as a real one: what comes in is checked, the id of a new
// resource is the server's to give, and a transaction that fails leaves nothing behind.
import { OperationOutcomeError, created, notFound } from '@medplum/core';
import { MemoryRepository } from '@medplum/fhir-router';
import { check } from './validity.mjs';

export class Repository extends MemoryRepository {
  constructor(able) {
    super();
    this.able = able;
    this.undo = undefined;
  }

  // Each way to write ends here: create, conditional create, update, and the entries of a Bundle.
  createResourceSync(resource, options, update = false) {
    check(resource);
    const { id, ...rest } = resource;
    const given = update || options?.assignedId ? resource : rest;
    const before = this.resources.get(resource.resourceType)?.get(given.id);
    const stored = super.createResourceSync(given, options, update);
    this.undo?.push(() => this.takeBack(stored, before));
    return stored;
  }

  updateResource(resource, options) {
    const known = this.resources.get(resource.resourceType)?.has(resource.id);
    if (!known && !this.able.updateCreate) throw new OperationOutcomeError(notFound);
    return super.updateResource(resource, options);
  }

  // Without the ability nothing matches, so that a condition in an entry of a Bundle is not heeded.
  conditionalCreate(resource, search, options) {
    if (this.able.conditionalCreate) return super.conditionalCreate(resource, search, options);
    return super.createResource(resource, options).then((stored) => ({ resource: stored, outcome: created }));
  }

  async withTransaction(callback) {
    if (this.undo) return callback(this);
    this.undo = [];
    try {
      return await callback(this);
    } catch (error) {
      for (const step of this.undo.reverse()) step();
      throw error;
    } finally {
      this.undo = undefined;
    }
  }

  takeBack({ resourceType, id }, before) {
    const resources = this.resources.get(resourceType);
    if (before) resources.set(id, before);
    else resources.delete(id);
    this.history.get(resourceType).get(id).pop();
  }
}
