#!/usr/bin/env python3
"""Writes countries_with_history.csv: today's countries, those that were withdrawn, and the codes of travel documents.

    python3 make_countries_with_history.py CLDR_LOCALENAMES_FULL

Run make_countries.py first: its countries.csv is read. The argument is the unpacked npm package
`cldr-localenames-full`. Withdrawn countries are those of iso3166-updates, checked against pycountry, whose translations
of iso-codes give the French and Arabic names. See README.md beside this file.
"""

import csv
import gettext
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pycountry

HERE = Path(__file__).resolve().parent
HEADER = ["alpha3", "alpha2", "numeric", "parent", "kind", "name_fr", "name_ar", "name_en",
          "alpha4", "former_alpha2", "former_numeric", "successors", "valid_from", "valid_to"]
# Words of the remark on a withdrawn entry after which its successors are new entries. Of the Soviet Union's fifteen some
# were entries before, so that its end begins none of them.
BEGINS = ("Name changed", "Dissolved", "Divided into")
BEGINS_NONE = {"SUN"}
# Translations that name another place: not used.
NOT_TRUSTED = {("ar", "ATB"), ("ar", "CSK"), ("ar", "FXX")}
# Withdrawn code elements whose alpha-3 code is in use today for another territory.
IN_USE = {"ATF"}
# Codes of nationality and of issuing authority in ICAO Doc 9303, part 3, that ISO 3166-1 has not; where CLDR has the
# same under a code of its own, that code, which gives the names.
ICAO = [
    ("EUE", "EU", "European Union"),
    ("GBD", "", "British Dependent territories citizen"),
    ("GBN", "", "British National (Overseas)"),
    ("GBO", "", "British Overseas citizen"),
    ("GBP", "", "British Protected person"),
    ("GBS", "", "British Subject"),
    ("RKS", "XK", "Kosovo"),
    ("UNA", "", "United Nations Agency"),
    ("UNK", "", "United Nations Interim Administration Mission in Kosovo"),
    ("UNO", "UN", "United Nations"),
    ("XCC", "", "Caribbean Community"),
    ("XES", "", "OECS"),
    ("XMP", "", "Mercosur"),
    ("XOM", "", "Sovereign Military Order of Malta"),
    ("XPO", "", "Interpol"),
    ("XXA", "", "Stateless person"),
    ("XXB", "", "Refugee"),
    ("XXC", "", "Refugee (other)"),
    ("XXX", "", "Unspecified"),
]


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def above(code, parent):
    """A code and all above it, nearest first."""
    while code:
        yield code
        code = parent.get(code, "")


def common_region(codes, parent):
    """The smallest region that holds all of them."""
    shared = None
    for code in codes:
        line = [group for group in above(code, parent) if group.isdigit()]
        shared = line if shared is None else [group for group in shared if group in line]
    return shared[0] if shared else ""


class Nothing(gettext.NullTranslations):
    """What is not translated is empty."""

    def gettext(self, message):
        return ""


def main():
    localenames = Path(sys.argv[1])
    data = Path(find_spec("iso3166_updates").submodule_search_locations[0])
    # When ISO 3166-1 got an entry of its own that no other one became.
    begins = {}
    for alpha2, changes in read(data / "iso3166-updates.json").items():
        for change in changes:
            if change["Change"] == "Add new entry.":
                begins[alpha2] = change["Date Issued"][:10]
    former = read(data / "iso3166-3.json")
    with (HERE / "countries.csv").open(encoding="utf-8", newline="") as file:
        today = list(csv.DictReader(file))
    parent = {row["alpha3"]: row["parent"] for row in today}
    alpha3 = {row["alpha2"]: row["alpha3"] for row in today if row["alpha2"]}

    begins = {alpha3[alpha2]: since for alpha2, since in begins.items()}
    told = {country.alpha_4: country for country in pycountry.historic_countries}
    if set(told) != set(former):
        sys.exit(f"pycountry and iso3166-updates differ: {sorted(set(told) ^ set(former))}")
    names = {language: gettext.translation("iso3166-3", pycountry.LOCALES_DIR, [language]) for language in ("fr", "ar")}
    for translation in names.values():
        translation.add_fallback(Nothing())
    # Yugoslavia was followed by Serbia and Montenegro, which is withdrawn too.
    by_former_alpha2 = {entry["Former_Alpha2"]: entry for entry in former.values()}
    gone = []
    for alpha4, entry in sorted(former.items(), key=lambda item: item[1]["Former_Alpha3"]):
        code, country = entry["Former_Alpha3"], told[alpha4]
        if (code, entry["Former_Alpha2"]) != (country.alpha_3, country.alpha_2):
            sys.exit(f"{alpha4}: {entry} against {country}")
        if code in IN_USE:
            continue
        successors = []
        for alpha2 in entry["Current_Codes"]:
            if alpha2 in alpha3:
                successors.append(alpha3[alpha2])
            else:
                successors.append(by_former_alpha2[alpha2]["Former_Alpha3"])
        remark = entry["Remarks"]
        if remark.startswith(BEGINS) and "part of" not in remark and code not in BEGINS_NONE:
            for successor in successors:
                since = begins.setdefault(successor, country.withdrawal_date)
                if since != country.withdrawal_date:
                    sys.exit(f"{successor} begins on {since}, {code} ends on {country.withdrawal_date}")
        final = []
        for successor in successors:
            follower = next((e for e in former.values() if e["Former_Alpha3"] == successor), None)
            final += [alpha3[a] for a in follower["Current_Codes"]] if follower else [successor]
        label = {}
        for language, translation in names.items():
            label[language] = "" if (language, code) in NOT_TRUSTED else translation.gettext(country.name)
        gone.append([code, "", "", common_region(final, parent), "former", label["fr"], label["ar"], entry["Name"],
                      alpha4, country.alpha_2, getattr(country, "numeric", ""), " ".join(successors), "",
                      country.withdrawal_date])

    lines = []
    for row in today:
        kind = "country" if row["alpha2"] else "region"
        lines.append([row["alpha3"], row["alpha2"], row["numeric"], row["parent"], kind, row["name_fr"], row["name_ar"],
                      row["name_en"], "", "", "", "", begins.get(row["alpha3"], ""), ""])
    for line in gone:
        lines.append([*line[:12], begins.get(line[0], ""), line[13]])

    cldr = {}
    for language in ("fr", "ar"):
        tree = read(localenames / "main" / language / "territories.json")
        cldr[language] = tree["main"][language]["localeDisplayNames"]["territories"]
    for code, key, name in ICAO:
        lines.append([code, "", "", "", "icao", cldr["fr"].get(key, ""), cldr["ar"].get(key, ""), name,
                      "", "", "", "", "", ""])

    codes = [line[0] for line in lines]
    if len(codes) != len(set(codes)):
        sys.exit("a code stands twice")
    with (HERE / "countries_with_history.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
