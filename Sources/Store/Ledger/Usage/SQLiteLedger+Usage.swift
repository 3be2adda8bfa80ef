internal import GRDB
internal import Governance
internal import Pricing

extension SQLiteLedger {
    /// Adds usage up. See ``LedgerStore/usage(_:by:offset:)``.
    ///
    /// Whole quarters of an hour come from sums that are kept as records come, hours and days from those that are kept when
    /// they are over; what is left at both ends of the time comes from the records themselves.
    public func usage(
        _ filter: LedgerFilter,
        by grouping: UsageReport.Grouping,
        offset: Int
    ) async throws(StoreError) -> UsageReport {
        try UsageReport.check(offset: offset)
        let window = UsageWindow(from: filter.from, to: filter.to)
        return try await database.read { connection in
            var rows: [UsageReport.Row] = []
            let rolled = try Self.rolledQuarter(on: connection)
            let (isPlain, step) = (grouping.step != nil && !filter.hasDimension, grouping.step)
            let longest = UsageSources.Longest(step: step, offset: offset, isPlain: isPlain)
            let sources = UsageSources(window, rolled: rolled, longest: longest)
            let query = Self.query(filter, window, sources, by: grouping, offset: offset, isPlain: isPlain)
            try query.forEachRow(on: connection) { row in
                rows.append(try Self.group(row, by: grouping, offset: offset))
                return true
            }
            var total = UsageReport.Sums()
            if grouping == .tag {
                var query = SQLQuery("SELECT NULL AS name, NULL AS id,")
                query.append(UsageColumns.sums)
                Self.appendSource(filter, window, sources, to: &query)
                if let row = try query.row(on: connection) { total = try Self.sums(row) }
            } else {
                for row in rows { total.add(row.sums) }
            }
            return UsageReport(rows: rows, total: total)
        }
    }

    private static func query(
        _ filter: LedgerFilter,
        _ window: UsageWindow,
        _ sources: UsageSources,
        by grouping: UsageReport.Grouping,
        offset: Int,
        isPlain: Bool
    ) -> SQLQuery {
        var query: SQLQuery
        switch grouping {
        case .team: query = SQLQuery("SELECT team AS name, NULL AS id,")
        case .key: query = SQLQuery("SELECT max(key_name) AS name, key_id AS id,")
        case .model: query = SQLQuery("SELECT model AS name, NULL AS id,")
        case .provider: query = SQLQuery("SELECT provider AS name, NULL AS id,")
        case .project: query = SQLQuery("SELECT project AS name, NULL AS id,")
        case .user: query = SQLQuery("SELECT user AS name, NULL AS id,")
        case .tag: query = SQLQuery("SELECT tags.tag AS name, NULL AS id,")
        case .day:
            query = SQLQuery("SELECT (parts.quarter * 900 + ?) / 86400 AS slot,", .integer(Int64(offset)))
        case .hour: query = SQLQuery("SELECT (parts.quarter * 900 + ?) / 3600 AS slot,", .integer(Int64(offset)))
        }
        query.append(UsageColumns.sums)
        appendSource(filter, window, sources, byTag: grouping == .tag, isPlain: isPlain, to: &query)
        switch grouping {
        case .team: query.append("GROUP BY team ORDER BY team")
        case .key: query.append("GROUP BY key_id ORDER BY name, key_id")
        case .model: query.append("GROUP BY model ORDER BY model")
        case .provider: query.append("GROUP BY provider ORDER BY provider")
        case .project: query.append("GROUP BY project ORDER BY project")
        case .user: query.append("GROUP BY user ORDER BY user")
        case .tag: query.append("GROUP BY tags.tag ORDER BY tags.tag")
        case .day, .hour: query.append("GROUP BY slot ORDER BY slot")
        }
        return query
    }

    /// Appends where sums come from.
    /// - Parameters:
    ///   - sources: which of the kept sums.
    ///   - isPlain: whether nothing but the time is asked about, so that sums of all together will do.
    static func appendSource(
        _ filter: LedgerFilter,
        _ window: UsageWindow,
        _ sources: UsageSources,
        byTag: Bool = false,
        isPlain: Bool = false,
        to query: inout SQLQuery
    ) {
        query.append("FROM ( SELECT quarter, dimension,")
        query.append(UsageColumns.names)
        query.append("FROM ledger_usage WHERE FALSE")
        for quarters in sources.quarters {
            query.append("UNION ALL SELECT quarter, dimension,")
            query.append(UsageColumns.names)
            query.append(
                "FROM ledger_usage WHERE quarter >= ? AND quarter < ?",
                .integer(quarters.lowerBound),
                .integer(quarters.upperBound)
            )
        }
        if !sources.quartersOfAll.isEmpty {
            query.append("UNION ALL SELECT quarter, 0,")
            query.append(UsageColumns.names)
            query.append(
                "FROM ledger_quarters WHERE quarter >= ? AND quarter < ?",
                .integer(sources.quartersOfAll.lowerBound),
                .integer(sources.quartersOfAll.upperBound)
            )
        }
        for hours in sources.hours {
            query.append("UNION ALL SELECT hour * 4, dimension,")
            query.append(UsageColumns.names)
            query.append(
                """
                FROM ledger_dimensions CROSS JOIN ledger_hours
                ON ledger_hours.dimension = ledger_dimensions.id AND hour >= ? AND hour < ? WHERE TRUE
                """,
                .integer(hours.lowerBound),
                .integer(hours.upperBound)
            )
            filter.appendConditions(to: &query)
        }
        if !sources.days.isEmpty {
            query.append("UNION ALL SELECT day * 96, dimension,")
            query.append(UsageColumns.names)
            query.append(
                """
                FROM ledger_dimensions CROSS JOIN ledger_days
                ON ledger_days.dimension = ledger_dimensions.id AND day >= ? AND day < ? WHERE TRUE
                """,
                .integer(sources.days.lowerBound),
                .integer(sources.days.upperBound)
            )
            filter.appendConditions(to: &query)
        }
        for edge in window.edges {
            query.append(
                """
                UNION ALL SELECT time / 900000000000, dimension, 1, is_error, input_tokens, output_tokens,
                    coalesce(cost_nano, 0), coalesce(cost_rest, 0), cost_nano IS NULL, is_hit, saved_nano, saved_rest,
                    is_semantic_hit, semantic_nano, semantic_rest, prompt_nano, prompt_rest
                FROM ledger_minutes CROSS JOIN ledger_rows ON sequence >= first AND sequence <= last
                WHERE minute >= ? AND minute <= ? AND time / 60000000000 = minute AND time >= ? AND time < ?
                """,
                .integer(edge.lowerBound / LedgerFigures.minute),
                .integer(edge.upperBound / LedgerFigures.minute),
                .integer(edge.lowerBound),
                .integer(edge.upperBound)
            )
        }
        guard !isPlain else {
            query.append(") AS parts WHERE TRUE")
            return
        }
        query.append(") AS parts JOIN ledger_dimensions ON ledger_dimensions.id = parts.dimension")
        if byTag { query.append("JOIN ledger_dimension_tags AS tags ON tags.dimension = parts.dimension") }
        query.append("WHERE TRUE")
        filter.appendConditions(to: &query)
    }

    private static func group(_ row: SQLRow, by grouping: UsageReport.Grouping, offset: Int) throws -> UsageReport.Row {
        let sums = try sums(row)
        switch grouping {
        case .day, .hour:
            let slot = grouping == .day ? UsageSlot.day : .hour
            return UsageReport.Row(key: slot.text(try row.integer("slot"), offset: offset), sums: sums)
        default: return UsageReport.Row(key: try row.optionalText("name"), id: try row.optionalText("id"), sums: sums)
        }
    }

    /// Reads ``UsageColumns/sums``.
    static func sums(_ row: SQLRow) throws -> UsageReport.Sums {
        func money(_ nano: String, _ rest: String) throws -> Money {
            LedgerAmount.money(nano: try row.integer(nano), rest: try row.integer(rest))
        }
        var sums = UsageReport.Sums()
        sums.requests = Int(try row.integer("requests"))
        sums.errors = Int(try row.integer("errors"))
        sums.inputTokens = Int(try row.integer("input_tokens"))
        sums.outputTokens = Int(try row.integer("output_tokens"))
        sums.cost = try money("cost_nano", "cost_rest")
        sums.unknownCosts = Int(try row.integer("unknown_costs"))
        sums.cacheHits = Int(try row.integer("hits"))
        sums.semanticHits = Int(try row.integer("semantic_hits"))
        sums.savings.exact = try money("saved_nano", "saved_rest")
        sums.savings.semantic = try money("semantic_nano", "semantic_rest")
        sums.savings.promptCache = try money("prompt_nano", "prompt_rest")
        return sums
    }
}

extension UsageReport.Grouping {
    /// How long its groups are, in seconds; `nil` where they are none of time.
    fileprivate var step: Int64? {
        switch self {
        case .hour: 3600
        case .day: 86_400
        case .team, .key, .model, .provider, .project, .user, .tag: nil
        }
    }
}
