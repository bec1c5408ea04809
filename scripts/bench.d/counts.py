#!/usr/bin/env python3
"""Fails when two plans do not count the same actions."""

import json
import sys

counts = [json.load(open(path, encoding="utf-8"))["counts"] for path in sys.argv[1:]]
if counts[0] != counts[1]:
    sys.exit(f"bench: the plans differ: {counts[0]} and {counts[1]}")
