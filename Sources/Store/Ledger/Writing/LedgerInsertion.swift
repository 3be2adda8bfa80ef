import GRDB
import Governance
import Pricing

/// One segment while it is written, inside one transaction.
struct LedgerInsertion {
    /// How many items were new.
    private(set) var count = 0
    /// The ids of dimensions by the bytes that make them: those remembered and those made here.
    private(set) var dimensions: [[UInt8]: Int64]
    private let batch: LedgerBatch
    private let connection: Database
    private let plainRows: SQLRepeated
    private let rows: SQLRepeated
    private let content: SQLRepeated
    /// Prepared for the first record that guardrails have found something in: most segments have none.
    private var guards: SQLRepeated?
    private var chain: LedgerChain
    private let first: Int64
    private var leaves: [[UInt8]] = []
    private var totals = TotalsDelta()
    private var slots: [Slot: LedgerSlot] = [:]
    /// What corrections change of the sums.
    private var changes: [Quarter: UsageDelta] = [:]
    /// The dimension of the record before, which is most often that of the next one.
    private var latest: (key: [UInt8], id: Int64) = ([], 0)
    private var key: [UInt8] = []

    /// What is found together.
    private struct Slot: Hashable {
        var minute: Int64
        var dimension: Int64
    }

    /// What is added up together.
    private struct Quarter: Hashable {
        var quarter: Int64
        var dimension: Int64
    }

    init(
        of batch: LedgerBatch,
        on connection: Database,
        head: LedgerHead,
        dimensions: [[UInt8]: Int64]
    ) throws {
        self.batch = batch
        self.connection = connection
        self.dimensions = dimensions
        chain = LedgerChain(from: head)
        first = head.sequence + 1
        // Most records have nothing to do with a cache.
        plainRows = try SQLRepeated(
            """
            INSERT INTO ledger_rows (
                sequence, entry, dimension, time, status, is_error, input_tokens, output_tokens, cost_nano, cost_rest,
                is_hit, saved_nano, saved_rest
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0) ON CONFLICT (entry) DO NOTHING
            """,
            on: connection
        )
        rows = try SQLRepeated(
            """
            INSERT INTO ledger_rows (
                sequence, entry, dimension, time, status, is_error, input_tokens, output_tokens, cost_nano, cost_rest,
                is_hit, saved_nano, saved_rest, is_semantic_hit, semantic_nano, semantic_rest, prompt_nano, prompt_rest
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (entry) DO NOTHING
            """,
            on: connection
        )
        content = try SQLRepeated("INSERT INTO ledger_bytes (sequence, bytes) VALUES (?, ?)", on: connection)
        leaves.reserveCapacity(batch.count)
    }

    private var next: Int64 { first + Int64(leaves.count) }

    /// Adds an item of the batch, unless it is there.
    /// - Returns: whether it is new; of a correction, whether it corrects what is there.
    @discardableResult
    mutating func add(_ index: Int) throws -> Bool {
        if case .record(let record) = batch.entries[index] { return try add(record, at: index) }
        guard case .correction(let correction) = try batch.item(index) else { return false }
        return try add(correction, at: index)
    }

    private mutating func add(_ record: LedgerBatchRecord, at index: Int) throws -> Bool {
        let figures = record.figures
        let dimension = try dimension(of: record, at: index)
        guard try insert(record, dimension) == 1 else { return false }
        let sequence = next
        try addLeaf(index)
        if !record.guards.isEmpty { try addGuards(of: record, at: sequence) }
        slots[Slot(minute: figures.minute, dimension: dimension), default: LedgerSlot()].add(figures, at: sequence)
        try totals.add(record, at: index, of: batch)
        return true
    }

    /// Adds what a record is found by that guardrails have found something in.
    private mutating func addGuards(of record: LedgerBatchRecord, at sequence: Int64) throws {
        let statement =
            try guards
            ?? SQLRepeated(
                """
                INSERT INTO ledger_guards (sequence, guardrail, type, time) VALUES (?, ?, ?, ?)
                ON CONFLICT (sequence, guardrail, type) DO NOTHING
                """,
                on: connection
            )
        guards = statement
        func text(_ range: Range<Int>) -> String {
            LedgerColumns.text(String(decoding: batch.bytes[range], as: UTF8.self))
        }
        for line in record.guards {
            try statement.run { values in
                try values.set(1, sequence)
                try values.set(2, text(line.guardrail))
                try values.set(3, text(line.type))
                try values.set(4, record.figures.time)
            }
        }
    }

    private func insert(_ record: LedgerBatchRecord, _ dimension: Int64) throws -> Int {
        let figures = record.figures
        let sequence = next
        return try batch.bytes.withUnsafeBytes { all in
            let entry = UnsafeRawBufferPointer(rebasing: all[record.entry])
            return try (figures.hasSavings ? rows : plainRows).run { values in
                try values.set(1, sequence)
                if entry.contains(0) {
                    try values.set(2, LedgerColumns.text(String(decoding: entry, as: UTF8.self)))
                } else {
                    try values.set(2, borrowingText: entry)
                }
                try values.set(3, dimension)
                try values.set(4, figures.time)
                try values.set(5, figures.status)
                try values.set(6, figures.isError ? 1 : 0)
                try values.set(7, figures.inputTokens)
                try values.set(8, figures.outputTokens)
                try values.set(9, figures.cost?.nano)
                try values.set(10, figures.cost?.rest)
                guard figures.hasSavings else { return }
                try values.set(11, figures.isHit ? 1 : 0)
                try values.set(12, figures.savedExact.nano)
                try values.set(13, figures.savedExact.rest)
                try values.set(14, figures.isSemanticHit ? 1 : 0)
                try values.set(15, figures.savedSemantic.nano)
                try values.set(16, figures.savedSemantic.rest)
                try values.set(17, figures.savedPrompt.nano)
                try values.set(18, figures.savedPrompt.rest)
            }
        }
    }

    private mutating func add(_ correction: LedgerCorrection, at index: Int) throws -> Bool {
        let found = try SQLQuery(
            "SELECT sequence, dimension, time, cost_nano, cost_rest, correction FROM ledger_rows WHERE entry = ?",
            .text(correction.entry)
        ).row(on: connection)
        // What retention has taken, or another correction has changed since, is not corrected by this one.
        guard let row = found, try row.optionalInteger("correction") == correction.supersedes else {
            return false
        }
        let cost = correction.cost.map(LedgerAmount.init)
        try SQLQuery(
            "UPDATE ledger_rows SET cost_nano = ?, cost_rest = ?, correction = ? WHERE sequence = ?",
            .optional(cost?.nano),
            .optional(cost?.rest),
            .integer(next),
            .integer(try row.integer("sequence"))
        ).run(on: connection)
        let quarter = Quarter(
            quarter: try row.integer("time") / LedgerFigures.quarter,
            dimension: try row.integer("dimension")
        )
        var before: Money?
        if let nano = try row.optionalInteger("cost_nano") {
            before = LedgerAmount.money(nano: nano, rest: try row.integer("cost_rest"))
        }
        try addLeaf(index)
        changes[quarter, default: UsageDelta()].change(from: before, to: cost?.money)
        return true
    }

    private mutating func addLeaf(_ index: Int) throws {
        let sequence = next
        let leaf = try batch.bytes.withUnsafeBytes { all in
            let bytes = UnsafeRawBufferPointer(rebasing: all[batch.range(of: index)])
            try content.run { values in
                try values.set(1, sequence)
                try values.set(2, borrowing: bytes)
            }
            return LedgerHash.leaf(of: bytes)
        }
        leaves.append(leaf)
        count += 1
    }

    /// Writes the segment, the head and the sums.
    mutating func finish() throws {
        guard !leaves.isEmpty else { return }
        let segment = chain.append(leaves: leaves)
        try SQLQuery(
            "INSERT INTO ledger_segments (number, first, count, previous, digest) VALUES (?, ?, ?, ?, ?)",
            .integer(segment.number),
            .integer(segment.first),
            .integer(segment.count),
            .blob(segment.previous),
            .blob(segment.digest)
        ).run(on: connection)
        try SQLQuery(
            "UPDATE ledger_head SET segments = ?, sequence = ?, digest = ?",
            .integer(chain.head.segments),
            .integer(chain.head.sequence),
            .blob(chain.head.digest)
        ).run(on: connection)
        try writeSlots()
        try totals.write(on: connection)
    }

    /// Writes where the records stand, and what they add to the sums.
    private mutating func writeSlots() throws {
        var minutes: [Int64: LedgerSlot] = [:]
        var teams = TeamTotalsDelta()
        let places = try SQLRepeated(
            """
            INSERT INTO ledger_places (dimension, minute, first, last) VALUES (?, ?, ?, ?)
            ON CONFLICT (dimension, minute) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)
            """,
            on: connection
        )
        for (place, slot) in slots {
            minutes[place.minute, default: LedgerSlot()].cover(slot)
            let quarter = Quarter(quarter: place.minute / LedgerFigures.minutesInQuarter, dimension: place.dimension)
            changes[quarter, default: UsageDelta()].add(slot.usage)
            teams.add(slot.usage.sums.cost, of: place.dimension)
            try places.run { values in
                try values.set(1, place.dimension)
                try values.set(2, place.minute)
                try values.set(3, slot.first)
                try values.set(4, slot.last)
            }
        }
        let all = try SQLRepeated(
            """
            INSERT INTO ledger_minutes (minute, first, last) VALUES (?, ?, ?)
            ON CONFLICT (minute) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)
            """,
            on: connection
        )
        for (minute, slot) in minutes {
            try all.run { values in
                try values.set(1, minute)
                try values.set(2, slot.first)
                try values.set(3, slot.last)
            }
        }
        try teams.write(on: connection)
        try UsageDelta.write(changes.map { ($0.key.quarter, $0.key.dimension, $0.value) }, on: connection)
    }

    private mutating func dimension(of record: LedgerBatchRecord, at index: Int) throws -> Int64 {
        record.writeDimension(of: batch.bytes, to: &key)
        if key == latest.key { return latest.id }
        let id: Int64
        if let known = dimensions[key] {
            id = known
        } else {
            guard case .record(let whole) = try batch.item(index) else {
                throw StoreError(.corrupt, "a record on its way into the ledger is none")
            }
            id = try stored(LedgerDimension(whole))
            dimensions[key] = id
        }
        swap(&latest.key, &key)
        latest.id = id
        return id
    }

    private func stored(_ dimension: LedgerDimension) throws -> Int64 {
        let digest = dimension.digest
        let query = SQLQuery("SELECT id FROM ledger_dimensions WHERE digest = ?", .blob(digest))
        if let row = try query.row(on: connection) { return try row.integer("id") }
        try SQLQuery(
            """
            INSERT INTO ledger_dimensions (
                digest, organization, team, project, user, key_id, key_name, model, provider
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .blob(digest),
            .optional(dimension.organization),
            .optional(dimension.team),
            .optional(dimension.project),
            .optional(dimension.user),
            .optional(dimension.keyID),
            .optional(dimension.keyName),
            .text(dimension.model),
            .optional(dimension.provider)
        ).run(on: connection)
        let id = connection.lastInsertedRowID
        for tag in dimension.tags {
            try SQLQuery(
                "INSERT INTO ledger_dimension_tags (dimension, tag) VALUES (?, ?)",
                .integer(id),
                .text(tag)
            ).run(on: connection)
        }
        return id
    }
}
