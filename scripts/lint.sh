#!/usr/bin/env bash
# Checks the formatting and the documentation rules of every Swift file (.swift-format), the list of the dashboard's
# files and the tables of Unicode.
source "$(dirname "$0")/common.sh"
need_swift
say "Linting"
swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks
scripts/dashboard-assets.sh --check
scripts/unicode-tables.py --check
