#!/usr/bin/env python3
"""Writes regions_provinces.csv: the regions, provinces and prefectures of Morocco, with names in French and Arabic.

    python3 make_territories.py KESHVAR

The codes are read from the edition of Morocco, `../morocco/codelists/regions_provinces.csv`. pycountry has the codes and
French names of ISO 3166-2. The argument is the unpacked crate `keshvar`, which has Arabic names by ISO code. See README.md
beside this file.
"""

import csv
import re
import sys
import unicodedata
from pathlib import Path

import pycountry

HERE = Path(__file__).resolve().parent
CODES = HERE.parent / "morocco" / "codelists" / "regions_provinces.csv"
HEADER = ["code", "full_code", "parent", "iso_3166_2", "kind", "label_fr", "label_ar", "label_en", "valid_from", "valid_to"]
# The region of which ISO 3166-2 writes the name with an article.
SAME = {"l oriental": "oriental"}
# Names of the regions of 2015, and of prefectures that the crate calls by their town alone.
ARABIC = {
    "01": "طنجة تطوان الحسيمة",
    "02": "الشرق",
    "03": "فاس مكناس",
    "04": "الرباط سلا القنيطرة",
    "05": "بني ملال خنيفرة",
    "06": "الدار البيضاء سطات",
    "07": "مراكش آسفي",
    "08": "درعة تافيلالت",
    "09": "سوس ماسة",
    "10": "كلميم واد نون",
    "11": "العيون الساقية الحمراء",
    "12": "الداخلة وادي الذهب",
    "MA-AGD": "أكادير إداوتنان",
    "MA-OUJ": "وجدة أنجاد",
    "MA-SKH": "الصخيرات تمارة",
    "MA-TNG": "طنجة أصيلة",
}
# The words for province and prefecture that the crate puts before some names only.
KINDS = ("إقليم ", "عمالة ")
# The decree on the twelve regions is of the Official Bulletin of this day.
REGIONS_SINCE = "2015-03-05"


def plain(name):
    """A name without accents, marks and what ISO adds in brackets."""
    name = re.sub(r"\s*\(.*\)", "", name).replace("’", "'")
    letters = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    words = " ".join(re.sub(r"[^a-z]+", " ", letters.lower()).split())
    return SAME.get(words, words)


def arabic_names(crate):
    """ISO 3166-2 code to Arabic name, as the crate's source has it."""
    source = (Path(crate) / "src" / "countries" / "ma.rs").read_text(encoding="utf-8")
    names = {}
    for block in source.split("Subdivision{")[1:]:
        code = re.search(r'\bcode: "(\w+)"', block)
        name = re.search(r'\("ar", "([^"]+)"\)', block.partition("translations:")[2])
        if code and name and not code[1].isdigit():
            text = name[1]
            for kind in KINDS:
                text = text.removeprefix(kind)
            names[f"MA-{code[1]}"] = text
    return names


def main():
    iso = {plain(place.name): place for place in pycountry.subdivisions.get(country_code="MA")}
    arabic = arabic_names(sys.argv[1])
    with CODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = []
    for row in rows:
        place = iso.pop(plain(row["label_fr"]), None)
        if place is None:
            sys.exit(f"{row['label_fr']}: not in ISO 3166-2")
        french = re.sub(r"\s*\(.*\)", "", place.name).replace("’", "'")
        code, region = row["code"], not row["parent"]
        label = ARABIC.get(code) if region else ARABIC.get(place.code) or arabic.get(place.code, "")
        lines.append([code, row["full_code"], row["parent"], place.code, place.type.lower(), french, label, "",
                      REGIONS_SINCE if region else "", ""])
        if region and place.code != f"MA-{code}":
            sys.exit(f"{code} is {place.code}")
    if iso:
        sys.exit(f"only in ISO 3166-2: {sorted(iso)}")
    with (HERE / "regions_provinces.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
