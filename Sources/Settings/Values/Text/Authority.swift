import HTTPWire

/// The `host[:port]` part of an address or a URL (RFC 3986 §3.2), without user information.
struct Authority: Hashable {
    /// Lower-case host name, IPv4 address, or IPv6 address without its brackets.
    let host: String
    /// The port, nil where the text names none.
    let port: Int?

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`; nil if the host or the port is not well-formed.
    init?(_ text: String) {
        let host: Substring
        let rest: Substring
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<bracket]
            rest = text[text.index(after: bracket)...]
            guard IPAddress(host)?.isV4 == false else { return nil }
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<end]
            rest = text[end...]
            guard Self.isHostName(host) else { return nil }
        }
        if rest.isEmpty {
            port = nil
        } else {
            guard rest.first == ":", let number = Self.port(rest.dropFirst()) else { return nil }
            port = number
        }
        self.host = host.lowercased()
    }

    /// A host name of letters, digits, hyphens, underscores (Docker services have them) and dots, or an IPv4 address.
    private static func isHostName(_ text: Substring) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        for label in labels {
            guard (1...63).contains(label.utf8.count), label.utf8.first != UInt8(ascii: "-") else { return false }
            guard label.utf8.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
            else { return false }
        }
        // A last label of digits alone is an IPv4 address or a mistake (WHATWG URL, "ends in a number").
        if let last = labels.last, last.utf8.allSatisfy(\.isDigit) {
            return IPAddress(text)?.isV4 == true
        }
        return true
    }

    private static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit), let number = Int(text) else {
            return nil
        }
        return number <= 65_535 ? number : nil
    }
}
