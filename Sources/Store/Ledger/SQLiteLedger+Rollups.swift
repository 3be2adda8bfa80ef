internal import GRDB

extension SQLiteLedger {
    /// How long after its end a day is taken in, in quarters of an hour: what comes later changes the sums one by one.
    private static let patience: Int64 = 4

    /// Adds days that are over up. See ``LedgerStore/rollUp(before:)``.
    @discardableResult
    public func rollUp(before time: Int64) async throws(StoreError) -> Int {
        let end = max(0, time) / LedgerFigures.quarter - Self.patience
        var days = 0
        while try await database.write({ try Self.rollDay(before: end, on: $0) }) { days += 1 }
        return days
    }

    /// Takes in the next day.
    /// - Returns: whether there was one.
    private static func rollDay(before end: Int64, on connection: Database) throws -> Bool {
        let rolled = try rolledQuarter(on: connection)
        let next = SQLQuery("SELECT min(quarter) AS quarter FROM ledger_usage WHERE quarter >= ?", .integer(rolled))
        guard let quarter = try next.row(on: connection)?.optionalInteger("quarter") else { return false }
        let day = quarter / UsageSources.quartersInDay
        let (first, last) = (day * UsageSources.quartersInDay, (day + 1) * UsageSources.quartersInDay)
        guard last <= end else { return false }
        for statement in rollStatements {
            try SQLQuery(statement, .integer(first), .integer(last)).run(on: connection)
        }
        try SQLQuery("UPDATE ledger_rolled SET quarter = ?", .integer(last)).run(on: connection)
        return true
    }

    /// Up to which quarter of an hour sums of hours and days are kept.
    static func rolledQuarter(on connection: Database) throws -> Int64 {
        guard let row = try SQLQuery("SELECT quarter FROM ledger_rolled").row(on: connection) else {
            throw StoreError(.corrupt, "the ledger does not say what is added up: restore a backup")
        }
        return try row.integer("quarter")
    }

    private static let rollStatements: [StaticString] = [
        """
        INSERT INTO ledger_hours
        SELECT dimension, quarter / 4, sum(requests), sum(errors), sum(input_tokens), sum(output_tokens), sum(cost_nano),
            sum(cost_rest), sum(unknown_costs), sum(hits), sum(saved_nano), sum(saved_rest), sum(semantic_hits),
            sum(semantic_nano), sum(semantic_rest), sum(prompt_nano), sum(prompt_rest)
        FROM ledger_usage WHERE quarter >= ? AND quarter < ? GROUP BY dimension, quarter / 4
        """,
        """
        INSERT INTO ledger_days
        SELECT dimension, quarter / 96, sum(requests), sum(errors), sum(input_tokens), sum(output_tokens), sum(cost_nano),
            sum(cost_rest), sum(unknown_costs), sum(hits), sum(saved_nano), sum(saved_rest), sum(semantic_hits),
            sum(semantic_nano), sum(semantic_rest), sum(prompt_nano), sum(prompt_rest)
        FROM ledger_usage WHERE quarter >= ? AND quarter < ? GROUP BY dimension, quarter / 96
        """,
        """
        INSERT INTO ledger_quarters
        SELECT quarter, sum(requests), sum(errors), sum(input_tokens), sum(output_tokens), sum(cost_nano),
            sum(cost_rest), sum(unknown_costs), sum(hits), sum(saved_nano), sum(saved_rest), sum(semantic_hits),
            sum(semantic_nano), sum(semantic_rest), sum(prompt_nano), sum(prompt_rest)
        FROM ledger_usage WHERE quarter >= ? AND quarter < ? GROUP BY quarter
        """,
    ]

    /// Whether the sums of hours and days are those of the quarters.
    static func areRollupsRight(on connection: Database) throws -> Bool {
        let rolled = try rolledQuarter(on: connection)
        for statement in checkStatements {
            if try SQLQuery(statement, .integer(rolled)).row(on: connection) != nil { return false }
        }
        return true
    }

    private static let checkStatements: [StaticString] = [
        """
        SELECT 1 FROM (
            SELECT dimension, quarter / 4 AS slot, sum(requests) AS requests, sum(errors) AS errors,
                sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_nano) AS cost, sum(cost_rest) AS rest,
                sum(unknown_costs) + sum(hits) + sum(saved_nano) + sum(saved_rest) + sum(semantic_hits) AS more,
                sum(semantic_nano) + sum(semantic_rest) + sum(prompt_nano) + sum(prompt_rest) AS most
            FROM ledger_usage WHERE quarter < ?1 GROUP BY 1, 2
            UNION ALL
            SELECT dimension, hour, -requests, -errors, -input_tokens, -output_tokens, -cost_nano, -cost_rest,
                -(unknown_costs + hits + saved_nano + saved_rest + semantic_hits),
                -(semantic_nano + semantic_rest + prompt_nano + prompt_rest)
            FROM ledger_hours
        ) GROUP BY dimension, slot HAVING sum(requests) <> 0 OR sum(errors) <> 0 OR sum(input) <> 0 OR sum(output) <> 0
            OR sum(cost) <> 0 OR sum(rest) <> 0 OR sum(more) <> 0 OR sum(most) <> 0 LIMIT 1
        """,
        """
        SELECT 1 FROM (
            SELECT dimension, hour / 24 AS slot, sum(requests) AS requests, sum(errors) AS errors,
                sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_nano) AS cost, sum(cost_rest) AS rest,
                sum(unknown_costs) + sum(hits) + sum(saved_nano) + sum(saved_rest) + sum(semantic_hits) AS more,
                sum(semantic_nano) + sum(semantic_rest) + sum(prompt_nano) + sum(prompt_rest) AS most
            FROM ledger_hours WHERE hour < ?1 GROUP BY 1, 2
            UNION ALL
            SELECT dimension, day, -requests, -errors, -input_tokens, -output_tokens, -cost_nano, -cost_rest,
                -(unknown_costs + hits + saved_nano + saved_rest + semantic_hits),
                -(semantic_nano + semantic_rest + prompt_nano + prompt_rest)
            FROM ledger_days
        ) GROUP BY dimension, slot HAVING sum(requests) <> 0 OR sum(errors) <> 0 OR sum(input) <> 0 OR sum(output) <> 0
            OR sum(cost) <> 0 OR sum(rest) <> 0 OR sum(more) <> 0 OR sum(most) <> 0 LIMIT 1
        """,
        """
        SELECT 1 FROM (
            SELECT quarter AS slot, sum(requests) AS requests, sum(errors) AS errors,
                sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_nano) AS cost, sum(cost_rest) AS rest,
                sum(unknown_costs) + sum(hits) + sum(saved_nano) + sum(saved_rest) + sum(semantic_hits) AS more,
                sum(semantic_nano) + sum(semantic_rest) + sum(prompt_nano) + sum(prompt_rest) AS most
            FROM ledger_usage WHERE quarter < ?1 GROUP BY 1
            UNION ALL
            SELECT quarter, -requests, -errors, -input_tokens, -output_tokens, -cost_nano, -cost_rest,
                -(unknown_costs + hits + saved_nano + saved_rest + semantic_hits),
                -(semantic_nano + semantic_rest + prompt_nano + prompt_rest)
            FROM ledger_quarters
        ) GROUP BY slot HAVING sum(requests) <> 0 OR sum(errors) <> 0 OR sum(input) <> 0 OR sum(output) <> 0
            OR sum(cost) <> 0 OR sum(rest) <> 0 OR sum(more) <> 0 OR sum(most) <> 0 LIMIT 1
        """,
    ]
}
