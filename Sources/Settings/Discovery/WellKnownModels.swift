/// A few chat models of each provider that the environment can announce, so that the model pickers of user interfaces have
/// something to show. Everything else a provider has can be asked for as `provider/model` as well.
///
/// Names are those of autumn 2026; where a provider has aliases that move on with its models, these. Hosts of other
/// people's open models change them often, so that few of theirs are here.
enum WellKnownModels {
    /// By the provider's name, the smallest and cheapest model last.
    static let byProvider: [String: [String]] = [
        // OpenAI, "Models"
        "openai": ["gpt-5.6", "gpt-5.5", "gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano"],
        // Anthropic, "What's new in Claude Opus 5.5", "… Sonnet 5.5", "… Haiku 5.5"
        "anthropic": ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"],
        // Google, "Gemini models"
        "gemini": ["gemini-3.1-pro-preview", "gemini-3.8-flash", "gemini-3.5-flash", "gemini-3.5-flash-lite"],
        // GroqDocs, "Supported Models"
        "groq": ["groq/compound", "openai/gpt-oss-120b", "openai/gpt-oss-20b"],
        // The former deepseek-chat and deepseek-reasoner ended in July 2026.
        "deepseek": ["deepseek-flash"],
        // Mistral, "Models Overview"
        "mistral": ["mistral-large-latest", "mistral-medium-latest", "codestral-latest", "mistral-small-latest"],
        "xai": ["grok-4.5", "grok-4.3"],
        // OpenRouter chooses by itself.
        "openrouter": ["openrouter/auto"],
        // Together AI, "Inference overview"
        "together": ["moonshotai/Kimi-K2.5"],
        "fireworks": ["accounts/fireworks/models/deepseek-v4-flash"],
        "cerebras": ["zai-glm-4.7", "gpt-oss-120b"],
        // Perplexity, "Models"
        "perplexity": ["sonar-deep-research", "sonar-reasoning-pro", "sonar-pro", "sonar"],
        "nvidia": ["meta/llama-3.3-70b-instruct"],
        "moonshot": ["kimi-k3", "kimi-k2.6", "kimi-k2.5"],
    ]
}
