/// Which findings count where no guardrail says so.
public struct FindingChoice: Sendable {
    /// The least score, 0 to 1.
    public var threshold: Double
    /// The kinds; `nil` for all.
    public var types: Set<FindingType>?

    /// A choice.
    public init(threshold: Double = 0.5, types: Set<FindingType>? = nil) {
        self.threshold = threshold
        self.types = types
    }

    /// The findings that count, none of which overlaps another.
    public func apply(to findings: [Finding]) -> [Finding] {
        findings.filter { $0.score >= threshold && types?.contains($0.type) != false }.resolved()
    }
}
