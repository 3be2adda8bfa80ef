internal import GRDB
public import Governance

extension SQLiteLedger {
    /// How many segments are checked in one reading of the database: the log cannot be emptied while one lasts.
    private static let segmentsAtOnce = 4

    /// Checks everything. See ``LedgerStore/verify(against:)``.
    public func verify(against anchors: [LedgerHead]) async throws(StoreError) -> LedgerVerification {
        var check = LedgerCheck(anchors: anchors)
        while check.problem == nil, !check.isAtEnd {
            let before = check
            check = try await database.read { connection in
                var check = before
                try check.checkSegments(atMost: Self.segmentsAtOnce, on: connection)
                return check
            }
        }
        var quarter: Int64? = 0
        while check.problem == nil, let from = quarter {
            let (tombstones, segment) = (check.tombstones, check.chain.head.segments)
            let (next, isRight) = try await database.read { connection in
                try Self.checkUsage(from: from, hasTombstones: tombstones > 0, on: connection)
            }
            if !isRight { check.problem = LedgerProblem(.index, segment: segment) }
            quarter = next
        }
        if check.problem == nil, try await !database.read({ try Self.areRollupsRight(on: $0) }) {
            check.problem = LedgerProblem(.index, segment: check.chain.head.segments)
        }
        return LedgerVerification(
            head: check.chain.head,
            rows: check.rows,
            tombstones: check.tombstones,
            problem: check.problem,
            setAside: try Journal.kept(in: database.folder)
        )
    }

    /// Checks the sums of some days against the rows. Where retention has taken rows there may be more in the sums.
    /// - Returns: where to go on, and whether they are right.
    private static func checkUsage(
        from quarter: Int64,
        hasTombstones: Bool,
        on connection: Database
    ) throws -> (next: Int64?, isRight: Bool) {
        let first = SQLQuery(
            """
            SELECT min(quarter) AS quarter FROM (
                SELECT min(quarter) AS quarter FROM ledger_usage WHERE quarter >= ?1
                UNION ALL SELECT min(minute) / 15 FROM ledger_minutes WHERE minute >= ?1 * 15
            )
            """,
            .integer(quarter)
        )
        guard let start = try first.row(on: connection)?.optionalInteger("quarter") else { return (nil, true) }
        let end = start + 96
        let wrong = try SQLQuery(
            """
            WITH summed AS (
                SELECT time / 900000000000 AS quarter, dimension, count(*) AS requests, sum(is_error) AS errors,
                    sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
                    coalesce(sum(cost_nano), 0) AS cost_nano, coalesce(sum(cost_rest), 0) AS cost_rest,
                    sum(cost_nano IS NULL) AS unknown_costs, sum(is_hit) AS hits, sum(saved_nano) AS saved_nano,
                    sum(saved_rest) AS saved_rest, sum(is_semantic_hit) AS semantic_hits,
                    sum(semantic_nano) AS semantic_nano, sum(semantic_rest) AS semantic_rest,
                    sum(prompt_nano) AS prompt_nano, sum(prompt_rest) AS prompt_rest
                FROM ledger_minutes CROSS JOIN ledger_rows ON sequence >= first AND sequence <= last
                WHERE minute >= ?1 * 15 AND minute < ?2 * 15 AND time / 60000000000 = minute GROUP BY 1, 2
            )
            SELECT 1 FROM summed LEFT JOIN ledger_usage AS kept USING (quarter, dimension)
            WHERE kept.requests IS NULL OR kept.requests < summed.requests OR kept.errors < summed.errors
                OR kept.input_tokens < summed.input_tokens OR kept.output_tokens < summed.output_tokens
                OR (NOT ?3 AND (
                    kept.requests <> summed.requests OR kept.errors <> summed.errors
                    OR kept.input_tokens <> summed.input_tokens OR kept.output_tokens <> summed.output_tokens
                    OR (kept.cost_nano - summed.cost_nano) * 1000000000 <> summed.cost_rest - kept.cost_rest
                    OR kept.unknown_costs <> summed.unknown_costs OR kept.hits <> summed.hits
                    OR (kept.saved_nano - summed.saved_nano) * 1000000000 <> summed.saved_rest - kept.saved_rest
                    OR kept.semantic_hits <> summed.semantic_hits
                    OR (kept.semantic_nano - summed.semantic_nano) * 1000000000
                        <> summed.semantic_rest - kept.semantic_rest
                    OR (kept.prompt_nano - summed.prompt_nano) * 1000000000 <> summed.prompt_rest - kept.prompt_rest
                ))
            UNION ALL
            SELECT 1 FROM ledger_usage AS kept LEFT JOIN summed USING (quarter, dimension)
            WHERE kept.quarter >= ?1 AND kept.quarter < ?2 AND summed.requests IS NULL AND NOT ?3
            LIMIT 1
            """,
            .integer(start),
            .integer(end),
            .integer(hasTombstones ? 1 : 0)
        ).row(on: connection)
        return (end, wrong == nil)
    }
}
