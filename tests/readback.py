"""Reads every feed of a folder with three parsers not our own (feedparser, atoma, and Python's own
ElementTree, field by field) and wants count, ids, titles and instants equal to those of the JSON feed beside it.

An article without a title has none in JSON Feed and none in RSS, where it has a text; Atom demands one, and
a line stands for it, which all three must read alike."""
import calendar
import datetime as dt
import json
import sys
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import atoma
import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"


def instant(text):
    return int(dt.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def by_feedparser(path):
    feed = feedparser.parse(path.read_bytes(), sanitize_html=False)
    assert not feed.bozo, feed.get("bozo_exception")
    return [(e.id, e.get("title"), calendar.timegm(e.published_parsed)) for e in feed.entries]


def by_atoma(path):
    data = path.read_bytes()
    if path.suffix == ".atom":
        return [(e.id_, e.title.value, int(e.published.timestamp())) for e in atoma.parse_atom_bytes(data).entries]
    return [(i.guid, i.title, int(i.pub_date.timestamp())) for i in atoma.parse_rss_bytes(data).items]


def by_elementtree(path):
    root = ElementTree.parse(path).getroot()
    if path.suffix == ".atom":
        return [(e.findtext(ATOM + "id"), e.findtext(ATOM + "title"), instant(e.findtext(ATOM + "published")))
                for e in root.iter(ATOM + "entry")]
    return [(i.findtext("guid"), i.findtext("title"), int(parsedate_to_datetime(i.findtext("pubDate")).timestamp()))
            for i in root.iter("item")]


def lines(path):
    """The lines that stand for titles, by the simplest of the parsers."""
    return [title for _, title, _ in by_elementtree(path)]


def complete(want, path):
    """Puts the line that stands for it in the place of each missing title."""
    if all(title for _, title, _ in want):
        return want
    found = lines(path)
    assert path.suffix == ".rss" or all(found), "an Atom entry without title"
    assert len(found) == len(want), f"{len(found)} of {len(want)} entries"
    return [(i, title or line, at) for (i, title, at), line in zip(want, found)]


def main(folder):
    read = faults = 0
    for path in sorted(p for p in Path(folder).rglob("*") if p.suffix in (".rss", ".atom")):
        feed = json.loads(path.with_suffix(".json").read_text("utf-8"))
        want = [(i["id"], i.get("title"), instant(i["date_published"])) for i in feed["items"]]
        for parser in (by_feedparser, by_atoma, by_elementtree):
            read += 1
            try:
                want = complete(want, path)
                got = parser(path)
            except Exception as error:
                faults += 1
                print(f"{path}: {parser.__name__}: {error!r}")
                continue
            fold = lambda rows: [(i, " ".join((t or "").split()), d) for i, t, d in rows]
            if fold(got) != fold(want):
                faults += 1
                print(f"{path}: {parser.__name__} reads", *[x for x in zip(fold(got), fold(want)) if x[0] != x[1]][:3],
                      f"({len(got)} of {len(want)} entries)", sep="\n  ")
    print(f"{read} readings, {faults} unequal")
    return 1 if faults or not read else 0


sys.exit(main(sys.argv[1]))
