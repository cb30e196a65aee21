import { Browser } from "./browser.ts";
import type { Outcome } from "./outcome.ts";
import { Site } from "./site.ts";
import type { Suite } from "./suites.ts";

/** Has a browser run suites; it is gone when this settles, and does not live longer than `milliseconds`. */
export async function visit(
  path: string,
  files: ReadonlyMap<string, Uint8Array>,
  suites: readonly Suite[],
  milliseconds: number,
): Promise<ReadonlyMap<string, Outcome>> {
  const site = new Site(files, suites);
  const browser = new Browser(path, await site.open());
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`No outcome of ${site.missing.join(", ")}.\n${browser.said}`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([site.outcomes, browser.ended, late]);
  } finally {
    clearTimeout(timer);
    await browser.close();
    site.close();
  }
}
