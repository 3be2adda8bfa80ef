internal import GRDB

extension SQLiteLedger {
    /// Adds usage up over time. See ``LedgerStore/series(_:by:of:offset:)``.
    ///
    /// Hours and days come from the sums that are kept, but for what is left at both ends of the time; minutes
    /// from the records.
    public func series(
        _ filter: LedgerFilter,
        by step: UsageSeries.Step,
        of division: UsageSeries.Division?,
        offset: Int
    ) async throws(StoreError) -> [UsageSeries.Part] {
        try UsageSeries.check(division, offset: offset)
        if let division, division.groups.isEmpty { return [] }
        return try await database.read { connection in
            let rolled = try Self.rolledQuarter(on: connection)
            return try Self.query(filter, step, division, offset: offset, rolled: rolled).rows(on: connection) { row in
                let slot = try row.integer("slot")
                return UsageSeries.Part(
                    start: slot * step.seconds - (step == .minute ? 0 : Int64(offset)),
                    group: try row.optionalText("name"),
                    sums: try Self.sums(row)
                )
            }
        }
    }

    private static func query(
        _ filter: LedgerFilter,
        _ step: UsageSeries.Step,
        _ division: UsageSeries.Division?,
        offset: Int,
        rolled: Int64
    ) -> SQLQuery {
        var query: SQLQuery
        switch step {
        case .minute: query = SQLQuery("SELECT parts.quarter AS slot,")
        case .hour: query = SQLQuery("SELECT (parts.quarter * 900 + ?) / 3600 AS slot,", .integer(Int64(offset)))
        case .day: query = SQLQuery("SELECT (parts.quarter * 900 + ?) / 86400 AS slot,", .integer(Int64(offset)))
        }
        let column = division.map { Self.column(of: $0.grouping) } ?? "NULL"
        query.append(column)
        query.append("AS name,")
        query.append(UsageColumns.sums)
        let isByTag = division?.grouping == .tag
        if step == .minute {
            appendMinutes(filter, byTag: isByTag, to: &query)
        } else {
            let isPlain = division == nil && !filter.hasDimension
            let longest = UsageSources.Longest(step: step.seconds, offset: offset, isPlain: isPlain)
            let window = UsageWindow(from: filter.from, to: filter.to)
            let sources = UsageSources(window, rolled: rolled, longest: longest)
            appendSource(filter, window, sources, byTag: isByTag, isPlain: isPlain, to: &query)
        }
        if let division {
            let names = Set(division.groups.compactMap(\.self))
            query.append("AND (FALSE")
            if !names.isEmpty {
                query.append("OR (TRUE")
                query.appendCondition(column, isOneOf: names)
                query.append(")")
            }
            if division.groups.contains(nil) {
                query.append("OR")
                query.append(column)
                query.append("IS NULL")
            }
            query.append(")")
        }
        query.append("GROUP BY slot, name ORDER BY slot, name")
        return query
    }

    private static func column(of grouping: UsageReport.Grouping) -> StaticString {
        switch grouping {
        case .team: "team"
        case .key: "key_id"
        case .model: "model"
        case .provider: "provider"
        case .project: "project"
        case .user: "user"
        case .tag: "tags.tag"
        case .day, .hour: "NULL"
        }
    }

    /// Appends where the sums of minutes come from; they stand where those of quarters do.
    private static func appendMinutes(_ filter: LedgerFilter, byTag: Bool, to query: inout SQLQuery) {
        let (from, to) = (max(0, filter.from ?? 0), filter.to ?? .max)
        query.append(
            """
            FROM (
                SELECT time / 60000000000 AS quarter, dimension, 1 AS requests, is_error AS errors, input_tokens,
                    output_tokens, coalesce(cost_nano, 0) AS cost_nano, coalesce(cost_rest, 0) AS cost_rest,
                    cost_nano IS NULL AS unknown_costs, is_hit AS hits, saved_nano, saved_rest,
                    is_semantic_hit AS semantic_hits, semantic_nano, semantic_rest, prompt_nano, prompt_rest
                FROM ledger_minutes CROSS JOIN ledger_rows ON sequence >= first AND sequence <= last
                WHERE minute >= ? AND minute <= ? AND time / 60000000000 = minute AND time >= ? AND time < ?
            ) AS parts JOIN ledger_dimensions ON ledger_dimensions.id = parts.dimension
            """,
            .integer(from / LedgerFigures.minute),
            .integer(to / LedgerFigures.minute),
            .integer(from),
            .integer(to)
        )
        if byTag { query.append("JOIN ledger_dimension_tags AS tags ON tags.dimension = parts.dimension") }
        query.append("WHERE TRUE")
        filter.appendConditions(to: &query)
    }
}
