import Governance
import Testing

/// Every route of the table × every role × objects within and beyond reach.
@Suite struct AuthorizerTests {
    private static let mine = "user_me"
    private static let team = "dev"

    private static func actor(_ role: Role) -> Actor { Actor(Samples.user(mine, role, teams: [team])) }

    private static let granted = AdminRoute.all.filter {
        if case .granted = $0.access { true } else { false }
    }

    @Test(arguments: granted, Role.allCases)
    func theMatrixHolds(route: AdminRoute, role: Role) {
        let actor = Self.actor(role)
        let reach = route.reach(of: role)
        let own = AdminObject(teams: [Self.team], owner: Self.mine)
        let teams = AdminObject(teams: [Self.team], owner: "user_other")
        let foreign = AdminObject(teams: ["ops"], owner: "user_other")
        let nobodys = AdminObject()
        func isAllowed(_ object: AdminObject) -> Bool {
            if case .allow = Authorizer.decide(actor, route, on: object) { true } else { false }
        }
        #expect(isAllowed(own) == (reach != .none))
        #expect(isAllowed(teams) == (reach == .team || reach == .all))
        #expect(isAllowed(foreign) == (reach == .all))
        #expect(isAllowed(nobodys) == (reach == .all))
        // What is beyond reach is not there; what nobody of the role may do at all is forbidden.
        if reach == .own || reach == .team { #expect(Authorizer.decide(actor, route, on: foreign) == .hidden) }
        if reach == .none { #expect(Authorizer.decide(actor, route, on: own) == .forbidden) }
        // What is to be made elsewhere is forbidden: there is nothing to hide.
        var new = foreign
        new.isNew = true
        if reach != .all { #expect(Authorizer.decide(actor, route, on: new) == .forbidden) }
    }

    @Test(arguments: granted)
    func nobodyIsNobody(route: AdminRoute) {
        #expect(Authorizer.decide(nil, route) == .forbidden)
        #expect(Authorizer.decide(nil, route, on: AdminObject(teams: [Self.team])) == .forbidden)
    }

    @Test(arguments: granted, [Actor.adminToken, .commandLine, .gateway])
    func automationHasTheOwnersRole(route: AdminRoute, actor: Actor) {
        #expect(Authorizer.decide(actor, route, on: AdminObject(teams: ["any"], role: .owner)) == .allow(.all))
    }

    @Test func listsAreCutDown() throws {
        let keys = try #require(AdminRoute.route(.get, "/keys"))
        #expect(Authorizer.decide(Self.actor(.auditor), keys) == .allow(.all))
        #expect(Authorizer.decide(Self.actor(.teamAdmin), keys) == .allow(.teams([Self.team], owner: Self.mine)))
        #expect(Authorizer.decide(Self.actor(.member), keys) == .allow(.owner(Self.mine)))
        let session = try #require(AdminRoute.route(.get, "/session"))
        #expect(Authorizer.decide(Self.actor(.viewer), session) == .allow(.owner(Self.mine)))
        #expect(Authorizer.decide(nil, session) == .forbidden)
        #expect(Authorizer.decide(nil, try #require(AdminRoute.route(.post, "/login"))) == .allow(.all))
    }

    /// Which roles each role may make, change, delete and give.
    @Test(
        arguments: [
            (.owner, [.owner, .admin, .auditor, .teamAdmin, .member, .viewer]),
            (.admin, [.auditor, .teamAdmin, .member, .viewer]),
            (.teamAdmin, [.member, .viewer]), (.auditor, []), (.member, []), (.viewer, []),
        ] as [(Role, Set<Role>)]
    )
    func nobodyClimbs(role: Role, manageable: Set<Role>) throws {
        let actor = Self.actor(role)
        #expect(Set(Role.allCases.filter { Authorizer.mayManage(actor, $0) }) == manageable)
        for template in ["/users/{id}", "/users/{id}/password"] {
            let route = try #require(AdminRoute.all.first { $0.template == template && $0.isChanging })
            for other in Role.allCases {
                let decision = Authorizer.decide(
                    actor,
                    route,
                    on: AdminObject(teams: [Self.team], owner: "x", role: other)
                )
                if case .allow = decision {
                    #expect(manageable.contains(other))
                } else {
                    #expect(!manageable.contains(other))
                }
            }
        }
    }

    /// Who sets the password of a person of two teams acts in both.
    @Test func peopleOfSeveralTeamsAreChangedByWhoRunsAllOfThem() throws {
        let route = try #require(AdminRoute.route(.post, "/users/{id}/password"))
        let show = try #require(AdminRoute.route(.get, "/users/{id}"))
        let object = AdminObject(teams: [Self.team, "ops"], owner: "x", role: .member)
        #expect(Authorizer.decide(Self.actor(.teamAdmin), route, on: object) == .hidden)
        guard case .allow = Authorizer.decide(Self.actor(.teamAdmin), show, on: object) else {
            Issue.record("a person of the team is not seen")
            return
        }
        let both = Actor(Samples.user(Self.mine, .teamAdmin, teams: [Self.team, "ops"]))
        #expect(Authorizer.decide(both, route, on: object) == .allow(.teams([Self.team, "ops"], owner: Self.mine)))
        // Nobody without a team is a team's.
        #expect(Authorizer.decide(both, route, on: AdminObject(owner: "x", role: .member)) == .hidden)
    }

    @Test func ownKeysOutsideTheOwnTeamsAreOnlySeen() throws {
        let actor = Self.actor(.member)
        let show = try #require(AdminRoute.route(.get, "/keys/{id}"))
        let rotate = try #require(AdminRoute.route(.post, "/keys/{id}/rotate"))
        let make = try #require(AdminRoute.route(.post, "/keys"))
        let left = AdminObject(teams: ["ops"], owner: Self.mine)
        #expect(Authorizer.decide(actor, show, on: left) == .allow(.owner(Self.mine)))
        #expect(Authorizer.decide(actor, rotate, on: left) == .hidden)
        // A key without a team would pass no team's limits.
        #expect(Authorizer.decide(actor, make, on: AdminObject(owner: Self.mine, isNew: true)) == .forbidden)
        #expect(
            Authorizer.decide(actor, make, on: AdminObject(teams: [Self.team], owner: "x", isNew: true)) == .forbidden
        )
        let good = AdminObject(teams: [Self.team], owner: Self.mine, isNew: true)
        #expect(Authorizer.decide(actor, make, on: good) == .allow(.owner(Self.mine)))
    }

    @Test func objectsTellWhoseTheyAre() {
        #expect(AdminObject(Samples.key(1, owner: "u", team: "dev")) == AdminObject(teams: ["dev"], owner: "u"))
        #expect(AdminObject(Samples.key(1)) == AdminObject())
        let user = Samples.user("u", .admin, teams: ["a", "b"])
        #expect(AdminObject(user) == AdminObject(teams: ["a", "b"], owner: "u", role: .admin))
    }
}
