internal import GRDB
public import Governance

extension SQLiteLedger {
    /// Up to so many dimensions are looked through one by one, each by its index; beyond, the rows are gone through.
    private static let fewDimensions = 256

    /// A row's place in the order.
    private struct Position {
        var place: LedgerPlace
        var correction: Int64?
    }

    /// Finds records, newest first. See ``LedgerStore/rows(_:_:)``.
    public func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow> {
        let start = try page.cursor.map { cursor throws(StoreError) in try LedgerPlace(cursor) }
        return try await database.read { connection in
            let positions = try Self.positions(filter, before: start, limit: page.limit + 1, on: connection)
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
    ) async throws(StoreError) -> [LedgerRow] {
        try await database.read { connection in
            let found = try SQLQuery(
                """
                SELECT sequence, correction FROM ledger_rows WHERE sequence > ? AND +time >= ? ORDER BY sequence LIMIT ?
                """,
                .integer(sequence),
                .integer(time ?? .min),
                .integer(Int64(PageRequest.limits.clamping(limit)))
            ).rows(on: connection)
            return try found.map { row in
                try Self.row(
                    try row.integer("sequence"),
                    correction: try row.optionalInteger("correction"),
                    on: connection
                )
            }
        }
    }

    private static func positions(
        _ filter: LedgerFilter,
        before start: LedgerPlace?,
        limit: Int,
        on connection: Database
    ) throws -> [Position] {
        let from = max(0, filter.from ?? 0)
        // The last moment that is meant, and of it what has a lower sequence number than this.
        var (last, sequence) = (Int64.max, Int64.max)
        if let to = filter.to { last = to == .min ? .min : to - 1 }
        if let start, start.time <= last { (last, sequence) = (start.time, start.sequence) }
        guard from <= last else { return [] }
        let range = [SQLQuery.Argument.integer(from), .integer(last), .integer(sequence)]
        let status = SQLQuery.Argument.optional(filter.status.map(Int64.init))
        var queries: [SQLQuery] = []
        if !filter.hasDimension {
            queries = [allPositions(range, status: filter.status, limit: limit)]
        } else {
            let dimensions = try dimensions(filter, limit: fewDimensions + 1, on: connection)
            if dimensions.count > fewDimensions {
                queries = [manyPositions(filter, range, status, limit: limit)]
            } else {
                queries = dimensions.map { Self.positions(of: $0, range, status, limit: limit) }
            }
        }
        var positions: [Position] = []
        for query in queries {
            try query.forEachRow(on: connection) { row in
                positions.append(
                    Position(
                        place: LedgerPlace(time: try row.integer("time"), sequence: try row.integer("sequence")),
                        correction: try row.optionalInteger("correction")
                    )
                )
                return true
            }
            // Kept short, so that memory has a bound however many dimensions there are.
            if queries.count > 1, positions.count > 8 * limit { positions = newest(positions, limit) }
        }
        return queries.count > 1 ? newest(positions, limit) : positions
    }

    private static func newest(_ positions: [Position], _ limit: Int) -> [Position] {
        Array(positions.sorted { $0.place > $1.place }.prefix(limit))
    }

    private static func allPositions(_ range: [SQLQuery.Argument], status: Int?, limit: Int) -> SQLQuery {
        guard let status else {
            return SQLQuery(
                """
                SELECT time, sequence, correction FROM ledger_rows
                WHERE time >= ? AND time <= ? AND (time < ? OR sequence < ?) ORDER BY time DESC, sequence DESC LIMIT ?
                """,
                range[0],
                range[1],
                range[1],
                range[2],
                .integer(Int64(limit))
            )
        }
        guard status >= 400 else {
            return SQLQuery(
                """
                SELECT time, sequence, correction FROM ledger_rows
                WHERE time >= ? AND time <= ? AND (time < ? OR sequence < ?) AND status = ?
                ORDER BY time DESC, sequence DESC LIMIT ?
                """,
                range[0],
                range[1],
                range[1],
                range[2],
                .integer(Int64(status)),
                .integer(Int64(limit))
            )
        }
        // Said once more in the words of the index of failures, which is small.
        return SQLQuery(
            """
            SELECT time, sequence, correction FROM ledger_rows
            WHERE time >= ? AND time <= ? AND (time < ? OR sequence < ?) AND status >= 400 AND status = ?
            ORDER BY time DESC, sequence DESC LIMIT ?
            """,
            range[0],
            range[1],
            range[1],
            range[2],
            .integer(Int64(status)),
            .integer(Int64(limit))
        )
    }

    private static func positions(
        of dimension: Int64,
        _ range: [SQLQuery.Argument],
        _ status: SQLQuery.Argument,
        limit: Int
    ) -> SQLQuery {
        SQLQuery(
            """
            SELECT time, sequence, correction FROM ledger_rows
            WHERE dimension = ? AND time >= ? AND time <= ? AND (time < ? OR sequence < ?)
            AND status = coalesce(?, status) ORDER BY time DESC, sequence DESC LIMIT ?
            """,
            .integer(dimension),
            range[0],
            range[1],
            range[1],
            range[2],
            status,
            .integer(Int64(limit))
        )
    }

    private static func manyPositions(
        _ filter: LedgerFilter,
        _ range: [SQLQuery.Argument],
        _ status: SQLQuery.Argument,
        limit: Int
    ) -> SQLQuery {
        // The plus keeps SQLite from sorting all rows of all dimensions.
        var query = SQLQuery(
            """
            SELECT time, sequence, correction FROM ledger_rows
            WHERE time >= ? AND time <= ? AND (time < ? OR sequence < ?) AND status = coalesce(?, status)
            AND +dimension IN (SELECT id FROM ledger_dimensions WHERE TRUE
            """,
            range[0],
            range[1],
            range[1],
            range[2],
            status
        )
        filter.appendConditions(to: &query)
        query.append(") ORDER BY time DESC, sequence DESC LIMIT ?", .integer(Int64(limit)))
        return query
    }

    private static func dimensions(_ filter: LedgerFilter, limit: Int, on connection: Database) throws -> [Int64] {
        var query = SQLQuery("SELECT id FROM ledger_dimensions WHERE TRUE")
        filter.appendConditions(to: &query)
        query.append("LIMIT ?", .integer(Int64(limit)))
        return try query.rows(on: connection).map { try $0.integer("id") }
    }
}

extension LedgerFilter {
    /// Whether it asks for more than times and a status.
    var hasDimension: Bool {
        organization != nil || teams != nil || project != nil || user != nil || key != nil || model != nil
            || provider != nil || tag != nil
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
