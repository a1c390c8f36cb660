export const id = 568;
export const ids = [568];
export const modules = {

/***/ 6568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  judge: () => (/* binding */ judge)
});

// UNUSED EXPORTS: judgeAged

// EXTERNAL MODULE: ./build/src/model/finding.js
var finding = __webpack_require__(5382);
// EXTERNAL MODULE: ./build/src/model/verdict.js
var verdict = __webpack_require__(3538);
// EXTERNAL MODULE: ./build/src/model/identity.js
var model_identity = __webpack_require__(2565);
// EXTERNAL MODULE: ./build/src/model/severity.js
var severity = __webpack_require__(4572);
;// CONCATENATED MODULE: ./build/src/gate/package-scope.js
const PYTHON = new Set(["pypi", "pip", "pipenv", "poetry", "python", "setuptools", "uv"]);
/**
 * Name and version of an observation's package in a form in which tools agree; undefined without a version. Case does
 * not matter, nor does a `v` before the version, nor which of `-`, `_` and `.` a Python name is written with
 * (https://packaging.python.org/en/latest/specifications/name-normalization/).
 */
function packageKey({ package: one }) {
    return one?.version === undefined ? undefined : `${plainName(one)}@${plainVersion(one.version)}`;
}
function plainName({ name, ecosystem }) {
    const plain = name.toLowerCase();
    return PYTHON.has(ecosystem?.toLowerCase() ?? "") ? plain.replace(/[-_.]+/g, "-") : plain;
}
/** A version without the `v` that Go and some tags write before it, in lower case. */
function plainVersion(version) {
    return version
        .trim()
        .toLowerCase()
        .replace(/^v(?=\d)/, "");
}
/** The CVE and GHSA numbers of an observation: the only names that all tools share. In upper case. */
function advisoriesOf({ identifiers }) {
    return identifiers.map((name) => name.toUpperCase()).filter((name) => /^(?:CVE|GHSA)-/.test(name));
}
/** The folder that a manifest and its lock file are both in; empty for the root. */
function folderOf(path) {
    const plain = path.replace(/^(?:\.\/)+/, "");
    return plain.slice(0, Math.max(0, plain.lastIndexOf("/")));
}

;// CONCATENATED MODULE: ./build/src/gate/merged-words.js

/** In words for people: by what the tools met, or that one tool told it twice. */
function howMerged(observations) {
    const first = observations[0]; // at least one
    const tools = new Set(observations.map(({ tool }) => tool));
    if (tools.size === 1)
        return `the same ${first.tool} finding, told more than once`;
    if (first.type === "sca") {
        const { name, version } = observations.map((one) => one.package).find((one) => one?.version); // they met by it
        return `${sharedBetweenTools(observations, advisoriesOf)} in ${name}@${version}`;
    }
    const { path, line } = observations.find((one) => one.line !== undefined); // they met there
    return first.type === "secrets"
        ? `a secret at ${path}:${line}`
        : `${sharedBetweenTools(observations, ({ cwe }) => cwe)} on lines in common at ${path}:${line}`;
}
/** The first name by alphabet, and so a CVE before a GHSA, that several tools have; there is one, or they had not met. */
function sharedBetweenTools(observations, namesOf) {
    const tools = new Map();
    const shared = new Set();
    for (const observation of observations) {
        for (const name of namesOf(observation)) {
            const tool = tools.get(name);
            if (tool === undefined)
                tools.set(name, observation.tool);
            else if (tool !== observation.tool)
                shared.add(name);
        }
    }
    return [...shared].toSorted().slice(0, 1).join();
}
/** What may stand between the names of a title that says nothing else. */
const GLUE = new Set([
    "",
    "-",
    "–",
    "—",
    "in",
    "of",
    "for",
    "at",
    "and",
    "the",
    "package",
    "version",
    "vulnerability",
    "advisory",
]);
/**
 * The title that tells a reader what the problem is: the first that says more than the names of advisory and package,
 * without the package, which the finding names beside it. Where no tool says more, the first title of all.
 */
function mergedTitle(observations) {
    const titles = observations.map(({ title }) => title);
    const telling = observations.findIndex((one) => !isBare(one.title, observations));
    if (telling === -1)
        return titles[0]; // at least two
    const told = titles[telling];
    const plain = withoutPackage(told, observations);
    return isBare(plain, observations) ? told : plain;
}
/** Whether a title is made of names that the finding shows anyway: advisories, rule, package, version. */
function isBare(title, observations) {
    const words = title.toLowerCase().split(BETWEEN_WORDS);
    return words.every((word) => GLUE.has(word) || ADVISORY.test(word) || isName(word, observations));
}
function isName(word, observations) {
    return observations.some(({ id, rule, identifiers, package: one }) => [id, rule, ...identifiers, one?.name, one?.version, `${one?.name}@${one?.version}`].some((name) => name?.toLowerCase() === word));
}
const BETWEEN_WORDS = /[\s:;,()[\]]+/;
const ADVISORY = /^(?:cve|ghsa|cwe|snyk|mal|pysec|osv|rustsec|go)-[\w-]+$/;
/** `Command injection in lodash@4.17.15` and `lodash: command injection` without the package. */
function withoutPackage(title, observations) {
    const lower = title.toLowerCase();
    for (const { package: one } of observations) {
        if (one === undefined)
            continue;
        for (const name of [`${one.name}@${one.version}`.toLowerCase(), one.name.toLowerCase()]) {
            if (lower.endsWith(` in ${name}`))
                return title.slice(0, -` in ${name}`.length);
            if (lower.startsWith(`${name}: `))
                return title.slice(`${name}: `.length);
        }
    }
    return title;
}

;// CONCATENATED MODULE: ./build/src/gate/order.js

const AGES = { new: 0, unknown: 1, existing: 2 };
/** What needs attention first: blocking, then by severity, age and place. No two findings are equal in it. */
function compareFindings(a, b) {
    return (Number(b.blocking) - Number(a.blocking) ||
        (0,severity/* compareSeverity */.zK)(a.severity, b.severity) ||
        AGES[a.status] - AGES[b.status] ||
        comparePlaces(a, b) ||
        compareText(a.fingerprint, b.fingerprint));
}
/** What has no file stands behind what has one. */
function comparePlaces(a, b) {
    if (a.path === undefined || b.path === undefined) {
        return Number(a.path === undefined) - Number(b.path === undefined);
    }
    return compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0);
}
/** By code units: the same on every machine, whatever its language. */
function compareText(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}

;// CONCATENATED MODULE: ./build/src/gate/reachability.js
/**
 * Words that say the vulnerable code is called, may be called, or is not. Semgrep writes whole words with spaces or
 * underscores, Snyk `function`, `package`, `no-info` and `not-applicable`.
 */
const REACHED = new Set(["reachable", "always reachable", "conditionally reachable", "function", "package"]);
const UNREACHED = new Set(["unreachable", "no path found"]);
const UNTOLD = new Set([
    "no info",
    "not applicable",
    "no reachability analysis",
    "undetermined",
    "unknown",
    "",
]);
/** A word of any tool for comparison: lower case, with single spaces for what joins its parts. */
function plainReachability(word) {
    return word
        .toLowerCase()
        .replace(/[\s_-]+/g, " ")
        .trim();
}
/**
 * Of what several tools say, the word that is worst to overlook: reached, then a word that nobody knows, then not
 * reached, then no word on it at all. Undefined when none says anything.
 */
function mostCautiousReachability(words) {
    const told = words.filter((word) => word !== undefined);
    return told.toSorted((a, b) => caution(b) - caution(a))[0];
}
function caution(word) {
    const plain = plainReachability(word);
    if (REACHED.has(plain))
        return 3;
    if (UNREACHED.has(plain))
        return 1;
    return UNTOLD.has(plain) ? 0 : 2;
}

;// CONCATENATED MODULE: ./build/src/gate/merge.js





/** Fields of which the first tool that has one is right. */
const CARRIED = ["project", "description", "rule", "fix", "link", "firstSeen", "ticket"];
const PLACE = ["path", "line", "endLine"];
/** Fields that tools may have to agree on. */
const WEIGHED = ["fixable", "malicious", "epss", "exploit", "validated", "reachability", "package"];
/** Most serious first, and "nobody knows" above "there is none": a rule may be laxer only on what is known. */
const EXPLOITS = ["mature", "proof-of-concept", "unknown", "none"];
const VALIDATIONS = ["valid", "unknown", "error", "invalid"];
/**
 * Makes one finding of the observations of one problem, of which there is at least one. Where tools disagree, the
 * more serious word counts; texts and links are those of the first tool that has any, and the place is the first
 * tool's: Semgrep, Snyk, then the others by name.
 */
function mergeObservations(observations, status) {
    if (observations.length === 1)
        return alone(observations, status);
    const told = withoutRepeats(observations.toSorted(compareObservations));
    return told.length === 1 ? alone(told, status) : together(told, status);
}
/** Most findings are seen once: for them there is nothing to weigh. */
function alone(observations, status) {
    const only = observations[0]; // exactly one
    const draft = start(observations, status, only);
    for (const key of CARRIED)
        carry(draft, only, key);
    for (const key of PLACE)
        carry(draft, only, key);
    for (const key of WEIGHED)
        carry(draft, only, key);
    return draft;
}
function together(observations, status) {
    const draft = start(observations, status, firstByIdentity(observations));
    draft.severity = observations.map(({ severity }) => severity).reduce(severity/* worseSeverity */.E$);
    draft.cwe = union(observations.map(({ cwe }) => cwe));
    draft.identifiers = union(observations.map(({ identifiers }) => identifiers));
    draft.how = howMerged(observations);
    draft.title = mergedTitle(observations);
    const first = observations[0]; // at least two
    for (const key of CARRIED)
        carry(draft, observations.find((one) => one[key] !== undefined) ?? first, key);
    for (const key of PLACE)
        carry(draft, first, key);
    judgeSeriousness(draft, observations);
    const merged = mergePackages(observations);
    if (merged !== undefined)
        draft.package = merged;
    return draft;
}
function start(observations, status, identified) {
    const first = observations[0]; // at least one
    const { tool, type, severity, title, cwe, identifiers } = first;
    return {
        fingerprint: (0,model_identity/* fingerprintOf */.ax)(identified),
        tool,
        seenBy: observations.map(seenBy),
        type,
        severity,
        title,
        cwe,
        identifiers,
        status,
        blocking: false,
        observations,
    };
}
function carry(draft, from, key) {
    const value = from[key];
    if (value !== undefined)
        draft[key] = value;
}
function judgeSeriousness(draft, observations) {
    const fixable = either(observations.map((one) => one.fixable));
    if (fixable !== undefined)
        draft.fixable = fixable;
    const malicious = either(observations.map((one) => one.malicious));
    if (malicious !== undefined)
        draft.malicious = malicious;
    const scores = observations.map((one) => one.epss).filter((score) => score !== undefined);
    if (scores.length > 0)
        draft.epss = scores.reduce((a, b) => Math.max(a, b));
    const exploit = EXPLOITS.find((word) => observations.some((one) => one.exploit === word));
    if (exploit !== undefined)
        draft.exploit = exploit;
    const validated = VALIDATIONS.find((word) => observations.some((one) => one.validated === word));
    if (validated !== undefined)
        draft.validated = validated;
    const reachability = mostCautiousReachability(observations.map((one) => one.reachability));
    if (reachability !== undefined)
        draft.reachability = reachability;
}
/** True when one says so, false when one says so and none contradicts. */
function either(claims) {
    return claims.includes(true) || (claims.includes(false) ? false : undefined);
}
function mergePackages(observations) {
    const packages = observations.map((one) => one.package).filter((one) => one !== undefined);
    const [first] = packages;
    if (first === undefined)
        return undefined;
    const fixedIn = union(packages.map((one) => one.fixedIn ?? []));
    const merged = { ...first };
    for (const one of packages.toReversed())
        Object.assign(merged, one);
    return fixedIn.length === 0 ? merged : { ...merged, fixedIn };
}
function seenBy({ tool, id, rule, severity, link }) {
    if (rule === undefined)
        return link === undefined ? { tool, id, severity } : { tool, id, severity, link };
    return link === undefined ? { tool, id, severity, rule } : { tool, id, severity, rule, link };
}
const TOOL_ORDER = ["semgrep", "snyk"];
function toolRank(tool) {
    const rank = TOOL_ORDER.indexOf(tool);
    return rank === -1 ? `${TOOL_ORDER.length}${tool}` : String(rank);
}
/** An order that depends on nothing but what the observations say. */
function compareObservations(a, b) {
    return (compareText(toolRank(a.tool), toolRank(b.tool)) ||
        compareText(a.id, b.id) ||
        compareText(a.source, b.source) ||
        (0,severity/* compareSeverity */.zK)(a.severity, b.severity) ||
        Number(a.ignored !== undefined) - Number(b.ignored !== undefined) ||
        compareText(a.identity, b.identity) ||
        compareText(JSON.stringify(a), JSON.stringify(b)));
}
/** Leaves out what a source delivered twice, as pages that shift while they are read do. */
function withoutRepeats(sorted) {
    return sorted.filter((one, index) => {
        const before = sorted[index - 1];
        return before === undefined || isOther(before, one);
    });
}
/** Says something of its own about severity or triage, even if it is the same native finding. */
function isOther(a, b) {
    return (a.tool !== b.tool ||
        a.id !== b.id ||
        a.source !== b.source ||
        a.identity !== b.identity ||
        a.severity !== b.severity ||
        (a.ignored === undefined) !== (b.ignored === undefined));
}
/** Native ids change from run to run, so the fingerprint of several findings of one tool must not hang on them. */
function firstByIdentity(observations) {
    const own = observations.filter(({ tool }) => tool === observations[0]?.tool);
    return own.reduce((a, b) => ((0,model_identity/* identityKey */.US)(b) < (0,model_identity/* identityKey */.US)(a) ? b : a));
}
function union(lists) {
    const all = new Set();
    for (const list of lists)
        for (const one of list)
            all.add(one);
    return [...all];
}

;// CONCATENATED MODULE: ./build/src/gate/overlap.js
/** Joins the spans of different tools that have a line in common, list by list. */
function joinOverlaps(lists, groups) {
    for (const spans of lists) {
        if (spans.length > 1)
            sweep(spans, groups);
    }
}
/**
 * Goes down the file once. Per tool it remembers the spans that may still reach further down; those that a span of
 * another tool met are one group from then on, and only the one that reaches furthest is kept of them. So each span
 * is looked at once per tool, and a thousand spans on one line cost no more than a thousand lines.
 */
function sweep(spans, groups) {
    const reaching = new Map();
    for (const span of spans.toSorted((a, b) => a.start - b.start)) {
        for (const [tool, earlier] of reaching) {
            if (tool === span.tool)
                continue;
            const met = earlier.filter((other) => other.end >= span.start);
            for (const other of met)
                groups.join(other.index, span.index);
            if (met.length === 0)
                reaching.delete(tool);
            else
                reaching.set(tool, [met.reduce((a, b) => (b.end > a.end ? b : a))]);
        }
        const own = reaching.get(span.tool);
        if (own === undefined)
            reaching.set(span.tool, [span]);
        else
            own.push(span);
    }
}

;// CONCATENATED MODULE: ./build/src/gate/union-find.js
const NONE = -1;
/** Groups of the numbers from 0 up to a size, joined pair by pair; joining is almost constant in time. */
class UnionFind {
    #parent;
    constructor(size) {
        this.#parent = new Int32Array(size);
        for (let member = 0; member < size; member += 1)
            this.#parent[member] = member;
    }
    /** The smallest member of a member's group. */
    rootOf(member) {
        let root = member;
        for (let parent = this.#parentOf(root); parent !== root; parent = this.#parentOf(root)) {
            const grandparent = this.#parentOf(parent);
            this.#parent[root] = grandparent;
            root = grandparent;
        }
        return root;
    }
    join(one, other) {
        const a = this.rootOf(one);
        const b = this.rootOf(other);
        if (a < b)
            this.#parent[b] = a;
        else
            this.#parent[a] = b;
    }
    /** The members of each group in their order, groups by their first member; made one at a time, to be dropped again. */
    *groups() {
        const size = this.#parent.length;
        const next = new Int32Array(size).fill(NONE);
        const last = new Int32Array(size);
        for (let member = 0; member < size; member += 1) {
            const root = this.rootOf(member);
            if (root !== member)
                next[last[root]] = member; // roots are below the size, and come first
            last[root] = member;
        }
        for (let member = 0; member < size; member += 1) {
            if (this.rootOf(member) !== member)
                continue;
            const group = [member];
            for (let other = next[member]; other !== undefined && other !== NONE; other = next[other])
                group.push(other);
            yield group;
        }
    }
    #parentOf(member) {
        return this.#parent[member]; // members are below the size
    }
}

;// CONCATENATED MODULE: ./build/src/gate/same-problem.js




/**
 * Sorts observations into problems (contract §7, Correlation). Gives, for each problem, the positions of its
 * observations in the list given: in their order, problems by their first.
 *
 * One tool's observations are one problem only when they have the same identity at the same place, or, told by two
 * sources (a report file and the service), share an alias of it. Different tools are matched by what they say:
 * package, version, manifest folder and advisory; path, overlapping lines and CWE; a secret's path and line. Sameness
 * is passed on: what two tools say of one third thing is one problem.
 *
 * Near-linear in the number of observations, whatever they look like.
 */
function sameProblems(observations) {
    const groups = new UnionFind(observations.length);
    joinIdentical(observations, groups);
    if (isToldTwice(observations)) {
        joinWhereMet({ observations, groups, partyOf: (one) => one.source, keysOf: aliasKeys });
    }
    if (observations.some((one) => one.tool !== observations[0]?.tool)) {
        joinWhereMet({ observations, groups, partyOf: (one) => one.tool, keysOf: advisoryKeys });
        joinWhereMet({ observations, groups, partyOf: (one) => one.tool, keysOf: secretKeys });
        joinOverlaps(spansByWeakness(observations), groups);
    }
    return groups.groups();
}
/** Whether several sources speak for one tool, as a report file beside its service does. */
function isToldTwice(observations) {
    const sources = new Map();
    return observations.some(({ tool, source }) => within(sources, tool, () => source) !== source);
}
/**
 * Joins what has the same identity key. Most identities occur once: only for those that come again are keys put
 * together, which would cost most of the time and memory otherwise.
 */
function joinIdentical(observations, groups) {
    const first = new Map();
    const repeated = new Map();
    observations.forEach((observation, index) => {
        const { identity } = observation;
        const known = first.get(identity);
        if (known === undefined) {
            first.set(identity, index);
            return;
        }
        const earliest = observations[known]; // a position in this list
        within(repeated, (0,model_identity/* identityKey */.US)(earliest), () => known);
        groups.join(within(repeated, (0,model_identity/* identityKey */.US)(observation), () => index), index);
    });
}
/** The value of a key, made when there is none. */
function within(map, key, make) {
    const known = map.get(key);
    if (known !== undefined)
        return known;
    const made = make();
    map.set(key, made);
    return made;
}
function joinFirstOf(observations, groups, keysOf) {
    const first = new Map();
    observations.forEach((observation, index) => {
        for (const key of keysOf(observation)) {
            groups.join(within(first, key, () => index), index);
        }
    });
}
function joinWhereMet({ observations, groups, keysOf, partyOf }) {
    const meetings = new UnionFind(observations.length);
    joinFirstOf(observations, meetings, keysOf);
    const met = new Set();
    observations.forEach((observation, index) => {
        const root = meetings.rootOf(index);
        const host = observations[root];
        if (host !== undefined && partyOf(host) !== partyOf(observation))
            met.add(root);
    });
    if (met.size === 0)
        return;
    observations.forEach((_, index) => {
        const root = meetings.rootOf(index);
        if (met.has(root))
            groups.join(root, index);
    });
}
function aliasKeys(observation) {
    return [observation.identity, ...(observation.aliases ?? [])].map((identity) => (0,model_identity/* identityKey */.US)({ ...observation, identity }));
}
function advisoryKeys(observation) {
    const { type, path } = observation;
    const name = type === "sca" && path !== undefined ? packageKey(observation) : undefined;
    if (path === undefined || name === undefined)
        return NO_KEYS;
    const folder = folderOf(path);
    return advisoriesOf(observation).map((advisory) => `${advisory.length} ${name.length} ${advisory} ${name} ${folder}`);
}
function secretKeys({ type, path, line }) {
    return type !== "secrets" || path === undefined || line === undefined ? NO_KEYS : [`${line} ${path}`];
}
const NO_KEYS = [];
function spansByWeakness(observations) {
    const files = new Map();
    observations.forEach(({ type, tool, path, line, endLine, cwe }, index) => {
        if (type !== "sast" || path === undefined || line === undefined)
            return;
        const span = { index, tool, start: line, end: Math.max(line, endLine ?? line) };
        const file = within(files, path, () => new Map());
        for (const weakness of cwe)
            within(file, weakness, () => []).push(span);
    });
    return [...files.values()].flatMap((file) => [...file.values()]);
}

;// CONCATENATED MODULE: ./build/src/gate/correlate.js


/**
 * One finding for each problem, from all tools that saw it (contract §7, Correlation). The same findings come of
 * every order of the input, though in another order, and of the observations of the findings themselves.
 */
function correlate(aged) {
    const drafts = [];
    for (const members of sameProblems(aged.map(({ observation }) => observation))) {
        const group = members.map((index) => aged[index]); // positions in this list
        drafts.push(mergeObservations(group.map(({ observation }) => observation), group.map(({ status }) => status).reduce(newer)));
    }
    return drafts;
}
/** What is new to one tool is new; what is unknown to one is at best unknown. */
function newer(a, b) {
    if (a === "new" || b === "new")
        return "new";
    return a === "unknown" ? a : b;
}

;// CONCATENATED MODULE: ./build/src/gate/baseline.js



/**
 * Tells new, existing, unknown and fixed apart (contract §7, Baseline). Every observation delivered is in exactly one
 * finding of `current`. No finding of `fixed` is also current, in the words of any tool.
 */
function agesOf(outcomes) {
    const read = outcomes.flatMap(({ evidence, batches }) => batches.map((batch) => comparedWithin(batch, evidence.status === "complete")));
    const current = read.flatMap(({ aged }) => aged);
    const gone = withoutCurrent(read.flatMap((one) => one.gone), current.map(({ observation }) => observation));
    return {
        current: correlate(current),
        fixed: correlate(gone.map((observation) => ({ observation, status: "existing" }))),
    };
}
/**
 * Ages the observations of a batch. Gone is what the tool calls fixed, and what was known and is not in the batch; the
 * latter only if the source delivered all that is there now, since what was not read is not gone.
 */
function comparedWithin({ observations, fixed, comparison }, isWhole) {
    if (comparison.kind !== "baseline") {
        const status = AGE_BY_COMPARISON[comparison.kind];
        return { aged: observations.map((observation) => ({ observation, status })), gone: fixed };
    }
    const known = namesOf(comparison.known);
    const met = new Set();
    const aged = observations.map((observation) => {
        const shared = identityNames(observation).filter((name) => known.has(name));
        for (const name of shared)
            met.add(name);
        return { observation, status: shared.length > 0 ? "existing" : "new" };
    });
    const left = comparison.known.filter((one) => !isAmong(one, met));
    return { aged, gone: isWhole ? [...fixed, ...left] : fixed };
}
const AGE_BY_COMPARISON = {
    diff: "new",
    "is-baseline": "existing",
    none: "unknown",
};
/** Drops what one tool or another still sees: by a name of its identity, wherever it is now, or as a problem. */
function withoutCurrent(gone, current) {
    if (gone.length === 0)
        return [];
    const there = namesOf(current);
    const unnamed = gone.filter((one) => !isAmong(one, there));
    if (unnamed.length === 0)
        return [];
    const left = [];
    for (const members of sameProblems([...current, ...unnamed])) {
        if (members.some((index) => index < current.length))
            continue;
        for (const index of members)
            left.push(unnamed[index - current.length]); // in the list
    }
    return left;
}
function namesOf(observations) {
    return new Set(observations.flatMap(identityNames));
}
function isAmong(observation, names) {
    return identityNames(observation).some((name) => names.has(name));
}
/**
 * Code findings have an identity of their own wherever they move to; an advisory's is the same in every manifest, so
 * that there the place belongs to it.
 */
function identityNames(observation) {
    const { tool, type, identity, aliases = [] } = observation;
    const movable = type === "sast" || type === "secrets";
    return [identity, ...aliases].map((name) => movable ? `${type} ${tool.length} ${tool} ${name}` : (0,model_identity/* identityKey */.US)({ ...observation, identity: name }));
}

// EXTERNAL MODULE: ./build/src/text/glob.js + 1 modules
var glob = __webpack_require__(287);
;// CONCATENATED MODULE: ./build/src/gate/match.js




/**
 * Makes a test of a rule's `match`: every key that is given must hold, and a key holds when one of its values does
 * (contract §6). Names and words are compared ignoring case, paths are not. What a finding does not say matches no
 * value, so that a rule that loosens never reaches further than what is known. All keys but `tool` ask the finding as
 * a whole, in the words of any tool that saw it.
 */
function matcher(match) {
    const { fixable, malicious, exploit, validated } = match;
    const tests = [
        among(match.type, ({ type }) => type),
        among(match.severity, ({ severity }) => severity),
        among(match.status, ({ status }) => status),
        among(fixable, (finding) => finding.fixable),
        among(malicious, (finding) => finding.malicious),
        among(exploit, (finding) => finding.exploit),
        among(validated, (finding) => finding.validated),
        named(match.rule, ({ rule }) => [rule]),
        named(match.cwe, ({ cwe }) => cwe),
        named(match.package?.map(plainPackage), packageNames),
        named(match.project, ({ project }) => [project]),
        identified(match.id),
        reached(match.reachability),
        placed(match.paths),
        likely(match.epss),
    ];
    const asked = tests.filter((test) => test !== undefined);
    const tools = match.tool === undefined ? undefined : new Set(match.tool.map((tool) => tool.toLowerCase()));
    return (finding, tool = finding.tool) => (tools === undefined || tools.has(tool.toLowerCase())) && asked.every((holds) => holds(finding));
}
/** Every name of an observation that an `id` may mean, fingerprints apart. */
function match_namesOf({ id, rule, cwe, identifiers }) {
    return [id, rule, ...cwe, ...identifiers];
}
/** `name` and `name@version`, as `plainPackage` writes them. */
function packageNames({ package: one }) {
    if (one === undefined)
        return [];
    const name = one.name.toLowerCase();
    return one.version === undefined ? [name] : [name, `${name}@${plainVersion(one.version)}`];
}
/** A package as an author names it, with or without a version, for comparison. */
function plainPackage(given) {
    const at = given.lastIndexOf("@");
    const plain = given.toLowerCase();
    return at <= 0 ? plain : `${plain.slice(0, at)}@${plainVersion(given.slice(at + 1))}`;
}
/** Whether an id has the form of a fingerprint in lower case. */
function isFingerprint(id) {
    return /^[0-9a-f]{32}$/.test(id);
}
/** Whether a finding goes by a fingerprint, given in lower case: its own, or that of what a single tool saw. */
function hasFingerprint(finding, fingerprint) {
    if (!isFingerprint(fingerprint))
        return false;
    return (finding.fingerprint === fingerprint ||
        (finding.observations.length > 1 &&
            finding.observations.some((one) => (0,model_identity/* fingerprintOf */.ax)(one) === fingerprint)));
}
function among(values, read) {
    if (values === undefined)
        return undefined;
    const accepted = new Set(values);
    return (finding) => accepted.has(read(finding));
}
function named(values, names) {
    if (values === undefined)
        return undefined;
    const accepted = new Set(values.map((value) => value.toLowerCase()));
    return ({ observations }) => observations.some((one) => names(one).some((name) => name !== undefined && accepted.has(name.toLowerCase())));
}
function identified(values) {
    const byName = named(values, match_namesOf);
    if (values === undefined || byName === undefined)
        return undefined;
    const ids = values.map((value) => value.toLowerCase());
    return (finding) => byName(finding) || ids.some((id) => hasFingerprint(finding, id));
}
function reached(values) {
    return among(values?.map(plainReachability), ({ reachability }) => reachability === undefined ? undefined : plainReachability(reachability));
}
/** Findings share files, so each path is matched once. */
function placed(globs) {
    if (globs === undefined)
        return undefined;
    const selects = (0,glob/* globListMatcher */.$)(globs);
    const known = new Map();
    const selected = (path) => {
        const answer = known.get(path) ?? selects(path);
        known.set(path, answer);
        return answer;
    };
    return ({ observations }) => observations.some(({ path }) => path !== undefined && selected(path));
}
function likely(conditions) {
    if (conditions === undefined)
        return undefined;
    return ({ epss }) => epss !== undefined && conditions.some((condition) => holds(epss, condition));
}
function holds(epss, { operator, value }) {
    switch (operator) {
        case ">=":
            return epss >= value;
        case ">":
            return epss > value;
        case "<=":
            return epss <= value;
        case "<":
            return epss < value;
        case "=":
            return epss === value;
    }
}

;// CONCATENATED MODULE: ./build/src/gate/rules.js


/**
 * Finds the first rule of a policy that matches; what none matches falls to its `fail-on` (contract §6). Two things
 * must not loosen: that more is known, and that less is. So a finding of several tools is judged as if each of them
 * alone had seen it, where rules name tools; and one of unknown severity or age also as if it had the worst, unless
 * the rule asks for `unknown` by this word. Of these rulings the strictest holds.
 */
function rulings(policy) {
    const rules = policy.rules.map(toPrepared);
    const otherwise = {
        match: {},
        ruling: { threshold: policy.failOn, name: `fail-on: ${policy.failOn}`, isRule: false },
    };
    const firstFor = (finding, tool) => rules.find(({ matches }) => matches(finding, tool)) ?? otherwise;
    const rulingFor = (finding, tool) => {
        const { match, ruling } = firstFor(finding, tool);
        const worst = atWorst(finding, match);
        return worst === finding ? ruling : stricter(ruling, firstFor(worst, tool).ruling);
    };
    const namesTools = policy.rules.some(({ match }) => match.tool !== undefined);
    return (finding) => {
        if (!namesTools || finding.observations.length === 1)
            return rulingFor(finding, finding.tool);
        const tools = new Set(finding.observations.map(({ tool }) => tool));
        return [...tools].map((tool) => rulingFor(finding, tool)).reduce(stricter);
    };
}
function toPrepared({ match, failOn }, index) {
    const name = `rule ${index + 1} (fail-on: ${failOn})`;
    return { match, matches: matcher(match), ruling: { threshold: failOn, name, isRule: true } };
}
/** The finding with the worst of what is unknown of it and not asked for as such; itself when there is none. */
function atWorst(finding, asked) {
    const isSevere = finding.severity === "unknown" && asked.severity === undefined;
    const isNew = finding.status === "unknown" && asked.status === undefined;
    if (!isSevere && !isNew)
        return finding;
    return { ...finding, ...(isSevere ? { severity: "critical" } : {}), ...(isNew ? { status: "new" } : {}) };
}
function stricter(a, b) {
    return strictness(b) > strictness(a) ? b : a;
}
function strictness({ threshold }) {
    return threshold === "none" ? -1 : severity/* THRESHOLDS */.Rm.indexOf(threshold);
}

;// CONCATENATED MODULE: ./build/src/gate/checks.js


/**
 * Failed pull request checks block, since they stand for findings that nobody may list, unless the policy sets the
 * threshold of their type to `none` (contract §5).
 */
function checksOf(outcomes, policy) {
    const rulingOf = rulings(policy);
    const checks = outcomes.flatMap(({ evidence, failedChecks = [] }) => failedChecks.map(({ type, reason }) => ({ reason, ruling: rulingOf(standIn(evidence.source, type)) })));
    return {
        reasons: checks.filter(({ ruling }) => ruling.threshold !== "none").map(({ reason }) => reason),
        notes: checks
            .filter(({ ruling }) => ruling.threshold === "none")
            .map(({ reason, ruling }) => ({
            level: "info",
            text: `${ruling.name} lets this pass: ${reason.message}`,
        })),
    };
}
/** A new finding of which nothing is known but its tool and type; rules that ask for more do not match it. */
function standIn(source, type) {
    const observation = {
        source,
        tool: source,
        type,
        id: "",
        identity: "",
        title: "",
        severity: "unknown",
        cwe: [],
        identifiers: [],
    };
    return mergeObservations([observation], "new");
}

;// CONCATENATED MODULE: ./build/src/gate/counts.js
/** The numbers of the outputs (contract §3): of unsuppressed findings, but for `fixed` and `suppressed`. */
function countsOf(findings, fixed) {
    const counting = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
    const count = (test) => counting.reduce((sum, finding) => sum + Number(test(finding)), 0);
    return {
        blocking: count(({ blocking }) => blocking),
        total: counting.length,
        new: count(({ status }) => status === "new"),
        existing: count(({ status }) => status === "existing"),
        fixed: fixed.length,
        suppressed: findings.length - counting.length,
        critical: count(({ severity }) => severity === "critical"),
        high: count(({ severity }) => severity === "high"),
        medium: count(({ severity }) => severity === "medium"),
        low: count(({ severity }) => severity === "low"),
    };
}

;// CONCATENATED MODULE: ./build/src/gate/decide.js


/**
 * Decides for each finding whether it blocks: it is not suppressed, its age is gated, and its severity reaches the
 * threshold of the first rule that matches. Then it holds the budgets against all that are gated, blocking or not, but
 * for what a rule sets to `none`. A severity that nobody knows counts as critical in them, unless it has a budget of
 * its own.
 */
function decide({ drafts, suppressedBy, policy, gate }) {
    const { budgets, failOn } = policy;
    const rulingOf = rulings(policy);
    const counted = new Map();
    const findings = drafts.map((draft, index) => {
        const by = suppressedBy[index];
        if (by !== undefined)
            return { ...draft, suppressedBy: by };
        if (!isGated(draft.status, gate))
            return draft;
        const { threshold, name, isRule } = rulingOf(draft);
        if (!isRule || threshold !== "none") {
            const unknown = budgets.unknown === undefined ? "critical" : "unknown";
            const severity = draft.severity === "unknown" ? unknown : draft.severity;
            counted.set(severity, (counted.get(severity) ?? 0) + 1);
        }
        return (0,severity/* reaches */.O6)(draft.severity, threshold) ? { ...draft, blocking: true, blockedBy: name } : draft;
    });
    const excesses = severity/* SEVERITIES */.oC.flatMap((severity) => {
        const allowed = budgets[severity];
        const found = counted.get(severity) ?? 0;
        return allowed !== undefined && found > allowed ? [{ severity, allowed, found }] : [];
    });
    if (failOn !== "none")
        return { findings, excesses };
    const atHigh = rulings({ ...policy, failOn: "high" });
    const wouldBlock = drafts.filter((draft, index) => suppressedBy[index] === undefined &&
        isGated(draft.status, gate) &&
        (0,severity/* reaches */.O6)(draft.severity, atHigh(draft).threshold)).length;
    return { findings, excesses, wouldBlock };
}
/** Whether findings of an age can block: an unknown age is gated like a new one. */
function isGated(status, gate) {
    return gate === "all" || status !== "existing";
}

;// CONCATENATED MODULE: ./build/src/gate/missing-evidence.js

/** The input without which a source is off. */
const SWITCHES = {
    semgrep: "semgrep-token",
    snyk: "snyk-token",
    reports: "reports",
};
/**
 * Why it cannot be told that nothing is wrong (contract §8): a pass needs positive evidence from every required
 * source, and from at least one source at all. Trouble of a source that is not required is told as a warning.
 */
function gapsIn(outcomes, required) {
    const needed = required.flatMap((source) => gapOf(source, outcomes.filter(({ evidence }) => evidence.source === source)));
    const others = outcomes
        .filter(({ evidence }) => !required.includes(evidence.source))
        .flatMap(({ reasons }) => reasons);
    const reasons = [...needed, ...others.filter(({ code }) => (0,verdict/* isFailing */.DI)(code))];
    return {
        reasons: reasons.length > 0 || outcomes.some(isPositive) ? missing_evidence_withoutRepeats(reasons) : nothingSeen(outcomes),
        notes: others.filter(({ code }) => !(0,verdict/* isFailing */.DI)(code)).map(asNote),
    };
}
function asNote({ source, code, message }) {
    return {
        level: "warning",
        text: `${source} is not required, so this decides nothing (${code}): ${message}`,
    };
}
/** Whether a source proved that it looked at the commit, whole and without trouble. */
function isPositive({ evidence, reasons }) {
    return evidence.status === "complete" && evidence.evidence !== undefined && reasons.length === 0;
}
function gapOf(source, outcomes) {
    const told = outcomes.flatMap(({ reasons }) => reasons);
    if (told.length > 0)
        return told;
    if (outcomes.length > 0 && outcomes.every(isPositive))
        return [];
    return [
        outcomes.every(({ evidence }) => evidence.status === "off") ? isOff(source) : hasNoEvidence(source),
    ];
}
function isOff(source) {
    const input = SWITCHES[source];
    return {
        code: "no-credentials",
        source,
        message: `${source} must answer, but the input ${input} is empty. Set ${input}, or take ${source} out of require.`,
    };
}
function hasNoEvidence(source) {
    return {
        code: "no-evidence",
        source,
        message: `${source} gave no proof that it looked at this commit. See its part of the log.`,
    };
}
/** At least one reason, for a run in which nobody looked at the commit, though nobody had to. */
function nothingSeen(outcomes) {
    const told = outcomes.flatMap(({ reasons }) => reasons);
    if (told.length > 0)
        return missing_evidence_withoutRepeats(told);
    return outcomes.some(({ evidence }) => evidence.status !== "off") ? [NOBODY_LOOKED] : [ALL_OFF];
}
const NOBODY_LOOKED = {
    code: "no-evidence",
    source: "gate",
    message: "No source gave proof that it looked at this commit. See the log of each source.",
};
const ALL_OFF = {
    code: "no-credentials",
    source: "gate",
    message: `No source is on: the inputs ${Object.values(SWITCHES).join(", ")} are all empty. Set one of them.`,
};
function missing_evidence_withoutRepeats(reasons) {
    return [
        ...new Map(reasons.map((one) => [JSON.stringify([one.code, one.source, one.message]), one])).values(),
    ];
}

// EXTERNAL MODULE: ./build/src/text/escape.js
var text_escape = __webpack_require__(4502);
;// CONCATENATED MODULE: ./build/src/gate/wording.js



/** Longest message of a reason that the gate itself gives. */
const MESSAGE_LIMIT = 600;
/** Longest sentence about the verdict: one line of a log. */
const SENTENCE_LIMIT = 400;
const NAMED_FINDINGS = 3;
const TITLE_LIMIT = 80;
const PLACE_LIMIT = 80;
/** `1 finding`, `2 findings`. */
function counted(count, noun) {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
/** Tells which findings block: how many of each severity, and the first few by name. */
function blockingReason(blocking) {
    const named = blocking.slice(0, NAMED_FINDINGS).map(nameOf);
    const more = blocking.length - named.length;
    const list = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
    const verb = blocking.length === 1 ? "blocks" : "block";
    const what = `${counted(blocking.length, "finding")} ${verb} (${bySeverity(blocking)}): ${list}.`;
    const hint = "Fix them, or add a suppression with a reason and an expiry to the policy.";
    return {
        code: "blocking-findings",
        source: "gate",
        message: `${(0,text_escape/* clip */.$Q)(what, MESSAGE_LIMIT - hint.length - 1)} ${hint}`,
    };
}
function budgetReason({ severity, allowed, found }) {
    return {
        code: "budget-exceeded",
        source: "gate",
        message: `${counted(found, `${severity} finding`)} where the policy's budget allows ${allowed}. ` +
            `Fix ${found - allowed} of them, or raise budgets.${severity} in the policy.`,
    };
}
function nameOf({ title, path, line, package: one, severity, observations }) {
    const where = path === undefined ? one?.name : line === undefined ? path : `${path}:${line}`;
    const place = where === undefined ? "" : ` (${(0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(where), PLACE_LIMIT)})`;
    const word = observations.find(({ nativeSeverity }) => nativeSeverity !== undefined)?.nativeSeverity;
    const odd = severity === "unknown" && word !== undefined
        ? ` with severity "${(0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(word), TITLE_LIMIT)}"`
        : "";
    return `${(0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(title), TITLE_LIMIT)}${place}${odd}`;
}
function bySeverity(findings) {
    return severity/* SEVERITIES */.oC.map((severity) => ({
        severity,
        count: findings.filter((finding) => finding.severity === severity).length,
    }))
        .filter(({ count }) => count > 0)
        .map(({ severity, count }) => `${count} ${severity === "unknown" ? "of unknown severity" : severity}`)
        .join(", ");
}
/** The rule that decided, in words: the one that blocks, the budget, the check, the evidence that is missing. */
function ruleOf({ verdict, reasons, blocking, excesses, failOn }) {
    const [first] = reasons;
    if (verdict === "pass" || first === undefined)
        return `fail-on: ${failOn}`;
    const [excess] = excesses;
    const by = blocking[0]?.blockedBy;
    if (first.code === "blocking-findings" && by !== undefined)
        return by;
    if (first.code === "budget-exceeded" && excess !== undefined) {
        return `budgets: ${excess.severity} ${excess.allowed}`;
    }
    return `${first.source}: ${first.code}`;
}
/** Verdict and what decided it, on one line without markup: `failed: 2 new findings block (rule: fail-on: high)`. */
function sentenceOf(telling) {
    const rule = ruleOf(telling);
    const ending = ` (rule: ${rule})`;
    const what = (0,text_escape/* visible */.RK)(SENTENCES[telling.verdict](telling));
    return `${(0,text_escape/* clip */.$Q)(what, SENTENCE_LIMIT - ending.length)}${ending}`;
}
const SENTENCES = {
    pass: ({ counts, wouldBlock }) => {
        const suppressed = counts.suppressed === 0 ? "" : `, ${counts.suppressed} suppressed`;
        const would = wouldBlock === undefined ? "" : `; would block ${wouldBlock} at high`;
        return `passed: nothing blocks among ${counted(counts.total, "finding")}${wording_agesOf(counts)}${suppressed}${would}`;
    },
    fail: ({ reasons, blocking, excesses }) => {
        const failing = reasons.filter(({ code }) => (0,verdict/* isFailing */.DI)(code));
        const checks = failing.filter(({ code }) => code === "pr-check-failed");
        const others = reasons.length - failing.length;
        const parts = [
            ...(blocking.length === 0 ? [] : [blockers(blocking)]),
            ...excesses.map(({ severity, found, allowed }) => `${counted(found, `${severity} finding`)} exceed the budget of ${allowed}`),
            ...checks.map(({ message }) => message),
        ];
        return `failed: ${parts.join("; ")}${others === 0 ? "" : `; and ${counted(others, "thing")} could not be told`}`;
    },
    incomplete: ({ reasons }) => {
        const [first, ...others] = reasons;
        const more = others.length === 0 ? "" : ` And ${counted(others.length, "other reason")}.`;
        return `incomplete: could not tell: ${first?.message}${more}`;
    },
};
function wording_agesOf({ new: fresh, existing, total }) {
    const unknown = total - fresh - existing;
    if (total === 0)
        return "";
    return `, ${fresh} new, ${existing} existing${unknown === 0 ? "" : `, ${unknown} of unknown age`}`;
}
function blockers(blocking) {
    const ages = new Set(blocking.map(({ status }) => status));
    const [age] = ages;
    const word = ages.size > 1 || age === undefined ? "" : age === "unknown" ? "unknown-age " : `${age} `;
    return `${counted(blocking.length, `${word}finding`)} ${blocking.length === 1 ? "blocks" : "block"}`;
}

;// CONCATENATED MODULE: ./build/src/gate/notes.js

/** What is worth telling and decides nothing: the sources' own notes, missing baselines, the policy's housekeeping. */
function notesOf(outcomes, notices) {
    return [
        ...outcomes.flatMap((outcome) => [...outcome.notes, ...missingBaseline(outcome)]),
        ...notices.map(ofNotice),
    ];
}
/** Old findings must not pass for new ones, so it is said why their age is unknown. */
function missingBaseline({ evidence, batches }) {
    const ageless = batches
        .filter(({ comparison }) => comparison.kind === "none")
        .reduce((sum, { observations }) => sum + observations.length, 0);
    if (ageless === 0)
        return [];
    const text = `${evidence.source}: no baseline, so the age of ${counted(ageless, "finding")} is unknown.`;
    return [{ level: "info", text }];
}
function ofNotice({ kind, id, package: name, suppressedBy }) {
    const entry = `The suppression of ${id}${name === undefined ? "" : ` in ${name}`}`;
    const { expires } = suppressedBy;
    switch (kind) {
        case "expired":
            return { level: "warning", text: `${entry} expired on ${expires} and suppresses nothing.` };
        case "expiring":
            return { level: "info", text: `${entry} expires on ${expires}.` };
        case "unused":
            return { level: "info", text: `${entry} is not used: no finding matches it.` };
    }
}

;// CONCATENATED MODULE: ./build/src/gate/suppress.js



/** How many days before its end a suppression is told to expire soon. */
const NOTICE_DAYS = 14;
const DAY_MS = 86_400_000;
/**
 * Applies the policy's suppressions and the triage made in the tools (contract §6 and §7). An entry holds up to and
 * with the day it expires; then it suppresses nothing and is told. Where entries and tools agree, the policy's first
 * entry is named.
 */
function suppress({ findings, entries, today, isComplete }) {
    const prepared = entries.map(prepare);
    const used = new Set();
    const find = finderFor(prepared);
    const suppressedBy = findings.map((finding) => {
        const named = find(finding);
        for (const one of named)
            used.add(one);
        const inForce = named.find((one) => one.entry.expires >= today && covers(one, finding));
        return inForce === undefined ? triageOf(finding) : byPolicy(inForce.entry);
    });
    const notices = prepared.flatMap((one) => noticesOf(one.entry, today, isComplete && !used.has(one)));
    return { suppressedBy, notices };
}
function prepare(entry) {
    const name = entry.package === undefined ? undefined : plainPackage(entry.package);
    const version = entry.version === undefined ? undefined : plainVersion(entry.version);
    const tool = entry.tool?.toLowerCase();
    const selects = entry.paths === undefined ? undefined : (0,glob/* globListMatcher */.$)(entry.paths);
    return {
        entry,
        id: entry.id.toLowerCase(),
        fits: (one) => (name === undefined || packageNames(one).includes(name)) &&
            (version === undefined || plainVersion(one.package?.version ?? "") === version) &&
            (tool === undefined || one.tool.toLowerCase() === tool) &&
            (selects === undefined || (one.path !== undefined && selects(one.path))),
    };
}
/** Finds the entries that mean what a tool says of a finding, in the policy's order; most findings have none. */
function finderFor(prepared) {
    if (prepared.length === 0)
        return () => suppress_NONE;
    const ids = new Set(prepared.map(({ id }) => id));
    const fingerprints = prepared.filter(({ id }) => isFingerprint(id));
    return (finding) => {
        const isNamed = finding.observations.some((one) => match_namesOf(one).some((name) => ids.has(name?.toLowerCase() ?? ""))) ||
            fingerprints.some(({ id }) => hasFingerprint(finding, id));
        return isNamed ? prepared.filter((one) => finding.observations.some(meant(one, finding))) : suppress_NONE;
    };
}
const suppress_NONE = [];
/** Whether an entry means what a tool says of a finding. */
function meant({ id, fits }, finding) {
    const byFingerprint = hasFingerprint(finding, id);
    return (one) => fits(one) && (byFingerprint || match_namesOf(one).some((name) => name?.toLowerCase() === id));
}
/**
 * An entry for an advisory or a fingerprint covers every finding that has it. By any other name, such as a rule's, it
 * must mean all that one of the tools says: where a tool found two problems that another takes for one, an exception
 * for the first is none for the second.
 */
function covers(one, finding) {
    if (/^(?:cve|ghsa)-/.test(one.id) || isFingerprint(one.id))
        return true;
    const isMeant = meant(one, finding);
    const left = new Set(finding.observations.filter((seen) => !isMeant(seen)).map(({ tool }) => tool));
    return finding.observations.some(({ tool }) => !left.has(tool));
}
function byPolicy({ reason, owner, expires }) {
    return { by: "policy", reason, expires, ...(owner === undefined ? {} : { owner }) };
}
/** Set when all tools that saw the finding ignore it; the first one's words count. */
function triageOf({ observations }) {
    const [first] = observations;
    if (first?.ignored === undefined || observations.some(({ ignored }) => ignored === undefined))
        return undefined;
    const { reason, by, expires } = first.ignored;
    return {
        by: first.tool,
        ...(reason === undefined ? {} : { reason }),
        ...(by === undefined ? {} : { owner: by }),
        ...(expires === undefined ? {} : { expires }),
    };
}
function noticesOf(entry, today, isUnused) {
    const about = {
        id: entry.id,
        ...(entry.package === undefined ? {} : { package: entry.package }),
        suppressedBy: byPolicy(entry),
    };
    if (entry.expires < today)
        return [{ kind: "expired", ...about }];
    const isExpiring = Date.parse(entry.expires) - Date.parse(today) <= NOTICE_DAYS * DAY_MS;
    return [
        ...(isExpiring ? [{ kind: "expiring", ...about }] : []),
        ...(isUnused ? [{ kind: "unused", ...about }] : []),
    ];
}

;// CONCATENATED MODULE: ./build/src/gate/judge.js











/**
 * Makes one verdict of what the sources delivered (contract §6 to §8). Pure: the same input gives the same bytes, in
 * whatever order sources and findings come. Time and memory grow with the number of findings and no faster.
 */
function judge(input) {
    const outcomes = input.outcomes.toSorted((a, b) => sourceRank(a) - sourceRank(b));
    return judgeAged(agesOf(outcomes), { ...input, outcomes });
}
/**
 * The same for findings that are merged and have their age already, as those of an earlier report: of the outcomes
 * only the evidence and the trouble count.
 */
function judgeAged(ages, input) {
    const { policy, gate, required, outcomes } = input;
    const { suppressedBy, notices } = suppress({
        findings: ages.current,
        entries: policy.suppressions,
        today: input.today,
        isComplete: outcomes.every(({ evidence }) => evidence.status !== "incomplete"),
    });
    const { findings: decided, excesses, ...would } = decide({ drafts: ages.current, suppressedBy, policy, gate });
    const findings = decided.toSorted(compareFindings);
    const fixed = ages.fixed.toSorted(compareFindings);
    const blocking = findings.filter((finding) => finding.blocking);
    const checks = checksOf(outcomes, policy);
    const gaps = gapsIn(outcomes, required);
    const reasons = failingFirst([
        ...(blocking.length === 0 ? [] : [blockingReason(blocking)]),
        ...excesses.map(budgetReason),
        ...checks.reasons,
        ...gaps.reasons,
        ...input.reasons,
    ]);
    const verdict = verdictOf(reasons);
    const counts = countsOf(findings, fixed);
    const telling = { verdict, reasons, counts, blocking, excesses, failOn: policy.failOn, ...would };
    return {
        verdict,
        reasons,
        findings,
        fixed,
        counts,
        notes: [...notesOf(outcomes, notices), ...checks.notes, ...gaps.notes],
        decision: {
            gate,
            failOn: policy.failOn,
            origin: policy.origin,
            rule: ruleOf(telling),
            rules: policy.rules.length,
            suppressions: notices,
            ...would,
        },
        sentence: sentenceOf(telling),
    };
}
function sourceRank({ evidence }) {
    return finding/* SOURCES */.Hl.indexOf(evidence.source);
}
function failingFirst(reasons) {
    return [
        ...reasons.filter(({ code }) => (0,verdict/* isFailing */.DI)(code)),
        ...reasons.filter(({ code }) => !(0,verdict/* isFailing */.DI)(code)),
    ];
}
/** `fail` over `incomplete` over `pass`. */
function verdictOf(reasons) {
    if (reasons.some(({ code }) => (0,verdict/* isFailing */.DI)(code)))
        return "fail";
    return reasons.length > 0 ? "incomplete" : "pass";
}


/***/ })

};
