"""Makes names.tsv, the words of dates in every language of the Unicode CLDR, from the copies of it that
releases of the Python package Babel carry (CLDR 47, 37 and 33): all its languages, also those that the
consortium's own JSON leaves out, and the names of older releases, which older programs go on writing.

    pip install babel==2.18.0
    for release in 2.18.0 2.9.1 2.6.0; do
        pip download --no-deps babel==$release && unzip -d $release ?abel-$release-*.whl
    done
    python3 generate.py 2.18.0 2.9.1 2.6.0 > names.tsv

One line a language, the most widely read first; fields end with a tab:

    tag  order  months  weekdays  am  pm  between

`order` is that of numeric dates (dmy, mdy, ymd), then what regions do otherwise: `mdy dmy=GB,AU`.
`months` (January first) and `weekdays` (Monday first) are lists with `|` between their members and `/`
between the forms of one: in full and short, within a date and alone, of all scripts and regions. Stops at
the end, case, and what a locale leaves to the root are left out. `between` has the words that stand
between the numbers: "de", "г", "gada".

The data is that of the Unicode Consortium, under the licence in LICENSE-UNICODE beside this file.
"""
import re
import sys
from pathlib import Path

from babel import localedata

# The languages of the web, the most widely written first: where a word means different months in two
# languages and nothing else decides, the earlier one wins. The others follow in the order of the alphabet.
FIRST = """en es de fr ja pt ru it nl pl tr zh fa cs vi id ar uk ko sv el hu ro da fi sk th bg he hr no nb lt sr sl ca
et lv hi bn ta te mr ml gu kn pa ur ne si or as ka hy az kk uz ky tg tk mn be mk bs sq is fo nn eu gl ast oc br cy ga
gd lb fy af mt eo fil ms sw ha yo ig zu xh st rw so om am ti kab mg km lo my ug ps sd ku yi""".split()

# alphabets of one book
SKIPPED = re.compile(r"en_(Dsrt|Shaw)")
CONTEXTS = [("format", "wide"), ("format", "abbreviated"), ("stand-alone", "wide"), ("stand-alone", "abbreviated")]
ROOT = re.compile(r"^(M\d\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|AM|PM)$")
EASTERN = re.compile(r"[\u3040-\u9fff\ua000-\ua48f\uac00-\ud7a3]")


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


def order(calendar):
    """The order of day, month and year in numbers."""
    plain = re.sub(r"'[^']*'", "", calendar["date_formats"]["short"].pattern).replace("L", "M")
    return "".join(sorted("dMy", key=lambda field: plain.find(field) % 999)).lower()


def between(calendar):
    """The words in the patterns of dates, and those between a date and a time."""
    patterns = [calendar["date_formats"][size].pattern for size in ("full", "long", "medium")]
    patterns += calendar["datetime_formats"].values()
    words = []
    for pattern in patterns:
        quoted = " ".join(re.findall(r"'([^']+)'", pattern))
        bare = re.sub(r"'[^']*'|[A-Za-z]|\{\d\}", " ", pattern)
        words += [word.strip(".,،、()/-–·") for word in f"{quoted} {bare}".lower().split()]
    # signs for year, month and day of eastern Asia are units, which the reader knows
    return [word for word in dict.fromkeys(words) if any(map(str.isalpha, word)) and not EASTERN.search(word)]


def read(folder):
    """The locales of one release, those of a language together."""
    localedata._dirname = str(folder / "babel" / "locale-data")
    localedata._cache.clear()
    localedata.locale_identifiers.cache_clear()
    languages = {}
    for name in sorted(localedata.locale_identifiers()):
        try:
            locale = localedata.LocaleDataDict(localedata.load(name))
        except FileNotFoundError:  # its parent came with a later release
            continue
        if not SKIPPED.match(name):
            languages.setdefault(name.split("_")[0], {})[name] = locale
    return languages


def main():
    newest, *older = [read(Path(folder)) for folder in sys.argv[1:]]
    rank = {tag: at for at, tag in enumerate(FIRST)}
    for tag in sorted(newest, key=lambda tag: (rank.get(tag, len(rank)), tag)):
        locales = newest[tag]
        releases = [locales] + [languages.get(tag, {}) for languages in older]
        calendars = [release[name] for release in releases for name in sorted(release, key=lambda n: (n != tag, n))]
        months = once(forms([c["months"] for c in calendars], range(1, 13), tag != "en"))
        days = once(forms([c["days"] for c in calendars], range(7), tag != "en"))
        if not any(months + days):
            continue
        usual = order(calendars[0])
        others = {}
        for name, calendar in locales.items():
            region = re.fullmatch(r"[a-z]+(?:_Han[st])?_([A-Z]{2}|\d{3})", name)
            own = order(calendar)
            if region and own != usual:
                others.setdefault(own, []).append(region[1])
        orders = [usual] + [f"{own}={','.join(sorted(set(regions)))}" for own, regions in sorted(others.items())]
        halves = []
        for half in ("am", "pm"):
            widths = [c["day_periods"]["format"].get(width, {}) for c in calendars for width in ("abbreviated", "wide")]
            names = [str(width[half]) for width in widths if half in width]
            halves.append("/".join(dict.fromkeys(clean(n) for n in names if not ROOT.match(n) and clean(n))))
        words = dict.fromkeys(word for calendar in calendars for word in between(calendar))
        fields = [tag, " ".join(orders), "|".join("/".join(f) for f in months), "|".join("/".join(f) for f in days)]
        print("\t".join(fields + halves + ["/".join(words)]))


main()
