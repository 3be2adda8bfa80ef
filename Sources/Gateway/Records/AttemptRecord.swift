public import ModelAPI
public import Routing
public import Telemetry

/// One try at a target, as it can be told afterwards.
public struct AttemptRecord: Hashable, Sendable {
    /// How a try ended.
    public enum Ending: Hashable, Sendable {
        /// The target's answer went to the caller, whole.
        case answered
        /// The target failed, before or in the middle of its answer.
        case failed(FailureClass)
        /// Another target's answer came first.
        case lostRace
        /// The caller went away, or the gateway shut down.
        case abandoned
    }

    /// Whom it went to.
    public var target: TargetID
    /// The same as `provider/model`.
    let name: String
    /// The name of the provider's credential that was used, where it has any; never the credential.
    public var credential: String?
    /// Whether it was a second copy, sent because the first was slow.
    public var isHedge = false
    /// When it was sent, counted from the request's beginning.
    public var started: Duration
    /// When the answer, or its first content on a stream, had come, counted likewise.
    public var answered: Duration?
    /// When it was over, counted likewise; `nil` while it goes on.
    public var ended: Duration?
    /// How it ended; `nil` while it goes on.
    public var ending: Ending?
    /// Its span, whose id the provider was told; `nil` where traces are off.
    public var span: SpanID?
    /// The API that the provider speaks.
    public var dialect: DialectID?
    /// The provider's host, for traces; it is in no answer and no line of a log.
    public var address: String?
    /// The provider's port.
    public var port: Int?
    /// What was decided after a failure, and why.
    public var decision: RetryDecision?

    /// Where its target is counted.
    let series: Int

    init(target: TargetID, name: String, series: Int, credential: String?, started: Duration) {
        self.name = name
        self.series = series
        self.target = target
        self.credential = credential
        self.started = started
    }
}

extension AttemptRecord: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        var text = "\(target)"
        if let credential { text += " with \(credential)" }
        if isHedge { text += " (hedge)" }
        text += " at \(started.inWholeMilliseconds) ms"
        switch ending {
        case .answered: text += ": answered"
        case .failed(let kind): text += ": \(kind)"
        case .lostRace: text += ": lost the race"
        case .abandoned: text += ": abandoned"
        case nil: text += ": under way"
        }
        if let ended { text += " at \(ended.inWholeMilliseconds) ms" }
        switch decision?.action {
        case .sameTarget(let wait): text += ", then again after \(wait.inWholeMilliseconds) ms"
        case .nextTarget: text += ", then the next target"
        case .stop: text += ", then no other"
        case nil: break
        }
        if let decision { text += " (\(decision.reason))" }
        return text
    }
}

extension Duration {
    /// Whole milliseconds, for people.
    fileprivate var inWholeMilliseconds: Int64 { saturatingNanoseconds / 1_000_000 }
}
