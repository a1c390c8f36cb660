export const id = 259;
export const ids = [259];
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

/***/ 9259:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createGitHub: () => (/* binding */ createGitHub)
});

// EXTERNAL MODULE: ./build/src/no-eval.js
var no_eval = __webpack_require__(8981);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/text/escape.js
var text_escape = __webpack_require__(4502);
;// CONCATENATED MODULE: ./build/src/platform/github-errors.js

const NEEDS = {
    readComments: { permission: "pull-requests: write", purpose: "find its comment" },
    comment: { permission: "pull-requests: write", purpose: "comment on the pull request" },
    pulls: { permission: "pull-requests: read", purpose: "read the pull request" },
    statuses: { permission: "statuses: read", purpose: "read the commit's statuses" },
    contents: { permission: "contents: read", purpose: "read the repository" },
    uploadSarif: { permission: "security-events: write", purpose: "upload SARIF" },
    readSarif: { permission: "security-events: read", purpose: "read what became of the SARIF upload" },
    user: { permission: "read:user", purpose: "tell whose token it is" },
};
/** First match wins. The words are those that GitHub is known to answer with. */
const ADVICE = [
    {
        statuses: [403, 404],
        says: /(Code|Advanced) Security must be enabled|Code Scanning is not enabled|no analysis found/i,
        hint: () => "Enable code scanning for the repository (a private one needs GitHub Code Security), or set `sarif: file`",
    },
    {
        statuses: [403],
        says: /archived/i,
        hint: () => "The repository is archived and takes no more writes; set `sarif: file` and `comment: never`",
    },
    {
        statuses: [400, 404, 422],
        says: /commit not found|ref .*not found in this repository/i,
        hint: () => "Check that the commit and the ref still exist in this repository",
    },
    {
        statuses: [403],
        hint: ({ permission, purpose }) => `Add \`${permission}\` to the job's \`permissions:\` to ${purpose}; ` +
            "runs of forks and of Dependabot get a token that can only read",
    },
    {
        statuses: [404],
        hint: ({ permission, purpose }) => `Check that it exists; without \`${permission}\` in the job's \`permissions:\`, to ${purpose} ends in 404 as well`,
    },
    { statuses: [401], hint: () => "Check `github-token`: GitHub does not accept it" },
    { statuses: [413], hint: () => "Set `sarif: file`, and upload less" },
];
/** The error with the one thing to do about it at this endpoint. */
function explain(error, need) {
    if (error.code === "rate-limited" || error.status === undefined)
        return error;
    const { status, message } = error;
    const advice = ADVICE.find(({ statuses, says }) => statuses.includes(status) && (says === undefined || says.test(message)));
    return advice === undefined ? error : (0,errors/* retell */.fk)(error, { hint: advice.hint(need) });
}
/** What GitHub itself says that the token lacks (`x-accepted-github-permissions`). */
function missingPermissions({ status, headers }) {
    const accepted = headers["x-accepted-github-permissions"] ?? "";
    const told = (status === 403 || status === 404) && /^[\w=;, -]{3,200}$/.test(accepted);
    return told ? `GitHub accepts ${accepted}` : undefined;
}

// EXTERNAL MODULE: ./build/src/platform/answer.js
var platform_answer = __webpack_require__(3539);
// EXTERNAL MODULE: ./build/src/platform/failure.js
var failure = __webpack_require__(5799);
// EXTERNAL MODULE: ./build/src/platform/retry.js
var retry = __webpack_require__(5239);
;// CONCATENATED MODULE: ./build/src/platform/github-fetch.js



/** Media type of a file's own text, as `accept` names it (https://docs.github.com/en/rest/repos/contents). */
const RAW = "application/vnd.github.raw+json";
/**
 * A `fetch` for Octokit on the same floor as the other clients: bounded, retried, bound to one origin. It resolves
 * only with a whole success whose body is what was asked for, because Octokit turns a body that is cut off or no
 * JSON into a string and calls it data; everything else rejects with a `ScanGateError`.
 */
function createGuardedFetch(caller, base) {
    return async (address, init = {}) => {
        const url = new URL(address);
        if (url.origin !== base.origin)
            throw (0,failure/* badAnswer */.k)("was to be asked at another origin", { transient: false });
        const method = init.method ?? "GET";
        const headers = lowerCased(init.headers ?? {});
        const call = {
            request: { method, url, headers, ...(typeof init.body === "string" ? { body: init.body } : {}) },
            repeats: retry/* RETRY */.p6.methods.some((repeated) => repeated === method),
        };
        return await caller.call(call, (answer) => {
            if (method === "DELETE")
                return new Response(null, { status: 204 });
            return headers.accept === RAW ? rawResponse(answer) : jsonResponse(answer);
        });
    };
}
function jsonResponse(answer) {
    (0,platform_answer/* parseJson */.qF)(answer);
    return response(answer, "application/json; charset=utf-8");
}
function rawResponse(answer) {
    if (answer.status !== 200)
        throw (0,failure/* badAnswer */.k)(`answered ${answer.status} where a file was expected`);
    return response(answer, "text/plain; charset=utf-8");
}
/** Of the headers only what we read: the others make Octokit print warnings of its own. */
function response({ status, body, headers }, contentType) {
    const link = headers.link === undefined ? {} : { link: headers.link };
    return new Response(body, { status, headers: { "content-type": contentType, ...link } });
}
function lowerCased(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

;// CONCATENATED MODULE: ./build/src/platform/github-schemas.js


/** GitHub's answers, as far as they are read (https://docs.github.com/en/rest). More fields are normal. */
const USER = schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) });
const COMMENT = schemas/* object */.Ikc({
    id: schemas/* number */.aig().int(),
    body: schemas/* string */.YjP().nullish(),
    user: USER.nullish(),
    // Only shown: a comment without it is a comment all the same.
    html_url: schemas/* string */.YjP().nullish(),
})
    .transform((comment) => ({
    id: comment.id,
    body: comment.body ?? "",
    // GitHub shows comments of deleted accounts as those of this one.
    author: comment.user?.login ?? "ghost",
    url: comment.html_url ?? "",
}));
const SIDE = schemas/* object */.Ikc({ ref: schemas/* string */.YjP(), sha: schemas/* string */.YjP() });
const PULL_REQUEST = schemas/* object */.Ikc({
    number: schemas/* number */.aig().int(),
    state: schemas/* string */.YjP(),
    head: SIDE.extend({ repo: schemas/* object */.Ikc({ full_name: schemas/* string */.YjP() }).nullish() }),
    base: SIDE,
})
    .transform(({ number, state, head, base }) => ({
    number,
    state,
    headRef: head.ref,
    headCommit: head.sha,
    ...(head.repo == null ? {} : { headRepository: head.repo.full_name }),
    base: { ref: base.ref, commit: base.sha },
}));
const STATUS = schemas/* object */.Ikc({
    // Tells the newer of two statuses of one time; without it their order does.
    id: schemas/* number */.aig().nullish(),
    context: schemas/* string */.YjP(),
    state: schemas/* string */.YjP(),
    description: schemas/* string */.YjP().nullish(),
    target_url: schemas/* string */.YjP().nullish(),
    created_at: schemas/* string */.YjP().nullish(),
    updated_at: schemas/* string */.YjP().nullish(),
})
    .transform((status) => {
    const updatedAt = status.updated_at ?? status.created_at;
    const told = {
        context: status.context,
        state: status.state,
        ...(status.description == null ? {} : { description: status.description }),
        ...(status.target_url == null ? {} : { link: status.target_url }),
        ...(updatedAt == null ? {} : { updatedAt }),
    };
    return { id: status.id ?? 0, told };
});
const COMMIT = schemas/* object */.Ikc({ commit: schemas/* object */.Ikc({ committer: schemas/* object */.Ikc({ date: schemas/* string */.YjP().min(1) }) }) });
const COMPARISON = schemas/* object */.Ikc({ ahead_by: schemas/* number */.aig().int(), behind_by: schemas/* number */.aig().int() });
/** A file; for a folder GitHub answers a list, which is read as one. */
const CONTENT = schemas/* union */.KCZ([
    schemas/* array */.YOg(schemas/* unknown */.L5J()).transform(() => ({ type: "folder" })),
    schemas/* object */.Ikc({
        type: schemas/* string */.YjP(),
        encoding: schemas/* string */.YjP().optional(),
        content: schemas/* string */.YjP().optional(),
        size: schemas/* number */.aig().optional(),
    }),
]);
const UPLOAD = schemas/* object */.Ikc({
    id: schemas/* union */.KCZ([schemas/* string */.YjP().min(1), schemas/* number */.aig().transform(String)]),
});
const PROCESSING = schemas/* object */.Ikc({
    processing_status: schemas/* string */.YjP(),
    errors: schemas/* array */.YOg(schemas/* string */.YjP()).nullish(),
});
const ANALYSIS = schemas/* object */.Ikc({ warning: schemas/* string */.YjP().nullish(), error: schemas/* string */.YjP().nullish() });

;// CONCATENATED MODULE: ./build/src/platform/github-contents.js







/** Reads files of the repository at a commit (https://docs.github.com/en/rest/repos/contents). */
function createGitHubContents(requests, place) {
    return {
        async file(path, commit) {
            const where = `${(0,text_escape/* visible */.RK)(path)} at ${commit.slice(0, 12)}`;
            const ask = {
                route: `GET /repos/{owner}/{repo}/contents/${encodedPath(path)}`,
                parameters: { ...place, ref: commit },
                need: NEEDS.contents,
            };
            try {
                const answer = await requests.one({ ...ask, schema: CONTENT });
                if (answer.type !== "file")
                    throw noFile(`GitHub: ${where} is a ${(0,text_escape/* visible */.RK)(answer.type)}, not a file`);
                if ("encoding" in answer && answer.encoding === "base64")
                    return decode(answer, where);
                // Larger than 1 MB: the text comes only by itself.
                return await requests.one({ ...ask, accept: RAW, schema: schemas/* string */.YjP() });
            }
            catch (error) {
                if (isAbsent(error))
                    return undefined;
                throw error;
            }
        },
    };
}
/** GitHub also says 404 when it does not know the commit, and that does not mean that the file is not there. */
function isAbsent(error) {
    return error instanceof errors/* ScanGateError */.D4 && error.status === 404 && !/no commit found/i.test(error.message);
}
function encodedPath(path) {
    const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
    if (segments.length === 0 || segments.includes("..")) {
        throw noFile(`${(0,text_escape/* visible */.RK)(path)} is not a path in the repository`);
    }
    return segments.map(encodeURIComponent).join("/");
}
function decode({ content, size }, where) {
    const bytes = Buffer.from(content ?? "", "base64");
    if (content === undefined || (size !== undefined && size !== bytes.length)) {
        throw new errors/* ScanGateError */.D4({
            code: "bad-response",
            source: "github",
            message: `GitHub: of ${where} came ${bytes.length} bytes instead of ${size ?? "all"}`,
            hint: "Run the job again",
        });
    }
    return new TextDecoder().decode(bytes);
}
function noFile(message) {
    return new errors/* ScanGateError */.D4({
        code: "not-found",
        source: "github",
        message,
        hint: "Name a file of the repository",
    });
}

// EXTERNAL MODULE: ./build/src/platform/caller.js + 1 modules
var platform_caller = __webpack_require__(6408);
;// CONCATENATED MODULE: ./build/src/platform/link-header.js
/**
 * The address of the next page from a `Link` header, as it stands there; undefined on the last page
 * (https://www.rfc-editor.org/rfc/rfc8288).
 */
function nextLink(header) {
    for (const [, address, attributes] of (header ?? "").matchAll(/<([^<>]*)>([^<]*)/g)) {
        if (/;\s*rel\s*=\s*"?(?:[^",;]*\s)?next(?=[\s",;]|$)/i.test(attributes ?? ""))
            return address;
    }
    return undefined;
}

// EXTERNAL MODULE: ./build/src/platform/origin.js
var origin = __webpack_require__(211);
// EXTERNAL MODULE: ./build/src/platform/secret.js
var secret = __webpack_require__(6733);
// EXTERNAL MODULE: ./build/src/platform/shape.js
var shape = __webpack_require__(2220);
// EXTERNAL MODULE: ./build/src/platform/telling.js
var telling = __webpack_require__(840);
// EXTERNAL MODULE: ./build/src/platform/transport.js + 4 modules
var transport = __webpack_require__(5388);
// EXTERNAL MODULE: ./build/src/platform/words.js
var words = __webpack_require__(7948);
;// CONCATENATED MODULE: ./build/src/platform/github-request.js












/** Pages after which a list is taken for endless: 30,000 items. */
const MOST_PAGES = 300;
const SILENT = { debug() { }, info() { }, warn() { }, error() { } };
function createGitHubRequests(connection) {
    const base = (0,origin/* parseBase */.Hp)(connection.apiUrl);
    const { token, log } = connection;
    const hide = (0,secret/* createHide */.t)(token, connection.redact);
    const caller = (0,platform_caller/* createCaller */.u)({
        words: words/* GITHUB */.U,
        transport: (0,transport/* createTransport */.o)(connection),
        clock: connection.clock,
        random: connection.random,
        deadline: connection.deadline,
        hide,
        remark: missingPermissions,
        ...(log === undefined ? {} : { log: (message) => log.info(message) }),
    });
    const baseUrl = base.origin + base.path;
    const fetch = createGuardedFetch(caller, base);
    let made;
    const send = async (ask, url) => {
        try {
            made ??= octokit(token, baseUrl, fetch);
            const { request } = await made;
            const { data, headers } = await request(url, {
                ...ask.parameters,
                ...(ask.accept === undefined ? {} : { headers: { accept: ask.accept } }),
            });
            const value = (0,shape/* parseShape */.T)(data, ask.schema);
            return { value, next: nextLink(headers.link) };
        }
        catch (thrown) {
            throw explain(ownError(thrown, ask, hide), ask.need);
        }
    };
    return {
        get requests() {
            return caller.requests;
        },
        async one(ask) {
            return (await send(ask, ask.route)).value;
        },
        async all(ask) {
            const items = [];
            const seen = new Set();
            let page = await send(ask, ask.route);
            for (let read = 1;; read += 1) {
                items.push(...page.value);
                if (page.next === undefined)
                    return items;
                try {
                    const next = page.next;
                    const route = (0,telling/* withoutRequest */.O6)({ words: words/* GITHUB */.U, hide }, () => routeOf((0,origin/* pathOf */.XM)(base, next)));
                    if (seen.has(route) || read === MOST_PAGES)
                        throw endless();
                    seen.add(route);
                    page = await send({ ...ask, parameters: {} }, route);
                }
                catch (thrown) {
                    throw partial(thrown, read);
                }
            }
        },
    };
}
/** Loaded when it is first needed, for it reads the event file while it loads and throws when that is broken. */
async function octokit(token, baseUrl, fetch) {
    if (token === "") {
        throw new errors/* ScanGateError */.D4({
            code: "no-credentials",
            source: "github",
            message: "There is no token for GitHub",
            hint: "Leave `github-token` out, so that the job's own token is used",
        });
    }
    (0,origin/* checkHeaderValue */.BB)(token, "github-token");
    const { getOctokit } = await __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 2413));
    return getOctokit(token, { baseUrl, request: { fetch }, log: SILENT });
}
/** A path with its query as Octokit's template takes it: it would read `:name` and `{name}` as its own. */
function routeOf(path) {
    return `GET ${path.replace(/[:{}]/g, encodeURIComponent)}`;
}
/** Octokit wraps what its fetch throws in an error that holds the whole request; only ours goes on. */
function ownError(thrown, { route }, hide) {
    const inner = thrown instanceof Error ? thrown.cause : undefined;
    for (const error of [thrown, inner]) {
        if (error instanceof errors/* ScanGateError */.D4)
            return error;
        if (error instanceof failure/* Failure */.H)
            return fromFailure(error, route, hide);
    }
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    return new errors/* ScanGateError */.D4({
        code: "internal",
        source: "github",
        message: `GitHub ${route}: the request could not be made (${name})`,
        hint: "Report it with the log of this run",
    });
}
function fromFailure(failure, route, hide) {
    const hint = words/* GITHUB */.U.hints[failure.code];
    return new errors/* ScanGateError */.D4({
        code: failure.code,
        source: "github",
        message: hide(`GitHub ${route}: ${failure.message}`),
        ...(hint === undefined ? {} : { hint }),
    });
}
function endless() {
    return new errors/* ScanGateError */.D4({
        code: "partial",
        source: "github",
        message: "GitHub: the list does not end",
        hint: "Run the job again",
    });
}
/** Some pages were read, so that it is no matter of the whole any more; only a cancelled run stays one. */
function partial(thrown, pages) {
    if (!(thrown instanceof errors/* ScanGateError */.D4) || thrown.code === "cancelled")
        return thrown;
    const read = pages === 1 ? "the first page was read" : `${pages} pages were read`;
    return (0,errors/* retell */.fk)(thrown, { code: "partial", message: `${thrown.message}; only ${read}` });
}

;// CONCATENATED MODULE: ./build/src/platform/github-statuses.js
/**
 * The newest status of each context, in the order in which contexts first occur. GitHub lists the newest first and
 * takes contexts that differ in case for one; the time decides, then the number, so that no order is relied on.
 */
function newestPerContext(statuses) {
    const newest = new Map();
    for (const status of statuses) {
        const key = status.told.context.toLowerCase();
        const other = newest.get(key);
        if (other === undefined || isNewer(status, other))
            newest.set(key, status);
    }
    return [...newest.values()].map(({ told }) => told);
}
function isNewer(one, other) {
    const apart = timeOf(one) - timeOf(other);
    return apart === 0 ? one.id > other.id : apart > 0;
}
function timeOf({ told }) {
    const time = Date.parse(told.updatedAt ?? "");
    return Number.isNaN(time) ? 0 : time;
}

;// CONCATENATED MODULE: ./build/src/platform/github.js










/** The most that GitHub gives on a page. */
const PER_PAGE = 100;
/** GitHub as one repository's gate uses it. No request is made before it is asked for something. */
function createGitHub(options) {
    const requests = createGitHubRequests(options);
    const place = { owner: options.owner, repo: options.repo };
    return {
        get requests() {
            return requests.requests;
        },
        login: () => login(requests, options.token),
        ...comments(requests, place),
        ...pullRequests(requests, place),
        ...commits(requests, place),
        ...createGitHubContents(requests, place),
        ...codeScanning(requests, place),
    };
}
/** The account that comments made with a workflow's own token carry. */
const ACTIONS_BOT = "github-actions[bot]";
/** Tokens of an installed app, the workflow's own among them, may not ask whose they are: that ends in 403. */
async function login(requests, token) {
    if (token.startsWith("ghs_"))
        return ACTIONS_BOT;
    try {
        return (await requests.one({ route: "GET /user", need: NEEDS.user, schema: USER })).login;
    }
    catch (error) {
        if (error instanceof errors/* ScanGateError */.D4 && error.code === "forbidden")
            return ACTIONS_BOT;
        throw error;
    }
}
function comments(requests, place) {
    return {
        listComments: (pullRequest) => requests.all({
            route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
            parameters: { ...place, issue_number: pullRequest, per_page: PER_PAGE },
            need: NEEDS.readComments,
            schema: schemas/* array */.YOg(COMMENT),
        }),
        createComment: (pullRequest, body) => requests.one({
            route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
            parameters: { ...place, issue_number: pullRequest, body },
            need: NEEDS.comment,
            schema: COMMENT,
        }),
        updateComment: (id, body) => requests.one({
            route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
            parameters: { ...place, comment_id: id, body },
            need: NEEDS.comment,
            schema: COMMENT,
        }),
        async deleteComment(id) {
            try {
                await requests.one({
                    route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
                    parameters: { ...place, comment_id: id },
                    need: NEEDS.comment,
                    schema: schemas/* unknown */.L5J(),
                });
            }
            catch (error) {
                // Gone is what was wanted, be it by a try of ours whose answer was lost.
                if (!(error instanceof errors/* ScanGateError */.D4 && error.code === "not-found"))
                    throw error;
            }
        },
    };
}
function pullRequests(requests, place) {
    return {
        pullRequest: (number) => requests.one({
            route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
            parameters: { ...place, pull_number: number },
            need: NEEDS.pulls,
            schema: PULL_REQUEST,
        }),
        pullRequestsOf: (commit) => requests.all({
            route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
            parameters: { ...place, commit_sha: commit, per_page: PER_PAGE },
            need: NEEDS.pulls,
            schema: schemas/* array */.YOg(PULL_REQUEST),
        }),
        pullRequestsFrom: (headOwner, headRef) => requests.all({
            route: "GET /repos/{owner}/{repo}/pulls",
            parameters: { ...place, state: "open", head: `${headOwner}:${headRef}`, per_page: PER_PAGE },
            need: NEEDS.pulls,
            schema: schemas/* array */.YOg(PULL_REQUEST),
        }),
    };
}
function commits(requests, place) {
    return {
        async statuses(commit) {
            const all = await requests.all({
                route: "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
                parameters: { ...place, ref: commit, per_page: PER_PAGE },
                need: NEEDS.statuses,
                schema: schemas/* array */.YOg(STATUS),
            });
            return newestPerContext(all);
        },
        async commitDate(commit) {
            const answer = await requests.one({
                route: "GET /repos/{owner}/{repo}/commits/{ref}",
                // Its files come in pages, and none is wanted.
                parameters: { ...place, ref: commit, per_page: 1 },
                need: NEEDS.contents,
                schema: COMMIT,
            });
            return answer.commit.committer.date;
        },
        async distance(base, head) {
            const { ahead_by, behind_by } = await requests.one({
                route: "GET /repos/{owner}/{repo}/compare/{basehead}",
                parameters: { ...place, basehead: `${base}...${head}`, per_page: 1 },
                need: NEEDS.contents,
                schema: COMPARISON,
            });
            return { ahead: ahead_by, behind: behind_by };
        },
    };
}
function codeScanning(requests, place) {
    return {
        async uploadSarif({ commit, ref, sarif }) {
            const packed = await (0,external_node_util_.promisify)(external_node_zlib_.gzip)(Buffer.from(sarif, "utf8"));
            return await requests.one({
                route: "POST /repos/{owner}/{repo}/code-scanning/sarifs",
                // Nothing else: the endpoint refuses fields that it does not know, and Enterprise Servers know fewer.
                parameters: { ...place, commit_sha: commit, ref, sarif: packed.toString("base64") },
                need: NEEDS.uploadSarif,
                schema: UPLOAD,
            });
        },
        async sarifProcessing(id) {
            try {
                const { processing_status: status, errors } = await requests.one({
                    route: "GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}",
                    parameters: { ...place, sarif_id: id },
                    need: NEEDS.readSarif,
                    schema: PROCESSING,
                });
                const known = status === "complete" || status === "failed" ? status : "pending";
                return { status: known, errors: errors ?? [] };
            }
            catch (error) {
                // The id may not be known yet right after the upload.
                if (error instanceof errors/* ScanGateError */.D4 && error.code === "not-found") {
                    return { status: "pending", errors: [] };
                }
                throw error;
            }
        },
        async sarifWarnings(id) {
            const analyses = await requests.all({
                route: "GET /repos/{owner}/{repo}/code-scanning/analyses",
                parameters: { ...place, sarif_id: id, per_page: PER_PAGE },
                need: NEEDS.readSarif,
                schema: schemas/* array */.YOg(ANALYSIS),
            });
            const told = analyses.flatMap(({ error, warning }) => [error, warning]);
            return [...new Set(told.filter((text) => typeof text === "string" && text !== ""))];
        },
    };
}


/***/ })

};
