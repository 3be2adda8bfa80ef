public import Governance
public import ModelAPI
import NIOCore
public import Telemetry

/// What is remembered of a call when it is over: made once for each whose caller is known, however it ends; also for those that
/// are refused before anybody is asked, and for counts of tokens, which have no attempts.
///
/// It is made only where somebody observes calls, and holds no byte of a prompt or an answer. All who keep it share it.
public final class RequestRecord: Sendable {
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
    public let ledger: LedgerRecord
    /// The surface's dialect.
    public let surface: DialectID
    /// Whether the gateway asked for itself, to compare questions by meaning.
    public let isInternal: Bool
    /// Whether a stream was asked for.
    public let isStream: Bool
    /// Every try at a target, in order; without those of counts of tokens.
    public let attempts: [AttemptRecord]
    /// The targets that were not asked, and why.
    public let skipped: [SkippedTarget]
    /// What came of the guardrails that held for the call; `nil` where there were none.
    public let guards: GuardReport?
    /// Where the call stands in a trace; `nil` where traces are off.
    public let trace: TraceContext?
    /// The length of the request's body.
    public let bodyBytes: Int
    /// How long the call took.
    public let duration: Duration
    /// How it ended.
    public let ending: Ending
    private let clock: StageClock?
    private let end: NIODeadline

    /// - Parameters:
    ///   - clock: when the call entered each stage.
    ///   - end: when it was over.
    init(
        ledger: consuming LedgerRecord,
        surface: DialectID,
        isInternal: Bool,
        isStream: Bool,
        attempts: [AttemptRecord],
        skipped: [SkippedTarget],
        guards: GuardReport? = nil,
        trace: TraceContext?,
        bodyBytes: Int,
        clock: StageClock?,
        end: NIODeadline,
        duration: Duration,
        ending: Ending
    ) {
        self.ledger = ledger
        self.surface = surface
        self.isInternal = isInternal
        self.isStream = isStream
        self.attempts = attempts
        self.skipped = skipped
        self.guards = guards
        self.trace = trace
        self.bodyBytes = bodyBytes
        self.clock = clock
        self.end = end
        self.duration = duration
        self.ending = ending
    }

    /// The request's id.
    public var id: String { ledger.id }

    /// When the call was in each stage, in order, without gaps.
    public var stages: [StageTiming] { clock?.timings(at: end) ?? [] }

    /// How long the call was in each stage, in nanoseconds, in order.
    func forEachStage(_ body: (StageTiming.Stage, Int64) -> Void) { clock?.forEach(until: end, body) }

    /// How many stages it was in.
    public var stageCount: Int { clock?.count ?? 0 }

    /// The stable code of the error that it ended with; `nil` where it was answered or its caller went away.
    public var errorCode: String? {
        if case .failed(let kind) = ending { kind.rawValue } else { nil }
    }
}
