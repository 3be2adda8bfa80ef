import Governance
import JSONText

/// The operations on limits.
struct LimitOperations: Sendable {
    /// One limit and what it is on.
    private struct Row {
        let bearer: PolicyBearers.Bearer
        let id: PolicyID
        let limit: LimitPolicy
    }

    /// Of how many models it is told how much is left.
    private static let mostModels = 100

    let policies: PolicyDesk

    private var services: Services { policies.services }

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let limit = Schema.reference("Limit")
        return [
            try Operation(
                .get,
                "/limits",
                id: "listLimits",
                query: [.text("scope", "Only limits on this: team:dev.")] + Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "Limit")),
                handle: list
            ),
            try Operation(
                .post,
                "/limits",
                id: "createLimit",
                body: .required(
                    .object([
                        .required("scope", .text, "What it is on: team:dev."),
                        .required("limit", .choice(PolicyText.limitNames)), .required("amount", .count),
                        .optional("models", .text, "Of a key: for each model apart whose name fits this pattern."),
                    ])
                ),
                answer: .json(status: 201, limit),
                isVersioned: true,
                handle: create
            ),
            try Operation(
                .get,
                "/limits/{id}",
                id: "getLimit",
                answer: .json(status: 200, limit),
                isVersioned: true,
                handle: show
            ),
            try Operation(
                .patch,
                "/limits/{id}",
                id: "updateLimit",
                body: .required(.object([.required("amount", .count)])),
                answer: .json(status: 200, limit),
                isVersioned: true,
                handle: update
            ),
            try Operation(
                .delete,
                "/limits/{id}",
                id: "deleteLimit",
                answer: .nothing,
                isVersioned: true,
                handle: delete
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let limits = try policies.visible(request).flatMap(rows)
        return try await Listing.page(
            of: limits,
            request,
            list: "limits",
            cursor: { ListCursor(name: $0.id.scope.text, identity: $0.id.text) },
            json: { (row) async throws(AdminError) in await json(row) }
        )
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let row = try find(try policies.id(request), request)
        if let tag = row.bearer.entityTag, request.tags.isKnown(tag) {
            return AdminAnswer(304, fields: [(name: "etag", value: tag)])
        }
        return .json(await json(row), entityTag: row.bearer.entityTag)
    }

    private func create(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let body = try request.requiredBody()
        let scope = try policies.scope(body)
        let members = try Members(body, allowed: ["scope", "limit", "amount", "models"])
        let name = try members.required("limit")
        guard PolicyText.limitNames.contains(name) else {
            throw .member("limit", "must be one of \(PolicyText.limitNames.joined(separator: ", "))")
        }
        let models = try members.optional("models")
        if models != nil, scope.kind != .key { throw .member("models", "only keys have limits for each model") }
        let amount = try requiredAmount(members)
        let id = PolicyID(scope: scope, models: models, name: name)
        let tag = try await policies.change(scope, request, action: "add_limit", prefix: "") {
            bearer throws(AdminError) in
            guard !rows(of: bearer).contains(where: { $0.id == id }) else {
                throw AdminError(409, .conflict, "There is such a limit already.", field: "limit")
            }
            return patch(bearer, id, amount)
        }
        return .json(await json(try find(id, request)), status: 201, entityTag: tag)
    }

    private func update(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let id = try policies.id(request)
        _ = try find(id, request)
        let amount = try requiredAmount(try Members(request.body, allowed: ["amount"]))
        let tag = try await policies.change(id.scope, request, action: "update_limit", prefix: "") {
            bearer throws(AdminError) in
            guard rows(of: bearer).contains(where: { $0.id == id }) else { throw .notFound }
            return patch(bearer, id, amount)
        }
        return .json(await json(try find(id, request)), entityTag: tag)
    }

    private func delete(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let id = try policies.id(request)
        _ = try await policies.change(id.scope, request, action: "remove_limit", prefix: "") {
            bearer throws(AdminError) in
            guard rows(of: bearer).contains(where: { $0.id == id }) else { throw .notFound }
            return patch(bearer, id, nil)
        }
        return .done
    }

    // MARK: Parts

    private func requiredAmount(_ members: Members) throws(AdminError) -> Int {
        guard let amount = try members.int("amount", in: 0...Int.max) else {
            throw .member("amount", "is missing", code: "missing_field")
        }
        return amount
    }

    private func rows(of bearer: PolicyBearers.Bearer) -> [Row] {
        bearer.limits.map {
            Row(bearer: bearer, id: PolicyID(scope: bearer.scope, name: PolicyText.name($0)), limit: $0)
        }
            + bearer.modelLimits.flatMap { entry in
                entry.limits.map {
                    let id = PolicyID(scope: bearer.scope, models: entry.models.text, name: PolicyText.name($0))
                    return Row(bearer: bearer, id: id, limit: $0)
                }
            }
    }

    private func find(_ id: PolicyID, _ request: AdminRequest) throws(AdminError) -> Row {
        let bearer = try policies.bearer(id.scope, request)
        guard let row = rows(of: bearer).first(where: { $0.id == id }) else { throw .notFound }
        return row
    }

    /// What becomes of an object whose limit becomes another; `nil` for a limit that goes.
    private func patch(_ bearer: PolicyBearers.Bearer, _ id: PolicyID, _ amount: Int?) -> JSONValue {
        guard let models = id.models else {
            return ["limits": .object([id.name: amount.map { JSONValue($0) } ?? .null])]
        }
        var entries: [(models: String, limits: JSONObject)] = bearer.modelLimits.map { entry in
            (
                entry.models.text,
                JSONObject(entry.limits.map { .init(PolicyText.name($0), JSONValue($0.amount)) })
            )
        }
        if !entries.contains(where: { $0.models == models }) { entries.append((models, JSONObject())) }
        for index in entries.indices where entries[index].models == models {
            entries[index].limits[id.name] = amount.map { JSONValue($0) }
        }
        return [
            "model_limits": .array(
                entries.filter { !$0.limits.isEmpty }
                    .map { ["models": .string($0.models), "limits": .object($0.limits)] }
            )
        ]
    }

    private func json(_ row: Row) async -> JSONValue {
        var object: JSONObject = [
            "id": .string(row.id.text), "scope": .string(row.id.scope.text), "limit": .string(row.id.name),
            "amount": JSONValue(row.limit.amount),
        ]
        if let models = row.id.models { object.append("models", .string(models)) }
        object.append("source", .string(row.bearer.source.rawValue))
        if let models = row.id.models.map({ ModelPattern($0) }), case .key(let id) = row.bearer.scope {
            object.append("state", .null)
            let readings = await services.runtime.modelLimits(ofKey: id)
            object.append("models_state", .array(Self.json(readings, of: row.limit, on: models)))
            return .object(object)
        }
        let reading = await services.runtime.limits(on: row.bearer.scope).first { $0.policy.id == row.limit.id }
        object.append("state", reading.map { .object(Self.json($0)) } ?? .null)
        return .object(object)
    }

    private static func json(_ reading: LimitReading) -> JSONObject {
        [
            "remaining": JSONValue(reading.remaining),
            "reset_seconds": JSONValue(Int(clamping: reading.resetAfter.components.seconds)),
        ]
    }

    /// What a key uses of each model is counted for each by itself: there is no one number for the pattern. Those of which the
    /// least is left come first; where another pattern's limit is lower, that one decides and is told there.
    private static func json(
        _ readings: [String: [LimitReading]],
        of limit: LimitPolicy,
        on models: ModelPattern
    ) -> [JSONValue] {
        readings.filter { models.matches($0.key) }
            .flatMap { model, readings in readings.filter { $0.policy == limit }.map { (model: model, reading: $0) } }
            .sorted { ($0.reading.remaining, $0.model) < ($1.reading.remaining, $1.model) }
            .prefix(mostModels)
            .map { row in
                var object: JSONObject = ["model": .string(row.model)]
                for member in json(row.reading) { object.append(member.name, member.value) }
                return .object(object)
            }
    }
}
