import Configuration
import NIOCore

/// What is said once the gateway takes requests: where it is, what it offers, and a request to try.
enum Greeting {
    static func text(_ configuration: KanmonConfiguration, address: SocketAddress, isDemo: Bool) -> String {
        let server = configuration.server
        let scheme = server.tls == nil ? "http" : "https"
        let bound = address.ipAddress ?? server.listen.host
        let host = bound == "0.0.0.0" || bound == "::" ? "127.0.0.1" : bound
        let name = host.contains(":") ? "[\(host)]" : host
        let url = "\(scheme)://\(name):\(address.port ?? server.listen.port)"
        var lines = ["Kanmon \(Version.current) is listening on \(url) (\(Summary.text(of: configuration)))."]
        if isDemo { lines.append("All answers come from simulated providers: nothing leaves this machine.") }
        guard let model = model(configuration) else { return lines.joined(separator: "\n") }
        let key = server.requireKeys ? " -H 'authorization: Bearer YOUR-KEY'" : ""
        lines += [
            "Try it:",
            "  curl -s \(url)/v1/chat/completions -H 'content-type: application/json'\(key) "
                + "-d '{\"model\":\"\(model)\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, Kanmon!\"}]}'",
        ]
        return lines.joined(separator: "\n")
    }

    /// A model to try: the first public name, otherwise a well-known model of the first provider.
    private static func model(_ configuration: KanmonConfiguration) -> String? {
        if let model = configuration.models.first { return model.name }
        guard let provider = configuration.providers.first else { return nil }
        switch provider.dialect {
        case .openai:
            let model = provider.type == .openai ? "gpt-4o-mini" : compatible[provider.name]
            return model.map { "\(provider.name)/\($0)" }
        case .anthropic: return "\(provider.name)/claude-sonnet-4-5"
        case .gemini: return "\(provider.name)/gemini-2.5-flash"
        }
    }
    /// A model of each well-known provider that is found in the environment.
    private static let compatible = [
        "groq": "llama-3.3-70b-versatile",
        "deepseek": "deepseek-chat",
        "mistral": "mistral-small-latest",
        "xai": "grok-4",
        "openrouter": "openai/gpt-4o-mini",
        "together": "meta-llama/Llama-3.3-70B-Instruct-Turbo",
        "fireworks": "accounts/fireworks/models/llama-v3p3-70b-instruct",
        "cerebras": "llama-3.3-70b",
        "perplexity": "sonar",
        "nvidia": "meta/llama-3.3-70b-instruct",
        "moonshot": "kimi-k2-0905-preview",
    ]
}
