import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Cooldown")
struct CooldownTests {
    @Test(
        "a hint is honoured to the millisecond, up to ten minutes",
        arguments: [(0.02, 0.02), (1, 1), (59, 59), (600, 600), (601, 600), (1e9, 600)]
    )
    func hint(_ asked: Double, _ expected: Double) {
        var random = JitterSource(seed: 1)
        var cooldown = Cooldown()
        cooldown.rateLimited(hint: .seconds(asked), now: at(5), random: &random)
        #expect(cooldown.blockedUntil(now: at(5)) == at(5) + .seconds(expected))
        #expect(cooldown.blockedUntil(now: at(5) + .seconds(expected)) == nil)
    }

    @Test(
        "without a hint the time doubles from one second to a minute, a random half less",
        arguments: [nil, Duration.zero]
    )
    func exponential(_ hint: Duration?) {
        var random = JitterSource(seed: 2)
        var cooldown = Cooldown()
        var now = at(0)
        for expected in [1.0, 2, 4, 8, 16, 32, 60, 60, 60] {
            cooldown.rateLimited(hint: hint, now: now, random: &random)
            let time = (cooldown.blockedUntil(now: now) ?? now) - now
            #expect(time >= .seconds(expected / 2) && time <= .seconds(expected))
            now = now + time
        }
        cooldown.succeeded(now: now)
        #expect(cooldown.isClean)
        cooldown.rateLimited(hint: nil, now: now, random: &random)
        #expect((cooldown.blockedUntil(now: now) ?? now) - now <= .seconds(1))
    }

    @Test("a burst that was under way together counts once")
    func burst() {
        var random = JitterSource(seed: 3)
        var cooldown = Cooldown()
        for _ in 0..<100 { cooldown.rateLimited(hint: nil, now: at(0), random: &random) }
        #expect((cooldown.blockedUntil(now: at(0)) ?? at(0)) <= at(1))
    }

    @Test("a shorter hint does not shorten a longer cooldown, nor does a success of before end it")
    func neverShortened() {
        var random = JitterSource(seed: 4)
        var cooldown = Cooldown()
        cooldown.rateLimited(hint: .seconds(30), now: at(0), random: &random)
        cooldown.rateLimited(hint: .seconds(1), now: at(0), random: &random)
        cooldown.succeeded(now: at(1))
        #expect(cooldown.blockedUntil(now: at(1)) == at(30))
    }

    @Test("overload is short: one to five seconds, however often")
    func overload() {
        var random = JitterSource(seed: 5)
        var cooldown = Cooldown()
        var now = at(0)
        for _ in 0..<50 {
            cooldown.overloaded(hint: nil, now: now, random: &random)
            let time = (cooldown.blockedUntil(now: now) ?? now) - now
            #expect(time >= .seconds(1) && time <= .seconds(5))
            now = now + time
        }
    }
}
