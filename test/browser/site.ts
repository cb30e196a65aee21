import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Outcome } from "./outcome.ts";
import type { Suite } from "./suites.ts";

/** A site on this machine: a page that runs suites in frames and workers, and takes what they came to. */
export class Site {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #suites: readonly Suite[];
  readonly #server: Server;
  readonly #outcomes = new Map<string, Outcome>();
  #finish!: (outcomes: ReadonlyMap<string, Outcome>) => void;
  /** Fulfils when every suite has posted its outcome. */
  readonly outcomes: Promise<ReadonlyMap<string, Outcome>> = new Promise((resolve) => {
    this.#finish = resolve;
  });

  constructor(files: ReadonlyMap<string, Uint8Array>, suites: readonly Suite[]) {
    this.#files = files;
    this.#suites = suites;
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  /** Begins to serve; gives the page's address. */
  async open(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** The suites that have not posted yet. */
  get missing(): readonly string[] {
    return this.#suites.map(({ name }) => name).filter((name) => !this.#outcomes.has(name));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = this.#files.get(pathname);
    if (file !== undefined) answer(response, "text/javascript", file);
    else if (pathname === "/") answer(response, "text/html", this.#page());
    else if (pathname === "/frame") answer(response, "text/html", frame(search));
    else if (pathname === "/quote") answer(response, "text/plain", "125");
    else if (pathname === "/outcome") this.#take(request, response);
    else if (pathname !== "/never") response.writeHead(404).end(); // that one is never answered
  }

  #page(): string {
    const frames = this.#suites.filter(({ realm }) => realm === "frame");
    const workers = this.#suites.filter(({ realm }) => realm === "worker");
    return [
      `<!doctype html><meta charset="utf-8"><title>dug</title>`,
      ...frames.map(
        (suite) => `<iframe src="/frame${query(suite).replaceAll("&", "&amp;")}"></iframe>`,
      ),
      `<script type="module">`,
      ...workers.map(
        (suite) =>
          `new Worker(${JSON.stringify(`/realm.js${query(suite)}`)}, { type: "module" })` +
          `.onerror = ({ message }) => fetch("/outcome", { method: "POST", body: JSON.stringify({` +
          ` suite: ${JSON.stringify(suite.name)}, checks: [], strays: [message] }) });`,
      ),
      `</script>`,
    ].join("\n");
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      response.writeHead(204).end();
      const outcome = JSON.parse(text) as Outcome;
      if (outcome.checks.length > 0 || !this.#outcomes.has(outcome.suite))
        this.#outcomes.set(outcome.suite, outcome);
      if (this.missing.length === 0) this.#finish(this.#outcomes);
    });
  }
}

function query({ name, module }: Suite): string {
  return `?${new URLSearchParams({ suite: name, module: `/${module}.js` })}`;
}

function frame(search: string): string {
  const source = `/realm.js${search.replaceAll("&", "&amp;")}`;
  return `<!doctype html><meta charset="utf-8"><script type="module" src="${source}"></script>`;
}

function answer(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
  });
  response.end(body);
}
