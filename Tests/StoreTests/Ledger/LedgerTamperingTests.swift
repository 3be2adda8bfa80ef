import Governance
import Pricing
import Testing

@testable import Store

/// Everything that somebody with the database's file can change is found.
@Suite struct LedgerTamperingTests {
    private let fixture: SQLiteFixture
    private let ledger: SQLiteLedger

    /// Four segments of 100 records and one of corrections.
    init() async throws {
        fixture = try SQLiteFixture()
        ledger = SQLiteLedger(fixture.database)
        for start in stride(from: 0, to: 400, by: 100) {
            _ = try ledger.insert(LedgerRecord.samples(start..<start + 100))
        }
        let rerating = try await ledger.rerate(LedgerFilter(), now: 9) { record in
            record.cost == nil ? LedgerRating(cost: .zero, priceVersion: "2") : nil
        }
        try #require(rerating.corrected == 40)
    }

    private func problem(against anchors: [LedgerHead] = []) async throws -> LedgerProblem.Kind? {
        try await ledger.verify(against: anchors).problem?.kind
    }

    @Test func whatWasNotTouchedIsRight() async throws {
        let verification = try await ledger.verify(against: [])
        let head = try await ledger.head()
        #expect(verification.problem == nil)
        #expect(verification.rows == 440 && verification.tombstones == 0)
        #expect(verification.head == head)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let kind: LedgerProblem.Kind
        let statement: StaticString
        var testDescription: String { statement.description }
    }

    static let changes: [Change] = [
        Change(kind: .edited, statement: "UPDATE ledger_bytes SET bytes = x'00' WHERE sequence = 150"),
        Change(
            kind: .edited,
            statement: """
                UPDATE ledger_bytes SET bytes = (SELECT bytes FROM ledger_bytes WHERE sequence = 3) WHERE sequence = 2
                """
        ),
        Change(kind: .gap, statement: "DELETE FROM ledger_bytes WHERE sequence = 150"),
        Change(kind: .index, statement: "DELETE FROM ledger_bytes WHERE sequence = 440"),
        Change(kind: .reordered, statement: "INSERT INTO ledger_tombstones VALUES (150, zeroblob(32))"),
        Change(kind: .gap, statement: "UPDATE ledger_bytes SET sequence = 999 WHERE sequence = 150"),
        Change(kind: .gap, statement: "DELETE FROM ledger_segments WHERE number = 2"),
        Change(kind: .truncated, statement: "DELETE FROM ledger_segments WHERE number = 5"),
        Change(kind: .truncated, statement: "DELETE FROM ledger_segments"),
        Change(kind: .edited, statement: "UPDATE ledger_segments SET digest = zeroblob(32) WHERE number = 3"),
        Change(kind: .forged, statement: "UPDATE ledger_segments SET previous = zeroblob(32) WHERE number = 3"),
        Change(kind: .edited, statement: "UPDATE ledger_segments SET first = 102 WHERE number = 2"),
        Change(kind: .edited, statement: "UPDATE ledger_segments SET count = 99 WHERE number = 2"),
        Change(kind: .edited, statement: "UPDATE ledger_segments SET count = 9223372036854775807 WHERE number = 1"),
        Change(kind: .surplus, statement: "INSERT INTO ledger_bytes VALUES (441, x'00')"),
        Change(kind: .surplus, statement: "INSERT INTO ledger_tombstones VALUES (-1, x'00')"),
        Change(kind: .forged, statement: "UPDATE ledger_head SET digest = zeroblob(32)"),
        Change(kind: .surplus, statement: "UPDATE ledger_head SET segments = 4, sequence = 400"),
        Change(kind: .truncated, statement: "UPDATE ledger_head SET segments = 6, sequence = 500"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET status = 201 WHERE sequence = 150"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET time = time + 1 WHERE sequence = 150"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET entry = 'other' WHERE sequence = 150"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET cost_nano = 1 WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET input_tokens = 1 WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET saved_rest = 7 WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET semantic_nano = 7 WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET prompt_rest = 7 WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET is_semantic_hit = 1 - is_semantic_hit"),
        Change(kind: .index, statement: "UPDATE ledger_usage SET semantic_nano = semantic_nano + 1"),
        Change(kind: .index, statement: "UPDATE ledger_guards SET type = 'EMAIL' WHERE sequence = 13"),
        Change(kind: .index, statement: "UPDATE ledger_guards SET guardrail = 'other' WHERE sequence = 13"),
        Change(kind: .index, statement: "UPDATE ledger_guards SET time = time - 1 WHERE sequence = 13"),
        Change(kind: .index, statement: "DELETE FROM ledger_guards WHERE sequence = 13"),
        Change(kind: .index, statement: "INSERT INTO ledger_guards VALUES (150, 'pii', 'EMAIL', 0)"),
        Change(kind: .index, statement: "INSERT INTO ledger_guards VALUES (402, 'pii', 'EMAIL', 0)"),
        Change(kind: .surplus, statement: "INSERT INTO ledger_guards VALUES (999, 'pii', 'EMAIL', 0)"),
        Change(
            kind: .edited,
            statement: """
                UPDATE ledger_bytes SET bytes = CAST(replace(bytes, x'6D61736B', x'77617264') AS BLOB) WHERE sequence = 13
                """
        ),
        Change(kind: .index, statement: "UPDATE ledger_usage SET prompt_rest = prompt_rest - 1"),
        Change(kind: .index, statement: "UPDATE ledger_usage SET semantic_hits = semantic_hits + 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET is_error = 1 - is_error WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET is_hit = 1 - is_hit WHERE sequence = 1"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET dimension = dimension % 4 + 1"),
        Change(kind: .index, statement: "DELETE FROM ledger_rows WHERE sequence = 150"),
        Change(kind: .index, statement: "UPDATE ledger_dimensions SET team = 'ops' WHERE team = 'dev'"),
        Change(kind: .index, statement: "UPDATE ledger_dimension_tags SET tag = 'green' WHERE tag = 'blue'"),
        Change(kind: .index, statement: "UPDATE ledger_rows SET correction = 401 WHERE correction = 402"),
        Change(
            kind: .index,
            statement:
                "UPDATE ledger_rows SET correction = NULL, cost_nano = NULL, cost_rest = NULL WHERE correction = 410"
        ),
        Change(kind: .index, statement: "UPDATE ledger_usage SET requests = requests - 1 WHERE requests = 1"),
        Change(kind: .index, statement: "UPDATE ledger_usage SET cost_nano = cost_nano + 1"),
        Change(kind: .index, statement: "DELETE FROM ledger_usage WHERE quarter % 2 = 1"),
        Change(
            kind: .index,
            statement: "DELETE FROM ledger_minutes WHERE minute = (SELECT max(minute) FROM ledger_minutes)"
        ),
        Change(kind: .index, statement: "UPDATE ledger_minutes SET first = first + 1"),
        Change(kind: .index, statement: "UPDATE ledger_places SET last = last - 1"),
        Change(kind: .index, statement: "DELETE FROM ledger_places WHERE dimension = 2"),
        Change(
            kind: .index,
            statement:
                "INSERT INTO ledger_usage SELECT quarter + 9, 99999, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM ledger_usage LIMIT 1"
        ),
    ]

    @Test(arguments: changes) func aChangeIsFound(change: Change) async throws {
        try fixture.tamper(change.statement)
        #expect(try await problem() == change.kind)
    }

    /// The bytes of a record with lines of guardrails are what they say: the change above finds what it changes.
    @Test func theChangedLineIsOneThatIsThere() async throws {
        let rows = try await ledger.all().filter { $0.sequence == 13 }
        #expect(rows.first?.record.guards.first?.action == "mask")
    }

    @Test func aLedgerCutShortWithItsHeadIsFoundByAHeadThatWasNotedDown() async throws {
        let noted = try await ledger.head()
        #expect(try await problem(against: [noted]) == nil)
        try fixture.tamper(
            "DELETE FROM ledger_segments WHERE number = 5",
            "DELETE FROM ledger_bytes WHERE sequence > 400",
            """
            UPDATE ledger_rows SET correction = NULL, cost_nano = NULL, cost_rest = NULL WHERE correction IS NOT NULL
            """,
            "UPDATE ledger_head SET segments = 4, sequence = 400, digest = (SELECT digest FROM ledger_segments WHERE number = 4)",
            """
            UPDATE ledger_usage SET unknown_costs = (
                SELECT sum(cost_nano IS NULL) FROM ledger_rows AS r
                WHERE r.time / 900000000000 = quarter AND r.dimension = ledger_usage.dimension
            )
            """
        )
        #expect(try await problem() == nil)
        #expect(try await problem(against: [noted]) == .truncated)
        var other = try await ledger.head()
        other.digest[0] ^= 1
        #expect(try await problem(against: [other]) == .anchor)
    }

    @Test func aTombstoneForAChangedRecordIsFound() async throws {
        try fixture.tamper("UPDATE ledger_bytes SET bytes = x'0101' WHERE sequence = 150")
        _ = try await ledger.expire(team: "dev", before: .max)
        _ = try await ledger.expire(team: "ops", before: .max)
        _ = try await ledger.expire(team: nil, before: .max)
        #expect(try await problem() == .edited)
    }
}
