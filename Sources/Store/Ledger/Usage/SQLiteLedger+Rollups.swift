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
        for rollup in rollups {
            var query = SQLQuery(rollup.target)
            query.append(UsageColumns.sums)
            query.append("FROM ledger_usage WHERE quarter >= ? AND quarter < ?", .integer(first), .integer(last))
            query.append(rollup.grouping)
            try query.run(on: connection)
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

    /// What sums of quarters are added up to.
    private static let rollups: [(target: StaticString, grouping: StaticString)] = [
        ("INSERT INTO ledger_hours SELECT dimension, quarter / 4,", "GROUP BY dimension, quarter / 4"),
        ("INSERT INTO ledger_days SELECT dimension, quarter / 96,", "GROUP BY dimension, quarter / 96"),
        ("INSERT INTO ledger_quarters SELECT quarter,", "GROUP BY quarter"),
    ]

    /// Whether the sums of hours and days are those of the quarters.
    static func areRollupsRight(on connection: Database) throws -> Bool {
        let rolled = try rolledQuarter(on: connection)
        for check in checks {
            var query = SQLQuery("SELECT 1 FROM (")
            query.append(check.slot)
            query.append(UsageColumns.sums)
            query.append(check.parts, .integer(rolled))
            query.append("GROUP BY 1, 2 UNION ALL SELECT")
            query.append(check.kept)
            query.append(UsageColumns.negated)
            query.append(check.table)
            query.append(") GROUP BY dimension, slot HAVING")
            query.append(UsageColumns.isAnySumLeft)
            query.append("LIMIT 1")
            if try query.hasRow(on: connection) { return false }
        }
        return true
    }

    /// Sums that are kept, and those of which they are the sums.
    private static let checks: [(slot: StaticString, parts: StaticString, kept: StaticString, table: StaticString)] = [
        (
            "SELECT dimension, quarter / 4 AS slot,", "FROM ledger_usage WHERE quarter < ?",
            "dimension, hour,", "FROM ledger_hours"
        ),
        (
            "SELECT dimension, hour / 24 AS slot,", "FROM ledger_hours WHERE hour * 4 < ?",
            "dimension, day,", "FROM ledger_days"
        ),
        (
            "SELECT 0 AS dimension, quarter AS slot,", "FROM ledger_usage WHERE quarter < ?",
            "0, quarter,", "FROM ledger_quarters"
        ),
    ]
}
