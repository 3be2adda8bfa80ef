#!/usr/bin/env bash
# Builds the release binary.
source "$(dirname "$0")/common.sh"
need_build_tools
build_release
