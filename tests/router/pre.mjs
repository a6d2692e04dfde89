// What the router expects of a newer Node; imported before anything of it.
import { webcrypto } from 'node:crypto';

globalThis.WebSocket ??= class {};
globalThis.crypto ??= webcrypto;
