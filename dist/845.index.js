export const id = 845;
export const ids = [845];
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

/***/ 9845:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  tellAll: () => (/* binding */ tellAll)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/errors.js
var src_errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/model/finding.js
var model_finding = __webpack_require__(5382);
// EXTERNAL MODULE: ./build/src/model/verdict.js
var model_verdict = __webpack_require__(3538);
// EXTERNAL MODULE: ./build/src/text/escape.js
var text_escape = __webpack_require__(4502);
;// CONCATENATED MODULE: ./build/src/text/link.js

const PLAIN_SEGMENTS = /^(?!\.{1,2}(?:\/|$))[^/\\]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\]+)*$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const SUSPECT = /[\u0000-\u001f\u007f-\u009f]|^[a-z][a-z0-9+.-]*:|^~/i;
const LONGEST_PATH = 400;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;
/**
 * Whether a path that a tool gave can be meant as a file of the repository: relative, with `/`, without `.` or `..`
 * steps, drive, scheme or control characters, and not absurdly long. Only such a path is linked or annotated.
 */
function isRepositoryPath(path) {
    return path.length <= LONGEST_PATH && PLAIN_SEGMENTS.test(path) && !SUSPECT.test(path);
}
/** The lasting web address of a place, or undefined when its path or commit is none that can be linked. */
function permalink(place) {
    const { repositoryUrl, commit, path, line, endLine } = place;
    if (repositoryUrl === "" || !isRepositoryPath(path) || !COMMIT.test(commit))
        return undefined;
    return `${repositoryUrl}/blob/${commit}/${(0,text_escape/* uriPath */.kq)(path)}${lines(line, endLine)}`;
}
function lines(line, endLine) {
    if (line === undefined || !Number.isSafeInteger(line) || line < 1)
        return "";
    const last = endLine !== undefined && Number.isSafeInteger(endLine) && endLine > line ? `-L${endLine}` : "";
    return `#L${line}${last}`;
}
/** The web address of a commit, or undefined when it is not a whole one, or nobody knows the repository's. */
function commitLink(repositoryUrl, commit) {
    return repositoryUrl !== "" && COMMIT.test(commit) ? `${repositoryUrl}/commit/${commit}` : undefined;
}
/** Where the two tools show their findings. A report file can name any address, so others are not linked. */
const TOOL_HOSTS = ["semgrep.dev", "semgrep.com", "snyk.io"];
/**
 * A link that a tool gave, fit for a Markdown destination or a quoted attribute: `https`, without user info, on a
 * host of the tools or of `hosts` or below one of them, and percent-encoded. Anything else is undefined, because
 * a report file in a pull request may name any address, and a link in our comment is believed.
 */
function toolLink(link, hosts = []) {
    if (link === undefined || link.length > 1000 || !URL.canParse(link))
        return undefined;
    const url = new URL(link);
    if (url.protocol !== "https:" || url.username !== "" || url.password !== "")
        return undefined;
    const known = [...TOOL_HOSTS, ...hosts].some((host) => url.host === host || url.host.endsWith(`.${host}`));
    if (!known)
        return undefined;
    return url.href
        .replace(/[^\w.~:/?#@!$,;=%&+-]/g, (char) => encodeURIComponent(char).replace(/['()*]/g, hex))
        .replace(/[!@$&]/g, (char) => (char === "&" ? "&amp;" : hex(char)));
}
function hex(char) {
    return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

;// CONCATENATED MODULE: ./build/src/reporters/annotations.js




/**
 * The runner keeps 10 of a kind from a step and drops the rest (https://docs.github.com/en/rest/checks/runs). One of
 * each is left for the run's own verdict, and a warning for what could not be told.
 */
const MOST_OF_A_KIND = { error: 9, warning: 8 };
/** The runner cuts a message at 4,096 characters. */
const LONGEST_MESSAGE = 1000;
/**
 * Blockers as errors, and what was left open and new findings that do not block as warnings: at most nine and
 * eight, in the report's order. When there are more, the last of a kind says how many.
 */
function toAnnotations(report) {
    const open = report.findings.filter(({ suppressedBy }) => suppressedBy === undefined);
    const errors = open.filter(({ blocking }) => blocking).map((finding) => ofFinding("error", finding));
    const untold = report.reasons
        .filter(({ code }) => !(0,model_verdict/* isFailing */.DI)(code))
        .map(({ source, message }) => ({ level: "warning", title: `Scan Gate: ${source}`, message: line(message) }));
    const recent = open
        .filter(({ blocking, status }) => !blocking && status !== "existing")
        .map((finding) => ofFinding("warning", finding));
    return [...capped(errors, "error"), ...capped([...untold, ...recent], "warning")];
}
/** Puts the annotations beside the code. */
function annotationsReporter({ outputs }) {
    return {
        id: "annotations",
        publish: async (report) => {
            const annotations = toAnnotations(report);
            for (const annotation of annotations)
                outputs.annotate(annotation);
            return { done: `${annotations.length} written` };
        },
    };
}
function capped(annotations, level) {
    const most = MOST_OF_A_KIND[level];
    if (annotations.length <= most)
        return annotations;
    const told = annotations.slice(0, most - 1);
    const more = annotations.length - told.length;
    const message = `${more} more are not shown here: GitHub shows ten of a kind. The job summary names them.`;
    return [...told, { level, title: "Scan Gate", message }];
}
function ofFinding(level, finding) {
    const { severity, title, rule, package: pkg, path, blockedBy } = finding;
    const name = pkg === undefined ? "" : ` in ${(0,model_finding/* packageLabel */.lL)(pkg)}`;
    const facts = [rule, path !== undefined && !isPlace(path) ? path : undefined, blockedBy].filter((each) => each !== undefined);
    const message = line(`${title}${name}${facts.length > 0 ? ` (${facts.join("; ")})` : ""}`);
    return { level, title: `${severity}${level === "error" ? ", blocks" : ""}`, message, ...placeOf(finding) };
}
/** The place, when it can be meant as a place in the workspace. */
function placeOf({ path, line: first, endLine }) {
    if (path === undefined || !isPlace(path))
        return {};
    if (first === undefined || !isLine(first))
        return { path };
    return {
        path,
        line: first,
        ...(endLine !== undefined && isLine(endLine) && endLine > first ? { endLine } : {}),
    };
}
function isLine(line) {
    return Number.isSafeInteger(line) && line > 0;
}
function line(text) {
    return (0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(text), LONGEST_MESSAGE);
}
/** A path with characters that are not seen would stand in the annotation as it is, and read as another. */
function isPlace(path) {
    return isRepositoryPath(path) && (0,text_escape/* visible */.RK)(path) === path;
}

// EXTERNAL MODULE: ./build/src/text/count.js
var text_count = __webpack_require__(6506);
;// CONCATENATED MODULE: ./build/src/text/fit.js

const BETWEEN = "\n\n";
/**
 * The richest document that stays within a budget: blocks give way one step at a time, the least important first
 * (of equals the later one), so that what matters most is the last to be shortened.
 */
function fitBlocks(blocks, budget) {
    const size = budget.size ?? ((text) => text.length);
    const cost = (form) => (form === "" ? 0 : size(form) + BETWEEN.length);
    const chosen = blocks.map((block) => block.forms[0]);
    let total = chosen.reduce((sum, form) => sum + cost(form), 0);
    const yielding = [...blocks.entries()].sort(([i, a], [j, b]) => a.priority - b.priority || j - i);
    for (const [index, { forms }] of yielding) {
        if (total <= budget.max)
            break;
        const others = total - cost(forms[0]);
        const form = forms.find((each) => others + cost(each) <= budget.max) ?? forms.reduce((_, last) => last);
        chosen[index] = form;
        total = others + cost(form);
    }
    return { text: chosen.filter((form) => form !== "").join(BETWEEN), chosen, fits: total <= budget.max };
}
/**
 * Text escaped for a channel, at most `max` units long after escaping, which can make a hostile text many times
 * longer. `max` must leave room for one escaped character.
 */
function fitText(text, max, toChannel) {
    const plain = (0,text_escape/* visible */.RK)(text);
    let units = Math.min(plain.length, max);
    let escaped = toChannel((0,text_escape/* clip */.$Q)(plain, units));
    while (escaped.length > max && units > 1) {
        units = Math.max(1, Math.min(units - 1, Math.floor((units * max) / escaped.length)));
        escaped = toChannel((0,text_escape/* clip */.$Q)(plain, units));
    }
    return escaped;
}
/** As many items from the start as fit a budget together; each costs its own size and one more. */
function takeFitting(items, max) {
    let left = max;
    const end = items.findIndex((item) => {
        left -= item.length + 1;
        return left < 0;
    });
    return end === -1 ? items : items.slice(0, end);
}

// EXTERNAL MODULE: ./build/src/model/severity.js
var model_severity = __webpack_require__(4572);
// EXTERNAL MODULE: ./build/src/text/duration.js
var duration = __webpack_require__(1217);
;// CONCATENATED MODULE: ./build/src/reporters/markdown/words.js





/** A mark never stands without its word: colour alone tells nothing to some readers. */
const SEVERITY_MARKS = {
    critical: "🔴",
    high: "🟠",
    medium: "🟡",
    low: "🔵",
    unknown: "⚪",
};
/** `🔴 critical`. */
function severityMark(severity) {
    return `${SEVERITY_MARKS[severity]} ${severity}`;
}
/** Like those of severities, each stands beside its word. */
const VERDICT_MARKS = {
    pass: "✅",
    fail: "❌",
    incomplete: "⚠️",
};
/** The type of a finding as people read it. */
const TYPE_WORDS = {
    sast: "code",
    sca: "dependency",
    secrets: "secret",
    license: "licence",
    iac: "infrastructure",
    container: "container",
};
/** What a source looked at, as people read it. */
const EVIDENCE_WORDS = {
    scan: "scan of this commit",
    "pull-request-scan": "scan of the pull request's head",
    report: "report files made in this job",
    "head-projects": "projects of the head branch",
    "pr-check": "pull request checks on this commit",
    "base-projects": "projects of the base branch only",
};
const NAMES = new Map([
    ["semgrep", "Semgrep"],
    ["snyk", "Snyk"],
    ["reports", "Report files"],
    ["github", "GitHub"],
    ["policy", "Policy"],
    ["inputs", "Inputs"],
    ["gate", "Gate"],
]);
/** A tool's or source's name for people, safe in Markdown; a tool that nobody knows keeps its own. */
function nameOf(tool) {
    return NAMES.get(tool) ?? (fitText(tool, 40, text_escape/* markdownText */.p7) || "unnamed tool");
}
/** The day of a date for a narrow cell, where it stays on one line; safe in Markdown, whatever it is. */
function dayOf(date) {
    const day = date.slice(0, 10);
    return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.replaceAll("-", "&#8209;") : fitText(day, 40, text_escape/* markdownText */.p7);
}
/** Words joined as people list them: `a`, `a and b`, `a, b and c`. */
function listed(words) {
    if (words.length < 2)
        return words.join("");
    return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
/** `2 critical, 1 high`: only what is there, most severe first; empty when nothing is. */
function severityCounts(counts) {
    return model_severity/* SEVERITIES */.oC.filter((severity) => (counts[severity] ?? 0) > 0)
        .map((severity) => `${(counts[severity] ?? 0).toLocaleString("en-US")} ${severity}`)
        .join(", ");
}
/** A duration that stays on one line of a narrow cell. */
function took(ms) {
    return (0,duration/* duration */.p)(ms).replaceAll(" ", "&nbsp;");
}
/** The first seven digits of a commit, linked where it is a whole one. */
function commitCode(context, commit) {
    const code = (0,text_escape/* markdownCode */.D9)((0,text_escape/* visible */.RK)(commit).slice(0, 7));
    const link = commitLink(context.repositoryUrl, commit);
    return link === undefined ? code : `[${code}](${link})`;
}
/** A branch, tag or full ref, short and as code. */
function refCode(ref) {
    return fitText(ref.replace(/^refs\/(?:heads|tags)\//, ""), 80, text_escape/* markdownCode */.D9);
}
/** A folded part. The summary is our own words and numbers only: Markdown does not act in it. */
function folded(summary, body) {
    return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
/** A table of cells that are already safe; empty without rows. */
function table(head, rows) {
    if (rows.length === 0)
        return "";
    const line = (cells) => `| ${cells.join(" | ")} |`;
    // Heads of columns without an alignment are centred, and text below them is not.
    return [line(head), `|${head.map(() => ":-").join("|")}|`, ...rows.map(line)].join("\n");
}
/** Findings that count, without those that block: new ones first, then of unknown age, then existing. */
function notBlocking(report) {
    const order = ["new", "unknown", "existing"];
    return report.findings
        .filter((finding) => !finding.blocking && finding.suppressedBy === undefined)
        .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}
/** Findings that block, in the report's order. */
function blockers(report) {
    return report.findings.filter((finding) => finding.blocking && finding.suppressedBy === undefined);
}
/** Findings that do not count, in the report's order. */
function suppressed(report) {
    return report.findings.filter((finding) => finding.suppressedBy !== undefined);
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/evidence.js





const MOST_NAMES = 3;
const STATUS = { complete: "✅&nbsp;complete", incomplete: "⚠️&nbsp;incomplete", off: "off" };
/** Sources to tell of: one that is off only where somebody misses it. */
function sourcesToTell({ sources, reasons }) {
    return sources.filter(({ source, status }) => status !== "off" || reasons.some((reason) => reason.source === source));
}
/** What proves that each source looked at this commit: one row a source. */
function evidenceTable(report, options = {}) {
    const head = ["Source", "Looked at", "Commit", "Delivered", "Blocking", "Status"];
    const rows = sourcesToTell(report).map((evidence) => [
        nameOf(evidence.source),
        lookedAt(evidence, report, options),
        commitOf(report, evidence),
        severityCounts(evidence.counts ?? {}) || (isSilent(evidence) ? "—" : "no findings"),
        blockingOf(report, evidence),
        STATUS[evidence.status],
        ...(options.measured === true ? [scanned(evidence), asked(evidence)] : []),
    ]);
    return table(options.measured === true ? [...head, "Scanned", "Requests"] : head, rows);
}
/** The same in a few words for one line: `Semgrep: scan of this commit`. */
function evidenceInWords(report) {
    return report.sources
        .filter(({ status }) => status !== "off")
        .map((evidence) => `${nameOf(evidence.source)} (${evidenceWord(evidence)})`)
        .join(", ");
}
/** Whether that nothing came means nothing: a source that did not answer has not found nothing. */
function isSilent({ counts, status }) {
    return counts === undefined || status !== "complete";
}
function blockingOf(report, { source, status }) {
    const count = blockers(report).filter((finding) => isFrom(finding, source)).length;
    const checks = report.reasons.filter((each) => each.code === "pr-check-failed" && each.source === source).length;
    if (checks === 0)
        return count === 0 && status !== "complete" ? "—" : count.toLocaleString("en-US");
    return `${count === 0 ? "" : `${count} and `}${(0,text_count/* counted */.h)(checks, "failed check")}`;
}
/** Whether a source delivered a finding, or a share in it. */
function isFrom(finding, source) {
    if (finding.observations.length > 0)
        return finding.observations.some((each) => each.source === source);
    return finding.seenBy.some(({ tool }) => tool === source);
}
function evidenceWord({ evidence, status }) {
    if (evidence !== undefined)
        return EVIDENCE_WORDS[evidence];
    return status === "off" ? "not configured" : "no evidence";
}
function lookedAt(evidence, { context }, options) {
    const scans = scansOf(evidence);
    const projects = (evidence.projects ?? []).map(({ name }) => name);
    const obvious = projects.length === 1 && projects[0]?.toLowerCase() === context.repository.toLowerCase();
    return [
        evidence.evidence === "scan" && scans !== "" ? "" : evidenceWord(evidence),
        scans,
        obvious ? "" : namesOf("project", projects),
        checksOf(evidence, options),
        namesOf("file", evidence.files ?? []),
    ]
        .filter((part) => part !== "")
        .join("; ");
}
function scansOf({ scans = [] }) {
    const told = scans.slice(0, MOST_NAMES).map(({ kind, status, products }) => {
        const what = products.length === 0 ? "" : ` of ${listed(products.slice(0, 6).map(evidence_short))}`;
        return `${kind} scan${what}${status === "completed" ? "" : ` (${evidence_short(status)})`}`;
    });
    return withMore(told, scans.length);
}
function namesOf(what, names) {
    if (names.length === 0)
        return "";
    const told = names.slice(0, MOST_NAMES).map((name) => fitText(name, 80, text_escape/* markdownCode */.D9));
    return `${(0,text_count/* counted */.h)(names.length, what)} ${withMore(told, names.length)}`;
}
function checksOf({ checks = [] }, { linkHosts }) {
    const told = checks.slice(0, MOST_NAMES).map(({ context, state, link }) => {
        const label = fitText(context, 100, text_escape/* markdownCode */.D9);
        const address = toolLink(link, linkHosts);
        return `${address === undefined ? label : `[${label}](${address})`} ${evidence_short(state)}`;
    });
    return withMore(told, checks.length);
}
function withMore(told, all) {
    return all > told.length ? `${told.join(", ")} and ${all - told.length} more` : told.join(", ");
}
function evidence_short(text) {
    return fitText(text, 60, text_escape/* markdownText */.p7);
}
function commitOf(report, { commit, evidence }) {
    if (commit === undefined)
        return "—";
    const code = commitCode(report.context, commit);
    if (commit === report.context.commit)
        return `${code} (this commit)`;
    return evidence === "pull-request-scan" ? `${code} (the pull request's head)` : code;
}
function asked({ requests, tookMs }) {
    return `${requests}${tookMs === undefined ? "" : ` in ${took(tookMs)}`}`;
}
function scanned({ scans = [] }) {
    const times = scans.map(({ startedAt = "", completedAt = "" }) => {
        const [start, end] = [Date.parse(startedAt), Date.parse(completedAt)];
        if (Number.isNaN(start))
            return "—";
        const from = new Date(start).toISOString();
        return `${dayOf(from)} ${from.slice(11, 16)}&nbsp;UTC${end >= start ? `, took ${took(end - start)}` : ""}`;
    });
    return times.slice(0, MOST_NAMES).join("<br>") || "—";
}
/** What each source's findings were compared with, one line each; when that was is a measurement. */
function baselineLines(report, { measured = false } = {}) {
    return report.sources
        .filter(({ status }) => status !== "off")
        .map((evidence) => {
        const { baseline, scans = [], source } = evidence;
        if (baseline !== undefined) {
            const commit = baseline.commit === undefined ? "" : `@${commitCode(report.context, baseline.commit)}`;
            const at = baseline.at === undefined || !measured
                ? ""
                : `, as of ${fitText(baseline.at.slice(0, 10), 40, text_escape/* markdownText */.p7)}`;
            return `${nameOf(source)} was compared with ${refCode(baseline.ref)}${commit}${at}.`;
        }
        const own = scans.length > 0 && scans.every(({ kind }) => kind === "diff");
        return own
            ? `${nameOf(source)} compared with the base branch itself (diff scan).`
            : `${nameOf(source)} has no baseline.`;
    });
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/upgrade.js
const NUMERIC = /^v?(\d+(?:\.\d+)*)(?:[-+._](.*))?$/;
/**
 * The version to move a package to: the lowest fixed one above the version in use, within the same major version if
 * there is one. Undefined when no fixed version is known.
 */
function targetVersion(pkg) {
    const fixed = [...(pkg.fixedIn ?? [])].sort(compareVersions);
    const { version } = pkg;
    if (version === undefined)
        return fixed.at(-1);
    const above = fixed.filter((each) => compareVersions(each, version) > 0);
    return above.find((each) => major(each) === major(version)) ?? above[0];
}
/**
 * Order of two versions by their numbers, a pre-release before its release. Words that are no versions come last,
 * as text, so that any list has one order.
 */
function compareVersions(a, b) {
    const [left, right] = [NUMERIC.exec(a), NUMERIC.exec(b)];
    if (left === null || right === null) {
        return Number(left === null) - Number(right === null) || compareText(a, b);
    }
    const [x, y] = [numbers(left[1]), numbers(right[1])];
    for (let i = 0; i < Math.max(x.length, y.length); i++) {
        const difference = (x[i] ?? 0) - (y[i] ?? 0);
        if (difference !== 0)
            return difference;
    }
    if ((left[2] === undefined) !== (right[2] === undefined))
        return left[2] === undefined ? 1 : -1;
    return compareText(left[2] ?? "", right[2] ?? "");
}
function numbers(dotted = "") {
    return dotted.split(".").map(Number);
}
function major(version) {
    return NUMERIC.exec(version)?.[1]?.split(".")[0] ?? version;
}
function compareText(a, b) {
    return a < b ? -1 : Number(a > b);
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/rows.js






const FULL_HEAD = ["Severity", "Finding", "Where", "Fix", "Seen by"];
const SHORT_HEAD = ["Severity", "Finding", "Where", "Seen by"];
/** Everything that helps to act on a finding, as cells of {@link FULL_HEAD}. At most about 3,000 characters. */
function fullRow(finding, options) {
    return [
        severityMark(finding.severity).replace(" ", "&nbsp;"),
        [headline(finding), small(facts(finding))].filter((part) => part !== "").join("<br>"),
        [rows_placeOf(finding, options), small(via(finding))].filter((part) => part !== "").join("<br>"),
        fixOf(finding),
        seenBy(finding, options),
    ];
}
/** One line: what, where, who, as cells of {@link SHORT_HEAD}. At most about 1,500 characters. */
function shortRow(finding, options) {
    return [
        severityMark(finding.severity).replace(" ", "&nbsp;"),
        nameOfFinding(finding, 160),
        rows_placeOf(finding, options),
        toolsOf(finding).map(nameOf).join(" + "),
    ];
}
/** The least that still names a finding: severity, title, package and place without links. At most 270 characters. */
function bareName(finding) {
    const place = fitText(placeText(finding), 90, text_escape/* markdownCode */.D9);
    const name = packageName(finding, 60);
    return [`${finding.severity}: ${titleOf(finding, 100)}`, name, place]
        .filter((part) => part !== "")
        .join(" · ");
}
/** Title and, as code, the package in which it is. */
function nameOfFinding(finding, max) {
    return [titleOf(finding, max), packageName(finding)].filter((part) => part !== "").join(" · ");
}
/** The same with the title in bold; one that is no more than an identifier leads to its public record. */
function headline(finding) {
    const shown = isPublicId(plainTitle(finding)) ? linkedId(plainTitle(finding)) : titleOf(finding, 300);
    return [`**${shown}**`, packageName(finding)].filter((part) => part !== "").join(" ");
}
/** Where a finding is, linked to the file at the commit that was judged when it can be meant as a file of it. */
function rows_placeOf(finding, { context }) {
    const { path, line, endLine } = finding;
    const label = fitText(shortened(placeText(finding)), 160, text_escape/* markdownCode */.D9);
    if (path === undefined || label === "")
        return label === "" ? "—" : label;
    const link = permalink({
        repositoryUrl: context.repositoryUrl,
        commit: context.commit,
        path,
        line,
        endLine,
    });
    return link === undefined || link.length > 700 ? label : `[${label}](${link})`;
}
function placeText({ path, line, project }) {
    if (path === undefined)
        return project ?? "";
    return line === undefined || !isRepositoryPath(path) ? path : `${path}:${line}`;
}
/** Long paths lose their beginning, for the file's name says more. */
function shortened(place) {
    const plain = (0,text_escape/* visible */.RK)(place);
    if (plain.length <= 60)
        return plain;
    const tail = plain.slice(-58);
    const slash = tail.indexOf("/");
    return `…${slash < 0 || slash > 40 ? tail.replace(/^[\udc00-\udfff]/, "") : tail.slice(slash)}`;
}
/**
 * The title, safe in Markdown; a finding without one is named by its rule. The package at its end is left out,
 * because it stands beside it as code.
 */
function titleOf(finding, max) {
    return fitText((0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(plainTitle(finding)), 120), max, text_escape/* markdownText */.p7);
}
/** The title before it is made safe; see {@link titleOf}. */
function plainTitle({ title, rule, type, package: pkg }) {
    const whole = [title, rule ?? "", TYPE_WORDS[type]].find((text) => text.trim() !== "") ?? "";
    if (pkg === undefined)
        return whole;
    const { name, version } = pkg;
    const names = version === undefined ? [name] : [`${name}@${version}`, `${name} ${version}`, name];
    const ending = names.map((each) => ` in ${each}`).find((each) => whole.endsWith(each));
    return ending === undefined ? whole : whole.slice(0, -ending.length);
}
/** `lodash@4.17.15` as code; empty for what is no package. */
function packageName({ package: pkg }, max = 120) {
    return pkg === undefined ? "" : fitText((0,model_finding/* packageLabel */.lL)(pkg), max, text_escape/* markdownCode */.D9);
}
/** Words of the tools that tell nothing beside other facts. */
const NOT_KNOWN = /^(?:unknown|unspecified|no[ _-]?info|no reachability analysis)$/i;
/** What helps to weigh a finding, in few words: identifiers, age, reachability, EPSS. */
function facts(finding) {
    const { malicious, reachability, epss, exploit, validated, status, ticket } = finding;
    const title = plainTitle(finding);
    return [
        ...idsOf(finding)
            .filter((id) => id !== title || !isPublicId(id))
            .map(linkedId),
        malicious === true ? "malicious package" : "",
        validated === "valid" ? "secret is valid" : "",
        reachability === undefined || NOT_KNOWN.test(reachability)
            ? ""
            : fitText(reachability.toLowerCase(), 40, text_escape/* markdownText */.p7),
        epss === undefined ? "" : `EPSS ${percent(epss)}`,
        exploit === "mature" || exploit === "proof-of-concept" ? `exploit: ${exploit}` : "",
        model_finding/* STATUS_WORDS */.ly[status],
        ticket === undefined ? "" : ticketOf(ticket),
    ]
        .filter((part) => part !== "")
        .join(" · ");
}
/** The two that say most: CVEs where there are some; a code finding has only its weakness. */
function idsOf({ identifiers, cwe }) {
    const cves = identifiers.filter((id) => id.startsWith("CVE-"));
    return ([cves, identifiers, cwe].find((ids) => ids.length > 0) ?? []).slice(0, 2);
}
function isPublicId(id) {
    return linkedId(id).startsWith("[");
}
/** An identifier, linked to the public record where it has one. */
function linkedId(id) {
    if (/^CVE-\d{4}-\d{4,9}$/.test(id))
        return `[${id}](https://nvd.nist.gov/vuln/detail/${id})`;
    if (/^GHSA(?:-[0-9a-z]{4}){3}$/i.test(id))
        return `[${id}](https://github.com/advisories/GHSA${id.slice(4).toLowerCase()})`;
    const cwe = /^CWE-(\d{1,5})$/.exec(id)?.[1];
    if (cwe !== undefined)
        return `[${id}](https://cwe.mitre.org/data/definitions/${cwe}.html)`;
    return fitText(id, 60, text_escape/* markdownText */.p7);
}
function percent(probability) {
    const value = probability * 100;
    return `${value > 0 && value < 1 ? "&lt;1" : Math.round(value)} %`;
}
function ticketOf({ key, url }) {
    const label = fitText(key, 40, text_escape/* markdownText */.p7);
    const link = toolLink(url, ["atlassian.net"]);
    return `ticket ${link === undefined ? label : `[${label}](${link})`}`;
}
function via({ package: pkg }) {
    const path = pkg?.via ?? [];
    if (path.length < 2)
        return "";
    const steps = path.length > 4 ? [...path.slice(0, 2), "…", ...path.slice(-1)] : path;
    return `via ${steps.map((step) => (step === "…" ? step : fitText(step, 60, text_escape/* markdownCode */.D9))).join(" › ")}`;
}
/** What fixes a finding, in a few words. */
function fixOf(finding) {
    const { package: pkg, fix, type, fixable } = finding;
    const target = pkg === undefined ? undefined : targetVersion(pkg);
    if (target !== undefined)
        return `upgrade to ${fitText(target, 60, text_escape/* markdownCode */.D9)}`;
    if (fix !== undefined && fix.trim() !== "")
        return isCode(fix) ? code(fix) : advice(fix);
    if (type === "secrets")
        return "revoke it, then remove it from the code";
    if (type === "license")
        return "replace the package, or have its licence approved";
    if (pkg !== undefined || fixable === false)
        return "no fix known yet";
    const { title, description = "" } = finding;
    return advice(description.startsWith(title) ? description.slice(title.length) : description) || "—";
}
/** Tools give code and advice in one field; advice begins as a sentence does. */
function isCode(fix) {
    return !/^\s*[A-Z][a-z]+,? [a-z]+\b/.test(fix) && /[;{}=<>]|\w\(/.test(fix);
}
function code(text) {
    return fitText((0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(text).trim().replace(/ {2,}/g, " "), 100), 300, text_escape/* markdownCode */.D9);
}
function advice(text) {
    return fitText((0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(text)
        .replace(/^[\s.:]+/, "")
        .trim(), 140), 400, text_escape/* markdownText */.p7);
}
/** Names of the tools that saw a finding, each once. */
function toolsOf(finding) {
    const tools = finding.seenBy.map(({ tool }) => tool);
    return [...new Set(tools.length > 0 ? tools : [finding.tool])].slice(0, 5);
}
function seenBy(finding, { linkHosts }) {
    return toolsOf(finding)
        .map((tool) => {
        const link = finding.seenBy
            .filter((each) => each.tool === tool)
            .map((each) => toolLink(each.link, linkHosts))
            .find((each) => each !== undefined && each.length <= 400);
        return link === undefined ? nameOf(tool) : `[${nameOf(tool)}](${link})`;
    })
        .join(" + ");
}
function small(text) {
    return text === "" ? "" : `<sub>${text}</sub>`;
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/details.js








const MOST_RULES = 30;
const MOST_MERGES = 20;
const MOST_NOTES = 30;
/** Findings as a short table, each with its age. */
function shortTable(findings, options) {
    const rows = findings.map((finding) => {
        const [severity = "", ...rest] = shortRow(finding, options);
        return [severity, model_finding/* STATUS_WORDS */.ly[finding.status], ...rest];
    });
    return table(["Severity", "Age", ...SHORT_HEAD.slice(1)], rows);
}
/** How many findings each rule has, the most first: what is told of findings that do not fit one by one. */
function countPerRule(findings) {
    const counts = new Map();
    for (const finding of findings) {
        const rule = finding.rule ?? finding.title;
        const key = `${finding.severity} ${rule}`;
        const known = counts.get(key);
        if (known === undefined)
            counts.set(key, { rule, finding, count: 1 });
        else
            known.count += 1;
    }
    const rules = [...counts.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
    const rows = rules
        .slice(0, MOST_RULES)
        .map(({ rule, finding, count }) => [
        severityMark(finding.severity),
        fitText(rule, 160, text_escape/* markdownCode */.D9),
        nameOf(toolsOf(finding)[0] ?? ""),
        String(count),
    ]);
    const rest = rules.slice(MOST_RULES);
    const left = rest.reduce((sum, { count }) => sum + count, 0);
    const more = left === 0 ? "" : `\n\nand ${(0,text_count/* counted */.h)(left, "finding")} of ${(0,text_count/* counted */.h)(rest.length, "other rule")}`;
    return `${table(["Severity", "Rule", "Tool", "Findings"], rows)}${more}`;
}
/** `1,200 critical, 3 high`. */
function countPerSeverity(findings) {
    return severityCounts((0,model_severity/* countBySeverity */.Ot)(findings));
}
/** What is gone. */
function fixedTable(findings, options) {
    return table([...SHORT_HEAD], findings.map((finding) => shortRow(finding, options)));
}
/** Documented exceptions with who, why and until when. */
function suppressedTable(report, options, most) {
    const all = suppressed(report);
    const rows = all
        .slice(0, most)
        .map((finding) => [
        severityMark(finding.severity).replace(" ", "&nbsp;"),
        nameOfFinding(finding, 160),
        rows_placeOf(finding, options),
        nameOf(finding.suppressedBy?.by ?? ""),
        details_short(finding.suppressedBy?.reason ?? "no reason given", 200),
        fitText(finding.suppressedBy?.owner ?? "", 80, text_escape/* markdownCode */.D9) || "—",
        dayOf(finding.suppressedBy?.expires ?? "—"),
    ]);
    const more = all.length - rows.length;
    return [
        withoutEmptyColumns(["Severity", "Finding", "Where", "By", "Reason", "Owner", "Until"], rows),
        more > 0 ? `and ${more} more: ${countPerSeverity(all.slice(rows.length))}` : "",
        noticeLines(report.decision.suppressions),
    ]
        .filter((part) => part !== "")
        .join("\n\n");
}
/** A table without the columns in which no row has anything. */
function withoutEmptyColumns(head, rows) {
    const used = (_, column) => rows.some((row) => row[column] !== "—");
    return table(head.filter(used), rows.map((row) => row.filter(used)));
}
const NOTICE_WORDS = {
    expired: "has expired and suppresses nothing",
    expiring: "expires soon",
    unused: "matches nothing and can be removed",
};
/** Policy entries that need attention. */
function noticeLines(suppressions) {
    return suppressions
        .slice(0, MOST_NOTES)
        .map(({ kind, id, package: pkg, suppressedBy: { owner, expires } }) => {
        const entry = fitText(pkg === undefined ? id : `${id} (${pkg})`, 160, text_escape/* markdownCode */.D9);
        const until = expires === undefined ? "" : ` (${details_short(expires.slice(0, 10), 40)})`;
        return `- ${entry} ${NOTICE_WORDS[kind]}${until}${owner === undefined ? "" : `; owner: ${fitText(owner, 80, text_escape/* markdownCode */.D9)}`}`;
    })
        .join("\n");
}
/** How the verdict came about: rules, thresholds, comparison, merges and notes, for the reader who doubts it. */
function decisionLines(report, options = {}) {
    const { decision, findings, notes } = report;
    const merged = findings.filter(({ how }) => how !== undefined);
    const lines = [
        `Rule: ${details_short(decision.rule, 300)}`,
        `Threshold: ${(0,text_escape/* markdownCode */.D9)(`fail-on: ${decision.failOn}`)}, set in ${fitText(decision.origin, 160, text_escape/* markdownCode */.D9)}${decision.rules > 0 ? `, with ${(0,text_count/* counted */.h)(decision.rules, "rule")} before it` : ""}`,
        `Gate: ${decision.gate === "new" ? "findings that are new or of unknown age can block" : "every finding can block"}`,
        ...blockedByLines(findings),
        ...baselineLines(report, options),
        ...merged
            .slice(0, MOST_MERGES)
            .map((finding) => `One finding from ${toolsOf(finding).map(nameOf).join(" and ")}: ${details_short(finding.how ?? "", 240)}`),
        ...(merged.length > MOST_MERGES
            ? [`and ${(0,text_count/* counted */.h)(merged.length - MOST_MERGES, "more merged finding")}`]
            : []),
        ...notes
            .slice(0, MOST_NOTES)
            .map(({ level, text }) => `${level === "warning" ? "⚠️ Warning: " : ""}${details_short(text, 700)}`),
        ...(notes.length > MOST_NOTES ? [`and ${(0,text_count/* counted */.h)(notes.length - MOST_NOTES, "more note")}`] : []),
    ];
    return lines.map((line) => `- ${line}`).join("\n");
}
/** How many findings each rule of the policy blocks; told only when more than one does. */
function blockedByLines(findings) {
    const counts = new Map();
    for (const { blocking, blockedBy } of findings) {
        if (blocking && blockedBy !== undefined)
            counts.set(blockedBy, (counts.get(blockedBy) ?? 0) + 1);
    }
    if (counts.size < 2)
        return [];
    return [...counts]
        .slice(0, MOST_RULES)
        .map(([rule, count]) => `${(0,text_count/* counted */.h)(count, "finding")} blocked by ${fitText(rule, 160, text_escape/* markdownCode */.D9)}`);
}
function details_short(text, max) {
    return fitText(text, max, text_escape/* markdownText */.p7);
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/fix-commands.js

/**
 * What is put into a command must be no more than a name or a version to a shell: package names, versions and
 * folders come from manifests of the pull request. None may begin with `-`, or it would be an option.
 */
const SAFE = {
    npm: /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i,
    plain: /^[a-z0-9][\w.-]*$/i,
    maven: /^[a-z0-9][\w.-]*:[a-z0-9][\w.-]*$/i,
    path: /^[a-z0-9][\w.-]*(?:\/[a-z0-9~][\w.~-]*)*$/i,
    version: /^v?\d[\w.+-]*$/i,
    folder: /^(?:[\w.][\w.-]*(?:\/[\w.][\w.-]*)*)?$/,
};
const MANAGERS = {
    npm: {
        name: SAFE.npm,
        placed: true,
        command: ({ name, version, transitive, folder }) => `npm ${folder === "" ? "" : `--prefix ${folder} `}${transitive ? `update ${name}` : `i ${name}@${version}`}`,
    },
    yarn: {
        name: SAFE.npm,
        command: ({ name, version, transitive }) => `yarn ${transitive ? `up -R ${name}` : `add ${name}@${version}`}`,
    },
    pnpm: {
        name: SAFE.npm,
        command: ({ name, version, transitive }) => `pnpm ${transitive ? `update ${name} --depth Infinity` : `add ${name}@${version}`}`,
    },
    pip: { name: SAFE.plain, command: ({ name, version }) => `pip install ${name}==${version}` },
    poetry: { name: SAFE.plain, command: ({ name, version }) => `poetry add ${name}@${version}` },
    uv: { name: SAFE.plain, command: ({ name, version }) => `uv add ${name}==${version}` },
    pipenv: { name: SAFE.plain, command: ({ name, version }) => `pipenv install ${name}==${version}` },
    maven: {
        name: SAFE.maven,
        command: ({ name, version }) => `mvn versions:use-dep-version -Dincludes=${name} -DdepVersion=${version} -DforceVersion=true`,
    },
    go: {
        name: SAFE.path,
        command: ({ name, version }) => `go get ${name}@v${version.replace(/^v/, "")}`,
    },
    gem: { name: SAFE.plain, command: ({ name }) => `bundle update --conservative ${name}` },
    cargo: {
        name: SAFE.plain,
        command: ({ name, version }) => `cargo update -p ${name} --precise ${version.replace(/^v/, "")}`,
    },
    nuget: {
        name: SAFE.plain,
        command: ({ name, version }) => `dotnet add package ${name} --version ${version}`,
    },
    composer: {
        name: /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/i,
        command: ({ name, version }) => `composer require ${name}:${version} --with-all-dependencies`,
    },
};
/** Whose lock file or manifest a file is; it says more than the ecosystem. */
const BY_FILE = [
    [/^yarn\.lock$/, "yarn"],
    [/^pnpm-lock\.yaml$/, "pnpm"],
    [/^(?:package|package-lock|npm-shrinkwrap)\.json$/, "npm"],
    [/^poetry\.lock$/, "poetry"],
    [/^uv\.lock$/, "uv"],
    [/^Pipfile(?:\.lock)?$/, "pipenv"],
    [/^requirements[\w.-]*\.(?:txt|in)$/, "pip"],
    [/^pom\.xml$/, "maven"],
    [/^go\.(?:mod|sum)$/, "go"],
    [/^Gemfile(?:\.lock)?$/, "gem"],
    [/^Cargo\.(?:toml|lock)$/, "cargo"],
    [/^composer\.(?:json|lock)$/, "composer"],
];
/** Ecosystem words of the two tools and of package URLs. Gradle has no command, so `maven` needs its `pom.xml`. */
const BY_ECOSYSTEM = {
    npm: "npm",
    yarn: "yarn",
    pnpm: "pnpm",
    pip: "pip",
    pypi: "pip",
    poetry: "poetry",
    golang: "go",
    go: "go",
    gomod: "go",
    gomodules: "go",
    gem: "gem",
    rubygems: "gem",
    cargo: "cargo",
    nuget: "nuget",
    composer: "composer",
};
/**
 * Commands that clear findings in dependencies, the most clearing first. Where a name, a version or a folder could
 * be more than that to a shell, there is no command.
 */
function fixCommands(findings) {
    const upgrades = new Map();
    for (const finding of findings) {
        const found = finding.type === "container" ? undefined : upgradeFor(finding);
        if (found === undefined)
            continue;
        const { manager, upgrade } = found;
        const key = JSON.stringify([manager, upgrade.folder, upgrade.name]);
        const known = upgrades.get(key);
        if (known === undefined)
            upgrades.set(key, { manager, upgrade, clears: 1 });
        else {
            known.clears += 1;
            if (compareVersions(upgrade.version, known.upgrade.version) > 0)
                known.upgrade = upgrade;
        }
    }
    return [...upgrades.values()]
        .map(({ manager, upgrade, clears }) => {
        const command = commandFor(manager, upgrade);
        return { command, clears, ...(command.includes(upgrade.version) ? {} : { needs: upgrade.version }) };
    })
        .sort((a, b) => b.clears - a.clears || (a.command < b.command ? -1 : 1));
}
function commandFor(name, upgrade) {
    const manager = MANAGERS[name];
    const command = manager.command(upgrade);
    return manager.placed === true || upgrade.folder === "" ? command : `(cd ${upgrade.folder} && ${command})`;
}
function upgradeFor(finding) {
    const pkg = finding.package;
    const version = pkg === undefined ? undefined : targetVersion(pkg);
    if (pkg === undefined || version === undefined)
        return undefined;
    const path = finding.path ?? "";
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const manager = managerOf(pkg, path.slice(folder === "" ? 0 : folder.length + 1));
    if (manager === undefined || !isSafe(MANAGERS[manager].name, pkg.name, version, folder))
        return undefined;
    const upgrade = { name: pkg.name, version, transitive: pkg.transitive === true, folder };
    return { manager, upgrade };
}
function managerOf(pkg, file) {
    const byFile = BY_FILE.find(([pattern]) => pattern.test(file))?.[1];
    const ecosystem = pkg.ecosystem?.toLowerCase() ?? "";
    return byFile ?? (Object.hasOwn(BY_ECOSYSTEM, ecosystem) ? BY_ECOSYSTEM[ecosystem] : undefined);
}
function isSafe(nameRule, name, version, folder) {
    const short = name.length <= 200 && version.length <= 80 && folder.length <= 200;
    const inside = !folder.split("/").some((segment) => segment === "." || segment === "..");
    return short && inside && nameRule.test(name) && SAFE.version.test(version) && SAFE.folder.test(folder);
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/fix-block.js

const MOST_COMMANDS = 10;
/** Commands to copy, each with the number of findings it clears; empty when there is none to give. */
function fixBlock(findings) {
    const all = fixCommands(findings);
    if (all.length === 0)
        return "";
    const told = all.slice(0, MOST_COMMANDS);
    const width = Math.max(...told.map(({ command }) => command.length));
    const lines = told.map(({ command, clears, needs }) => {
        const arrive = needs === undefined ? "" : `, if its parents allow ${needs}`;
        return `${command.padEnd(width)}  # clears ${clears}${arrive}`;
    });
    const more = all.length > told.length ? `\n# and ${all.length - told.length} more` : "";
    return `**Fix first**\n\n\`\`\`sh\n${lines.join("\n")}${more}\n\`\`\``;
}

;// CONCATENATED MODULE: ./build/src/reporters/markdown/head.js






/** What brought the verdict about, short enough for a heading. */
function subject(report) {
    if (report.verdict === "fail")
        return failures(report);
    if (report.verdict === "pass")
        return "";
    const sources = [
        ...new Set(report.reasons.filter(({ code }) => !(0,model_verdict/* isFailing */.DI)(code)).map(({ source }) => source)),
    ];
    // That the gate itself had nothing to judge is told below; "because of Gate" tells nobody anything.
    return sources.length === 0 || sources.every((source) => source === "gate")
        ? ""
        : ` because of ${listed(sources.map(nameOf))}`;
}
function failures(report) {
    const blocking = blockers(report).length;
    const having = (code) => report.reasons.filter((each) => each.code === code).length;
    const budgets = having("budget-exceeded");
    const checks = having("pr-check-failed");
    const parts = [
        blocking > 0 ? (0,text_count/* counted */.h)(blocking, "finding blocks", "findings block") : "",
        budgets > 0 ? (0,text_count/* counted */.h)(budgets, "budget is exceeded", "budgets are exceeded") : "",
        checks > 0 ? (0,text_count/* counted */.h)(checks, "check failed", "checks failed") : "",
    ].filter((part) => part !== "");
    return parts.length === 0 ? "" : `: ${listed(parts)}`;
}
/** The heading, with the verdict in words. `name` tells several gates of one pull request apart. */
function heading(report, name) {
    const gate = name === undefined ? "Scan Gate" : `Scan Gate (${fitText(name, 60, text_escape/* markdownText */.p7)})`;
    return `## ${VERDICT_MARKS[report.verdict]} ${gate} ${model_verdict/* VERDICT_WORDS */._G[report.verdict]}${subject(report)}`;
}
/** What decided, what it hit and at which commit: one sentence with what the heading does not say. */
function verdictSentence(report) {
    const { verdict, context, counts, decision, sources } = report;
    const { base } = context;
    const against = base === undefined ? "" : ` against ${refCode(base.ref)}@${commitCode(context, base.commit)}`;
    const at = `at ${commitCode(context, context.commit)}${against}`;
    const blocking = blockers(report);
    if (blocking.length > 0)
        return `Blocked by ${rulesOf(blocking, report)}: ${severitiesAndAge(blocking)}, ${at}.`;
    const rule = fitText(decision.rule, 200, text_escape/* markdownCode */.D9);
    if (verdict === "fail")
        return `Decided by ${rule} ${at}.`;
    if (verdict === "pass")
        return counts.total === 0 ? `No open findings ${at}.` : `Nothing blocks by ${rule} ${at}.`;
    return sources.some(({ status }) => status === "complete")
        ? `What could be read ${at} does not block, but not everything could be read.`
        : `Nothing could be judged ${at}.`;
}
/** The rule that blocks, and how many others do. */
function rulesOf(blocking, { decision }) {
    const rules = new Set(blocking.map(({ blockedBy }) => blockedBy ?? decision.rule));
    const [first = decision.rule] = rules;
    const others = rules.size > 1 ? ` and ${(0,text_count/* counted */.h)(rules.size - 1, "other rule")}` : "";
    return `${fitText(first, 200, text_escape/* markdownCode */.D9)}${others}`;
}
/** `**1 critical, 2 high**, all new`. */
function severitiesAndAge(findings) {
    const counts = `**${severityCounts((0,model_severity/* countBySeverity */.Ot)(findings))}**`;
    const recent = findings.filter(({ status }) => status === "new").length;
    const [age, ...ages] = new Set(findings.map(({ status }) => status));
    if (age !== undefined && ages.length === 0)
        return `${counts}, ${findings.length === 1 ? "" : "all "}${age === "unknown" ? "of unknown age" : age}`;
    return recent === 0 ? counts : `${counts}, ${recent.toLocaleString("en-US")} of them new`;
}
/** All counts in one line, without those that are zero and without what the verdict sentence has said. */
function countsLine(report, extra = []) {
    const { counts } = report;
    const unknown = counts.total - counts.new - counts.existing;
    const all = [
        [counts.new, "new"],
        [unknown, "of unknown age"],
        [counts.existing, "existing"],
        [counts.fixed, "fixed"],
        [counts.suppressed, "suppressed"],
    ];
    const parts = all.filter(([count]) => count > 0);
    const said = parts.length === 1 && counts.blocking === counts.total && counts.total > 0;
    const words = parts.map(([count, word]) => `${count.toLocaleString("en-US")} ${word}`);
    const told = words.length === 0 || said ? [] : [`In all: ${words.join(" · ")}`];
    return [...told, ...extra].join(" · ");
}
/**
 * Why the verdict is not `pass`, one line each: what failed it first, then what could not be told. That findings
 * block is left out, for their table says it.
 */
function reasonLines(report, { most, length }) {
    const told = report.reasons
        .filter(({ code }) => code !== "blocking-findings")
        .toSorted((a, b) => Number((0,model_verdict/* isFailing */.DI)(b.code)) - Number((0,model_verdict/* isFailing */.DI)(a.code)));
    const lines = told.slice(0, most).map((reason) => reasonLine(reason, length));
    const more = told.length - lines.length;
    return [...lines, ...(more > 0 ? [`- and ${(0,text_count/* counted */.h)(more, "more reason")}, in the job summary`] : [])].join("\n");
}
function reasonLine({ code, source, message }, length) {
    const mark = VERDICT_MARKS[(0,model_verdict/* isFailing */.DI)(code) ? "fail" : "incomplete"];
    return `- ${mark} **${nameOf(source)}** ${(0,text_escape/* markdownCode */.D9)(code)}: ${fitText(message, length, withCode)}`;
}
/** Text in which names between backticks, and a key with its value, are code: so our own messages name inputs and keys. */
function withCode(text) {
    return (0,text_escape/* visible */.RK)(text)
        .split(/(`[\w./:-]+(?:(?<=:) [\w./-]+)?`)/)
        .map((part, index) => (index % 2 === 1 ? part : spaced(part)))
        .join("");
}
/** Safe text that keeps its distance to what stands beside it. */
function spaced(text) {
    return `${/^\s/.test(text) ? " " : ""}${(0,text_escape/* markdownText */.p7)(text)}${/\S\s+$/.test(text) ? " " : ""}`;
}
/** What a reader of a policy change or of a rehearsal must know at first sight; empty when there is nothing. */
function notices(report) {
    const { preview, wouldBlock, failOn } = report.decision;
    const lines = [];
    if (failOn === "none" && wouldBlock !== undefined) {
        lines.push(`\`fail-on: none\` only watches: at \`high\`, **${(0,text_count/* counted */.h)(wouldBlock, "finding")} would block**.`);
    }
    if (preview !== undefined) {
        const path = fitText(preview.path, 200, text_escape/* markdownCode */.D9);
        const { blocking } = report.counts;
        lines.push(preview.problem === undefined
            ? `This pull request changes the policy ${path}: it would block **${preview.blocking} instead of ${blocking}**, and suppress ${preview.suppressed} instead of ${report.counts.suppressed}. The base branch's policy decided.`
            : `This pull request changes the policy ${path}, and its version cannot be used: ${fitText(preview.problem, 600, text_escape/* markdownText */.p7)} The base branch's policy decided.`);
    }
    return lines.map((line) => `> ${line}`).join("\n>\n");
}
/** Who made the document, and how to appeal against a finding. */
function footerLine(report) {
    const { origin } = report.decision;
    const path = /\.ya?ml$/.test(origin) ? origin : ".github/scan-gate.yml";
    const appeal = ` · Wrong or accepted? Add it under \`suppress\` in ${fitText(path, 200, text_escape/* markdownCode */.D9)} on the base branch, with a reason and an expiry date.`;
    return `<sub>Scan Gate ${fitText(report.version, 40, text_escape/* markdownText */.p7)}${report.counts.total === 0 ? "" : appeal}</sub>`;
}

;// CONCATENATED MODULE: ./build/src/reporters/comment/agents.js



/** The block stays below 8 kB; this leaves room for its frame. */
const MOST_CHARACTERS = 7800;
/** No more than these can fit. */
const MOST_ENTRIES = 150;
/**
 * The blocking findings as fenced JSON for a coding agent: what, where and what fixes it, as many as fit into 8 kB.
 * Everything outside ASCII is escaped, so that characters are bytes and nothing is hidden.
 */
function agentsJson(findings) {
    const entries = takeFitting(findings.slice(0, MOST_ENTRIES).map(entry), MOST_CHARACTERS);
    const more = findings.length - entries.length;
    const rest = more === 0 ? "" : `,\n"more": ${more}`;
    return (0,text_escape/* markdownFence */.p0)(`{"blocking": [\n${entries.join(",\n")}\n]${rest}}`, "json");
}
function entry(finding) {
    const { fingerprint, path, line, severity, title, rule, fix, identifiers, package: pkg } = finding;
    const { name, version, fixedIn } = pkg ?? {};
    const target = pkg === undefined ? undefined : targetVersion(pkg);
    return ascii({
        fingerprint: agents_text(fingerprint, 80),
        severity,
        path: agents_text(path, 400),
        line,
        rule: agents_text(rule, 200),
        title: agents_text(title, 200),
        fix: agents_text(fix ?? (target === undefined ? undefined : `upgrade to ${target}`), 400),
        identifiers: identifiers.length === 0 ? undefined : identifiers.slice(0, 4).map((id) => agents_text(id, 40)),
        package: pkg === undefined
            ? undefined
            : {
                name: agents_text(name, 200),
                version: agents_text(version, 80),
                fixedIn: fixedIn?.slice(0, 4).map((each) => agents_text(each, 80)),
            },
    });
}
function agents_text(value, max) {
    return value === undefined ? undefined : (0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(value), max);
}
/** JSON in ASCII without `<`, `>` and `&`, so that no comment mark or element can be read into it. */
function ascii(value) {
    return JSON.stringify(value).replace(/[<>&\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

;// CONCATENATED MODULE: ./build/src/reporters/comment/detail-blocks.js





/**
 * What stands below the blockers: the evidence, then, folded, what does not block, what is gone, what is
 * suppressed, how the verdict came about, and the blockers for coding agents.
 */
function detailBlocks(report, rows) {
    const blocking = blockers(report);
    const quiet = report.verdict === "pass" && report.counts.total === 0;
    const evidence = evidenceTable(report, { linkHosts: rows.linkHosts ?? [] });
    const words = evidenceInWords(report);
    const decided = folded("How this was decided", decisionLines(report));
    return [
        {
            priority: 70,
            forms: [quiet && evidence !== "" ? folded(`Evidence: ${words}`, evidence) : evidence, words],
        },
        ...notBlockingBlock(report, rows),
        ...fixedBlock(report, rows),
        ...suppressedBlock(report, rows),
        { priority: 40, forms: [decided, ""] },
        ...(blocking.length === 0
            ? []
            : [block(30, folded("Blocking findings as JSON, for coding agents", agentsJson(blocking)), "")]),
    ];
}
function block(priority, first, ...others) {
    return { priority, forms: [first, ...others] };
}
function notBlockingBlock(report, rows) {
    const all = notBlocking(report);
    if (all.length === 0)
        return [];
    const ages = ["new", "unknown", "existing"]
        .map((age) => ({ age, count: all.filter(({ status }) => status === age).length }))
        .filter(({ count }) => count > 0)
        .map(({ age, count }) => `${count.toLocaleString("en-US")} ${age === "unknown" ? "of unknown age" : age}`);
    const summary = `Not blocking: ${ages.join(", ")}`;
    const fold = (body) => folded(summary, body);
    const rowsAndRest = (most) => {
        const rest = all.slice(most);
        const more = rest.length === 0 ? "" : `\n\n**${(0,text_count/* counted */.h)(rest.length, "more finding")}**\n\n${countPerRule(rest)}`;
        return `${shortTable(all.slice(0, most), rows)}${more}`;
    };
    return [
        block(20, fold(rowsAndRest(30)), fold(rowsAndRest(10)), fold(countPerRule(all)), `${summary} (${countPerSeverity(all)})`),
    ];
}
function fixedBlock(report, rows) {
    const { fixed } = report;
    if (fixed.length === 0)
        return [];
    const summary = `Fixed: ${fixed.length.toLocaleString("en-US")}`;
    const rest = fixed.slice(20);
    const more = rest.length === 0 ? "" : `\n\nand ${rest.length} more: ${countPerSeverity(rest)}`;
    return [
        block(25, folded(summary, `${fixedTable(fixed.slice(0, 20), rows)}${more}`), folded(summary, countPerRule(fixed)), summary),
    ];
}
function suppressedBlock(report, rows) {
    const all = suppressed(report);
    const notes = report.decision.suppressions;
    if (all.length === 0 && notes.length === 0)
        return [];
    const kinds = ["expired", "expiring", "unused"]
        .map((kind) => ({ kind, count: notes.filter((notice) => notice.kind === kind).length }))
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => `${count} ${kind === "expiring" ? "expiring soon" : kind}`);
    const summary = `Suppressed: ${all.length.toLocaleString("en-US")}${kinds.length > 0 ? ` (${kinds.join(", ")})` : ""}`;
    return [
        block(35, folded(summary, suppressedTable(report, rows, 20)), folded(summary, noticeLines(notes) || countPerSeverity(all)), summary),
    ];
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/src/reporters/comment/state.js

/** Two snapshots of this many hashes stay below 4,000 characters. */
const MOST_HASHES = 230;
const PREFIX = "<!-- scan-gate-state:";
const SUFFIX = " -->";
const LONGEST = 5000;
const SNAPSHOT = /^([0-9a-f]{40}(?:[0-9a-f]{24})?)\.(\d{1,9})\.(-|(?:[0-9a-f]{8})*)$/;
/** The state that a report leaves behind, given what the comment remembered before. */
function stateOf(report, earlier) {
    const previous = before(report.context.commit, earlier);
    return { ...snapshotOf(report), ...(previous === undefined ? {} : { previous }) };
}
/** What changed since the commit judged before this one; undefined when there was none. */
function changeOf(state) {
    const { previous } = state;
    if (previous === undefined)
        return undefined;
    const counts = { since: previous.commit, before: previous.count, now: state.count };
    if (state.hashes === undefined || previous.hashes === undefined)
        return counts;
    const then = new Set(previous.hashes);
    const same = state.hashes.filter((hash) => then.has(hash)).length;
    return { ...counts, sets: { added: state.hashes.length - same, gone: then.size - same, same } };
}
/** The state as a hidden line of the comment. */
function encodeState(state) {
    const snapshots = [state, ...(state.previous === undefined ? [] : [state.previous])];
    return `${PREFIX}1;${snapshots.map(encodeSnapshot).join(";")}${SUFFIX}`;
}
/** The state in the second line of a comment; undefined when there is none that we could have written. */
function decodeState(body) {
    const line = body
        .slice(0, LONGEST + 1000)
        .split(/\r?\n/, 2)[1]
        ?.trim() ?? "";
    if (line.length > LONGEST || !line.startsWith(PREFIX) || !line.endsWith(SUFFIX))
        return undefined;
    const [format, current, previous, ...rest] = line.slice(PREFIX.length, -SUFFIX.length).split(";");
    if (format !== "1" || rest.length > 0)
        return undefined;
    const state = decodeSnapshot(current);
    if (previous === undefined)
        return state;
    const earlier = decodeSnapshot(previous);
    return state === undefined || earlier === undefined ? undefined : { ...state, previous: earlier };
}
function before(commit, earlier) {
    if (earlier === undefined || earlier.commit === commit)
        return earlier?.previous;
    const { previous: _, ...snapshot } = earlier;
    return snapshot;
}
function snapshotOf(report) {
    const open = report.findings.filter((finding) => finding.suppressedBy === undefined);
    const snapshot = { commit: report.context.commit.toLowerCase(), count: open.length };
    if (open.length > MOST_HASHES)
        return snapshot;
    return { ...snapshot, hashes: [...new Set(open.map((finding) => state_short(finding.fingerprint)))].sort() };
}
function state_short(fingerprint) {
    return (0,external_node_crypto_.createHash)("sha256").update(fingerprint).digest("hex").slice(0, 8);
}
function encodeSnapshot({ commit, count, hashes }) {
    return `${commit}.${count}.${hashes === undefined ? "-" : hashes.join("")}`;
}
function decodeSnapshot(text) {
    const [, commit, count, hashes] = SNAPSHOT.exec(text ?? "") ?? [];
    if (commit === undefined || count === undefined || hashes === undefined)
        return undefined;
    const snapshot = { commit, count: Number(count) };
    return hashes === "-" ? snapshot : { ...snapshot, hashes: hashes.match(/.{8}/g) ?? [] };
}

;// CONCATENATED MODULE: ./build/src/reporters/comment/render.js










/**
 * GitHub refuses a body of more than 65,536 characters
 * (https://docs.github.com/en/rest/issues/comments); some room is left.
 */
const MAX_LENGTH = 65_000;
const VISIBLE_BLOCKERS = 10;
const NAMED_BLOCKERS = 100;
/** The first line of the comment of a key. */
function commentMarker(key) {
    return `<!-- scan-gate:${key} -->`;
}
/**
 * The comment on a pull request. The same report and the same previous state give the same text, and so does the
 * text's own state for the same commit: there is no time and no run in it.
 */
function renderComment(report, options) {
    const state = stateOf(report, options.previous);
    const hidden = `${commentMarker(options.key)}\n${encodeState(state)}\n\n`;
    const max = (options.maxLength ?? MAX_LENGTH) - hidden.length - 1;
    const name = options.key === "default" ? undefined : options.key;
    const rows = { context: report.context, linkHosts: options.linkHosts ?? [] };
    const head = { priority: 100, forms: [heading(report, name)] };
    const fitted = fitBlocks([
        head,
        ...headBlocks(report, state),
        ...findingBlocks(report, rows),
        ...detailBlocks(report, rows),
        { priority: 99, forms: [footerLine(report)] },
    ], { max });
    return `${hidden}${fitted.fits ? fitted.text : (0,text_escape/* clip */.$Q)(head.forms[0], Math.max(0, max))}\n`;
}
function headBlocks(report, state) {
    return [
        { priority: 95, forms: [verdictSentence(report), ""] },
        { priority: 94, forms: [countsLine(report, changeInWords(report, state)), ""] },
        {
            priority: 90,
            forms: [
                reasonLines(report, { most: 20, length: 1200 }),
                reasonLines(report, { most: 20, length: 300 }),
                reasonLines(report, { most: 5, length: 200 }),
            ],
        },
        { priority: 88, forms: [notices(report), ""] },
    ];
}
function changeInWords(report, state) {
    const change = changeOf(state);
    if (change === undefined)
        return [];
    const { sets, since, before, now } = change;
    const what = sets === undefined
        ? `${before.toLocaleString("en-US")} → ${(0,text_count/* counted */.h)(now, "finding")}`
        : `**+${sets.added} −${sets.gone} =${sets.same}**`;
    return [`${what} since ${commitCode(report.context, since)}`];
}
function findingBlocks(report, rows) {
    const blocking = blockers(report);
    if (blocking.length === 0)
        return [];
    const first = blocking.slice(0, VISIBLE_BLOCKERS);
    return [
        {
            priority: 85,
            forms: [
                table([...FULL_HEAD], first.map((finding) => fullRow(finding, rows))),
                shortTable(first, rows),
                bareList(first),
            ],
        },
        ...furtherBlockers(blocking.slice(VISIBLE_BLOCKERS), rows),
        { priority: 60, forms: [fixBlock(blocking), ""] },
    ];
}
/** Blockers after the visible ones: named up to a hundred in all, counted beyond. */
function furtherBlockers(further, rows) {
    if (further.length === 0)
        return [];
    const named = further.slice(0, NAMED_BLOCKERS - VISIBLE_BLOCKERS);
    const unnamed = further.slice(named.length);
    const more = (0,text_count/* counted */.h)(unnamed.length, "more blocking finding");
    const rest = (counts) => (unnamed.length === 0 ? "" : `\n\n**${more}**\n\n${counts}`);
    const perRule = countPerRule(unnamed);
    const bare = bareList(named);
    const summary = `${(0,text_count/* counted */.h)(further.length, "more blocking finding")}: ${countPerSeverity(further)}`;
    const fold = (body) => folded(summary, body);
    return [
        {
            priority: 80,
            forms: [
                fold(`${shortTable(named, rows)}${rest(perRule)}`),
                fold(`${bare}${rest(perRule)}`),
                fold(`${bare}${rest(countPerSeverity(unnamed))}`),
                fold(countPerRule(further)),
                summary,
            ],
        },
    ];
}
function bareList(findings) {
    return findings.map((finding) => `- ${bareName(finding)}`).join("\n");
}

;// CONCATENATED MODULE: ./build/src/reporters/comment/publish.js



/** What a body that GitHub calls too long is shortened to. */
const SHORTENED = 30_000;
/**
 * Keeps one comment per pull request and key up to date. A comment is ours when its first line is our marker and
 * its author is us; of several the oldest stays. Parallel runs may create one each: every run looks again after it
 * created, and all keep the same one.
 *
 * @throws what GitHub's refusal was, naming the permission to add.
 */
function commentReporter(options) {
    return { id: "comment", publish: (report) => publish(report, options) };
}
async function publish(report, options) {
    const { mode } = options;
    if (mode === "never")
        return { done: "no comment, because comment is never" };
    const [first, ...duplicates] = await ownComments(options);
    if (first === undefined && !isWanted(mode, report))
        return { done: `no comment, because comment is ${mode}` };
    const newer = await newerHead(report, options);
    if (newer !== undefined) {
        return {
            ...outputsOf(first),
            done: `left alone: the pull request is at ${newer.slice(0, 7)} now, and this run judged ${report.context.commit.slice(0, 7)}`,
        };
    }
    if (first === undefined)
        return create(report, options);
    const { comment, changed } = await bringUpToDate(first, report, options);
    const warnings = await remove(duplicates, options);
    return { ...outputsOf(comment), warnings, done: `${changed ? "updated" : "unchanged"}: ${comment.url}` };
}
/** Whether a comment is called for where there is none yet (contract §2, `comment`). */
function isWanted(mode, report) {
    if (mode === "always" || report.verdict !== "pass")
        return true;
    const recent = report.findings.some(({ status, suppressedBy }) => suppressedBy === undefined && status !== "existing");
    return mode === "on-findings" && recent;
}
/** The head of the pull request when it is not the commit judged. When it cannot be read, the run goes on. */
async function newerHead(report, { github, pullRequest }) {
    try {
        const { headCommit } = await github.pullRequest(pullRequest);
        return headCommit.toLowerCase() === report.context.commit.toLowerCase() ? undefined : headCommit;
    }
    catch (error) {
        if (error instanceof src_errors/* ScanGateError */.D4 && error.code !== "cancelled")
            return undefined;
        throw error;
    }
}
/** Our comments, oldest first. The marker alone proves nothing: anybody can write it. */
async function ownComments({ github, pullRequest, key }, author) {
    const [login, comments] = await Promise.all([author ?? github.login(), github.listComments(pullRequest)]);
    const marker = commentMarker(key);
    return comments
        .filter(({ author, body }) => author === login && body.split(/\r?\n/, 1)[0] === marker)
        .toSorted((a, b) => a.id - b.id);
}
async function bringUpToDate(comment, report, options) {
    const text = textFor(report, options, comment);
    if (isSame(comment.body, text))
        return { comment, changed: false };
    try {
        return { comment: await options.github.updateComment(comment.id, text), changed: true };
    }
    catch (error) {
        if (!isTooLong(error))
            throw error;
        const shorter = textFor(report, options, comment, SHORTENED);
        return { comment: await options.github.updateComment(comment.id, shorter), changed: true };
    }
}
/** Line ends and the white space at the end are not GitHub's to keep. */
function isSame(stored, text) {
    return stored.replaceAll("\r\n", "\n").trimEnd() === text.trimEnd();
}
function textFor(report, { key, linkHosts = [] }, existing, maxLength) {
    const previous = existing === undefined ? undefined : decodeState(existing.body);
    return renderComment(report, {
        key,
        linkHosts,
        ...(previous === undefined ? {} : { previous }),
        ...(maxLength === undefined ? {} : { maxLength }),
    });
}
async function create(report, options) {
    const created = await createOnce(report, options);
    try {
        // A custom app's token cannot ask for its own login; the comment that it just made tells it.
        const [kept = created, ...duplicates] = await ownComments(options, created.author);
        const { comment } = kept.id === created.id ? { comment: created } : await bringUpToDate(kept, report, options);
        const warnings = await remove(duplicates, options);
        return { ...outputsOf(comment), warnings, done: `created: ${comment.url}` };
    }
    catch (error) {
        if (!(error instanceof src_errors/* ScanGateError */.D4) || error.code === "cancelled")
            throw error;
        const warnings = [`Whether a parallel run made a second comment could not be checked: ${error.message}`];
        return { ...outputsOf(created), warnings, done: `created: ${created.url}` };
    }
}
/**
 * Creates the comment without ever creating two: when it is not known whether a request got through, the comments
 * are listed again before the one further try.
 */
async function createOnce(report, options) {
    const { github, pullRequest } = options;
    const text = textFor(report, options);
    try {
        return await github.createComment(pullRequest, text);
    }
    catch (error) {
        if (isTooLong(error)) {
            return await github.createComment(pullRequest, textFor(report, options, undefined, SHORTENED));
        }
        if (!isAmbiguous(error))
            throw error;
        const [stored] = await ownComments(options);
        return stored ?? (await github.createComment(pullRequest, text));
    }
}
function isTooLong(error) {
    return error instanceof src_errors/* ScanGateError */.D4 && error.status === 422;
}
/** Whether a failed request may have been carried out all the same. */
function isAmbiguous(error) {
    if (!(error instanceof src_errors/* ScanGateError */.D4))
        return false;
    if (error.status !== undefined && error.status >= 400)
        return error.status >= 500;
    return error.code === "unreachable" || error.code === "timeout" || error.code === "bad-response";
}
/** Removes our own duplicates; one that stays is told. */
async function remove(duplicates, { github }) {
    const warnings = [];
    for (const { id, url } of duplicates) {
        try {
            await github.deleteComment(id);
        }
        catch (error) {
            if (!(error instanceof src_errors/* ScanGateError */.D4) || error.code === "cancelled")
                throw error;
            if (error.status !== 404)
                warnings.push(`A second comment of ours could not be removed (${url}): ${error.message}`);
        }
    }
    return warnings;
}
function outputsOf(comment) {
    return comment === undefined ? {} : { outputs: { "comment-url": comment.url } };
}

;// CONCATENATED MODULE: ./build/src/reporters/html/rows.js




/** The most that a page lists: what a browser still opens and filters at once. */
const MOST_ROWS = 25_000;
const TITLE_CHARACTERS = 300;
/** What no real name or path exceeds: the row of an absurd one stays a row. */
const PLACE_CHARACTERS = 200;
const TOOL_CHARACTERS = 80;
const FACT_CHARACTERS = 1000;
/** Descriptions are cut shorter in a large report, so that the page stays one that a browser opens at once. */
const DESCRIPTION_CHARACTERS = { usual: 4000, large: 600 };
const LARGE = 2000;
/** The findings of a report that the page lists, those that are gone last; beyond the most they are left out. */
function pageData(report) {
    const texts = new Map();
    const all = report.findings.length + report.fixed.length;
    const limit = all > LARGE ? DESCRIPTION_CHARACTERS.large : DESCRIPTION_CHARACTERS.usual;
    const describe = (finding) => {
        if (finding.description === undefined || finding.description === finding.title)
            return undefined;
        const text = (0,text_escape/* visibleLines */.gB)((0,text_escape/* clip */.$Q)(finding.description, limit));
        const known = texts.get(text);
        if (known !== undefined)
            return known;
        texts.set(text, texts.size);
        return texts.size - 1;
    };
    const rows = [
        ...report.findings.slice(0, MOST_ROWS).map((finding) => rowOf(finding, report, describe(finding))),
        ...report.fixed.slice(0, Math.max(0, MOST_ROWS - report.findings.length)).map((finding) => {
            // At this commit its place may hold something else, or be gone with it.
            const { placeLink: _, ...row } = rowOf(finding, report, describe(finding));
            return { ...row, status: "fixed", state: "fixed" };
        }),
    ];
    return { rows, texts: [...texts.keys()] };
}
function rowOf(finding, report, description) {
    const dependency = dependencyOf(finding);
    const place = html_rows_placeOf(finding);
    const link = placeLinkOf(finding, report);
    return {
        fingerprint: finding.fingerprint,
        severity: finding.severity,
        title: (0,text_escape/* visible */.RK)((0,text_escape/* clip */.$Q)(plainTitle(finding), TITLE_CHARACTERS)).trim(),
        tools: [...new Set(finding.seenBy.map(({ tool }) => (0,text_escape/* clip */.$Q)(shown(tool), TOOL_CHARACTERS)))],
        type: finding.type,
        status: finding.status,
        state: rows_stateOf(finding),
        ...(place === undefined ? {} : { place }),
        ...(link === undefined ? {} : { placeLink: link }),
        ...(finding.path === undefined ? {} : { file: shown(finding.path) }),
        ...(finding.package === undefined ? {} : { package: shown(finding.package.name) }),
        ...(dependency === undefined ? {} : { dependency }),
        id: dependency === undefined ? finding.fingerprint : (finding.identifiers[0] ?? finding.fingerprint),
        ...(description === undefined ? {} : { description }),
        facts: factsOf(finding),
        links: linksOf(finding),
    };
}
/** The state of a finding that is there. */
function rows_stateOf(finding) {
    if (finding.suppressedBy !== undefined)
        return "suppressed";
    return finding.blocking ? "blocks" : "does not block";
}
/** Where a person looks: file and line, and for a dependency its name and version too. */
function html_rows_placeOf(finding) {
    const line = finding.line === undefined ? "" : `:${finding.line}`;
    const file = finding.path ?? finding.project;
    const parts = [
        (0,text_escape/* clip */.$Q)(dependencyOf(finding) ?? "", PLACE_CHARACTERS),
        file === undefined
            ? ""
            : `${(0,text_escape/* clip */.$Q)(shown(file), PLACE_CHARACTERS)}${finding.path === undefined ? "" : line}`,
    ];
    const text = parts.filter((part) => part !== "").join(" in ");
    return text === "" ? undefined : text;
}
/** The lasting address of a finding's place in the repository. */
function placeLinkOf(finding, { context }) {
    if (finding.path === undefined)
        return undefined;
    const { path, line, endLine } = finding;
    return permalink({ repositoryUrl: context.repositoryUrl, commit: context.commit, path, line, endLine });
}
function dependencyOf({ package: found }) {
    return found === undefined ? undefined : shown((0,model_finding/* packageLabel */.lL)(found));
}
function factsOf(finding) {
    const { suppressedBy, package: found } = finding;
    const facts = [
        ["Blocks because of", finding.blocking ? finding.blockedBy : undefined],
        ["Suppressed by", suppressedBy?.by],
        ["Reason", suppressedBy?.reason],
        ["Owner", suppressedBy?.owner],
        ["Until", suppressedBy?.expires],
        ["Rule", finding.rule],
        ["Weakness", finding.cwe.join(", ")],
        ["Identifiers", finding.identifiers.join(", ")],
        ["Fixed in", found?.fixedIn?.join(", ")],
        ["Comes in through", found?.via?.join(" › ")],
        ["Fix", finding.fix],
        ["Reachability", finding.reachability],
        ["EPSS", finding.epss === undefined ? undefined : `${(finding.epss * 100).toFixed(1)} %`],
        ["Exploit", finding.exploit],
        ["Malicious", finding.malicious === true ? "yes" : undefined],
        ["Secret is", finding.validated],
        ["Project", finding.project],
        ["One finding because of", finding.how],
        ["First seen", finding.firstSeen],
        ["Ticket", finding.ticket?.key],
        ["Fingerprint", finding.fingerprint],
    ];
    return facts.flatMap(([name, value]) => value === undefined || value === "" ? [] : [[name, (0,text_escape/* visible */.RK)((0,text_escape/* clip */.$Q)(value, FACT_CHARACTERS))]]);
}
/** Links to the tools' own pages; one that leads anywhere else is not shown as a link. */
function linksOf(finding) {
    const own = finding.seenBy.map(({ tool, link }) => [`Open in ${shown(tool)}`, toolLink(link)]);
    const { key, url } = finding.ticket ?? { key: "" };
    const all = [...own, [`Ticket ${shown(key)}`, toolLink(url, ["atlassian.net"])]];
    return all.flatMap(([label, address]) => 
    // What is judged for an attribute is set by a script here, where an entity would be taken for text.
    address === undefined ? [] : [[label, address.replaceAll("&amp;", "&")]]);
}
function shown(text) {
    return (0,text_escape/* visible */.RK)((0,text_escape/* clip */.$Q)(text, FACT_CHARACTERS));
}

;// CONCATENATED MODULE: ./build/src/reporters/html/parts.js








/** Verdict, what was judged, and the reasons: the head of the page, readable without its script. */
function headerPart(report) {
    const { context, verdict } = report;
    const link = commitLink(context.repositoryUrl, context.commit);
    const commit = `<code>${(0,text_escape/* htmlText */.js)(context.commit.slice(0, 12))}</code>`;
    const judged = [
        (0,text_escape/* htmlText */.js)(context.repository),
        context.pullRequest === undefined
            ? `ref <code>${(0,text_escape/* htmlText */.js)(context.ref)}</code>`
            : `pull request ${context.pullRequest}`,
        `commit ${link === undefined ? commit : `<a href="${(0,text_escape/* htmlAttribute */._s)(link)}">${commit}</a>`}`,
    ];
    // That findings block is told by the list of them.
    const reasons = report.reasons
        .filter(({ code }) => code !== "blocking-findings")
        .map(({ code, source, message }) => `<li><code>${(0,text_escape/* htmlText */.js)(code)}</code> (${(0,text_escape/* htmlText */.js)(source)}): ${(0,text_escape/* htmlText */.js)((0,text_escape/* clip */.$Q)(message, 1000))}</li>`);
    const sentence = (0,text_escape/* htmlText */.js)(report.sentence.replace(/^(?:passed|failed|incomplete): /, ""));
    return `<header>
<p class="product">Scan Gate</p>
<h1 class="verdict ${verdict}">Security check ${model_verdict/* VERDICT_WORDS */._G[verdict]}</h1>
<p class="sentence">${sentence}</p>
<p class="judged">${judged.join(" · ")}</p>
${list("Reasons", reasons)}</header>`;
}
/** What else is worth knowing of the run. */
function notesPart({ notes }) {
    return list("Notes", notes.map(({ level, text }) => `<li>${level === "warning" ? "Warning: " : ""}${(0,text_escape/* htmlText */.js)((0,text_escape/* clip */.$Q)(text, 1000))}</li>`));
}
function list(title, items) {
    return items.length === 0 ? "" : `<h2>${title}</h2>\n<ul>\n${items.join("\n")}\n</ul>\n`;
}
/** The counts of contract §3, one tile each. */
function countsPart({ counts }) {
    const tiles = [
        ["block", counts.blocking],
        ["open", counts.total],
        ["new", counts.new],
        ["existing", counts.existing],
        ["fixed", counts.fixed],
        ["suppressed", counts.suppressed],
    ];
    const cells = tiles.map(([name, count]) => `<div><dt>${name}</dt><dd>${count.toLocaleString("en-US")}</dd></div>`);
    return `<dl class="counts">${cells.join("")}</dl>`;
}
/** What proves that each source looked at this commit. */
function evidencePart(report) {
    const rows = sourcesToTell(report).map((source) => {
        const cells = [parts_lookedAt(source), (source.commit ?? "").slice(0, 12), baselineOf(source), source.status];
        return `<tr><th scope="row">${(0,text_escape/* htmlText */.js)(source.source)}</th>${cells.map((cell) => `<td>${(0,text_escape/* htmlText */.js)(cell === "" ? "–" : cell)}</td>`).join("")}</tr>`;
    });
    return `<section aria-labelledby="evidence-title">
<h2 id="evidence-title">Evidence</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="evidence-title"><table class="evidence">
<thead><tr><th scope="col">Source</th><th scope="col">Looked at</th><th scope="col">Commit</th><th scope="col">Compared with</th><th scope="col">Status</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
</section>`;
}
const parts_MOST_NAMES = 5;
function parts_lookedAt(source) {
    const scans = (source.scans ?? []).map(({ id, kind, status, products }) => `${kind} scan ${id} (${status}; ${products.join(", ")})`);
    const checks = (source.checks ?? []).map(({ context, state }) => `check ${context} (${state})`);
    const names = [...(source.projects ?? []).map(({ name }) => name), ...(source.files ?? [])];
    const told = [...scans, ...checks, ...names].slice(0, parts_MOST_NAMES).map((name) => (0,text_escape/* clip */.$Q)(name, 200));
    const more = scans.length + checks.length + names.length - told.length;
    const word = source.evidence === undefined ? "" : EVIDENCE_WORDS[source.evidence];
    return [word, ...told, more > 0 ? `and ${more} more` : ""].filter((part) => part !== "").join(", ");
}
function baselineOf({ baseline }) {
    if (baseline === undefined)
        return "";
    return [baseline.ref, baseline.commit?.slice(0, 12), baseline.at?.slice(0, 10)]
        .filter((part) => part !== undefined)
        .join(", ");
}
/** Open findings by tool and severity: bars for the eye, and the same numbers as a table. */
function chartPart(findings) {
    const open = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
    const byTool = new Map();
    for (const { seenBy, severity } of open) {
        for (const tool of new Set(seenBy.map((share) => share.tool))) {
            const counts = byTool.get(tool) ?? (0,model_severity/* countBySeverity */.Ot)([]);
            counts[severity] += 1;
            byTool.set(tool, counts);
        }
    }
    if (byTool.size === 0)
        return "";
    const tools = [...byTool].sort(([a], [b]) => (a < b ? -1 : 1));
    const most = Math.max(...tools.map(([, counts]) => total(counts)));
    const rows = tools.map(([tool, counts]) => {
        const cells = model_severity/* SEVERITIES */.oC.map((severity) => `<td>${counts[severity].toLocaleString("en-US")}</td>`).join("");
        return `<tr><th scope="row">${(0,text_escape/* htmlText */.js)((0,text_escape/* clip */.$Q)(tool, 80))}</th><td>${bar(counts, most)}</td>${cells}</tr>`;
    });
    const heads = model_severity/* SEVERITIES */.oC.map((severity) => `<th scope="col"><span class="key ${severity}"></span>${severity}</th>`);
    return `<section aria-labelledby="chart-title">
<h2 id="chart-title">Open findings by tool and severity</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="chart-title"><table class="chart">
<thead><tr><th scope="col">Tool</th><th scope="col">Share</th>${heads.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
</section>`;
}
function total(counts) {
    return model_severity/* SEVERITIES */.oC.reduce((sum, severity) => sum + counts[severity], 0);
}
const BAR_WIDTH = 240;
/** The numbers stand beside it, so that a screen reader is told to pass it over. */
function bar(counts, most) {
    let x = 0;
    const parts = model_severity/* SEVERITIES */.oC.filter((severity) => counts[severity] > 0).map((severity) => {
        const width = (counts[severity] / most) * BAR_WIDTH;
        const part = `<rect class="${severity}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="14"></rect>`;
        x += width;
        return part;
    });
    return `<svg aria-hidden="true" width="${BAR_WIDTH}" height="14" viewBox="0 0 ${BAR_WIDTH} 14">${parts.join("")}</svg>`;
}
/** Most findings in the plain table, which stands in for the list where no script runs. */
const PLAIN_ROWS = 100;
/** The first findings as a plain table. The page's script puts its own list in this place. */
function plainPart(report) {
    const told = report.findings.slice(0, PLAIN_ROWS);
    const rows = told.map((finding) => {
        const place = (0,text_escape/* htmlText */.js)(html_rows_placeOf(finding) ?? "–");
        const link = placeLinkOf(finding, report);
        const where = link === undefined ? place : `<a href="${(0,text_escape/* htmlAttribute */._s)(link)}">${place}</a>`;
        const state = finding.suppressedBy === undefined ? (finding.blocking ? "blocks" : "does not block") : "suppressed";
        return `<tr><td>${finding.severity}</td><td>${(0,text_escape/* htmlText */.js)((0,text_escape/* clip */.$Q)(plainTitle(finding), 300))}</td><td>${where}</td><td>${state}, ${finding.status}</td></tr>`;
    });
    const more = report.findings.length - told.length;
    const rest = more > 0
        ? `<p>And ${more.toLocaleString("en-US")} more, which this page lists when scripts run.</p>`
        : "";
    return `<div id="plain">${told.length === 0
        ? "<p>No findings.</p>"
        : `<table>
<thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Place</th><th scope="col">State</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>${rest}`}</div>`;
}
/** Set when the report has more findings than the page lists. */
function cutNote({ findings, fixed }) {
    const all = findings.length + fixed.length;
    if (all <= MOST_ROWS)
        return undefined;
    const [most, whole] = [MOST_ROWS, all].map((count) => count.toLocaleString("en-US"));
    return `The page lists the first ${most} of ${whole} findings; report.json has all of them.`;
}
/** What the page does not list, told outside of what its script replaces. */
function cutPart(report) {
    const cut = cutNote(report);
    return cut === undefined ? "" : `<p class="cut">${cut}</p>\n`;
}

;// CONCATENATED MODULE: ./build/src/reporters/html/client-model.js
/**
 * The part of the page's script that knows nothing of the page: which findings are shown, and in which order. Plain
 * JavaScript as text, because a page without network must carry its script inside; it takes no text for markup.
 */
const CLIENT_MODEL = String.raw `
const SEVERITY_ORDER = ["critical", "unknown", "high", "medium", "low"];
const FACETS = [
  { name: "severity", label: "Severity", of: (row) => [row.severity] },
  { name: "state", label: "State", of: (row) => [row.state] },
  { name: "status", label: "Age", of: (row) => (row.status === "fixed" ? [] : [row.status]) },
  { name: "type", label: "Type", of: (row) => [row.type] },
  { name: "tool", label: "Tool", of: (row) => row.tools },
];
const COLUMNS = [
  { name: "severity", label: "Severity", key: (row) => SEVERITY_ORDER.indexOf(row.severity) },
  { name: "title", label: "Finding", key: (row) => row.title.toLowerCase() },
  { name: "place", label: "Place", key: (row) => (row.place || "\uffff").toLowerCase() },
  { name: "tool", label: "Tool", key: (row) => row.tools.join(", ") },
  { name: "type", label: "Type", key: (row) => row.type },
  { name: "state", label: "State", key: (row) => row.state + row.status },
];

/** What the text filter looks in. */
function searchTextOf(row) {
  const facts = row.facts.map((fact) => fact[1]);
  return [row.title, row.place || "", row.tools.join(" "), ...facts].join("\n").toLowerCase();
}

/** All values of a facet with the number of findings, severities by weight, others by name. */
function valuesOf(rows, facet) {
  const counts = new Map();
  for (const row of rows) for (const value of facet.of(row)) counts.set(value, (counts.get(value) || 0) + 1);
  const order = (value) => (facet.name === "severity" ? String(SEVERITY_ORDER.indexOf(value)) : value);
  return [...counts].sort((a, b) => (order(a[0]) < order(b[0]) ? -1 : 1));
}

/** Indexes of all rows in the order of a column; equal ones stay in the report's own order. */
function sortRows(rows, column, down) {
  const keys = rows.map(column.key);
  const sign = down ? -1 : 1;
  return rows
    .map((_, index) => index)
    .sort((a, b) => (keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b));
}

/** Those of the ordered rows that every facet with a choice and the text let through. */
function filterRows(order, rows, searchTexts, choices, text) {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const chosen = FACETS.filter((facet) => choices[facet.name].size > 0);
  return chosen.reduce(
    (left, facet) => {
      const wanted = choices[facet.name];
      return left.filter((index) => {
        for (const value of facet.of(rows[index])) if (wanted.has(value)) return true;
        return false;
      });
    },
    words.reduce((left, word) => left.filter((index) => searchTexts[index].includes(word)), order),
  );
}

/** The shown rows with their group names, groups in order of name, what has none last. */
function groupRows(shown, rows, field) {
  const groups = new Map();
  for (const index of shown) {
    const name = rows[index][field] || "";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(index);
  }
  const names = [...groups.keys()].sort((a, b) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  return names.flatMap((name) => groups.get(name).map((index) => ({ index, name, count: groups.get(name).length })));
}

/** A policy entry for a finding; JSON strings are YAML strings too. */
function suppressionEntry(row, today) {
  const until = new Date(today.getTime() + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const lines = ["  - id: " + JSON.stringify(row.id)];
  if (row.dependency !== undefined) lines.push("    package: " + JSON.stringify(row.dependency));
  lines.push('    reason: ""  # why this is acceptable', '    owner: ""', "    expires: " + until);
  return lines.join("\n");
}
`;

;// CONCATENATED MODULE: ./build/src/reporters/html/client-view.js
/**
 * The part of the page's script that builds the list. Every text of a finding is set as text and every address was
 * judged before; nothing is ever parsed as markup.
 */
const CLIENT_VIEW = `
const PAGE_SIZE = 100;
const data = JSON.parse(document.getElementById("findings-data").textContent);
const rows = data.rows;
const searchTexts = rows.map(searchTextOf);
const choices = Object.fromEntries(FACETS.map((facet) => [facet.name, new Set()]));
const view = { text: "", column: null, down: false, group: "", page: 0 };
let order = rows.map((_, index) => index);
let entries = [];

/** An element with attributes and children; a text child is text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [event, listen] of Object.entries(value)) element.addEventListener(event, listen);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function link(address, text) {
  return make("a", { href: address, rel: "noopener noreferrer" }, text);
}

function change(what) {
  Object.assign(view, { page: 0 }, what);
  const shown = filterRows(order, rows, searchTexts, choices, view.text);
  entries = view.group === "" ? shown.map((index) => ({ index })) : groupRows(shown, rows, view.group);
  show();
}

function turn(pages) {
  view.page += pages;
  show();
}

function facetFields(facet) {
  const boxes = valuesOf(rows, facet).map(([value, count]) => {
    const box = make("input", { type: "checkbox", name: facet.name, value });
    box.addEventListener("change", () => {
      if (box.checked) choices[facet.name].add(value);
      else choices[facet.name].delete(value);
      change({});
    });
    return make("label", {}, box, " " + (value === "unknown" && facet.name === "status" ? "age unknown" : value) + " (" + count + ")");
  });
  return make("fieldset", {}, make("legend", {}, facet.label), ...boxes);
}

function filterBar() {
  const search = make("input", { type: "search", autocomplete: "off" });
  search.addEventListener("input", () => change({ text: search.value }));
  const group = make("select", {}, ...[["", "nothing"], ["file", "file"], ["package", "package"]].map(([value, label]) => make("option", { value }, label)));
  group.addEventListener("change", () => change({ group: group.value }));
  const clear = make("button", { type: "button" }, "Clear filters");
  clear.addEventListener("click", () => {
    for (const facet of FACETS) choices[facet.name].clear();
    for (const box of bar.querySelectorAll("input[type=checkbox]")) box.checked = false;
    search.value = "";
    change({ text: "" });
    search.focus();
  });
  const bar = make("div", { class: "filters", role: "search", "aria-label": "Filter findings" },
    make("label", { class: "field" }, "Search", search),
    ...FACETS.filter((facet) => valuesOf(rows, facet).length > 1).map(facetFields),
    make("label", { class: "field" }, "Group by", group), clear);
  return bar;
}

function headRow() {
  return make("tr", {}, ...COLUMNS.map((column) => {
    const sorted = view.column === column;
    const sort = make("button", { type: "button", "data-column": column.name, "data-order": sorted ? (view.down ? "down" : "up") : undefined }, column.label);
    sort.addEventListener("click", () => {
      const down = view.column === column && !view.down;
      order = sortRows(rows, column, down);
      change({ column, down });
      table.querySelector("button[data-column=" + column.name + "]").focus();
    });
    return make("th", { scope: "col", "aria-sort": sorted ? (view.down ? "descending" : "ascending") : undefined }, sort);
  }));
}

/** What a finding holds beyond its row; made only when somebody opens it. */
function detailsOf(row) {
  const facts = row.facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  const entry = make("pre", { tabindex: "0" }, suppressionEntry(row, new Date()));
  const copy = make("button", { type: "button" }, "Copy suppression entry");
  copy.addEventListener("click", () => copyText(entry));
  const links = row.links.flatMap(([label, address]) => [link(address, label), " "]);
  return [
    ...(row.description === undefined ? [] : [make("p", { class: "text" }, data.texts[row.description])]),
    make("dl", { class: "facts" }, ...facts),
    make("p", {}, ...links, copy), entry,
  ];
}

function copyText(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const tell = (done) => { copied.textContent = done ? "Copied. It belongs under suppress in the policy file." : "Selected. Press the copy key."; };
  const plain = () => tell(document.execCommand("copy"));
  if (navigator.clipboard === undefined) plain();
  else navigator.clipboard.writeText(source.textContent).then(() => tell(true), plain);
}

/** A row that opens a second one below it, over the whole width. */
function findingRow(index) {
  const row = rows[index];
  const open = make("button", { type: "button", class: "title", "aria-expanded": "false" }, row.title);
  open.addEventListener("click", () => {
    const wasOpen = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!wasOpen));
    if (wasOpen) line.nextSibling.remove();
    else line.after(make("tr", { class: "more" }, make("td", { colspan: String(COLUMNS.length) }, ...detailsOf(row))));
  });
  const place = row.place || "–";
  const line = make("tr", {},
    make("td", { class: "severity " + row.severity }, row.severity),
    make("td", {}, open),
    make("td", {}, row.placeLink === undefined ? place : link(row.placeLink, place)),
    make("td", {}, row.tools.join(", ")),
    make("td", {}, row.type),
    make("td", {}, row.state + (row.status === "fixed" ? "" : ", " + (row.status === "unknown" ? "age unknown" : row.status))));
  return line;
}

function groupHead(entry) {
  const name = entry.name === "" ? "No " + view.group : entry.name;
  return make("tr", { class: "group" }, make("th", { colspan: String(COLUMNS.length), scope: "colgroup" }, name + " (" + entry.count + ")"));
}

const status = make("p", { role: "status", id: "shown" });
const copied = make("p", { role: "status" });
const previous = make("button", { type: "button" }, "Previous");
const next = make("button", { type: "button" }, "Next");
const table = make("table", { id: "list", "aria-describedby": "shown" });
previous.addEventListener("click", () => turn(-1));
next.addEventListener("click", () => turn(1));

function show() {
  const from = view.page * PAGE_SIZE;
  const page = entries.slice(from, from + PAGE_SIZE);
  const body = page.flatMap((entry, at) => {
    const starts = view.group !== "" && (at === 0 || page[at - 1].name !== entry.name);
    return [...(starts ? [groupHead(entry)] : []), findingRow(entry.index)];
  });
  table.replaceChildren(make("caption", {}, "Findings"), make("thead", {}, headRow()), make("tbody", {}, ...body));
  const range = page.length === 0 ? "No finding matches" : "Showing " + (from + 1).toLocaleString("en") + " to " + (from + page.length).toLocaleString("en") + " of " + entries.length.toLocaleString("en");
  status.textContent = range + " (" + rows.length.toLocaleString("en") + " in all)";
  previous.disabled = view.page === 0;
  next.disabled = from + PAGE_SIZE >= entries.length;
}

if (rows.length > 0) {
  change({});
  document.getElementById("plain").replaceWith(filterBar(), make("div", { class: "bar" }, status, previous, next, copied),
    make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "List of findings" }, table));
}
`;

;// CONCATENATED MODULE: ./build/src/reporters/html/style.js
/** The page's style. Colours keep a contrast of 4.5 to 1 in both schemes; a colour never stands without its word. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #4d5666; --line: #c9d0db; --paper: #ffffff; --band: #f3f5f8;
  --link: #0a58b5; --critical: #a3122a; --high: #a84300; --medium: #7a5a00; --low: #1b5fa8; --unknown: #595f69;
  --pass: #17692f; --fail: #a3122a; --incomplete: #7a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #aab3c0; --line: #3a4350; --paper: #12161c;
  --band: #1b2129; --link: #7db4ff; --critical: #ff8f9d; --high: #ffa96b; --medium: #e8c660; --low: #86bbf5;
  --unknown: #b3bac4; --pass: #73d08d; --fail: #ff8f9d; --incomplete: #e8c660; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 84rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
a { color: var(--link); }
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.product, .judged, footer { color: var(--soft); margin: .3rem 0; }
.sentence { margin: .4rem 0; font-size: 1.1rem; }
.verdict { padding-left: .7rem; border-left: .4rem solid; }
.verdict.pass { color: var(--pass); } .verdict.fail { color: var(--fail); } .verdict.incomplete { color: var(--incomplete); }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0 0; }
.counts div { min-width: 7rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: .4rem; }
.counts dt { color: var(--soft); } .counts dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
#list { table-layout: fixed; min-width: 56rem; }
#list th:nth-child(1) { width: 6rem; } #list th:nth-child(3) { width: 32%; } #list th:nth-child(4) { width: 8rem; }
#list th:nth-child(5) { width: 6rem; } #list th:nth-child(6) { width: 9rem; }
thead th { background: var(--band); white-space: nowrap; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.evidence { min-width: 42rem; }
.evidence th, .evidence td:nth-child(3), .evidence td:last-child { white-space: nowrap; }
.chart td, .chart th { white-space: nowrap; }
.chart td { font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; background: currentColor; }
.critical { color: var(--critical); fill: var(--critical); } .high { color: var(--high); fill: var(--high); }
.medium { color: var(--medium); fill: var(--medium); } .low { color: var(--low); fill: var(--low); }
.unknown { color: var(--unknown); fill: var(--unknown); }
td.severity { font-weight: 600; white-space: nowrap; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; padding: .8rem; background: var(--band); border-radius: .4rem; }
fieldset { margin: 0; min-width: 0; padding: .2rem .6rem .4rem; border: 1px solid var(--line); border-radius: .4rem; }
legend { color: var(--soft); padding: 0 .3rem; }
fieldset label { display: inline-block; margin-right: .7rem; }
.field { display: flex; flex-direction: column; color: var(--soft); }
input[type=search], select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft);
  border-radius: .3rem; padding: .3rem .6rem; }
input[type=search] { width: 18rem; max-width: 100%; }
button { cursor: pointer; } button:disabled { opacity: .6; cursor: default; }
thead button { border: 0; padding: 0; background: none; font-weight: 600; }
thead button[data-order]::after { content: " \\2191"; } thead button[data-order=down]::after { content: " \\2193"; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .8rem 0; }
.bar p { margin: 0; }
tr.group th { background: var(--band); }
button.title { border: 0; padding: 0; background: none; text-align: left; overflow-wrap: anywhere; }
button.title::before { content: "\\25b8\\a0" / ""; color: var(--soft); }
button.title[aria-expanded=true]::before { content: "\\25be\\a0" / ""; }
#list tbody tr:has(+ .more) td { border-bottom: 0; }
.more td { padding: 0 1.5rem 1rem; }
.more a { margin-right: .6rem; }
.more .facts, .more pre { max-width: 60rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; margin: .6rem 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; max-width: 70ch; }
pre { padding: .6rem; background: var(--band); border-radius: .3rem; white-space: pre-wrap; }
@media print { .filters, .bar button { display: none; } }
@media (max-width: 48rem) {
  body { padding: .8rem; }
  .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; }
  #list { display: block; min-width: 0; }
  #list tbody { display: block; } #list thead tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .4rem .6rem; }
  #list thead { display: block; background: var(--band); } #list thead th { padding: .2rem 0; border: 0; }
  #list thead th:nth-child(n) { width: auto; }
  #list tbody tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .6rem; border-bottom: 1px solid var(--line); }
  #list td, tr.group th { border: 0; padding: .1rem 0; }
  #list tbody tr:has(+ .more) { border-bottom: 0; }
  #list .more td, #list td:nth-child(2), #list td:nth-child(3) { flex-basis: 100%; }
}
`;

;// CONCATENATED MODULE: ./build/src/reporters/html/render.js







const SCRIPT = `(() => {\n"use strict";\n${CLIENT_MODEL}\n${CLIENT_VIEW}\n})();`;
/**
 * The report as one HTML file that needs no network. Its own policy lets only its own script and style run, so that
 * nothing in a finding could take effect even if it came through. Verdict, reasons, evidence and the first findings
 * can be read without the script. The same report gives the same bytes.
 */
function renderHtml(report) {
    const policy = [
        "default-src 'none'",
        `script-src '${hashOf(SCRIPT)}'`,
        `style-src '${hashOf(STYLE)}'`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join("; ");
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Scan Gate: ${(0,text_escape/* htmlText */.js)(report.verdict)} for ${(0,text_escape/* htmlText */.js)(report.context.repository)}</title>
<style>${STYLE}</style>
</head>
<body>
${headerPart(report)}
<main>
${countsPart(report)}
${evidencePart(report)}
${chartPart(report.findings)}
<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${plainPart(report)}
${cutPart(report)}</section>
${notesPart(report)}
</main>
<footer><p>Scan Gate ${(0,text_escape/* htmlText */.js)(report.version)}. Decided by ${(0,text_escape/* htmlText */.js)(report.decision.rule)}.</p></footer>
<script type="application/json" id="findings-data">${jsonForScript(pageData(report))}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
/** A source of the page's policy (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
function hashOf(text) {
    return `sha256-${(0,external_node_crypto_.createHash)("sha256").update(text).digest("base64")}`;
}
/** JSON that cannot end its element, nor be taken for markup or for a line end of a script. */
function jsonForScript(value) {
    return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

;// CONCATENATED MODULE: ./build/src/reporters/html/publish.js


/**
 * Writes the HTML report; its path is the output `report-html`.
 *
 * @param options.path absolute
 */
function htmlReporter(options) {
    const { files, path } = options;
    return {
        id: "html",
        async publish(report) {
            await files.write(path, renderHtml(report));
            const cut = cutNote(report);
            return {
                outputs: { "report-html": path },
                ...(cut === undefined ? {} : { warnings: [cut] }),
                done: `report written to ${path}`,
            };
        },
    };
}

;// CONCATENATED MODULE: ./build/src/reporters/json.js
/** The name of the shape below; `schemas/report.schema.json` describes it. */
const REPORT_SCHEMA = "scan-gate/report@1";
/** Findings that are serialised at a time: enough to be fast, few enough to keep a piece small. */
const FINDINGS_PER_PART = 1000;
/**
 * The report as JSON (contract §7), a finding per line. Keys come in the order of the contract, what is absent is
 * left out, and the same report gives the same bytes. What reporters need beyond the contract stays out: the tools'
 * observations, the decision and its sentence, and the repository's web address.
 */
function renderReportJson(report) {
    return [...reportJsonParts(report)].join("");
}
/** The same text in pieces, for a report that should not be in memory twice. */
function* reportJsonParts(report) {
    const head = {
        schema: REPORT_SCHEMA,
        verdict: report.verdict,
        reasons: report.reasons.map(({ code, source, message }) => ({ code, source, message })),
        context: contextOf(report),
        counts: countsOf(report),
        sources: report.sources.map(sourceOf),
    };
    yield JSON.stringify(head, null, 2).slice(0, -"\n}".length);
    yield* listParts("findings", report.findings);
    yield* listParts("fixed", report.fixed);
    const notes = report.notes.map(({ level, text }) => ({ level, text }));
    yield `,\n  "notes": ${JSON.stringify(notes)}\n}\n`;
}
/**
 * Writes `report.json`; its path is the output `report-json`.
 * @param options.path absolute
 */
function jsonReporter(options) {
    const { files, path } = options;
    return {
        id: "json",
        async publish(report) {
            await files.writeParts(path, reportJsonParts(report));
            return { outputs: { "report-json": path }, done: `report written to ${path}` };
        },
    };
}
function* listParts(key, findings) {
    yield `,\n  "${key}": [`;
    for (let at = 0; at < findings.length; at += FINDINGS_PER_PART) {
        const lines = findings
            .slice(at, at + FINDINGS_PER_PART)
            .map((finding) => `\n    ${JSON.stringify(findingOf(finding))}`);
        yield `${at === 0 ? "" : ","}${lines.join(",")}`;
    }
    yield findings.length === 0 ? "]" : "\n  ]";
}
function contextOf({ context }) {
    const { event, repository, commit, ref, pullRequest, base } = context;
    return {
        event,
        repository,
        commit,
        ref,
        pullRequest,
        base: base === undefined ? undefined : { ref: base.ref, commit: base.commit },
    };
}
function countsOf({ counts }) {
    const { blocking, total, fixed, suppressed, critical, high, medium, low } = counts;
    const { new: fresh, existing } = counts;
    return { blocking, total, new: fresh, existing, fixed, suppressed, critical, high, medium, low };
}
function sourceOf(evidence) {
    const { source, status, commit, ref, scans, projects, checks, baseline, counts, requests } = evidence;
    return {
        source,
        status,
        evidence: evidence.evidence,
        commit,
        ref,
        scans: scans?.map((scan) => ({
            id: scan.id,
            kind: scan.kind,
            status: scan.status,
            products: scan.products,
            startedAt: scan.startedAt,
            completedAt: scan.completedAt,
        })),
        projects: projects?.map(({ id, name }) => ({ id, name })),
        checks: checks?.map(({ context, state, link }) => ({ context, state, link })),
        baseline: baseline === undefined ? undefined : { ref: baseline.ref, commit: baseline.commit, at: baseline.at },
        counts: counts === undefined
            ? undefined
            : {
                critical: counts.critical,
                high: counts.high,
                medium: counts.medium,
                low: counts.low,
                unknown: counts.unknown,
            },
        requests,
    };
}
/** Field by field, so that nothing gets into the file that the schema does not name. */
function findingOf(finding) {
    const { suppressedBy, ticket } = finding;
    return {
        fingerprint: finding.fingerprint,
        tool: finding.tool,
        seenBy: finding.seenBy.map(({ tool, id, rule, severity, link }) => ({ tool, id, rule, severity, link })),
        type: finding.type,
        project: finding.project,
        path: finding.path,
        line: finding.line,
        endLine: finding.endLine,
        severity: finding.severity,
        title: finding.title,
        description: finding.description,
        rule: finding.rule,
        cwe: finding.cwe,
        identifiers: finding.identifiers,
        package: finding.package === undefined ? undefined : packageOf(finding.package),
        fixable: finding.fixable,
        fix: finding.fix,
        reachability: finding.reachability,
        epss: finding.epss,
        exploit: finding.exploit,
        malicious: finding.malicious,
        validated: finding.validated,
        link: finding.link,
        status: finding.status,
        blocking: finding.blocking,
        blockedBy: finding.blockedBy,
        suppressedBy: suppressedBy === undefined
            ? undefined
            : {
                by: suppressedBy.by,
                reason: suppressedBy.reason,
                owner: suppressedBy.owner,
                expires: suppressedBy.expires,
            },
        firstSeen: finding.firstSeen,
        how: finding.how,
        ticket: ticket === undefined ? undefined : { key: ticket.key, url: ticket.url },
    };
}
function packageOf({ name, version, ecosystem, fixedIn, transitive, via }) {
    return { name, version, ecosystem, fixedIn, transitive, via };
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./build/src/reporters/sarif/limits.js
/**
 * What code scanning accepts of one SARIF file; a file over any of these is refused as a whole
 * (https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
const LIMITS = {
    /** Bytes of the file after gzip. */
    gzipped: 10_000_000,
    runs: 20,
    /** Per run. */
    results: 25_000,
    /** Per run. */
    rules: 25_000,
    /** Per rule. */
    tags: 20,
    /** Per result. */
    locations: 1000,
    /** Thread flow locations per result. */
    flowLocations: 10_000,
    /** UTF-16 units. */
    ruleName: 255,
    /** UTF-16 units of a rule's short or full description. */
    description: 1024,
};
/** How many results of a run code scanning keeps and shows, by severity; the rest is dropped on its side. */
const KEPT_RESULTS = 5000;

;// CONCATENATED MODULE: ./build/src/reporters/sarif/document.js
/**
 * The part of SARIF 2.1.0 that Scan Gate writes: what GitHub code scanning reads, and little more
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
const LEVELS = ["error", "warning", "note"];
const PRECISIONS = ["very-high", "high", "medium", "low"];
const PROBLEM_SEVERITIES = ["error", "warning", "recommendation"];

;// CONCATENATED MODULE: ./build/src/reporters/sarif/preflight.js


const HIGHEST_INTEGER = 2_147_483_647;
/**
 * Checks a document against every limit and every property that code scanning is known to insist on, number for
 * number, except for its size. An empty list means that nothing known speaks against the upload.
 */
function preflight(document) {
    const problems = [];
    for (const [run, part] of document.runs.entries()) {
        const { rules } = part.tool.driver;
        for (const what of objections(RUN_CHECKS, part, { index: run, document }))
            problems.push({ run, what });
        for (const [rule, item] of rules.entries()) {
            for (const what of objections(RULE_CHECKS, item, { index: rule }))
                problems.push({ run, rule, what });
        }
        for (const [result, item] of part.results.entries()) {
            const rule = rules[item.ruleIndex];
            for (const what of objections(RESULT_CHECKS, item, { index: result, rule })) {
                problems.push({ run, result, what });
            }
        }
    }
    return problems;
}
const NOTHING = [];
function objections(checks, part, surroundings) {
    const wrong = checks.filter((check) => check.wrong(part, surroundings));
    return wrong.length === 0 ? NOTHING : wrong.map(({ what }) => what);
}
/**
 * The document without what {@link preflight} objects to, and a sentence per objection: a faulty result goes alone, a
 * faulty rule takes its results with it, a faulty run goes as a whole.
 */
function dropFaulty(document) {
    const problems = preflight(document);
    if (problems.length === 0)
        return { document, notes: [] };
    const badRuns = new Set(problems
        .filter((problem) => problem.rule === undefined && problem.result === undefined)
        .map(({ run }) => run));
    const runs = document.runs.flatMap((run, index) => badRuns.has(index)
        ? []
        : [
            withoutFaults(run, problems.filter((problem) => problem.run === index)),
        ]);
    return { document: { ...document, runs }, notes: tell(document, problems) };
}
function withoutFaults(run, problems) {
    if (problems.length === 0)
        return run;
    const badRules = new Set(problems.map(({ rule }) => rule));
    const badResults = new Set(problems.map(({ result }) => result));
    const rules = run.tool.driver.rules.filter((_, index) => !badRules.has(index));
    const newIndex = new Map(rules.map((rule, index) => [rule, index]));
    const results = run.results.flatMap((result, index) => {
        const rule = run.tool.driver.rules[result.ruleIndex];
        const ruleIndex = rule === undefined ? undefined : newIndex.get(rule);
        return badResults.has(index) || ruleIndex === undefined ? [] : [{ ...result, ruleIndex }];
    });
    return { ...run, tool: { driver: { ...run.tool.driver, rules } }, results };
}
/** Objections of one kind are told once, with their number. */
function tell(document, problems) {
    const numbers = new Map();
    for (const { run, rule, result, what } of problems) {
        const part = result !== undefined ? "result" : rule !== undefined ? "rule" : "run";
        const kind = `${part} of ${document.runs[run]?.tool.driver.name ?? "a tool"} with ${what}`;
        numbers.set(kind, (numbers.get(kind) ?? 0) + 1);
    }
    return [...numbers].map(([kind, number]) => `left out, because code scanning would refuse the file: ${number} × ${kind}.`);
}
const RUN_CHECKS = [
    { what: `a place beyond ${LIMITS.runs} runs`, wrong: (_, { index }) => index >= LIMITS.runs },
    { what: "no tool name", wrong: (run) => isBlank(run.tool.driver.name) },
    {
        what: "a category that does not end in a slash",
        wrong: (run) => !/^[^/].*\/$/.test(run.automationDetails.id),
    },
    {
        what: "the tool and category of an earlier one",
        wrong: (run, { index, document }) => document.runs.slice(0, index).some((earlier) => isSameKey(earlier, run)),
    },
];
const RULE_CHECKS = [
    { what: `a place beyond ${LIMITS.rules} rules`, wrong: (_, { index }) => index >= LIMITS.rules },
    { what: "no id", wrong: ({ id }) => isBlank(id) },
    { what: "an empty name", wrong: ({ name }) => name !== undefined && isBlank(name) },
    {
        what: `a name over ${LIMITS.ruleName} characters`,
        wrong: ({ name = "" }) => name.length > LIMITS.ruleName,
    },
    {
        what: "an empty description",
        wrong: ({ shortDescription, fullDescription }) => isBlank(shortDescription.text) || isBlank(fullDescription.text),
    },
    {
        what: `a description over ${LIMITS.description} characters`,
        wrong: ({ shortDescription, fullDescription }) => shortDescription.text.length > LIMITS.description || fullDescription.text.length > LIMITS.description,
    },
    {
        what: "an empty help",
        wrong: ({ help }) => isBlank(help.text) || (help.markdown !== undefined && isBlank(help.markdown)),
    },
    { what: `more than ${LIMITS.tags} tags`, wrong: ({ properties }) => properties.tags.length > LIMITS.tags },
    { what: "an unknown precision", wrong: ({ properties }) => !PRECISIONS.includes(properties.precision) },
    {
        what: "an unknown problem.severity",
        wrong: ({ properties }) => !PROBLEM_SEVERITIES.includes(properties["problem.severity"]),
    },
    {
        what: "a security-severity outside 0.1 to 10.0",
        wrong: ({ properties }) => !/^(?:10\.0|[1-9]\.\d|0\.[1-9])$/.test(properties["security-severity"]),
    },
    {
        what: "an unknown default level",
        wrong: ({ defaultConfiguration }) => !LEVELS.includes(defaultConfiguration.level),
    },
    {
        what: "a help address that is none",
        wrong: ({ helpUri }) => helpUri !== undefined && !URL.canParse(helpUri),
    },
];
const RESULT_CHECKS = [
    { what: `a place beyond ${LIMITS.results} results`, wrong: (_, { index }) => index >= LIMITS.results },
    { what: "no rule", wrong: ({ ruleId }, { rule }) => rule?.id !== ruleId },
    { what: "an unknown level", wrong: ({ level }) => !LEVELS.includes(level) },
    { what: "an empty message", wrong: ({ message }) => isBlank(message.text) },
    { what: "a placeholder in its message", wrong: ({ message }) => hasPlaceholder(message.text) },
    { what: "no location", wrong: ({ locations }) => locations.length === 0 },
    {
        what: `more than ${LIMITS.locations} locations`,
        wrong: ({ locations }) => locations.length > LIMITS.locations,
    },
    {
        what: `more than ${LIMITS.flowLocations} steps in its code flow`,
        wrong: (result) => stepsOf(result).length > LIMITS.flowLocations,
    },
    {
        what: "a location that is no relative path",
        wrong: (result) => !result.locations.every(hasPath) || !stepsOf(result).every(hasPath),
    },
    {
        what: "a location with impossible lines",
        wrong: (result) => !result.locations.every(hasLines) || !stepsOf(result).every(hasLines),
    },
    {
        what: "a line hash of another form",
        wrong: ({ partialFingerprints: prints }) => prints !== undefined && !/^[0-9a-f]{1,16}:[1-9]\d*$/.test(prints.primaryLocationLineHash),
    },
];
const NO_STEPS = [];
function stepsOf({ codeFlows }) {
    if (codeFlows === undefined)
        return NO_STEPS;
    return codeFlows.flatMap(({ threadFlows }) => threadFlows.flatMap(({ locations }) => locations.map(({ location }) => location)));
}
function isSameKey(a, b) {
    return a.tool.driver.name === b.tool.driver.name && a.automationDetails.id === b.automationDetails.id;
}
/** Empty text is refused, and half a surrogate pair is no text that JSON can carry everywhere. */
function isBlank(text) {
    return text.trim() === "" || /\p{Surrogate}/u.test(text);
}
/** `{0}` stands for an argument, and there are none; doubled braces are braces. */
function hasPlaceholder(text) {
    return text.includes("{") && /\{\d+\}/.test(text.replaceAll("{{", "").replaceAll("}}", ""));
}
/** A percent-encoded relative reference that stays below the repository's root, also for who decodes it. */
function hasPath({ physicalLocation }) {
    const { uri } = physicalLocation.artifactLocation;
    if (!/^(?:[\w.!$&'()*+,;=@~/-]|%[0-9A-F]{2})+$/.test(uri))
        return false;
    const segments = uri.replaceAll(/%2E/gi, ".").split(/\/|%2F|%5C/i);
    return segments.every((segment) => segment !== "" && segment !== "." && segment !== "..");
}
function hasLines({ physicalLocation }) {
    const { startLine, startColumn, endLine } = physicalLocation.region;
    const isPlace = (value) => Number.isInteger(value) && value >= 1 && value <= HIGHEST_INTEGER;
    return [startLine, startColumn, endLine].every(isPlace) && endLine >= startLine;
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/grade.js
/**
 * Code scanning's bands: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low. A severity that
 * nobody could read is shown as critical, because that is how it is judged, but below those known to be critical.
 */
const GRADES = {
    critical: { level: "error", problem: "error", score: 9.5, band: [9.1, 10] },
    unknown: { level: "error", problem: "error", score: 9.1, band: [9.1, 9.1] },
    high: { level: "error", problem: "error", score: 8, band: [7, 8.9] },
    medium: { level: "warning", problem: "warning", score: 5.5, band: [4, 6.9] },
    low: { level: "note", problem: "recommendation", score: 2, band: [0.1, 3.9] },
};
/** How far off its band a score may be and still count: scores are rounded to tenths, and 9.0 is critical for CVSS. */
const ROUNDING = 0.1;
/**
 * The number that code scanning derives its severity from, 0.1 to 10.0. It is the tool's own score when that tells
 * the same severity, moved to the edge of GitHub's band where the scales differ by a tenth.
 */
function securitySeverity(severity, score) {
    const { band, score: usual } = GRADES[severity];
    const [lowest, highest] = band;
    if (severity === "unknown" || score === undefined || !Number.isFinite(score))
        return usual;
    if (score < lowest - ROUNDING || score > highest + ROUNDING || score <= 0)
        return usual;
    return Math.min(highest, Math.max(lowest, Math.round(score * 10) / 10));
}
function levelOf(severity) {
    return GRADES[severity].level;
}
function problemSeverityOf(severity) {
    return GRADES[severity].problem;
}
/** Whether a version is affected is looked up; everything else is found by patterns and may be wrong more often. */
const PRECISION = {
    sca: "very-high",
    container: "very-high",
    license: "very-high",
    secrets: "high",
    iac: "high",
    sast: "high",
};
function precisionOf(type) {
    return PRECISION[type];
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/place.js


/** Where findings are shown that belong to the repository as a whole. Always the same file, so that alerts stay. */
const FALLBACK_PATH = "README.md";
/** The usual manifest of an ecosystem, for a dependency whose tool names no file. */
const MANIFESTS = {
    npm: "package.json",
    yarn: "package.json",
    pnpm: "package.json",
    pip: "requirements.txt",
    pypi: "requirements.txt",
    poetry: "pyproject.toml",
    maven: "pom.xml",
    gradle: "build.gradle",
    go: "go.mod",
    gomod: "go.mod",
    gomodules: "go.mod",
    golang: "go.mod",
    rubygems: "Gemfile",
    gem: "Gemfile",
    nuget: "packages.config",
    composer: "composer.json",
    packagist: "composer.json",
    cargo: "Cargo.toml",
    hex: "mix.exs",
    pub: "pubspec.yaml",
    cocoapods: "Podfile",
    swift: "Package.swift",
};
/**
 * Where an observation is shown: its own file; without one its manifest, line 1; else {@link FALLBACK_PATH}, line 1.
 * A path that leads out of the repository is never used, and stays readable in `refused`.
 */
function place_placeOf(observation) {
    const path = observation.path === undefined ? undefined : repositoryPath(observation.path);
    if (path !== undefined)
        return { path, ...linesOf(observation) };
    const place = { path: manifestOf(observation), line: 1 };
    return observation.path === undefined || observation.path.trim() === ""
        ? place
        : { ...place, refused: observation.path };
}
/**
 * A tool's path as a path of the repository, or undefined when it may lead elsewhere in any reading: absolute, with
 * `..`, a drive, a share or a scheme, and also after percent-decoding. `./` and doubled slashes are taken out.
 */
function repositoryPath(path) {
    const plain = path
        .replaceAll("\\", "/")
        .replace(/\/{2,}/g, (slashes, at) => (at === 0 ? slashes : "/"))
        .replace(/^(?:\.\/)+/, "")
        .replace(/\/(?:\.\/)+/g, "/");
    const isMeant = plain.trim() !== "" && isRepositoryPath(plain) && isRepositoryPath(decoded(plain));
    return isMeant ? plain : undefined;
}
/** A location of SARIF. */
function locationOf({ path, line, endLine = line }) {
    return {
        physicalLocation: {
            artifactLocation: { uri: (0,text_escape/* uriPath */.kq)(path) },
            region: { startLine: line, startColumn: 1, endLine },
        },
    };
}
/** One step of a code flow, or undefined when its path is none of the repository. */
function stepPlace(step) {
    const path = repositoryPath(step.path);
    return path === undefined ? undefined : { path, ...linesOf(step) };
}
/** Percent signs resolved as often as a careless reader might; only those escapes that steer a path. */
function decoded(path) {
    let text = path;
    for (let round = 0; round < 3; round++) {
        text = text.replace(/%(25|2e|2f|3a|5c|[01][0-9a-f]|7f)/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
    return text.replaceAll("\\", "/");
}
/** The highest line that fits the integers of every reader of SARIF. */
const LAST_LINE = 2_147_483_647;
function linesOf(place) {
    const line = place_isLine(place.line) ? place.line : 1;
    return place_isLine(place.endLine) && place_isLine(place.line) && place.endLine > line
        ? { line, endLine: place.endLine }
        : { line };
}
function place_isLine(line) {
    return Number.isInteger(line) && line !== undefined && line >= 1 && line <= LAST_LINE;
}
function manifestOf(observation) {
    const ecosystem = observation.package?.ecosystem?.toLowerCase() ?? "";
    return Object.hasOwn(MANIFESTS, ecosystem) ? (MANIFESTS[ecosystem] ?? FALLBACK_PATH) : FALLBACK_PATH;
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/advisory.js
/**
 * Where the public databases describe an identifier. Only what has exactly the form of an identifier is linked, so
 * that a tool's text cannot choose where a link leads.
 */
const DATABASES = [
    {
        form: /^CWE-\d{1,6}$/i,
        page: (id) => `https://cwe.mitre.org/data/definitions/${id.slice("CWE-".length)}.html`,
    },
    { form: /^CVE-\d{4}-\d{4,19}$/i, page: (id) => `https://nvd.nist.gov/vuln/detail/${id.toUpperCase()}` },
    {
        form: /^GHSA(?:-[0-9a-z]{4}){3}$/i,
        page: (id) => `https://github.com/advisories/GHSA${id.slice("GHSA".length).toLowerCase()}`,
    },
    {
        form: /^SNYK-[A-Z0-9]{1,40}-[A-Z0-9_]{1,200}-\d{1,12}$/,
        page: (id) => `https://security.snyk.io/vuln/${id}`,
    },
];
/** The page of a CVE, GHSA, CWE or Snyk advisory; undefined for anything else. */
function advisoryPage(identifier) {
    return DATABASES.find(({ form }) => form.test(identifier))?.page(identifier);
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/rule.js




/** Code scanning states no limit for these; a rule has to stay readable, and the file small. */
const LONGEST_ID = 255;
const LONGEST_HELP = 8000;
const MOST_REFERENCES = 20;
/**
 * The id that alerts of an observation are filed under: the tool's rule, else the first identifier or weakness,
 * else the type. It never depends on the severity, so that a re-graded problem stays the same alert.
 */
function ruleIdOf(observation) {
    const { rule, identifiers, cwe, tool, type } = observation;
    return rule_shown(rule) ?? rule_shown(identifiers[0]) ?? rule_shown(cwe[0]) ?? `${(0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(tool), 200)}.${type}`;
}
function rule_shown(name) {
    const text = name === undefined ? "" : (0,text_escape/* visible */.RK)(name).trim();
    return text === "" ? undefined : (0,text_escape/* clip */.$Q)(text, LONGEST_ID);
}
/** A draft from the first and most severe observation of a rule, or a draft that one more was added to. */
function draftRule(observation, draft) {
    const score = securitySeverity(observation.severity, observation.score);
    if (draft === undefined) {
        return { id: ruleIdOf(observation), model: observation, score, cwe: new Set(observation.cwe) };
    }
    const known = observation.cwe.every((cwe) => draft.cwe.has(cwe));
    if (known && score <= draft.score)
        return draft;
    return {
        ...draft,
        score: Math.max(score, draft.score),
        cwe: known ? draft.cwe : new Set([...draft.cwe, ...observation.cwe]),
    };
}
/** @param brief leaves out all help but the title, for a file that would be too large */
function renderRule(draft, brief) {
    const { model } = draft;
    const title = rule_titleOf(model);
    const tags = tagsOf(draft);
    const name = boundedText(title, LIMITS.ruleName);
    const helpUri = [...model.identifiers, ...draft.cwe].map(advisoryPage).find((page) => page !== undefined);
    const rule = {
        id: draft.id,
        ...(name.toLowerCase() === draft.id.toLowerCase() ? {} : { name }),
        shortDescription: { text: boundedText(title, LIMITS.description) },
        fullDescription: { text: boundedText(descriptionOf(model) ?? title, LIMITS.description) },
        help: brief ? { text: boundedText(title, LIMITS.description) } : helpOf(model, draft.cwe),
        ...(helpUri === undefined ? {} : { helpUri }),
        defaultConfiguration: { level: levelOf(model.severity) },
        properties: {
            tags: tags.slice(0, LIMITS.tags),
            precision: precisionOf(model.type),
            "problem.severity": problemSeverityOf(model.severity),
            "security-severity": draft.score.toFixed(1),
        },
    };
    return { rule, cutTags: Math.max(0, tags.length - LIMITS.tags) };
}
/** A title that is never empty. */
function rule_titleOf(observation) {
    const title = (0,text_escape/* visible */.RK)(observation.title).trim();
    return title === "" ? ruleIdOf(observation) : title;
}
/** The description, when it says more than the title. */
function descriptionOf(observation) {
    const text = (0,text_escape/* visibleLines */.gB)(observation.description ?? "").trim();
    return text === "" || text === observation.title.trim() ? undefined : text;
}
/** Escaped text of at most `max` units; escaping makes text longer, so the text is shortened until it fits. */
function boundedText(text, max) {
    let room = max;
    let escaped = (0,text_escape/* sarifText */.BC)((0,text_escape/* clip */.$Q)(text, room));
    while (escaped.length > max) {
        room = Math.min(room - 1, Math.floor((room * max) / escaped.length));
        escaped = (0,text_escape/* sarifText */.BC)((0,text_escape/* clip */.$Q)(text, room));
    }
    return escaped;
}
/** `security`, the type of the finding, and the weaknesses as code scanning knows them. */
function tagsOf(draft) {
    const weaknesses = [...draft.cwe]
        .filter((cwe) => /^CWE-\d{1,6}$/i.test(cwe))
        .map((cwe) => cwe.toLowerCase());
    return ["security", draft.model.type, ...weaknesses.map((cwe) => `external/cwe/${cwe}`)];
}
/** The same help twice, as text and as Markdown: what is wrong, what to do, where to read on. */
function helpOf(model, cwe) {
    const description = (0,text_escape/* clip */.$Q)(descriptionOf(model) ?? rule_titleOf(model), LONGEST_HELP);
    const fix = rule_fixOf(model);
    const identifiers = [...new Set([...model.identifiers, ...cwe])].slice(0, MOST_REFERENCES);
    const references = (model.references ?? []).slice(0, MOST_REFERENCES).map((text) => (0,text_escape/* clip */.$Q)(text, 500));
    const text = [
        description,
        fix === undefined ? "" : `Fix: ${fix}`,
        identifiers.length === 0 ? "" : `Known as: ${identifiers.join(", ")}`,
        references.length === 0 ? "" : `References:\n${references.join("\n")}`,
    ];
    const markdown = [
        description.split("\n").map(text_escape/* markdownText */.p7).join("\n"),
        fix === undefined ? "" : `**Fix:** ${(0,text_escape/* markdownText */.p7)(fix)}`,
        identifiers.length === 0 ? "" : `**Known as:** ${identifiers.map(identifierLink).join(", ")}`,
        references.length === 0 ? "" : `**References:**\n\n${references.map(referenceItem).join("\n")}`,
    ];
    return { text: (0,text_escape/* sarifText */.BC)(joined(text)), markdown: joined(markdown) };
}
function joined(blocks) {
    return blocks.filter((block) => block.trim() !== "").join("\n\n");
}
/** What to do about every finding of the rule: for a dependency the versions that are free of it. */
function rule_fixOf(model) {
    const fixedIn = model.package?.fixedIn ?? [];
    if (model.package !== undefined && fixedIn.length > 0) {
        return (0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(`upgrade ${model.package.name} to ${fixedIn.join(" or ")}`), 500);
    }
    return model.package === undefined || model.fix === undefined ? undefined : (0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(model.fix), 500);
}
function identifierLink(identifier) {
    const page = advisoryPage(identifier);
    return page === undefined ? (0,text_escape/* markdownText */.p7)((0,text_escape/* clip */.$Q)(identifier, 200)) : `[${identifier}](${page})`;
}
/** A tool's reference is shown, not linked: in a report file of a pull request it may be anybody's address. */
function referenceItem(reference) {
    return `- ${(0,text_escape/* markdownCode */.D9)(reference)}`;
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/result.js






const result_LONGEST_MESSAGE = 2000;
const LONGEST_DETAIL = 300;
const LONGEST_DESCRIPTION = 1000;
function renderResult(options) {
    const { entry, rule, ruleIndex, brief } = options;
    const { finding, observation } = entry;
    const place = place_placeOf(observation);
    const hash = options.lineHashes(place.path, place.line);
    const flow = brief ? { cutSteps: 0 } : flowOf(observation);
    const viewer = viewerOf(observation);
    const result = {
        ruleId: rule.id,
        ruleIndex,
        level: levelOf(observation.severity),
        message: { text: messageOf(observation, { rule, place, brief }) },
        locations: [locationOf(place)],
        ...(hash === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: hash } }),
        ...(flow.codeFlow === undefined ? {} : { codeFlows: [flow.codeFlow] }),
        ...(viewer === undefined ? {} : { hostedViewerUri: viewer }),
        properties: {
            "scan-gate/fingerprint": finding.fingerprint,
            "scan-gate/status": finding.status,
            "scan-gate/severity": observation.severity,
            "scan-gate/blocking": finding.blocking,
        },
    };
    return { result, cutSteps: flow.cutSteps };
}
/** The problem in one sentence, then what is true of this one only; what the rule says is not said again. */
function messageOf(observation, options) {
    const { rule, place, brief } = options;
    const first = sentence(`${(0,text_escape/* clip */.$Q)(rule_titleOf(observation), LONGEST_DETAIL)}${result_packageOf(observation)}`);
    const details = brief ? [] : detailsOf(observation, rule);
    const refused = place.refused === undefined ? [] : [`Reported at: ${(0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(place.refused), LONGEST_DETAIL)}`];
    return boundedText([first, ...refused, ...details].join("\n"), result_LONGEST_MESSAGE);
}
function detailsOf(observation, rule) {
    const { model } = rule;
    const { via = [], fixedIn = [] } = observation.package ?? {};
    const description = observation === model ? undefined : descriptionOf(observation);
    const details = [];
    const tell = (label, text, max = LONGEST_DETAIL) => {
        const plain = text === undefined ? "" : (0,text_escape/* clip */.$Q)((0,text_escape/* visibleLines */.gB)(text).trim(), max);
        if (plain !== "")
            details.push(`${label}${plain}`);
    };
    if (description !== descriptionOf(model))
        tell("", description, LONGEST_DESCRIPTION);
    if (differs(observation, rule))
        tell("Severity: ", severityNote(observation));
    if (via.length > 1)
        tell("Brought in by: ", via.join(" > "));
    tell("Fixed in: ", fixedIn.join(", "));
    tell("Fix: ", observation.fix);
    tell("Reachability: ", observation.reachability);
    tell("Secret: ", observation.validated);
    return details;
}
/** Whether code scanning, which knows one severity per rule, shows another than the finding's own. */
function differs(observation, rule) {
    return observation.severity === "unknown" || observation.severity !== rule.model.severity;
}
function severityNote(observation) {
    return observation.severity === "unknown"
        ? `unknown${observation.nativeSeverity === undefined ? "" : ` (${(0,text_escape/* visible */.RK)(observation.nativeSeverity)})`}`
        : observation.severity;
}
function result_packageOf(observation) {
    const { package: dependency, title } = observation;
    if (dependency === undefined)
        return "";
    const name = (0,text_escape/* visible */.RK)((0,model_finding/* packageLabel */.lL)(dependency));
    return title.includes(name) ? "" : ` in ${(0,text_escape/* clip */.$Q)(name, LONGEST_DETAIL)}`;
}
function sentence(text) {
    return /[.!?…]$/.test(text) ? text : `${text}.`;
}
/** The way of the data from its source to the place of the finding; where it is too long, the end stays. */
function flowOf(observation) {
    const steps = (observation.flow ?? []).flatMap((step) => {
        const place = stepPlace(step);
        if (place === undefined)
            return [];
        const text = (0,text_escape/* visible */.RK)(step.text ?? "").trim();
        return [
            text === "" ? locationOf(place) : { ...locationOf(place), message: { text: boundedText(text, 200) } },
        ];
    });
    if (steps.length === 0)
        return { cutSteps: 0 };
    const kept = steps.slice(-LIMITS.flowLocations);
    return {
        codeFlow: { threadFlows: [{ locations: kept.map((location) => ({ location })) }] },
        cutSteps: steps.length - kept.length,
    };
}
/** The finding in its tool. Code scanning ignores it; viewers of SARIF open it. */
function viewerOf(observation) {
    const { link } = observation;
    if (link === undefined || link.length > 1000 || !URL.canParse(link))
        return undefined;
    const url = new URL(link);
    return url.protocol === "https:" && url.username === "" && url.password === "" ? url.href : undefined;
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/selection.js



const TOOLS = {
    semgrep: { name: "Semgrep", informationUri: "https://semgrep.dev" },
    snyk: { name: "Snyk", informationUri: "https://snyk.io" },
};
/** Names the run of report files of which no tool is known, so that there is one to be empty. */
const NAMELESS = "Scan Gate reports";
const LONGEST_NAME = 255;
/**
 * The runs of a report: one per complete source, for `reports` one per tool. A source that is not complete has
 * none, so that code scanning does not close its alerts; a complete one without findings has an empty one, so that
 * it does. What is suppressed, or ignored in the tool whose run it is, is left out, because code scanning would
 * open an alert for it all the same.
 */
function selectRuns(report) {
    return report.sources
        .filter((evidence) => evidence.status === "complete")
        .flatMap((evidence) => evidence.source === "reports" ? reportRuns(report, evidence) : [serviceRun(report, evidence.source)]);
}
/** Runs that fit into one file: those with the most severe and most numerous results stay. */
function fitRuns(runs) {
    const ranked = [...runs].sort((a, b) => Number(b.entries.length > 0) - Number(a.entries.length > 0) ||
        worst(a, b) ||
        b.entries.length - a.entries.length);
    const stay = new Set(ranked.slice(0, LIMITS.runs));
    return { kept: runs.filter((run) => stay.has(run)), cut: runs.filter((run) => !stay.has(run)) };
}
function worst(a, b) {
    const [first, second] = [a.entries[0], b.entries[0]];
    if (first === undefined || second === undefined)
        return 0;
    return (0,model_severity/* compareSeverity */.zK)(first.observation.severity, second.observation.severity);
}
function serviceRun(report, source) {
    const { name, informationUri } = TOOLS[source] ?? { name: source, informationUri: "" };
    const entries = entriesOf(report, (observation) => observation.source === source);
    return { name, informationUri, category: `scan-gate/${source}/`, entries };
}
function reportRuns(report, evidence) {
    const runs = new Map();
    const byTool = groupByTool(entriesOf(report, (observation) => observation.source === "reports"), reportTools(report, evidence));
    for (const [tool, entries] of byTool) {
        const facts = Object.hasOwn(TOOLS, tool) ? TOOLS[tool] : undefined;
        const name = facts?.name ?? (0,text_escape/* clip */.$Q)((0,text_escape/* visible */.RK)(tool), LONGEST_NAME);
        const category = `scan-gate/reports/${tool.replace(/[^a-zA-Z0-9]/gu, "-")}/`;
        runs.set(tool, {
            name: name.trim() === "" ? NAMELESS : name,
            ...(facts === undefined ? {} : { informationUri: facts.informationUri }),
            category,
            entries,
        });
    }
    return runs.size > 0
        ? [...runs.values()]
        : [{ name: NAMELESS, category: "scan-gate/reports/", entries: [] }];
}
/** Every tool whose report was read, also when all that it found is fixed or suppressed; in alphabetical order. */
function reportTools(report, evidence) {
    const tools = new Set(evidence.tools ?? []);
    for (const finding of [...report.findings, ...report.fixed]) {
        for (const { source, tool } of finding.observations)
            if (source === "reports")
                tools.add(tool);
    }
    return [...tools].sort();
}
function groupByTool(entries, tools) {
    const groups = new Map(tools.map((tool) => [tool, []]));
    for (const entry of entries)
        groups.get(entry.observation.tool)?.push(entry);
    return groups;
}
function entriesOf(report, belongs) {
    const entries = [];
    for (const finding of report.findings) {
        if (finding.suppressedBy !== undefined)
            continue;
        for (const observation of finding.observations) {
            if (observation.ignored === undefined && belongs(observation))
                entries.push({ finding, observation });
        }
    }
    return entries.sort((a, b) => (0,model_severity/* compareSeverity */.zK)(a.observation.severity, b.observation.severity));
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/render.js





const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
/**
 * The findings of a report as SARIF 2.1.0 for code scanning (contract §9): one run per complete source and tool,
 * results most severe first, and within the limits on numbers; the one on bytes is `fitSarif`'s. The same report
 * and options give the same document.
 *
 * Code scanning has one severity per rule. Where a tool grades findings of one rule differently, the rule carries
 * the highest, and each result its own level and a word in its message: a rule id that depends on the severity
 * would close and reopen alerts whenever a grade changes.
 */
function renderSarif(report, options = {}) {
    const { kept, cut } = fitRuns(selectRuns(report));
    const notes = cut.map((run) => `code scanning takes at most ${LIMITS.runs} runs in a file; that of ${run.name} with ` +
        `${(0,text_count/* counted */.h)(run.entries.length, "result")} was left out.`);
    const runs = kept.map((selection) => renderRun(selection, options));
    return {
        document: { $schema: SCHEMA, version: "2.1.0", runs: runs.map(({ run }) => run) },
        notes: [...notes, ...runs.flatMap((run) => run.notes)],
    };
}
function renderRun(selection, options) {
    const { lineHashes = () => undefined, brief = false } = options;
    const entries = selection.entries.slice(0, Math.min(options.results ?? LIMITS.results, LIMITS.results));
    const ids = entries.map(({ observation }) => ruleIdOf(observation));
    const rules = draftRules(entries, ids);
    const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
    const results = [];
    let cutSteps = 0;
    for (const [at, entry] of entries.entries()) {
        const id = ids[at] ?? "";
        const rule = rules.get(id) ?? draftRule(entry.observation);
        const rendered = renderResult({ entry, rule, ruleIndex: indexes.get(id) ?? 0, lineHashes, brief });
        results.push(rendered.result);
        cutSteps += rendered.cutSteps;
    }
    const renderedRules = [...rules.values()].map((draft) => renderRule(draft, brief));
    const { name, informationUri, category } = selection;
    return {
        run: {
            tool: {
                driver: {
                    name,
                    ...(informationUri === undefined ? {} : { informationUri }),
                    rules: renderedRules.map(({ rule }) => rule),
                },
            },
            automationDetails: { id: category },
            columnKind: "utf16CodeUnits",
            results,
        },
        notes: notesOf(selection, {
            kept: entries,
            cutSteps,
            cutTags: renderedRules.reduce((sum, { cutTags }) => sum + cutTags, 0),
        }),
    };
}
/** Rules in the order in which the results need them; `ids` are the entries' own. */
function draftRules(entries, ids) {
    const rules = new Map();
    for (const [at, { observation }] of entries.entries()) {
        const id = ids[at] ?? "";
        const known = rules.get(id);
        const draft = draftRule(observation, known);
        if (draft !== known)
            rules.set(id, draft);
    }
    return rules;
}
function notesOf(selection, cuts) {
    const { name, entries } = selection;
    const notes = [];
    const cut = entries.length - cuts.kept.length;
    if (cut > 0) {
        const worst = entries[cuts.kept.length]?.observation.severity ?? "low";
        notes.push(`${cut.toLocaleString("en-US")} of ${(0,text_count/* counted */.h)(entries.length, "result")} of ${name} ${cut === 1 ? "was" : "were"} left out, the least severe ones ` +
            `(${worst} and below), because a file takes no more.`);
    }
    if (cuts.kept.length > KEPT_RESULTS) {
        notes.push(`code scanning keeps the ${KEPT_RESULTS.toLocaleString("en-US")} most severe of ${(0,text_count/* counted */.h)(cuts.kept.length, "result")} ` +
            `of ${name}.`);
    }
    if (cuts.cutTags > 0) {
        notes.push(`left out, beyond ${LIMITS.tags} per rule: ${(0,text_count/* counted */.h)(cuts.cutTags, "tag")} of ${name}.`);
    }
    if (cuts.cutSteps > 0) {
        notes.push(`left out, beyond ${LIMITS.flowLocations} per result: ${(0,text_count/* counted */.h)(cuts.cutSteps, "first step")} of code flows ` +
            `of ${name}.`);
    }
    return notes;
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/fit.js




/** How much of the room a cut aims at: fewer results compress a little worse. */
const AIM = 0.95;
/**
 * The SARIF file of a report within every limit, the one on bytes included. When the whole does not fit, code flows
 * and help go first, because they cost room and no alert; then the least severe results of the largest runs.
 */
function fitSarif(report, options = {}) {
    const { limit = LIMITS.gzipped, lineHashes } = options;
    const hashes = lineHashes === undefined ? {} : { lineHashes };
    const whole = attempt(report, hashes);
    if (gzippedSize(whole.text, limit) <= limit)
        return whole;
    const told = `code flows and rule help were left out, because the file would be over ${limit} bytes.`;
    let results = LIMITS.results;
    let fitted = attempt(report, { ...hashes, brief: true });
    let size = gzippedSize(fitted.text, limit);
    while (size > limit && results > 0) {
        const largest = Math.max(...fitted.document.runs.map((run) => run.results.length));
        results = Math.max(0, Math.min(largest - 1, Math.floor((largest * limit * AIM) / size)));
        fitted = attempt(report, { ...hashes, brief: true, results });
        size = gzippedSize(fitted.text, limit);
    }
    return { ...fitted, notes: [told, ...fitted.notes] };
}
function attempt(report, options) {
    const rendered = renderSarif(report, options);
    const sound = dropFaulty(rendered.document);
    return {
        text: `${JSON.stringify(sound.document)}\n`,
        document: sound.document,
        notes: [...rendered.notes, ...sound.notes],
    };
}
/**
 * Bytes after gzip at its usual level. Far from the limit a cheap upper bound will do: the text itself, or the fastest
 * level, which takes a third of the time.
 */
function gzippedSize(text, limit) {
    const plain = Buffer.byteLength(text);
    if (plain < limit / 2)
        return plain;
    const fast = (0,external_node_zlib_.gzipSync)(text, { level: 1 }).length;
    return fast < limit / 2 ? fast : (0,external_node_zlib_.gzipSync)(text).length;
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/processing.js

/** Pauses between two looks, in milliseconds: small files are done at the first, large ones take a minute. */
const PAUSES = { first: 1000, growth: 1.6, longest: 15_000 };
/** GitHub seldom takes longer, and the verdict does not depend on it. */
const LONGEST_WAIT = 120_000;
/** Looks in a row that may fail. */
const PATIENCE = 3;
/**
 * Waits until GitHub has taken in an upload, two minutes or the deadline at most, and tells its errors and what it
 * left out. That it could not be waited for is a warning as well; the upload stands.
 */
async function waitForProcessing(id, waiting) {
    const { clock, deadline } = waiting;
    const end = clock.now() + Math.min(LONGEST_WAIT, deadline.remaining());
    let failures = 0;
    for (let pause = PAUSES.first;; pause = Math.min(pause * PAUSES.growth, PAUSES.longest)) {
        if (clock.now() + pause > end || !(await slept(pause, waiting)))
            return stillProcessing();
        try {
            const { status, errors } = await waiting.github.sarifProcessing(id);
            failures = 0;
            if (status === "complete")
                return { done: "processed", warnings: await told(id, waiting.github, errors) };
            if (status === "failed")
                return { done: "not accepted by code scanning", warnings: failed(errors) };
        }
        catch (error) {
            if (!(error instanceof src_errors/* ScanGateError */.D4))
                throw error;
            // Right after the upload GitHub may not know its own id yet.
            if (error.status !== 404)
                failures += 1;
            if (failures >= PATIENCE)
                return lostSight(error);
        }
    }
}
/** Whether the pause was slept to its end. */
async function slept(pause, { clock, deadline }) {
    try {
        await clock.sleep(pause, deadline.signal);
        return true;
    }
    catch (error) {
        if (error instanceof src_errors/* ScanGateError */.D4)
            return false;
        throw error;
    }
}
async function told(id, github, errors) {
    const warnings = errors.map((error) => `Code scanning says: ${(0,src_errors/* sentence */.em)(error)}`);
    try {
        const more = await github.sarifWarnings(id);
        return [...warnings, ...more.map((warning) => `Code scanning says: ${(0,src_errors/* sentence */.em)(warning)}`)];
    }
    catch (error) {
        if (!(error instanceof src_errors/* ScanGateError */.D4))
            throw error;
        return [...warnings, `Whether code scanning left out results is not known: ${(0,src_errors/* sentence */.em)(error.message)}`];
    }
}
function failed(errors) {
    const said = errors.length === 0 ? ["it gave no reason"] : errors;
    return said.map((error) => `Code scanning did not accept the upload: ${(0,src_errors/* sentence */.em)(error)}`);
}
function stillProcessing() {
    return {
        done: "still being processed",
        warnings: [
            "Code scanning was still processing the upload when the wait for it ended; its alerts may come later.",
        ],
    };
}
function lostSight(error) {
    return {
        done: "processing not followed",
        warnings: [`Whether code scanning accepted the upload is not known: ${(0,src_errors/* sentence */.em)(error.message)}`],
    };
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/line-hash.js
/** Code units that one hash covers, from the first one of a line on. */
const WINDOW = 100;
const MULTIPLIER = 37;
/** 37^100 mod 2^64 in two halves: what a unit has been multiplied by when it leaves the window. */
const [LEAVING_HIGH, LEAVING_LOW] = power(MULTIPLIER, WINDOW);
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
/** Stands for the end of the file, so that an empty last line has a hash of its own. */
const END_OF_FILE = 65_535;
/**
 * GitHub's hash of every line of a file: 16 hex digits at most, a colon, and which occurrence of that hash in the
 * file this is (`8b7cf3e952e7aeb2:1`). Lines count from 1; a file that ends with a line break has one more, empty
 * line. Linear in the length of the text.
 *
 * Code scanning recognises a moved alert by this value, so it has to be the very one that `upload-sarif` computes
 * (https://github.com/github/codeql-action/blob/main/src/fingerprints.ts): spaces and tabs do not count, CR and
 * CRLF are LF, and each line is the polynomial hash of the 100 UTF-16 units from its start, past its end, modulo
 * 2^64. The text must be given as it is in the file, a byte order mark included.
 */
function lineHashes(text) {
    const { units, starts } = significantUnits(text);
    const hashes = numbered(windowHashes(units, starts));
    return (line) => hashes[line - 1];
}
/** The units that count, and at which of them a line begins. */
function significantUnits(text) {
    const units = new Uint16Array(text.length + 1);
    const starts = [];
    let length = 0;
    let atStart = true;
    let afterReturn = false;
    for (let at = 0; at <= text.length; at++) {
        const unit = at === text.length ? END_OF_FILE : text.charCodeAt(at);
        if (unit === SPACE || unit === TAB || (afterReturn && unit === LINE_FEED)) {
            afterReturn = false;
            continue;
        }
        afterReturn = unit === CARRIAGE_RETURN;
        if (atStart)
            starts.push(length);
        const kept = afterReturn ? LINE_FEED : unit;
        atStart = kept === LINE_FEED;
        units[length++] = kept;
    }
    return { units: units.subarray(0, length), starts };
}
/**
 * The hash of the window that begins at each start, rolled over the units once. The 64 bits are kept in two halves
 * and multiplied 16 bits at a time, all in 32-bit integers: several times as fast as BigInt.
 */
function windowHashes(units, starts) {
    const hashes = [];
    let high = 0;
    let low = 0;
    const end = units.length + WINDOW;
    for (let at = 0; at < end && hashes.length < starts.length; at++) {
        const first = (low & 0xffff) * MULTIPLIER + (at < units.length ? (units[at] ?? 0) : 0);
        const second = (low >>> 16) * MULTIPLIER + (first >>> 16);
        low = (second << 16) | (first & 0xffff);
        high = (Math.imul(high, MULTIPLIER) + (second >>> 16)) | 0;
        if (at >= WINDOW) {
            const gone = units[at - WINDOW] ?? 0;
            const share = Math.imul(gone, LEAVING_LOW & 0xffff) >>> 0;
            const carried = gone * (LEAVING_LOW >>> 16) + (share >>> 16);
            const before = low >>> 0;
            low = (before - (((carried & 0xffff) << 16) | (share & 0xffff))) | 0;
            high = (high - Math.imul(gone, LEAVING_HIGH) - (carried >>> 16) - (low >>> 0 > before ? 1 : 0)) | 0;
        }
        if (at - WINDOW + 1 === starts[hashes.length])
            hashes.push(line_hash_hex(high >>> 0, low >>> 0));
    }
    return hashes;
}
/** Tells equal hashes of one file apart by counting them. */
function numbered(hashes) {
    const seen = new Map();
    return hashes.map((hash) => {
        const count = (seen.get(hash) ?? 0) + 1;
        seen.set(hash, count);
        return `${hash}:${count}`;
    });
}
function line_hash_hex(high, low) {
    return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");
}
function power(base, exponent) {
    let value = 1n;
    for (let step = 0; step < exponent; step++)
        value = BigInt.asUintN(64, value * BigInt(base));
    return [Number(value >> 32n), Number(value & 0xffffffffn)];
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/workspace-hashes.js




/** Bytes of one file; what is larger is generated, and has no line that anybody would follow. */
const LARGEST_FILE = 10_000_000;
/** UTF-16 units of all files together: some seconds of work. */
const MOST_TEXT = 100_000_000;
/**
 * The hashes of all lines that results of the report stand on, each file read once, in the order of the results.
 * A file that is missing, unreadable, too large or outside of the workspace gives none: its results have no
 * fingerprint. Ends early, with what there is, when the signal aborts.
 */
async function workspaceHashes(report, files, signal) {
    const hashes = new Map();
    let room = MOST_TEXT;
    let unread = 0;
    for (const [path, lines] of workspace_hashes_linesOf(report)) {
        if (room <= 0 || signal.aborted) {
            unread += 1;
            continue;
        }
        // No fingerprint is a loss of comfort; it must not cost the alert, whatever is wrong with the file.
        const text = await files.readWorkspace(path, LARGEST_FILE).catch(() => undefined);
        if (text === undefined)
            continue;
        room -= text.length;
        hashes.set(path, hashesOf(text, lines));
    }
    return { lineHashes: (path, line) => hashes.get(path)?.get(line), unread };
}
function workspace_hashes_linesOf(report) {
    const lines = new Map();
    for (const { entries } of selectRuns(report)) {
        for (const { observation } of entries.slice(0, LIMITS.results)) {
            const { path, line } = place_placeOf(observation);
            const known = lines.get(path);
            if (known === undefined)
                lines.set(path, new Set([line]));
            else
                known.add(line);
        }
    }
    return lines;
}
function hashesOf(text, lines) {
    const hash = lineHashes(text);
    return new Map([...lines].flatMap((line) => {
        const value = hash(line);
        return value === undefined ? [] : [[line, value]];
    }));
}

;// CONCATENATED MODULE: ./build/src/reporters/sarif/publish.js





/**
 * Writes the SARIF file, and uploads it to code scanning and waits for it where the mode says so. Outputs are
 * `sarif-file` and `sarif-id`. A refusal by GitHub is a warning with the permission or setting to change.
 */
function sarifReporter(options) {
    return {
        id: "sarif",
        async publish(report) {
            const deadline = options.deadline();
            const { lineHashes, unread } = await workspaceHashes(report, options.files, deadline.signal);
            const fitted = fitSarif(report, { lineHashes });
            const notes = unread === 0 ? fitted.notes : [...fitted.notes, unreadNote(unread)];
            const written = await write(fitted, options);
            const uploaded = await upload(fitted, options, deadline);
            return {
                outputs: { ...written.outputs, ...uploaded.outputs },
                warnings: [...notes, ...written.warnings, ...uploaded.warnings],
                done: `${written.done}; ${uploaded.done}`,
            };
        },
    };
}
function unreadNote(unread) {
    return `${unread} files were not read for fingerprints, so their alerts may not be recognised when lines move.`;
}
/** A file that cannot be written is no reason to keep the results from code scanning. */
async function write({ text, document }, { files, file }) {
    const results = document.runs.reduce((sum, run) => sum + run.results.length, 0);
    const size = `${(0,text_count/* counted */.h)(results, "result")} in ${(0,text_count/* counted */.h)(document.runs.length, "run")}`;
    try {
        await files.write(file, text);
        return { outputs: { "sarif-file": file }, warnings: [], done: `${size} written to ${file}` };
    }
    catch (error) {
        const { message } = (0,src_errors/* toReason */.Ge)(error, "gate");
        return {
            outputs: {},
            warnings: [`The SARIF file was not written. ${message}`],
            done: `${size}, not written`,
        };
    }
}
async function upload(fitted, options, deadline) {
    const { mode, target, github, clock } = options;
    if (mode === "file")
        return notUploaded("not uploaded, as `sarif: file` or a dry run asks");
    if (target === undefined)
        return notUploaded("not uploaded, because code scanning has no place for this event");
    if (fitted.document.runs.length === 0) {
        return notUploaded("not uploaded, because no source is complete and its alerts must not be closed");
    }
    if (deadline.signal.aborted) {
        return {
            outputs: {},
            warnings: ["No time was left for the upload to code scanning."],
            done: "not uploaded",
        };
    }
    let id;
    try {
        id = (await github.uploadSarif({ ...target, sarif: fitted.text })).id;
    }
    catch (error) {
        if (!(error instanceof src_errors/* ScanGateError */.D4))
            throw error;
        return { outputs: {}, warnings: [uploadRefused(error)], done: "not uploaded" };
    }
    const { done, warnings } = await waitForProcessing(id, { github, clock, deadline });
    return { outputs: { "sarif-id": id }, warnings, done: `uploaded for ${target.ref}, ${done}` };
}
/** For an answer that GitHub's client has no advice about: the request as such was not understood. */
const UNACCEPTED = "This server does not accept the file; GitHub Enterprise Server may be too old for it. Set `sarif: file` to end " +
    "this warning";
/** What GitHub said, and the one permission or setting to change. */
function uploadRefused({ message, hint, status = 0 }) {
    const isOurs = status >= 400 && status < 500;
    return (0,src_errors/* sentence */.em)(`Code scanning has no results of this run: ${message}`, hint ?? (isOurs ? UNACCEPTED : undefined));
}
function notUploaded(done) {
    return { outputs: {}, warnings: [], done };
}

;// CONCATENATED MODULE: ./build/src/reporters/summary-chart.js


const MOST_BARS = 20;
/** A shorter axis would have fractions of findings on it. */
const SHORTEST_AXIS = 10;
/** Mermaid's own colour of bars is hardly seen on a light page. */
const COLOUR = `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#2f6feb"}}}}%%`;
/**
 * A bar chart of unsuppressed findings by tool and severity, as a mermaid block; empty when there are none. A finding
 * that two tools saw is in the bars of both.
 */
function severityChart(findings) {
    const bars = barsOf(findings).slice(0, MOST_BARS);
    if (bars.length === 0)
        return "";
    const labels = bars.map(({ label }) => `"${label}"`).join(", ");
    const lines = [
        COLOUR,
        "xychart-beta horizontal",
        '  title "Findings by tool and severity"',
        `  x-axis [${labels}]`,
        `  y-axis "Findings" 0 --> ${Math.max(SHORTEST_AXIS, ...bars.map(({ count }) => count))}`,
        `  bar [${bars.map(({ count }) => count).join(", ")}]`,
    ];
    return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}
function barsOf(findings) {
    const counts = new Map();
    const tools = new Set();
    for (const finding of findings) {
        if (finding.suppressedBy !== undefined)
            continue;
        for (const tool of new Set(finding.seenBy.map((each) => each.tool))) {
            tools.add(tool);
            const key = JSON.stringify([tool, finding.severity]);
            counts.set(key, (counts.get(key) ?? 0) + 1);
        }
    }
    return [...tools].sort().flatMap((tool) => model_severity/* SEVERITIES */.oC.map((severity) => ({
        label: `${labelOf(tool)} ${severity}`,
        count: counts.get(JSON.stringify([tool, severity])) ?? 0,
    })).filter(({ count }) => count > 0));
}
/** A tool's name in letters and digits: mermaid has a grammar of its own. */
function labelOf(tool) {
    return (nameOf(tool)
        .replace(/&#?\w+;/g, "")
        .replace(/[^a-z0-9 .-]/gi, "")
        .trim()
        .slice(0, 30) || "other");
}

// EXTERNAL MODULE: ./build/src/model/phase.js
var phase = __webpack_require__(4636);
;// CONCATENATED MODULE: ./build/src/reporters/summary-run.js




/** Characters of what one reporter says. */
const summary_run_LONGEST = 700;
/** How long each phase took and what it asked for, one row each, and their sum. */
function phaseTable({ phases }) {
    if (phases.length === 0)
        return "";
    const rows = phases.map(({ name, ms, requests }) => [name, took(ms), requestsOf([requests])]);
    const sum = phases.reduce((total, { ms }) => total + ms, 0);
    const all = requestsOf(phases.map(({ requests }) => requests));
    return table(["Phase", "Took", "Requests"], [...rows, ["**in all**", took(sum), all]]);
}
/** What came of every other reporter: what it did, and what kept it from more. */
function outcomeLines({ outcomes }) {
    return outcomes
        .flatMap(({ id, done, warnings }) => [
        ...(done === undefined ? [] : [`- ${id}: ${fitText(done, summary_run_LONGEST, text_escape/* markdownText */.p7)}`]),
        ...warnings.map((warning) => `- ⚠️ ${fitText(warning, summary_run_LONGEST, text_escape/* markdownText */.p7)}`),
    ])
        .join("\n");
}
function requestsOf(some) {
    const counts = phase/* SERVICES */.B.map((service) => ({
        service,
        count: some.reduce((sum, requests) => sum + (requests[service] ?? 0), 0),
    }));
    const asked = counts.filter(({ count }) => count > 0);
    return asked.map(({ service, count }) => `${nameOf(service)} ${count}`).join(", ") || "none";
}

;// CONCATENATED MODULE: ./build/src/reporters/summary.js










const MAX_BYTES = 1_000_000;
/** Rows of a table that are dropped together. */
const ROWS = 100;
/** Room for the sentence that tells what was dropped. */
const ROOM_TO_TELL = 1000;
/**
 * The job summary: the head of the comment, a chart, and every finding in full tables. When it is too long, whole
 * tables are left out, the least important first, and the summary says how many findings those held.
 */
function renderSummary(report, options = {}) {
    const max = options.maxBytes ?? MAX_BYTES;
    const sections = sectionsOf(report, { ...options, maxBytes: max });
    const blocks = sections.map(({ block }) => block);
    const size = (text) => Buffer.byteLength(text);
    const fitted = fitBlocks(blocks, { max: max - ROOM_TO_TELL, size });
    const left = sections.filter(({ block, isHopeless }, index) => isHopeless === true || fitted.chosen[index] !== block.forms[0]);
    if (left.length === 0)
        return `${fitted.text}\n`;
    const findings = left.reduce((sum, section) => sum + section.findings, 0);
    const told = `**Left out to stay within GitHub's limit:** ${(0,text_count/* counted */.h)(findings, "finding")} in ${(0,text_count/* counted */.h)(left.length, "part")}. The report files hold everything.`;
    return `${fitted.text}\n\n${told}\n`;
}
/** Writes the job summary. */
function summaryReporter({ outputs, ...options }) {
    return {
        id: "summary",
        publish: async (report) => {
            const summary = renderSummary(report, options);
            outputs.summary(summary);
            return { done: `${(0,text_count/* counted */.h)(Buffer.byteLength(summary), "byte")} written` };
        },
    };
}
function sectionsOf(report, { linkHosts = [], maxBytes = MAX_BYTES, run = { phases: [], outcomes: [] } }) {
    const rows = { context: report.context, linkHosts };
    const blocking = blockers(report);
    const other = notBlocking(report);
    const fullTable = (some) => table([...FULL_HEAD], some.map((each) => fullRow(each, rows)));
    return [
        part(100, heading(report)),
        part(99, verdictSentence(report)),
        part(99, countsLine(report)),
        part(98, reasonLines(report, { most: 100, length: 1200 })),
        part(97, notices(report)),
        ...tables({ title: "Blocking", priority: 90, findings: blocking, maxBytes, render: fullTable }),
        part(80, fixBlock(blocking)),
        part(95, titled("Evidence", evidenceTable(report, { linkHosts, measured: true }))),
        part(70, severityChart(report.findings)),
        ...tables({
            title: "Not blocking",
            priority: 50,
            findings: other,
            maxBytes,
            render: (some) => shortTable(some, rows),
        }),
        ...tables({
            title: "Fixed",
            priority: 40,
            findings: report.fixed,
            maxBytes,
            render: (some) => fixedTable(some, rows),
        }),
        part(45, titled("Suppressed", suppressedTable(report, rows, 500)), suppressed(report).length),
        part(60, titled("Per rule", report.counts.total > 20 ? countPerRule([...blocking, ...other]) : "")),
        part(96, titled("How this was decided", decisionLines(report, { measured: true }))),
        part(94, titled("What was told", outcomeLines(run))),
        part(60, titled("How long it took", phaseTable(run))),
        part(100, footerLine(report)),
    ];
}
function part(priority, text, findings = 0) {
    return { block: { priority, forms: priority === 100 ? [text] : [text, ""] }, findings };
}
function titled(title, body) {
    return body === "" ? "" : `### ${title}\n\n${body}`;
}
/** A table cut into parts of {@link ROWS} rows, of which the last are dropped first. */
function tables({ title, priority, findings, maxBytes, render }) {
    let length = 0;
    return Array.from({ length: Math.ceil(findings.length / ROWS) }, (_, index) => {
        const some = findings.slice(index * ROWS, (index + 1) * ROWS);
        if (length > maxBytes) {
            return { block: { priority, forms: [""] }, findings: some.length, isHopeless: true };
        }
        const from = index * ROWS + 1;
        const range = findings.length > ROWS ? `, ${from} to ${from + some.length - 1}` : "";
        const text = titled(`${title}: ${findings.length.toLocaleString("en-US")}${range}`, render(some));
        length += text.length;
        return part(priority, text, some.length);
    });
}

// EXTERNAL MODULE: ./build/src/context/run-context.js
var run_context = __webpack_require__(9370);
// EXTERNAL MODULE: ./build/src/settings/snyk-account.js
var snyk_account = __webpack_require__(3460);
// EXTERNAL MODULE: ./build/src/text/redact.js
var text_redact = __webpack_require__(8092);
;// CONCATENATED MODULE: ./build/src/reporters/tickets/jira-projects.js
/** Reads `tickets-project`: a number is Semgrep's, anything else Snyk's; of several of a kind the first counts. */
function jiraProjectsOf(entries) {
    const isId = (entry) => /^\d+$/.test(entry);
    const [id, ...moreIds] = entries.filter(isId);
    const [key, ...moreKeys] = entries.filter((entry) => !isId(entry));
    const unused = [...moreIds, ...moreKeys];
    return {
        ...(id === undefined ? {} : { id }),
        ...(key === undefined ? {} : { key }),
        warnings: unused.length === 0
            ? []
            : [`tickets-project takes one numeric id and one key; ${unused.join(", ")} is not used.`],
    };
}

;// CONCATENATED MODULE: ./build/src/reporters/tickets/plan.js
/** Most findings that one request may name (contract §9). */
const MOST_ISSUES = 20;
const ISSUE_TYPES = ["sast", "sca", "secrets"];
/** A home as one text, unique among both services. */
function homeKey({ organisation, project, issue }) {
    return JSON.stringify([organisation, project, issue]);
}
/** Findings that are to have a ticket and, as far as they tell, have none. */
function withoutTicket(findings, mode) {
    const taken = homesWithTicket(findings);
    return findings.filter((finding) => finding.suppressedBy === undefined &&
        (mode === "all" || finding.blocking) &&
        !hasTicket(finding) &&
        !finding.observations.some(({ home }) => home !== undefined && taken.has(homeKey(home))));
}
/**
 * What to ask for: one ticket for a finding, whoever saw it, of the first tool that has tickets for it. What has a
 * ticket is never named, and no request is larger than it may be.
 */
function planTickets(planning) {
    const semgrep = new Map();
    const asked = new Set();
    const snyk = [];
    const skipped = new Map();
    for (const finding of withoutTicket(planning.findings, planning.mode)) {
        const place = plan_placeOf(finding, planning);
        if (typeof place === "string") {
            skipped.set(place, (skipped.get(place) ?? 0) + 1);
            continue;
        }
        const { home, observation, type } = place;
        if (asked.has(homeKey(home)))
            continue;
        asked.add(homeKey(home));
        if (type === undefined)
            snyk.push({ home, finding });
        else
            addTo(semgrep, { type, home, rule: observation.rule ?? observation.title });
    }
    return { semgrep: [...semgrep.values()].flatMap(toRequests), snyk, skipped };
}
/** The same findings, each with the ticket that is known for it. */
function attachTickets(findings, tickets) {
    if (tickets.size === 0)
        return findings;
    return findings.map((finding) => {
        if (finding.ticket !== undefined)
            return finding;
        const ticket = finding.observations
            .map(({ home }) => home && tickets.get(homeKey(home)))
            .find((one) => one !== undefined);
        return ticket === undefined ? finding : { ...finding, ticket };
    });
}
function hasTicket({ ticket, observations }) {
    return ticket !== undefined || observations.some((one) => one.ticket !== undefined);
}
function homesWithTicket(findings) {
    const homes = findings.filter(hasTicket).flatMap(({ observations }) => observations);
    return new Set(homes.flatMap(({ home }) => (home === undefined ? [] : homeKey(home))));
}
/** Where a finding's ticket is asked for, or why nowhere. */
function plan_placeOf(finding, planning) {
    // What a tool's users ignored there is none of their work.
    const observations = finding.observations.filter(({ ignored }) => ignored === undefined);
    if (observations.some(({ home }) => home !== undefined && planning.unread.has(home.project)))
        return "unread";
    const places = observations.map((observation) => placeAt(observation, planning));
    return places.find((place) => typeof place !== "string") ?? places[0] ?? "no-home";
}
function placeAt(observation, { snykKey }) {
    const { source, home, product } = observation;
    if (home === undefined)
        return "no-home";
    if (source === "semgrep") {
        const type = ISSUE_TYPES.find((known) => known === observation.type);
        return type === undefined || product === "ai_sast" ? "ai" : { observation, home, type };
    }
    if (observation.type === "iac")
        return "iac";
    return snykKey ? { observation, home } : "no-key";
}
/** Semgrep makes one ticket of one rule's findings, as far as one request names them: they stay together. */
function addTo(batches, { type, home, rule }) {
    const { organisation: deployment, project } = home;
    const key = JSON.stringify([deployment, project, type]);
    const batch = batches.get(key) ?? { deployment, project, type, byRule: new Map() };
    batches.set(key, batch);
    const homes = batch.byRule.get(rule);
    if (homes === undefined)
        batch.byRule.set(rule, [home]);
    else
        homes.push(home);
}
function toRequests({ byRule, ...common }) {
    return chunks([...byRule.values()].flat(), MOST_ISSUES).map((homes) => ({ ...common, homes }));
}
/** A list in parts of at most `size`. */
function chunks(items, size) {
    return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

// EXTERNAL MODULE: ./build/src/no-eval.js
var no_eval = __webpack_require__(8981);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(8532);
;// CONCATENATED MODULE: ./build/src/reporters/tickets/jira-text.js


/** Jira refuses a longer summary. */
const LONGEST_SUMMARY = 255;
const LONGEST_VALUE = 400;
/**
 * Signs that begin a link, an image, a mention, a macro or a table cell in Jira's notation, each as the wide form
 * that reads the same: an escape would be shown as it is where Jira takes the text for plain
 * (https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all).
 */
const WIDE = {
    "[": "\uff3b",
    "]": "\uff3d",
    "{": "\uff5b",
    "}": "\uff5d",
    "!": "\uff01",
    "|": "\uff5c",
    "\\": "\uff3c",
    // Where a name or an address follows; that of `lodash@4.17.21` stays.
    "@": "\uff20",
};
/** One line of any text for a Jira field: it reads as itself and is nothing but text. */
function jiraText(text, max = LONGEST_VALUE) {
    const plain = (0,text_escape/* visible */.RK)(text)
        .trim()
        .replace(/[[\]{}!|\\]|(?<!\S)@|@(?=[\w.-]+\.[a-z]{2})/gi, (sign) => WIDE[sign] ?? sign)
        .replace(/:(?=\/\/)|\bmailto:|\bwww(?=\.)/gi, (start) => `${start}\u200b`);
    return (0,text_escape/* clip */.$Q)(plain, max);
}
/** A ticket's title: severity, problem, and where it is. */
function ticketSummary(finding, { repository }) {
    const { severity, title, package: found, path } = finding;
    const where = found === undefined ? path : (0,model_finding/* packageLabel */.lL)(found);
    const what = where === undefined ? title : `${title} in ${where}`;
    return jiraText(`${severity}: ${what} (${repository})`, LONGEST_SUMMARY);
}
/** A ticket's text: what is known of the finding, a line each, and where to read more. */
function ticketDescription(finding, context) {
    const { package: found, path, line, link } = finding;
    const place = path === undefined || line === undefined ? path : `${path}:${line}`;
    const lines = [
        ["Problem", finding.title],
        ["Severity", finding.severity],
        ["Repository", context.repository],
        ["Commit", context.commit],
        ["Place", place],
        ["Package", found === undefined ? undefined : (0,model_finding/* packageLabel */.lL)(found)],
        ["Fixed in", found?.fixedIn?.join(", ")],
        ["Identifiers", [...finding.identifiers, ...finding.cwe].join(", ")],
        ["Fingerprint", finding.fingerprint],
    ];
    const told = lines.flatMap(([name, value]) => value === undefined || value === "" ? [] : [`${name}: ${jiraText(value)}`]);
    return [...told, ...(isPlainLink(link) ? [`More: ${link}`] : [])].join("\n");
}
/** An address that Jira links whole, and that holds no sign with another meaning. */
function isPlainLink(link) {
    return link !== undefined && /^https:\/\/[\w.~:/?#&=%+-]+$/.test(link) && link.length <= LONGEST_VALUE;
}

;// CONCATENATED MODULE: ./build/src/reporters/tickets/send.js



/** With less left than this, no request is begun: it would only be cut off, and nobody would know its effect. */
const LEAST_MS = 3_000;
const send_NAMES = { semgrep: "Semgrep", snyk: "Snyk" };
/**
 * Sends requests that create, one after the other, each exactly once. After an answer that was lost it reads what is
 * there instead of asking again: a service that is still at work would make a second ticket. Never throws.
 */
async function sendAll(sending) {
    const tickets = new Map();
    const warnings = [];
    for (const [index, request] of sending.requests.entries()) {
        const { deadline } = sending;
        if (deadline.signal.aborted || deadline.remaining() < LEAST_MS) {
            warnings.push(leftOut(sending, index, "there is no time left for more"));
            break;
        }
        const step = await sendOne(sending, request);
        for (const [key, ticket] of step.tickets)
            tickets.set(key, ticket);
        warnings.push(...step.warnings);
        if (step.stop && index + 1 < sending.requests.length) {
            warnings.push(leftOut(sending, index + 1, "it would end the same way"));
            break;
        }
    }
    return { tickets, warnings };
}
async function sendOne(sending, request) {
    try {
        return { ...(await sending.create(request)), stop: false };
    }
    catch (error) {
        const why = (0,src_errors/* toReason */.Ge)(error, sending.source).message;
        if (isRefusal(error)) {
            return {
                tickets: new Map(),
                warnings: [`${noTicket(sending, request)}. ${why}`],
                stop: refusesAll(error),
            };
        }
        return await lookAgain(sending, request, why);
    }
}
async function lookAgain(sending, request, why) {
    const homes = sending.homes(request);
    try {
        const tickets = await sending.reread(request);
        const without = homes.filter((home) => !tickets.has(homeKey(home)));
        if (without.length === 0)
            return { tickets, warnings: [], stop: false };
        const warning = `${why} There was no ticket for ${send_namesOf(without)} at a second look; none is asked for twice in one run.`;
        return { tickets, warnings: [warning], stop: false };
    }
    catch (error) {
        const again = (0,src_errors/* toReason */.Ge)(error, sending.source).message;
        const warning = `${why} Whether there is one for ${send_namesOf(homes)} now could not be read either: ${again}`;
        return { tickets: new Map(), warnings: [warning], stop: true };
    }
}
/** Whether the service said no, so that it certainly made nothing. */
function isRefusal(error) {
    const status = error instanceof src_errors/* ScanGateError */.D4 ? (error.status ?? 0) : 0;
    return status >= 400 && status < 500 && status !== 408;
}
/** A refusal that is not about the finding. */
function refusesAll(error) {
    return error instanceof src_errors/* ScanGateError */.D4 && ["auth", "forbidden", "rate-limited"].includes(error.code);
}
function noTicket({ source, homes }, request) {
    return `${send_NAMES[source]} made no ticket for ${send_namesOf(homes(request))}`;
}
function leftOut({ source, requests, homes }, from, why) {
    const count = requests.slice(from).flatMap(homes).length;
    return `${send_NAMES[source]} was not asked for tickets of ${(0,text_count/* counted */.h)(count, "more finding")}: ${why}. Run the job again.`;
}
/** Issues by the service's own ids, which is what people can look for there. */
function send_namesOf(homes) {
    return homes.map(({ issue }) => issue).join(", ");
}

;// CONCATENATED MODULE: ./build/src/reporters/tickets/snyk.js





/** The kind of ticket that every Jira project has that is for software. */
const ISSUE_TYPE = "Bug";
/** Asks Snyk for tickets, one issue at a time (https://docs.snyk.io/snyk-api, version 1, Jira). Never throws. */
async function createSnykTickets(ticketing) {
    const { service, requests, deadline } = ticketing;
    return await sendAll({
        source: "snyk",
        requests,
        homes: ({ home }) => [home],
        create: async ({ home, finding }) => {
            const { issue } = home;
            const fields = {
                project: { key: ticketing.jiraProject },
                issuetype: { name: ISSUE_TYPE },
                summary: ticketSummary(finding, ticketing.context),
                description: ticketDescription(finding, ticketing.context),
            };
            const path = `${inProject(home)}/issue/${encodeURIComponent(issue)}/jira-issue`;
            const ticket = await service.json({ method: "POST", path, body: { fields } }, createdSchema);
            return { tickets: new Map([[homeKey(home), ticket]]), warnings: [] };
        },
        reread: ({ home }) => readSnykTickets(service, home),
        deadline,
    });
}
/** All tickets that Snyk knows of in one project. @throws ScanGateError */
async function readSnykTickets(service, project) {
    const byIssue = await service.json({ method: "GET", path: `${inProject(project)}/jira-issues` }, ticketsSchema);
    return new Map(Object.entries(byIssue).flatMap(([issue, [ticket]]) => ticket === undefined ? [] : [[homeKey({ ...project, issue }), ticket]]));
}
function inProject({ organisation, project }) {
    return `/v1/org/${encodeURIComponent(organisation)}/project/${encodeURIComponent(project)}`;
}
const wireTicket = schemas/* object */.Ikc({ jiraIssue: schemas/* object */.Ikc({ key: schemas/* string */.YjP().min(1) }) })
    .transform(({ jiraIssue }) => ({ key: jiraIssue.key }));
/** By issue. An entry of another shape is an error: what cannot be read may be a ticket. */
const ticketsSchema = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(wireTicket));
/** The description has the ticket itself; real answers have a list of them under the issue's id. */
const createdSchema = schemas/* union */.KCZ([
    wireTicket,
    ticketsSchema.transform((byIssue, context) => {
        const [ticket] = Object.values(byIssue).flat();
        if (ticket !== undefined)
            return ticket;
        context.addIssue({ code: "custom", message: "names no ticket" });
        return core/* NEVER */.tm;
    }),
]);

;// CONCATENATED MODULE: ./build/src/reporters/tickets/known.js



const NOTHING_KNOWN = { tickets: new Map(), unread: new Set(), warnings: [] };
/** Projects that are asked about at the same time. */
const AT_ONCE = 8;
/**
 * Reads the tickets of all Snyk projects that the findings are in. A project that cannot be read is told and costs
 * only its own findings their tickets.
 */
async function readKnownTickets(connect, findings) {
    const projects = projectsOf(findings);
    if (projects.length === 0)
        return NOTHING_KNOWN;
    const service = connect();
    const tickets = new Map();
    const unread = new Set();
    const warnings = [];
    for (const some of chunks(projects, AT_ONCE)) {
        const settled = await Promise.allSettled(some.map((project) => readSnykTickets(service, project)));
        for (const [index, result] of settled.entries()) {
            if (result.status === "fulfilled") {
                for (const [key, ticket] of result.value)
                    tickets.set(key, ticket);
                continue;
            }
            const project = some[index]?.project ?? "";
            unread.add(project);
            warnings.push(`Which issues of the Snyk project ${project} have a ticket is not known, so none is made there. ${(0,src_errors/* toReason */.Ge)(result.reason, "snyk").message}`);
        }
    }
    return { tickets, unread, warnings };
}
/** Snyk has no tickets for infrastructure as code: nothing is looked for there. */
function projectsOf(findings) {
    const homes = findings
        .flatMap(({ observations }) => observations)
        .flatMap(({ source, type, home }) => source !== "snyk" || type === "iac" || home === undefined ? [] : [home]);
    return [...new Map(homes.map((home) => [home.project, home])).values()];
}

;// CONCATENATED MODULE: ./build/src/reporters/tickets/semgrep.js





/** Asks Semgrep for tickets (https://semgrep.dev/api/v1/docs/#tag/TicketingService). Never throws. */
async function createSemgrepTickets(ticketing) {
    const { service, requests, deadline } = ticketing;
    return await sendAll({
        source: "semgrep",
        requests,
        homes: ({ homes }) => homes,
        create: async (request) => toOutcome(request, await service.json(toPost(request, ticketing), answerSchema)),
        reread: (request) => reread(ticketing, request),
        deadline,
    });
}
function toPost({ deployment, type, homes }, { jiraProject }) {
    return {
        method: "POST",
        path: `${bySlug(deployment)}/tickets`,
        body: {
            // The path has it already; the official description asks for it here too.
            deployment_slug: deployment,
            issue_type: type,
            issue_ids: homes.map(({ issue }) => issue),
            group_issues: true,
            limit: MOST_ISSUES,
            ...(jiraProject === undefined ? {} : { jira_project_id: jiraProject }),
        },
    };
}
/** Ids are numbers here and strings there. */
const id = schemas/* union */.KCZ([schemas/* string */.YjP().min(1), schemas/* number */.aig()]).transform(String);
const semgrep_text = schemas/* string */.YjP().optional().catch(undefined);
const ids = schemas/* array */.YOg(id)
    .nullish()
    .transform((list) => list ?? []);
const listOf = (entry) => schemas/* array */.YOg(entry)
    .nullish()
    .transform((list) => list ?? []);
const created = schemas/* object */.Ikc({ ticket_id: id.nullish(), external_slug: semgrep_text, ticket_url: semgrep_text, issue_ids: ids })
    .transform(({ ticket_id, external_slug, ticket_url, issue_ids }, context) => {
    const key = external_slug || ticket_id;
    if (key)
        return { ticket: semgrep_ticketOf(key, ticket_url), issues: issue_ids };
    context.addIssue({ code: "custom", message: "names no ticket" });
    return core/* NEVER */.tm;
});
/** Any of the lists may be missing. */
const answerSchema = schemas/* object */.Ikc({
    succeeded: listOf(created),
    skipped: listOf(schemas/* object */.Ikc({ issue_ids: ids, reason: semgrep_text })),
    failed: listOf(schemas/* object */.Ikc({ issue_ids: ids, error: semgrep_text })),
});
function toOutcome({ homes }, answer) {
    const byIssue = new Map(homes.map((home) => [home.issue, home]));
    const own = (issues) => issues.flatMap((issue) => byIssue.get(issue) ?? []);
    const refused = [
        ...answer.skipped.map(({ issue_ids, reason }) => ({ homes: own(issue_ids), why: reason })),
        ...answer.failed.map(({ issue_ids, error }) => ({ homes: own(issue_ids), why: error })),
    ];
    const made = answer.succeeded.map(({ ticket, issues }) => ({ ticket, homes: own(issues) }));
    const told = new Set([...made, ...refused].flatMap((part) => part.homes));
    const untold = homes.filter((home) => !told.has(home));
    const unexplained = untold.length === 0 ? [] : [{ homes: untold, why: "its answer leaves them out" }];
    return {
        tickets: new Map(made.flatMap((part) => part.homes.map((home) => [homeKey(home), part.ticket]))),
        warnings: [...refused, ...unexplained]
            .filter((part) => part.homes.length > 0)
            .map(({ homes: without, why }) => semgrep_noTicket(without, why)),
    };
}
function semgrep_noTicket(homes, why = "it gives no reason") {
    return `Semgrep made no ticket for ${send_namesOf(homes)}: ${why}`;
}
const semgrep_wireTicket = schemas/* object */.Ikc({ id: id.nullish(), external_slug: semgrep_text, externalSlug: semgrep_text, url: semgrep_text })
    .nullish();
const wireFinding = schemas/* object */.Ikc({ id, external_ticket: semgrep_wireTicket, externalTicket: semgrep_wireTicket })
    .transform(({ id: issue, external_ticket, externalTicket }) => {
    const ticket = external_ticket ?? externalTicket;
    const key = ticket?.external_slug || ticket?.externalSlug || ticket?.id;
    return key ? { issue, ticket: semgrep_ticketOf(key, ticket?.url) } : { issue };
});
const findingsSchema = schemas/* object */.Ikc({ findings: schemas/* array */.YOg(wireFinding), cursor: semgrep_text });
const deploymentsSchema = schemas/* object */.Ikc({ deployments: schemas/* array */.YOg(schemas/* object */.Ikc({ id, slug: schemas/* string */.YjP() })) });
/** The largest page of findings that Semgrep gives; for secrets no limit is documented, and clients send this one. */
const PAGE_SIZE = { findings: 3000, secrets: 500 };
/** Ends a list without end. */
const MOST_PAGES = 200;
/** What has a ticket now, as the list of findings tells. */
async function reread({ service, branch }, request) {
    const { deployment, project, type, homes } = request;
    const wanted = new Map(homes.map((home) => [home.issue, home]));
    const tickets = new Map();
    const path = type === "secrets"
        ? `/api/v1/deployments/${encodeURIComponent(await idOf(service, deployment))}/secrets`
        : `${bySlug(deployment)}/findings`;
    const seen = new Set();
    let cursor;
    for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = type === "secrets" ? secretsQuery(project, cursor) : findingsQuery({ type, project, branch, page });
        const answer = await service.json({ method: "GET", path, query }, findingsSchema);
        const before = seen.size;
        for (const { issue, ...found } of answer.findings) {
            seen.add(issue);
            const home = wanted.get(issue);
            if (home !== undefined && "ticket" in found)
                tickets.set(homeKey(home), found.ticket);
        }
        const isLast = type === "secrets" ? !answer.cursor : seen.size === before;
        if (isLast || homes.every(({ issue }) => seen.has(issue)))
            break;
        cursor = answer.cursor;
    }
    return tickets;
}
function findingsQuery(list) {
    return [
        ["issue_type", list.type],
        ["repos", list.project],
        ["ref", list.branch],
        ["page", list.page],
        ["page_size", PAGE_SIZE.findings],
    ];
}
function secretsQuery(project, cursor) {
    return [
        ["repo", project],
        ["limit", PAGE_SIZE.secrets],
        ...(cursor === undefined ? [] : [["cursor", cursor]]),
    ];
}
/** Secrets live under the deployment's number, all else under its slug. */
async function idOf(service, slug) {
    const { deployments } = await service.json({ method: "GET", path: "/api/v1/deployments" }, deploymentsSchema);
    const found = deployments.find((deployment) => deployment.slug === slug);
    if (found !== undefined)
        return found.id;
    throw new src_errors/* ScanGateError */.D4({
        code: "not-found",
        source: "semgrep",
        message: `Semgrep no longer shows the deployment ${slug} to this token`,
    });
}
function bySlug(slug) {
    return `/api/v1/deployments/${encodeURIComponent(slug)}`;
}
function semgrep_ticketOf(key, url) {
    return { key, ...(url?.startsWith("https://") ? { url } : {}) };
}

;// CONCATENATED MODULE: ./build/src/reporters/tickets/wording.js


/** Most tickets that the one line names. */
const MOST_NAMED = 20;
const SKIPPED = {
    ai: (count) => `skipped ${(0,text_count/* counted */.h)(count, "AI finding")}, for which Semgrep has no tickets`,
    iac: (count) => `skipped ${(0,text_count/* counted */.h)(count, "infrastructure as code finding")}, for which Snyk has no tickets`,
    "no-home": (count) => `skipped ${(0,text_count/* counted */.h)(count, "finding")} that only a report file tells of`,
};
/** One line: which tickets were created, and what was skipped. */
function tellCreated(plan, tickets) {
    const keys = [...new Set([...tickets.values()].map(({ key }) => (0,text_escape/* clip */.$Q)(key, 40)))];
    const named = keys.slice(0, MOST_NAMED).join(", ");
    const more = keys.length > MOST_NAMED ? ` and ${keys.length - MOST_NAMED} more` : "";
    const created = keys.length === 0
        ? "none created"
        : `created ${keys.length} for ${(0,text_count/* counted */.h)(tickets.size, "finding")}: ${named}${more}`;
    return [created, ...skippedIn(plan)].join("; ");
}
/** One line: what would be asked for, and what would be skipped. */
function tellPlanned(plan) {
    const semgrep = plan.semgrep.flatMap(({ homes }) => homes).length;
    const asked = [
        ...(semgrep === 0 ? [] : [`Semgrep for ${(0,text_count/* counted */.h)(semgrep, "finding")}`]),
        ...(plan.snyk.length === 0 ? [] : [`Snyk for ${(0,text_count/* counted */.h)(plan.snyk.length, "finding")}`]),
    ];
    const would = asked.length === 0 ? "would ask for none" : `would ask ${asked.join(" and ")}`;
    return [`dry run, ${would}`, ...skippedIn(plan)].join("; ");
}
/** Most warnings that are told one by one. */
const MOST_WARNINGS = 50;
/** The first warnings, and how many more there are. */
function boundWarnings(warnings) {
    const rest = warnings.length - MOST_WARNINGS;
    return rest <= 0
        ? warnings
        : [
            ...warnings.slice(0, MOST_WARNINGS),
            (0,text_count/* counted */.h)(rest, "more warning like these", "more warnings like these"),
        ];
}
/** What must be set for findings that could have a ticket. */
function warnOf({ skipped }) {
    const count = skipped.get("no-key");
    if (count === undefined)
        return [];
    return [
        `No ticket for ${(0,text_count/* counted */.h)(count, "Snyk finding")}: put the key of a Jira project, such as SHOP, into tickets-project.`,
    ];
}
function skippedIn({ skipped }) {
    return [...skipped].flatMap(([obstacle, count]) => obstacle === "no-key" || obstacle === "unread" ? [] : SKIPPED[obstacle](count));
}

;// CONCATENATED MODULE: ./build/src/reporters/tickets/create.js









/**
 * Makes Jira tickets for findings of the default branch, through the tools that saw them (contract §9). Nothing else
 * in the report changes. In a dry run it reads only, and says what it would do.
 * @throws only when nothing was created yet
 */
async function createTickets(ports, ticketing) {
    const { report, settings, context } = ticketing;
    const { tickets: mode } = settings;
    if (mode === "off")
        return { report, published: { done: "off" } };
    const branch = defaultBranchOf(context);
    if (branch === undefined) {
        return { report, published: { done: "none, because this is not the repository's default branch" } };
    }
    const work = {
        ...ticketing,
        branch,
        jira: jiraProjectsOf(settings.ticketsProjects),
        deadline: ownShare(ports, ticketing.deadline),
        connect: ports.connect,
    };
    const known = await lookFor(work, withoutTicket(report.findings, mode));
    const findings = attachTickets(report.findings, redacted(known.tickets, ports));
    const plan = planTickets({ findings, mode, snykKey: work.jira.key !== undefined, unread: known.unread });
    const warnings = [...work.jira.warnings, ...known.warnings, ...warnOf(plan)];
    if (settings.dryRun) {
        return { report: { ...report, findings }, published: { done: tellPlanned(plan), warnings } };
    }
    const made = await createAll(work, plan);
    const after = attachTickets(findings, redacted(made.tickets, ports));
    return {
        report: { ...report, findings: after },
        published: {
            done: tellCreated(plan, made.tickets),
            warnings: boundWarnings([...warnings, ...made.warnings]),
        },
    };
}
/** The default branch's bare name when that is what is judged; GitHub runs schedules on no other branch. */
function defaultBranchOf(context) {
    if (context.kind !== "ref" || context.foreign === true)
        return undefined;
    const branch = (0,run_context/* branchOf */.W)(context.ref);
    if (context.event === "schedule")
        return branch;
    return branch === context.defaultBranch ? branch : undefined;
}
/** Kept for the comment, the upload and the other documents, as far as there is so much. */
const FOR_THE_REST_MS = 60_000;
function ownShare(ports, deadline) {
    const left = deadline.remaining();
    return ports.deadline({ ms: left - Math.min(left / 2, FOR_THE_REST_MS), parent: deadline.signal });
}
/** Snyk tells of tickets only when it is asked; without a Jira project nobody uses it for tickets. */
async function lookFor(work, findings) {
    const { settings, jira } = work;
    const { snyk } = settings;
    if (snyk === undefined || jira.key === undefined)
        return NOTHING_KNOWN;
    return await readKnownTickets(() => connectSnyk(work, snyk), findings);
}
/** Asks both services side by side. All that can throw comes before the first request. */
async function createAll(work, plan) {
    const { settings, jira, branch, deadline, report } = work;
    const asks = [];
    if (settings.semgrep !== undefined && plan.semgrep.length > 0) {
        const service = connectSemgrep(work, settings.semgrep);
        const jiraProject = jira.id === undefined ? {} : { jiraProject: jira.id };
        asks.push(() => createSemgrepTickets({ service, requests: plan.semgrep, branch, deadline, ...jiraProject }));
    }
    if (settings.snyk !== undefined && jira.key !== undefined && plan.snyk.length > 0) {
        const service = connectSnyk(work, settings.snyk);
        const jiraProject = jira.key;
        asks.push(() => createSnykTickets({ service, requests: plan.snyk, jiraProject, context: report.context, deadline }));
    }
    const outcomes = await Promise.all(asks.map((ask) => ask()));
    return {
        tickets: new Map(outcomes.flatMap(({ tickets }) => [...tickets])),
        warnings: outcomes.flatMap(({ warnings }) => warnings),
    };
}
function connectSemgrep({ connect, deadline }, { url, token }) {
    return connect({ source: "semgrep", baseUrl: url, authorization: `Bearer ${token}`, deadline });
}
function connectSnyk({ connect, deadline }, settings) {
    const { apiUrl: baseUrl, authorization } = (0,snyk_account/* readAccount */.GM)(settings);
    return connect({ source: "snyk", baseUrl, authorization, deadline });
}
/** A service may send a token back in any text; the report was cleaned before these came. */
function redacted(tickets, { redact }) {
    return new Map([...tickets].map(([key, ticket]) => [key, (0,text_redact/* redactDeep */.KL)(ticket, redact)]));
}

;// CONCATENATED MODULE: ./build/src/reporters/tell-all.js










/**
 * Runs every reporter that the settings ask for, side by side, and at last the summary, which tells what came of
 * them. None of them can change the verdict: what one throws is a warning, and all warnings together one annotation.
 * Nothing is begun once the run has been cancelled.
 */
async function tellAll(ports, telling) {
    if (ports.cancelled.aborted)
        return { outputs: {} };
    const group = ports.log.group("Telling");
    const { report, told: ticketed } = await withTickets(ports, telling, group);
    const reporters = ports.cancelled.aborted ? [] : reportersFor(ports, telling);
    const first = await Promise.all(reporters.map((reporter) => tell_all_tell(reporter, report, group)));
    const outcomes = [...ticketed, ...first];
    const summary = ports.cancelled.aborted ? [] : [summaryFor(ports, telling, outcomes)];
    const last = await Promise.all(summary.map((reporter) => tell_all_tell(reporter, report, group)));
    const told = [...outcomes, ...last];
    if (telling.settings?.dryRun === true)
        showComment({ ...telling, report }, group);
    group.close();
    annotateWarnings(ports, told);
    return { outputs: Object.assign({}, ...told.map(({ outputs }) => outputs)) };
}
/** Tickets come before everything that can name them. */
async function withTickets(ports, telling, log) {
    const { report, settings, context, deadline } = telling;
    if (settings === undefined || context === undefined || settings.tickets === "off") {
        return { report, told: [] };
    }
    try {
        const ticketed = await createTickets(ports, { report, settings, context, deadline });
        return { report: ticketed.report, told: [announce("tickets", ticketed.published, log)] };
    }
    catch (error) {
        return { report, told: [tell_all_warnOf("tickets", error, log)] };
    }
}
async function tell_all_tell(reporter, report, log) {
    try {
        return announce(reporter.id, await reporter.publish(report), log);
    }
    catch (error) {
        return tell_all_warnOf(reporter.id, error, log);
    }
}
function announce(id, { done, warnings = [], outputs = {} }, log) {
    log.info(`${id}: ${done}`);
    const named = warnings.map((warning) => `${id}: ${warning}`);
    for (const warning of named)
        log.warning(warning);
    return { id, done, outputs, warnings: named };
}
function tell_all_warnOf(id, error, log) {
    const warning = `${id}: ${(0,src_errors/* toReason */.Ge)(error, "gate").message} The verdict stands.`;
    log.warning(warning);
    return { id, outputs: {}, warnings: [warning] };
}
/** The runner shows ten warnings of a step, so that all that could not be told shares one. */
function annotateWarnings({ outputs }, told) {
    const warnings = told.flatMap((outcome) => outcome.warnings);
    if (warnings.length === 0)
        return;
    const title = "Scan Gate: not everything could be told";
    outputs.annotate({ level: "warning", title, message: warnings.join("\n") });
}
function reportersFor(ports, telling) {
    const { settings } = telling;
    if (settings === undefined)
        return [];
    return [
        jsonReporter({ files: ports.files, path: (0,external_node_path_.join)(settings.reportDir, "report.json") }),
        htmlReporter({ files: ports.files, path: (0,external_node_path_.join)(settings.reportDir, "report.html") }),
        ...(settings.annotations ? [annotationsReporter(ports)] : []),
        ...onGitHub(ports, telling, settings),
    ];
}
/** The summary comes last, because it tells what came of the others. */
function summaryFor({ outputs }, { settings, phases }, outcomes) {
    return summaryReporter({
        outputs,
        linkHosts: settings === undefined ? [] : linkHosts(settings),
        run: { phases: phases(), outcomes },
    });
}
/** Reporters that write to GitHub; in a dry run SARIF goes to its file only. */
function onGitHub(ports, telling, settings) {
    const { context, github, deadline } = telling;
    if (context === undefined || github === undefined)
        return [];
    const { files, clock } = ports;
    const reporters = [];
    if (settings.sarif !== "off") {
        const target = "upload" in context ? context.upload : undefined;
        reporters.push(sarifReporter({
            github,
            files,
            clock,
            deadline: () => deadline,
            mode: settings.dryRun ? "file" : settings.sarif,
            file: settings.sarifFile,
            ...(target === undefined ? {} : { target }),
        }));
    }
    if (context.kind === "pull-request" && settings.comment !== "never" && !settings.dryRun) {
        const { commentKey: key, comment: mode } = settings;
        reporters.push(commentReporter({ github, pullRequest: context.number, key, mode, linkHosts: linkHosts(settings) }));
    }
    return reporters;
}
/** Hosts that the workflow's author trusts by naming them; a tool's link to any other place is not shown as one. */
function linkHosts({ semgrep, snyk }) {
    const hosts = [semgrep?.url, snyk?.url].flatMap((url) => (url === undefined ? [] : new URL(url).host));
    return [...hosts, ...hosts.map((host) => host.replace(/^api\./, "app."))];
}
function showComment({ report, settings, context }, log) {
    if (settings === undefined || context?.kind !== "pull-request")
        return;
    log.info("dry run, so this comment was not posted:");
    for (const line of renderComment(report, { key: settings.commentKey }).split("\n"))
        log.info(line);
}


/***/ })

};
