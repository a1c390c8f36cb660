export const id = 986;
export const ids = [986];
export const modules = {

/***/ 8981:
/***/ ((__unused_webpack___webpack_module__, __unused_webpack___webpack_exports__, __webpack_require__) => {

/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8532);

/**
 * To be imported before zod by every module that describes a shape. Compiled checks would need `eval`, which nothing
 * that holds tokens should have; each schema looks at this setting while it is made, so it must be there before.
 */
(0,zod__WEBPACK_IMPORTED_MODULE_0__/* .config */ .$W)({ jitless: true });


/***/ }),

/***/ 986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parsePolicyFile: () => (/* binding */ parsePolicyFile),
  toPolicy: () => (/* binding */ toPolicy)
});

// UNUSED EXPORTS: policyJsonSchema

// EXTERNAL MODULE: ./build/src/no-eval.js
var no_eval = __webpack_require__(8981);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./build/src/text/count.js
var count = __webpack_require__(6506);
// EXTERNAL MODULE: ./build/src/text/escape.js
var text_escape = __webpack_require__(4502);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(8532);
// EXTERNAL MODULE: ./build/src/model/finding.js
var finding = __webpack_require__(5382);
// EXTERNAL MODULE: ./build/src/model/severity.js
var severity = __webpack_require__(4572);
;// CONCATENATED MODULE: ./build/src/settings/policy-values.js




const GLOB_LIMIT = 1000;
const TEXT_LIMIT = 2000;
const policy_values_text = {
    json: { type: "string", minLength: 1, maxLength: TEXT_LIMIT },
    read: (given) => {
        if (typeof given === "number")
            return { problem: "must be text: put it in quotes" };
        if (typeof given !== "string" || given.trim() === "")
            return { problem: "must be text" };
        if (given.length > TEXT_LIMIT)
            return { problem: `must have at most ${TEXT_LIMIT} characters` };
        return { value: given.trim() };
    },
};
const flag = {
    json: { type: "boolean" },
    read: (given) => (typeof given === "boolean" ? { value: given } : { problem: "must be true or false" }),
};
const glob = {
    json: { type: "string", minLength: 1, maxLength: GLOB_LIMIT, pattern: "^[^!]" },
    read: (given) => {
        if (typeof given !== "string" || given === "")
            return { problem: "must be a glob" };
        if (given.length > GLOB_LIMIT)
            return { problem: `must have at most ${GLOB_LIMIT} characters` };
        return given.startsWith("!") ? { problem: "must not begin with !: globs only select" } : { value: given };
    },
};
const cwe = {
    json: { type: ["string", "integer"], pattern: "^([Cc][Ww][Ee]-)?[0-9]+$", examples: ["CWE-79"] },
    read: (given) => {
        const number = /^(?:CWE-)?0*([1-9]\d{0,6})$/i.exec(String(given).trim())?.[1];
        return number === undefined ? { problem: "must be a CWE like CWE-79" } : { value: `CWE-${number}` };
    },
};
const epss = {
    json: { type: "string", pattern: "^(>=|>|<=|<|=) *[0-9.]+$", examples: [">=0.5"] },
    read: (given) => {
        const [, operator, number] = /^(>=|>|<=|<|=)\s*(\d+(?:\.\d+)?|\.\d+)$/.exec(String(given).trim()) ?? [];
        const value = Number(number);
        if (number === undefined || value > 1)
            return { problem: 'must compare with 0 to 1, like ">=0.5"' };
        return { value: { operator: operator, value } }; // as the expression says
    },
};
const date = {
    json: { type: "string", format: "date", examples: ["2027-01-31"] },
    read: (given) => typeof given === "string" && isDate(given)
        ? { value: given }
        : { problem: "must be a date of the calendar, as YYYY-MM-DD" },
};
const allowance = {
    json: { type: "integer", minimum: 0 },
    read: (given) => typeof given === "number" && Number.isSafeInteger(given) && given >= 0
        ? { value: given }
        : { problem: "must be a whole number, 0 or more" },
};
const version = {
    json: { const: 1 },
    read: (given) => (given === 1 ? { value: 1 } : { problem: "must be 1" }),
};
/** One of some words, in any case. */
function word(words) {
    return {
        json: { type: "string", enum: words },
        read: (given) => {
            const plain = typeof given === "string" ? given.trim().toLowerCase() : undefined;
            const found = words.find((one) => one === plain);
            return found === undefined ? { problem: `must be one of ${words.join(", ")}` } : { value: found };
        },
    };
}
function isDate(given) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(given))
        return false;
    const time = Date.parse(given);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(given);
}
function one({ json, read }) {
    return schemas/* unknown */.L5J()
        .meta({ ...json })
        .transform((given, context) => {
        const result = read(given);
        if ("value" in result)
            return result.value;
        const message = given === undefined || given === null ? `is missing: it ${result.problem}` : result.problem;
        context.addIssue({ code: "custom", message });
        return core/* NEVER */.tm;
    });
}
/** One value or a list of them; a list of one by then. */
function some({ json, read }) {
    return schemas/* unknown */.L5J()
        .meta({ anyOf: [json, { type: "array", items: json, minItems: 1 }] })
        .transform((given, context) => {
        const list = Array.isArray(given) ? given : [given];
        if (list.length === 0)
            context.addIssue({ code: "custom", message: "must not be an empty list" });
        return list.flatMap((item, index) => {
            const result = read(item);
            if ("value" in result)
                return [result.value];
            const path = Array.isArray(given) ? [index] : [];
            context.addIssue({ code: "custom", message: result.problem, path });
            return [];
        });
    });
}
/** The values that the policy file is made of. */
const values = {
    version: one(version),
    threshold: one(word(severity/* THRESHOLDS */.Rm)),
    text: one(policy_values_text),
    date: one(date),
    allowance: one(allowance),
    texts: some(policy_values_text),
    globs: some(glob),
    cwes: some(cwe),
    flags: some(flag),
    epss: some(epss),
    types: some(word(finding/* FINDING_TYPES */.M3)),
    severities: some(word(severity/* SEVERITIES */.oC)),
    exploits: some(word(finding/* EXPLOIT_MATURITIES */.cE)),
    statuses: some(word(finding/* FINDING_STATUSES */.pM)),
    validations: some(word(finding/* VALIDATIONS */.hx)),
};

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./build/src/settings/policy-yaml.js

/** Largest policy file, in UTF-8 bytes. */
const BYTES_LIMIT = 256 * 1024;
/** Most words and marks in it: a thousand suppressions and more, and few enough to be read in a moment. */
const LEXEMES_LIMIT = 30_000;
const DEPTH_LIMIT = 16;
/**
 * Reads one YAML document of plain mappings, lists and values. Anchors, aliases, tags and repeated keys are refused;
 * size, number of words and depth are limited before anything is built of them, so that no text can take more than
 * a moment. Never throws.
 */
function readPolicyYaml(text, path) {
    const excess = excessOf(text);
    if (excess !== undefined)
        return { ok: false, problems: [`${path}:1:1: ${excess}`] };
    const lines = new dist/* LineCounter */.HN();
    const at = (offset) => {
        const { line, col } = lines.linePos(offset);
        return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
    };
    // The library compares every key with every other to find repeated ones; `oddities` looks each up.
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
    const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => `${at(pos[0])}: ${message}`);
    if (problems.length === 0)
        problems.push(...oddities(document, at));
    if (problems.length > 0)
        return { ok: false, problems };
    const data = document.toJS({ maxAliasCount: 0 });
    return {
        ok: true,
        yaml: {
            data,
            offsetOf: (part) => offsetOf(document, part),
            offsetOfKey: (part, key) => offsetOfKey(document, part, key),
            at,
        },
    };
}
function excessOf(text) {
    if (text.length > BYTES_LIMIT || Buffer.byteLength(text) > BYTES_LIMIT) {
        return `the file is larger than ${BYTES_LIMIT / 1024} kB`;
    }
    let lexemes = 0;
    for (const _ of new dist/* Lexer */.JG().lex(text)) {
        lexemes += 1;
        if (lexemes > LEXEMES_LIMIT)
            return "the file has too many entries to be a policy";
    }
    return undefined;
}
/** What YAML allows and a policy does not need: each is a way to hide what a file says or to blow it up. */
function oddities(document, at) {
    const problems = [];
    const visit = (node, depth) => {
        if ((0,dist/* isAlias */.Vj)(node))
            problems.push(`${at(startOf(node))}: aliases are not supported: write the value again`);
        if (!(0,dist/* isScalar */.jn)(node) && !(0,dist/* isCollection */.P3)(node))
            return;
        if (node.anchor !== undefined)
            problems.push(`${at(startOf(node))}: anchors are not supported`);
        if (node.tag !== undefined)
            problems.push(`${at(startOf(node))}: tags are not supported`);
        if (!(0,dist/* isCollection */.P3)(node))
            return;
        if (depth > DEPTH_LIMIT) {
            problems.push(`${at(startOf(node))}: nested too deeply to be a policy`);
            return;
        }
        if (!(0,dist/* isMap */.jh)(node))
            for (const item of node.items)
                visit(item, depth + 1);
        else {
            const known = new Set();
            for (const { key, value } of node.items) {
                const name = (0,dist/* isScalar */.jn)(key) ? String(key.value) : undefined;
                if (name === undefined)
                    problems.push(`${at(startOf(key))}: a key must be a plain word`);
                else if (known.has(name))
                    problems.push(`${at(startOf(key))}: "${name}" is given twice`);
                known.add(name);
                visit(key, depth + 1);
                visit(value, depth + 1);
            }
        }
    };
    visit(document.contents, 1);
    return problems;
}
function startOf(node) {
    return node?.range?.[0] ?? 0; // every node of a parsed document has its range
}
function offsetOf(document, part) {
    const node = document.getIn(part, true);
    if (part.length === 0 || (node !== undefined && node !== null))
        return startOf(node);
    return offsetOf(document, part.slice(0, -1));
}
function offsetOfKey(document, part, name) {
    const node = document.getIn(part, true); // a mapping, or it would have no keys to name
    const pair = node.items.find(({ key }) => (0,dist/* isScalar */.jn)(key) && String(key.value) === name);
    return startOf(pair?.key ?? node);
}

;// CONCATENATED MODULE: ./build/src/settings/policy-file.js






/** Most problems told of one file: who has more will mend these first. */
const PROBLEMS_LIMIT = 50;
const PROBLEM_LENGTH = 300;
/** A mapping of which every key is known; the error of another one names those that are. */
function mapping(shape) {
    const allowed = Object.keys(shape).join(", ");
    return schemas/* strictObject */.rej(shape, {
        error: (issue) => issue.code === "unrecognized_keys"
            ? `is not a key here; allowed are ${allowed}`
            : `must be a mapping with ${allowed}`,
    });
}
const listError = { error: "must be a list" };
const match = mapping({
    tool: values.texts.optional(),
    type: values.types.optional(),
    severity: values.severities.optional(),
    id: values.texts.optional(),
    rule: values.texts.optional(),
    cwe: values.cwes.optional(),
    package: values.texts.optional(),
    paths: values.globs.optional(),
    project: values.texts.optional(),
    fixable: values.flags.optional(),
    reachability: values.texts.optional(),
    epss: values.epss.optional(),
    exploit: values.exploits.optional(),
    malicious: values.flags.optional(),
    status: values.statuses.optional(),
    validated: values.validations.optional(),
});
const suppression = mapping({
    id: values.text,
    package: values.text.optional(),
    version: values.text.optional(),
    paths: values.globs.optional(),
    tool: values.text.optional(),
    reason: values.text,
    owner: values.text.optional(),
    expires: values.date,
});
const budgets = mapping({
    critical: values.allowance.optional(),
    high: values.allowance.optional(),
    medium: values.allowance.optional(),
    low: values.allowance.optional(),
    unknown: values.allowance.optional(),
});
const policyFile = mapping({
    version: values.version,
    "fail-on": values.threshold.optional(),
    rules: schemas/* array */.YOg(mapping({ match, "fail-on": values.threshold }), listError).nullish(),
    budgets: budgets.nullish(),
    suppress: schemas/* array */.YOg(suppression, listError).nullish(),
});
/**
 * Reads a policy file. All problems are told together, each beginning with `path:line:column` and safe to print; 50
 * at most. Takes a moment even for a text that was made to take longer, and never throws.
 */
function parsePolicyFile(text, path) {
    const read = readPolicyYaml(text, path);
    if (!read.ok)
        return { ok: false, problems: bounded(read.problems) };
    const parsed = policyFile.safeParse(read.yaml.data);
    if (parsed.success)
        return { ok: true, policy: parsed.data };
    const problems = parsed.error.issues
        .flatMap((issue) => problemsOf(issue, read.yaml))
        .toSorted((a, b) => a.offset - b.offset)
        .map(({ offset, message }) => `${read.yaml.at(offset)}: ${message}`);
    return { ok: false, problems: bounded(problems) };
}
/** The policy that a file makes, with what the `fail-on` input says where the file says nothing. */
function toPolicy(file, { path, failOnInput }) {
    const failOn = file["fail-on"];
    return {
        failOn: failOn ?? failOnInput,
        origin: failOn === undefined ? "fail-on" : path,
        rules: (file.rules ?? []).map((rule) => ({
            match: given(rule.match),
            failOn: rule["fail-on"],
        })),
        budgets: given(file.budgets ?? {}),
        suppressions: (file.suppress ?? []).map((entry) => given(entry)),
    };
}
/** A JSON Schema of the file, draft 2020-12, for editors. What it accepts may still have dates that are none. */
function policyJsonSchema() {
    return {
        ...z.toJSONSchema(policyFile, { io: "input" }),
        title: "Scan Gate policy",
        description: "The rules by which Scan Gate judges findings (.github/scan-gate.yml).",
    };
}
/** Leaves out the keys that are only there without a value. */
function given(from) {
    const present = Object.entries(from).filter(([, value]) => value !== undefined);
    return Object.fromEntries(present); // the same keys, but for those that may be absent
}
function problemsOf(issue, yaml) {
    const { path, message } = issue;
    if (issue.code !== "unrecognized_keys") {
        return [{ offset: yaml.offsetOf(path), message: `${nameOf(path)} ${message}` }];
    }
    return issue.keys.map((key) => ({
        offset: yaml.offsetOfKey(path, key),
        message: `"${(0,text_escape/* clip */.$Q)(key, 80)}" ${message}`,
    }));
}
/** `rules[0].match.type`, as an author would point at it. */
function nameOf(path) {
    if (path.length === 0)
        return "the policy";
    return path
        .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
        .join("");
}
function bounded(problems) {
    const told = problems.slice(0, PROBLEMS_LIMIT).map((problem) => (0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(problem), PROBLEM_LENGTH));
    const left = problems.length - told.length;
    return left === 0 ? told : [...told, `and ${(0,count/* counted */.h)(left, "more problem")}`];
}


/***/ })

};
