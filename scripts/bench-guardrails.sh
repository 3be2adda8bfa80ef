#!/usr/bin/env bash
# Measures what the detectors find in generated texts (Benchmarks/guardrails). Further arguments go to score.py.
source "$(dirname "$0")/common.sh"
need_build_tools
need python3
build_release
python3 Benchmarks/guardrails/score.py --binary .build/release/kanmon "$@"
