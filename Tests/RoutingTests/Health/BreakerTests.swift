import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

/// A breaker, its random numbers, and attempts that begin and end at once.
private struct Bench {
    var breaker: Breaker
    var random = JitterSource(seed: 1)

    init(_ policy: BreakerPolicy = BreakerPolicy()) { breaker = Breaker(policy: policy) }

    @discardableResult
    mutating func attempt(_ result: Breaker.Result, _ now: Moment) -> Breaker.Entry {
        let entry = breaker.tryEnter(now: now)
        if case .refused = entry { return entry }
        breaker.record(result, of: entry, begun: now, now: now, random: &random)
        return entry
    }

    mutating func open(_ now: Moment) -> Moment {
        while breaker.allows(now: now) { attempt(.failure, now) }
        return breaker.refusedUntil(now: now) ?? now
    }
}

@Suite("Breaker")
struct BreakerTests {
    @Test("as many failures in a row as the policy says open it, one less does not", arguments: 1...6)
    func failuresInARow(_ limit: Int) {
        var bench = Bench(BreakerPolicy(failures: limit, minimumRequests: 1000))
        for _ in 1..<limit { bench.attempt(.failure, at(0)) }
        #expect(bench.breaker.state(now: at(0)) == .closed)
        bench.attempt(.failure, at(0))
        #expect(!bench.breaker.allows(now: at(0)))
    }

    @Test("a success begins the count anew; what says nothing does not")
    func successResets() {
        var bench = Bench(BreakerPolicy(failures: 3, minimumRequests: 1000))
        for result: Breaker.Result in [.failure, .failure, .success, .failure, .failure] {
            bench.attempt(result, at(0))
        }
        #expect(bench.breaker.allows(now: at(0)))
        bench.attempt(.neutral, at(0))
        bench.attempt(.failure, at(0))
        #expect(!bench.breaker.allows(now: at(0)))
    }

    @Test("the share of failures opens it, but only with enough requests in the window")
    func failureShare() {
        var bench = Bench(BreakerPolicy(failures: 1000, failureShare: 0.5, minimumRequests: 20, window: .seconds(30)))
        for _ in 0..<9 {
            bench.attempt(.success, at(1))
            bench.attempt(.failure, at(1))
        }
        bench.attempt(.success, at(1))
        #expect(bench.breaker.allows(now: at(1)))
        bench.attempt(.failure, at(1))
        #expect(!bench.breaker.allows(now: at(1)))
    }

    @Test("failures that have left the window do not count")
    func windowMoves() {
        var bench = Bench(BreakerPolicy(failures: 1000, minimumRequests: 20, window: .seconds(30)))
        for _ in 0..<19 { bench.attempt(.failure, at(0)) }
        for second in 31..<40 {
            bench.attempt(.success, at(Double(second)))
            bench.attempt(.failure, at(Double(second)))
        }
        #expect(bench.breaker.totals(now: at(40)) == OutcomeTotals(successes: 9, failures: 9))
        #expect(bench.breaker.allows(now: at(40)))
    }

    @Test("an open breaker lets nobody in; when its time is over one probe, and no second one beside it")
    func oneProbe() {
        var bench = Bench()
        let until = bench.open(at(0))
        #expect(until >= at(15) && until <= at(18))
        #expect(bench.attempt(.success, at(14.9)) == .refused(until: until))
        #expect(bench.breaker.state(now: until) == .halfOpen)
        guard case .probe = bench.breaker.tryEnter(now: until) else {
            Issue.record("no probe")
            return
        }
        let expires = until + Breaker.probeLifetime
        #expect(bench.breaker.tryEnter(now: until) == .refused(until: expires))
        #expect(!bench.breaker.allows(now: until))
        // The probe never reports.
        guard case .probe = bench.breaker.tryEnter(now: expires) else {
            Issue.record("the lost probe's place was not given to another")
            return
        }
    }

    @Test("a probe that succeeds closes it, one that says nothing leaves its place to the next")
    func probeResults() {
        var bench = Bench()
        let until = bench.open(at(0))
        #expect(bench.attempt(.neutral, until) == .probe(1))
        #expect(bench.attempt(.success, until) == .probe(2))
        #expect(bench.breaker.state(now: until) == .rampingUp)
        #expect(bench.breaker.state(now: until + .seconds(10)) == .closed)
        #expect(bench.breaker.totals(now: until) == OutcomeTotals(), "the failures before do not count again")
    }

    @Test("each failed probe doubles the time, up to five minutes and a random fifth")
    func doubling() {
        var bench = Bench(BreakerPolicy(openFor: .seconds(15)))
        var now = bench.open(at(0))
        for expected in [30.0, 60, 120, 240, 300, 300, 300] {
            bench.attempt(.failure, now)
            let open = (bench.breaker.refusedUntil(now: now) ?? now) - now
            #expect(open >= .seconds(expected) && open <= .seconds(expected * 1.2))
            now = now + open
        }
        // After a full recovery it begins small again.
        bench.attempt(.success, now)
        now = now + .seconds(11)
        bench.attempt(.success, now)
        #expect(bench.open(now) - now <= .seconds(18))
    }

    @Test("failing again while it ramps up opens it for longer")
    func failureInRamp() {
        var bench = Bench()
        let now = bench.open(at(0))
        bench.attempt(.success, now)
        #expect(bench.open(now + .seconds(1)) - (now + .seconds(1)) >= .seconds(30))
    }

    @Test("the share grows evenly over the ramp, and is enforced only where there is another target")
    func ramp() {
        var bench = Bench(BreakerPolicy(rampUp: .seconds(10)))
        let now = bench.open(at(0))
        bench.attempt(.success, now)
        #expect(bench.breaker.rampShare(now: now) == Breaker.firstRampShare)
        #expect(bench.breaker.rampShare(now: now + .seconds(5)) == 0.5)
        #expect(bench.breaker.rampShare(now: now + .seconds(10)) == 1)
        let middle = now + .seconds(4)
        let admitted = (0..<100).count { _ in bench.breaker.tryEnter(hasAlternative: true, now: middle) == .admitted }
        #expect((39...41).contains(admitted))
        #expect((0..<100).allSatisfy { _ in bench.breaker.tryEnter(now: middle) == .admitted })
    }

    @Test("reports of attempts from before it opened change nothing")
    func lateReports() {
        var bench = Bench()
        let old = bench.breaker.tryEnter(now: at(0))
        let until = bench.open(at(0))
        bench.breaker.record(.success, of: old, begun: at(0), now: at(1), random: &bench.random)
        #expect(!bench.breaker.allows(now: at(1)))
        bench.attempt(.success, until)
        for _ in 0..<50 {
            bench.breaker.record(.failure, of: old, begun: at(0), now: until, random: &bench.random)
        }
        #expect(bench.breaker.state(now: until) == .rampingUp)
    }

    @Test("a probe that takes longer than its lifetime still brings the target back")
    func slowProbe() {
        var bench = Bench()
        let until = bench.open(at(0))
        let slow = bench.breaker.tryEnter(now: until)
        let later = until + .seconds(31)
        let second = bench.breaker.tryEnter(now: later)
        #expect(second == .probe(2))
        bench.breaker.record(.success, of: slow, begun: until, now: later, random: &bench.random)
        #expect(bench.breaker.state(now: later) == .rampingUp)
    }

    @Test("policies with nonsense in them neither trap nor lock out", arguments: [-1, 0, 1])
    func oddPolicies(_ number: Int) {
        let policy = BreakerPolicy(
            failures: number,
            failureShare: Double(number),
            minimumRequests: number,
            window: .seconds(number),
            openFor: .seconds(number),
            rampUp: .seconds(number)
        )
        var bench = Bench(policy)
        for step in 0..<100 { bench.attempt(step % 3 == 0 ? .failure : .success, at(Double(step))) }
        #expect(bench.breaker.allows(now: Moment(nanoseconds: .max)))
    }

    @Test("a dead target costs one attempt per open period, however many requests come")
    func deadTarget() {
        var bench = Bench(BreakerPolicy(failures: 5, openFor: .seconds(15)))
        var admitted = 0
        // 100 requests a second over ten minutes.
        for step in 0..<60_000 {
            if case .refused = bench.attempt(.failure, at(Double(step) / 100)) { continue }
            admitted += 1
        }
        // Open for 15, 30, 60, 120, 240 seconds and more: at most five probes behind the first five failures.
        #expect((8...10).contains(admitted))
    }

    @Test("invariants hold under random attempts", arguments: 1...20)
    func invariants(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        var breaker = Breaker(policy: BreakerPolicy(failures: 3, minimumRequests: 10, openFor: .seconds(5)))
        var running: [(entry: Breaker.Entry, begun: Moment)] = []
        var probes: [(number: UInt32, expires: Moment)] = []
        var now = Moment.zero
        for _ in 0..<5000 {
            now = now + .milliseconds(Int64.random(in: 0...400, using: &random))
            let allowed = breaker.allows(now: now)
            if Bool.random(using: &random) {
                let entry = breaker.tryEnter(now: now)
                switch entry {
                case .refused(let until):
                    #expect(!allowed && until > now, "a refusal names a moment to come, and was foretold")
                    continue
                case .probe(let number):
                    #expect(probes.allSatisfy { $0.expires <= now }, "one probe at a time")
                    probes.append((number, now + Breaker.probeLifetime))
                case .admitted:
                    #expect(breaker.state(now: now) == .closed || breaker.state(now: now) == .rampingUp)
                }
                #expect(allowed)
                running.append((entry, now))
            } else if let index = running.indices.randomElement(using: &random) {
                let (entry, begun) = running.remove(at: index)
                let result: Breaker.Result = [.success, .failure, .failure, .neutral][
                    Int.random(in: 0..<4, using: &random)
                ]
                breaker.record(result, of: entry, begun: begun, now: now, random: &random)
                if case .probe(let number) = entry { probes.removeAll { $0.number == number } }
                if breaker.state(now: now) == .rampingUp { probes = [] }
            }
        }
        // Whatever has happened, a target that is well comes back.
        now = now + .seconds(400)
        let entry = breaker.tryEnter(now: now)
        breaker.record(.success, of: entry, begun: now, now: now, random: &random)
        #expect(breaker.state(now: now + .seconds(11)) == .closed)
    }
}
