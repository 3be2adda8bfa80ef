public import Governance
public import ModelAPI
public import Telemetry

/// What is remembered of a call when it is over: made once for each whose caller is known, however it ends; also for those that
/// are refused before anybody is asked, and for counts of tokens, which have no attempts.
///
/// It is made only where somebody observes calls, and holds no byte of a prompt or an answer but for ``question``.
public struct RequestRecord: Sendable {
    /// How a call ended, as its caller saw it.
    public enum Ending: Hashable, Sendable {
        /// With an answer.
        case answered
        /// With an error, before or in the middle of an answer.
        case failed(APIError.Kind)
        /// The caller went away.
        case clientGone
    }

    /// What the ledger keeps of the call. Made also where there is no ledger, and where the ledger does not get it: of calls
    /// that reached no provider and no stored answer, and of counts of tokens.
    public var ledger: LedgerRecord
    /// The request's id.
    public var id: String
    /// The surface's dialect.
    public var surface: DialectID
    /// Whether the gateway asked for itself, to compare questions by meaning.
    public var isInternal: Bool
    /// The model's name as the caller gave it; empty where the call ended before it was read.
    public var model: String
    /// The name of the caller's key, where one was given.
    public var key: String?
    /// The name of the key's team.
    public var team: String?
    /// Whether a stream was asked for.
    public var isStream: Bool
    /// Every try at a target, in order; without those of counts of tokens.
    public var attempts: [AttemptRecord]
    /// The targets that were not asked, and why.
    public var skipped: [SkippedTarget]
    /// When the call was in each stage, in order, without gaps.
    public var stages: [StageTiming]
    /// Where the call stands in a trace; `nil` where traces are off.
    public var trace: TraceContext?
    /// What was asked, where the caller's team has that logged; whoever keeps records for long must not keep this.
    public var question: LoggedQuestion?
    /// The length of the request's body.
    public var bodyBytes: Int
    /// How long the call took.
    public var duration: Duration
    /// How it ended.
    public var ending: Ending
    /// What was used, as far as the provider said.
    public var usage: Usage?

    /// The stable code of the error that it ended with; `nil` where it was answered or its caller went away.
    public var errorCode: String? {
        if case .failed(let kind) = ending { kind.rawValue } else { nil }
    }
}
