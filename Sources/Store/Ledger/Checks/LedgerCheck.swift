import GRDB
import Governance

/// A check of the ledger that goes on from reading to reading.
struct LedgerCheck: Sendable {
    private(set) var chain = LedgerChain()
    private(set) var rows: Int64 = 0
    private(set) var tombstones: Int64 = 0
    private(set) var isAtEnd = false
    /// The first problem.
    var problem: LedgerProblem?
    private let anchors: [LedgerHead]

    init(anchors: [LedgerHead]) {
        self.anchors = anchors
        // Right where nothing has been written yet.
        for anchor in anchors where anchor.segments == 0 && anchor != .empty {
            problem = LedgerProblem(.anchor, segment: 0)
        }
    }

    /// Checks the next segments.
    mutating func checkSegments(atMost count: Int, on connection: Database) throws {
        do {
            let segments = try SQLQuery(
                "SELECT number, first, count, previous, digest FROM ledger_segments WHERE number > ? ORDER BY number LIMIT ?",
                .integer(chain.head.segments),
                .integer(Int64(count))
            ).rows(on: connection)
            for row in segments { try checkSegment(row, on: connection) }
            if segments.count < count { try checkEnd(on: connection) }
        } catch let found as LedgerProblem {
            problem = found
        } catch let error as StoreError where error.code == .corrupt {
            // A correction that a record names is not there or cannot be read.
            problem = LedgerProblem(.edited, segment: chain.head.segments)
        }
    }

    private mutating func checkSegment(_ row: SQLRow, on connection: Database) throws {
        var segment = LedgerSegment(
            number: try row.integer("number"),
            first: try row.integer("first"),
            count: try row.integer("count"),
            previous: try row.blob("previous"),
            digest: try row.blob("digest"),
            rows: []
        )
        segment.rows = try leaves(from: segment.first, count: segment.count, on: connection)
        try chain.check(segment)
        for anchor in anchors where anchor.segments == chain.head.segments && anchor != chain.head {
            throw LedgerProblem(.anchor, segment: segment.number)
        }
        var records: Int64 = 0
        var guards = try Self.guards(segment, on: connection)
        for row in segment.rows {
            switch row.leaf {
            case .tombstone: tombstones += 1
            case .bytes(let bytes):
                rows += 1
                let found = guards.removeValue(forKey: row.sequence) ?? []
                if try check(bytes, at: row.sequence, in: segment.number, found, on: connection) { records += 1 }
            }
        }
        // What is left would lead to a correction, or to what retention has taken.
        if let lost = guards.keys.min() { throw LedgerProblem(.index, segment: segment.number, sequence: lost) }
        let indexed = try SQLQuery(
            "SELECT count(*) AS n FROM ledger_rows WHERE sequence >= ? AND sequence < ?",
            .integer(segment.first),
            .integer(segment.first + segment.count)
        ).row(on: connection)?.integer("n")
        guard indexed == records else { throw LedgerProblem(.index, segment: segment.number) }
        if let lost = try Self.recordOutOfPlace(segment, on: connection) {
            throw LedgerProblem(.index, segment: segment.number, sequence: lost)
        }
    }

    /// What requests of a segment are found by that guardrails have found something in, by their sequence numbers.
    private static func guards(
        _ segment: LedgerSegment,
        on connection: Database
    ) throws -> [Int64: Set<LedgerGuard>] {
        var guards: [Int64: Set<LedgerGuard>] = [:]
        let query = SQLQuery(
            """
            SELECT found.sequence, guardrail, type, found.time = ledger_rows.time AS is_right
            FROM ledger_guards AS found LEFT JOIN ledger_rows ON ledger_rows.sequence = found.sequence
            WHERE found.sequence >= ? AND found.sequence < ?
            """,
            .integer(segment.first),
            .integer(segment.first + segment.count)
        )
        for row in try query.rows(on: connection) {
            let sequence = try row.integer("sequence")
            guard try row.optionalInteger("is_right") == 1 else {
                throw LedgerProblem(.index, segment: segment.number, sequence: sequence)
            }
            guards[sequence, default: []]
                .insert(LedgerGuard(guardrail: try row.text("guardrail"), type: try row.text("type")))
        }
        return guards
    }

    /// A record of a segment that is not where look-ups by time go.
    private static func recordOutOfPlace(_ segment: LedgerSegment, on connection: Database) throws -> Int64? {
        try SQLQuery(
            """
            SELECT sequence FROM ledger_rows AS record
            LEFT JOIN ledger_minutes AS every ON every.minute = record.time / 60000000000
            LEFT JOIN ledger_places AS own
                ON own.dimension = record.dimension AND own.minute = record.time / 60000000000
            WHERE sequence >= ? AND sequence < ? AND (
                every.first IS NULL OR sequence < every.first OR sequence > every.last
                OR own.first IS NULL OR sequence < own.first OR sequence > own.last
            ) LIMIT 1
            """,
            .integer(segment.first),
            .integer(segment.first + segment.count)
        ).row(on: connection)?.integer("sequence")
    }

    /// What stands under the sequence numbers of a segment, one more at most than it should have.
    private func leaves(from first: Int64, count: Int64, on connection: Database) throws -> [LedgerSegment.Row] {
        let (end, overflow) = first.addingReportingOverflow(count)
        guard !overflow else { return [] }
        let limit = min(max(count, 0), Int64(LedgerLimits.batch)) + 1
        return try SQLQuery(
            """
            SELECT sequence, bytes, NULL AS leaf FROM ledger_bytes WHERE sequence >= ?1 AND sequence < ?2
            UNION ALL
            SELECT sequence, NULL, leaf FROM ledger_tombstones WHERE sequence >= ?1 AND sequence < ?2
            ORDER BY sequence LIMIT ?3
            """,
            .integer(first),
            .integer(end),
            .integer(limit)
        ).rows(on: connection).map { row in
            let sequence = try row.integer("sequence")
            if let leaf = try row.optionalBlob("leaf") {
                return LedgerSegment.Row(sequence: sequence, leaf: .tombstone(leaf))
            }
            return LedgerSegment.Row(sequence: sequence, leaf: .bytes(try row.blob("bytes")))
        }
    }

    /// Checks what repeats a row's content.
    /// - Returns: whether it is a record.
    private func check(
        _ bytes: [UInt8],
        at sequence: Int64,
        in segment: Int64,
        _ guards: Set<LedgerGuard>,
        on connection: Database
    ) throws -> Bool {
        let item: LedgerItem
        do {
            item = try LedgerCodec.decode(bytes)
        } catch {
            // The digest is right, and yet it is nothing that this version writes.
            throw LedgerProblem(.edited, segment: segment, sequence: sequence)
        }
        let problem = LedgerProblem(.index, segment: segment, sequence: sequence)
        switch item {
        case .record(let record):
            guard let row = try Self.index(sequence, on: connection) else { throw problem }
            var cost = record.cost
            if let place = try row.optionalInteger("correction") {
                guard place > sequence,
                    case .correction(let correction) = try SQLiteLedger.item(place, on: connection),
                    correction.entry == record.entry
                else { throw problem }
                cost = correction.cost
            }
            guard try Self.columns(row, guards, on: connection) == LedgerColumns(record, cost: cost) else {
                throw problem
            }
            return true
        case .correction(let correction):
            guard guards.isEmpty else { throw problem }
            // The record names this correction or a later one, which the check of the record has found right.
            let row = try SQLQuery("SELECT correction FROM ledger_rows WHERE entry = ?", .text(correction.entry))
                .row(on: connection)
            if let row {
                guard let latest = try row.optionalInteger("correction"), latest >= sequence else { throw problem }
            }
            return false
        }
    }

    /// The columns of a record.
    static func index(_ sequence: Int64, on connection: Database) throws -> SQLRow? {
        try SQLQuery(
            """
            SELECT ledger_rows.*, organization, team, project, user, key_id, key_name, model, provider
            FROM ledger_rows JOIN ledger_dimensions ON id = dimension WHERE sequence = ?
            """,
            .integer(sequence)
        ).row(on: connection)
    }

    /// What the columns of a record say.
    static func columns(
        _ row: SQLRow,
        _ guards: Set<LedgerGuard>,
        on connection: Database
    ) throws -> LedgerColumns {
        let tags = try SQLQuery(
            "SELECT tag FROM ledger_dimension_tags WHERE dimension = ? ORDER BY tag",
            .integer(try row.integer("dimension"))
        ).rows(on: connection).map { try $0.text("tag") }
        let dimension = LedgerDimension(
            organization: try row.optionalText("organization"),
            team: try row.optionalText("team"),
            project: try row.optionalText("project"),
            user: try row.optionalText("user"),
            keyID: try row.optionalText("key_id"),
            keyName: try row.optionalText("key_name"),
            model: try row.text("model"),
            provider: try row.optionalText("provider"),
            tags: tags
        )
        return try LedgerColumns(row, dimension: dimension, guards: guards)
    }

    /// Checks, in the same reading as the last segments, that nothing is missing after them or too much.
    private mutating func checkEnd(on connection: Database) throws {
        let head = try SQLiteLedger.head(on: connection)
        try chain.finish(at: head)
        let surplus = try SQLQuery(
            """
            SELECT sequence FROM ledger_bytes WHERE sequence > ?1 OR sequence < 1
            UNION ALL SELECT sequence FROM ledger_tombstones WHERE sequence > ?1 OR sequence < 1
            UNION ALL SELECT sequence FROM ledger_rows WHERE sequence > ?1 OR sequence < 1
            UNION ALL SELECT sequence FROM ledger_guards WHERE sequence > ?1 OR sequence < 1
            LIMIT 1
            """,
            .integer(head.sequence)
        ).row(on: connection)
        if let surplus {
            throw LedgerProblem(.surplus, segment: head.segments + 1, sequence: try surplus.integer("sequence"))
        }
        for anchor in anchors where anchor.segments > head.segments {
            throw LedgerProblem(.truncated, segment: head.segments + 1)
        }
        isAtEnd = true
    }
}
