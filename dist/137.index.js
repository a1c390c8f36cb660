export const id = 137;
export const ids = [137];
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

/***/ 7137:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ignoresSchema: () => (/* binding */ ignoresSchema),
/* harmony export */   issuePage: () => (/* binding */ issuePage),
/* harmony export */   issueSchema: () => (/* binding */ issueSchema),
/* harmony export */   organisationPage: () => (/* binding */ organisationPage),
/* harmony export */   organisationSchema: () => (/* binding */ organisationSchema),
/* harmony export */   pageOf: () => (/* binding */ pageOf),
/* harmony export */   projectPage: () => (/* binding */ projectPage),
/* harmony export */   projectSchema: () => (/* binding */ projectSchema),
/* harmony export */   selfSchema: () => (/* binding */ selfSchema),
/* harmony export */   targetPage: () => (/* binding */ targetPage),
/* harmony export */   targetSchema: () => (/* binding */ targetSchema)
/* harmony export */ });
/* harmony import */ var _no_eval_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8981);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);


/**
 * Shapes of Snyk's answers, read tolerantly: an unknown field or word is normal and a strange detail costs only
 * itself, but a list that is missing, or an entry without an id, is no answer to rely on.
 */
const text = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .optional()
    .catch(undefined)
    .transform((value) => (value === "" ? undefined : value));
const flag = zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().optional().catch(undefined);
const number = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().optional().catch(undefined);
/** A list of details: entries of another shape are left out, an absent list is empty. */
function details(entry) {
    return zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J())
        .optional()
        .catch(undefined)
        .transform((entries) => (entries ?? []).flatMap((value) => {
        const read = entry.safeParse(value);
        return read.success ? [read.data] : [];
    }));
}
/** An object that may be absent, or of another shape. */
function part(shape) {
    return shape.optional().catch(undefined);
}
/** `links.next`: a string, an object with `href`, null or absent. Anything else could hide a page. */
const link = zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ href: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }).transform(({ href }) => href)]).nullish();
/** A page whose entries have the given shape. */
function pageOf(entry) {
    return zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ data: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(entry), links: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ next: link }).nullish() })
        .transform(({ data, links }) => (links?.next ? { data, next: links.next } : { data }));
}
const selfSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    data: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ attributes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ default_org_context: text }) }),
});
const organisationSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), attributes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ slug: text }) });
const targetSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    attributes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ display_name: text, url: text }),
});
const reference = part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ data: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ id: text })) }));
const projectSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    attributes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        name: text,
        type: text,
        origin: text,
        target_file: text,
        target_reference: text,
        status: text,
    }),
    meta: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        cli_monitored_at: text,
        latest_issue_counts: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ updated_at: text })),
    })),
    relationships: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ target: reference })),
});
const position = part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ line: number }));
const representationSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    dependency: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ package_name: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), package_version: text })),
    sourceLocation: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        file: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        commit_id: text,
        region: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ start: position, end: position })),
    })),
    resourcePath: text,
    cloud_resource: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
});
const coordinateSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    is_fixable_snyk: flag,
    is_fixable_upstream: flag,
    is_fixable_manually: flag,
    is_patchable: flag,
    is_pinnable: flag,
    is_upgradeable: flag,
    reachability: text,
    remedies: details(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        description: text,
        meta: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ data: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ fixed_in: details(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()) })) })),
    })),
    representations: details(representationSchema),
});
const issueSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    attributes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        key: text,
        key_asset: text,
        title: text,
        type: text,
        description: text,
        // Kept as it comes: a severity of another shape is an unknown severity, not an unreadable answer.
        effective_severity_level: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
        created_at: text,
        status: text,
        ignored: flag,
        problems: details(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), url: text })),
        classes: details(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
        severities: details(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ source: text, score: number })),
        exploit_details: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ maturity_levels: details(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ level: text })) })),
        coordinates: details(coordinateSchema),
    }),
    relationships: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ scan_item: reference })),
});
const ignoreSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    reason: text,
    reasonType: text,
    expires: text,
    ignoredBy: part(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ name: text })),
});
/** Version 1's ignores: by issue key, one entry for each path in the dependency tree. */
const ignoresSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), details(zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), ignoreSchema)));
const organisationPage = pageOf(organisationSchema);
const targetPage = pageOf(targetSchema);
const projectPage = pageOf(projectSchema);
const issuePage = pageOf(issueSchema);


/***/ })

};
