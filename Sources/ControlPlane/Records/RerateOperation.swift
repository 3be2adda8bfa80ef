import Governance
import JSONText
import Pricing
import Store
import Synchronization

/// `POST /admin/v1/ledger/rerate`.
struct RerateOperation: Sendable {
    /// Lets in one at a time: two at once would correct the same records, one of them for nothing.
    private final class Gate: Sendable {
        private let isTaken = Mutex(false)

        /// - Returns: whether nobody was in.
        func enter() -> Bool {
            isTaken.withLock { isTaken in
                defer { isTaken = true }
                return !isTaken
            }
        }

        func leave() { isTaken.withLock { $0 = false } }
    }

    private static let members = ["from", "to", "provider", "model", "team", "dry_run", "reason"]
    private static let object = AuditEntry.Object(kind: "ledger", id: "ledger")

    let services: Services
    private let gate = Gate()

    init(services: Services) { self.services = services }

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .post,
                "/ledger/rerate",
                id: "rerateRequests",
                body: .optional(.reference("LedgerRerate")),
                answer: .json(status: 200, .reference("LedgerRerating")),
                handle: rerate
            )
        ]
    }

    private func rerate(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let members = try Members(request.body, allowed: Self.members)
        let filter = try filter(members)
        let isTrial = try members.flag("dry_run") ?? false
        let reason = try members.optional("reason")
        let ledger = try services.openLedger
        guard gate.enter() else {
            throw AdminError(409, .conflict, "Costs are being worked out anew already: wait until that is done.")
        }
        defer { gate.leave() }
        if !isTrial {
            // Before anything is changed: what a process that dies leaves half done is in the log too.
            var asked = request.body ?? JSONObject()
            asked.remove("reason")
            try await note(request, "ledger.rerate", reason, .object(asked))
        }
        let rater = LedgerRater(services.prices(), services.configuration())
        let now = services.clock.nanoseconds
        let result = try await storing { () async throws(StoreError) in
            try await ledger.rerate(filter, now: now, isTrial: isTrial) { rater.rating(of: $0) }
        }
        let json = Self.json(result, isTrial: isTrial)
        if !isTrial { try await note(request, "ledger.rerated", reason, json) }
        return .json(json)
    }

    private func filter(_ members: Members) throws(AdminError) -> LedgerFilter {
        var filter = LedgerFilter()
        filter.from = try members.moment("from")
        filter.to = try members.moment("to")
        if let from = filter.from, let to = filter.to, from > to { throw .member("to", "must not be before from") }
        filter.provider = try members.optional("provider")
        filter.model = try members.optional("model")
        filter.teams = try members.optional("team").map { [$0] }
        return filter
    }

    private func note(
        _ request: AdminRequest,
        _ action: String,
        _ reason: String?,
        _ detail: JSONValue
    ) async throws(AdminError) {
        let entry = services.audit(request, action, Self.object, reason: reason, after: detail)
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
    }

    private static func json(_ result: LedgerRerating, isTrial: Bool) -> JSONValue {
        [
            "dry_run": .bool(isTrial), "rows": JSONValue(result.examined), "changed": JSONValue(result.corrected),
            "unknown_before": JSONValue(result.unknownBefore), "unknown_after": JSONValue(result.unknownAfter),
            "cost_before_usd": .string(result.costBefore.decimal),
            "cost_after_usd": .string(result.costAfter.decimal),
        ]
    }
}
