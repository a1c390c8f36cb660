export const id = 487;
export const ids = [487];
export const modules = {

/***/ 2487:
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
// EXTERNAL MODULE: ./build/src/text/link.js
var text_link = __webpack_require__(5789);
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
    return (0,text_link/* isRepositoryPath */.og)(path) && (0,text_escape/* visible */.RK)(path) === path;
}

// EXTERNAL MODULE: ./build/src/text/count.js
var text_count = __webpack_require__(6506);
// EXTERNAL MODULE: ./build/src/text/fit.js
var fit = __webpack_require__(2802);
// EXTERNAL MODULE: ./build/src/reporters/markdown/details.js
var details = __webpack_require__(9246);
// EXTERNAL MODULE: ./build/src/reporters/markdown/fix-block.js + 1 modules
var fix_block = __webpack_require__(8523);
// EXTERNAL MODULE: ./build/src/reporters/markdown/head.js
var markdown_head = __webpack_require__(5864);
// EXTERNAL MODULE: ./build/src/reporters/markdown/rows.js
var markdown_rows = __webpack_require__(8487);
// EXTERNAL MODULE: ./build/src/reporters/markdown/words.js
var markdown_words = __webpack_require__(9293);
// EXTERNAL MODULE: ./build/src/reporters/markdown/evidence.js
var markdown_evidence = __webpack_require__(427);
// EXTERNAL MODULE: ./build/src/reporters/markdown/upgrade.js
var upgrade = __webpack_require__(8460);
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
    const entries = (0,fit/* takeFitting */.hW)(findings.slice(0, MOST_ENTRIES).map(entry), MOST_CHARACTERS);
    const more = findings.length - entries.length;
    const rest = more === 0 ? "" : `,\n"more": ${more}`;
    return (0,text_escape/* markdownFence */.p0)(`{"blocking": [\n${entries.join(",\n")}\n]${rest}}`, "json");
}
function entry(finding) {
    const { fingerprint, path, line, severity, title, rule, fix, identifiers, package: pkg } = finding;
    const { name, version, fixedIn } = pkg ?? {};
    const target = pkg === undefined ? undefined : (0,upgrade/* targetVersion */.I)(pkg);
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
    const blocking = (0,markdown_words/* blockers */.mN)(report);
    const quiet = report.verdict === "pass" && report.counts.total === 0;
    const evidence = (0,markdown_evidence/* evidenceTable */.Y5)(report, { linkHosts: rows.linkHosts ?? [] });
    const words = (0,markdown_evidence/* evidenceInWords */.KG)(report);
    const decided = (0,markdown_words/* folded */.TM)("How this was decided", (0,details/* decisionLines */.Wp)(report));
    return [
        {
            priority: 70,
            forms: [quiet && evidence !== "" ? (0,markdown_words/* folded */.TM)(`Evidence: ${words}`, evidence) : evidence, words],
        },
        ...notBlockingBlock(report, rows),
        ...fixedBlock(report, rows),
        ...suppressedBlock(report, rows),
        { priority: 40, forms: [decided, ""] },
        ...(blocking.length === 0
            ? []
            : [block(30, (0,markdown_words/* folded */.TM)("Blocking findings as JSON, for coding agents", agentsJson(blocking)), "")]),
    ];
}
function block(priority, first, ...others) {
    return { priority, forms: [first, ...others] };
}
function notBlockingBlock(report, rows) {
    const all = (0,markdown_words/* notBlocking */.fH)(report);
    if (all.length === 0)
        return [];
    const ages = ["new", "unknown", "existing"]
        .map((age) => ({ age, count: all.filter(({ status }) => status === age).length }))
        .filter(({ count }) => count > 0)
        .map(({ age, count }) => `${count.toLocaleString("en-US")} ${age === "unknown" ? "of unknown age" : age}`);
    const summary = `Not blocking: ${ages.join(", ")}`;
    const fold = (body) => (0,markdown_words/* folded */.TM)(summary, body);
    const rowsAndRest = (most) => {
        const rest = all.slice(most);
        const more = rest.length === 0 ? "" : `\n\n**${(0,text_count/* counted */.h)(rest.length, "more finding")}**\n\n${(0,details/* countPerRule */.tk)(rest)}`;
        return `${(0,details/* shortTable */.zE)(all.slice(0, most), rows)}${more}`;
    };
    return [
        block(20, fold(rowsAndRest(30)), fold(rowsAndRest(10)), fold((0,details/* countPerRule */.tk)(all)), `${summary} (${(0,details/* countPerSeverity */.Cm)(all)})`),
    ];
}
function fixedBlock(report, rows) {
    const { fixed } = report;
    if (fixed.length === 0)
        return [];
    const summary = `Fixed: ${fixed.length.toLocaleString("en-US")}`;
    const rest = fixed.slice(20);
    const more = rest.length === 0 ? "" : `\n\nand ${rest.length} more: ${(0,details/* countPerSeverity */.Cm)(rest)}`;
    return [
        block(25, (0,markdown_words/* folded */.TM)(summary, `${(0,details/* fixedTable */.ns)(fixed.slice(0, 20), rows)}${more}`), (0,markdown_words/* folded */.TM)(summary, (0,details/* countPerRule */.tk)(fixed)), summary),
    ];
}
function suppressedBlock(report, rows) {
    const all = (0,markdown_words/* suppressed */.Dm)(report);
    const notes = report.decision.suppressions;
    if (all.length === 0 && notes.length === 0)
        return [];
    const kinds = ["expired", "expiring", "unused"]
        .map((kind) => ({ kind, count: notes.filter((notice) => notice.kind === kind).length }))
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => `${count} ${kind === "expiring" ? "expiring soon" : kind}`);
    const summary = `Suppressed: ${all.length.toLocaleString("en-US")}${kinds.length > 0 ? ` (${kinds.join(", ")})` : ""}`;
    return [
        block(35, (0,markdown_words/* folded */.TM)(summary, (0,details/* suppressedTable */.$P)(report, rows, 20)), (0,markdown_words/* folded */.TM)(summary, (0,details/* noticeLines */.gt)(notes) || (0,details/* countPerSeverity */.Cm)(all)), summary),
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
    const head = { priority: 100, forms: [(0,markdown_head/* heading */.R_)(report, name)] };
    const fitted = (0,fit/* fitBlocks */.U8)([
        head,
        ...headBlocks(report, state),
        ...findingBlocks(report, rows),
        ...detailBlocks(report, rows),
        { priority: 99, forms: [(0,markdown_head/* footerLine */.GO)(report)] },
    ], { max });
    return `${hidden}${fitted.fits ? fitted.text : (0,text_escape/* clip */.$Q)(head.forms[0], Math.max(0, max))}\n`;
}
function headBlocks(report, state) {
    return [
        { priority: 95, forms: [(0,markdown_head/* verdictSentence */.BT)(report), ""] },
        { priority: 94, forms: [(0,markdown_head/* countsLine */.J7)(report, changeInWords(report, state)), ""] },
        {
            priority: 90,
            forms: [
                (0,markdown_head/* reasonLines */.c9)(report, { most: 20, length: 1200 }),
                (0,markdown_head/* reasonLines */.c9)(report, { most: 20, length: 300 }),
                (0,markdown_head/* reasonLines */.c9)(report, { most: 5, length: 200 }),
            ],
        },
        { priority: 88, forms: [(0,markdown_head/* notices */.oE)(report), ""] },
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
    return [`${what} since ${(0,markdown_words/* commitCode */.Zu)(report.context, since)}`];
}
function findingBlocks(report, rows) {
    const blocking = (0,markdown_words/* blockers */.mN)(report);
    if (blocking.length === 0)
        return [];
    const first = blocking.slice(0, VISIBLE_BLOCKERS);
    return [
        {
            priority: 85,
            forms: [
                (0,markdown_words/* table */.tp)([...markdown_rows/* FULL_HEAD */.Te], first.map((finding) => (0,markdown_rows/* fullRow */._2)(finding, rows))),
                (0,details/* shortTable */.zE)(first, rows),
                bareList(first),
            ],
        },
        ...furtherBlockers(blocking.slice(VISIBLE_BLOCKERS), rows),
        { priority: 60, forms: [(0,fix_block/* fixBlock */.N)(blocking), ""] },
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
    const perRule = (0,details/* countPerRule */.tk)(unnamed);
    const bare = bareList(named);
    const summary = `${(0,text_count/* counted */.h)(further.length, "more blocking finding")}: ${(0,details/* countPerSeverity */.Cm)(further)}`;
    const fold = (body) => (0,markdown_words/* folded */.TM)(summary, body);
    return [
        {
            priority: 80,
            forms: [
                fold(`${(0,details/* shortTable */.zE)(named, rows)}${rest(perRule)}`),
                fold(`${bare}${rest(perRule)}`),
                fold(`${bare}${rest((0,details/* countPerSeverity */.Cm)(unnamed))}`),
                fold((0,details/* countPerRule */.tk)(further)),
                summary,
            ],
        },
    ];
}
function bareList(findings) {
    return findings.map((finding) => `- ${(0,markdown_rows/* bareName */.yZ)(finding)}`).join("\n");
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

// EXTERNAL MODULE: ./build/src/model/severity.js
var model_severity = __webpack_require__(4572);
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
    const place = rows_placeOf(finding);
    const link = placeLinkOf(finding, report);
    return {
        fingerprint: finding.fingerprint,
        severity: finding.severity,
        title: (0,text_escape/* visible */.RK)((0,text_escape/* clip */.$Q)((0,markdown_rows/* plainTitle */.D4)(finding), TITLE_CHARACTERS)).trim(),
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
function rows_placeOf(finding) {
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
    return (0,text_link/* permalink */.eL)({ repositoryUrl: context.repositoryUrl, commit: context.commit, path, line, endLine });
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
    const own = finding.seenBy.map(({ tool, link }) => [`Open in ${shown(tool)}`, (0,text_link/* toolLink */.pd)(link)]);
    const { key, url } = finding.ticket ?? { key: "" };
    const all = [...own, [`Ticket ${shown(key)}`, (0,text_link/* toolLink */.pd)(url, ["atlassian.net"])]];
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
    const link = (0,text_link/* commitLink */.wn)(context.repositoryUrl, context.commit);
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
    const rows = (0,markdown_evidence/* sourcesToTell */.NN)(report).map((source) => {
        const cells = [lookedAt(source), (source.commit ?? "").slice(0, 12), baselineOf(source), source.status];
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
const MOST_NAMES = 5;
function lookedAt(source) {
    const scans = (source.scans ?? []).map(({ id, kind, status, products }) => `${kind} scan ${id} (${status}; ${products.join(", ")})`);
    const checks = (source.checks ?? []).map(({ context, state }) => `check ${context} (${state})`);
    const names = [...(source.projects ?? []).map(({ name }) => name), ...(source.files ?? [])];
    const told = [...scans, ...checks, ...names].slice(0, MOST_NAMES).map((name) => (0,text_escape/* clip */.$Q)(name, 200));
    const more = scans.length + checks.length + names.length - told.length;
    const word = source.evidence === undefined ? "" : markdown_words/* EVIDENCE_WORDS */.MY[source.evidence];
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
        const place = (0,text_escape/* htmlText */.js)(rows_placeOf(finding) ?? "–");
        const link = placeLinkOf(finding, report);
        const where = link === undefined ? place : `<a href="${(0,text_escape/* htmlAttribute */._s)(link)}">${place}</a>`;
        const state = finding.suppressedBy === undefined ? (finding.blocking ? "blocks" : "does not block") : "suppressed";
        return `<tr><td>${finding.severity}</td><td>${(0,text_escape/* htmlText */.js)((0,text_escape/* clip */.$Q)((0,markdown_rows/* plainTitle */.D4)(finding), 300))}</td><td>${where}</td><td>${state}, ${finding.status}</td></tr>`;
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

// EXTERNAL MODULE: ./build/src/reporters/json.js
var json = __webpack_require__(9212);
// EXTERNAL MODULE: ./build/src/reporters/sarif/fit.js + 7 modules
var sarif_fit = __webpack_require__(6478);
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

// EXTERNAL MODULE: ./build/src/reporters/sarif/workspace-hashes.js + 1 modules
var workspace_hashes = __webpack_require__(191);
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
            const { lineHashes, unread } = await (0,workspace_hashes/* workspaceHashes */.o)(report, options.files, deadline.signal);
            const fitted = (0,sarif_fit/* fitSarif */.j)(report, { lineHashes });
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

// EXTERNAL MODULE: ./build/src/reporters/summary.js + 2 modules
var summary = __webpack_require__(9096);
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
const NAMES = { semgrep: "Semgrep", snyk: "Snyk" };
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
        const warning = `${why} There was no ticket for ${namesOf(without)} at a second look; none is asked for twice in one run.`;
        return { tickets, warnings: [warning], stop: false };
    }
    catch (error) {
        const again = (0,src_errors/* toReason */.Ge)(error, sending.source).message;
        const warning = `${why} Whether there is one for ${namesOf(homes)} now could not be read either: ${again}`;
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
    return `${NAMES[source]} made no ticket for ${namesOf(homes(request))}`;
}
function leftOut({ source, requests, homes }, from, why) {
    const count = requests.slice(from).flatMap(homes).length;
    return `${NAMES[source]} was not asked for tickets of ${(0,text_count/* counted */.h)(count, "more finding")}: ${why}. Run the job again.`;
}
/** Issues by the service's own ids, which is what people can look for there. */
function namesOf(homes) {
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
        return { ticket: ticketOf(key, ticket_url), issues: issue_ids };
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
    return `Semgrep made no ticket for ${namesOf(homes)}: ${why}`;
}
const semgrep_wireTicket = schemas/* object */.Ikc({ id: id.nullish(), external_slug: semgrep_text, externalSlug: semgrep_text, url: semgrep_text })
    .nullish();
const wireFinding = schemas/* object */.Ikc({ id, external_ticket: semgrep_wireTicket, externalTicket: semgrep_wireTicket })
    .transform(({ id: issue, external_ticket, externalTicket }) => {
    const ticket = external_ticket ?? externalTicket;
    const key = ticket?.external_slug || ticket?.externalSlug || ticket?.id;
    return key ? { issue, ticket: ticketOf(key, ticket?.url) } : { issue };
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
function ticketOf(key, url) {
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
    const first = await Promise.all(reporters.map((reporter) => tell(reporter, report, group)));
    const outcomes = [...ticketed, ...first];
    const summary = ports.cancelled.aborted ? [] : [summaryFor(ports, telling, outcomes)];
    const last = await Promise.all(summary.map((reporter) => tell(reporter, report, group)));
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
async function tell(reporter, report, log) {
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
        (0,json/* jsonReporter */.G3)({ files: ports.files, path: (0,external_node_path_.join)(settings.reportDir, "report.json") }),
        htmlReporter({ files: ports.files, path: (0,external_node_path_.join)(settings.reportDir, "report.html") }),
        ...(settings.annotations ? [annotationsReporter(ports)] : []),
        ...onGitHub(ports, telling, settings),
    ];
}
/** The summary comes last, because it tells what came of the others. */
function summaryFor({ outputs }, { settings, phases }, outcomes) {
    return (0,summary/* summaryReporter */.G)({
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
