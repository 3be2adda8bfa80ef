import Governance
import JSONText
import Settings
import Store

/// The operations on the log.
struct LogOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let levels = Schema.choice(LogLevel.allCases.map(\.rawValue))
        let shown = Schema.object([
            .required("level", levels, "The level of modules without one of their own."),
            .required("levels", .map(levels), "The levels of single modules that have one of their own."),
            .required("modules", .map(levels), "The level that counts for each module."),
        ])
        return [
            try Operation(.get, "/log/levels", id: "getLogLevels", answer: .json(status: 200, shown), handle: show),
            try Operation(
                .put,
                "/log/levels",
                id: "setLogLevels",
                body: .required(
                    .object([
                        .required("level", levels, "The level of modules without one of their own."),
                        .optional(
                            "levels",
                            .map(levels),
                            "The levels of single modules; those that are missing follow `level`."
                        ),
                        .optional("reason", .text, "Why, for the audit log."),
                    ])
                ),
                answer: .json(status: 200, shown),
                handle: set
            ),
        ]
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        guard let log = services.log else { throw Self.noGateway }
        return .json(Self.json(log.logLevels))
    }

    /// The note of it is kept before it counts.
    private func set(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        guard let log = services.log else { throw Self.noGateway }
        let body = try request.requiredBody()
        let members = try Members(body, allowed: ["level", "levels", "reason"])
        let general = try Self.level(try members.required("level"), "level")
        var modules: [LogModule: LogLevel] = [:]
        if let levels = body["levels"], !levels.isNull {
            guard let object = levels.object else { throw .member("levels", "must be an object", code: "wrong_type") }
            if object.firstDuplicate != nil { throw .member("levels", "names a module twice", code: "duplicate") }
            for member in object {
                guard let module = LogModule(rawValue: member.name) else {
                    let names = LogModule.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .member("levels", "names no module; allowed: \(names)")
                }
                modules[module] = try Self.level(member.value.string ?? "", "levels.\(module.rawValue)")
            }
        }
        let after = LogLevelReading(general: general, modules: modules)
        let entry = services.audit(
            request,
            "log.levels",
            AuditEntry.Object(kind: "log", id: "levels"),
            reason: try members.optional("reason"),
            before: Self.json(log.logLevels),
            after: Self.json(after)
        )
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        log.setLogLevels(general: general, modules: modules)
        return .json(Self.json(log.logLevels))
    }

    private static func level(_ text: String, _ name: String) throws(AdminError) -> LogLevel {
        guard let level = LogLevel(rawValue: text) else {
            throw .member(name, "must be one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }

    private static func json(_ reading: LogLevelReading) -> JSONValue {
        let cases = LogModule.allCases
        let own = cases.compactMap { module in
            reading.modules[module].map { JSONObject.Member(module.rawValue, .string($0.rawValue)) }
        }
        let all = cases.map { module in
            JSONObject.Member(module.rawValue, .string((reading.modules[module] ?? reading.general).rawValue))
        }
        return [
            "level": .string(reading.general.rawValue), "levels": .object(JSONObject(own)),
            "modules": .object(JSONObject(all)),
        ]
    }

    private static var noGateway: AdminError {
        AdminError(503, .storeUnavailable, "There is no log here whose levels could be changed.")
    }
}
