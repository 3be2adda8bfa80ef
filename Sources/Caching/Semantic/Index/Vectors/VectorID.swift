/// Names a vector in an index: chosen by the caller, unique in the index it is put into.
public struct VectorID: RawRepresentable, Sendable, Hashable, Comparable {
    /// The number itself, for instance the first eight bytes of the entry's digest.
    public let rawValue: UInt64

    /// Names a vector by a number.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Orders names by their numbers.
    public static func < (left: VectorID, right: VectorID) -> Bool {
        left.rawValue < right.rawValue
    }
}
