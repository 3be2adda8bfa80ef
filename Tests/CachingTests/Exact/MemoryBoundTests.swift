import Foundation
import Testing

@testable import Caching

@Suite(.serialized) struct MemoryBoundTests {
    /// What this process has in memory, in bytes; `nil` where the system does not say.
    private static var resident: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * 4096
    }

    @Test func `a million different questions never take more than the bound`() throws {
        let bound = 64 << 20
        let cache = ExactCache(maximumBytes: bound)
        let before = Self.resident
        for number in 0..<1_000_000 {
            let answer = Answers.answer(number, size: 200, tags: [.model("m"), .team("t\(number % 50)")])
            cache.insert(answer, at: Answers.now)
            if number % 50_000 == 0 { #expect(cache.statistics.bytes <= bound) }
        }
        let statistics = cache.statistics
        #expect(statistics.bytes <= bound)
        #expect(statistics.entries > 30_000)
        #expect(statistics.evictions + statistics.rejections + statistics.entries == 1_000_000)
        guard let before, let after = Self.resident else { return }
        // The other tests of this process take memory too; all answers together would be ten times the bound.
        #expect(after - before < bound * 3, "\((after - before) >> 20) MiB for \(statistics.entries) answers")
    }
}
