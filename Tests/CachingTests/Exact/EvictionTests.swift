import Testing

@testable import Caching

/// Hit ratios beside a plain list of the least recently used.
@Suite struct EvictionTests {
    /// A bounded map that gives up what was asked for longest ago.
    private struct PlainLRU {
        var capacity: Int
        var clock = 0
        var uses: [Int: Int] = [:]
        var queue: [(key: Int, use: Int)] = []
        var front = 0

        mutating func ask(_ key: Int) -> Bool {
            clock += 1
            let isHit = uses[key] != nil
            uses[key] = clock
            queue.append((key, clock))
            while uses.count > capacity {
                let (key, use) = queue[front]
                front += 1
                if uses[key] == use { uses[key] = nil }
            }
            return isHit
        }
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// Ranks by Zipf's law with exponent 0.9.
    private struct Zipf {
        private var sums: [Double] = []
        init(_ count: Int) {
            var sum = 0.0
            for rank in 1...count {
                // x^0.9 without a mathematics library: x / x^0.1, the tenth root by Newton's method.
                let x = Double(rank)
                var root = 1.0
                for _ in 0..<60 {
                    var power = 1.0
                    for _ in 0..<9 { power *= root }
                    root -= (power * root - x) / (10 * power)
                }
                sum += root / x
                sums.append(sum)
            }
        }
        func draw(_ numbers: inout Numbers) -> Int {
            let target = Double(numbers.next() >> 11) / Double(1 << 53) * (sums.last ?? 0)
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] < target { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// How often either has what is asked for, with room for as many answers.
    private static func ratios(of trace: [Int], room: Int) -> (ours: Double, plain: Double) {
        let cost = Answers.answer(0).cost
        // What the frequencies take comes on top, so that both have room for as many answers.
        var shard = CacheShard(capacity: room * cost + 8 * 1024)
        var plain = PlainLRU(capacity: room)
        var hits = (ours: 0, plain: 0)
        var removed: [CachedAnswer] = []
        for key in trace {
            if shard.lookUp(Answers.digest(key), at: Answers.now, maximumAge: nil, removed: &removed).answer != nil {
                hits.ours += 1
            } else {
                _ = shard.insert(Answers.answer(key), at: Answers.now, removed: &removed)
            }
            if plain.ask(key) { hits.plain += 1 }
            removed = []
        }
        #expect(shard.count <= room + 8)
        return (Double(hits.ours) / Double(trace.count), Double(hits.plain) / Double(trace.count))
    }

    @Test func `questions by Zipf's law hit more often than with plain LRU`() {
        var numbers = Numbers(state: 1)
        let zipf = Zipf(20_000)
        let trace = (0..<60_000).map { _ in zipf.draw(&numbers) }
        let (ours, plain) = Self.ratios(of: trace, room: 500)
        #expect(ours > plain + 0.05, "\(ours) beside \(plain)")
    }

    @Test func `a flood of questions nobody asks again does not wash the others out`() {
        var numbers = Numbers(state: 2)
        let zipf = Zipf(1000)
        var trace: [Int] = []
        var next = 1_000_000
        for _ in 0..<20 {
            for _ in 0..<1500 { trace.append(zipf.draw(&numbers)) }
            for _ in 0..<1500 {
                trace.append(next)
                next += 1
            }
        }
        let (ours, plain) = Self.ratios(of: trace, room: 500)
        #expect(ours > plain + 0.05, "\(ours) beside \(plain)")
    }

    @Test func `a loop longer than the room still hits`() {
        let trace = (0..<40_000).map { $0 % 700 }
        let (ours, plain) = Self.ratios(of: trace, room: 500)
        #expect(plain == 0)
        #expect(ours > 0.3, "\(ours)")
    }

    @Test func `tastes that change are followed`() {
        var numbers = Numbers(state: 3)
        let zipf = Zipf(2000)
        let trace = (0..<80_000).map { index in zipf.draw(&numbers) + index / 20_000 * 10_000 }
        let (ours, plain) = Self.ratios(of: trace, room: 300)
        #expect(ours > plain, "\(ours) beside \(plain)")
    }

    @Test func `a large answer must be worth all the small ones it pushes out`() {
        let cost = Answers.answer(0).cost
        var shard = CacheShard(capacity: 100 * cost + FrequencySketch().byteCount)
        var removed: [CachedAnswer] = []
        for _ in 0..<3 {
            for number in 0..<98 {
                let found = shard.lookUp(Answers.digest(number), at: Answers.now, maximumAge: nil, removed: &removed)
                if found.answer == nil { _ = shard.insert(Answers.answer(number), at: Answers.now, removed: &removed) }
            }
        }
        let before = shard.count
        let large = Answers.answer(1000, size: 9 * cost)
        for _ in 0..<4 { _ = shard.lookUp(large.digest, at: Answers.now, maximumAge: nil, removed: &removed) }
        #expect(shard.insert(large, at: Answers.now, removed: &removed) == .rejected)
        #expect(shard.count >= before - 2)
    }

    @Test func `frequencies are never too low, age, and survive growing`() {
        var sketch = FrequencySketch(capacity: 256)
        for number in 0..<100 { for _ in 0..<(number % 8) { sketch.count(Answers.digest(number)) } }
        for number in 0..<100 { #expect(sketch.frequency(of: Answers.digest(number)) >= number % 8) }
        let exact = (0..<100).filter { sketch.frequency(of: Answers.digest($0)) == $0 % 8 }.count
        #expect(exact > 80)
        sketch.reserve(2000)
        for number in 0..<100 { #expect(sketch.frequency(of: Answers.digest(number)) >= number % 8) }
        for _ in 0..<100 { sketch.count(Answers.digest(7)) }
        #expect(sketch.frequency(of: Answers.digest(7)) == 15)
        for number in 10_000..<40_000 { sketch.count(Answers.digest(number)) }
        #expect(sketch.frequency(of: Answers.digest(7)) < 15)
    }
}
