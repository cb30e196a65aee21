import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError } from "./exit.ts";
import { reasonOf, temporaryPath } from "./output-file.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Makes a folder for what is made on the way, and clears up when the work is done, however it ends: the
 * folder goes, and so does what the work had begun to write of its file.
 *
 * @param out the file that it writes, if any, as the user wrote it
 * @throws {InputError} when there is no place for temporary files
 */
export async function inScratch<R>(
  { folder, temporary }: Surroundings,
  out: string | undefined,
  work: (scratch: string) => Promise<R>,
): Promise<R> {
  const scratch = makeFolder(temporary, folder);
  const begun = out === undefined ? [] : [temporaryPath(out, { folder, token: tokenOf(scratch) })];
  try {
    return await work(scratch);
  } finally {
    [scratch, ...begun]
      .filter((path) => existsSync(path)) // to rmSync a path beneath a file is an error
      .forEach((path) => rmSync(path, { recursive: true, force: true }));
  }
}

function makeFolder(temporary: string, folder: string): string {
  try {
    return realpathSync(mkdtempSync(join(temporary, "dug-")));
  } catch (error) {
    const reason = reasonOf(error, temporary, folder);
    throw new InputError(`cannot write temporary files in ${temporary}: ${reason}`, {
      cause: error,
    });
  }
}

/** Tells the names of one run's files from those of others. */
export function tokenOf(scratch: string): string {
  return basename(scratch);
}
