/// An IPv4 or IPv6 address. An IPv4 address that is mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is the IPv4
/// address.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    private static let mapped: UInt128 = 0xFFFF_0000_0000

    /// All 128 bits; IPv4 addresses stand mapped.
    let bits: UInt128

    init(bits: UInt128) { self.bits = bits }

    /// Whether this is an IPv4 address.
    public var isV4: Bool { bits &>> 32 == Self.mapped &>> 32 }

    /// Reads an address: dotted decimal without leading zeros, or IPv6 as RFC 4291 §2.2 writes it. No zone, no brackets,
    /// no port.
    /// - Parameter text: the address; anything else gives `nil`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(64))
        if bytes.contains(UInt8(ascii: ":")) {
            guard let bits = Self.v6(bytes[...]) else { return nil }
            self.bits = bits
        } else {
            guard let bits = Self.v4(bytes[...]) else { return nil }
            self.bits = Self.mapped | UInt128(bits)
        }
    }

    /// An address from its bytes in network order.
    /// - Parameter bytes: four bytes of an IPv4 address or sixteen of an IPv6 address; others give `nil`.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        bits = bytes.reduce(bytes.count == 4 ? 0xFFFF : 0) { $0 &<< 8 | UInt128($1) }
    }

    /// The address in its usual form: dotted decimal, or eight groups of hexadecimal digits.
    public var description: String {
        if isV4 {
            return (0..<4).map { String(UInt8(truncatingIfNeeded: bits &>> UInt128(24 - 8 * $0))) }
                .joined(separator: ".")
        }
        return (0..<8).map { String(UInt16(truncatingIfNeeded: bits &>> UInt128(112 - 16 * $0)), radix: 16) }
            .joined(separator: ":")
    }

    private static func v4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(\.isASCIIDigit),
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            let number = part.reduce(UInt32(0)) { $0 &* 10 &+ UInt32($1 &- UInt8(ascii: "0")) }
            guard number <= 255 else { return nil }
            bits = bits &<< 8 | number
        }
        return bits
    }

    private static func v6(_ text: ArraySlice<UInt8>) -> UInt128? {
        var text = text
        var head: [UInt16] = []
        var tail: [UInt16]?
        // A leading colon is only there as half of "::".
        if text.first == UInt8(ascii: ":") {
            guard text.dropFirst().first == UInt8(ascii: ":") else { return nil }
            text = text.dropFirst(2)
            tail = []
        }
        func add(_ group: UInt16) {
            if tail == nil { head.append(group) } else { tail?.append(group) }
        }
        while !text.isEmpty {
            let group = text.prefix { $0 != UInt8(ascii: ":") }
            let rest = text.dropFirst(group.count)
            if rest.isEmpty, group.contains(UInt8(ascii: ".")) {
                guard let v4 = v4(group) else { return nil }
                add(UInt16(truncatingIfNeeded: v4 &>> 16))
                add(UInt16(truncatingIfNeeded: v4))
                text = []
                break
            }
            guard (1...4).contains(group.count), let number = hexadecimal(group) else { return nil }
            add(number)
            guard head.count + (tail?.count ?? 0) <= 8 else { return nil }
            if rest.isEmpty { break }
            text = rest.dropFirst()
            if text.first == UInt8(ascii: ":") {
                guard tail == nil else { return nil }
                tail = []
                text = text.dropFirst()
            } else if text.isEmpty {
                return nil
            }
        }
        let count = head.count + (tail?.count ?? 0)
        // "::" stands for at least one group.
        guard tail == nil ? count == 8 : count <= 7 else { return nil }
        let groups = head + Array(repeating: 0, count: 8 - count) + (tail ?? [])
        return groups.reduce(UInt128(0)) { $0 &<< 16 | UInt128($1) }
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt16? {
        var number: UInt16 = 0
        for byte in text {
            guard let digit = byte.hexadecimalValue else { return nil }
            number = number &<< 4 | UInt16(digit)
        }
        return number
    }
}
