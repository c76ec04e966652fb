#!/usr/bin/env python3
"""The jobs that feedmill is for, as whole processes: a folder of Markdown, and many feeds; beside what else does them.

    cargo build --release && benches/jobs.py [--articles 1000,10000] [--feeds 1000] [--rounds 3]

Beside it, where they are installed: hugo (set to make RSS alone), find (what it takes to look at each file), and for the
feeds nginx, which serves them, and curl (what it takes to fetch them). Only the ratios mean something: each command runs in
turn with the others, and processor time is that of the whole process. Everything lies in a temporary folder."""

import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("FEEDMILL", str(ROOT / "target/release/feedmill"))
PORT = 18790
HOSTS = 16
TAGS = [f"tag-{number}" for number in range(40)]

CONFIG = """output = "out"
state = "feedmill.db"
base_url = "https://example.org/"
[[feed]]
name = "all"
title = "All"
limit = {limit}
formats = ["rss"]
"""
PER_TAG = '[[feed]]\nname = "tags"\nper = "tag"\ntitle = "All"\nlimit = 50\nformats = ["rss"]\n[[source]]\nname = "posts"\npath = "src"\n'


def words(chance, count):
    letters = "etaoinshrdlcumwfgypbvk"
    return " ".join("".join(chance.choice(letters) for _ in range(chance.randint(2, 9))) for _ in range(count))


def body(chance):
    """Paragraphs with a link or a word set off, a list here and there; some 4 KB in the median, and a few long ones."""
    size = min(int(chance.lognormvariate(6.4, 0.7)), 8000)
    parts = []
    while size > 0:
        text = words(chance, min(size, 70))
        if chance.random() < 0.5:
            text += f" [{words(chance, 2)}](/{words(chance, 1)}/) *{words(chance, 1)}*"
        parts.append(f"- {text}\n- {words(chance, 9)}" if chance.random() < 0.15 else f"{text}.")
        size -= 70
    return "\n\n".join(parts)


def folder(place, count):
    """Articles in a folder for each month, for feedmill and for Hugo."""
    chance = random.Random(11)
    bodies = [body(chance) for _ in range(min(count, 2000))]
    for number in range(count):
        month = place / "feedmill/src" / f"{2000 + number % 25}/{number // 25 % 12 + 1:02}"
        month.mkdir(parents=True, exist_ok=True)
        day = f"{month.parent.name}-{month.name}-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00Z"
        tags = ", ".join(f'"{tag}"' for tag in chance.sample(TAGS, chance.randint(1, 4)))
        head = f'title: "{words(chance, 5)}"\ndate: {day}\nauthor: "A. Writer"\ntags: [{tags}]\ndraft: false'
        (month / f"{number}.md").write_text(f"---\n{head}\n---\n\n{number} {bodies[number % len(bodies)]}\n")
    (place / "feedmill/config.toml").write_text(CONFIG.format(limit=50) + PER_TAG)
    hugo = place / "hugo"
    (hugo / "layouts").mkdir(parents=True)
    shutil.copytree(place / "feedmill/src", hugo / "content/posts")
    (hugo / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\ntitle = "All"\ndisableKinds = ["sitemap", "robotsTXT", "404", "taxonomy"]\n'
        '[taxonomies]\ntag = "tags"\n[markup.highlight]\ncodeFences = false\n[services.rss]\nlimit = 50\n'
        '[outputs]\nhome = ["RSS"]\nterm = ["RSS"]\nsection = []\npage = []\n'
    )


def edit(place):
    """Another title for the newest article."""
    file = max((place / "feedmill/src/2024/12").iterdir())
    text = file.read_text().split("\n")
    text[1] = f'title: "Edited {time.time_ns()}"'
    file.write_text("\n".join(text))


def feeds(place, count):
    """Feeds of 20 to 50 entries on several hosts."""
    chance = random.Random(12)
    www = place / "www"
    www.mkdir(parents=True)
    bodies = [f"<p>{'</p><p>'.join(body(chance).split(chr(10) * 2))}</p>" for _ in range(500)]
    sources = []
    for number in range(count):
        items = "".join(
            f"<item><title>{words(chance, 5)}</title><link>http://h{number % HOSTS}.example/{number}/{at}</link>"
            f"<guid>http://h{number % HOSTS}.example/{number}/{at}</guid><category>{chance.choice(TAGS)}</category>"
            f"<pubDate>Mon, {at % 28 + 1:02} Jan {2001 + at % 24} 10:00:00 GMT</pubDate>"
            f"<description><![CDATA[{chance.choice(bodies)[:chance.randint(300, 6000)]}]]></description></item>"
            for at in range(chance.randint(20, 50))
        )
        (www / f"{number}.xml").write_text(
            f'<rss version="2.0"><channel><title>Feed {number}</title><link>http://h{number % HOSTS}.example/</link>'
            f"<description>d</description>{items}</channel></rss>"
        )
        sources.append(f"http://127.0.0.{number % HOSTS + 1}:{PORT}/{number}.xml")
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(f"""
worker_processes 1; pid {place}/nginx.pid; error_log stderr crit; {user}
events {{ worker_connections 1024; }}
http {{
    access_log off; etag on; gzip on; gzip_types *; default_type application/rss+xml; client_body_temp_path {place}/a;
    proxy_temp_path {place}/b; fastcgi_temp_path {place}/c; uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
    server {{ listen {PORT}; root {www}; }}
}}
""")
    (place / "feedmill").mkdir()
    listed = "".join(f'[[source]]\nname = "s{number}"\nurl = "{url}"\nevery = "1s"\n' for number, url in enumerate(sources))
    fetch = '[fetch]\nallow_private = ["127.0.0.0/8"]\nmin_interval = "0s"\nhost_delay = "0s"\nconnections = 64\n'
    (place / "feedmill/config.toml").write_text(CONFIG.format(limit=500) + fetch + listed)
    lines = "".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in sources)
    (place / "curl.list").write_text(lines)
    since = "Tue, 01 Jan 2080 00:00:00 GMT"
    (place / "curl304.list").write_text(f'header = "If-Modified-Since: {since}"\nheader = "Connection: close"\n{lines}')


def once(command):
    """Seconds, seconds of processor time, and megabytes of one run."""
    started = time.monotonic()
    process = subprocess.Popen(["/usr/bin/time", "-q", "-f", "%U %S %M"] + command, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    said = process.communicate()[1].strip().splitlines()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {' '.join(said)}")
    user, system, peak = said[-1].split()
    return time.monotonic() - started, float(user) + float(system), float(peak) / 1024


def table(title, rounds, rows):
    """Runs commands in turn: each row a name, what is done before it, and the command; prints the medians."""
    runs = {name: [] for name, *_ in rows}
    for _ in range(rounds):
        for name, before, command in rows:
            before()
            runs[name].append(once(command))
    ours = statistics.median(run[1] for run in runs["feedmill"])
    print(f"\n{title}\n\n| | seconds | processor time | of feedmill's | peak MB |\n|---|---|---|---|---|")
    for name, found in runs.items():
        took, processor, peak = (statistics.median(run[at] for run in found) for at in range(3))
        print(f"| {name} | {took:.2f} | {processor:.2f} | {processor / max(ours, 0.001):.2f} | {peak:.0f} |", flush=True)


def forget(place):
    shutil.rmtree(place / "feedmill/out", ignore_errors=True)
    for state in (place / "feedmill").glob("feedmill.db*"):
        state.unlink()


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", default="1000,10000")
    asked.add_argument("--feeds", default="1000")
    asked.add_argument("--rounds", type=int, default=3)
    asked = asked.parse_args()
    nothing = lambda: None
    for count in filter(None, asked.articles.split(",")):
        with tempfile.TemporaryDirectory() as place:
            place = pathlib.Path(place)
            folder(place, int(count))
            ours = [PROGRAM, "--config", str(place / "feedmill/config.toml"), "build", "-q"]
            rows = [("feedmill", lambda: forget(place), ours)]
            if hugo := shutil.which("hugo") or os.environ.get("HUGO"):
                clean = lambda: shutil.rmtree(place / "hugo/public", ignore_errors=True)
                rows.append(("hugo, RSS alone", clean, [hugo, "--quiet", "-s", str(place / "hugo")]))
            table(f"{count} articles, cold", asked.rounds, rows)
            walk = ("find", nothing, ["find", str(place / "feedmill/src"), "-type", "f", "-printf", "%s%T@"])
            table(f"{count} articles, nothing changed", asked.rounds, [("feedmill", nothing, ours), walk])
            table(f"{count} articles, one changed", asked.rounds, [("feedmill", lambda: edit(place), ours), walk])
    for count in filter(None, asked.feeds.split(",")):
        if not shutil.which("nginx"):
            sys.exit("nginx is needed to serve the feeds (Debian: nginx-light)")
        with tempfile.TemporaryDirectory() as place:
            place = pathlib.Path(place)
            feeds(place, int(count))
            server = subprocess.Popen(["nginx", "-p", place, "-c", place / "nginx.conf", "-g", "daemon off;"])
            time.sleep(1)
            curl = ["curl", "-sS", "--parallel", "--parallel-max", "64", "--no-progress-meter", "-K"]
            ours = [PROGRAM, "--config", str(place / "feedmill/config.toml"), "build", "-q", "--all"]
            try:
                table(f"{count} feeds, cold", asked.rounds, [("feedmill", lambda: forget(place), ours),
                      ("curl, which only fetches", nothing, curl + [str(place / "curl.list")])])
                pause = lambda: time.sleep(2)
                table(f"{count} feeds, none changed", asked.rounds, [("feedmill", pause, ours),
                      ("curl, a connection a feed", nothing, curl + [str(place / "curl304.list")])])
            finally:
                server.terminate()
                server.wait()


main()
