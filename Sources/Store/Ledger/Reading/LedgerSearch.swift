import GRDB
import Governance

/// Finds the newest records that pass a filter, minute after minute back in time.
struct LedgerSearch {
    /// Up to so many dimensions are looked for one by one, each where it stands; beyond, every minute is gone through.
    private static let fewDimensions = 256

    private let filter: LedgerFilter
    private let connection: Database
    private let from: Int64
    /// The last moment that is meant, and of it what has a lower sequence number than this.
    private let last: Int64
    private let sequence: Int64

    /// - Parameter start: records come before this place; `nil` for the newest ones.
    init(_ filter: LedgerFilter, before start: LedgerPlace?, on connection: Database) {
        self.filter = filter
        self.connection = connection
        from = max(0, filter.from ?? 0)
        let end = filter.to.map { $0 == .min ? .min : $0 - 1 } ?? .max
        (last, sequence) = if let start, start.time <= end { (start.time, start.sequence) } else { (end, .max) }
    }

    /// The places of the records, the newest first.
    func positions(limit: Int) throws -> [LedgerPosition] {
        guard from <= last else { return [] }
        // What guardrails found has indexes of its own, unless few are asked about.
        if filter.hasGuard, !filter.hasDimension { return try guarded(limit: limit) }
        // Failures have an index of their own, which is small.
        if let status = filter.status, status >= 400, !filter.hasDimension { return try failures(limit: limit) }
        let dimensions = try filter.hasDimension ? dimensions() : nil
        let isFew = dimensions.map { $0.count <= Self.fewDimensions } ?? false
        var stretches = try LedgerStretches(
            of: isFew ? dimensions : nil,
            in: from / LedgerFigures.minute...last / LedgerFigures.minute,
            on: connection
        )
        var positions: [LedgerPosition] = []
        while positions.count < limit {
            let minute = try stretches.next()
            guard !minute.isEmpty else { break }
            var found: [LedgerPosition] = []
            for stretch in minute {
                try append(
                    query(stretch, isAmongMany: filter.hasDimension && !isFew, limit - positions.count),
                    to: &found
                )
            }
            if minute.count > 1 { found.sort { $0.place > $1.place } }
            positions += found.prefix(limit - positions.count)
        }
        return positions
    }

    private func query(_ stretch: LedgerStretches.Stretch, isAmongMany: Bool, _ limit: Int) -> SQLQuery {
        let start = stretch.minute.multipliedReportingOverflow(by: LedgerFigures.minute).partialValue
        let (end, isBeyond) = start.addingReportingOverflow(LedgerFigures.minute - 1)
        var query = SQLQuery(
            """
            SELECT time, sequence, correction FROM ledger_rows
            WHERE sequence >= ? AND sequence <= ? AND time >= ? AND time <= ? AND (time < ? OR sequence < ?)
            """,
            .integer(stretch.first),
            .integer(stretch.last),
            .integer(max(from, start)),
            .integer(isBeyond ? last : min(last, end)),
            .integer(last),
            .integer(sequence)
        )
        if let status = filter.status { query.append("AND status = ?", .integer(Int64(status))) }
        if let dimension = stretch.dimension { query.append("AND dimension = ?", .integer(dimension)) }
        if filter.hasGuard {
            query.append("AND EXISTS (SELECT 1 FROM ledger_guards AS found WHERE found.sequence = ledger_rows.sequence")
            filter.appendGuardConditions(to: &query)
            query.append(")")
        }
        if isAmongMany {
            query.append("AND dimension IN (SELECT id FROM ledger_dimensions WHERE TRUE")
            filter.appendConditions(to: &query)
            query.append(")")
        }
        query.append("ORDER BY time DESC, sequence DESC LIMIT ?", .integer(Int64(limit)))
        return query
    }

    private func failures(limit: Int) throws -> [LedgerPosition] {
        var positions: [LedgerPosition] = []
        // Said once more in the words of the index.
        let query = SQLQuery(
            """
            SELECT time, sequence, correction FROM ledger_rows
            WHERE time >= ? AND time <= ? AND (time < ? OR sequence < ?) AND status >= 400 AND status = ?
            ORDER BY time DESC, sequence DESC LIMIT ?
            """,
            .integer(from),
            .integer(last),
            .integer(last),
            .integer(sequence),
            .integer(Int64(filter.status ?? 0)),
            .integer(Int64(limit))
        )
        try append(query, to: &positions)
        return positions
    }

    private func guarded(limit: Int) throws -> [LedgerPosition] {
        var positions: [LedgerPosition] = []
        var query = SQLQuery(
            """
            SELECT DISTINCT found.time, found.sequence, correction FROM ledger_guards AS found
            CROSS JOIN ledger_rows ON ledger_rows.sequence = found.sequence
            WHERE found.time >= ? AND found.time <= ? AND (found.time < ? OR found.sequence < ?)
            """,
            .integer(from),
            .integer(last),
            .integer(last),
            .integer(sequence)
        )
        filter.appendGuardConditions(to: &query)
        if let status = filter.status { query.append("AND status = ?", .integer(Int64(status))) }
        query.append("ORDER BY found.time DESC, found.sequence DESC LIMIT ?", .integer(Int64(limit)))
        try append(query, to: &positions)
        return positions
    }

    private func append(_ query: SQLQuery, to positions: inout [LedgerPosition]) throws {
        try query.forEachRow(on: connection) { row in
            positions.append(
                LedgerPosition(
                    place: LedgerPlace(time: try row.integer("time"), sequence: try row.integer("sequence")),
                    correction: try row.optionalInteger("correction")
                )
            )
            return true
        }
    }

    private func dimensions() throws -> [Int64] {
        var query = SQLQuery("SELECT id FROM ledger_dimensions WHERE TRUE")
        filter.appendConditions(to: &query)
        query.append("LIMIT ?", .integer(Int64(Self.fewDimensions + 1)))
        return try query.rows(on: connection).map { try $0.integer("id") }
    }
}
