import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// What is remembered of the attempts at one call while it goes on: for the answer's header fields and for its record.
struct AttemptTrace: Sendable {
    private let begun: NIODeadline
    private var waitedSince: NIODeadline?
    private var waited = TimeAmount.zero
    private(set) var records: [AttemptRecord] = []
    private(set) var skipped: [SkippedTarget] = []
    private var dropped: DroppedFields?
    /// What of the answer the caller's dialect cannot express.
    private var lost: [String] = []
    /// Which of the records is the one whose answer the caller gets.
    private var answering: Int?

    init(begun: NIODeadline) { self.begun = begun }

    var attempts: Int { records.count }

    // MARK: - Attempts

    /// Another try.
    /// - Returns: its index.
    mutating func begin(
        _ attempt: Attempt,
        at seat: Seat,
        credential: String?,
        isHedge: Bool = false,
        at moment: NIODeadline,
        span: SpanID? = nil
    ) -> Int {
        var record = AttemptRecord(
            target: attempt.target,
            name: seat.name,
            series: seat.series,
            credential: credential,
            started: elapsed(moment)
        )
        record.isHedge = isHedge
        record.span = span
        record.dialect = attempt.provider.dialect.id
        record.address = attempt.provider.endpoint.origin.host
        record.port = attempt.provider.endpoint.origin.port
        records.append(record)
        answering = records.count - 1
        dropped = attempt.dropped
        return records.count - 1
    }

    /// A try has given its answer, or the first content of it.
    mutating func answered(_ index: Int, at moment: NIODeadline, dropped: DroppedFields?) {
        guard records.indices.contains(index) else { return }
        records[index].answered = elapsed(moment)
        answering = index
        self.dropped = dropped
    }

    /// The answer has lost something on its way to the caller's dialect.
    mutating func lose(_ names: [String]) { lost = names }

    /// The answer was given to another request, of which the provider was not told all.
    mutating func repeats(dropped text: String?) { dropped = text.map(DroppedFields.init(shown:)) }

    /// A try is over.
    mutating func end(_ index: Int, _ ending: AttemptRecord.Ending, at moment: NIODeadline) {
        guard records.indices.contains(index), records[index].ending == nil else { return }
        records[index].ended = elapsed(moment)
        records[index].ending = ending
    }

    /// What comes after a try that failed.
    mutating func decided(_ index: Int, _ decision: RetryDecision) {
        if records.indices.contains(index) { records[index].decision = decision }
    }

    /// A target that is not asked.
    mutating func skip(_ target: String, _ reason: String) {
        skipped.append(SkippedTarget(target: target, reason: reason))
    }

    // MARK: - Time

    /// From here on a provider is waited for.
    mutating func beginWaiting(at moment: NIODeadline = .now()) { waitedSince = moment }

    /// The provider has answered, or has failed to.
    mutating func endWaiting(at moment: NIODeadline = .now()) {
        guard let since = waitedSince else { return }
        waited = waited + (moment - since)
        waitedSince = nil
    }

    /// More time in which a provider, or the caller, was waited for: while a stream went on.
    mutating func addWaiting(_ time: TimeAmount) { waited = waited + time }

    /// What the gateway itself took of the time so far.
    func overhead(_ now: NIODeadline) -> TimeAmount { max(.zero, (now - begun) - waited) }

    /// The same in whole microseconds.
    func overheadMicroseconds(_ now: NIODeadline) -> Int { Int(overhead(now).nanoseconds / 1000) }

    /// The time since the request's beginning.
    func elapsed(_ moment: NIODeadline) -> Duration { .nanoseconds((moment - begun).nanoseconds) }

    // MARK: - The answer's head

    /// Adds the fields that say who answered, after how many attempts, and what the gateway itself took of the time.
    /// - Parameter now: the present moment.
    func write(into head: inout ReplyHead, at now: NIODeadline = .now()) {
        if let answering {
            let target = records[answering].target
            head.add("x-kanmon-provider", target.provider)
            let model = target.model
            head.add("x-kanmon-model", model.utf8.count <= 256 ? model : String(model.prefix(256)))
        }
        head.add("x-kanmon-attempts", attempts)
        head.add("x-kanmon-overhead-us", overheadMicroseconds(now))
        if let text = DroppedFields.text(dropped, answer: lost) { head.add("x-kanmon-dropped", text) }
    }
}
