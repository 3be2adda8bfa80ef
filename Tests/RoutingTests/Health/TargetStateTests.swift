import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }
private let id = TargetID(provider: "p", model: "m")

extension TargetState {
    /// An attempt that takes no time; `nil` if it was refused.
    @discardableResult
    fileprivate func attempt(
        _ outcome: AttemptOutcome,
        _ now: Moment,
        credentials: CredentialPool? = nil,
        verdict: CredentialVerdict? = nil
    ) -> Int?? {
        guard case .admitted(let ticket) = tryBegin(credentials: credentials, now: now) else { return nil }
        finish(ticket, outcome, duration: .zero, credentialVerdict: verdict, now: now)
        return .some(ticket.credential)
    }

    fileprivate func availability(_ now: Moment, _ credentials: CredentialPool? = nil) -> TargetSnapshot.Availability {
        snapshot(credentials: credentials, now: now).availability
    }
}

@Suite("Target state")
struct TargetStateTests {
    @Test("counts requests in flight and refuses above its limit")
    func inFlight() {
        let state = TargetState(id: id, settings: TargetSettings(maximumInFlight: 2))
        var tickets: [TargetTicket] = []
        for _ in 0..<2 {
            guard case .admitted(let ticket) = state.tryBegin(now: at(0)) else { continue }
            tickets.append(ticket)
        }
        #expect(tickets.count == 2)
        #expect(state.snapshot(now: at(0)).inFlight == 2)
        guard case .refused(.full) = state.tryBegin(now: at(0)) else {
            Issue.record("a third request was let in")
            return
        }
        for ticket in tickets {
            state.finish(ticket, .failure(.cancelled, retryAfter: nil), duration: .zero, now: at(0))
        }
        #expect(state.snapshot(now: at(0)).inFlight == 0)
        #expect(state.availability(at(0)) == .available)
    }

    @Test(
        "these failures open the breaker",
        arguments: [
            FailureClass.connect, .tls, .timeout, .truncated, .invalidBody, .errorEvent, .tooSlow, .status(500),
            .status(502), .status(503), .status(504),
            // Without a choice of credentials the target is as good as the only one.
            .credential, .quota,
        ]
    )
    func unhealthyFailures(_ kind: FailureClass) {
        let state = TargetState(id: id)
        for _ in 0..<5 { state.attempt(.failure(kind, retryAfter: nil), at(0)) }
        guard case .breakerOpen = state.availability(at(0)) else {
            Issue.record("\(kind) did not open it")
            return
        }
    }

    @Test(
        "these failures leave it alone",
        arguments: [
            FailureClass.status(400), .status(404), .status(408), .status(413), .cancelled, .busy, .contextWindow,
            .contentPolicy, .invalidRequest,
        ]
    )
    func neutralFailures(_ kind: FailureClass) {
        let state = TargetState(id: id)
        for _ in 0..<100 { state.attempt(.failure(kind, retryAfter: nil), at(0)) }
        #expect(state.availability(at(0)) == .available)
        #expect(state.totals(now: at(0)) == OutcomeTotals())
    }

    @Test("an answer that nobody likes does not keep the breaker from opening")
    func neutralBetween() {
        let state = TargetState(id: id)
        for _ in 0..<5 {
            state.attempt(.failure(.status(500), retryAfter: nil), at(0))
            state.attempt(.failure(.contextWindow, retryAfter: nil), at(0))
        }
        #expect(state.availability(at(0)) != .available)
    }

    @Test("too many requests and overload cool it down without opening the breaker")
    func cooling() {
        let limited = TargetState(id: id)
        limited.attempt(.failure(.status(429), retryAfter: .seconds(7)), at(0))
        #expect(limited.availability(at(6)) == .coolingDown(until: at(7)))
        #expect(limited.availability(at(7)) == .available)
        let overloaded = TargetState(id: id)
        overloaded.attempt(.failure(.status(529), retryAfter: nil), at(0))
        guard case .overloaded(let until) = overloaded.availability(at(0)) else {
            Issue.record("529 did not cool it down")
            return
        }
        #expect(until >= at(1) && until <= at(5))
        let unavailable = TargetState(id: id)
        unavailable.attempt(.failure(.status(503), retryAfter: .seconds(3)), at(0))
        #expect(unavailable.availability(at(2)) == .overloaded(until: at(3)))
        unavailable.attempt(.failure(.status(503), retryAfter: nil), at(4))
        #expect(unavailable.availability(at(4)) == .available)
    }

    @Test("a key that is limited at one target goes on at the others, and other keys at this one")
    func limitedKey() {
        let pool = CredentialPool([CredentialSettings(name: "a"), CredentialSettings(name: "b")])
        let state = TargetState(id: id, seed: 3)
        let sibling = TargetState(id: TargetID(provider: "p", model: "n"), seed: 3)
        let first = state.attempt(.failure(.status(429), retryAfter: .seconds(30)), at(0), credentials: pool) ?? nil
        #expect(state.availability(at(0), pool) == .available)
        for _ in 0..<50 {
            let next = state.attempt(.success, at(1), credentials: pool) ?? nil
            #expect(next != nil && next != first)
        }
        let used = Set((0..<50).compactMap { _ in sibling.attempt(.success, at(1), credentials: pool) ?? nil })
        #expect(used == [0, 1])
        state.attempt(.failure(.status(429), retryAfter: .seconds(50)), at(2), credentials: pool)
        #expect(state.availability(at(3), pool) == .coolingDown(until: at(30)))
        #expect(state.attempt(.success, at(30), credentials: pool) ?? nil == first)
    }

    @Test("a refused key is gone at all targets, a forbidden one only here, an empty account everywhere")
    func refusedKey() {
        for (verdict, isGoneElsewhere) in [(CredentialVerdict.refused, true), (.forbidden, false), (.outOfQuota, true)]
        {
            let pool = CredentialPool([CredentialSettings(name: "a")])
            let state = TargetState(id: id)
            let sibling = TargetState(id: TargetID(provider: "p", model: "n"))
            state.attempt(.failure(.credential, retryAfter: nil), at(0), credentials: pool, verdict: verdict)
            switch (verdict, state.availability(at(0), pool)) {
            case (.outOfQuota, .outOfQuota), (.refused, .noCredential(until: .some)),
                (.forbidden, .noCredential(until: .some)):
                break
            case (_, let availability):
                Issue.record("\(verdict) left it \(availability)")
                continue
            }
            #expect((sibling.availability(at(0), pool) != .available) == isGoneElsewhere)
            // One tries it again when its time is over.
            guard case .admitted(let probe) = state.tryBegin(credentials: pool, now: at(400)) else {
                Issue.record("\(verdict): not tried again")
                continue
            }
            #expect(state.availability(at(400), pool) != .available)
            state.finish(probe, .success, duration: .seconds(1), now: at(401))
            #expect(state.availability(at(401), pool) == .available)
        }
    }

    @Test("without any credential in order the target is not asked, and nothing is counted")
    func noCredential() {
        let state = TargetState(id: id)
        #expect(state.availability(at(0), CredentialPool([])) == .noCredential(until: nil))
        guard case .refused(.noCredential(until: nil)) = state.tryBegin(credentials: CredentialPool([]), now: at(0))
        else {
            Issue.record("asked without a credential")
            return
        }
        #expect(state.snapshot(now: at(0)).inFlight == 0)
    }

    @Test("an active check that failed keeps it aside until one succeeds")
    func activeChecks() {
        let state = TargetState(id: id)
        state.setHealthy(false)
        #expect(state.availability(at(0)) == .unhealthy)
        #expect(state.attempt(.success, at(0)) == nil)
        state.setHealthy(true)
        #expect(state.availability(at(0)) == .available)
    }

    @Test("a stream's first content ends a probe before the stream is over, and is known at once")
    func answered() {
        let state = TargetState(id: id)
        for _ in 0..<5 { state.attempt(.failure(.connect, retryAfter: nil), at(0)) }
        guard case .admitted(var probe) = state.tryBegin(now: at(20)) else {
            Issue.record("no probe")
            return
        }
        #expect(probe.isProbe)
        #expect(state.availability(at(20)) != .available)
        state.answered(&probe, timeToFirstToken: .milliseconds(500), now: at(20.5))
        state.answered(&probe, timeToFirstToken: .milliseconds(900), now: at(20.9))
        #expect(state.breakerState(now: at(20.5)) == .rampingUp)
        #expect(state.snapshot(now: at(20.5)).timeToFirstToken == 0.5)
        state.finish(probe, .success, outputTokens: 11, duration: .milliseconds(1500), now: at(21.5))
        #expect(state.snapshot(now: at(21.5)).timePerToken == 0.1)
        #expect(state.snapshot(now: at(21.5)).inFlight == 0)
    }

    @Test("a stream's first content ends a key's trial too; its end does not excuse what the key was refused for since")
    func answeredKey() {
        let pool = CredentialPool([CredentialSettings(name: "a")])
        let state = TargetState(id: id)
        pool.credentials[0].record(.refused, wasProbe: false, now: at(0))
        guard case .admitted(var trial) = state.tryBegin(credentials: pool, now: at(400)) else {
            Issue.record("the key was not tried again")
            return
        }
        #expect(state.availability(at(400), pool) != .available)
        state.answered(&trial, timeToFirstToken: .seconds(1), now: at(401))
        #expect(state.availability(at(401), pool) == .available)
        state.attempt(.failure(.credential, retryAfter: nil), at(402), credentials: pool)
        state.finish(trial, .success, duration: .seconds(3), now: at(403))
        #expect(state.availability(at(403), pool) != .available)
    }

    @Test("a target that ramps up and refuses does not use up a key's trial")
    func rampKeepsTrial() {
        let pool = CredentialPool([CredentialSettings(name: "a")])
        let state = TargetState(id: id)
        pool.credentials[0].record(.refused, wasProbe: false, now: at(0))
        for _ in 0..<5 { state.attempt(.failure(.connect, retryAfter: nil), at(380)) }
        state.attempt(.success, at(400))
        #expect(state.breakerState(now: at(400)) == .rampingUp)
        guard case .refused(.breakerOpen) = state.tryBegin(credentials: pool, hasAlternative: true, now: at(400)) else {
            Issue.record("the ramp did not refuse")
            return
        }
        #expect(pool.credentials[0].blockedUntil(now: at(400)) == nil)
        #expect(state.snapshot(now: at(400)).inFlight == 0)
    }

    @Test("a fast failure does not make it look fast, a timeout makes it look slow")
    func latencyOfFailures() {
        let state = TargetState(id: id)
        state.attempt(.failure(.status(500), retryAfter: nil), at(0))
        #expect(state.snapshot(now: at(0)).timeToFirstToken == nil)
        guard case .admitted(let ticket) = state.tryBegin(now: at(0)) else { return }
        state.finish(ticket, .failure(.timeout, retryAfter: nil), duration: .seconds(30), now: at(30))
        #expect(state.snapshot(now: at(30)).timeToFirstToken == 30)
    }

    @Test("requests in flight are right after any number of tasks at once")
    func concurrency() async {
        let pool = CredentialPool((0..<3).map { CredentialSettings(name: "\($0)") })
        let state = TargetState(id: id, settings: TargetSettings(maximumInFlight: 5))
        let running = SharedCounter()
        let outcomes: [AttemptOutcome] = [
            .success, .success, .success, .failure(.status(500), retryAfter: nil),
            .failure(.cancelled, retryAfter: nil),
            .failure(.status(429), retryAfter: .milliseconds(3)),
        ]
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    for step in 0..<500 {
                        let now = at(Double(step) / 100)
                        guard case .admitted(let ticket) = state.tryBegin(credentials: pool, now: now) else {
                            await Task.yield()
                            continue
                        }
                        running.add(1)
                        await Task.yield()
                        running.add(-1)
                        state.finish(ticket, outcomes[(task + step) % outcomes.count], duration: .zero, now: now)
                    }
                }
            }
        }
        #expect(state.snapshot(now: at(10)).inFlight == 0)
        #expect((1...5).contains(running.largest))
    }
}
