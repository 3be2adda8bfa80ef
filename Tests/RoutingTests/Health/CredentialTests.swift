import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Credentials")
struct CredentialTests {
    @Test("keys are used in proportion to their weights, within five standard deviations")
    func weights() {
        let pool = CredentialPool([
            CredentialSettings(name: "a", weight: 3), CredentialSettings(name: "b", weight: 1),
            CredentialSettings(name: "c", weight: 0),
        ])
        var random = JitterSource(seed: 7)
        var counts = [0, 0, 0]
        for _ in 0..<10_000 {
            guard case .use(let index, false) = pool.choose(now: at(0), random: &random) else { continue }
            counts[index] += 1
        }
        #expect(counts[2] == 0)
        #expect(counts.reduce(0, +) == 10_000)
        #expect(abs(Double(counts[0]) - 7500) < 5 * (10_000 * 0.75 * 0.25).squareRoot())
    }

    @Test("a refused key is set aside for five minutes, then tried by one request alone")
    func refused() {
        let pool = CredentialPool([CredentialSettings(name: "a"), CredentialSettings(name: "b")])
        var random = JitterSource(seed: 8)
        pool.credentials[0].record(.refused, wasProbe: false, now: at(0))
        for _ in 0..<100 { #expect(pool.choose(now: at(299), random: &random) == .use(index: 1, isProbe: false)) }
        // Until the draw falls on it.
        let choices = (0..<100).map { _ in pool.choose(now: at(331), random: &random) }
        #expect(choices.count { $0 == .use(index: 0, isProbe: true) } == 1)
        pool.credentials[0].record(.accepted, wasProbe: true, now: at(332))
        #expect(pool.credentials[0].blockedUntil(now: at(332)) == nil)
        #expect(
            (0..<100).contains { _ in pool.choose(now: at(333), random: &random) == .use(index: 0, isProbe: false) }
        )
    }

    @Test("when all are set aside the choice says when the first one is back")
    func none() {
        let pool = CredentialPool([CredentialSettings(name: "a"), CredentialSettings(name: "b")])
        var random = JitterSource(seed: 9)
        pool.credentials[0].record(.refused, wasProbe: false, now: at(0))
        pool.credentials[1].record(.rateLimited(retryAfter: .seconds(20)), wasProbe: false, now: at(0))
        #expect(pool.choose(now: at(1), random: &random) == .none(until: at(20)))
        #expect(pool.choose(now: at(20), random: &random) == .use(index: 1, isProbe: false))
        #expect(CredentialPool([]).choose(now: at(0), random: &random) == .none(until: nil))
    }

    @Test("an empty account is tried again after 1, 2, 4 … 30 minutes")
    func outOfQuota() {
        var random = JitterSource(seed: 10)
        var health = CredentialHealth()
        var now = at(0)
        for (round, expected) in [60.0, 120, 240, 480, 960, 1800, 1800].enumerated() {
            #expect(health.tryEnter(now: now) == (round == 0 ? .admitted : .probe))
            health.record(.outOfQuota, wasProbe: round > 0, now: now, random: &random)
            // Others that were under way say the same and make it no longer.
            health.record(.outOfQuota, wasProbe: false, now: now, random: &random)
            let time = (health.blockedUntil(now: now) ?? now) - now
            #expect(time >= .seconds(expected) && time <= .seconds(expected * 1.1))
            now = now + time
        }
        #expect(health.tryEnter(now: now) == .probe)
        health.record(.accepted, wasProbe: true, now: now, random: &random)
        #expect(health.isClean)
    }

    @Test("a probe without a verdict leaves its place; a lost one loses it; only a probe brings a key back")
    func probes() {
        var random = JitterSource(seed: 11)
        var health = CredentialHealth()
        health.record(.refused, wasProbe: false, now: at(0), random: &random)
        health.record(.accepted, wasProbe: false, now: at(1), random: &random)
        #expect(health.blockedUntil(now: at(1)) != nil)
        #expect(health.tryEnter(now: at(400)) == .probe)
        #expect(health.tryEnter(now: at(401)) == .refused(until: at(430)))
        health.record(.neutral, wasProbe: true, now: at(402), random: &random)
        #expect(health.tryEnter(now: at(402)) == .probe)
        #expect(health.tryEnter(now: at(432)) == .probe)
        health.record(.rateLimited(retryAfter: .seconds(5)), wasProbe: true, now: at(433), random: &random)
        #expect(health.isCoolingDown(now: at(433)))
        #expect(health.tryEnter(now: at(438)) == .admitted)
    }

    @Test("what is known is kept by name across reloads, unless the secret is another")
    func reload() {
        let old = CredentialPool([CredentialSettings(name: "a"), CredentialSettings(name: "b")])
        old.credentials[0].record(.refused, wasProbe: false, now: at(0))
        old.credentials[1].record(.refused, wasProbe: false, now: at(0))
        let new = CredentialPool(
            [
                CredentialSettings(name: "c"), CredentialSettings(name: "b"),
                CredentialSettings(name: "a", isReplaced: true),
            ],
            previous: old
        )
        #expect(new.credentials.map { $0.blockedUntil(now: at(1)) == nil } == [true, false, true])
        #expect(new.credentials[1] === old.credentials[1])
    }

    @Test("weights that are no numbers do not trap", arguments: [Double.nan, .infinity, -.infinity, -5, 1e308])
    func oddWeights(_ weight: Double) {
        let pool = CredentialPool((0..<5).map { CredentialSettings(name: "\($0)", weight: weight) })
        var random = JitterSource(seed: 12)
        guard case .use = pool.choose(now: at(0), random: &random) else {
            Issue.record("nothing was chosen")
            return
        }
    }
}
