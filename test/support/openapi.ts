import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { expect } from "vitest";
import { parse } from "yaml";
import type { RecordedRequest } from "../../sandbox/service/stand-in.ts";
import type { Loose } from "./loose.ts";

const SPECS = join(process.cwd(), "..", "shared", "specs");

/** An official description of a service, to hold requests against. */
export interface Description {
  /** What is wrong with a request, in sentences; none when the description accepts it. */
  check(request: RecordedRequest): readonly string[];
}

export interface DescriptionOptions {
  readonly file: string;
  /** What the description's paths are below, e.g. `/rest`. */
  readonly below: string;
  /** Path variables that may hold slashes, by name, or by what stands before them (`git/ref`). */
  readonly withSlashes: readonly string[];
}

interface Operation {
  readonly pattern: RegExp;
  readonly method: string;
  readonly pointer: string;
  readonly definition: Loose;
  readonly parameters: readonly { readonly value: Loose; readonly pointer: string }[];
}

/** What a service's requests are held against; where its description is not at hand, nothing is. */
export interface RequestJudge {
  readonly isThere: boolean;
  readonly check: Description["check"];
  /** Expects that the description accepts all requests that it covers. */
  expectDescribed(requests: readonly RecordedRequest[]): void;
}

export interface RequestJudgeOptions extends Omit<DescriptionOptions, "file"> {
  /** What the description leaves out, although the service documents it. */
  readonly leavesOut: (request: RecordedRequest) => boolean;
  /** A request as the description has it. */
  readonly asDescribed?: (request: RecordedRequest) => RecordedRequest;
}

/** Holds requests against a description, named by its path below `shared/specs`. */
export function requestJudge(
  path: string,
  { leavesOut, asDescribed = (request) => request, ...options }: RequestJudgeOptions,
): RequestJudge {
  const file = join(SPECS, path);
  const isThere = existsSync(file);
  if (!isThere) process.stderr.write(`Requests are not held against their description: no ${file}\n`);
  const { check } = isThere ? readDescription({ ...options, file }) : { check: () => [] };
  return {
    isThere,
    check,
    expectDescribed(requests) {
      const wrong = requests
        .map(asDescribed)
        .filter((request) => !leavesOut(request))
        .map((request) => [`${request.method} ${request.path}`, ...check(request)])
        .filter((told) => told.length > 1);
      expect(wrong).toEqual([]);
    },
  };
}

/** Reads an OpenAPI description, JSON or YAML. */
export function readDescription(options: DescriptionOptions): Description {
  const text = readFileSync(options.file, "utf8");
  const document: Loose = withoutSwagger(options.file.endsWith(".json") ? JSON.parse(text) : parse(text));
  // Query values are text and become what their schema says; bodies must be of the right type already.
  const [values, bodies] = [true, false].map((coerceTypes) => {
    const ajv = new Ajv({
      coerceTypes,
      allErrors: true,
      strict: false,
      logger: false,
      validateSchema: false,
      validateFormats: false,
    });
    ajv.addSchema(document, "description");
    return once((ref) => ajv.compile({ type: "object", properties: { it: { $ref: `description#${ref}` } } }));
  }) as [Validators, Validators]; // one of each
  const operations = operationsOf(document, options);
  return {
    check: (request) => {
      const found = operations.filter(
        ({ method, pattern }) => method === request.method && pattern.test(request.path),
      );
      const operation = found.sort((a, b) => b.pattern.source.length - a.pattern.source.length)[0];
      if (operation === undefined) return ["no such operation"];
      return [...checkQuery(values, operation, request), ...checkBody(bodies, operation, request)];
    },
  };
}

/** Validators of `{ it: VALUE }` by the pointer of the schema for the value. */
type Validators = (pointer: string) => ValidateFunction;

/** Compiles each schema once, however many requests are held against it. */
function once(compile: Validators): Validators {
  const compiled = new Map<string, ValidateFunction>();
  return (pointer) => {
    const validate = compiled.get(pointer) ?? compile(pointer);
    compiled.set(pointer, validate);
    return validate;
  };
}

const METHODS: readonly string[] = ["get", "post", "put", "patch", "delete"];

/** A description of Swagger 2 in the shape of OpenAPI 3, as far as requests go; another one as it is. */
function withoutSwagger(document: Loose): Loose {
  if (document.swagger === undefined) return document;
  for (const item of Object.values<Loose>(document.paths)) {
    for (const definition of METHODS.flatMap((method): Loose => item[method] ?? [])) {
      const parameters: readonly Loose[] = (definition?.parameters ?? []).map((one: Loose) =>
        one.$ref === undefined ? one : lookUp(document, one.$ref),
      );
      const body = parameters.find((one) => one.in === "body");
      if (body !== undefined) {
        definition.requestBody = {
          required: body.required === true,
          content: { "application/json": { schema: body.schema } },
        };
      }
      definition.parameters = parameters
        .filter((one) => one.in !== "body")
        .map(({ name, in: place, required, ...schema }) => ({ name, in: place, required, schema }));
    }
  }
  return document;
}

function operationsOf(document: Loose, options: DescriptionOptions): readonly Operation[] {
  return Object.entries<Loose>(document.paths).flatMap(([path, item]) => {
    const source = path
      .replace(/[.+?^$()|[\]\\]/g, "\\$&")
      .replace(/\{(\w+)\}/g, (_all, name: string) =>
        options.withSlashes.some((known) => known === name || path.endsWith(`${known}/{${name}}`))
          ? ".+"
          : "[^/]+",
      );
    const pattern = new RegExp(`^${options.below}${source}$`);
    return Object.entries<Loose>(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, definition]) => {
        const pointer = toPointer("paths", path, method);
        const parameters = (definition.parameters ?? []).map((value: Loose, index: number) =>
          value.$ref === undefined
            ? { value, pointer: `${pointer}/parameters/${index}` }
            : { value: lookUp(document, value.$ref), pointer: value.$ref.slice(1) },
        );
        return { pattern, method: method.toUpperCase(), pointer, definition, parameters };
      });
  });
}

function checkQuery(
  validators: Validators,
  operation: Operation,
  request: RecordedRequest,
): readonly string[] {
  const declared = operation.parameters.filter(({ value }) => value.in === "query");
  const wrong: string[] = [];
  for (const { value, pointer } of declared) {
    const given = request.query
      .filter(([key]) => key === value.name || key === `${value.name}[]`)
      .map(([, text]) => text);
    if (given.length === 0) {
      if (value.required === true) wrong.push(`query key ${value.name} is missing`);
      continue;
    }
    const isList = value.schema?.type === "array";
    if (!isList && given.length > 1) wrong.push(`query key ${value.name} is given twice`);
    const list = value.explode === false ? given.flatMap((text) => text.split(",")) : given;
    const validate = validators(`${pointer}/schema`);
    if (!validate({ it: isList ? list : given[0] }))
      wrong.push(`query key ${value.name}: ${told(validate.errors)}`);
  }
  // A list may be written with brackets behind its name.
  const names = declared.flatMap(({ value }) => [value.name, `${value.name}[]`]);
  return [
    ...wrong,
    ...request.query.filter(([key]) => !names.includes(key)).map(([key]) => `unknown query key ${key}`),
  ];
}

function checkBody(
  validators: Validators,
  operation: Operation,
  request: RecordedRequest,
): readonly string[] {
  const { requestBody } = operation.definition;
  if (requestBody === undefined) return request.body === "" ? [] : ["a body where there is none"];
  if (request.body === "") return requestBody.required === true ? ["no body"] : [];
  const [type] = Object.keys(requestBody.content);
  const validate = validators(
    `${operation.pointer}${toPointer("requestBody", "content", type ?? "", "schema")}`,
  );
  return validate({ it: JSON.parse(request.body) }) ? [] : [`body: ${told(validate.errors)}`];
}

function told(errors: readonly ErrorObject[] | null | undefined): string {
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join("; ");
}

function toPointer(...keys: readonly string[]): string {
  return keys
    .map((key) => `/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}

function lookUp(document: Loose, ref: string): Loose {
  return ref
    .slice(2)
    .split("/")
    .reduce((value: Loose, key) => value?.[key], document);
}
