// Holds the pages of Mizan to HTML (html-validate) and to WCAG (axe-core), in headless Chromium:
//
//     node check.mjs MIZAN [SCREENSHOTS]
//
// checks the page of the demonstration in each language, and one of many sources with long names, light and dark, and that
// the switch between languages works from the keyboard. With a folder, screenshots and the printed page are left there to
// be looked at.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";

const [mizan, shots] = process.argv.slice(2);
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const languages = ["fr", "ar", "en"];
const folder = mkdtempSync(join(tmpdir(), "mizan-html-"));
const wrong = [];

/** The page of the demonstration, with one language first. */
function report(lang) {
  const path = join(folder, `${lang}.html`);
  const demo = ["demo", join(folder, lang), "--lang", lang, "--format", `html=${path}`];
  execFileSync(resolve(mizan), demo, { stdio: ["ignore", "ignore", "inherit"] });
  return path;
}

/** The page of every survey and register, of synthetic records that break many rules. */
function large() {
  const path = join(folder, "large.html");
  const names = ["morocco-surveys", "icls-checks", "morocco-inferred"];
  const rules = names.flatMap((name) => ["--standard", join(import.meta.dirname, "../../rules", name)]);
  const common = [...rules, "--as-of", "2025-01-31", "--lang", "fr"];
  const quiet = { stdio: ["ignore", "ignore", "inherit"] };
  execFileSync(resolve(mizan), ["generate", ...common, "--rows", "100", join(folder, "large")], quiet);
  // The page is what is wanted, not the verdict.
  const check = ["check", join(folder, "large/delivery"), ...common, "--fail-on", "never", "--format", `html=${path}`,
    "--failing", join(folder, "failing.parquet")];
  execFileSync(resolve(mizan), check, quiet);
  return path;
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // One page has the languages one below the other, of which one is shown: each has its first heading.
    "heading-level": ["error", { allowMultipleH1: true }],
    // Ids have the dots of the names of rules.
    "valid-id": ["error", { relaxed: true }],
    // A table that is scrolled is a group, not a landmark, nor fields of a form.
    "prefer-native-element": ["error", { exclude: ["group", "img"] }],
    // Lengths of bars come of data.
    "no-inline-style": "off",
    // A verdict is as long as it is.
    "long-title": "off",
    // Identifiers are written with a no-break hyphen or not as they are.
    "no-raw-characters": "off",
  },
});

async function validate(path) {
  const found = await validator.validateString(readFileSync(path, "utf8"));
  for (const message of found.results.flatMap((result) => result.messages).slice(0, 20)) {
    wrong.push(`${path}:${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
  }
}

/** What axe finds serious of what is shown. */
async function accessible(page, name) {
  await page.addScriptTag({ path: axe });
  const found = await page.evaluate(async () => {
    document.querySelectorAll("details").forEach((details) => (details.open = true));
    return (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations;
  });
  for (const violation of found) {
    const nodes = violation.nodes.slice(0, 3).map((node) => `    ${node.html.slice(0, 160)}\n    ${node.failureSummary}`);
    const text = `${name}: ${violation.impact} ${violation.id}: ${violation.help}\n${nodes.join("\n")}`;
    const isGrave = ["serious", "critical"].includes(violation.impact);
    if (isGrave) wrong.push(text);
    else console.log(`note: ${text}`);
  }
}

/** The languages that are shown. */
const shown = (page) =>
  page.$$eval(".edition", (all) => all.filter((one) => one.checkVisibility()).map((one) => one.lang));

/** From the keyboard: to the first button that is checked, then on to the others. */
async function switches(page, first) {
  const seen = [await shown(page)];
  await page.keyboard.press("Tab");
  for (let step = 1; step < languages.length; step++) {
    await page.keyboard.press("ArrowDown");
    seen.push(await shown(page));
  }
  const flat = seen.map((languages) => languages.join("+"));
  if (flat[0] !== first || [...flat].sort().join() !== [...languages].sort().join()) {
    wrong.push(`the switch of languages shows ${flat.join(", then ")}`);
  }
}

/** Whether anything is wider than a telephone. */
async function fits(page, name) {
  await page.setViewport({ width: 390, height: 844 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
  if (wide <= 0) return;
  const which = await page.evaluate(() => {
    const isWide = (one) => one.getBoundingClientRect().right > globalThis.innerWidth && !one.closest(".wide, figure, pre");
    return [...document.querySelectorAll("body *")].filter(isWide).slice(0, 3).map((one) => one.outerHTML.slice(0, 300));
  });
  wrong.push(`${name}: ${wide} pixels wider than a telephone:\n${which.join("\n")}`);
}

async function look(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
try {
  const pages = [...languages.map((lang) => [lang, report(lang)]), ["fr", large(), "large"]];
  for (const [lang, path, named] of pages) {
    const name = named ?? lang;
    await validate(path);
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage();
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) wrong.push(`${name}: asks for ${request.url()}`);
      });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width: 1200, height: 1600 });
      const start = performance.now();
      await page.goto(pathToFileURL(path).href);
      console.log(`${name} ${scheme}: opened in ${Math.round(performance.now() - start)} ms`);
      await look(page, `${name}-${scheme}`);
      if (shots && scheme === "light") await page.pdf({ path: join(shots, `${name}.pdf`), preferCSSPageSize: true });
      await accessible(page, `${name} ${scheme}`);
      await fits(page, `${name} ${scheme}`);
      await look(page, `${name}-${scheme}-narrow`);
      if (scheme === "light") await switches(page, lang);
      await page.close();
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
