import GRDB
import Pricing

/// What comes to the sums of a quarter of an hour and a dimension.
struct UsageDelta: Hashable {
    private(set) var requests: Int64 = 0
    private(set) var errors: Int64 = 0
    private(set) var inputTokens: Int64 = 0
    private(set) var outputTokens: Int64 = 0
    private(set) var cost = Money.zero
    private(set) var unknownCosts: Int64 = 0
    private(set) var hits: Int64 = 0
    private(set) var semanticHits: Int64 = 0
    private(set) var savings = UsageReport.Savings()

    /// Adds a request.
    mutating func add(_ columns: LedgerFigures) {
        requests += 1
        errors += columns.isError ? 1 : 0
        inputTokens += columns.inputTokens
        outputTokens += columns.outputTokens
        change(to: columns.cost?.money)
        hits += columns.isHit ? 1 : 0
        semanticHits += columns.isSemanticHit ? 1 : 0
        var one = UsageReport.Savings()
        one.exact = columns.savedExact.money
        one.semantic = columns.savedSemantic.money
        one.promptCache = columns.savedPrompt.money
        savings.add(one)
    }

    /// Adds what others add up to.
    mutating func add(_ other: UsageDelta) {
        requests += other.requests
        errors += other.errors
        inputTokens += other.inputTokens
        outputTokens += other.outputTokens
        cost = Money(attos: cost.attos + other.cost.attos)
        unknownCosts += other.unknownCosts
        hits += other.hits
        semanticHits += other.semanticHits
        savings.add(other.savings)
    }

    /// Replaces a request's cost.
    mutating func change(from before: Money?, to after: Money?) {
        unknownCosts -= before == nil ? 1 : 0
        cost = Money(attos: cost.attos - (before?.attos ?? 0))
        change(to: after)
    }

    private mutating func change(to after: Money?) {
        unknownCosts += after == nil ? 1 : 0
        cost = Money(attos: cost.attos + (after?.attos ?? 0))
    }

    /// The same as a report has it.
    var sums: UsageReport.Sums {
        var sums = UsageReport.Sums()
        sums.requests = Int(requests)
        sums.errors = Int(errors)
        sums.inputTokens = Int(inputTokens)
        sums.outputTokens = Int(outputTokens)
        sums.cost = cost
        sums.unknownCosts = Int(unknownCosts)
        sums.cacheHits = Int(hits)
        sums.semanticHits = Int(semanticHits)
        sums.savings = savings
        return sums
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
            let (cost, exact) = (columns(delta.cost), columns(delta.savings.exact))
            let (semantic, prompt) = (columns(delta.savings.semantic), columns(delta.savings.promptCache))
            try statement.run { values in
                try values.set(1, quarter)
                try values.set(2, dimension)
                try values.set(3, delta.requests)
                try values.set(4, delta.errors)
                try values.set(5, delta.inputTokens)
                try values.set(6, delta.outputTokens)
                try values.set(7, cost.nano)
                try values.set(8, cost.rest)
                try values.set(9, delta.unknownCosts)
                try values.set(10, delta.hits)
                try values.set(11, exact.nano)
                try values.set(12, exact.rest)
                try values.set(13, delta.semanticHits)
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
