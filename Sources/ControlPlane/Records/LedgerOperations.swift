import Governance
import JSONText
import NIOCore
import Store

/// The operations on the ledger.
struct LedgerOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let filters =
            RecordScope.filters + [
                .init(name: "status", summary: "Only requests with this status.", schema: .integer(in: 100...599)),
                .text("guardrail", "Only requests in which this guardrail found something."),
                .text("guard_type", "Only requests in which a guardrail found this: MY_NUMBER."),
            ]
        return [
            try Operation(
                .get,
                "/ledger",
                id: "listRequests",
                query: filters + RecordSearch.parameters + Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "LedgerRow")),
                handle: list
            ),
            try Operation(
                .get,
                "/ledger/export",
                id: "exportRequests",
                query: [
                    .init(
                        name: "format",
                        summary: "The form of the file; csv where nothing is said.",
                        schema: .choice(LedgerExport.Format.allCases.map(\.rawValue))
                    )
                ] + filters,
                answer: .file(types: LedgerExport.Format.allCases.map(\.contentType)),
                handle: export
            ),
            try Operation(
                .get,
                "/ledger/verify",
                id: "verifyLedger",
                query: [.text("anchor", "A head that was noted down before: it must be in the chain.")],
                answer: .json(status: 200, .reference("LedgerVerification")),
                handle: verify
            ),
            try Operation(
                .get,
                "/ledger/{entry}",
                id: "getRequest",
                answer: .json(status: 200, .reference("LedgerRow")),
                handle: show
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let page = try request.storePage()
        let filter = try filter(request, visibility)
        let search = try RecordSearch(request.query)
        let ledger = try services.openLedger
        guard let filter else { return .json(["rows": [], "next": nil]) }
        let found = try await search.page(of: ledger, filter, page)
        let currency = services.displayCurrency
        var writer = JSONWriter(capacity: 1024 * (found.rows.count + 1))
        writer.write(raw: "{\"rows\":[")
        for (index, row) in found.rows.enumerated() {
            if index > 0 { writer.write(raw: ",") }
            row.writeJSON(to: &writer, currency: currency)
        }
        writer.write(raw: "],\"next\":")
        writer.write(found.next.map { .string($0.text) } ?? .null)
        writer.write(raw: "}")
        return .json(writer.bytes)
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let entry = try request.parameter("entry")
        let ledger = try services.openLedger
        let found = try await storing { () async throws(StoreError) in try await ledger.row(entry: entry) }
        guard let row = found, Self.isVisible(row.record, visibility) else { throw .notFound }
        var writer = JSONWriter(capacity: 1024)
        row.writeJSON(to: &writer, currency: services.displayCurrency)
        return .json(writer.bytes)
    }

    private func export(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let format = try request.query.choice("format", LedgerExport.Format.self) ?? .csv
        let filter = try filter(request, visibility) ?? Self.nothing
        let ledger = try services.openLedger
        return AdminAnswer(
            fields: [
                (name: "content-disposition", value: "attachment; filename=\"ledger.\(format.rawValue)\"")
            ],
            body: .stream(type: format.contentType) {
                let source = ExportSource(LedgerExport(of: ledger, filter, as: format).makeAsyncIterator())
                return { () async throws(AdminError) in try await source.next() }
            }
        )
    }

    private func verify(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let ledger = try services.openLedger
        var anchors: [LedgerHead] = []
        if let text = request.query["anchor"] {
            guard let head = LedgerHead(text: text) else {
                throw .parameter("anchor", "It must be a head as this route tells it: segments.rows.digest.")
            }
            anchors.append(head)
        }
        let wanted = anchors
        let result = try await storing { () async throws(StoreError) in try await ledger.verify(against: wanted) }
        return .json([
            "ok": .bool(result.isWhole), "head": .string(result.head.text),
            "rows": JSONValue(Int(result.rows)), "tombstones": JSONValue(Int(result.tombstones)),
            "problem": result.problem.map { problem in
                [
                    "kind": .string(problem.kind.rawValue), "segment": JSONValue(Int(problem.segment)),
                    "sequence": problem.sequence.map { JSONValue(Int($0)) } ?? .null,
                    "message": .string(problem.description),
                ]
            } ?? .null,
            "set_aside": .array(result.setAside.map { .string($0) }),
        ])
    }

    /// What no request passes: it is to be from a stretch of time that is empty.
    private static var nothing: LedgerFilter {
        var filter = LedgerFilter()
        filter.from = 0
        filter.to = 0
        return filter
    }

    private func filter(_ request: AdminRequest, _ visibility: Visibility) throws(AdminError) -> LedgerFilter? {
        let status = try request.query.int("status", in: 100...599)
        var filter = try RecordScope.filter(request, visibility)
        filter?.status = status
        filter?.guardrail = request.query["guardrail"]
        filter?.guardType = request.query["guard_type"]
        return filter
    }

    /// Whether somebody may see a record who may see so much of the ledger.
    static func isVisible(_ record: LedgerRecord, _ visibility: Visibility) -> Bool {
        switch visibility {
        case .all: true
        case .owner(let id): record.user == id
        case .teams(let teams, let id): record.user == id || record.team.map(teams.contains) == true
        }
    }
}

extension LedgerExport.Format {
    var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .jsonLines: "application/jsonl"
        }
    }
}

extension LedgerHead {
    /// The head on one line, to be noted down: segments, rows and digest.
    var text: String { "\(segments).\(sequence).\(Hexadecimal.text(digest))" }

    /// Reads what ``text`` writes.
    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let segments = Int64(parts[0]), let sequence = Int64(parts[1]), segments >= 0,
            sequence >= 0, let digest = AuditDigest(hexadecimal: String(parts[2]))
        else { return nil }
        self.init(segments: segments, sequence: sequence, digest: digest.bytes)
    }
}
