// One server over a ledger of the example pages, and one browser, for the tests of a file.

import { spawn, execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Reads the pages, serves them, opens the browser. `close` ends both and removes the ledger. */
export async function openSite() {
  const program = process.env.DEMARCHE_BIN ?? process.env.DEMARCHE;
  if (!program || !existsSync(program)) {
    throw new Error("set DEMARCHE_BIN to a built demarche, or run `cargo xtask test`, which builds one");
  }
  const folder = await mkdtemp(join(tmpdir(), "demarche-page-"));
  const ledger = join(folder, "test.demarche");
  const pages = [join(root, "examples/kherson-2022"), join(here, "pages")];
  await promisify(execFile)(program, ["read", ...pages, "--ledger", ledger]);
  const server = spawn(program, ["serve", "--ledger", ledger, "--port", "0", "--no-open", "--by", "Tester"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await firstLine(server);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  return {
    url,
    browser,
    ask: async (path) => (await fetch(`${url}api/${path}`)).json(),
    close: async () => {
      await browser.close();
      server.kill("SIGINT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A tab of its own, with every request and every error that it made. */
export async function openTab(site, options = {}) {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage();
  const requests = [];
  const errors = [];
  context.on("request", (request) => requests.push(request.url()));
  tab.on("pageerror", (error) => errors.push(error.message));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  return { tab, requests, errors, open: (path) => tab.goto(site.url + path), close: () => context.close() };
}

function firstLine(server) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: server.stdout });
    lines.once("line", resolve);
    server.once("exit", (status) => reject(new Error(`the server ended with ${status} before it gave its address`)));
  });
}
