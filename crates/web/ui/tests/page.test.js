import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";

import { openSite, openTab } from "./site.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let site;
const everyRequest = [];
/** Pages of the ledger by what their path holds. */
let pageOf;
/** Every address of the page, with a page and one of its records. */
let views;

before(async () => {
  site = await openSite();
  const pages = await site.ask("pages");
  pageOf = (name) => pages.find((page) => page.origins[0].includes(name));
  const richest = pages.reduce((most, page) => (page.n_records > most.n_records ? page : most));
  const { statements } = await site.ask(`pages/${richest.id}`);
  const chosen = statements[1].record.id;
  views = [
    "",
    "statements",
    "statements?kind=direct&query=nothingsaidthis",
    "timeline",
    "pages",
    "problems",
    `pages/${richest.id}`,
    `pages/${richest.id}?record=${chosen}`,
  ];
});
after(() => site?.close());

/** A test in a tab of its own that must make no error. */
async function inTab(options, work) {
  const opened = await openTab(site, options);
  try {
    await work(opened);
    assert.deepEqual(opened.errors, []);
  } finally {
    everyRequest.push(...opened.requests);
    await opened.close();
  }
}

/** Waits until the view has drawn what the ledger answered. */
const drawn = (tab) => tab.waitForFunction(() => document.querySelector("h1") && !/Reading the ledger/.test(document.body.innerText));

describe("statements", () => {
  it("are narrowed by the address, by a facet and by Back", () =>
    inTab({}, async ({ tab, open }) => {
      const { total } = await site.ask("statements?kind=direct");
      await open("statements?kind=direct");
      await tab.getByText(new RegExp(`${total} statements`)).waitFor();
      const kinds = await tab.locator(".row .row-foot").allTextContents();
      assert.ok(kinds.length > 0 && kinds.every((foot) => /direct/.test(foot) && !/indirect/.test(foot)));
      const speaker = tab.locator(".facets section").first().locator("a").first();
      const name = await speaker.textContent();
      await speaker.click();
      await tab.waitForURL(/speaker=/);
      assert.equal(new URL(tab.url()).searchParams.get("speaker"), name);
      await tab.locator(".chips").getByText(name).waitFor();
      await tab.goBack();
      await tab.getByText(new RegExp(`${total} statements`)).waitFor();
      assert.equal(new URL(tab.url()).searchParams.get("speaker"), null);
    }));

  it("are searched for by words, and the words stand in the address", () =>
    inTab({}, async ({ tab, open }) => {
      await open("statements");
      await tab.locator(".row").first().waitFor();
      await tab.keyboard.press("/");
      await tab.keyboard.type("negotiations");
      await tab.keyboard.press("Enter");
      await tab.waitForURL(/query=negotiations/);
      const { total } = await site.ask("statements?query=negotiations");
      assert.ok(total > 0);
      await tab.waitForFunction((n) => document.querySelector("#found")?.textContent.startsWith(String(n)), total);
    }));

  it("that a filter cannot find say so, and a wrong filter is named", () =>
    inTab({}, async ({ tab, open, errors }) => {
      await open("statements?query=nothingsaidthis");
      await tab.getByText("No statement fits.").waitFor();
      await open("statements?kind=loud");
      await tab.getByText("'loud' does not fit 'kind'").first().waitFor();
      // The browser itself notes the refused requests; nothing else may go wrong.
      assert.ok(errors.every((error) => /400/.test(error)), errors.join("; "));
      errors.length = 0;
    }));

  it("lead to their words on the page and back to where one was", () =>
    inTab({}, async ({ tab, open }) => {
      await open("statements?kind=indirect");
      const row = tab.locator(".row").nth(2);
      const words = await row.locator(".row-words").textContent();
      await row.locator(".row-words").click();
      await tab.locator(".card").waitFor();
      const marked = await tab.locator(".mark.sel-content").allTextContents();
      const squeeze = (text) => text.replace(/[\s…]+/g, "");
      assert.equal(squeeze(marked.join("")), squeeze(words));
      await tab.getByText("Back to the statements").click();
      await tab.waitForURL(/kind=indirect/);
      await tab.waitForFunction((text) => document.activeElement?.textContent === text, words);
    }));
});

describe("the timeline", () => {
  it("runs by day and says where the day is not stated", () =>
    inTab({}, async ({ tab, open }) => {
      const days = await site.ask("timeline");
      await open("timeline");
      await tab.locator(".day").first().waitFor();
      assert.equal(await tab.locator(".day").count(), days.length);
      const unstated = days.filter((day) => !/^\d{4}-\d\d-\d\d$/.test(day.date)).length;
      assert.equal(await tab.getByText("day not stated").count(), unstated);
    }));
});

describe("the reader", () => {
  it("shows every block in page order, and names what is not the article", () =>
    inTab({}, async ({ tab, open }) => {
      const { id } = pageOf("winter-window.txt");
      const page = await site.ask(`pages/${id}`);
      await open(`pages/${id}`);
      await tab.locator(".block").first().waitFor();
      // The numbers of statements stand between the words and are not part of them.
      const texts = await tab.locator(".block .words").evaluateAll((all) =>
        all.map((words) => [...words.childNodes].filter((node) => node.nodeName !== "BUTTON").map((node) => node.textContent).join("")),
      );
      assert.deepEqual(texts, page.blocks.map((block) => block.text));
      const names = await tab.locator(".block .role").allTextContents();
      assert.equal(names.length, page.blocks.length);
      assert.ok(names.every((name) => name.trim().length > 0));
      const furniture = tab.locator(".furniture .block .role");
      assert.ok((await furniture.allTextContents()).includes("teaser"));
    }));

  it("leads from each field to its words, and from words to the card", () =>
    inTab({}, async ({ tab, open }) => {
      await open(views.at(-1));
      await tab.locator(".card").waitFor();
      const fields = tab.locator(".to-words");
      const n = await fields.count();
      assert.ok(n >= 2);
      for (let at = 0; at < n; at += 1) {
        await fields.nth(at).click();
        await tab.locator(".mark.is-pointed").first().waitFor();
      }
      const other = tab.locator(".number[aria-pressed=false]").last();
      const record = (await other.getAttribute("id")).slice(2);
      await other.click();
      await tab.waitForURL(new RegExp(`record=${record}`));
    }));
});

/** The block that begins so, on the page whose path holds this; `open` shows it with its run unfolded. */
async function blockThatBegins({ tab, open }, path, begins, unfold = true) {
  const { id } = pageOf(path);
  const { blocks } = await site.ask(`pages/${id}`);
  const number = blocks.findIndex((block) => block.text.startsWith(begins));
  await open(`pages/${id}`);
  const block = tab.locator(`#b-${number}`);
  await block.waitFor({ state: "attached" });
  const run = tab.locator("details.furniture").filter({ has: block });
  if (unfold && (await run.count()) > 0) await run.locator("summary").click();
  const statements = async () => (await site.ask(`pages/${id}`)).statements.filter(({ record }) => record.finding.content[0].block === number);
  return { id, number, block, statements };
}

const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);

describe("a block that is moved", () => {
  it("into the article brings its statements, says whose word it is, and takes them along when it is put back", () =>
    inTab({}, async ({ tab, open }) => {
      const { block, statements } = await blockThatBegins({ tab, open }, "five-terms.txt", "The mayor said");
      assert.deepEqual(await statements(), []);
      const role = block.locator(".role");
      assert.equal(await role.textContent(), "teaser");
      await role.scrollIntoViewIfNeeded();
      const before = await top(block);
      await role.click();
      await tab.getByRole("menuitemradio", { name: "paragraph", exact: true }).click();
      await block.locator(".moved").getByText("moved by Tester, was teaser").waitFor();
      await tab.getByRole("status").getByText(/^Moved: paragraph, in the article\. \d+ statements? found\.$/).waitFor();
      assert.ok((await statements()).length > 0);
      assert.equal(await block.locator(".number").count(), (await statements()).length);
      assert.ok(Math.abs((await top(block)) - before) <= 1, "the block stays where it was in the window");
      await block.locator(".number").first().click();
      await tab.locator(".card").getByText("mayor").first().waitFor();

      await block.getByRole("button", { name: "Put back" }).click();
      await tab.getByRole("status").getByText(/^Put back: teaser\. \d+ statements? taken away\.$/).waitFor();
      assert.equal(await block.locator(".moved, .number").count(), 0);
      assert.deepEqual(await statements(), []);
      await tab.locator(".unchosen").waitFor();
    }));

  it("out of the article leaves a statement that was reviewed, and its card says why it is there", () =>
    inTab({}, async ({ tab, open }) => {
      const { id } = pageOf("four-regions.html");
      const { statements, blocks } = await site.ask(`pages/${id}`);
      const { id: record, finding } = statements[0].record;
      const number = finding.content[0].block;
      assert.equal(blocks[number].role, "body");
      await open(`pages/${id}?record=${record}`);
      await tab.locator(".card").waitFor();
      await tab.keyboard.press("a");
      await tab.getByText(/^Accepted: /).waitFor();
      const block = tab.locator(`#b-${number}`);
      await block.locator(".role").click();
      await tab.getByRole("menuitemradio", { name: "teaser" }).click();
      await block.getByText("moved by Tester").waitFor();
      await tab.locator(".card .lost").waitFor();
      const here = (await site.ask(`pages/${id}`)).statements.filter((view) => view.record.finding.content[0].block === number);
      assert.deepEqual(here.map((view) => view.record.id), [record]);
      // The notice offers the way back as well.
      await tab.locator(".notices").getByRole("button", { name: "Undo" }).click();
      await tab.getByText(/^Put back: paragraph/).waitFor();
      await tab.locator(".card .lost").waitFor({ state: "detached" });
      assert.deepEqual((await site.ask(`pages/${id}`)).statements.map((view) => view.record.id), statements.map((view) => view.record.id));
    }));

  it("can be moved and put back by keys alone", () =>
    inTab({}, async ({ tab, open }) => {
      const { block, statements } = await blockThatBegins({ tab, open }, "power-and-water.txt", "More than 150 people", false);
      const focusIsIn = (selector) => tab.evaluate((it) => document.activeElement.matches(it), selector);
      const roleOfBlock = `#${await block.getAttribute("id")} .role`;
      for (let n = 0; n < 60 && !(await focusIsIn(roleOfBlock)); n += 1) {
        await tab.keyboard.press("l");
        // A folded run is one stop; Enter unfolds it.
        if ((await focusIsIn("summary")) && !(await block.isVisible())) await tab.keyboard.press("Enter");
      }
      assert.ok(await focusIsIn(roleOfBlock), "l leads to every block");
      await tab.keyboard.press("m");
      await tab.getByRole("menu").waitFor();
      assert.ok(await focusIsIn("[role=menuitemradio][aria-checked=true]"), "the menu begins at what the block is");
      await tab.keyboard.press("Escape");
      await tab.getByRole("menu").waitFor({ state: "detached" });
      assert.ok(await focusIsIn(roleOfBlock), "Esc leads back");
      await tab.keyboard.press("Enter");
      await tab.getByRole("menu").waitFor();
      // The letter goes to the menu, not to the review keys; arrows go on from there.
      await tab.keyboard.press("r");
      await tab.keyboard.press("ArrowRight");
      await tab.getByText("a list or table row of the article").waitFor();
      await tab.keyboard.press("Home");
      await tab.getByText("a paragraph of the article").waitFor();
      await tab.keyboard.press("Enter");
      await block.locator(".moved").waitFor();
      assert.ok((await statements()).length > 0);
      assert.ok(await focusIsIn(roleOfBlock), "the focus stays with the block");
      await tab.keyboard.press("Tab");
      await tab.keyboard.press("Enter");
      await block.locator(".moved").waitFor({ state: "detached" });
      assert.ok(await focusIsIn(roleOfBlock), "and when it was put back");
      assert.deepEqual(await statements(), []);
    }));

  it("that the server refuses stays as it was and says why", () =>
    inTab({}, async ({ tab, open, errors }) => {
      const { block } = await blockThatBegins({ tab, open }, "five-terms.txt", "The mayor said");
      const refusal = '{"error":"the page has no such block as it stands now: reload it"}';
      await tab.route("**/blocks/*", (route) => route.fulfill({ status: 409, contentType: "application/json", body: refusal }));
      await block.locator(".role").click();
      await tab.getByRole("menuitemradio", { name: "caption" }).click();
      await tab.getByText("Nothing was changed. The page has no such block as it stands now: reload it.").waitFor();
      assert.equal(await block.locator(".role").textContent(), "teaser");
      assert.ok(errors.every((error) => /409/.test(error)));
      errors.length = 0;
    }));

  for (const [name, options] of [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["a narrow window", { viewport: { width: 320, height: 640 } }],
    ["a window at 200 %", { viewport: { width: 640, height: 450 } }],
  ]) {
    it(`can be read with its menu in ${name} (axe-core), and the menu lies in the window`, () =>
      inTab({ ...options, reducedMotion: "reduce" }, async ({ tab, open }) => {
        const { block } = await blockThatBegins({ tab, open }, "five-terms.txt", "The mayor said");
        await block.locator(".role").click();
        await tab.getByRole("menuitemradio", { name: "paragraph", exact: true }).click();
        await block.locator(".moved").waitFor();
        await block.locator(".role").click();
        await tab.getByRole("menuitem", { name: "Put back: teaser" }).waitFor();
        const box = await tab.locator(".role-menu").boundingBox();
        const { width, height } = tab.viewportSize();
        assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box));
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate((tags) => window.axe.run({ runOnly: tags }), WCAG);
        assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).slice(0, 3).join(" ")}`), []);
        const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${over} px too wide`);
        await tab.getByRole("menuitem", { name: "Put back: teaser" }).click();
        await block.locator(".moved").waitFor({ state: "detached" });
      }));
  }
});

for (const [name, viewport] of [
  ["a narrow window", { width: 360, height: 740 }],
  ["a window at 200 %", { width: 720, height: 450 }],
]) {
  it(`the chosen statement is in sight above its card in ${name}`, () =>
    inTab({ viewport }, async ({ tab, open }) => {
      await open(views.at(-1));
      await tab.locator(".card").waitFor();
      await tab.keyboard.press("j");
      const number = await tab.locator(".number[aria-pressed=true]").boundingBox();
      const card = await tab.locator(".side").boundingBox();
      assert.ok(number.y >= 0 && number.y + number.height <= card.y, JSON.stringify({ number, card }));
    }));
}

describe("review by keys", () => {
  it("is kept after a reload, and can be undone", () =>
    inTab({}, async ({ tab, open }) => {
      const { id } = pageOf("ten-points.txt");
      const first = (await site.ask(`pages/${id}`)).statements[0].record.id;
      const state = async () => (await site.ask(`records/${first}`)).state;
      await open(`pages/${id}`);
      await tab.locator(".unchosen").waitFor();
      await tab.keyboard.press("j");
      await tab.locator(".card .state.is-found").waitFor();
      await tab.keyboard.press("a");
      await tab.getByText(/^Accepted: /).waitFor();
      assert.equal(await state(), "accepted");
      await tab.reload();
      await tab.locator(".card .state.is-accepted").waitFor();
      await tab.keyboard.press("r");
      await tab.getByText(/^Rejected: /).waitFor();
      assert.equal(await state(), "rejected");
      await tab.keyboard.press("u");
      await tab.getByText(/^Taken back/).waitFor();
      await tab.locator(".card .state.is-accepted").waitFor();
      await tab.locator(".history").getByText("Tester").first().waitFor();
    }));

  it("goes on to what nobody has reviewed", () =>
    inTab({}, async ({ tab, open }) => {
      const { id } = pageOf("ten-points.txt");
      const open_ = (await site.ask(`pages/${id}`)).statements.find(({ state }) => ["found", "unsure"].includes(state)).record.id;
      await open(`pages/${id}`);
      await tab.locator(".unchosen").waitFor();
      await tab.keyboard.press("n");
      await tab.waitForURL(new RegExp(`record=${open_}`));
    }));

  it("edits a field, and a value that does not fit is explained and changes nothing", () =>
    inTab({}, async ({ tab, open, errors }) => {
      const { id } = pageOf("ten-points.txt");
      const { statements } = await site.ask(`pages/${id}`);
      const record = statements.filter(({ state }) => state === "found")[1].record.id;
      await open(`pages/${id}?record=${record}`);
      await tab.locator(".card").waitFor();
      await tab.keyboard.press("e");
      await tab.locator("dialog select").selectOption("date");
      await tab.locator("dialog input").fill("soon");
      await tab.keyboard.press("Enter");
      await tab.getByText(/'soon'/).waitFor();
      assert.ok(errors.every((error) => /400/.test(error)));
      errors.length = 0;
      assert.equal((await site.ask(`records/${record}`)).state, "found");
      await tab.locator("dialog input").fill("2022-11-14");
      await tab.keyboard.press("Enter");
      await tab.locator(".card .state.is-edited").waitFor();
      await tab.locator(".card").getByText("14 November 2022").first().waitFor();
    }));

  it("that the server refuses leaves the state as it was and says why", () =>
    inTab({}, async ({ tab, open, errors }) => {
      const { id } = pageOf("ten-points.txt");
      const record = (await site.ask(`pages/${id}`)).statements[2].record.id;
      await tab.route("**/review", (route) =>
        route.fulfill({ status: 507, contentType: "application/json", body: '{"error":"no space left"}' }),
      );
      await open(`pages/${id}?record=${record}`);
      await tab.locator(".card").waitFor();
      await tab.keyboard.press("a");
      await tab.getByText("Nothing was changed. No space left.").waitFor();
      await tab.locator(".card .state.is-found").waitFor();
      assert.ok(errors.every((error) => /507/.test(error)));
      errors.length = 0;
    }));

  it("leaves letters alone in a field, and can be turned off", () =>
    inTab({}, async ({ tab, open }) => {
      await open("statements");
      await tab.locator(".row").first().waitFor();
      await tab.getByLabel("Words that were said").fill("");
      await tab.keyboard.type("ajar?");
      assert.equal(await tab.getByLabel("Words that were said").inputValue(), "ajar?");
      await tab.locator("main").focus();
      await tab.keyboard.press("?");
      await tab.getByLabel("Listen to single keys").uncheck();
      await tab.keyboard.press("Escape");
      await tab.keyboard.press("j");
      assert.equal(new URL(tab.url()).searchParams.get("record"), null);
    }));
});

describe("a hostile page", () => {
  it("is letters, never markup", () =>
    inTab({}, async ({ tab, open }) => {
      const { id } = pageOf("hostile.html");
      for (const path of ["statements", "timeline", "pages", "problems", `pages/${id}`]) {
        await open(path);
        await drawn(tab);
        assert.equal(await tab.evaluate(() => window.__ran), undefined, path);
      }
      await tab.getByText("<svg onload=window.__ran=8>").first().waitFor();
      assert.equal(await tab.locator("main img, main svg, main script, main iframe").count(), 0);
    }));
});

describe("everybody", () => {
  for (const colorScheme of ["light", "dark"]) {
    it(`can read every view in ${colorScheme} (axe-core)`, () =>
      inTab({ colorScheme, reducedMotion: "reduce" }, async ({ tab, open }) => {
        for (const path of views) {
          await open(path);
          await drawn(tab);
          // Put in by the browser's own protocol, which the page's policy does not bind.
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate((tags) => window.axe.run({ runOnly: tags }), WCAG);
          const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
          assert.deepEqual(found, [], path);
        }
      }));
  }

  // 1440 px at 200 % are 720 px; 1440 px at 400 % are 360 px.
  for (const width of [1440, 720, 360, 320]) {
    it(`finds no view wider than a window of ${width} px`, () =>
      inTab({ viewport: { width, height: 700 } }, async ({ tab, open }) => {
        for (const path of views) {
          await open(path);
          await drawn(tab);
          const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(over <= 0, `${path || "/"}: ${over} px too wide`);
        }
      }));
  }
});

it("no request leaves the machine", () => {
  assert.ok(everyRequest.length > 100);
  const hosts = new Set(everyRequest.map((url) => new URL(url).host));
  assert.deepEqual([...hosts], [new URL(site.url).host]);
});
