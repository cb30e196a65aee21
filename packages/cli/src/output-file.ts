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
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "./exit.ts";

/** The run whose file it is. */
export interface Run {
  /** The folder where the path begins, absolute. */
  readonly folder: string;
  /** Tells its files from those of other runs. */
  readonly token: string;
}

/** Where a file is written before it gets its name: beside it, so that naming it is one step. */
export function temporaryPath(out: string, { folder, token }: Run): string {
  const target = targetOf(resolve(folder, out));
  return join(dirname(target), `.${basename(target)}.${token}.tmp`);
}

/**
 * A file that is there whole or not at all: written under another name beside it, then renamed. What is
 * no regular file, such as a device or a pipe, is written to directly.
 */
export class OutputFile {
  readonly #path: string;
  readonly #folder: string;
  readonly #target: string;
  /** `undefined` if the target is written to directly. */
  readonly #temporary: string | undefined;
  readonly #descriptor: number;

  /** Opens it, so that what cannot be written fails before the work begins. @throws {InputError} */
  constructor(path: string, run: Run) {
    this.#path = path;
    this.#folder = run.folder;
    this.#target = targetOf(resolve(run.folder, path));
    const found = this.#try(() => statSync(this.#target, { throwIfNoEntry: false }));
    this.#temporary = found === undefined || found.isFile() ? temporaryPath(path, run) : undefined;
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
      const reason = reasonOf(error, this.#path, this.#folder);
      throw new InputError(`cannot write ${this.#path}: ${reason}`, { cause: error });
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
export function reasonOf(error: unknown, path: string, folder: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const file = code === "ENOTDIR" ? fileAbove(path, folder) : undefined;
  if (file !== undefined) return `${file} is no folder`;
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** The part of a path that is used as a folder and is none. */
function fileAbove(path: string, folder: string): string | undefined {
  const above = dirname(path);
  if (above === path) return undefined;
  const place = resolve(folder, above);
  const found = existsSync(place) ? statSync(place) : undefined;
  return found === undefined || found.isDirectory() ? fileAbove(above, folder) : above;
}
