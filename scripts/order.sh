#!/usr/bin/env bash
# Makes scripts/function-order.txt anew: the functions that requests call (Benchmarks/overhead/order.py). Arguments go to it.
source "$(dirname "$0")/common.sh"
need_build_tools
need nginx wrk valgrind objcopy python3
build_release
say "Watching requests under callgrind (about five minutes)"
python3 Benchmarks/overhead/order.py "$@"
# Nothing that was compiled has changed, only how it is put together.
rm -f .build/release/kanmon
build_release
