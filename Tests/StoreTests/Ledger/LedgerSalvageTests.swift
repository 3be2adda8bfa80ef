import Governance
import Pricing
import Testing

@testable import Store

/// A row of the store that the disk has damaged is no reason to give none of the others, nor to forget what it cost.
@Suite struct LedgerSalvageTests {
    private let fixture: SQLiteFixture
    private let ledger: SQLiteLedger

    /// Forty records, every tenth of which is corrected.
    init() async throws {
        fixture = try SQLiteFixture()
        ledger = SQLiteLedger(fixture.database)
        _ = try ledger.insert(LedgerRecord.samples(0..<40))
        let rerating = try await ledger.rerate(LedgerFilter(), now: 9) { record in
            record.cost == nil ? LedgerRating(cost: .zero, priceVersion: "2") : nil
        }
        try #require(rerating.corrected == 4)
    }

    private func reading(limit: Int = 1000) async throws -> LedgerReading {
        var whole = LedgerReading([])
        while true {
            let part = try await ledger.rows(after: whole.last ?? 0, from: nil, limit: limit)
            guard let last = part.last else { return whole }
            whole = LedgerReading(whole.rows + part.rows, last: last, unreadable: whole.unreadable + part.unreadable)
        }
    }

    /// Whether a damaged row still says whose it was and what it came to.
    private func expect(_ row: LedgerRow?, isLeftOf record: LedgerRecord, cost: Money?) throws {
        let row = try #require(row)
        #expect(row.isDamaged && row.cost == cost)
        #expect(LedgerColumns(row.record, cost: cost).dimension == LedgerColumns(record, cost: cost).dimension)
        var (found, expected) = (LedgerFigures(row.record, cost: cost), LedgerFigures(record, cost: cost))
        for keyPath in [\LedgerFigures.savedExact, \.savedSemantic, \.savedPrompt] {
            found[keyPath: keyPath] = .zero
            expected[keyPath: keyPath] = .zero
        }
        (expected.isHit, expected.isSemanticHit) = (false, false)
        #expect(found == expected)
    }

    /// Each byte of a row, in each way in which it does not decode.
    @Test func aRowWhoseBytesAreDamagedAnywhereIsReadByItsColumns() async throws {
        let record = LedgerRecord.sample(14)
        let bytes = try fixture.database.readBlocking { connection in
            try SQLQuery("SELECT bytes FROM ledger_bytes WHERE sequence = 15").row(on: connection)?.blob("bytes") ?? []
        }
        var damaged = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x80
            let value = changed
            try fixture.database.writeBlocking { connection in
                try SQLQuery("UPDATE ledger_bytes SET bytes = ? WHERE sequence = 15", .blob(value)).run(on: connection)
            }
            let reading = try await reading()
            #expect(reading.rows.map(\.sequence) == Array(1...40) && reading.unreadable.isEmpty)
            if reading.rows[14].isDamaged {
                damaged += 1
                try expect(reading.rows[14], isLeftOf: record, cost: record.cost)
            }
            #expect(try await ledger.verify(against: []).problem?.kind == .edited)
        }
        // Texts and numbers may stay texts and numbers; everything that holds them together does not.
        #expect(damaged > bytes.count / 4)
    }

    @Test func rowsThatAreMissingOrOfAnotherKindAreReadByTheirColumns() async throws {
        try fixture.tamper(
            "DELETE FROM ledger_bytes WHERE sequence = 5",
            "UPDATE ledger_bytes SET bytes = x'' WHERE sequence = 6",
            "UPDATE ledger_bytes SET bytes = (SELECT bytes FROM ledger_bytes WHERE sequence = 41) WHERE sequence = 7",
            // The correction of record 3, whose place is 4.
            "UPDATE ledger_bytes SET bytes = x'ff' WHERE sequence = (SELECT correction FROM ledger_rows WHERE sequence = 4)"
        )
        for limit in [1, 3, 1000] {
            let reading = try await reading(limit: limit)
            #expect(reading.rows.map(\.sequence) == Array(1...40))
            #expect(reading.rows.filter(\.isDamaged).map(\.sequence) == [4, 5, 6, 7])
            for place in [5, 6, 7] {
                let record = LedgerRecord.sample(place - 1)
                try expect(reading.rows[place - 1], isLeftOf: record, cost: record.cost)
            }
            try expect(reading.rows[3], isLeftOf: .sample(3), cost: .zero)
        }
        let listed = try await ledger.all()
        #expect(listed.count == 40 && listed.filter(\.isDamaged).count == 4)
        #expect(try await ledger.row(entry: "entry-5")?.isDamaged == true)
    }

    @Test func aRowThatIsNowhereIsTold() async throws {
        try fixture.tamper(
            "UPDATE ledger_rows SET dimension = 999 WHERE sequence = 9",
            "UPDATE ledger_bytes SET bytes = x'00' WHERE sequence = 9",
            // What the columns lack the bytes have.
            "UPDATE ledger_rows SET dimension = 999 WHERE sequence = 10"
        )
        for limit in [1, 4, 1000] {
            let reading = try await reading(limit: limit)
            #expect(reading.unreadable == [9])
            #expect(reading.rows.map(\.sequence) == Array(1...8) + Array(10...40))
            #expect(reading.rows[8].record == .sample(9) && !reading.rows[8].isDamaged)
        }
    }

    @Test func retentionTakesDamagedRowsToo() async throws {
        try fixture.tamper(
            "DELETE FROM ledger_bytes WHERE sequence = 5",
            "UPDATE ledger_bytes SET bytes = x'ff' WHERE sequence > 40"
        )
        for team in ["dev", "ops", nil] { _ = try await ledger.expire(team: team, before: .max) }
        #expect(try fixture.integer("SELECT count(*) AS value FROM ledger_rows") == 0)
        #expect(try await reading().rows.isEmpty)
        // The chain says that somebody else than retention was there.
        #expect(try await ledger.verify(against: []).problem != nil)
    }

    @Test func aDamagedRowIsNotPricedAnew() async throws {
        try fixture.tamper("UPDATE ledger_bytes SET bytes = x'00' WHERE sequence = 9")
        let rerating = try await ledger.rerate(LedgerFilter(), now: 10) { _ in
            LedgerRating(cost: Money(attos: 7), priceVersion: "3")
        }
        #expect(rerating.examined == 40 && rerating.corrected == 39)
    }
}
