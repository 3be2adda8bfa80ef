/// Where the answers of a provider come from.
public enum ProviderEndpoint: Sendable, Hashable {
    /// A server; the base URL follows the official SDK's convention (with `/v1` for OpenAI's API, without for
    /// Anthropic's, without `/v1beta` for Gemini's).
    case remote(BaseURL)
    /// Kanmon itself.
    case simulated(SimulatedProviderConfiguration)
}
