import "../../no-eval.ts";
import { z } from "zod";
import { ScanGateError } from "../../errors.ts";
import type { GitHub } from "../../ports.ts";
import { visible } from "../../text/escape.ts";
import { NEEDS } from "./errors.ts";
import { RAW } from "./fetch.ts";
import type { GitHubRequests, Place } from "./requests.ts";
import { CONTENT } from "./schemas.ts";

/** Reads files of the repository at a commit (https://docs.github.com/en/rest/repos/contents). */
export function createGitHubContents(requests: GitHubRequests, place: Place): Pick<GitHub, "file"> {
  return {
    async file(path, commit) {
      const where = `${visible(path)} at ${commit.slice(0, 12)}`;
      const ask = {
        route: `GET /repos/{owner}/{repo}/contents/${encodedPath(path)}`,
        parameters: { ...place, ref: commit },
        need: NEEDS.contents,
      };
      try {
        const answer = await requests.one({ ...ask, schema: CONTENT });
        if (answer.type !== "file") throw noFile(`GitHub: ${where} is a ${visible(answer.type)}, not a file`);
        if ("encoding" in answer && answer.encoding === "base64") return decode(answer, where);
        // Larger than 1 MB: the text comes only by itself.
        return await requests.one({ ...ask, accept: RAW, schema: z.string() });
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
  };
}

/** GitHub also says 404 when it does not know the commit, and that does not mean that the file is not there. */
function isAbsent(error: unknown): boolean {
  return error instanceof ScanGateError && error.status === 404 && !/no commit found/i.test(error.message);
}

function encodedPath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0 || segments.includes("..")) {
    throw noFile(`${visible(path)} is not a path in the repository`);
  }
  return segments.map(encodeURIComponent).join("/");
}

interface Content {
  readonly content?: string | undefined;
  readonly size?: number | undefined;
}

function decode({ content, size }: Content, where: string): string {
  const bytes = Buffer.from(content ?? "", "base64");
  if (content === undefined || (size !== undefined && size !== bytes.length)) {
    throw new ScanGateError({
      code: "bad-response",
      source: "github",
      message: `GitHub: of ${where} came ${bytes.length} bytes instead of ${size ?? "all"}`,
      hint: "Run the job again",
    });
  }
  return new TextDecoder().decode(bytes);
}

function noFile(message: string): ScanGateError {
  return new ScanGateError({
    code: "not-found",
    source: "github",
    message,
    hint: "Name a file of the repository",
  });
}
