import GRDB
import Pricing

/// What comes to the sums of a quarter of an hour and a dimension.
struct UsageDelta: Hashable {
    private(set) var sums = UsageReport.Sums()

    /// Adds a request.
    mutating func add(_ columns: LedgerFigures) {
        sums.requests += 1
        sums.errors += columns.isError ? 1 : 0
        sums.inputTokens += Int(columns.inputTokens)
        sums.outputTokens += Int(columns.outputTokens)
        change(to: columns.cost?.money)
        sums.cacheHits += columns.isHit ? 1 : 0
        sums.semanticHits += columns.isSemanticHit ? 1 : 0
        var savings = UsageReport.Savings()
        savings.exact = columns.savedExact.money
        savings.semantic = columns.savedSemantic.money
        savings.promptCache = columns.savedPrompt.money
        sums.savings.add(savings)
    }

    /// Adds what others add up to.
    mutating func add(_ other: UsageDelta) { sums.add(other.sums) }

    /// Replaces a request's cost.
    mutating func change(from before: Money?, to after: Money?) {
        sums.unknownCosts -= before == nil ? 1 : 0
        sums.cost = Money(attos: sums.cost.attos - (before?.attos ?? 0))
        change(to: after)
    }

    private mutating func change(to after: Money?) {
        sums.unknownCosts += after == nil ? 1 : 0
        sums.cost = Money(attos: sums.cost.attos + (after?.attos ?? 0))
    }

    /// Adds sums to what is stored.
    static func write(_ deltas: [(quarter: Int64, dimension: Int64, delta: UsageDelta)], on connection: Database) throws
    {
        let statement = try SQLRepeated(
            """
            INSERT INTO ledger_usage (
                quarter, dimension, requests, errors, input_tokens, output_tokens, cost_nano, cost_rest, unknown_costs,
                hits, saved_nano, saved_rest, semantic_hits, semantic_nano, semantic_rest, prompt_nano, prompt_rest
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (quarter, dimension) DO UPDATE SET
                requests = requests + excluded.requests,
                errors = errors + excluded.errors,
                input_tokens = input_tokens + excluded.input_tokens,
                output_tokens = output_tokens + excluded.output_tokens,
                cost_nano = cost_nano + excluded.cost_nano,
                cost_rest = cost_rest + excluded.cost_rest,
                unknown_costs = unknown_costs + excluded.unknown_costs,
                hits = hits + excluded.hits,
                saved_nano = saved_nano + excluded.saved_nano,
                saved_rest = saved_rest + excluded.saved_rest,
                semantic_hits = semantic_hits + excluded.semantic_hits,
                semantic_nano = semantic_nano + excluded.semantic_nano,
                semantic_rest = semantic_rest + excluded.semantic_rest,
                prompt_nano = prompt_nano + excluded.prompt_nano,
                prompt_rest = prompt_rest + excluded.prompt_rest
            """,
            on: connection
        )
        for (quarter, dimension, delta) in deltas {
            let sums = delta.sums
            let (cost, exact) = (columns(sums.cost), columns(sums.savings.exact))
            let (semantic, prompt) = (columns(sums.savings.semantic), columns(sums.savings.promptCache))
            try statement.run { values in
                try values.set(1, quarter)
                try values.set(2, dimension)
                try values.set(3, Int64(sums.requests))
                try values.set(4, Int64(sums.errors))
                try values.set(5, Int64(sums.inputTokens))
                try values.set(6, Int64(sums.outputTokens))
                try values.set(7, cost.nano)
                try values.set(8, cost.rest)
                try values.set(9, Int64(sums.unknownCosts))
                try values.set(10, Int64(sums.cacheHits))
                try values.set(11, exact.nano)
                try values.set(12, exact.rest)
                try values.set(13, Int64(sums.semanticHits))
                try values.set(14, semantic.nano)
                try values.set(15, semantic.rest)
                try values.set(16, prompt.nano)
                try values.set(17, prompt.rest)
            }
        }
    }

    /// A segment's sum in two columns; within 64 bits, because a segment has at most 4,000 amounts of at most a million dollars.
    private static func columns(_ money: Money) -> (nano: Int64, rest: Int64) {
        let (quotient, remainder) = money.attos.quotientAndRemainder(dividingBy: 1_000_000_000)
        return (Int64(truncatingIfNeeded: quotient), Int64(truncatingIfNeeded: remainder))
    }
}
