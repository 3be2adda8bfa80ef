#!/usr/bin/env bash
# Installs what is missing, builds the release binary and starts the gateway, which prints its URL and a request to
# paste. Without a provider key in the environment it runs on simulated providers, so that the first request works
# before any account exists.
source "$(dirname "$0")/common.sh"
need_build_tools
need curl
build_release

# The variables in which `kanmon serve` looks for a provider's key.
keys=(
    OPENAI_API_KEY ANTHROPIC_API_KEY GEMINI_API_KEY GOOGLE_API_KEY CO_API_KEY COHERE_API_KEY GROQ_API_KEY
    DEEPSEEK_API_KEY MISTRAL_API_KEY XAI_API_KEY OPENROUTER_API_KEY TOGETHER_API_KEY FIREWORKS_API_KEY CEREBRAS_API_KEY PERPLEXITY_API_KEY
    NVIDIA_API_KEY MOONSHOT_API_KEY
)
for key in "${keys[@]}"; do
    if [ -n "${!key:-}" ]; then
        say "Found $key: starting on the providers of the environment"
        exec .build/release/kanmon serve
    fi
done
say "No provider key was found in the environment: starting on simulated providers"
exec .build/release/kanmon serve --demo
