import Governance
import JSONText
import Pricing
import Store

/// `GET /admin/v1/usage`.
struct UsageOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/usage",
                id: "getUsage",
                query: [
                    .init(
                        name: "group_by",
                        summary: "What usage is added up by; team where nothing is said.",
                        schema: .choice(UsageReport.Grouping.allCases.map(\.rawValue))
                    ),
                    .text(
                        "time_zone",
                        "Where days and hours begin: +09:00, or a name of the IANA database, whose offset at from (or"
                            + " now) counts throughout. UTC where nothing is said."
                    ),
                ] + RecordScope.filters,
                answer: .json(status: 200, .reference("Usage")),
                handle: usage
            )
        ]
    }

    private func usage(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let grouping = try request.query.choice("group_by", UsageReport.Grouping.self) ?? .team
        let filter = try RecordScope.filter(request, visibility)
        let offset = try offset(request, from: filter?.from)
        let ledger = try services.openLedger
        guard let filter else { return .json(["rows": [], "total": .object(Self.json(UsageReport.Sums(), nil))]) }
        let report = try await storing { () async throws(StoreError) in
            try await ledger.usage(filter, by: grouping, offset: offset)
        }
        let currency = services.currency
        let rows = report.rows.map { row in
            var object: JSONObject = ["key": row.key.map { .string($0) } ?? .null]
            if let id = row.id { object.append("id", .string(id)) }
            for member in Self.json(row.sums, currency) { object.append(member.name, member.value) }
            return JSONValue.object(object)
        }
        var answer: JSONObject = ["rows": .array(rows), "total": .object(Self.json(report.total, currency))]
        if let currency { answer.append("currency", currency.rate) }
        return .json(.object(answer))
    }

    private func offset(_ request: AdminRequest, from: Int64?) throws(AdminError) -> Int {
        guard let text = request.query["time_zone"] else { return 0 }
        if let offset = Self.offset(text) { return offset }
        guard text.utf8.count <= 64, let zone = ZoneRules(text) else {
            throw .parameter("time_zone", "It must be an offset such as +09:00 or a name such as Asia/Tokyo.")
        }
        let moment = from.map { Timestamp(nanoseconds: $0) } ?? services.now
        return Int(zone.offset(at: WallTime(seconds: moment.seconds)))
    }

    /// Seconds east of UTC: `+09:00`, `-03:30`, `Z`.
    private static func offset(_ text: String) -> Int? {
        if text == "Z" { return 0 }
        // In an address a plus sign that nobody escaped is a space.
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), [0x2B, 0x2D, 0x20].contains(bytes[0]) else { return nil }
        let digits = [1, 2, 4, 5].map { Int(bytes[$0]) - 48 }
        guard digits.allSatisfy((0...9).contains) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        return (bytes[0] == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func json(_ sums: UsageReport.Sums, _ currency: CurrencyText?) -> JSONObject {
        var object: JSONObject = [
            "requests": JSONValue(sums.requests), "errors": JSONValue(sums.errors),
            "input_tokens": JSONValue(sums.inputTokens), "output_tokens": JSONValue(sums.outputTokens),
            "cost_usd": .string(sums.cost.decimal), "cache_hits": JSONValue(sums.cacheHits),
            "semantic_hits": JSONValue(sums.semanticHits), "saved_usd": .string(sums.savings.total.decimal),
            "saved_exact_usd": .string(sums.savings.exact.decimal),
            "saved_semantic_usd": .string(sums.savings.semantic.decimal),
            "saved_prompt_cache_usd": .string(sums.savings.promptCache.decimal),
        ]
        if let currency {
            object.append("cost_display", currency.amount(sums.cost))
            object.append("saved_display", currency.amount(sums.savings.total))
        }
        // A sum that lacks something says so.
        if sums.unknownCosts > 0 { object.append("unpriced_requests", JSONValue(sums.unknownCosts)) }
        return object
    }
}

extension Services {
    /// The ledger, which is there where the gateway has a data folder.
    var openLedger: any LedgerStore {
        get throws(AdminError) {
            guard let ledger else { throw AdminError(503, .unavailable, "This gateway keeps no ledger.") }
            return ledger
        }
    }
}
