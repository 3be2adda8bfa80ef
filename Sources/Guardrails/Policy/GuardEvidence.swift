/// What is remembered of a finding: never the value.
public struct GuardEvidence: Sendable, Hashable {
    /// The guardrail.
    public var guardrail: String
    /// Where it looked.
    public var stage: GuardStage
    /// What was found.
    public var type: FindingType
    /// The rule that found it.
    public var rule: String
    /// How sure it was, 0 to 1.
    public var score: Double
    /// What was done; of a guardrail that only monitors, what it would have done.
    public var action: GuardAction
    /// Whether it was only noted.
    public var isMonitored: Bool
    /// Where the value began, in Unicode code points of the text that it stood in.
    public var offset: Int
    /// How long the value was, in code points.
    public var length: Int
    /// A keyed hash of the value.
    public var hash: String
    /// How the value was hidden; `nil` where it stood openly.
    public var encoding: HiddenText.Encoding?
}
