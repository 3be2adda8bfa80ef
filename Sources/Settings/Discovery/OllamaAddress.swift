/// Where an Ollama is expected.
enum OllamaAddress {
    private static let port = 11_434

    /// Reads `OLLAMA_HOST` the way Ollama's own client does: scheme, host and port are all optional, and an address
    /// that only makes sense for listening (`0.0.0.0`, `::`) means this machine.
    static func baseURL(_ environment: [String: String]) throws(VariableProblem) -> BaseURL {
        let name = "OLLAMA_HOST"
        guard let value = environment[name] else { return BaseURL(scheme: .http, host: "127.0.0.1", port: port) }
        do throws(InvalidURL) {
            let url = try value.contains("://") ? BaseURL(parsing: value) : address(value)
            let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][url.host] ?? url.host
            return BaseURL(scheme: url.scheme, host: host, port: url.port, pathPrefix: url.pathPrefix)
        } catch {
            throw VariableProblem(name, "not the address of an Ollama: \(error); expected host:port or a URL")
        }
    }

    /// `host`, `host:port` or `:port`.
    private static func address(_ text: String) throws(InvalidURL) -> BaseURL {
        guard let authority = Authority(text.hasPrefix(":") ? "127.0.0.1\(text)" : text), authority.port != 0 else {
            throw .invalidHost
        }
        return BaseURL(scheme: .http, host: authority.host, port: authority.port ?? port)
    }
}
