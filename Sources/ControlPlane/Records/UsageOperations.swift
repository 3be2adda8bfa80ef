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
                    ZoneText.parameter,
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
        let moment = filter?.from.map { Timestamp(nanoseconds: $0) } ?? services.now
        let offset = try ZoneText.offset(request, at: moment.seconds)
        let ledger = try services.openLedger
        guard let filter else { return .json(["rows": [], "total": .object(UsageText.json(UsageReport.Sums(), nil))]) }
        let report = try await storing { () async throws(StoreError) in
            try await ledger.usage(filter, by: grouping, offset: offset)
        }
        let currency = services.currency
        let rows = report.rows.map { row in
            var object: JSONObject = ["key": row.key.map { .string($0) } ?? .null]
            if let id = row.id { object.append("id", .string(id)) }
            for member in UsageText.json(row.sums, currency) { object.append(member.name, member.value) }
            return JSONValue.object(object)
        }
        var answer: JSONObject = ["rows": .array(rows), "total": .object(UsageText.json(report.total, currency))]
        if let currency { answer.append("currency", currency.rate) }
        return .json(.object(answer))
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
