import Foundation
import Governance
import Store

/// Measures the ledger in a folder of its own, which is gone afterwards.
///
///     LedgerBenchmark bring [records]          CPU that a record takes on its way from the journal into the store
///     LedgerBenchmark sustain [rate] [seconds] records at a steady rate: memory, and whether the store keeps up
///     LedgerBenchmark query [rows] [days]      usage, series and pages of a big ledger
@main struct LedgerBenchmark {
    private let path: String
    private let folder: DataFolder
    private let ledger: SQLiteLedger
    private let clock = ContinuousClock()

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        let path = FileManager.default.temporaryDirectory.appending(path: "ledger-benchmark-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let benchmark = try LedgerBenchmark(in: path)
        switch arguments.first {
        case "bring": try benchmark.bring(numbers.first ?? 300_000)
        case "sustain": try benchmark.sustain(numbers.first ?? 5000, seconds: numbers.dropFirst().first ?? 30)
        case "query": try await benchmark.query(numbers.first ?? 10_000_000, days: numbers.dropFirst().first ?? 30)
        default: print("LedgerBenchmark bring [records] | sustain [rate] [seconds] | query [rows] [days]")
        }
    }

    private init(in path: String) throws {
        self.path = path
        folder = try DataFolder(path)
        ledger = SQLiteLedger(try SQLiteDatabase(in: folder, now: 1))
    }

    private func journal() throws -> Journal {
        var options = JournalOptions()
        options.maximumBytes = 8 << 30
        return try Journal(in: folder, now: 1, options: options)
    }

    /// Fills the journal with what a gateway under load writes in a fifth of a second, brings it over, and again.
    private func bring(_ count: Int) throws {
        let journal = try journal()
        let writer = LedgerWriter(from: journal, to: ledger)
        var source = RecordSource()
        var buffer: [UInt8] = []
        var thread = 0.0
        var process = 0.0
        let round = 4000
        // The first rounds fill caches and are not counted.
        for turn in 0..<(count / round + 5) {
            for _ in 0..<round { try journal.append(source.next(), lane: 0, using: &buffer) }
            let before = (Machine.thread, Machine.process)
            try writer.drain()
            if turn < 5 { continue }
            thread += Machine.thread - before.0
            process += Machine.process - before.1
        }
        let records = Double(count / round * round)
        print(
            "CPU of bringing over, per record:",
            micro(thread / records),
            "us on the thread,",
            micro(process / records)
        )
    }

    /// Appends at a steady rate while the writer's thread brings records over, as in a gateway.
    private func sustain(_ rate: Int, seconds: Int) throws {
        let journal = try journal()
        let writer = LedgerWriter(from: journal, to: ledger)
        writer.start()
        var source = RecordSource()
        var buffer: [UInt8] = []
        let start = clock.now
        let cpu = Machine.process
        var slowest = Duration.zero
        for tick in 1...seconds * 100 {
            for _ in 0..<rate / 100 {
                let record = source.next()
                let took = try clock.measure { try journal.append(record, lane: 0, using: &buffer) }
                slowest = max(slowest, took)
            }
            Thread.sleep(forTimeInterval: max(0, (start + .milliseconds(10 * tick) - clock.now) / .seconds(1)))
            guard tick % 500 == 0 || tick == 100 else { continue }
            print(
                "\(tick / 100) s: \(source.count) appended, \(source.count - writer.statistics.written) not in the store,",
                "\(Machine.memory) KiB resident"
            )
        }
        let elapsed = (clock.now - start) / .seconds(1)
        writer.stop()
        let share = (Machine.process - cpu) / elapsed
        print("slowest append:", micro(slowest / .seconds(1)), "us; CPU:", String(format: "%.1f %%", 100 * share))
        print("\(writer.statistics.written) of \(source.count) in the store, \(writer.statistics.failures) failures")
    }

    /// Fills a ledger with requests of some days and asks it what people ask.
    private func query(_ count: Int, days: Int) async throws {
        let span = Int64(days) * 86_400_000_000_000
        var source = RecordSource(step: span / Int64(count))
        let filled = try clock.measure {
            for start in stride(from: 0, to: count, by: LedgerLimits.batch) {
                let items = (start..<min(start + LedgerLimits.batch, count)).map { _ in LedgerItem.record(source.next())
                }
                _ = try ledger.insert(items)
            }
        }
        print("\(count) rows of \(days) days inserted:", micro(filled / .seconds(1) / Double(count)), "us each")
        let size = try FileManager.default.attributesOfItem(atPath: path + "/kanmon.sqlite")[.size] as? Int ?? 0
        print("bytes of the database per row:", size / count)
        let end = source.start + span
        let rolled = try await clock.measure { _ = try await ledger.rollUp(before: end) }
        print("days that are over added up:", String(format: "%.1f s", rolled / .seconds(1)))
        var month = LedgerFilter()
        month.from = end - 30 * 86_400_000_000_000 - 1_234_567_890_123
        month.to = end - 123_456_789
        for grouping in UsageReport.Grouping.allCases {
            try await report("usage by \(grouping)") {
                _ = try await ledger.usage(LedgerFilter(), by: grouping, offset: 32_400)
            }
            try await report("usage of the last 30 days with odd ends, by \(grouping)") {
                _ = try await ledger.usage(month, by: grouping, offset: 32_400)
            }
        }
        var team = month
        team.teams = ["team-7"]
        try await report("usage of a team in 30 days, by key") {
            _ = try await ledger.usage(team, by: .key, offset: 0)
        }
        let division = UsageSeries.Division(by: .team, Set((0..<10).map { "team-\($0)" }))
        try await report("series of 30 days by hour") {
            _ = try await ledger.series(month, by: .hour, of: nil, offset: 32_400)
        }
        try await report("series of 30 days by day, of ten teams") {
            _ = try await ledger.series(month, by: .day, of: division, offset: 32_400)
        }
        try await report("series of all by day") {
            _ = try await ledger.series(LedgerFilter(), by: .day, of: nil, offset: 32_400)
        }
        try await report("series of all by day, of ten teams") {
            _ = try await ledger.series(LedgerFilter(), by: .day, of: division, offset: 32_400)
        }
        try await report("totals of kinds and teams") { _ = try await ledger.totals() }
        try await pages(source.start + span / 2)
    }

    /// Asks for rows, also far from the newest.
    private func pages(_ middle: Int64) async throws {
        try await report("the newest 100 rows") { _ = try await ledger.rows(LedgerFilter(), PageRequest()) }
        var early = LedgerFilter()
        early.to = middle
        let cursor = try await ledger.rows(early, PageRequest()).next
        try await report("100 rows in the middle, by a cursor") {
            _ = try await ledger.rows(LedgerFilter(), PageRequest(after: cursor))
        }
        var key = LedgerFilter()
        key.key = "bot-17"
        try await report("100 rows of a key in the middle, by a cursor") {
            _ = try await ledger.rows(key, PageRequest(after: cursor))
        }
        var failed = LedgerFilter()
        failed.status = 502
        try await report("the newest 100 rows that failed") { _ = try await ledger.rows(failed, PageRequest()) }
        failed.teams = ["team-7"]
        try await report("the newest 100 rows of a team that failed") {
            _ = try await ledger.rows(failed, PageRequest())
        }
    }

    /// Measures something three times and prints the fastest and the slowest.
    private func report(_ what: String, _ body: () async throws -> Void) async throws {
        var times: [Double] = []
        for _ in 0..<3 {
            let start = clock.now
            try await body()
            times.append((clock.now - start) / .milliseconds(1))
        }
        let range = (times.min() ?? 0, times.max() ?? 0)
        print(String(format: "%@: %.2f to %.2f ms", what, range.0, range.1))
    }

    private func micro(_ seconds: Double) -> String { String(format: "%.2f", seconds * 1_000_000) }
}
