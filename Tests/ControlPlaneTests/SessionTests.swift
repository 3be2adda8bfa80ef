import Governance
import JSONText
import Settings
import Store
import Testing

@testable import ControlPlane

@Suite struct SessionTests {
    private func token(_ reply: TestPlane.Reply) throws -> TestPlane.Credential {
        let cookie = try #require(reply["set-cookie"])
        let pair = cookie.prefix { $0 != ";" }
        let text = String(pair.drop { $0 != "=" }.dropFirst())
        return .session(try #require(SessionToken(text)))
    }

    private func login(
        _ plane: TestPlane,
        _ name: String,
        _ password: String,
        peer: String = "192.0.2.7"
    ) async throws
        -> TestPlane.Reply
    {
        let body: JSONValue = ["name": .string(name), "password": .string(password)]
        return try await plane.send("POST", "/login", body, as: .none, peer: peer)
    }

    @Test(arguments: StoreKind.allCases)
    func theFirstOwnerIsMadeWithTheTokenOnce(_ kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let plane = try await kind.plane(folder)
        let lost = try #require(try await plane.plane.bootstrapToken())
        #expect(try await plane.plane.bootstrapToken() == nil, "a later start prints none")
        let door = try FolderDoor(plane.parts, requestID: "cli-1")
        let printed = try #require(try await door.renewBootstrapToken())
        func body(_ token: BootstrapToken) -> JSONValue {
            ["token": .string(token.reveal()), "name": "root", "password": .string(TestPlane.password)]
        }
        #expect(try await plane.send("POST", "/bootstrap", body(lost), as: .none).status == 401)
        let weak: JSONValue = ["token": .string(printed.reveal()), "name": "root", "password": "short"]
        #expect(try await plane.send("POST", "/bootstrap", weak, as: .none).json["error"]?["field"] == "password")
        let made = try await plane.send("POST", "/bootstrap", body(printed), as: .none)
        #expect(made.status == 201)
        #expect(made.json["role"] == "owner")
        #expect(try await plane.send("POST", "/bootstrap", body(printed), as: .none).status == 401)
        #expect(try await plane.plane.bootstrapToken() == nil)
        #expect(try await door.renewBootstrapToken() == nil)
        #expect(try await plane.send("GET", "/users", as: try token(made)).status == 200)
        let log = try await plane.send("GET", "/audit").text
        #expect(!log.contains(printed.reveal()))
        #expect(!log.contains(TestPlane.password))
        #expect(log.contains("bootstrap.renew"))
    }

    @Test func aTokenIsUsedUpByAnyOwner() async throws {
        let plane = try await TestPlane()
        let token = try #require(try await plane.plane.bootstrapToken())
        let owner: JSONValue = ["name": "root", "role": "owner", "password": .string(TestPlane.password)]
        #expect(try await plane.send("POST", "/users", owner).status == 201)
        let body: JSONValue = [
            "token": .string(token.reveal()), "name": "intruder", "password": .string(TestPlane.password),
        ]
        #expect(try await plane.send("POST", "/bootstrap", body, as: .none).code == "invalid_credentials")
    }

    @Test func signingInGivesACookieThatOnlyBrowsersHold() async throws {
        let plane = try await TestPlane()
        _ = try await plane.user("hana", .admin)
        let reply = try await login(plane, "hana", TestPlane.password)
        #expect(reply.status == 200)
        let cookie = try #require(reply["set-cookie"])
        for part in ["kanmon_session=", "HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains("Secure"))
        let session = try token(reply)
        guard case .session(let token, _) = session else { return }
        #expect(reply.json["csrf_token"]?.string == token.csrfToken)
        #expect(try await plane.send("GET", "/session", as: session).json["name"] == "hana")
        #expect(try await plane.send("POST", "/logout", as: session)["set-cookie"]?.contains("Max-Age=0") == true)
        #expect(try await plane.send("GET", "/session", as: session).status == 401)
    }

    @Test func behindATrustedProxyWithTLSTheCookieIsSecure() async throws {
        let plane = try await TestPlane()
        _ = try await plane.user("hana", .admin)
        let body: JSONValue = ["name": "hana", "password": .string(TestPlane.password)]
        let forwarded = [
            (name: "x-forwarded-proto", value: "https"), (name: "x-forwarded-for", value: "1.1.1.1, 203.0.113.9"),
        ]
        let trusted = try await plane.send("POST", "/login", body, as: .none, fields: forwarded, peer: "10.1.2.3")
        #expect(trusted["set-cookie"]?.contains("__Host-kanmon_session=") == true)
        #expect(trusted["set-cookie"]?.contains("; Secure") == true)
        let forged = try await plane.send("POST", "/login", body, as: .none, fields: forwarded, peer: "192.0.2.7")
        #expect(forged["set-cookie"]?.contains("Secure") == false)
        let origins = try await plane.send("GET", "/audit?action=session.begin").json["rows"]?.array?.map {
            $0["origin"]?.string
        }
        #expect(origins == ["192.0.2.7", "203.0.113.9"])
    }

    @Test func aChangeNeedsTheSessionsOwnToken() async throws {
        let plane = try await TestPlane()
        let session = try await plane.session(try await plane.user("hana", .admin))
        guard case .session(let token, _) = session else { return }
        let without = try await plane.send("POST", "/teams", ["name": "x"], as: .session(token, csrf: false))
        #expect(without.status == 403)
        #expect(without.code == "csrf_failed")
        let other = [(name: SessionCookie.csrfField, value: SessionToken.generate().csrfToken)]
        let wrong = try await plane.send(
            "POST",
            "/teams",
            ["name": "x"],
            as: .session(token, csrf: false),
            fields: other
        )
        #expect(wrong.code == "csrf_failed")
        #expect(plane.keeper.directory.teams.isEmpty)
        #expect(try await plane.send("POST", "/teams", ["name": "x"], as: session).status == 201)
        // Reading needs none; what is sent without JSON is no change either.
        #expect(try await plane.send("GET", "/teams", as: .session(token, csrf: false)).status == 200)
    }

    @Test func guessingIsSlowedDownAndWrittenDown() async throws {
        let plane = try await TestPlane()
        let user = try await plane.user("hana", .admin)
        for attempt in 0..<6 {
            let reply = try await login(plane, "hana", "wrong password \(attempt)", peer: "192.0.2.\(attempt)")
            #expect(reply.status == 401, "\(attempt)")
            #expect(reply.code == "invalid_credentials")
        }
        let locked = try await login(plane, "hana", TestPlane.password, peer: "198.51.100.1")
        #expect(locked.status == 429)
        #expect(locked.code == "locked_out")
        #expect(locked["retry-after"] != nil)
        #expect(try await plane.send("POST", "/users/\(user.id)/unlock").status == 204)
        #expect(try await login(plane, "hana", TestPlane.password, peer: "198.51.100.1").status == 200)
        let rows = try await plane.send("GET", "/audit?action=session.refuse").json["rows"]?.array ?? []
        #expect(rows.count == 6)
        #expect(rows.allSatisfy { $0["object"]?["id"]?.string == user.id })
        #expect(rows.first?["origin"] == "192.0.2.5")
    }

    @Test func strangersCannotFillTheAuditLog() async throws {
        let plane = try await TestPlane()
        for attempt in 0..<15 {
            #expect(try await login(plane, "nobody-\(attempt)", "wrong password", peer: "192.0.2.1").status == 401)
        }
        func rows() async throws -> [JSONValue] {
            try await plane.send("GET", "/audit?action=session.refuse").json["rows"]?.array ?? []
        }
        #expect(try await rows().count == 1)
        plane.clock.advance(3600)
        let all = try await rows()
        #expect(all.count == 2)
        #expect(all.first?["after"]?["count"] == 14)
        #expect(all.allSatisfy { $0["origin"] == "192.0.2.1" && $0["object"]?["id"] == "unknown" })
        // It is told once.
        #expect(try await rows().count == 2)
    }

    @Test func nobodyLearnsWhichNamesThereAre() async throws {
        let plane = try await TestPlane()
        _ = try await plane.user("hana", .admin)
        _ = try await plane.user("robot", .admin, password: false)
        let known = try await login(plane, "hana", "wrong password here")
        for name in ["nobody", "robot", "my-own-secret-typed-here"] {
            let reply = try await login(plane, name, "wrong password here")
            #expect(reply.status == known.status)
            #expect(reply.text == known.text)
        }
        // What somebody types in the name's place is not written down.
        #expect(!(try await plane.send("GET", "/audit").text.contains("my-own-secret-typed-here")))
    }

    @Test func sessionsEndByRestByAgeAndWithTheirPerson() async throws {
        let plane = try await TestPlane()
        let user = try await plane.user("hana", .admin)
        let session = try await plane.session(user)
        plane.clock.advance(1799)
        #expect(try await plane.send("GET", "/session", as: session).status == 200)
        plane.clock.advance(1799)
        #expect(try await plane.send("GET", "/session", as: session).status == 200)
        plane.clock.advance(1800)
        #expect(try await plane.send("GET", "/session", as: session).status == 401)
        let second = try await plane.session(user)
        #expect(try await plane.send("PATCH", "/users/\(user.id)", ["disabled": true]).status == 200)
        #expect(try await plane.send("GET", "/session", as: second).status == 401)
    }

    @Test func sessionsThatHaveEndedAreClearedAwayBySigningIn() async throws {
        let plane = try await TestPlane()
        let user = try await plane.user("hana", .admin)
        _ = try await plane.session(user)
        plane.clock.advance(1000)
        _ = try await plane.session(user)
        plane.clock.advance(1000)
        #expect(try await login(plane, "hana", TestPlane.password).status == 200)
        // The first has rested for longer than sessions may, the second has not, the third has just begun.
        #expect(try await plane.store.sessions(ofUser: user.id).count == 2)
    }

    @Test func anotherPasswordEndsAllSessionsButTheOneThatSetIt() async throws {
        let plane = try await TestPlane()
        let user = try await plane.user("hana", .admin)
        let other = try await plane.session(user)
        let here = try token(try await login(plane, "hana", TestPlane.password))
        plane.clock.advance(1)
        let wrong: JSONValue = ["current": "not the password", "new": "a new long phrase"]
        #expect(try await plane.send("POST", "/session/password", wrong, as: here).status == 401)
        let body: JSONValue = ["current": .string(TestPlane.password), "new": "a new long phrase"]
        let changed = try await plane.send("POST", "/session/password", body, as: here)
        #expect(changed.status == 200)
        #expect(try await plane.send("GET", "/session", as: try token(changed)).status == 200)
        for old in [other, here] { #expect(try await plane.send("GET", "/session", as: old).status == 401) }
        #expect(try await login(plane, "hana", TestPlane.password).status == 401)
        #expect(try await login(plane, "hana", "a new long phrase").status == 200)
        let reset = try await plane.send("POST", "/users/\(user.id)/password", ["password": "set by the admin"])
        #expect(reset.status == 204)
        #expect(try await login(plane, "hana", "set by the admin").status == 200)
    }

    @Test func theLastOwnerStays() async throws {
        let plane = try await TestPlane()
        let user = try await plane.user("root", .owner)
        #expect(try await plane.send("DELETE", "/users/\(user.id)").code == "conflict")
        #expect(try await plane.send("PATCH", "/users/\(user.id)", ["role": "admin"]).code == "conflict")
        #expect(try await plane.send("PATCH", "/users/\(user.id)", ["disabled": true]).code == "conflict")
        _ = try await plane.user("second", .owner)
        #expect(try await plane.send("DELETE", "/users/\(user.id)").status == 204)
    }

    @Test func nobodyGivesMoreThanTheyHave() async throws {
        let plane = try await TestPlane()
        for team in ["dev", "ops"] { _ = try await plane.send("POST", "/teams", ["name": .string(team)]) }
        let admin = try await plane.session(try await plane.user("admin", .admin))
        let lead = try await plane.session(try await plane.user("lead", .teamAdmin, teams: ["dev"]))
        let owner = try await plane.user("root", .owner, teams: ["dev"])
        let both = try await plane.user("both", .member, teams: ["dev", "ops"])
        let mate = try await plane.user("mate", .member, teams: ["dev"])
        func post(_ role: String, _ as: TestPlane.Credential) async throws -> Int {
            let body: JSONValue = ["name": .string("new-\(role)"), "role": .string(role), "teams": ["dev"]]
            return try await plane.send("POST", "/users", body, as: `as`).status
        }
        #expect(try await post("owner", admin) == 403)
        #expect(try await post("admin", admin) == 403)
        #expect(try await post("team-admin", admin) == 201)
        #expect(try await post("team-admin", lead) == 403)
        #expect(try await post("viewer", lead) == 201)
        let phrase: JSONValue = ["password": "taken over by me"]
        #expect(try await plane.send("POST", "/users/\(owner.id)/password", phrase, as: admin).status == 403)
        #expect(try await plane.send("POST", "/users/\(owner.id)/password", phrase, as: lead).status == 403)
        // Somebody of two teams is changed only by somebody of both.
        #expect(try await plane.send("PATCH", "/users/\(both.id)", ["description": "x"], as: lead).status == 404)
        #expect(try await plane.send("PATCH", "/users/\(mate.id)", ["role": "admin"], as: lead).status == 403)
        #expect(try await plane.send("PATCH", "/users/\(mate.id)", ["teams": ["dev", "ops"]], as: lead).status != 200)
        #expect(plane.keeper.directory.users[mate.id] == mate)
    }

    @Test func aTokenThatIsNotTheConfiguredOneIsRefused() async throws {
        let plane = try await TestPlane()
        for token in [
            "", " ", String(TestPlane.adminToken.dropLast()), TestPlane.adminToken + "x",
            String(repeating: "x", count: 9000),
        ] {
            #expect(try await plane.send("GET", "/keys", as: .token(token)).status == 401)
        }
        // Two of them are none; another scheme is none.
        let twice = [(name: "authorization", value: "Bearer \(TestPlane.adminToken)")]
        #expect(try await plane.send("GET", "/keys", fields: twice).status == 401)
        let basic = [(name: "authorization", value: "Basic \(TestPlane.adminToken)")]
        #expect(try await plane.send("GET", "/keys", as: .none, fields: basic).status == 401)
        #expect(try await plane.send("GET", "/keys").status == 200)
    }

    // MARK: With the configuration's token

    private func signIn(_ plane: TestPlane, token: String, peer: String = "192.0.2.7") async throws -> TestPlane.Reply {
        try await plane.send("POST", "/login", ["admin_token": .string(token)], as: .none, peer: peer)
    }

    @Test func theConfigurationsTokenBeginsASessionOfAnOwner() async throws {
        let plane = try await TestPlane()
        #expect(try await plane.send("GET", "/login", as: .none).json == ["password": true, "admin_token": true])
        let reply = try await signIn(plane, token: TestPlane.adminToken)
        #expect(reply.status == 200)
        #expect(reply.json["kind"] == "admin-token" && reply.json["role"] == "owner")
        let session = try token(reply)
        #expect(try await plane.send("GET", "/users", as: session).status == 200)
        #expect(try await plane.send("POST", "/teams", ["name": "dev"], as: session).status == 201)
        // Nothing of the token is kept anywhere that could be read.
        #expect(!(try await plane.send("GET", "/audit", as: session).text).contains(TestPlane.adminToken))
        #expect(try await plane.send("POST", "/logout", as: session).status < 300)
        #expect(try await plane.send("GET", "/session", as: session).status == 401)
    }

    @Test func aSessionOfTheTokenEndsAsOthersDo() async throws {
        let plane = try await TestPlane()
        let session = try token(try await signIn(plane, token: TestPlane.adminToken))
        plane.clock.advance(29 * 60)
        #expect(try await plane.send("GET", "/session", as: session).status == 200)
        plane.clock.advance(29 * 60)
        #expect(try await plane.send("GET", "/session", as: session).status == 200)
        plane.clock.advance(31 * 60)
        #expect(try await plane.send("GET", "/session", as: session).status == 401)
        let late = try token(try await signIn(plane, token: TestPlane.adminToken))
        for _ in 0..<25 {
            plane.clock.advance(29 * 60)
            _ = try await plane.send("GET", "/session", as: late)
        }
        #expect(try await plane.send("GET", "/session", as: late).status == 401)
    }

    @Test func aSessionOfTheTokenEndsWithTheToken() {
        let sessions = TokenSessions()
        let (now, policy) = (Timestamp(seconds: 1_000_000), SessionPolicy())
        let (old, new) = (AdminToken("the-old-token-0123456789"), AdminToken("the-new-token-0123456789"))
        for current in [new, nil] as [AdminToken?] {
            let session = sessions.begin(with: old, now: now)
            #expect(sessions.isGood(session, current: old, now: now, policy: policy))
            #expect(!sessions.isGood(session, current: current, now: now, policy: policy))
            #expect(!sessions.isGood(session, current: old, now: now, policy: policy), "it does not come back")
        }
        #expect(!sessions.isGood(.generate(), current: old, now: now, policy: policy))
        // Bounded: the one that was used longest ago makes room.
        let first = sessions.begin(with: old, now: now)
        for count in 1...256 { _ = sessions.begin(with: old, now: Timestamp(seconds: 1_000_000 + Int64(count))) }
        #expect(!sessions.isGood(first, current: old, now: now, policy: policy))
    }

    @Test func whoGuessesTheTokenWaitsAndKeepsNobodyOut() async throws {
        let plane = try await TestPlane()
        #expect(try await signIn(plane, token: "wrong").code == "invalid_credentials")
        var statuses: Set<Int> = []
        for count in 0..<10 { statuses.insert(try await signIn(plane, token: "guess-\(count)").status) }
        #expect(statuses == [401, 429])
        #expect(try await signIn(plane, token: TestPlane.adminToken).status == 429)
        #expect(try await signIn(plane, token: TestPlane.adminToken, peer: "198.51.100.9").status == 200)
        let both: JSONValue = ["admin_token": .string(TestPlane.adminToken), "name": "x", "password": "y"]
        #expect(try await plane.send("POST", "/login", both, as: .none, peer: "198.51.100.9").status == 400)
    }

    @Test func withoutATokenOneCannotSignInWithIt() async throws {
        let plane = try await TestPlane(configuration: KanmonConfiguration())
        #expect(try await plane.send("GET", "/login", as: .none).json == ["password": true, "admin_token": false])
        for text in ["", TestPlane.adminToken] { #expect(try await signIn(plane, token: text).status >= 400) }
    }
}
