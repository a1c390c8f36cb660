import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { spareMemoryAfter } from "../runner/memory.ts";
import { badAnswer, Failure } from "./failure.ts";

export interface BodyOptions {
  /** Most bytes, as sent and as decoded. */
  readonly limit: number;
  /** Called for every piece that arrives. */
  readonly onBytes: () => void;
}

const CHUNK = { chunkSize: 64 * 1024 };
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(CHUNK),
  "x-gzip": () => createGunzip(CHUNK),
  deflate: () => createInflate(CHUNK),
  br: () => createBrotliDecompress(CHUNK),
};

/**
 * The whole body as text, decoded while it arrives, so that no more than the limit is ever held.
 *
 * @throws Failure `bad-response` when it is cut off, longer or shorter than it says, larger than the limit, or
 * encoded in a way that was not asked for. Whatever is thrown, the connection is closed.
 */
export async function readBody(message: IncomingMessage, options: BodyOptions): Promise<string> {
  const declared = declaredLength(message);
  const received = { bytes: 0 };
  try {
    if (declared !== undefined && declared > options.limit) throw tooLarge(options.limit);
    const text = await decoded(message, { ...options, received });
    if (declared !== undefined && declared !== received.bytes) throw cutOff(received.bytes, declared);
    return text;
  } catch (thrown) {
    message.destroy();
    // An empty body is no valid gzip, and yet it came whole.
    if (isDecodingError(thrown) && received.bytes === 0) return "";
    throw thrown instanceof Failure ? thrown : unreadable(thrown, { received: received.bytes, declared });
  }
}

/** What a stream hands over is bytes, for nobody sets an encoding on it. */
type Bytes = AsyncIterable<Buffer>;

async function decoded(message: IncomingMessage, options: BodyOptions & { received: { bytes: number } }) {
  const { limit, received, onBytes } = options;
  const arriving = async function* (source: Readable) {
    for await (const chunk of source as Bytes) {
      received.bytes += chunk.length;
      if (received.bytes > limit) throw tooLarge(limit);
      onBytes();
      yield chunk;
    }
  };
  const collect = async (source: Bytes) => {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      if (isBomb(received.bytes, size)) throw bomb();
      chunks.push(chunk);
    }
    spareMemoryAfter(size);
    return new TextDecoder().decode(Buffer.concat(chunks, size));
  };
  const decoder = decoderOf(message);
  return decoder === undefined
    ? await pipeline(message, arriving, collect)
    : await pipeline(message, arriving, decoder, collect);
}

/** Decoded bytes from which on it matters how small they were on the way. */
const BOMB_FROM = 16 * 1024 * 1024;
/** No list of findings is that much alike: compressed JSON mostly gives 5 to 50, and gzip can give 1,030. */
const BOMB_RATIO = 300;

/** Whether an answer was made to fill the memory, which several at once could do below the limit of each. */
function isBomb(received: number, size: number): boolean {
  return size > BOMB_FROM && size > received * BOMB_RATIO;
}

function bomb(): Failure {
  return badAnswer("the answer grows out of all proportion when it is decompressed", { transient: false });
}

function decoderOf(message: IncomingMessage): Transform | undefined {
  const encoding = (message.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return undefined;
  const create = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (create === undefined) throw badAnswer("the answer is encoded in a way that was not asked for");
  return create();
}

function declaredLength(message: IncomingMessage): number | undefined {
  const value = message.headers["content-length"];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

function unreadable(
  thrown: unknown,
  { received, declared }: { readonly received: number; readonly declared: number | undefined },
): Failure {
  return isDecodingError(thrown)
    ? badAnswer("the answer could not be decompressed")
    : cutOff(received, declared);
}

function isDecodingError(thrown: unknown): boolean {
  const code: unknown = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" && /^(Z_|ERR__)/.test(code);
}

function cutOff(received: number, declared: number | undefined): Failure {
  const of = declared === undefined ? "" : ` of ${declared}`;
  return badAnswer(`the answer was cut off after ${received}${of} bytes`);
}

function tooLarge(limit: number): Failure {
  return badAnswer(`the answer is larger than ${limit / 1024 / 1024} MiB`, { transient: false });
}
