import Configuration

/// What is said once the gateway takes requests: where it is, what it offers, and a request to try.
enum Greeting {
    static func text(_ configuration: KanmonConfiguration, port: Int?, isDemo: Bool) -> String {
        let server = configuration.server
        let scheme = server.tls == nil ? "http" : "https"
        let host = server.listen.host == "0.0.0.0" || server.listen.host == "::" ? "127.0.0.1" : server.listen.host
        let name = host.contains(":") ? "[\(host)]" : host
        let url = "\(scheme)://\(name):\(port ?? server.listen.port)"
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
        case .openai: return provider.type == .openai ? "\(provider.name)/gpt-4o-mini" : nil
        case .anthropic: return "\(provider.name)/claude-sonnet-4-5"
        case .gemini: return "\(provider.name)/gemini-2.5-flash"
        }
    }
}
