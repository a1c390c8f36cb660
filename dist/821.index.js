export const id = 821;
export const ids = [821];
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

/***/ 5821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   deploymentsSchema: () => (/* binding */ deploymentsSchema),
/* harmony export */   findingsSchema: () => (/* binding */ findingsSchema),
/* harmony export */   projectSchema: () => (/* binding */ projectSchema),
/* harmony export */   projectsSchema: () => (/* binding */ projectsSchema),
/* harmony export */   scanDetailsSchema: () => (/* binding */ scanDetailsSchema),
/* harmony export */   scansSchema: () => (/* binding */ scansSchema),
/* harmony export */   secretsSchema: () => (/* binding */ secretsSchema)
/* harmony export */ });
/* harmony import */ var _no_eval_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8981);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3759);


/**
 * What Semgrep's web API sends (https://semgrep.dev/api/v1/docs/). Only what a result depends on is demanded: the
 * list itself and the ids. Anything else may be absent, null or of a kind that is new, and then counts as not given;
 * ids are numbers at some endpoints and strings at others.
 */
const id = zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().check(zod__WEBPACK_IMPORTED_MODULE_2__/* ._minLength */ .m9(1)), zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig()]).transform(String);
const text = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional().catch(undefined);
const flag = zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().optional().catch(undefined);
/** A number, or a number in a string, as int64 values travel. */
const quantity = zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([
    zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(),
    zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
        .check(zod__WEBPACK_IMPORTED_MODULE_2__/* ._regex */ .Fk(/^-?\d+(\.\d+)?$/))
        .transform(Number),
])
    .optional()
    .catch(undefined);
const looseId = id.optional().catch(undefined);
const texts = zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J())
    .catch([])
    .transform((values) => values.filter((value) => typeof value === "string"));
function part(shape) {
    return zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc(shape).optional().catch(undefined);
}
const deploymentsSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    deployments: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ id, slug: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), name: text })),
});
const project = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ id, name: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), url: text });
const projectSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ project });
const projectsSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ projects: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(project) });
const scan = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id,
    branch: text,
    commit: text,
    is_full_scan: zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(), zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().transform(Boolean)])
        .optional()
        .catch(undefined),
    started_at: text,
    completed_at: text,
    status: text,
    exit_code: quantity,
    enabled_products: texts,
    findings_counts: part({ code: quantity, supply_chain: quantity, secrets: quantity }),
});
const scansSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ scans: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(scan), cursor: text });
const scanDetailsSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id: looseId,
    completed_at: text,
    exit_code: quantity,
    enabled_products: texts,
    meta: part({ commit: text, branch: text, ci_job_url: text, pull_request_id: looseId }),
});
const ticket = part({ id: looseId, external_slug: text, url: text });
/** Recorded answers name a place in another way than the description does; both are read. */
const place = part({
    file_path: text,
    path: text,
    line: quantity,
    start_line: quantity,
    end_line: quantity,
});
const finding = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id,
    ref: text,
    match_based_id: text,
    external_ticket: ticket,
    triage_state: text,
    state: text,
    /** As sent, so that a word of another kind is told and not lost. */
    status: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
    severity: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
    created_at: text,
    rule_name: text,
    rule_message: text,
    rule: part({ name: text, message: text, vulnerability_classes: texts, cwe_names: texts }),
    location: place,
    triage_comment: text,
    triage_reason: text,
    assistant: part({
        autofix: part({ fix_code: text }),
        guidance: part({ summary: text, instructions: text }),
    }),
    vulnerability_identifier: text,
    reachability: text,
    found_dependency: part({
        package: text,
        version: text,
        ecosystem: text,
        transitivity: text,
        lockfile_line_url: text,
    }),
    fix_recommendations: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(part({ package: text, version: text }))
        .optional()
        .catch(undefined),
    epss_score: part({ score: quantity }),
    is_malicious: flag,
    usage: part({ location: place }),
});
const findings = zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(finding);
const WRAPPERS = ["sastFindings", "scaFindings", "aiSastFindings"];
/**
 * One page of findings: `{findings: […]}`, or the same inside one of the wrappers that the rendered reference shows.
 * @throws when there is no such array: an answer without a list is never an empty list.
 */
const findingsSchema = {
    parse(value) {
        return findings.parse(listOf(value));
    },
};
function listOf(value) {
    const direct = member(value, "findings");
    if (direct !== undefined)
        return direct;
    for (const wrapper of WRAPPERS) {
        const wrapped = member(member(value, wrapper), "findings");
        if (wrapped !== undefined)
            return wrapped;
    }
    return undefined;
}
function member(value, key) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
        return undefined;
    return Reflect.get(value, key);
}
const secret = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id,
    type: text,
    findingPath: text,
    ref: text,
    severity: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
    status: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
    validationState: text,
    ruleHashId: text,
    createdAt: text,
    externalTicket: part({ id: looseId, externalSlug: text, url: text }),
    /** Set when the secret is in the history only, and no longer in the files. */
    historicalInfo: part({ gitCommit: text }),
});
const secretsSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(secret), cursor: text });


/***/ })

};
