import Governance
import JSONText
import Pricing
import Store

/// The operations on budgets.
struct BudgetOperations: Sendable {
    let policies: PolicyDesk

    private var services: Services { policies.services }

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let budget = Schema.reference("Budget")
        return [
            try Operation(
                .get,
                "/budgets",
                id: "listBudgets",
                query: [.text("scope", "Only budgets on this: team:dev.")] + Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "Budget")),
                handle: list
            ),
            try Operation(
                .post,
                "/budgets",
                id: "createBudget",
                body: .required(.reference("BudgetInput")),
                answer: .json(status: 201, budget),
                isVersioned: true,
                handle: create
            ),
            try Operation(
                .get,
                "/budgets/{id}",
                id: "getBudget",
                answer: .json(status: 200, budget),
                isVersioned: true,
                handle: show
            ),
            try Operation(
                .patch,
                "/budgets/{id}",
                id: "updateBudget",
                body: .required(.reference("BudgetPatch")),
                answer: .json(status: 200, budget),
                isVersioned: true,
                handle: update
            ),
            try Operation(
                .delete,
                "/budgets/{id}",
                id: "deleteBudget",
                answer: .nothing,
                isVersioned: true,
                handle: delete
            ),
            try Operation(
                .post,
                "/budgets/{id}/raise",
                id: "raiseBudget",
                body: .required(
                    .object([
                        .required("amount", .decimal, "How much more: US dollars, or tokens of a budget in tokens."),
                        .required("until", .time), .required("reason", .text),
                    ])
                ),
                answer: .json(status: 200, budget),
                handle: raise
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let budgets = try policies.visible(request)
            .flatMap { bearer in
                bearer.budgets.map { (bearer: bearer, policy: $0) }
            }
        return try await Listing.page(
            of: budgets,
            request,
            list: "budgets",
            cursor: { ListCursor(name: $0.bearer.scope.text, identity: $0.policy.name) },
            json: { (row) async throws(AdminError) in await json(row.policy, row.bearer) }
        )
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let (bearer, policy) = try find(try policies.id(request), request)
        if let tag = bearer.entityTag, request.tags.isKnown(tag) {
            return AdminAnswer(304, fields: [(name: "etag", value: tag)])
        }
        return .json(await json(policy, bearer), entityTag: bearer.entityTag)
    }

    private func create(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        var body = try request.requiredBody()
        let scope = try policies.scope(body)
        body.remove("scope")
        let name = body["name"]?.string ?? body["period"]?.string ?? ""
        let tag = try await policies.change(
            scope,
            request,
            action: "add_budget",
            prefix: prefix(bearerCount(scope))
        ) { bearer throws(AdminError) in
            guard !bearer.budgets.contains(where: { $0.name == name }) else {
                throw AdminError(409, .conflict, "There is a budget of that name already.", field: "name")
            }
            return patch(bearer.budgets.map { .object(PolicyText.json($0)) } + [.object(body)])
        }
        let (bearer, policy) = try find(PolicyID(scope: scope, name: name), request)
        return .json(await json(policy, bearer), status: 201, entityTag: tag)
    }

    private func update(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let id = try policies.id(request)
        let changes = BudgetPolicy.spelling(try request.requiredBody(), isPatch: true)
        if let name = changes["name"], name.string != id.name {
            throw .member("name", "never changes: spending is kept under it", code: "read_only")
        }
        let place = try find(id, request).bearer.budgets.firstIndex { $0.name == id.name } ?? 0
        let tag = try await policies.change(
            id.scope,
            request,
            action: "update_budget",
            prefix: prefix(place)
        ) { bearer throws(AdminError) in
            guard bearer.budgets.contains(where: { $0.name == id.name }) else { throw .notFound }
            return patch(
                bearer.budgets.map { budget in
                    let json = JSONValue.object(PolicyText.json(budget))
                    return budget.name == id.name ? json.merged(with: .object(changes)) : json
                }
            )
        }
        let (bearer, policy) = try find(id, request)
        return .json(await json(policy, bearer), entityTag: tag)
    }

    private func delete(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let id = try policies.id(request)
        _ = try await policies.change(
            id.scope,
            request,
            action: "remove_budget",
            prefix: ""
        ) { bearer throws(AdminError) in
            guard bearer.budgets.contains(where: { $0.name == id.name }) else { throw .notFound }
            return patch(bearer.budgets.filter { $0.name != id.name }.map { .object(PolicyText.json($0)) })
        }
        return .done
    }

    private func raise(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let (bearer, policy) = try find(try policies.id(request), request)
        var body = try request.requiredBody()
        // As earlier versions asked for it.
        if let tokens = body["tokens"], body["amount"] == nil, case .tokens = policy.amount {
            body.remove("tokens")
            body["amount"] = tokens
        }
        let members = try Members(body, allowed: ["amount", "until", "reason"])
        let reason = try members.required("reason")
        guard let until = try members.time("until") else {
            throw .member("until", "is missing", code: "missing_field")
        }
        guard until > services.now else { throw .member("until", "must lie ahead") }
        let extra = try extra(members, for: policy)
        let raise = BudgetRaise(
            extra: extra,
            until: WallTime(seconds: until.seconds),
            reason: reason,
            by: try request.actor.name
        )
        let scope = bearer.scope
        let object = AuditEntry.Object(
            kind: "budget",
            id: PolicyID(scope: scope, name: policy.name).text,
            team: bearer.object.teams.count == 1 ? bearer.object.teams.first : nil
        )
        let entry = services.audit(
            request,
            "budget.raise",
            object,
            reason: reason,
            after: ["extra": PolicyText.json(extra), "until": .string(until.description)]
        )
        let control = services.budgetControl
        let reading = try await storing { () async throws(StoreError) in
            try await control.raise(raise, ofBudget: policy.name, on: scope, audit: entry)
        }
        guard reading != nil else {
            throw AdminError(503, .unavailable, "The budget is not being counted: nothing can be raised.")
        }
        return .json(await json(policy, bearer), entityTag: bearer.entityTag)
    }

    // MARK: Parts

    private func extra(_ members: Members, for policy: BudgetPolicy) throws(AdminError) -> BudgetPolicy.Amount {
        switch policy.amount {
        case .tokens:
            guard let text = try members.decimal("amount") else {
                throw .member("amount", "is missing: how many tokens more", code: "missing_field")
            }
            guard let tokens = Int(text), tokens > 0 else {
                throw .member("amount", "must be a whole number of tokens of at least 1")
            }
            return .tokens(tokens)
        case .money:
            guard let text = try members.decimal("amount") else {
                throw .member("amount", "is missing: how many US dollars more", code: "missing_field")
            }
            guard let money = try? Money(decimal: text), money > .zero else {
                throw .member("amount", "must be an amount of more than 0 such as \"12.50\", with at most 18 decimals")
            }
            return .money(money)
        }
    }

    private func find(
        _ id: PolicyID,
        _ request: AdminRequest
    ) throws(AdminError) -> (bearer: PolicyBearers.Bearer, policy: BudgetPolicy) {
        let bearer = try policies.bearer(id.scope, request)
        guard id.models == nil, let policy = bearer.budgets.first(where: { $0.name == id.name }) else {
            throw .notFound
        }
        return (bearer, policy)
    }

    private func bearerCount(_ scope: Scope) -> Int { PolicyBearers(services).bearer(of: scope)?.budgets.count ?? 0 }

    private func prefix(_ place: Int) -> String { "budgets[\(place)]." }

    private func patch(_ budgets: [JSONValue]) -> JSONValue { ["budgets": .array(budgets)] }

    private func json(_ policy: BudgetPolicy, _ bearer: PolicyBearers.Bearer) async -> JSONValue {
        var object: JSONObject = [
            "id": .string(PolicyID(scope: bearer.scope, name: policy.name).text),
            "scope": .string(bearer.scope.text),
        ]
        for member in PolicyText.json(policy) { object.append(member.name, member.value) }
        object.append("source", .string(bearer.source.rawValue))
        let reading = await services.budgetReader.reading(ofBudget: policy.name, on: bearer.scope)
        object.append("state", reading.map(Self.json) ?? .null)
        let forecast = reading.flatMap { BudgetForecast($0, of: policy, at: services.now) }
        object.append("forecast", forecast?.json ?? .null)
        if case .money(let amount) = policy.amount, let currency = services.displayCurrency {
            object.append("display", Self.display(amount, reading, currency))
        }
        return .object(object)
    }

    /// A budget's amounts in the currency that people are shown.
    private static func display(_ amount: Money, _ reading: BudgetReading?, _ currency: Currency) -> JSONValue {
        var object: JSONObject = [
            "currency": .string(currency.code), "amount": .string(currency.fineText(amount)),
        ]
        for (name, part) in [
            ("spent", reading?.spent), ("reserved", reading?.reserved), ("remaining", reading?.remaining),
        ] {
            if case .money(let money) = part { object.append(name, .string(currency.fineText(money))) }
        }
        return .object(object)
    }

    private static func json(_ reading: BudgetReading) -> JSONValue {
        [
            "amount": PolicyText.json(reading.amount),
            "spent": PolicyText.json(reading.spent),
            "reserved": PolicyText.json(reading.reserved),
            "remaining": PolicyText.json(reading.remaining),
            "unpriced_requests": JSONValue(reading.unpriced),
            "period_start": .string(Timestamp(seconds: reading.period.start.seconds).description),
            "period_end": reading.period.end.map { .string(Timestamp(seconds: $0.seconds).description) } ?? .null,
        ]
    }
}
