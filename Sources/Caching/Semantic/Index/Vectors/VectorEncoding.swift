/// What an index looks at while it searches. The scores it answers are always in single precision.
public enum VectorEncoding: UInt8, Sendable, Hashable, CaseIterable {
    /// Single-precision components: 4 bytes each.
    case float32 = 1
    /// Components as 8-bit numbers beside the single-precision ones: 5 bytes each, of which a search touches one; the
    /// best are scored again in single precision.
    case int8 = 2
}
