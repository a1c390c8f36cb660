/**
 * The part of SARIF 2.1.0 that Scan Gate writes: what GitHub code scanning reads, and little more
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */

export interface SarifDocument {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly CodeScanningRun[];
}

/** One source and tool. Its category, `automationDetails.id`, tells code scanning which alerts it may close. */
export interface CodeScanningRun {
  readonly tool: { readonly driver: SarifDriver };
  readonly automationDetails: { readonly id: string };
  readonly columnKind: "utf16CodeUnits";
  readonly results: readonly SarifResult[];
}

export interface SarifDriver {
  readonly name: string;
  readonly informationUri?: string;
  readonly rules: readonly SarifRule[];
}

export interface SarifText {
  readonly text: string;
  readonly markdown?: string;
}

export const SARIF_LEVELS = ["error", "warning", "note"] as const;
export type SarifLevel = (typeof SARIF_LEVELS)[number];

export const RULE_PRECISIONS = ["very-high", "high", "medium", "low"] as const;
export type RulePrecision = (typeof RULE_PRECISIONS)[number];

export const PROBLEM_SEVERITIES = ["error", "warning", "recommendation"] as const;
export type ProblemSeverity = (typeof PROBLEM_SEVERITIES)[number];

export interface SarifRule {
  readonly id: string;
  readonly name?: string;
  readonly shortDescription: SarifText;
  readonly fullDescription: SarifText;
  readonly help: SarifText;
  readonly helpUri?: string;
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: {
    readonly tags: readonly string[];
    readonly precision: RulePrecision;
    readonly "problem.severity": ProblemSeverity;
    /** A number from 0.1 to 10.0, as text: code scanning refuses the whole file otherwise. */
    readonly "security-severity": string;
  };
}

/** Whole lines: without `endColumn` a region reaches to the end of its last line. */
export interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
}

export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: SarifRegion;
  };
  readonly message?: SarifText;
}

export interface SarifCodeFlow {
  readonly threadFlows: readonly {
    readonly locations: readonly { readonly location: SarifLocation }[];
  }[];
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: SarifText;
  readonly locations: readonly SarifLocation[];
  readonly partialFingerprints?: { readonly primaryLocationLineHash: string };
  readonly codeFlows?: readonly SarifCodeFlow[];
  readonly hostedViewerUri?: string;
  readonly properties: {
    readonly "scan-gate/fingerprint": string;
    readonly "scan-gate/status": string;
    readonly "scan-gate/severity": string;
    readonly "scan-gate/blocking": boolean;
  };
}
