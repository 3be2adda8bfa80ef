/// The configuration of `kanmon serve --demo`: three simulated providers, so that everything can be tried without an
/// account anywhere.
public enum DemoConfiguration {
    /// The document, which is also `examples/demo.yaml`.
    public static let document = """
        # Kanmon without any provider's account: three simulated providers that answer inside Kanmon.
        # This is what `kanmon serve --demo` runs. Try it:
        #
        #   curl http://127.0.0.1:4000/v1/chat/completions -H 'content-type: application/json' \\
        #     -d '{"model": "chat", "messages": [{"role": "user", "content": "Hello"}]}'
        version: 1

        providers:
          openai:
            type: simulated
            speaks: openai              # OpenAI Chat Completions
            time_to_first_token: 200ms
            tokens_per_second: 60
          anthropic:
            type: simulated
            speaks: anthropic           # Anthropic Messages
            time_to_first_token: 300ms
            tokens_per_second: 50
          gemini:
            type: simulated
            speaks: gemini              # Gemini generateContent
            time_to_first_token: 150ms
            tokens_per_second: 120

        models:
          chat:                         # the second answers if the first cannot
            targets:
              - model: openai/gpt-4o
              - model: anthropic/claude-sonnet-4-5
          fast:
            targets:
              - model: gemini/gemini-2.5-flash
          thoughtful:
            targets:
              - model: anthropic/claude-opus-4-1
              - model: openai/gpt-5

        """

    /// Loads the document.
    /// - Throws: ``ConfigurationErrors``, only if this version of Kanmon and its own document disagree.
    public static func load() throws(ConfigurationErrors) -> KanmonConfiguration {
        try ConfigurationLoader.load(bytes: Array(document.utf8), name: "demo.yaml", environment: [:])
    }
}
