/// The proxies in front of the gateway whose `x-forwarded-for` is believed.
///
/// Each proxy appends the address that it was asked from, so only the right end of the list is known to be true: the
/// client is the right-most address that is not a trusted proxy. What stands left of it was written by the client and
/// never counts. From a peer that is not trusted the whole field is ignored.
public struct TrustedProxies: Hashable, Sendable {
    /// Longer lists are refused as unreadable.
    private static let mostEntries = 64

    /// The proxies' addresses.
    public var ranges: [AddressRange]

    /// A list of proxies; without one no field is believed.
    public init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    /// Finds out where a request comes from.
    /// - Parameters:
    ///   - peer: the other end of the connection; `nil` where it has no address, such as a Unix socket.
    ///   - forwardedFor: the values of all `x-forwarded-for` fields in the order received.
    /// - Returns: the client's address; `nil` where it cannot be known, which no list of allowed addresses lets through.
    public func client(peer: NetworkAddress?, forwardedFor: [String]) -> NetworkAddress? {
        guard let peer else { return nil }
        guard !ranges.isEmpty, isTrusted(peer) else { return peer }
        var client = peer
        var count = 0
        for field in forwardedFor.reversed() {
            for entry in field.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).reversed() {
                count += 1
                guard count <= Self.mostEntries, let address = Self.address(Substring(entry)) else { return nil }
                client = address
                if !isTrusted(address) { return client }
            }
        }
        return client
    }

    private func isTrusted(_ address: NetworkAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// An address with the spaces around it and perhaps a port, as some proxies write it: `192.0.2.1:443`, `[::1]:443`.
    private static func address(_ entry: Substring) -> NetworkAddress? {
        var text = entry.utf8
        let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        while let first = text.first, blanks.contains(first) { text = text.dropFirst() }
        while let last = text.last, blanks.contains(last) { text = text.dropLast() }
        guard text.count <= 64 else { return nil }
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let inner = text[text.index(after: text.startIndex)..<end]
            guard inner.contains(UInt8(ascii: ":")), isPort(text[text.index(after: end)...]) else { return nil }
            return NetworkAddress(Substring(inner))
        }
        if let colon = text.firstIndex(of: UInt8(ascii: ":")), text[..<colon].contains(UInt8(ascii: ".")) {
            guard isPort(text[colon...]) else { return nil }
            return NetworkAddress(Substring(text[..<colon]))
        }
        return NetworkAddress(Substring(text))
    }

    /// Whether this is nothing, or a colon and a port.
    private static func isPort(_ text: Substring.UTF8View) -> Bool {
        guard !text.isEmpty else { return true }
        let digits = text.dropFirst()
        return text.first == UInt8(ascii: ":") && (1...5).contains(digits.count) && digits.allSatisfy(\.isASCIIDigit)
    }
}
