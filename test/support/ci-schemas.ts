/**
 * The keywords of CI configurations that the examples may use, as JSON Schemas of our own: no well-kept package ships
 * those of all forges. A keyword that stands here was looked up at the address beside it.
 */

const text = { type: "string" };
const texts = { anyOf: [text, { type: "array", items: text, minItems: 1 }] };
const scalars = { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } };

function shape(properties: object, required: readonly string[] = []): object {
  return { type: "object", additionalProperties: false, properties, required };
}

const list = (items: object): object => ({ type: "array", items, minItems: 1 });

const GITLAB_RULES = list(
  shape({ if: text, changes: texts, exists: texts, when: text, allow_failure: { type: "boolean" } }),
);

const GITLAB_JOB = shape(
  {
    stage: text,
    image: { anyOf: [text, shape({ name: text, entrypoint: texts }, ["name"])] },
    variables: scalars,
    rules: GITLAB_RULES,
    needs: texts,
    tags: texts,
    before_script: texts,
    script: texts,
    allow_failure: { type: "boolean" },
    timeout: text,
    artifacts: shape({
      when: { enum: ["on_success", "on_failure", "always"] },
      paths: texts,
      expire_in: text,
      reports: {
        type: "object",
        propertyNames: { enum: ["codequality", "sast", "dependency_scanning", "sarif"] },
        additionalProperties: texts,
      },
    }),
  },
  ["script"],
);

/** https://docs.gitlab.com/ci/yaml/ */
const GITLAB = {
  type: "object",
  properties: {
    stages: list(text),
    workflow: shape({ rules: GITLAB_RULES }),
    variables: scalars,
    default: { type: "object" },
  },
  additionalProperties: GITLAB_JOB,
};

const AZURE_COMMON = {
  displayName: text,
  condition: text,
  env: scalars,
  name: text,
  timeoutInMinutes: { type: "integer" },
};

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps */
const AZURE_STEP = {
  anyOf: [
    shape({ ...AZURE_COMMON, script: text, workingDirectory: text }, ["script"]),
    shape({ ...AZURE_COMMON, task: { type: "string", pattern: "@\\d+$" }, inputs: scalars }, ["task"]),
    shape({ ...AZURE_COMMON, publish: text, artifact: text }, ["publish"]),
    shape({ checkout: text, fetchDepth: { type: "integer" } }, ["checkout"]),
  ],
};

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/pipeline */
const AZURE = shape(
  {
    trigger: texts,
    pool: shape({ vmImage: text, name: text }),
    variables: scalars,
    jobs: list(shape({ job: text, displayName: text, pool: {}, steps: list(AZURE_STEP) }, ["job", "steps"])),
  },
  ["jobs"],
);

const BITBUCKET_STEP = shape(
  {
    name: text,
    image: text,
    script: texts,
    "after-script": texts,
    artifacts: { anyOf: [texts, { type: "object" }] },
    caches: texts,
    services: texts,
    size: text,
    clone: { type: "object" },
    "max-time": { type: "integer" },
    "runs-on": texts,
    "on-fail": { type: "object" },
    condition: { type: "object" },
    variables: scalars,
  },
  ["script"],
);

const BITBUCKET_STEPS = list({
  anyOf: [
    shape({ step: BITBUCKET_STEP }, ["step"]),
    shape({ parallel: list(shape({ step: BITBUCKET_STEP }, ["step"])) }, ["parallel"]),
  ],
});

/** https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/ */
const BITBUCKET = shape(
  {
    image: text,
    options: shape({ "max-time": { type: "integer" }, size: text }),
    clone: { type: "object" },
    definitions: { type: "object" },
    pipelines: shape({
      default: BITBUCKET_STEPS,
      branches: { type: "object", additionalProperties: BITBUCKET_STEPS },
      custom: { type: "object", additionalProperties: BITBUCKET_STEPS },
      "pull-requests": { type: "object", additionalProperties: BITBUCKET_STEPS },
    }),
  },
  ["pipelines"],
);

/** By the folder of `examples` that they hold for. */
export const CI_SCHEMAS: Readonly<Record<string, object>> = {
  gitlab: GITLAB,
  azure: AZURE,
  bitbucket: BITBUCKET,
};
