import Governance
import Testing

/// The table itself: what must hold of every row, whatever the rows are.
@Suite struct AdminRouteTests {
    private static let granted = AdminRoute.all.filter {
        if case .granted = $0.access { true } else { false }
    }

    @Test func everyRouteStandsOnce() {
        #expect(Set(AdminRoute.all.map { "\($0.method.rawValue) \($0.template)" }).count == AdminRoute.all.count)
        for route in AdminRoute.all {
            #expect(AdminRoute.route(route.method, route.template) == route)
            #expect(route.template.hasPrefix("/") && !route.template.hasSuffix("/") && !route.summary.isEmpty)
        }
    }

    @Test(arguments: [
        "organizations", "teams", "projects", "users", "keys", "budgets", "limits", "models", "providers", "usage",
        "ledger",
        "audit", "alerts", "prices", "config", "session",
    ])
    func everyCollectionCanBeRead(name: String) {
        #expect(AdminRoute.route(.get, "/\(name)") != nil)
    }

    @Test(arguments: [
        (AdminRoute.Method.post, "/keys/{id}/rotate"), (.post, "/keys/{id}/revoke"), (.post, "/keys/{id}/enable"),
        (.post, "/keys/{id}/disable"), (.post, "/budgets/{id}/raise"), (.get, "/ledger/export"),
        (.get, "/ledger/verify"),
        (.post, "/login"), (.post, "/logout"), (.get, "/openapi.json"), (.post, "/keys"), (.patch, "/keys/{id}"),
        (.delete, "/keys/{id}"), (.post, "/bootstrap"),
    ])
    func theActionsAreThere(method: AdminRoute.Method, template: String) {
        #expect(AdminRoute.route(method, template) != nil)
    }

    /// Nothing but these can be reached without having signed in.
    @Test func openRoutesAreFew() {
        let open = AdminRoute.all.filter { $0.access == .open }.map(\.template)
        #expect(Set(open) == ["/login", "/bootstrap", "/openapi.json"])
        let own = AdminRoute.all.filter { $0.access == .signedIn }.map(\.template)
        #expect(Set(own) == ["/logout", "/session", "/session/password"])
    }

    /// A text to be tried is posted, for an address is too short for it and stands in logs; nothing is changed by it.
    private static let trial = "/guardrails/test"

    private static func changes(_ route: AdminRoute) -> Bool { route.isChanging && route.template != trial }

    @Test func everybodyMayTryATextOut() {
        for role in Role.allCases { #expect(AdminRoute.route(.post, Self.trial)?.reach(of: role) == .all) }
    }

    @Test func auditorsReadAllAndChangeNothing() {
        for route in Self.granted {
            #expect(route.reach(of: .auditor) == (Self.changes(route) ? .none : .all), "\(route.template)")
        }
    }

    @Test func ownersMayDoEverything() {
        for route in Self.granted { #expect(route.reach(of: .owner) == .all, "\(route.template)") }
    }

    @Test func viewersChangeNothing() {
        for route in Self.granted where Self.changes(route) {
            #expect(route.reach(of: .viewer) == .none, "\(route.template)")
        }
    }

    @Test func teamAdminsChangeNothingBeyondTheirTeams() {
        for route in Self.granted where Self.changes(route) {
            #expect(route.reach(of: .teamAdmin) == .team || route.reach(of: .teamAdmin) == .none, "\(route.template)")
        }
        // What holds a team in bounds is not the team's to change.
        for template in ["/teams/{name}", "/budgets/{id}", "/limits/{id}", "/organizations/{name}"] {
            #expect(AdminRoute.route(.patch, template)?.reach(of: .teamAdmin) == Reach.none)
        }
        #expect(AdminRoute.route(.post, "/budgets/{id}/raise")?.reach(of: .teamAdmin) == Reach.none)
    }

    @Test func membersChangeOnlyTheirOwnKeys() {
        for route in Self.granted where Self.changes(route) && route.reach(of: .member) != .none {
            // The playground asks in the name of a key.
            #expect(route.template.hasPrefix("/keys") || route.template == "/playground")
            #expect(route.reach(of: .member) == .own)
        }
        #expect(AdminRoute.route(.get, "/keys")?.reach(of: .member) == .own)
        #expect(AdminRoute.route(.get, "/usage")?.reach(of: .member) == .own)
        // Who was stopped cannot start again.
        #expect(AdminRoute.route(.post, "/keys/{id}/enable")?.reach(of: .member) == Reach.none)
    }

    @Test func nobodyMayDoMoreThanAnOwnerOrAdminButOwners() {
        let order: [Reach] = [.none, .own, .team, .all]
        func rank(_ reach: Reach) -> Int { order.firstIndex(of: reach) ?? -1 }
        for route in Self.granted {
            for role in Role.allCases where role != .auditor {
                #expect(rank(route.reach(of: role)) <= rank(route.reach(of: .admin)), "\(role) \(route.template)")
            }
        }
    }

    /// Whoever may change something may also see it.
    @Test func whatCanBeChangedCanBeRead() throws {
        for route in Self.granted where route.isChanging && route.template.contains("{") {
            let end = try #require(route.template.firstIndex(of: "}"))
            guard let read = AdminRoute.route(.get, String(route.template[...end])) else { continue }
            for role in Role.allCases where route.reach(of: role) != .none {
                #expect(read.reach(of: role) != .none, "\(role) \(route.template)")
            }
        }
    }
}
