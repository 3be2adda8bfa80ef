import Alerting
import Caching
import Governance
import ModelAPI
import NIOCore
import Pricing
import Routing
import Telemetry

/// What one call holds and owes: what limits and budgets have reserved for it, what it used and cost, its line in the ledger.
///
/// It is closed once, however the call ends, before the last byte of the answer leaves.
///
/// `@unchecked Sendable`: used by the one task that serves the call, on its event loop.
final class CallAccount: @unchecked Sendable {
    /// How a call ended, and what is known of it then.
    struct Closing {
        var ending: RequestRecord.Ending
        /// The HTTP status that the caller sees.
        var status: Int
        /// `nil` where nobody was asked.
        var trace: AttemptTrace?
        /// Whose answer it was, or who was asked last.
        var target: PlannedTarget?
        /// What was used, as far as the provider said.
        var usage: Usage?
        /// On what terms it was served, as far as the provider said: for when it has not said what was used.
        var terms = ServiceTerms.standard
        /// The output's tokens by an estimate of ours, for when the provider has not said.
        var estimatedOutput = 0
        /// Who gave the answer once that came out of the cache this time.
        var stored: CachedAnswer.Origin?

        /// Whether a guardrail has refused the request, or ended or withheld the answer.
        var isBlocked: Bool { ending == .failed(.guardrailBlocked) }
        /// Whether guardrails did not let it pass, be it that one of them could not look.
        var isKeptBack: Bool { isBlocked || ending == .failed(.guardrailUnavailable) }
    }

    let route: Route
    let caller: Caller
    let exchange: Exchange
    private let rules: Rulebook
    private let services: Services
    /// When the request came, on the wall clock, in nanoseconds since 1970.
    private let time = WallClock.nanoseconds()
    /// The call; `nil` until it has been read.
    var call: Call?
    /// What limits and budgets hold for it.
    var reservation: Reservation?
    /// Whether it is served by a cheaper model than it asked for.
    var isDowngraded = false
    /// What it may use at worst, where a limit or a budget asks for that.
    var estimate: AdmissionEstimate?
    /// Where the limit stands that refused it.
    var refusal: LimitReading?
    /// What the budgets of the providers hold that it was sent to.
    private var providerReservations: [String: Reservation] = [:]
    /// The prompt's tokens by an estimate of ours, where it has been made.
    var estimatedInput: Int?
    /// What the cache has to do with it; `nil` for nothing.
    var cache: CachePass?
    /// What providers' own caches have to do with it; `nil` for nothing.
    var prompt: PromptCachePass?
    /// What guardrails have to do with it; `nil` for nothing.
    var guards: GuardPass?
    /// What is put aside of its prompt and answer; `nil` where its team does not have them stored.
    var bodies: BodyCapture?
    /// Its record, once the ledger has it; only where bodies are stored with it.
    private var recorded: LedgerRecord?
    /// Who wants its record; `nil` for nobody.
    private let observer: (any CallObserver)?
    /// When it entered each stage; `nil` where nobody wants its record.
    private(set) var stages: StageClock?
    /// Where it stands in a trace; `nil` where traces are off.
    let trace: TraceContext?
    /// A tag that its record has beside the key's.
    var ownTag: String?
    private(set) var isClosed = false
    /// What it cost; `nil` until it is closed, and where no price is known.
    private(set) var cost: Money?
    /// Whose answer it was; `nil` until it is closed.
    private(set) var target: PlannedTarget?

    init(_ route: Route, _ caller: Caller, _ exchange: Exchange, _ rules: Rulebook, _ services: Services) {
        self.rules = rules
        self.route = route
        self.caller = caller
        self.exchange = exchange
        self.services = services
        observer = services.observer.flatMap { $0.wantsRecords ? $0 : nil }
        trace = observer == nil ? nil : rules.sampler.map { $0.context(of: exchange) }
        guard observer != nil else { return }
        stages = StageClock(begun: exchange.started, .identify)
        enter(.receive)
    }

    /// The call enters a stage.
    func enter(_ stage: StageTiming.Stage) { stages?.enter(stage, at: .now()) }

    /// The wall clock at the request's beginning, in whole seconds.
    var wall: WallTime { WallTime(seconds: time / 1_000_000_000) }

    /// Whether an estimate of the output's tokens is of use, for when the caller or the provider breaks an answer off.
    var estimatesOutput: Bool { services.governor.ledger != nil || reservation != nil }

    /// Adds to an answer's head what the call cost, where that is known already, and where the limits stand.
    func write(into head: inout ReplyHead) {
        if let cost { head.add("x-kanmon-cost-usd", cost.decimal) }
        cache?.write(into: &head)
        prompt?.write(into: &head)
        guards?.write(into: &head)
        guard reservation?.requests != nil || reservation?.tokens != nil || refusal != nil else { return }
        var requests = reservation?.requests
        var tokens = reservation?.tokens
        if let refusal {
            if refusal.policy.resource == .requests { requests = refusal } else { tokens = refusal }
        }
        RateHeaders.write(
            requests: requests,
            tokens: tokens,
            dialect: route.dialect,
            now: Int(wall.seconds),
            into: &head
        )
    }

    /// Reserves what the call may cost at worst in its provider's budgets, if that has any.
    /// - Returns: why the provider may not be asked; `nil` where it may.
    func refusal(ofProvider name: String) -> APIError? {
        guard !rules.providers.isEmpty, rules.providers.contains(name), providerReservations[name] == nil,
            let estimate
        else { return nil }
        let governor = services.governor
        let meters = governor.meters.meters(for: [.provider(name)], at: wall)
        switch Admission.admit(meters, estimate: estimate, at: .now(), wall: wall) {
        case .admitted(let reservation):
            providerReservations[name] = reservation
            return nil
        case .downgrade(_, let events):
            governor.tell(events)
            return APIError(.budgetExceeded, "The budget for this model's provider is spent.")
        case .refused(let refusal):
            governor.tell(refusal.events)
            return APIError(
                .budgetExceeded,
                refusal.message,
                retryAfter: refusal.retryAfterSeconds.map { Double($0) }
            )
        }
    }

    /// What a call cost.
    /// - Returns: the cost, `nil` where no price is known, and the version of the prices.
    func rated(_ usage: Usage?, of target: PlannedTarget?) -> (money: Money?, priceVersion: String?) {
        guard let usage, let price = target?.seat.price else { return (nil, nil) }
        switch price.cost(of: usage, at: PriceTime(unixNanoseconds: time)) {
        // A class without a price makes the sum too low: then it is not the cost.
        case .known(let cost, let version): return (cost.unpriced.isEmpty ? cost.total : nil, version)
        case .unknown: return (nil, price.priceVersion)
        }
    }

    /// What the provider's own cache of prompts saved, whoever asked for it; less than nothing where writing to it cost more.
    /// - Returns: `nil` where it had nothing to do with the call, and where no price is known.
    private func savedByPromptCache(_ usage: Usage?, _ target: PlannedTarget?) -> Money? {
        guard let usage, usage.cacheRead > 0 || usage.cacheWrite5m > 0 || usage.cacheWrite1h > 0 else { return nil }
        return target?.seat.price?.promptCacheSaving(of: usage, at: PriceTime(unixNanoseconds: time))
    }

    /// Settles everything. What comes behind the first time is ignored.
    func close(_ closing: Closing) {
        guard !isClosed else { return }
        isClosed = true
        enter(.settle)
        target = closing.target
        if let stored = closing.stored { return close(closing, stored) }
        let attempts = closing.trace?.records ?? []
        // Counting a prompt's tokens is a request, and uses none.
        let isCount = route.operation == .countTokens
        let usage = attempts.isEmpty ? nil : closing.usage.map { corrected($0, closing) } ?? estimatedUsage(closing)
        let (cost, priceVersion) = rated(usage, of: closing.target)
        self.cost = cost
        let answering = closing.target?.seat.provider.name
        if let reservation {
            if isCount {
                settle(reservation, Usage(), .zero, hasUsed: closing.ending == .answered)
            } else {
                settle(reservation, usage, cost, hasUsed: !attempts.isEmpty || closing.isBlocked)
            }
        }
        for (provider, reservation) in providerReservations {
            settle(reservation, usage, cost, hasUsed: !attempts.isEmpty && provider == answering)
        }
        let saved = savedByPromptCache(usage, closing.target)
        count(closing, target: closing.target?.seat.series ?? TargetSeries.nobody, attempts, usage, cost, saved)
        // What guardrails keep from everybody has a record too, and has cost nothing.
        let isKept = closing.isKeptBack && attempts.isEmpty
        let ledger = isKept || !attempts.isEmpty && !isCount ? services.governor.ledger : nil
        finish(closing, attempts, usage, isKept ? .zero : cost, priceVersion, saved, ledger)
    }

    /// Settles a call that was answered out of the cache: it counts as a request, and has used and cost nothing.
    private func close(_ closing: Closing, _ stored: CachedAnswer.Origin) {
        cost = .zero
        if let reservation { settle(reservation, Usage(), .zero, hasUsed: true) }
        let target = services.metrics.series.index(of: TargetID(provider: stored.provider, model: stored.model))
        count(closing, target: target, [], nil, .zero, nil)
        finish(closing, [], stored.usage, .zero, nil, nil, services.governor.ledger)
    }

    private func settle(_ reservation: Reservation, _ usage: Usage?, _ cost: Money?, hasUsed: Bool) {
        guard hasUsed else { return reservation.cancel() }
        // Where no answer has begun, nothing was used that anybody knows of.
        let events =
            usage == nil
            ? reservation.settle(usage: Usage(), cost: .zero, at: .now(), wall: wall)
            : reservation.settle(usage: usage, cost: cost, at: .now(), wall: wall)
        services.governor.tell(events)
    }

    // MARK: - Bodies

    /// How prompts and answers of the caller are stored; `nil` where they are not.
    var bodyPolicy: BodyPolicy? { rules.bodyPolicy(of: caller) }

    /// Puts the call's prompt aside, if its team has prompts and answers stored.
    func keep(_ body: ByteBuffer) {
        guard rules.storesBodies, services.governor.bodies != nil, route.operation != .countTokens,
            let policy = rules.bodyPolicy(of: caller)
        else { return }
        bodies = BodyCapture(policy, request: body)
    }

    /// Hands over what has been put aside. Without a record, which it belongs to, nothing is stored.
    func handOverBodies() {
        guard let bodies, let recorded else { return }
        self.bodies = nil
        services.governor.bodies?.take(bodies.call(recorded, route: route, model: call?.model ?? ""))
    }

    // MARK: - Usage

    /// Anthropic's streams begin with a count of output that stands for nothing: of one that broke off the estimate is nearer.
    private func corrected(_ usage: Usage, _ closing: Closing) -> Usage {
        guard closing.ending != .answered, closing.estimatedOutput > usage.output,
            closing.target?.seat.provider.dialect.id == .anthropicMessages
        else { return usage }
        var usage = usage
        usage.output = closing.estimatedOutput
        usage.isEstimated = true
        return usage
    }

    /// What a call used of which the provider has not told, if it got as far as an answer.
    private func estimatedUsage(_ closing: Closing) -> Usage? {
        guard let call, closing.trace?.records.contains(where: { $0.answered != nil }) == true else { return nil }
        var usage = Usage()
        usage.terms = closing.terms
        usage.input = estimatedInput ?? call.estimatedInput
        usage.output = closing.estimatedOutput
        usage.isEstimated = true
        return usage
    }

    // MARK: - Records

    /// Tells all who are to know that the call is over.
    private func finish(
        _ closing: Closing,
        _ attempts: [AttemptRecord],
        _ usage: Usage?,
        _ cost: Money?,
        _ priceVersion: String?,
        _ savedByPrompt: Money?,
        _ ledger: (any LedgerSink)?
    ) {
        let now = NIODeadline.now()
        let elapsed = (now - exchange.started).nanoseconds
        let outcome = outcome(closing.ending)
        let firstContent = attempts.last { $0.answered != nil }?.answered.map { Int(clamping: $0.wholeMicroseconds) }
        sample(closing, attempts, outcome, isUnpriced: usage != nil && cost == nil, Int(elapsed / 1000), firstContent)
        guard ledger != nil || observer != nil else { return }
        let findings = guards?.trail.lines
        let record = LedgerRecord(
            entry: exchange.makeLedgerEntry(at: time),
            id: exchange.id,
            time: time,
            belonging: LedgerRecord.Belonging(caller.principal, tag: ownTag),
            surface: route.surfaceName,
            modelAsked: modelAsked,
            modelServed: closing.stored?.model ?? closing.target?.seat.id.model ?? attempts.last?.target.model,
            provider: closing.stored?.provider ?? closing.target?.seat.id.provider ?? attempts.last?.target.provider,
            attempts: attempts.map(\.line),
            usage: usage,
            cost: cost,
            priceVersion: priceVersion,
            cache: cache?.name,
            saved: closing.stored?.cost,
            savedPromptCache: savedByPrompt,
            status: closing.status,
            outcome: outcome,
            durationMicroseconds: Int(elapsed / 1000),
            timeToFirstTokenMicroseconds: firstContent,
            overheadMicroseconds: closing.trace.map { $0.overheadMicroseconds(now) },
            flags: flags(closing, attempts, usage, cost),
            guards: findings?.kept ?? [],
            guardsLeftOut: findings?.leftOut ?? 0
        )
        if let ledger { append(record, to: ledger) }
        guard let observer else { return }
        observer.observe(
            RequestRecord(
                ledger: record,
                surface: route.dialect,
                isInternal: route.isInternal,
                isStream: call?.stream ?? route.stream ?? false,
                attempts: attempts,
                skipped: closing.trace?.skipped ?? [],
                guards: guards?.report,
                trace: trace,
                bodyBytes: call?.body.readableBytes ?? 0,
                clock: stages,
                end: now,
                duration: .nanoseconds(elapsed),
                ending: closing.ending
            ),
            question: rules.logsQuestions(of: caller) ? call.map(LoggedQuestion.init) : nil
        )
    }

    /// The model as the caller named it; empty where the call ended before it was read.
    private var modelAsked: String { call?.model ?? route.model ?? "" }

    /// Lets alerts count the call.
    private func sample(
        _ closing: Closing,
        _ attempts: [AttemptRecord],
        _ outcome: LedgerRecord.Outcome,
        isUnpriced: Bool,
        _ microseconds: Int,
        _ firstContent: Int?
    ) {
        guard let counter = services.calls,
            var sample = CallSample(
                begun: time,
                status: closing.status,
                outcome: outcome,
                isHit: closing.stored != nil,
                attempts: attempts.count,
                microseconds: microseconds,
                firstContent: firstContent
            )
        else { return }
        if isUnpriced { sample.unpriced = modelAsked }
        if let first = attempts.first, attempts.count > 1 || first.ending != .answered {
            sample.isFallback = attempts.contains { $0.target != first.target }
            for attempt in attempts where attempt.ending == .failed(.credential) {
                sample.refusing.append(attempt.target.provider)
            }
        }
        counter.add(sample)
    }

    private func append(_ record: LedgerRecord, to ledger: any LedgerSink) {
        do {
            try exchange.keep(record, in: ledger, of: services.governor)
            // What is stored with a record must not be there without it.
            if bodies != nil, exchange.keepRecords() { recorded = record }
        } catch {
            services.governor.noteLostRecords(1)
        }
    }

    private func outcome(_ ending: RequestRecord.Ending) -> LedgerRecord.Outcome {
        switch ending {
        case .answered: .answered
        case .clientGone: .aborted
        case .failed: exchange.hasAnswered ? .partial : .failed
        }
    }

    /// In the order of their declaration.
    private func flags(
        _ closing: Closing,
        _ attempts: [AttemptRecord],
        _ usage: Usage?,
        _ cost: Money?
    ) -> [LedgerRecord.Flag] {
        var flags: [LedgerRecord.Flag] = []
        if usage?.isEstimated == true { flags.append(.estimatedUsage) }
        if usage != nil, cost == nil { flags.append(.unknownPrice) }
        if call?.stream == true { flags.append(.stream) }
        if attempts.contains(where: \.isHedge) { flags.append(.hedged) }
        if isDowngraded { flags.append(.downgraded) }
        if prompt?.hasLostPrefix == true { flags.append(.prefixLost) }
        if closing.isBlocked { flags.append(.guardrailBlocked) }
        if closing.ending == .failed(.guardrailUnavailable) { flags.append(.guardrailUnavailable) }
        return flags
    }
}

extension Duration {
    /// Whole microseconds, rounded towards zero.
    fileprivate var wholeMicroseconds: Int64 { saturatingNanoseconds / 1000 }
}

extension AttemptRecord {
    /// How it ended, as the ledger writes it.
    var outcome: String {
        switch ending {
        case .answered: "answered"
        case .failed(let kind): "\(kind)"
        case .lostRace: "lost-race"
        case .abandoned, nil: "abandoned"
        }
    }

    /// What the ledger keeps of it.
    fileprivate var line: LedgerRecord.Attempt {
        LedgerRecord.Attempt(
            target: name,
            credential: credential,
            outcome: outcome,
            milliseconds: Int(clamping: ((ended ?? started) - started).wholeMicroseconds / 1000)
        )
    }
}
