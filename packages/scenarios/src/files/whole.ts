import { randomUUID } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Has a file written that is there whole or not at all: under another name beside it, which it loses when
 * everything is written. If writing fails nothing is left, and a file that was there before stays.
 */
export async function wholeFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const target = await targetOf(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  const file = await open(temporary, "wx");
  try {
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The file itself if the path is a link to it. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path; // there is none yet
  }
}
