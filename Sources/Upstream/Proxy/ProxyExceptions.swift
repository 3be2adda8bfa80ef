import HTTPWire

/// The list in `NO_PROXY`.
struct ProxyExceptions: Hashable, Sendable {
    private enum Rule: Hashable {
        case everybody
        case name(String, port: Int?)
        case address(IPAddress, port: Int?)
        case network(IPAddress, prefix: Int)
    }

    private let rules: [Rule]

    /// Reads a list; entries that are none of the known kinds match nothing.
    init(_ list: String) {
        rules = list.split { $0 == "," || $0.isWhitespace }.compactMap { Self.rule($0) }
    }

    func match(_ origin: UpstreamOrigin) -> Bool {
        let address = IPAddress(origin.host)
        return rules.contains { rule in
            switch rule {
            case .everybody:
                true
            case .name(let name, let port):
                (origin.host == name || origin.host.hasSuffix("." + name)) && (port ?? origin.port) == origin.port
            case .address(let wanted, let port):
                address == wanted && (port ?? origin.port) == origin.port
            case .network(let network, let prefix):
                address?.hasPrefix(of: network, length: prefix) == true
            }
        }
    }

    private static func rule(_ entry: Substring) -> Rule? {
        if entry == "*" { return .everybody }
        if let slash = entry.firstIndex(of: "/") {
            guard let network = IPAddress(entry[..<slash]), let prefix = Int(entry[slash...].dropFirst()),
                (0...network.bytes.count * 8).contains(prefix)
            else { return nil }
            return .network(network, prefix: prefix)
        }
        if let address = IPAddress(entry) { return .address(address, port: nil) }
        guard let (host, port) = try? UpstreamOrigin.splitAuthority(entry) else { return nil }
        if let address = IPAddress(host.filter { $0 != "[" && $0 != "]" }) { return .address(address, port: port) }
        var name = host.lowercased()[...]
        if name.hasPrefix("*.") {
            name = name.dropFirst(2)
        } else if name.hasPrefix(".") {
            name = name.dropFirst()
        }
        return name.isEmpty ? nil : .name(String(name), port: port)
    }
}
