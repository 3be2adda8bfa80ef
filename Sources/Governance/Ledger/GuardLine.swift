/// What the ledger keeps of one thing that a guardrail has found in a request or its answer: what it was and what was done
/// about it, never the value.
public struct GuardLine: Hashable, Sendable {
    /// On which side of the model it was found.
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        /// In what went to the model.
        case input
        /// In what came from it.
        case output
    }

    /// The guardrail's name.
    public var guardrail: String
    /// Where it looked.
    public var stage: Stage
    /// What was found: `MY_NUMBER`.
    public var type: String
    /// The rule that found it.
    public var rule: String
    /// How sure it was, in thousandths, 0 to 1000: whole numbers have one form.
    public var thousandths: Int
    /// What was done, in a word: `mask`. Of a guardrail that only monitors, what it would have done.
    public var action: String
    /// Whether it was only noted.
    public var isMonitored: Bool
    /// Where the value began, in Unicode code points of the text that it stood in.
    public var offset: Int
    /// How long the value was, in code points.
    public var length: Int
    /// A keyed hash of the value.
    public var hash: String
    /// How the value was hidden; `nil` where it stood openly.
    public var encoding: String?

    /// One line.
    public init(
        guardrail: String,
        stage: Stage,
        type: String,
        rule: String,
        thousandths: Int,
        action: String,
        isMonitored: Bool = false,
        offset: Int,
        length: Int,
        hash: String,
        encoding: String? = nil
    ) {
        self.guardrail = guardrail
        self.stage = stage
        self.type = type
        self.rule = rule
        self.thousandths = thousandths
        self.action = action
        self.isMonitored = isMonitored
        self.offset = offset
        self.length = length
        self.hash = hash
        self.encoding = encoding
    }

    /// A share as it is kept: of 0 to 1, in thousandths, rounded; what is no number, or below, is 0.
    public static func thousandths(of share: Double) -> Int {
        // Also of what is no number: no comparison with it holds.
        guard share > 0 else { return 0 }
        return share < 1 ? Int((share * 1000).rounded()) : 1000
    }
}
