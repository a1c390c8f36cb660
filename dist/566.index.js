export const id = 566;
export const ids = [566];
export const modules = {

/***/ 5566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  outcomeOf: () => (/* binding */ outcomeOf),
  reportsSource: () => (/* binding */ reportsSource),
  snykReportOf: () => (/* binding */ snykReportOf)
});

// EXTERNAL MODULE: ./build/src/model/severity.js
var model_severity = __webpack_require__(4572);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/text/count.js
var count = __webpack_require__(6506);
// EXTERNAL MODULE: ./build/src/model/identity.js
var identity = __webpack_require__(2565);
;// CONCATENATED MODULE: ./build/src/sources/reports/combine.js


/**
 * The findings of several files, file by file, each told once: many pipelines write one scan as SARIF and as JSON.
 * A finding of a later file is left out when an earlier one has the same, no less severe. Repeats within one file
 * are the tool's own and stay; they are numbered, so that identities differ.
 */
function combine(files) {
    const told = new Map();
    const kept = files.map((results, file) => results.filter((result) => {
        const key = sameness(result);
        const { severity } = result.observation;
        const before = told.get(key);
        if (before === undefined)
            told.set(key, { file, severity });
        return before === undefined || before.file === file || (0,model_severity/* compareSeverity */.zK)(severity, before.severity) < 0;
    }));
    const numbers = numbersOf(kept.flat());
    return kept.map((results) => results.map((result) => withNumber(result, numbers.get(result) ?? 1)));
}
/** What two files must agree on to tell of the same finding. One that is ignored never stands for one that is not. */
function sameness({ observation, age }) {
    const { line, package: dependency, ignored } = observation;
    const name = [dependency?.name ?? "", dependency?.version ?? ""];
    return JSON.stringify([(0,identity/* identityKey */.US)(observation), line ?? 0, ...name, age, ignored !== undefined]);
}
/** Which occurrence of its identity each result is, counted from 1 in an order that moved code and upgrades keep. */
function numbersOf(results) {
    const groups = new Map();
    for (const result of results) {
        const key = (0,identity/* identityKey */.US)(result.observation);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [result]);
        else
            group.push(result);
    }
    const ordered = [...groups.values()].map((group) => group.toSorted((a, b) => byPlace(a.observation, b.observation)));
    return new Map(ordered.flatMap((group) => group.map((result, index) => [result, index + 1])));
}
function byPlace(a, b) {
    const [first, second] = [a.package?.name ?? "", b.package?.name ?? ""];
    if (first !== second)
        return first < second ? -1 : 1;
    return (a.line ?? 0) - (b.line ?? 0);
}
function withNumber(result, number) {
    if (number === 1)
        return result;
    const { observation } = result;
    const mark = (name) => `${name}#${number}`;
    const { aliases } = observation;
    return {
        ...result,
        observation: {
            ...observation,
            id: mark(observation.id),
            identity: mark(observation.identity),
            ...(aliases === undefined ? {} : { aliases: aliases.map(mark) }),
        },
    };
}

// EXTERNAL MODULE: ./build/src/text/glob.js + 1 modules
var glob = __webpack_require__(287);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/src/sources/reports/parsed.js

/** How much of a tool's own words a message of ours quotes. */
const QUOTED_CHARACTERS = 200;
/** A tool's text on one line, cut to a length fit for a message. */
function quoted(text, limit = QUOTED_CHARACTERS) {
    const line = text
        .slice(0, limit * 4)
        .replace(/\s+/g, " ")
        .trim();
    const characters = [...line];
    return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}
/** A title from a message: its first sentence, or as much of it as a heading bears. */
function titleFrom(message) {
    const line = message.trimStart().split(/[\r\n]/, 1)[0] ?? "";
    const end = line.search(/[.!?](?=\s)/);
    return quoted(end === -1 ? line : line.slice(0, end + 1), 120).replace(/(?<!\.)\.$/, "");
}
/** CWE numbers in tags and lists (`CWE-79: …`, `external/cwe/cwe-079`) as `CWE-79`, each once. */
function cwesIn(texts) {
    const found = texts.flatMap((text) => /(?:^|[^a-z])cwe-0*(\d{1,6})(?!\d)/i.exec(text)?.[1] ?? []);
    return [...new Set(found.map((number) => `CWE-${number}`))];
}
const ADVISORY = /\b(?:CVE-\d{4}-\d{4,10}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b/gi;
/** CVE and GHSA ids that stand in texts, as their issuers write them, each once. */
function advisoriesIn(texts) {
    return [...new Set(texts.flatMap((text) => text.match(ADVISORY) ?? []).map(asIssued))];
}
/** Upper case throughout, but for the lower-case groups of a GHSA id. */
function asIssued(id) {
    return /^ghsa-/i.test(id) ? `GHSA-${id.slice(5).toLowerCase()}` : id.toUpperCase();
}
/** One identity from several parts. Two lists give the same only when they are equal part by part. */
function identityFrom(...parts) {
    return (0,external_node_crypto_.createHash)("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);
}
/** What Semgrep writes in place of what it shows to logged-in users only. */
const WITHHELD = "requires login";
/** The value as a text that its tool really shows; undefined for blanks and for Semgrep's stand-in. */
function shown(value) {
    if (typeof value !== "string")
        return undefined;
    const plain = value.trim().toLowerCase();
    return plain === "" || plain === WITHHELD ? undefined : value;
}

;// CONCATENATED MODULE: ./build/src/sources/reports/place.js
/**
 * A path of a report as one in the repository: relative, with `/`, without `.` steps. What leads elsewhere stays
 * as it is, to be shown and never opened.
 *
 * @param folder where the tool ran, relative to the repository's root
 */
function repositoryPath(path, { workspace, folder = "" } = {}) {
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path))
        return path;
    const plain = withSlashes(path);
    const inside = workspace === undefined ? undefined : relativeTo(withSlashes(workspace), plain);
    if (inside !== undefined)
        return inside === "" ? undefined : inside;
    if (isAbsolute(plain))
        return plain;
    const steps = simplify(`${folder}/${plain}`);
    return steps === "" ? undefined : steps;
}
/** The folder in which a tool ran, relative to the workspace; empty when it is the workspace or unknown. */
function folderIn(workspace, folder) {
    if (workspace === undefined || folder === undefined)
        return "";
    return relativeTo(withSlashes(workspace), withSlashes(folder)) ?? "";
}
/** Whether a path starts at a root: of a file system, of a drive, or of a network share. */
function isAbsolute(path) {
    return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}
/** The path of a `file:` URI or of a relative one, percent signs decoded; other URIs stay as they are. */
function pathOfUri(uri) {
    const file = /^file:(?:\/\/[^/]*)?(\/.*)$/i.exec(uri)?.[1];
    if (file === undefined)
        return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? uri : decoded(uri);
    return decoded(file).replace(/^\/(?=[A-Za-z]:\/)/, "");
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text; // not every tool encodes its URIs
    }
}
/** A backslash is a separator where the path has no other, and in a path that names a drive. */
function withSlashes(path) {
    return !path.includes("/") || /^[A-Za-z]:/.test(path) ? path.replaceAll("\\", "/") : path;
}
/** The rest of a path below a root; undefined when it is not there. Compared step by step, never by prefix. */
function relativeTo(root, path) {
    if (!isAbsolute(path))
        return undefined;
    const base = simplify(root);
    const inner = simplify(path);
    if (base === "" || inner === base)
        return base === "" ? undefined : "";
    return inner.startsWith(`${base}/`) ? inner.slice(base.length + 1) : undefined;
}
/** Takes out empty, `.` and inner `..` steps; a `..` that leads out at the front stays. */
function simplify(path) {
    const steps = [];
    for (const step of path.split("/")) {
        if (step === "" || step === ".")
            continue;
        if (step === ".." && steps.length > 0 && steps.at(-1) !== "..")
            steps.pop();
        else
            steps.push(step);
    }
    return steps.join("/");
}

;// CONCATENATED MODULE: ./build/src/sources/reports/find.js




/** Most files that the globs may select; more is a glob gone wrong, such as one that finds `node_modules`. */
const MOST_FILES = 500;
/** Selects files of the workspace. A glob without wildcards is a path, which is not searched for but opened. */
async function findReports(globs, { files, workspace }) {
    const rooted = globs.map((given) => {
        const beyond = files.beyondWorkspace === true ? given : undefined;
        return { given, path: rootedGlob(given, workspace) ?? beyond };
    });
    const outside = rooted.filter(({ path }) => path === undefined);
    const inside = rooted.flatMap(({ given, path }) => (path === undefined ? [] : [{ given, path }]));
    const literal = inside.filter(({ path }) => !isPattern(path)).map(({ path }) => path);
    const patterns = inside
        .filter(({ path }) => isPattern(path))
        .map(({ given, path }) => ({ given, matches: (0,glob/* globMatcher */.f)(path) }));
    const reasons = outside.map(({ given }) => leadsOut(given));
    if (patterns.length === 0)
        return bounded(literal, reasons);
    try {
        const listed = await files.findWorkspace((path) => patterns.some(({ matches }) => matches(path)));
        const idle = patterns.filter(({ matches }) => !listed.some(matches));
        return bounded([...literal, ...listed], [...reasons, ...idle.map(({ given }) => missing(given))]);
    }
    catch (thrown) {
        return bounded(literal, [...reasons, (0,errors/* toReason */.Ge)(thrown, "reports")]);
    }
}
/** A glob that matched no file, or a path at which there is none. */
function missing(glob) {
    const message = `No report file matches ${quoted(glob)}`;
    return { code: "report-missing", source: "reports", message: (0,errors/* sentence */.em)(message, HINT_MISSING) };
}
/** A file that is no report, with why: a clause that begins with "it". */
function invalid(path, why) {
    const message = `The report file ${quoted(path)} cannot be used: ${why}`;
    return { code: "report-invalid", source: "reports", message: (0,errors/* sentence */.em)(message, HINT_INVALID) };
}
const HINT_MISSING = "Let the tool write its report before this step, or correct `reports`";
const HINT_INVALID = "Let the tool write SARIF or JSON there, or correct `reports`";
function leadsOut(glob) {
    const message = `The report path ${quoted(glob)} leads out of the workspace`;
    return {
        code: "report-invalid",
        source: "reports",
        message: (0,errors/* sentence */.em)(message, "Write report files into the workspace"),
    };
}
/** A glob as seen from the workspace; undefined when it leads out. An absolute one may lead back in. */
function rootedGlob(glob, workspace) {
    if (isPattern(glob) && !isAbsolute(glob)) {
        return glob.split("/").includes("..") ? undefined : glob;
    }
    const path = repositoryPath(glob, { workspace });
    if (path === undefined)
        return glob; // the workspace itself: whoever opens it sees that it is a folder
    if (isAbsolute(path))
        return workspace === undefined && !isPattern(path) ? path : undefined;
    return path.split("/").includes("..") ? undefined : path;
}
function isPattern(glob) {
    return /[*?[{\\]/.test(glob);
}
function bounded(paths, reasons) {
    const sorted = [...new Set(paths)].sort();
    if (sorted.length <= MOST_FILES)
        return { paths: sorted, reasons };
    const message = `\`reports\` selects ${sorted.length} files, and at most ${MOST_FILES} are read`;
    const tooMany = {
        code: "report-invalid",
        source: "reports",
        message: (0,errors/* sentence */.em)(message, "Narrow its globs to the report files"),
    };
    return { paths: sorted.slice(0, MOST_FILES), reasons: [...reasons, tooMany] };
}

;// CONCATENATED MODULE: ./build/src/sources/reports/fields.js
/** The value as a JSON object; undefined for anything else, lists and null included. */
function fieldsOf(value) {
    // An object that is no list has string keys and values of unknown type: just what Fields says.
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}
/** A field by a name that stands in the data: only the object's own, never one that all objects have. */
function ownField(fields, name) {
    return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}
/** Follows field names down through objects; undefined where one of them is missing. */
function fieldAt(value, ...names) {
    return names.reduce((inner, name) => ownField(fieldsOf(inner), name), value);
}
/** The value as a text that says something; undefined for other types and for blanks. */
function textOf(value) {
    return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
/** The value as a list; what is none is empty, so ask `Array.isArray` first where a missing list is an error. */
function listOf(value) {
    return Array.isArray(value) ? value : [];
}
/** The objects of a list, whatever else is in it left out. */
function objectsOf(value) {
    return listOf(value).flatMap((item) => {
        const fields = fieldsOf(item);
        return fields === undefined ? [] : [fields];
    });
}
/** One text, or the texts of a list. */
function textsOf(value) {
    return (Array.isArray(value) ? value : [value]).flatMap((item) => textOf(item) ?? []);
}
/** The value as a whole number from 0; undefined for anything else. */
function countOf(value) {
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
/** A number, or a plain decimal in a text as tools write scores; undefined for anything else, such as `"null"`. */
function decimalOf(value) {
    if (typeof value === "number")
        return Number.isFinite(value) ? value : undefined;
    return typeof value === "string" && /^\s*\d{1,9}(\.\d{1,12})?\s*$/.test(value) ? Number(value) : undefined;
}
/** The web addresses of a list, each once. Anything but `https` and `http` is left out. */
function linksOf(values) {
    return [...new Set(values.flatMap((value) => linkOf(value) ?? []))];
}
/** The value as a web address; undefined for anything that no browser should be sent to. */
function linkOf(value) {
    return typeof value === "string" && /^https?:\/\/[^\s]+$/.test(value) ? value : undefined;
}
/** An object without those of its fields that are undefined, for types whose optional fields must be absent. */
function present(fields) {
    // Dropping the undefined ones is what the result type states.
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

;// CONCATENATED MODULE: ./build/src/sources/reports/sarif-place.js



/** Steps of a data flow that are kept; the way is for the reader's eye. */
const FLOW_STEPS = 40;
/** A base may stand on another base; more than this is a circle. */
const BASE_DEPTH = 8;
/** Knows a run's artifacts and base folders (SARIF 2.1.0 §3.4.4, §3.14.14). */
function placeReader(run, workspace) {
    const bases = fieldsOf(run.originalUriBaseIds);
    const artifacts = Array.isArray(run.artifacts) ? run.artifacts : [];
    return {
        placeOf(location) {
            const physical = fieldAt(location, "physicalLocation");
            const stated = fieldsOf(fieldAt(physical, "artifactLocation"));
            const index = stated?.index;
            const artifact = textOf(stated?.uri) === undefined && typeof index === "number"
                ? fieldsOf(fieldAt(artifacts[index], "location"))
                : stated;
            const uri = textOf(artifact?.uri);
            const path = uri === undefined ? undefined : repositoryPath(pathOfUri(uri), { workspace, folder: base(artifact) });
            return present({ path, ...lines(fieldAt(physical, "region")), snippet: snippetOf(physical) });
        },
    };
    /** The folder below the workspace that a relative URI counts from; the workspace itself where that is unknown. */
    function base(artifact) {
        let folder = "";
        let id = textOf(artifact?.uriBaseId);
        for (let depth = 0; id !== undefined && depth < BASE_DEPTH; depth += 1) {
            const entry = fieldsOf(ownField(bases, id));
            const path = pathOfUri(textOf(entry?.uri) ?? "");
            if (isAbsolute(path))
                return `${folderIn(workspace, path)}/${folder}`;
            folder = `${path}/${folder}`;
            id = textOf(entry?.uriBaseId);
        }
        return folder;
    }
}
/** The steps of a result's first code flow that lie in files. */
function flowOf(result, reader) {
    const thread = objectsOf(objectsOf(result.codeFlows)[0]?.threadFlows)[0];
    const steps = objectsOf(thread?.locations)
        .slice(0, FLOW_STEPS)
        .flatMap((step) => {
        const { path, line, endLine, snippet } = reader.placeOf(step.location);
        const text = textOf(fieldAt(step.location, "message", "text")) ?? snippet;
        return path === undefined || line === undefined ? [] : [present({ path, line, endLine, text })];
    });
    return steps.length === 0 ? undefined : steps;
}
/** Lines count from 1; Semgrep writes 0 for findings in a lock file. */
function lines(region) {
    const start = countOf(fieldAt(region, "startLine"));
    if (start === undefined)
        return {};
    const line = Math.max(1, start);
    const end = countOf(fieldAt(region, "endLine"));
    return { line, endLine: end !== undefined && end > line ? end : undefined };
}
function snippetOf(physical) {
    return shown(fieldAt(physical, "region", "snippet", "text"));
}

;// CONCATENATED MODULE: ./build/src/sources/reports/sarif-tool.js


/** Drivers of the two tools, whatever edition or product wrote the file. */
const DRIVERS = [
    [/^semgrep(?: (?:oss|pro|ce|code|supply chain|secrets))?$/, "semgrep"],
    [/^snyk ?(?:open source|code|container|iac|infrastructure as code|secrets)?$/, "snyk"],
];
/** Products that say by their name what they look for. */
const DRIVER_TYPES = {
    "snyk open source": "sca",
    "snyk container": "container",
    "snyk iac": "iac",
    "snyk infrastructure as code": "iac",
    "snyk secrets": "secrets",
    "semgrep supply chain": "sca",
    "semgrep secrets": "secrets",
    gitleaks: "secrets",
    trufflehog: "secrets",
    checkov: "iac",
    tfsec: "iac",
    kics: "iac",
    "osv-scanner": "sca",
    grype: "sca",
};
/** Tags that say of a rule what it looks for, whole words only. */
const TAG_TYPES = {
    secret: "secrets",
    secrets: "secrets",
    license: "license",
    misconfiguration: "iac",
    iac: "iac",
};
/** Our name of a SARIF driver: `semgrep`, `snyk`, or its own in lower case. */
function toolOfDriver(driver) {
    const name = quoted(driver, 80).toLowerCase();
    return DRIVERS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}
/** What kind of problem a result is, from what its tool, rule and tags say; `sast` where they say nothing. */
function typeOfResult(facts) {
    if (facts.ruleId.startsWith("snyk:lic:"))
        return "license";
    const driver = quoted(facts.driver, 80).toLowerCase();
    if (Object.hasOwn(DRIVER_TYPES, driver))
        return DRIVER_TYPES[driver] ?? "sast";
    // Semgrep's one driver serves all products: its supply-chain results alone tell an exposure.
    if (textOf(fieldAt(facts.result, "properties", "exposure")) !== undefined)
        return "sca";
    if (/^(?:ssc-|cve-\d|ghsa-)/i.test(facts.ruleId))
        return "sca";
    const tag = facts.tags.map((text) => text.toLowerCase()).find((text) => Object.hasOwn(TAG_TYPES, text));
    return tag === undefined ? "sast" : (TAG_TYPES[tag] ?? "sast");
}

;// CONCATENATED MODULE: ./build/src/sources/reports/severity.js


/** Semgrep's rule severities (contract §7); its newer words are ours already. */
const SEMGREP_SCALE = {
    error: "high",
    warning: "medium",
    info: "low",
};
/** Severities of an advisory, as Semgrep's supply-chain rules carry them. */
const ADVISORY_SCALE = { moderate: "medium" };
/** Snyk's words are ours, but for `info`. */
const SNYK_SCALE = { info: "low" };
/** SARIF levels; `none` is not in it, for it is no severity that a gate could weigh. */
const LEVEL_SCALE = { error: "high", warning: "medium", note: "low" };
const BANDS = [
    [9, "critical"],
    [7, "high"],
    [4, "medium"],
];
/**
 * Severity of a SARIF result: by its `security-severity`, where that is a number above 0, else by its level.
 * Tools write `undefined` or `null` there for what has no score.
 */
function sarifSeverity(score, level) {
    const number = securityScore(score);
    if (number !== undefined)
        return BANDS.find(([from]) => number >= from)?.[1] ?? "low";
    const word = typeof level === "string" ? level.trim().toLowerCase() : "";
    // Not severityFromWord alone: a level must be one of SARIF's words, "critical" is none.
    return Object.hasOwn(LEVEL_SCALE, word) ? (0,model_severity/* severityFromWord */.GX)(word, LEVEL_SCALE) : "unknown";
}
/** A `security-severity` that says something. */
function securityScore(value) {
    const number = decimalOf(value);
    return number !== undefined && number > 0 ? number : undefined;
}

;// CONCATENATED MODULE: ./build/src/sources/reports/sarif-result.js





/** Kinds of results that tell of no problem (SARIF 2.1.0 §3.27.9). A kind that is new may be one. */
const NO_PROBLEM = new Set(["pass", "notapplicable", "informational"]);
/** A result as a finding; undefined when it tells of no problem. */
function sarifResult(result, run) {
    if (NO_PROBLEM.has(textOf(result.kind)?.toLowerCase() ?? "fail"))
        return undefined;
    const { id, rule } = run.rules.ruleOf(result);
    const place = run.places.placeOf(listOf(result.locations)[0]);
    const message = messageOf(result, rule);
    const ruleId = id ?? "unnamed rule";
    const tags = textsOf(fieldAt(rule, "properties", "tags"));
    const tool = toolOfDriver(run.rules.driver);
    const type = typeOfResult({ driver: run.rules.driver, ruleId, tags, result });
    const names = identitiesOf({ result, tool, ruleId, place, message, type });
    const score = securityScore(fieldAt(result, "properties", "security-severity")) ??
        securityScore(fieldAt(rule, "properties", "security-severity"));
    const level = result.level ?? fieldAt(rule, "defaultConfiguration", "level") ?? "warning";
    const packaged = type === "sca" || type === "container" || type === "license";
    const fixes = objectsOf(result.fixes);
    const dependency = tool === "snyk" ? packageOf(result, tags) : undefined;
    const observation = {
        source: "reports",
        tool,
        id: textOf(result.guid) ?? idOf(names.identity, place, dependency),
        ...names,
        type,
        ...positionOf(place, tool === "snyk" && packaged),
        severity: sarifSeverity(score, level),
        title: titleOf(rule, message) ?? ruleId,
        rule: ruleId,
        cwe: cwesIn([...tags, ...textsOf(fieldAt(rule, "properties", "cwe")), ...taxaOf(result, rule)]),
        identifiers: identifiersOf({ ruleId, tags, rule, packaged }),
        ...present({
            nativeSeverity: score === undefined ? textOf(level) : String(score),
            description: descriptionOf(rule, message, type),
            package: dependency,
            fixable: fixes.length > 0 ? true : undefined,
            fix: textOf(fieldAt(fixes[0], "description", "text")),
            reachability: textOf(fieldAt(result, "properties", "exposure")),
            score: score !== undefined && score <= 10 ? score : undefined,
            link: linkOf(result.hostedViewerUri) ?? linkOf(rule?.helpUri),
            references: linkOf(rule?.helpUri) === undefined ? undefined : linksOf([rule?.helpUri]),
            flow: flowOf(result, run.places),
            ignored: suppressionOf(result),
        }),
    };
    return { observation, age: AGES[textOf(result.baselineState)?.toLowerCase() ?? ""] ?? "unknown" };
}
/** An advisory's identity is the same for every package and manifest that it concerns. */
function idOf(identity, place, dependency) {
    return dependency === undefined
        ? identity
        : [identity, dependency.name, dependency.version ?? "", place.path ?? ""].join("|");
}
/** Snyk points at line 1 of the manifest where it knows no line. */
function positionOf({ path, line, endLine }, lineless) {
    return lineless ? present({ path }) : present({ path, line, endLine });
}
/** Of infrastructure findings Snyk's message says only that there is one; the rule says what. */
function descriptionOf(rule, message, type) {
    const full = type === "iac" ? textOf(fieldAt(rule, "fullDescription", "text")) : undefined;
    return full ?? textOf(message);
}
/** SARIF 2.1.0 §3.27.24. */
const AGES = {
    new: "new",
    unchanged: "existing",
    updated: "existing",
    absent: "fixed",
};
/**
 * What stays while the code moves: Semgrep's match id and Snyk's finding id are whole identities; other
 * fingerprints tell places of one rule and file apart; without any, the code or the message does.
 */
function identitiesOf(facts) {
    const { result, tool, ruleId, place, message, type } = facts;
    const fingerprints = { ...fieldsOf(result.partialFingerprints), ...fieldsOf(result.fingerprints) };
    const match = shown(ownField(fingerprints, "matchBasedId/v1"));
    if (match !== undefined)
        return { identity: match };
    if (tool === "snyk" && type !== "sast" && type !== "secrets" && type !== "iac")
        return { identity: ruleId };
    const own = SNYK_FINDING_IDS.flatMap((name) => shown(ownField(fingerprints, name)) ?? []);
    const [first, ...others] = tool === "snyk" ? [...new Set(own)] : [];
    if (first !== undefined)
        return { identity: first, ...(others.length > 0 ? { aliases: others } : {}) };
    const prints = printsOf(fingerprints);
    const code = prints.length > 0 ? prints : [shown(place.snippet) ?? message];
    return { identity: identityFrom(tool, ruleId, place.path ?? "", ...code) };
}
/** Fingerprints under which Snyk Code gives the id that its platform knows a finding by. */
const SNYK_FINDING_IDS = ["snyk/asset/finding/v1", "identity", "snyk/org/finding/v1"];
/** The line hash alone where there is one, as code scanning compares; else all fingerprints in order of name. */
function printsOf(fingerprints) {
    const line = shown(fingerprints.primaryLocationLineHash);
    if (line !== undefined)
        return ["primaryLocationLineHash", line];
    const names = Object.keys(fingerprints).sort();
    return names.flatMap((name) => {
        const value = shown(fingerprints[name]);
        return value === undefined ? [] : [name, value];
    });
}
/** Suppressed only when every entry is accepted (SARIF 2.1.0 §3.27.23, §3.35.3). */
function suppressionOf(result) {
    const entries = listOf(result.suppressions);
    const [first] = objectsOf(entries);
    if (first === undefined)
        return undefined;
    const accepted = entries.every((entry) => (fieldsOf(entry)?.status ?? "accepted") === "accepted");
    if (!accepted || objectsOf(entries).length !== entries.length)
        return undefined;
    return present({
        reason: textOf(first.justification) ?? (first.kind === "inSource" ? "a comment in the code" : undefined),
        by: textOf(fieldAt(first, "properties", "ignoredBy", "name")),
        expires: textOf(fieldAt(first, "properties", "expiration")),
    });
}
/** The message with its placeholders filled and its links to locations made plain text (SARIF 2.1.0 §3.11). */
function messageOf(result, rule) {
    const message = fieldsOf(result.message);
    const id = textOf(message?.id);
    const template = id === undefined ? undefined : fieldAt(ownField(fieldsOf(rule?.messageStrings), id), "text");
    const text = textOf(message?.text) ?? textOf(template) ?? textOf(message?.markdown) ?? "";
    const values = listOf(message?.arguments);
    return text
        .replace(/\{(\d{1,3})\}/g, (whole, index) => textOf(values[Number(index)]) ?? whole)
        .replace(/\[([^[\]]{1,300})\]\(\d{1,9}\)/g, "$1");
}
function titleOf(rule, message) {
    const short = textOf(fieldAt(rule, "shortDescription", "text"));
    // Semgrep repeats the rule's id there, and Snyk begins with the severity.
    const title = short?.startsWith("Semgrep Finding:") ? undefined : short?.replace(/^\w+ severity - /i, "");
    return textOf(titleFrom(title ?? message)) ?? textOf(rule?.name);
}
/** CWE entries that a rule or result names as taxa rather than as tags (SARIF 2.1.0 §3.19.3, §3.27.8). */
function taxaOf(result, rule) {
    const targets = [
        ...objectsOf(rule?.relationships).map((relation) => fieldsOf(relation.target)),
        ...objectsOf(result.taxa),
    ];
    return targets.flatMap((target) => {
        const component = textOf(fieldAt(target, "toolComponent", "name")) ?? "";
        const id = textOf(target?.id) ?? "";
        return /^cwe/i.test(component) && /^\d+$/.test(id) ? [`CWE-${id}`] : [id];
    });
}
function identifiersOf(facts) {
    const { ruleId, tags, rule, packaged } = facts;
    // The description of a code rule may cite an advisory as an example; that of a package is about it.
    const about = packaged
        ? [fieldAt(rule, "fullDescription", "text"), fieldAt(rule, "shortDescription", "text")]
        : [];
    const own = packaged && /^(?:SNYK-|npm:)/.test(ruleId) ? [ruleId] : [];
    return [...new Set([...advisoriesIn([ruleId, ...tags, ...textsOf(about)]), ...own])];
}
/** Snyk names the package as a logical location, `name@version`. */
function packageOf(result, tags) {
    const logical = objectsOf(fieldAt(listOf(result.locations)[0], "logicalLocations"))[0];
    const [, name, version] = /^(.+)@([^@]+)$/s.exec(textOf(logical?.fullyQualifiedName) ?? "") ?? [];
    if (name === undefined || version === undefined)
        return undefined;
    const ecosystem = tags.find((tag) => tag !== "security" && !/^cwe-/i.test(tag));
    return present({ name, version, ecosystem });
}

;// CONCATENATED MODULE: ./build/src/sources/reports/sarif-rules.js

/**
 * Reads the rules of a run's driver and extensions (SARIF 2.1.0 §3.27.5 to §3.27.7, §3.52).
 * Undefined when the run does not name its tool.
 */
function ruleBook(run) {
    const driver = fieldsOf(fieldAt(run, "tool", "driver"));
    const name = textOf(driver?.name);
    if (driver === undefined || name === undefined)
        return undefined;
    const extensions = objectsOf(fieldAt(run, "tool", "extensions"));
    const byId = new Map();
    for (const component of [driver, ...extensions]) {
        for (const rule of objectsOf(component.rules)) {
            const id = textOf(rule.id);
            if (id !== undefined && !byId.has(id))
                byId.set(id, rule);
        }
    }
    return {
        driver: name,
        ruleOf(result) {
            const reference = fieldsOf(result.rule);
            const component = componentOf(reference, driver, extensions);
            const stated = textOf(result.ruleId) ?? textOf(reference?.id);
            const indexed = ruleAt(component, result.ruleIndex ?? reference?.index);
            const fits = indexed !== undefined && (stated === undefined || isPartOf(stated, textOf(indexed.id)));
            const rule = fits ? indexed : byIdOrParent(byId, stated);
            return { id: stated ?? textOf(rule?.id), rule };
        },
    };
}
/** The component that a reference points into: an extension by index, GUID or name, else the driver. */
function componentOf(reference, driver, extensions) {
    const pointer = fieldsOf(reference?.toolComponent);
    if (pointer === undefined)
        return driver;
    const { index, guid, name } = pointer;
    if (typeof index === "number" && index >= 0)
        return extensions[index] ?? driver;
    const named = extensions.find((extension) => (textOf(guid) !== undefined && extension.guid === guid) ||
        (textOf(name) !== undefined && extension.name === name));
    return named ?? driver;
}
function ruleAt(component, index) {
    return typeof index === "number" && Array.isArray(component.rules)
        ? fieldsOf(component.rules[index])
        : undefined;
}
/** A result may name a sub-rule, `CA1000/1`, of the rule `CA1000` (SARIF 2.1.0 §3.27.5). */
function isPartOf(id, ruleId) {
    return ruleId !== undefined && (id === ruleId || id.startsWith(`${ruleId}/`));
}
function byIdOrParent(rules, id) {
    if (id === undefined)
        return undefined;
    return rules.get(id) ?? rules.get(id.slice(0, Math.max(0, id.lastIndexOf("/"))));
}

;// CONCATENATED MODULE: ./build/src/sources/reports/sarif.js







/** Whether a JSON object means to be SARIF, of whatever version. */
function isSarif(json) {
    return Object.hasOwn(json, "runs") || (textOf(json.$schema)?.toLowerCase().includes("sarif") ?? false);
}
/** Most notifications of a run that are quoted one by one. */
const NOTIFICATIONS = 3;
/**
 * Reads SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), one part per run. A run that cannot be
 * trusted whole has problems beside its results; without runs the file is refused.
 */
function parseSarif(json, origin) {
    const version = textOf(json.version);
    if (version?.startsWith("2.1.") !== true) {
        const found = version === undefined ? "names no version" : `is version ${quoted(version, 20)}`;
        return { refused: `it is SARIF but ${found}, and only 2.1.0 can be read` };
    }
    if (!Array.isArray(json.runs) || json.runs.length === 0)
        return { refused: "it is SARIF without runs" };
    return { parts: json.runs.map((run, index) => parseRun(fieldsOf(run), index, origin)) };
}
function parseRun(run, index, origin) {
    const rules = run === undefined ? undefined : ruleBook(run);
    if (run === undefined || rules === undefined) {
        return broken("sarif", `run ${index + 1} does not name its tool`);
    }
    const tool = toolOfDriver(rules.driver);
    if (!Array.isArray(run.results))
        return broken(tool, `run ${index + 1} of ${tool} has no list of results`);
    const places = placeReader(run, origin.workspace);
    const readable = objectsOf(run.results);
    const results = readable.flatMap((result) => sarifResult(result, { rules, places }) ?? []);
    const unreadable = run.results.length - readable.length;
    return {
        tool,
        results: compared(readable) ? results : results.map(ageless),
        problems: [
            ...(unreadable > 0
                ? [
                    {
                        code: "report-invalid",
                        message: `${(0,count/* counted */.h)(unreadable, "result")} of ${tool} ${unreadable === 1 ? "is not an object" : "are not objects"}`,
                    },
                ]
                : []),
            ...executionProblems(run, tool),
        ],
        notes: [],
    };
}
function broken(tool, message) {
    return { tool, results: [], problems: [{ code: "report-invalid", message }], notes: [] };
}
/** Ages are believed only when the whole run was compared with an earlier one (SARIF 2.1.0 §3.27.24). */
function compared(results) {
    return results.every((result) => textOf(result.baselineState) !== undefined);
}
/** A result that is gone is gone, whether or not the others were compared. */
function ageless(result) {
    return result.age === "fixed" ? result : { ...result, age: "unknown" };
}
/** Why the run may not have seen everything (SARIF 2.1.0 §3.20.14, §3.20.21, §3.20.22). */
function executionProblems(run, tool) {
    const invocations = objectsOf(run.invocations);
    const errors = invocations
        .flatMap((invocation) => [
        ...objectsOf(invocation.toolExecutionNotifications),
        ...objectsOf(invocation.toolConfigurationNotifications),
    ])
        .filter((notification) => textOf(notification.level)?.toLowerCase() === "error")
        .map((notification) => quoted(textOf(fieldAt(notification, "message", "text")) ?? "an error without a message"));
    const failed = invocations.some((invocation) => invocation.executionSuccessful === false);
    const elsewhere = fieldAt(run, "externalPropertyFileReferences", "results");
    const messages = [
        ...(failed ? [`the run of ${tool} says that it did not succeed`] : []),
        ...(errors.length > 0 ? [`${tool} reports ${told(errors)}`] : []),
        ...(objectsOf(elsewhere).length > 0 ? [`${tool} keeps results in other files, which are not read`] : []),
    ];
    return messages.map((message) => ({ code: "partial", message }));
}
/** The first few of a list, and how many more there are. */
function told(errors) {
    const more = errors.length - NOTIFICATIONS;
    return `${errors.slice(0, NOTIFICATIONS).join("; ")}${more > 0 ? `; and ${(0,count/* counted */.h)(more, "more error")}` : ""}`;
}

;// CONCATENATED MODULE: ./build/src/sources/reports/semgrep-supply.js

/** What a supply-chain match says beyond its place. */
function supplyOf(info, metadata) {
    const found = fieldsOf(fieldAt(info, "dependency_match", "found_dependency")) ?? {};
    const name = textOf(found.package);
    const versions = metadata["sca-fix-versions"];
    const fixedIn = objectsOf(versions).flatMap((entry) => textsOf(Object.values(entry)));
    const transitivity = textOf(found.transitivity)?.toLowerCase();
    const known = transitivity === "direct" || transitivity === "transitive";
    const dependency = {
        version: textOf(found.version),
        ecosystem: textOf(found.ecosystem),
        fixedIn: fixedIn.length > 0 ? [...new Set(fixedIn)] : undefined,
        transitive: known ? transitivity === "transitive" : undefined,
    };
    return present({
        package: name === undefined ? undefined : { name, ...present(dependency) },
        fixable: Array.isArray(versions) ? fixedIn.length > 0 : undefined,
        reachability: reachabilityOf(info),
    });
}
/** Semgrep's own three words for exposure: only a rule that looks at code can tell that code is not reached. */
function reachabilityOf(info) {
    const kind = textOf(listOf(info.kind)[0]) ?? textOf(info.kind) ?? "";
    if (/unreachable$/i.test(kind))
        return "unreachable";
    if (/reachable$/i.test(kind) || info.reachable === true)
        return "reachable";
    if (info.reachable !== false)
        return undefined;
    return info.reachability_rule === true ? "unreachable" : "undetermined";
}

;// CONCATENATED MODULE: ./build/src/sources/reports/semgrep-trace.js



/** A line from 1; undefined where there is none. */
function lineOf(value) {
    const line = countOf(value);
    return line === undefined ? undefined : Math.max(1, line);
}
/** Steps of a trace that are kept, and calls within calls that are followed. */
const TRACE_STEPS = 40;
/** The way from source to sink; a call is told by its place, and by what it leads to. */
function traceOf(trace, origin) {
    const between = objectsOf(fieldAt(trace, "intermediate_vars")).map((step) => [step.location, step.content]);
    const steps = [
        ...callsOf(fieldAt(trace, "taint_source")),
        ...between,
        ...callsOf(fieldAt(trace, "taint_sink")),
    ]
        .slice(0, TRACE_STEPS)
        .flatMap(([location, content]) => {
        const path = repositoryPath(textOf(fieldAt(location, "path")) ?? "", { workspace: origin.workspace });
        const line = lineOf(fieldAt(location, "start", "line"));
        return path === undefined || line === undefined ? [] : [present({ path, line, text: shown(content) })];
    });
    return steps.length === 0 ? undefined : steps;
}
/** `["CliLoc", [location, text]]`, or `["CliCall", [[location, text], variables, inner]]` as deep as calls go. */
function callsOf(call) {
    const steps = [];
    let next = call;
    while (steps.length < TRACE_STEPS) {
        const [kind, content] = listOf(next);
        if (kind !== "CliCall")
            return kind === "CliLoc" ? [...steps, listOf(content)] : steps;
        steps.push(listOf(listOf(content)[0]));
        next = listOf(content)[2];
    }
    return steps;
}

;// CONCATENATED MODULE: ./build/src/sources/reports/semgrep-match.js







/** One match of `results` as a finding. */
function semgrepMatch(match, origin) {
    const extra = fieldsOf(match.extra) ?? {};
    const metadata = fieldsOf(extra.metadata) ?? {};
    const rule = textOf(match.check_id) ?? "";
    const message = textOf(extra.message) ?? "";
    const place = placeOf(match, extra, origin);
    const identity = identityOf({ extra, rule, path: place.path ?? "", message });
    const type = typeOf(rule, extra, metadata);
    const supply = type === "sca" ? supplyOf(fieldsOf(extra.sca_info) ?? {}, metadata) : {};
    const links = [metadata["semgrep.url"], metadata.shortlink, metadata.source];
    const observation = {
        source: "reports",
        tool: "semgrep",
        id: identity,
        identity,
        type,
        ...place,
        severity: severityOf(extra, type === "sca" ? metadata : {}),
        title: textOf(titleFrom(message)) ?? rule,
        rule,
        cwe: cwesIn(textsOf(metadata.cwe)),
        identifiers: type === "sca"
            ? advisoriesIn([metadata.cve, metadata.ghsa, metadata[ADVISORY_ID]].flatMap(textsOf))
            : [],
        ...supply,
        ...present({
            nativeSeverity: textOf(extra.severity),
            description: textOf(message),
            fix: textOf(extra.fix),
            fixable: textOf(extra.fix) === undefined ? undefined : true,
            validated: type === "secrets" ? validationOf(extra.validation_state) : undefined,
            link: links.map(linkOf).find((link) => link !== undefined),
            references: linksOf(listOf(metadata.references)),
            flow: type === "sca" ? usageOf(match, place.path, origin) : traceOf(extra.dataflow_trace, origin),
            ignored: extra.is_ignored === true ? { reason: "nosemgrep comment in the code" } : undefined,
        }),
    };
    return { observation, age: "unknown" };
}
const ADVISORY_ID = "sca-vuln-database-identifier";
/** The rule's severity, or the advisory's where that is worse: a lock file match has no code to be mild about. */
function severityOf(extra, metadata) {
    const own = (0,model_severity/* severityFromWord */.GX)(extra.severity, SEMGREP_SCALE);
    const advisory = (0,model_severity/* severityFromWord */.GX)(metadata["sca-severity"], ADVISORY_SCALE);
    return advisory !== "unknown" && (0,model_severity/* compareSeverity */.zK)(advisory, own) < 0 ? advisory : own;
}
/** Where a person looks: the code, or for a dependency the lock file that names it. */
function placeOf(match, extra, { workspace }) {
    const found = fieldAt(extra.sca_info, "dependency_match", "found_dependency");
    const lockfile = textOf(fieldAt(found, "lockfile_path")) ??
        textOf(fieldAt(extra.sca_info, "dependency_match", "lockfile")) ??
        textOf(fieldAt(found, "manifest_path"));
    const path = repositoryPath(lockfile ?? textOf(match.path) ?? "", { workspace });
    if (lockfile !== undefined && lockfile !== match.path) {
        return present({ path, line: lineOf(fieldAt(found, "line_number")) });
    }
    const line = lineOf(fieldAt(match.start, "line"));
    const end = lineOf(fieldAt(match.end, "line"));
    return present({
        path,
        line,
        endLine: line !== undefined && end !== undefined && end > line ? end : undefined,
    });
}
/** Semgrep's match id, which its platform knows too; without a login it is withheld, and code or message stand in. */
function identityOf(facts) {
    const { extra, rule, path, message } = facts;
    const fingerprint = shown(extra.fingerprint);
    if (fingerprint !== undefined)
        return fingerprint;
    const found = fieldAt(extra.sca_info, "dependency_match", "found_dependency");
    const dependency = textsOf([fieldAt(found, "package"), fieldAt(found, "version")]);
    return identityFrom("semgrep", rule, path, ...dependency, shown(extra.lines) ?? message);
}
function typeOf(rule, extra, metadata) {
    if (fieldsOf(extra.sca_info) !== undefined || rule.startsWith("ssc-"))
        return "sca";
    const validated = textOf(extra.validation_state) ?? "NO_VALIDATOR";
    const secret = validated !== "NO_VALIDATOR" ||
        fieldsOf(extra.historical_info) !== undefined ||
        textOf(metadata.secret_type) !== undefined ||
        textsOf(metadata.technology).includes("secrets");
    return secret ? "secrets" : "sast";
}
const VALIDATIONS = {
    CONFIRMED_VALID: "valid",
    CONFIRMED_INVALID: "invalid",
    VALIDATION_ERROR: "error",
};
function validationOf(state) {
    const word = textOf(state)?.toUpperCase() ?? "";
    return Object.hasOwn(VALIDATIONS, word) ? (VALIDATIONS[word] ?? "unknown") : "unknown";
}
/** The code that reaches a dependency, when the match lies in code and not in the lock file. */
function usageOf(match, lockfile, { workspace }) {
    const path = repositoryPath(textOf(match.path) ?? "", { workspace });
    const line = lineOf(fieldAt(match.start, "line"));
    return path === undefined || line === undefined || path === lockfile ? undefined : [{ path, line }];
}

;// CONCATENATED MODULE: ./build/src/sources/reports/semgrep-json.js




/** Whether a JSON object means to be what `semgrep --json` and `semgrep ci --json` write. */
function isSemgrepJson(json) {
    const marks = ["errors", "paths", "skipped_rules", "interfile_languages_used"];
    return Array.isArray(json.results)
        ? marks.some((mark) => Object.hasOwn(json, mark))
        : Array.isArray(json.errors) && fieldsOf(json.paths) !== undefined;
}
/**
 * Reads Semgrep's JSON output
 * (https://github.com/semgrep/semgrep-interfaces/blob/main/semgrep_output_v1.atd). An error that Semgrep met
 * makes the report partial; a warning is a note.
 */
function parseSemgrepJson(json, origin) {
    if (!Array.isArray(json.results))
        return { refused: "it is Semgrep's JSON without a list of results" };
    if (!Array.isArray(json.errors))
        return { refused: "it is Semgrep's JSON without a list of errors" };
    const matches = objectsOf(json.results).filter((match) => textOf(match.check_id) !== undefined);
    const unreadable = json.results.length - matches.length;
    const unreadableProblem = {
        code: "report-invalid",
        message: `${unreadable} of ${(0,count/* counted */.h)(json.results.length, "result")} of semgrep ${unreadable === 1 ? "has" : "have"} no rule`,
    };
    const part = {
        tool: "semgrep",
        results: matches.map((match) => semgrepMatch(match, origin)),
        problems: [...(unreadable > 0 ? [unreadableProblem] : []), ...errorsOf(json.errors)],
        notes: notesOf(json, json.errors),
    };
    return { parts: [part] };
}
/** Most errors that are quoted one by one. */
const QUOTED_ERRORS = 3;
function levelOf(error) {
    return textOf(fieldsOf(error)?.level)?.toLowerCase() ?? "error";
}
/** Only `warn` and `info` are known to be harmless. */
function errorsOf(errors) {
    const grave = errors.filter((error) => !["warn", "warning", "info"].includes(levelOf(error)));
    if (grave.length === 0)
        return [];
    const more = grave.length - QUOTED_ERRORS;
    const message = grave.slice(0, QUOTED_ERRORS).map(describe).join("; ");
    return [
        {
            code: "partial",
            message: `semgrep met ${message}${more > 0 ? `; and ${(0,count/* counted */.h)(more, "more error")}` : ""}`,
        },
    ];
}
function describe(error) {
    const { type, message, path } = fieldsOf(error) ?? {};
    const kind = textOf(type) ?? textOf(listOf(type)[0]) ?? "an error";
    const where = textOf(path) === undefined ? "" : ` in ${quoted(textOf(path) ?? "", 120)}`;
    return `${quoted(kind, 60)}${where}${textOf(message) === undefined ? "" : `: ${quoted(textOf(message) ?? "")}`}`;
}
function notesOf(json, errors) {
    const mild = errors.filter((error) => ["warn", "warning", "info"].includes(levelOf(error)));
    const skipped = listOf(json.skipped_rules).length;
    return [
        ...(mild.length > 0
            ? [`semgrep gives ${(0,count/* counted */.h)(mild.length, "warning")}, the first of ${describe(mild[0])}`]
            : []),
        ...(skipped > 0 ? [`semgrep skipped ${(0,count/* counted */.h)(skipped, "rule")}`] : []),
    ];
}

;// CONCATENATED MODULE: ./build/src/sources/reports/snyk-iac.js




/** Misconfigurations of one file, as `snyk iac test` lists them. */
function snykMisconfigurations(issues, project) {
    return issues.map((issue) => {
        const rule = textOf(issue.publicId) ?? textOf(issue.id) ?? "unnamed issue";
        // The way to the setting inside the file: it stays while lines move.
        const setting = textOf(issue.msg) ?? textsOf(listOf(issue.path)).join(".");
        const identity = identityFrom("snyk", rule, project.path ?? project.name ?? "", setting);
        const line = countOf(issue.lineNumber);
        return {
            source: "reports",
            tool: "snyk",
            id: identity,
            identity,
            type: "iac",
            ...(project.name === undefined ? {} : { project: project.name }),
            ...(project.path === undefined ? {} : { path: project.path }),
            severity: (0,model_severity/* severityFromWord */.GX)(issue.severity, SNYK_SCALE),
            title: titleFrom(textOf(issue.title) ?? rule),
            rule,
            cwe: cwesIn(textsOf(issue.cwe)),
            identifiers: [],
            ...present({
                line: line !== undefined && line > 0 ? line : undefined,
                nativeSeverity: textOf(issue.severity),
                description: snyk_iac_descriptionOf(issue, setting),
                fix: textOf(issue.resolve) ?? textOf(fieldAt(issue, "iacDescription", "resolve")),
                link: linkOf(issue.documentation),
                references: linksOf(listOf(issue.references)),
                ignored: issue.isIgnored === true ? {} : undefined,
            }),
        };
    });
}
function snyk_iac_descriptionOf(issue, setting) {
    const about = fieldAt(issue, "iacDescription");
    const sentences = [
        textOf(issue.issue) ?? textOf(fieldAt(about, "issue")),
        textOf(issue.impact),
        textOf(setting),
    ];
    return textOf(sentences.filter((text) => text !== undefined).join("\n"));
}

;// CONCATENATED MODULE: ./build/src/sources/reports/snyk-exploit.js

/** Snyk's words for exploit maturity, of CVSS 3 and of CVSS 4, with only their letters. */
const WORDS = {
    mature: "mature",
    high: "mature",
    functional: "mature",
    attacked: "mature",
    proofofconcept: "proof-of-concept",
    unproven: "none",
    unreported: "none",
    noknownexploit: "none",
};
const ORDER = ["mature", "proof-of-concept", "unknown", "none"];
/** The worst that Snyk knows of exploits for an issue; a word that is new, or none at all, is `unknown`. */
function exploitOf(entry) {
    const levels = objectsOf(fieldAt(entry, "exploitDetails", "maturityLevels")).map((level) => level.level);
    const words = [entry.exploit, ...levels].flatMap((word) => textOf(word) ?? []);
    const known = words.map((word) => {
        const letters = word.toLowerCase().replace(/[^a-z]/g, "");
        return Object.hasOwn(WORDS, letters) ? WORDS[letters] : "unknown";
    });
    return ORDER.find((maturity) => known.includes(maturity)) ?? "unknown";
}

;// CONCATENATED MODULE: ./build/src/sources/reports/snyk-vulnerability.js





/**
 * Vulnerabilities and licence issues. Snyk lists one entry for each way on which a package comes in; here they are
 * one finding. What is ignored on one way and not on another is not ignored.
 */
function snykVulnerabilities(entries, project, filtered) {
    const active = grouped(entries);
    const ignored = [...grouped(filtered.ignored)].filter(([key]) => !active.has(key));
    const patched = [...grouped(filtered.patched)].filter(([key]) => !active.has(key));
    return [
        ...[...active.values()].map((ways) => observationOf(ways, project)),
        ...ignored.map(([, ways]) => ({ ...observationOf(ways, project), ignored: ignoreOf(ways) })),
        ...patched.map(([, ways]) => ({
            ...observationOf(ways, project),
            ignored: { reason: "patched by Snyk" },
        })),
    ];
}
/** Entries by issue, package and version. */
function grouped(entries) {
    const groups = new Map();
    for (const entry of entries) {
        const key = JSON.stringify([entry.id, nameOf(entry), entry.version]);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [entry]);
        else
            group.push(entry);
    }
    return groups;
}
/** Made from all entries of a group, which is never empty; they differ in their ways only. */
function observationOf(ways, project) {
    const entry = ways[0] ?? {};
    const rule = textOf(entry.id) ?? "unnamed issue";
    const type = snyk_vulnerability_typeOf(entry, rule, project);
    const packaged = snyk_vulnerability_packageOf(ways, project);
    const title = textOf(entry.title) ?? rule;
    return {
        source: "reports",
        tool: "snyk",
        id: [rule, packaged?.name ?? "", packaged?.version ?? "", project.path ?? project.name ?? ""].join("|"),
        // Its platform's key of the same issue, which a base branch is compared by.
        identity: rule,
        type,
        ...(project.name === undefined ? {} : { project: project.name }),
        ...(project.path === undefined ? {} : { path: project.path }),
        severity: snyk_vulnerability_severityOf(entry),
        title: titleFrom(title),
        rule,
        cwe: cwesIn(textsOf(fieldAt(entry, "identifiers", "CWE"))),
        identifiers: snyk_vulnerability_identifiersOf(entry, rule, type),
        ...present({
            nativeSeverity: textOf(entry.severity),
            description: textOf(entry.description),
            package: packaged,
            fixable: ways.some(isFixable) || pinOf(entry, project) !== undefined,
            fix: fixOf(ways, project),
            reachability: textOf(entry.reachability)?.toLowerCase(),
            epss: probabilityOf(fieldAt(entry, "epssDetails", "probability")),
            exploit: type === "license" ? undefined : exploitOf(entry),
            malicious: typeof entry.malicious === "boolean" ? entry.malicious : undefined,
            score: decimalOf(entry.cvssScore),
            link: linkTo(rule),
            references: linksOf(objectsOf(entry.references).map((reference) => reference.url)),
        }),
    };
}
/** Old versions of the CLI write `high` for critical issues, and the whole truth in a second field. */
function snyk_vulnerability_severityOf(entry) {
    const [own, full] = [entry.severity, entry.severityWithCritical].map((word) => (0,model_severity/* severityFromWord */.GX)(word, SNYK_SCALE));
    return own === "high" && full === "critical" ? "critical" : (own ?? "unknown");
}
function snyk_vulnerability_typeOf(entry, rule, project) {
    if (entry.type === "license" || rule.startsWith("snyk:lic:"))
        return "license";
    return project.container ? "container" : "sca";
}
/** `name` is the package as it was found; `packageName` what the advisory is about, without an image's binary part. */
function nameOf(entry) {
    return textOf(entry.name) ?? textOf(entry.packageName) ?? textOf(entry.moduleName);
}
function snyk_vulnerability_packageOf(ways, project) {
    const entry = ways[0] ?? {};
    const name = nameOf(entry);
    if (name === undefined)
        return undefined;
    const paths = ways.map((way) => textsOf(way.from).slice(1)).filter((path) => path.length > 0);
    const via = [...paths].sort((a, b) => a.length - b.length)[0];
    const nearest = textOf(entry.nearestFixedInVersion);
    const fixedIn = [...new Set([...(nearest === undefined ? [] : [nearest]), ...textsOf(entry.fixedIn)])];
    return present({
        name,
        version: textOf(entry.version),
        ecosystem: textOf(entry.packageManager) ?? project.ecosystem,
        fixedIn: fixedIn.length > 0 ? fixedIn : undefined,
        transitive: via === undefined ? undefined : via.length > 1,
        via,
    });
}
function snyk_vulnerability_identifiersOf(entry, rule, type) {
    if (type === "license")
        return [];
    const known = advisoriesIn(textsOf([entry.identifiers].flatMap((by) => [fieldAt(by, "CVE"), fieldAt(by, "GHSA")]).flatMap(listOf)));
    return [...new Set([...known, rule])];
}
function isFixable(way) {
    return way.isUpgradable === true || way.isPatchable === true || way.isPinnable === true;
}
function pinOf(entry, project) {
    const pin = ownField(project.pins, `${nameOf(entry)}@${textOf(entry.version)}`);
    return textOf(fieldAt(pin, "upgradeTo"));
}
/**
 * What to do, from the first way that has an answer. On an upgrade path `false` stands for the project itself, and
 * the step behind it for the direct dependency to change; when that stays what it is, a fresh install is enough.
 */
function fixOf(ways, project) {
    const entry = ways[0] ?? {};
    const pin = pinOf(entry, project);
    if (pin !== undefined)
        return `Pin ${pin}`;
    for (const way of ways) {
        const from = textOf(listOf(way.from)[1]);
        const to = textOf(listOf(way.upgradePath)[1]);
        if (to === undefined || from === undefined || way.isUpgradable !== true)
            continue;
        const planned = textOf(fieldAt(ownField(project.upgrades, from), "upgradeTo")) ?? to;
        if (planned !== from)
            return `Upgrade ${from} to ${versionOf(planned, from)}`;
        return `Reinstall ${from}, so that it brings ${textOf(listOf(way.upgradePath).at(-1)) ?? to}`;
    }
    return ways.some((way) => way.isPatchable === true) ? "Apply Snyk's patch" : undefined;
}
/** Only the version, when it is the same package. */
function versionOf(to, from) {
    const name = from.slice(0, from.lastIndexOf("@") + 1);
    return name !== "" && to.startsWith(name) ? to.slice(name.length) : to;
}
function probabilityOf(value) {
    const number = decimalOf(value);
    return number !== undefined && number >= 0 && number <= 1 ? number : undefined;
}
/** Licence issues have no page of their own. */
function linkTo(id) {
    return /^(?:SNYK-|npm:)/.test(id) ? `https://security.snyk.io/vuln/${encodeURIComponent(id)}` : undefined;
}
/** The ignore rule that took an issue out, from the policy file or from Snyk's pages. */
function ignoreOf(ways) {
    const rule = objectsOf(fieldAt(ways[0], "filtered", "ignored"))[0];
    const by = rule?.ignoredBy;
    return present({
        reason: textOf(rule?.reason),
        by: textOf(by) ?? textOf(fieldsOf(by)?.name),
        expires: textOf(rule?.expires),
    });
}

;// CONCATENATED MODULE: ./build/src/sources/reports/snyk-json.js






/** Whether a JSON value means to be what `snyk test`, `container test` or `iac test` write with `--json`. */
function isSnykJson(json) {
    const entries = Array.isArray(json) ? json : [json];
    return entries.length > 0 && entries.every((entry) => isEntry(fieldsOf(entry)));
}
function isEntry(entry) {
    if (entry === undefined)
        return false;
    return (Array.isArray(entry.vulnerabilities) ||
        Array.isArray(entry.infrastructureAsCodeIssues) ||
        isError(entry) ||
        // So that a project without its list is told as that, and not as some other format.
        (typeof entry.ok === "boolean" &&
            ["dependencyCount", "packageManager"].some((key) => Object.hasOwn(entry, key))));
}
/** An entry that stands for a project which could not be tested. */
function isError(entry) {
    return entry.ok === false && textOf(entry.error) !== undefined;
}
/**
 * Reads Snyk's JSON output (https://docs.snyk.io/developer-tools/snyk-cli): one project, or a list of them;
 * container results carry the applications of the image inside. A project that could not be tested makes the
 * report partial.
 */
function parseSnykJson(json, origin) {
    const entries = objectsOf(Array.isArray(json) ? json : [json]);
    const parts = entries.flatMap((entry) => {
        const image = isContainer(entry) ? (textOf(entry.projectName) ?? textOf(entry.path)) : undefined;
        const inner = objectsOf(entry.applications).map((application) => parseProject(application, origin, image ?? ""));
        const odd = listOf(entry.applications).length - inner.length;
        const broken = odd > 0
            ? [
                part([], [
                    {
                        code: "report-invalid",
                        message: `${(0,count/* counted */.h)(odd, "application is not an object", "applications are not objects")}`,
                    },
                ]),
            ]
            : [];
        return [parseProject(entry, origin, image), ...inner, ...broken];
    });
    const results = parts.flatMap((one) => one.results);
    const problems = parts.flatMap((one) => one.problems);
    return { parts: [part(results, problems)] };
}
function part(results, problems) {
    return { tool: "snyk", results, problems, notes: [] };
}
/** @param image the image that the project was found in, for results of `snyk container test` */
function parseProject(entry, { workspace }, image) {
    const name = textOf(entry.projectName);
    const target = textOf(entry.displayTargetFile) ?? textOf(entry.targetFile);
    const told = quoted(target ?? textOf(entry.path) ?? name ?? "a project", 120);
    if (isError(entry))
        return part([], [failure(told, entry)]);
    const vulnerabilities = entry.vulnerabilities;
    const misconfigurations = entry.infrastructureAsCodeIssues;
    if (!Array.isArray(vulnerabilities) && !Array.isArray(misconfigurations)) {
        return part([], [{ code: "report-invalid", message: `snyk's result for ${told} has no list of vulnerabilities` }]);
    }
    const folder = folderIn(workspace, textOf(entry.path));
    // A path inside an image is none of the repository.
    const inImage = image !== undefined && target !== undefined && isAbsolute(target);
    const path = target === undefined || inImage ? undefined : repositoryPath(target, { workspace, folder });
    const project = {
        ...(name === undefined ? {} : { name: inImage ? `${image}:${target}` : name }),
        ...(path === undefined ? {} : { path }),
        container: image !== undefined,
        ecosystem: textOf(entry.packageManager),
        upgrades: fieldsOf(fieldsOf(entry.remediation)?.upgrade),
        pins: fieldsOf(fieldsOf(entry.remediation)?.pin),
    };
    const filtered = fieldsOf(entry.filtered);
    const odd = [...listOf(vulnerabilities), ...listOf(misconfigurations)].filter((issue) => fieldsOf(issue) === undefined);
    const results = [
        ...snykVulnerabilities(objectsOf(vulnerabilities), project, {
            ignored: objectsOf(filtered?.ignore),
            patched: objectsOf(filtered?.patch),
        }),
        ...snykMisconfigurations(objectsOf(misconfigurations), project),
    ];
    const message = `${(0,count/* counted */.h)(odd.length, "issue")} of snyk's result for ${told} ${odd.length === 1 ? "is not an object" : "are not objects"}`;
    return part(results.map((observation) => ({ observation, age: "unknown" })), odd.length > 0 ? [{ code: "report-invalid", message }] : []);
}
function isContainer(entry) {
    return (fieldsOf(entry.docker) !== undefined ||
        Array.isArray(entry.applications) ||
        (textOf(entry.projectName)?.startsWith("docker-image|") ?? false));
}
function failure(told, entry) {
    return { code: "partial", message: `snyk could not test ${told}: ${quoted(textOf(entry.error) ?? "")}` };
}

;// CONCATENATED MODULE: ./build/src/sources/reports/snyk-test-result.js






/** Whether a JSON value means to be Snyk's unified test results, the JSON of its newer products. */
function isSnykTestResult(json) {
    const entries = Array.isArray(json) ? json : [json];
    return entries.length > 0 && entries.every((entry) => textOf(fieldAt(entry, "testId")) !== undefined);
}
/** Reads unified test results, which Snyk's secrets product writes. A test that did not finish is partial. */
function parseSnykTestResult(json, origin) {
    const tests = objectsOf(Array.isArray(json) ? json : [json]);
    const findings = tests.flatMap((test) => objectsOf(test.findings).map((finding) => ({ test, finding })));
    return {
        parts: [
            {
                tool: "snyk",
                results: findings.map((one) => ({ observation: snyk_test_result_observationOf(one, origin), age: "unknown" })),
                problems: tests.flatMap(problemsOf),
                notes: [],
            },
        ],
    };
}
function problemsOf(test) {
    const told = `snyk's test ${quoted(textOf(test.testId) ?? "", 60)}`;
    if (!Array.isArray(test.findings)) {
        return [{ code: "report-invalid", message: `${told} has no list of findings` }];
    }
    const odd = test.findings.filter((finding) => fieldsOf(fieldAt(finding, "attributes")) === undefined).length;
    const state = textOf(test.executionState) ?? "unknown";
    return [
        ...(odd > 0
            ? [
                {
                    code: "report-invalid",
                    message: `${(0,count/* counted */.h)(odd, "finding")} of ${told} ${odd === 1 ? "has" : "have"} no attributes`,
                },
            ]
            : []),
        ...(state === "finished" && test.findingsComplete !== false
            ? []
            : [{ code: "partial", message: `${told} is not complete (state ${quoted(state, 40)})` }]),
    ];
}
const TYPES = {
    sast: "sast",
    sca: "sca",
    secrets: "secrets",
    secret: "secrets",
    config: "iac",
    license: "license",
};
function snyk_test_result_observationOf({ test, finding }, { workspace }) {
    const attributes = fieldsOf(finding.attributes) ?? {};
    const id = textOf(finding.id) ?? textOf(attributes.key) ?? "unnamed finding";
    const problems = problemIdsOf(test, id, attributes);
    const rule = problems.find((problem) => !/^(?:CWE|CVE|GHSA)-/i.test(problem));
    const locations = objectsOf(attributes.locations);
    const source = locations.find((location) => textOf(location.file_path) !== undefined);
    const line = countOf(source?.from_line);
    const endLine = countOf(source?.to_line);
    const kind = textOf(attributes.finding_type) ?? "";
    const severity = fieldAt(attributes, "rating", "severity");
    return {
        source: "reports",
        tool: "snyk",
        id,
        identity: textOf(attributes.key) ?? id,
        type: Object.hasOwn(TYPES, kind) ? (TYPES[kind] ?? "sast") : "sast",
        severity: (0,model_severity/* severityFromWord */.GX)(severity, SNYK_SCALE),
        title: titleFrom(textOf(attributes.title) ?? rule ?? id),
        cwe: cwesIn(problems),
        identifiers: advisoriesIn(problems),
        ...present({
            path: repositoryPath(textOf(source?.file_path) ?? "", { workspace }),
            line: line === undefined ? undefined : Math.max(1, line),
            endLine: endLine !== undefined && endLine > (line ?? 0) ? endLine : undefined,
            nativeSeverity: textOf(severity),
            rule,
            description: textOf(attributes.description),
            package: snyk_test_result_packageOf(locations),
            ignored: snyk_test_result_suppressionOf(fieldsOf(attributes.suppression)),
        }),
    };
}
/** Rules, weaknesses and advisories of a finding: by reference into the test's own store, or written out. */
function problemIdsOf(test, findingId, attributes) {
    const referred = textsOf(listOf(ownField(fieldsOf(test._problemRefs), findingId)));
    const written = objectsOf(attributes.problems).flatMap((problem) => textsOf(problem.id));
    return [...new Set([...referred, ...written])];
}
function snyk_test_result_packageOf(locations) {
    const named = locations.map((location) => fieldsOf(location.package)).find((found) => found !== undefined);
    const name = textOf(named?.name);
    return name === undefined ? undefined : present({ name, version: textOf(named?.version) });
}
/** An ignore that still waits for approval does not count. */
function snyk_test_result_suppressionOf(suppression) {
    if (suppression?.status !== "ignored")
        return undefined;
    return present({ reason: textOf(suppression.justification), expires: textOf(suppression.expires_at) });
}

;// CONCATENATED MODULE: ./build/src/sources/reports/parse.js





/**
 * Reads a report file. Its format is told by its content, never by its name. Never throws for what stands in the
 * file, and never quotes text that is not JSON: a wrong glob may have found a file that is nobody's business.
 */
function parseReport(text, origin) {
    const json = jsonOf(text);
    if ("refused" in json)
        return json;
    try {
        return parseJson(json.value, origin);
    }
    catch (thrown) {
        // No parser of ours recurses into the data, so this is for nesting that the engine itself gives up on.
        if (thrown instanceof RangeError)
            return { refused: "it is too large or too deeply nested to be read" };
        throw thrown;
    }
}
function parseJson(value, origin) {
    const fields = fieldsOf(value);
    if (fields !== undefined && isSarif(fields))
        return withFormat("sarif", parseSarif(fields, origin));
    if (fields !== undefined && isSemgrepJson(fields)) {
        return withFormat("semgrep-json", parseSemgrepJson(fields, origin));
    }
    if (isSnykTestResult(value))
        return withFormat("snyk-json", parseSnykTestResult(value, origin));
    if (isSnykJson(value))
        return withFormat("snyk-json", parseSnykJson(value, origin));
    return { refused: strangerOf(value, fields) };
}
function withFormat(format, parsed) {
    return parsed.parts === undefined ? parsed : { format, parts: parsed.parts };
}
/** Why JSON is no report; the near misses are named, because they look right to whoever made them. */
function strangerOf(value, fields) {
    if (Array.isArray(value) && value.length === 0)
        return "it is an empty list, which tells of no scan";
    if (textOf(fields?.check_id) !== undefined)
        return "it is a single Semgrep result, not the whole output";
    if (Array.isArray(value) && value.some(isSnykJson))
        return "it is a list of which only some are Snyk results";
    return "it is JSON, but neither SARIF nor the JSON output of Semgrep or Snyk";
}
function jsonOf(text) {
    const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
    if (plain.trim() === "")
        return { refused: "it is empty" };
    if (plain.startsWith("\u001f"))
        return { refused: "it is compressed" };
    if (/^(?:\ufffd\ufffd|[^\0]?\0)/.test(plain)) {
        return { refused: "it is not UTF-8 text (PowerShell's > writes UTF-16)" };
    }
    try {
        return { value: JSON.parse(plain) };
    }
    catch (thrown) {
        return { refused: isCutOff(thrown, plain) ? "it is JSON that was cut off" : "it is not JSON" };
    }
}
/** The engine tells the position at which it gave up; what it quotes around it is not for our messages. */
function isCutOff(thrown, text) {
    const message = thrown instanceof Error ? thrown.message : "";
    const position = /position (\d+)/.exec(message)?.[1];
    const begins = /^\s*[[{]/.test(text);
    const atEnd = position !== undefined && Number(position) >= text.trimEnd().length;
    return begins && (atEnd || /^(?:Unterminated|Unexpected end)/.test(message));
}

;// CONCATENATED MODULE: ./build/src/sources/reports/read.js






/** Most bytes of one report file: twenty times what the largest real scans write. */
const REPORT_LIMIT = 64 * 1024 * 1024;
/** Finds and reads all report files, one after the other, so that only one text is held at a time. Never throws. */
async function readReports(options) {
    const found = await findReports(options.globs, { files: options.files, workspace: options.workspace });
    const reasons = [...found.reasons];
    const reports = [];
    for (const path of found.paths) {
        const outcome = await readOne(path, options);
        if ("code" in outcome) {
            reasons.push(outcome);
            options.log.debug(`${path}: ${outcome.code}`);
            continue;
        }
        for (const report of toReports(path, outcome)) {
            reports.push(report);
            options.log.info(`${path}: ${FORMAT_NAMES[report.format]} of ${report.tool}, ${(0,count/* counted */.h)(report.results.length, "result")}`);
        }
    }
    const combined = combine(reports.map((report) => report.results));
    return {
        reports: reports.map((report, index) => withObservations(report, combined[index] ?? [])),
        reasons: shortened(reasons),
    };
}
const FORMAT_NAMES = {
    sarif: "SARIF",
    "semgrep-json": "Semgrep JSON",
    "snyk-json": "Snyk JSON",
};
/** A file as findings, or the reason why not. */
async function readOne(path, { files, workspace }) {
    try {
        const text = await files.readWorkspace(path, REPORT_LIMIT);
        if (text === undefined)
            return await unread(path, files);
        const parsed = parseReport(text, { path, ...(workspace === undefined ? {} : { workspace }) });
        return "refused" in parsed ? invalid(path, parsed.refused) : parsed;
    }
    catch (thrown) {
        const reason = (0,errors/* toReason */.Ge)(thrown, "reports");
        return thrown instanceof errors/* ScanGateError */.D4 ? { ...reason, source: "reports" } : reason;
    }
}
/** What is there and was not read must not be told as missing. */
async function unread(path, files) {
    const listed = await files.findWorkspace((candidate) => candidate === path || candidate.startsWith(`${path}/`));
    if (listed.length === 0)
        return missing(path);
    return listed.includes(path)
        ? invalid(path, `it is no regular file of at most ${REPORT_LIMIT / 1024 / 1024} MiB`)
        : invalid(path, "it is a folder");
}
/** The parts of a file by tool: several runs of one tool are one report. */
function toReports(path, { format, parts }) {
    const byTool = [...new Set(parts.map((part) => part.tool))].map((tool) => ({
        tool,
        own: parts.filter((part) => part.tool === tool),
    }));
    return byTool.map(({ tool, own }) => ({
        path,
        format,
        tool,
        results: own.flatMap((part) => part.results),
        reasons: own.flatMap((part) => part.problems.map((problem) => reasonOf(path, problem))),
        notes: own.flatMap((part) => part.notes.map((text) => ({ level: "info", text: `${quoted(path)}: ${text}` }))),
    }));
}
function reasonOf(path, problem) {
    if (problem.code === "report-invalid")
        return invalid(path, problem.message);
    const message = `The report file ${quoted(path)} does not cover everything: ${problem.message}`;
    return { code: problem.code, source: "reports", message: `${message}. Repair that scan and run it again.` };
}
function withObservations(report, results) {
    const present = results.filter(({ age }) => age !== "fixed");
    return { ...report, results, observations: present.map(({ observation }) => observation) };
}
/** Most reasons that are told one by one: a wrong glob may find hundreds of files. */
const TOLD_REASONS = 20;
function shortened(reasons) {
    const rest = reasons.slice(TOLD_REASONS);
    const first = rest[0];
    if (first === undefined)
        return reasons;
    const message = `${(0,count/* counted */.h)(rest.length, "more report file")} cannot be used. Narrow the globs of \`reports\`.`;
    return [...reasons.slice(0, TOLD_REASONS), { ...first, message }];
}

;// CONCATENATED MODULE: ./build/src/sources/reports/collect.js


/** Makes the source of report files; reading begins when it is asked. */
function reportsSource(options) {
    const read = () => readReports(options);
    return { id: "reports", read, collect: async () => outcomeOf(await read()) };
}
/** What Snyk's files say, for the Snyk source; undefined when there are none. */
function snykReportOf(read) {
    const own = read.reports.filter((report) => report.tool === "snyk");
    if (own.length === 0)
        return undefined;
    return {
        observations: own.flatMap((report) => report.observations.map((one) => ({ ...one, source: "snyk" }))),
        files: filesOf(own),
        reasons: own.flatMap((report) => report.reasons.map((reason) => ({ ...reason, source: "snyk" }))),
    };
}
/**
 * What the files say as a source of their own.
 *
 * @param options.without the tool whose files were handed to its own source; files that are no reports stay here
 */
function outcomeOf(read, options = {}) {
    const reports = read.reports.filter((report) => report.tool !== options.without);
    const handedOver = read.reports.length > reports.length;
    const reasons = [...read.reasons, ...reports.flatMap((report) => report.reasons)];
    const notes = reports.flatMap((report) => report.notes);
    return {
        evidence: {
            source: "reports",
            status: reasons.length === 0 ? "complete" : "incomplete",
            // Files that were handed over are evidence all the same: they were asked for, and read.
            ...(read.reports.length > 0 ? { evidence: "report" } : {}),
            counts: (0,model_severity/* countBySeverity */.Ot)(reports.flatMap(({ observations }) => observations)),
            requests: 0,
            files: filesOf(reports),
            tools: [...new Set(reports.map((report) => report.tool))].sort(),
        },
        batches: batchesOf(reports.flatMap((report) => report.results)),
        reasons,
        notes: handedOver
            ? [...notes, { level: "info", text: "Snyk's report files count as evidence of Snyk." }]
            : notes,
    };
}
function filesOf(reports) {
    return [...new Set(reports.map((report) => report.path))].sort();
}
const COMPARISONS = {
    unknown: { kind: "none" },
    new: { kind: "diff" },
    existing: { kind: "is-baseline", baseline: { ref: "the earlier run that the report was compared with" } },
};
/** One batch for each way that ages are known. What a report calls gone goes with those of unknown age. */
function batchesOf(results) {
    const ages = ["unknown", "new", "existing"];
    const of = (age) => results.filter((one) => one.age === age).map((one) => one.observation);
    return ages
        .map((age) => ({
        observations: of(age),
        fixed: age === "unknown" ? of("fixed") : [],
        comparison: COMPARISONS[age],
    }))
        .filter((batch) => batch.observations.length + batch.fixed.length > 0);
}


/***/ })

};
