import GRDB
import Governance
import Pricing

/// One segment while it is written, inside one transaction.
struct LedgerInsertion {
    /// How many items were new.
    private(set) var count = 0
    /// The ids of dimensions: those remembered and those made here.
    private(set) var dimensions: [LedgerColumns.Dimension: Int64]
    private let batch: LedgerBatch
    private let connection: Database
    private let rows: SQLRepeated
    private let content: SQLRepeated
    private var chain: LedgerChain
    private let first: Int64
    private var leaves: [[UInt8]] = []
    private var usage: [Place: UsageDelta] = [:]

    /// What is added up together.
    private struct Place: Hashable {
        var quarter: Int64
        var dimension: Int64
    }

    init(
        of batch: LedgerBatch,
        on connection: Database,
        head: LedgerHead,
        dimensions: [LedgerColumns.Dimension: Int64]
    ) throws {
        self.batch = batch
        self.connection = connection
        self.dimensions = dimensions
        chain = LedgerChain(from: head)
        first = head.sequence + 1
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
        switch batch.items[index] {
        case .record(let record): try add(record, at: index)
        case .correction(let correction): try add(correction, at: index)
        }
    }

    private mutating func add(_ record: LedgerRecord, at index: Int) throws -> Bool {
        let columns = LedgerColumns(record, cost: record.cost)
        let dimension = try id(of: columns.dimension)
        let sequence = next
        let inserted = try rows.run { values in
            try values.set(1, sequence)
            try values.set(2, columns.entry)
            try values.set(3, dimension)
            try values.set(4, columns.time)
            try values.set(5, columns.status)
            try values.set(6, columns.isError ? 1 : 0)
            try values.set(7, columns.inputTokens)
            try values.set(8, columns.outputTokens)
            try values.set(9, columns.cost?.nano)
            try values.set(10, columns.cost?.rest)
            try values.set(11, columns.isHit ? 1 : 0)
            try values.set(12, columns.savedExact.nano)
            try values.set(13, columns.savedExact.rest)
            try values.set(14, columns.isSemanticHit ? 1 : 0)
            try values.set(15, columns.savedSemantic.nano)
            try values.set(16, columns.savedSemantic.rest)
            try values.set(17, columns.savedPrompt.nano)
            try values.set(18, columns.savedPrompt.rest)
        }
        guard inserted == 1 else { return false }
        try addLeaf(index)
        usage[Place(quarter: columns.quarter, dimension: dimension), default: UsageDelta()].add(columns)
        return true
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
        let cost = correction.cost.map(LedgerColumns.Amount.init)
        try SQLQuery(
            "UPDATE ledger_rows SET cost_nano = ?, cost_rest = ?, correction = ? WHERE sequence = ?",
            .optional(cost?.nano),
            .optional(cost?.rest),
            .integer(next),
            .integer(try row.integer("sequence"))
        ).run(on: connection)
        let place = Place(
            quarter: try row.integer("time") / LedgerColumns.quarter,
            dimension: try row.integer("dimension")
        )
        var before: Money?
        if let nano = try row.optionalInteger("cost_nano") {
            before = LedgerColumns.Amount.money(nano: nano, rest: try row.integer("cost_rest"))
        }
        try addLeaf(index)
        usage[place, default: UsageDelta()].change(from: before, to: cost?.money)
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
        try UsageDelta.write(usage.map { ($0.key.quarter, $0.key.dimension, $0.value) }, on: connection)
    }

    private mutating func id(of dimension: LedgerColumns.Dimension) throws -> Int64 {
        if let id = dimensions[dimension] { return id }
        let id = try stored(dimension)
        dimensions[dimension] = id
        return id
    }

    private func stored(_ dimension: LedgerColumns.Dimension) throws -> Int64 {
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
