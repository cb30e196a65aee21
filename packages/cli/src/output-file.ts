import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  realpathSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "./exit.ts";

/** Where a file is written before it gets its name: beside it, so that naming it is one step. */
export function temporaryPath(out: string, token: string): string {
  const target = targetOf(out);
  return join(dirname(target), `.${basename(target)}.${token}.tmp`);
}

/**
 * A file that is there whole or not at all: written under another name beside it, then renamed. What is
 * no regular file, such as a device or a pipe, is written to directly.
 */
export class OutputFile {
  readonly #path: string;
  readonly #target: string;
  /** `undefined` if the target is written to directly. */
  readonly #temporary: string | undefined;
  readonly #descriptor: number;

  /** Opens it, so that what cannot be written fails before the work begins. @throws {InputError} */
  constructor(path: string, token: string) {
    this.#path = path;
    this.#target = targetOf(path);
    const found = this.#try(() => statSync(this.#target, { throwIfNoEntry: false }));
    this.#temporary =
      found === undefined || found.isFile() ? temporaryPath(path, token) : undefined;
    this.#descriptor = this.#try(() => openSync(this.#temporary ?? this.#target, "w"));
  }

  /** Writes what comes next. @throws {InputError} when it cannot be written. */
  write(content: string | Uint8Array): void {
    this.#try(() => writeFileSync(this.#descriptor, content));
  }

  /** Puts the file in place when all is written. @throws {InputError} when that fails; then nothing is left. */
  commit(): void {
    this.#try(() => {
      try {
        if (this.#temporary !== undefined) fsyncSync(this.#descriptor);
      } finally {
        closeSync(this.#descriptor);
      }
      if (this.#temporary !== undefined) renameSync(this.#temporary, this.#target);
    });
  }

  /** Leaves nothing behind. Does nothing after `commit`. */
  discard(): void {
    if (this.#temporary !== undefined) rmSync(this.#temporary, { force: true });
  }

  #try<R>(action: () => R): R {
    try {
      return action();
    } catch (error) {
      throw new InputError(`cannot write ${this.#path}: ${reasonOf(error, this.#path)}`, {
        cause: error,
      });
    }
  }
}

/** The file itself if the path is a link to it. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it is larger than files may be here",
};

/** Why the system refused to read or write the path, in words. */
export function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const file = code === "ENOTDIR" ? fileAbove(path) : undefined;
  if (file !== undefined) return `${file} is no folder`;
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** The part of a path that is used as a folder and is none. */
function fileAbove(path: string): string | undefined {
  const above = dirname(path);
  if (above === path) return undefined;
  const found = existsSync(above) ? statSync(above) : undefined;
  return found === undefined || found.isDirectory() ? fileAbove(above) : above;
}
