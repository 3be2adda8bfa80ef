/// A 64-bit hash that is the same in every process and version: FNV-1a with a final mix.
///
/// Sticky routes depend on it: all gateways of a fleet must send a caller to the same target, today and after a restart.
/// It keeps nobody from choosing values that collide, and nothing here relies on that.
public struct StableHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Begins a hash.
    public init() {}

    /// Adds bytes.
    public mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// The hash of the bytes so far.
    public var value: UInt64 { Self.mix(state) }

    /// The hash of a text's UTF-8 bytes.
    public static func of(_ text: String) -> UInt64 {
        var hash = StableHash()
        hash.combine(text.utf8)
        return hash.value
    }

    /// Spreads every bit over all others (the finaliser of SplitMix64).
    static func mix(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
