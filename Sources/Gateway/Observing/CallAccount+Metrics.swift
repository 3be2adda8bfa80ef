import Caching
import Governance
import HTTPWire
import ModelAPI
import NIOCore
import Pricing
import Routing
import Telemetry

extension CallAccount {
    /// Counts a call that is over.
    /// - Parameters:
    ///   - target: the place of whoever answered or was asked last.
    ///   - usage: what providers say that it used; `nil` for an answer from the cache.
    ///   - cost: what that cost.
    ///   - savedByPrompt: what the provider's own cache of prompts saved; less than nothing where writing to it cost more.
    func count(
        _ closing: Closing,
        target: Int,
        _ attempts: [AttemptRecord],
        _ usage: Usage?,
        _ cost: Money?,
        _ savedByPrompt: Money?
    ) {
        let now = NIODeadline.now()
        let surface = ObservedSurface(route)
        let trace = traceMark
        exchange.count { counts in
            counts.request(surface, target: target, status: closing.status)
            if target != TargetSeries.nobody {
                counts.duration(elapsed(now - exchange.started), surface, target: target, trace: trace)
            }
            if let result = cache?.resultIndex { counts.cache(result) }
            guards?.count(hasStreamed: call?.stream == true && closing.ending == .answered, into: &counts)
            if let tried = closing.trace, !attempts.isEmpty {
                counts.overhead(elapsed(tried.overhead(now)), surface)
                if call?.stream == true, let first = attempts.last(where: { $0.answered != nil })?.answered {
                    counts.firstToken(UInt64(clamping: first.saturatingNanoseconds), target: target, trace: trace)
                }
            }
            for attempt in attempts {
                let reason = MetricCounts.TargetSlot.attempts &+ AttemptReason.index(of: attempt.ending)
                counts.add(1, to: reason, of: attempt.series)
                switch attempt.decision?.action {
                case .sameTarget: counts.add(1, to: MetricCounts.TargetSlot.retries, of: attempt.series)
                case .nextTarget: counts.add(1, to: MetricCounts.TargetSlot.fallbacks, of: attempt.series)
                case .stop, nil: break
                }
            }
            if case .failed = closing.ending, exchange.hasAnswered {
                counts.add(1, to: MetricCounts.TargetSlot.broken, of: target)
            }
            if let usage { counts.use(usage, cost, target: target, team: caller.series) }
            if let stored = closing.stored?.cost {
                counts.save(stored.counted, cache?.isSemanticHit == true ? .semantic : .exact)
            }
            if let savedByPrompt {
                counts.save(
                    (savedByPrompt < .zero ? .zero - savedByPrompt : savedByPrompt).counted,
                    savedByPrompt < .zero ? .lost : .prompt
                )
            }
        }
    }

    /// The trace that the call belongs to, so that an exemplar leads to one that is there to be looked at; `nil` where
    /// neither this gateway nor its caller says that it is recorded.
    private var traceMark: TraceMark? {
        let id: TraceID
        if let trace {
            guard trace.isSampled else { return nil }
            id = trace.traceID
        } else {
            guard let given = exchange.head.fields.first("traceparent"), let parent = TraceParent(given),
                parent.isSampled
            else { return nil }
            id = parent.traceID
        }
        return TraceMark(id: (id.high, id.low), time: WallClock.nanoseconds())
    }

    private func elapsed(_ time: TimeAmount) -> UInt64 { UInt64(clamping: time.nanoseconds) }
}

extension MetricCounts {
    /// Counts what a provider says that a call used.
    fileprivate mutating func use(_ usage: Usage, _ cost: Money?, target: Int, team: Int) {
        let tokens = LedgerTotal.Tokens(usage)
        add(tokens, target: target)
        guard let cost else { return add(1, to: TargetSlot.unpriced, of: target) }
        self.cost(cost.counted, target: target)
        self.cost(cost.counted, team: team)
    }

    fileprivate mutating func add(_ tokens: LedgerTotal.Tokens, target: Int) {
        add(UInt64(clamping: tokens.input), to: TargetSlot.tokens, of: target)
        add(UInt64(clamping: tokens.cachedInput), to: TargetSlot.tokens &+ 1, of: target)
        add(UInt64(clamping: tokens.cacheWrite5m), to: TargetSlot.tokens &+ 2, of: target)
        add(UInt64(clamping: tokens.cacheWrite1h), to: TargetSlot.tokens &+ 3, of: target)
        add(UInt64(clamping: tokens.output), to: TargetSlot.tokens &+ 4, of: target)
        add(UInt64(clamping: tokens.reasoning), to: TargetSlot.tokens &+ 5, of: target)
    }

    /// Begins with what the ledger has counted before this process.
    mutating func begin(with total: LedgerTotal, target: Int) {
        request(
            ObservedSurface(named: total.kind.surface),
            target: target,
            status: total.kind.status,
            count: UInt64(clamping: total.requests)
        )
        add(total.tokens, target: target)
        add(UInt64(clamping: total.unpriced), to: TargetSlot.unpriced, of: target)
        cost(total.cost.attos, target: target)
        save(total.savedExact.attos, .exact)
        save(total.savedSemantic.attos, .semantic)
        save(total.savedPrompt.attos, .prompt)
        save(total.lostPrompt.attos, .lost)
    }
}

extension Money {
    /// The amount as it is counted: within what the ledger adds up, a million dollars a request, so that both stay the same.
    fileprivate var counted: Int128 { Swift.min(Swift.max(attos, 0), 1_000_000_000_000_000_000_000_000) }
}
