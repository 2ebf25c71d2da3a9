// Opens reports in a browser and uses them as a reader does. Each argument is the file of a report; for each, in their order, it
// prints one line of JSON: the complaints, and in how many milliseconds the page was there.
//
// With `--prove` before the files, it spoils the first report in each of the ways below, and complains of a spoilt one that passes.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PHONE = { width: 375, height: 700, isMobile: true, hasTouch: true };
const DESK = { width: 1280, height: 900 };

/** What breaks a report, and what makes a report break so. */
const SPOILT = {
  "no place to lead to": (page) => page.replaceAll(/ id="c-[0-9-]+"/g, ""),
  "no script": (page) => page.replace(/<script>[^]*<\/script>/, ""),
  "a script that fails": (page) => page.replace("<script>", "<script>undefined.it;"),
  "a filter that lets all through": (page) => page.replace("row.hidden = !fits", "row.hidden = false"),
  "a search that passes by what rules were read in": (page) => page.replace("[row, ...rules]", "[row]"),
  "a count that is wrong": (page) => page.replace("shown += fits ? 1 : 0", "shown += 1"),
  "a button that does nothing": (page) => page.replaceAll("data-zoom", "data-room"),
  "a picture from elsewhere": (page) => page.replace("<main>", '<main><img alt="" src="https://example.org/it.png">'),
  "details that stay closed on paper": (page) => page.replace("beforeprint", "before"),
  "too wide for a phone": (page) => page.replace("<main>", '<main><div style="width: 900px">wide</div>'),
  "a field without a name": (page) => page.replace("<label>Text <input", "<label></label> <input"),
  "too faint to read": (page) => page.replace("</head>", "<style>body * { color: #ccc; }</style></head>"),
};

const files = process.argv.slice(2).filter((it) => it !== "--prove");
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: "shell",
});
try {
  for (const [at, file] of files.entries()) {
    const verdict = await judge(file);
    if (at === 0 && process.argv.includes("--prove")) {
      for (const [what, spoil] of Object.entries(SPOILT)) {
        const [sound, spoilt] = [readFileSync(file, "utf8"), join(tmpdir(), "spoilt.html")];
        writeFileSync(spoilt, spoil(sound));
        if (spoil(sound) === sound || (await judge(spoilt)).complaints.length === 0) {
          verdict.complaints.push(`it finds nothing in a report with ${what}`);
        }
      }
    }
    console.log(JSON.stringify(verdict));
  }
} finally {
  await browser.close();
}

/** Opens a report and says what is wrong with it. */
async function judge(file) {
  const complaints = [];
  const page = await browser.newPage();
  page.on("console", (it) => complaints.push(`the console says: ${it.text()}`));
  page.on("pageerror", (it) => complaints.push(`the script fails: ${it.message}`));
  page.on("request", (it) => {
    if (!it.url().startsWith("file:")) complaints.push(`it asks for ${it.url()}`);
  });
  await page.setViewport(DESK);
  const began = performance.now();
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  const milliseconds = Math.round(performance.now() - began);
  complaints.push(...(await page.evaluate(useIt)));
  complaints.push(...(await page.evaluate(printIt)));
  await page.addScriptTag({ path: AXE });
  complaints.push(...(await page.evaluate(hearIt)));
  await page.setViewport(PHONE);
  complaints.push(...(await page.evaluate(fitIt)));
  await page.close();
  return { complaints, milliseconds };
}

/** Follows every link, tries every filter, and presses every button. */
function useIt() {
  const wrong = [];
  for (const link of document.querySelectorAll("a")) {
    const to = link.getAttribute("href") ?? "";
    const place = to.startsWith("#") && document.getElementById(decodeURIComponent(to.slice(1)));
    if (!place) wrong.push(`a link \`${link.textContent}\` leads nowhere: \`${to}\``);
  }
  const rows = [...document.querySelectorAll("#clauses tbody tr")];
  const shown = () => rows.filter((row) => row.checkVisibility());
  const count = document.querySelector("[data-count]");
  const set = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (count.textContent !== `${shown().length} of ${rows.length} clauses`) {
      wrong.push(`with \`${value}\` it shows ${shown().length} and counts ${count.textContent}`);
    }
  };
  for (const field of document.querySelectorAll("select[data-filter]")) {
    for (const { value } of [...field.options].filter((it) => it.value)) {
      set(field, value);
      const meant = rows.filter((row) => row.dataset[field.dataset.filter] === value);
      if (meant.length !== shown().length || meant.some((row) => !row.checkVisibility())) {
        wrong.push(`the filter for \`${value}\` shows other clauses`);
      }
    }
    set(field, "");
  }
  const search = document.querySelector("input[data-filter]");
  for (const text of [rows[0]?.cells[0].textContent ?? "", "nothing is called so"]) {
    set(search, text);
    const meant = rows.filter((row) => row.textContent.includes(text));
    if (meant.length !== shown().length) wrong.push(`to look for \`${text}\` shows other clauses`);
  }
  const rule = document.querySelector('#clauses a[href^="#r-"]');
  const read = rule && document.getElementById(rule.hash.slice(1)).querySelector("a").textContent;
  if (read) {
    set(search, read);
    if (!rule.closest("tr").checkVisibility()) wrong.push(`to look for \`${read}\` hides a clause with a rule that was read there`);
  }
  set(search, "");
  const picture = document.querySelector(".picture svg");
  if (picture) {
    for (const label of ["Larger", "Smaller"]) {
      const before = picture.getBoundingClientRect().width;
      [...document.querySelectorAll("button")].find((it) => it.textContent === label)?.click();
      const after = picture.getBoundingClientRect().width;
      if (label === "Larger" ? after <= before : after >= before) wrong.push(`\`${label}\` does nothing`);
    }
  }
  return wrong;
}

/** Whether what is closed on the screen is open on paper, and closed afterwards. */
function printIt() {
  const closed = () => document.querySelectorAll("details:not([open])").length;
  const before = closed();
  dispatchEvent(new Event("beforeprint"));
  const printed = closed();
  dispatchEvent(new Event("afterprint"));
  if (printed === 0 && closed() === before) return [];
  return [`${printed} of ${before} parts stay closed on paper, and ${closed()} are closed afterwards`];
}

/** What a reader who hears or does not see it well, or has no mouse, cannot use, as axe-core finds it. */
async function hearIt() {
  const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
  return violations.map((it) => `${it.help} (axe: ${it.id}, ${it.nodes.length} times, first ${it.nodes[0].html.slice(0, 120)})`);
}

/** Whether it fits the screen of a phone. */
function fitIt() {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`it is ${scrollWidth} wide on a screen of ${clientWidth}`] : [];
}
