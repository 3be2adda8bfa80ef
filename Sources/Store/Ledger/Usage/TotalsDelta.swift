internal import GRDB
public import Governance
import Pricing

/// What the records of one segment come to by kind, while it is written.
struct TotalsDelta {
    private var places: [[UInt8]: Int] = [:]
    private var totals: [LedgerTotal] = []
    /// The kind of the record before, which is most often that of the next one.
    private var latest: (key: [UInt8], place: Int) = ([], 0)
    private var key: [UInt8] = []

    /// Adds a record.
    /// - Parameter index: its place in the batch.
    mutating func add(_ record: LedgerBatchRecord, at index: Int, of batch: LedgerBatch) throws {
        let place = try place(of: record, at: index, of: batch)
        totals[place].add(
            usage: record.usage,
            cost: record.figures.cost?.money,
            isHit: record.figures.isHit,
            savedExact: record.figures.savedExact.money,
            savedSemantic: record.figures.savedSemantic.money,
            savedPrompt: record.figures.savedPrompt.money
        )
    }

    private mutating func place(of record: LedgerBatchRecord, at index: Int, of batch: LedgerBatch) throws -> Int {
        record.writeKind(of: batch.bytes, to: &key)
        if key == latest.key { return latest.place }
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            guard case .record(let whole) = try batch.item(index) else {
                throw StoreError(.corrupt, "a record on its way into the ledger is none")
            }
            place = totals.endIndex
            totals.append(
                LedgerTotal(
                    LedgerTotal.Kind(
                        surface: LedgerColumns.text(whole.surface),
                        provider: LedgerColumns.text(whole.provider ?? ""),
                        model: LedgerColumns.text(whole.modelServed ?? ""),
                        status: whole.status
                    )
                )
            )
            places[key] = place
        }
        latest = (key, place)
        return place
    }

    /// Adds everything to what is stored.
    func write(on connection: Database) throws {
        guard !totals.isEmpty else { return }
        let statement = try SQLRepeated(
            """
            INSERT INTO ledger_totals (
                surface, provider, model, status, requests, input, cached_input, cache_write_5m, cache_write_1h, output,
                reasoning, cost_nano, cost_rest, unpriced, exact_nano, exact_rest, semantic_nano, semantic_rest,
                prompt_nano, prompt_rest, lost_nano, lost_rest
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (surface, provider, model, status) DO UPDATE SET
                requests = requests + excluded.requests,
                input = input + excluded.input,
                cached_input = cached_input + excluded.cached_input,
                cache_write_5m = cache_write_5m + excluded.cache_write_5m,
                cache_write_1h = cache_write_1h + excluded.cache_write_1h,
                output = output + excluded.output,
                reasoning = reasoning + excluded.reasoning,
                cost_nano = cost_nano + excluded.cost_nano,
                cost_rest = cost_rest + excluded.cost_rest,
                unpriced = unpriced + excluded.unpriced,
                exact_nano = exact_nano + excluded.exact_nano,
                exact_rest = exact_rest + excluded.exact_rest,
                semantic_nano = semantic_nano + excluded.semantic_nano,
                semantic_rest = semantic_rest + excluded.semantic_rest,
                prompt_nano = prompt_nano + excluded.prompt_nano,
                prompt_rest = prompt_rest + excluded.prompt_rest,
                lost_nano = lost_nano + excluded.lost_nano,
                lost_rest = lost_rest + excluded.lost_rest
            """,
            on: connection
        )
        for total in totals {
            let tokens = total.tokens
            let money = [total.cost, total.savedExact, total.savedSemantic, total.savedPrompt, total.lostPrompt]
                .map(LedgerAmount.sum(ofSegment:))
            try statement.run { values in
                try values.set(1, total.kind.surface)
                try values.set(2, total.kind.provider)
                try values.set(3, total.kind.model)
                let counts = [
                    total.kind.status, total.requests, tokens.input, tokens.cachedInput, tokens.cacheWrite5m,
                    tokens.cacheWrite1h, tokens.output, tokens.reasoning,
                ]
                for (offset, count) in counts.enumerated() { try values.set(CInt(4 + offset), Int64(count)) }
                try values.set(12, money[0].nano)
                try values.set(13, money[0].rest)
                try values.set(14, Int64(total.unpriced))
                for (offset, amount) in money.dropFirst().enumerated() {
                    try values.set(CInt(15 + 2 * offset), amount.nano)
                    try values.set(CInt(16 + 2 * offset), amount.rest)
                }
            }
        }
    }
}

extension SQLiteLedger {
    /// What all records come to. See ``LedgerStore/totals()``.
    public func totals() async throws(StoreError) -> LedgerTotals {
        try await database.read { connection in
            let kinds = try SQLQuery("SELECT * FROM ledger_totals ORDER BY number").rows(on: connection) { row in
                func count(_ column: String) throws -> Int { Int(try row.integer(column)) }
                func money(_ column: String) throws -> Money {
                    LedgerAmount.money(nano: try row.integer("\(column)_nano"), rest: try row.integer("\(column)_rest"))
                }
                var total = LedgerTotal(
                    LedgerTotal.Kind(
                        surface: try row.text("surface"),
                        provider: try row.text("provider"),
                        model: try row.text("model"),
                        status: try count("status")
                    )
                )
                total.requests = try count("requests")
                total.tokens.input = try count("input")
                total.tokens.cachedInput = try count("cached_input")
                total.tokens.cacheWrite5m = try count("cache_write_5m")
                total.tokens.cacheWrite1h = try count("cache_write_1h")
                total.tokens.output = try count("output")
                total.tokens.reasoning = try count("reasoning")
                total.cost = try money("cost")
                total.unpriced = try count("unpriced")
                total.savedExact = try money("exact")
                total.savedSemantic = try money("semantic")
                total.savedPrompt = try money("prompt")
                total.lostPrompt = try money("lost")
                return total
            }
            let teams = try SQLQuery("SELECT * FROM ledger_team_totals ORDER BY number").rows(on: connection) { row in
                LedgerTotals.Team(
                    name: try row.text("team"),
                    cost: LedgerAmount.money(nano: try row.integer("cost_nano"), rest: try row.integer("cost_rest"))
                )
            }
            return LedgerTotals(kinds: kinds, teams: teams)
        }
    }
}
