/// What working costs out anew came to.
public struct LedgerRerating: Hashable, Sendable {
    /// How many records were looked at.
    public var examined = 0
    /// How many got a correction.
    public var corrected = 0

    /// Nothing yet.
    public init() {}
}
