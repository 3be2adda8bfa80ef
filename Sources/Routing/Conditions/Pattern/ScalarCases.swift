/// A Unicode scalar and its other cases, where each is a single scalar.
struct ScalarCases {
    let own: UInt32
    let lower: UInt32
    let upper: UInt32

    /// Looks a scalar's cases up.
    init(of scalar: Unicode.Scalar) {
        own = scalar.value
        switch own {
        case 0x41...0x5A: (lower, upper) = (own + 0x20, own)
        case 0x61...0x7A: (lower, upper) = (own, own - 0x20)
        case 0..<0x80: (lower, upper) = (own, own)
        default:
            lower = Self.single(scalar.properties.lowercaseMapping) ?? own
            upper = Self.single(scalar.properties.uppercaseMapping) ?? own
        }
    }

    /// A scalar for which case does not count.
    init(only scalar: Unicode.Scalar) {
        own = scalar.value
        lower = own
        upper = own
    }

    private static func single(_ mapping: String) -> UInt32? {
        mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first?.value : nil
    }
}
