internal import GRDB
public import Governance

extension SQLiteLedger {
    /// Finds records, newest first. See ``LedgerStore/rows(_:_:)``.
    public func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow> {
        let start = try page.cursor.map { cursor throws(StoreError) in try LedgerPlace(cursor) }
        return try await database.read { connection in
            let positions = try LedgerSearch(filter, before: start, on: connection).positions(limit: page.limit + 1)
            let rows = try positions.map { position in
                try Self.row(position.place.sequence, correction: position.correction, on: connection)
            }
            return Page(rows, limit: page.limit) { $0.place.cursor }
        }
    }

    /// Finds a record by its entry. See ``LedgerStore/row(entry:)``.
    public func row(entry: String) async throws(StoreError) -> LedgerRow? {
        try await database.read { connection in
            let row = try SQLQuery(
                "SELECT sequence, correction FROM ledger_rows WHERE entry = ?",
                .text(LedgerColumns.text(entry))
            ).row(on: connection)
            guard let row else { return nil }
            let found = try Self.row(
                try row.integer("sequence"),
                correction: try row.optionalInteger("correction"),
                on: connection
            )
            // Two entries that differ in a NUL alone are one text in the column.
            return found.record.entry.utf8.elementsEqual(entry.utf8) ? found : nil
        }
    }

    /// Reads the ledger on from a place. See ``LedgerStore/rows(after:from:limit:)``.
    public func rows(
        after sequence: Int64,
        from time: Int64?,
        limit: Int
    ) async throws(StoreError) -> LedgerReading {
        let limit = Int64(PageRequest.limits.clamping(limit))
        do throws(StoreError) {
            return try await database.read { connection in
                try Self.rows(after: sequence, from: time, limit: limit, on: connection)
            }
        } catch {
            guard error.code == .corrupt else { throw error }
        }
        return try await database.read { connection in
            try Self.remains(after: sequence, from: time, limit: limit, on: connection)
        }
    }

    private static func rows(
        after sequence: Int64,
        from time: Int64?,
        limit: Int64,
        on connection: Database
    ) throws -> LedgerReading {
        let found = try SQLQuery(
            """
            SELECT sequence, correction FROM ledger_rows WHERE sequence > ? AND time >= ? ORDER BY sequence LIMIT ?
            """,
            .integer(sequence),
            .integer(time ?? .min),
            .integer(limit)
        ).rows(on: connection)
        return LedgerReading(
            try found.map { row in
                let correction = try row.optionalInteger("correction")
                return try Self.row(try row.integer("sequence"), correction: correction, on: connection)
            }
        )
    }

    /// The same one by one, where some cannot be read.
    private static func remains(
        after sequence: Int64,
        from time: Int64?,
        limit: Int64,
        on connection: Database
    ) throws -> LedgerReading {
        let head = try head(on: connection).sequence
        guard sequence < head else { return LedgerReading([]) }
        let first = max(0, sequence)
        var reading = LedgerReading([], last: first + min(limit, head - first))
        for place in first..<(reading.last ?? first) {
            switch try LedgerSalvage.remains(of: place + 1, on: connection) {
            case .row(let row): if row.record.time >= time ?? .min { reading.rows.append(row) }
            case .nothing: break
            case .unreadable: reading.unreadable.append(place + 1)
            }
        }
        return reading
    }
}

extension LedgerFilter {
    /// Whether it asks for more than times and a status.
    var hasDimension: Bool {
        organization != nil || teams != nil || project != nil || user != nil || key != nil || model != nil
            || provider != nil || tag != nil
    }

    /// Whether it asks for what guardrails found.
    var hasGuard: Bool { guardrail != nil || guardType != nil }

    /// Appends conditions on `ledger_guards`, each with `AND` in front.
    func appendGuardConditions(to query: inout SQLQuery) {
        if let guardrail { query.append("AND guardrail = ?", .text(guardrail)) }
        if let guardType { query.append("AND type = ?", .text(guardType)) }
    }

    /// Appends conditions on `ledger_dimensions`, each with `AND` in front.
    func appendConditions(to query: inout SQLQuery) {
        if let organization { query.append("AND organization = ?", .text(organization)) }
        if let teams { query.appendCondition("team", isOneOf: teams) }
        if let project { query.append("AND project = ?", .text(project)) }
        if let user { query.append("AND user = ?", .text(user)) }
        if let key { query.append("AND (key_id = ? OR key_name = ?)", .text(key), .text(key)) }
        if let model { query.append("AND model = ?", .text(model)) }
        if let provider { query.append("AND provider = ?", .text(provider)) }
        if let tag {
            query.append("AND id IN (SELECT dimension FROM ledger_dimension_tags WHERE tag = ?)", .text(tag))
        }
    }
}
