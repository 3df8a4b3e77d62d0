import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// `DEMARCHE_URL=http://127.0.0.1:4173 npm run dev` shows the sources at once over a running `demarche serve`.
const server = process.env["DEMARCHE_URL"]?.replace(/\/$/, "");

/** Copies the token of the running server into the page that Vite serves. */
function tokenOfServer(): Plugin {
  return {
    name: "token-of-server",
    apply: "serve",
    async transformIndexHtml(html) {
      if (!server) return html;
      const page = await (await fetch(`${server}/`)).text();
      return html.replace("__DEMARCHE_TOKEN__", /name="demarche-token" content="(\w+)"/.exec(page)?.[1] ?? "");
    },
  };
}

export default defineConfig({
  plugins: [tokenOfServer()],
  build: {
    target: "es2022",
    // The policy of the page allows files of this server and nothing written into others.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
  },
  server: server
    ? { proxy: { "/api": { target: server, changeOrigin: true, headers: { origin: server } } } }
    : {},
  test: { include: ["src/**/*.test.ts"] },
});
