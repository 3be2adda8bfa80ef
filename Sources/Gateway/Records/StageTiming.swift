/// When a call was in one of the pipeline's stages.
public struct StageTiming: Hashable, Sendable {
    /// The stages that a call can be in, in their usual order; the raw value is what logs and spans call it.
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        /// Its caller was looked up.
        case identify
        /// Its body was waited for.
        case receive
        /// Its body was read and checked.
        case read
        /// It waited for room in a full gateway.
        case queue
        /// Limits and budgets were asked.
        case admit
        /// Guardrails looked at the request.
        case `guard`
        /// The cache was looked in, or another call's answer waited for.
        case cache
        /// The targets were put in order.
        case plan
        /// Targets were asked, up to the answer or its first content.
        case attempt
        /// The answer was given.
        case reply
        /// Limits, budgets and the ledger were told what it used.
        case settle
    }

    /// Which.
    public var stage: Stage
    /// When it began, counted from the request's beginning.
    public var start: Duration
    /// When it was over, counted likewise.
    public var end: Duration

    /// A stage's time.
    public init(_ stage: Stage, start: Duration, end: Duration) {
        self.stage = stage
        self.start = start
        self.end = end
    }

    /// How long it took.
    public var duration: Duration { end - start }
}
