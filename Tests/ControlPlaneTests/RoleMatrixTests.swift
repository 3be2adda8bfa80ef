import Caching
import Governance
import JSONText
import Store
import Testing

@testable import ControlPlane

/// Every route of the table × every role × an object of one's own, of one's team, and of others.
@Suite struct RoleMatrixTests {
    enum Relation: String, CaseIterable, Sendable {
        case own
        case teammate
        case foreign
    }

    enum Outcome: String, Sendable {
        case allowed
        case forbidden
        case hidden
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let method: AdminRoute.Method
        let template: String
        var testDescription: String { "\(method.rawValue) \(template)" }
    }

    static let routes = AdminRoute.all.compactMap { route -> Case? in
        guard case .granted = route.access else { return nil }
        return Case(method: route.method, template: route.template)
    }

    /// Worked out from the table's reach alone, not by the authorizer.
    private func expected(_ route: AdminRoute, _ role: Role, _ relation: Relation) -> Outcome {
        // A request in the name of a key concerns that key.
        let isNew = route.method == .post && !route.template.contains("{") && route.template != "/playground"
        let concernsObject =
            route.template.contains("{") || route.template == "/playground"
            || (isNew && !["/config/reload", "/ledger/rerate"].contains(route.template))
        let reach = route.reach(of: role)
        if reach == .none { return .forbidden }
        guard concernsObject else { return .allowed }
        // What belongs to teams is nobody's own: the own team's and a teammate's are the same there.
        let isWithin: Bool =
            switch reach {
            case .none: false
            case .all: true
            case .team: relation != .foreign
            case .own: relation == .own
            }
        if isWithin { return .allowed }
        return isNew ? .forbidden : .hidden
    }

    @Test(arguments: routes)
    func rolesGoExactlyAsFarAsTheTableSays(_ route: Case) async throws {
        let entry = try #require(AdminRoute.route(route.method, route.template))
        for role in Role.allCases {
            for relation in Relation.allCases {
                let world = try await World(role)
                guard let (path, body) = world.request(entry, relation) else { continue }
                let reply = try await world.plane.send(entry.method.rawValue, path, body, as: world.credential)
                let outcome: Outcome? =
                    switch (reply.status, reply.code) {
                    case (200..<300, _), (409, "conflict"): .allowed
                    case (403, "forbidden"): .forbidden
                    case (404, "not_found"): .hidden
                    default: nil
                    }
                #expect(
                    outcome == expected(entry, role, relation),
                    "\(role) \(relation) \(path): \(reply.status) \(reply.text.prefix(300))"
                )
                try world.checkSchema(reply, entry)
            }
        }
    }

    @Test(
        arguments: AdminRoute.all.filter { $0.access != .open }.map { Case(method: $0.method, template: $0.template) }
    )
    func strangersGetNothing(_ route: Case) async throws {
        let world = try await World(.owner)
        let entry = try #require(AdminRoute.route(route.method, route.template))
        let path = world.request(entry, .own)?.path ?? entry.template
        let key = KeyText.generate()
        let forged = SessionToken.generate()
        for credential in [TestPlane.Credential.none, .token("wrong"), .token(key.reveal()), .session(forged)] {
            let reply = try await world.plane.send(entry.method.rawValue, path, nil, as: credential)
            #expect(reply.status == 401, "\(path)")
            #expect(reply.code == "unauthenticated")
        }
    }

    /// A key that callers present to models opens nothing here.
    @Test func virtualKeysAreNeverAdmitted() async throws {
        let world = try await World(.owner)
        let made = try await world.plane.send("POST", "/keys", ["name": "k"])
        let key = try #require(made.json["key"]?.string)
        for field in ["authorization", "x-api-key", "x-goog-api-key"] {
            let value = field == "authorization" ? "Bearer \(key)" : key
            let reply = try await world.plane.send("GET", "/keys", as: .none, fields: [(name: field, value: value)])
            #expect(reply.status == 401)
        }
    }

    @Test(arguments: Role.allCases)
    func listsShowNoMoreThanTheTableSays(_ role: Role) async throws {
        let world = try await World(role)
        let collections = [
            "organizations", "teams", "projects", "users", "keys", "budgets", "limits", "alerts", "ledger",
        ]
        for collection in collections {
            let entry = try #require(AdminRoute.route(.get, "/\(collection)"))
            let reply = try await world.plane.send("GET", "/\(collection)", as: world.credential)
            #expect(reply.status == 200)
            let rows = reply.json["rows"]?.array ?? []
            #expect(!rows.isEmpty, "\(collection)")
            let foreign = rows.filter { world.isForeign($0) }
            #expect(foreign.isEmpty == (entry.reach(of: role) != .all), "\(role) \(collection): \(foreign.count)")
            if entry.reach(of: role) == .own {
                #expect(rows.allSatisfy { world.isOwn($0) }, "\(role) \(collection)")
            }
        }
        let usage = try await world.plane.send("GET", "/usage", as: world.credential)
        let requests = usage.json["total"]?["requests"]?.int
        let reach = try #require(AdminRoute.route(.get, "/usage")).reach(of: role)
        #expect(requests == (reach == .all ? 3 : reach == .team ? 2 : 1))
        // Asking for what belongs to others by a filter shows nothing of it.
        if reach != .all {
            for query in ["team=beta", "user=\(world.stranger.id)"] where !(reach == .team && query.hasPrefix("user")) {
                let reply = try await world.plane.send("GET", "/usage?\(query)", as: world.credential)
                #expect(reply.json["total"]?["requests"] == 0, "\(role) \(query)")
            }
        }
    }
}

/// A gateway with two teams, somebody of a role in the first, a mate there, and a stranger in the second.
struct World {
    let plane: TestPlane
    let actor: User
    let mate: User
    let stranger: User
    let credential: TestPlane.Credential
    private let keys: [RoleMatrixTests.Relation: VirtualKey]
    private let entries: [RoleMatrixTests.Relation: String]
    private let check: SchemaCheck
    private let operations: [Operation]

    init(_ role: Role) async throws {
        plane = try await TestPlane()
        let now = Timestamp(seconds: plane.clock.now)
        for (organization, team) in [("acme", "alpha"), ("other", "beta")] {
            let revision = Revision(at: now)
            let budget = BudgetPolicy(name: "month", amount: .tokens(100), period: .month)
            let limit = LimitPolicy(.requests, per: .minute, 60)
            try await plane.keep(
                Organization(name: organization, limits: [limit], budgets: [budget], revision: revision)
            )
            try await plane.keep(
                Team(name: team, organization: organization, limits: [limit], budgets: [budget], revision: revision)
            )
            try await plane.keep(Project(name: "\(team)-project", team: team, revision: revision))
        }
        if let digest = CacheDigest(bytes: [UInt8](repeating: 7, count: 32)) {
            let (pair, level) = (TextPairDigest(digest), SemanticLevel.high)
            plane.cache.served.remember(
                ServedHit(entry: digest, pair: pair, score: 0.9, level: level, model: "m", team: nil, isServed: true),
                of: "by-meaning"
            )
        }
        // Somebody else who owns the gateway, so that the last owner is never the one in question.
        _ = try await plane.user("root", .owner)
        actor = try await plane.user("actor", role, teams: ["alpha"])
        mate = try await plane.user("mate", .member, teams: ["alpha"])
        stranger = try await plane.user("stranger", .member, teams: ["beta"])
        credential = try await plane.session(actor)
        var keys: [RoleMatrixTests.Relation: VirtualKey] = [:]
        var entries: [RoleMatrixTests.Relation: String] = [:]
        var maker = LedgerEntryMaker()
        for (relation, owner, team) in [
            (RoleMatrixTests.Relation.own, actor, "alpha"), (.teammate, mate, "alpha"), (.foreign, stranger, "beta"),
        ] {
            let body: JSONValue = [
                "name": .string("key-\(relation.rawValue)"), "team": .string(team), "owner": .string(owner.id),
            ]
            let key = try VirtualKey.create(from: body, text: .generate(), pepper: plane.pepper, at: now)
            try await plane.keep(key)
            keys[relation] = key
            let entry = maker.next(at: now.nanoseconds)
            entries[relation] = entry
            var record = LedgerRecord(
                entry: entry,
                id: "req",
                time: now.nanoseconds,
                surface: "openai-chat",
                modelAsked: "chat",
                status: 200,
                outcome: .answered,
                durationMicroseconds: 1500
            )
            record.team = team
            record.user = owner.id
            _ = try plane.ledger.insert([.record(record)])
            let text = BodyText(bytes: Array("{}".utf8), size: 2, isTruncated: false)
            _ = try await plane.bodies.insert([
                RequestBodies(
                    entry: entry,
                    time: now.nanoseconds,
                    team: team,
                    isStream: false,
                    request: text,
                    answer: text
                )
            ])
        }
        self.keys = keys
        self.entries = entries
        for team in ["alpha", "beta"] {
            _ = try await plane.store.raise([
                StoredAlert(id: "alert-\(team)", time: 1, scope: "team:\(team)", team: team, body: Array("{}".utf8))
            ])
        }
        check = SchemaCheck(document: OpenAPIDocument.json(try OperationTable(Services(plane.parts)).operations))
        operations = try OperationTable(Services(plane.parts)).operations
    }

    /// The path behind the base, and a body that the route takes.
    func request(_ route: AdminRoute, _ relation: RoleMatrixTests.Relation) -> (path: String, body: JSONValue?)? {
        let isForeign = relation == .foreign
        let team = isForeign ? "beta" : "alpha"
        let user = relation == .own ? actor : isForeign ? stranger : mate
        let isManaging = route.template.hasPrefix("/users") && route.isChanging
        // Nobody without the right manages people of the own rank: the mate stands for the own team there.
        let person = isManaging && relation == .own ? mate : user
        let names: [String: String] = [
            "/organizations/{name}": isForeign ? "other" : "acme", "/teams/{name}": team,
            "/projects/{name}": "\(team)-project", "/users/{id}": person.id, "/keys/{id}": keys[relation]?.id ?? "",
            "/budgets/{id}": "team:\(team)~month", "/limits/{id}": "team:\(team)~requests_per_minute",
            "/models/{name}": "chat", "/providers/{name}": "openai", "/ledger/{entry}": entries[relation] ?? "",
            "/alerts/{id}": "alert-\(team)", "/alerts/rules/{name}": "error_rate", "/prices/{model}": "openai%2Fgpt-4o",
        ]
        var path = route.template
        for (template, name) in names where path == template || path.hasPrefix(template + "/") {
            path = String(template.prefix { $0 != "{" }) + name + path.dropFirst(template.count)
        }
        return (path, body(route, relation, team: team, user: user))
    }

    private func body(
        _ route: AdminRoute,
        _ relation: RoleMatrixTests.Relation,
        team: String,
        user: User
    ) -> JSONValue? {
        switch (route.method, route.template) {
        case (.post, "/organizations"): ["name": "new-organization"]
        case (.post, "/teams"): ["name": "new-team", "organization": "acme"]
        case (.post, "/projects"): ["name": "new-project", "team": .string(team)]
        case (.post, "/users"): ["name": "new-user", "role": "member", "teams": [.string(team)]]
        case (.post, "/keys"): ["name": "new-key", "team": .string(team), "owner": .string(user.id)]
        case (.post, "/budgets"): ["scope": .string("team:\(team)"), "tokens": 5, "period": "day"]
        case (.post, "/limits"): ["scope": .string("team:\(team)"), "limit": "requests_per_day", "amount": 5]
        case (.post, "/budgets/{id}/raise"): ["tokens": 5, "until": "2026-12-31T00:00:00Z", "reason": "launch"]
        case (.post, "/users/{id}/password"): ["password": "another long phrase"]
        case (.post, "/cache/purge"): ["all": true]
        case (.post, "/guardrails/test"): ["text": "hello"]
        case (.put, "/log/levels"): ["level": "info", "levels": ["store": "debug"], "reason": "a look"]
        case (.post, "/cache/feedback"): ["request_id": "by-meaning", "wrong": true]
        case (.post, "/playground"):
            ["key": .string(keys[relation]?.id ?? ""), "request": ["model": "chat", "messages": []]]
        case (.post, "/alerts/test"): ["channel": "ops"]
        case (.patch, "/alerts/rules/{name}"): ["threshold": 0.1, "clear": 0.05, "reason": "noise"]
        case (.patch, "/budgets/{id}"): ["tokens": 500]
        case (.patch, "/limits/{id}"): ["amount": 500]
        case (.patch, _): ["description": "changed"]
        default: nil
        }
    }

    func checkSchema(_ reply: TestPlane.Reply, _ route: AdminRoute) throws {
        guard (200..<300).contains(reply.status), reply.status != 204 else {
            if reply.status >= 400 {
                let problems = check.problems(reply.json, Schema.reference("Error").json)
                #expect(problems.isEmpty, "\(problems)")
            }
            return
        }
        let operation = try #require(operations.first { $0.route == route })
        guard case .json(let status, let schema) = operation.answer else { return }
        #expect(reply.status == status)
        let problems = check.problems(reply.json, schema.json)
        #expect(problems.isEmpty, "\(route.template): \(problems)")
    }

    func isForeign(_ row: JSONValue) -> Bool {
        let marks = ["beta", "other", "beta-project", stranger.id, "team:beta", "organization:other", "key-foreign"]
        return ["name", "id", "team", "scope", "key", "user"].contains { marks.contains(row[$0]?.string ?? "") }
    }

    func isOwn(_ row: JSONValue) -> Bool {
        ["id", "owner", "user"].contains { row[$0]?.string == actor.id }
    }
}
