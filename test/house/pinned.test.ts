import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { top } from "./fence.ts";

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly engines?: { readonly node: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function read(path: string): Manifest {
  return JSON.parse(readFileSync(join(top, path), "utf8")) as Manifest;
}

const packages = readdirSync(join(top, "packages"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => read(`packages/${entry.name}/package.json`));

test("every dependency is pinned to one version", () => {
  const loose = [read("package.json"), ...packages].flatMap((manifest) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name, version]) => `${manifest.name}: ${name} ${version}`),
  );
  expect(loose).toEqual([]);
});

test("packages depend on one another by the version that they have", () => {
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  const wrong = packages.flatMap(({ name, dependencies = {} }) =>
    Object.entries(dependencies)
      .filter(([other, version]) => versions.has(other) && versions.get(other) !== version)
      .map(([other, version]) => `${name}: ${other} ${version}`),
  );
  expect(wrong).toEqual([]);
});

test("published packages say which Node they need", () => {
  const published = packages.filter((manifest) => manifest.private !== true);
  expect(published.map(({ engines }) => engines?.node)).toEqual(published.map(() => ">=20.19"));
});

test("the lock file names no registry", () => {
  const lock = readFileSync(join(top, "package-lock.json"), "utf8");
  expect(lock.match(/"resolved": "(https?|git)[^"]*"/g)).toBeNull();
});
