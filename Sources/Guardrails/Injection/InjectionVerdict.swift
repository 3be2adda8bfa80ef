/// How much a conversation looks like an attempt to take a model away from its instructions, and why.
public struct InjectionVerdict: Sendable, Hashable {
    /// One thing that spoke for or against it.
    public struct Reason: Sendable, Hashable {
        /// A stable name: a rule's, such as `override.previous`, or a signal's, such as `hidden.tags`.
        public var rule: String
        /// What it added, in the logarithm of the odds; negative where it spoke against an attack.
        public var weight: Double
        /// Which message it was found in.
        public var message: Int
        /// The sentence it was found in, in bytes of that message's original; `nil` where it is the whole message.
        public var range: Range<Int>?

        /// A reason.
        public init(rule: String, weight: Double, message: Int, range: Range<Int>? = nil) {
            self.rule = rule
            self.weight = weight
            self.message = message
            self.range = range
        }
    }

    /// 0, nothing of the kind, to 1. Policies block from 0.8 by default.
    public var score: Double
    /// What led to the score, the weightiest first.
    public var reasons: [Reason]

    /// A verdict.
    public init(score: Double, reasons: [Reason] = []) {
        self.score = score
        self.reasons = reasons
    }
}
