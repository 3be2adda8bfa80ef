/// The textual forms of IP addresses.
enum IPAddress {
    /// The four octets of a dotted IPv4 address, nil if it is none.
    static func octets(ofIPv4 text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            // "010" is 8 to some resolvers and 10 to others, so a leading zero is refused.
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit), let octet = UInt8(part),
                part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0")
            else { return nil }
            octets.append(octet)
        }
        return octets
    }

    /// Whether the text is an IPv6 address (RFC 4291 §2.2) without brackets and without a zone.
    static func isIPv6(_ text: String) -> Bool {
        guard let gap = text.firstRange(of: "::") else { return groups(text[...]) == 8 }
        guard let before = groups(text[..<gap.lowerBound]), let after = groups(text[gap.upperBound...]) else {
            return false
        }
        // An embedded IPv4 address can only end the whole text.
        return before + after <= 7 && !text[..<gap.lowerBound].contains(".")
    }

    /// How many 16-bit groups a run of `hex:hex:…` fills, an IPv4 address at its end counting two.
    private static func groups(_ text: Substring) -> Int? {
        if text.isEmpty { return 0 }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = 0
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, octets(ofIPv4: String(part)) != nil {
                count += 2
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit) else { return nil }
                count += 1
            }
        }
        return count
    }
}
