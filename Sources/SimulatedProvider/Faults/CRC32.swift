/// The checksum of gzip (RFC 1952 §8).
struct CRC32: Sendable {
    private var register: UInt32 = 0xFFFF_FFFF

    var value: UInt32 { ~register }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    mutating func update(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { register = register >> 8 ^ Self.table[Int((register ^ UInt32(byte)) & 0xFF)] }
    }

    /// The checksum of so many zero bytes, in logarithmic time: a zero byte is a linear map of the register's bits, so
    /// its power is found by squaring.
    static func ofZeros(count: Int) -> UInt32 {
        var map = (0..<32).map { bit in
            let register = UInt32(1) << UInt32(bit)
            return register >> 8 ^ table[Int(register & 0xFF)]
        }
        var register: UInt32 = 0xFFFF_FFFF
        var remaining = count
        while remaining > 0 {
            if remaining & 1 == 1 { register = apply(map, to: register) }
            map = map.map { apply(map, to: $0) }
            remaining >>= 1
        }
        return ~register
    }

    private static func apply(_ map: [UInt32], to register: UInt32) -> UInt32 {
        var out: UInt32 = 0
        for bit in 0..<32 where register >> UInt32(bit) & 1 == 1 { out ^= map[bit] }
        return out
    }
}
