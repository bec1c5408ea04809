#!/usr/bin/env python3
"""The three-way comparison in plain Python with orjson: what audit-jira's planner is measured against.

Reads rows.jsonl, issues.jsonl and links.jsonl (the state, as JSON) and prints the counts of the plan. It does what the
planner does for these files, and no more: it finds duplicate keys, digests every row with debt, compares both sides with the base field by
field, and makes the actions.
"""

import collections
import hashlib
import sys

import orjson


def digest(*parts):
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode()
        hasher.update(b"%d:" % len(data))
        hasher.update(data)
    return hasher.hexdigest()


def lines(path):
    with open(path, "rb") as file:
        for line in file:
            yield orjson.loads(line)


def main(directory):
    links = {}
    for link in lines(f"{directory}/links.jsonl"):
        links[link["row"]] = link
    issues = {issue["id"]: issue for issue in lines(f"{directory}/issues.jsonl")}

    counts = collections.Counter()
    actions = []
    seen = set()
    for row in lines(f"{directory}/rows.jsonl"):
        key = row["file_number"]
        if key in seen:
            sys.exit(f"two rows have the key {key}")
        seen.add(key)
        link = links.pop(key, None)
        has_debt = row["has_technical_debt"]
        if link is None:
            if has_debt:
                op = "follow" if row["jira_tickets"] else "create"
                counts[op] += 1
                actions.append((op, key, row["file_path"], row["technical_debt"]))
            continue
        issue = issues.get(link["issue"])
        if issue is None:
            counts["missing"] += 1
            continue
        is_closed = issue["status"]["category"] == "done"
        if has_debt:
            content = digest(key, row["file_path"], row["technical_debt"] or "", str(row["layer_number"]))
            if is_closed:
                counts["resolve"] += 1
                actions.append(("resolve", key, row["file_path"], issue["key"]))
            else:
                fields = link["fields"]
                row_changed = content != link["content"]
                issue_changed = (
                    issue["fields"]["summary"] != fields["summary"]
                    or digest(issue["fields"]["description"]) != fields["description"]
                    or not set(fields["labels"]) <= set(issue["labels"])
                )
                if row_changed and issue_changed:
                    counts["conflict"] += 1
                elif row_changed:
                    counts["update"] += 1
                    actions.append(("update", key, row["file_path"], row["technical_debt"]))
                elif issue_changed:
                    counts["record"] += 1
                    actions.append(("record", key, row["file_path"], issue["key"]))
        elif not is_closed:
            counts["close"] += 1
            actions.append(("close", key, row["file_path"], issue["key"]))
    for key, link in links.items():
        counts["close"] += 1
        actions.append(("close", key, link["path"], link["key"]))
    actions.sort(key=lambda action: action[1])
    print(orjson.dumps(dict(sorted(counts.items()))).decode(), len(actions))


if __name__ == "__main__":
    main(sys.argv[1])
