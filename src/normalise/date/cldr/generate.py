"""Makes names.tsv, the words of dates in every language of the Unicode CLDR, from its npm package:

    curl -O https://registry.npmjs.org/cldr-dates-full/-/cldr-dates-full-48.0.0.tgz
    python3 generate.py cldr-dates-full-48.0.0.tgz > names.tsv

One line a language, the most widely read first; fields end with a tab:

    tag  order  months  weekdays  am  pm  between

`order` is that of numeric dates (dmy, mdy, ymd), then what regions do otherwise: `mdy dmy=GB,AU`.
`months` (January first) and `weekdays` (Monday first) are lists with `|` between their members and `/`
between the forms of one: in full and short, within a date and alone, of all scripts and regions. Stops at
the end, case, and what a locale leaves to the root are left out. `between` has the words that stand
between the numbers: "de", "г", "gada".

The data is that of the Unicode Consortium, under the licence in LICENSE-UNICODE beside this file.
"""
import json
import re
import sys
import tarfile

# The languages of the web, the most widely written first: where a word means different months in two
# languages and nothing else decides, the earlier one wins. The others follow in the order of the alphabet.
FIRST = """en es de fr ja pt ru it nl pl tr zh fa cs vi id ar uk ko sv el hu ro da fi sk th bg he hr no nb lt sr sl ca
et lv hi bn ta te mr ml gu kn pa ur ne si or as ka hy az kk uz ky tg tk mn be mk bs sq is fo nn eu gl ast oc br cy ga
gd lb fy af mt eo fil ms sw ha yo ig zu xh st rw so om am ti kab mg km lo my ug ps sd ku yi""".split()

# alphabets of one book
SKIPPED = ["und", "en-Dsrt", "en-Shaw"]
CONTEXTS = [("format", "wide"), ("format", "abbreviated"), ("stand-alone", "wide"), ("stand-alone", "abbreviated")]
ROOT = re.compile(r"^(M\d\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|AM|PM)$")
EASTERN = re.compile(r"[\u3040-\u9fff\ua000-\ua48f\uac00-\ud7a3]")
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def clean(name):
    """A name as it is worth keeping, or nothing: names with digits are read as numbers."""
    name = " ".join(name.split()).rstrip(".").lower()
    return "" if re.search(r"\d", name) or set(name) & set("/|\t") else name


def forms(tables, keys, own):
    """For each key its different forms, the commonest context first; only its `own`, not the root's."""
    lists = []
    for key in keys:
        found = []
        for table in tables:
            for context, width in CONTEXTS:
                raw = table.get(context, {}).get(width, {}).get(key, "")
                name = "" if own and ROOT.match(raw) else clean(raw)
                if name and name not in found:
                    found.append(name)
        lists.append(found)
    return lists


def once(lists):
    """A form that two members share is left to the first."""
    seen = set()
    for found in lists:
        found[:] = [name for name in found if name not in seen]
        seen.update(found)
    return lists


def written(calendar, size):
    """The pattern of that size; some come with the digits to write them in."""
    pattern = calendar["dateFormats"][size]
    return pattern if isinstance(pattern, str) else pattern["_value"]


def order(calendar):
    """The order of day, month and year in numbers."""
    plain = re.sub(r"'[^']*'", "", written(calendar, "short")).replace("L", "M")
    return "".join(sorted("dMy", key=lambda field: plain.find(field) % 999)).lower()


def between(calendar):
    """The words in the patterns of dates, and those between a date and a time."""
    patterns = [written(calendar, size) for size in ("full", "long", "medium")]
    patterns += [p for p in calendar.get("dateTimeFormats-atTime", {}).get("standard", {}).values()]
    words = []
    for pattern in patterns:
        quoted = " ".join(re.findall(r"'([^']+)'", pattern))
        bare = re.sub(r"'[^']*'|[A-Za-z]|\{\d\}", " ", pattern)
        words += [word.strip(".,،、()/-–·") for word in f"{quoted} {bare}".lower().split()]
    # signs for year, month and day of eastern Asia are units, which the reader knows
    return [word for word in dict.fromkeys(words) if any(map(str.isalpha, word)) and not EASTERN.search(word)]


def main():
    languages = {}
    with tarfile.open(sys.argv[1]) as package:
        for member in package.getmembers():
            found = re.fullmatch(r"package/main/([^/]+)/ca-gregorian\.json", member.name)
            if found and found[1] not in SKIPPED:
                data = json.load(package.extractfile(member))["main"][found[1]]
                languages.setdefault(found[1].split("-")[0], {})[found[1]] = data["dates"]["calendars"]["gregorian"]
    rank = {tag: at for at, tag in enumerate(FIRST)}
    for tag in sorted(languages, key=lambda tag: (rank.get(tag, len(rank)), tag)):
        locales = languages[tag]
        calendars = [locales[name] for name in sorted(locales, key=lambda name: (name != tag, name))]
        months = once(forms([c["months"] for c in calendars], [str(n) for n in range(1, 13)], tag != "en"))
        days = once(forms([c["days"] for c in calendars], WEEK, tag != "en"))
        if not any(months + days):
            continue
        usual = order(calendars[0])
        others = {}
        for name, calendar in locales.items():
            region = re.search(r"-([A-Z]{2}|\d{3})(?:-|$)", name)
            own = order(calendar)
            if region and own != usual:
                others.setdefault(own, []).append(region[1])
        orders = [usual] + [f"{own}={','.join(sorted(set(regions)))}" for own, regions in sorted(others.items())]
        halves = []
        for half in ("am", "pm"):
            names = [c["dayPeriods"]["format"][width].get(half, "") for c in calendars for width in ("abbreviated", "wide")]
            halves.append("/".join(dict.fromkeys(clean(n) for n in names if not ROOT.match(n) and clean(n))))
        words = dict.fromkeys(word for calendar in calendars for word in between(calendar))
        fields = [tag, " ".join(orders), "|".join("/".join(f) for f in months), "|".join("/".join(f) for f in days)]
        print("\t".join(fields + halves + ["/".join(words)]))


main()
