#!/usr/bin/env python3
"""One feed of some 200 KB served by feedmill and by nginx, in turn: requests a second and processor time a request.

    cargo build --release && benches/serve.py [ROUNDS [SECONDS]]

Needs nginx and wrk (Debian: nginx-light, wrk). Only the ratios mean something: machines differ, and other work on them
slows both. nginx serves the very bytes that feedmill publishes, packed beforehand, by one worker."""

import gzip
import os
import pathlib
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("FEEDMILL", str(ROOT / "target/release/feedmill"))
OURS, THEIRS = 18781, 18782
CASES = ("plain", "gzip", "304 by tag", "304 by date")


def site(folder):
    """A feed of fifty articles in words that nobody has said: packed, they shrink about as real ones do."""
    chance = random.Random(7)
    letters = "etaoinshrdlcumwfgypbvk"
    words = ["".join(chance.choice(letters) for _ in range(chance.randint(2, 9))) for _ in range(6000)]
    (folder / "articles").mkdir()
    for number in range(50):
        text = "\n\n".join(" ".join(chance.choice(words) for _ in range(70)) + "." for _ in range(9))
        head = f"---\ntitle: Article {number}\ndate: 2025-01-01T{number // 60:02}:{number % 60:02}:00Z\n---\n"
        (folder / f"articles/{number}.md").write_text(f"{head}\n{text}\n")
    (folder / "config.toml").write_text(
        f'output = "www"\nbase_url = "https://example.org/"\n[serve]\nlisten = "127.0.0.1:{OURS}"\n[[source]]\npath = "articles"\n'
        '[[feed]]\nname = "feed"\ntitle = "Feed"\nformats = ["rss"]\n'
    )
    subprocess.run([PROGRAM, "--config", folder / "config.toml", "build", "-q"], check=True)
    feed = folder / "www/feed.rss"
    (folder / "www/feed.rss.gz").write_bytes(gzip.compress(feed.read_bytes(), 6))
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit; {'user root;' if os.geteuid() == 0 else ''}
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; etag on; gzip_static on; open_file_cache max=100; keepalive_requests 100000000;
    default_type application/rss+xml; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{ listen 127.0.0.1:{THEIRS}; root {folder}/www; }}
}}
""")


def processor(pid):
    """Seconds of processor time of a process and its children."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") + sum(map(processor, children))


def headers_of(port):
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/feed.rss") as answer:
                answer.read()
                return answer.headers
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answers on port {port}")


def load(port, header, seconds):
    """Requests in all and a second."""
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", f"http://127.0.0.1:{port}/feed.rss"]
    said = subprocess.run(command + (["-H", header] if header else []), capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    return int(re.search(r"(\d+) requests in", said)[1]), float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def main():
    rounds, seconds = (list(map(int, sys.argv[1:])) + [5, 3][len(sys.argv) - 1 :])[:2]
    for needed in ("nginx", "wrk", PROGRAM):
        if not shutil.which(needed, path=os.environ["PATH"] + ":/usr/sbin"):
            sys.exit(f"{needed} is not there; see the head of this file")
    folder = pathlib.Path(tempfile.mkdtemp())
    os.chmod(folder, 0o755)
    site(folder)
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    running = {
        "feedmill": (OURS, subprocess.Popen([PROGRAM, "--config", folder / "config.toml", "run", "-q"])),
        "nginx": (THEIRS, subprocess.Popen([nginx, "-p", folder, "-c", folder / "nginx.conf"])),
    }
    results = {}
    try:
        for turn in range(rounds):
            for case in CASES:
                for name, (port, process) in running.items():
                    known = headers_of(port)
                    header = {
                        "plain": None,
                        "gzip": "Accept-Encoding: gzip",
                        "304 by tag": f"If-None-Match: {known['ETag']}",
                        "304 by date": f"If-Modified-Since: {known['Last-Modified']}",
                    }[case]
                    before = processor(process.pid)
                    requests, rate = load(port, header, seconds)
                    spent = (processor(process.pid) - before) / requests * 1e6
                    results.setdefault((case, name), []).append((rate, spent))
    finally:
        for _, process in running.values():
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(folder)
    print("| a feed of 200 KB | requests a second, of nginx's | processor time a request, of nginx's | nginx: requests/s, µs |")
    print("|---|---|---|---|")
    middle = lambda case, name, which: statistics.median(result[which] for result in results[case, name])
    for case in CASES:
        rate, spent = (middle(case, "feedmill", which) / middle(case, "nginx", which) for which in (0, 1))
        print(f"| {case} | {rate:.2f} | {spent:.2f} | {middle(case, 'nginx', 0):,.0f}, {middle(case, 'nginx', 1):.1f} |")


main()
