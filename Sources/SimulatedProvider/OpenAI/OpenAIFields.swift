/// The members that Chat Completions requests may have.
enum OpenAIFields {
    static let request: Set<String> = [
        "messages", "model", "audio", "frequency_penalty", "presence_penalty", "logit_bias", "logprobs",
        "top_logprobs", "max_completion_tokens", "max_tokens", "metadata", "modalities", "moderation", "n",
        "parallel_tool_calls", "prediction", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
        "stream_options", "temperature", "top_p", "tools", "tool_choice", "user", "verbosity", "web_search_options",
        "functions",
        "function_call",
    ]

    /// `reasoning_content` is no OpenAI name, but the compatible providers that write it also read it.
    static let message: Set<String> = [
        "role", "content", "name", "tool_calls", "tool_call_id", "refusal", "audio", "annotations",
        "reasoning_content", "function_call",
    ]
}
