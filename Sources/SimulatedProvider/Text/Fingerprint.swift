/// A 64-bit FNV-1a hash: the same request gets the same ids, signatures and "probabilities" on every machine.
struct Fingerprint: Hashable, Sendable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    init() {}

    init(_ bytes: some Sequence<UInt8>) { mix(bytes) }

    mutating func mix(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    func mixed(with label: String) -> Fingerprint {
        var copy = self
        copy.mix(label.utf8)
        return copy
    }

    func mixed(with number: Int) -> Fingerprint { mixed(with: String(number)) }

    /// A word of letters and digits.
    func word(length: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var state = value
        var out: [UInt8] = []
        for _ in 0..<length {
            // SplitMix64: one multiplication chain turns a counter into well-spread bits.
            state = state &+ 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            mixed ^= mixed >> 31
            out.append(alphabet[Int(mixed % 62)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The eight bytes, most significant first.
    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 &- 8 &* $0)) } }
}
