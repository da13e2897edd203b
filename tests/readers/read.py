"""Reads what `run` has written as others read it: python read.py FOLDER...

junitparser is what the action `publish-unit-test-result` of GitHub reads with; sarif-tools reads logs, and writes them as
GitLab's code quality, so that the two forms can be held to each other; openpyxl reads spreadsheets. What must have been read is in the result as JSON.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, Skipped
from openpyxl import load_workbook
from sarif.loader import load_sarif_files

# What a rule comes to, as a case of JUnit.
KINDS = {
    "ok": None,
    "tolerated": None,
    "breached": Failure,
    "not checked enough": Failure,
    "not evaluated": Error,
}
# GitLab's word where the converter's is another: both are of a rule of severity `error`.
SEVERITIES = {"major": "critical"}


def kind(rule):
    """As what a rule is to be read."""
    why = (rule["why"] or {}).get("kind")
    return Skipped if rule["waived"] or why in ("nothing-to-judge", "not-collected") else KINDS[rule["verdict"]]


def is_listed(rule):
    """Whether the forms that list findings have it."""
    return kind(rule) in (Failure, Error) or rule["waived"]


def junit(folder, result):
    """Every rule is a case of its class and file, and counts are those of the cases."""
    rules = {rule["id"]: rule for rule in result["rules"]}
    read = {}
    suites = JUnitXml.fromfile(str(folder / "junit.xml"))
    for suite in suites:
        cases = list(suite)
        for case in cases:
            read[case.name] = case
            assert case.classname == f"office.registers.{suite.name}", case.classname
        of = lambda kinds: sum(any(isinstance(found, kinds) for found in case.result) for case in cases)
        counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
        assert counted == (len(cases), of(Failure), of(Error), of(Skipped)), (suite.name, counted)
    assert suites.tests == len(read), "every case has a name of its own"
    for name, rule in rules.items():
        found = [type(found) for found in read[name].result]
        assert found == [kind(rule)] * (kind(rule) is not None), (name, found)
        file, line = rule["place"].rsplit(":", 1)
        written = (read[name]._elem.get("file"), read[name]._elem.get("line"))
        assert written == (f"rules of ours/{file}", line), written
        if kind(rule) is Failure:
            text = read[name].result[0].text
            assert all(line in text for line in said(rule)), (name, text)
    problems = [problem for source in result["sources"] for problem in source["problems"]]
    grave = [problem for problem in problems if problem["severity"] == "error"]
    assert len(read) == len(rules) + len(grave), read.keys()


def said(rule):
    """What is written of a rule: its title, and what is wrong with the items that are shown."""
    return [rule["title"]] + [line for sample in rule["samples"] for line in sample["message"].splitlines()]


def sarif(folder, result):
    """Every rule that a person has to see to is a record at its line, and no other is."""
    records = load_sarif_files(str(folder / "log.sarif")).get_records()
    read = {record["Code"].split()[0]: record for record in records}
    assert len(read) == len(records), "every finding has an id of its own"
    levels = {"info": "note"}
    for rule in result["rules"]:
        record = read.pop(rule["id"], None)
        assert (record is not None) == is_listed(rule), rule["id"]
        if record is None:
            continue
        file, line = rule["place"].rsplit(":", 1)
        assert record["Location"] == f"rules%20of%20ours/{file}", record
        assert record["Line"] == int(line), record
        if kind(rule) is Failure:
            assert record["Severity"] == levels.get(rule["severity"], rule["severity"]), record
        if kind(rule) is Error:
            assert record["Severity"] == "none" and rule["why"]["message"] in record["Description"], record
    # What is left is of files.
    for name, record in read.items():
        of = [source for source in result["sources"] if name.startswith(source["name"] + ".")]
        messages = [problem["message"] for source in of for problem in source["problems"]]
        assert record["Description"] in messages, record


def gitlab(folder, result):
    """The report says of every rule what the log says that another has turned into such a report."""
    command = [str(Path(sys.executable).parent / "sarif"), "codeclimate", "--output", str(folder / "converted.json")]
    subprocess.run(command + [str(folder / "log.sarif")], check=True, stdout=subprocess.DEVNULL)
    ours = json.loads((folder / "gitlab.json").read_text("utf-8"))
    theirs = {issue["check_name"].split()[0]: issue for issue in json.loads((folder / "converted.json").read_text("utf-8"))}
    assert len(ours) == len(theirs) and len({issue["fingerprint"] for issue in ours}) == len(ours)
    unevaluated = {rule["id"] for rule in result["rules"] if kind(rule) is Error}
    for issue in ours:
        other = theirs[issue["check_name"]]
        assert issue["description"].endswith(other["description"]), (issue, other)
        # One is a path, the other a reference.
        path = other["location"]["path"].replace("%20", " ")
        assert issue["location"]["path"] == path, (issue, other)
        if issue["check_name"] in unevaluated:
            # The converter has no word for what is open.
            assert issue["severity"] == "critical", issue
        else:
            severity = SEVERITIES.get(other["severity"], other["severity"])
            assert issue["severity"] == severity, (issue, other)
            assert issue["location"]["lines"]["begin"] == int(other["location"]["lines"]["begin"]), (issue, other)


def sheets(folder):
    """A sheet has the cells of the CSV file beside it, each a text but for numbers of rows, and runs as its language does."""
    packs = list((folder / "back").glob("*/failing.xlsx"))
    assert len(packs) == 2, packs
    keys = set()
    for path in packs + [folder / "all.xlsx"]:
        sheet = load_workbook(path).active
        assert bool(sheet.sheet_view.rightToLeft) == (folder.parent.name == "ar"), path
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:"), path
        rows = list(sheet.iter_rows())
        for cell in (cell for row in rows for cell in row if cell.value is not None):
            assert cell.data_type == ("n" if cell.column == 6 and cell.row > 1 else "s"), (path, cell, cell.value)
        keys.update(row[6].value for row in rows)
        if path.parent == folder:
            continue
        with open(path.with_suffix(".csv"), encoding="utf-8-sig") as file:
            written = [[unguarded(cell) for cell in row] for row in csv.reader(file)]
        read = [["" if cell.value is None else str(cell.value) for cell in row] for row in rows]
        assert read == written, (read, written)
    assert {"001", "=1+1"} <= keys, keys


def unguarded(cell):
    """A cell of the CSV file without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in set("=+-@\t\r") else cell


for folder in map(Path, sys.argv[1:]):
    of_run = json.loads((folder / "result.json").read_text("utf-8"))
    kinds = {kind(rule) for rule in of_run["rules"]}
    # What is not there can not be read wrongly.
    assert {None, Failure, Skipped} <= kinds and (Error in kinds) == (folder.name == "incomplete"), kinds
    junit(folder, of_run)
    sarif(folder, of_run)
    gitlab(folder, of_run)
    if folder.name == "failed":
        sheets(folder)
    print(f"{folder}: junitparser and sarif-tools read {len(of_run['rules'])} rules as they were judged")
