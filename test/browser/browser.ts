import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Where a Chromium is, if the PATH has one. */
export function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return ["chromium", "chromium-browser", "google-chrome"]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** No sandbox, since CI is root; no calls to anybody but the site. */
const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-sync",
  "--disable-crash-reporter",
  "--disable-breakpad",
  "--no-first-run",
  "--no-default-browser-check",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  // It ends by itself when this pipe does: so even if we are killed.
  "--remote-debugging-pipe",
];

/** A browser that shows one page, in a profile of its own. */
export class Browser {
  readonly profile: string = mkdtempSync(join(tmpdir(), "dug-browser-"));
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #said = "";
  readonly #remove = (): void => {
    this.#kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10 });
  };
  /** Rejects when the browser ends before it is closed. */
  readonly ended: Promise<never>;

  constructor(path: string, address: string) {
    this.#child = spawn(path, [...flags, `--user-data-dir=${this.profile}`, address], {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
      detached: true, // its own group, so that all of it can be killed
    });
    process.once("exit", this.#remove);
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
    this.#closed = new Promise((resolve) => {
      this.#child.once("exit", () => resolve()).once("error", () => resolve());
    });
    this.ended = new Promise((_, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code) =>
        reject(new Error(`It ended with ${code}.\n${this.said}`)),
      );
    });
  }

  /** The last that it complained of. */
  get said(): string {
    return this.#said.slice(-2000);
  }

  get isRunning(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  /** Ends all of it at once, and removes its profile. */
  async close(): Promise<void> {
    process.off("exit", this.#remove);
    this.ended.catch(() => undefined); // we end it
    this.#kill();
    await this.#closed;
    this.#remove();
  }

  #kill(): void {
    if (this.isRunning) process.kill(-(this.#child.pid as number), "SIGKILL");
  }
}
