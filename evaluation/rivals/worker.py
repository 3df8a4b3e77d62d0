"""Runs a Python rival over the pages of a set: the twin of src/worker.rs, with the same file in and the same file out.

    python worker.py TOOL --pages PAGES.jsonl --out ANSWERS.json --at PLACE.txt --passes N

PAGES holds a line for each page, `{id, html, url}`. A first pass gives the answers and warms up; the N passes after it
are measured in processor time of this process, start-up, reading and writing apart. PLACE names the page that is being
read, so that the caller knows which one ended the process.
"""

import argparse
import importlib.metadata
import json
import time


def trafilatura_with(**settings):
    import trafilatura

    def read(page):
        found = trafilatura.bare_extraction(
            page["html"], url=page["url"], include_comments=False, with_metadata=True, **settings
        )
        if found is None:
            return None
        return {"body": found.text, "title": found.title, "author": found.author, "date": found.date}

    return read


def htmldate_default():
    import htmldate

    def read(page):
        # `original_date`: the day of publication, where the default is the day of the last change.
        return {"date": htmldate.find_date(page["html"], url=page["url"], original_date=True)}

    return read


TOOLS = {
    "trafilatura-python": ("trafilatura", lambda: trafilatura_with()),
    "trafilatura-python-fast": ("trafilatura", lambda: trafilatura_with(fast=True)),
    "htmldate": ("htmldate", htmldate_default),
}


def answers_of(read, pages, place):
    """The first pass: the answer to each page, and for each that ended in an error its name."""
    answers, failures = {}, {}
    for page in pages:
        with open(place, "w", encoding="utf-8") as file:
            file.write(page["id"])
        try:
            answers[page["id"]] = read(page) or {}
        except Exception as error:  # noqa: BLE001 - whatever a page does to a rival is counted, not raised
            failures[page["id"]] = type(error).__name__
    return answers, failures


def time_of(read, page):
    """Processor time for one page, in seconds."""
    start = time.process_time()
    try:
        read(page)
    except Exception:  # noqa: BLE001 - as in the first pass
        pass
    return time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("--pages", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--at", required=True)
    parser.add_argument("--passes", type=int, required=True)
    options = parser.parse_args()
    package, make = TOOLS[options.tool]
    with open(options.pages, encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    read = make()
    answers, failures = answers_of(read, pages, options.at)
    passes = [{page["id"]: time_of(read, page) for page in pages} for _ in range(options.passes)]
    with open(options.out, "w", encoding="utf-8") as file:
        version = importlib.metadata.version(package)
        json.dump({"version": version, "answers": answers, "failures": failures, "passes": passes}, file)


main()
