import type { Progress } from "@dug/scenarios";
import type { Terminal } from "./surroundings.ts";

/** A bar on one line of a terminal; on anything else nothing. */
export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #begun: number;
  #drawn = -Infinity;

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#begun = now();
  }

  /** Draws the bar, at most twenty times a second. */
  update({ done, total = done, failed }: Pick<Progress, "done" | "total" | "failed">): void {
    const now = this.#now();
    if (this.#terminal.isTTY !== true || now - this.#drawn < 50) return;
    this.#drawn = now;
    const left =
      done === 0
        ? ""
        : `, ${Math.ceil(((now - this.#begun) / 1000 / done) * (total - done))} s left`;
    const text = ` ${done}/${total}${left}${failed === 0 ? "" : `, ${failed} failed`}`;
    const width = Math.max(0, Math.min(40, (this.#terminal.columns || 80) - text.length - 3));
    const filled = Math.round((width * done) / total);
    this.#terminal.write(`\r[${"█".repeat(filled)}${" ".repeat(width - filled)}]${text}\u001B[K`);
  }

  /** Removes the bar. */
  clear(): void {
    if (this.#terminal.isTTY === true) this.#terminal.write("\r\u001B[K");
  }
}
