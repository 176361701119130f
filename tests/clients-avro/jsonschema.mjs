// Judges documents by a JSON Schema, as editors do: {schema, documents} in; out, for each document, null or the first things wrong with it.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const { schema, documents } = JSON.parse(readFileSync(0, 'utf8'));
const validate = new Ajv.default({ allErrors: false, strict: true, strictTypes: false, strictRequired: false }).compile(schema);
const judge = (document) => (validate(document) ? null : validate.errors.slice(0, 3).map((error) => `${error.instancePath} ${error.message}`).join('; '));
process.stdout.write(JSON.stringify(documents.map(judge)));
