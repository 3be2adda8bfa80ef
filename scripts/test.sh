#!/usr/bin/env bash
# test.sh [all|swift|clients|hostile|process|governance|guarding|observability|telemetry|dashboard|load|presidio]:
# installs what the tests need, builds, runs the suites. All of them run even when one fails; the end lists what failed and
# where its whole output is.
source "$(dirname "$0")/common.sh"
what=${1:-all}
case "$what" in all | swift | clients | hostile | process | governance | guarding | observability | telemetry | dashboard | load | presidio) ;;
    *) die "unknown suite $what: all, swift, clients, hostile, process, governance, guarding, observability, telemetry, dashboard, load or presidio" ;; esac

need_build_tools
need curl openssl
logs=.build/test-logs
mkdir -p "$logs"
failed=()
unsteady="$logs/unsteady"
rm -f "$unsteady"

# suite NAME COMMAND…: runs a suite, its output both shown and kept.
suite() {
    local name=$1 started=$SECONDS
    shift
    say "Suite: $name"
    if "$@" 2>&1 | tee "$logs/$name.log"; then
        say "Passed: $name ($((SECONDS - started)) s)"
    else
        say "FAILED: $name ($((SECONDS - started)) s)"
        failed+=("$name")
    fi
}

# again NAME COMMAND…: gives tests with deadlines, which a busy machine can break, a second chance, and says so at the end.
again() {
    say "Once more: $1"
    if "${@:2}"; then echo "$1" >> "$unsteady"; else return 1; fi
}

# The suites that open sockets or write to disks have deadlines, and one looks at the memory of its process: they run apart
# from those that only compute, which keep every core busy.
live_suites='CachingTests|UpstreamTests|GatewayTests|SimulatedProviderTests|LifecycleTests|StoreTests|ControlPlaneTests|TelemetryTests'

# A part of the Swift tests that takes longer hangs, in seconds.
longest=1200

# swift_run NAME ARGUMENT…: runs a part of the Swift tests. The thousands of lines about tests that pass go to the log only;
# when something fails its lines are repeated.
swift_run() {
    local log="$logs/swift-$1.log" status=0
    shift
    timeout --kill-after 30 "$longest" swift test --skip-build "$@" > "$log" 2>&1 || status=$?
    # Two frameworks report; the one without tests says zero.
    if [ "$status" -eq 0 ]; then
        grep -E 'Test run with [1-9]' "$log" || { echo "no test ran: see $log"; return 1; }
    else
        if [ "$status" -ge 124 ]; then
            echo "--- over $longest s: begun and not ended:"
            comm -23 <(sed -nE 's/^◇ Test (".+") started\.$/\1/p' "$log" | sort -u) \
                <(sed -nE 's/^[✔✘] Test (".+") ?(with [0-9]+ test cases?)? ?(passed|failed) after .*/\1/p' "$log" | sort -u) | head -n 20
        fi
        grep -aE '✘|error:|Fatal error|Crash|signal' "$log" | head -n 200 || true
        echo "--- the last lines of $log"
        tail -n 60 "$log"
    fi
    return "$status"
}

swift_tests() {
    local status=0
    swift build --build-tests || return 1
    swift_run pure --skip "$live_suites" || status=1
    for suite in ${live_suites//|/ }; do
        # Timeouts of some hundredths of a second are tested there: one test at a time, or a busy machine breaks them.
        if [ "$suite" = UpstreamTests ]; then set -- --no-parallel; else set --; fi
        swift_run "$suite" "$@" --filter "$suite" || again "$suite" swift_run "$suite-again" "$@" --filter "$suite" || status=1
    done
    return "$status"
}

python_tests() { pytest_tests .build/python/bin/python "$@"; }

# pytest_tests PYTHON ARGUMENT…: what fails is run once more by itself.
pytest_tests() {
    local python=$1
    shift
    "$python" -m pytest -c Tests/pytest.ini "$@" ||
        again "${!#}" "$python" -m pytest -c Tests/pytest.ini --last-failed --last-failed-no-failures none "$@"
}

if [ "$what" != swift ]; then
    python_environment .build/python Tests/requirements.txt
    build_release
fi
if [ "$what" = all ] || [ "$what" = swift ]; then suite swift swift_tests; fi
if [ "$what" = all ] || [ "$what" = clients ]; then
    suite examples .build/python/bin/python Tests/Scripts/check_examples.py .build/release/kanmon
    suite command-line .build/python/bin/python Tests/Scripts/check_command_line.py .build/release/kanmon
    suite clients python_tests Tests/Clients
fi
if [ "$what" = all ] || [ "$what" = hostile ]; then suite hostile python_tests Tests/Hostile; fi
if [ "$what" = all ] || [ "$what" = process ]; then suite process python_tests Tests/Process; fi

# Its lines about kills and races are worth seeing also when all is well.
if [ "$what" = all ] || [ "$what" = governance ]; then suite governance python_tests -s Tests/Governance; fi

if [ "$what" = all ] || [ "$what" = guarding ]; then suite guarding python_tests Tests/Guarding; fi

if [ "$what" = all ] || [ "$what" = observability ]; then
    fetch_promtool
    suite observability python_tests Tests/Observability
fi

if [ "$what" = all ] || [ "$what" = telemetry ]; then suite telemetry python_tests Tests/Telemetry; fi

# Another environment: what drives a browser is large, and no other suite needs it.
dashboard_tests() {
    need chromium fonts-noto-cjk
    python_environment .build/python-dashboard Tests/Dashboard/requirements.txt
    pytest_tests .build/python-dashboard/bin/python Tests/Dashboard
}
if [ "$what" = all ] || [ "$what" = dashboard ]; then suite dashboard dashboard_tests; fi

# Not with the others: the analyzer and what it needs are some hundred megabytes.
presidio_tests() {
    python_environment .build/python-presidio Tests/Presidio/requirements.txt
    pytest_tests .build/python-presidio/bin/python Tests/Presidio
}
if [ "$what" = presidio ]; then suite presidio presidio_tests; fi

# Its line of figures is worth seeing also when all is well.
if [ "$what" = all ] || [ "$what" = load ]; then suite load python_tests -s Tests/Load; fi

if [ -e "$unsteady" ]; then say "Passed at the second try only: $(paste -sd ' ' "$unsteady")"; fi
if [ ${#failed[@]} -gt 0 ]; then
    for name in "${failed[@]}"; do printf 'FAILED: %s (whole output: %s/%s.log)\n' "$name" "$logs" "$name" >&2; done
    exit 1
fi
say "Every suite passed"
