// Reads what `run` has written as others read it: node read.mjs FOLDER...
//
// test-results-parser is what the reporters to Teams, Slack and Google Chat read JUnit with. GitHub publishes no reader of
// workflow commands, but their writer: every line, taken apart and written again by it, must be the line that was there.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import parser from "test-results-parser";

const { issueCommand } = createRequire(import.meta.url)("@actions/core/lib/command.js");

function check(holds, what) {
  if (!holds) throw new Error(typeof what === "string" ? what : JSON.stringify(what));
}

const notJudged = ["nothing-to-judge", "not-collected"];

/** As what a rule is to be read. */
function status(rule) {
  if (rule.waived || notJudged.includes(rule.why?.kind)) return "SKIP";
  return ["ok", "tolerated"].includes(rule.verdict) ? "PASS" : "FAIL";
}

function junit(folder, result) {
  const read = parser.parse({ type: "junit", files: [resolve(folder, "junit.xml")] });
  const cases = read.suites.flatMap((suite) => suite.cases);
  const byName = new Map(cases.map((one) => [one.name, one]));
  for (const rule of result.rules) {
    const one = byName.get(rule.id);
    check(one?.status === status(rule), [rule.id, one]);
    if (rule.verdict === "breached" && !rule.waived) {
      const told = rule.samples.flatMap((sample) => sample.message.split("\n"));
      check([rule.title, ...told].every((line) => one.stack_trace.includes(line)), [rule.id, one.stack_trace]);
    }
  }
  for (const suite of read.suites) {
    const count = (wanted) => suite.cases.filter((one) => one.status === wanted).length;
    check(suite.failed + (suite.errors ?? 0) === count("FAIL"), suite);
    check((suite.skipped ?? 0) === count("SKIP"), suite);
  }
}

/** A command's properties and what it says, as GitHub documents them. */
function taken(line) {
  const match = /^::(\w+)( ([^:]*))?::(.*)$/.exec(line);
  check(match, line);
  const [, command, , properties, message] = match;
  const back = (text) => text.replace(/%(0D|0A|3A|2C|25)/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  const pairs = properties.split(",").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  return { command, properties: Object.fromEntries(pairs.map(([name, value]) => [name, back(value)])), message: back(message) };
}

/** The line that the published writer writes. */
function written(taken) {
  const { write } = process.stdout;
  let text = "";
  process.stdout.write = (chunk) => (text += chunk);
  try {
    issueCommand(taken.command, taken.properties, taken.message);
  } finally {
    process.stdout.write = write;
  }
  return text.trimEnd();
}

function github(folder, result) {
  const lines = readFileSync(join(folder, "github.txt"), "utf8").trimEnd().split("\n");
  const commands = lines.map(taken);
  lines.forEach((line, at) => check(written(commands[at]) === line, line));
  check(commands.at(-1).properties.title === "Mizan", lines.at(-1));
  for (const { command, properties, message } of commands.slice(0, -1)) {
    const rule = result.rules.find((one) => properties.title === `${one.id}: ${one.title}`);
    if (rule === undefined) {
      const problems = result.sources.flatMap((source) => source.problems);
      check(problems.some((problem) => problem.message === message), message);
      continue;
    }
    check(`${properties.file}:${properties.line}` === `rules of ours/${rule.place}`, properties);
    const levels = { error: "error", warning: "warning", info: "notice" };
    const level = rule.waived ? "notice" : rule.verdict === "not evaluated" ? "error" : levels[rule.severity];
    check(command === level, [command, rule.id]);
  }
}

for (const folder of process.argv.slice(2)) {
  const result = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  junit(folder, result);
  github(folder, result);
  console.log(`${basename(resolve(folder, ".."))}/${basename(folder)}: test-results-parser and @actions/core agree`);
}
