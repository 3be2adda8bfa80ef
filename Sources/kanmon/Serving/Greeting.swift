import Governance
import NIOCore
import Settings

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

    /// How the first owner signs in; said once, at the first start.
    static func text(bootstrap token: BootstrapToken) -> String {
        """
        There is no owner yet. This token makes the first one, and is not shown again:
          \(token.reveal())
        If it is lost, `kanmon users bootstrap` makes another one. See "The first owner" in the documentation of the admin API.
        """
    }

    /// A model to try: the first public name, otherwise the smallest that the first provider with a list has.
    private static func model(_ configuration: KanmonConfiguration) -> String? {
        if let model = configuration.models.first { return model.name }
        return configuration.providers.lazy
            .compactMap { provider in provider.listedModels.last.map { "\(provider.name)/\($0)" } }
            .first
    }
}
