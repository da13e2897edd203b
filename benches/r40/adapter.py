#!/usr/bin/env python3
"""Runs Mizan on the benchmark's extracts and writes its counts in the benchmark's form.

usage: adapter.py --mizan BINARY --data DIR --work DIR --group row|uniq --out FILE [--threads N]
"""
import argparse, csv, json, os, shutil, subprocess, time

GENERATED = {"R01": "cnss.record_id.pattern", "R02": "cnss.person_id.present", "R03": "cnss.person_id.pattern",
             "R04": "cnss.citizenship.code", "R05": "cnss.country_of_birth.code", "R06": "cnss.sex.code",
             "R07": "cnss.birth_date.range", "R10": "cnss.days_declared.range", "R19": "dgsn.permit_reason.code",
             "R21": "cnss.record_id.unique", "R23": "dgsn.permit_no.unique", "R39": "survey.currency.code"}
WRITTEN = {"R18": "dgsn", "R20": "taechir", "R38": "survey"}
GROUPS = {"row": [f"R{n:02}" for n in range(1, 21)], "uniq": ["R21", "R22", "R23"], "survey": ["R38", "R39"]}

parser = argparse.ArgumentParser()
for name in ("mizan", "data", "work", "group", "out"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--threads", default="2")
arguments = parser.parse_args()

standard = os.path.join(arguments.work, "mizan_r40")
os.makedirs(os.path.join(standard, "codelists"), exist_ok=True)
shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), "r40.mizan"), standard)
with open(os.path.join(standard, "mizan.toml"), "w") as file:
    file.write('name = "r40"\n')
for name, codes in json.load(open(os.path.join(arguments.data, "codelists.json"))).items():
    with open(os.path.join(standard, "codelists", name + ".csv"), "w", newline="") as file:
        csv.writer(file).writerows([["code"]] + [[code] for code in codes])

rules = {rule: GENERATED.get(rule, f"{WRITTEN.get(rule, 'cnss')}.{rule}") for rule in GROUPS[arguments.group]}
result = os.path.join(arguments.work, "mizan_result.json")
command = [arguments.mizan, "check", arguments.data, "--standard", standard, "--as-of", "2024-12-31", "--threads",
           arguments.threads, "--samples", "0", "--format", "json=" + result]
for rule in rules.values():
    command += ["--only", rule]
began = time.perf_counter()
code = subprocess.run(command).returncode
if code not in (0, 1, 4):
    raise SystemExit(code)
found = {rule["id"]: rule for rule in json.load(open(result))["rules"]}
counts = {name: [found[rule]["pass"] + found[rule]["fail"], found[rule]["fail"], found[rule]["unknown"]]
          for name, rule in rules.items()}
with open(arguments.out, "w") as file:
    json.dump({"engine": "mizan", "rules": counts, "skipped": [], "times": {},
               "inner_s": round(time.perf_counter() - began, 3)}, file)
