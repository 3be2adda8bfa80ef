import Caching
import HTTPWire
import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// Carries out a plan: asks one target after the other until one answers, and gives its answer to the caller.
///
/// What follows on a failure is decided by ``Routing/RetryDecision``; here it is done. Until the caller has seen a byte
/// every failure may be mended; afterwards the answer can only go on or end in an error.
///
/// An object: it has too much to hold to be copied, and is only used by the one task that serves the call.
final class Dispatcher {
    /// What follows on a try at a target.
    enum Next {
        /// The call is over, one way or the other.
        case over(RequestRecord.Ending)
        /// The plan's next target is asked.
        case nextTarget
        /// Targets of another list are asked, because of what this one said; where there are none, the caller gets its answer.
        case otherList(FallbackKind, after: Try, RefusedAnswer?)
        /// The same target is asked another question.
        case again
        /// Nobody else is asked.
        case stop
    }

    var call: Call
    let exchange: Exchange
    let caller: Caller
    var facts: CallFacts
    let services: Services
    /// What the call holds and owes.
    let account: CallAccount
    /// When the time for the request as a whole is over.
    let deadline: NIODeadline

    var trace: AttemptTrace
    /// Whoever was asked last.
    private(set) var lastAsked: PlannedTarget?
    var planner: CallPlanner
    private var targets: [PlannedTarget] = []
    private var position = 0
    /// Tries that the next target to be asked has had already, as a second copy beside another one.
    private var triesBefore = 0
    private var verdict = Verdict()
    private var triedLists: Set<FallbackKind> = []
    private var retries: Retries
    /// The places at their targets' limits of the target that is asked, and of the one that a second copy went to.
    private var place: GatePlace?
    private var hedgePlace: GatePlace?
    var random: JitterSource
    /// What looks at streamed answers; `nil` for nothing.
    let guards: StreamGuards?
    /// What an answer used that was not taken; `nil` where none was refused.
    var refused: Usage?

    init(
        _ call: Call,
        _ exchange: Exchange,
        _ caller: Caller,
        _ facts: CallFacts,
        _ planner: CallPlanner,
        _ services: Services,
        _ account: CallAccount,
        deadline: NIODeadline
    ) {
        self.call = call
        self.exchange = exchange
        self.caller = caller
        self.facts = facts
        self.planner = planner
        random = exchange.makeRandom()
        self.services = services
        self.account = account
        guards = call.stream ? StreamGuards(account, call, facts) : nil
        retries = Retries(services.budget, mostTries: call.overrides.attempts)
        self.deadline = deadline
        trace = AttemptTrace(begun: exchange.started)
    }

    /// Asks until somebody answers or nobody is left.
    /// - Parameter now: the present moment.
    /// - Returns: how the call ended. An error has not been told to the caller yet.
    func run(now: Moment) async -> Result<RequestRecord.Ending, APIError> {
        let plan = planner.plan(facts, now: now, holders: account.prompt?.holders ?? [], random: &random)
        take(plan)
        account.enter(.attempt)
        mirror()
        while position < targets.count {
            switch await ask(targets[position]) {
            case .over(let ending): return .success(ending)
            case .nextTarget: position += 1
            case .again: continue
            case .otherList(let kind, let refused, let refusal):
                takeList(kind, after: refused)
                if position >= targets.count, let refusal {
                    return .success(await give(refusal.answer, of: refused))
                }
            case .stop: position = targets.count
            }
        }
        return .failure(verdict.error(now: .now()))
    }

    private func take(_ plan: CallPlanner.Planned) {
        targets = plan.targets
        position = 0
        for plan in plan.plans {
            verdict.note(plan)
            for skip in plan.skipped {
                trace.skip(skip.destination.description, skip.reason.description)
            }
        }
    }

    /// Goes on with the targets that a model names for an answer like this one.
    private func takeList(_ kind: FallbackKind, after refused: Try) {
        // Each list is asked once, so that two models whose lists name each other do not go round in circles.
        if triedLists.insert(kind).inserted {
            take(planner.plan(kind, after: refused.target, facts, random: &random))
        } else {
            position = targets.count
        }
        let isOver = position >= targets.count
        trace.decided(
            refused.index,
            isOver ? RetryDecision(.stop, .notRetryable) : RetryDecision(.nextTarget, .otherList)
        )
    }

    var remaining: TimeAmount { deadline - .now() }

    // MARK: - One target

    /// Asks a target, as often as its policy and its failures allow.
    private func ask(_ target: PlannedTarget) async -> Next {
        let attempt: Attempt
        do {
            attempt = try Attempt.prepared(call, target, facts, account.prompt)
        } catch {
            // What one provider cannot express another may.
            verdict.note(obstacle: error)
            trace.skip(target.seat.id.description, "cannot express the request")
            return .nextTarget
        }
        if let gate = target.seat.gate {
            let team = caller.fairShareName
            if !gate.tryEnter(team: team) {
                guard await waits(at: gate, team, for: target) else { return .nextTarget }
            }
            place = GatePlace(gate, team: team)
            defer { leavePlace(isHedge: false) }
            return await ask(target, attempt)
        }
        return await ask(target, attempt)
    }

    /// Gives the place back that the asked target has given, or a second copy's, if there is one still.
    func leavePlace(isHedge: Bool) {
        if isHedge {
            hedgePlace?.leave()
            hedgePlace = nil
        } else {
            place?.leave()
            place = nil
        }
    }

    /// Waits at a target's limit, but only where nobody else is free.
    /// - Returns: whether the request was let in.
    private func waits(at gate: Gate, _ team: String, for target: PlannedTarget) async -> Bool {
        let now = Moment.now()
        let isOtherFree = targets[(position + 1)...].contains { target in
            (target.seat.gate?.hasRoom ?? true) && target.isAvailable(now)
        }
        if !isOtherFree {
            do throws(APIError) {
                trace.beginWaiting()
                defer { trace.endWaiting() }
                try await gate.enter(team: team, deadline: deadline, on: exchange.eventLoop)
                return true
            } catch {
                verdict.note(AttemptFailure(.busy, error))
            }
        }
        trace.skip(target.seat.id.description, "as many requests are in flight to it as it takes")
        return false
    }

    private func ask(_ target: PlannedTarget, _ attempt: Attempt) async -> Next {
        var tries = triesBefore
        triesBefore = 0
        while true {
            if exchange.isClientGone { return .over(.clientGone) }
            let now = NIODeadline.now()
            guard now < deadline else {
                verdict.note(.timeIsOver)
                return .stop
            }
            guard let first = begin(target, attempt, isHedge: false, at: now) else { return .nextTarget }
            tries += 1
            let (answering, result) = await open(first)
            switch result {
            case .success(.whole(let answer)):
                guard let guards = account.guards, guards.isNeededForAnswers || guards.isWaiting else {
                    return .over(deliver(answer, of: answering))
                }
                return await deliver(answer, of: answering, past: guards)
            case .success(.stream(let answer)):
                if let refusal = await account.guards?.settled() {
                    return .over(refuse(answer, of: answering, refusal))
                }
                return .over(await deliver(answer, of: answering))
            case .failure(let failure):
                if exchange.isClientGone { return .over(.clientGone) }
                verdict.note(failure)
                // Where a second copy was sent and failed last, what follows is about its target.
                let isHedge = answering.index != first.index
                switch decide(after: failure, of: answering, tries: isHedge ? 1 : tries) {
                case .again(after: let wait):
                    if wait > .zero {
                        trace.beginWaiting()
                        // Cancelled where the client goes or the gateway stops, which is looked at next.
                        try? await Task.sleep(for: wait)
                        trace.endWaiting()
                    }
                    if exchange.isCutOff { return .stop }
                    if isHedge {
                        position -= 1
                        triesBefore = 1
                        return .nextTarget
                    }
                case .other(let next): return next
                }
            }
        }
    }

    /// Takes the leave for a try.
    /// - Returns: `nil` where the target does not take it now; that has been noted.
    private func begin(
        _ target: PlannedTarget,
        _ attempt: Attempt,
        isHedge: Bool,
        at now: NIODeadline
    ) -> Try? {
        if let refusal = account.refusal(ofProvider: target.seat.provider.name) {
            verdict.note(obstacle: refusal)
            trace.skip(target.seat.id.description, "its provider's budget is spent")
            return nil
        }
        let admission = target.seat.state.tryBegin(
            credentials: target.seat.credentials,
            preferring: account.prompt?.credential(at: target.seat),
            now: Moment(now)
        )
        switch admission {
        case .refused(let availability):
            verdict.note(availability)
            trace.skip(target.seat.id.description, Skip.Reason.unavailable(availability).description)
            return nil
        case .admitted(let ticket):
            let credential = Try.credential(of: target.seat, ticket).name
            lastAsked = target
            let index = trace.begin(
                attempt,
                at: target.seat,
                credential: credential,
                isHedge: isHedge,
                at: now,
                span: makeSpan()
            )
            return Try(target: target, attempt: attempt, ticket: ticket, index: index, begun: now, isHedge: isHedge)
        }
    }

    /// A name for an attempt's span; `nil` where traces are off.
    private func makeSpan() -> SpanID? { account.trace == nil ? nil : SpanID(random.next() | 1) }

    // MARK: - Opening

    private typealias Opening = (answering: Try, result: Result<OpenedAnswer, AttemptFailure>)

    /// Waits for a try's answer, sending a second copy to the next target where the model hedges and the first is slow.
    private func open(_ first: Try) async -> Opening {
        trace.beginWaiting(at: first.begun)
        let opening: Opening
        if let delay = hedgeDelay(first), position + 1 < targets.count {
            opening = await race(first, after: delay)
        } else {
            opening = (first, await send(first).value)
        }
        if case .success(let answer) = opening.result {
            trace.endWaiting(at: answer.received)
        } else {
            trace.endWaiting()
            finish(opening.answering, opening.result)
        }
        return opening
    }

    private func send(_ one: Try) -> Opener {
        Opener(
            opener: AnswerOpener(
                call: call,
                requestID: exchange.id,
                client: services.client,
                eventLoop: exchange.eventLoop,
                recordLimit: account.cache?.recordLimit,
                guards: guards,
                trace: trace.records[one.index].span.flatMap { account.trace?.outgoing($0) }
            ),
            attempt: one.attempt,
            credential: one.credential,
            timeouts: one.target.settings.timeouts.bounded(by: deadline - one.begun),
            leastRate: one.target.step.route.leastRate
        )
    }

    /// After how long a second copy may go out; `nil` where the model does not hedge or the request has side effects.
    private func hedgeDelay(_ first: Try) -> Duration? {
        guard let policy = first.target.step.route.hedge, !facts.hasSideEffects else { return nil }
        switch policy {
        case .after(let delay): return delay
        case .percentile95: return first.target.seat.state.timeToFirstToken(percentile: 0.95, now: .now())
        }
    }

    private enum RaceEvent: Sendable {
        case opened(isHedge: Bool, Result<OpenedAnswer, AttemptFailure>)
        case delayIsOver
    }

    /// Lets two targets race: the first good answer wins, the loser is cancelled.
    private func race(_ first: Try, after delay: Duration) async -> Opening {
        let opener = send(first)
        let opening = await withTaskGroup(of: RaceEvent.self) { group -> Opening in
            group.addTask { .opened(isHedge: false, await opener.value) }
            group.addTask {
                // Cancelled where the first answer comes before.
                try? await Task.sleep(for: delay)
                return .delayIsOver
            }
            var hedge: Try?
            var failed: Opening?
            while let event = await group.next() {
                switch event {
                case .delayIsOver:
                    guard failed == nil, !Task.isCancelled, let second = beginHedge() else { continue }
                    hedge = second
                    let opener = send(second)
                    group.addTask { .opened(isHedge: true, await opener.value) }
                case .opened(let isHedge, let result):
                    guard let one = isHedge ? hedge : first else { continue }
                    let other = isHedge ? first : hedge
                    guard case .failure(let failure) = result else {
                        group.cancelAll()
                        if let other, failed == nil { lose(other) }
                        return (one, result)
                    }
                    if failed != nil || other == nil {
                        group.cancelAll()
                        return (one, result)
                    }
                    // The other one may still answer, and this one is not asked again before.
                    verdict.note(failure)
                    finish(one, result)
                    leavePlace(isHedge: isHedge)
                    failed = (one, result)
                }
            }
            return failed ?? (first, .failure(AttemptFailure(UpstreamError(.cancelled))))
        }
        return opening
    }

    /// Begins a second copy with the plan's next target that takes it, if the budget allows.
    private func beginHedge() -> Try? {
        let instant = NIODeadline.now()
        let now = Moment(instant)
        for (offset, target) in targets[(position + 1)...].enumerated() where target.isAvailable(now) {
            guard target.seat.gate?.hasRoom ?? true,
                let attempt = try? Attempt.prepared(call, target, facts, account.prompt)
            else {
                continue
            }
            guard services.budget.withdraw(now: now) else { return nil }
            if let gate = target.seat.gate {
                // A copy that would have to wait is not worth its cost.
                guard gate.tryEnter(team: caller.fairShareName) else { continue }
                hedgePlace = GatePlace(gate, team: caller.fairShareName)
            }
            guard let hedge = begin(target, attempt, isHedge: true, at: instant) else {
                leavePlace(isHedge: true)
                continue
            }
            // Whatever comes of it, it has had its turn.
            targets.swapAt(position + 1, position + 1 + offset)
            position += 1
            return hedge
        }
        return nil
    }

    private func lose(_ one: Try) {
        let now = NIODeadline.now()
        trace.end(one.index, .lostRace, at: now)
        one.target.seat.finish(one.ticket, .failure(.cancelled, retryAfter: nil), at: now)
        leavePlace(isHedge: one.isHedge)
    }

    /// Takes note of a try that gave no answer.
    private func finish(_ one: Try, _ result: Result<OpenedAnswer, AttemptFailure>) {
        guard case .failure(let failure) = result else { return }
        let now = NIODeadline.now()
        trace.end(one.index, failure.kind == .cancelled ? .abandoned : .failed(failure.kind), at: now)
        one.target.seat.finish(one.ticket, failure.outcome, verdict: failure.credentialVerdict, at: now)
        // The asked target may be tried again, with the place it has given.
        if one.isHedge { leavePlace(isHedge: true) }
    }

    // MARK: - Deciding

    private enum Decision {
        case again(after: Duration)
        case other(Next)
    }

    private func decide(after failure: AttemptFailure, of one: Try, tries: Int) -> Decision {
        if exchange.isCutOff { return .other(.stop) }
        switch failure.kind {
        case .contextWindow: return .other(.otherList(.contextWindow, after: one, nil))
        case .contentPolicy: return .other(.otherList(.contentPolicy, after: one, failure.answer))
        default: break
        }
        let (decision, availability) = retries.decide(
            Retries.Situation(
                failure: failure,
                target: one.target,
                tries: tries,
                others: targets[(position + 1)...],
                remaining: remaining
            ),
            random: &random
        )
        trace.decided(one.index, decision)
        if case .sameTarget(let wait) = decision.action { return .again(after: wait) }
        if failure.kind == .status(429), case .coolingDown = availability {
            // Where the provider has not said how long, this is how long it is left alone.
            verdict.note(availability)
        }
        return .other(decision.action == .stop ? .stop : .nextTarget)
    }
}
