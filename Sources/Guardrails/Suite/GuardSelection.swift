/// Which guardrails of a suite hold for a call.
public struct GuardSelection: OptionSet, Sendable, Hashable {
    /// The most guardrails of a configuration: 64.
    public static let most = UInt64.bitWidth

    /// One bit for each guardrail, in the order of the configuration.
    public let rawValue: UInt64

    /// Those of some bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The guardrail at a place; none beyond the last one that there may be.
    public init(index: Int) { rawValue = (0..<Self.most).contains(index) ? 1 << UInt64(index) : 0 }

    /// Whether the guardrail at a place holds.
    public func contains(index: Int) -> Bool { !isDisjoint(with: GuardSelection(index: index)) }
}
