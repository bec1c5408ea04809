#!/usr/bin/env python3
"""The three-way comparison in plain Python with orjson: what audit-jira's planner is measured against.

    plan.py SNAPSHOT LINKS

Reads rows.jsonl and issues.jsonl of a snapshot and the state as lines of JSON, and prints the plan as JSON. It does
what the planner does for these files, and no more: it finds duplicate keys, digests every row with debt, compares
both sides with the base field by field, finds tickets that no link knows, and makes the actions with their
preconditions. It knows one mapping, the default one, and no policies.
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


def content_of(row):
    return digest(row["file_number"], row["file_path"], row["technical_debt"] or "", row["layer_number"])


def fields_of(row):
    return {
        "summary": f"Technical debt in {row['file_path']}",
        "description": row["technical_debt"],
        "labels": sorted(["audit-jira", "technical-debt", f"layer-{row['layer_number']}"]),
    }


def change(side, field, before, after):
    return {"side": side, "field": field, "from": before, "to": after}


def action(op, row, issue, reason, changes):
    precondition = {"row": "sha256:" + digest(content_of(row), str(row["has_technical_debt"]), *row["jira_tickets"])}
    if issue is None:
        precondition["issue"] = None
    else:
        fields = issue["fields"]
        precondition["issue"] = "sha256:" + digest(
            issue["id"], issue["key"], issue["status"]["id"], fields["summary"], fields["description"], *issue["labels"]
        )
    return {
        "op": op,
        "row": row["file_number"],
        "path": row["file_path"],
        "issue": issue and issue["key"],
        "issue_id": issue and issue["id"],
        "reason": reason,
        "precondition": precondition,
        "changes": changes,
    }


def create(row):
    changes = [change("issue", name, None, value) for name, value in fields_of(row).items()]
    changes.append(change("row", "jira_tickets", [], ["(new key)"]))
    return action("create", row, None, "has debt and no ticket", changes)


def close(row, issue):
    comment = f"Row {row['file_number']} (`{row['file_path']}`) has no technical debt any more."
    changes = [change("issue", "status", issue["status"]["name"], "done"), change("issue", "comment", None, comment)]
    return action("close", row, issue, "the row has no debt any more", changes)


def resolve(row, issue):
    changes = [
        change("row", "has_technical_debt", True, False),
        change("row", "audit_status", row["audit_status"], "COMPLETED"),
        change("row", "audit_date", row["audit_date"], issue["resolved"]),
    ]
    return action("resolve", row, issue, f"{issue['key']} was closed", changes)


def update(row, issue, link):
    base = link["fields"]
    changes = []
    for name, value in fields_of(row).items():
        known = digest(value) if name == "description" else value
        if known != base[name]:
            changes.append(change("issue", name, issue["fields"][name], value))
    return action("update", row, issue, "the debt was rewritten", changes)


def main(snapshot, state):
    links = {link["row"]: link for link in lines(state)}
    issues = {issue["id"]: issue for issue in lines(f"{snapshot}/issues.jsonl")}

    actions = []
    conflicts = []
    seen = set()
    for row in lines(f"{snapshot}/rows.jsonl"):
        key = row["file_number"]
        if key in seen:
            sys.exit(f"two rows have the key {key}")
        seen.add(key)
        link = links.pop(key, None)
        has_debt = row["has_technical_debt"]
        if link is None:
            if has_debt:
                if row["jira_tickets"]:
                    sys.exit(f"row {key} lists tickets that no link knows, which this script does not plan")
                actions.append(create(row))
            continue
        issue = issues.get(link["issue"])
        if issue is None or issue["key"] != link["key"] or row["file_path"] != link["path"]:
            sys.exit(f"row {key} was renamed, or its issue is gone or was moved, which this script does not plan")
        is_closed = issue["status"]["category"] == "done"
        if not has_debt:
            if not is_closed:
                actions.append(close(row, issue))
            continue
        if row["jira_tickets"] != [link["key"]]:
            sys.exit(f"row {key} lists other tickets than its link, which this script does not plan")
        if is_closed:
            if digest(row["technical_debt"] or "") != link["text"]:
                conflicts.append({"row": key, "issue": issue["key"], "reason": "rewritten and closed"})
            else:
                actions.append(resolve(row, issue))
            continue
        row_changed = content_of(row) != link["content"]
        fields = link["fields"]
        issue_changed = (
            issue["fields"]["summary"] != fields["summary"]
            or digest(issue["fields"]["description"]) != fields["description"]
            or not set(fields["labels"]) <= set(issue["labels"])
        )
        if row_changed and issue_changed:
            conflicts.append({"row": key, "issue": issue["key"], "reason": "both sides changed"})
        elif row_changed:
            actions.append(update(row, issue, link))
        elif issue_changed:
            actions.append(action("record", row, issue, "the issue was edited", []))
    if links:
        sys.exit(f"{len(links)} linked rows are gone, which this script does not plan")

    actions.sort(key=lambda action: action["row"])
    counts = collections.Counter(action["op"] for action in actions)
    plan = {"counts": dict(sorted(counts.items())), "rows": len(seen), "actions": actions, "conflicts": conflicts}
    plan["digest"] = "sha256:" + hashlib.sha256(orjson.dumps(plan)).hexdigest()
    sys.stdout.buffer.write(orjson.dumps(plan, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    main(*sys.argv[1:])
