// @ts-check
// docs/openapi.json: what programs read from the agent over HTTP, from the types of the contract themselves.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const CONTRACT = fileURLToPath(new URL('../packages/core/src/contract/index.ts', import.meta.url));

/** @typedef {Record<string, unknown>} Schema */

/** The description as a text. */
export function openApiText() {
  const schemas = schemasOf(['Snapshot', 'DocumentRecord', 'Examination']);
  const text = { type: 'string' };
  const number = { type: 'integer' };
  const query = (/** @type {string} */ name, /** @type {Schema} */ schema, /** @type {string} */ description) => ({
    name,
    in: 'query',
    schema,
    description,
  });
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'swic',
      version: '1',
      description:
        'Read-only, of a running agent with web.port. By the session of a browser, or by name and password of a user.',
    },
    security: [{ user: [] }, { session: [] }],
    paths: {
      '/api/status': { get: getOf('What the operator sees at a glance', ref('Snapshot'), []) },
      '/api/documents': {
        get: getOf('Documents, newest first', { type: 'array', items: ref('DocumentRecord') }, [
          query('business', text, 'Key of a business'),
          query('stage', text, 'Stages, separated by commas'),
          query('customs', text, 'States with customs, separated by commas'),
          query('sinceMs', number, 'Claimed at or after this, epoch milliseconds'),
          query('untilMs', number, 'Claimed before this, epoch milliseconds'),
          query('text', text, 'Part of a name or number'),
          query('before', text, 'Id of the last document of the page before'),
          query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 }, 'Documents of a page'),
        ]),
      },
      '/api/documents/{id}': {
        get: getOf('Everything about one document', ref('Examination'), [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]{22}$' } },
        ]),
      },
    },
    components: {
      securitySchemes: {
        user: { type: 'http', scheme: 'basic' },
        session: { type: 'apiKey', in: 'cookie', name: 'swic-9465' },
      },
      schemas,
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @param {string} name */
function ref(name) {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * @param {string} summary
 * @param {Schema} schema
 * @param {readonly Schema[]} parameters
 */
function getOf(summary, schema, parameters) {
  const error = { description: 'The code of what is wrong' };
  return {
    summary,
    parameters,
    responses: {
      200: { description: summary, content: { 'application/json': { schema } } },
      400: error,
      401: error,
      404: error,
      429: error,
    },
  };
}

/**
 * @param {readonly string[]} names types that the contract exports
 * @returns {Record<string, Schema>} these and every named object below them
 */
function schemasOf(names) {
  const program = ts.createProgram([CONTRACT], {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(CONTRACT);
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  /** @type {Record<string, Schema>} */
  const schemas = {};
  for (const name of names) {
    const found = exported.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the contract exports no type ${name}`);
    named(checker, checker.getDeclaredTypeOfSymbol(alias(checker, found)), schemas);
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} symbol
 */
function alias(checker, symbol) {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @param {Record<string, Schema>} schemas
 * @returns {Schema}
 */
function named(checker, type, schemas) {
  const name = type.symbol?.name ?? '__type';
  if (name.startsWith('__')) return objectOf(checker, type, schemas);
  if (schemas[name] === undefined) {
    schemas[name] = {};
    schemas[name] = objectOf(checker, type, schemas);
  }
  return ref(name);
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @param {Record<string, Schema>} schemas
 * @returns {Schema}
 */
function schemaOf(checker, type, schemas) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.isUnion()) return unionOf(checker, type, schemas);
  // A brand is of the compiler alone: what travels is the text.
  if (type.flags & ts.TypeFlags.String || type.isIntersection()) return { type: 'string' };
  if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const [item] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
    return { type: 'array', items: item === undefined ? {} : schemaOf(checker, item, schemas) };
  }
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  if (index !== undefined) return { type: 'object', additionalProperties: schemaOf(checker, index.type, schemas) };
  return named(checker, type, schemas);
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.UnionType} type
 * @param {Record<string, Schema>} schemas
 * @returns {Schema}
 */
function unionOf(checker, type, schemas) {
  const parts = type.types.map((part) => schemaOf(checker, part, schemas));
  const isBoolean = parts.filter(({ const: value }) => typeof value === 'boolean').length === 2;
  const words = parts.flatMap(({ const: value }) => (typeof value === 'string' ? [value] : []));
  const rest = parts.filter(
    ({ const: value }) => typeof value !== 'string' && !(isBoolean && typeof value === 'boolean'),
  );
  const all = [
    ...(words.length === 0 ? [] : [{ type: 'string', enum: words.sort() }]),
    ...(isBoolean ? [{ type: 'boolean' }] : []),
    ...rest,
  ];
  return all.length === 1 && all[0] !== undefined ? all[0] : { anyOf: all };
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @param {Record<string, Schema>} schemas
 * @returns {Schema}
 */
function objectOf(checker, type, schemas) {
  /** @type {Record<string, Schema>} */
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(property);
    properties[property.name] = schemaOf(checker, of, schemas);
    if ((property.flags & ts.SymbolFlags.Optional) === 0) required.push(property.name);
  }
  return { type: 'object', properties, required };
}
