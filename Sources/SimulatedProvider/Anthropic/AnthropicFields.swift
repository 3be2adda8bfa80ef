/// The members that Messages requests may have, the documented betas included.
enum AnthropicFields {
    static let request: Set<String> = [
        "model", "messages", "max_tokens", "system", "cache_control", "container", "inference_geo", "metadata",
        "output_config", "output_format", "service_tier", "stop_sequences", "stream", "temperature", "thinking",
        "tool_choice", "tools", "top_k", "top_p", "context_management", "mcp_servers", "fallbacks", "speed",
    ]
}
