import Caching
import HTTPWire
import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// Giving an answer to the caller, and what follows on that.
extension Dispatcher {
    // Apart from streams and without waiting: what a function holds across a wait is allocated with it.
    func deliver(_ whole: WholeAnswer, of one: Try) -> RequestRecord.Ending {
        account.enter(.reply)
        trace.answered(one.index, at: whole.received, dropped: one.attempt.dropped)
        account.cache?.dropped = one.attempt.dropped?.text
        account.prompt?.answered(by: one.target.seat, with: one.credential.name, one.attempt.prompt)
        trace.lose(whole.lost)
        let now = NIODeadline.now()
        settle(one, .success, whole.usage, at: now)
        close(exchange.isClientGone ? .clientGone : .answered, one.target, whole.usage)
        if let cache = account.cache {
            cache.store(whole: whole.source, of: one.target, whole.usage, account.cost)
            cache.begin(.whole, of: one.target, whole.source)
            cache.finishLeading()
        }
        WholeReply.send(whole, call, exchange, trace, account, at: now)
        return exchange.isClientGone ? .clientGone : .answered
    }

    /// Gives the caller a whole answer that guardrails have looked at, if they let it pass.
    func deliver(_ whole: WholeAnswer, of one: Try, past guards: GuardPass) async -> Next {
        account.enter(.guard)
        do throws(APIError) {
            if let refusal = await guards.settled() { throw refusal }
            switch try await guards.answer(whole.body) {
            case .unchanged: return .over(deliver(whole, of: one))
            case .edited(let body): return .over(deliver(whole.with(body), of: one))
            case .again(let type, let reason):
                guard askAgain(whole, of: one, reason) else { throw GuardPass.blocked(type, "answer") }
                return .again
            }
        } catch {
            trace.answered(one.index, at: whole.received, dropped: one.attempt.dropped)
            settle(one, .success, whole.usage)
            let closing = CallAccount.Closing(
                ending: .failed(error.kind),
                status: 200,
                trace: trace,
                target: one.target,
                usage: spent(whole.usage)
            )
            return .over(BlockedReply.send(error, call, account, closing, trace))
        }
    }

    /// Tells the caller why it does not get a stream that has begun.
    func refuse(_ stream: StreamAnswer, of one: Try, _ error: APIError) -> RequestRecord.Ending {
        trace.answered(one.index, at: stream.received, dropped: one.attempt.dropped)
        stream.body.cancel()
        settle(one, .success, stream.usage)
        let closing = CallAccount.Closing(
            ending: .failed(error.kind),
            status: 200,
            trace: trace,
            target: one.target,
            usage: spent(stream.usage),
            terms: stream.terms
        )
        return BlockedReply.send(error, call, account, closing, trace)
    }

    /// Puts the question once more, once.
    /// - Returns: whether it can be put.
    private func askAgain(_ whole: WholeAnswer, of one: Try, _ reason: String) -> Bool {
        guard refused == nil, remaining > .zero, let body = AskedAgain.body(of: call, whole.body, reason),
            let next = try? CallReader.read(
                body,
                head: exchange.head,
                route: call.route,
                trace: account.trace?.outgoing()
            )
        else { return false }
        trace.answered(one.index, at: whole.received, dropped: one.attempt.dropped)
        settle(one, .success, whole.usage)
        refused = whole.usage ?? Usage()
        call = next.model == call.model ? next : next.asking(for: call.model)
        facts = facts.asking(call)
        return true
    }

    func deliver(_ stream: StreamAnswer, of one: Try) async -> RequestRecord.Ending {
        var stream = stream
        account.enter(.reply)
        trace.answered(one.index, at: stream.received, dropped: one.attempt.dropped)
        account.cache?.dropped = one.attempt.dropped?.text
        account.prompt?.answered(by: one.target.seat, with: one.credential.name, one.attempt.prompt)
        one.target.seat.state.answered(
            &one.ticket,
            timeToFirstToken: .nanoseconds((stream.received - one.begun).nanoseconds),
            now: Moment(stream.received)
        )
        if let cache = account.cache {
            cache.begin(.stream, of: one.target, stream.source)
            stream.leader = cache.leader
            stream.source = ByteBuffer()
        }
        var how = RequestRecord.Ending.answered
        await StreamReply(call: call, exchange: exchange, account: account, series: one.target.seat.series)
            .send(&stream, trace) { ending, stream, estimatedOutput in
                trace.addWaiting(stream.waited + exchange.waitedForClient)
                let usage = stream.usage
                switch ending {
                case .complete: settle(one, .success, usage)
                case .broken(let failure):
                    settle(one, failure.outcome, usage, failure.credentialVerdict)
                    how = .failed(failure.error.kind)
                case .blocked(let error):
                    settle(one, .success, usage)
                    how = .failed(error.kind)
                case .abandoned:
                    settle(one, .failure(.cancelled, retryAfter: nil), usage)
                    how = exchange.isClientGone ? .clientGone : .failed(.overloaded)
                }
                close(how, one.target, usage, stream.terms, estimatedOutput: estimatedOutput)
                if case .complete = ending {
                    account.cache?.store(stream.recorder?.finish(), of: one.target, usage, account.cost)
                    account.cache?.finishLeading()
                }
            }
        return how
    }

    /// Gives the caller an answer in which a target has refused the prompt. Its try is over already.
    func give(_ refusal: OpenedAnswer, of one: Try) async -> RequestRecord.Ending {
        account.enter(.reply)
        trace.answered(one.index, at: refusal.received, dropped: one.attempt.dropped)
        let ending = exchange.isClientGone ? RequestRecord.Ending.clientGone : .failed(.contentPolicy)
        switch refusal {
        case .whole(let whole):
            trace.lose(whole.lost)
            close(ending, one.target, whole.usage)
            WholeReply.send(whole, call, exchange, trace, account, at: .now())
        case .stream(var stream):
            await StreamReply(call: call, exchange: exchange, account: account, series: one.target.seat.series)
                .send(&stream, trace) { _, stream, estimatedOutput in
                    trace.addWaiting(stream.waited + exchange.waitedForClient)
                    close(ending, one.target, stream.usage, stream.terms, estimatedOutput: estimatedOutput)
                }
        }
        return ending
    }

    /// Writes down what becomes of the call, before the caller can take its answer for whole.
    private func close(
        _ ending: RequestRecord.Ending,
        _ target: PlannedTarget,
        _ usage: Usage?,
        _ terms: ServiceTerms = .standard,
        estimatedOutput: Int = 0
    ) {
        account.close(
            CallAccount.Closing(
                ending: ending,
                status: 200,
                trace: trace,
                target: target,
                usage: spent(usage),
                terms: terms,
                estimatedOutput: estimatedOutput
            )
        )
    }

    /// What the call has used, with an answer that was not taken.
    private func spent(_ usage: Usage?) -> Usage? {
        guard let refused else { return usage }
        guard var usage else { return refused }
        usage.add(refused)
        return usage
    }

    /// Takes note of how a try ended whose answer went to the caller.
    private func settle(
        _ one: Try,
        _ outcome: AttemptOutcome,
        _ usage: Usage?,
        _ verdict: CredentialVerdict? = nil,
        at now: NIODeadline = .now()
    ) {
        switch outcome {
        case .success: trace.end(one.index, .answered, at: now)
        case .failure(.cancelled, _): trace.end(one.index, .abandoned, at: now)
        case .failure(let kind, _): trace.end(one.index, .failed(kind), at: now)
        }
        one.target.seat.finish(
            one.ticket,
            outcome,
            outputTokens: usage?.output ?? 0,
            verdict: verdict,
            at: now
        )
        if one.isHedge { leavePlace(isHedge: true) }
        one.target.settings.outliers?.evaluateIfDue(now: Moment(now))
    }

    // MARK: - Mirroring

    /// Sends a copy of the request to the model's mirror, now and then.
    func mirror() {
        guard let mirror = planner.settings.mirror, mirror.target.isAllowed(in: caller.regions), !facts.hasSideEffects,
            Double.random(in: 0..<1, using: &random) < mirror.share
        else { return }
        Mirror(call: call, facts: facts, seat: mirror.seat, services: services, timeouts: planner.settings.timeouts)
            .send(id: exchange.id, on: exchange.eventLoop, executor: exchange.executor)
    }
}
