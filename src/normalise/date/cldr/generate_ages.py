"""Makes ages.tsv, the words for how long ago something was in the languages of names.tsv, from the consortium's own
JSON of the Unicode CLDR 47 (https://github.com/unicode-org/cldr-json, folder cldr-json/cldr-dates-full/main).

    python3 generate_ages.py cldr-dates-full/main ../../../cldr/names.tsv > ages.tsv

One line a language in the order of names.tsv; fields end with a tab:

    tag  now  today  yesterday  before  seconds  minutes  hours  days  weeks  months  years

Each field is a list with `/` between its members, of all scripts and regions; `before` is the day before yesterday.
Those of units have `#` where the number stands: "vor # stunden"; a form without one begins with the number it means:
"1=قبل ساعة واحدة". What is nothing but a sign, a number and a unit ("-3 h") is left out.

The data is that of the Unicode Consortium, under the licence in src/cldr/LICENSE-UNICODE.
"""
import json
import re
import sys
from pathlib import Path

UNITS = ["second", "minute", "hour", "day", "week", "month", "year"]
WIDTHS = ["", "-short", "-narrow"]
# alphabets of one book
SKIPPED = re.compile(r"-(Dsrt|Shaw)")
# one word that says both what is counted and that it is past
EASTERN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7a3]")
COUNTS = {"zero": None, "one": 1, "two": 2}


def clean(text):
    """A form as it is worth keeping, or nothing."""
    text = " ".join(text.split()).lower().strip(".")
    return "" if set(text) & set("/|\t=") or re.search(r"[()\d]", text) else text


def said(fields, unit, key):
    """What one relative day, or now, is called."""
    for width in WIDTHS:
        yield clean(fields.get(unit + width, {}).get(key, ""))


def past(fields, unit):
    """The forms for a number of units ago."""
    for width in WIDTHS:
        patterns = fields.get(unit + width, {}).get("relativeTime-type-past", {})
        for name, pattern in patterns.items():
            count = name.rpartition("-")[2]
            form = clean(pattern.replace("{0}", "#"))
            words = re.sub(r"\s*[-−–+\u200e\u200f]?#\s*\S+$", "", form)
            if re.match(r"[-−–+\u200e\u200f]", form) or not words and not EASTERN.search(form):
                continue
            if "#" in form:
                yield form
            elif form and COUNTS.get(count):
                yield f"{COUNTS[count]}={form}"


def main():
    root, names = Path(sys.argv[1]), Path(sys.argv[2])
    folders = sorted(folder.name for folder in root.iterdir() if not SKIPPED.search(folder.name))
    for line in names.read_text("utf-8").splitlines():
        tag = line.split("\t")[0]
        locales = [name for name in folders if name == tag] + [name for name in folders if name.startswith(tag + "-")]
        lists = [[] for _ in range(4 + len(UNITS))]
        for name in locales:
            data = json.loads((root / name / "dateFields.json").read_text("utf-8"))
            fields = data["main"][name]["dates"]["fields"]
            found = [said(fields, "second", "relative-type-0")]
            found += [said(fields, "day", f"relative-type-{back}") for back in ("0", "-1", "-2")]
            found += [past(fields, unit) for unit in UNITS]
            for known, forms in zip(lists, found):
                known += [form for form in dict.fromkeys(forms) if form and form not in known]
        own = [form for forms in lists for form in forms]
        if own and not set(own) <= ROOT:
            print("\t".join([tag] + ["/".join(forms) for forms in lists]))


# What a locale without data of its own leaves to the root.
ROOT = {"now", "today", "yesterday"}

main()
