import Governance
import JSONText
import Settings
import Store
import Testing

@testable import ControlPlane

@Suite struct KeyTests {
    private func identify(_ text: String, _ plane: TestPlane) -> Result<Principal, IdentityFailure> {
        plane.keeper.directory.identify(presented: Array(text.utf8), now: Timestamp(seconds: plane.clock.now))
    }

    @Test(arguments: StoreKind.allCases)
    func aKeyIsToldOnceAndCountsAtOnce(_ kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let plane = try await kind.plane(folder)
        #expect(try await plane.send("POST", "/teams", ["name": "dev"]).status == 201)
        let made = try await plane.send(
            "POST",
            "/keys",
            ["name": "bot", "team": "dev", "models": ["openai/*"], "expires": "2027-01-01T00:00:00Z"]
        )
        #expect(made.status == 201)
        let text = try #require(made.json["key"]?.string)
        let id = try #require(made.json["id"]?.string)
        #expect(made["location"] == "/admin/v1/keys/\(id)")
        #expect(made["etag"] == "\"1\"")
        #expect(made["cache-control"] == "no-store")
        #expect(text.hasPrefix("sk-km-"))
        #expect((try? identify(text, plane).get())?.key.id == id)
        // Never again: neither in what is shown nor in the audit log.
        for path in ["/keys/\(id)", "/keys", "/audit"] {
            let reply = try await plane.send("GET", path)
            #expect(reply.status == 200)
            #expect(!reply.text.contains(text.dropFirst(10)), "\(path)")
            #expect(!reply.text.contains("digest\":\"\(KeyDigest(of: text.utf8, pepper: plane.pepper).hexadecimal)"))
        }
        #expect(try await plane.send("GET", "/keys/\(id)").json["key"] == nil)
    }

    @Test func aKeyIsRotatedWithAnOverlapAndRevokedForGood() async throws {
        let plane = try await TestPlane()
        let made = try await plane.send("POST", "/keys", ["name": "bot"])
        let old = try #require(made.json["key"]?.string)
        let id = try #require(made.json["id"]?.string)
        let rotated = try await plane.send("POST", "/keys/\(id)/rotate", ["overlap_seconds": 60])
        let new = try #require(rotated.json["key"]?.string)
        #expect(new != old)
        #expect((try? identify(old, plane).get()) != nil)
        #expect((try? identify(new, plane).get()) != nil)
        plane.clock.advance(60)
        #expect((try? identify(old, plane).get()) == nil)
        #expect((try? identify(new, plane).get()) != nil)
        let revoked = try await plane.send("POST", "/keys/\(id)/revoke", ["reason": "leaked"])
        #expect(revoked.json["revoked"]?.string != nil)
        #expect((try? identify(new, plane).get()) == nil)
        #expect(try await plane.send("POST", "/keys/\(id)/rotate").status == 409)
        let entry = try await plane.send("GET", "/audit?action=key.revoke").json["rows"]?[0]
        #expect(entry?["reason"] == "leaked")
        #expect(entry?["origin"] == "192.0.2.7")
        #expect(entry?["actor"]?["kind"] == "token")
        #expect(entry?["before"]?["revoked"] == nil)
        #expect(entry?["after"]?["revoked"] != nil)
        // The name is free again.
        #expect(try await plane.send("POST", "/keys", ["name": "bot"]).status == 201)
        #expect(try await plane.send("POST", "/keys", ["name": "bot"]).code == "conflict")
    }

    @Test func aKeyIsDisabledAndEnabled() async throws {
        let plane = try await TestPlane()
        let made = try await plane.send("POST", "/keys", ["name": "bot"])
        let text = try #require(made.json["key"]?.string)
        let id = try #require(made.json["id"]?.string)
        #expect(try await plane.send("POST", "/keys/\(id)/disable").json["disabled"] == true)
        #expect((try? identify(text, plane).get()) == nil)
        #expect(try await plane.send("POST", "/keys/\(id)/enable").json["disabled"] == false)
        #expect((try? identify(text, plane).get()) != nil)
        // What is so already is no change.
        #expect(try await plane.send("POST", "/keys/\(id)/enable")["etag"] == "\"3\"")
    }

    @Test func theSecretOfSigningIsToldWhenItIsMade() async throws {
        let plane = try await TestPlane()
        let made = try await plane.send("POST", "/keys", ["name": "bot", "signing": true])
        let first = try #require(made.json["signing_secret"]?.string)
        let id = try #require(made.json["id"]?.string)
        #expect(plane.keeper.directory.principal(ofKey: id)?.signingSecret?.reveal() == first)
        #expect(try await plane.send("GET", "/keys/\(id)").json["signing_secret"] == nil)
        #expect(try await plane.send("PATCH", "/keys/\(id)", ["signing": false]).json["signing"] == false)
        let again = try await plane.send("PATCH", "/keys/\(id)", ["signing": true, "description": "x"])
        #expect(again.json["signing_secret"]?.string != nil)
        #expect(again.json["signing_secret"]?.string != first)
        // Two steps of the entity are one change of the store.
        #expect(again["etag"] == "\"3\"")
        #expect(try await plane.send("PATCH", "/keys/\(id)", ["description": "y"]).status == 200)
    }

    @Test(arguments: StoreKind.allCases)
    func aStaleVersionIsNotOverwritten(_ kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let plane = try await kind.plane(folder)
        let id = try #require(try await plane.send("POST", "/keys", ["name": "bot"]).json["id"]?.string)
        let first = [(name: "if-match", value: "\"1\"")]
        #expect(try await plane.send("PATCH", "/keys/\(id)", ["description": "a"], fields: first).status == 200)
        let stale = try await plane.send("PATCH", "/keys/\(id)", ["description": "b"], fields: first)
        #expect(stale.status == 412)
        #expect(stale.code == "outdated")
        #expect(try await plane.send("DELETE", "/keys/\(id)", fields: first).status == 412)
        #expect(try await plane.send("POST", "/keys/\(id)/rotate", fields: first).status == 412)
        let known = [(name: "if-none-match", value: "\"2\"")]
        #expect(try await plane.send("GET", "/keys/\(id)", fields: known).status == 304)
        #expect(
            try await plane.send("DELETE", "/keys/\(id)", fields: [(name: "if-match", value: "W/\"1\", \"2\"")]).status
                == 204
        )
        #expect(try await plane.send("GET", "/keys/\(id)").status == 404)
    }

    @Test func namesOfWhatIsNotThereAreRefused() async throws {
        let plane = try await TestPlane()
        for (field, value) in [("team", "nobody"), ("owner", "user_nobody")] {
            let reply = try await plane.send("POST", "/keys", ["name": "x", field: .string(value)])
            #expect(reply.status == 400)
            #expect(reply.json["error"]?["field"]?.string == field)
        }
        _ = try await plane.send("POST", "/teams", ["name": "a"])
        _ = try await plane.send("POST", "/teams", ["name": "b"])
        _ = try await plane.send("POST", "/projects", ["name": "p", "team": "a"])
        let reply = try await plane.send("POST", "/keys", ["name": "x", "team": "b", "project": "p"])
        #expect(reply.json["error"]?["field"] == "project")
        // And what is needed is not deleted.
        #expect(try await plane.send("POST", "/keys", ["name": "x", "team": "a", "project": "p"]).status == 201)
        for path in ["/teams/a", "/projects/p"] {
            #expect(try await plane.send("DELETE", path).code == "conflict", "\(path)")
        }
        #expect(try await plane.send("PATCH", "/projects/p", ["team": "b"]).status == 400)
    }

    /// Members run their own keys, and lift nothing that others have put on them.
    @Test func membersChangeOfTheirKeysOnlyWhatRestrictsNothing() async throws {
        let plane = try await TestPlane()
        _ = try await plane.send("POST", "/teams", ["name": "dev"])
        let user = try await plane.user("hana", .member, teams: ["dev"])
        let session = try await plane.session(user)
        let made = try await plane.send("POST", "/keys", ["name": "mine", "team": "dev"], as: session)
        #expect(made.status == 201)
        #expect(made.json["owner"]?.string == user.id)
        let id = try #require(made.json["id"]?.string)
        #expect(try await plane.send("PATCH", "/keys/\(id)", ["description": "x"], as: session).status == 200)
        for (field, value) in [
            ("limits", [:] as JSONValue), ("budgets", []), ("models", ["*"]), ("disabled", false), ("team", nil),
            ("owner", nil),
            ("expires", nil), ("environment", "prod"), ("signing", false),
        ] {
            let reply = try await plane.send("PATCH", "/keys/\(id)", .object([field: value]), as: session)
            #expect(reply.status == 403, "\(field)")
            #expect(reply.json["error"]?["field"]?.string == field)
        }
        // Outside of every team no team's limits would hold.
        #expect(try await plane.send("POST", "/keys", ["name": "free"], as: session).status == 403)
        _ = try await plane.send("POST", "/keys/\(id)/disable")
        #expect(try await plane.send("POST", "/keys/\(id)/enable", as: session).status == 403)
    }

    /// Whoever runs a team makes no key that uses up the budgets of somebody elsewhere.
    @Test func aKeysOwnerBelongsToItsTeam() async throws {
        let plane = try await TestPlane()
        for team in ["dev", "ops"] { _ = try await plane.send("POST", "/teams", ["name": .string(team)]) }
        let lead = try await plane.session(try await plane.user("lead", .teamAdmin, teams: ["dev"]))
        let other = try await plane.user("other", .member, teams: ["ops"])
        let body: JSONValue = ["name": "k", "team": "dev", "owner": .string(other.id)]
        let reply = try await plane.send("POST", "/keys", body, as: lead)
        #expect(reply.status == 403)
        #expect(reply.json["error"]?["field"] == "owner")
        #expect(try await plane.send("POST", "/keys", ["name": "k", "team": "dev"], as: lead).status == 201)
    }

    @Test func listsComeInPagesAndAreFiltered() async throws {
        let plane = try await TestPlane()
        _ = try await plane.send("POST", "/teams", ["name": "dev"])
        for index in 0..<25 {
            let team: JSONValue = index % 2 == 0 ? "dev" : nil
            _ = try await plane.send("POST", "/keys", ["name": .string("k\(index)"), "team": team])
        }
        var names: [String] = []
        var cursor: String?
        repeat {
            let query = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await plane.send("GET", "/keys?limit=10\(query)").json
            names += page["rows"]?.array?.compactMap { $0["name"]?.string } ?? []
            cursor = page["next"]?.string
        } while cursor != nil
        #expect(names.count == 25)
        #expect(names == names.sorted())
        #expect(Set(names).count == 25)
        let devs = try await plane.send("GET", "/keys?team=dev").json["rows"]?.array
        #expect(devs?.count == 13)
        #expect(try await plane.send("GET", "/keys?name=k3").json["rows"]?.array?.count == 1)
        #expect(try await plane.send("GET", "/keys?revoked=true").json["rows"]?.array?.isEmpty == true)
        let foreign = try await plane.send(
            "GET",
            "/teams?cursor=\(try #require(try await plane.send("GET", "/keys?limit=1").json["next"]?.string))"
        )
        #expect(foreign.code == "invalid_cursor")
    }

    @Test func keysMadeAtRunTimeAreForTheirTeamsEnvironments() async throws {
        let plane = try await TestPlane(declared: { _ in
            let revision = Revision(at: Timestamp(seconds: 1), source: .file)
            return DeclaredEntities(teams: [
                Team(name: "two", environments: [.dev, .test], revision: revision),
                Team(name: "live", environments: [.prod], revision: revision),
            ])
        })
        #expect(try await plane.send("GET", "/teams/two").json["environments"] == ["dev", "test"])
        for body in [["team": "two"], ["team": "two", "environment": "prod"], ["team": "live", "environment": "dev"]] {
            var members: JSONObject = ["name": "bot"]
            for (name, value) in body { members.append(name, .string(value)) }
            let reply = try await plane.send("POST", "/keys", .object(members))
            #expect(reply.status == 400, "\(body)")
            #expect(reply.json["error"]?["field"] == "environment", "\(body)")
        }
        let made = try await plane.send("POST", "/keys", ["name": "bot", "team": "two", "environment": "test"])
        #expect(made.status == 201)
        let path = "/keys/\(try #require(made.json["id"]?.string))"
        #expect(try await plane.send("PATCH", path, ["environment": "prod"]).status == 400)
        #expect(try await plane.send("PATCH", path, ["environment": "dev"]).status == 200)
        #expect(try await plane.send("POST", "/keys", ["name": "live", "team": "live"]).status == 201)
        let bounds: JSONValue = ["environments": ["dev"], "bounds": ["max_tokens": 10]]
        var team = bounds.object ?? JSONObject()
        team.append("name", "made")
        #expect(try await plane.send("POST", "/teams", .object(team)).json["bounds"]?["max_tokens"] == 10)
        #expect(
            try await plane.send("POST", "/keys", ["name": "x", "team": "made", "environment": "test"]).status == 400
        )
    }

    @Test func anotherTeamsProjectIsNotThere() async throws {
        let plane = try await TestPlane()
        for team in ["mine", "theirs"] { _ = try await plane.send("POST", "/teams", ["name": .string(team)]) }
        _ = try await plane.send("POST", "/projects", ["name": "secret", "team": "theirs"])
        func guess(_ project: String) async throws -> String {
            try await plane.send("POST", "/keys", ["name": "k", "team": "mine", "project": .string(project)]).text
        }
        #expect(try await guess("secret") == guess("none"))
    }

    @Test func whatTheConfigurationDeclaresIsReadOnly() async throws {
        let plane = try await TestPlane(declared: { pepper in
            let revision = Revision(at: Timestamp(seconds: 1), source: .file)
            return DeclaredEntities(
                teams: [Team(name: "dev", revision: revision)],
                keys: [
                    VirtualKey(
                        id: EntityID.file("bot"),
                        name: "bot",
                        team: "dev",
                        credential: KeyCredential(ofDeclared: SecretText("sk-declared"), pepper: pepper),
                        revision: revision
                    )
                ]
            )
        })
        #expect(try await plane.send("GET", "/keys/file:bot").json["source"] == "file")
        for (method, path, body) in [
            ("PATCH", "/teams/dev", ["description": "x"] as JSONValue), ("DELETE", "/keys/file:bot", nil),
            ("POST", "/keys/file:bot/revoke", nil),
            ("POST", "/budgets", ["scope": "team:dev", "tokens": 1, "period": "day"]),
        ] {
            let reply = try await plane.send(method, path, body.isNull ? nil as JSONValue? : body)
            #expect(reply.status == 409, "\(path)")
            #expect(reply.code == "read_only", "\(path)")
        }
        #expect(try await plane.send("POST", "/teams", ["name": "dev"]).code == "conflict")
    }
}
