import ModelAPI
import Pricing
import Testing

@testable import Caching

@Suite struct ExactCacheTests {
    private static let now = Answers.now

    @Test func `what is stored is found, until its time is over to the millisecond`() {
        let cache = ExactCache(maximumBytes: 1 << 20)
        let answer = Answers.answer(1, lifetime: .milliseconds(1500))
        #expect(cache.lookUp(answer.digest, at: Self.now).reason == .absent)
        #expect(cache.insert(answer, at: Self.now).insertion == .stored)
        #expect(cache.lookUp(answer.digest, at: Self.now).answer === answer)
        #expect(cache.lookUp(answer.digest, at: Self.now + .milliseconds(1499)).answer === answer)
        #expect(cache.lookUp(answer.digest, at: Self.now + .milliseconds(1500)).reason == .expired)
        #expect(cache.lookUp(answer.digest, at: Self.now).reason == .absent)
        #expect(cache.statistics.entries == 0)
        #expect(cache.insert(answer, at: Self.now + .seconds(2)).insertion == .expired)
    }

    @Test func `a request can ask for a younger one`() {
        let cache = ExactCache(maximumBytes: 1 << 20)
        let answer = Answers.answer(1)
        cache.insert(answer, at: Self.now)
        let later = Self.now + .seconds(10)
        #expect(cache.lookUp(answer.digest, at: later, maximumAge: .seconds(9)).reason == .tooOld)
        #expect(cache.lookUp(answer.digest, at: later, maximumAge: .seconds(10)).answer === answer)
        #expect(answer.age(at: later) == .seconds(10))
        #expect(answer.age(at: Self.now + .seconds(-5)) == .zero)
    }

    @Test func `a new answer takes the place of the old one`() {
        let cache = ExactCache(maximumBytes: 1 << 20)
        let old = Answers.answer(1, tags: [.tag("old")])
        let new = Answers.answer(1, size: 900, tags: [.tag("new")])
        cache.insert(old, at: Self.now)
        #expect(cache.insert(new, at: Self.now).removed.first === old)
        #expect(cache.lookUp(new.digest, at: Self.now).answer === new)
        #expect(cache.statistics.entries == 1)
        #expect(cache.purge(.tag("old")).isEmpty)
        #expect(cache.purge(.tag("new")).count == 1)
    }

    @Test func `an answer larger than its share is not stored`() {
        let cache = ExactCache(maximumBytes: 1 << 20)
        #expect(cache.insert(Answers.answer(1, size: 1 << 18), at: Self.now).insertion == .tooLarge)
        #expect(cache.insert(Answers.answer(1, size: 1 << 16), at: Self.now).insertion == .stored)
        let nothing = ExactCache(maximumBytes: 0)
        #expect(nothing.insert(Answers.answer(1), at: Self.now).insertion == .tooLarge)
    }

    @Test func `what nobody asks for again is swept by those that come`() {
        let cache = ExactCache(maximumBytes: 8 << 20)
        for number in 0..<500 { cache.insert(Answers.answer(number, lifetime: .seconds(1)), at: Self.now) }
        let later = Self.now + .seconds(2)
        for number in 500..<1000 { cache.insert(Answers.answer(number, created: later), at: later) }
        #expect(cache.statistics.entries == 500)
        #expect(cache.statistics.expirations == 500)
        #expect(cache.sweep(at: later + .seconds(7200)).count == 500)
        #expect(cache.statistics.entries == 0)
    }

    @Test func `purging takes what has the tag, all of it and nothing else`() {
        let cache = ExactCache(maximumBytes: 64 << 20)
        for number in 0..<3000 {
            let tags: [CacheTag] = [
                .model("m\(number % 3)"), .team("t\(number % 5)"), .key("k\(number % 7)"), .tag("g\(number % 11)"),
                .tag("m0"), .tag("m0"),
            ]
            cache.insert(Answers.answer(number, tags: tags), at: Self.now)
        }
        #expect(cache.purge(.model("none")).isEmpty)
        #expect(cache.purge(.model("m1")).count == 1000)
        #expect(cache.purge(.model("m1")).isEmpty)
        #expect(cache.purge(.team("t2")).count == 400)
        for number in 0..<3000 {
            let isThere = cache.peek(Answers.digest(number)) != nil
            #expect(isThere == (number % 3 != 1 && number % 5 != 2))
        }
        #expect(cache.remove(Answers.digest(0)))
        #expect(!cache.remove(Answers.digest(0)))
        #expect(cache.purge(.tag("m0")).count == 1599)
        #expect(cache.statistics.entries == 0)
        #expect(cache.statistics.purges == 3000)
        let empty = ExactCache(maximumBytes: 64 << 20).statistics
        #expect(cache.statistics.bytes - empty.bytes < 1 << 20)
    }

    @Test func `purging a few among many does not look at the many`() {
        let cache = ExactCache(maximumBytes: 256 << 20)
        for number in 0..<20_000 { cache.insert(Answers.answer(number, tags: [.model("m")]), at: Self.now) }
        for number in 20_000..<20_010 { cache.insert(Answers.answer(number, tags: [.model("n")]), at: Self.now) }
        let clock = ContinuousClock()
        var purged = 0
        let time = clock.measure { purged = cache.purge(.model("n")).count }
        #expect(purged == 10)
        // A walk over all of them takes many times as long, even on a busy machine and without optimisation.
        #expect(time < .milliseconds(50))
        #expect(cache.removeAll() == 20_000)
        #expect(cache.statistics.entries == 0)
    }

    @Test func `renditions are counted, and go with their answer`() {
        let cache = ExactCache(maximumBytes: 4 << 20)
        let answer = Answers.answer(1)
        cache.insert(answer, at: Self.now)
        let before = cache.statistics.bytes
        let key = RenditionKey(.gemini, .stream)
        #expect(answer.rendition(key) == nil)
        cache.remember(Rendition(bytes: [UInt8](repeating: 1, count: 10_000)), as: key, of: answer)
        #expect(answer.rendition(key)?.bytes.count == 10_000)
        let after = cache.statistics.bytes
        #expect(after - before >= 10_000 && after - before < 12_000)
        cache.remember(Rendition(bytes: [1]), as: key, of: answer)
        #expect(cache.statistics.bytes == after)
        for number in 0..<20 {
            cache.remember(Rendition(bytes: [1]), as: RenditionKey(.gemini, .whole, variant: "\(number)"), of: answer)
        }
        #expect(answer.rendition(RenditionKey(.gemini, .whole, variant: "19")) == nil)
        cache.remember(
            Rendition(bytes: [UInt8](repeating: 1, count: 1 << 20)),
            as: RenditionKey(.openAIChat, .stream),
            of: Answers.answer(2)
        )
        cache.remove(answer.digest)
        #expect(cache.statistics.bytes < before)
        // Larger than an answer may be: it goes, the answer stays.
        cache.insert(Answers.answer(3), at: Self.now)
        let third = cache.peek(Answers.digest(3))
        if let third {
            cache.remember(Rendition(bytes: [UInt8](repeating: 1, count: 1 << 20)), as: key, of: third)
            #expect(third.rendition(key) == nil)
        }
        #expect(cache.peek(Answers.digest(3)) != nil)
    }

    @Test func `a smaller bound holds at once`() {
        let cache = ExactCache(maximumBytes: 32 << 20)
        for number in 0..<4000 { cache.insert(Answers.answer(number, size: 2000), at: Self.now) }
        #expect(cache.statistics.entries == 4000)
        cache.resize(maximumBytes: 4 << 20)
        #expect(cache.statistics.bytes <= 4 << 20)
        #expect(cache.statistics.entries > 500)
        var seen = 0
        cache.visit { _ in seen += 1 }
        #expect(seen == cache.statistics.entries)
    }

    @Test func `many threads at once leave everything counted`() async {
        let cache = ExactCache(maximumBytes: 16 << 20)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<2000 {
                        let number = (step * 7 + task * 13) % 900
                        if cache.lookUp(Answers.digest(number), at: Self.now).answer == nil {
                            cache.insert(Answers.answer(number, tags: [.team("\(number % 9)")]), at: Self.now)
                        }
                        if step % 500 == task { cache.purge(.team("\(task)")) }
                    }
                }
            }
        }
        let statistics = cache.statistics
        #expect(statistics.hits + statistics.misses == 16_000)
        #expect(statistics.insertions - statistics.purges == statistics.entries)
        for number in 0..<9 { cache.purge(.team("\(number)")) }
        #expect(cache.statistics.entries == 0)
        #expect(cache.statistics.bytes < 1 << 20)
    }
}
