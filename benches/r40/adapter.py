#!/usr/bin/env python3
"""Runs Mizan on the benchmark's extracts and writes its counts in the benchmark's form.

usage: adapter.py --mizan BINARY --data DIR --work DIR --group row|ids|uniq|cross|agg|survey|all --out FILE [--threads N]
"""
import argparse, csv, json, os, re, subprocess, time

GENERATED = {"R01": "cnss.record_id.pattern", "R02": "cnss.person_id.present", "R03": "cnss.person_id.pattern",
             "R04": "cnss.citizenship.code", "R05": "cnss.country_of_birth.code", "R06": "cnss.sex.code",
             "R07": "cnss.birth_date.range", "R10": "cnss.days_declared.range", "R19": "dgsn.permit_reason.code",
             "R21": "cnss.record_id.unique", "R23": "dgsn.permit_no.unique", "R39": "survey.currency.code",
             "R29": "R29"}
WRITTEN = {"R18": "dgsn", "R20": "taechir", "R24": "taechir", "R38": "survey", "R40": "survey",
           "R30": "wages_by_major", "R35": "wages_by_major",
           "R36": "rows_by_region", "R37": "wages_by_section"}
COLUMNS = ("record_id person_id employer_id citizenship country_of_birth sex birth_date declaration_month isco isic "
           "wage_mad days_declared region contract_type").split()
GROUPS = {"row": range(1, 21), "ids": range(1, 21), "uniq": range(21, 24), "cross": range(24, 28), "agg": range(28, 38),
          "survey": range(38, 41), "all": range(1, 41)}


def ids(rule):
    """The rules of the standard that say what one rule of the benchmark says."""
    if rule == "R31":
        return [f"cnss.R31[{column}]" for column in COLUMNS]
    return [GENERATED.get(rule, f"{WRITTEN.get(rule, 'cnss')}.{rule}")]


def control(controls, name, key):
    """A control as an expression: a value, a range, or one of them for each group."""
    def one(value):
        return f"{value[0]}..{value[1]}" if isinstance(value, list) else repr(value)
    value = controls[name]
    if name == "null_rate_max":
        return f"{100 * value:g}"
    if key is None:
        return one(value)
    quote = "'" if key == "sex" else '"'
    def cases(pick):
        return "(case { " + ", ".join(f"{key} == {quote}{k}{quote} => {pick(v)}" for k, v in value.items()) + ", else => missing })"
    if isinstance(next(iter(value.values())), list):
        return cases(lambda v: repr(v[0])) + ".." + cases(lambda v: repr(v[1]))
    return cases(repr)


parser = argparse.ArgumentParser()
for name in ("mizan", "data", "work", "group", "out"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--threads", default="2")
parser.add_argument("--only", nargs="*", help="rules of the benchmark, in place of the group's")
arguments = parser.parse_args()

here = os.path.dirname(os.path.abspath(__file__))
standard = os.path.join(arguments.work, "mizan_r40")
os.makedirs(os.path.join(standard, "codelists"), exist_ok=True)
controls = json.load(open(os.path.join(arguments.data, "controls.json")))
text = open(os.path.join(here, "r40.mizan.in")).read()
text = re.sub(r"@(\w+)(?:\((\w+)\))?@(?!`)", lambda m: control(controls, m[1], m[2]) if m[1] != "name" else m[0], text)
with open(os.path.join(standard, "r40.mizan"), "w") as file:
    file.write(text)
with open(os.path.join(standard, "mizan.toml"), "w") as file:
    file.write('name = "r40"\n')
for name, codes in json.load(open(os.path.join(arguments.data, "codelists.json"))).items():
    with open(os.path.join(standard, "codelists", name + ".csv"), "w", newline="") as file:
        csv.writer(file).writerows([["code"]] + [[code] for code in codes])

wanted = arguments.only or [f"R{n:02}" for n in GROUPS[arguments.group]]
result = os.path.join(arguments.work, "mizan_result.json")
command = [arguments.mizan, "check", arguments.data, "--standard", standard, "--as-of", "2024-12-31", "--threads",
           arguments.threads, "--samples", "0", "--format", "json=" + result]
for rule in wanted:
    # Brackets mean something in a pattern of names.
    for one in ["cnss.R31*"] if rule == "R31" else ids(rule):
        command += ["--only", one]
failing = os.path.join(arguments.work, "mizan_failing.parquet")
if arguments.group == "ids":
    command += ["--failing", failing]
began = time.perf_counter()
code = subprocess.run(command).returncode
if code not in (0, 1, 4):
    raise SystemExit(code)
inner = time.perf_counter() - began
found = {rule["id"]: rule for rule in json.load(open(result))["rules"]}


def counts(rule):
    parts = [found[one] for one in ids(rule)]
    passed, failed, unknown = (sum(part[name] for part in parts) for name in ("pass", "fail", "unknown"))
    return [passed + failed, failed, unknown]


report = {"engine": "mizan", "rules": {rule: counts(rule) for rule in wanted}, "skipped": [], "times": {},
          "inner_s": round(inner, 3)}
if arguments.group == "ids":
    import pyarrow.parquet
    report["ids"] = pyarrow.parquet.read_metadata(failing).num_rows
with open(arguments.out, "w") as file:
    json.dump(report, file)
