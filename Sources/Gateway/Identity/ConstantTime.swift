/// Comparisons of what is presented with what is secret.
enum ConstantTime {
    /// Whether both are the same bytes, in a time that depends on their lengths alone.
    static func areSame(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(one, other) { difference |= left ^ right }
        return difference == 0
    }
}
