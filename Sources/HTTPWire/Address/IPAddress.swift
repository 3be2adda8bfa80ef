/// An IPv4 or IPv6 address as its bytes in network order.
public struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes.
    public let bytes: [UInt8]

    /// Reads dotted decimal IPv4 (RFC 3986 §3.2.2) or textual IPv6 (RFC 4291 §2.2) without brackets and zone.
    public init?(_ text: some StringProtocol) {
        let text = Substring(text)
        guard let bytes = text.utf8.contains(UInt8(ascii: ":")) ? Self.v6(text) : Self.v4(text) else { return nil }
        self.bytes = bytes
    }

    /// Whether it is an IPv4 address.
    public var isV4: Bool { bytes.count == 4 }

    /// Whether the address reaches this machine only: 127.0.0.0/8, ::1 or the former mapped into IPv6.
    public var isLoopback: Bool {
        if isV4 { return bytes[0] == 127 }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? bytes[12] == 127 : bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// Whether the first `length` bits are those of `network`.
    public func hasPrefix(of network: IPAddress, length: Int) -> Bool {
        guard bytes.count == network.bytes.count, length >= 0, length <= bytes.count * 8 else { return false }
        let whole = length / 8
        guard bytes[..<whole].elementsEqual(network.bytes[..<whole]) else { return false }
        let rest = length % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
        return bytes[whole] & mask == network.bytes[whole] & mask
    }

    private static func v4(_ text: Substring) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            // "010" is 8 to some resolvers and 10 to others, so a leading zero is refused.
            guard (1...3).contains(part.count), part.allSatisfy(FieldGrammar.isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0"), let byte = UInt8(Substring(part))
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func v6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            let bytes = groups(text, mayEndInV4: true)
            return bytes?.count == 16 ? bytes : nil
        }
        // An embedded IPv4 address can only end the whole text.
        guard let before = groups(text[..<gap.lowerBound], mayEndInV4: false),
            let after = groups(text[gap.upperBound...], mayEndInV4: true), before.count + after.count <= 14
        else { return nil }
        return before + [UInt8](repeating: 0, count: 16 - before.count - after.count) + after
    }

    /// The bytes of a run of `hex:hex:…`, perhaps with an IPv4 address at its end.
    private static func groups(_ text: Substring, mayEndInV4: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 8, omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if mayEndInV4, index == parts.count - 1, let end = v4(Substring(part)) {
                bytes += end
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(FieldGrammar.isHexDigit),
                    let group = UInt16(Substring(part), radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }
}
