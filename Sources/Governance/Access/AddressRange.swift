/// A range of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3): `10.0.0.0/8`, `2001:db8::/32`, or one address.
///
/// A range of one family never holds an address of the other: `::/0` is all of IPv6 and no IPv4 address. IPv4 addresses
/// that come mapped into IPv6 count as IPv4.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    private let network: NetworkAddress
    /// How many of the 128 bits are fixed.
    private let length: Int

    /// Reads a range. Bits behind the prefix must be zero: `10.0.0.1/8` is more likely a mistake than a range.
    /// - Parameter text: the range; anything else gives `nil`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let network = NetworkAddress(first) else { return nil }
        // The text decides the family of the prefix: ::ffff:192.0.2.0/120 is 192.0.2.0/24.
        let isWrittenAsV4 = !first.utf8.contains(UInt8(ascii: ":"))
        var length = 128
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy(\.isASCIIDigit), let number = Int(parts[1]),
                digits.count == 1 || digits.first != UInt8(ascii: "0"), number <= (isWrittenAsV4 ? 32 : 128)
            else { return nil }
            length = isWrittenAsV4 ? number + 96 : number
        }
        guard network.bits & ~Self.mask(length) == 0, !network.isV4 || length >= 96 else { return nil }
        self.network = network
        self.length = length
    }

    /// Whether an address is in the range.
    public func contains(_ address: NetworkAddress) -> Bool {
        network.isV4 == address.isV4 && address.bits & Self.mask(length) == network.bits
    }

    /// The range as it is usually written; a single address without its prefix.
    public var description: String {
        if length == 128 { return network.description }
        return "\(network)/\(network.isV4 ? length - 96 : length)"
    }

    private static func mask(_ length: Int) -> UInt128 {
        // A smart shift by the whole width gives zero.
        UInt128.max << UInt128(128 - length)
    }
}
