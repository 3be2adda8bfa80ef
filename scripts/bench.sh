#!/usr/bin/env bash
# Measures what one request costs beside bare nginx and Envoy (Benchmarks/overhead). Further arguments go to overhead.py.
source "$(dirname "$0")/common.sh"
need_build_tools
need nginx wrk
python_environment .build/bench-python Benchmarks/overhead/requirements.txt
build_release
say "Measuring (about fifteen minutes; --seconds and --rounds make it shorter)"
ENVOY="$PWD/.build/bench-python/bin/envoy" .build/bench-python/bin/python Benchmarks/overhead/overhead.py \
    --envoy --full --everything --cache --telling --guarded --translate --loops --routing --json .build/overhead.json "$@"
