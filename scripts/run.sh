#!/usr/bin/env bash
# Installs what is missing, builds the release binary and starts the gateway. Without a provider key in the
# environment it runs on simulated providers, so that the first request works before any account exists.
source "$(dirname "$0")/common.sh"
need_build_tools
need curl
build_release

url=http://127.0.0.1:4000

# The environment variables that make `kanmon serve` find a provider, each with a model to try first.
arguments=(--demo)
model=openai/gpt-4o-mini
while read -r variable first_model; do
    if [ -n "${!variable:-}" ]; then
        arguments=()
        model=$first_model
        break
    fi
done <<'MODELS'
OPENAI_API_KEY openai/gpt-4o-mini
ANTHROPIC_API_KEY anthropic/claude-haiku-4-5
GEMINI_API_KEY gemini/gemini-2.5-flash
GOOGLE_API_KEY gemini/gemini-2.5-flash
GROQ_API_KEY groq/llama-3.3-70b-versatile
DEEPSEEK_API_KEY deepseek/deepseek-chat
MISTRAL_API_KEY mistral/mistral-small-latest
XAI_API_KEY xai/grok-4
OPENROUTER_API_KEY openrouter/openai/gpt-4o-mini
TOGETHER_API_KEY together/meta-llama/Llama-3.3-70B-Instruct-Turbo
FIREWORKS_API_KEY fireworks/accounts/fireworks/models/llama-v3p3-70b-instruct
CEREBRAS_API_KEY cerebras/llama-3.3-70b
PERPLEXITY_API_KEY perplexity/sonar
NVIDIA_API_KEY nvidia/meta/llama-3.3-70b-instruct
MOONSHOT_API_KEY moonshot/kimi-k2-turbo-preview
MODELS

.build/release/kanmon serve "${arguments[@]}" &
gateway=$!
trap 'kill -TERM "$gateway" 2>/dev/null || true' INT TERM

for _ in $(seq 100); do
    kill -0 "$gateway" 2>/dev/null || { wait "$gateway" || die "the gateway stopped: see above"; exit 1; }
    if curl -fsS -o /dev/null "$url/readyz" 2>/dev/null; then break; fi
    sleep 0.1
done
curl -fsS -o /dev/null "$url/readyz" || { kill -TERM "$gateway"; die "the gateway did not become ready at $url"; }

cat <<TEXT

Kanmon answers at $url$([ ${#arguments[@]} -eq 0 ] || echo ' on simulated providers (no provider key was found in the environment)'). Try it in another terminal:

curl $url/v1/chat/completions -H 'content-type: application/json' -d '{"model": "$model", "messages": [{"role": "user", "content": "Hello"}]}'

Control-C stops it.
TEXT

# A trapped signal interrupts the first wait; the second one sees the drain through to the gateway's own exit status.
wait "$gateway" || status=$?
if kill -0 "$gateway" 2>/dev/null; then status=0; wait "$gateway" || status=$?; fi
exit "${status:-0}"
